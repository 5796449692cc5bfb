"""Previews of pasted links: which entry of `messageHandlers` takes a link, and why the others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.package.placeholders import placeholder_in
from teamshelf.preview.options import MAX_GIVEN
from teamshelf.preview.surfaces.domains import verdict_on
from teamshelf.rules.domain_patterns import domain_written, is_covered

if TYPE_CHECKING:
    from teamshelf.preview.reading import Text
    from teamshelf.preview.surfaces.domains import Verdict
    from teamshelf.preview.surfaces.view import View


class LinkPreviews(Struct, frozen=True, kw_only=True):
    """The tester.

    Attributes:
        example: a link to try, made from the first domain; empty where there is none.
        is_listed: `validDomains` covers the host too; None while there is none.
        remarks: what else decides about a preview.
    """

    name: Text | None
    verdict: Verdict
    example: str
    is_listed: bool | None
    has_handlers: bool
    remarks: tuple[Message, ...]


def link_previews(view: View) -> LinkPreviews:
    """What happens when a link is pasted."""
    entries = []
    remarks = []
    is_for_all = True
    for index, extension in enumerate(view.manifest.compose_extensions):
        for number, handler in enumerate(extension.message_handlers):
            value = handler.value
            place = f"/composeExtensions/{index}/messageHandlers/{number}/value/domains"
            entries += [(domain, f"{place}/{at}") for at, domain in enumerate(value.domains if value else ())]
            is_for_all = is_for_all and bool(
                value and (value.supports_anonymized_payloads or value.supports_anonymous_access)
            )
        if extension.message_handlers and not extension.commands:
            remarks.append(say("Links are previewed only if the message extension has a command, too."))
    if entries:
        remarks.append(
            say("People see the preview whether they have added the app or not.")
            if is_for_all
            else say("Only people who have added the app see the preview.")
        )
    verdict = verdict_on(view.options.link, entries)
    return LinkPreviews(
        name=view.name,
        verdict=verdict,
        example=next((example for domain, _ in entries if (example := _example(domain))), ""),
        is_listed=is_covered(verdict.host, view.manifest.valid_domains) if verdict.host else None,
        has_handlers=bool(entries),
        remarks=tuple(remarks),
    )


def _example(domain: str) -> str:
    host = domain_written(domain).host
    if not host or placeholder_in(domain):
        return ""
    return f"https://{host.replace('*', 'www')}/"[:MAX_GIVEN]
