"""Versions: reviewed, taken back, stopped; and apps given to somebody else."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from litestar import Response, delete, get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from msgspec.structs import asdict

from teamshelf.catalogue.apps.listing import app as listed_app
from teamshelf.catalogue.apps.listing import version as listed_version
from teamshelf.catalogue.apps.listing import versions_of
from teamshelf.catalogue.apps.removing import remove
from teamshelf.catalogue.apps.transferring import transfer
from teamshelf.catalogue.policy.downloading import package_for
from teamshelf.catalogue.policy.granting import BLOCKED, EVERYBODY, Grant, only_for
from teamshelf.catalogue.tables import Review, Version
from teamshelf.catalogue.tables.reviews import Verdict
from teamshelf.catalogue.versions.reviewing import (
    MAX_REASON,
    approve,
    claim,
    comment,
    reject,
    release_claim,
    request_changes,
    review_queue,
    reviews_of,
)
from teamshelf.catalogue.versions.risk import Level, Risk, risks_of
from teamshelf.catalogue.versions.states import State
from teamshelf.catalogue.versions.withdrawing import quarantine, release_from_quarantine, withdraw
from teamshelf.server.api.shapes import Name, Shape, Wish
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.permissions import MANAGE_CATALOGUE, READ_CATALOGUE, SUBMIT

Reason = Annotated[str, Meta(max_length=MAX_REASON)]
Revision = Annotated[int, Meta(ge=1, le=2**31)]


class VersionShape(Shape, frozen=True, kw_only=True):
    """A version of an app.

    Attributes:
        revision: counts the changes of the version; a decision that names another one is refused.
        package_digest: sha256 of the stored package.
        findings: what the check said, as warnings and notes.
        update: the comparison with the version it replaces, as `teamshelf diff --format json` has it.
    """

    id: str
    app_id: str
    number: str
    state: State
    display_name: str
    package_digest: str
    upload_digest: str
    findings: list[Any]
    update: dict[str, Any] | None
    created_by: str
    claimed_by: str | None
    created_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None
    available_at: datetime | None
    revision: int


class GroundShape(Shape, frozen=True, kw_only=True):
    """A reason to look closely at a submission."""

    name: str
    weight: int
    message: str


class RiskShape(Shape, frozen=True, kw_only=True):
    """How closely to look at a submission: what the weights of the grounds add up to, the gravest first."""

    level: Level
    grounds: list[GroundShape]


class WaitingShape(VersionShape, frozen=True, kw_only=True):
    """A submission that waits for a reviewer, or is with one."""

    risk: RiskShape


class ReviewShape(Shape, frozen=True, kw_only=True):
    """What somebody said of a version."""

    id: str
    version_id: str
    reviewer_id: str | None
    verdict: Verdict
    reason: str
    digest: str
    is_internal: bool
    created_at: datetime


class DecisionWish(Wish, frozen=True, kw_only=True):
    """What is to be done with a version.

    Attributes:
        action: `claim` and `release` take a submission and put it back; `approve` publishes it, `reject` and
            `request-changes` send it back; `withdraw` takes a version back; `quarantine` stops one that is published,
            `release-from-quarantine` lets it go on.
        revision: the one that was looked at.
        access: of what is approved, and for administrators: who may use the app from then on, or that it stays blocked;
            without it that is as it was.
        holders: the users and places that an app is `assigned` to.
    """

    action: Literal[
        "claim",
        "release",
        "approve",
        "reject",
        "request-changes",
        "withdraw",
        "quarantine",
        "release-from-quarantine",
    ]
    reason: Reason = ""
    revision: Revision | None = None
    access: Literal["everyone", "assigned", "blocked"] | None = None
    holders: Annotated[tuple[Name, ...], Meta(max_length=1000)] = ()


class RemarkWish(Wish, frozen=True, kw_only=True):
    """A remark on a version; an internal one is for reviewers only."""

    text: Annotated[str, Meta(min_length=1, max_length=MAX_REASON)]
    is_internal: bool = False


class TransferWish(Wish, frozen=True, kw_only=True):
    """Whose an app is to be."""

    account_id: Name


@get("/reviews", permission=MANAGE_CATALOGUE, sync_to_thread=True)
def list_reviews(shelf: TheShelf, actor: TheActor) -> list[WaitingShape]:
    """The submissions that wait for a reviewer or are with one, the oldest first."""
    with shelf.reading() as session:
        found = review_queue(session, actor)
        risks = risks_of(session, found)
        return [WaitingShape(**asdict(_version(each)), risk=_risk(risks[each.id])) for each in found]


@get("/apps/{app_id:str}/versions", permission=READ_CATALOGUE, sync_to_thread=True)
def list_versions(shelf: TheShelf, actor: TheActor, app_id: FromPath[str]) -> list[VersionShape]:
    """The versions of an app that whoever asks may see."""
    with shelf.reading() as session:
        return [_version(found) for found in versions_of(session, actor, listed_app(session, actor, app_id))]


@get("/versions/{version_id:str}", permission=READ_CATALOGUE, sync_to_thread=True)
def show_version(shelf: TheShelf, actor: TheActor, version_id: FromPath[str]) -> VersionShape:
    """A version."""
    with shelf.reading() as session:
        return _version(listed_version(session, actor, version_id))


@get("/versions/{version_id:str}/package", permission=READ_CATALOGUE, sync_to_thread=True, media_type="application/zip")
def download_version(shelf: TheShelf, actor: TheActor, version_id: FromPath[str]) -> Response[bytes]:
    """The stored package of a version."""
    with shelf.reading() as session:
        found = listed_version(session, actor, version_id)
        content = package_for(session, actor, found)
    name = {"Content-Disposition": f'attachment; filename="{found.package_digest[:12]}.zip"'}
    return Response(content, media_type="application/zip", headers=name)


@get("/versions/{version_id:str}/reviews", permission=READ_CATALOGUE, sync_to_thread=True)
def list_remarks(shelf: TheShelf, actor: TheActor, version_id: FromPath[str]) -> list[ReviewShape]:
    """What was said of a version, the oldest first."""
    with shelf.reading() as session:
        found = listed_version(session, actor, version_id)
        return [_review(review) for review in reviews_of(session, actor, found)]


@post("/versions/{version_id:str}/reviews", permission=SUBMIT, sync_to_thread=True, status_code=204)
def add_remark(shelf: TheShelf, actor: TheActor, version_id: FromPath[str], data: JSONBody[RemarkWish]) -> None:
    """Add a remark to the review of a version: reviewers, and the owner of the app."""
    comment(shelf, actor, version_id, data.text, is_internal=data.is_internal)


@post("/versions/{version_id:str}/decisions", permission=MANAGE_CATALOGUE, sync_to_thread=True, status_code=200)
def decide_version(
    shelf: TheShelf, actor: TheActor, version_id: FromPath[str], data: JSONBody[DecisionWish]
) -> VersionShape:
    """Take, publish, send back or stop a version."""
    revision = data.revision
    match data.action:
        case "claim":
            claim(shelf, actor, version_id, revision=revision)
        case "release":
            release_claim(shelf, actor, version_id, revision=revision)
        case "approve":
            approve(shelf, actor, version_id, revision=revision, reason=data.reason, grant=_grant(data))
        case "reject":
            reject(shelf, actor, version_id, revision=revision, reason=data.reason)
        case "request-changes":
            request_changes(shelf, actor, version_id, revision=revision, reason=data.reason)
        case "withdraw":
            withdraw(shelf, actor, version_id, revision=revision)
        case "quarantine":
            quarantine(shelf, actor, version_id, revision=revision, reason=data.reason)
        case "release-from-quarantine":
            release_from_quarantine(shelf, actor, version_id, revision=revision, reason=data.reason)
    with shelf.reading() as session:
        return _version(listed_version(session, actor, version_id))


def _grant(data: DecisionWish) -> Grant | None:
    """Whom an app that is approved shall be for."""
    if data.access == "assigned":
        return only_for(data.holders)
    return {"everyone": EVERYBODY, "blocked": BLOCKED}.get(data.access or "")


@delete("/versions/{version_id:str}", permission=SUBMIT, sync_to_thread=True)
def take_back(shelf: TheShelf, actor: TheActor, version_id: FromPath[str]) -> None:
    """Take a version of one's own back."""
    withdraw(shelf, actor, version_id)


