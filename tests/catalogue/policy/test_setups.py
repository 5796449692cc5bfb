"""Setup policies: what people find installed and pinned, and whether they may send packages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.installations.installing import install, uninstall
from teamshelf.catalogue.installations.running import running_version
from teamshelf.catalogue.installations.updating import accept
from teamshelf.catalogue.people.accounts import create_account
from teamshelf.catalogue.people.actors import OPERATOR, Role
from teamshelf.catalogue.people.signing_in import sign_in
from teamshelf.catalogue.places.importing import import_directory
from teamshelf.catalogue.policy.equipping import EVERYBODYS_SETUP
from teamshelf.catalogue.policy.setups import MOST_APPS, assign_setup, remove_setup, save_setup, setup_reasons
from teamshelf.catalogue.refusals import Kind
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.tables import App, AuditEvent, Installation, SetupPolicy
from teamshelf.catalogue.upkeep.verifying import verify
from teamshelf.catalogue.versions.drafting import draft
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.withdrawing import withdraw
from tests.catalogue.looking import refused
from tests.catalogue.stocking import BOT, SHARED_TAB, asking_for, package, put

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock, People

OTHER = "00000000-0000-4000-8000-0000000000b1"


def own(actor: Actor) -> str:
    """The place of somebody's own."""
    return actor.account_id or ""


def having(shelf: Shelf, app_id: str) -> dict[str, Installation]:
    """The installations of an app, by their places."""
    with shelf.reading() as session:
        return {row.place_id: row for row in session.scalars(select(Installation).where(Installation.app_id == app_id))}


def running(shelf: Shelf, installation: Installation) -> str:
    """The number of the version that runs."""
    with shelf.reading() as session:
        found = running_version(session, session.get_one(Installation, installation.id), shelf.clock())
        return found.number if found else ""


def installs(shelf: Shelf, app_id: str) -> int:
    """How often the app's row says that it is installed."""
    with shelf.reading() as session:
        return session.get_one(App, app_id).installs


def told(shelf: Shelf, action: Action) -> list[AuditEvent]:
    """What the audit tells of an action."""
    with shelf.reading() as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id)))


def people_of(people: People) -> set[str]:
    """Everybody's own place."""
    return {own(getattr(people, name)) for name in people.__struct_fields__}


def test_a_policy_installs_for_everybody_at_once(shelf: Shelf, people: People) -> None:
    """Each has the app by policy, in the count and in the audit; saving the same again adds nothing."""
    app_id = put(shelf, people)

    policy = save_setup(shelf, people.admin, EVERYBODYS_SETUP, installed=[app_id, app_id])
    save_setup(shelf, people.admin, EVERYBODYS_SETUP, installed=[app_id])
    found = having(shelf, app_id)

    assert people_of(people) == set(found)
    assert {(True, policy.id)} == {(each.by_policy, each.setup_policy_id) for each in found.values()}
    assert len(found) == installs(shelf, app_id)
    assert [{"setupPolicy": "Global", "version": "1.0.0", "byPolicy": True, "places": len(found)}] == [
        each.after for each in told(shelf, Action.APP_INSTALLED)
    ]
    assert [[app_id]] == [(each.after or {})["installed"] for each in told(shelf, Action.POLICY_CHANGED)]
    assert verify(shelf.database).is_sound


def test_what_a_policy_installs_cannot_be_removed_and_updates_by_itself(
    shelf: Shelf, people: People, clock: Clock
) -> None:
    """Even an update that asks everybody else."""
    app_id = put(shelf, people)
    save_setup(shelf, people.admin, EVERYBODYS_SETUP, installed=[app_id])
    there = having(shelf, app_id)[own(people.user)]
    put(shelf, people, "1.1.0", app_id, bots=[BOT])
    clock.pass_by(hours=5)

    assert (Kind.FORBIDDEN, "installed-by-policy") == refused(uninstall, shelf, people.user, there.id)
    assert "1.1.0" == running(shelf, there)


def test_whoever_comes_later_has_it_too(shelf: Shelf, people: People) -> None:
    """An account that an administrator makes, one of an import, and one that comes to be by its use."""
    app_id, other = put(shelf, people), put(shelf, people, id=OTHER)
    save_setup(shelf, people.admin, EVERYBODYS_SETUP, installed=[app_id])

    made = create_account(shelf, people.admin, "late@example.com", Role.USER)
    lines = [
        {"kind": "user", "id": f"00000000-0000-4000-8000-00000000ee0{n}", "name": f"n{n}@example.com"} for n in (1, 2)
    ]
    import_directory(shelf, OPERATOR, "\n".join(map(json.dumps, lines)).encode(), "people.jsonl")
    change_settings(shelf, people.admin, create_places_on_use=True)
    used = "00000000-0000-4000-8000-00000000ee09"
    install(shelf, people.admin, other, used, by_policy=True, kind="user")  # type: ignore[arg-type]

    assert {made, used, *(line["id"] for line in lines)} == set(having(shelf, app_id)) - people_of(people)
    assert installs(shelf, app_id) == len(having(shelf, app_id))
    assert verify(shelf.database).is_sound


