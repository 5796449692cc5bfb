"""What an app can do and asks for, as a table for a spreadsheet: a line for each sentence of consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response, get
from litestar.params import FromPath

from teamshelf.catalogue.apps.contents import manifest_of
from teamshelf.catalogue.trail import csv_line
from teamshelf.consent import GRANTERS, GROUPS, MOMENTS, sentences_for
from teamshelf.messages import Message, say
from teamshelf.server.given import TheShelf
from teamshelf.server.pages.app_head import seen_app
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.pages.words import SCOPE_NAMES, name_in
from teamshelf.server.permissions import PUBLIC
from teamshelf.texts.cleaning import clean

if TYPE_CHECKING:
    from teamshelf.consent import Sentence

COLUMNS = (
    say("Kind"),
    say("Permission"),
    say("Detail"),
    say("Name"),
    say("Where it works"),
    say("When"),
    say("Who grants it"),
    say("In the manifest"),
)
"""The heads of the columns."""


@get(
    "/apps/{app_id:str}/permissions.csv",
    permission=PUBLIC,
    sync_to_thread=True,
    include_in_schema=False,
    media_type="text/csv",
)
def export_permissions(shelf: TheShelf, visit: TheVisit, app_id: FromPath[str]) -> Response[bytes]:
    """The sentences of the permissions page, in the same words."""
    with shelf.reading() as session:
        seen = seen_app(session, visit, app_id, shelf.clock())
        sentences = sentences_for(manifest_of(session, seen.version))
    lines = [COLUMNS, *(_line(each) for each in sentences)]
    text = "".join(csv_line([_said(cell, visit.language) for cell in line]) for line in lines)
    name = {"Content-Disposition": f'attachment; filename="{seen.head.app_id}-permissions.csv"'}
    return Response(f"\ufeff{text}".encode(), media_type="text/csv", headers=name)  # the mark tells Excel of UTF-8


def _line(sentence: Sentence) -> tuple[Message | str | list[Message | str], ...]:
    return (
        GROUPS[sentence.group],
        sentence.text,
        sentence.detail or "",
        sentence.key,
        [name_in(SCOPE_NAMES, scope) for scope in sentence.scopes],
        MOMENTS[sentence.moment],
        GRANTERS[sentence.by],
        sentence.pointer,
    )


def _said(cell: Message | str | list[Message | str], language: str) -> str:
    if isinstance(cell, list):
        return ", ".join(_said(each, language) for each in cell)
    return clean(cell if isinstance(cell, str) else cell.in_language(language))
