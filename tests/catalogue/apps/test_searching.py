"""Finding apps: who sees which, by words, by what they have, page after page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.apps.counting import facets
from teamshelf.catalogue.apps.removing import remove
from teamshelf.catalogue.apps.searching import Query, count, search
from teamshelf.catalogue.apps.showing import Facet
from teamshelf.catalogue.certification.certifying import verify_publisher
from teamshelf.catalogue.people.actors import VISITOR
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve
from tests.catalogue.packages import ANOTHER_ID, package
from tests.manifests import FAULTLESS

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.catalogue.tables import App
    from tests.catalogue.shelves import Clock, People

_BOT = [
    {
        "botId": ANOTHER_ID,
        "scopes": ["personal", "team"],
        "commandLists": [
            {"scopes": ["personal"], "commands": [{"title": "remind me", "description": "Ask again later"}]}
        ],
    }
]
_TAB = [{"entityId": "home", "name": "Home", "contentUrl": "https://example.com/", "scopes": ["personal"]}]


def _publish(shelf: Shelf, people: People, number: int, name: str, **members: Any) -> str:
    members = {
        "id": str(UUID(int=number, version=4)),
        "name": {"short": name, "full": f"{name} for everyone"},
        **members,
    }
    return publish(shelf, people.admin, package(**members)).app_id


@pytest.fixture
def stocked(shelf: Shelf, people: People, clock: Clock) -> dict[str, str]:
    """The ids of some apps by their names."""
    wanted: list[tuple[str, dict[str, Any]]] = [
        ("Polls", {"bots": _BOT}),
        ("Élan", {"staticTabs": _TAB}),
        ("zebra", {"staticTabs": _TAB, "bots": _BOT, "developer": {**FAULTLESS["developer"], "name": "Zoo Ltd"}}),
        ("Straße", {}),
    ]
    ids = {}
    for number, (name, members) in enumerate(wanted, start=1):
        ids[name] = _publish(shelf, people, number, name, **members)
        clock.pass_by(minutes=1)
    return ids


def _names(shelf: Shelf, actor: Actor, **query: Any) -> list[str]:
    with shelf.reading() as session:
        page = search(session, actor, Query(**query))
        assert page.after is None
        assert len(page.apps) == count(session, actor, Query(**query))
        return [app.display_name for app in page.apps]


@pytest.mark.usefixtures("stocked")
def test_apps_are_listed_as_people_order_names(shelf: Shelf, people: People) -> None:
    """Neither case nor accents put a name at the end of the list."""
    assert ["Élan", "Polls", "Straße", "zebra"] == _names(shelf, people.user)


WORDS: list[tuple[str, list[str]]] = [
    ("", ["Élan", "Polls", "Straße", "zebra"]),
    ("POLL", ["Polls"]),
    ("elan", ["Élan"]),
    ("STRASSE", ["Straße"]),
    ("remind", ["Polls", "zebra"]),
    ("remind zoo", ["zebra"]),
    ("  zoo   remind ", ["zebra"]),
    ("zoo polls nothing", []),
    ("100%", []),
    ("_", []),
    ("zoo\0remind", ["zebra"]),
    ("00000000-0000-4000-8000-000000000003", ["zebra"]),
    ("{00000000-0000-4000-8000-000000000003}", ["zebra"]),
    ("00000000-0000-4000-8000-00000000000f", []),
]
"""What is looked for, and the apps that it finds."""


@pytest.mark.usefixtures("stocked")
def test_words_are_found_anywhere(shelf: Shelf, people: People) -> None:
    """Every word has to be in the texts, whatever its case and accents; an id finds its app; nothing is a wildcard."""
    assert dict(WORDS) == {text: _names(shelf, people.user, text=text) for text, _ in WORDS}


def test_a_catalogue_id_finds_its_app(shelf: Shelf, people: People, stocked: dict[str, str]) -> None:
    """The catalogue's own id finds the app as the manifest's does."""
    assert ["Élan"] == _names(shelf, people.user, text=stocked["Élan"].upper())


CHOICES: list[tuple[dict[Facet, tuple[str, ...]], list[str]]] = [
    ({Facet.CAPABILITY: ("bot",)}, ["Polls", "zebra"]),
    ({Facet.CAPABILITY: ("bot", "personal-tab")}, ["Élan", "Polls", "zebra"]),
    ({Facet.CAPABILITY: ("bot",), Facet.PUBLISHER: ("Zoo Ltd",)}, ["zebra"]),
    ({Facet.SCOPE: ("team",)}, ["Polls", "zebra"]),
    ({Facet.CERTIFICATION: ("none",)}, ["Élan", "Polls", "Straße", "zebra"]),
    ({Facet.CERTIFICATION: ("verified",)}, []),
    ({Facet.LANGUAGE: ("fr",)}, []),
]
"""What is chosen in facets, and the apps that have it."""


@pytest.mark.usefixtures("stocked")
def test_facets_narrow_the_list(shelf: Shelf, people: People) -> None:
    """Within a facet any value will do, among facets each has to."""
    assert CHOICES == [(chosen, _names(shelf, people.user, chosen=chosen)) for chosen, _ in CHOICES]


def test_facets_are_counted(shelf: Shelf, people: People, stocked: dict[str, str]) -> None:
    """Each value comes with its apps; what is chosen in a facet narrows the other facets, not itself."""
    verify_publisher(shelf, people.admin, stocked["Polls"], name="Harbour")

    with shelf.reading() as session:
        everything = facets(session, people.user, Query())
        bots = facets(session, people.user, Query(chosen={Facet.CAPABILITY: ("bot",)}))
        zoo = facets(session, people.user, Query(text="zoo"))

    def counts(found: Any, facet: Facet) -> dict[str, int]:
        return {each.value: each.apps for each in found[facet]}

    assert {"bot": 2, "personal-tab": 2} == counts(everything, Facet.CAPABILITY)
    assert {"Harbour Street Software": 3, "Zoo Ltd": 1} == counts(everything, Facet.PUBLISHER)
    assert {"none": 3, "verified": 1} == counts(everything, Facet.CERTIFICATION)
    assert {"bot": 2, "personal-tab": 2} == counts(bots, Facet.CAPABILITY)
    assert {"Harbour Street Software": 1, "Zoo Ltd": 1} == counts(bots, Facet.PUBLISHER)
    assert {"bot": 1, "personal-tab": 1} == counts(zoo, Facet.CAPABILITY)


@pytest.mark.parametrize("order", ["name", "updated", "installs"])
def test_pages_lead_through_everything_once(shelf: Shelf, people: People, clock: Clock, order: Any) -> None:
    """Page by page every app comes once and in order, also those of one name, time and count."""
    for number in range(1, 10):
        _publish(shelf, people, number, f"App {number // 3}")
        clock.pass_by(minutes=number % 3)
    found: list[App] = []
    after = None
    with shelf.reading() as session:
        for _ in range(5):
            page = search(session, people.user, Query(order=order, size=2, after=after))
            found += page.apps
            after = page.after
        whole = search(session, people.user, Query(order=order))

    assert after is None
    assert [app.id for app in whole.apps] == [app.id for app in found]
    assert 9 == len({app.id for app in found})
    assert whole.after is None
    if order == "updated":
        assert [app.updated_at for app in found] == sorted((app.updated_at for app in found), reverse=True)


def test_what_comes_meanwhile_repeats_nothing(shelf: Shelf, people: People, stocked: dict[str, str]) -> None:
    """An app that is removed or added between two pages makes nobody miss or see another one twice."""
    with shelf.reading() as session:
        first = search(session, people.user, Query(size=2))
    remove(shelf, people.admin, stocked["Élan"])
    _publish(shelf, people, 9, "Aardvark")

    with shelf.reading() as session:
        second = search(session, people.user, Query(size=2, after=first.after))

    assert ["Straße", "zebra"] == [app.display_name for app in second.apps]


@pytest.mark.parametrize("after", ["x", "%%%", "WyJuYW1lIl0", "é", "bnVsbA"])
def test_a_page_that_is_none_is_refused(shelf: Shelf, people: People, after: str) -> None:
    """What no page said leads nowhere."""
    with shelf.reading() as session, pytest.raises(Refusal) as refused:
        search(session, people.user, Query(after=after))

    assert (Kind.INVALID, "page-unknown") == (refused.value.kind, refused.value.rule)


def test_who_sees_what_is_not_published(shelf: Shelf, people: People) -> None:
    """A submission is there for its owner and for reviewers; to everybody else there is no such app."""
    done = publish(shelf, people.publisher, package(), for_review=True)

    seers = {"publisher", "reviewer", "other_reviewer", "admin"}
    with shelf.reading() as session:
        for who in ("user", "publisher", "other_publisher", "reviewer", "other_reviewer", "admin"):
            actor = getattr(people, who)
            seen = {
                listing.find_app(session, actor, done.app_id) is not None,
                listing.find_version(session, actor, done.version_id) is not None,
                bool(search(session, actor, Query(is_published=False)).apps),
            }
            assert {who in seers} == seen, who
            assert not search(session, actor, Query()).apps
        assert listing.find_app(session, VISITOR, done.app_id) is None


def test_versions_are_seen_by_whom_they_concern(shelf: Shelf, people: People) -> None:
    """Everybody sees what is or was published; the owner and reviewers see what is submitted, too, the oldest first."""
    first = publish(shelf, people.publisher, package(version="1.9.0"), for_review=True)
    approve(shelf, people.reviewer, first.version_id)
    publish(shelf, people.admin, package(version="1.10.0"), app_id=first.app_id)
    publish(shelf, people.publisher, package(version="1.11.0"), for_review=True, app_id=first.app_id)

    with shelf.reading() as session:
        app = listing.app(session, people.user, first.app_id)

        def numbers(actor: Actor) -> list[str]:
            return [version.number for version in listing.versions_of(session, actor, app)]

        assert ["1.9.0", "1.10.0"] == numbers(people.user) == numbers(VISITOR) == numbers(people.other_publisher)
        assert ["1.9.0", "1.10.0", "1.11.0"] == numbers(people.publisher) == numbers(people.reviewer)


def test_an_app_is_found_by_either_id(shelf: Shelf, people: People, stocked: dict[str, str]) -> None:
    """The catalogue's id and the manifest's lead to the same app; a removed one is not found at all."""
    with shelf.reading() as session:
        app = listing.app(session, people.user, stocked["Polls"].upper())
        assert app.id == listing.app(session, people.user, app.external_id.upper()).id
        version = listing.version(session, people.user, app.current_id or "")
        assert version.package_digest
        assert listing.package_bytes(session, version).startswith(b"PK")
        assert (listing.icon_bytes(session, version.color_icon or "") or b"").startswith(b"\x89PNG")
        assert listing.icon_bytes(session, "0" * 64) is None
    remove(shelf, people.admin, app.id)

    with shelf.reading() as session, pytest.raises(Refusal) as refused:
        listing.app(session, people.admin, app.id)
    assert "unknown-app" == refused.value.rule
    with shelf.reading() as session, pytest.raises(Refusal) as refused:
        listing.version(session, people.admin, version.id)
    assert "unknown-version" == refused.value.rule
