"""Permissions, and the registration they are tied to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.findings import Change, Severity
from teamshelf.package.app import App
from teamshelf.package.source import open_source
from teamshelf.rules.permissions import (
    application_permissions_have_an_application,
    permissions_are_asked_for_once,
    permissions_exist,
    permissions_have_their_type,
    permissions_hold_where_the_app_is,
    permissions_stand_in_one_place,
)
from teamshelf.rules.registration import resource_is_a_uri, resource_is_of_this_app, resource_is_there
from teamshelf.rules.rsc import ALSO_DELEGATED, CATALOGUE, NAMES, OFFICE, SCOPES, SUCCESSORS
from tests.manifests import manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from teamshelf.rules.registry import Found

ID = "7d1e2f3a-4b5c-4d6e-8f90-a1b2c3d4e5f6"
BOT = "3f2e1d0c-9b8a-4c7d-a6e5-f4d3c2b1a090"
OTHER = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"


def app(**members: Any) -> App:
    """A lone manifest with these members."""
    return App(open_source(json.dumps(manifest(**members)).encode()))


def asking(*pairs: tuple[str, str], **members: Any) -> App:
    """A manifest that asks for permissions, each a name and a type."""
    asked = [{"name": name, "type": of_type} for name, of_type in pairs]
    return app(authorization={"permissions": {"resourceSpecific": asked}}, **members)


def registered(resource: str, **members: Any) -> App:
    """A manifest with this resource."""
    return app(webApplicationInfo={"id": ID, "resource": resource}, **members)


def only(found: Iterable[Found]) -> Found:
    """The one thing found."""
    (one,) = found
    return one


# The catalogue ------------------------------------------------------------------------------------------------------


def test_the_catalogue_is_whole() -> None:
    """There are 69 permissions, some under one name; each name ends in a place that has a scope."""
    counts = {place: sum(name.endswith(f".{place}") for name, _ in CATALOGUE) for place in SCOPES}

    assert {"Group": 31, "Chat": 30, "User": 8} == counts
    assert {"OnlineMeetingParticipant.Read.Chat"} == {
        name for name in NAMES if {(name, "Application"), (name, "Delegated")} <= CATALOGUE
    }


def test_old_names_are_gone_and_new_ones_there() -> None:
    """A name is in the catalogue or has a successor there, never both; those of Office are in neither."""
    assert not NAMES & set(SUCCESSORS)
    assert {successor for successor in SUCCESSORS.values() if successor} <= NAMES
    assert {name for name in ALSO_DELEGATED if (name, "Delegated") not in CATALOGUE} == ALSO_DELEGATED <= NAMES
    assert not {name.partition(".")[0] for name in NAMES} & OFFICE


@pytest.mark.parametrize(("name", "of_type"), sorted(CATALOGUE))
def test_what_is_in_the_catalogue_can_be_asked_for(name: str, of_type: str) -> None:
    """Every permission passes as the type that it has."""
    given = asking((name, of_type))

    assert ([], []) == (permissions_exist(given), permissions_have_their_type(given))


@pytest.mark.parametrize("name", sorted(ALSO_DELEGATED))
def test_a_doubtful_type_passes(name: str) -> None:
    """Where Microsoft's own pages disagree, nothing is said."""
    assert [] == permissions_have_their_type(asking((name, "Delegated")))


# Names --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "of_type", "message", "hint"),
    [
        ("ChannelMessages.Read.Group", "Application", "there is no", "did you mean `ChannelMessage.Read.Group`?"),
        ("MeetingStage.Writes.Chat", "Delegated", "there is no", "did you mean `MeetingStage.Write.Chat`?"),
        ("TeamSettings.Read.Chat", "Application", "there is no", "did you mean `TeamSettings.Read.Group`?"),
        ("Everything.Do.Group", "Application", "there is no", "take it out, or look its name up again"),
        ("ChannelMessage.Read.All", "Application", "whole organization", "ask for `ChannelMessage.Read.Group`, or"),
        ("Calls.Initiate.All", "Application", "whole organization", "ask for it in Entra ID"),
        ("TeamsTab.Edit.Group", "Application", "is called `TeamsTab.ReadWrite.Group` today", "write"),
        ("Owner.ReadWrite.Group", "Application", "was withdrawn", "take it out"),
        ("\x1b[2J", "Application", "there is no resource-specific permission `\\u001b[2J`", "take it out"),
    ],
)
def test_an_unknown_name_is_explained(name: str, of_type: str, message: str, hint: str) -> None:
    """It was renamed, misspelled, moved, meant for Entra ID, or made up."""
    found = only(permissions_exist(asking((name, of_type))))

    assert "/authorization/permissions/resourceSpecific/0/name" == found.pointer
    assert message in str(found.message)
    assert str(found.hint).startswith(hint)


