"""Sixty texts that try to run a script, and apps that have one of them in every text."""

from __future__ import annotations

import copy
import json
from functools import lru_cache
from typing import Any

from teamshelf.checking import check_source
from teamshelf.messages import say
from teamshelf.preview import SURFACES, Addresses, Options, Picture, render
from tests.preview.apps import EVERYTHING, LANGUAGE_FILES, Files, app_from, files_of

OURS = Addresses(pages="/p/", static="/static/", pictures="/pictures/", events="")

_RUN = "trap()"
_TAGS = (
    "<script>{0}</script>",
    "<ScRiPt>{0}</sCrIpT >",
    "</title><script>{0}</script>",
    "</textarea><script>{0}</script>",
    "</select></option><script>{0}</script>",
    "</style><script>{0}</script>",
    "--><script>{0}</script>",
    "]]><script>{0}</script>",
    "'><script>{0}</script>",
    '"><script>{0}</script>',
    "`><script>{0}</script>",
    "<script src=data:text/javascript,{0}></script>",
    "<script type=module>{0}</script>",
    "<svg><script>{0}</script></svg>",
    "<svg><script>{0}//",
    "<math><style><img src=x onerror={0}></style></math>",
    "<img src=x onerror={0}>",
    "<img src=x onerror={0}//",
    "<IMG SRC=x OnErRoR={0}>",
    "<img/src=x/onerror={0}>",
    "<img src='x' onerror='{0}'",
    "<svg onload={0}>",
    "<svg/onload={0}>",
    "<svg><animate onbegin={0} attributeName=x dur=1s>",
    "<svg><set onbegin={0} attributeName=x>",
    "<svg><image href=x onerror={0}>",
    "<body onload={0}>",
    "<body onpageshow={0}>",
    "<input autofocus onfocus={0}>",
    "<textarea autofocus onfocus={0}>",
    "<select autofocus onfocus={0}>",
    "<button autofocus onfocus={0}>",
    "<details open ontoggle={0}>",
    "<video src=x onerror={0}></video>",
    "<video><source onerror={0}></video>",
    "<audio src=x onerror={0}>",
    "<iframe src=javascript:parent.{0}></iframe>",
    "<iframe srcdoc='<script>parent.{0}</script>'></iframe>",
    "<object data=javascript:{0}></object>",
    "<embed src=javascript:{0}>",
    "<link rel=stylesheet href=x onerror={0}>",
    "<style>@import 'x'</style><style onload={0}></style>",
    "<meta http-equiv=refresh content='0;url=javascript:{0}'>",
    "<base href=javascript:{0}//>",
    "<marquee onstart={0}>",
    "<x contenteditable autofocus onfocus={0} tabindex=1>",
    "<template><script>{0}</script></template><img src=x onerror={0}>",
    "<noscript><p title='</noscript><img src=x onerror={0}>'>",
    "<form action=javascript:{0}><input type=submit autofocus>",
    "<a href=javascript:{0} autofocus onfocus={0}>x</a>",
    '" autofocus onfocus={0} x="',
    "' autofocus onfocus={0} x='",
    '" style="background:url(x)" onmouseover={0} "',
    '" onload={0} onerror={0} "',
    'x" onanimationstart={0} style="animation:x 1s"',
    "javascript:{0}",
    "data:text/html,<script>parent.{0}</script>",
    "{{% raw %}}{{{{ ''.__class__ }}}}<script>{0}</script>",
    "\u2028<script>{0}</script>\u202e",
    "\x00<scr\x00ipt>{0}</script>\ud83d",
)
PAYLOADS = tuple(tag.format(_RUN) for tag in _TAGS)
"""Sixty of them: elements, attributes, addresses, templates, and ways out of every place where a text can stand."""

_WORDS_OF_THE_FORMAT = frozenset(
    (
        *("manifestVersion", "scopes", "context", "type", "inputType", "defaultInstallScope", "devicePermissions"),
        *("team", "groupchat", "meetings", "languageTag", "file", "color", "outline", "meetingSurfaces"),
        *("supportedSharePointHosts", "defaultLanguageTag", "resourceSpecific"),
    )
)


def hostile_files(payload: str) -> Files:
    """The app with every surface with a payload in every text of it, and of its language files.

    Words that the format itself knows stay, so that every surface is reached.
    """
    stated = _poisoned(copy.deepcopy(EVERYTHING), payload, _WORDS_OF_THE_FORMAT)
    texts = {
        name: json.dumps(dict.fromkeys((*json.loads(content), "staticTabs[0].name", payload), payload)).encode()
        for name, content in LANGUAGE_FILES.items()
    }
    return files_of(json.dumps(stated).encode(), texts)


@lru_cache(maxsize=None)
def hostile_pages(number: int) -> dict[str, str]:
    """The page of every surface for a payload, which is in every text and typed into every tester."""
    payload = PAYLOADS[number]
    app = app_from(hostile_files(payload))
    options = Options(link=payload, page=payload, reader="fr" if number % 3 else "")
    findings = check_source(app.source).findings
    pictures = {role: Picture(role, payload, problem=say("The file is damaged")) for role in ("color", "outline")}
    return {
        surface.name: render(app, surface.name, options, addresses=OURS, findings=findings, pictures=pictures)
        for surface in SURFACES
    }


def _poisoned(value: Any, payload: str, spared: frozenset[str]) -> Any:
    if isinstance(value, str):
        return payload
    if isinstance(value, list):
        return [_poisoned(each, payload, spared) for each in value]
    if isinstance(value, dict):
        return {name: each if name in spared else _poisoned(each, payload, spared) for name, each in value.items()}
    return value
