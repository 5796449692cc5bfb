"""What an administrator has settled for the whole shelf: one value with a default for everything.

Only what differs from the default is stored. Two settings have Graph's names, for Graph shows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct
from sqlalchemy import or_, select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.gates import Gate, forget_settings, hold_gates, stored_settings
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App, Icon, Setting
from teamshelf.messages import Message, alternatives, printable, say

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf

RuleSet = Literal["seed", "docs-2021", "admin-2024", "seed-2020"]
"""The rule sets of :mod:`teamshelf.update.consent_rules`."""

Hours = Annotated[int, Meta(ge=0, le=24 * 31)]
"""A time that is waited, a month at most."""

Days = Annotated[int, Meta(ge=0, le=3660)]
"""How long something is kept, ten years at most; 0 for ever."""

HttpsUrl = Annotated[str, Meta(max_length=2048, pattern="^(https://[^\\s]+)?$(?!\\n)")]
"""A page to send people to, or nothing."""

BrandName = Annotated[str, Meta(max_length=40, pattern="^[^\\x00-\\x1f\\x7f]*$(?!\\n)")]
"""What the shelf is called on its pages."""

HexColor = Annotated[str, Meta(pattern="^(#[0-9a-fA-F]{6})?$(?!\\n)")]
"""A colour such as ``#0B6E6E``, or none."""

Digest = Annotated[str, Meta(pattern="^([0-9a-f]{64})?$(?!\\n)")]
"""A stored picture, by its sha256, or none."""

Heading = Annotated[str, Meta(max_length=80)]
"""A line of large letters."""

Lead = Annotated[str, Meta(max_length=300)]
"""The sentence below it."""

