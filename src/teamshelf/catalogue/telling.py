"""Sentences as they are stored: in every language the shelf speaks, since nobody knows who will read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teamshelf.findings import Finding
    from teamshelf.messages import Message
    from teamshelf.update.compare import Comparison
    from teamshelf.update.problems import Problem
    from teamshelf.update.reasons import Trigger


def told(message: Message) -> dict[str, str]:
    """A sentence by language, such as ``{"en": "...", "fr": "..."}``."""
    return {language: message.in_language(language) for language in LANGUAGES}


def text_of(sentence: Mapping[str, str], language: str) -> str:
    """A stored sentence in a language; English where it was not stored in that one."""
    return sentence.get(language) or sentence["en"]


def told_finding(finding: Finding) -> dict[str, Any]:
    """A finding as it is stored, with the names that `check --format json` has."""
    return {
        "rule": finding.rule,
        "aliases": list(finding.aliases),
        "severity": finding.severity.value,
        "file": finding.file,
        "pointer": finding.pointer,
        "line": finding.span.line if finding.span else None,
        "column": finding.span.column if finding.span else None,
        "message": told(finding.message),
        "hint": told(finding.hint) if finding.hint else None,
    }


def told_trigger(trigger: Trigger) -> dict[str, Any]:
    """A reason to ask for consent as it is stored."""
    return {
        "change": trigger.change,
        "rules": list(trigger.rules),
        "likely": list(trigger.likely),
        "who": trigger.who.value,
        "message": told(trigger.message),
        "pointer": trigger.pointer,
        "oldPointer": trigger.old_pointer,
        "newFact": list(trigger.new_fact) if trigger.new_fact else None,
        "oldFact": list(trigger.old_fact) if trigger.old_fact else None,
    }


def told_comparison(comparison: Comparison) -> dict[str, Any]:
    """What an update means as it is stored, with the names that `diff --format json` has."""
    consent = comparison.consent
    return {
        "from": comparison.from_,
        "to": comparison.to,
        "allowed": comparison.allowed,
        "problems": [_told_problem(problem) for problem in comparison.problems],
        "consent": {
            "answer": consent.answer.value,
            "rules": consent.rules,
            "who": [who.value for who in consent.who],
            "triggers": [told_trigger(trigger) for trigger in consent.triggers],
            "likely": [told_trigger(trigger) for trigger in consent.likely],
            "elsewhere": [told_trigger(trigger) for trigger in consent.elsewhere],
        },
        "changes": [
            {
                "change": change.change,
                "kind": change.kind.value,
                "op": change.op,
                "file": change.file,
                "pointer": change.pointer,
                "oldPointer": change.old_pointer,
                "newPointer": change.new_pointer,
                "asks": list(change.asks),
                "message": told(change.message),
            }
            for change in comparison.changes
        ],
        "notes": [
            {"note": note.note, "message": told(note.message), "pointer": note.pointer} for note in comparison.notes
        ],
    }


def _told_problem(problem: Problem) -> dict[str, Any]:
    return {"rule": problem.rule, "message": told(problem.message), "pointer": problem.pointer}
