"""Answers that are given again as long as nothing has changed: what would be made anew, and for nobody else."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from litestar.testing import TestClient
from sqlalchemy import event, select, text

from teamshelf.catalogue.apps.collaborating import add_collaborator, remove_collaborator
from teamshelf.catalogue.apps.describing import describe_app
from teamshelf.catalogue.apps.removing import remove
from teamshelf.catalogue.apps.transferring import transfer
from teamshelf.catalogue.certification.certifying import verify_publisher
from teamshelf.catalogue.database import open_database
from teamshelf.catalogue.people.accounts import set_role
from teamshelf.catalogue.people.actors import OPERATOR, Role
from teamshelf.catalogue.people.bearers import Bearers
from teamshelf.catalogue.people.tokens import create_token, revoke_token
from teamshelf.catalogue.policy.access import Mode
from teamshelf.catalogue.policy.policies import block, save_policy
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.revision import NOT_COUNTED
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import Table, Version
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve, claim, reject
from teamshelf.catalogue.versions.withdrawing import quarantine, release_from_quarantine, withdraw
from teamshelf.messages import say
from teamshelf.server.application import create_app
from teamshelf.server.holders import Holders
from teamshelf.server.remembering import Answer, Remembering
from teamshelf.server.settings import ServerSettings
from tests.catalogue.packages import package
from tests.server.graph.asking import APPS, Graph
from tests.server.graph.live import Live

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from litestar import Litestar

    from teamshelf.catalogue.database import Database
    from teamshelf.catalogue.people.actors import Actor
    from tests.catalogue.shelves import People


@pytest.fixture
def graph(shelf: Shelf) -> Iterator[Graph]:
    """A server of the shelf."""
    with Graph(shelf) as graph:
        yield graph


@lru_cache(maxsize=1)
def _another_server() -> tuple[Shelf, Litestar]:
    served = Shelf(None)  # type: ignore[arg-type]  # a test's own takes its place
    return served, create_app(served, ServerSettings(has_limits=False))


@pytest.fixture
def another(shelf: Shelf) -> Iterator[TestClient[Any]]:
    """A server of the same shelf that shares nothing with the first one but the database."""
    served, app = _another_server()
    served.clock = shelf.clock
    served.database = open_database(shelf.database.engine.url.render_as_string(hide_password=False))
    with TestClient(app, base_url="http://shelf.test", raise_server_exceptions=False) as client:
        yield client


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What is asked of the database through its engine while the block runs."""
    seen: list[str] = []

    def note(*execution: Any) -> None:
        seen.append(execution[2])

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def test_the_second_answer_is_the_first_one_again(graph: Graph, people: People, database: Database) -> None:
    """To the byte, with all its headers but the request's id, and without anything being read again."""
    graph.publish(people.reviewer, package())
    first = graph.ask(people.user, "GET", APPS)
    with statements(database) as asked:
        second = graph.ask(people.user, "GET", APPS)

    assert [] == [statement for statement in asked if "apps" in statement]
    assert (200, first.content) == (second.status_code, second.content)
    assert first.headers["request-id"] != second.headers["request-id"]
    one, other = (sorted(answer.headers.multi_items()) for answer in (first, second))
    assert [each for each in one if each[0] != "request-id"] == [each for each in other if each[0] != "request-id"]


