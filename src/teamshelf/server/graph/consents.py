"""Consent that comes with a request: what is granted, and whether whoever asks may grant it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.catalogue.apps.contents import manifest_of
from teamshelf.catalogue.apps.holding import unknown_app
from teamshelf.catalogue.installations.consenting import GrantedPermission, refuse_other_consent
from teamshelf.catalogue.installations.rights import published_version
from teamshelf.catalogue.people.scopes import has_scope
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App
from teamshelf.messages import say

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.server.graph.bodies import PermissionSetBody
    from teamshelf.server.graph.families import Family


def granted_by(actor: Actor, family: Family, body: PermissionSetBody | None) -> tuple[GrantedPermission, ...] | None:
    """What is consented to; None where the request says nothing of it. Who only may install cannot also consent.

    Raises:
        Refusal: FORBIDDEN `consent-not-allowed`: something is consented to that the token does not reach to.
    """
    if body is None:
        return None
    granted = tuple(GrantedPermission(each.value, each.type.lower()) for each in body.permissions)
    needed = f"TeamsAppInstallation.ReadWriteAndConsentFor{family.word}"
    if granted and not has_scope(actor, needed):
        raise Refusal(
            Kind.FORBIDDEN,
            "consent-not-allowed",
            say("to consent to permissions, the token needs {scope}", scope=needed),
        )
    return granted


def agreed_for_other(session: Session, app_id: str, consented: tuple[GrantedPermission, ...] | None) -> str:
    """The digest of the package that an administrator consents to for somebody else, once it is seen to be all of it.

    Raises:
        Refusal: INVALID `consent-required`, `consent-differs`; NOT_FOUND `unknown-app`, `not-published`.
    """
    app = session.get(App, app_id)
    if app is None or app.deleted_at is not None:
        raise unknown_app(app_id)
    version = published_version(session, app)
    refuse_other_consent(manifest_of(session, version), consented)
    return version.package_digest
