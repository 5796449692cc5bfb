"""Check, understand and look after Microsoft Teams apps, offline.

>>> import teamshelf
>>> report = teamshelf.check(b'{"manifestVersion": "1.17", "version": "1.0.0"}')
>>> report.ok
False
>>> [str(finding.message) for finding in report.findings][0]
'`id` is missing from the manifest'

:func:`check` judges manifests, folders and packages; :func:`load` gives the typed manifest of one; :func:`compare` says
what one version means as an update of another; :func:`pack` makes a package of a folder.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teamshelf.checking import check, load
    from teamshelf.findings import Finding, Report, Result, Severity, Span
    from teamshelf.model.manifest import Manifest
    from teamshelf.package.faults import Unreadable
    from teamshelf.packing import Packed, Refused, pack
    from teamshelf.schema.manifest import manifest_schema
    from teamshelf.update.compare import Comparison, compare

__all__ = [
    "Comparison",
    "Finding",
    "Manifest",
    "Packed",
    "Refused",
    "Report",
    "Result",
    "Severity",
    "Span",
    "Unreadable",
    "check",
    "compare",
    "load",
    "manifest_schema",
    "pack",
]

_HOMES = {
    "Comparison": "teamshelf.update.compare",
    "Finding": "teamshelf.findings",
    "Manifest": "teamshelf.model.manifest",
    "Packed": "teamshelf.packing",
    "Refused": "teamshelf.packing",
    "Report": "teamshelf.findings",
    "Result": "teamshelf.findings",
    "Severity": "teamshelf.findings",
    "Span": "teamshelf.findings",
    "Unreadable": "teamshelf.package.faults",
    "check": "teamshelf.checking",
    "compare": "teamshelf.update.compare",
    "load": "teamshelf.checking",
    "manifest_schema": "teamshelf.schema.manifest",
    "pack": "teamshelf.packing",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: the command line starts without most of them."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(home), name)
    globals()[name] = value  # also puts the function `check` in front of the module of that name
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
