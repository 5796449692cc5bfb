"""Submitting a version: its states, and what is said of a package that comes in.

What the shelf has to look up - the published version, the other apps, the listing - is handed in.
Source: seed A, "updating your existing app"; seed B, `version`, `developer`, `manifestVersion`; lifecycle rules 7 to
12, 33 and 44.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.findings import Severity
from teamshelf.messages import Message, say, shown
from teamshelf.update.problems import canonical_id
from teamshelf.update.releases import Release, release_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teamshelf.model.manifest import Manifest


class State(StrEnum):
    """Where a submitted version stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VALIDATED = "validated"
    REJECTED = "rejected"
    APPROVED = "approved"
    """It is published."""
    SUPERSEDED = "superseded"
    """A newer one took its place."""


NEXT: dict[State, tuple[State, ...]] = {
    State.DRAFT: (State.SUBMITTED,),
    State.SUBMITTED: (State.VALIDATED, State.REJECTED),
    State.VALIDATED: (State.APPROVED, State.REJECTED),
    State.APPROVED: (State.SUPERSEDED,),
    State.REJECTED: (),
    State.SUPERSEDED: (),
}
"""What can follow each state. No way to :attr:`State.APPROVED` leads past validation (rules 9 and 10)."""


class Intent(StrEnum):
    """What a submission says it is."""

    NEW = "new"
    UPDATE = "update"


class Remark(Struct, frozen=True):
    """One thing to say of a submission.

    Attributes:
        rule: its name.
        severity: an error refuses it.
        message: what is the matter, and what to do.
        pointer: of the value in the manifest concerned.
    """

    rule: str
    severity: Severity
    message: Message
    pointer: str


class KnownApp(Struct, frozen=True):
    """What is known of an app in the catalogue.

    Attributes:
        id: its manifest id.
        short_name: its `name.short`.
        package_name: its `packageName`, which newer manifests do not have.
        offer_id: its `subscriptionOffer.offerId`.
    """

    id: str
    short_name: str | None = None
    package_name: str | None = None
    offer_id: str | None = None


class Listing(Struct, frozen=True):
    """What the store's page says of an app; None where it says nothing."""

    developer_name: str | None = None
    website_url: str | None = None
    privacy_url: str | None = None
    terms_of_use_url: str | None = None
    short_name: str | None = None
    full_name: str | None = None
    short_description: str | None = None
    full_description: str | None = None


def may_follow(state: State, following: State) -> bool:
    """Whether a version can go from one state into another."""
    return following in NEXT[state]


def must_exceed(history: Iterable[tuple[str, State]]) -> str | None:
    """The version that a submission has to exceed: the greatest that was ever published, None if none was.

    A rejected version was never published, so that its number is free again (rule 11).
    """
    greatest: Release | None = None
    for version, state in history:
        release = release_of(version)
        if release is None or state not in {State.APPROVED, State.SUPERSEDED}:
            continue
        if greatest is None or release.is_newer_than(greatest):
            greatest = release
    return greatest.text if greatest else None


def remarks_on(
    manifest: Manifest,
    intent: Intent,
    catalogue: Iterable[KnownApp],
    *,
    listing: Listing | None = None,
    public_store: bool = False,
) -> Iterator[Remark]:
    """What is said of a submission before its content is judged.

    Args:
        manifest: the candidate's.
        intent: as a new app, or as an update.
        catalogue: the apps that there are.
        listing: the store's page of this app, if it has one.
        public_store: it goes to the public store and not to the catalogue of an organization.
    """
    apps = list(catalogue)
    identity = canonical_id(manifest.id or "")
    known = any(canonical_id(each.id) == identity for each in apps)
    if intent is Intent.NEW and known:
        message = say("{id} is in the catalogue already: submit it as an update of that app", id=shown(manifest.id))
        yield Remark("use-update", Severity.ERROR, message, "/id")
    if intent is Intent.UPDATE and not known:
        message = say("no app in the catalogue has the id {id}: submit it as a new one", id=shown(manifest.id))
        yield Remark("unknown-app", Severity.ERROR, message, "/id")
    others = [each for each in apps if canonical_id(each.id) != identity]
    if not known:
        yield from _looks_like_resubmission(manifest, others)
    yield from _shared_offer(manifest, others)
    yield from _preview(manifest, public_store=public_store)
    if listing is not None:
        yield from _listing_mismatch(manifest, listing)


def offer_parts(offer_id: str) -> tuple[str, str] | None:
    """The publisher's id and the offer's id of a `subscriptionOffer`; None for what is not both (rule 43).

    >>> offer_parts("contoso.polls")
    ('contoso', 'polls')
    """
    publisher, _, offer = offer_id.partition(".")
    return (publisher, offer) if publisher.strip() and offer.strip() else None


def _looks_like_resubmission(manifest: Manifest, others: list[KnownApp]) -> Iterator[Remark]:
    """The same app under another id, which loses its users (rule 8)."""
    short = manifest.name.short if manifest.name else None
    for other in others:
        if manifest.package_name and manifest.package_name == other.package_name:
            pointer, value = "/packageName", manifest.package_name
        elif short and other.short_name and short.casefold() == other.short_name.casefold():
            pointer, value = "/name/short", short
        else:
            continue
        message = say(
            "another app is called {value} too: if this is a new version of it, keep its id, {id}",
            value=shown(value),
            id=shown(other.id),
        )
        yield Remark("looks-like-resubmission", Severity.WARNING, message, pointer)


def _shared_offer(manifest: Manifest, others: list[KnownApp]) -> Iterator[Remark]:
    offer = manifest.subscription_offer.offer_id if manifest.subscription_offer else None
    if offer and any(other.offer_id == offer for other in others):
        message = say("the offer {offer} belongs to another app as well", offer=shown(offer))
        yield Remark("offer-shared", Severity.NOTE, message, "/subscriptionOffer/offerId")


def _preview(manifest: Manifest, *, public_store: bool) -> Iterator[Remark]:
    version = manifest.manifest_version
    if version is not None and version.lower().endswith("preview"):
        severity = Severity.ERROR if public_store else Severity.WARNING
        message = say("{version} is for trying things out: submit a numbered manifest version", version=shown(version))
        yield Remark("preview-manifest", severity, message, "/manifestVersion")


def _listing_mismatch(manifest: Manifest, listing: Listing) -> Iterator[Remark]:
    """Store values that differ from the manifest's (rule 12)."""
    developer, name, description = manifest.developer, manifest.name, manifest.description
    pairs = (
        ("/developer/name", developer and developer.name, listing.developer_name),
        ("/developer/websiteUrl", developer and developer.website_url, listing.website_url),
        ("/developer/privacyUrl", developer and developer.privacy_url, listing.privacy_url),
        ("/developer/termsOfUseUrl", developer and developer.terms_of_use_url, listing.terms_of_use_url),
        ("/name/short", name and name.short, listing.short_name),
        ("/name/full", name and name.full, listing.full_name),
        ("/description/short", description and description.short, listing.short_description),
        ("/description/full", description and description.full, listing.full_description),
    )
    for pointer, value, listed in pairs:
        if listed is not None and value != listed:
            message = say(
                "the manifest says {value}, the store listing {listed}: they have to be equal",
                value=shown(value),
                listed=shown(listed),
            )
            yield Remark("listing-mismatch", Severity.WARNING, message, pointer)
