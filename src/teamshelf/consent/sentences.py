"""All that people agree to when they add an app, gathered and put in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from teamshelf.consent.asked import device, permissions, sign_in
from teamshelf.consent.implied import implied
from teamshelf.consent.resource_specific import org_wide, resource_specific
from teamshelf.consent.sentence import SCOPES, Group, Sentence, scopes_in_order
from teamshelf.model.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App


def sentences_for(subject: App | Manifest, *, scope: str | None = None) -> tuple[Sentence, ...]:
    """What an app can do and asks for, group after group; each thing once, whatever brings it about.

    The order of the lists in the manifest plays no part: permissions come by their names, the rest as the reader of a
    dialog expects it. With a ``scope``, one of :data:`~teamshelf.consent.sentence.SCOPES` in any case, only what holds
    when the app is added there.

    >>> from teamshelf.model.loading import manifest_from
    >>> manifest = manifest_from({"permissions": ["identity"], "bots": [{"scopes": ["personal"]}]})
    >>> [str(sentence.text) for sentence in sentences_for(manifest)][-1]
    'Know who you are'

    Raises:
        ValueError: there is no such scope.
    """
    if scope is not None and scope.lower() not in SCOPES:
        raise ValueError(f"there is no scope {scope!r}")
    manifest = subject if isinstance(subject, Manifest) else subject.manifest
    found = (
        *implied(manifest),
        *_by_name(permissions(manifest)),
        *resource_specific(manifest),
        *sign_in(manifest),
        *_by_name(org_wide(manifest)),
        *_by_name(device(manifest)),
    )
    merged = _each_once(found)
    return merged if scope is None else tuple(sentence for sentence in merged if scope.lower() in sentence.scopes)


def in_groups(sentences: Iterable[Sentence]) -> tuple[tuple[Group, tuple[Sentence, ...]], ...]:
    """The sentences under their groups, in the order of the groups; those without a sentence are left out."""
    given = tuple(sentences)
    filled = ((group, tuple(sentence for sentence in given if sentence.group is group)) for group in Group)
    return tuple((group, members) for group, members in filled if members)


def _by_name(sentences: Iterable[Sentence]) -> list[Sentence]:
    return sorted(sentences, key=lambda sentence: sentence.key)


def _each_once(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Sentences of the same key as one: the first of them, for the scopes of all."""
    merged: dict[str, Sentence] = {}
    for sentence in sentences:
        earlier = merged.get(sentence.key)
        if earlier is None:
            merged[sentence.key] = sentence
        else:
            merged[sentence.key] = replace(earlier, scopes=scopes_in_order((*earlier.scopes, *sentence.scopes)))
    return tuple(merged.values())
