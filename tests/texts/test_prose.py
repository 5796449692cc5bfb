"""Descriptions as markup, and texts from strangers made harmless."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teamshelf.texts.addressing import web_link
from teamshelf.texts.cleaning import clean
from teamshelf.texts.prose import prose
from tests.preview.hostile import PAYLOADS

ALLOWED = {"p", "strong", "em", "ul", "ol", "li", "a", "br"}

PIECES = st.sampled_from(
    ["*", "**", "_", "- ", "1. ", "\n", "\n\n", "[x](", ")", "<b>", "&", "\\", "https://a.example/", " ", '"']
)


class Tags(HTMLParser):
    """The elements of some markup, with their attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("**a** and *b*", "<p><strong>a</strong> and <em>b</em></p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("# x", "<p># x</p>"),
        (
            "[x](https://www.example.com)",
            '<p><a href="https://www.example.com" rel="nofollow noopener noreferrer">x</a></p>',
        ),
        ("[x](ftp://www.example.com)", "<p>x</p>"),
        ("[x](javascript:trap())", "<p>[x](javascript:trap())</p>"),
    ],
)
def test_descriptions_have_emphasis_lists_and_links(text: str, markup: str) -> None:
    """What Teams knows of Markdown becomes markup; everything else stays as it was written."""
    assert markup == prose(text)


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        (
            "[**x**](https://www.example.com/?a&b)",
            (
                '<p><span class="fake-link"><strong>x</strong></span> '
                '<small class="url" dir="ltr">(https://www.example.com/?a&amp;b)</small></p>'
            ),
        ),
        ("[x](ftp://www.example.com)", "<p>x</p>"),
    ],
)
def test_links_that_lead_nowhere_say_their_addresses(text: str, markup: str) -> None:
    """Where no address of an app is opened, it stands beside the words as text."""
    assert markup == prose(text, is_linked=False)


def test_what_is_far_too_long_is_not_read_as_markdown() -> None:
    """Whatever the size of a description, a page does not wait for it."""
    assert "<p>" + "*a* " * 5_001 + "</p>" == prose("*a* " * 5_001)
    assert prose("*a*" + " b" * 9_000).startswith("<p><em>a</em>")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.sampled_from(PAYLOADS), st.text(max_size=8)), max_size=12).map("".join))
def test_no_description_has_other_elements(text: str) -> None:
    """Whatever is written, nothing but our few elements comes of it, and links lead to web pages alone."""
    for tag, attributes in Tags(str(prose(text))).found:
        assert tag in ALLOWED
        assert set(attributes) <= ({"href", "rel"} if tag == "a" else set())
        assert tag != "a" or web_link(attributes["href"] or "")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:x",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "//a.example",
        "https://",
        "https://a b",
        "\thttps://a",
        "http://[",
    ],
)
def test_only_web_pages_are_linked_to(url: str) -> None:
    """An address that is no page's is no link."""
    assert not web_link(url)


def test_what_turns_text_around_is_left_out() -> None:
    """Characters that reorder a line, or that no page can hold, are gone; accents, emoji and line ends stay."""
    assert "abc" == clean("a\u202eb\u2066c\x00\ud800")
    assert "é\n\t👩‍💻\u00a0" == clean("é\n\t👩‍💻\u00a0")
