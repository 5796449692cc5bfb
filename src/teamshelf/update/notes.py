"""What surprises publishers about an update: true of it, wrong with nothing, and learnt in production by most.

Source: Microsoft's page on how updates reach users (2024), lifecycle rules 9, 13, 14, 33, 34 and 38, and what people
report in issues.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.messages import Message, say, shown
from teamshelf.update.change import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from teamshelf.update.change import Change
    from teamshelf.update.consent import Consent


class Note(Struct, frozen=True):
    """One thing worth knowing before publishing.

    Attributes:
        note: its name.
        message: the thing.
        pointer: of the value in NEW that it is about, None where there is none.
    """

    note: str
    message: Message
    pointer: str | None = None


NO_CHANGE = Note("no-change", say("both versions say the same: there is nothing to publish"))
"""The only note on two versions without a difference (lifecycle rules 2 and 5)."""

FILES_UNKNOWN = Note(
    "files-not-compared",
    say("icons, language files and all other files were not compared: one side is a manifest without its package"),
)
"""What a comparison with a lone manifest cannot see."""


def notes_on(
    old: Mapping[str, Any], new: Mapping[str, Any], changes: Sequence[Change], consent: Consent, *, is_allowed: bool
) -> Iterator[Note]:
    """What is worth knowing about an update, the gravest first; of one that is not allowed, not how it arrives."""
    triggers = (*consent.triggers, *consent.likely, *consent.elsewhere)
    named = {trigger.change for trigger in triggers}
    yield from _on_bots(named, changes)
    yield from _on_permissions(named, consent)
    if is_allowed:
        yield from _on_delivery(changes, consent)
    yield from _on_links(changes)
    yield from _on_sign_in(old, new, named)
    yield from _on_administrators(old, new, changes)
    yield from _on_format(old, new)


def _on_bots(named: set[str], changes: Sequence[Change]) -> Iterator[Note]:
    if "bot-id-changed" in named:
        pointer = next((change.pointer for change in changes if change.change == "bot-id-changed"), None)
        yield Note(
            "new-bot",
            say(
                "another bot id makes another bot: people keep their old chat with the old bot, which leaves the app "
                "and its policies and goes by its registered name; the new bot starts without any history"
            ),
            pointer,
        )


def _on_permissions(named: set[str], consent: Consent) -> Iterator[Note]:
    if "resource-permission-added" in named:
        yield Note(
            "resource-permissions",
            say(
                "teams, chats and meetings that have the app already get the new resource-specific permissions only "
                "when somebody there accepts; until then calls that need them fail, and some people report that only "
                "installing again helps"
            ),
        )
    if "organization-permission-added" in named:
        yield Note(
            "organization-permissions",
            say("permissions for the whole organization work only once an administrator has consented to them"),
        )
    shrinks = {"permission-removed", "resource-permission-removed"}
    if consent.is_required and {trigger.change for trigger in consent.triggers} <= shrinks:
        yield Note(
            "asks-for-less",
            say("the app only asks for less, and people are asked all the same: any change of permissions counts"),
        )


def _on_delivery(changes: Sequence[Change], consent: Consent) -> Iterator[Note]:
    if consent.is_required:
        yield Note(
            "versions-side-by-side",
            say(
                "several versions live side by side until everyone has accepted, even within one team: keep the "
                "service behind the app working for all of them"
            ),
        )
        yield Note(
            "installed-by-policy",
            say(
                "where a policy of the organization installs or pins the app, the update arrives without asking anybody"
            ),
        )
    elif changes:
        yield Note(
            "arrives-by-itself",
            say("once approved it reaches everyone by itself within a few hours, and replaces the version they have"),
        )
    if changes and all(change.kind is Kind.METADATA for change in changes):
        yield Note(
            "metadata-only",
            say("only how the app presents itself changes: the store reviews that faster than functions"),
        )
    elif changes:
        yield Note(
            "reviewed-again",
            say("a store app is submitted and validated again as a whole; the current version stays meanwhile"),
        )


def _on_links(changes: Sequence[Change]) -> Iterator[Note]:
    for change in changes:
        if change.change == "static-tab-removed" and isinstance(change.old, dict):
            entity = change.old.get("entityId")
            yield Note(
                "links-break",
                say("links to the tab {entity} lead nowhere any more, in messages and bookmarks", entity=shown(entity)),
                change.pointer,
            )
        elif change.change == "connector-removed":
            yield Note(
                "connector-gone",
                say("channels in which the connector is set up receive nothing any more"),
                change.pointer,
            )


def _on_sign_in(old: Mapping[str, Any], new: Mapping[str, Any], named: set[str]) -> Iterator[Note]:
    before, after = _registration(old), _registration(new)
    if before and after and before.lower() != after.lower():
        yield Note(
            "signs-in-again",
            say("with another Entra registration everyone signs in, and consents there, again"),
            "/webApplicationInfo/id",
        )
    if old.get("webApplicationInfo") != new.get("webApplicationInfo") and "web-application-changed" not in named:
        yield Note(
            "consent-in-teams-only",
            say(
                "a change of `webApplicationInfo` asks for consent in teams only; the version that people have can be "
                "in none, so nobody is asked for its sake"
            ),
            "/webApplicationInfo",
        )


def _on_administrators(old: Mapping[str, Any], new: Mapping[str, Any], changes: Sequence[Change]) -> Iterator[Note]:
    for change in changes:
        if change.change == "configurable-property-removed":
            yield Note(
                "override-orphaned",
                say("what an administrator had set for {property} no longer shows", property=shown(change.old)),
                change.pointer,
            )
    if old.get("defaultBlockUntilAdminAction") is True and new.get("defaultBlockUntilAdminAction") is not True:
        yield Note(
            "unblocked",
            say("wherever no administrator has decided yet, the app is no longer blocked"),
            "/defaultBlockUntilAdminAction",
        )


def _on_format(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Note]:
    before, after = old.get("manifestVersion"), new.get("manifestVersion")
    if before != after and isinstance(after, str):
        yield Note(
            "manifest-version",
            say(
                "the manifest moves from version {old} to {new}: a change like any other, and nobody is asked for its "
                "sake",
                old=shown(before),
                new=shown(after),
            ),
            "/manifestVersion",
        )
    if isinstance(after, str) and after.lower().endswith("preview"):
        yield Note(
            "preview-manifest",
            say("a preview manifest is not accepted in the public store"),
            "/manifestVersion",
        )


def _registration(manifest: Mapping[str, Any]) -> str:
    info = manifest.get("webApplicationInfo")
    identity = info.get("id") if isinstance(info, dict) else None
    return identity if isinstance(identity, str) else ""
