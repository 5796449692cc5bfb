"""The notifications in `activities`: their kinds, the groups that kinds are in, and their icons.

Groups are in no published schema, though Microsoft Graph checks them: whoever has them is told of both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.as_written import is_written, written
from teamshelf.rules.registry import ERROR, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teamshelf.package.app import App

RESERVED_TYPE = "systemDefault"
"""The kind of notification that every app has without declaring it."""

_GRAPH = "Microsoft Graph, Publish teamsApp, error codes"
_REFERENCE = "app manifest reference, activities"
_TASK: dict[str, Any] = {
    "type": "taskCreated",
    "description": "Task created",
    "templateText": "{actor} created task {taskId} for you",
}
_ICON: dict[str, Any] = {"id": "task", "iconFile": "task.png"}


def _with_activities(**activities: Any) -> dict[str, Any]:
    """The members of a manifest with these notifications, and a registration that may send them, for an example."""
    registration = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
    application = {"id": registration, "resource": f"api://example.com/{registration}"}
    return {"activities": activities, "webApplicationInfo": application}


@rule(
    "activity-type-duplicate",
    codes=("UniqueActivityTypeInActivitiesValidation",),
    versions="1.7..",
    upload=ERROR,
    store=ERROR,
    checks=say("No two activity types have the same `type`."),
    why=say("A notification names its type, and Teams could not tell which of the two is meant. It refuses both."),
    bad=_with_activities(activityTypes=[_TASK, {**_TASK, "description": "Task changed"}]),
    good=_with_activities(activityTypes=[_TASK, {**_TASK, "type": "taskChanged", "description": "Task changed"}]),
    source=_GRAPH,
)
def activity_type_duplicate(app: App) -> Iterable[Found]:
    """A type that an earlier one has."""
    activities = app.manifest.activities
    if activities is None:
        return ()
    types = [each.type for each in activities.activity_types]
    return [
        Found(
            f"/activities/activityTypes/{index}/type",
            say("there is an activity type {name} already", name=shown(name)),
            say("give each type a name of its own"),
        )
        for index, name in _repeated(types)
    ]


@rule(
    "activity-type-reserved",
    codes=("ReservedActivitiesValidation",),
    versions="1.7..",
    upload=ERROR,
    store=ERROR,
    checks=say("No activity type is called `systemDefault`."),
    why=say("Every app has this type without declaring it, for notifications with a text of their own."),
    bad=_with_activities(activityTypes=[{**_TASK, "type": "systemDefault"}]),
    good=_with_activities(activityTypes=[_TASK]),
    source=_GRAPH,
)
def activity_type_reserved(app: App) -> Iterable[Found]:
    """The name of Teams' own type."""
    activities = app.manifest.activities
    if activities is None:
        return ()
    return [
        Found(
            f"/activities/activityTypes/{index}/type",
            say("`systemDefault` is an activity type of Teams itself"),
            say("remove it, for every app has it; or give the type another name"),
        )
        for index, each in enumerate(activities.activity_types)
        if each.type == RESERVED_TYPE
    ]


@rule(
    "activity-group-duplicate",
    codes=("UniqueIdInActivitiesGroupValidation",),
    versions="1.7..",
    upload=ERROR,
    store=ERROR,
    checks=say("No two activity groups have the same `id`."),
    why=say("Activity types name their group by it. Microsoft Graph refuses the manifest."),
    bad=_with_activities(activityTypes=[_TASK], activityGroups=[{"id": "tasks"}, {"id": "tasks"}]),
    good=_with_activities(activityTypes=[_TASK]),
    source=_GRAPH,
)
def activity_group_duplicate(app: App) -> Iterable[Found]:
    """An id that an earlier group has."""
    if app.manifest.activities is None:
        return ()
    return [
        Found(
            f"/activities/activityGroups/{index}/id",
            say("there is an activity group {id} already", id=shown(group)),
            say("give each group an `id` of its own"),
        )
        for index, group in _repeated(_group_ids(app))
    ]


@rule(
    "activity-group-unknown",
    codes=("ActivityGroupIdFromActivitiesTypeValidation",),
    versions="1.7..",
    upload=ERROR,
    store=ERROR,
    checks=say("The `activityGroupId` of an activity type is the `id` of an activity group."),
    why=say("Microsoft Graph refuses a manifest in which it is not."),
    bad=_with_activities(activityTypes=[{**_TASK, "activityGroupId": "tasks"}]),
    good=_with_activities(activityTypes=[_TASK]),
    source=_GRAPH,
)
def activity_group_unknown(app: App) -> Iterable[Found]:
    """A group that is not declared."""
    activities = app.manifest.activities
    if activities is None:
        return ()
    found = []
    for index in range(len(activities.activity_types)):
        group = written(app, "activities", "activityTypes", index, "activityGroupId")
        if isinstance(group, str) and placeholder_in(group) is None and group not in _group_ids(app):
            pointer = f"/activities/activityTypes/{index}/activityGroupId"
            message = say("there is no activity group {id}", id=shown(group))
            found.append(Found(pointer, message, say("name a group of `activityGroups`, or remove `activityGroupId`")))
    return found


