"""What an administrator settles for the whole shelf."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import msgspec
import pytest
from sqlalchemy import select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import EXPLANATIONS, RuleSet, Settings, change_settings, creates_places, settings
from teamshelf.catalogue.tables import AuditEvent, Setting
from teamshelf.update.consent_rules import LITERAL_SEED, RULE_SETS

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People


def test_each_setting_says_what_it_is_for() -> None:
    """A setting without an explanation would be a secret."""
    assert list(msgspec.structs.asdict(Settings())) == list(EXPLANATIONS)


def test_each_setting_is_documented() -> None:
    """With its name, on the page about installing."""
    page = (Path(__file__).parents[2] / "docs" / "shelf" / "installing.md").read_text("utf-8")

    assert [] == [name for name in msgspec.structs.asdict(Settings()) if f"`{name}`" not in page]


def test_the_rule_sets_are_those_of_comparisons() -> None:
    """Whatever a comparison can be judged by, a shelf can be settled to."""
    assert {*RULE_SETS, LITERAL_SEED} == set(get_args(RuleSet))


def test_only_what_differs_is_stored(shelf: Shelf, people: People) -> None:
    """A change is in the audit with what was before; to set the default again forgets it."""
    assert 2 == change_settings(shelf, people.admin, rollout_hours=2).rollout_hours
    change_settings(shelf, people.admin, rollout_hours=2, four_eyes=False)
    with shelf.reading() as session:
        stored = [row.name for row in session.scalars(select(Setting))]
        holds = settings(session)

    change_settings(shelf, people.admin, rollout_hours=Settings().rollout_hours)

    assert (["rollout_hours"], Settings(rollout_hours=2)) == (stored, holds)
    with shelf.reading() as session:
        assert [] == session.scalars(select(Setting)).all()
        told = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.SETTING_CHANGED)).all()
    assert [({"value": 4}, {"value": 2}), ({"value": 2}, {"value": 4})] == [(each.before, each.after) for each in told]


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"rollout_hours": -1}, "setting-malformed"),
        ({"rollout_hours": "4"}, "setting-malformed"),
        ({"consent_rules": "docs-2022"}, "setting-malformed"),
        ({"request_url": "javascript:alert(1)"}, "setting-malformed"),
        ({"request_url": "https://example.com/\n"}, "setting-malformed"),
        ({"brightness": 3}, "unknown-setting"),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_impossible_values_are_refused(shelf: Shelf, people: People, values: dict[str, Any], rule: str) -> None:
    """The refusal names the setting, and the other ones of the same call stay as they were."""
    with pytest.raises(Refusal) as caught:
        change_settings(shelf, people.admin, four_eyes=True, **values)

    assert (Kind.INVALID, rule) == (caught.value.kind, caught.value.rule)
    assert next(iter(values)) in str(caught.value.message)
    with shelf.reading() as session:
        assert Settings() == settings(session)


def test_only_administrators_settle(shelf: Shelf, people: People) -> None:
    """Reviewers do not."""
    with pytest.raises(Refusal, match="only administrators"):
        change_settings(shelf, people.reviewer, four_eyes=True)


def test_places_come_to_be_by_themselves_in_the_embedded_database_only(shelf: Shelf) -> None:
    """Unless it is settled."""
    with shelf.reading() as session:
        assert shelf.database.is_sqlite == creates_places(session, Settings())
        assert creates_places(session, Settings(create_places_on_use=True))
        assert not creates_places(session, Settings(create_places_on_use=False))
