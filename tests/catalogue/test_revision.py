"""The number that tells whether the shelf has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.installations.installing import install, uninstall
from teamshelf.catalogue.people.tokens import create_token, revoke_token
from teamshelf.catalogue.policy.policies import block
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.revision import NOT_COUNTED, REVISION, is_counted
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.tables import Table
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.watching import Watch
from tests.catalogue.stocking import EVERYWHERE, package

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Change, Shelf
    from tests.catalogue.shelves import People


def revision(shelf: Shelf) -> int:
    """What it is now."""
    with shelf.reading() as session:
        return int(session.scalars(select(REVISION)).one())


def _made(change: Change, statement: str, **values: Any) -> None:
    change.session.execute(text(statement), values)
    change.record(Action.ACCOUNT_CHANGED, "somebody")


def test_each_change_adds_one(shelf: Shelf, people: People) -> None:
    """Publishing, blocking and settling, each however many rows it writes; a change that was refused adds nothing."""
    before = revision(shelf)
    app_id = publish(shelf, people.admin, package(**EVERYWHERE)).app_id
    published = revision(shelf)
    block(shelf, people.admin, app_id)
    change_settings(shelf, people.admin, rollout_hours=3)
    with pytest.raises(Refusal):
        block(shelf, people.user, app_id)
    with pytest.raises(RuntimeError), shelf.changing(people.admin) as change:
        change.session.execute(text("UPDATE accounts SET display_name = 'Mallory'"))

    assert (before + 1, before + 3) == (published, revision(shelf))


def test_what_changes_nothing_that_is_kept_is_not_counted(shelf: Shelf, people: People) -> None:
    """An installation, though it counts itself in the app's row; a token, made, used or revoked."""
    app_id = publish(shelf, people.admin, package(**EVERYWHERE)).app_id
    before = revision(shelf)
    place = people.user.account_id or ""

    installed = install(shelf, people.user, app_id, place)
    uninstall(shelf, people.user, installed.installation_id)
    revoke_token(shelf, people.user, create_token(shelf, people.user, place, label="x").id)

    assert before == revision(shelf)


def test_a_change_that_began_first_and_ends_last_is_noticed(shelf: Shelf, people: People, engine: str) -> None:
    """The number of its entry in the audit is lower than that of one which ended before it."""
    if engine == "sqlite":
        pytest.skip("on SQLite one change at a time is made")
    update = "UPDATE accounts SET display_name = 'Changed' WHERE id = :id"
    early = shelf.changing(people.admin)
    with shelf.changing(people.admin) as late:
        _made(early.__enter__(), update, id=people.user.account_id)
        _made(late, update, id=people.other_user.account_id)
    between = revision(shelf)
    early.__exit__(None, None, None)

    assert between + 1 == revision(shelf)


@pytest.mark.parametrize(
    ("statement", "target"),
    [
        ("UPDATE apps SET installs=(apps.installs + 1) WHERE apps.id = :id", "apps.installs"),
        ("update apps set installs = 0", "apps.installs"),
        ("UPDATE apps SET installs=0, access='nobody' WHERE id = :id", "apps"),
        ("UPDATE apps SET installs=0,\n access = 'nobody'", "apps"),
        ("UPDATE apps SET access='nobody', installs=0 WHERE id = :id", "apps"),
        ("UPDATE apps SET access='nobody' WHERE id = :id", "apps.access"),
        ("DELETE FROM apps WHERE id = :id", "apps"),
    ],
)
def test_what_is_written_is_told_by_its_only_column(shelf: Shelf, people: People, statement: str, target: str) -> None:
    """So that the count of installations can be told from the rest of an app; no other column hides behind it."""
    publish(shelf, people.admin, package(**EVERYWHERE))
    with shelf.database.writing() as session:
        watch = Watch(session)
        app_id = session.scalar(text("SELECT id FROM apps"))
        if statement.startswith("DELETE"):
            session.execute(text("DELETE FROM traits"))
            watch.written.clear()
            statement = "DELETE FROM apps WHERE id = 'nobody' OR id = :id AND 1 = 0 RETURNING id"
        session.execute(text(statement), {"id": app_id} if ":id" in statement else {})
        written = set(watch.written)
        session.rollback()

    assert {target} == written
    assert is_counted(written) == (target != "apps.installs")


def test_every_table_is_counted_but_a_few_that_are_named() -> None:
    """A new one too; what is named exists."""
    tables = set(Table.metadata.tables)
    uncounted = {name for name in tables if not is_counted({name})}

    assert uncounted == NOT_COUNTED - {"apps.installs"}
    assert uncounted <= tables
    assert {"apps", "versions", "accounts", "icons", "settings", "policies"} <= tables - uncounted
    assert is_counted({"audit_events", "?"})


def test_an_account_that_is_unknown_to_the_audit_is_no_exception(shelf: Shelf, people: People) -> None:
    """What no service does, a statement of its own, is counted as well."""
    before = revision(shelf)
    with shelf.changing(people.admin) as change:
        _made(
            change,
            "UPDATE accounts SET display_name = :name WHERE id = :id",
            id=people.user.account_id,
            name=str(uuid4()),
        )

    assert before + 1 == revision(shelf)
