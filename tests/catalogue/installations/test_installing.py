"""Adding an app to a place, and removing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from teamshelf.catalogue.apps.contents import manifest_of
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.installations.consenting import GrantedPermission
from teamshelf.catalogue.installations.installing import (
    NextStep,
    find_installation,
    install,
    installations_in,
    uninstall,
)
from teamshelf.catalogue.installations.offering import offer
from teamshelf.catalogue.installations.receipts import receipt, receipts_for_app, receipts_of
from teamshelf.catalogue.people.actors import VISITOR
from teamshelf.catalogue.policy.policies import block
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.tables import Account, App, AuditEvent, Installation, Place, Receipt, Version
from teamshelf.catalogue.tables.directory import PlaceKind
from teamshelf.consent import sentences_for
from tests.catalogue.looking import own
from tests.catalogue.stocking import BOT, CHAT, MEETING, OTHER_TEAM, SHARED_TAB, TAB, TEAM, asking_for, put, settle

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

APPLICATION = GrantedPermission("TeamSettings.Read.Group", "Application")
DELEGATED = GrantedPermission("MeetingStage.Write.Chat", "delegated")
ASKING = asking_for(("TeamSettings.Read.Group", "Application"), ("MeetingStage.Write.Chat", "Delegated"))


def refused(*arguments: Any, **named: Any) -> tuple[Kind, str]:
    """Why an app is not added."""
    with pytest.raises(Refusal) as caught:
        install(*arguments, **named)
    return caught.value.kind, caught.value.rule


def counted(shelf: Shelf, app_id: str) -> tuple[int, int]:
    """The installs that the app's row counts, and those that there are."""
    with shelf.reading() as session:
        there = session.scalar(select(func.count()).where(Installation.app_id == app_id))
        return session.get_one(App, app_id).installs, there or 0


def test_rule_18_a_first_installation_is_consented_to(shelf: Shelf, people: People) -> None:
    """Who adds an app gets a receipt of what they read, also where the app asks for no permission."""
    app_id = put(shelf, people)

    added = install(shelf, people.user, app_id, own(people.user), language="fr")

    with shelf.reading() as session:
        kept = receipt(session, people.user, added.receipt_id)
        version = session.get_one(Version, added.version_id)
        content = manifest_of(session, version)
    assert ("installed", "fr", own(people.user)) == (kept.decision, kept.language, kept.account_id)
    assert version.package_digest == kept.package_digest
    assert 64 == len(kept.surface_digest)
    assert {"tab-shows-pages", "tab-gets-context"} <= {sentence["key"] for sentence in kept.sentences}
    assert not any(sentence["isNew"] for sentence in kept.sentences)
    read = [str(sentence["text"]) for sentence in kept.sentences]
    assert read == [sentence.text.in_language("fr") for sentence in sentences_for(content, scope="personal")]


def test_an_unknown_language_is_read_in_english(shelf: Shelf, people: People) -> None:
    """The receipt names the language that was really shown."""
    added = install(shelf, people.user, put(shelf, people), own(people.user), language="xx")

    with shelf.reading() as session:
        assert "en" == session.get_one(Receipt, added.receipt_id).language


def test_an_app_is_added_where_people_may(shelf: Shelf, people: People) -> None:
    """For oneself; in a team by an owner; in a chat or meeting by whoever is in it. The audit tells of each."""
    settle(shelf, people)
    app_id = put(shelf, people)

    for place in (own(people.user), TEAM, CHAT, MEETING):
        install(shelf, people.user, app_id, place)
    install(shelf, people.other_user, app_id, own(people.other_user))

    with shelf.reading() as session:
        there = [
            len(installations_in(session, people.user, place)) for place in (own(people.user), TEAM, CHAT, MEETING)
        ]
        told = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.APP_INSTALLED)).all()
    assert [1, 1, 1, 1] == there
    assert (5, 5) == counted(shelf, app_id)
    assert 5 == len(told)
    assert {"place": TEAM, "version": "1.0.0", "byPolicy": False} == {
        name: value for name, value in (told[1].after or {}).items() if name != "receipt"
    }


