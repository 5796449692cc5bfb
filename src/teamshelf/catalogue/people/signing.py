"""The keys that tokens are signed with: in the database, so that every process signs, and reads, alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm
from sqlalchemy import select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import OPERATOR
from teamshelf.catalogue.tables import SigningKey
from teamshelf.catalogue.tables.base import new_guid

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.shelf import Shelf

ALGORITHM = "ES256"
"""ECDSA on P-256: signatures of 64 bytes, which keeps tokens short enough for any client's header."""


def signing_key(shelf: Shelf) -> SigningKey:
    """The key that is signed with now; the first one is made when there is none."""
    with shelf.reading() as session:
        found = _newest(session)
    if found is not None:
        return found
    with shelf.changing(OPERATOR) as change:
        found = _newest(change.session)  # another process may have been quicker
        if found is None:
            found = SigningKey(id=new_guid(), private_key=_fresh_key(), created_at=change.at)
            change.session.add(found)
            change.record(Action.KEY_CREATED, found.id)
    return found


def tenant_id(shelf: Shelf) -> str:
    """The GUID that this shelf has where Microsoft's tokens name a tenant: that of its first key, for ever."""
    signing_key(shelf)
    with shelf.reading() as session:
        return session.scalars(select(SigningKey.id).order_by(SigningKey.created_at, SigningKey.id).limit(1)).one()


def sign(key: SigningKey, claims: dict[str, Any]) -> str:
    """A signed JWT of the claims."""
    return jwt.encode(claims, key.private_key, algorithm=ALGORITHM, headers={"kid": key.id})


def verified(shelf: Shelf, text: str, audience: str) -> dict[str, Any] | None:
    """The claims of a JWT that this shelf has signed for the audience and that has not expired; None for any other."""
    try:
        kid = jwt.get_unverified_header(text).get("kid")
    except jwt.InvalidTokenError:
        return None
    with shelf.reading() as session:
        key = session.get(SigningKey, kid) if isinstance(kid, str) else None
    if key is None or key.retired_at is not None:
        return None
    try:
        # The shelf's own clock judges the expiry, as it does everywhere else.
        claims: dict[str, Any] = jwt.decode(
            text,
            _public(key),
            algorithms=[ALGORITHM],
            audience=audience,
            options={"verify_exp": False, "require": ["exp"]},
        )
    except jwt.InvalidTokenError:
        return None
    return claims if claims["exp"] > shelf.clock().timestamp() else None


def public_keys(shelf: Shelf) -> dict[str, Any]:
    """The public halves of the keys that are not retired, as a JWK set."""
    signing_key(shelf)
    with shelf.reading() as session:
        keys = session.scalars(
            select(SigningKey).where(SigningKey.retired_at.is_(None)).order_by(SigningKey.created_at)
        )
        return {"keys": [_jwk(key) for key in keys]}


def _newest(session: Session) -> SigningKey | None:
    keys = select(SigningKey).where(SigningKey.retired_at.is_(None))
    return session.scalars(keys.order_by(SigningKey.created_at.desc(), SigningKey.id).limit(1)).first()


def _fresh_key() -> str:
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )


def _jwk(key: SigningKey) -> dict[str, Any]:
    return {**json.loads(ECAlgorithm.to_jwk(_public(key))), "kid": key.id, "use": "sig", "alg": ALGORITHM}


def _public(key: SigningKey) -> ec.EllipticCurvePublicKey:
    public = serialization.load_pem_private_key(key.private_key.encode(), password=None).public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise TypeError(f"the signing key {key.id} is of another kind than this program makes")
    return public
