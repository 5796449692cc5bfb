"""Laws of comparing, tried on generated manifests."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from teamshelf.document import read
from teamshelf.package.faults import Unreadable
from teamshelf.update.applying import apply
from teamshelf.update.compare import compare
from teamshelf.update.consent import Answer, decide, is_silent
from teamshelf.update.consent_rules import RULE_SETS
from teamshelf.update.matching import canonical, manifest_shape
from teamshelf.update.reasons import triggers_between
from teamshelf.update.surface import Surface, surface_of_manifest
from tests.update.versions_of_an_app import FULL, MANIFESTS, comparison, reordered

SHAPE = manifest_shape()
SETS = st.sampled_from(RULE_SETS)


def form(value: Any) -> str:
    """The one form of all manifests that say the same, with true and 1 told apart."""
    return json.dumps(canonical(value, SHAPE), sort_keys=True)


@given(MANIFESTS)
def test_nothing_differs_from_itself(manifest: dict[str, Any]) -> None:
    """diff(a, a) is empty: no change, no problem, no question."""
    compared = comparison(manifest, copy.deepcopy(manifest))

    assert compared.is_empty
    assert compared.allowed
    assert Answer.NOT_REQUIRED is compared.consent.answer
    assert ["no-change"] == [note.note for note in compared.notes]


@example({"validDomains": ["A.com", "A.com"]}, {"validDomains": ["a.com"]})
@example({"permissions": [{}, {}]}, {})
@given(MANIFESTS, MANIFESTS)
def test_changes_applied_to_old_give_new(old: dict[str, Any], new: dict[str, Any]) -> None:
    """OLD with the changes made says what NEW says, and OLD itself stays as it was."""
    before = copy.deepcopy(old)

    made = apply(old, comparison(old, new).changes)

    assert form(new) == form(made)
    assert before == old


@given(MANIFESTS, MANIFESTS)
def test_tabs_end_in_the_order_of_new(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Where places matter, applying the changes gives NEW's very order."""
    made = apply(old, comparison(old, new).changes)

    assert json.dumps(canonical(new.get("staticTabs", []), SHAPE.members["staticTabs"]), sort_keys=True) == json.dumps(
        canonical(made.get("staticTabs", []), SHAPE.members["staticTabs"]), sort_keys=True
    )


@given(st.data(), MANIFESTS)
def test_the_order_of_lists_never_matters(data: st.DataObject, manifest: dict[str, Any]) -> None:
    """The same lists in another order, and the same keys, are no change."""
    shuffled = data.draw(reordered(manifest, SHAPE))

    assert () == comparison(manifest, shuffled).changes


@given(st.data(), MANIFESTS, MANIFESTS, SETS)
def test_the_order_of_lists_never_matters_to_an_update(
    data: st.DataObject, old: dict[str, Any], new: dict[str, Any], rules: str
) -> None:
    """Whatever the order in OLD, an update asks for the same reasons."""
    shuffled = data.draw(reordered(old, SHAPE))

    first, second = comparison(old, new, rules).consent, comparison(shuffled, new, rules).consent

    assert [each.new_fact for each in first.triggers] == [each.new_fact for each in second.triggers]
    assert first.answer is second.answer


@given(MANIFESTS, MANIFESTS)
def test_pointers_lead_to_what_they_say(old: dict[str, Any], new: dict[str, Any]) -> None:
    """The old value of a change stands at its pointer in OLD, the new one at its pointer in NEW."""
    for change in comparison(old, new).changes:
        if change.op == "move":
            continue
        assert (None if change.old_pointer is None else at(old, change.old_pointer)) == change.old
        assert (None if change.new_pointer is None else at(new, change.new_pointer)) == change.new


def at(value: Any, pointer: str) -> Any:
    """The value at a pointer."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value


@given(MANIFESTS, MANIFESTS, SETS)
def test_the_shelf_decides_as_the_comparison(old: dict[str, Any], new: dict[str, Any], rules: str) -> None:
    """Two stored surfaces give the decision that comparing the manifests gives."""
    compared = comparison(old, new, rules).consent
    accepted, offered = (Surface.decoded(surface_of_manifest(each).encoded()) for each in (old, new))

    decided = decide(accepted, offered, rules)

    assert compared.answer is decided.answer
    assert [(each.change, each.message, each.who) for each in decided.triggers] == [
        (each.change, each.message, each.who) for each in compared.triggers
    ]
    assert [each.change for each in decided.likely] == [each.change for each in compared.likely]
    assert is_silent(accepted, offered, rules) is (compared.answer is not Answer.REQUIRED)


@given(MANIFESTS, MANIFESTS, SETS, st.sampled_from(["identity", "messageTeamMembers"]))
def test_adding_a_permission_never_makes_consent_unnecessary(
    old: dict[str, Any], new: dict[str, Any], rules: str, permission: str
) -> None:
    """What asks goes on asking if NEW asks for one thing more that OLD did not ask for."""
    before = [each for each in _list(old, "permissions") if isinstance(each, str)]
    assume(permission not in before)
    more = {**new, "permissions": [*_list(new, "permissions"), permission]}

    answers = [comparison(old, each, rules).consent.answer for each in (new, more)]

    assert RANK[answers[0]] <= RANK[answers[1]]


@given(MANIFESTS, MANIFESTS, SETS)
def test_adding_a_resource_permission_never_makes_consent_unnecessary(
    old: dict[str, Any], new: dict[str, Any], rules: str
) -> None:
    """A resource-specific permission that OLD did not have makes any update ask."""
    entry = {"name": "ChannelMessage.Read.Group", "type": "Application"}
    more = {**new, "authorization": {"permissions": {"resourceSpecific": [entry]}}}

    assert Answer.REQUIRED is comparison(old, more, rules).consent.answer


RANK = {Answer.NOT_REQUIRED: 0, Answer.LIKELY: 1, Answer.REQUIRED: 2}


def _list(manifest: dict[str, Any], name: str) -> list[Any]:
    value = manifest.get(name)
    return value if isinstance(value, list) else []


@given(MANIFESTS)
def test_equal_surfaces_have_equal_digests(manifest: dict[str, Any]) -> None:
    """A surface survives being stored, and its digest says that it is the same."""
    surface = surface_of_manifest(manifest)

    stored = Surface.decoded(surface.encoded())

    assert surface == stored
    assert surface.digest == stored.digest
    assert hash(surface) == hash(stored)


@given(MANIFESTS)
def test_a_surface_asks_nothing_of_itself(manifest: dict[str, Any]) -> None:
    """Reaching a surface from itself gives no reason to ask, whatever the rule set."""
    facts = dict.fromkeys(surface_of_manifest(manifest).facts)

    assert [] == triggers_between(facts, facts, incremented=False)


@given(
    st.binary(max_size=80)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from([*FULL, "botId", "scopes", "commands", "permissions", "resourceSpecific"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    ).map(lambda value: json.dumps(value).encode())
)
def test_no_input_makes_it_fail(content: bytes) -> None:
    """Whatever comes in is compared, or named unreadable."""
    full = json.dumps(FULL).encode()

    if isinstance(read(content).value, dict):
        compare(content, full)
        compare(full, content)
    else:
        with pytest.raises(Unreadable) as error:
            compare(content, full)
        assert str(error.value.message)
