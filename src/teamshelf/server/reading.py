"""Reading the body of a request: what cannot be read is the client's mistake, whatever the decoder calls it."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException, HTTPException, SerializationException


class NoForm(ClientException):
    """The body is no form with files, where one was expected."""

    status_code = 415


class BodyRequest(Request[Any, Any, Any]):
    """A request whose JSON may be anything."""

    async def json(self) -> Any:
        """The decoded body.

        Raises:
            SerializationException: it is no JSON, no UTF-8, or nested more deeply than anything that is meant.
        """
        try:
            return await super().json()
        except RecursionError:
            raise SerializationException("it is nested too deeply") from None
        except UnicodeDecodeError:
            raise SerializationException("it is no UTF-8") from None


async def read_form(request: Request[Any, Any, Any]) -> None:
    """Read a form with files before Litestar does, which takes what it cannot read for a mistake of the server.

    Called before each function; does nothing for those that take no such form.

    Raises:
        NoForm: it says that it is something else.
        ClientException: it is not what it says.
    """
    field = request.route_handler.parsed_data_field
    if field is None or getattr(field.kwarg_definition, "media_type", None) is not RequestEncodingType.MULTI_PART:
        return
    kind, options = request.content_type
    if kind != RequestEncodingType.MULTI_PART or not options.get("boundary"):
        raise NoForm
    try:
        await request.form()
    except HTTPException:
        raise
    except (ValueError, LookupError):  # no UTF-8, no encoding that there is, no parts, too many
        raise ClientException from None
