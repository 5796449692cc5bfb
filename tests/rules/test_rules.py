"""Every rule: documented, exemplified, and right about its corpus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.checking import check_source
from teamshelf.findings import STORE, UPLOAD, Result, Severity
from teamshelf.messages import LANGUAGES
from teamshelf.package.source import open_source
from teamshelf.rules import every_rule
from teamshelf.rules.explanations import explanations, find
from tests.manifests import icons, manifest
from tests.package.builder import PackageBuilder

if TYPE_CHECKING:
    from teamshelf.rules.registry import Rule

RULES = dict(every_rule())
CORPUS = Path(__file__).parents[1] / "corpus" / "rules"
CASES = sorted(
    (folder.parent.name, folder.name, case.name)
    for folder in CORPUS.glob("*/*")
    if folder.name in ("accept", "reject")
    for case in folder.iterdir()
)
CODES = (Path(__file__).parent / "codes.txt").read_text("utf-8").split()


def manifest_text(members: dict[str, Any]) -> bytes:
    """A faultless manifest with these members laid over it."""
    return json.dumps(manifest(**members)).encode()


def package(members: dict[str, Any], files: dict[str, Any]) -> bytes:
    """A faultless package with these members laid over its manifest, and these files put into it."""
    builder = PackageBuilder().manifest(manifest(**members))
    for name, content in {**icons(), **files}.items():
        if isinstance(content, bytes):
            builder.entry(name, content)
        elif content is not None:
            builder.entry(name, (content if isinstance(content, str) else json.dumps(content)).encode())
    return builder.build()


def checked(content: bytes | Path, audience: str = UPLOAD) -> Result:
    """The check of a package or of a case of the corpus."""
    return check_source(open_source(content), audience=audience)


def rules_in(result: Result) -> set[str]:
    """The rules that a result names."""
    return {finding.rule for finding in result.findings}


def test_the_faultless_package_is_faultless() -> None:
    """What examples are laid over has nothing to be said about it, for the store either."""
    assert () == checked(package({}, {}), STORE).findings


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_a_rule_is_documented(rule: Rule) -> None:
    """Each rule says what it checks, why, and where that comes from."""
    assert str(rule.checks).endswith((".", ")"))
    assert str(rule.why)
    assert rule.source


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("name", explanations())
def test_a_rule_is_explained_in_other_languages(name: str, language: str) -> None:
    """What a rule checks and why is translated."""
    explanation = explanations()[name]
    for message in (explanation.checks, explanation.why):
        if message is not None:
            assert message.in_language("en") != message.in_language(language)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_the_example_breaks_the_rule_and_the_mended_one_does_not(rule: Rule) -> None:
    """The wrong example is found to be wrong by this rule; the right one by none that is an error."""
    whole = bool(rule.needs_files or rule.files or rule.good_files)
    broken, mended = (
        checked(package(*example) if whole else manifest_text(example[0]))
        for example in ((rule.bad, rule.files), (rule.good, rule.good_files))
    )

    assert rule.name in rules_in(broken)
    assert rule.name not in rules_in(mended)
    assert [] == [finding for finding in mended.findings if finding.severity is Severity.ERROR]


@pytest.mark.parametrize("name", RULES)
def test_each_rule_has_a_corpus(name: str) -> None:
    """At least one file that is accepted and one that is rejected."""
    kinds = {kind for rule, kind, _ in CASES if rule == name}

    assert {"accept", "reject"} == kinds


@pytest.mark.parametrize(("name", "kind", "case"), CASES, ids=str)
def test_the_corpus_is_judged_right(name: str, kind: str, case: str) -> None:
    """What is rejected names the rule; what is accepted does not."""
    result = checked(CORPUS / name / kind / case)

    assert (kind == "reject") == (name in rules_in(result))


@pytest.mark.parametrize("code", CODES)
def test_microsofts_codes_are_known(code: str) -> None:
    """Whoever pastes one of Microsoft's codes finds the rule."""
    assert find(code)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_the_store_is_never_milder(rule: Rule) -> None:
    """What Teams refuses, the store refuses as well."""
    order = [Severity.NOTE, Severity.WARNING, Severity.ERROR]

    assert order.index(rule.upload) <= order.index(rule.store)
