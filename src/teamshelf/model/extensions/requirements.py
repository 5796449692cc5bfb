"""Conditions on the Office client, used in ten places of an extension.

At the top of the extension they decide whether the add-in can be installed; on a part of it they decide only
whether that part is present. A client must meet the application, the device and every requirement set at once.
"""

from teamshelf.model.facts import ManifestObject, each, prop


class Capability(ManifestObject):
    """A requirement set of the Office JavaScript API, with the range of its versions that the add-in accepts."""

    name: str | None = prop(
        "Name of the requirement set, such as `Mailbox`, `AddinCommands`, `SharedRuntime` or `ExcelApi`.",
        required=True,
        max_length=128,
    )
    min_version: str | None = prop(
        "Lowest version of the requirement set that is enough, for example `1.3`. The version is compared number by "
        "number: `1.10` is later than `1.9`.",
    )
    max_version: str | None = prop(
        "Highest version of the requirement set that is accepted, for example `1.10`. A client that supports a "
        "later version is left out, so use it only to serve older clients differently.",
    )


class Requirements(ManifestObject, min_properties=1):
    """Conditions on the client: Office application, kind of device and supported API sets.

    All the conditions present must hold together.
    """

    capabilities: list[Capability] = prop(
        "Office JavaScript requirement sets that the client must support. Every entry must be met.",
        min_items=1,
        max_items=100,
    )
    scopes: list[str] = prop(
        "Office applications in which the part is available: `mail` is Outlook, `workbook` Excel, `document` Word "
        "and `presentation` PowerPoint. Leave it out to allow all.",
        min_items={"..1.30": 1},
        max_items=4,
        each=each(values=("mail", "workbook", "document", "presentation")),
    )
    form_factors: list[str] = prop(
        "Kinds of device on which the part is available. `desktop` covers Office on Windows, on Mac and in the "
        "browser. Leave it out to allow all.",
        min_items=1,
        max_items=2,
        each=each(values=("desktop", "mobile")),
    )
