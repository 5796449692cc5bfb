"""Who there is and where: kept by hand, or taken over from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import OPERATOR
from teamshelf.catalogue.places.directory import (
    create_place,
    find_place,
    membership,
    owners_of,
    place,
    places_of,
    remove_member,
    set_member,
)
from teamshelf.catalogue.places.directory_file import read_directory
from teamshelf.catalogue.places.importing import Imported, import_directory
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account, AuditEvent
from teamshelf.catalogue.tables.directory import PlaceKind
from teamshelf.cli import main
from tests.catalogue.stocking import CHAT, OTHER_TEAM, TEAM, settle

if TYPE_CHECKING:
    from pathlib import Path

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

FILE = f"""\
{{"kind": "member", "place": "{CHAT}", "user": "Ada@Example.com", "membership": "owner"}}
{{"kind": "user", "name": "Ada@example.com", "displayName": "Ada Marsh"}}

{{"kind": "user", "name": "bo@example.com", "id": "{OTHER_TEAM.upper()}"}}
{{"kind": "chat", "id": "{CHAT}", "displayName": "Lunch"}}
{{"kind": "team", "id": "{TEAM.upper()}", "displayName": "Harbour Street"}}
{{"kind": "member", "place": "{TEAM.upper()}", "user": "{OTHER_TEAM.upper()}"}}
"""

CSV = f"""\
kind,name,displayName,id,place,user,membership
user,ada@example.com,Ada Marsh
user,bo@example.com,,{OTHER_TEAM}
chat,,Lunch,{CHAT}
team,,"Harbour
Street",{TEAM}
member,,,,{CHAT},ada@example.com,owner
member,,,,{TEAM},bo@example.com,
"""


@pytest.mark.parametrize(("name", "content"), [("people.jsonl", FILE), ("people.CSV", CSV)])
def test_a_file_is_taken_over_once(shelf: Shelf, name: str, content: str) -> None:
    """People, places and who is where, in any order; the same file again changes nothing."""
    first = import_directory(shelf, OPERATOR, content.encode("utf-8-sig"), name)
    again = import_directory(shelf, OPERATOR, content.encode(), name)

    assert (Imported(6, 0, 0, 0), Imported(0, 0, 0, 6)) == (first, again)
    with shelf.reading() as session:
        ada, bo = session.scalars(select(Account).order_by(Account.name)).all()
        assert ("ada@example.com", "user", None) == (ada.name, ada.role, ada.password_hash)
        assert [ada.id, CHAT] == [found.id for found in places_of(session, ada.id)]
        assert {OTHER_TEAM, TEAM} == {found.id for found in places_of(session, bo.id)}
        assert [ada.name] == [owner.name for owner in owners_of(session, [CHAT, TEAM])[CHAT]]
        assert {} == owners_of(session, [TEAM])
        told = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.DIRECTORY_IMPORTED)).all()
    assert [{"added": 6, "changed": 0, "removed": 0}, {"added": 0, "changed": 0, "removed": 0}] == [
        each.after for each in told
    ]


def test_a_later_file_changes_what_it_names(shelf: Shelf) -> None:
    """Names change, owners become members, and somebody leaves; what it does not name stays."""
    import_directory(shelf, OPERATOR, FILE.encode(), "people.jsonl")

    outcome = import_directory(
        shelf,
        OPERATOR,
        f"""{{"kind": "chat", "id": "{CHAT}", "displayName": "Dinner"}}
        {{"kind": "user", "name": "ada@example.com", "displayName": "Ada M."}}
        {{"kind": "member", "place": "{CHAT}", "user": "ada@example.com", "membership": "member"}}
        {{"kind": "member", "place": "{TEAM}", "user": "bo@example.com", "membership": "none"}}
        {{"kind": "member", "place": "{CHAT}", "user": "bo@example.com", "membership": "none"}}""".encode(),
        "people.jsonl",
    )

    assert Imported(added=0, changed=3, removed=1, unchanged=1) == outcome


def test_a_file_with_faults_is_not_taken_over_at_all(shelf: Shelf) -> None:
    """Each line that cannot be meant is named with its reason, and the good ones are not kept either."""
    import_directory(shelf, OPERATOR, FILE.encode(), "people.jsonl")
    content = f"""{{"kind": "user", "name": "cy@example.com"}}
{{"kind": "user", "name": "dee@example.com", "role": "admin"}}
{{"kind": "robot"}}
nonsense
{{"kind": "user", "name": "two words"}}
{{"kind": "user", "name": "bo@example.com", "id": "{TEAM}"}}
{{"kind": "user", "name": "eve@example.com", "id": "{OTHER_TEAM}"}}
{{"kind": "user", "name": "fay@example.com", "id": "{TEAM}"}}
{{"kind": "meeting", "id": "{CHAT}", "displayName": "Lunch"}}
{{"kind": "team", "id": "{OTHER_TEAM}", "displayName": "Bo's"}}
{{"kind": "member", "place": "{CHAT}", "user": "nobody"}}
{{"kind": "member", "place": "19:nowhere@thread.v2", "user": "bo@example.com"}}
{{"kind": "member", "place": "{CHAT}", "user": "bo@example.com", "membership": "guest"}}
[1]
{"[" * 5000}
"""

    with pytest.raises(Refusal) as caught:
        import_directory(shelf, OPERATOR, content.encode(), "people.jsonl")

    assert (Kind.INVALID, "directory-malformed") == (caught.value.kind, caught.value.rule)
    assert list(range(2, 16)) == [finding.span.line for finding in caught.value.findings if finding.span]
    with shelf.reading() as session:
        assert [] == session.scalars(select(Account).where(Account.name == "cy@example.com")).all()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("name,displayName\n", 1),
        ("kind,kind\n", 1),
        ("kind,colour\n", 1),
        ("", 1),
        ("kind,name\nuser,a,b\n", 2),
        ('kind,name\nuser,a\nuser,"b\n', 3),
    ],
)
def test_a_csv_file_names_its_columns(content: str, line: int) -> None:
    """The first line does; a line with too many cells and an open quote are named."""
    file = read_directory(content.encode(), "people.csv")

    assert [line] == [finding.span.line for finding in file.findings if finding.span]


def test_a_file_that_is_no_text_is_named_by_its_line() -> None:
    """Bytes that are not UTF-8."""
    file = read_directory(b'{"kind": "user", "name": "a"}\n\xff\n', "people.jsonl")

    assert [2] == [finding.span.line for finding in file.findings if finding.span]


@given(st.binary(max_size=200), st.sampled_from(["x.csv", "x.jsonl"]))
def test_reading_never_raises(content: bytes, name: str) -> None:
    """Whatever a file holds, the answer is entries and findings."""
    file = read_directory(content, name)

    assert all(finding.span is not None for finding in file.findings)


def test_only_administrators_import(shelf: Shelf, people: People) -> None:
    """A directory decides who may add apps where."""
    with pytest.raises(Refusal, match="only administrators"):
        import_directory(shelf, people.reviewer, FILE.encode(), "people.jsonl")


def test_whoever_makes_a_place_owns_it(shelf: Shelf, people: People) -> None:
    """And lets others in, makes them owners, and lets them go; others leave by themselves."""
    user, other = people.user.account_id or "", people.other_user.account_id or ""
    team = create_place(shelf, people.user, PlaceKind.TEAM, "Crew")

    set_member(shelf, people.user, team.id, other)
    with pytest.raises(Refusal, match="only owners"):
        set_member(shelf, people.other_user, team.id, people.reviewer.account_id or "")
    set_member(shelf, people.user, team.id, other, is_owner=True)
    set_member(shelf, people.user, team.id, other, is_owner=True)
    remove_member(shelf, people.other_user, team.id, user)
    remove_member(shelf, people.other_user, team.id, user)

    with shelf.reading() as session:
        assert None is find_place(session, people.user, team.id)
        assert None is not membership(session, team.id, other)
        assert team.id == place(session, people.admin, team.id.upper()).id
        told = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.MEMBERSHIP_CHANGED)).all()
    assert 3 == len(told)
    remove_member(shelf, people.other_user, team.id, other)
    with shelf.reading() as session:
        assert None is find_place(session, people.other_user, team.id)


def test_places_that_cannot_be_are_refused(shelf: Shelf, people: People) -> None:
    """An id is of the right kind, and taken once; nobody else comes into somebody's own place."""
    create_place(shelf, people.user, PlaceKind.CHAT, "Lunch", CHAT)
    for kind, place_id, rule in (
        (PlaceKind.CHAT, CHAT, "place-exists"),
        (PlaceKind.TEAM, "19:x@thread.v2", "place-id-malformed"),
        (PlaceKind.MEETING, CHAT, "place-id-malformed"),
        (PlaceKind.USER, TEAM, "place-id-malformed"),
        (PlaceKind.CHAT, "19:" + "x" * 300 + "@thread.v2", "place-id-malformed"),
    ):
        with pytest.raises(Refusal) as caught:
            create_place(shelf, people.user, kind, "x", place_id)
        assert rule == caught.value.rule
    own = people.user.account_id or ""
    with pytest.raises(Refusal, match="there is no place"):
        set_member(shelf, people.user, own, people.other_user.account_id or "")
    with pytest.raises(Refusal, match="there is no account"):
        set_member(shelf, people.user, CHAT, TEAM)


