"""Each route that changes something writes the one row that says so into the audit; and none when it is refused."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from teamshelf.catalogue.database import FILE_NAME, open_database
from teamshelf.catalogue.people.actors import VISITOR
from teamshelf.catalogue.people.signing_in import begin_session
from teamshelf.catalogue.shelf import Change, Shelf
from teamshelf.catalogue.tables import Account, AuditEvent
from teamshelf.server.authentication import PLAIN_COOKIE
from teamshelf.server.forgery import SAFE_METHODS
from teamshelf.server.permissions import guarded_routes
from tests.server.pages.api_deeds import API_DEEDS
from tests.server.pages.deeds import ELSEWHERE, Deed
from tests.server.pages.ground import prepare
from tests.server.pages.page_deeds import PAGE_DEEDS
from tests.server.straight import Answered, Asked, answers

if TYPE_CHECKING:
    from tests.server.pages.site import Site
    from tests.server.pages.stocked import Stocked

DEEDS = (*API_DEEDS, *PAGE_DEEDS)
NAMES = ("ada", "paul", "rita", "uma", "noor")


@pytest.fixture(scope="module")
def prepared(
    filled: tuple[Path, Stocked], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, str], dict[str, str]]:
    """The well-filled shelf with all that the deeds need: its file, ids, and the cookie of each person."""
    folder = tmp_path_factory.mktemp("prepared")
    shutil.copyfile(filled[0], folder / FILE_NAME)
    database = open_database(data=folder)
    shelf = Shelf(database)
    there = prepare(shelf, filled[1])
    cookies = {}
    with shelf.changing(VISITOR) as change:
        for name in NAMES:
            account = change.session.scalars(select(Account).where(Account.name == f"{name}@example.com")).one()
            cookies[name] = begin_session(change, account).secret
    database.close()
    return folder / FILE_NAME, there, cookies


@pytest.fixture
def busy(site: Site, prepared: tuple[Path, dict[str, str], dict[str, str]]) -> Site:
    """The pages on that shelf."""
    shutil.copyfile(prepared[0], Path(str(site.shelf.database.engine.url.database)))
    return site


def told(site: Site) -> list[str]:
    """What the audit has been told, the first first."""
    with site.shelf.reading() as session:
        return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def do(site: Site, deed: Deed, there: dict[str, str], cookie: str, *, site_named: str = "same-origin") -> Answered:
    """Do it with a browser in which somebody is signed in."""
    headers = {"cookie": f"{PLAIN_COOKIE}={cookie}", "sec-fetch-site": site_named, "content-type": deed.kind}
    (answer,) = answers(site.app, [Asked(deed.method, deed.path(there), headers, deed.body(there))])
    return answer


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.route)
def test_what_a_route_does_is_told_once(
    busy: Site, prepared: tuple[Path, dict[str, str], dict[str, str]], deed: Deed
) -> None:
    """Done: exactly what the deed says is in the audit. By nobody, or from another site: nothing."""
    _, there, cookies = prepared
    before = told(busy)
    refused = [
        do(busy, deed, there, cookies[deed.who], site_named="cross-site"),
        do(busy, deed, there, "nobody's"),
    ]
    assert before == told(busy), "refused, and told"

    done = do(busy, deed, there, cookies[deed.who])

    assert done.status < 400, done.text
    assert sorted(action.value for action in deed.told) == sorted(told(busy)[len(before) :]), done.text[:300]
    assert 403 == refused[0].status
    assert deed.route in ("POST /language", "POST /theme") or refused[1].status in (401, 303)


def test_every_route_that_changes_something_has_its_deed(site: Site) -> None:
    """A new one fails here until somebody has said what the audit is told."""
    unsafe = {
        f"{route.method} {route.path}"
        for route in guarded_routes(site.app)
        if route.method not in SAFE_METHODS and not route.path.startswith("/beta/")
    }

    assert unsafe == {deed.route for deed in DEEDS} | ELSEWHERE.keys()


def test_a_word_that_is_dropped_is_missed(
    busy: Site, prepared: tuple[Path, dict[str, str], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """MUTANT: changes are made, and the audit hears nothing of them: no deed passes for told."""
    _, there, cookies = prepared
    monkeypatch.setattr(Change, "record", lambda self, *_, **__: setattr(self, "_is_recorded", True))
    deed = next(each for each in DEEDS if each.route == "PATCH /api/v1/settings")
    before = told(busy)

    done = do(busy, deed, there, cookies[deed.who])

    assert (200, before) == (done.status, told(busy))
