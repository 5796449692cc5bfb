"""What is said of an app's version and ids, and when it is an error."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.findings import STORE, UPLOAD, Change, Severity
from tests.rules.judging import judged

NUMBER = st.integers(0, 10**6)


def of_version(rule: str, version: str, **members: Any) -> list[Any]:
    """What a rule finds in an app of this version."""
    return judged("identity", rule, {"version": version, **members})


@given(st.tuples(NUMBER, NUMBER, NUMBER))
def test_every_triple_of_numbers_is_a_version(numbers: tuple[int, int, int]) -> None:
    """Three numbers joined by dots are never found fault with, whatever they are, save for a zero in front."""
    version = ".".join(map(str, numbers))

    assert [] == of_version("version-empty", version)
    assert [] == of_version("version-not-three-numbers", version)
    assert [] == of_version("version-has-suffix", version)
    assert (numbers[0] == 0) == bool(of_version("version-starts-with-zero", version))


@pytest.mark.parametrize(
    ("version", "wanted", "is_mended"),
    [
        ("1.0", "1.0.0", True),
        ("2.15", "2.15.0", True),
        ("3", "3.0.0", False),
        ("1.0.0.0", "1.0.0", False),
        ("2024.07.24", "2024.7.24", False),
        ("01.0", "1.0.0", False),
        ("v1.2.3", "1.2.3", False),
    ],
)
def test_another_version_is_proposed(version: str, wanted: str, *, is_mended: bool) -> None:
    """The hint shows the version that was most likely meant; two numbers get their third without asking anybody."""
    (finding,) = of_version("version-not-three-numbers", version)

    assert f"write `{wanted}`" == str(finding.hint)
    assert ((Change("replace", "/version", wanted),) if is_mended else ()) == finding.changes


@pytest.mark.parametrize("version", ["later", "9" * 10_000])
def test_nothing_is_proposed_for_a_version_without_sense(version: str) -> None:
    """Where there is nothing to go by, the hint shows the form alone, and no message grows with the value."""
    (finding,) = of_version("version-not-three-numbers", version)

    assert "write three numbers, such as `1.0.0`" == str(finding.hint)
    assert len(str(finding.message)) < 200


@pytest.mark.parametrize(
    ("members", "audience", "severity"),
    [
        ({"manifestVersion": "1.15"}, UPLOAD, Severity.WARNING),
        ({"manifestVersion": "1.15"}, STORE, Severity.ERROR),
        ({"manifestVersion": "m365DevPreview"}, UPLOAD, Severity.WARNING),
        ({"manifestVersion": "1.16"}, UPLOAD, Severity.ERROR),
        ({"manifestVersion": "1.22"}, UPLOAD, Severity.ERROR),
        ({"manifestVersion": "1.15", "extensions": [{}]}, UPLOAD, Severity.ERROR),
    ],
)
def test_a_suffix_is_an_error_where_it_is_refused(members: Any, audience: str, severity: Severity) -> None:
    """Teams took suffixes up to manifest 1.15, and the store and Office never did."""
    (finding,) = judged("identity", "version-has-suffix", {"version": "1.2.3-beta.1", **members}, audience=audience)

    assert severity is finding.severity
    assert '`version` is "1.2.3-beta.1"; Teams takes numbers only, not `-beta.1`' == str(finding.message)


def test_both_ids_are_looked_at() -> None:
    """The app and its registration each have a finding of their own."""
    nil = "00000000-0000-0000-0000-000000000000"
    findings = judged("identity", "id-all-zero", {"id": nil, "webApplicationInfo": {"id": nil}})

    assert ["/id", "/webApplicationInfo/id"] == [finding.pointer for finding in findings]


def test_a_manifest_that_is_no_object_has_no_missing_members() -> None:
    """Of what is no manifest at all nothing is missing in particular."""
    from teamshelf.package.app import App
    from teamshelf.package.source import open_source
    from teamshelf.rules.identity import package_name_is_there
    from teamshelf.rules.schema_url import schema_url_is_there

    app = App(open_source(b"[]"))

    assert [] == [*package_name_is_there(app), *schema_url_is_there(app)]


def test_the_deprecated_package_name_is_taken_out() -> None:
    """It is the property that is wrong, not its value, and it can go without asking."""
    (finding,) = judged(
        "identity", "package-name-deprecated", {"manifestVersion": "1.16", "packageName": "com.example.polls"}
    )

    assert finding.at_key
    assert (Change("remove", "/packageName"),) == finding.changes