def test_a_name_of_the_other_type_is_not_proposed() -> None:
    """Among names that are alike, one that exists for the type that is asked for is meant."""
    found = only(permissions_exist(asking(("OnlineMeetingParticipant.Toggle.Chat", "Application"))))

    assert "did you mean `OnlineMeetingParticipant.Read.Chat`?" == str(found.hint)


def test_a_type_there_is_not_does_not_narrow_the_proposals() -> None:
    """All names are alike candidates then."""
    found = only(permissions_exist(asking(("ChannelMessages.Read.Group", "Both"))))

    assert "did you mean `ChannelMessage.Read.Group`?" == str(found.hint)


def test_only_a_sure_name_is_written() -> None:
    """A name that was renamed, or has other capitals, is mended; a likely one is left to a person."""
    names = ["channelMessage.Read.Group", "TeamsApp.Read.Group", "ChannelMessages.Read.Group", "Owner.ReadWrite.Group"]
    found = permissions_exist(asking(*((name, "Application") for name in names)))
    pointer = "/authorization/permissions/resourceSpecific/{}/name"

    assert [
        (Change("replace", pointer.format(0), "ChannelMessage.Read.Group"),),
        (Change("replace", pointer.format(1), "TeamsAppInstallation.Read.Group"),),
        (),
        (),
    ] == [each.changes for each in found]


@pytest.mark.parametrize(
    ("version", "expected"),
    [("m365DevPreview", Severity.WARNING), ("devPreview", Severity.WARNING), ("1.22", None), ("1.12", None)],
)
def test_names_of_2021_are_a_warning_in_the_preview(version: str, expected: Severity | None) -> None:
    """The reference of that time has them, renamed or withdrawn since."""
    given = asking(
        ("ChannelSettings.Edit.Group", "Application"),
        ("Member.ReadWrite.Group", "Application"),
        manifestVersion=version,
    )

    assert [expected, expected] == [each.severity for each in permissions_exist(given)]


def test_names_in_the_old_list_are_known_as_well() -> None:
    """They are all of the type Application, and stand in the list itself."""
    names = ["TeamSettings.Read.Group", "TeamSetings.Read.Group", "MeetingStage.Write.Chat", "", 7]
    given = app(manifestVersion="1.10", webApplicationInfo={"id": ID, "applicationPermissions": names})
    wrong_type = only(permissions_have_their_type(given))

    assert "/webApplicationInfo/applicationPermissions/1" == only(permissions_exist(given)).pointer
    assert "/webApplicationInfo/applicationPermissions/2" == wrong_type.pointer
    assert "which manifest 1.12 has brought" in str(wrong_type.hint)


def test_a_wrong_type_points_at_the_type() -> None:
    """The name is right, so the type is what to change."""
    found = only(permissions_have_their_type(asking(("TeamsTab.Read.Group", "Delegated"))))

    assert "/authorization/permissions/resourceSpecific/0/type" == found.pointer
    assert 'write `"type": "Application"`, or ask for another permission' == str(found.hint)


@pytest.mark.parametrize(
    "asked", [{"name": "TeamsTab.Read.Group"}, {"type": "Delegated"}, {"name": 7, "type": []}, 7, {}]
)
def test_half_a_permission_is_left_to_the_schema(asked: Any) -> None:
    """Nothing is said of what is missing or of the wrong type."""
    given = app(authorization={"permissions": {"resourceSpecific": [asked]}})

    assert ([], []) == (permissions_exist(given), permissions_have_their_type(given))


