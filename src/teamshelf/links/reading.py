"""Reading links back: is this a link to an app, and to what in it?

A link comes from anywhere, so nothing in it is believed: it must lead to the expected host and nowhere else, by
exactly the paths that Teams has, and say everything once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qs, unquote

import msgspec
from msgspec import Struct

from teamshelf.links.faults import LinkError
from teamshelf.links.link import BotLink, EntityLink, InstallLink
from teamshelf.links.words import TEAMS, base_address, host_and_port, urlsplit_or_refuse
from teamshelf.messages import say, shown

if TYPE_CHECKING:
    from teamshelf.links.link import Link

MAX_READ = 16_384
"""Characters of a link that are read at most; servers commonly refuse half of that."""

_MAX_FIELDS = 100
_BOT = "28:"
_WHAT = say("the link")


class _Context(Struct, rename="camel"):
    sub_entity_id: str | None = None
    channel_id: str | None = None
    chat_id: str | None = None


def parse_link(url: str, base: str = TEAMS) -> Link:
    """What a link leads to; ``base`` is where it must lead, Teams or a shelf of one's own.

    A shelf answers install links only. Of these all that is not known is passed over (lifecycle rule 31), of the
    others the parts of the query that are not known.

    Raises:
        LinkError: it is no link to an app, with the reason.
    """
    if len(url) > MAX_READ:
        raise LinkError(say("the link has {length} characters, more than anybody reads", length=len(url)))
    address = urlsplit_or_refuse(url.strip(), _WHAT)
    home = base_address(base)
    steps = _steps_below(home, address)
    if len(steps) == 3 and steps[:2] == ["l", "app"]:  # noqa: PLR2004 - as the condition reads
        return _install_link(steps[2], address)
    if home == TEAMS and steps[:2] == ["l", "entity"] and len(steps) == 4:  # noqa: PLR2004
        return _entity_link(steps[2], steps[3], address)
    if home == TEAMS and steps == ["l", "chat", "0", "0"]:
        return _bot_link(address)
    raise LinkError(
        say("the path {path} does not lead to an app", path=shown(address.path)),
        say("a link that installs an app ends in /l/app/ and the id of the app"),
    )


def _steps_below(home: str, address: SplitResult) -> list[str]:
    """The steps of the path after that of the base, at which the link must begin."""
    if "@" in address.netloc:
        raise LinkError(say("the link names a user before the host, which hides where it leads"))
    begins = f"{address.scheme}://{host_and_port(address, _WHAT)}"
    scheme_and_host, path = _split_base(home)
    if begins != scheme_and_host or not address.path.startswith(f"{path}/"):
        raise LinkError(say("the link leads to {there}, not to {home}", there=shown(begins), home=home))
    return address.path[len(path) + 1 :].split("/")


def _split_base(home: str) -> tuple[str, str]:
    scheme, _, rest = home.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host}", f"{slash}{path}"


def _install_link(app_id: str, address: SplitResult) -> InstallLink:
    link = InstallLink(app_id)
    try:
        return InstallLink(app_id, _fields(address, "tenantId").get("tenantId"))
    except LinkError:
        return link  # the query does not decide whether it is one


def _entity_link(app_id: str, entity_id: str, address: SplitResult) -> EntityLink:
    fields = _fields(address, "webUrl", "label", "context", "openInMeeting", "tenantId")
    context = _context(fields.get("context"))
    return EntityLink(
        app_id=app_id,
        entity_id=_decoded(entity_id),
        web_url=fields.get("webUrl"),
        label=fields.get("label"),
        sub_entity_id=context.sub_entity_id,
        channel_id=context.channel_id,
        chat_id=context.chat_id,
        open_in_meeting=fields.get("openInMeeting", "").lower() != "false",
        tenant_id=fields.get("tenantId"),
    )


def _bot_link(address: SplitResult) -> BotLink:
    users = _fields(address, "users").get("users", "")
    if not users.startswith(_BOT):
        raise LinkError(say("the link opens a chat with people, not with a bot: {users}", users=shown(users)))
    return BotLink(users.removeprefix(_BOT))


def _fields(address: SplitResult, *names: str) -> dict[str, str]:
    """The parts of the query that mean something, each of which may be there once."""
    try:
        fields = parse_qs(address.query, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except ValueError as error:
        raise LinkError(say("the query of the link cannot be decoded: {query}", query=shown(address.query))) from error
    known = {name: fields[name] for name in names if name in fields}
    for name, values in known.items():
        if len(values) > 1:
            raise LinkError(say("the link says {name} twice", name=shown(name)))
    return {name: value for name, (value,) in known.items()}


def _context(text: str | None) -> _Context:
    try:
        return msgspec.json.decode(text, type=_Context) if text else _Context()
    except (msgspec.DecodeError, RecursionError) as error:
        raise LinkError(
            say("the context of the link is not as Teams has it: {context}", context=shown(text)),
            say("it looks like {example}, percent-encoded", example='{"subEntityId": "…"}'),
        ) from error


def _decoded(step: str) -> str:
    try:
        return unquote(step, errors="strict")
    except UnicodeDecodeError as error:
        raise LinkError(say("the path of the link cannot be decoded: {path}", path=shown(step))) from error
