"""What people agree to: one sentence for everything that an app can do or asks for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.consent import GRANTERS, GROUPS, MOMENTS, SCOPES, Granter, Group, Moment, in_groups, sentences_for
from teamshelf.consent.asked import DEVICE, PERMISSIONS
from teamshelf.consent.implied import KEYS
from teamshelf.consent.resource_specific import TEXTS
from teamshelf.document import split_pointer
from teamshelf.messages import LANGUAGES
from teamshelf.model.loading import manifest_from
from teamshelf.package.app import App
from teamshelf.package.source import open_source
from teamshelf.rules.rsc import ALSO_DELEGATED, CATALOGUE, NAMES, SUCCESSORS
from tests.manifests import manifest

EXAMPLE = Path(__file__).parents[2] / "examples" / "standup"

BOT = {"botId": "8a4e2c70-15d3-4b96-a7f1-c03e5d92b6fa"}
TAB = {"entityId": "home", "name": "Home", "contentUrl": "https://example.com/"}

EVERYTHING: dict[str, Any] = manifest(
    bots=[
        {**BOT, "scopes": ["personal", "team", "copilot"], "supportsFiles": True, "supportsCalling": True}
        | {"supportsVideo": True, "supportsTargetedMessages": True},
        {**BOT, "scopes": ["team"], "isNotificationOnly": True},
    ],
    composeExtensions=[
        {
            **BOT,
            "authorization": {"authType": "oAuth2.0"},
            "commands": [{"id": "save", "title": "Save", "context": ["message"]}],
            "messageHandlers": [
                {"type": "link", "value": {"domains": ["example.com"], "supportsAnonymizedPayloads": True}}
            ],
        }
    ],
    staticTabs=[{**TAB, "scopes": ["personal", "groupChat"], "context": ["meetingSidePanel", "meetingStage"]}],
    configurableTabs=[{"configurationUrl": "https://example.com/", "scopes": ["team"]}],
    backgroundLoadConfiguration={"tabConfiguration": {"contentUrl": "https://example.com/"}},
    connectors=[{"connectorId": "x", "scopes": ["team"]}],
    meetingExtensionDefinition={
        "scenes": [{"name": "Bench"}],
        "supportsStreaming": True,
        "supportsCustomShareToStage": True,
        "supportsAnonymousGuestUsers": True,
        "videoFilters": [{"name": "Sepia"}],
    },
    copilotAgents={"declarativeAgents": [{"id": "a"}], "customEngineAgents": [{"id": "b"}]},
    agentConnectors=[
        {"id": "near", "toolSource": {"localMcpServer": {"mcpServerIdentifier": "x"}}},
        {"id": "far", "toolSource": {"remoteMcpServer": {"mcpServerUrl": "https://example.com/"}}},
    ],
    agentSkills=[{"folder": "skills/x"}],
    agenticUserTemplates=[{"id": "x", "file": "x.json"}],
    activities={"activityTypes": [{"type": "done"}]},
    dashboardCards=[{"displayName": "News"}],
    extensions=[{}],
    graphConnector={"notificationUrl": "https://example.com/"},
    permissions=["messageTeamMembers", "identity"],
    devicePermissions=["openExternal", "media", "geolocation", "notifications", "midi"],
    webApplicationInfo={
        "id": "7d1e2f3a-4b5c-4d6e-8f90-a1b2c3d4e5f6",
        "applicationPermissions": ["TeamSettings.Read.Group"],
        "nestedAppAuthInfo": [{"scopes": ["User.Read", "openid"]}],
    },
    authorization={
        "permissions": {
            "resourceSpecific": [{"name": name, "type": kind} for name, kind in sorted(CATALOGUE)],
            "orgWide": [{"name": "User.Read.All", "type": "Application"}],
        }
    },
)
"""A manifest with every capability and permission there is."""


def keys(scope: str | None = None, **members: Any) -> list[str]:
    """The keys of the sentences for a manifest with these members."""
    return [sentence.key for sentence in sentences_for(manifest_from(members), scope=scope)]


def rsc(*names: str, kind: str = "Application") -> dict[str, Any]:
    """The `authorization` that asks for these permissions."""
    return {"permissions": {"resourceSpecific": [{"name": name, "type": kind} for name in names]}}


@pytest.mark.parametrize("name", sorted(NAMES | ALSO_DELEGATED | set(SUCCESSORS)))
def test_every_known_permission_has_a_sentence_of_its_own(name: str) -> None:
    """No name of the catalogue, nor an old one, is shown as a permission that nobody knows."""
    (sentence,) = sentences_for(manifest_from({"authorization": rsc(name)}))

    assert f"rsc:{name}" == sentence.key
    assert all(name not in sentence.text.in_language(language) for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_permissions_read_alike(language: str) -> None:
    """A reader can tell every permission from every other."""
    texts = [text.in_language(language) for text in TEXTS.values()]

    assert len(texts) == len(set(texts))


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"bots": [{"scopes": ["personal"]}]}, ["bot-chats", "bot-messages-members", "bot-reads-profile"]),
        (
            {"bots": [{"scopes": ["groupChat"]}]},
            ["bot-reads-mentions", "bot-messages-members", "bot-reads-roster", "bot-sees-joins"],
        ),
        (
            {"bots": [{"scopes": ["team"], "isNotificationOnly": True}]},
            ["bot-notifies", "bot-messages-members", "bot-reads-roster", "bot-reads-channels", "bot-sees-joins"],
        ),
        (
            {"bots": [{"scopes": ["personal"], "isNotificationOnly": True}]},
            ["bot-notifies", "bot-messages-members", "bot-reads-profile"],
        ),
        ({"composeExtensions": [{"commands": [{}]}]}, ["extension-receives-input", "extension-sees-address"]),
        (
            {"composeExtensions": [{"messageHandlers": [{"value": {"domains": ["a.example"]}}]}]},
            ["extension-previews-links", "extension-sees-address"],
        ),
        ({"staticTabs": [{**TAB, "scopes": ["personal"]}]}, ["tab-shows-pages", "tab-gets-context"]),
        ({"staticTabs": [{"entityId": "about", "scopes": ["personal"]}]}, []),
        ({"configurableTabs": [{"scopes": ["team"]}]}, ["tab-shows-pages", "tab-gets-context"]),
        ({"connectors": [{"scopes": ["team"]}]}, ["connector-posts"]),
        ({"permissions": ["messageTeamMembers", "identity", "identity"]},
         ["permission:identity", "permission:messageTeamMembers"]),
        ({"devicePermissions": ["media", "geolocation"]}, ["device:geolocation", "device:media"]),
        ({"webApplicationInfo": {"id": "7d1e2f3a-4b5c-4d6e-8f90-a1b2c3d4e5f6"}}, ["sign-in"]),
        ({"webApplicationInfo": {"resource": "https://example.com"}}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_each_capability_brings_its_sentences(members: dict[str, Any], expected: list[str]) -> None:
    """What an app can do follows from what it is and asks for, and from nothing else."""
    assert expected == keys(**members)


def test_everything_an_app_can_be_is_said() -> None:
    """No capability is without a sentence, and no sentence is for a capability that no manifest can have."""
    said = keys(**EVERYTHING)

    assert list(KEYS) == [key for key in said if key in KEYS]
    assert {f"permission:{name}" for name in PERMISSIONS} <= set(said)
    assert {f"device:{name}" for name in DEVICE} <= set(said)
    assert {"sign-in", "sign-in-ahead", "sign-in-elsewhere", "org-wide:User.Read.All"} <= set(said)
    assert len(CATALOGUE) == sum(key.startswith("rsc:") for key in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_written_for_a_dialog(language: str) -> None:
    """They begin with a capital letter, have no full stop, and are translated."""
    shown = [*sentences_for(manifest_from(EVERYTHING)), *sentences_for(manifest_from({"permissions": ["new"]}))]
    texts = [*(sentence.text for sentence in shown), *(sentence.detail for sentence in shown if sentence.detail)]
    for message in (*texts, *GROUPS.values(), *MOMENTS.values(), *GRANTERS.values()):
        text = message.in_language(language)

        assert text[0].isupper()
        assert not text.endswith(".")
        assert language == "en" or text != str(message)


def test_each_group_moment_and_granter_is_in_words() -> None:
    """What a sentence can name, a dialog can show."""
    assert (list(Group), list(Moment), list(Granter)) == (list(GROUPS), list(MOMENTS), list(GRANTERS))


def test_pointers_lead_to_where_it_comes_from() -> None:
    """Every sentence points at something that is in the manifest."""
    for sentence in sentences_for(manifest_from(EVERYTHING)):
        value: Any = EVERYTHING
        for step in split_pointer(sentence.pointer):
            value = value[int(step)] if isinstance(value, list) else value[step]

        assert value


def test_groups_come_in_their_order() -> None:
    """A dialog shows what the app can do first, and leaves out headings that have nothing below them."""
    grouped = in_groups(sentences_for(manifest_from(EVERYTHING)))

    assert list(Group) == [group for group, _ in grouped]
    assert sentences_for(manifest_from(EVERYTHING)) == tuple(s for _, members in grouped for s in members)
    assert [Group.DEVICE] == [
        group for group, _ in in_groups(sentences_for(manifest_from({"devicePermissions": ["media"]})))
    ]


def test_one_permission_in_both_lists_is_one_sentence() -> None:
    """The old list and the new one ask for the same thing."""
    both = {
        "webApplicationInfo": {"applicationPermissions": ["TeamSettings.Read.Group"]},
        "authorization": rsc("TeamSettings.Read.Group"),
    }
    (sentence,) = sentences_for(manifest_from(both))

    assert "/authorization/permissions/resourceSpecific/0" == sentence.pointer


def test_a_permission_of_both_types_is_two() -> None:
    """The app by itself and on behalf of a user are different things to agree to."""
    name = "OnlineMeetingParticipant.Read.Chat"
    asked = {"permissions": {"resourceSpecific": [*_asked(name, "Application"), *_asked(name, "Delegated")]}}
    alone, for_the_user = sentences_for(manifest_from({"authorization": asked}))

    assert (f"rsc:{name}", f"rsc:{name}:delegated") == (alone.key, for_the_user.key)
    assert (Granter.PARTICIPANT, Granter.INSTALLER) == (alone.by, for_the_user.by)
    assert alone.detail != for_the_user.detail


def _asked(name: str, kind: str) -> list[dict[str, str]]:
    return [{"name": name, "type": kind}]


@pytest.mark.parametrize(
    ("name", "kind", "scopes", "by"),
    [
        ("ChannelMessage.Read.Group", "Application", ("team",), Granter.OWNER),
        ("ChannelMeetingStage.Write.Group", "Delegated", ("team",), Granter.INSTALLER),
        ("ChatMember.Read.Chat", "Application", ("groupchat", "meetings"), Granter.PARTICIPANT),
        ("ChatMessageReadReceipt.Read.Chat", "Application", ("personal", "groupchat", "meetings"), Granter.PARTICIPANT),
        ("TeamsActivity.Send.Group", "Application", ("team",), Granter.INSTALLER),
        ("CameraStream.Read.User", "Delegated", ("personal",), Granter.INSTALLER),
        ("Nothing.Known", "Application", SCOPES, Granter.INSTALLER),
    ],
)
def test_who_grants_a_permission_and_where(name: str, kind: str, scopes: tuple[str, ...], by: Granter) -> None:
    """The last part of the name says where it holds; the type says whether an owner has to grant it."""
    (sentence,) = sentences_for(manifest_from({"authorization": rsc(name, kind=kind)}))

    assert (scopes, by, Moment.INSTALL) == (sentence.scopes, sentence.by, sentence.moment)


def test_a_permission_without_a_type_has_the_one_it_exists_for() -> None:
    """What the manifest leaves out the catalogue knows."""
    asked = {"permissions": {"resourceSpecific": [{"name": "CameraStream.Read.User"}]}}

    assert ["rsc:CameraStream.Read.User:delegated"] == keys(authorization=asked)


def test_an_unknown_permission_is_said_to_be_unknown() -> None:
    """Nobody is told a guess, and a hostile name does no harm."""
    (sentence,) = sentences_for(manifest_from({"authorization": rsc("New\x1b[31m.Read.Group")}))

    assert "Use the permission `New\\u001b[31m.Read.Group`, of which Teamshelf does not know what it opens" == str(
        sentence.text
    )


def test_when_things_are_granted() -> None:
    """Signing in and devices come after the installation, everything for an organization is an administrator's."""
    by_key = {sentence.key: sentence for sentence in sentences_for(manifest_from(EVERYTHING))}

    assert (Moment.SIGN_IN, Granter.USER_OR_ADMIN) == (by_key["sign-in"].moment, by_key["sign-in"].by)
    assert (Moment.USE, Granter.USER) == (by_key["device:media"].moment, by_key["device:media"].by)
    assert (Moment.INSTALL, Granter.INSTALLER) == (by_key["bot-reads-roster"].moment, by_key["bot-reads-roster"].by)
    assert (Moment.BEFORE_USE, Granter.ADMIN) == (by_key["graph-connector"].moment, by_key["graph-connector"].by)


