"""What to do about a fault: the name that was meant, the version that has it, the form a value takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.messages import Message, alternatives, say, shown
from teamshelf.model.facts import JSON_TYPES, Property, TextKind, at, item_type, properties_of, value_type, values_at
from teamshelf.model.kinds import COLOR, LANGUAGE_TAG
from teamshelf.model.places import Place, dotted, homes_of, place_of
from teamshelf.versions import LATEST, NUMBERED_VERSIONS, VersionRange, order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MEANT = {"search": "query", "groupChats": "groupChat", "teams": "team", "meeting": "meetings"}
"""Values that people write from habit or from an example of Microsoft's, and what they mean by them."""

RENAMED = {"copilotExtensions": "copilotAgents", "declarativeCopilots": "declarativeAgents"}
"""Properties that the developer preview once called otherwise."""

LIKENESS = 0.72
"""How alike two names must be (difflib's ratio) to propose one for the other: `botID`/`botId` yes, `bots`/`tabs` no."""


def likely_meant(name: str, known: Iterable[str]) -> str | None:
    """The known name that somebody who wrote ``name`` most likely meant; None when there is none near enough.

    >>> likely_meant("botID", ["botId", "scopes"])
    'botId'
    """
    names = list(known)
    same = RENAMED.get(name) or respelled(name, names)
    if same in names:
        return same
    from difflib import get_close_matches  # only when something is wrong

    close = get_close_matches(name, names, n=1, cutoff=LIKENESS)
    return close[0] if close and close[0] != name else None


def respelled(name: str, known: Iterable[str]) -> str | None:
    """The known name that is the same word in another spelling; None when there is none.

    >>> respelled("group_chat", ["team", "groupChat"])
    'groupChat'
    """
    folded = _folded(name)
    return next((candidate for candidate in known if _folded(candidate) == folded and candidate != name), None)


def hint_for_missing(declared: Property, version: str) -> Message:
    """How to add a property."""
    return say("add {member}", member=f"`{example_member(declared, version)}`")


def example_member(declared: Property, version: str) -> str:
    """The property as one could write it, with an example of its value."""
    return f'"{declared.name}": {_example(declared, version)}'


def hint_for_unknown(
    name: str, path: Sequence[str | int], known: Mapping[str, Property], version: str
) -> Message | None:
    """What to do about a property that should not be there."""
    declared = known.get(name)
    if declared is not None:
        return _hint_for_versions(name, declared, version)
    here = [other for other, declared in known.items() if version in declared.versions]
    meant = likely_meant(name, here) or likely_meant(name, known)
    if meant is not None and meant in here:
        return say("did you mean `{meant}`?", meant=meant)
    if meant is not None:
        return _hint_for_versions(meant, known[meant], version, misspelled=True)
    home = home_above(name, path)
    if home == ():
        return say("`{name}` belongs in the manifest itself: move it there", name=name)
    if home is not None:
        return say("`{name}` belongs in `{home}`: move it there", name=name, home=dotted(home))
    homes = homes_of(name)
    if len(homes) == 1:
        return say("`{name}` belongs at `{home}`", name=name, home=homes[0])
    if len(here) > 0 and len(here) <= _FEW:
        return say("remove it; what may stand here is {names}", names=alternatives(here))
    return say("remove it")


def hint_for_value(value: object, place: Place, version: str) -> Message | None:
    """What to do about a value that is none of the choices: the one that was meant, or the version that knows it."""
    values = [str(choice) for choice in values_at(place.facts, version)]
    if isinstance(value, str):
        meant = MEANT.get(value) if MEANT.get(value) in values else likely_meant(value, values)
        if meant is not None:
            return say("did you mean `{meant}`?", meant=meant)
        if isinstance(place.facts.values, dict) and value in place.facts.values:
            return _hint_for_value_versions(value, VersionRange.parse(place.facts.values[value]), version)
    return None