# Scopes -------------------------------------------------------------------------------------------------------------

TAB = {"entityId": "home", "name": "Home", "contentUrl": "https://www.example.com"}


@pytest.mark.parametrize(
    ("name", "scope"),
    [("TeamsTab.Read.Group", "team"), ("TeamsTab.Read.Chat", "groupChat"), ("TeamsActivity.Send.User", "personal")],
)
def test_a_permission_has_its_scope(name: str, scope: str) -> None:
    """It holds where a tab, a bot or a connector of that scope can be; anywhere else it does not."""
    asked = (name, "Application")
    others = [other for other in SCOPES.values() if other != scope]

    assert () == permissions_hold_where_the_app_is(asking(asked, bots=[{"scopes": [scope]}]))
    assert () == permissions_hold_where_the_app_is(asking(asked, staticTabs=[{**TAB, "scopes": [scope]}]))
    found = only(permissions_hold_where_the_app_is(asking(asked, bots=[{"scopes": others}])))
    assert f"`{name}` holds in the scope `{scope}`, but no part of the app has that scope" == str(found.message)


def test_an_idle_permission_beside_one_that_holds_is_a_note() -> None:
    """Apps list the permissions for chats and teams together, and lose nothing by it."""
    both = asking(
        ("TeamsTab.Read.Group", "Application"), ("TeamsTab.Read.Chat", "Application"), bots=[{"scopes": ["team"]}]
    )
    alone = asking(("TeamsTab.Read.Chat", "Application"), bots=[{"scopes": ["team"]}])

    assert Severity.NOTE is only(permissions_hold_where_the_app_is(both)).severity
    assert only(permissions_hold_where_the_app_is(alone)).severity is None


def test_meetings_bring_all_scopes() -> None:
    """An extension of meetings or messages can be added anywhere."""
    asked = ("TeamsTab.Read.Group", "Application")
    tab = [{**TAB, "scopes": ["personal"]}]

    assert () == permissions_hold_where_the_app_is(asking(asked, staticTabs=tab, meetingExtensionDefinition={}))
    assert () == permissions_hold_where_the_app_is(asking(asked, staticTabs=tab, composeExtensions=[{}]))
    assert 1 == len(list(permissions_hold_where_the_app_is(asking(asked, staticTabs=tab))))


# Lists --------------------------------------------------------------------------------------------------------------


def test_every_repetition_is_found() -> None:
    """The first of equal permissions is right, all others are not."""
    old = {"id": ID, "applicationPermissions": ["TeamsTab.Read.Group", "TeamsTab.Read.Group"]}
    found = permissions_are_asked_for_once(app(permissions=["a", "b", "a", "a"], webApplicationInfo=old))

    assert ["/permissions/2", "/permissions/3", "/webApplicationInfo/applicationPermissions/1"] == [
        each.pointer for each in found
    ]
    assert [] == permissions_are_asked_for_once(app(permissions=["a", "b"]))


# The registration ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "expected"), [("1.22", 0), ("1.6", 0), ("1.4", 0), ("devPreview", 0), ("m365DevPreview", 1)]
)
def test_the_reference_of_2021_asks_for_a_resource(version: str, expected: int) -> None:
    """Elsewhere only permissions do, or the schema itself."""
    given = app(manifestVersion=version, webApplicationInfo={"id": ID})

    assert expected == len(list(resource_is_there(given)))


