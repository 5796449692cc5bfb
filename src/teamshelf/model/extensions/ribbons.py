"""What an add-in puts on the ribbon of Office applications.

A layout has tabs, tabs have groups, and groups have the controls of the `controls` module. Two shapes of group exist:
on a custom tab a group may be an Office group or a hidden one, on an Office tab (`builtInTabId`) it is always a plain
group of the add-in's own. Phones have groups and buttons of their own kind, and spam reporting add- ins a fixed
button with a dialog.
"""

from teamshelf.model.constraints import ItemsBecome, Requires
from teamshelf.model.extensions.controls import Control, Icon, Supertip
from teamshelf.model.extensions.requirements import Requirements
from teamshelf.model.facts import ManifestObject, each, prop
from teamshelf.model.kinds import HTTP_URL


class SpamReportingOptions(ManifestObject, open=".."):
    """The reasons offered in the spam reporting dialog."""

    title: str | None = prop(
        "Heading above the reasons.",
        required=True,
        max_length=128,
    )
    options: list[str] = prop(
        "The reasons, in order. Offer between one and five.",
        required=True,
    )
    type: str | None = prop(
        "How reasons are chosen: `radio` allows one, `checkbox` any number.",
        versions="1.22..",
        default="checkbox",
        values=("radio", "checkbox"),
    )


class SpamMoreInfo(ManifestObject, open=".."):
    """A link in the spam reporting dialog to a page with further information."""

    text: str | None = prop(
        "Text of the link.",
        required=True,
        max_length=128,
    )
    url: str | None = prop(
        "Page that the link opens.",
        required=True,
        max_length=2048,
    )


class SpamDialog(ManifestObject):
    """The dialog in which Outlook users say why they report a message as spam."""

    title: str | None = prop(
        "Title of the dialog.",
        required=True,
        max_length=128,
    )
    description: str | None = prop(
        "Text of the dialog, telling users what reporting does.",
        required=True,
        max_length=250,
    )
    spam_never_show_again_option: bool | None = prop(
        "Whether users may choose not to see the dialog again, so that later reports are made at once.",
        versions="1.22..",
        default=False,
    )
    spam_reporting_options: SpamReportingOptions | None = prop(
        "Reasons for the report that users can choose from.",
    )
    spam_free_text_section_title: str | None = prop(
        "Heading of a box for remarks in the user's own words. Without it the dialog has no such box.",
        max_length=128,
    )
    spam_more_info: SpamMoreInfo | None = prop(
        "Link to further information at the end of the dialog.",
    )


class FixedControl(ManifestObject):
    """The button of a spam reporting add-in, which Outlook keeps at a prominent place of the ribbon."""

    id: str | None = prop(
        "Name of the button, different from that of every other control of the add-in.",
        required=True,
        max_length=64,
    )
    type: str | None = prop(
        "Kind of control. Only a button is possible.",
        required=True,
        values=("button",),
    )
    label: str | None = prop(
        "Text on the button.",
        required=True,
        max_length=64,
    )
    icons: list[Icon] = prop(
        "Icons of the button. Give 16, 32 and 80 pixels.",
        required=True,
        min_items=1,
        max_items=3,
    )
    supertip: Supertip | None = prop(
        "Help shown when the pointer rests on the button.",
        required=True,
    )
    action_id: str | None = prop(
        "Action that the button starts: the `id` of an action of type `executeFunction` in one of the `runtimes`.",
        required=True,
        max_length=64,
    )
    enabled: bool | None = prop(
        "Whether the button can be used at first. Outlook ignores the value: a spam reporting button always works.",
        required=True,
        default=True,
    )


class MobileIcon(ManifestObject):
    """An icon of a mobile button for one size and one screen density."""

    size: float | None = prop(
        "Side of the icon on the screen, before `scale` is applied. Each size is needed at every scale.",
        required=True,
        values=(25, 32, 48),
    )
    url: str | None = prop(
        "Address of the image file.",
        required=True,
        kind=HTTP_URL,
    )
    scale: float | None = prop(
        "Screen density for which the image is meant, as in `UIScreen.scale` on iOS.",
        required=True,
        values=(1, 2, 3),
    )


