"""How somebody came to the page behind an install link: what the link says besides the app, as far as it is known.

A link has the form of Teams' own, so it may say which organization it means and which copy of an app: that is handed on
to Teams and never looked into. Everything that is not named here is dropped. Source: web/pages, section 3.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from msgspec import Struct

from teamshelf.links import InstallLink
from teamshelf.server.addresses import safe_return

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOG = logging.getLogger("teamshelf.arrivals")

_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_WORD = re.compile(r"[\w.:-]{1,64}", re.ASCII)

_FORMS = {"tenantId": _GUID, "templateInstanceId": _GUID, "environment": _WORD, "source": _WORD}
"""What a link may say, and in which form."""

_FOR_TEAMS = ("tenantId", "templateInstanceId", "environment")


class Arrival(Struct, frozen=True):
    """What the link said, by its own names; what was malformed is not there."""

    given: dict[str, str]

    def path(self, path: str, **more: str) -> str:
        """An address of ours that still says it."""
        query = urlencode({**self.given, **more})
        return f"{path}?{query}" if query else path

    def teams_url(self, app_id: str) -> str:
        """The link of the app in Teams, which says what is meant for Teams."""
        query = urlencode({name: self.given[name] for name in _FOR_TEAMS if name in self.given})
        url = InstallLink(app_id).url()
        return f"{url}?{query}" if query else url

    @property
    def return_path(self) -> str:
        """The page of this shelf to go back to in the end; empty where the link names none."""
        return self.given.get("return", "")

    def note(self, app_id: str) -> None:
        """Write into the log where the link stood, if it says so: nothing else is done with it."""
        if "source" in self.given:
            _LOG.info("arrival", extra={"appId": app_id, "source": self.given["source"]})


def arrival_of(query: Mapping[str, Any]) -> Arrival:
    """What a link says, from the query of its address."""
    given = {}
    for name, form in _FORMS.items():
        value = query.get(name)
        if isinstance(value, str) and form.fullmatch(value):
            given[name] = value
    back = query.get("return")
    if isinstance(back, str) and back not in ("", "/") and safe_return(back) == back:
        given["return"] = back
    return Arrival(given)
