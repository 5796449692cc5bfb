"""Sixteen processes publish one version at the same moment."""

from __future__ import annotations

import traceback
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, text

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.database import Database, open_database
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import App, AuditEvent, Version
from teamshelf.catalogue.versions import publishing
from teamshelf.catalogue.versions.publishing import publish
from tests.catalogue.packages import package
from tests.faults.judging import what_is_wrong
from tests.faults.killing import forks
from tests.faults.lasting import url_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Barrier

    from teamshelf.catalogue.shelf import Change
    from tests.catalogue.shelves import People

PROCESSES = 16
ROUNDS = 3


def _publish_in_rounds(
    url: str, people: People, contents: list[bytes], app_id: str, together: Barrier, answers: Connection
) -> None:
    """Publish one package after the other, each at the same moment as the others do; what came of each."""
    shelf = Shelf(open_database(url))
    for content in contents:
        together.wait()
        answers.send(_outcome(shelf, people, content, app_id))


def _outcome(shelf: Shelf, people: People, content: bytes, app_id: str) -> tuple[str, str]:
    try:
        made = publish(shelf, people.admin, content, app_id=app_id)
    except Refusal as refusal:
        return refusal.kind.value, refusal.rule
    except BaseException:  # noqa: BLE001 - whatever it is, the test has to hear of it
        return "mistake", traceback.format_exc()
    return made.outcome, made.version_id


def _at_once(
    lasting: Database,
    people: People,
    contents: list[list[bytes]],
    app_id: str,
    work: Callable[..., None] = _publish_in_rounds,
) -> list[Counter[Any]]:
    """What all processes together got in each round; process by process, what it publishes in each."""
    context = forks()
    together = context.Barrier(PROCESSES)
    pipes, processes = [], []
    for each in contents:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(url_of(lasting), people, each, app_id, together, sender))
        process.start()
        sender.close()
        pipes.append(receiver)
        processes.append(process)
    rounds = [Counter(pipe.recv() for pipe in pipes) for _ in contents[0]]
    for process, pipe in zip(processes, pipes, strict=True):
        process.join()
        process.close()
        pipe.close()
    return rounds


@pytest.fixture
def shelf(lasting: Database) -> Shelf:
    """The shelf whose people these are."""
    return Shelf(lasting)


def test_different_bytes_have_one_winner(lasting: Database, shelf: Shelf, people: People) -> None:
    """One of them is published; to all others the number is taken, and nothing of theirs is stored."""
    app_id = publish(shelf, people.admin, package()).app_id
    contents = [
        [package(version=f"1.{number}.0", color=(each, number, 7)) for number in range(1, ROUNDS + 1)]
        for each in range(PROCESSES)
    ]

    rounds = _at_once(lasting, people, contents, app_id)

    for answers in rounds:
        kinds = Counter(kind for kind, _ in answers.elements())
        assert {"updated": 1, Kind.CONFLICT.value: PROCESSES - 1} == kinds, answers
    assert 1 + ROUNDS == _count(shelf)
    assert [] == what_is_wrong(lasting, [])


def test_the_same_bytes_are_a_success_for_all(lasting: Database, shelf: Shelf, people: People) -> None:
    """One of them is published; the others hear that it is there, and are told of the very same version."""
    app_id = publish(shelf, people.admin, package()).app_id
    same = [package(version=f"1.{number}.0") for number in range(1, ROUNDS + 1)]

    rounds = _at_once(lasting, people, [same] * PROCESSES, app_id)

    for answers in rounds:
        assert {"updated": 1, "unchanged": PROCESSES - 1} == Counter(kind for kind, _ in answers.elements()), answers
        assert 1 == len({version_id for _, version_id in answers})
    assert 1 + ROUNDS == _count(shelf)
    assert [] == what_is_wrong(lasting, [])


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_looking_before_writing_is_not_enough(lasting: Database, shelf: Shelf, people: People) -> None:
    """MUTANT: nobody waits for their turn and no constraint has the last word; several win, and it shows."""
    app_id = publish(shelf, people.admin, package()).app_id
    with lasting.writing() as session:
        for name in ("uq_versions_published_number", "uq_versions_current"):
            session.execute(text(f"DROP INDEX {name}"))
        session.execute(text("ALTER TABLE versions DROP CONSTRAINT uq_versions_app_id_sequence"))
    contents = [
        [package(version=f"1.{number}.0", color=(each, number, 7)) for number in range(1, ROUNDS + 1)]
        for each in range(PROCESSES)
    ]

    rounds = _at_once(lasting, people, contents, app_id, _publish_without_a_turn)

    assert 1 < max(sum(kind == "updated" for kind, _ in answers.elements()) for answers in rounds)


def _publish_without_a_turn(*given: Any) -> None:
    def looked_at(change: Change, app_id: str) -> App:
        return change.session.get_one(App, app_id)

    vars(publishing)["hold_app"] = looked_at
    _publish_in_rounds(*given)


def _count(shelf: Shelf) -> int:
    """Versions; there are as many audit rows about publishing."""
    with shelf.reading() as session:
        versions = session.scalar(select(func.count()).select_from(Version))
        told = session.scalar(
            select(func.count())
            .select_from(AuditEvent)
            .where(AuditEvent.action.in_((Action.APP_PUBLISHED, Action.APP_UPDATED)))
        )
    assert told == versions
    return versions or 0
