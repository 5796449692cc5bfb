"""Every route x every method: the headers of the answers, requests of other sites, and addresses that are made up.

Generated over all routes there are, with the ids of a shelf that has something on it: what is found, what is not found,
what is refused, pages, pictures, style sheets, packages.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from teamshelf.catalogue.tables import AuditEvent
from teamshelf.server.forgery import SAFE_METHODS
from teamshelf.server.headers import ALWAYS, DATA_POLICY, PAGE_POLICY
from teamshelf.server.pages.rendering import STATIC, static_url
from teamshelf.server.permissions import guarded_routes
from tests.fuzz.described import known_on
from tests.server.pages.site import browser
from tests.server.straight import Answered, Asked, answers

if TYPE_CHECKING:
    from tests.server.pages.site import Site

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")

TYPES = {
    "",
    "application/json",
    "application/problem+json",
    "application/zip",
    "application/openapi+json",
    "application/vnd.oai.openapi+json",
    "image/png",
    "image/svg+xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/plain",
}
"""Everything that is ever served. A picture that is drawn as text is one of ours, in a sandbox."""

NOWHERE = (
    "/nothing",
    "/nothing/at/all",
    "/v1.0/nothing",
    "/api/v1/nothing",
    "/static/x/y.css",
    "/icons/x.png",
    "/accents/x.css",
    "/..",
)


def paths(site: Site) -> list[str]:
    """An address of each route, of what is there, of each kind of asset, and some that lead nowhere."""
    known = known_on(site.shelf)
    icon = next(iter(re.findall(r"/icons/[0-9a-f]{64}\.png", site.get("/").text)))
    accent = next(iter(re.findall(r"/accents/[^\"]+\.css", site.get(site.app_path("Pulse Check")).text)))
    found = {icon, accent, *(static_url(name) for name in STATIC), f"/badge/{known['app_id'][0]}.svg", *NOWHERE}
    for route in guarded_routes(site.app):
        if route.path != "/sign-out" and not route.path.startswith("/beta/"):
            found.add(re.sub(r"\{(\w+):str\}", lambda match: next(iter(known.get(match[1], ())), "x"), route.path))
    return sorted(found)


def wrong(asked: Asked, answer: Answered) -> list[str]:
    """What an answer lacks."""
    kind = answer.one("content-type").partition(";")[0]
    policy = PAGE_POLICY if kind == "text/html" else DATA_POLICY
    is_for_others = asked.path.startswith("/badge/") and answer.status == 200
    owner = "cross-origin" if is_for_others else "same-origin"
    checks = {
        "status": 200 <= answer.status < 500,
        "type": kind in TYPES,
        "policy": answer.every("content-security-policy") == [policy],
        "always": all(answer.every(name.lower()) == [value] for name, value in ALWAYS.items()),
        "owner": answer.every("cross-origin-resource-policy") == [owner],
        "id": len(answer.every("request-id")) == 1,
        "cache": len(answer.every("cache-control")) == 1 and _is_kept_rightly(asked, answer),
        "sharing": not any(name.startswith("access-control-") for name, _ in answer.headers),
        "way": answer.one("location").startswith("/") or not answer.one("location"),
        "marks": kind != "text/html" or not _shows_marks(answer.content.decode("utf-8", "replace")),
        "attachment": kind != "application/zip" or answer.one("content-disposition").startswith("attachment"),
    }
    return [f"{asked.method} {asked.path}: {answer.status}: {name}" for name, holds in checks.items() if not holds]


def unlike(path: str, whole: Answered, head: Answered) -> list[str]:
    """In what the answer to `HEAD` differs from that to `GET`, apart from the body that it lacks."""
    moving = {"request-id"} | ({"content-length"} if path == "/metrics" else set())
    kept, sent = (sorted((name, value) for name, value in each.headers if name not in moving) for each in (whole, head))
    checks = {"status": whole.status == head.status, "headers": kept == sent, "body": head.content == b""}
    return [f"HEAD {path}: {name}: {sent} and not {kept}" for name, holds in checks.items() if not holds]


def _shows_marks(source: str) -> bool:
    """Whether a page shows the backticks of a message, or the tags that it has instead where there can be none."""
    as_code = re.sub(r"<(code|pre|textarea)\b.*?</\1>", "", source, flags=re.DOTALL)
    return "`" in as_code or re.search(r'="[^"<>]*</?code>', source) is not None


def _is_kept_rightly(asked: Asked, answer: Answered) -> bool:
    """Only what is the same for everybody is kept by browsers and proxies."""
    if asked.path.startswith(("/static/", "/icons/", "/accents/", "/badge/")) and answer.status < 400:
        return "private" not in answer.one("cache-control")
    return "public" not in answer.one("cache-control") and "immutable" not in answer.one("cache-control")


@pytest.mark.parametrize("name", ["ada", ""])
def test_every_answer_has_its_headers(site: Site, name: str) -> None:
    """Whoever asks, whatever is there: the exact policy, no sniffing, no frame, nothing kept that is about somebody."""
    who = browser(site.shelf, name) if name else {}
    methods = [*(method for method in METHODS if method in SAFE_METHODS or not name), "TRACE"]
    asked = [Asked(method, path, who) for path in paths(site) for method in methods]

    found = answers(site.app, asked)

    assert [] == [line for each, answer in zip(asked, found, strict=True) for line in wrong(each, answer)]
    given = {(each.method, each.path): answer for each, answer in zip(asked, found, strict=True)}
    assert [] == [line for path in paths(site) for line in unlike(path, given["GET", path], given["HEAD", path])]
    statuses = Counter(answer.status for answer in found)
    assert {200, 404, 405} <= set(statuses), statuses
    if name:
        kinds = {answer.one("content-type").partition(";")[0] for answer in found if answer.status == 200}
        assert {
            "text/html",
            "application/json",
            "application/zip",
            "image/png",
            "image/svg+xml",
            "text/css",
            "text/csv",
        } <= kinds


@pytest.mark.parametrize(
    ("path", "broken"),
    [
        ("/", "teamshelf.server.pages.store.page"),
        ("/v1.0/me", "teamshelf.server.graph.directory.asked_of"),
        ("/readyz", "teamshelf.server.health.newest_step"),
    ],
)
def test_a_mistake_of_ours_has_them_as_well(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str, broken: str
) -> None:
    """On a page, in Graph, and in what probes ask."""

    def fail(*given: object, **named: object) -> None:
        raise LookupError(given, named)

    monkeypatch.setattr(broken, fail)
    asked = Asked("GET", path, browser(site.shelf, "ada"))

    (answer,) = answers(site.app, [asked])

    assert 500 == answer.status
    assert [f"GET {path}: 500: status"] == wrong(asked, answer)
    assert "LookupError" not in answer.text


def test_nothing_is_changed_from_another_site(site: Site) -> None:
    """Whatever the address, found or not, and whatever the method that is not for reading: refused, nothing written."""
    who = browser(site.shelf, "ada")
    before = _rows(site)
    asked = [
        Asked(method, path, who | {"sec-fetch-site": "cross-site"})
        for path in (*paths(site), "/sign-out")
        for method in METHODS
        if method not in SAFE_METHODS
    ]

    found = answers(site.app, asked)

    assert {403} == {answer.status for answer in found}
    assert all("another site" in answer.text for answer in found)
    assert before == _rows(site)


def _rows(site: Site) -> int:
    """Entries of the audit."""
    with site.shelf.reading() as session:
        return session.scalar(select(func.count()).select_from(AuditEvent)) or 0


FORGED = {
    "x-forwarded-host": "evil.example",
    "x-forwarded-server": "evil.example",
    "x-forwarded-proto": "gopher",
    "x-forwarded-port": "666",
    "x-forwarded-prefix": "/evil.example",
    "x-host": "evil.example",
    "x-original-url": "http://evil.example/",
    "x-rewrite-url": "http://evil.example/",
    "forwarded": "for=192.0.2.9;host=evil.example;proto=gopher",
    "referer": "http://evil.example/",
    "via": "1.1 evil.example",
}


def test_no_answer_repeats_an_address_that_was_made_up(site: Site) -> None:
    """Of a header that only a proxy should set, nothing is found in any answer, in headers and bodies."""
    who = browser(site.shelf, "ada")
    asked = [Asked("GET", path, who | FORGED) for path in paths(site)]

    found = answers(site.app, asked)

    assert [] == [
        each.path
        for each, answer in zip(asked, found, strict=True)
        if "evil.example" in answer.text or "gopher" in answer.text or ":666" in answer.text
    ]
