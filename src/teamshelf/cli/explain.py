"""`teamshelf explain [RULE]`: what a rule checks, why, an example, and how to mend it."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from teamshelf.cli import FAILED, OK
from teamshelf.cli.terminal import complain, language_of_the_environment, wrapped
from teamshelf.messages import LANGUAGES, Message, say
from teamshelf.rules.explanations import Explanation, explanations, find, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf explain",
        description="Say what a rule checks, why, and how to mend what breaks it. Microsoft's own codes are understood "
        "as well. Without a name: all rules.",
    )
    made.add_argument("rule", metavar="RULE", nargs="?", help="a rule's name or one of Microsoft's codes")
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Explain one rule, or list all."""
    language = arguments.lang or language_of_the_environment()
    if arguments.rule is None:
        sys.stdout.writelines(f"{line}\n" for line in _table(language))
        return OK
    found = find(arguments.rule)
    if not found:
        complain(_unknown(arguments.rule), language)
        return FAILED
    sys.stdout.write("\n\n".join("\n".join(_page(explanation, language)) for explanation in found) + "\n")
    return OK


def _table(language: str) -> Iterator[str]:
    """A line for each rule: its name, how much it matters for upload and store, what it checks."""
    known = explanations()
    width = max(map(len, known))
    for name, explanation in known.items():
        severity = f"{_short(explanation.upload)}/{_short(explanation.store)}"
        yield f"{name:<{width}}  {severity:<15}  {explanation.checks.in_language(language)}"


def _page(explanation: Explanation, language: str) -> Iterator[str]:
    """All there is to say of one rule, as paragraphs for a terminal."""

    def put(message: Message) -> str:
        return message.in_language(language)

    yield explanation.name
    yield "=" * len(explanation.name)
    if explanation.codes:
        yield f"{put(say('Microsoft'))}: {', '.join(dict.fromkeys(explanation.codes))}"
    if explanation.upload is not None:
        yield put(
            say(
                "upload: {upload}, store: {store}",
                upload=_severity(explanation.upload),
                store=_severity(explanation.store),
            )
        )
    if explanation.versions:
        yield put(say("manifest versions: {versions}", versions=explanation.versions))
    yield ""
    yield from wrapped(put(explanation.checks))
    if explanation.why is not None:
        yield ""
        yield from wrapped(put(explanation.why))
    for title, members, files in (
        (say("Wrong:"), explanation.bad, explanation.files),
        (say("Right:"), explanation.good, explanation.good_files),
    ):
        if members or files:
            yield ""
            yield put(title)
            yield from _example(members, files)
    if explanation.source:
        yield ""
        yield from wrapped(put(say("Source: {source}", source=explanation.source)))


def _example(members: dict[str, Any], files: dict[str, Any]) -> Iterator[str]:
    shown = {name: value for name, value in members.items() if value is not None}
    if shown:
        for line in json.dumps(shown, indent=2, ensure_ascii=False).splitlines()[1:-1]:
            yield f"  {line}"
    for name, content in files.items():
        yield f"    {name}:"
        if isinstance(content, bytes):
            continue
        text = content if isinstance(content, str) else json.dumps(content, indent=2, ensure_ascii=False)
        for line in text.splitlines():
            yield f"      {line}"


def _short(severity: object) -> str:
    return "-" if severity is None else str(severity)


def _severity(severity: object) -> Message:
    return {"error": say("error"), "warning": say("warning")}.get(str(severity), say("note"))


def _unknown(name: str) -> Message:
    near = nearest(name)
    if near is not None:
        return say("there is no rule `{name}`; did you mean `{near}`?", name=name, near=near)
    return say("there is no rule `{name}`; `teamshelf explain` lists all", name=name)
