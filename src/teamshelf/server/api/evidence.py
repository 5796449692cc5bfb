"""The files that back a publisher's answers: by the same form and under the same limits as on the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Response, delete, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, MultipartBody
from msgspec import Struct

from teamshelf.catalogue.apps.listing import app as listed_app
from teamshelf.catalogue.certification.evidence import (
    KINDS,
    add_evidence,
    evidence_file,
    evidence_of,
    remove_evidence,
)
from teamshelf.server.api.shapes import LOCATION, Shape
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.permissions import READ_CATALOGUE, SUBMIT
from teamshelf.server.reading import read_form


class EvidenceShape(Shape, frozen=True, kw_only=True):
    """A file that backs an answer.

    Attributes:
        question: the name of the question.
        digest: sha256 of its bytes.
        name: as it was called where it comes from, without what could do harm.
        media_type: what its bytes are.
        size: in bytes.
    """

    id: str
    question: str
    digest: str
    name: str
    media_type: str
    size: int
    added_at: datetime


class EvidenceForm(Struct):
    """The name of a question, and a file: PDF, PNG, or text in UTF-8."""

    question: str = ""
    file: UploadFile | None = None


@get("/apps/{app_id:str}/certification/evidence", permission=READ_CATALOGUE, sync_to_thread=True)
def list_evidence(shelf: TheShelf, actor: TheActor, app_id: FromPath[str]) -> list[EvidenceShape]:
    """The files of an app, for those who work on it and for reviewers; none for others."""
    with shelf.reading() as session:
        return [_shape(row) for row in evidence_of(session, actor, listed_app(session, actor, app_id))]


@post(
    "/apps/{app_id:str}/certification/evidence",
    permission=SUBMIT,
    sync_to_thread=True,
    before_request=read_form,
    response_headers=LOCATION,
)
def send_evidence(
    shelf: TheShelf, actor: TheActor, app_id: FromPath[str], data: MultipartBody[EvidenceForm]
) -> Response[EvidenceShape]:
    """Store a file for an answer, as one who works on the app; the same file for the same answer is stored once."""
    with shelf.reading() as session:
        own_id = listed_app(session, actor, app_id).id
    content = data.file.file.read() if data.file is not None else b""
    name = (data.file.filename if data.file is not None else "") or ""
    evidence_id = add_evidence(shelf, actor, own_id, data.question, content, name=name)
    with shelf.reading() as session:
        rows = evidence_of(session, actor, listed_app(session, actor, own_id))
        shape = next(_shape(row) for row in rows if row.id == evidence_id)
    where = f"/api/v1/apps/{own_id}/certification/evidence/{shape.id}"
    return Response(shape, status_code=201, headers={"Location": where})


@get(
    "/apps/{app_id:str}/certification/evidence/{evidence_id:str}",
    permission=READ_CATALOGUE,
    sync_to_thread=True,
    media_type="application/octet-stream",
)
def download_evidence(
    shelf: TheShelf, actor: TheActor, app_id: FromPath[str], evidence_id: FromPath[str]
) -> Response[bytes]:
    """A file, to be saved: under a name of ours, as what its bytes are."""
    with shelf.reading() as session:
        app = listed_app(session, actor, app_id)
        known = {row.id: row.digest for row in evidence_of(session, actor, app)}
        row = evidence_file(session, actor, app, known.get(evidence_id.lower(), ""))
        name = f'attachment; filename="evidence-{row.digest[:12]}.{row.kind}"'
        return Response(row.content, media_type=KINDS[row.kind], headers={"Content-Disposition": name})


@delete("/apps/{app_id:str}/certification/evidence/{evidence_id:str}", permission=SUBMIT, sync_to_thread=True)
def take_evidence(shelf: TheShelf, actor: TheActor, app_id: FromPath[str], evidence_id: FromPath[str]) -> None:
    """Take a file away, by its id."""
    with shelf.reading() as session:
        own_id = listed_app(session, actor, app_id).id
    remove_evidence(shelf, actor, own_id, evidence_id)


def _shape(row: Any) -> EvidenceShape:
    return EvidenceShape(
        id=row.id,
        question=row.question,
        digest=row.digest,
        name=row.name,
        media_type=KINDS[row.kind],
        size=row.size,
        added_at=row.added_at,
    )


HANDLERS = [list_evidence, send_evidence, download_evidence, take_evidence]
