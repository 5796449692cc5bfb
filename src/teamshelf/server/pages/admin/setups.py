"""Setup policies: what people find installed and pinned, and whether they may send packages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.policy.equipping import EVERYBODYS_SETUP
from teamshelf.catalogue.policy.policies import MAX_NAME
from teamshelf.catalogue.policy.setups import MOST_APPS, assign_setup, remove_setup, save_setup
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App, SetupAssignment, SetupPolicy
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.admin.naming import account_meant, apps_named, lines_of
from teamshelf.server.pages.admin.policies import MOST_NAMED, MOST_SHOWN, AssignForm, people_of
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import ADMINISTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from teamshelf.server.pages.visiting import Visit

PAGE = "/admin/policies/setup"


class SetupRow(Struct, frozen=True, kw_only=True):
    """A setup policy in the list."""

    id: str
    name: str
    pinned: tuple[str, ...]
    more_pinned: int
    installed: tuple[str, ...]
    more_installed: int
    allow_upload: bool
    users: int
    is_everybodys: bool


class SetupEdited(Struct, frozen=True, kw_only=True):
    """What the form for a setup policy holds."""

    name: str = ""
    pinned: str = ""
    installed: str = ""
    allow_upload: bool = True
    is_known: bool = False


class SetupForm(Struct):
    """What the form that saves sends; a box that is not ticked is not sent."""

    name: str = ""
    pinned: str = ""
    installed: str = ""
    allow_upload: str = ""


@get(PAGE, permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def show_setups(
    *, shelf: TheShelf, visit: TheVisit, edit: FromQuery[str | None] = None, done: FromQuery[str | None] = None
) -> Response[bytes]:
    """The setup policies."""
    return _setups(shelf, visit, edit=edit, done=done)


@post(PAGE, permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_save_setup(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, data: URLEncodedBody[SetupForm]
) -> Response[Any]:
    """Make a setup policy, or change the one of the name."""
    try:
        with shelf.reading() as session:
            pinned, installed = (apps_named(session, visit, lines) for lines in (data.pinned, data.installed))
        save_setup(shelf, actor, data.name, pinned=pinned, installed=installed, allow_upload=bool(data.allow_upload))
    except Refusal as refusal:
        form = SetupEdited(
            name=data.name[:MAX_NAME],
            pinned=data.pinned,
            installed=data.installed,
            allow_upload=bool(data.allow_upload),
        )
        return _setups(shelf, visit, problem=refusal, form=form)
    return going_to(PAGE, "setup-saved")


@post(PAGE + "/{policy_id:str}/remove", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_remove_setup(*, shelf: TheShelf, actor: TheActor, policy_id: FromPath[str]) -> Response[Any]:
    """Remove a setup policy; one that is gone already is not missed."""
    try:
        remove_setup(shelf, actor, policy_id)
    except Refusal as refusal:
        if refusal.kind is not Kind.NOT_FOUND:
            raise
    return going_to(PAGE, "setup-removed")


@post(PAGE + "/assign", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_assign_setup(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, data: URLEncodedBody[AssignForm]
) -> Response[Any]:
    """Let a setup policy hold for a user."""
    try:
        with shelf.reading() as session:
            account = account_meant(session, data.user)
        assign_setup(shelf, actor, account.id, data.policy_id or None)
    except Refusal as refusal:
        return _setups(shelf, visit, problem=refusal)
    return going_to(PAGE, "policy-assigned")


def _setups(
    shelf: TheShelf,
    visit: Visit,
    *,
    problem: Refusal | None = None,
    edit: str | None = None,
    form: SetupEdited | None = None,
    done: str | None = None,
) -> Response[bytes]:
    with shelf.reading() as session:
        policies = session.scalars(select(SetupPolicy).order_by(SetupPolicy.name).limit(MOST_SHOWN)).all()
        users = people_of(session, SetupAssignment.policy_id)
        rows = tuple(_row(session, policy, users.get(policy.id, 0)) for policy in policies)
        chosen = next((policy for policy in policies if policy.id == edit), None)
        edited = form or (_edited(session, chosen) if chosen else SetupEdited())
    return page(
        visit,
        "admin/setups.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        done=done_of(done),
        rooms=rooms_of(visit),
        policies=rows,
        edited=edited,
        limit=MAX_NAME,
        most=MOST_APPS,
        everybodys=EVERYBODYS_SETUP,
    )


def _row(session: Session, policy: SetupPolicy, users: int) -> SetupRow:
    return SetupRow(
        id=policy.id,
        name=policy.name,
        pinned=_names(session, policy.pinned),
        more_pinned=max(0, len(policy.pinned) - MOST_NAMED),
        installed=_names(session, policy.installed),
        more_installed=max(0, len(policy.installed) - MOST_NAMED),
        allow_upload=policy.allow_upload,
        users=users,
        is_everybodys=policy.name == EVERYBODYS_SETUP,
    )


def _names(session: Session, app_ids: Sequence[str]) -> tuple[str, ...]:
    """The first of the apps, in their order."""
    first = app_ids[:MOST_NAMED]
    names = dict(session.execute(select(App.id, App.display_name).where(App.id.in_(first))).all())
    return tuple(names[app_id] for app_id in first if app_id in names)


def _edited(session: Session, policy: SetupPolicy) -> SetupEdited:
    return SetupEdited(
        name=policy.name,
        pinned=lines_of(session, policy.pinned, is_ordered=True),
        installed=lines_of(session, policy.installed),
        allow_upload=policy.allow_upload,
        is_known=True,
    )
