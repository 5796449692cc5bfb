"""Bots and their commands: the quick look and the long one agree."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from teamshelf.rules import bot_commands, scopes  # noqa: F401 - to have their rules registered
from teamshelf.rules.bots import bots_are_orderly
from teamshelf.rules.registry import RULES
from tests.manifests import manifest
from tests.rules.one_rule import app_of, found_by

NAMES = (
    "scope-duplicate",
    "bot-copilot-without-personal",
    "bot-without-commands",
    "bot-commands-never-shown",
    "bot-slash-commands-unsupported",
    "bot-scope-without-commands",
    "bot-commands-for-undeclared-scope",
    "bot-scope-in-two-lists",
    "bot-command-duplicate",
    "bot-command-leading-slash",
    "bot-command-text-empty",
)
BOT_ID = "2f6a1b0d-8e47-4e62-9c58-5d1f0c9e7b3a"
QUICK_LOOK = f"{bots_are_orderly.__module__}.{bots_are_orderly.__qualname__}"

SCOPES = st.lists(st.sampled_from(["personal", "team", "groupchat", "groupChat", "copilot"]), max_size=4)
TEXTS = st.sampled_from(["help", "Help", "help ", "/help", " ", "", "new"])
COMMANDS = st.fixed_dictionaries({"title": TEXTS, "description": TEXTS})
LISTS = st.fixed_dictionaries(
    {"scopes": SCOPES, "commands": st.lists(COMMANDS, max_size=3)},
    optional={"triggers": st.lists(st.sampled_from(["mention", "slash"]), max_size=2)},
)
BOTS = st.fixed_dictionaries(
    {"botId": st.just(BOT_ID), "scopes": SCOPES, "commandLists": st.lists(LISTS, max_size=3)},
    optional={"isNotificationOnly": st.booleans(), "supportsTargetedMessages": st.booleans()},
)
ORDERLY_BOTS = st.builds(
    lambda places, titles: {
        "botId": BOT_ID,
        "scopes": list(places),
        "commandLists": [
            {"scopes": [scope], "commands": [{"title": title, "description": title} for title in titles]}
            for scope in places
        ],
    },
    st.sets(st.sampled_from(["personal", "team", "groupChat"]), min_size=1),
    st.sets(st.sampled_from(["help", "new", "list"]), min_size=1),
)


def names_of_findings(bot: dict[str, Any], *, quick_look: bool) -> list[tuple[str, str | None]]:
    """What the rules find in a bot, with the quick look or as if it had never settled anything."""
    app = app_of(manifest(manifestVersion="1.29", bots=[bot]))
    if not quick_look:
        app.__dict__[QUICK_LOOK] = False
    return [(name, found.pointer) for name in NAMES for found in RULES[name].judge(app)]


@given(BOTS | ORDERLY_BOTS)
def test_the_quick_look_hides_nothing(bot: dict[str, Any]) -> None:
    """Where a bot is called orderly, no rule about bots would find anything in it."""
    assert names_of_findings(bot, quick_look=False) == names_of_findings(bot, quick_look=True)


@given(ORDERLY_BOTS)
def test_an_ordinary_bot_is_orderly(bot: dict[str, Any]) -> None:
    """A bot that is as it should be takes the quick way."""
    assert bots_are_orderly(app_of(manifest(bots=[bot])))


def test_an_app_without_bots_is_orderly() -> None:
    """There is nothing to look at."""
    assert bots_are_orderly(app_of(manifest()))


def test_both_copies_of_a_command_are_named_once() -> None:
    """Of three equal commands the second and third are found, in the words in which they stand there."""
    commands = [{"title": title, "description": "What it does"} for title in ("help", "HELP", "Help")]
    bot = {"botId": BOT_ID, "scopes": ["personal"], "commandLists": [{"scopes": ["personal"], "commands": commands}]}

    found = found_by("bot-command-duplicate", "bot_commands", bots=[bot])

    assert [each.pointer for each in found] == [f"/bots/0/commandLists/0/commands/{n}/title" for n in (1, 2)]
    assert [str(each.message) for each in found] == [f'the list has a command "{t}" already' for t in ("HELP", "Help")]


def test_the_empty_text_of_a_command_is_pointed_at() -> None:
    """The finding is at the text that says nothing."""
    commands = [{"title": "help", "description": " "}, {"title": "", "description": "What it does"}]
    bot = {"botId": BOT_ID, "scopes": ["personal"], "commandLists": [{"scopes": ["personal"], "commands": commands}]}

    found = found_by("bot-command-text-empty", "bot_commands", bots=[bot])

    assert [each.pointer for each in found] == [
        "/bots/0/commandLists/0/commands/0/description",
        "/bots/0/commandLists/0/commands/1/title",
    ]


def test_a_scope_in_two_lists_names_the_first() -> None:
    """The message says which list has the scope already."""
    lists = [{"scopes": [scope], "commands": []} for scope in ("team", "personal", "personal")]

    (found,) = found_by(
        "bot-scope-in-two-lists",
        "bot_commands",
        bots=[{"botId": BOT_ID, "scopes": ["team", "personal"], "commandLists": lists}],
    )

    assert found.pointer == "/bots/0/commandLists/2/scopes/0"
    assert "`bots[0].commandLists[1]`" in str(found.message)