@delete("/apps/{app_id:str}", permission=SUBMIT, sync_to_thread=True)
def remove_app(shelf: TheShelf, actor: TheActor, app_id: FromPath[str]) -> None:
    """Remove an app with all its versions and installations."""
    remove(shelf, actor, app_id)


@put("/apps/{app_id:str}/owner", permission=SUBMIT, sync_to_thread=True, status_code=204)
def give_app(shelf: TheShelf, actor: TheActor, app_id: FromPath[str], data: JSONBody[TransferWish]) -> None:
    """Give an app to another account: its owner, or an administrator."""
    transfer(shelf, actor, app_id, data.account_id)


def _risk(risk: Risk) -> RiskShape:
    grounds = [GroundShape(name=each.name, weight=each.weight, message=str(each.message)) for each in risk.grounds]
    return RiskShape(level=risk.level, grounds=grounds)


def _version(found: Version) -> VersionShape:
    same = {name: getattr(found, name) for name in VersionShape.__struct_fields__ if name != "state"}
    return VersionShape(**same, state=State(found.state))


def _review(found: Review) -> ReviewShape:
    same = {name: getattr(found, name) for name in ReviewShape.__struct_fields__ if name != "verdict"}
    return ReviewShape(**same, verdict=Verdict(found.verdict))


HANDLERS = [
    list_reviews,
    list_versions,
    show_version,
    download_version,
    list_remarks,
    add_remark,
    decide_version,
    take_back,
    remove_app,
    give_app,
]
