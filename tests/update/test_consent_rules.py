"""The table of consent rules, and what the documentation says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from teamshelf.update.consent import Answer, consent_for, decide
from teamshelf.update.consent_rules import LITERAL_SEED, RULE_SETS, TABLE, Asks, Who, asks
from teamshelf.update.surface import Surface, surface_of_manifest
from tests.update.versions_of_an_app import FULL, OTHER_BOT_ID, triggers, update

PAGE = Path(__file__).parents[2] / "docs" / "updates.md"


def test_each_change_stands_in_the_table_once() -> None:
    """No kind of change has two rows."""
    assert len(TABLE) == len({row.change for row in TABLE})


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.change)
def test_the_page_shows_each_row(row: object) -> None:
    """The documentation shows the table as it is."""
    change, *answers = (getattr(row, name) for name in ("change", "seed", "docs_2021", "admin_2024", "who", "source"))

    assert f"| `{change}` | {' | '.join(answers)} |" in PAGE.read_text("utf-8")


@pytest.mark.parametrize("number", [*range(1, 28), *range(32, 45)])
def test_the_page_and_the_tests_have_each_rule(number: int) -> None:
    """Every rule of an app's life is told, and has a test of its name."""
    tests = (Path(__file__).parent / "test_lifecycle_rules.py").read_text("utf-8")

    assert f"\n| {number} | " in PAGE.read_text("utf-8")
    assert f"def test_rule_{number:02}_" in tests


def test_first_and_enabled_depend_on_what_was_there() -> None:
    """A new capability is one only if there was none; switching off asks only where any change does."""
    assert (Asks.YES, Asks.NO) == tuple(asks("bot-added", "seed", is_first=first) for first in (True, False))
    assert (Asks.YES, Asks.NO) == tuple(
        asks("bot-files-changed", "admin-2024", is_enabled=enabled) for enabled in (True, False)
    )
    assert Asks.YES is asks("bot-files-changed", "docs-2021", is_enabled=False)


def test_there_is_no_other_rule_set() -> None:
    """A name that is no rule set is refused."""
    with pytest.raises(ValueError, match="no rule set"):
        decide(Surface(), Surface(), "docs-2022")
    with pytest.raises(ValueError, match="no rule set"):
        asks("bot-added", "docs-2022")
    with pytest.raises(ValueError, match="no rule set"):
        update(rules="docs-2022")


def test_the_literal_seed_knows_the_reasons_of_the_seed() -> None:
    """Besides the greater version, what asks under `seed` asks."""
    literal = update(lambda new: new["permissions"].append("messageTeamMembers"), LITERAL_SEED)

    assert ["version-incremented", "permission-added"] == triggers(literal)
    assert not decide(Surface(), Surface(), LITERAL_SEED, incremented=False).is_required


def test_reasons_of_other_sets_are_told_apart() -> None:
    """What does not ask here but elsewhere is named with the sets in which it does."""
    consent = update(lambda new: new["bots"][0].update(botId=OTHER_BOT_ID), "seed").consent

    assert Answer.NOT_REQUIRED is consent.answer
    assert ((), None) == (consent.who, consent.unanswered)
    assert [("bot-id-changed", ("docs-2021", "admin-2024"), "/bots/0/botId", "/bots/0/botId")] == [
        (each.change, each.rules, each.pointer, each.old_pointer) for each in consent.elsewhere
    ]


def test_a_bot_with_another_id_keeps_its_flags() -> None:
    """What stays switched on while the id changes is no further reason; what is switched on then is one."""

    def change(new: dict[str, object]) -> None:
        new["bots"][0].update(botId=OTHER_BOT_ID, supportsCalling=True)  # type: ignore[index]

    old = surface_of_manifest({**FULL, "bots": [{**FULL["bots"][0], "supportsFiles": True}]})
    new = surface_of_manifest({**FULL, "bots": [{**FULL["bots"][0], "botId": OTHER_BOT_ID, "supportsFiles": True}]})

    assert ["bot-id-changed"] == [each.change for each in decide(old, new).triggers]
    assert {"bot-id-changed", "bot-calling-changed"} == set(triggers(update(change)))


def test_owners_and_administrators_are_named() -> None:
    """Resource-specific permissions are for owners to accept, those for the organization for administrators."""
    permissions = {
        "resourceSpecific": [{"name": "ChannelMessage.Read.Group", "type": "Application"}],
        "orgWide": [{"name": "User.Read.All", "type": "Application"}],
    }
    consent = decide(Surface(), surface_of_manifest({"authorization": {"permissions": permissions}}))

    assert {Who.ADMIN, Who.TEAM_OWNER} == set(consent.who)
    assert "stays on the version" in str(consent.unanswered)


def test_no_reason_is_no_question() -> None:
    """Without a reason nothing asks, in any rule set."""
    assert {Answer.NOT_REQUIRED} == {consent_for((), rules).answer for rules in RULE_SETS}
