"""What went wrong, before anybody has asked in which shape: a refusal, an error of the framework, a mistake of ours."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from litestar.exceptions import HTTPException, NotAuthorizedException, ValidationException
from msgspec import Struct

from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.messages import Message, say, shown

STATUS = {
    Kind.INVALID: 400,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.PRECONDITION: 412,
    Kind.TOO_OFTEN: 429,
    Kind.UNAVAILABLE: 503,
}

_AGAIN_AFTER = "5"
"""Seconds after which a client may try again what failed because the database was busy."""


class Fault(Struct, frozen=True):
    """What went wrong, before anybody has asked in which shape.

    Attributes:
        status: of the answer.
        rule: the stable name of the reason.
        message: the reason for people.
        code: Graph's code, where it is not the usual one of the status.
        inner_code: Graph's `innerError.code`, where it is not the rule's name.
        details: single faults, as Graph has them: `code`, `message`, `target`.
        facts: what else is known, for our own API.
        headers: that the answer has.
    """

    status: int
    rule: str
    message: Message
    code: str = ""
    inner_code: str = ""
    details: tuple[dict[str, str], ...] = ()
    facts: dict[str, Any] = {}
    headers: dict[str, str] = {}


def fault_of(error: Exception) -> Fault:
    """What a refusal, an error of the framework, or a mistake of ours comes to."""
    if isinstance(error, Refusal):
        return _of_refusal(error)
    if isinstance(error, HTTPException):
        return _of_http(error)
    return Fault(500, "internal-error", say("something went wrong on the server; its log has the request's id"))


def phrase_of(status: int) -> str:
    """The status in HTTP's own words."""
    return next((known.phrase for known in HTTPStatus if known == status), str(status))


def _of_refusal(refusal: Refusal) -> Fault:
    status = STATUS[refusal.kind]
    headers = {}
    if refusal.kind is Kind.TOO_OFTEN:
        headers["Retry-After"] = refusal.details.get("retryAfter", "1")
    if refusal.kind is Kind.UNAVAILABLE:
        headers["Retry-After"] = refusal.details.get("retryAfter", _AGAIN_AFTER)
    facts: dict[str, Any] = dict(refusal.details)
    if refusal.findings:
        facts["findings"] = [
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "file": finding.file,
                "pointer": finding.pointer,
                "message": str(finding.message),
            }
            for finding in refusal.findings
        ]
    return Fault(
        status=status,
        rule=refusal.rule,
        message=refusal.message,
        details=tuple(
            {
                "code": finding.aliases[0] if finding.aliases else finding.rule,
                "message": str(finding.message),
                "target": finding.pointer or finding.file,
            }
            for finding in refusal.findings
        ),
        facts=facts,
        headers=headers,
    )


def _of_http(error: HTTPException) -> Fault:
    status = error.status_code
    if isinstance(error, ValidationException):
        return Fault(status, "bad-request", say("the request is not as it should be: {reason}", reason=_reason(error)))
    if isinstance(error, NotAuthorizedException):
        return Fault(
            status,
            "not-signed-in",
            say("the access token is missing, unknown, expired or revoked"),
            headers={"WWW-Authenticate": 'Bearer realm="teamshelf"'},
        )
    known = _HTTP.get(status)
    if known is None:
        phrase = phrase_of(status).lower()
        return Fault(status, "refused", say("the request was refused: {reason}", reason=phrase))
    rule, message = known
    headers = {name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
    return Fault(status, rule, message, headers=headers)


_HTTP = {
    400: ("bad-request", say("the request is not as it should be")),
    403: ("not-allowed", say("the account, or its token, may not do this")),
    404: ("not-found", say("there is nothing at this address")),
    405: ("method-not-allowed", say("this address does not answer to this method")),
    408: ("too-slow", say("the request took too long to arrive")),
    413: ("too-large", say("the request is larger than the shelf takes")),
    415: ("unsupported-media-type", say("the shelf cannot read this type of content")),
    500: ("internal-error", say("something went wrong on the server; its log has the request's id")),
    503: ("unavailable", say("the shelf cannot answer just now: try again shortly")),
}


def _reason(error: ValidationException) -> str:
    """What the framework says is wrong with a request, as one short line."""
    extra = error.extra if isinstance(error.extra, list) else []
    parts = [
        ": ".join(str(item[name]) for name in ("key", "message") if item.get(name))
        for item in extra
        if isinstance(item, dict)
    ]
    return shown("; ".join(parts) or error.detail, 300).strip('"')
