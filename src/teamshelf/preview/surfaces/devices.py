"""What the app's pages may use of the device: the prompt that people see when a page first asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.consent import Group, sentences_for

if TYPE_CHECKING:
    from teamshelf.consent import Sentence
    from teamshelf.preview.reading import Text
    from teamshelf.preview.surfaces.view import View


class Devices(Struct, frozen=True):
    """The prompts, one for each permission."""

    name: Text | None
    prompts: tuple[Sentence, ...]


def devices(view: View) -> Devices:
    """The prompts of an app."""
    asked = tuple(sentence for sentence in sentences_for(view.app) if sentence.group is Group.DEVICE)
    return Devices(view.name, asked)