def test_a_scope_leaves_out_what_does_not_hold_there() -> None:
    """Who adds the app to a team is not told what it could do in a chat."""
    members = {
        "bots": [{"scopes": ["personal", "team"]}],
        "authorization": rsc("ChatMember.Read.Chat", "TeamMember.Read.Group"),
    }

    assert [
        "bot-reads-mentions",
        "bot-messages-members",
        "bot-reads-roster",
        "bot-reads-channels",
        "bot-sees-joins",
        "rsc:TeamMember.Read.Group",
    ] == keys("team", **members)
    assert ["bot-chats", "bot-messages-members", "bot-reads-profile"] == keys("Personal", **members)
    assert [] == keys("copilot", bots=[{"scopes": ["personal"]}])


def test_what_works_in_group_chats_works_in_meetings() -> None:
    """Unless a tab names its places, and none is in a meeting."""
    tab = {"scopes": ["groupChat"], "configurationUrl": "https://example.com/"}

    assert ["tab-shows-pages", "tab-gets-context"] == keys("meetings", configurableTabs=[tab])
    assert [] == keys("meetings", configurableTabs=[{**tab, "context": ["privateChatTab"]}])
    assert ["tab-shows-pages", "tab-gets-context", "meeting-stage"] == keys(
        "meetings", configurableTabs=[{**tab, "context": ["meetingStage"]}]
    )