def test_a_member_of_a_team_asks_its_owner(shelf: Shelf, people: People) -> None:
    """In a team only owners add apps, unless an administrator has settled otherwise."""
    settle(shelf, people)
    app_id = put(shelf, people)

    assert (Kind.FORBIDDEN, "owner-needed") == refused(shelf, people.other_user, app_id, TEAM)

    change_settings(shelf, people.admin, allow_members_to_install=True)

    assert TEAM == install(shelf, people.other_user, app_id, TEAM).place_id


def test_nobody_adds_an_app_where_they_are_not(shelf: Shelf, people: People) -> None:
    """A place that somebody is not in does not exist for them, nor does that of another user."""
    settle(shelf, people)
    app_id = put(shelf, people)
    change_settings(shelf, people.admin, create_places_on_use=False)

    for place in (OTHER_TEAM, own(people.other_user), "19:nowhere@thread.v2", "nonsense"):
        assert (Kind.NOT_FOUND, "unknown-place") == refused(shelf, people.user, app_id, place)
    assert (Kind.NOT_FOUND, "unknown-place") == refused(shelf, VISITOR, app_id, CHAT)
    with shelf.reading() as session, pytest.raises(Refusal, match="there is no place"):
        installations_in(session, people.user, OTHER_TEAM)


def test_an_administrator_adds_apps_for_others_by_policy(shelf: Shelf, people: People) -> None:
    """Only administrators do so; the user cannot remove what was added for them."""
    app_id = put(shelf, people)
    place = own(people.user)

    assert (Kind.FORBIDDEN, "not-yours") == refused(shelf, people.admin, app_id, place)
    assert (Kind.FORBIDDEN, "role-needed") == refused(shelf, people.user, app_id, place, by_policy=True)

    added = install(shelf, people.admin, app_id, place, by_policy=True)

    with pytest.raises(Refusal) as caught:
        uninstall(shelf, people.user, added.installation_id)
    assert "installed-by-policy" == caught.value.rule
    uninstall(shelf, people.admin, added.installation_id)
    assert (0, 0) == counted(shelf, app_id)


def test_what_is_not_published_is_not_added(shelf: Shelf, people: People) -> None:
    """Rules 17 and 29: what is not on the shelf, blocked, or for others cannot be added, and the reason is told."""
    app_id = put(shelf, people)
    block(shelf, people.admin, app_id, reason="until the audit is over")

    with pytest.raises(Refusal) as caught:
        install(shelf, people.user, app_id, own(people.user))

    assert ("app-blocked", Kind.FORBIDDEN) == (caught.value.rule, caught.value.kind)
    assert "until the audit is over" in str(caught.value.message)
    assert (Kind.NOT_FOUND, "unknown-app") == refused(shelf, people.user, own(people.user), own(people.user))


def test_installing_can_be_paused(shelf: Shelf, people: People) -> None:
    """While something is wrong an administrator lets nobody add anything."""
    app_id = put(shelf, people)
    change_settings(shelf, people.admin, allow_installs=False)

    assert (Kind.UNAVAILABLE, "installs-paused") == refused(shelf, people.user, app_id, own(people.user))


def test_an_app_is_in_a_place_once(shelf: Shelf, people: People) -> None:
    """The second time is refused, and names the first."""
    app_id = put(shelf, people)
    added = install(shelf, people.user, app_id, own(people.user))

    with pytest.raises(Refusal) as caught:
        install(shelf, people.user, app_id, own(people.user).upper())

    assert (Kind.CONFLICT, "already-installed") == (caught.value.kind, caught.value.rule)
    assert {"installationId": added.installation_id} == caught.value.details
    assert (1, 1) == counted(shelf, app_id)


def test_rule_40_a_scope_that_the_app_lacks_is_refused(shelf: Shelf, people: People) -> None:
    """An app with nothing but a personal tab is not added to a team."""
    settle(shelf, people)
    app_id = put(shelf, people, configurableTabs=None)

    assert (Kind.INVALID, "scope-not-offered") == refused(shelf, people.user, app_id, TEAM)


