"""What a browser would make of pages, without their doing anything: every page is read by its own parser, inert.

A text that gets through where it should not becomes an element, an attribute or an address that no page of ours has.
So many pages are looked at in the time in which a browser opens one. What is allowed is named; all else is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Page

TAGS = """
html head body title meta link script header nav main footer section article aside div p span a h1 h2 h3 h4 ul ol li dl
dt dd table caption thead tbody tr th td form fieldset legend label input textarea select option button details summary
figure figcaption img picture code pre strong em b i small del ins bdi blockquote progress br hr kbd wbr time output
mark sub sup dialog search address colgroup col optgroup datalist svg g path rect circle ellipse line polyline polygon
text defs use lineargradient stop clippath symbol mask image
"""
"""The elements that our pages are made of."""

BATCH = 30
"""Pages that are handed to the browser at once."""

_LOOK = """([pages, tags]) => {
    const known = new Set(tags);
    const addresses = new Set(["href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset",
                               "cite"]);
    const forbidden = new Set(["style", "srcdoc", "autofocus", "contenteditable", "http-equiv", "ping", "background",
                               "formaction", "nonce", "attributename"]);
    const faults = (text) => {
        const found = [], page = new DOMParser().parseFromString(text, "text/html");
        for (const each of page.querySelectorAll("*")) {
            const tag = each.localName.toLowerCase();
            if (!known.has(tag)) found.push(`<${tag}>`);
            if (tag === "script" && !(each.getAttribute("src") || "").startsWith("/")
                && each.type !== "application/ld+json") found.push("a script of its own");
            for (const {name, value} of each.attributes) {
                const plain = name.toLowerCase(), target = value.trim().toLowerCase();
                if (plain.startsWith("on") || forbidden.has(plain)) found.push(`<${tag} ${plain}>`);
                if (/[^a-z0-9:_-]/.test(plain)) found.push(`<${tag}> with an attribute that is a text`);
                if (addresses.has(plain) && !/^($|[/#?]|https?:|[a-z0-9_-]+[.][a-z]+$)/.test(target))
                    found.push(`<${tag} ${plain}="${target.slice(0, 40)}">`);
            }
        }
        if (page.documentElement.textContent.includes("<class 'str'>")) found.push("a template that was carried out");
        if (!page.querySelector("h1")) found.push("no heading is left");
        if (!text.includes("trap()")) found.push("nothing to look for");
        return [...new Set(found)];
    };
    return pages.map(([name, text]) => [name, faults(text)]).filter(([, found]) => found.length);
}"""


def let_through(page: Page, pages: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """The pages in which something got through, by their names, and what; also those that hold no payload at all.

    Args:
        page: an open page of a browser, of whatever address.
        pages: names and texts.
    """
    every, found = list(pages), []
    for start in range(0, len(every), BATCH):
        batch: Any = [[name, text] for name, text in every[start : start + BATCH]]
        found += [(name, what) for name, what in page.evaluate(_LOOK, [batch, TAGS.split()])]
    return found
