"""What Graph says when it cannot do what it was asked.

The envelope is :mod:`teamshelf.server.problems`'s; here is what goes into it: the codes and sentences that clients of
Graph look for. They are English only, as Graph's are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from teamshelf.catalogue.refusals import Refusal
from teamshelf.findings import Severity
from teamshelf.messages import Message
from teamshelf.server.faults import Fault, fault_of
from teamshelf.server.graph.odata.faults import QueryFault
from teamshelf.server.problems import answer

if TYPE_CHECKING:
    from litestar import Request, Response

    from teamshelf.findings import Finding

UNPARSABLE = "UnableToParseTeamsAppManifest"
"""Graph's `innerError.code` of a package that is refused for what is in it, with one of its details for each fault."""

ALREADY_EXISTS = "AppDefinitionAlreadyExists"
"""Graph's `innerError.code` of an app or a version that is there already. The Agents Toolkit then sends an update."""

MAX_DETAILS = 200
"""Faults that one answer lists."""

_ALREADY_THERE = frozenset({"version-not-incremented", "version-taken", "version-quarantined", "pending-version"})

_NAMED = (("AppId", "appId"), ("ExternalId", "externalId"))


class GraphFault(Exception):  # noqa: N818 - as Refusal, it is called what it is
    """A request is not one that Graph could answer, whatever is on the shelf.

    Attributes:
        status: of the answer.
        reason: a sentence in English.
        rule: the stable name of the reason.
    """

    def __init__(self, status: int, reason: str, rule: str = "bad-request") -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.rule = rule


def answer_graph_fault(request: Request[Any, Any, Any], error: GraphFault) -> Response[bytes]:
    """The answer to a request that Graph has none for."""
    code = {406: "NotAcceptable", 501: "NotImplemented"}.get(error.status, "")
    return answer(request, Fault(error.status, error.rule, _said(error.reason), code=code))


def answer_query_fault(request: Request[Any, Any, Any], error: QueryFault) -> Response[bytes]:
    """The answer to a query that cannot be read."""
    return answer(request, Fault(400, "bad-query", _said(str(error)), inner_code="BadRequest"))


def answer_refusal(request: Request[Any, Any, Any], refusal: Refusal) -> Response[bytes]:
    """The answer to what the shelf refuses."""
    return answer(request, _refined(fault_of(refusal), refusal))


def not_found(what: str) -> GraphFault:
    """There is nothing of that kind, or nothing that the one who asks may see."""
    return GraphFault(404, what, "not-found")


HANDLERS: Any = {GraphFault: answer_graph_fault, QueryFault: answer_query_fault, Refusal: answer_refusal}
"""For the routers of Graph."""


def _refined(fault: Fault, refusal: Refusal) -> Fault:
    """What the shelf refuses, in the words that clients of Graph look for."""
    errors = [finding for finding in refusal.findings if finding.severity is Severity.ERROR]
    if errors:
        details = tuple(_detail(finding) for finding in errors[:MAX_DETAILS])
        said = ".; ".join(f"{detail['target']} | {detail['message']}" for detail in details)
        return msgspec.structs.replace(fault, message=_said(said), inner_code=UNPARSABLE, details=details)
    if refusal.rule == "app-already-exists":
        return msgspec.structs.replace(fault, message=_said(_already_exists(refusal)), inner_code=ALREADY_EXISTS)
    if refusal.rule in _ALREADY_THERE:
        return msgspec.structs.replace(fault, inner_code=ALREADY_EXISTS)
    return fault


def _already_exists(refusal: Refusal) -> str:
    """Graph's sentence about an app that is there already; tools for publishing look for how it begins."""
    details = refusal.details
    known = [f"{name}: '{details[key]}'" for name, key in _NAMED if details.get(key)]
    state = "Submitted" if details.get("pending") == "true" else "Installed"
    return f"App with same id already exists in the tenant. {', '.join((*known, f'state: {state}'))}: {refusal.message}"


def _detail(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.aliases[0] if finding.aliases else finding.rule,
        "message": str(finding.message),
        "target": _target(finding),
    }


def _target(finding: Finding) -> str:
    """Where a fault is, as Graph writes it: `bots[0].botId`; the file for what has no place in the manifest."""
    if not finding.pointer:
        return finding.file
    path = ""
    for part in finding.pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        path += f"[{name}]" if name.isdecimal() else f".{name}"
    path = path.removeprefix(".")
    return path if finding.file == "manifest.json" else f"{finding.file}#{path}"


def _said(reason: str) -> Message:
    return Message("{reason}", {"reason": reason})
