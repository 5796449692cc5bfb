"""Updates: who accepts for whom, what policies and blocks change, and how the running version is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, insert, select, text

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.installations.consenting import GrantedPermission
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.installations.running import running_counts, running_versions
from teamshelf.catalogue.installations.updating import accept, decline, upgrade
from teamshelf.catalogue.policy.policies import block
from teamshelf.catalogue.refusals import Kind
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.tables import AuditEvent, Installation, Place, Reach, Surface, Version
from teamshelf.catalogue.versions.states import State
from tests.catalogue.looking import own, refused, row, runs, waiting
from tests.catalogue.stocking import BOT, CHAT, MEETING, OTHER_TEAM, TEAM, asking_for, put, settle

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock, People


WITH_BOT: dict[str, Any] = {"bots": [BOT]}


@pytest.fixture
def installed(shelf: Shelf, people: People) -> tuple[str, str]:
    """An app that the user has added for themselves: the ids of both."""
    app_id = put(shelf, people)
    return app_id, install(shelf, people.user, app_id, own(people.user)).installation_id


def test_who_is_asked_accepts_once_for_all_their_places(shelf: Shelf, people: People, clock: Clock) -> None:
    """It then runs wherever the app is behind and they are, and nowhere else."""
    settle(shelf, people)
    app_id = put(shelf, people)
    mine = [
        install(shelf, people.user, app_id, place).installation_id for place in (own(people.user), TEAM, CHAT, MEETING)
    ]
    theirs = install(shelf, people.other_user, app_id, own(people.other_user)).installation_id
    elsewhere = install(shelf, people.other_user, app_id, OTHER_TEAM).installation_id
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)
    clock.pass_by(hours=4)

    accepted = accept(shelf, people.user, mine[0])

    assert set(mine) == set(accepted.installation_ids)
    assert 4 == len(set(accepted.receipt_ids))
    assert ["2.0.0"] * 4 == [runs(shelf, each) for each in mine]
    assert ["1.0.0"] * 2 == [runs(shelf, each) for each in (theirs, elsewhere)]
    assert [] == waiting(shelf, people.user)
    assert {own(people.other_user), OTHER_TEAM} == {update.place_id for update in waiting(shelf, people.other_user)}


def test_an_owner_accepts_for_the_team_alone(shelf: Shelf, people: People) -> None:
    """Accepting in one place leaves the others as they are."""
    settle(shelf, people)
    app_id = put(shelf, people)
    personal = install(shelf, people.user, app_id, own(people.user)).installation_id
    team = install(shelf, people.user, app_id, TEAM).installation_id
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)

    accept(shelf, people.user, team, everywhere=False)

    assert ("1.0.0", "2.0.0") == (runs(shelf, personal), runs(shelf, team))


def test_members_accept_for_their_teams_where_it_is_settled(shelf: Shelf, people: People) -> None:
    """A member's acceptance reaches the team, unless an administrator leaves that to owners."""
    settle(shelf, people)
    app_id = put(shelf, people)
    team = install(shelf, people.user, app_id, TEAM).installation_id
    chat = install(shelf, people.user, app_id, CHAT).installation_id
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)
    change_settings(shelf, people.admin, allow_members_to_update=False)

    assert (Kind.FORBIDDEN, "owner-needed") == refused(accept, shelf, people.other_user, team)
    assert (chat,) == accept(shelf, people.other_user, chat).installation_ids

    change_settings(shelf, people.admin, allow_members_to_update=True)

    assert (team,) == accept(shelf, people.other_user, team).installation_ids


def test_new_permissions_in_a_team_are_for_its_owners(shelf: Shelf, people: People) -> None:
    """A member's acceptance leaves out the teams in which only owners grant what is new; what was granted stays so."""
    settle(shelf, people)
    asked = asking_for(("TeamSettings.Read.Group", "Application"))
    granted = [GrantedPermission("TeamSettings.Read.Group", "application")]
    app_id = put(shelf, people)
    team = install(shelf, people.user, app_id, TEAM).installation_id
    chat = install(shelf, people.user, app_id, CHAT).installation_id
    put(shelf, people, "2.0.0", app_id, **asked)

    assert (Kind.FORBIDDEN, "consent-needs-owner") == refused(accept, shelf, people.other_user, team, consented=granted)
    assert (chat,) == accept(shelf, people.other_user, chat, consented=granted).installation_ids
    assert (team,) == accept(shelf, people.user, team, consented=granted).installation_ids

    put(shelf, people, "3.0.0", app_id, **asked, **WITH_BOT)

    assert {team, chat} == set(accept(shelf, people.other_user, team, consented=granted).installation_ids)