def test_it_is_counted_and_logged_like_any_other(
    graph: Graph, people: People, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its route, and the account that asked."""
    import logging

    monkeypatch.setattr(logging.getLogger("teamshelf"), "propagate", True)
    with caplog.at_level("INFO", "teamshelf.requests"):
        graph.ask(people.user, "GET", f"{APPS}?$top=3")
        graph.ask(people.user, "GET", f"{APPS}?$top=3")

    told = [vars(record)["facts"] for record in caplog.records if record.name == "teamshelf.requests"]
    names = ("method", "path", "route", "status", "account")
    assert 2 == len(told)
    assert [told[0][name] for name in names] == [told[1][name] for name in names]
    assert (APPS, people.user.name) == (told[1]["route"], told[1]["account"])


class _Doings:
    """Things that people do, of which each changes what some list shows, or might."""

    def __init__(self, shelf: Shelf, people: People, random: Random) -> None:
        self.shelf = shelf
        self.people = people
        self.random = random
        self.apps: list[str] = []
        self.step = 0

    def newest(self, *states: str) -> str:
        """A version in one of the states."""
        with self.shelf.reading() as session:
            wanted = select(Version.id).where(Version.state.in_(states)).order_by(Version.created_at.desc())
            return session.scalars(wanted).first() or "nothing"

    def all(self) -> list[Callable[[], object]]:
        """Each of them, in an order of its own."""
        shelf, people = self.shelf, self.people
        app = self.apps[0] if self.apps else "nothing"
        owner = people.publisher.account_id or ""
        done: list[Callable[[], object]] = [
            self.submit,
            lambda: claim(shelf, people.reviewer, self.newest("submitted")),
            lambda: approve(shelf, people.reviewer, self.newest("submitted", "in-review")),
            lambda: reject(shelf, people.other_reviewer, self.newest("submitted", "in-review"), reason="no"),
            lambda: quarantine(shelf, people.admin, self.newest("published"), reason="?"),
            lambda: release_from_quarantine(shelf, people.admin, self.newest("quarantined")),
            lambda: withdraw(shelf, people.admin, self.newest("published")),
            lambda: block(shelf, people.admin, app),
            lambda: transfer(shelf, people.admin, app, owner),
            lambda: add_collaborator(shelf, people.admin, app, people.other_publisher.account_id or ""),
            lambda: remove_collaborator(shelf, people.admin, app, people.other_publisher.account_id or ""),
            lambda: describe_app(shelf, people.admin, app, category="sales"),
            lambda: verify_publisher(shelf, people.reviewer, app, name="Example"),
            lambda: save_policy(shelf, people.admin, f"policy {self.step}", Mode.ALLOW_ALL),
            lambda: change_settings(shelf, people.admin, rollout_hours=self.step),
            self.rename,
            lambda: remove(shelf, people.admin, app),
        ]
        self.random.shuffle(done)
        return done

    def submit(self) -> None:
        """Send an app, at once or for review; or an update of one."""
        self.step += 1
        for_review = self.random.random() < 0.5
        actor = self.people.publisher if for_review else self.people.admin
        app_id = self.apps[0] if self.apps and self.random.random() < 0.5 else None
        with self.shelf.reading() as session:
            external = session.scalar(text("SELECT external_id FROM apps WHERE id = :id"), {"id": app_id})
        content = package(id=external or str(uuid4()), version=f"1.{self.step}.0", packageName=None)
        self.apps.insert(0, publish(self.shelf, actor, content, for_review=for_review, app_id=app_id).app_id)

    def rename(self) -> None:
        """The creator of a definition is called otherwise."""
        self.step += 1
        with self.shelf.changing(OPERATOR) as change:
            statement = text("UPDATE accounts SET display_name = :name WHERE role <> 'user'")
            change.session.execute(statement, {"name": f"Name {self.step}"})
            change._is_recorded = True


_LISTS = (f"{APPS}?$expand=appDefinitions", f"{APPS}/$count")


def test_after_any_change_it_is_the_answer_that_would_be_made_anew(
    graph: Graph, another: TestClient[Any], shelf: Shelf, people: People
) -> None:
    """By either of two servers, for whoever asks, whatever was done and by whom."""
    random = Random(7)  # noqa: S311 - chooses what is done
    doings = _Doings(shelf, people, random)
    doings.submit()
    doings.submit()
    number = changes = 0
    seen: dict[Any, bytes] = {}
    for do in [*doings.all(), *doings.all()]:
        try:
            do()
        except Refusal as refusal:
            assert refusal.kind is not Kind.UNAVAILABLE  # noqa: PT017 - what is impossible changes nothing
        for actor in (people.user, people.publisher, people.other_publisher, people.reviewer):
            headers = {"Authorization": f"Bearer {graph.token(actor)}"}
            for path in _LISTS:
                number += 1
                anew = graph.ask(actor, "GET", path, headers={"Accept": f"application/json, text/plain;q=0.{number}"})
                changes += seen.get((actor.name, path)) != anew.content
                seen[actor.name, path] = anew.content
                for answer in (graph.ask(actor, "GET", path), another.get(path, headers=headers)):
                    assert (200, anew.content) == (answer.status_code, answer.content)
    assert 30 < changes < number


def test_a_process_of_its_own_notices_what_another_one_does(
    shelf: Shelf, database: Database, people: People, tmp_path: Path
) -> None:
    """A change to the catalogue, and that a token was revoked."""
    import httpx

    made = create_token(shelf, OPERATOR, people.user.account_id or "", label="x")
    headers = {"Authorization": f"Bearer {made.text}"}
    with Live(database, tmp_path, "--no-rate-limits") as live, httpx.Client(base_url=live.address) as client:
        counts = []
        for _ in range(3):
            publish(shelf, people.admin, package(id=str(uuid4()), packageName=None))
            counts += [len(client.get(APPS, headers=headers).json()["value"]) for _ in range(2)]
        revoke_token(shelf, people.admin, made.id)
        after = client.get(APPS, headers=headers)

    assert ([1, 1, 2, 2, 3, 3], 401) == (counts, after.status_code)


def test_a_token_opens_no_more_than_it_grants(graph: Graph, people: People) -> None:
    """What was answered to another token of the same view is not answered to one that may not ask."""
    ours = graph.ask(people.user, "GET", APPS)
    narrow = graph.ask(people.user, "GET", APPS, scopes=("User.Read",))
    others = graph.ask(people.other_user, "GET", APPS)

    assert (200, 403, 200) == (ours.status_code, narrow.status_code, others.status_code)
    assert 401 == graph.client.get(APPS, headers={"Authorization": "Bearer x"}).status_code
    assert 401 == graph.client.get(APPS).status_code


def test_a_token_ends_at_once(graph: Graph, shelf: Shelf, people: People) -> None:
    """Revoked, or of an account that may less than before."""
    token = create_token(shelf, OPERATOR, people.reviewer.account_id or "", label="x")
    headers = {"Authorization": f"Bearer {token.text}"}
    graph.publish(people.publisher, package(), f"{APPS}?requiresReview=true")

    def listed() -> Any:
        answer = graph.client.get(APPS, headers=headers)
        return len(answer.json()["value"]) if answer.status_code == 200 else answer.status_code

    seen = [listed(), listed()]
    set_role(shelf, people.admin, people.reviewer.account_id or "", Role.USER)
    seen += [listed(), listed()]
    revoke_token(shelf, people.admin, token.id)

    assert [1, 1, 0, 0, 401] == [*seen, listed()]


def test_what_the_answer_depends_on_tells_requests_apart(graph: Graph, people: People) -> None:
    """The version of Graph, the query, the form that is asked for, and the host that links name."""
    app_id = graph.publish(people.reviewer, package()).json()["id"]

    def ask(path: str, **headers: str) -> bytes:
        answers = [graph.ask(people.user, "GET", path, headers=headers) for _ in range(2)]
        assert 200 == answers[0].status_code == answers[1].status_code
        assert answers[0].content == answers[1].content
        return bytes(answers[0].content)

    asked = [
        ask(APPS),
        ask(APPS.replace("v1.0", "beta")),
        ask(f"{APPS}?$select=id"),
        ask(APPS, Accept="application/json;odata.metadata=none"),
        ask(APPS, Host="other.test"),
        ask(f"{APPS}/{app_id}"),
        ask(f"{APPS}/{app_id}/appDefinitions"),
    ]
    assert len(asked) == len(set(asked))


def test_only_what_is_right_is_remembered(graph: Graph, people: People, database: Database) -> None:
    """No error, and no search, of which each counts."""
    for path, status in ((f"{APPS}/nothing", 404), (f"{APPS}?$top=x", 400), (f"{APPS}?$search=polls", 200)):
        graph.ask(people.user, "GET", path)
        with statements(database) as asked:
            assert status == graph.ask(people.user, "GET", path).status_code
        assert status == 400 or [] != [each for each in asked if "FROM apps" in each]


def test_remembered_answers_show_nothing_that_is_not_counted(graph: Graph, people: People, database: Database) -> None:
    """Each route that takes part, in both versions of Graph, with all that can be asked of it."""
    app_id = graph.publish(people.reviewer, package()).json()["id"]
    definition = graph.ask(people.user, "GET", f"{APPS}/{app_id}/appDefinitions").json()["value"][0]["id"]
    ours = f"{APPS}/{app_id}/appDefinitions/{definition}"
    paths = [
        f"{APPS}?$expand=appDefinitions($expand=bot)&$filter=contains(displayName,'o')&$orderby=displayName&$count=true",
        f"{APPS}/$count",
        f"{APPS}/{app_id}?$expand=appDefinitions",
        f"{APPS}/{app_id}/appDefinitions?$expand=bot",
        f"{APPS}/{app_id}/appDefinitions/$count",
        ours,
        *(f"{ours}/{part}" for part in ("bot", "colorIcon", "outlineIcon")),
        *(f"{ours}/{part}/hostedContent/$value" for part in ("colorIcon", "outlineIcon")),
    ]
    routes = {
        route.path.split("/", 2)[2]
        for route in graph.client.app.routes
        for handler in getattr(route, "route_handlers", ())
        if handler.opt.get("is_remembered")
    }
    graph.ask(people.publisher, "GET", "/v1.0/me")
    with statements(database) as asked:
        for path in paths:
            graph.ask(people.publisher, "GET", path)
            graph.ask(people.publisher, "GET", path.replace("v1.0", "beta"))

    assert len(paths) == len(routes)
    read = " ".join(asked)
    tables = {table for table in Table.metadata.tables if f"FROM {table}" in read or f"JOIN {table}" in read}
    assert {"apps", "versions", "accounts", "icons", "collaborators"} == tables
    assert not tables & NOT_COUNTED
    assert "apps.installs" not in read


# --- memory


class _Asked:
    """A server of nothing but letters: the answer is as long as the number in the query."""

    def __init__(self, most_bytes: int, people: People) -> None:
        from teamshelf.server.permissions import PUBLIC

        self.made: list[bytes] = []
        self.sent: list[Any] = []

        class Handler:
            opt: dict[str, Any] = {"is_remembered": True, "permission": PUBLIC}  # noqa: RUF012

        async def app(scope: Any, receive: Any, send: Any) -> None:
            del receive
            self.made.append(scope["query_string"])
            scope["route_handler"] = Handler()
            body = b"x" * int(scope["query_string"].split(b"=")[-1])
            await send({"type": "http.response.start", "status": 200, "headers": []})
            if b"parts" in scope["query_string"]:
                await send({"type": "http.response.body", "body": body, "more_body": True})
            await send({"type": "http.response.body", "body": body, "more_body": False})

        class Known:
            async def find(self, token: str) -> Any:
                from teamshelf.catalogue.people.bearers import Bearer

                del token
                return Bearer(people.user, "", "published", (1, 1), None, is_news=False)  # type: ignore[arg-type]

        self.memory = Remembering(app, Known(), most_bytes)  # type: ignore[arg-type]

    def ask(self, query: str) -> bool:
        """Whether the answer was made, and not remembered."""
        scope: Any = {
            "type": "http",
            "method": "GET",
            "path": "/v1.0/appCatalogs/x",
            "query_string": query.encode(),
            "scheme": "http",
            "headers": [(b"authorization", b"Bearer x")],
        }
        before = len(self.made)

        async def send(message: Any) -> None:
            self.sent.append(message)

        asyncio.run(self.memory(scope, None, send))  # type: ignore[arg-type]
        return len(self.made) > before


def test_what_was_asked_longest_ago_is_forgotten(people: People) -> None:
    """There is room for so many bytes; what alone would take much of it is not kept at all, nor what comes in parts."""
    asked = _Asked(40_000, people)
    letters = "abcdefgh"

    first = [asked.ask(f"{letter}=2000") for letter in letters]
    again = [asked.ask(f"{letter}=2000") for letter in "ab"]
    more = [asked.ask(f"{letter}=2000") for letter in "ijklm"]

    assert ([True] * 8, [False] * 2, [True] * 5) == (first, again, more)
    assert [False, True] == [asked.ask("b=2000"), asked.ask("c=2000")]
    assert [True, True] == [asked.ask("large=9000"), asked.ask("large=9000")]
    assert [True, True] == [asked.ask("parts=10"), asked.ask("parts=10")]


def test_what_is_sent_again_is_not_what_others_have_added_to(people: People) -> None:
    """The layers around it write into the message that they are given."""
    asked = _Asked(40_000, people)
    for _ in range(3):
        asked.ask("a=1")
        start = asked.sent[-2]
        assert [] == start["headers"]
        start["headers"] = [*start["headers"], (b"x", b"y")]


def test_an_answer_is_a_value() -> None:
    """Nobody changes one that is kept."""
    with pytest.raises(AttributeError):
        Answer((1, 1), None, "", [], b"", 0).size = 3  # type: ignore[arg-type,misc]


# --- who asks


def test_requests_that_wait_share_a_look(shelf: Shelf, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each gets its own answer; what was asked while others were looked up is looked up after that."""
    tokens = {_token(shelf, actor): actor for actor in (people.user, people.reviewer, people.admin)}
    looks: list[frozenset[str]] = []
    find = Bearers.find

    def noting(self: Bearers, texts: Any) -> Any:
        looks.append(frozenset(texts))
        return find(self, texts)

    monkeypatch.setattr(Bearers, "find", noting)

    async def many() -> list[Any]:
        holders = Holders(shelf)
        found = await asyncio.gather(*(holders.find(token) for token in [*tokens, "x"] * 5))
        holders.close()
        return found

    found = asyncio.run(many())

    assert [*(actor.account_id for actor in tokens.values()), None] * 5 == [
        bearer and bearer.actor.account_id for bearer in found
    ]
    assert len(looks) <= 2


def test_where_sqlite_has_to_be_waited_for_a_thread_does(
    shelf: Shelf, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event loop goes on meanwhile; a refusal reaches all that wait, and nobody else."""
    token = _token(shelf, people.user)
    find = Bearers.find
    busy = Refusal(Kind.UNAVAILABLE, "database-unavailable", say("busy"))

    def find_or_refuse(self: Bearers, texts: Any) -> Any:
        if not self._waits or "refused" in texts:
            raise busy
        return find(self, texts)

    monkeypatch.setattr(Bearers, "find", find_or_refuse)

    async def ask() -> list[Any]:
        holders = Holders(shelf)
        refused = await asyncio.gather(*(holders.find(text) for text in (token, "refused")), return_exceptions=True)
        found = await holders.find(token)
        holders.close()
        return [*refused, found and found.actor.account_id]

    assert [busy, busy, people.user.account_id] == asyncio.run(ask())


def _token(shelf: Shelf, actor: Actor) -> str:
    return create_token(shelf, OPERATOR, actor.account_id or "", label="test").text
