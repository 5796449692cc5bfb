"""Buttons, menus and menu entries, shared by the ribbon and by context menus, with their help boxes and icons.

A button starts an action; a menu has entries that do. Icons are addresses on the web, not files of the package.
"""

from teamshelf.model.facts import ManifestObject, prop
from teamshelf.model.kinds import HTTP_URL


class Icon(ManifestObject):
    """An image file on the web, for one icon size."""

    size: float | None = prop(
        "Side of the icon in pixels; controls and groups need at least 16, 32 and 80. For `alternateIcons` the "
        "number is ignored and the file itself is measured.",
        required=True,
        values=(16, 20, 24, 32, 40, 48, 64, 80),
    )
    url: str | None = prop(
        "Address of the image file on a web server; a path in the package does not work here. Use PNG: files in ICO "
        "format are not accepted.",
        required=True,
        kind=HTTP_URL,
    )


class Supertip(ManifestObject):
    """The help box shown when the pointer rests on a control."""

    title: str | None = prop(
        "Heading of the box, often the same as the label of the control.",
        required=True,
        max_length=64,
    )
    description: str | None = prop(
        "Text of the box: what the control does, in a sentence or two.",
        required=True,
        max_length=250,
    )


class MenuItem(ManifestObject):
    """An entry of a menu."""

    id: str | None = prop(
        "Name of the entry, different from that of every other control of the add-in and of Office.",
        required=True,
        max_length=64,
    )
    type: str | None = prop(
        "Kind of entry. Menus inside menus are not possible.",
        required=True,
        values=("menuItem",),
    )
    label: str | None = prop(
        "Text of the entry.",
        required=True,
        max_length=64,
    )
    icons: list[Icon] = prop(
        "Icons of the entry. Give at least 16, 32 and 80 pixels, or leave them out for an entry with text only.",
        min_items={"..1.26": 1, "1.27..": 3},
        max_items={"..1.26": 3, "1.27..": 8},
    )
    supertip: Supertip | None = prop(
        "Help shown when the pointer rests on the entry.",
        required=True,
    )
    action_id: str | None = prop(
        "Action that the entry starts: the `id` of an action in one of the `runtimes`.",
        required=True,
        max_length=64,
    )
    enabled: bool | None = prop(
        "Whether the entry can be used at first. The script can change it later; not supported in Outlook.",
        default=True,
    )
    overridden_by_ribbon_api: bool | None = prop(
        "Whether the entry is only a fallback, hidden where Office supports contextual tabs created by script "
        "(`Office.ribbon.requestCreateControls`).",
        default=False,
    )
    keytip: str | None = prop(
        "Letters or digits, all upper case, that users press to choose the entry once the menu is open. Not "
        "supported in Outlook.",
        versions="1.26..",
        pattern="^[A-Z0-9]+$",
        min_length=1,
        max_length=3,
    )


class Control(ManifestObject):
    """A button, or a menu that opens a list of items, on the ribbon or in a context menu."""

    id: str | None = prop(
        "Name of the control, different from that of every other control of the add-in and of Office.",
        required=True,
        max_length=64,
    )
    type: str | None = prop(
        "Kind of control: `button` starts an action (`actionId`), `menu` opens a list (`items`).",
        required=True,
        values=("button", "menu"),
    )
    built_in_control_id: str | None = prop(
        "Office control to show in place of one of your own, for example `Bold`. Office's controls cannot be "
        "changed, so the other properties have no effect on it.",
        max_length=64,
    )
    label: str | None = prop(
        "Text on the control. Up to about 16 characters fit well.",
        required=True,
        max_length=64,
    )
    icons: list[Icon] = prop(
        "Icons of the control. Give at least 16, 32 and 80 pixels; Office chooses by window size and screen density.",
        required=True,
        min_items={"..1.26": 1, "1.27..": 3},
        max_items={"..1.26": 3, "1.27..": 8},
    )
    supertip: Supertip | None = prop(
        "Help shown when the pointer rests on the control.",
        required=True,
    )
    action_id: str | None = prop(
        "Action that a button starts: the `id` of an action in one of the `runtimes`. A menu has none; its `items` "
        "have.",
        required="..1.19",
        max_length=64,
    )
    overridden_by_ribbon_api: bool | None = prop(
        "Whether the control is only a fallback, hidden where Office supports contextual tabs created by script "
        "(`Office.ribbon.requestCreateControls`).",
        default=False,
    )
    enabled: bool | None = prop(
        "Whether the control can be used at first. The script can change it later; not supported in Outlook.",
        default=True,
    )
    items: list[MenuItem] = prop(
        "Entries of a menu, in order. A button has none.",
        min_items=1,
        max_items={"..1.23": 20, "1.24..": 30},
    )
    visible: bool | None = prop(
        "Whether the control is shown.",
        versions="1.28..",
        default=True,
    )
    keytip: str | None = prop(
        "Letters or digits, all upper case, that users press after Alt and the tab's own keytip to reach the "
        "control. Not supported in Outlook.",
        versions="1.26..",
        pattern="^[A-Z0-9]+$",
        min_length=1,
        max_length=3,
    )
