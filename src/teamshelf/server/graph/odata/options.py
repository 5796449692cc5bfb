"""The query options of a request: what to show of which resources, in which order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from msgspec import Struct

from teamshelf.messages import shown
from teamshelf.server.graph.odata.binding import Bound, bind, follow
from teamshelf.server.graph.odata.faults import QueryFault, at
from teamshelf.server.graph.odata.parsing import parse_filter
from teamshelf.server.graph.odata.searching import parse_search
from teamshelf.server.graph.odata.tokens import MAX_LENGTH

if TYPE_CHECKING:
    from teamshelf.server.graph.odata.searching import Sought
    from teamshelf.server.graph.odata.shapes import Shape

MAX_PARAMETERS = 32
"""Parameters of one query."""

MAX_DEPTH = 4
"""Expansions inside each other; no resource here leads further."""

MAX_NUMBER = 2**31 - 1
"""Of `$top` and `$skip`."""

_NAMES = frozenset(
    {"filter", "select", "expand", "orderby", "top", "skip", "skiptoken", "count", "search", "format", "deltatoken"}
)
_NESTED = frozenset({"filter", "select", "expand", "orderby", "top", "skip"})
_WORD = re.compile(r"[A-Za-z_@][\w.@/]*|\*", re.ASCII)


class Order(Struct, frozen=True):
    """One key of an order."""

    names: tuple[str, ...]
    descends: bool


class Options(Struct, frozen=True, kw_only=True):
    """What a request asks to see of a collection or a resource. Names are spelled as the resource spells them.

    Attributes:
        select: None shows what is shown by default.
        expand: what the resource leads to and is to be shown, each with its own options.
        skip_token: where the page before this one ended, as we wrote it.
    """

    filter: Bound | None = None
    select: tuple[str, ...] | None = None
    expand: dict[str, Options] = {}
    order: tuple[Order, ...] = ()
    top: int | None = None
    skip: int = 0
    skip_token: str | None = None
    count: bool = False
    search: Sought | None = None


EVERYTHING = Options()
"""No option at all."""


def parse_query(query: bytes) -> dict[str, str]:
    """The parameters of a query string; OData's in lower case, with or without their `$`, others as written.

    Raises:
        QueryFault: it is no UTF-8, has too many parameters, one of them twice, or one of OData's that there is not.
    """
    try:
        text = query.decode()
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS)
    except UnicodeDecodeError:
        raise QueryFault("query", "it is no UTF-8") from None
    except ValueError:
        raise QueryFault("query", f"it has more than {MAX_PARAMETERS} parameters") from None
    parameters: dict[str, str] = {}
    for written, value in pairs:
        name = written.lower().removeprefix("$")
        if name not in _NAMES:
            if written.startswith("$"):
                raise QueryFault("query", f"{shown(written)} is no option here")
            name = written
        if name in parameters:
            raise QueryFault("query", f"{shown(written)} stands in it twice")
        parameters[name] = value
    return parameters


def parse_options(parameters: dict[str, str], shape: Shape) -> Options:
    """The options about resources of a shape.

    Raises:
        QueryFault: one of them cannot be read, or names what there is not.
    """
    return _options(parameters, shape, 0)


def _options(parameters: dict[str, str], shape: Shape, depth: int) -> Options:
    condition = parameters.get("filter")
    search = parameters.get("search")
    return Options(
        filter=bind(parse_filter(condition), shape) if condition is not None else None,
        select=_selected(parameters["select"], shape) if parameters.get("select") else None,
        expand=_expanded(parameters.get("expand", ""), shape, depth),
        order=_ordered(parameters.get("orderby", ""), shape),
        top=_number("$top", parameters["top"]) if "top" in parameters else None,
        skip=_number("$skip", parameters.get("skip", "0")),
        skip_token=parameters.get("skiptoken"),
        count=_flag("$count", parameters.get("count", "false")),
        search=parse_search(search) if search is not None else None,
    )


def _selected(text: str, shape: Shape) -> tuple[str, ...] | None:
    names = [name.strip() for name in _bounded("$select", text).split(",")]
    if "*" in names:
        return None
    if "" in names:
        raise QueryFault("$select", "a name is missing beside a comma")
    return tuple(dict.fromkeys(shape.spelling(name.split("/")[0], "$select") for name in names))


def _ordered(text: str, shape: Shape) -> tuple[Order, ...]:
    orders = []
    for item in _bounded("$orderby", text).split(",") if text.strip() else ():
        match item.split():
            case [path]:
                descends = False
            case [path, direction] if direction.lower() in ("asc", "desc"):
                descends = direction.lower() == "desc"
            case _:
                raise QueryFault("$orderby", f"{shown(item.strip())} is no property with `asc` or `desc`")
        names, member = follow(shape, tuple(path.split("/")), "$orderby")
        if member.is_many or member.shape is not None or len(names) > 1:
            raise QueryFault("$orderby", f"{shown(path)} has no order")
        orders.append(Order(names, descends))
    return tuple(orders)


def _expanded(text: str, shape: Shape, depth: int) -> dict[str, Options]:
    if depth > MAX_DEPTH:
        raise QueryFault("$expand", f"it is nested deeper than {MAX_DEPTH}")
    expanded: dict[str, Options] = {}
    for item in _split(_bounded("$expand", text), ",") if text.strip() else ():
        match = _WORD.match(item.strip())
        if match is None:
            raise QueryFault("$expand", f"{shown(item.strip())} is no property")
        name, rest = match.group(), item.strip()[match.end() :].strip()
        for spelled in _leading(shape) if name == "*" else [shape.spelling(name, "$expand")]:
            member = shape.members[spelled]
            if not member.leads or member.shape is None:
                raise QueryFault("$expand", f"{shown(spelled)} leads to no other resource")
            expanded[spelled] = _options(_inside(rest), member.shape, depth + 1)
    return expanded


def _leading(shape: Shape) -> list[str]:
    return [name for name, member in shape.members.items() if member.leads]


def _inside(text: str) -> dict[str, str]:
    """The options in the parentheses behind a name of `$expand`."""
    if not text:
        return {}
    if not (text.startswith("(") and text.endswith(")")):
        raise QueryFault("$expand", f"parentheses with options were expected, not {shown(text)}")
    parameters: dict[str, str] = {}
    for item in _split(text[1:-1], ";"):
        written, equals, value = item.partition("=")
        name = written.strip().lower().removeprefix("$")
        if not equals or name not in _NESTED:
            raise QueryFault("$expand", f"{shown(item.strip())} is no option that can stand inside it")
        if name in parameters:
            raise QueryFault("$expand", f"{shown(written.strip())} stands in it twice")
        parameters[name] = value.strip()
    return parameters


def _split(text: str, separator: str) -> list[str]:
    """The parts of a text between separators, except those inside parentheses or apostrophes."""
    parts, start, depth, is_quoted = [], 0, 0, False
    for position, character in enumerate(text):
        if character == "'":
            is_quoted = not is_quoted
        elif is_quoted:
            continue
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depth < 0:
                raise QueryFault("$expand", f"a parenthesis is closed that was not opened {at(text, position)}")
        elif character == separator and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    if depth or is_quoted:
        raise QueryFault("$expand", f"a parenthesis or an apostrophe is not closed in {shown(text)}")
    return [*parts, text[start:]]


def _number(option: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_NUMBER)) and int(text) <= MAX_NUMBER):
        raise QueryFault(option, f"{shown(text)} is no number from 0 to {MAX_NUMBER}")
    return int(text)


def _flag(option: str, text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise QueryFault(option, f"{shown(text)} is neither true nor false")
    return text.lower() == "true"


def _bounded(option: str, text: str) -> str:
    if len(text) > MAX_LENGTH:
        raise QueryFault(option, f"it has {len(text)} characters, more than {MAX_LENGTH}")
    return text