def test_a_policy_of_ones_own_goes_before_everybodys(shelf: Shelf, people: People) -> None:
    """Who is given another has what that installs; what the first installed stays, and is theirs to remove."""
    first, second = put(shelf, people), put(shelf, people, id=OTHER)
    save_setup(shelf, people.admin, EVERYBODYS_SETUP, installed=[first])
    few = save_setup(shelf, people.admin, "Few", installed=[second])
    nobody = having(shelf, second)

    assign_setup(shelf, people.admin, own(people.user), few.id)
    assign_setup(shelf, people.admin, own(people.user), few.id)
    kept, fresh = having(shelf, first)[own(people.user)], having(shelf, second)

    assert {} == nobody
    assert [own(people.user)] == list(fresh)
    assert (False, None) == (kept.by_policy, kept.setup_policy_id)
    assert 1 == sum("setupPolicy" in (each.after or {}) for each in told(shelf, Action.POLICY_CHANGED))
    uninstall(shelf, people.user, kept.id)
    assert own(people.user) not in having(shelf, first)
    assign_setup(shelf, people.admin, own(people.user), None)
    assert having(shelf, first)[own(people.user)].by_policy
    assert not having(shelf, second)[own(people.user)].by_policy
    assert verify(shelf.database).is_sound


def test_an_app_that_leaves_a_policy_goes_on_as_it_ran(shelf: Shelf, people: People, clock: Clock) -> None:
    """It does not fall back to what was there when it was installed; its next update asks as any other."""
    app_id = put(shelf, people)
    save_setup(shelf, people.admin, EVERYBODYS_SETUP, installed=[app_id])
    put(shelf, people, "1.1.0", app_id, bots=[BOT])
    clock.pass_by(hours=5)
    save_setup(shelf, people.admin, EVERYBODYS_SETUP, installed=[])
    left = having(shelf, app_id)[own(people.user)]
    number = running(shelf, left)
    put(shelf, people, "1.2.0", app_id, **asking_for(("InAppPurchase.Allow.User", "Delegated")), bots=[BOT])
    clock.pass_by(hours=5)
    before = running(shelf, left)
    accept(shelf, people.user, left.id)

    assert ("1.1.0", "1.1.0", "1.2.0") == (number, before, running(shelf, left))


def test_removing_a_policy_leaves_its_people_to_everybodys(shelf: Shelf, people: People) -> None:
    """And removing that one leaves them their apps."""
    first, second = put(shelf, people), put(shelf, people, id=OTHER)
    everybodys = save_setup(shelf, people.admin, EVERYBODYS_SETUP, installed=[first])
    few = save_setup(shelf, people.admin, "Few", installed=[second])
    assign_setup(shelf, people.admin, own(people.user), few.id)
    uninstall(shelf, people.user, having(shelf, first)[own(people.user)].id)

    remove_setup(shelf, people.admin, few.id)
    theirs = having(shelf, first)[own(people.user)]
    remove_setup(shelf, people.admin, everybodys.id)

    assert theirs.by_policy
    assert [] == [each for app in (first, second) for each in having(shelf, app).values() if each.by_policy]
    assert people_of(people) == set(having(shelf, first))
    assert (Kind.NOT_FOUND, "unknown-policy") == refused(remove_setup, shelf, people.admin, few.id)


def test_what_somebody_has_already_becomes_the_policys(shelf: Shelf, people: People) -> None:
    """It is counted once; what an administrator added by hand stays that when the policy lets go."""
    app_id = put(shelf, people)
    install(shelf, people.user, app_id, own(people.user))
    install(shelf, people.admin, app_id, own(people.other_user), by_policy=True)

    save_setup(shelf, people.admin, EVERYBODYS_SETUP, installed=[app_id])
    held = having(shelf, app_id)
    save_setup(shelf, people.admin, EVERYBODYS_SETUP, installed=[])
    after = having(shelf, app_id)

    assert held[own(people.user)].by_policy
    assert not after[own(people.user)].by_policy
    assert after[own(people.other_user)].by_policy
    assert len(people_of(people)) == installs(shelf, app_id) == len(after)


