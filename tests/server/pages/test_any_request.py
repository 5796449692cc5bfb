"""Any request to any route: of Graph, of the pages, of our own API; none is a mistake of the server.

A short version of `tests/fuzz/hostile_requests.py`, which sends thousands to each route of a real server. Whether our
own API answers as its document says is tested more closely in `test_schema.py`.
"""

from __future__ import annotations

import os
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.people.tokens import create_token
from teamshelf.catalogue.upkeep.verifying import verify
from teamshelf.server.headers import DATA_POLICY, PAGE_POLICY
from tests.fuzz.described import described, known_on
from tests.fuzz.making import allowed, operations
from tests.fuzz.mutating import Sent, mutated
from tests.server.pages.stocked import SAMPLES, package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx import Response

    from tests.server.pages.site import Site

CHANGED = 2 if "CI" in os.environ else 1
"""Requests with something changed, for each that the document has."""


@pytest.mark.parametrize("part", ["/v1.0/", "/"])
def test_nothing_that_is_sent_is_a_mistake_of_ours(site: Site, part: str) -> None:
    """For each route a request that it may be sent, and some with paths, queries, headers and bodies that nobody means.

    Each answer has a status below 500 and the headers that every answer has, none leads to another site, some do what
    was asked, and the shelf is whole in the end.
    """
    ada = site.made.accounts["ada"]
    token = create_token(site.shelf, ada, ada.account_id or "", label="any").text
    known = known_on(site.shelf)
    values = sorted({each for ids in known.values() for each in ids} - {ada.account_id or ""})
    document = described(site.app, known | {"account_id": values, "token_id": []})
    document["paths"] = {path: item for path, item in document["paths"].items() if _is_of(path, part)}
    if part == "/":
        site.sign_in("ada")
    every = operations(document, [package(SAMPLES[0], "1.9.0")])
    wrong, statuses = [], Counter[int]()
    for number, (label, operation) in enumerate(sorted(every.items(), key=lambda each: "DELETE" in each[0])):
        for sent in _requests(allowed(operation, 1, number), Random(number), values):  # noqa: S311 - chance that comes out the same each time
            answer = _answer(site, sent, token if part == "/v1.0/" else None)
            statuses[answer.status_code] += 1
            wrong += [f"{label}: {what} for {sent}"[:1500] for what in _wrong(answer)]

    assert [] == wrong
    assert statuses.total() == len(every) * (1 + CHANGED)
    assert sum(times for status, times in statuses.items() if status < 400) > len(every) / 10
    assert () == tuple(verify(site.shelf.database).faults)


def _is_of(path: str, part: str) -> bool:
    """Graph's beta has the functions of its first version; whoever signs out is of no use any more."""
    return path.startswith("/v1.0/") if part == "/v1.0/" else not path.startswith(("/v1.0/", "/beta/", "/sign-out"))


def _requests(made: list[Sent], random: Random, values: list[str]) -> Iterator[Sent]:
    yield from made
    for sent in made:
        yield from (mutated(sent, random, values) for _ in range(CHANGED))


def _answer(site: Site, sent: Sent, token: str | None) -> Response:
    who = [("sec-fetch-site", "same-origin")] if token is None else [("authorization", f"Bearer {token}")]
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in (*sent.headers, *who)]
    return site.client.request(sent.method, sent.target, headers=headers, content=sent.body, follow_redirects=False)


def _wrong(answer: Response) -> Iterator[str]:
    if answer.status_code >= 500:
        yield f"{answer.status_code} {answer.text[:200]}"
    if answer.headers.get("content-security-policy") not in (PAGE_POLICY, DATA_POLICY):
        yield f"no policy with {answer.status_code}"
    if (
        not answer.headers.get("location", "/").startswith(("/", "http://shelf.test/"))
        or "evil" in answer.headers.get("location", "").partition("?")[0]
    ):
        yield f"leads to {answer.headers['location']}"
