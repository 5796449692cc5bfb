"""The settings of the shelf: each with what it is for, in one form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromQuery, MultipartBody, URLEncodedBody
from msgspec import Struct

from teamshelf.catalogue.policy.branding import LARGEST, SMALLEST, set_logo
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import EXPLANATIONS, Settings, change_settings
from teamshelf.catalogue.settings import settings as settled_in
from teamshelf.messages import Message, printable, say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.accents import white_on
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.dev.asking import RULE_SET_NAMES
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import ADMINISTER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teamshelf.server.pages.visiting import Visit

SWITCH, NUMBER, CHOICE, TEXT, LINE, LONG, LIST = "switch", "number", "choice", "text", "line", "long", "list"

LOGO = "brand_logo"
"""The setting that is a picture."""

_LONG = {"request_text": 500, "review_reasons": 4000, "hero_text_en": 300, "hero_text_fr": 300}
"""Settings that are texts of more than a line, with the characters that each has at most."""

_LINES = {"brand_name": 40, "brand_color": 7, "hero_title_en": 80, "hero_title_fr": 80}
"""Settings that are texts of one line and no addresses."""

LIMITS = {**_LONG, **_LINES, "rollout_hours": 744, "ask_again_hours": 744, "audit_days": 3660}
"""The most that a number can be, and the characters of a long text."""

GROUPS: tuple[tuple[Message, tuple[str, ...]], ...] = (
    (say("Publishing"), ("four_eyes", "review_reasons", "rollout_hours", "consent_rules")),
    (say("Which apps can be used"), ("allow_apps", "allow_new_apps")),
    (say("While something is wrong"), ("is_read_only", "allow_uploads", "allow_installs")),
    (
        say("What members may do"),
        (
            "allow_members_to_install",
            "allow_members_to_consent",
            "allow_members_to_update",
            "is_user_personal_scope_resource_specific_consent_enabled",
            "is_chat_resource_specific_consent_enabled",
        ),
    ),
    (
        say("Requests"),
        ("allow_user_requests_for_app_access", "ask_again_hours", "request_text", "request_url"),
    ),
    (say("Your organization"), ("brand_name", "brand_color")),
    (
        say("Store front"),
        (
            "hero_title_en",
            "hero_title_fr",
            "hero_text_en",
            "hero_text_fr",
            "picks",
            "allow_downloads",
            "allow_badges",
            "report_url",
        ),
    ),
    (say("Places"), ("create_places_on_use",)),
    (say("Audit"), ("audit_days",)),
)
"""The settings in the order of the form."""

UNSET_NAMES: dict[str, Message] = {
    "": say("As the database calls for it"),
    "yes": say("Yes"),
    "no": say("No"),
}


class Option(Struct, frozen=True):
    """A value to choose."""

    value: str
    label: Message
    is_chosen: bool


class SettingRow(Struct, frozen=True, kw_only=True):
    """A setting in the form."""

    name: str
    explanation: Message
    kind: str
    value: str
    is_on: bool
    options: tuple[Option, ...]
    is_default: bool
    is_wrong: bool
    limit: int


@get("/admin/settings", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def show_shelf_settings(*, shelf: TheShelf, visit: TheVisit, done: FromQuery[str | None] = None) -> Response[bytes]:
    """What is settled."""
    return _settings_page(shelf, visit, done=done)


@post("/admin/settings", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_settle(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, data: URLEncodedBody[dict[str, str]]
) -> Response[Any]:
    """Settle everything as the form says."""
    try:
        change_settings(shelf, actor, **_values(data))
    except Refusal as refusal:
        return _settings_page(shelf, visit, problem=refusal, sent=data)
    return going_to("/admin/settings", "settled")


class LogoForm(Struct):
    """What the form for the picture sends."""

    picture: UploadFile | None = None
    remove: str = ""


@post("/admin/settings/logo", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_set_logo(*, shelf: TheShelf, visit: TheVisit, actor: TheActor, data: MultipartBody[LogoForm]) -> Response[Any]:
    """Show another picture beside the name of the shelf, or ours again."""
    content = data.picture.file.read() if data.picture is not None else b""
    try:
        set_logo(shelf, actor, None if data.remove else content)
    except Refusal as refusal:
        return _settings_page(shelf, visit, problem=refusal)
    return going_to("/admin/settings", "settled")


def _values(sent: Mapping[str, str]) -> dict[str, Any]:
    """What the form says, as settings; a switch that is off is not sent."""
    defaults = msgspec.structs.asdict(Settings())
    values: dict[str, Any] = {}
    for name, default in defaults.items():
        if name == LOGO:
            continue  # a form of its own
        text = sent.get(name, "").replace("\r\n", "\n")
        kind = _kind(name, default)
        if kind == SWITCH:
            values[name] = name in sent
        elif kind == NUMBER:
            values[name] = _number(name, text)
        elif kind == LIST:
            values[name] = _ids(name, text)
        elif name == "create_places_on_use":
            values[name] = {"yes": True, "no": False}.get(text)
        else:
            values[name] = text
    return values


def _number(name: str, text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdecimal() and len(text.strip()) <= _DIGITS):
        raise Refusal(
            Kind.INVALID,
            "setting-malformed",
            say("the setting `{name}` is a whole number", name=name),
            details={"setting": name},
        )
    return int(text)


def _ids(name: str, text: str) -> tuple[str, ...]:
    """The apps of some lines, each of which names one."""
    found = [(line, _GUID.search(line)) for line in text.splitlines() if line.strip()]
    for line, match in found:
        if match is None:
            raise Refusal(
                Kind.INVALID,
                "setting-malformed",
                say(
                    "the setting `{name}` has an id of an app in each line, and `{line}` is none",
                    name=name,
                    line=printable(line.strip()[:100]),
                ),
                details={"setting": name},
            )
    return tuple(dict.fromkeys(match[0].lower() for _, match in found if match is not None))


_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
"""An app is named by its id, wherever that stands: the address of its page will do."""

_DIGITS = 6
"""Of a number of hours, at most."""


def _kind(name: str, default: Any) -> str:
    if isinstance(default, bool):
        return SWITCH
    if isinstance(default, int):
        return NUMBER
    if name in _LONG:
        return LONG
    if name in _LINES:
        return LINE
    if isinstance(default, tuple):
        return LIST
    return CHOICE if name in ("consent_rules", "create_places_on_use") else TEXT


def _settings_page(
    shelf: TheShelf,
    visit: Visit,
    *,
    problem: Refusal | None = None,
    sent: Mapping[str, str] | None = None,
    done: str | None = None,
) -> Response[bytes]:
    with shelf.reading() as session:
        known = msgspec.structs.asdict(settled_in(session))
    wrong = problem.details.get("setting", "") if problem else ""
    groups = tuple((label, tuple(_row(name, known, sent, wrong) for name in names)) for label, names in GROUPS)
    return page(
        visit,
        "admin/settings.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        done=done_of(done),
        rooms=rooms_of(visit),
        groups=groups,
        logo_url=icon_url(known[LOGO]),
        contrast=white_on(known["brand_color"]),
        sides=(SMALLEST, LARGEST),
    )


def _row(name: str, known: Mapping[str, Any], sent: Mapping[str, str] | None, wrong: str) -> SettingRow:
    default = msgspec.structs.asdict(Settings())[name]
    kind, value = _kind(name, default), known[name]
    text = {True: "yes", False: "no", None: ""}[value] if name == "create_places_on_use" else str(value)
    if kind == LIST:
        text = "\n".join(value)
    if sent is not None:
        text = sent.get(name, "")
    names = UNSET_NAMES if name == "create_places_on_use" else RULE_SET_NAMES
    return SettingRow(
        name=name,
        explanation=EXPLANATIONS[name],
        kind=kind,
        value=text,
        is_on=name in sent if sent is not None else value is True,
        options=tuple(Option(each, label, each == text) for each, label in names.items()) if kind == CHOICE else (),
        is_default=value == default,
        is_wrong=name == wrong,
        limit=LIMITS.get(name, 2048),
    )