def test_everybody_has_a_place_of_their_own(shelf: Shelf, people: People) -> None:
    """Also before anything was ever added to it, and nobody but administrators sees it."""
    settle(shelf, people)
    own = people.user.account_id or ""

    with shelf.reading() as session:
        assert PlaceKind.USER == place(session, people.user, own).kind
        assert None is find_place(session, people.other_user, own)
        assert own == place(session, people.admin, own).id
        assert None is find_place(session, people.admin, "19:nowhere@thread.v2")


def test_the_command_imports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was added is counted; faults name file and line on standard error, and nothing is imported then."""
    monkeypatch.setenv("LANGUAGE", "en")
    good, bad = tmp_path / "people.jsonl", tmp_path / "bad.jsonl"
    good.write_text(FILE, "utf-8")
    bad.write_text('{"kind": "robot"}\n', "utf-8")

    assert 0 == main(["directory", "import", str(good), "--data", str(tmp_path / "shelf")])
    assert "6 added, 0 changed, 0 removed, 0 as they were\n" == capsys.readouterr().out
    assert 1 == main(["directory", "import", str(bad), "--data", str(tmp_path / "shelf")])
    assert capsys.readouterr().err.startswith("bad.jsonl:1: `kind`: ")
    assert 2 == main(["directory", "import", str(tmp_path / "none"), "--data", str(tmp_path / "shelf")])
    assert 2 == main(["directory", "import", str(good), "--database", "mysql://x/y"])
    assert "not on mysql" in capsys.readouterr().err
