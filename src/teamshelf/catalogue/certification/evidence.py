"""Files that back a publisher's answers: for reviewers and administrators, never for the public.

What a file is, its bytes say, not its name. Each is stored with the app in the transaction that records it, is never
changed, and is taken away as a whole; the audit keeps its digest.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from teamshelf.catalogue.apps.holding import hold_app, require_team, works_on_or_reviews
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.certification.answering import require_published
from teamshelf.catalogue.certification.questionnaire import QUESTIONS
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Evidence
from teamshelf.messages import printable, say
from teamshelf.package.icons import PNG, read_icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.catalogue.tables import App

MAX_FILE = 5 * 2**20
"""Bytes of a file at most."""

MOST_FILES = 30
"""Files of an app at most."""

KINDS = {"pdf": "application/pdf", "png": "image/png", "txt": "text/plain; charset=utf-8"}
"""What a file can be, and as what it is served."""

LONGEST_NAME = 100
"""Characters of a file's name that are kept."""

_PDF = re.compile(rb"%PDF-[12]\.\d")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_UNWANTED = re.compile(r"[^\w .,()+-]+")


def add_evidence(shelf: Shelf, actor: Actor, app_id: str, question: str, content: bytes, *, name: str = "") -> str:
    """Store a file for an answer, as one who works on the app; the id of the very file that is there already.

    Args:
        shelf: where.
        actor: who.
        app_id: of which app.
        question: the name of the question that it is about.
        content: its bytes.
        name: what it was called where it comes from.

    Raises:
        Refusal: NOT_FOUND `unknown-app`; FORBIDDEN `not-the-owner`; CONFLICT `not-published`, `too-much-evidence`;
            INVALID `unknown-question`, `evidence-missing`, `evidence-too-large`, `evidence-unreadable`.
    """
    kind = _checked(question, content)
    digest = sha256(content).hexdigest()
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        require_team(change.session, actor, app)
        require_published(app)
        same = (Evidence.app_id == app.id, Evidence.question == question, Evidence.digest == digest)
        known = change.session.scalars(select(Evidence.id).where(*same)).first()
        if known is not None:
            return known
        there = change.session.scalar(select(func.count()).where(Evidence.app_id == app.id)) or 0
        if there >= MOST_FILES:
            raise Refusal(
                Kind.CONFLICT,
                "too-much-evidence",
                say("an app has at most {limit} files: take one away first", limit=MOST_FILES),
            )
        row = Evidence(
            app_id=app.id,
            question=question,
            digest=digest,
            name=harmless_name(name, kind),
            kind=kind,
            content=content,
            size=len(content),
            added_by=actor.account_id,
            added_at=change.at,
        )
        change.session.add(row)
        change.session.flush()
        change.record(
            Action.EVIDENCE_ADDED,
            row.id,
            label=question,
            app_id=app.id,
            digest=digest,
            after={"name": row.name, "size": row.size},
        )
        return row.id


def remove_evidence(shelf: Shelf, actor: Actor, app_id: str, evidence_id: str) -> None:
    """Take a file away, as one who works on the app; what is not there any more is not missed.

    Raises:
        Refusal: NOT_FOUND `unknown-app`; FORBIDDEN `not-the-owner`.
    """
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        require_team(change.session, actor, app)
        row = change.session.get(Evidence, evidence_id.lower())
        if row is None or row.app_id != app.id:
            return
        change.session.delete(row)
        change.record(
            Action.EVIDENCE_REMOVED,
            row.id,
            label=row.question,
            app_id=app.id,
            digest=row.digest,
            before={"name": row.name, "size": row.size},
        )


def evidence_of(session: Session, actor: Actor, app: App) -> Sequence[Evidence]:
    """The files of an app without their bytes, for those who may read them; nothing for others."""
    if not works_on_or_reviews(session, actor, app):
        return ()
    wanted = select(Evidence).where(Evidence.app_id == app.id)
    return session.scalars(wanted.order_by(Evidence.question, Evidence.added_at, Evidence.id)).all()


def evidence_file(session: Session, actor: Actor, app: App, digest: str) -> Evidence:
    """A file of an app by its digest, for those who may read it.

    Raises:
        Refusal: NOT_FOUND `unknown-evidence`; UNAVAILABLE `evidence-damaged`: its bytes are not what they were.
    """
    wanted = select(Evidence).where(Evidence.app_id == app.id, Evidence.digest == digest.lower())
    row = session.scalars(wanted.order_by(Evidence.id)).first() if works_on_or_reviews(session, actor, app) else None
    if row is None:
        raise Refusal(Kind.NOT_FOUND, "unknown-evidence", say("there is no such file"))
    if sha256(row.content).hexdigest() != row.digest:
        raise Refusal(
            Kind.UNAVAILABLE,
            "evidence-damaged",
            say("the file is damaged in the database: an administrator has to restore it from a backup"),
        )
    return row


def questions_with_evidence(session: Session, app: App) -> frozenset[str]:
    """The questions that reviewers have files for: that there are any is for everybody to know, and no more."""
    return frozenset(session.scalars(select(Evidence.question).where(Evidence.app_id == app.id)))


def kind_of(content: bytes) -> str | None:
    r"""What the bytes are; None for what is none of :data:`KINDS`.

    >>> kind_of(b"%PDF-1.7 ..."), kind_of(b"<script>"), kind_of(b"PK\x03\x04")
    ('pdf', 'txt', None)
    """
    if _PDF.match(content):
        return "pdf"
    icon = read_icon(content)
    if icon.format == PNG:
        return "png" if icon.damage is None and not icon.surplus else None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if not text.strip() or _CONTROLS.search(text) else "txt"


def harmless_name(name: str, kind: str) -> str:
    """A file's name without what could lead anywhere or hide anything, and with the ending of what it is.

    >>> harmless_name("../../etc/Pen test <2030>.exe", "pdf")
    'Pen test 2030.pdf'
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    kept = " ".join(_UNWANTED.sub(" ", stem).split()).strip(". ")[:LONGEST_NAME].rstrip(". ")
    return f"{kept or 'evidence'}.{kind}"


def _checked(question: str, content: bytes) -> str:
    """What the file is. Raises Refusal: INVALID."""
    if question not in QUESTIONS:
        raise Refusal(
            Kind.INVALID,
            "unknown-question",
            say("there is no question `{name}`", name=printable(question[:80])),
            details={"question": question[:80]},
        )
    if not content:
        raise Refusal(Kind.INVALID, "evidence-missing", say("choose a file first"), details={"question": question})
    if len(content) > MAX_FILE:
        raise Refusal(
            Kind.INVALID,
            "evidence-too-large",
            say("the file has more than {limit} bytes", limit=MAX_FILE),
            details={"question": question},
        )
    kind = kind_of(content)
    if kind is None:
        raise Refusal(
            Kind.INVALID,
            "evidence-unreadable",
            say("the file is none of those that reviewers open: PDF, PNG, or text in UTF-8"),
            details={"question": question},
        )
    return kind
