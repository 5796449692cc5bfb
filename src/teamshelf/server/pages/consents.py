"""The sentences of consent as pages show them: in their groups, each with when and by whom it is granted.

The sentences are those of :mod:`teamshelf.consent`, and no page has any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from teamshelf.consent import GRANTERS, GROUPS, MOMENTS, Group, in_groups, sentences_for
from teamshelf.consent.sentence import Granter, Moment
from teamshelf.messages import Message, say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from teamshelf.consent import Sentence
    from teamshelf.model.manifest import Manifest

DRAWINGS = {
    Group.IMPLIED: "check",
    Group.PERMISSIONS: "key",
    Group.RESOURCE_SPECIFIC: "team",
    Group.SIGN_IN: "person",
    Group.DEVICE: "device",
}


class ShownSentence(Struct, frozen=True, kw_only=True):
    """A sentence.

    Attributes:
        given: when and by whom it is granted; empty where all of the group is granted by adding the app.
        mark: ``new`` or ``gone`` where it is compared with what held before; else empty.
    """

    text: Message | str
    detail: Message | str | None = None
    given: Message | str = ""
    mark: str = ""


class ShownGroup(Struct, frozen=True):
    """Sentences under their heading.

    Attributes:
        given: when and by whom all of them are granted; empty where that differs, or goes without saying.
    """

    heading: Message | str
    drawing: str
    sentences: tuple[ShownSentence, ...]
    given: Message | str = ""


def groups_of(
    manifest: Manifest, scope: str | None = None, *, before: Manifest | None = None, in_full: bool = False
) -> tuple[ShownGroup, ...]:
    """What an app asks for, in one scope or wherever it is added.

    Args:
        manifest: of the version.
        scope: where it is added.
        before: of the version that ran until now: what is new against it says so, and what it alone asked for is shown
            as gone.
        in_full: every sentence says when and by whom it is granted.
    """
    now = sentences_for(manifest, scope=scope)
    had = sentences_for(before, scope=scope) if before is not None else None
    known = None if had is None else {sentence.key for sentence in had}
    keys = {sentence.key for sentence in now}
    gone = {sentence.key for sentence in had or () if sentence.key not in keys}
    every = (*now, *(sentence for sentence in had or () if sentence.key in gone))
    return tuple(
        _grouped(group, tuple(_shown(sentence, known, gone, in_full=in_full) for sentence in members))
        for group, members in in_groups(every)
    )


def _grouped(group: Group, sentences: tuple[ShownSentence, ...]) -> ShownGroup:
    """A group that says once what all of its sentences have in common."""
    first = sentences[0].given
    if first and all(sentence.given == first for sentence in sentences):
        plain = tuple(structs.replace(sentence, given="") for sentence in sentences)
        return ShownGroup(GROUPS[group], DRAWINGS[group], plain, first)
    return ShownGroup(GROUPS[group], DRAWINGS[group], sentences)


def groups_stored(sentences: Iterable[dict[str, Any]]) -> tuple[ShownGroup, ...]:
    """What a receipt says was shown, word for word."""
    given = list(sentences)
    grouped = ((group, [each for each in given if each["group"] == group.value]) for group in Group)
    return tuple(
        ShownGroup(
            GROUPS[group],
            DRAWINGS[group],
            tuple(
                ShownSentence(text=each["text"], detail=each["detail"], mark="new" if each["isNew"] else "")
                for each in members
            ),
        )
        for group, members in grouped
        if members
    )


def _shown(sentence: Sentence, known: Collection[str] | None, gone: Collection[str], *, in_full: bool) -> ShownSentence:
    mark = ""
    if sentence.key in gone:
        mark = "gone"
    elif known is not None and sentence.key not in known:
        mark = "new"
    is_usual = sentence.moment is Moment.INSTALL and sentence.by is Granter.INSTALLER
    given: Message | str = ""
    if in_full or not is_usual:
        given = say("{when} · {who}", when=MOMENTS[sentence.moment], who=GRANTERS[sentence.by])
    return ShownSentence(text=sentence.text, detail=sentence.detail, given=given, mark=mark)
