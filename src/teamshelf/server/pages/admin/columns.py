"""Which columns the table of the apps shows: everybody chooses for themselves, and a cookie remembers it.

An address can name them as well, so that a table can be handed on as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response, post
from litestar.params import URLEncodedBody
from litestar.response import Redirect
from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.server.addresses import safe_return
from teamshelf.server.given import TheSettings
from teamshelf.server.pages.choosing import preference
from teamshelf.server.permissions import ADMINISTER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

COLUMNS_COOKIE = "teamshelf-columns"


class Column(Struct, frozen=True):
    """A column that the table can have; the app itself is always its first.

    Attributes:
        order: of the list, when its head is chosen; empty where there is none.
        is_usual: whoever has chosen nothing sees it.
    """

    name: str
    label: Message
    order: str = ""
    is_usual: bool = True
    is_number: bool = False


COLUMNS = (
    Column("version", say("Version")),
    Column("publishing", say("Publishing"), is_usual=False),
    Column("status", say("Status")),
    Column("certification", say("Certification")),
    Column("customised", say("Customised")),
    Column("access", say("Whom it is for"), is_usual=False),
    Column("owner", say("Owner"), is_usual=False),
    Column("permissions", say("Permissions"), is_usual=False),
    Column("externalId", say("Id in the manifest"), is_usual=False),
    Column("requests", say("Requests"), is_number=True),
    Column("installs", say("Installed"), order="installs", is_number=True),
    Column("updated", say("Changed"), order="updated"),
)
"""In the order of the table."""

_SEPARATOR = "."


def named(columns: Iterable[Column]) -> str:
    """Columns as a cookie and an address have them."""
    return _SEPARATOR.join(column.name for column in columns) or _SEPARATOR


def columns_of(remembered: str | None) -> tuple[Column, ...]:
    """The columns that a cookie or an address names, in the order of the table; the usual ones where none is ours."""
    names = set((remembered or "").split(_SEPARATOR))
    chosen = tuple(column for column in COLUMNS if column.name in names)
    if chosen or remembered == _SEPARATOR:
        return chosen
    return tuple(column for column in COLUMNS if column.is_usual)


@post("/admin/apps/columns", permission=ADMINISTER, sync_to_thread=False, include_in_schema=False)
def do_choose_columns(settings: TheSettings, data: URLEncodedBody[dict[str, Any]]) -> Response[Any]:
    """Show these columns from now on."""
    onward = Redirect(safe_return(said_once(data, "return") or "/admin/apps"), status_code=303)
    names = set(said_often(data, "column"))
    value = named(column for column in COLUMNS if column.name in names)
    onward.set_cookie(preference(settings, COLUMNS_COOKIE, value))
    return onward


def said_often(sent: Mapping[str, Any], name: str) -> list[str]:
    """All values of a field that a form can send more than once."""
    value = sent.get(name, [])
    return [value] if isinstance(value, str) else [each for each in value if isinstance(each, str)]


def said_once(sent: Mapping[str, Any], name: str) -> str:
    """The value of a field that a form sends once; the last one, should it have come more often."""
    return next(reversed(said_often(sent, name)), "")
