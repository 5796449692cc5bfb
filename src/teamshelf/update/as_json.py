"""A comparison as JSON, for scripts. Keys and their meaning are a contract: more may come, none may change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from teamshelf.report.ascii_json import encode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teamshelf.consent.sentence import Sentence
    from teamshelf.update.change import Change
    from teamshelf.update.compare import Comparison
    from teamshelf.update.reasons import Trigger

MANIFEST = "manifest.json"
"""What the manifest is called, wherever it came from."""


def json_of(
    comparison: Comparison,
    language: str = "en",
    gained: Sequence[Sentence] = (),
    lost: Sequence[Sentence] = (),
) -> str:
    """The comparison as one JSON object in ASCII, with each change on a line."""
    whole = as_values(comparison, language, gained, lost)
    changes = whole.pop("changes")
    lines = ",".join(f"\n  {encode(change)}" for change in changes)
    return f'{encode(whole).removesuffix("}")},\n "changes": [{lines}]}}\n'


def as_values(
    comparison: Comparison,
    language: str = "en",
    gained: Sequence[Sentence] = (),
    lost: Sequence[Sentence] = (),
) -> dict[str, Any]:
    """The comparison as plain JSON values, its sentences in one language."""
    consent = comparison.consent
    return {
        "appId": comparison.app_id,
        "from": comparison.from_,
        "to": comparison.to,
        "allowed": comparison.allowed,
        "problems": [
            {"rule": each.rule, "pointer": each.pointer, "message": each.message.in_language(language)}
            for each in comparison.problems
        ],
        "consent": {
            "required": consent.is_required,
            "answer": consent.answer.value,
            "rules": consent.rules,
            "who": [who.value for who in consent.who],
            "unanswered": consent.unanswered.in_language(language) if consent.unanswered else None,
            "triggers": [_trigger(each, language) for each in consent.triggers],
            "likely": [_trigger(each, language) for each in consent.likely],
            "elsewhere": [_trigger(each, language) for each in consent.elsewhere],
        },
        "notes": [
            {"note": each.note, "pointer": each.pointer, "message": each.message.in_language(language)}
            for each in comparison.notes
        ],
        "sentences": {
            "gained": [_sentence(each, language) for each in gained],
            "lost": [_sentence(each, language) for each in lost],
        },
        "changes": [_change(each, language) for each in comparison.changes],
    }


def _trigger(trigger: Trigger, language: str) -> dict[str, Any]:
    return {
        "change": trigger.change,
        "pointer": trigger.pointer if trigger.pointer is not None else trigger.old_pointer,
        "oldPointer": trigger.old_pointer,
        "newPointer": trigger.pointer,
        "rules": trigger.rules,
        "likely": trigger.likely,
        "who": trigger.who.value,
        "message": trigger.message.in_language(language),
    }


def _change(change: Change, language: str) -> dict[str, Any]:
    return {
        "pointer": change.pointer,
        "op": change.op,
        "old": msgspec.to_builtins(change.old),
        "new": msgspec.to_builtins(change.new),
        "kind": change.kind.value,
        "change": change.change,
        "file": change.file or MANIFEST,
        "oldPointer": change.old_pointer,
        "newPointer": change.new_pointer,
        "asks": change.asks,
        "message": change.message.in_language(language),
    }


def _sentence(sentence: Sentence, language: str) -> dict[str, Any]:
    return {"key": sentence.key, "group": sentence.group.value, "text": sentence.text.in_language(language)}
