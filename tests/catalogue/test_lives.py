"""Whatever people do to an app and in whatever order: what always holds of its versions."""

from __future__ import annotations

import ast
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

import teamshelf.catalogue
from teamshelf.catalogue.apps.removing import remove
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App, AuditEvent, Package, Reach, Version
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve, claim, reject, release_claim
from teamshelf.catalogue.versions.states import MOVES, PENDING, RUNNABLE, State, may_move
from teamshelf.catalogue.versions.withdrawing import quarantine, release_from_quarantine, withdraw
from tests.catalogue.packages import package

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock, People

_NUMBERS = st.sampled_from(["1.0.0", "1.1.0", "1.2.0"])
_PERMISSIONS = st.sampled_from([None, ["identity"]])
_PUBLISHING = st.tuples(st.just("publish"), _NUMBERS, _PERMISSIONS, st.booleans(), st.booleans())
_ACTING = st.tuples(
    st.sampled_from(["claim", "release", "approve", "reject", "withdraw", "quarantine", "let-go"]), st.integers(0, 5)
)
_FIRST = st.tuples(st.just("publish"), _NUMBERS, _PERMISSIONS, st.booleans(), st.just(True))  # noqa: FBT003
_LATER = st.lists(st.one_of(_PUBLISHING, _ACTING, _ACTING, st.just(("remove",))), max_size=14)


class _Life:
    """An app to which things are done, whether they are possible or not."""

    def __init__(self, shelf: Shelf, people: People) -> None:
        self.shelf = shelf
        self.people = people
        self.external_id = str(uuid4())

    def step(self, what: str, *how: Any) -> None:
        """Try to do something."""
        if what == "publish":
            self._publish(*how)
        elif what == "remove":
            remove(self.shelf, self.people.publisher, self.app_id())
        else:
            self._act(what, *how)

    def _publish(self, number: str, permissions: Any, for_review: bool, as_new: bool) -> None:  # noqa: FBT001
        content = package(id=self.external_id, version=number, permissions=permissions)
        actor = self.people.publisher if for_review else self.people.admin
        publish(self.shelf, actor, content, for_review=for_review, app_id=None if as_new else self.app_id())

    def _act(self, what: str, which: int) -> None:
        versions = self.versions()
        version_id = versions[which % len(versions)].id if versions else "nothing"
        people = self.people
        if what == "withdraw":
            withdraw(self.shelf, people.publisher, version_id)
        elif what == "quarantine":
            quarantine(self.shelf, people.admin, version_id, reason="?")
        else:
            acts = {"claim": claim, "release": release_claim, "approve": approve, "reject": reject}
            acts.get(what, release_from_quarantine)(self.shelf, people.admin, version_id)

    def app_id(self) -> str:
        app = self.app()
        return app.id if app else "nothing"

    def app(self) -> App | None:
        with self.shelf.reading() as session:
            return session.scalars(select(App).where(App.external_id == self.external_id)).first()

    def versions(self) -> list[Version]:
        with self.shelf.reading() as session:
            wanted = select(Version).join(App, App.id == Version.app_id).where(App.external_id == self.external_id)
            return list(session.scalars(wanted.order_by(Version.created_at, Version.id)))

    def seen(self) -> Any:
        """Everything there is to see of it."""
        app = self.app()
        with self.shelf.reading() as session:
            events = session.scalars(select(AuditEvent.id)).all()
        return (
            (app.current_id, app.deleted_at) if app else None,
            {version.id: (version.state, version.revision, version.published_at) for version in self.versions()},
            events,
        )


def _hold_to_the_laws(life: _Life) -> None:
    app, versions = life.app(), life.versions()
    if app is None:
        assert [] == versions
        return
    states = [State(version.state) for version in versions]
    published = [version for version in versions if version.state == State.PUBLISHED]
    assert [version.id for version in published] == ([app.current_id] if app.current_id else [])
    assert sum(state in PENDING for state in states) <= 1
    if app.deleted_at is not None:
        assert {State.WITHDRAWN, State.REJECTED, State.QUARANTINED} >= set(states)
    ever = [version for version in versions if version.published_at is not None]
    assert len({version.number for version in ever}) == len(ever)
    assert sorted(range(1, len(ever) + 1)) == sorted(version.sequence or 0 for version in ever)
    assert all(version.published_at is not None for version in versions if version.state in RUNNABLE)
    with life.shelf.reading() as session:
        for version in versions:
            content = session.scalars(select(Package.content).where(Package.digest == version.package_digest)).one()
            assert sha256(content).hexdigest() == version.package_digest
        reached = {(reach.surface_id, reach.version_id) for reach in session.scalars(select(Reach)) if reach.is_silent}
    assert {(version.surface_id, version.id) for version in ever} <= reached


@given(first=_FIRST, later=_LATER)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_laws_hold_whatever_is_done(
    shelf: Shelf, people: People, clock: Clock, first: Any, later: list[Any]
) -> None:
    """At most one version is published and one pending, a number is used once, and what is refused changes nothing."""
    life = _Life(shelf, people)
    for step in (first, *later):
        clock.pass_by(minutes=1)
        before = life.seen()
        refusal = _tried(life, step)
        if refusal is not None:
            assert refusal.kind is not Kind.UNAVAILABLE
            assert before == life.seen()
        _hold_to_the_laws(life)
        _moves_as_the_table_says(before[1], life.seen()[1])


def _tried(life: _Life, step: Any) -> Refusal | None:
    try:
        life.step(*step)
    except Refusal as refusal:
        return refusal
    return None


def _moves_as_the_table_says(before: dict[str, Any], after: dict[str, Any]) -> None:
    for version_id, (state, revision, _) in after.items():
        was, times, _ = before.get(version_id, (State.DRAFT, 0, None))
        assert (state == was) == (revision == times)
        if state != was and revision == times + 1:
            assert may_move(State(was), State(state))


def test_one_function_moves_versions() -> None:
    """No other code of the shelf sets the state of a version, so that none goes past the table."""
    setting = []
    for path in Path(teamshelf.catalogue.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            setting += [path.name for each in targets if isinstance(each, ast.Attribute) and each.attr == "state"]

    assert ["moving.py"] == setting


def test_the_table_knows_every_state() -> None:
    """Each state has its row, and every state but the first can be reached."""
    assert set(State) == set(MOVES)
    assert set(State) - {State.DRAFT} == {state for states in MOVES.values() for state in states}
