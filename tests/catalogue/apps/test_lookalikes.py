"""Names that pass for others are pointed out to the reviewer; honest ones are left alone."""

# ruff: noqa: RUF001 - letters that look alike are what this is about

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from teamshelf.catalogue.apps.lookalikes import look_of
from teamshelf.catalogue.tables import Version
from teamshelf.catalogue.versions.publishing import publish
from tests.catalogue.packages import package

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

NAMES = (
    "Polls", "Standup", "Trello", "GitHub", "Jira Cloud", "Zoom", "Asana", "Power BI", "Planner", "Miro", "Lucid",
    "Expense Report", "Payroll", "Kudos", "Who Bot", "Wiki", "Icebreaker", "Company Communicator", "Salesforce",
    "ServiceNow", "Workday", "Adobe Sign", "Mural", "Figma", "Notion", "Slack Import", "OneNote", "Viva Goals",
    "Learning Hub", "Praise",
)  # fmt: skip
"""Names of apps as they are in use."""

SWAPS = {
    "cyrillic": str.maketrans("aceopxyABCEHKMOPTXi", "асеорхуАВСЕНКМОРТХі"),
    "greek": str.maketrans("oABEHIKMNOPTXYZ", "οΑΒΕΗΙΚΜΝΟΡΤΧΥΖ"),
    "digits": str.maketrans("lLIoOsS", "1110055"),
    "wide": {code: code + 0xFEE0 for code in range(0x21, 0x7F)},
    "bold": {**{0x41 + n: 0x1D400 + n for n in range(26)}, **{0x61 + n: 0x1D41A + n for n in range(26)}},
    "case": str.maketrans("lI", "Il"),
}
"""Ways to write a name with other letters that look the same, or nearly."""

HONEST = {
    "Latin": ["Umfragen", "Sondages", "Encuestas", "Ankiety", "Anketler", "Kyselyt", "Umfrage-Werkzeug", "Zusagen"],
    "Cyrillic": ["Опросы", "Отпуск", "Задачи", "Календарь", "Опитування", "Отчёты"],
    "Greek": ["Δημοσκοπήσεις", "Άδειες", "Ημερολόγιο"],
    "Hebrew": ["סקרים", "חופשות"],
    "Arabic": ["استطلاعات", "إجازات", "تقارير"],
    "Persian": ["نظرسنجی‌ها", "مرخصی"],
    "Hindi": ["सर्वेक्षण", "छुट्टी"],
    "Thai": ["แบบสำรวจ", "วันลา"],
    "Japanese": ["アンケート", "休暇申請", "日報ボット", "やること"],
    "Korean": ["설문 조사", "휴가"],
    "Chinese": ["投票", "请假", "問卷調查"],
    "Armenian": ["Հարցումներ"],
    "Georgian": ["გამოკითხვა"],
    "mixed with Latin words": ["Отпуск HR", "投票 Bot", "アンケート Plus"],
}
"""Names in many scripts that mean no harm."""


def _rules(shelf: Shelf, version_id: str) -> dict[str, str]:
    """The shelf's own warnings on a version: their names, and what they say."""
    with shelf.reading() as session:
        findings = session.get_one(Version, version_id).findings
    return {each["rule"]: each["message"]["en"] for each in findings if each["rule"].startswith(("name-", "looks-"))}


def test_names_that_look_alike_are_found_alike() -> None:
    """Of more than 150 ways to imitate a name at least 95 in 100 are recognised."""
    pairs = [
        (name, name.translate(table)) for name in NAMES for table in SWAPS.values() if name.translate(table) != name
    ]
    pairs += [(name, f"{name[:2]}\u200b{name[2:]}") for name in NAMES]
    pairs += [(name, ".".join(name)) for name in NAMES]
    missed = [pair for pair in pairs if look_of(pair[0]) != look_of(pair[1])]

    assert len(pairs) > 150
    assert len(missed) <= 0.05 * len(pairs), missed


def test_honest_names_are_told_apart() -> None:
    """Names that are in use, in many scripts, do not look like each other."""
    names = [*NAMES, *(name for names in HONEST.values() for name in names)]
    alike = [pair for pair in combinations(names, 2) if look_of(pair[0]) == look_of(pair[1])]

    assert [] == alike
    assert all(look_of(name) for name in names)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_honest_names_raise_no_alarm(shelf: Shelf, people: People) -> None:
    """Of names in a dozen scripts, at most those that mix two are pointed out."""
    names = [name for script, names in HONEST.items() if not script.startswith("mixed") for name in names]
    alarmed = []
    for number, name in enumerate(names, start=1):
        content = package(id=str(UUID(int=number, version=4)), name={"short": name})
        if _rules(shelf, publish(shelf, people.admin, content).version_id):
            alarmed.append(name)

    assert [] == alarmed


def test_an_imitation_is_pointed_out(shelf: Shelf, people: People) -> None:
    """The reviewer reads which app the name looks like, and of which characters it really is made."""
    publish(shelf, people.admin, package(name={"short": "Trello"}))
    imitation = package(id=str(UUID(int=1, version=4)), name={"short": "Тrеllо"})

    version_id = publish(shelf, people.publisher, imitation, for_review=True).version_id

    rules = _rules(shelf, version_id)
    assert {"name-looks-like-another", "name-mixes-scripts"} == set(rules)
    assert "'\\u0422r\\u0435ll\\u043e'" in rules["name-looks-like-another"]
    assert '"Trello"' in rules["name-looks-like-another"]


def test_rule_8_a_resubmission_is_pointed_out(shelf: Shelf, people: People) -> None:
    """Another id with the same name or package name is perhaps meant to be an update."""
    named: dict[str, Any] = {"manifestVersion": "1.16", "$schema": None, "packageName": "com.example.polls"}
    publish(shelf, people.admin, package(**named))

    same_name = publish(shelf, people.admin, package(id=str(UUID(int=1, version=4)), name={"short": "POLLS"}))
    same_package = publish(
        shelf, people.admin, package(id=str(UUID(int=2, version=4)), **named, name={"short": "Votes"})
    )
    neither = publish(shelf, people.admin, package(id=str(UUID(int=3, version=4)), name={"short": "Quiz"}))

    assert {"looks-like-resubmission"} == set(_rules(shelf, same_name.version_id))
    assert {"looks-like-resubmission"} == set(_rules(shelf, same_package.version_id))
    assert {} == _rules(shelf, neither.version_id)


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\u3164", "\ufeff"])
def test_what_cannot_be_seen_is_pointed_out(shelf: Shelf, people: People, hidden: str) -> None:
    """Characters that steer a text or show nothing are named to the reviewer."""
    content = package(
        developer={
            "name": f"Har{hidden}bour",
            "websiteUrl": "https://www.example.com",
            "privacyUrl": "https://www.example.com/privacy",
            "termsOfUseUrl": "https://www.example.com/terms",
        }
    )

    version_id = publish(shelf, people.admin, content).version_id

    assert f"\\u{ord(hidden):04x}" in _rules(shelf, version_id)["name-hides-characters"]
