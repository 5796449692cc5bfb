"""Why a request came to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from teamshelf.messages import Message


class Detail(Struct, frozen=True):
    """One of the reasons that a server gives: the code that Graph has for it, and the place in the manifest."""

    code: str = ""
    message: str = ""
    target: str = ""


class NotReached(Exception):  # noqa: N818 - it is called what it is
    """There is no server there, or none that speaks Graph.

    Attributes:
        message: what happened, for people.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Refused(Exception):  # noqa: N818 - likewise
    """The server understood and said no.

    Attributes:
        status: the HTTP status.
        code: Graph's general code, such as ``Conflict``.
        reason: the inner code, such as ``AppDefinitionAlreadyExists``; "" where there is none.
        text: what the server says, in its words.
        details: the single reasons, where it gives them.
        request_id: by which the operator finds it in their logs.
    """

    def __init__(
        self, status: int, code: str, reason: str, text: str, *, details: tuple[Detail, ...] = (), request_id: str = ""
    ) -> None:
        super().__init__(f"{status} {code}: {text}")
        self.status = status
        self.code = code
        self.reason = reason
        self.text = text
        self.details = details
        self.request_id = request_id
