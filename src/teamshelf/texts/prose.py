"""The long description of an app: the little Markdown that Teams knows, made into markup of which nothing can escape.

Known are paragraphs, emphasis, lists and links to web pages. Everything else, HTML and pictures among it, is shown as
it was written. Source: the store's guidelines for descriptions, "Markdown subset".
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from teamshelf.texts.addressing import web_link
from teamshelf.texts.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
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

_LONGEST = 20_000
"""Characters that are read as Markdown: five times what a description can have. More is shown as it was written."""


def prose(text: str, *, is_linked: bool = True) -> Markup:
    """The markup of a description; its links lead somewhere, or have their addresses beside them as text.

    >>> prose("**Ask** [us](https://www.example.com) <b>now</b>")
    Markup('<p><strong>Ask</strong> <a href="https://www.example.com" rel="nofollow noopener noreferrer">us</a> \
&lt;b&gt;now&lt;/b&gt;</p>')
    """
    cleaned = clean(text)
    if len(cleaned) > _LONGEST:
        return Markup("<p>{}</p>").format(cleaned)
    return Markup("").join(_written(_parser().parse(cleaned), _Links() if is_linked else _Addresses()))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # here, because whoever shows no description needs none of it

    made = MarkdownIt("zero", {"html": False, "linkify": False, "maxNesting": _DEEPEST})
    return made.enable(["emphasis", "escape", "link", "list", "newline", "paragraph"])


class _Links:
    """Links that can be followed, to web pages alone."""

    def before(self, url: str) -> Markup:
        """What stands before the words of a link."""
        return Markup('<a href="{}" rel="nofollow noopener noreferrer">').format(url)

    def after(self, url: str) -> Markup:
        """What stands behind them."""
        del url
        return Markup("</a>")


class _Addresses(_Links):
    """Links as they look, each with its address as text."""

    def before(self, url: str) -> Markup:
        """What stands before the words of a link."""
        del url
        return Markup('<span class="fake-link">')

    def after(self, url: str) -> Markup:
        """What stands behind them."""
        return Markup('</span> <small class="url" dir="ltr">({})</small>').format(url)


def _written(tokens: Sequence[Token], look: _Links) -> Iterator[Markup]:
    urls: list[str] = []
    for token in tokens:
        if token.type == "inline":
            yield from _written(token.children or (), look)
        elif token.type == "text":
            yield escape(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            yield Markup("<br>")
        elif token.type == "link_open":
            urls.append(web_link(str(token.attrGet("href") or "")))
            yield look.before(urls[-1]) if urls[-1] else Markup("")
        elif token.type == "link_close":
            url = urls.pop()
            yield look.after(url) if url else Markup("")
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
