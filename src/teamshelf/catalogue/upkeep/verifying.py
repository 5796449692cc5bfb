"""The proof that every row about a package can be derived again from its bytes, and that nothing is missing.

It is what an operator runs after a crash or a restore. It changes nothing, and looks at one state of the database.

Source: the shelf's promises: no visible row lacks its bytes, and sha256 of the bytes is what the row says; every fact
about a package can be derived from the stored bytes.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from sqlalchemy import func, or_, select, text
from sqlalchemy.exc import DatabaseError, OperationalError

from teamshelf.catalogue.apps.facts import facts_of, from_stored, stored
from teamshelf.catalogue.apps.screenshots import HEIGHT, WIDTH
from teamshelf.catalogue.apps.showing import trait_rows, traits_of
from teamshelf.catalogue.certification.evidence import kind_of
from teamshelf.catalogue.tables import (
    App,
    Evidence,
    Icon,
    Installation,
    Package,
    Reach,
    Screenshot,
    SetupPolicy,
    Surface,
    Trait,
    Version,
)
from teamshelf.catalogue.upkeep.sealed import broken_seals
from teamshelf.catalogue.versions.intake import icons_of, opened, precedence_of
from teamshelf.catalogue.versions.reaching import surface_from
from teamshelf.catalogue.versions.states import State
from teamshelf.messages import say, shown
from teamshelf.package.icons import read_icon
from teamshelf.update.surface import surface_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.database import Database
    from teamshelf.messages import Message

MOST_TOLD = 1000
"""Faults that are told; a shelf with more is restored, not mended."""


class Fault(Struct, frozen=True):
    """Something that is not as it has to be.

    Attributes:
        rule: the stable name of what is wrong.
        table: where.
        key: of the row.
        message: what is wrong, for people.
    """

    rule: str
    table: str
    key: str
    message: Message


class Verified(Struct, frozen=True):
    """What a look at everything came to.

    Attributes:
        counts: how many rows of each kind were looked at.
        faults: what is wrong; the first :data:`MOST_TOLD` of it.
    """

    counts: dict[str, int]
    faults: tuple[Fault, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify(database: Database) -> Verified:
    """Look at everything.

    Raises:
        Refusal: the database is busy or away.
    """
    counts: dict[str, int] = {}
    faults: list[Fault] = []
    with database.reading() as session:
        if not database.is_sqlite:
            session.connection().execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        faults += islice(_of_the_file(session, database), MOST_TOLD)
        if not any(fault.rule == "file-damaged" for fault in faults):  # what else stands there then means nothing
            faults += islice(_of_all(session, counts), MOST_TOLD - len(faults))
    return Verified(counts, tuple(faults))


def _of_the_file(session: Session, database: Database) -> Iterator[Fault]:
    """What SQLite finds wrong with its own file; PostgreSQL is served by its own tools."""
    if not database.is_sqlite:
        return
    for (line,) in session.execute(text("PRAGMA integrity_check")):
        if line != "ok":
            yield Fault("file-damaged", "", "", say("SQLite says: {line}", line=str(line)))
    for table, row, parent, _ in session.execute(text("PRAGMA foreign_key_check")):
        yield Fault(
            "row-without-its-other",
            str(table),
            str(row),
            say("it refers to a row of {table} that is not there", table=str(parent)),
        )


def _of_all(session: Session, counts: dict[str, int]) -> Iterator[Fault]:
    for name, look in _LOOKS.items():
        try:
            yield from look(session, counts)
        except OperationalError:  # the database is away, which is no fault of what is in it
            raise
        except (DatabaseError, ValueError, TypeError, LookupError) as error:  # a cell holds what it cannot
            reason = shown(str(getattr(error, "orig", error)), 200)
            yield Fault("unreadable", name, "", say("it cannot be read on: {reason}", reason=reason))


def _of_packages(session: Session, counts: dict[str, int]) -> Iterator[Fault]:
    for digest, size in session.execute(select(Package.digest, Package.size)).all():
        counts["packages"] = counts.get("packages", 0) + 1
        content = session.scalars(select(Package.content).where(Package.digest == digest)).one_or_none()
        if content is None or sha256(content).hexdigest() != digest:
            yield Fault("package-damaged", "packages", digest, say("its bytes are not what their digest says"))
        elif len(content) != size:
            yield Fault(
                "package-size-differs",
                "packages",
                digest,
                say("it has {count} bytes, not {size}", count=len(content), size=size),
            )


def _of_icons(session: Session, counts: dict[str, int]) -> Iterator[Fault]:
    for icon in session.scalars(select(Icon).execution_options(yield_per=100)):
        counts["icons"] = counts.get("icons", 0) + 1
        if sha256(icon.content).hexdigest() != icon.digest:
            yield Fault("icon-damaged", "icons", icon.digest, say("its bytes are not what their digest says"))


def _of_evidence(session: Session, counts: dict[str, int]) -> Iterator[Fault]:
    for evidence_id in session.scalars(select(Evidence.id)).all():
        counts["evidence"] = counts.get("evidence", 0) + 1
        row = session.execute(
            select(Evidence.digest, Evidence.size, Evidence.kind, Evidence.content).where(Evidence.id == evidence_id)
        ).one()
        is_what = (sha256(row.content).hexdigest(), len(row.content), kind_of(row.content))
        if is_what != (row.digest, row.size, row.kind):
            yield Fault("evidence-damaged", "evidence", evidence_id, say("its bytes are not what was stored"))


def _of_versions(session: Session, counts: dict[str, int]) -> Iterator[Fault]:
    """Each version beside what its package says."""
    external = {row.id: row.external_id for row in session.execute(select(App.id, App.external_id))}
    surfaces = {row.id: row for row in session.scalars(select(Surface))}
    for version in session.scalars(select(Version)).all():
        counts["versions"] = counts.get("versions", 0) + 1
        content = session.scalars(select(Package.content).where(Package.digest == version.package_digest)).one_or_none()
        if content is None or sha256(content).hexdigest() != version.package_digest:
            yield Fault("version-without-bytes", "versions", version.id, say("its package is missing or damaged"))
            continue
        for name, ours, theirs in _derived(version, content, external, surfaces[version.surface_id]):
            if ours != theirs:
                yield Fault(
                    "version-differs",
                    "versions",
                    version.id,
                    say("its `{name}` is not what its package says", name=name),
                )
        if (version.published_at is None) != (version.sequence is None):
            yield Fault("version-half-published", "versions", version.id, say("it is half published"))


def _derived(
    version: Version, content: bytes, external: dict[str, str], surface: Surface
) -> Iterator[tuple[str, Any, Any]]:
    """Each column of a version that comes from its bytes: name, what is stored, what follows."""
    app = opened(content)
    facts = facts_of(app)
    yield "facts", version.facts, msgspec.json.decode(msgspec.json.encode(stored(facts)))
    yield "number", version.number, facts.version
    yield "precedence", version.precedence, precedence_of(facts.version)
    yield "display_name", version.display_name, facts.name
    yield "app_id", external.get(version.app_id), (app.manifest.id or "").lower()
    for name, kept, icon in zip(
        ("color_icon", "outline_icon"), (version.color_icon, version.outline_icon), icons_of(app), strict=True
    ):
        yield name, kept, None if icon is None else sha256(icon).hexdigest()
    asked = {tuple(fact) for fact in surface.facts if fact[0] != "version"}  # one rule set counts the version as well
    yield "surface_id", asked, set(surface_of(app).facts)


def _of_surfaces(session: Session, counts: dict[str, int]) -> Iterator[Fault]:
    for surface in session.scalars(select(Surface)):
        counts["surfaces"] = counts.get("surfaces", 0) + 1
        if surface_from(surface).digest != surface.digest:
            yield Fault("surface-damaged", "surfaces", str(surface.id), say("its facts are not what their digest says"))
    published = session.execute(
        select(Version.id, Version.surface_id).where(Version.state.in_((State.PUBLISHED, State.SUPERSEDED)))
    )
    own = {
        (row.surface_id, row.version_id)
        for row in session.execute(select(Reach.surface_id, Reach.version_id).where(Reach.is_silent))
    }
    for version_id, surface_id in published:
        if (surface_id, version_id) not in own:
            yield Fault(
                "version-not-reached", "reaches", version_id, say("those who accepted the version do not reach it")
            )


def _of_apps(session: Session, counts: dict[str, int]) -> Iterator[Fault]:
    """Each app beside its published version and its installations."""
    counted = select(Installation.app_id, func.count()).group_by(Installation.app_id)
    installs = {app_id: count for app_id, count in session.execute(counted)}  # noqa: C416 - rows are no pairs to mypy
    published = select(Version.app_id, Version.id, Version.facts).where(Version.state == State.PUBLISHED)
    current, facts = {}, {}
    for app_id, version_id, stored_facts in session.execute(published):
        current[app_id], facts[version_id] = version_id, stored_facts
    for app in session.scalars(select(App)):
        counts["apps"] = counts.get("apps", 0) + 1
        if app.installs != installs.get(app.id, 0):
            count = installs.get(app.id, 0)
            yield Fault(
                "installs-miscounted",
                "apps",
                app.id,
                say("it has {count} installations, not {stored}", count=count, stored=app.installs),
            )
        if app.deleted_at is None and app.current_id != current.get(app.id):
            yield Fault("app-without-its-version", "apps", app.id, say("what is listed is not its published version"))
        elif app.current_id is not None and app.display_name != facts[app.current_id].get("name"):
            yield Fault("app-differs", "apps", app.id, say("its name is not that of its published version"))


def _of_screenshots(session: Session, counts: dict[str, int]) -> Iterator[Fault]:
    """Each screenshot beside its file, which has to be there and of the one size."""
    for row in session.scalars(select(Screenshot)):
        counts["screenshots"] = counts.get("screenshots", 0) + 1
        content = session.scalars(select(Icon.content).where(Icon.digest == row.digest)).one_or_none()
        picture = read_icon(content or b"")
        if picture.damage is not None or (picture.width, picture.height) != (WIDTH, HEIGHT):
            yield Fault(
                "screenshot-damaged", "screenshots", row.digest, say("its file is no screenshot, or is missing")
            )


def _of_traits(session: Session, counts: dict[str, int]) -> Iterator[Fault]:
    """What each app can be filtered by, beside what its published version and its category say."""
    stored_rows: dict[str, set[tuple[str, str]]] = {}
    for kind, value, app_id in session.execute(select(Trait.kind, Trait.value, Trait.app_id)):
        counts["traits"] = counts.get("traits", 0) + 1
        stored_rows.setdefault(app_id, set()).add((kind, value))
    listed = select(App.id, App.category, Version.facts).join(Version, Version.id == App.current_id)
    for app_id, category, facts in session.execute(listed):
        wanted = {(row["kind"], row["value"]) for row in trait_rows(app_id, traits_of(category, from_stored(facts)))}
        if stored_rows.pop(app_id, set()) != wanted:
            yield Fault("traits-differ", "traits", app_id, say("it is not found by what its published version says"))
    for app_id in stored_rows:
        yield Fault("traits-differ", "traits", app_id, say("it is found although nothing of it is published"))


def _of_installations(session: Session, counts: dict[str, int]) -> Iterator[Fault]:
    """Each installation beside the surface that was accepted there, which has to be one of the same app."""
    counts["installations"] = session.scalar(select(func.count()).select_from(Installation)) or 0
    strangers = session.execute(
        select(Installation.id)
        .join(Surface, Surface.id == Installation.surface_id)
        .where(Surface.app_id != Installation.app_id)
    )
    for (installation_id,) in strangers:
        yield Fault(
            "installation-of-another-app",
            "installations",
            installation_id,
            say("what was accepted there belongs to another app"),
        )


def _of_audit(session: Session, counts: dict[str, int]) -> Iterator[Fault]:
    """The audit beside its seals."""
    for broken in broken_seals(session, counts):
        yield Fault(*broken)


def _of_setups(session: Session, counts: dict[str, int]) -> Iterator[Fault]:
    """Each installation of a setup policy beside that policy."""
    counts["setup policies"] = session.scalar(select(func.count()).select_from(SetupPolicy)) or 0
    stray = select(Installation.id).outerjoin(SetupPolicy, SetupPolicy.id == Installation.setup_policy_id)
    wrong = or_(SetupPolicy.id.is_(None), Installation.by_policy.is_(False))
    for installation_id in session.scalars(stray.where(Installation.setup_policy_id.is_not(None), wrong)):
        yield Fault(
            "installation-without-its-policy",
            "installations",
            installation_id,
            say("it names a setup policy that is not there, or that does not hold it"),
        )


_LOOKS = {
    "packages": _of_packages,
    "icons": _of_icons,
    "evidence": _of_evidence,
    "screenshots": _of_screenshots,
    "versions": _of_versions,
    "surfaces": _of_surfaces,
    "apps": _of_apps,
    "traits": _of_traits,
    "installations": _of_installations,
    "setup_policies": _of_setups,
    "audit_seals": _of_audit,
}
