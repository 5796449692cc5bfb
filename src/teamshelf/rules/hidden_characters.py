"""Characters that nobody sees: they make one name look like another, and turn text around.

Some are honest: the joiners inside emoji and in scripts that need them, marks of direction beside right-to-left
letters, flags that are spelled with tags. What is left has no place in a name or a description.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from teamshelf.messages import say
from teamshelf.rules.registry import WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teamshelf.findings import Change
    from teamshelf.package.app import App

HIDDEN = (
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
"""A class of characters for regular expressions, in Python and in schemas: what may be hidden; tags are beside it."""

_MAYBE_HIDDEN = re.compile(rf"{HIDDEN}|[\U000e0000-\U000e007f]")
_JOINERS = "\u200c\u200d"
_DIRECTION_MARKS = "\u200e\u200f\u061c"
_RIGHT_TO_LEFT = frozenset(("R", "AL"))
_SOFT_HYPHEN = "\u00ad"
_BLACK_FLAG = "\U0001f3f4"
_FIRST_BEYOND_LATIN = "\u0900"  # from here on, scripts whose letters join, and emoji


@rule(
    "text-has-hidden-characters",
    upload=WARNING,
    store=WARNING,
    checks=say("Names and descriptions have no characters that are not shown, such as zero-width spaces."),
    why=say(
        "Nobody sees them, but searches do: the app is not found by its name. They also make a name look like that of "
        "another app, or turn parts of a text around, and reviewers take them for deceit."
    ),
    bad={"name": {"short": "Po\u200blls", "full": "Polls for quick decisions"}},
    good={"name": {"short": "Polls", "full": "Polls for quick decisions"}},
    source="Unicode Technical Report 36, Unicode security considerations",
)
def texts_show_what_they_say(app: App) -> Iterable[Found]:
    """Control characters, zero-width ones and changes of direction in what people read."""
    found = []
    for place, text in _texts(app):
        if text.isascii() and text.isprintable():
            continue
        hidden = [match.start() for match in _MAYBE_HIDDEN.finditer(text) if not _is_honest(text, match.start())]
        if hidden:
            names = dict.fromkeys(f"U+{ord(text[at]):04X}" for at in hidden)
            found.append(
                Found(
                    f"/{place.replace('.', '/')}",
                    say(
                        "`{place}` has characters that nobody sees: {names}",
                        place=place,
                        names=", ".join(names),
                    ),
                    say("remove them; retyping the text is often easier"),
                    changes=(_without(place, text, frozenset(hidden)),),
                )
            )
    return found


def _texts(app: App) -> Iterator[tuple[str, str]]:
    manifest = app.manifest
    name, description, developer = manifest.name, manifest.description, manifest.developer
    texts = (
        ("name.short", name and name.short),
        ("name.full", name and name.full),
        ("description.short", description and description.short),
        ("description.full", description and description.full),
        ("developer.name", developer and developer.name),
    )
    for place, text in texts:
        if text:
            yield place, text


def _is_honest(text: str, at: int) -> bool:
    """Whether what stands there does what it is for."""
    character, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if character in _JOINERS:
        return (before >= _FIRST_BEYOND_LATIN and after >= _FIRST_BEYOND_LATIN) or _is_right_to_left(before)
    if character in _DIRECTION_MARKS:
        return any(map(_is_right_to_left, text))
    if character == _SOFT_HYPHEN:
        return before.isalpha() and after.isalpha()
    return character >= "\U000e0000" and _BLACK_FLAG in text[:at]


def _is_right_to_left(character: str) -> bool:
    return character.isalpha() and unicodedata.bidirectional(character) in _RIGHT_TO_LEFT


def _without(place: str, text: str, hidden: frozenset[int]) -> Change:
    from teamshelf.findings import Change

    kept = "".join(character for index, character in enumerate(text) if index not in hidden)
    return Change("replace", f"/{place.replace('.', '/')}", kept)
