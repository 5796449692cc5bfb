"""Everything Teamshelf can say of a rule, whichever part of the check it belongs to, by our name or by Microsoft's.

Faults of the text, of the container and of the schema are rules as well: people meet them in the same report and look
them up in the same way.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.document.faults import RULES as SYNTAX_RULES
from teamshelf.findings import Severity
from teamshelf.messages import Message, say
from teamshelf.package.faults import RULES as CONTAINER_RULES
from teamshelf.rules import every_rule
from teamshelf.schema.codes import PLACED_CODES
from teamshelf.schema.keywords import KEYWORDS, UNUSED_KEYWORDS, rule_of
from teamshelf.versions import EVERY_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator


class Explanation(Struct, frozen=True, kw_only=True):
    """What there is to say about one rule.

    Attributes:
        name: the rule's stable name.
        codes: Microsoft's codes for the same fault.
        upload: how much it matters for what Teams itself takes; None for what is no finding of a check.
        store: how much it matters for the public store.
        checks: what has to be true.
        why: why it matters, or None.
        source: where the rule comes from.
        versions: the manifest versions in which it applies, as written; empty for all.
        bad: members of a manifest that break it, and `good` the same mended; empty where an example would say nothing.
        files: files beside the manifest that the example needs.
    """

    name: str
    codes: tuple[str, ...] = ()
    upload: Severity | None = Severity.ERROR
    store: Severity | None = Severity.ERROR
    checks: Message
    why: Message | None = None
    source: str = ""
    versions: str = ""
    bad: dict[str, Any] = {}
    good: dict[str, Any] = {}
    files: dict[str, Any] = {}
    good_files: dict[str, Any] = {}


JSON_SOURCE = "RFC 8259; Microsoft Graph, Publish teamsApp, error codes"
SCHEMA_SOURCE = "Microsoft's manifest schemas; Microsoft Graph, Publish teamsApp, error codes"
CONTAINER_SOURCE = "PKWARE APPNOTE; Microsoft Graph, Publish teamsApp, error codes"


@lru_cache(maxsize=1)
def explanations() -> dict[str, Explanation]:
    """Everything that can be explained, by our names, in the order of a check."""
    return {explanation.name: explanation for explanation in _all()}


def find(name: str) -> tuple[Explanation, ...]:
    """The rules of a name: ours, or Microsoft's code in any case, which several rules may share."""
    known = explanations()
    if name in known:
        return (known[name],)
    wanted = name.lower()
    return tuple(
        explanation
        for explanation in known.values()
        if explanation.name == wanted or wanted in {code.lower() for code in explanation.codes}
    )


def nearest(name: str) -> str | None:
    """The rule or code that somebody who wrote this name most likely meant; None when none is near."""
    from difflib import get_close_matches

    known = explanations()
    names = [*known, *(code for explanation in known.values() for code in explanation.codes)]
    return next(iter(get_close_matches(name, names, n=1)), None)


def _all() -> Iterator[Explanation]:
    for name, syntax in SYNTAX_RULES.items():
        yield Explanation(
            name=name,
            codes=syntax.aliases,
            upload=syntax.severity,
            store=syntax.severity,
            checks=syntax.about,
            source=JSON_SOURCE,
        )
    for name, container in CONTAINER_RULES.items():
        yield Explanation(
            name=name,
            codes=container.aliases,
            upload=container.severity,
            store=container.severity,
            checks=container.about,
            source=CONTAINER_SOURCE,
        )
    yield from _of_versions()
    for keyword, known in KEYWORDS.items():
        placed = (placed.code for placed in PLACED_CODES if placed.keyword == keyword)
        yield Explanation(name=rule_of(keyword), codes=(known.code, *placed), checks=known.checks, source=SCHEMA_SOURCE)
    for keyword, known in UNUSED_KEYWORDS.items():
        yield Explanation(
            name=rule_of(keyword),
            codes=(known.code,),
            upload=None,
            store=None,
            checks=known.checks,
            why=say("No manifest schema uses this keyword, so no check reports it."),
            source=SCHEMA_SOURCE,
        )
    for rule in every_rule().values():
        yield Explanation(
            name=rule.name,
            codes=rule.codes,
            upload=rule.upload,
            store=rule.store,
            checks=rule.checks,
            why=rule.why,
            source=rule.source,
            versions="" if rule.versions == EVERY_VERSION else str(rule.versions),
            bad=rule.bad,
            good=rule.good,
            files=rule.files,
            good_files=rule.good_files,
        )
    yield Explanation(
        name="app-already-in-catalogue",
        codes=("AppDefinitionAlreadyExists",),
        upload=None,
        store=None,
        checks=say("No other app of the catalogue has the same `id`."),
        why=say(
            "A catalogue refuses a second app with an `id` it knows. Publish the package as a new version of the app "
            "that has it, or give it an `id` of its own. A check cannot know: it sees one app and no catalogue."
        ),
        source="Microsoft Graph, Publish teamsApp",
    )


def _of_versions() -> Iterator[Explanation]:
    yield Explanation(
        name="manifest-version-missing",
        codes=("Serialization_ManifestVersionPropertyMissing", "CommonManifestVersionIsRequiredField"),
        checks=say("The manifest states its `manifestVersion`."),
        why=say("Teams reads a manifest by the schema of its version, and refuses one that states none."),
        source="Microsoft Graph, Publish teamsApp, error codes",
    )
    yield Explanation(
        name="manifest-version-unknown",
        codes=(KEYWORDS["enum"].code,),
        checks=say("`manifestVersion` is a version that exists: 1.0 to 1.30 without 1.18, or `devPreview`."),
        why=say("Teams refuses a manifest version that it does not know."),
        source=SCHEMA_SOURCE,
    )
    yield Explanation(
        name="manifest-version-retired",
        upload=Severity.NOTE,
        store=Severity.NOTE,
        checks=say("`manifestVersion` is not `m365DevPreview`."),
        why=say("It named the preview of apps in Outlook and Office in 2021; today they need no preview."),
        source="the manifest reference of the 2021 preview",
    )
    yield Explanation(
        name="placeholder",
        checks=say("Every placeholder is filled in: `${{VAR}}`, `{{VAR}}`, `%VAR%`, `<<VAR>>`."),
        why=say(
            "A build step puts the values in. Where it did not, Teams refuses the value or users read the placeholder: "
            "that is an error where the schema refuses it or for the store, else a warning."
        ),
        source="the manifest reference of the 2021 preview, example",
    )
