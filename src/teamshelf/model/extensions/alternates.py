"""How an add-in gets on with earlier or parallel versions of itself.

`prefer` lets an add-in for Windows take its place, `hide` removes or disables older versions, and the alternate icons
make it installable on Office versions that cannot read this manifest.
"""

from teamshelf.model.constraints import AtLeastOneOf
from teamshelf.model.extensions.controls import Icon
from teamshelf.model.extensions.requirements import Requirements
from teamshelf.model.facts import ManifestObject, each, prop


class HiddenXllAddins(ManifestObject):
    """XLL add-ins of Excel on Windows to disable."""

    file_names: list[str] = prop(
        "Names of the XLL files, without their folders.",
        required=True,
        min_items=1,
        max_items=5,
        each=each(min_length=1, max_length=64),
    )


class HiddenComAddins(ManifestObject):
    """COM, VSTO or automation add-ins on Windows to disable."""

    prog_ids: list[str] = prop(
        "Names of the add-ins: their keys in the Windows registry, with upper and lower case as there.",
        required=True,
        min_items=1,
        max_items=5,
        each=each(min_length=1, max_length=64),
    )


class WindowsExtensions(
    ManifestObject,
    constraints=(
        AtLeastOneOf((("effect", "comAddin"), ("effect", "automationAddin"), ("effect", "xllCustomFunctions"))),
    ),
):
    """Add-ins on Windows that this add-in replaces, and how they are disabled.

    Give `effect` and at least one kind of add-in.
    """

    effect: str | None = prop(
        "What happens when one of them is found. `userOptionToDisable` asks the user whether to disable it; "
        "`disableWithNotification` disables it and tells the user.",
        values=("userOptionToDisable", "disableWithNotification"),
    )
    com_addin: HiddenComAddins | None = prop(
        "COM or VSTO add-ins that this add-in replaces.",
    )
    automation_addin: HiddenComAddins | None = prop(
        "Automation add-ins of Excel that this add-in replaces.",
    )
    xll_custom_functions: HiddenXllAddins | None = prop(
        "XLL add-ins of Excel that this add-in replaces.",
    )


class StoreOfficeAddin(ManifestObject):
    """An Office add-in published in the marketplace."""

    office_addin_id: str | None = prop(
        "Identifier of the add-in to hide: the `Id` element of its XML manifest.",
        required=True,
        max_length=64,
    )
    asset_id: str | None = prop(
        "Marketplace identifier of the add-in to hide, of the form `WA123456789`.",
        required=True,
        max_length=64,
    )


class CustomOfficeAddin(ManifestObject):
    """An Office add-in deployed by an organization."""

    office_addin_id: str | None = prop(
        "Identifier of the add-in to hide: the `Id` element of its XML manifest.",
        required=True,
        max_length=64,
    )


class Hide(ManifestObject, open="..", min_properties=1):
    """Other versions of the add-in that Office hides or disables once this one is installed."""

    store_office_addin: StoreOfficeAddin | None = prop(
        "Earlier version that was published in the marketplace.",
    )
    custom_office_addin: CustomOfficeAddin | None = prop(
        "Earlier version that was deployed by an administrator, not from the marketplace.",
    )
    windows_extensions: WindowsExtensions | None = prop(
        "COM, VSTO, automation and XLL add-ins on Windows that this add-in replaces. Honoured by Excel, PowerPoint "
        "and Word.",
        versions="1.24..",
    )


class XllAddin(ManifestObject, open=".."):
    """An XLL add-in of Excel on Windows."""

    file_name: str | None = prop(
        "Name of the XLL file, without its folder and with no spaces, ending in `.xll`. Changing it after "
        "publishing can break workbooks that users have saved.",
        pattern=r"^(?!.*[\r\n\f\b\v\u0007\t])[\S]*\.xll$",
        min_length={"..1.23": 1, "1.24..": 4},
        max_length={"..1.23": 64, "1.24..": 254},
    )


class ComAddin(ManifestObject):
    """A COM or VSTO add-in on Windows."""

    prog_id: str | None = prop(
        "Name of the add-in: its key under `Addins` of the Office application in the Windows registry. For VSTO "
        "add-ins it is the same key, despite the property's name. Upper and lower case matter.",
        required=True,
        max_length=64,
    )


class Prefer(ManifestObject, open="..", min_properties=1):
    """Versions of the add-in for Windows that Office uses in its place where they are installed."""

    com_addin: ComAddin | None = prop(
        "COM or VSTO add-in that takes precedence.",
    )
    xll_custom_functions: XllAddin | None = prop(
        "XLL file whose Excel functions take precedence over the custom functions of this add-in. `id` and `name` "
        "of each function must then be the name in the XLL.",
        versions="1.23..",
    )


class AlternateIcons(ManifestObject):
    """The add-in's icons for Office versions that cannot read this manifest."""

    icon: Icon | None = prop(
        "Icon for ordinary screens: 64 by 64 pixels when the add-in is for Outlook or states no `scopes`, otherwise "
        "32 by 32.",
        required=True,
    )
    high_resolution_icon: Icon | None = prop(
        "Icon for screens of high density: 128 by 128 pixels when the add-in is for Outlook or states no `scopes`, "
        "otherwise 64 by 64.",
        required=True,
    )


class Alternate(ManifestObject, min_properties=1):
    """The relation of this add-in to other versions of it that users may have.

    It keeps them from seeing the same commands twice.
    """

    requirements: Requirements | None = prop(
        "Clients in which `prefer`, `hide` and `alternateIcons` take effect.",
    )
    prefer: Prefer | None = prop(
        "Versions for Windows only that take precedence: where one is installed, Office on Windows hides the "
        "commands of this add-in.",
    )
    hide: Hide | None = prop(
        "Other versions that disappear once this add-in is installed. The change can take a day to show.",
    )
    alternate_icons: AlternateIcons | None = prop(
        "Icons for Office versions that cannot read this manifest. With them the marketplace and the admin center "
        "can produce an XML manifest, which makes the add-in installable there.",
        required="devPreview",
    )