def hint_for_pattern(value: str, kind: TextKind) -> Message:
    """What a text of this kind looks like."""
    stripped = value.strip()
    if stripped != value:
        return say("remove the blanks around it")
    if kind is LANGUAGE_TAG and "_" in value:
        return say("write it with a hyphen: `{example}`", example=value.replace("_", "-"))
    if kind is COLOR:
        return say(
            "write `#` and six hexadecimal digits, such as `{example}`", example=six_digits(value) or kind.example
        )
    if kind.pattern.startswith("^[Hh]") and value.lower().startswith("http:"):
        return say("write `https://` instead of `http://`")
    if kind.pattern.startswith("^[Hh]") and "://" not in value and "." in value and " " not in value:
        return say("put `https://` before it")
    return say("write it like this: `{example}`", example=kind.example)


def hint_for_type(value: object, place: Place) -> Message | None:
    """How to write a value that has the wrong type."""
    wanted = place.annotation
    if wanted is bool and isinstance(value, str) and value.lower() in ("true", "false"):
        return say("write {value} without the quotes", value=f"`{value.lower()}`")
    if wanted in (int, float) and isinstance(value, str):
        return say("write the number without quotes")
    if wanted is str and isinstance(value, int | float) and not isinstance(value, bool):
        return say("put it in quotes: {value}", value=f"`{shown(shown(value))}`")
    if item_type(wanted) is not None and not isinstance(value, list) and value is not None:
        return say("put it in brackets: `[ ]`")
    if value is None:
        return say("give it a value, or remove the property")
    if isinstance(value, list) and len(value) == 1:
        return say("write the one item without the brackets")
    return None


_FEW = 8
"""Names that a hint lists in full; more would hide the message."""


def _hint_for_versions(name: str, declared: Property, version: str, *, misspelled: bool = False) -> Message:
    """Why a version does not have a property that others have."""
    if declared.replaced_by:
        return say("`{name}` was replaced by `{home}`: move it there", name=name, home=declared.replaced_by)
    numbered = [v for v in NUMBERED_VERSIONS if v in declared.versions]
    if not numbered:
        return say("`{name}` exists only in the developer preview: remove it, or say `devPreview`", name=name)
    if version in NUMBERED_VERSIONS and order(version) < order(numbered[0]):
        said = say(
            "`{name}` exists from manifest version {first}; this manifest says {version}",
            name=name,
            first=numbered[0],
            version=version,
        )
        if misspelled:
            return say("did you mean `{meant}`? {said}", meant=name, said=said)
        return said
    if numbered[-1] != LATEST:
        return say("`{name}` ended with manifest version {last}: remove it", name=name, last=numbered[-1])
    return say("`{name}` is not in {version}: remove it", name=name, version=version)


def _hint_for_value_versions(value: str, known: VersionRange, version: str) -> Message:
    numbered = [v for v in NUMBERED_VERSIONS if v in known]
    if not numbered:
        return say("`{value}` exists only in the developer preview", value=value)
    if version in NUMBERED_VERSIONS and order(version) < order(numbered[0]):
        return say(
            "`{value}` exists from manifest version {first}; this manifest says {version}",
            value=value,
            first=numbered[0],
            version=version,
        )
    return say("`{value}` ended with manifest version {last}", value=value, last=numbered[-1])


def home_above(name: str, path: Sequence[str | int]) -> tuple[str | int, ...] | None:
    """The path of the nearest object above this one that knows the property; None when there is none."""
    for length in range(len(path) - 1, -1, -1):
        place = place_of(path[:length])
        if place is not None and place.object_class is not None and name in properties_of(place.object_class):
            return tuple(path[:length])
    return None


def _example(declared: Property, version: str) -> str:
    annotation = value_type(declared.annotation)
    if item_type(annotation) is not None:
        return "[…]"
    if annotation is str:
        values = values_at(declared.facts, version)
        kind = at(declared.facts.kind, version)
        example = values[0] if values else (kind.example if kind else "") or "…"
        return f'"{example}"'
    if annotation is bool:
        return "false"
    return "0" if annotation in JSON_TYPES else "{…}"


def six_digits(value: str) -> str | None:
    """The colour that a short or long colour code means, in the form Teams takes."""
    digits = value.strip().lstrip("#")
    if digits and all(c in "0123456789abcdefABCDEF" for c in digits):
        if len(digits) in (3, 4):
            return "#" + "".join(c * 2 for c in digits[:3])
        if len(digits) in (6, 8):
            return "#" + digits[:6]
    return None


def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").replace(" ", "").lower()