def test_what_a_policy_installed_updates_without_asking(shelf: Shelf, people: People, clock: Clock) -> None:
    """Its users are never asked; a version they did not accept runs after the roll-out all the same."""
    app_id = put(shelf, people)
    added = install(shelf, people.admin, app_id, own(people.user), by_policy=True)
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)

    assert [False] == [update.asks for update in waiting(shelf, people.user)]
    assert "1.0.0" == runs(shelf, added.installation_id)
    clock.pass_by(hours=4)
    assert "2.0.0" == runs(shelf, added.installation_id)
    assert [] == waiting(shelf, people.user)


def test_nobody_runs_what_was_stopped(shelf: Shelf, people: People, clock: Clock, installed: Any) -> None:
    """Who ran it goes back to what they had accepted; an app of which nothing may be run runs nothing."""
    app_id, installation_id = installed
    put(shelf, people, "1.1.0", app_id)
    clock.pass_by(hours=4)

    def stop(number: str) -> None:
        with shelf.database.writing() as session:
            version = session.scalars(select(Version).where(Version.number == number)).one()
            version.state = State.QUARANTINED

    before = runs(shelf, installation_id)
    stop("1.1.0")
    then = runs(shelf, installation_id)
    stop("1.0.0")

    assert ("1.1.0", "1.0.0", None) == (before, then, runs(shelf, installation_id))


def test_graphs_upgrade_moves_one_installation(shelf: Shelf, people: People, installed: Any) -> None:
    """It stores the new consent; an installation that runs the newest already stays as it is."""
    app_id, installation_id = installed
    permission = ("TeamsActivity.Send.User", "Application")
    put(shelf, people, "2.0.0", app_id, **asking_for(permission))

    upgrade(shelf, people.user, installation_id, [GrantedPermission(*permission)])
    before = row(shelf, installation_id)
    again = upgrade(shelf, people.user, installation_id, None)

    assert () == again.installation_ids
    assert before == row(shelf, installation_id)
    assert [{"permissionValue": permission[0], "permissionType": "application"}] == before["consented_permissions"]
    with shelf.reading() as session:
        assert 1 == len(session.scalars(select(AuditEvent).where(AuditEvent.action == Action.APP_UPGRADED)).all())


def test_an_upgrade_takes_what_is_still_being_rolled_out(shelf: Shelf, people: People, installed: Any) -> None:
    """Who asks for it need not wait, and does not go back while the roll-out lasts."""
    app_id, installation_id = installed
    put(shelf, people, "1.1.0", app_id)

    upgrade(shelf, people.user, installation_id)

    assert "1.1.0" == runs(shelf, installation_id)


def test_a_blocked_app_is_not_updated(shelf: Shelf, people: People, installed: Any) -> None:
    """Who may not use an app accepts nothing for it."""
    app_id, installation_id = installed
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)
    block(shelf, people.admin, app_id)

    assert (Kind.FORBIDDEN, "app-blocked") == refused(accept, shelf, people.user, installation_id)


def test_nobody_accepts_for_others(shelf: Shelf, people: People, installed: Any) -> None:
    """Not even an administrator: what is somebody's own waits for them."""
    app_id, installation_id = installed
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)

    assert (Kind.NOT_FOUND, "unknown-installation") == refused(accept, shelf, people.other_user, installation_id)
    assert (Kind.FORBIDDEN, "not-yours") == refused(accept, shelf, people.admin, installation_id)
    assert (Kind.CONFLICT, "nothing-to-decide") == refused(decline, shelf, people.admin, installation_id)


