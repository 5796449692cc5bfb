"""Apps that reach every surface of the preview, and every state of one."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from teamshelf.package.app import App
from teamshelf.package.source import open_source
from tests.manifests import APP_ID, FAULTLESS, icons, manifest

if TYPE_CHECKING:
    from pathlib import Path

Files = dict[str, bytes]

LONG = "Verwaltungsvereinfachungsvorschlagswesenbeauftragtenversammlung " * 2


def files_of(stated: dict[str, Any] | bytes, more: Files | None = None, *, with_icons: bool = True) -> Files:
    """The files of an app."""
    text = stated if isinstance(stated, bytes) else json.dumps(stated, ensure_ascii=False).encode()
    return {"manifest.json": text, **(icons() if with_icons else {}), **(more or {})}


def app_of(stated: dict[str, Any] | bytes, more: Files | None = None, *, with_icons: bool = True) -> App:
    """An app, read from its package."""
    return app_from(files_of(stated, more, with_icons=with_icons))


def app_from(files: Files) -> App:
    """An app with these files, read from its package."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return App(open_source(buffer.getvalue(), name="app.zip"))


def write(folder: Path, files: Files) -> Path:
    """The files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def _texts(**texts: str) -> bytes:
    return json.dumps({key.replace("__", "."): text for key, text in texts.items()}, ensure_ascii=False).encode()


LANGUAGE_FILES: Files = {
    "fr.json": json.dumps(
        {
            "name.short": "Sondages",
            "name.full": "Sondages pour décider vite",
            "description.short": "Demandez à vos collègues ce qu'ils pensent, et voyez les réponses arriver aussitôt.",
            "description.full": "Posez une question à un canal.",
            "staticTabs[1].name": "Mes sondages",
        },
        ensure_ascii=False,
    ).encode(),
    "fr-ca.json": _texts(name__short="Sondages QC"),
    "ar.json": _texts(
        name__short="استطلاعات", name__full="استطلاعات للقرارات السريعة", description__short="اسأل زملاءك."
    ),
}

_PARAMETERS = [
    {"name": f"p-{kind}", "title": f"A {kind}", "description": f"Give a {kind}", "inputType": kind}
    for kind in ("textarea", "number", "date", "time", "toggle")
]

EVERYTHING: dict[str, Any] = manifest(
    localizationInfo={
        "defaultLanguageTag": "en",
        "additionalLanguages": [
            {"languageTag": "fr", "file": "fr.json"},
            {"languageTag": "fr-ca", "file": "fr-ca.json"},
            {"languageTag": "ar", "file": "ar.json"},
        ],
    },
    staticTabs=[
        {
            "entityId": "home",
            "name": "Home",
            "contentUrl": "https://example.com/home",
            "scopes": ["personal"],
            "websiteUrl": "https://example.com/web",
        },
        {"entityId": "mine", "name": "My polls", "contentUrl": "https://elsewhere.test/", "scopes": ["personal"]},
        {"entityId": "conversations", "scopes": ["personal"]},
        {"entityId": "card", "name": "Card", "contentBotId": APP_ID, "scopes": ["personal"]},
        *(
            {"entityId": f"t{n}", "name": f"Tab {n}", "contentUrl": "https://example.com/", "scopes": ["personal"]}
            for n in range(4)
        ),
        {"entityId": "shared", "name": "Shared", "contentUrl": "https://example.com/", "scopes": ["team", "groupChat"]},
    ],
    configurableTabs=[
        {
            "configurationUrl": "https://example.com/set?team={teamId}&l={locale}&x={nobody}&e={entityId}",
            "scopes": ["team", "groupChat"],
            "context": [
                "channelTab",
                "privateChatTab",
                "meetingChatTab",
                "meetingDetailsTab",
                "meetingSidePanel",
                "meetingStage",
            ],
            "supportedSharePointHosts": ["sharePointFullPage", "sharePointWebPart"],
            "sharePointPreviewImage": "color.png",
        }
    ],
    bots=[
        {
            "botId": APP_ID,
            "scopes": ["personal", "team", "groupChat"],
            "supportsFiles": True,
            "supportsCalling": True,
            "supportsVideo": True,
            "needsChannelSelector": True,
            "configuration": {
                "team": {
                    "fetchTask": False,
                    "taskInfo": {"title": "Bot", "width": "2000", "height": "500", "url": "https://example.com/bot"},
                },
                "groupChat": {"fetchTask": True},
            },
            "commandLists": [
                {
                    "scopes": ["personal"],
                    "commands": [{"title": f"do {n}", "description": f"Does {n}"} for n in range(12)],
                },
                {"scopes": ["team"], "commands": [{"title": "ask", "description": "Asks the channel"}]},
            ],
        }
    ],
    connectors=[{"connectorId": APP_ID, "configurationUrl": "https://example.com/connect", "scopes": ["team"]}],
    composeExtensions=[
        {
            "botId": APP_ID,
            "canUpdateConfiguration": True,
            "commands": [
                {
                    "id": "find",
                    "type": "query",
                    "title": "Find",
                    "description": "Finds polls",
                    "initialRun": True,
                    "parameters": [{"name": "words", "title": "Words", "description": "What to look for"}],
                },
                {
                    "id": "look",
                    "type": "query",
                    "title": "Look",
                    "context": ["compose"],
                    "parameters": [{"name": "words", "title": "Words"}],
                },
                {
                    "id": "make",
                    "type": "action",
                    "title": "Make",
                    "context": ["compose", "message"],
                    "parameters": _PARAMETERS,
                },
                {
                    "id": "pick",
                    "type": "action",
                    "title": "Pick",
                    "context": ["commandBox"],
                    "parameters": [
                        {
                            "name": "c",
                            "title": "Choice",
                            "inputType": "choiceset",
                            "value": "b",
                            "choices": [{"title": "First", "value": "a"}, {"title": "Second", "value": "b"}],
                        }
                    ],
                },
                {
                    "id": "open",
                    "type": "action",
                    "title": "Open",
                    "context": ["message"],
                    "taskInfo": {
                        "title": "The dialog",
                        "width": "large",
                        "height": "small",
                        "url": "https://example.com/task",
                    },
                },
                {"id": "ask", "type": "action", "title": "Ask", "fetchTask": True},
                {"id": "none", "type": "action", "title": "Nothing"},
            ],
            "messageHandlers": [
                {"type": "link", "value": {"domains": ["*.example.com", "example.com", "https://example.org/x"]}}
            ],
        }
    ],
    permissions=["identity", "messageTeamMembers"],
    devicePermissions=["geolocation", "media"],
    validDomains=["example.com", "*.example.com"],
    webApplicationInfo={"id": APP_ID, "resource": "api://example.com/x"},
    authorization={"permissions": {"resourceSpecific": [{"name": "TeamMember.Read.Group", "type": "Application"}]}},
    defaultInstallScope="team",
    defaultGroupCapability={"team": "connector", "groupchat": "bot", "meetings": "tab"},
    activities={"activityTypes": [{"type": "pollClosed", "description": "A poll closed", "templateText": "closed"}]},
    meetingExtensionDefinition={
        "scenes": [
            {
                "id": APP_ID,
                "name": "Classroom",
                "file": "s.json",
                "preview": "s.png",
                "maxAudience": 12,
                "seatsReservedForOrganizersOrPresenters": 1,
            }
        ],
        "supportsStreaming": True,
        "supportsAnonymousGuestUsers": True,
    },
    showLoadingIndicator=True,
    isFullScreen=True,
)
"""An app with every surface."""

STATES: dict[str, Files] = {
    "everything": files_of(EVERYTHING, LANGUAGE_FILES),
    "nothing": files_of(manifest()),
    "icons missing": files_of(EVERYTHING, LANGUAGE_FILES, with_icons=False),
    "placeholders": files_of(
        manifest(
            id="${{APP_ID}}",
            name={"short": "%NAME%", "full": "{{FULL}}"},
            accentColor="{{COLOR}}",
            staticTabs=[{"entityId": "a", "name": "A", "contentUrl": "https://${{HOST}}/", "scopes": ["personal"]}],
            validDomains=["${{HOST}}"],
        )
    ),
    "long": files_of(
        {
            **EVERYTHING,
            "name": {"short": LONG, "full": LONG * 3},
            "developer": {**FAULTLESS["developer"], "name": LONG.replace(" ", "")},
            "staticTabs": [
                {
                    "entityId": f"t{n}",
                    "name": LONG,
                    "contentUrl": f"https://example.com/{'x' * 300}",
                    "scopes": ["personal"],
                }
                for n in range(16)
            ],
        },
        LANGUAGE_FILES,
    ),
    "preview": files_of(
        {
            **EVERYTHING,
            "manifestVersion": "devPreview",
            "configurableTabs": [{"configurationUrl": "https://example.com/c", "scopes": ["team", "groupChat"]}],
        },
        LANGUAGE_FILES,
    ),
    "notifications": files_of(
        manifest(bots=[{"botId": APP_ID, "scopes": ["personal", "team", "groupChat"], "isNotificationOnly": True}])
    ),
    "personal": files_of(
        manifest(
            staticTabs=[{"entityId": "h", "name": "Home", "contentUrl": "https://example.com/", "scopes": ["personal"]}]
        )
    ),
    "shared": files_of(
        manifest(
            configurableTabs=[
                {"configurationUrl": "https://example.com/c", "scopes": ["groupChat"], "context": ["meetingStage"]}
            ],
            defaultInstallScope="team",
            accentColor="#FFEE00",
        )
    ),
    "broken": files_of(
        b'{"name": {"short": "Half", "full": "Half an app"}, "bots": [{"scopes": ["personal"] "botId": 7}], '
        b'"staticTabs": 3, "accentColor": "red", "icons": {"color": ["a"]}, "composeExtensions": [{"commands": [null]}]'
    ),
    "not json": files_of(b"PNG? no."),
}
"""Every state, by what it shows."""
