"""The button: complete in itself, readable by everybody, harmless wherever it is pasted."""

from __future__ import annotations

from base64 import b64decode
from html.parser import HTMLParser
from itertools import product
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from teamshelf.links import SIZES, THEMES, Button, InstallLink
from teamshelf.messages import LANGUAGES

LINK = InstallLink("49e6f432-d79c-49e8-94f7-89b94f3672fd").url()
SVG = "{http://www.w3.org/2000/svg}"
BUTTONS = [
    Button(language=language, theme=theme, size=size, label=label, app_name="Polls")
    for language, theme, size, label in product(LANGUAGES, THEMES, SIZES, ("add", "open"))
]
NAMES = st.text(st.characters(exclude_categories=["Cs"]))


class _Tags(HTMLParser):
    """The tags of a snippet, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


class _Renderer(MarkdownIt):
    """Markdown as others render it: this one would let only PNG and the like be part of a text."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return bool(url)


@pytest.mark.parametrize("button", BUTTONS, ids=str)
def test_the_picture_is_complete_in_itself(button: Button) -> None:
    """It is XML, in ASCII, of the height asked for, and fetches, runs and styles nothing."""
    picture = ET.fromstring(button.svg())  # noqa: S314 - our own

    assert button.svg().isascii()
    assert str(SIZES[button.size]) == picture.get("height")
    assert {"svg", "title", "rect", "g", "path", "text"} == {
        element.tag.removeprefix(SVG) for element in picture.iter()
    }
    names = {name for element in picture.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name or name in {"style", "class", "id"}}
    assert "url(" not in button.svg()


@pytest.mark.parametrize("button", BUTTONS, ids=str)
def test_the_words_stay_inside_the_picture(button: Button) -> None:
    """The picture says how long its text is, so that no viewer's type makes it longer."""
    picture = ET.fromstring(button.svg())  # noqa: S314 - our own
    (text,) = picture.iter(f"{SVG}text")
    left, length, width = float(text.attrib["x"]), float(text.attrib["textLength"]), float(picture.attrib["width"])

    assert button.text == text.text
    assert 0 < left < left + length < width - SIZES[button.size] * 0.3
    assert 0.45 < length / len(button.text) / float(text.attrib["font-size"]) < 0.65


@pytest.mark.parametrize("button", BUTTONS, ids=str)
def test_words_and_sign_stand_out_from_their_ground(button: Button) -> None:
    """The contrast is that of WCAG AAA for the words, and enough for the sign."""
    picture = ET.fromstring(button.svg())  # noqa: S314 - our own
    ground, tile = [rect.attrib["fill"] for rect in picture.iter(f"{SVG}rect")]
    (text,), (sign,) = picture.iter(f"{SVG}text"), picture.iter(f"{SVG}path")

    assert _contrast(text.attrib["fill"], ground) > 7
    assert _contrast(sign.attrib["stroke"], tile) > 4.5
    assert _contrast(tile, ground) > 3


def _contrast(one: str, other: str) -> float:
    """By WCAG 2.1: 1 for equal colours, 21 for black on white."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("language", "label", "words", "name"),
    [
        ("en", "add", "Add to Teams", "Add to Teams: Polls"),
        ("en", "open", "Open in Teams", "Open in Teams: Polls"),
        ("fr", "add", "Ajouter à Teams", "Ajouter à Teams\u00a0: Polls"),
        ("fr", "open", "Ouvrir dans Teams", "Ouvrir dans Teams\u00a0: Polls"),
    ],
)
def test_the_name_begins_with_the_words(language: str, label: str, words: str, name: str) -> None:
    """Who speaks to a computer says what is on the button; who does not see it hears which app it is for."""
    button = Button(language=language, label=label, app_name="Polls")
    picture = ET.fromstring(button.svg())  # noqa: S314 - our own

    assert (words, name) == (button.text, button.name)
    assert ("img", name, name) == (picture.get("role"), picture.get("aria-label"), picture.findtext(f"{SVG}title"))
    assert words == Button(language=language, label=label).name


def test_the_html_is_one_link_with_the_picture_in_it() -> None:
    """No script, no picture from elsewhere, no target."""
    tags = _Tags(Button(app_name="Polls").html(f"{LINK}?a=1&b=2")).tags

    assert ("a", {"href": f"{LINK}?a=1&b=2"}) == tags[0]
    assert ["a", "svg", "title", "rect", "g", "rect", "path", "text"] == [tag for tag, _ in tags]


def test_the_markdown_is_one_link_with_a_picture() -> None:
    """The picture is part of the text, unless it has an address."""
    button = Button(app_name="Polls", language="fr")
    picture, link = _rendered(button.markdown(LINK))

    assert (LINK, button.name) == (link, picture["alt"])
    kind, _, encoded = str(picture["src"]).partition(",")
    assert ("data:image/svg+xml;base64", button.svg()) == (kind, b64decode(encoded).decode())
    assert "https://example.com/add.svg" == _rendered(button.markdown(LINK, "https://example.com/add.svg"))[0]["src"]


def _rendered(markdown: str) -> tuple[dict[str, str | None], str | None]:
    """Attributes of the picture and target of the link, as a renderer of Markdown makes them."""
    tags = _Tags(_Renderer().render(markdown)).tags
    assert ["p", "a", "img"] == [tag for tag, _ in tags]
    return tags[2][1], tags[1][1]["href"]


@given(NAMES)
def test_no_name_of_an_app_gets_out_of_the_button(name: str) -> None:
    """Quotation marks, tags, brackets and control characters of a manifest stay text."""
    button = Button(app_name=name)

    assert ["a", "svg", "title", "rect", "g", "rect", "path", "text"] == [
        tag for tag, _ in _Tags(button.html(LINK)).tags
    ]
    assert button.name == ET.fromstring(button.svg()).get("aria-label")  # noqa: S314 - our own
    assert " ".join(button.name.split()) == " ".join(str(_rendered(button.markdown(LINK))[0]["alt"]).split())


@given(st.text(min_size=1))
@example("a)b\\)[x](y")
@example("?a&copy;b")
@example('"><script>')
def test_no_address_gets_out_of_the_button(address: str) -> None:
    """What is given as an address stays one, in HTML and in Markdown."""
    assert ("a", {"href": address}) == _Tags(Button().html(address)).tags[0]
    picture, link = _rendered(Button().markdown(address, address))

    assert link == picture["src"]
    assert not address.isascii() or not address.isalnum() or address == link


def test_an_address_stays_what_it_is() -> None:
    """Parentheses are encoded, and nothing twice; what looks like a character of HTML is not read as one."""
    _, link = _rendered(Button().markdown("https://example.com/a(1)%20b?c=1&copy;=2"))

    assert "https://example.com/a%281%29%20b?c=1&copy;=2" == link


@pytest.mark.parametrize("choice", [{"theme": "blue"}, {"size": "huge"}, {"language": "de"}, {"label": "get"}])
def test_a_choice_that_is_none_is_refused(choice: dict[str, str]) -> None:
    """The value is named."""
    with pytest.raises(ValueError, match=f"'{next(iter(choice.values()))}' is none of"):
        Button(**choice)