AppId = Annotated[str, Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$(?!\\n)")]
"""The id of an app, the manifest's or the catalogue's, in lower case."""

Picks = Annotated[tuple[AppId, ...], Meta(max_length=12)]
"""Some apps, in an order."""


class Settings(Struct, frozen=True, kw_only=True):
    """What holds for the whole shelf; :data:`EXPLANATIONS` says what each setting is for."""

    rollout_hours: Hours = 4
    consent_rules: RuleSet = "docs-2021"
    four_eyes: bool = False
    review_reasons: Annotated[str, Meta(max_length=4000)] = ""
    allow_apps: bool = True
    allow_new_apps: bool = True
    is_read_only: bool = False
    allow_uploads: bool = True
    allow_installs: bool = True
    allow_members_to_install: bool = False
    allow_members_to_consent: bool = False
    allow_members_to_update: bool = True
    is_user_personal_scope_resource_specific_consent_enabled: bool = True
    is_chat_resource_specific_consent_enabled: bool = True
    allow_user_requests_for_app_access: bool = True
    ask_again_hours: Hours = 4
    request_text: Annotated[str, Meta(max_length=500)] = ""
    request_url: HttpsUrl = ""
    report_url: HttpsUrl = ""
    allow_downloads: bool = True
    picks: Picks = ()
    create_places_on_use: bool | None = None
    audit_days: Days = 0
    brand_name: BrandName = ""
    brand_color: HexColor = ""
    brand_logo: Digest = ""
    hero_title_en: Heading = ""
    hero_title_fr: Heading = ""
    hero_text_en: Lead = ""
    hero_text_fr: Lead = ""
    allow_badges: bool = True


EXPLANATIONS: dict[str, Message] = {
    "rollout_hours": say(
        "Hours from publishing an update until it reaches those who already have the app. Microsoft says 'a few "
        "hours', and the 4 are our assumption"
    ),
    "consent_rules": say(
        "The rules that decide about which updates people are asked; a change holds for what is published afterwards"
    ),
    "four_eyes": say("Nobody reviews what they have submitted themselves"),
    "review_reasons": say(
        "Reasons that reviewers can choose from when they reject or send back, one a line; without any there are some "
        "of ours"
    ),
    "allow_apps": say("Apps of this shelf can be used at all"),
    "allow_new_apps": say("An app can be used before an administrator has decided about it"),
    "is_read_only": say(
        "Nothing on the shelf can be changed, as while it is moved: people look, sign in and out, and administrators "
        "settle"
    ),
    "allow_uploads": say("Packages can be sent; switch it off while something is wrong"),
    "allow_installs": say("Apps can be added; switch it off while something is wrong"),
    "allow_members_to_install": say("Members of a team may add apps to it, not only its owners"),
    "allow_members_to_consent": say("Members of a team may grant an app permissions in it, not only its owners"),
    "allow_members_to_update": say(
        "A member who accepts an update accepts it for their teams as well; otherwise only owners do. New permissions "
        "in a team are for those to grant who may consent there"
    ),
    "is_user_personal_scope_resource_specific_consent_enabled": say(
        "Users may add apps for themselves that ask for resource-specific permissions"
    ),
    "is_chat_resource_specific_consent_enabled": say(
        "Apps that ask for resource-specific permissions in chats and meetings may be added there"
    ),
    "allow_user_requests_for_app_access": say("Users may ask for apps that are blocked for them"),
    "ask_again_hours": say(
        "Hours until somebody whose request was dismissed can ask again. Microsoft says 'after some hours', and the 4 "
        "are our assumption"
    ),
    "request_text": say("What users read where an app is blocked for them"),
    "request_url": say("The page on which users ask for apps instead of here"),
    "report_url": say("The page on which people report a problem with an app; [id] in it becomes the app's id"),
    "allow_downloads": say("Users may download the packages of the apps that they may use"),
    "picks": say("The apps that lead the store front, by their ids, in this order"),
    "create_places_on_use": say(
        "Teams, chats and users that nobody has heard of come to be when an app is added to them. Without a value: yes "
        "on SQLite, no on PostgreSQL"
    ),
    "audit_days": say("Days after which sealed entries of the audit are removed; 0 keeps them for ever"),
    "brand_name": say("What the shelf is called on its pages, as your organization knows it; without it, Teamshelf"),
    "brand_color": say(
        "The colour of links and buttons, such as #0B6E6E; where it could not be read it is made lighter or darker"
    ),
    "brand_logo": say("The picture beside the name, by its digest: it is sent on the page of the settings"),
    "hero_title_en": say("The heading of the store front, in English; without it there is one of ours"),
    "hero_title_fr": say("The same in French; without it, the English one"),
    "hero_text_en": say("The sentence below it, in English"),
    "hero_text_fr": say("The same sentence in French; without it, the English one"),
    "allow_badges": say("Other sites may show buttons and badges with what this shelf says of its apps"),
}
"""What each setting is for."""

_DEFAULTS: dict[str, Any] = msgspec.structs.asdict(Settings())


def settings(session: Session) -> Settings:
    """What holds now; a session reads it once."""
    stored = stored_settings(session)
    return msgspec.convert({name: value for name, value in stored.items() if name in _DEFAULTS}, Settings)


def creates_places(session: Session, settled: Settings) -> bool:
    """Whether places come to be on their first use: as settled, else only in the embedded database."""
    if settled.create_places_on_use is not None:
        return settled.create_places_on_use
    return session.connection().dialect.name == "sqlite"


def change_settings(shelf: Shelf, actor: Actor, **values: Any) -> Settings:
    """Settle something else: settings by their names; what is set to its default is forgotten. What holds then.

    Raises:
        Refusal: FORBIDDEN `role-needed`; INVALID `unknown-setting`, `setting-malformed`.
    """
    require(actor, Role.ADMIN)
    for name in values:
        if name not in _DEFAULTS:
            raise Refusal(
                Kind.INVALID,
                "unknown-setting",
                say("there is no setting `{name}`; there are {names}", name=printable(name), names=_NAMES),
            )
    with shelf.changing(actor, Gate.ALWAYS) as change:
        return settle_in(change, values)


def settle_in(change: Change, values: dict[str, Any]) -> Settings:
    """The same in a change that does more; the names are those of settings.

    Raises:
        Refusal: INVALID `setting-malformed`.
    """
    hold_gates(change.session)  # whichever setting it is: it is seldom, and what is shut has to be shut
    stored = {row.name: row for row in change.session.scalars(select(Setting).with_for_update())}
    before = msgspec.structs.asdict(settings(change.session))
    after = _converted(before | values)
    _refuse_unknown_picks(change.session, set(after.picks) - set(before["picks"]))
    _refuse_unknown_logo(change.session, after.brand_logo)
    forget_settings(change.session)
    for name, value in msgspec.structs.asdict(after).items():
        if value == before[name]:
            continue
        if value == _DEFAULTS[name]:
            change.session.delete(stored[name])
        elif name in stored:
            stored[name].value, stored[name].changed_at = value, change.at
        else:
            change.session.add(Setting(name=name, value=value, changed_at=change.at))
        change.record(Action.SETTING_CHANGED, name, label=name, before={"value": before[name]}, after={"value": value})
    return after


def _refuse_unknown_picks(session: Session, added: set[str]) -> None:
    """Go on only if there is an app for each id; one that is taken from the shelf later is passed over."""
    known = select(App.id, App.external_id).where(App.deleted_at.is_(None))
    rows = session.execute(known.where(or_(App.id.in_(added), App.external_id.in_(added)))).all() if added else []
    for app_id in sorted(added - {each for row in rows for each in row}):
        raise Refusal(
            Kind.INVALID,
            "setting-malformed",
            say("there is no app `{id}` on the shelf", id=app_id),
            details={"setting": "picks"},
        )


def _refuse_unknown_logo(session: Session, digest: str) -> None:
    """Go on only if the picture is on the shelf."""
    if digest and session.get(Icon, digest) is None:
        raise Refusal(
            Kind.INVALID,
            "setting-malformed",
            say("there is no picture `{digest}` on the shelf: send it on the page of the settings", digest=digest),
            details={"setting": "brand_logo"},
        )


def _converted(values: dict[str, Any]) -> Settings:
    try:
        return msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        reason, _, name = str(error).partition(" - at `$.")
        raise Refusal(
            Kind.INVALID,
            "setting-malformed",
            say("the setting `{name}` cannot be that: {reason}", name=name.rstrip("`"), reason=printable(reason)),
            details={"setting": name.rstrip("`")},
        ) from error


_NAMES = alternatives(_DEFAULTS)