def test_who_reads_one_version_does_not_accept_the_next(shelf: Shelf, people: People, installed: Any) -> None:
    """Between reading and accepting, another version may be published."""
    app_id, installation_id = installed
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)

    assert (Kind.PRECONDITION, "changed-since-shown") == refused(
        accept, shelf, people.user, installation_id, digest="0" * 64
    )
    assert (Kind.PRECONDITION, "changed-since-shown") == refused(
        decline, shelf, people.user, installation_id, digest="0" * 64
    )


def test_many_installations_are_answered_at_once(shelf: Shelf, people: People, clock: Clock) -> None:
    """One query tells what runs in many places, as single questions do."""
    settle(shelf, people)
    app_id = put(shelf, people)
    ids = [install(shelf, people.user, app_id, place).installation_id for place in (own(people.user), TEAM, CHAT)]
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)
    accept(shelf, people.user, ids[0], everywhere=False)

    with shelf.reading() as session:
        asked = [session.get_one(Installation, each) for each in ids]
        found = running_versions(session, asked, clock.at)

        counts = running_counts(session, app_id, clock.at)

    assert ["2.0.0", "1.0.0", "1.0.0"] == [found[each].number for each in ids]
    assert {found[ids[0]].id: 1, found[ids[1]].id: 2} == counts


def test_publishing_touches_no_installation(shelf: Shelf, people: People, installed: Any) -> None:
    """The statement that would is never made."""
    app_id, _ = installed
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    event.listen(shelf.database.engine, "before_cursor_execute", note)
    put(shelf, people, "2.0.0", app_id, **WITH_BOT)

    assert statements
    assert not [statement for statement in statements if "installations" in statement]


def test_the_running_version_is_found_by_an_index(shelf: Shelf, installed: Any) -> None:
    """Among many surfaces and versions, the newest silent one is looked up and not searched for."""
    app_id, installation_id = installed
    _crowd(shelf, app_id)
    with shelf.database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()

    plan = _plan(shelf, installation_id)

    assert "ix_reaches_newest" in plan
    assert not [line for line in plan.splitlines() if _reads_whole_table(line)]


def _crowd(shelf: Shelf, app_id: str) -> None:
    """Many versions and installations of an app, and sixty versions reached from each of as many surfaces."""
    with shelf.database.writing() as session:
        table = Version.__table__
        model = dict(session.execute(select(table).where(table.c.app_id == app_id)).mappings().one())
        surfaces = [{"app_id": app_id, "digest": f"{number:064}", "facts": {}} for number in range(60)]
        session.execute(insert(Surface), surfaces)
        ids = session.scalars(select(Surface.id)).all()
        versions = [
            {**model, "id": f"{number:036}", "number": f"9.{number}.0", "sequence": number, "state": "superseded"}
            for number in range(2, 602)
        ]
        session.execute(insert(Version), versions)
        places = [{"id": f"19:{number}@thread.v2", "kind": "chat", "display_name": "Chat"} for number in range(600)]
        session.execute(insert(Place), [{**place, "created_at": shelf.clock()} for place in places])
        installation = dict(session.execute(select(Installation.__table__)).mappings().one())
        crowd = [{**installation, "id": f"{number:036}", "place_id": f"19:{number}@thread.v2"} for number in range(600)]
        session.execute(insert(Installation), crowd)
        reaches = [
            {
                "surface_id": surface,
                "version_id": version["id"],
                "sequence": version["sequence"],
                "is_silent": surface % 2 == 0,
                "triggers": [],
            }
            for surface in ids
            for version in versions[-60:]
        ]
        session.execute(insert(Reach), reaches)


def _plan(shelf: Shelf, installation_id: str) -> str:
    from teamshelf.catalogue.installations.running import _running

    query = _running(shelf.clock()).where(Installation.id == installation_id)
    compiled = query.compile(shelf.database.engine, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if shelf.database.is_sqlite else "EXPLAIN"
    with shelf.database.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"{explain} {compiled}".replace("%", "%%")).all()
    return "\n".join(str(each[-1]) for each in rows)


def _reads_whole_table(line: str) -> bool:
    return line.startswith("SCAN") or "Seq Scan" in line
