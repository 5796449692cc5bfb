"""Ids and entity tags are made as Graph makes them, and read in all the forms that clients send back."""

from __future__ import annotations

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.server.graph.resources.identifiers import (
    DefinitionId,
    InstallationId,
    Tag,
    definition_id,
    entity_tag,
    installation_id,
    read_definition_id,
    read_entity_tags,
    read_installation_id,
)

APP = "e3e29acb-8c79-412b-b746-e6c39ff4cd22"
ROW = "0240a368-25e0-4569-8ebe-13601cb55a18"


def test_an_id_says_what_it_is_made_of() -> None:
    """The base64 of the parts, two number signs between them, as the samples of Graph's reference are."""
    assert f"{APP}##1.0.2##Submitted" == b64decode(definition_id(APP, "1.0.2", "submitted")).decode()
    assert f"19:a@thread.v2##{APP}" == b64decode(installation_id("19:a@thread.v2", APP)).decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ZTNlMjlhY2ItOGM3OS00MTJiLWI3NDYtZTZjMzlmZjRjZDIyIyMxLjAuMiMjU3VibWl0dGVk",
            DefinitionId(APP, "1.0.2", "submitted"),
        ),
        (definition_id(APP.upper(), "1.0.2", "published"), DefinitionId(APP, "1.0.2", "published")),
        ("ZTNlMjlhY2ItOGM3OS00MTJiLWI3NDYtZTZjMzlmZjRjZDIyIyMxLjAuMg==", DefinitionId(APP, "1.0.2", None)),
        ("ZTNlMjlhY2ItOGM3OS00MTJiLWI3NDYtZTZjMzlmZjRjZDIyIyMxLjAuMg", DefinitionId(APP, "1.0.2", None)),
        ("", None),
        ("NjkwM2Zh", None),
        ("é", None),
        ("====", None),
        ("A" * 2000, None),
        ("/w==", None),
    ],
)
def test_an_id_is_read_with_and_without_state_and_padding(text: str, expected: DefinitionId | None) -> None:
    """What is no id is none, and no error of ours."""
    assert expected == read_definition_id(text)


@given(st.text(st.characters(codec="utf-8", exclude_characters="#"), min_size=1, max_size=40), st.booleans())
def test_what_was_written_is_read(place: str, is_url_safe: bool) -> None:  # noqa: FBT001
    """In either alphabet of base64."""
    text = installation_id(place, APP)
    if is_url_safe:
        text = text.replace("+", "-").replace("/", "_").rstrip("=")

    assert InstallationId(place, APP) == read_installation_id(text)


@pytest.mark.parametrize(
    "header",
    [
        entity_tag(ROW, 3),
        f'"{entity_tag(ROW, 3)}"',
        f'W/"{entity_tag(ROW, 3)}"',
        f'"{ROW}.3"',
        f'"other", {entity_tag(ROW, 3)}',
    ],
)
def test_entity_tags_are_read_as_sent_and_as_the_web_writes_them(header: str) -> None:
    """`@odata.etag` comes back verbatim, or in quotation marks."""
    assert (Tag(ROW, 3),) == read_entity_tags(header)


def test_a_star_matches_anything_and_other_tags_nothing() -> None:
    """An `If-Match` that names none of ours cannot match."""
    assert read_entity_tags("*") is None
    assert () == read_entity_tags("ImNOTW1CY0lRPT0i")
    assert () == read_entity_tags("")
