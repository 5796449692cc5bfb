"""Which changes make an app ask for consent again: the one table.

Microsoft's pages disagree, so there are three rule sets. `seed` is the page of February 2020 with the manifest
reference of 2021; `docs-2021`, the default, is the union of what the pages of 2020 and 2021 list and so the strictest;
`admin-2024` is the page for administrators of June 2024.

A row says what each answers to one kind of change, who has to accept, and where it is written.

To the seed, the greater version is what carries an update, not a reason to ask: read literally it would make every
update ask, because every update has one (lifecycle rule 22). That reading is there under the name :data:`LITERAL_SEED`.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

SEED = "seed"
DOCS_2021 = "docs-2021"
ADMIN_2024 = "admin-2024"

RULE_SETS = (SEED, DOCS_2021, ADMIN_2024)
"""The rule sets that a comparison can be judged by."""

DEFAULT = DOCS_2021
"""The rule set that nobody has to ask for."""

LITERAL_SEED = "seed-2020"
"""`seed`, read so that the greater version alone asks for consent (lifecycle rule 22)."""


class Asks(StrEnum):
    """What a rule set says of one kind of change."""

    YES = "yes"
    """It asks."""
    FIRST = "first"
    """It asks if the app had nothing of this kind before: that is a new capability."""
    ENABLED = "enabled"
    """It asks if something is switched on, not if it is switched off."""
    LIKELY = "likely"
    """The sources leave it open, or disagree within the set."""
    NO = "no"
    """It does not ask."""


class Who(StrEnum):
    """Who has to accept before the update reaches them."""

    EACH_USER = "each-user"
    """Each user, once; it then holds in all places where the app is and the user is a member."""
    TEAM_OWNER = "team-owner"
    """Those who may grant it where the app is: owners of a team, members of a chat, organizers of a meeting."""
    TEAM = "team"
    """Users, but only where the app is in a team."""
    ADMIN = "admin"
    """An administrator, for the whole organization."""


class Row(Struct, frozen=True):
    """What is known of one kind of change.

    Attributes:
        change: its name.
        seed: what each rule set says of it.
        docs_2021: likewise.
        admin_2024: likewise.
        who: who has to accept.
        source: where that is written.
    """

    change: str
    seed: Asks
    docs_2021: Asks
    admin_2024: Asks
    who: Who
    source: str

    def answer(self, rules: str) -> Asks:
        """What a rule set says; ValueError if there is no such set."""
        if rules == DOCS_2021:
            return self.docs_2021
        if rules == ADMIN_2024:
            return self.admin_2024
        if rules in {SEED, LITERAL_SEED}:
            return self.seed
        raise ValueError(f"there is no rule set {rules!r}")


_YES, _FIRST, _ENABLED, _LIKELY, _NO = Asks.YES, Asks.FIRST, Asks.ENABLED, Asks.LIKELY, Asks.NO
_USER, _OWNER, _TEAM, _ADMIN = Who.EACH_USER, Who.TEAM_OWNER, Who.TEAM, Who.ADMIN

_MATRIX = "rules 19, 23"
_POST = "post-publish page of 2021"
_ADMIN_PAGE = "update page for administrators, 2024"

# fmt: off
TABLE: tuple[Row, ...] = (
    #   change                                seed     docs-2021 admin-2024  who     source
    Row("version-incremented",                _NO,     _NO,      _NO,      _USER,  "seed A, third bullet; rule 22"),
    Row("bot-added",                          _FIRST,  _YES,     _YES,     _USER,  f"seed A; all pages; {_MATRIX}"),
    Row("bot-removed",                        _NO,     _YES,     _NO,      _USER,  f"{_POST}; rule 23"),
    Row("bot-id-changed",                     _NO,     _YES,     _YES,     _USER,  "all later pages; rule 23"),
    Row("bot-notification-only-changed",      _NO,     _YES,     _YES,     _USER,  "all later pages; rule 23"),
    Row("bot-files-changed",                  _NO,     _YES,     _ENABLED, _USER,  f"{_POST}; {_ADMIN_PAGE}; rule 23"),
    Row("bot-calling-changed",                _NO,     _YES,     _ENABLED, _USER,  "page of 2020; 2024; rule 23"),
    Row("bot-video-changed",                  _NO,     _LIKELY,  _ENABLED, _USER,  f"{_ADMIN_PAGE}"),
    Row("message-extension-added",            _FIRST,  _YES,     _YES,     _USER,  f"seed A; all pages; {_MATRIX}"),
    Row("message-extension-removed",          _NO,     _YES,     _LIKELY,  _USER,  f"{_POST}; a variant of 2024"),
    Row("connector-added",                    _FIRST,  _YES,     _LIKELY,  _USER,  f"{_POST}; a variant of 2024"),
    Row("static-tab-added",                   _FIRST,  _YES,     _NO,      _USER,  f"seed A; {_POST}; rule 24"),
    Row("configurable-tab-added",             _FIRST,  _YES,     _LIKELY,  _USER,  f"{_POST}; a variant of 2024"),
    Row("connector-removed",                  _NO,     _NO,      _NO,      _USER,  "rule 23"),
    Row("static-tab-removed",                 _NO,     _NO,      _NO,      _USER,  "rule 23"),
    Row("configurable-tab-removed",           _NO,     _NO,      _NO,      _USER,  "rule 23"),
    Row("capability-added",                   _LIKELY, _LIKELY,  _LIKELY,  _USER,  "newer than the pages; rule 23"),
    Row("scope-added",                        _LIKELY, _LIKELY,  _LIKELY,  _USER,  "on no page; rule 25"),
    Row("permission-added",                   _YES,    _YES,     _LIKELY,  _USER,  "seeds A and B; rule 20"),
    Row("permission-removed",                 _YES,    _YES,     _LIKELY,  _USER,  "seeds A and B; rule 20"),
    Row("resource-permission-added",          _YES,    _YES,     _YES,     _OWNER, f"{_ADMIN_PAGE}; rule 25"),
    Row("resource-permission-removed",        _LIKELY, _YES,     _YES,     _OWNER, f"{_POST}; {_ADMIN_PAGE}"),
    Row("organization-permission-added",      _YES,    _YES,     _YES,     _ADMIN, "seed B (2021 preview); rule 25"),
    Row("organization-permission-removed",    _LIKELY, _YES,     _YES,     _ADMIN, "seed B (2021 preview); rule 25"),
    Row("web-application-changed",            _NO,     _YES,     _YES,     _TEAM,  "page of 2020: in teams; rule 23"),
    Row("device-permission-added",            _LIKELY, _LIKELY,  _LIKELY,  _USER,  "on no page; rule 25"),
    Row("valid-domain-added",                 _LIKELY, _LIKELY,  _LIKELY,  _USER,  "on no page; rule 25"),
)
# fmt: on
"""Every kind of change that some source speaks of, or that widens what an app can do."""

ROWS: dict[str, Row] = {row.change: row for row in TABLE}
"""The table by the names of changes."""


def asks(change: str, rules: str, *, is_first: bool = False, is_enabled: bool = True) -> Asks:
    """YES, LIKELY or NO: whether a rule set asks for consent on a kind of change.

    Args:
        change: one of :data:`ROWS`.
        rules: one of :data:`RULE_SETS`, or :data:`LITERAL_SEED`.
        is_first: the app had nothing of this kind before.
        is_enabled: something is switched on, or added, rather than off.

    Raises:
        ValueError: there is no such rule set.
    """
    if change == "version-incremented" and rules == LITERAL_SEED:
        return Asks.YES
    answer = ROWS[change].answer(rules)
    if answer is Asks.FIRST:
        return Asks.YES if is_first else Asks.NO
    if answer is Asks.ENABLED:
        return Asks.YES if is_enabled else Asks.NO
    return answer
