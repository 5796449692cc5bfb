"""What a request to Graph asks for: which version of Graph, which form of answer, and the options of its query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.server.exchange import header_of
from teamshelf.server.graph.errors import GraphFault
from teamshelf.server.graph.odata.options import Options, parse_options, parse_query

if TYPE_CHECKING:
    from litestar import Request

    from teamshelf.server.graph.odata.shapes import Shape

_JSON_RANGES = frozenset({"application/json", "application/*", "*/*", "text/json", ""})


class Asked(Struct, frozen=True):
    """What a request asks for.

    Attributes:
        origin: scheme and host as the client used them, for links that it follows.
        version: of Graph, `v1.0` or `beta`.
        path: of the request, below the version.
        parameters: of the query; OData's own in lower case and without their `$`.
        is_bare: without what is about resources and not of them: `odata.metadata=none`.
    """

    origin: str
    version: str
    path: str
    parameters: dict[str, str]
    is_bare: bool

    @property
    def is_beta(self) -> bool:
        """Whether it asks what only beta has."""
        return self.version == "beta"

    @property
    def root(self) -> str:
        """The address that all of Graph is below."""
        return f"{self.origin}/{self.version}"

    @property
    def address(self) -> str:
        """The request's own address, without its query."""
        return f"{self.root}{self.path}"

    @property
    def requires_review(self) -> bool:
        """Whether what is sent shall wait for a reviewer.

        Raises:
            GraphFault: it says neither `true` nor `false`.
        """
        values = [value for name, value in self.parameters.items() if name.lower() == "requiresreview"]
        if any(value.lower() not in ("true", "false") for value in values):
            raise GraphFault(400, "requiresReview is either true or false.")
        return any(value.lower() == "true" for value in values)

    def options(self, shape: Shape) -> Options:
        """The options of its query, about resources of a shape.

        Raises:
            QueryFault: one of them cannot be read, or names what there is not.
        """
        return parse_options(self.parameters, shape)


def asked_of(request: Request[Any, Any, Any]) -> Asked:
    """What the request asks for.

    Raises:
        GraphFault: it wants to be answered in a form that there is none of.
        QueryFault: its query cannot be read.
    """
    scope = request.scope
    version, _, path = scope["path"].lstrip("/").partition("/")
    parameters = parse_query(scope["query_string"])
    return Asked(
        origin=f"{scope['scheme']}://{header_of(scope, b'host') or 'localhost'}",
        version=version,
        path=f"/{path}",
        parameters=parameters,
        is_bare=_wants_bare(
            header_of(scope, b"accept") or "", parameters, is_text=path.endswith(("/$count", "/$value"))
        ),
    )


def _wants_bare(accept: str, parameters: dict[str, str], *, is_text: bool) -> bool:
    """Whether the answer is to be without metadata.

    Raises:
        GraphFault: it is to be neither JSON nor, for a count, text.
    """
    ranges = [[part.strip().lower() for part in item.split(";")] for item in accept[:2000].split(",")]
    accepted = [item for item in ranges if item[0] in _JSON_RANGES or is_text]
    written = parameters.get("format", "json").lower().partition(";")[0]
    if not accepted or written not in ("json", "application/json"):
        raise GraphFault(406, "The answer can only be application/json.")
    return any("odata.metadata=none" in item or "odata=nometadata" in item for item in accepted)
