"""A deed for each route that changes something: who does it, what is sent, and what the audit says of it afterwards."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from msgspec import Struct

from teamshelf.catalogue.certification.questionnaire import QUESTIONS
from tests.server.pages.stocked import Sample, package

if TYPE_CHECKING:
    from teamshelf.catalogue.auditing import Action

JSON, FORM, ZIP, FILES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "application/zip",
    "multipart/form-data; boundary=edge",
)

NONE: tuple[Action, ...] = ()


class Deed(Struct, frozen=True):
    """What is done by way of a route.

    Attributes:
        route: its method and path.
        who: does it.
        told: what the audit says of it, in any order.
        sent: the body, in which `<name>` stands for an id of what is there.
        named: which ids stand in the path; by the name of the parameter.
    """

    route: str
    who: str
    told: tuple[Action, ...]
    sent: Any = None
    kind: str = JSON
    named: dict[str, str] = {}

    @property
    def method(self) -> str:
        """The method of its route."""
        return self.route.partition(" ")[0]

    def path(self, there: dict[str, str]) -> str:
        """Its address, with the ids of what is there."""
        path = self.route.partition(" ")[2].replace(":str", "")
        for name, chosen in self.named.items():
            path = path.replace(f"{{{name}}}", there[chosen])
        return path

    def body(self, there: dict[str, str]) -> bytes:
        """What is sent."""
        if isinstance(self.sent, bytes):
            return self.sent
        if self.sent is None:
            return b""
        text = json.dumps(self.sent) if self.kind == JSON else urlencode(_with(self.sent, there))
        for name, value in there.items():
            text = text.replace(f"<{name}>", value)
        return text.encode()


def _with(fields: dict[str, str], there: dict[str, str]) -> dict[str, str]:
    return {name: there.get(value[1:-1], value) for name, value in fields.items()}


FRESH = package(Sample("Fresh Paint", "#102030", "Ada", ("tab",), "Was not there before."))
"""A package of an app that nobody has seen."""

QUESTION = next(question for question in QUESTIONS.values() if question.choices)
"""One of the certification."""

ANSWER = QUESTION.choices[-1]
ANSWERS = {QUESTION.name: {"answer": ANSWER}}
"""What is answered to it."""


def form(name: str, content: bytes, kind: str = "application/zip") -> bytes:
    """The body of a form with a file."""
    head = f'--edge\r\nContent-Disposition: form-data; name="{name}"; filename="x"\r\nContent-Type: {kind}\r\n\r\n'
    return head.encode() + content + b"\r\n--edge--\r\n"


EVIDENCE = b'--edge\r\nContent-Disposition: form-data; name="question"\r\n\r\nmulti-factor\r\n' + form(
    "file", b"we do", "text/plain"
)
"""The form with a file for an answer."""

ELSEWHERE = {
    "POST /admin/apps/columns": "a cookie, and no account",
    "POST /sign-in": "`test_signing_in`",
    "POST /sign-out": "`test_signing_in`",
    "POST /oauth2/token": "gives what was given before",
    "POST /{tenant:str}/oauth2/token": "likewise",
    "POST /{tenant:str}/oauth2/v2.0/token": "likewise",
    "POST /v1.0/$batch": "each of its requests is one of these",
}
"""Routes that are not to read and have no deed here, and why."""