def test_a_bot_that_does_not_say_where_it_works_may_work_anywhere() -> None:
    """People are rather told too much than too little; Copilot is not a place that comes by itself."""
    assert "bot-reads-roster" in keys(bots=[{}])
    assert "bot-chats" in keys("personal", bots=[{"scopes": ["nowhere"]}])
    assert "bot-in-copilot" not in keys(bots=[{}])


def test_a_scope_that_is_none_is_refused() -> None:
    """A misspelt scope would hide everything."""
    with pytest.raises(ValueError, match="'channel'"):
        keys("channel")


def test_two_parts_that_bring_the_same_are_one_sentence_for_both_places() -> None:
    """Tabs in a personal app and in a team show the same pages."""
    shows, _ = sentences_for(
        manifest_from({"staticTabs": [{**TAB, "scopes": ["personal"]}], "configurableTabs": [{"scopes": ["team"]}]})
    )

    assert ("/staticTabs/0", ("personal", "team")) == (shows.pointer, shows.scopes)


def test_domains_of_previews_are_named() -> None:
    """Who pastes links sees whose links the app sees; of very many domains, the first."""
    domains = [f"{number:02}.example" for number in range(12)]
    handlers = [{"value": {"domains": [*reversed(domains), "00.example"]}}]
    previews, _ = sentences_for(manifest_from({"composeExtensions": [{"messageHandlers": handlers}]}))

    assert f"Links to {', '.join(domains[:10])}, …" == str(previews.detail)


