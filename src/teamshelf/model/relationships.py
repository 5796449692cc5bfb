"""What parts of the app need from the host and from each other, since manifest 1.20.

Teams apps also run in Outlook and Microsoft 365 Copilot, which cannot show everything; with these rules a host
leaves out what would not work there. They refer to bots, tabs and message extensions by their ids.
"""

from teamshelf.model.constraints import AtLeastOneOf
from teamshelf.model.facts import ManifestObject, each, prop


class ElementReference(ManifestObject):
    """A pointer to a bot, tab or message extension of this manifest."""

    name: str | None = prop(
        "The property that holds the part.",
        required=True,
        values=("bots", "staticTabs", "composeExtensions", "configurableTabs"),
    )
    id: str | None = prop(
        "The id of the part: the `botId` of a bot, the `entityId` of a static tab, the `id` of a configurable tab "
        "or message extension.",
        required=True,
    )
    command_ids: list[str] = prop(
        "The ids of the message extension commands that are meant, if not the whole extension. Use it only with "
        "`composeExtensions`.",
        min_items=1,
    )


class OneWayDependency(ManifestObject):
    """A part of the app and the parts it needs."""

    element: ElementReference | None = prop(
        "The part that depends on others.",
        required=True,
    )
    depends_on: list[ElementReference] = prop(
        "The parts that must be available for `element` to be shown.",
        required=True,
        min_items=1,
    )


class ElementRelationshipSet(
    ManifestObject, constraints=(AtLeastOneOf((("oneWayDependencies",), ("mutualDependencies",))),)
):
    """The dependencies between parts of the app, by which a host decides what to show of it."""

    one_way_dependencies: list[OneWayDependency] = prop(
        "Dependencies in one direction: a part that is only shown where others are, such as a settings tab for a "
        "message extension.",
        min_items=1,
    )
    mutual_dependencies: list[list[ElementReference]] = prop(
        "Groups of parts that need each other. In a host that cannot show all of a group, none of it is shown.",
        min_items=1,
        each=each(min_items=2),
    )


class HostFunctionality(ManifestObject):
    """A functionality of a host such as Teams, Outlook or Microsoft 365 Copilot."""

    name: str | None = prop(
        "The functionality: `dialogUrl` opens a web page as a dialog, `dialogAdaptiveCard` an Adaptive Card; "
        "`dialogUrlBot` and `dialogAdaptiveCardBot` do the same and send the result to a bot.",
        required=True,
        values=("dialogUrl", "dialogUrlBot", "dialogAdaptiveCard", "dialogAdaptiveCardBot"),
    )


class RequirementSet(ManifestObject):
    """What a host must support for a part of the app to be shown in it."""

    host_must_support_functionalities: list[HostFunctionality] = prop(
        "The functionalities the host must have, all of them. In a host that lacks one, users do not see this part "
        "of the app.",
        required=True,
        min_items=1,
    )
