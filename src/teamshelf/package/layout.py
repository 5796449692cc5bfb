"""Where an app keeps its manifest: at the root of the package, as ``manifest.json``, beside nothing that strayed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import say
from teamshelf.package.faults import fault
from teamshelf.package.names import MANIFEST, is_stray, shown_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teamshelf.findings import Finding

MOST_NAMED = 5
"""Names of entries that a message lists at most."""


class Layout(Struct, frozen=True):
    """Where the manifest was found.

    Attributes:
        root: the folder that holds the manifest, with its slash; ``""`` for the root of the package.
        manifest_name: the manifest's name below that folder; ``manifest.json`` as well when there is none at all.
        findings: what is wrong with the place.
    """

    root: str = ""
    manifest_name: str = MANIFEST
    findings: tuple[Finding, ...] = ()


def find_manifest(names: Sequence[str]) -> Layout:
    """Find the manifest among the names of all entries.

    One in a folder is taken when it is the only one: then somebody packed the folder instead of the files in it.
    """
    if MANIFEST in names:
        return Layout()
    alike = [name for name in names if name.lower() == MANIFEST]
    nested = [name for name in names if name.rpartition("/")[2].lower() == MANIFEST]
    if alike:
        return Layout("", alike[0], (wrong_case(alike[0]),))
    if len(nested) != 1:
        return Layout(findings=(manifest_missing(names, nested),))
    root, slash, base = nested[0].rpartition("/")
    not_at_root = fault(
        "package-manifest-not-at-root",
        say("the manifest is not at the root of the package, but at `{found}`", found=shown_name(nested[0])),
        hint=say("pack the files themselves, not the folder `{folder}` that holds them", folder=shown_name(root)),
        file=nested[0],
    )
    return Layout(root + slash, base, (not_at_root,) if base == MANIFEST else (not_at_root, wrong_case(nested[0])))


def wrong_case(name: str) -> Finding:
    """The finding that the manifest has the right letters in the wrong case."""
    return fault(
        "package-manifest-case",
        say("the manifest is named `{found}`; Teams looks for `manifest.json`", found=shown_name(name)),
        hint=say("rename it to `manifest.json`"),
        file=name,
    )


def manifest_missing(names: Sequence[str], nested: Sequence[str]) -> Finding:
    """The finding that there is no manifest to check; names those that lie deeper, or else what there is instead."""
    if nested:
        return fault(
            "package-manifest-missing",
            say("there is no `manifest.json` at the root; there is one at: {found}", found=_listed(nested)),
            hint=say("check one of these, or make the package from the files beside one of them"),
        )
    if names:
        return fault(
            "package-manifest-missing", say("there is no `manifest.json`; there is: {found}", found=_listed(names))
        )
    return fault("package-manifest-missing", say("there is no `manifest.json`, nor any other file"))


def stray_files(names: Sequence[str]) -> tuple[Finding, ...]:
    """The note that a system left files of its own in the package, if it did."""
    strays = [name for name in names if is_stray(name)]
    if not strays:
        return ()
    message = say("the package has files that macOS or Windows added: {found}", found=_listed(strays))
    hint = say("leave them out; no app needs them")
    return (fault("package-stray-file", message, hint=hint, file=strays[0]),)


def _listed(names: Sequence[str]) -> str:
    listed = ", ".join(f"`{shown_name(name)}`" for name in names[:MOST_NAMED])
    return listed if len(names) <= MOST_NAMED else f"{listed}, …"
