"""Files that back answers: what they may be, who opens them, and that nothing of them is lost."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from teamshelf.catalogue.apps.collaborating import add_collaborator
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.certification.evidence import (
    KINDS,
    MAX_FILE,
    add_evidence,
    evidence_file,
    evidence_of,
    harmless_name,
    kind_of,
    questions_with_evidence,
    remove_evidence,
)
from teamshelf.catalogue.database import open_database
from teamshelf.catalogue.people.actors import VISITOR
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.tables import App, AuditEvent, Evidence
from teamshelf.catalogue.upkeep.copying import back_up
from teamshelf.catalogue.upkeep.verifying import verify
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve
from teamshelf.rules import icon_examples as examples
from tests.catalogue.packages import package

if TYPE_CHECKING:
    from pathlib import Path

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"


@pytest.fixture
def app_id(shelf: Shelf, people: People) -> str:
    """A published app of the publisher."""
    done = publish(shelf, people.publisher, package(), for_review=True)
    approve(shelf, people.reviewer, done.version_id)
    return done.app_id


def refused(shelf: Shelf, actor: Actor, app_id: str, content: bytes = PDF, question: str = "multi-factor") -> str:
    """The name of why a file is refused."""
    with pytest.raises(Refusal) as refusal:
        add_evidence(shelf, actor, app_id, question, content)
    return refusal.value.rule


def test_a_file_is_stored_once_with_its_record(shelf: Shelf, people: People, app_id: str) -> None:
    """The same bytes for the same question are one file; the audit has their digest."""
    ids = {add_evidence(shelf, people.publisher, app_id, "multi-factor", PDF, name="a/b.exe") for _ in range(2)}
    with shelf.reading() as session:
        row = session.scalars(select(Evidence)).one()
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.EVIDENCE_ADDED)).one()

        assert {row.id} == ids
        assert ("b.pdf", "pdf", len(PDF), sha256(PDF).hexdigest()) == (row.name, row.kind, row.size, row.digest)
        assert (row.digest, app_id, "multi-factor") == (event.digest, event.app_id, event.label)
        assert {"multi-factor"} == questions_with_evidence(session, session.get_one(App, app_id))


def test_a_file_is_opened_by_those_who_work_on_the_app_and_by_reviewers(
    shelf: Shelf, people: People, app_id: str
) -> None:
    """To everybody else there is none, neither in a list nor by its digest."""
    add_evidence(shelf, people.publisher, app_id, "multi-factor", PDF)
    digest = sha256(PDF).hexdigest()

    def opens(actor: Actor) -> bool:
        with shelf.reading() as session:
            app = session.get_one(App, app_id)
            listed = [row.digest for row in evidence_of(session, actor, app)] == [digest]
            if listed:
                return evidence_file(session, actor, app, digest.upper()).content == PDF
            with pytest.raises(Refusal) as refusal:
                evidence_file(session, actor, app, digest)
            return refusal.value.rule != "unknown-evidence"

    before = [
        opens(actor)
        for actor in (people.publisher, people.other_publisher, people.user, VISITOR, people.reviewer, people.admin)
    ]
    add_collaborator(shelf, people.publisher, app_id, people.other_publisher.account_id or "")

    assert [True, False, False, False, True, True] == before
    assert opens(people.other_publisher)
    assert "not-the-owner" == refused(shelf, people.user, app_id)


def test_a_file_is_taken_away(shelf: Shelf, people: People, app_id: str) -> None:
    """Once; a stranger takes nothing, and not through an app of their own."""
    made = add_evidence(shelf, people.publisher, app_id, "multi-factor", PDF)
    other = publish(shelf, people.admin, package(id="00000000-0000-4000-8000-00000000000f")).app_id
    with pytest.raises(Refusal):
        remove_evidence(shelf, people.other_publisher, app_id, made)
    remove_evidence(shelf, people.admin, other, made)
    with shelf.reading() as session:
        assert 1 == len(evidence_of(session, people.admin, session.get_one(App, app_id)))
    for _ in range(2):
        remove_evidence(shelf, people.publisher, app_id, made)
    with shelf.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.EVIDENCE_REMOVED)).all()

        assert [sha256(PDF).hexdigest()] == [event.digest for event in events]
        assert () == tuple(evidence_of(session, people.admin, session.get_one(App, app_id)))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"%PDF-2.0", "pdf"),
        (examples.WHITE_BAR, "png"),
        ("Pénétration: 3 résultats\r\n\ttous réglés\n".encode(), "txt"),
        (b"<html><script>trap()</script>", "txt"),
        (b"", None),
        (b"  \n", None),
        (b" %PDF-1.7 \x00", None),
        (b"%PDF-evil\x01", None),
        (examples.WHITE_BAR[:40], None),
        (examples.WHITE_BAR + b"<script>", None),
        (b"PK\x03\x04", None),
        (b"MZ\x90\x00", None),
        (b"\xff\xfea\x00", None),
        (b"GIF89a\x01", None),
    ],
)
def test_what_a_file_is_its_bytes_say(content: bytes, kind: str | None) -> None:
    """Nothing of a name or of what a browser claims is believed."""
    assert kind == kind_of(content)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Rapport d'audit.PDF", "Rapport d audit.pdf"),
        ("C:\\fakepath\\été.pdf", "été.pdf"),
        ("..", "evidence.pdf"),
        ("", "evidence.pdf"),
        ("a\u202egnp.exe", "a gnp.pdf"),
        ('x"\r\nSet-Cookie: a', "x Set-Cookie a.pdf"),
        ("<b>.html", "b.pdf"),
        ("n" * 300, "n" * 100 + ".pdf"),
    ],
)
def test_a_name_leads_nowhere(name: str, kept: str) -> None:
    """No folders, no ends of lines, no text that turns around, and the ending of what it is."""
    assert kept == harmless_name(name, "pdf")


def test_what_is_too_much_is_refused(
    shelf: Shelf, people: People, app_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of bytes and of files; and what is about no question, or of an app that is no app yet."""
    monkeypatch.setattr("teamshelf.catalogue.certification.evidence.MOST_FILES", 1)
    add_evidence(shelf, people.publisher, app_id, "multi-factor", PDF)
    new = publish(shelf, people.publisher, package(id="00000000-0000-4000-8000-00000000000f"), for_review=True).app_id

    assert "too-much-evidence" == refused(shelf, people.publisher, app_id, b"another")
    assert "evidence-too-large" == refused(shelf, people.publisher, app_id, b"x" * (MAX_FILE + 1))
    assert "evidence-unreadable" == refused(shelf, people.publisher, app_id, b"\x00")
    assert "evidence-missing" == refused(shelf, people.publisher, app_id, b"")
    assert "unknown-question" == refused(shelf, people.publisher, app_id, PDF, "nonsense\n`x`")
    assert "not-published" == refused(shelf, people.publisher, new)
    assert {"pdf", "png", "txt"} == set(KINDS)


