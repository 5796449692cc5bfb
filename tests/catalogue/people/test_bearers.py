"""Who sends a token, what they see, and how often the shelf has changed, in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.apps.collaborating import add_collaborator
from teamshelf.catalogue.database import open_database
from teamshelf.catalogue.people.accounts import set_disabled, set_role
from teamshelf.catalogue.people.actors import OPERATOR, Actor, Role
from teamshelf.catalogue.people.bearers import Bearers
from teamshelf.catalogue.people.tokens import create_token, holder_of, note_use, revoke_token
from teamshelf.catalogue.policy.policies import block
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.versions.publishing import publish
from tests.catalogue.engines import end_connections
from tests.catalogue.packages import package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.catalogue.shelves import Clock, People


@pytest.fixture
def bearers(shelf: Shelf) -> Iterator[Bearers]:
    """The looks of one process."""
    made = Bearers(shelf)
    yield made
    made.close()


def token_of(shelf: Shelf, actor: Actor, *scopes: str) -> str:
    """A token of an account."""
    return create_token(shelf, OPERATOR, actor.account_id or "", label="test", scopes=scopes or None).text


def test_it_says_what_the_long_way_says(shelf: Shelf, people: People, bearers: Bearers) -> None:
    """The account and what is granted, of each of many; nothing of what is no token."""
    everybody = (people.user, people.publisher, people.reviewer, people.admin)
    tokens = [token_of(shelf, actor) for actor in everybody * 17]
    narrow = token_of(shelf, people.admin, "AppCatalog.Read.All")

    found = bearers.find([*tokens, narrow, "x", "", "\udcff", "y" * 5000])

    assert {*tokens, narrow} == found.keys()
    for one in (tokens[0], tokens[67], narrow):
        holder, actor = holder_of(shelf, one), found[one].actor
        assert holder is not None
        assert (holder.account_id, holder.name, holder.role, holder.scopes, holder.token_id) == (
            actor.account_id,
            actor.name,
            actor.role,
            actor.scopes,
            found[one].token_id,
        )
    assert frozenset({"AppCatalog.Read.All"}) == found[narrow].actor.scopes
    assert {} == bearers.find([])


def test_what_ends_a_token_is_noticed_by_the_next_look(
    shelf: Shelf, people: People, bearers: Bearers, clock: Clock
) -> None:
    """Revoked, expired, its account disabled or less than before: whoever did it, over whatever connection."""
    revoked = create_token(shelf, OPERATOR, people.user.account_id or "", label="x")
    disabled, lowered, expiring = (
        token_of(shelf, actor) for actor in (people.other_user, people.reviewer, people.publisher)
    )
    before = bearers.find([revoked.text, disabled, lowered, expiring])
    elsewhere = Shelf(open_database(shelf.database.engine.url.render_as_string(hide_password=False)), clock)

    revoke_token(elsewhere, people.admin, revoked.id)
    set_disabled(elsewhere, people.admin, people.other_user.account_id or "", disabled=True)
    set_role(elsewhere, people.admin, people.reviewer.account_id or "", Role.USER)
    after = bearers.find([revoked.text, disabled, lowered, expiring])
    clock.pass_by(days=90)
    elsewhere.database.close()

    assert 4 == len(before)
    assert {lowered, expiring} == after.keys()
    assert (Role.REVIEWER, Role.USER) == (before[lowered].actor.role, after[lowered].actor.role)
    assert (after[lowered].actor.scopes or set()) < (before[lowered].actor.scopes or set())
    assert {} == bearers.find([expiring])


def test_the_revision_tells_of_changes(shelf: Shelf, people: People, bearers: Bearers) -> None:
    """It stays while nothing happens, and is another one after each change."""
    token = token_of(shelf, people.user)
    seen = [bearers.find([token])[token].revision, bearers.find([token])[token].revision]
    app_id = publish(shelf, people.admin, package()).app_id
    seen.append(bearers.find([token])[token].revision)
    block(shelf, people.admin, app_id)
    seen.append(bearers.find([token])[token].revision)

    assert (seen[0], 3) == (seen[1], len(set(seen)))


def test_a_revision_is_told_from_that_of_another_connection(shelf: Shelf, people: People, bearers: Bearers) -> None:
    """The number may be that of another database, or of one that was restored meanwhile."""
    token = token_of(shelf, people.user)
    one, again = bearers.find([token])[token], Bearers(shelf).find([token])[token]
    bearers.close()
    later = bearers.find([token])[token]

    assert 1 == len({each.revision[1] for each in (one, again, later)})
    assert 3 == len({each.revision for each in (one, again, later)})


def test_a_view_is_shared_by_those_who_see_the_same(shelf: Shelf, people: People, bearers: Bearers) -> None:
    """Reviewers see all; who owns an app or works on one has a view of their own; all others share one."""
    app_id = publish(shelf, people.publisher, package(), for_review=True).app_id
    everybody = (people.publisher, people.other_publisher, people.user, people.reviewer, people.admin)
    tokens = [token_of(shelf, actor) for actor in everybody]

    before = bearers.find(tokens)
    add_collaborator(shelf, people.publisher, app_id, people.other_publisher.account_id or "")
    after = bearers.find(tokens)
    own, theirs = (f"own {each.account_id} publisher" for each in (people.publisher, people.other_publisher))

    assert [own, "published", "published", "all", "all"] == [before[token].view for token in tokens]
    assert [own, theirs, "published", "all", "all"] == [after[token].view for token in tokens]


def test_that_a_token_was_used_is_news_once_an_hour(
    shelf: Shelf, people: People, bearers: Bearers, clock: Clock
) -> None:
    """Until it has been written."""
    token = token_of(shelf, people.user)
    unused = bearers.find([token])[token]
    note_use(shelf, unused.token_id, unused.at)
    clock.pass_by(minutes=59)
    soon = bearers.find([token])[token]
    clock.pass_by(minutes=1)

    assert (True, False, True) == (unused.is_news, soon.is_news, bearers.find([token])[token].is_news)


def test_a_connection_that_was_ended_is_replaced(
    shelf: Shelf, people: People, bearers: Bearers, engine: str, tmp_path: Path
) -> None:
    """PostgreSQL has ended it, or the shelf was given another database; with none at all there is a refusal."""
    token = token_of(shelf, people.user)
    before = bearers.find([token])[token]
    if engine == "postgresql":
        end_connections(shelf.database)
        assert before.actor == bearers.find([token])[token].actor
    ours, shelf.database = shelf.database, open_database(data=tmp_path / "empty")
    with pytest.raises(Refusal):
        bearers.find([token])
    shelf.database.close()
    shelf.database = ours

    assert before.actor == bearers.find([token])[token].actor