def test_an_app_serves_as_well_as_its_manifest() -> None:
    """Dialogs have the package, tools the manifest."""
    app = App(open_source(str(EXAMPLE)))

    assert sentences_for(app.manifest) == sentences_for(app)
    assert {"bot-reads-roster", "sign-in", "rsc:TeamMember.Read.Group"} <= {s.key for s in sentences_for(app)}


@given(st.randoms(use_true_random=False))
def test_the_order_of_lists_never_matters(random: Any) -> None:
    """Two manifests that list the same things say the same, in the same order."""

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: shuffled(member) for name, member in value.items()}
        if isinstance(value, list):
            return random.sample([shuffled(item) for item in value], len(value))
        return value

    mixed = sentences_for(manifest_from(shuffled(EVERYTHING)))

    expected = sentences_for(manifest_from(EVERYTHING))
    assert [(s.key, s.text, s.detail, s.scopes) for s in expected] == [
        (s.key, s.text, s.detail, s.scopes) for s in mixed
    ]


@given(st.sets(st.sampled_from(sorted(EVERYTHING))), st.sampled_from(sorted(EVERYTHING)))
def test_more_in_a_manifest_never_says_less(some: set[str], one_more: str) -> None:
    """Adding a property to a manifest takes no sentence away."""
    fewer = {name: EVERYTHING[name] for name in some}

    assert set(keys(**fewer)) <= set(keys(**fewer, **{one_more: EVERYTHING[one_more]} if one_more not in some else {}))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(EVERYTHING)), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(sorted(EVERYTHING)), ANYTHING))
def test_no_manifest_is_too_odd(members: dict[str, Any]) -> None:
    """Whatever stands in a manifest, there are sentences for the rest, and each can be read in every language."""
    for sentence in sentences_for(manifest_from(json.loads(json.dumps(members)))):
        assert all(sentence.text.in_language(language) for language in LANGUAGES)
