"""Making pages: templates that escape whatever they show, in the language of whoever reads.

Templates say their sentences with the same `say` as the code, and show a message or a text as it is. What comes from a
stranger loses the characters that turn the direction of writing around, which no page of ours could contain.
"""

from __future__ import annotations

from functools import lru_cache, partial
from hashlib import sha256
from http import HTTPStatus
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Response
from markupsafe import Markup

from teamshelf.catalogue.gates import AGAIN_AFTER
from teamshelf.messages import LANGUAGES, Message
from teamshelf.server.pages.dates import date_in, moment_in
from teamshelf.server.pages.visiting import LANGUAGE_NAMES, THEMES, Visit
from teamshelf.texts.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

HTML = "text/html"

STATIC = ("shelf.css", "shelf.js", "shelf.svg", "desk.css", "desk.js")
"""What pages load: all of it from here."""


def page(
    visit: Visit, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
) -> Response[bytes]:
    """The answer that shows a template to a visit."""
    return Response(
        rendered(visit, template, **values),
        status_code=status,
        media_type=HTML,
        headers={
            "Content-Language": visit.language,
            "Vary": "Cookie, Accept-Language",
            **({"Retry-After": AGAIN_AFTER} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}),
            **(headers or {}),
        },
    )


def rendered(visit: Visit, template: str, **values: Any) -> bytes:
    """The text of a page."""
    return environment(visit.language).get_template(template).render(visit=visit, **values).encode()


def sentence(message: Message, language: str) -> Markup:
    """A message as a sentence of a page: with a capital and a full stop."""
    text = marked(message, language)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def marked(message: Message, language: str) -> Markup:
    """A message as a page shows it: escaped, and what its own words have between backticks as code.

    >>> marked(Message("there is no setting `{name}`", {"name": "<b>`"}), "en")
    Markup('there is no setting <code>&lt;b&gt;`</code>')
    """
    parts = groupby(message.pieces(language), key=lambda piece: piece[1])
    texts = ((clean("".join(text for text, _ in pieces)), is_code) for is_code, pieces in parts)
    return Markup().join(Markup("<code>{}</code>").format(text) if is_code else text for text, is_code in texts)


def as_code(text: str) -> Markup:
    """A sentence that is stored as text, likewise: an odd backtick is a character like any other."""
    if isinstance(text, Markup):
        return text
    parts = clean(text).split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return Markup().join(Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(parts))


def unmarked(message: Message | str, language: str) -> str:
    """A message where a page can show no code, as in an attribute: without the backticks of its own words."""
    if isinstance(message, str):
        return message
    return "".join(text for text, _ in message.pieces(language))


@lru_cache(maxsize=len(STATIC))
def static_content(name: str) -> bytes:
    """What a file of :data:`STATIC` says."""
    return files("teamshelf.server.pages").joinpath("static", name).read_bytes()


@lru_cache(maxsize=len(STATIC))
def static_url(name: str) -> str:
    """The address of a file of :data:`STATIC`; another content has another address, so browsers keep it for good."""
    return f"/static/{sha256(static_content(name)).hexdigest()[:12]}/{name}"


@lru_cache(maxsize=len(LANGUAGES))
def environment(language: str) -> Environment:
    """The templates in a language."""
    made = Environment(
        loader=PackageLoader("teamshelf.server.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=partial(_shown, language),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "say": partial(_said, language),
        "sentence": partial(sentence, language=language),
        "as_code": as_code,
        "unmarked": partial(unmarked, language=language),
        "date": partial(date_in, language),
        "moment": partial(moment_in, language),
        "static": static_url,
        "language": language,
        "language_names": LANGUAGE_NAMES,
        "themes": THEMES,
    }
    return made


def _said(language: str, template: str, **values: Any) -> str:
    message = Message(template, values)
    return marked(message, language) if "`" in template else message.in_language(language)


def _shown(language: str, value: Any) -> Any:
    """A value as a page shows it; what is markup already was made of such."""
    if isinstance(value, Message):
        text = value.in_language(language)
        return marked(value, language) if "`" in text else clean(text)
    return clean(value) if type(value) is str else value