class MobileControl(ManifestObject, open=".."):
    """A button in Outlook on phones."""

    id: str | None = prop(
        "Name of the button, different from that of every other control of the add-in.",
        required=True,
        max_length=250,
    )
    type: str | None = prop(
        "Kind of control. Only buttons exist on phones.",
        required=True,
        values=("mobileButton",),
    )
    label: str | None = prop(
        "Short text on the button.",
        required=True,
        max_length=32,
    )
    icons: list[MobileIcon] = prop(
        "Icons of the button: one for each combination of the three sizes with the three scales, nine in all.",
        required=True,
        min_items=9,
        max_items=9,
    )
    action_id: str | None = prop(
        "Action that the button starts: the `id` of an action in one of the `runtimes`.",
        required=True,
        max_length=64,
    )


class MobileGroup(ManifestObject, open=".."):
    """A group of buttons in Outlook on phones."""

    id: str | None = prop(
        "Name of the group, different from that of every other group of the add-in and of Office.",
        required=True,
        max_length=250,
    )
    label: str | None = prop(
        "Short text for the group.",
        required=True,
        max_length=32,
    )
    controls: list[MobileControl] = prop(
        "Buttons of the group, in order.",
        required=True,
        min_items=1,
        max_items=20,
    )


class RibbonGroup(ManifestObject):
    """A group of controls on a custom tab: your own, or one of Office's groups."""

    id: str | None = prop(
        "Name of the group, different from that of every other group of the add-in and of Office.",
        max_length=64,
    )
    label: str | None = prop(
        "Text under the group. Up to about 16 characters fit well.",
        max_length=64,
    )
    icons: list[Icon] = prop(
        "Icons that stand for the whole group when the window is too narrow for its controls. Give at least 16, 32 "
        "and 80 pixels.",
        min_items={"..1.26": 1, "1.27..": 3},
        max_items={"..1.26": 3, "1.27..": 8},
    )
    controls: list[Control] = prop(
        "Buttons and menus of the group, in order.",
        min_items=1,
        max_items=20,
    )
    built_in_group_id: str | None = prop(
        "Office group to show on the tab, for example `Font`. Such a group cannot be changed, so give nothing else "
        "beside it; not supported in Outlook.",
        max_length=64,
    )
    overridden_by_ribbon_api: bool | None = prop(
        "Whether the group is only a fallback, hidden where Office supports contextual tabs created by script "
        "(`Office.ribbon.requestCreateControls`). Set `true` for copies of what the contextual tab contains.",
        versions="1.23..",
        default=False,
    )
    visible: bool | None = prop(
        "Whether the group is shown.",
        versions="1.28..",
        default=True,
    )


class TabPosition(ManifestObject):
    """The place of a custom tab, given relative to one of Office's tabs."""

    built_in_tab_id: str | None = prop(
        "Office tab next to which the custom tab stands, for example `TabHome`.",
        required=True,
        max_length=64,
    )
    align: str | None = prop(
        "Side of the Office tab on which the custom tab stands.",
        required=True,
        values=("after", "before"),
    )


class CustomGroup(ManifestObject):
    """A group of the add-in's own controls on one of Office's tabs, that is on a tab with `builtInTabId`.

    Unlike groups of a custom tab it can neither be an Office group nor be hidden.
    """

    id: str | None = prop(
        "Name of the group, different from that of every other group of the add-in and of Office.",
        required=True,
        max_length=64,
    )
    label: str | None = prop(
        "Text under the group. Up to about 16 characters fit well.",
        required=True,
        max_length=64,
    )
    icons: list[Icon] = prop(
        "Icons that stand for the whole group when the window is too narrow for its controls. Give at least 16, 32 "
        "and 80 pixels.",
        min_items={"..1.26": 1, "1.27..": 3},
        max_items={"..1.26": 3, "1.27..": 8},
    )
    controls: list[Control] = prop(
        "Buttons and menus of the group, in order.",
        required=True,
        min_items=1,
        max_items=20,
    )