@rule(
    "activity-groups-without-types",
    codes=("ActivityTypesMustExistWithActivitiesGroupValidation",),
    versions="1.7..",
    upload=ERROR,
    store=ERROR,
    checks=say("An app with activity groups has activity types."),
    why=say("A group is for types to be in. Microsoft Graph refuses groups without any."),
    bad=_with_activities(activityGroups=[{"id": "tasks"}]),
    good=_with_activities(activityTypes=[_TASK]),
    source=_GRAPH,
)
def activity_groups_without_types(app: App) -> Iterable[Found]:
    """Groups of nothing."""
    activities = app.manifest.activities
    if activities is None or activities.activity_types or not _group_ids(app):
        return ()
    message = say("there are activity groups, but no activity types")
    return [Found("/activities/activityGroups", message, say("add `activityTypes`, or remove the groups"), at_key=True)]


@rule(
    "activity-icon-duplicate",
    versions="1.22..",
    upload=WARNING,
    store=WARNING,
    checks=say("No two activity icons have the same `id`."),
    why=say("Activity types and notifications name an icon by it."),
    bad=_with_activities(activityTypes=[_TASK], activityIcons=[_ICON, _ICON]),
    good=_with_activities(activityTypes=[_TASK], activityIcons=[_ICON]),
    files={"task.png": b""},
    source=_REFERENCE,
)
def activity_icon_duplicate(app: App) -> Iterable[Found]:
    """An id that an earlier icon has."""
    activities = app.manifest.activities
    if activities is None or not activities.activity_icons:
        return ()
    return [
        Found(
            f"/activities/activityIcons/{index}/id",
            say("there is an activity icon {id} already", id=shown(icon)),
            say("give each icon an `id` of its own"),
        )
        for index, icon in _repeated([icon.id for icon in activities.activity_icons])
    ]


@rule(
    "activity-icon-unknown",
    versions="1.22..",
    upload=WARNING,
    store=WARNING,
    checks=say("The `allowedIconIds` of an activity type are ids of `activityIcons`."),
    why=say("A notification with an icon that is not declared is sent with none of it."),
    bad=_with_activities(activityTypes=[{**_TASK, "allowedIconIds": ["task"]}]),
    good=_with_activities(activityTypes=[{**_TASK, "allowedIconIds": ["task"]}], activityIcons=[_ICON]),
    good_files={"task.png": b""},
    source=_REFERENCE,
)
def activity_icon_unknown(app: App) -> Iterable[Found]:
    """An icon that is not declared."""
    activities = app.manifest.activities
    if activities is None:
        return ()
    found = []
    for index, each in enumerate(activities.activity_types):
        for place, name in enumerate(each.allowed_icon_ids):
            if any(icon.id == name for icon in activities.activity_icons) or placeholder_in(name) is not None:
                continue
            pointer = f"/activities/activityTypes/{index}/allowedIconIds/{place}"
            message = say("there is no activity icon {id}", id=shown(name))
            found.append(Found(pointer, message, say("name an icon of `activityIcons`, or declare it there")))
    return found


@rule(
    "activities-without-registration",
    versions="1.7..",
    upload=WARNING,
    store=WARNING,
    checks=say("An app with activity types has a `webApplicationInfo`."),
    why=say(
        "Microsoft Graph takes notifications only from the registration in Microsoft Entra ID that is named there."
    ),
    bad={"activities": {"activityTypes": [_TASK]}},
    good=_with_activities(activityTypes=[_TASK]),
    source="Microsoft Graph, Send activity feed notifications",
)
def activities_without_registration(app: App) -> Iterable[Found]:
    """Notifications that nobody may send."""
    manifest = app.manifest
    if manifest.activities is None or not manifest.activities.activity_types:
        return ()
    if manifest.web_application_info is not None or is_written(app, "webApplicationInfo"):
        return ()
    message = say("the app declares notifications, but no registration that may send them")
    return [
        Found(
            "/activities", message, say("add `webApplicationInfo` with the `id` of the app's registration"), at_key=True
        )
    ]


def _group_ids(app: App) -> list[str | None]:
    """The ids of the activity groups, None for what has none."""
    groups = written(app, "activities", "activityGroups")
    if not isinstance(groups, list):
        return []
    ids = [group.get("id") if isinstance(group, dict) else None for group in groups]
    return [each if isinstance(each, str) else None for each in ids]


def _repeated(names: Sequence[str | None]) -> list[tuple[int, str]]:
    """The names that an earlier one repeats, with their places; not those to be filled in yet."""
    if len(set(names)) == len(names):
        return []
    first: dict[str, int] = {}
    return [
        (index, name)
        for index, name in enumerate(names)
        if name and first.setdefault(name, index) != index and placeholder_in(name) is None
    ]
