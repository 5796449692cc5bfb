"""An app in a list of the API, as a card of the pages shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from teamshelf.catalogue.people.actors import VISITOR
from teamshelf.server.api.shapes import Shape
from teamshelf.server.permissions import READ_CATALOGUE
from teamshelf.texts.cleaning import clean

if TYPE_CHECKING:
    from teamshelf.messages import Message
    from teamshelf.server.pages.cards import Card
    from teamshelf.server.pages.states import State
    from teamshelf.server.pages.visiting import Visit


class StateShape(Shape, frozen=True, kw_only=True):
    """What whoever asks can do next with an app.

    Attributes:
        kind: `add`, `open`, `update`, `request`, `requested`, `blocked` or `sign-in`.
        label: in words.
        url: where it is done; empty where nothing can be.
        reason: why nothing can be done.
    """

    kind: str
    label: str
    url: str
    reason: str


class CardShape(Shape, frozen=True, kw_only=True):
    """An app in a list, in the language that was asked for and under the name that the organization gave it.

    Attributes:
        id: the manifest's.
        certification: `none`, `verified`, `attested`, `certified` or `expired`.
    """

    id: str
    url: str
    name: str
    publisher: str
    description: str
    icon_url: str
    capabilities: list[str]
    certification: str
    state: StateShape


def reader_of(visit: Visit) -> Visit:
    """The visit with as much as its token lets be seen."""
    return visit if READ_CATALOGUE.is_granted_to(visit.actor) else structs.replace(visit, actor=VISITOR)


def said(visit: Visit, text: Message | str) -> str:
    """A sentence in the visit's language, without what could harm a reader."""
    return clean(text if isinstance(text, str) else text.in_language(visit.language))


def card_shape(visit: Visit, card: Card) -> CardShape:
    """A card of the pages, for the API."""
    return CardShape(
        id=card.app_id,
        url=card.url,
        name=clean(card.name),
        publisher=clean(card.publisher),
        description=clean(card.text),
        icon_url=card.icon_url,
        capabilities=[each.name for each in card.capabilities],
        certification=card.tier.name,
        state=state_shape(visit, card.state),
    )


def state_shape(visit: Visit, state: State) -> StateShape:
    """What can be done next with an app, for the API."""
    return StateShape(
        kind=state.kind.value, label=said(visit, state.label), url=state.url, reason=said(visit, state.reason)
    )
