"""The long description of an app: the little Markdown that Teams knows, made into markup of which nothing can escape.

Known are paragraphs, emphasis, lists and links to web pages. Everything else, HTML and pictures among it, is shown as
it was written. Source: the store's guidelines for descriptions, "Markdown subset".
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from teamshelf.server.pages.addressing import web_link
from teamshelf.server.pages.rendering import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_TAGS = {
    "paragraph": "p",
    "strong": "strong",
    "em": "em",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
}
"""What a description can have, by the parser's name without its ending."""

_DEEPEST = 20


def prose(text: str) -> Markup:
    """The markup of a description.

    >>> prose("**Ask** [us](https://www.example.com) <b>now</b>")
    Markup('<p><strong>Ask</strong> <a href="https://www.example.com" rel="nofollow noopener noreferrer">us</a> \
&lt;b&gt;now&lt;/b&gt;</p>')
    """
    return Markup("").join(_written(_parser().parse(clean(text))))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    made = MarkdownIt("zero", {"html": False, "linkify": False, "maxNesting": _DEEPEST})
    return made.enable(["emphasis", "escape", "link", "list", "newline", "paragraph"])


def _written(tokens: Sequence[Token]) -> Iterator[Markup]:
    links: list[bool] = []
    for token in tokens:
        if token.type == "inline":
            yield from _written(token.children or ())
        elif token.type == "text":
            yield escape(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            yield Markup("<br>")
        elif token.type == "link_open":
            url = web_link(str(token.attrGet("href") or ""))
            links.append(bool(url))
            yield Markup('<a href="{}" rel="nofollow noopener noreferrer">').format(url) if url else Markup("")
        elif token.type == "link_close":
            yield Markup("</a>") if links.pop() else Markup("")
        else:
            yield _tag(token)


def _tag(token: Token) -> Markup:
    """A tag of ours; for what a parser might one day add, the text that it stands for."""
    name, _, ending = token.type.rpartition("_")
    if name not in _TAGS:
        return escape(token.content)
    if token.hidden:
        return Markup("")
    return (Markup("</{}>") if ending == "close" else Markup("<{}>")).format(_TAGS[name])
