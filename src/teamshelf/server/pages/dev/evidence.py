"""Files that back the answers: sent by those who work on an app, opened by them and by reviewers, by nobody else."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, MultipartBody, URLEncodedBody
from msgspec import Struct

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.certification.evidence import KINDS, add_evidence, evidence_file, remove_evidence
from teamshelf.catalogue.certification.questionnaire import QUESTIONS
from teamshelf.catalogue.refusals import Refusal
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.dev.areas import own_app_id
from teamshelf.server.pages.dev.certification import questionnaire_page, section_named
from teamshelf.server.pages.going import going_to
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import DEVELOP
from teamshelf.server.reading import read_form


class EvidenceForm(Struct):
    """What the form for a file sends."""

    question: str = ""
    file: UploadFile | None = None


class PartForm(Struct):
    """Which part of the questionnaire a form stands on."""

    part: str = ""


@post(
    "/dev/apps/{app_id:str}/evidence",
    permission=DEVELOP,
    sync_to_thread=True,
    include_in_schema=False,
    before_request=read_form,
)
def do_add_evidence(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str], data: MultipartBody[EvidenceForm]
) -> Response[Any]:
    """Store a file for an answer."""
    own_id = own_app_id(shelf, visit.actor, app_id)
    question = QUESTIONS.get(data.question)
    section = question.section if question else section_named(None)
    content = data.file.file.read() if data.file is not None else b""
    try:
        add_evidence(shelf, actor, own_id, data.question, content, name=(data.file and data.file.filename) or "")
    except Refusal as refusal:
        return questionnaire_page(shelf, visit, own_id, section, problem=refusal)
    return going_to(f"/dev/apps/{own_id}/certification?part={section.value}", "evidence-added")


@post(
    "/dev/apps/{app_id:str}/evidence/{evidence_id:str}/remove",
    permission=DEVELOP,
    sync_to_thread=True,
    include_in_schema=False,
)
def do_remove_evidence(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    app_id: FromPath[str],
    evidence_id: FromPath[str],
    data: URLEncodedBody[PartForm],
) -> Response[Any]:
    """Take a file away."""
    own_id = own_app_id(shelf, visit.actor, app_id)
    remove_evidence(shelf, actor, own_id, evidence_id)
    section = section_named(data.part)
    return going_to(f"/dev/apps/{own_id}/certification?part={section.value}", "evidence-removed")


@get("/dev/apps/{app_id:str}/evidence/{digest:str}", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def download_evidence(
    *, shelf: TheShelf, actor: TheActor, app_id: FromPath[str], digest: FromPath[str]
) -> Response[bytes]:
    """A file, to be saved and never shown: under a name of ours, as what its bytes are."""
    with shelf.reading() as session:
        app = listing.app(session, actor, app_id)
        row = evidence_file(session, actor, app, digest)
        return Response(
            row.content,
            media_type=KINDS[row.kind],
            headers={"Content-Disposition": f'attachment; filename="evidence-{row.digest[:12]}.{row.kind}"'},
        )
