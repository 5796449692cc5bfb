"""What an app's page says to programs: JSON-LD in the words of schema.org, as search engines and chat previews read it.

It stands in the page as a block of data, which no browser runs: the content policy has nothing to say of it. Texts of
the manifest cannot end the block, since each sign that means something in HTML is written as its number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from markupsafe import Markup

from teamshelf.texts.addressing import web_link
from teamshelf.texts.cleaning import clean

if TYPE_CHECKING:
    from teamshelf.server.pages.app_head import Seen

_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'"}


def json_ld(seen: Seen, base: str) -> Markup:
    """An app as a `SoftwareApplication` of schema.org, ready to stand in a page.

    Args:
        seen: the app.
        base: the address of the shelf, without a slash at the end.
    """
    head, facts = seen.head, seen.facts
    author = {
        "@type": "Organization",
        "name": clean(head.publisher),
        "url": web_link(seen.texts["developerUrl"]),
    }
    known: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "SoftwareApplication",
        "name": clean(head.name),
        "description": clean(head.text),
        "url": f"{base}{head.path}",
        "identifier": head.app_id,
        "image": f"{base}{head.icon_url}" if head.icon_url else "",
        "operatingSystem": "Microsoft Teams",
        "applicationCategory": str(head.category),
        "softwareVersion": clean(head.number),
        "dateModified": f"{head.updated_at:%Y-%m-%d}",
        "inLanguage": list(facts.languages),
        "author": {name: value for name, value in author.items() if value},
        "installUrl": f"{base}/l/app/{head.app_id}" if head.can_install else "",
        "softwareHelp": web_link(str(seen.app.listing.get("supportUrl", ""))),
    }
    text = msgspec.json.encode({name: value for name, value in known.items() if value}).decode()
    return Markup(text.translate(_UNSAFE))  # noqa: S704 - nothing in it means anything in HTML any more
