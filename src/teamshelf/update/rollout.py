"""How a published version reaches those who have the app: which version an installation runs, and what it waits for.

Pure functions over what a shelf stores: published versions with their surfaces and times of approval, and for each
installation the surface that its people accepted. The shelf may answer the same by an index; this says what is true.
Source: seed B, `version` and `permissions`; lifecycle rules 13 to 18, 21 and 27.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cmp_to_key
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from teamshelf.update.consent import Answer, Consent, consent_for, decide
from teamshelf.update.consent_rules import DEFAULT
from teamshelf.update.releases import Release, release_of
from teamshelf.update.surface import Surface  # noqa: TC001 - a field of structs, which msgspec looks up

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROLLOUT = timedelta(hours=4)
"""From approval until users have a version. The sources say "a few hours"; the number is an assumption (rule 14)."""


class Published(Struct, frozen=True):
    """A version that was approved.

    Attributes:
        version: of the app.
        surface: its consent surface.
        approved: when, with a time zone.
    """

    version: str
    surface: Surface
    approved: datetime


class Installation(Struct, frozen=True):
    """An app in the hands of a user, a team or a chat.

    Attributes:
        version: the one it was installed or last accepted in.
        accepted: the surface that was accepted then.
        is_sideloaded: it did not come from a catalogue, so that nothing updates it (rule 17).
        is_by_policy: a policy of the organization installed it, so that nobody is asked.
    """

    version: str
    accepted: Surface
    is_sideloaded: bool = False
    is_by_policy: bool = False


class Standing(Struct, frozen=True):
    """Where an installation stands at one moment.

    Attributes:
        version: the one version that runs (rule 13).
        pending: the version that waits for consent, None where nothing does (rule 15).
        consent: what that version asks for, None likewise.
    """

    version: str
    pending: str | None = None
    consent: Consent | None = None


def consent_to_install(rules: str = DEFAULT) -> Consent:
    """What a first installation asks for: consent, always, also where there is nothing to agree to (rule 18)."""
    return replace(consent_for((), rules), answer=Answer.REQUIRED)


def standing_of(
    installation: Installation,
    published: Iterable[Published],
    now: datetime,
    *,
    rules: str = DEFAULT,
    rollout: timedelta = ROLLOUT,
) -> Standing:
    """The version that an installation runs, and the one that it waits for.

    It runs the newest version that has been rolled out and that is reached silently from what its people accepted, and
    waits for the newest of all if that is another one. Versions in between play no part (rules 16 and 27).
    """
    if installation.is_sideloaded:
        return Standing(installation.version)
    reachable = newer_than(installation.version, published, now - rollout)
    if not reachable:
        return Standing(installation.version)
    newest = reachable[-1]
    if installation.is_by_policy:
        return Standing(newest.version)
    consent = decide(installation.accepted, newest.surface, rules)
    if not consent.is_required:
        return Standing(newest.version)
    silent = [each for each in reachable if not decide(installation.accepted, each.surface, rules).is_required]
    return Standing(silent[-1].version if silent else installation.version, newest.version, consent)


def accept(installation: Installation, version: Published) -> Installation:
    """The installation once its people have accepted a version: they are not asked about it again (rule 21)."""
    return replace(installation, version=version.version, accepted=version.surface)


def decline(installation: Installation) -> Installation:
    """The installation once its people have declined: as it was; what they can go on using, they go on using."""
    return installation


def newer_than(version: str, published: Iterable[Published], until: datetime) -> Sequence[Published]:
    """The versions newer than one that were approved by a moment, oldest first.

    One whose version cannot be compared is newer than none.
    """
    current = release_of(version)
    found: list[tuple[Release, Published]] = []
    for each in published:
        release = release_of(each.version)
        if release is None or each.approved > until:
            continue
        if current is None or release.is_newer_than(current):
            found.append((release, each))
    found.sort(key=_by_age)
    return [each for _, each in found]


def _compare(one: tuple[Release, Published], other: tuple[Release, Published]) -> int:
    return one[0].compare(other[0])


_by_age = cmp_to_key(_compare)
