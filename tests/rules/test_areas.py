"""The areas by which a report is sorted."""

from __future__ import annotations

from collections import Counter

import pytest

from teamshelf.rules import SUBJECTS
from teamshelf.rules.areas import _OF_SUBJECT, AREAS, area_of
from teamshelf.rules.explanations import explanations


def test_every_file_of_rules_has_one_area() -> None:
    """A new file of rules is given an area by somebody who has thought about it."""
    placed = Counter(subject for subjects in _OF_SUBJECT.values() for subject in subjects)

    assert dict.fromkeys(SUBJECTS, 1) == placed


def test_every_area_has_rules_and_every_rule_an_area() -> None:
    """No chip of a report stands for nothing."""
    assert set(AREAS) == {area_of(rule) for rule in explanations()}


@pytest.mark.parametrize(
    ("rule", "area"),
    [
        ("json-extra-comma", "schema"),
        ("schema-required", "schema"),
        ("package-too-large", "package"),
        ("manifest-version-missing", "identity"),
        ("outline-icon-not-white", "icons"),
        ("page-host-not-valid-domain", "consistency"),
        ("placeholder", "consistency"),
        ("a-rule-of-the-shelf", "identity"),
    ],
)
def test_a_rule_is_where_people_look_for_it(rule: str, area: str) -> None:
    """Faults of text, schema and container have areas of their own."""
    assert area == area_of(rule)
