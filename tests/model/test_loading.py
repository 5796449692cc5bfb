"""A manifest as typed objects, whatever shape it is in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.model.bots import Bot
from teamshelf.model.facts import ManifestObject, item_type, properties_of, value_type
from teamshelf.model.loading import manifest_from
from tests.manifests import manifest

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
NAMES = st.sampled_from(
    ["bots", "name", "short", "scopes", "commands", "commandLists", "botId", "icons", "extensions", "x"]
)
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=20
)


def assert_well_typed(value: ManifestObject) -> None:
    """Every field holds a value of its declared type, all the way down."""
    for declared in properties_of(type(value)).values():
        assert_fits(getattr(value, declared.attribute), value_type(declared.annotation), optional=True)


def assert_fits(value: Any, wanted: Any, *, optional: bool) -> None:
    """One value is of one type."""
    item = item_type(wanted)
    if item is not None:
        assert isinstance(value, list)
        for member in value:
            assert_fits(member, item, optional=False)
    elif value is None:
        assert optional
    elif isinstance(wanted, type) and issubclass(wanted, ManifestObject):
        assert isinstance(value, wanted)
        assert_well_typed(value)
    else:
        assert isinstance(value, (int, float) if wanted is float else wanted)


def test_a_faultless_manifest_is_all_there() -> None:
    """Properties are found under their Python names, `$schema` as `schema_`."""
    loaded = manifest_from(manifest(bots=[{"botId": "x", "scopes": ["personal"], "supportsFiles": True}]))

    assert loaded.name is not None
    assert "Polls" == loaded.name.short
    assert [Bot(bot_id="x", scopes=["personal"], supports_files=True)] == loaded.bots
    assert loaded.schema_ is not None
    assert loaded.schema_.startswith("https://")


def test_what_is_absent_is_none_and_arrays_empty() -> None:
    """A manifest that says nothing has no name, and a list of bots without bots."""
    loaded = manifest_from({})

    assert (None, []) == (loaded.name, loaded.bots)


def test_what_does_not_fit_is_left_out_and_the_rest_kept() -> None:
    """A number for a text, a text for an object: left out; their neighbours stay."""
    loaded = manifest_from(
        {"version": 3, "name": "Polls", "accentColor": "#fff", "bots": [{"botId": 7, "scopes": "x"}]}
    )

    assert (None, None, "#fff", [Bot()]) == (loaded.version, loaded.name, loaded.accent_color, loaded.bots)


def test_items_keep_their_positions() -> None:
    """An item that does not fit becomes an empty one, so that the third stays the third."""
    loaded = manifest_from({"bots": ["?", {"botId": "b"}], "validDomains": ["a", 3, "c"]})

    assert [Bot(), Bot(bot_id="b")] == loaded.bots
    assert ["a", "", "c"] == loaded.valid_domains


@pytest.mark.parametrize("value", [None, 3, "x", [], [{}]])
def test_what_is_no_object_is_an_empty_manifest(value: object) -> None:
    """Loading never fails."""
    assert manifest_from({}) == manifest_from(value)


@given(ANYTHING)
def test_whatever_is_loaded_is_well_typed(value: Any) -> None:
    """No value of a wrong type is ever seen through the typed objects."""
    assert_well_typed(manifest_from(value))
