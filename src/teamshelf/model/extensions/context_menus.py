"""Commands in the menus that open on a right click.

They attach either to selected text or to a cell of an Excel sheet and use the same controls as the ribbon.
"""

from teamshelf.model.extensions.controls import Control
from teamshelf.model.extensions.requirements import Requirements
from teamshelf.model.facts import ManifestObject, prop


class ContextMenu(ManifestObject):
    """The commands added to one right-click menu."""

    entry_point: str | None = prop(
        "Menu that is extended: `text` is the one on selected text, `cell` the one on a cell in Excel.",
        required=True,
        values=("text", "cell"),
    )
    controls: list[Control] = prop(
        "Buttons and menus to add, in order.",
        required=True,
        min_items=1,
    )


class ContextMenus(ManifestObject):
    """Commands for right-click menus, for certain clients."""

    requirements: Requirements | None = prop(
        "Clients in which the commands appear in the menus. Where they are not met the add-in is still installed.",
    )
    menus: list[ContextMenu] = prop(
        "Menus to extend, one for each place where the user can click.",
        required=True,
        min_items=1,
    )
