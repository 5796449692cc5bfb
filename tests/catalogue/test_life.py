"""Any course of events: what the shelf says runs and waits is what the pure rules of roll-out say.

The model knows of no database: it keeps the published versions with their surfaces, and for each installation what was
accepted, and asks :mod:`teamshelf.update.rollout`.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace
from sqlalchemy import func, select

from teamshelf.catalogue.installations.installing import install, uninstall
from teamshelf.catalogue.installations.running import running_counts, running_versions
from teamshelf.catalogue.installations.updating import accept, decline, pending_updates
from teamshelf.catalogue.people.actors import OPERATOR, Actor, Role
from teamshelf.catalogue.places.importing import import_directory
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import Account, App, Installation
from teamshelf.update import rollout
from teamshelf.update.consent import decide
from teamshelf.update.surface import surface_of_manifest
from tests.catalogue.engines import databases
from tests.catalogue.shelves import Clock, People
from tests.catalogue.stocking import BOT, EVERYWHERE, TAB, put
from tests.manifests import manifest

MEMBERS: dict[str, Any] = {
    "bots": [BOT],
    "permissions": ["identity"],
    "accentColor": "#112233",
    "validDomains": ["example.com", "example.org"],
    "staticTabs": [TAB, {**TAB, "entityId": "more", "name": "More"}],
}
"""What a version may have that another has not."""

PEOPLE = 3


class Life(RuleBasedStateMachine):
    """A shelf with one app, beside the model of it."""

    @initialize()
    def begin(self) -> None:
        """An app in its first version, and a few people."""
        self.clock = Clock()
        self.ending = ExitStack()
        folder = self.ending.enter_context(TemporaryDirectory())
        database = self.ending.enter_context(contextmanager(databases)("sqlite", Path(folder)))
        self.shelf = Shelf(database, self.clock)
        names = [f"user{number}@example.com" for number in range(PEOPLE)]
        lines = "\n".join(f'{{"kind": "user", "name": "{name}"}}' for name in [*names, "admin@example.com"])
        import_directory(self.shelf, OPERATOR, lines.encode(), "people.jsonl")
        with self.shelf.reading() as session:
            ids = {account.name: account.id for account in session.scalars(select(Account))}
        self.users = [Actor(account_id=ids[name], name=name, role=Role.USER) for name in names]
        admin = Actor(account_id=ids["admin@example.com"], name="admin@example.com", role=Role.ADMIN)
        self.people = People(**dict.fromkeys(People.__struct_fields__, admin))
        self.published: list[rollout.Published] = []
        self.installed: dict[int, tuple[str, rollout.Installation]] = {}
        self.app_id: str | None = None
        self.publish(set())

    @rule(names=st.sets(st.sampled_from(sorted(MEMBERS))))
    @precondition(lambda self: len(self.published) < 6)
    def publish(self, names: set[str]) -> None:
        """A greater version, which has some things and has not others."""
        number = f"{len(self.published) + 1}.0.0"
        members = {name: MEMBERS[name] for name in names}
        self.app_id = put(self.shelf, self.people, number, self.app_id, **members)
        surface = surface_of_manifest(manifest(version=number, **(EVERYWHERE | members)))
        self.published.append(rollout.Published(number, surface, self.clock.at))

    @rule(who=st.integers(0, PEOPLE - 1), by_policy=st.booleans())
    def add(self, who: int, by_policy: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        """Somebody adds the app, or an administrator does it for them; the second time is refused."""
        newest = self.published[-1]
        actor, user = (self.people.admin if by_policy else self.users[who]), self.users[who]
        if who in self.installed:
            with pytest.raises(Refusal, match="already"):
                install(self.shelf, actor, self.app_id or "", user.account_id or "", by_policy=by_policy)
            return
        added = install(self.shelf, actor, self.app_id or "", user.account_id or "", by_policy=by_policy)
        assert newest.version == added.number
        held = rollout.Installation(newest.version, newest.surface, is_by_policy=by_policy)
        self.installed[who] = (added.installation_id, held)

    @rule(who=st.integers(0, PEOPLE - 1))
    def take_away(self, who: int) -> None:
        """The app is removed again, by an administrator where they added it."""
        if who in self.installed:
            installation_id, held = self.installed.pop(who)
            uninstall(self.shelf, self.people.admin if held.is_by_policy else self.users[who], installation_id)

    @rule(who=st.integers(0, PEOPLE - 1))
    def agree(self, who: int) -> None:
        """Somebody accepts the newest version, which is nothing new where it runs."""
        if who in self.installed and not self.installed[who][1].is_by_policy:
            installation_id, held = self.installed[who]
            runs = self.standing(who).version
            accepted = accept(self.shelf, self.users[who], installation_id)
            assert (runs != self.published[-1].version) == bool(accepted.installation_ids)
            if accepted.installation_ids:
                self.installed[who] = (installation_id, rollout.accept(held, self.published[-1]))

    @rule(who=st.integers(0, PEOPLE - 1))
    def refuse(self, who: int) -> None:
        """Somebody declines, which changes nothing; where nobody is asked there is nothing to decline."""
        if who in self.installed:
            installation_id, held = self.installed[who]
            asks = decide(held.accepted, self.published[-1].surface).is_required and not held.is_by_policy
            if asks and self.is_behind(who):
                decline(self.shelf, self.users[who], installation_id)
                self.installed[who] = (installation_id, rollout.decline(held))
            else:
                with pytest.raises(Refusal, match="no update of the app waits"):
                    decline(self.shelf, self.users[who], installation_id)

    @rule(hours=st.integers(1, 5))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.clock.pass_by(hours=hours)

    def standing(self, who: int) -> rollout.Standing:
        """What the pure rules say of somebody's installation now."""
        return rollout.standing_of(self.installed[who][1], self.published, self.clock.at)

    def is_behind(self, who: int) -> bool:
        """Whether the newest version does not run there."""
        return self.standing(who).version != self.published[-1].version

    @invariant()
    def the_shelf_says_what_the_rules_say(self) -> None:
        """Which version runs where, what is asked of whom, and how many there are."""
        if not hasattr(self, "shelf"):
            return
        with self.shelf.reading() as session:
            rows = {row.id: row for row in session.scalars(select(Installation))}
            running = running_versions(session, rows.values(), self.clock.at)
            counts = running_counts(session, self.app_id or "", self.clock.at)
            counted = session.scalar(select(func.sum(App.installs)))
            asked = {
                who: any(each.asks for each in pending_updates(session, user, self.clock.at))
                for who, user in enumerate(self.users)
            }
        assert {each for each, _ in self.installed.values()} == set(rows)
        assert len(rows) == counted
        assert Counter(version.id for version in running.values()) == counts
        for who, (installation_id, held) in self.installed.items():
            assert self.standing(who).version == running[installation_id].number
            due = rollout.standing_of(replace(held), self.published, self.clock.at + rollout.ROLLOUT)
            assert (due.pending is not None) == asked[who]

    def teardown(self) -> None:
        """Nothing stays behind."""
        if hasattr(self, "ending"):
            self.ending.close()


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=8,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_default_roll_out_is_that_of_the_rules(shelf: Shelf) -> None:
    """The model and the shelf assume the same hours."""
    from teamshelf.catalogue.settings import settings as settled

    with shelf.reading() as session:
        assert rollout.ROLLOUT.total_seconds() == settled(session).rollout_hours * 3600
