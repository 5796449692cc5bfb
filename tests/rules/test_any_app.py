"""What holds of all rules together, whatever they are shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teamshelf.document import NOT_CLEAN, decode_clean
from teamshelf.document.changes import changed
from teamshelf.findings import AUDIENCES, UPLOAD
from teamshelf.package.app import App
from teamshelf.package.source import open_source
from teamshelf.rules import every_rule, judge
from tests.manifests import FAULTLESS
from tests.package.builder import PackageBuilder

if TYPE_CHECKING:
    from teamshelf.findings import Finding

CORPUS = Path(__file__).parents[1] / "corpus" / "rules"
REJECTED = sorted((folder.parent.name, case) for folder in CORPUS.glob("*/reject") for case in folder.iterdir())

TEXTS = st.sampled_from(
    ["", " ", "x", "1.0", "https://", "teams", "fr-CA", "fr.json", "{{X}}", "[[X]]", "\ud800", "a/b~"]
)
NAMES = st.sampled_from(
    [
        *("short", "full", "websiteUrl", "additionalLanguages", "languageTag", "file", "defaultLanguageFile"),
        *("name.short", "$schema", "localizationKeys", "staticTabs[0].name", "declarativeAgents", "actions", "x"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 9) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
MEMBERS = st.dictionaries(
    st.sampled_from([*FAULTLESS, "localizationInfo", "copilotAgents", "extensions", "packageName", "staticTabs"]), JSON
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(MEMBERS, JSON, st.sampled_from(AUDIENCES))
def test_rules_survive_anything(members: dict[str, Any], other: Any, audience: str) -> None:
    """Any JSON in place of any part of a manifest, a language file or an agent ends in findings, not in a traceback."""
    builder = PackageBuilder().manifest({**FAULTLESS, **members})
    for name in ("fr.json", "x"):
        builder.entry(name, json.dumps(other).encode())

    for finding in judge(App(open_source(builder.build())), audience):
        assert str(finding.message)


@pytest.mark.parametrize("text", ["", "7", "[]", "{}", '{"name": {}, "description": {}, "developer": {}}'])
def test_rules_survive_what_is_no_manifest(text: str) -> None:
    """A manifest with nothing in it is judged like any other."""
    for finding in judge(App(open_source(text.encode())), UPLOAD):
        assert str(finding.message)


def _found(rule: str, case: Path, changes: dict[str, bytes]) -> tuple[App, list[Finding]]:
    """An app of the corpus with some files changed, and what a rule finds in it."""
    source = open_source(str(case))
    builder = PackageBuilder()
    for name in source.names():
        content = changes.get(name) or source.read(name, 2**20)
        builder.entry("manifest.json" if name == source.manifest_name else name, content or b"")
    app = App(open_source(builder.build()))
    return app, [finding for finding in judge(app, UPLOAD) if finding.rule == rule]


@pytest.mark.parametrize(("rule", "case"), REJECTED, ids=lambda part: part if isinstance(part, str) else part.name)
def test_what_a_rule_changes_is_right_afterwards(rule: str, case: Path) -> None:
    """Made without asking, a change leaves nothing that the rule would say again of the same place."""
    assert rule in every_rule()
    app, findings = _found(rule, case, {})
    for finding in findings:
        file = app.json_file(finding.file)
        if not finding.changes or file is None or decode_clean(file.content) is NOT_CLEAN:
            continue
        mended = json.dumps(changed(file.value, finding.changes)).encode()
        _, left = _found(rule, case, {finding.file if case.is_dir() else case.name: mended})

        assert (finding.file, finding.pointer) not in [(each.file, each.pointer) for each in left]
