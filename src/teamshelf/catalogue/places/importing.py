"""Taking over a directory that is kept elsewhere: whole or not at all, and the same file twice changes nothing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.accounts import folded_name, sign_in_name
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require
from teamshelf.catalogue.places.directory_file import Member, User, line_finding, place_kind, read_directory
from teamshelf.catalogue.places.own import ensure_own_place
from teamshelf.catalogue.policy.equipping import equip_fresh
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account, Membership, Place
from teamshelf.catalogue.tables.base import new_guid
from teamshelf.messages import say, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.places.directory_file import Chat, Entry, Meeting, Team
    from teamshelf.catalogue.shelf import Change, Shelf
    from teamshelf.findings import Finding
    from teamshelf.messages import Message

    Described = Team | Chat | Meeting


class Imported(Struct, frozen=True):
    """What an import came to: how many people, places and memberships are new, changed, gone, or as they were."""

    added: int
    changed: int
    removed: int
    unchanged: int


def import_directory(shelf: Shelf, actor: Actor, content: bytes, name: str) -> Imported:
    """Take over the people, places and memberships that a file describes; what it does not name stays.

    An import makes people, never roles or ways to sign in.

    Raises:
        Refusal: FORBIDDEN `role-needed`; INVALID `directory-malformed`, with a finding for each line.
    """
    require(actor, Role.ADMIN)
    file = read_directory(content, name)
    with shelf.changing(actor) as change:
        taken = _Import(change, name)
        findings = [*file.findings, *taken.over(file.entries)]
        if findings:
            findings.sort(key=lambda finding: finding.span.line if finding.span else 0)
            raise Refusal(
                Kind.INVALID,
                "directory-malformed",
                say("`{name}` was not imported: {count} of its lines cannot be meant", name=name, count=len(findings)),
                findings=tuple(findings),
            )
        equip_fresh(change, taken.fresh)
        outcome = taken.outcome()
        change.record(
            Action.DIRECTORY_IMPORTED,
            name,
            label=name,
            digest=hashlib.sha256(content).hexdigest(),
            after={"added": outcome.added, "changed": outcome.changed, "removed": outcome.removed},
        )
    return outcome


class _Import:
    """One import: what the database knew before, and what has been added since.

    Attributes:
        fresh: the ids of the accounts that it has made.
    """

    def __init__(self, change: Change, name: str) -> None:
        self._session, self._at, self._name = change.session, change.at, name
        self.fresh: list[str] = []
        accounts = list(self._session.scalars(select(Account)))
        self._by_name = {account.name: account for account in accounts}
        self._by_id = {account.id: account for account in accounts}
        self._places = {place.id: place for place in self._session.scalars(select(Place))}
        self._members = {(each.place_id, each.account_id): each for each in self._session.scalars(select(Membership))}
        self._counts = dict.fromkeys(("added", "changed", "removed", "unchanged"), 0)

    def outcome(self) -> Imported:
        """What it came to."""
        return Imported(**self._counts)

    def over(self, entries: Iterable[tuple[int, Entry]]) -> Iterator[Finding]:
        """Take over people first, then places, then who is where; the lines that contradict what is known."""
        by_line = list(entries)
        members = [(line, entry) for line, entry in by_line if isinstance(entry, Member)]
        users = [(line, entry) for line, entry in by_line if isinstance(entry, User)]
        for line, user in users:
            yield from self._told(line, self._user(user))
        for line, entry in by_line:
            if not isinstance(entry, Member | User):
                yield from self._told(line, self._place(entry))
        self._session.flush()
        for line, member in members:
            yield from self._told(line, self._member(member))

    def _told(self, line: int, outcome: str | Message) -> Iterator[Finding]:
        if isinstance(outcome, str):
            self._counts[outcome] += 1
        else:
            yield line_finding(self._name, line, outcome)

    def _user(self, user: User) -> str | Message:
        try:
            name = sign_in_name(user.name)
        except Refusal as refusal:
            return refusal.message
        known = self._by_name.get(name)
        if known is None:
            if user.id in self._by_id:
                return say("the id {id} is already that of {name}", id=user.id, name=shown(self._by_id[user.id].name))
            if user.id in self._places:
                return say("{id} is already known as something else", id=shown(user.id))
            account = Account(
                id=user.id or new_guid(),
                name=name,
                display_name=user.display_name or user.name,
                role=Role.USER,
                created_at=self._at,
            )
            self._session.add(account)
            self._session.flush()
            ensure_own_place(self._session, account, self._at)
            self.fresh.append(account.id)
            self._by_name[account.name] = self._by_id[account.id] = account
            return "added"
        if user.id is not None and user.id != known.id:
            return say("{name} is already known, with the id {id}", name=shown(user.name), id=known.id)
        if user.display_name is None or user.display_name == known.display_name:
            return "unchanged"
        known.display_name = user.display_name
        return "changed"

    def _place(self, entry: Described) -> str | Message:
        known = self._places.get(entry.id)
        if known is None and entry.id not in self._by_id:
            place = Place(id=entry.id, kind=place_kind(entry), display_name=entry.display_name, created_at=self._at)
            self._session.add(place)
            self._places[place.id] = place
            return "added"
        if known is None or known.kind != place_kind(entry):
            return say("{id} is already known as something else", id=shown(entry.id))
        if known.display_name == entry.display_name:
            return "unchanged"
        known.display_name = entry.display_name
        return "changed"

    def _member(self, member: Member) -> str | Message:
        account = self._by_name.get(folded_name(member.user)) or self._by_id.get(member.user.lower())
        if account is None:
            return say("there is no user {user}", user=shown(member.user))
        if member.place not in self._places:
            return say("there is no place {id}", id=shown(member.place))
        key = (member.place, account.id)
        known = self._members.get(key)
        if member.membership == "none":
            if known is None:
                return "unchanged"
            self._session.delete(self._members.pop(key))
            return "removed"
        is_owner = member.membership == "owner"
        if known is None:
            self._members[key] = Membership(place_id=key[0], account_id=key[1], is_owner=is_owner)
            self._session.add(self._members[key])
            return "added"
        if known.is_owner == is_owner:
            return "unchanged"
        known.is_owner = is_owner
        return "changed"
