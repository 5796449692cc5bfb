"""What is granted with an installation: the resource-specific permissions, and the sentences people have read.

Source: Graph, `teamsAppInstallation`: the set that is consented to equals the set that the app requires; where all of
it is delegated it may be left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables.directory import PlaceKind
from teamshelf.consent import Granter, Group, sentences_for
from teamshelf.consent.resource_specific import asked_for
from teamshelf.messages import LANGUAGES, printable, say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from teamshelf.consent import Sentence
    from teamshelf.messages import Message
    from teamshelf.model.manifest import Manifest

SCOPES: dict[str, str] = {
    PlaceKind.USER: "personal",
    PlaceKind.TEAM: "team",
    PlaceKind.CHAT: "groupchat",
    PlaceKind.MEETING: "meetings",
}
"""The scope in which an app is installed in each kind of place."""

APPLICATION, DELEGATED = "application", "delegated"


class GrantedPermission(Struct, frozen=True, order=True):
    """A resource-specific permission.

    Attributes:
        value: its name, such as ``TeamSettings.Read.Group``.
        type: :data:`APPLICATION` or :data:`DELEGATED`; in any case when it comes from outside.
    """

    value: str
    type: str

    def stored(self) -> dict[str, str]:
        """The permission as it is stored, and as Graph has it."""
        return {"permissionValue": self.value, "permissionType": self.type.lower()}


def granted(stored: Iterable[dict[str, Any]]) -> tuple[GrantedPermission, ...]:
    """The permissions that were stored."""
    return tuple(GrantedPermission(each["permissionValue"], each["permissionType"]) for each in stored)


def required_permissions(manifest: Manifest) -> tuple[GrantedPermission, ...]:
    """What an app asks to be granted, in the order of the names."""
    return tuple(sorted(GrantedPermission(name, kind.lower()) for name, kind in asked_for(manifest)))


def refuse_other_consent(manifest: Manifest, consented: Collection[GrantedPermission] | None) -> None:
    """Go on only if what was consented to is what the app requires.

    Raises:
        Refusal: INVALID `consent-required`: nothing was, though not everything is delegated; INVALID `consent-differs`.
    """
    required = set(required_permissions(manifest))
    if consented is None:
        if all(each.type == DELEGATED for each in required):
            return
        raise Refusal(
            Kind.INVALID,
            "consent-required",
            say(
                "the app asks for permissions that have to be consented to: {permissions}",
                permissions=_listed(required),
            ),
            details={"required": _listed(required)},
        )
    given = {GrantedPermission(each.value, each.type.lower()) for each in consented}
    if given == required:
        return
    missing, superfluous = required - given, given - required
    raise Refusal(
        Kind.INVALID,
        "consent-differs",
        _difference(_listed(missing), _listed(superfluous)),
        details={"missing": _listed(missing), "superfluous": _listed(superfluous)},
    )


def is_for_owners(manifest: Manifest, known: Collection[GrantedPermission] = ()) -> bool:
    """Whether the app asks for something in a team that only its owners grant, besides what is known to be granted."""
    had = {sentence_key(permission) for permission in known}
    return any(
        sentence.by is Granter.OWNER and sentence.key not in had for sentence in sentences_for(manifest, scope="team")
    )


def asks_in(manifest: Manifest, kind: str) -> bool:
    """Whether the app asks for resource-specific permissions in a kind of place."""
    return any(sentence.group is Group.RESOURCE_SPECIFIC for sentence in sentences_for(manifest, scope=SCOPES[kind]))


def sentence_key(permission: GrantedPermission) -> str:
    """The name of the sentence that speaks of a permission."""
    return f"rsc:{permission.value}" + (":delegated" if permission.type == DELEGATED else "")


def sentences_shown(
    manifest: Manifest, kind: str, language: str, known: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """The sentences that people read before they accept in a kind of place, in their language, to be stored.

    With ``known``, the names of the sentences that held before, those that are new say so.
    """
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    return [_shown(sentence, spoken, known) for sentence in sentences_for(manifest, scope=SCOPES[kind])]


def sentence_keys(manifest: Manifest, kind: str) -> set[str]:
    """The names of the sentences of an app in a kind of place."""
    return {sentence.key for sentence in sentences_for(manifest, scope=SCOPES[kind])}


def _shown(sentence: Sentence, language: str, known: Collection[str] | None) -> dict[str, Any]:
    return {
        "group": sentence.group.value,
        "key": sentence.key,
        "text": sentence.text.in_language(language),
        "detail": sentence.detail.in_language(language) if sentence.detail else None,
        "pointer": sentence.pointer,
        "isNew": known is not None and sentence.key not in known,
    }


def _difference(missing: str, superfluous: str) -> Message:
    if not superfluous:
        return say("what was consented to lacks {missing}", missing=missing)
    if not missing:
        return say("the app does not ask for {superfluous}", superfluous=superfluous)
    return say(
        "what was consented to lacks {missing}, and the app does not ask for {superfluous}",
        missing=missing,
        superfluous=superfluous,
    )


def _listed(permissions: Iterable[GrantedPermission]) -> str:
    return ", ".join(printable(f"{each.value} ({each.type})") for each in sorted(permissions))