def test_the_schema_asks_for_a_resource_in_1_4() -> None:
    """What it says of a missing one is not said twice; of an empty one it says nothing."""
    old = {"id": ID, "applicationPermissions": ["TeamSettings.Read.Group"]}

    assert () == resource_is_there(app(manifestVersion="1.5", webApplicationInfo=old))
    assert 1 == len(list(resource_is_there(app(manifestVersion="1.6", webApplicationInfo=old))))
    assert 1 == len(list(resource_is_there(app(manifestVersion="1.5", webApplicationInfo={**old, "resource": " "}))))


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        ("replace url here", "placeholder"),
        ("my resource", "no URI"),
        ("api://my host", "no URI"),
        ("example.com", "no URI"),
        ("://example.com", "no URI"),
        ("1pi://example.com", "no URI"),
        ("api:", "no URI"),
        ("https://<app>", "placeholder"),
    ],
)
def test_what_is_no_uri_is_told(resource: str, said: str) -> None:
    """Prose that was left in place of a value is called so."""
    assert said in str(only(resource_is_a_uri(registered(resource))).message)


@pytest.mark.parametrize("resource", ["", "  ", "api://a", "urn:x:y", "https://AnyString", "API://A", "%URI%"])
def test_a_uri_of_any_scheme_passes(resource: str) -> None:
    """So does what others report: nothing at all, and a placeholder."""
    assert () == resource_is_a_uri(registered(resource))


@pytest.mark.parametrize(
    ("resource", "bots", "meant"),
    [
        (f"api://example.com/{OTHER}", [], ID),
        (f"api://{OTHER}/", [], ID),
        (f"api://botid-{OTHER}", [BOT], f"botid-{BOT}"),
        (f"api://botid-{OTHER}", [], f"botid-{ID}"),
        (f"api://example.com/{OTHER.upper()}", [BOT], ID),
    ],
)
def test_the_id_of_somebody_else_is_told(resource: str, bots: list[str], meant: str) -> None:
    """The id that belongs there is proposed: the bot's behind `botid-`, else the registration's."""
    found = only(resource_is_of_this_app(registered(resource, bots=[{"botId": bot, "scopes": []} for bot in bots])))

    assert f"end it in `{meant}`, or put right the ids" == str(found.hint)


@pytest.mark.parametrize(
    "resource",
    [
        f"api://example.com/{ID}",
        f"api://botid-{BOT}",
        f"api://example.com/{BOT}",
        f"https://example.com/{OTHER}",
        f"api://example.com/{OTHER}/access_as_user",
        f"api://example.com/x{OTHER}",
        "api://example.com",
    ],
)
def test_an_id_of_this_app_passes(resource: str) -> None:
    """The registration's and each bot's do, and so does a URI without an id at its end."""
    assert () == resource_is_of_this_app(registered(resource, composeExtensions=[{"botId": BOT}]))


def test_the_bot_stands_in_for_a_registration_without_id() -> None:
    """Its id is proposed where the manifest has no other."""
    given = app(webApplicationInfo={"resource": f"api://example.com/{OTHER}"}, bots=[{"botId": BOT, "scopes": []}])

    assert f"end it in `{BOT}`, or put right the ids" == str(only(resource_is_of_this_app(given)).hint)


@pytest.mark.parametrize(
    ("judge", "given", "pointer"),
    [
        (
            application_permissions_have_an_application,
            asking(("TeamsTab.Read.Group", "Application")),
            "/authorization",
        ),
        (
            resource_is_there,
            app(manifestVersion="m365DevPreview", webApplicationInfo={"id": ID}),
            "/webApplicationInfo",
        ),
        (
            permissions_stand_in_one_place,
            asking(
                ("TeamsTab.Read.Group", "Application"),
                webApplicationInfo={"id": ID, "applicationPermissions": ["TeamsTab.Read.Group"]},
            ),
            "/webApplicationInfo/applicationPermissions",
        ),
    ],
)
def test_what_is_missing_is_told_at_a_name(judge: Callable[[App], Iterable[Found]], given: App, pointer: str) -> None:
    """A finding about a whole object marks its name and not all of its lines."""
    found = only(judge(given))

    assert (pointer, True) == (found.pointer, found.at_key)


@pytest.mark.parametrize("web", [{"resource": f"api://a/{OTHER}"}, {"id": "x", "resource": f"api://a/{OTHER}"}])
def test_without_ids_nothing_is_compared(web: dict[str, str]) -> None:
    """An id that is missing or none at all says nothing of the resource."""
    assert () == resource_is_of_this_app(app(webApplicationInfo=web))