def test_bytes_stay_what_they_are(shelf: Shelf, people: People, app_id: str) -> None:
    """The database refuses to change a file, whoever asks; damage behind its back is found, and not served."""
    add_evidence(shelf, people.publisher, app_id, "multi-factor", PDF)
    with pytest.raises((DatabaseError, Refusal)), shelf.database.writing() as session:
        session.execute(update(Evidence).values(content=b"%PDF-1.0 other"))
    assert verify(shelf.database).is_sound
    assert 1 == verify(shelf.database).counts["evidence"]
    with shelf.database.writing() as session:
        if shelf.database.is_sqlite:
            session.execute(text("DROP TRIGGER evidence_no_update"))
        else:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(update(Evidence).values(content=b"%PDF-1.0 other"))

    assert ["evidence-damaged"] == [fault.rule for fault in verify(shelf.database).faults]
    with shelf.reading() as session, pytest.raises(Refusal) as refusal:
        evidence_file(session, people.admin, session.get_one(App, app_id), sha256(PDF).hexdigest())
    assert "evidence-damaged" == refusal.value.rule


def test_a_backup_has_files_and_teams(shelf: Shelf, people: People, app_id: str, tmp_path: Path) -> None:
    """They are in the copy, which is as sound as the shelf."""
    add_evidence(shelf, people.publisher, app_id, "multi-factor", PDF)
    add_collaborator(shelf, people.publisher, app_id, people.other_publisher.account_id or "")
    copied: dict[str, Any] = back_up(shelf.database, tmp_path / "copy.sqlite3")
    other = open_database(f"sqlite:///{tmp_path / 'copy.sqlite3'}")
    try:
        assert (1, 1) == (copied["evidence"], copied["collaborators"])
        assert verify(other).is_sound
        with other.reading() as session:
            assert PDF == session.scalars(select(Evidence.content)).one()
    finally:
        other.close()
