"""Key combinations that run actions of an add-in.

Each names the keys once for all platforms and, where needed, again for Mac, Windows and the web. Two further files
on the web repeat the shortcuts for Office versions that cannot read this manifest.
"""

from teamshelf.model.extensions.requirements import Requirements
from teamshelf.model.facts import ManifestObject, prop
from teamshelf.model.kinds import HTTP_URL, HTTPS_URL


class KeyMappingFiles(ManifestObject):
    """Files on the web that describe the shortcuts for Office versions that cannot read this manifest."""

    shortcuts_url: str | None = prop(
        "Address of the JSON file with the actions and their key combinations, in the form that the add-in only "
        "manifest uses.",
        required=True,
        kind={"..1.27": HTTP_URL, "1.28..": HTTPS_URL},
    )
    localization_resource_url: str | None = prop(
        "Address of the JSON file with the translated texts used by the file in `shortcutsUrl`.",
        kind={"..1.27": HTTP_URL, "1.28..": HTTPS_URL},
    )


class KeyCombination(ManifestObject, open=".."):
    """The keys of a shortcut by platform, joined by `+` as in `Ctrl+Alt+1`.

    A combination has one other key and at least one of Ctrl (Command), Alt (Option) and Shift, Shift never being
    the only one.
    """

    default: str | None = prop(
        "Keys on every platform that has no combination of its own here.",
        required=True,
        pattern="^[A-Za-z0-9-_+]+$",
        min_length=1,
        max_length=32,
    )
    mac: str | None = prop(
        "Keys on Mac. `Command` is available; `Alt` means the Option key.",
        pattern="^[A-Za-z0-9-_+]+$",
        min_length=1,
        max_length=32,
    )
    web: str | None = prop(
        "Keys in Office on the web. Avoid combinations that the browser keeps for itself, such as `Ctrl+N`.",
        pattern="^[A-Za-z0-9-_+]+$",
        min_length=1,
        max_length=32,
    )
    windows: str | None = prop(
        "Keys on Windows. `Command` means the Ctrl key.",
        pattern="^[A-Za-z0-9-_+]+$",
        min_length=1,
        max_length=32,
    )


class Shortcut(ManifestObject, open=".."):
    """A key combination and the action that it runs."""

    key: KeyCombination | None = prop(
        "Keys to press, with variants by platform.",
        required=True,
    )
    action_id: str | None = prop(
        "Action that the keys run: the `id` of an action of type `executeFunction` in one of the `runtimes`. Give "
        "that action a `displayName`.",
        required=True,
        min_length=1,
        max_length=64,
    )


class KeyboardShortcuts(ManifestObject, open=".."):
    """Key combinations of the add-in, for certain clients.

    The actions must belong to a runtime whose `lifetime` is `long`.
    """

    requirements: Requirements | None = prop(
        "Clients in which the shortcuts work. Name the requirement set `SharedRuntime`, without which Office cannot "
        "run them.",
    )
    shortcuts: list[Shortcut] = prop(
        "The key combinations and the action of each.",
        required="..1.23 devPreview",
        min_items=1,
        max_items=20000,
    )
    key_mapping_files: KeyMappingFiles | None = prop(
        "Files with the same shortcuts for Office versions that cannot read this manifest. The marketplace asks for "
        "them.",
        versions="1.24..",
    )
