"""Together mode scenes and video effects of meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.registry import WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teamshelf.model.meetings import Scene, VideoFilter
    from teamshelf.package.app import App

_REFERENCE = "app manifest reference, meetingExtensionDefinition"
_SCENE: dict[str, Any] = {
    "id": "0f8fad5b-d9cb-469f-a165-70867728950e",
    "name": "Harbour",
    "file": "harbour.json",
    "preview": "harbour.png",
    "maxAudience": 10,
    "seatsReservedForOrganizersOrPresenters": 2,
}
_FILES: dict[str, Any] = {"harbour.json": {}, "harbour.png": b""}


@rule(
    "meeting-item-id-duplicate",
    versions="1.10..",
    upload=WARNING,
    store=WARNING,
    checks=say("No two scenes, and no two video effects, have the same `id`."),
    why=say("Teams tells them apart by it, so that choosing one may bring up the other."),
    bad={"meetingExtensionDefinition": {"scenes": [_SCENE, {**_SCENE, "name": "Lighthouse"}]}},
    good={
        "meetingExtensionDefinition": {
            "scenes": [_SCENE, {**_SCENE, "name": "Lighthouse", "id": "16fd2706-8baf-433b-82eb-8c7fada847da"}]
        }
    },
    files=_FILES,
    source=_REFERENCE,
)
def meeting_item_id_duplicate(app: App) -> Iterable[Found]:
    """An id that an earlier scene or effect has, in other letters perhaps."""
    meeting = app.manifest.meeting_extension_definition
    if meeting is None:
        return ()
    return [
        *_repeated("scenes", meeting.scenes),
        *_repeated("filters", meeting.filters),
        *_repeated("videoFilters", meeting.video_filters),
    ]


@rule(
    "scene-seats-exceed-audience",
    versions="1.10..",
    upload=WARNING,
    store=WARNING,
    checks=say("A scene reserves no more seats for organizers and presenters than it has."),
    why=say("`maxAudience` counts everybody in the scene, so that nobody else would find a seat."),
    bad={"meetingExtensionDefinition": {"scenes": [{**_SCENE, "seatsReservedForOrganizersOrPresenters": 12}]}},
    good={"meetingExtensionDefinition": {"scenes": [_SCENE]}},
    files=_FILES,
    source=_REFERENCE,
)
def scene_seats_exceed_audience(app: App) -> Iterable[Found]:
    """More seats reserved than there are."""
    meeting = app.manifest.meeting_extension_definition
    if meeting is None:
        return ()
    found = []
    for index, scene in enumerate(meeting.scenes):
        seats, reserved = scene.max_audience, scene.seats_reserved_for_organizers_or_presenters
        if seats is not None and reserved is not None and reserved > seats:
            pointer = f"/meetingExtensionDefinition/scenes/{index}/seatsReservedForOrganizersOrPresenters"
            message = say("the scene reserves {reserved} seats, but has only {seats}", reserved=reserved, seats=seats)
            found.append(Found(pointer, message, say("reserve fewer seats, or raise `maxAudience`")))
    return found


def _repeated(name: str, items: Sequence[Scene | VideoFilter]) -> list[Found]:
    first: dict[str, int] = {}
    return [
        Found(
            f"/meetingExtensionDefinition/{name}/{index}/id",
            say("{id} is the `id` of an earlier entry already", id=shown(item.id)),
            say("give each entry an `id` of its own"),
        )
        for index, item in enumerate(items)
        if item.id and first.setdefault(item.id.lower(), index) != index and placeholder_in(item.id) is None
    ]