@pytest.mark.parametrize(
    ("place", "wanted", "capability", "step"),
    [
        (TEAM, None, "bot", NextStep.CHOOSE_CHANNEL),
        (TEAM, "tab", "tab", NextStep.CONFIGURE_TAB),
        (CHAT, None, "tab", NextStep.CONFIGURE_TAB),
        (CHAT, "bot", "bot", NextStep.MESSAGE_BOT),
        (MEETING, None, "tab", NextStep.CONFIGURE_TAB),
    ],
)
def test_rule_41_what_is_set_up_first(
    shelf: Shelf, people: People, *, place: str, wanted: str | None, capability: str, step: NextStep
) -> None:
    """The app's own choice, its first capability without one, or what whoever adds it wants."""
    settle(shelf, people)
    bot = {**BOT, "needsChannelSelector": True}
    app_id = put(shelf, people, bots=[bot], defaultGroupCapability={"team": "bot"})

    added = install(shelf, people.user, app_id, place, capability=wanted)

    assert (capability, step) == (added.capability, added.next_step)
    with shelf.reading() as session:
        assert capability == session.get_one(Installation, added.installation_id).capability


def test_rule_41_nothing_is_set_up_for_oneself(shelf: Shelf, people: People) -> None:
    """In the personal scope a choice plays no part."""
    added = install(shelf, people.user, put(shelf, people, bots=[BOT]), own(people.user), capability="bot")

    assert (None, NextStep.OPEN) == (added.capability, added.next_step)


def test_rule_42_a_capability_that_the_app_lacks_is_refused(shelf: Shelf, people: People) -> None:
    """There is no connector to set up in an app without one."""
    settle(shelf, people)

    assert (Kind.INVALID, "capability-not-offered") == refused(
        shelf, people.user, put(shelf, people), TEAM, capability="connector"
    )


@pytest.mark.parametrize(
    ("consented", "rule"),
    [
        (None, "consent-required"),
        ((), "consent-differs"),
        ((APPLICATION,), "consent-differs"),
        ((APPLICATION, DELEGATED, GrantedPermission("TeamMember.Read.Group", "application")), "consent-differs"),
        ((APPLICATION, GrantedPermission("MeetingStage.Write.Chat", "application")), "consent-differs"),
    ],
)
def test_the_consented_set_equals_the_required_set(
    shelf: Shelf, people: People, consented: tuple[GrantedPermission, ...] | None, rule: str
) -> None:
    """Too few, too many and the wrong type are all refused."""
    settle(shelf, people)
    app_id = put(shelf, people, **ASKING)

    assert (Kind.INVALID, rule) == refused(shelf, people.user, app_id, TEAM, consented=consented)


def test_what_was_consented_to_is_kept_as_graph_has_it(shelf: Shelf, people: People) -> None:
    """In any order and in any case of the type; types are kept in lower case."""
    settle(shelf, people)
    app_id = put(shelf, people, **ASKING)

    install(shelf, people.user, app_id, TEAM, consented=[DELEGATED, APPLICATION])

    with shelf.reading() as session:
        found = find_installation(session, TEAM, app_id)
    assert found is not None
    assert [
        {"permissionValue": "MeetingStage.Write.Chat", "permissionType": "delegated"},
        {"permissionValue": "TeamSettings.Read.Group", "permissionType": "application"},
    ] == found.consented_permissions


def test_delegated_permissions_alone_need_not_be_named(shelf: Shelf, people: People) -> None:
    """They are granted by whoever may add the app."""
    settle(shelf, people)
    app_id = put(shelf, people, **asking_for(("MeetingStage.Write.Chat", "Delegated")))

    added = install(shelf, people.user, app_id, CHAT)

    with shelf.reading() as session:
        kept = session.get_one(Installation, added.installation_id).consented_permissions
    assert ["MeetingStage.Write.Chat"] == [each["permissionValue"] for each in kept]


