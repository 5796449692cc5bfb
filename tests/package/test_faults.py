"""The closed list of what can be wrong with a container."""

from __future__ import annotations

import re

import pytest

from teamshelf.findings import Severity
from teamshelf.messages import say
from teamshelf.package.faults import RULES, WHOLE, PackageError, fault, too_large


@pytest.mark.parametrize("rule", RULES)
def test_rules_have_stable_names_and_one_sentence(rule: str) -> None:
    """A rule's name is kebab-case below `package-`, and what it asks for is one sentence."""
    assert re.fullmatch(r"package(-[a-z]+)+", rule)
    assert re.fullmatch(r"[A-Z][^\n]+\.", str(RULES[rule].about))


@pytest.mark.parametrize("error", PackageError.__subclasses__())
def test_every_error_is_of_a_known_rule_that_is_an_error(error: type[PackageError]) -> None:
    """What stops an entry from being read is never less than an error, and every error class has its own rule."""
    raised = error(say("No."), hint=say("Yes."), file="a")

    assert Severity.ERROR is RULES[error.rule].severity
    assert fault(error.rule, say("No."), hint=say("Yes."), file="a") == raised.finding
    assert "No." == str(raised)


def test_no_two_errors_share_a_rule() -> None:
    """One class of errors is one rule."""
    classes = PackageError.__subclasses__()

    assert len(classes) == len({error.rule for error in classes})


def test_a_fault_of_the_container_has_no_file() -> None:
    """A finding on the container as a whole names no entry, and has the aliases of its rule."""
    finding = fault("package-manifest-missing", say("None."))

    assert WHOLE == "" == finding.file
    assert ("Serialization_FileMissing",) == finding.aliases


def test_a_rule_that_is_not_listed_is_a_mistake_of_ours() -> None:
    """A finding cannot be made for a rule that nobody documented."""
    with pytest.raises(KeyError):
        fault("package-unheard-of", say("What?"))


def test_a_name_is_shown_safely_in_an_error() -> None:
    """Names in messages are escaped: they come from the package."""
    assert "`a\\u001b[2J` is larger than 3 bytes" == str(too_large("a\x1b[2J", 3))
