"""Names that pass for another one, and what a reviewer should look at twice.

Nothing here refuses a name: people in many scripts name their apps honestly, and only a person can tell. A warning is
stored with the version and shown to its reviewer. Source: Unicode Technical Standard 39, section 4; lifecycle rule 8.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import disarm
from sqlalchemy import bindparam, select

from teamshelf.catalogue.tables import App
from teamshelf.findings import Finding, Severity
from teamshelf.messages import say, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from teamshelf.catalogue.apps.facts import Facts
    from teamshelf.messages import Message

MOST_NAMED = 3
"""Other apps that a warning names at most."""

_SEEN_ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("1", "l"), ("i", "l"), ("|", "l"), ("0", "o"), ("5", "s"))
"""What is told apart only by looking closely, in the letters that remain of a name."""

_JOINERS = frozenset("\u200c\u200d")  # join letters in Persian and Indian scripts, and emoji
_EMOJI_STYLE = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0020, 0xE0080))))


@lru_cache(maxsize=256)  # an app's name is looked at when it comes, and when it is listed
def look_of(name: str) -> str:
    r"""What is left of a name when all that only a close look tells apart is made the same.

    >>> look_of("PayPaI") == look_of("\u0440\u0430ypa1") == "paypal"
    True
    """
    look = "".join(each for each in disarm.skeleton_key(name) if each.isalnum() or each == "|")
    for seen, alike in _SEEN_ALIKE:
        look = look.replace(seen, alike)
    return look


def warnings_on(session: Session, facts: Facts, own: App) -> Iterator[Finding]:
    """What a reviewer of a new version should know of its name and of other apps: none of it is an error."""
    yield from _hidden(facts)
    if disarm.is_mixed_script(facts.name):
        yield _warning(
            "name-mixes-scripts",
            say(
                "the name {name} mixes the letters of several scripts: {ascii}",
                name=shown(facts.name),
                ascii=ascii(facts.name),
            ),
        )
    look = look_of(facts.name)
    alike = _others(session, own, _SAME_LOOK, look) if look else []
    same = [app for app in alike if app.display_name.casefold() == facts.name.casefold()]
    resubmitted = {app.id: app for app in same}
    if facts.package_name:
        resubmitted |= {app.id: app for app in _others(session, own, _SAME_PACKAGE, facts.package_name)}
    for app in list(resubmitted.values())[:MOST_NAMED]:
        yield _warning(
            "looks-like-resubmission",
            say(
                "the app {name} with another id has the same name or package name: is this an update of it?",
                name=_told(app),
            ),
        )
    for app in [app for app in alike if app.id not in resubmitted][:MOST_NAMED]:
        yield _warning(
            "name-looks-like-another",
            say(
                "the name {name} ({ascii}) looks like that of another app, {other}",
                name=shown(facts.name),
                ascii=ascii(facts.name),
                other=_told(app),
            ),
        )


def _hidden(facts: Facts) -> Iterator[Finding]:
    texts = {"/name/short": facts.name, "/name/full": facts.full_name, "/developer/name": facts.developer.name}
    for pointer, text in texts.items():
        found = sorted({each for each in text if _is_hidden(each)})
        if found:
            yield _warning(
                "name-hides-characters",
                say(
                    "{text} has characters that cannot be seen: {found}", text=shown(text), found=ascii("".join(found))
                ),
                pointer,
            )


def _is_hidden(character: str) -> bool:
    """Whether a character steers the text instead of being part of it."""
    if character in _JOINERS or character in _EMOJI_STYLE:
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Co", "Cn", "Zl", "Zp"} or character in "\u115f\u1160\u3164"


class _Other(NamedTuple):
    id: str
    external_id: str
    display_name: str


def _alike(column: InstrumentedAttribute[Any]) -> Select[str, str, str]:
    """Other apps on the shelf that have a value in a column, the oldest first."""
    wanted = select(App.id, App.external_id, App.display_name).where(
        column == bindparam("value"), App.id != bindparam("own"), App.deleted_at.is_(None)
    )
    return wanted.order_by(App.created_at, App.id).limit(2 * MOST_NAMED)


_SAME_LOOK = _alike(App.look)
_SAME_PACKAGE = _alike(App.package_name)


def _others(session: Session, own: App, alike: Select[str, str, str], value: str) -> list[_Other]:
    return [_Other(*row) for row in session.execute(alike, {"own": own.id, "value": value})]


def _told(app: _Other) -> str:
    return f"{shown(app.display_name)} ({app.external_id})"


def _warning(rule: str, message: Message, pointer: str = "/name/short") -> Finding:
    return Finding(rule=rule, severity=Severity.WARNING, message=message, pointer=pointer)