def test_permissions_in_a_team_are_for_its_owners_to_grant(shelf: Shelf, people: People) -> None:
    """A member who may add apps still cannot grant what only owners grant, unless that is settled as well."""
    settle(shelf, people)
    app_id = put(shelf, people, **ASKING)
    both = [APPLICATION, DELEGATED]
    change_settings(shelf, people.admin, allow_members_to_install=True)

    assert (Kind.FORBIDDEN, "consent-needs-owner") == refused(shelf, people.other_user, app_id, TEAM, consented=both)

    change_settings(shelf, people.admin, allow_members_to_consent=True)

    assert TEAM == install(shelf, people.other_user, app_id, TEAM, consented=both).place_id


@pytest.mark.parametrize(
    ("permission", "place", "setting", "rule"),
    [
        (
            "CameraStream.Read.User",
            None,
            "is_user_personal_scope_resource_specific_consent_enabled",
            "personal-consent-off",
        ),
        ("MeetingStage.Write.Chat", CHAT, "is_chat_resource_specific_consent_enabled", "chat-consent-off"),
        ("MeetingStage.Write.Chat", MEETING, "is_chat_resource_specific_consent_enabled", "chat-consent-off"),
    ],
)
def test_consent_can_be_switched_off_for_a_kind_of_place(
    shelf: Shelf, people: People, *, permission: str, place: str | None, setting: str, rule: str
) -> None:
    """There the app is not added; where it asks for nothing of the kind it still is."""
    settle(shelf, people)
    app_id = put(shelf, people, **asking_for((permission, "Delegated")))
    change_settings(shelf, people.admin, **{setting: False})

    assert (Kind.FORBIDDEN, rule) == refused(shelf, people.user, app_id, place or own(people.user))
    assert TEAM == install(shelf, people.user, app_id, TEAM).place_id


def test_who_reads_one_version_does_not_accept_another(shelf: Shelf, people: People) -> None:
    """An app is added in the very bytes whose dialog was read."""
    app_id = put(shelf, people)
    with shelf.reading() as session:
        read = offer(session, people.user, app_id).digest
    put(shelf, people, "1.1.0", app_id)

    assert (Kind.PRECONDITION, "changed-since-shown") == refused(
        shelf, people.user, app_id, own(people.user), digest=read
    )


def test_who_may_not_is_told_nothing_of_an_installation(shelf: Shelf, people: People) -> None:
    """An installation in a place that somebody is not in does not exist for them."""
    settle(shelf, people)
    added = install(shelf, people.other_user, put(shelf, people), OTHER_TEAM)

    for installation_id in (added.installation_id, own(people.user)):
        with pytest.raises(Refusal) as caught:
            uninstall(shelf, people.user, installation_id)
        assert (Kind.NOT_FOUND, "unknown-installation") == (caught.value.kind, caught.value.rule)


def test_a_member_does_not_remove_what_an_owner_added(shelf: Shelf, people: People) -> None:
    """In a team owners remove apps; in a chat whoever is in it. Receipts outlive the installation."""
    settle(shelf, people)
    app_id = put(shelf, people)
    in_team = install(shelf, people.user, app_id, TEAM)
    in_chat = install(shelf, people.user, app_id, CHAT)

    with pytest.raises(Refusal, match="only owners"):
        uninstall(shelf, people.other_user, in_team.installation_id)
    uninstall(shelf, people.other_user, in_chat.installation_id)
    uninstall(shelf, people.user, in_team.installation_id)

    with shelf.reading() as session:
        assert 2 == len(receipts_of(session, people.user))
        assert 2 == len(receipts_for_app(session, people.admin, app_id))
        with pytest.raises(Refusal, match="there is no receipt"):
            receipt(session, people.other_user, in_team.receipt_id)
    assert (0, 0) == counted(shelf, app_id)