class RibbonTab(
    ManifestObject,
    min_properties=1,
    constraints=(
        Requires("id", (("id", "label", "groups"),), versions="..1.22"),
        Requires("id", (("id", "label", "groups"), ("id", "label", "customMobileRibbonGroups")), versions="1.23.."),
        ItemsBecome("builtInTabId", "groups", CustomGroup),
    ),
):
    """A tab of the ribbon.

    Either a tab of your own (`id`) or one of Office's tabs to which groups are added (`builtInTabId`).
    """

    id: str | None = prop(
        "Name of a tab of your own, different from the names of Office's tabs. It needs a `label` and groups beside "
        "it and excludes `builtInTabId`.",
        max_length=64,
    )
    label: str | None = prop(
        "Text on a tab of your own. Up to about 16 characters fit well.",
        max_length=64,
    )
    position: TabPosition | None = prop(
        "Place of a tab of your own among Office's tabs. Without it Office chooses the place.",
    )
    built_in_tab_id: str | None = prop(
        "Office tab to extend, for example `TabHome`; in Outlook use `TabDefault`, the main tab of the window. Do "
        "not give `id`, `label` or `position` beside it; its `groups` are then all your own groups.",
        max_length=64,
    )
    groups: list[RibbonGroup] = prop(
        "Groups of controls shown on computers. On a tab of your own they may also be Office's groups "
        "(`builtInGroupId`); on an Office tab each needs `id`, `label` and `controls`.",
        min_items=1,
        max_items=10,
    )
    custom_mobile_ribbon_groups: list[MobileGroup] = prop(
        "Groups of buttons shown in Outlook on phones. They belong on the Outlook tab with `builtInTabId` "
        "`TabDefault`.",
        min_items=1,
        max_items=10,
    )
    visible: bool | None = prop(
        "Whether the tab is shown.",
        versions="1.28..",
        default=True,
    )
    keytip: str | None = prop(
        "Letters or digits, all upper case, that users press after Alt to reach the tab. Not supported in Outlook.",
        versions="1.26..",
        pattern="^[A-Z0-9]+$",
        min_length=1,
        max_length=3,
    )


class Ribbon(ManifestObject):
    """A layout of add-in commands on the ribbon, for certain windows and clients."""

    requirements: Requirements | None = prop(
        "Clients that get this layout. Where they are not met the add-in is still installed, without these commands.",
    )
    contexts: list[str] = prop(
        "Windows to which the layout applies. `default` is the ribbon of Excel, PowerPoint and Word; the rest are "
        "Outlook: `mailRead` and `mailCompose` for messages, `meetingDetailsOrganizer` and `meetingDetailsAttendee` "
        "for appointments, `onlineMeetingDetailsOrganizer` (online meeting switch) and "
        "`logEventMeetingDetailsAttendee` (Log button) on mobile, and `spamReportingOverride` for the spam "
        "reporting button.",
        min_items=1,
        max_items={"..1.19 1.25..1.30": 7, "1.20..1.24 devPreview": 8},
        each=each(
            values={
                "mailRead": "..",
                "mailCompose": "..",
                "meetingDetailsOrganizer": "..",
                "meetingDetailsAttendee": "..",
                "onlineMeetingDetailsOrganizer": "..",
                "logEventMeetingDetailsAttendee": "..",
                "default": "..",
                "spamReportingOverride": "1.20..",
            }
        ),
    )
    tabs: list[RibbonTab] = prop(
        "Tabs to add to the ribbon, or existing tabs to extend with groups. An empty list suits a layout that "
        "consists of `fixedControls` only.",
        required=True,
        max_items=20,
    )
    fixed_controls: list[FixedControl] = prop(
        "Button of a spam reporting add-in, at its fixed place on the Outlook ribbon. Give it when `contexts` "
        "contains `spamReportingOverride`.",
        versions="1.20..",
        min_items={"1.22..": 1},
        max_items={"1.22..": 1},
    )
    spam_pre_processing_dialog: SpamDialog | None = prop(
        "Dialog that Outlook shows before a message is reported as spam. Belongs to the button in `fixedControls`.",
        versions="1.20..",
    )