def test_an_app_that_was_away_is_made_up_for_at_the_next_sign_in(shelf: Shelf, people: People) -> None:
    """Whoever came while it was withdrawn has it when they sign in after its return, unless the shelf is shut."""
    app_id = put(shelf, people)
    save_setup(shelf, people.admin, EVERYBODYS_SETUP, installed=[app_id])
    with shelf.reading() as session:
        version_id = session.get_one(App, app_id).current_id or ""
    withdraw(shelf, people.admin, version_id)
    password = "garden-lantern-27"
    late = create_account(shelf, people.admin, "late@example.com", Role.USER, password=password)
    put(shelf, people, "1.0.1", app_id)
    before = set(having(shelf, app_id))
    change_settings(shelf, people.admin, is_read_only=True)
    sign_in(shelf, people.user, "late@example.com", password)
    shut = set(having(shelf, app_id))
    change_settings(shelf, people.admin, is_read_only=False)
    sign_in(shelf, people.user, "late@example.com", password)

    assert late not in before | shut
    assert late in having(shelf, app_id)
    assert verify(shelf.database).is_sound


def test_a_policy_says_who_sends_packages(shelf: Shelf, people: People) -> None:
    """Publishers and reviewers alike, at once, for review or as a draft; administrators always may."""
    policy = save_setup(shelf, people.admin, "Readers", allow_upload=False)
    for actor in (people.publisher, people.reviewer, people.admin):
        assign_setup(shelf, people.admin, own(actor), policy.id)
    content = package(staticTabs=[], bots=[BOT])
    no = (Kind.FORBIDDEN, "uploads-not-allowed")

    assert no == refused(draft, shelf, people.publisher, content)
    assert no == refused(publish, shelf, people.publisher, content, for_review=True)
    assert no == refused(publish, shelf, people.reviewer, content)
    assert "submitted" == publish(shelf, people.other_publisher, content, for_review=True).outcome
    assert put(shelf, people, id=OTHER)


def test_it_is_said_what_a_setup_policy_does(shelf: Shelf, people: People) -> None:
    """Beside what decides: installed, pinned and where, or neither; nothing where no policy holds."""
    first, second = put(shelf, people), put(shelf, people, id=OTHER)

    def said(app_id: str) -> list[str]:
        with shelf.reading() as session:
            return [each.rule for each in setup_reasons(session, session.get_one(App, app_id), own(people.user))]

    none = said(first)
    save_setup(shelf, people.admin, EVERYBODYS_SETUP, installed=[first], pinned=[second, first])
    both, pinned = said(first), said(second)
    save_setup(shelf, people.admin, EVERYBODYS_SETUP)

    assert ([], ["setup-installs", "setup-pins"], ["setup-pins"]) == (none, both, pinned)
    assert ["setup-nothing"] == said(first)
    with shelf.reading() as session:
        save = session.scalars(select(SetupPolicy)).one()
    assert ([], [], True) == (save.pinned, save.installed, save.allow_upload)


def test_what_cannot_be_set_up_is_refused(shelf: Shelf, people: People) -> None:
    """By its name, before anything is kept."""
    app_id = put(shelf, people)
    shared = put(shelf, people, id=OTHER, staticTabs=[], configurableTabs=[SHARED_TAB])
    asks = put(
        shelf,
        people,
        id="00000000-0000-4000-8000-0000000000b2",
        **asking_for(("InAppPurchase.Allow.User", "Delegated")),
    )
    waiting = publish(
        shelf, people.publisher, package(id="00000000-0000-4000-8000-0000000000b3", bots=[BOT]), for_review=True
    ).app_id
    change_settings(shelf, people.admin, is_user_personal_scope_resource_specific_consent_enabled=False)

    def no(name: str = "x", **how: Any) -> tuple[Kind, str] | None:
        return refused(save_setup, shelf, people.admin, name, **how)

    assert (Kind.INVALID, "policy-name") == no(" ")
    assert (Kind.NOT_FOUND, "unknown-app") == no(pinned=["nothing"])
    assert (Kind.INVALID, "scope-not-offered") == no(installed=[app_id, shared])
    assert (Kind.NOT_FOUND, "not-published") == no(installed=[waiting])
    assert (Kind.FORBIDDEN, "personal-consent-off") == no(installed=[asks])
    assert (Kind.INVALID, "too-many-apps") == no(pinned=[str(number) for number in range(MOST_APPS + 1)])
    assert (Kind.FORBIDDEN, "role-needed") == refused(save_setup, shelf, people.reviewer, "x")
    assert (Kind.NOT_FOUND, "unknown-account") == refused(assign_setup, shelf, people.admin, "nobody", None)
    assert (Kind.NOT_FOUND, "unknown-policy") == refused(assign_setup, shelf, people.admin, own(people.user), "none")
    change_settings(shelf, people.admin, is_read_only=True)
    assert (Kind.UNAVAILABLE, "read-only") == no()
    with shelf.reading() as session:
        assert [] == session.scalars(select(SetupPolicy)).all()
    assert {} == having(shelf, app_id)