def test_places_come_to_be_on_first_use(shelf: Shelf, people: People) -> None:
    """In the embedded database, or where it is settled, a team need not be described before it is used."""
    app_id = put(shelf, people)
    change_settings(shelf, people.admin, create_places_on_use=True)

    install(shelf, people.user, app_id, TEAM.upper())
    install(shelf, people.user, app_id, "19:meeting_abc@thread.v2")

    with shelf.reading() as session:
        assert TEAM == installations_in(session, people.user, TEAM)[0].place_id
    assert (Kind.NOT_FOUND, "unknown-place") == refused(shelf, people.other_user, app_id, TEAM)
    assert (Kind.INVALID, "place-id-malformed") == refused(shelf, people.user, app_id, "19:\u202e@thread.v2")


def test_an_administrator_brings_users_to_be(shelf: Shelf, people: People) -> None:
    """A user nobody has heard of is there once an administrator adds an app for them; nobody else makes users so."""
    app_id = put(shelf, people)
    change_settings(shelf, people.admin, create_places_on_use=True)

    assert (Kind.NOT_FOUND, "unknown-place") == refused(shelf, people.user, app_id, TEAM, kind=PlaceKind.USER)
    added = install(shelf, people.admin, app_id, TEAM, by_policy=True, kind=PlaceKind.USER)

    with shelf.reading() as session:
        account = session.get_one(Account, added.place_id)
        assert (TEAM, "user", None) == (account.name, account.role, account.password_hash)
        assert PlaceKind.USER == session.get_one(Place, TEAM).kind


def test_only_the_embedded_database_makes_places_by_itself(shelf: Shelf, people: People) -> None:
    """A shared database has a directory that somebody keeps."""
    app_id = put(shelf, people)

    if shelf.database.is_sqlite:
        assert TEAM == install(shelf, people.user, app_id, TEAM).place_id
    else:
        assert (Kind.NOT_FOUND, "unknown-place") == refused(shelf, people.user, app_id, TEAM)


def test_rule_39_the_offer_begins_with_the_apps_own_choice(shelf: Shelf, people: People) -> None:
    """Places of the default scope come first and are recommended; what cannot be added says why."""
    settle(shelf, people)
    app_id = put(shelf, people, defaultInstallScope="meetings", bots=[BOT])
    install(shelf, people.user, app_id, CHAT)

    with shelf.reading() as session:
        offered = offer(session, people.user, app_id)
        member = offer(session, people.other_user, app_id)

    assert ("meetings", ("personal", "team", "groupchat", "meetings")) == (offered.default_scope, offered.scopes)
    assert [MEETING, own(people.user), TEAM, CHAT] == [place.place_id for place in offered.places]
    assert [True, False, False, False] == [place.is_recommended for place in offered.places]
    assert [None] * 4 == [place.obstacle for place in offered.places]
    assert [False, False, False, True] == [place.installation_id is not None for place in offered.places]
    assert ("tab", "bot") == offered.places[0].capabilities
    in_team = next(place for place in member.places if place.place_id == TEAM)
    assert in_team.obstacle is not None
    assert "owner-needed" == in_team.obstacle.rule


def test_rule_39_without_a_choice_the_first_scope_is_offered(shelf: Shelf, people: People) -> None:
    """Personal before team before group chat before meetings; also to somebody without any place yet."""
    app_id = put(shelf, people)
    only_shared = put(shelf, people, id="11f80bd4-22f3-4c12-8a38-1c5bb0a9e7d1", staticTabs=None)

    with shelf.reading() as session:
        assert "personal" == offer(session, people.user, app_id).default_scope
        shared = offer(session, people.user, only_shared)

    assert "team" == shared.default_scope
    assert ["scope-not-offered"] == [place.obstacle.rule for place in shared.places if place.obstacle]


def test_rule_40_a_tab_for_meetings_only(shelf: Shelf, people: People) -> None:
    """A configurable tab whose contexts are those of meetings is offered in meetings."""
    tab = {**SHARED_TAB, "scopes": ["groupChat"], "context": ["meetingSidePanel", "meetingChatTab"]}
    app_id = put(shelf, people, configurableTabs=[tab], staticTabs=[TAB])

    with shelf.reading() as session:
        assert ("personal", "groupchat", "meetings") == offer(session, people.user, app_id).scopes
