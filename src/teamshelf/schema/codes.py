"""Microsoft's own codes for faults that the schema finds at certain places.

Graph's error table ("Publish teamsApp") names some faults twice: by the keyword of the schema, and by what they mean
for the app. People look both up, so a finding carries both.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.versions import VersionRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class PlacedCode(Struct, frozen=True):
    """A code of Microsoft's for a fault of one keyword at one place.

    Attributes:
        code: the code.
        path: where, dotted, with `[]` for the items of an array; for `required`, the path of what is missing.
        keyword: the keyword of JSON Schema.
        versions: the manifest versions in which it means this.
        values: the values for which it means this, in lower case; empty for all.
        rule: the rule that says the same in versions whose schema does not, and lends the finding its name.
    """

    code: str
    path: str
    keyword: str
    versions: str = ".."
    values: tuple[str, ...] = ()
    rule: str = ""


_GROUP_CHAT = ("groupchat",)

PLACED_CODES = (
    PlacedCode("CommonAppIdIsRequiredField", "id", "required"),
    PlacedCode("CommonAppIdIsNotGuid", "id", "pattern"),
    PlacedCode("CommonManifestVersionIsRequiredField", "manifestVersion", "required"),
    PlacedCode("VersionCannotBeEmpty", "version", "required"),
    PlacedCode("PackageNameIsDefinedAfterManifestVersion116", "packageName", "additionalProperties"),
    PlacedCode("ShortNameIsRequiredField", "name.short", "required"),
    PlacedCode("ShortNameLengthCheck", "name.short", "maxLength"),
    PlacedCode("ShortDescriptionCannotBeEmpty", "description.short", "required"),
    PlacedCode("ShortDescriptionLengthCheck", "description.short", "maxLength"),
    PlacedCode("FullDescriptionCannotBeEmpty", "description.full", "required"),
    PlacedCode("FullDescriptionLengthCheck", "description.full", "maxLength"),
    PlacedCode("DeveloperNameIsRequiredField", "developer.name", "required"),
    PlacedCode("DeveloperNameLengthCheck", "developer.name", "maxLength"),
    PlacedCode("DeveloperWebsiteUrlIsRequiredField", "developer.websiteUrl", "required"),
    PlacedCode("DeveloperWebsiteUrlMustBeHttps", "developer.websiteUrl", "pattern"),
    PlacedCode("DeveloperPrivacyUrlIsRequiredField", "developer.privacyUrl", "required"),
    PlacedCode("DeveloperPrivacyUrlMustBeHttps", "developer.privacyUrl", "pattern"),
    PlacedCode("DeveloperTermsOfUseUrlIsRequiredField", "developer.termsOfUseUrl", "required"),
    PlacedCode("DeveloperTermsOfUseUrlMustBeHttps", "developer.termsOfUseUrl", "pattern"),
    PlacedCode("BotIdIsNotGuid", "bots[].botId", "pattern", rule="bot-id-not-guid"),
    PlacedCode("BotBasedComposeExtensionBotIdNotGuid", "composeExtensions[].botId", "pattern"),
    PlacedCode("StaticTabNameCouldNotBeEmpty", "staticTabs[].name", "required"),
    PlacedCode("GroupChatForBotsLessThanV13", "bots[].scopes[]", "enum", "..1.2", _GROUP_CHAT),
    PlacedCode("GroupChatForConfigurableTabsLessThanV13", "configurableTabs[].scopes[]", "enum", "..1.2", _GROUP_CHAT),
)
"""Every such code."""


def placed_codes(path: Sequence[str | int], keyword: str, version: str, value: object) -> Iterator[PlacedCode]:
    """Microsoft's codes beside that of the keyword itself, for a fault of a keyword at a path."""
    dotted = ""
    for part in path:
        dotted += "[]" if isinstance(part, int) else f".{part}" if dotted else part
    for placed in _by_place().get((dotted, keyword), ()):
        if version in VersionRange.parse(placed.versions) and (
            not placed.values or str(value).lower() in placed.values
        ):
            yield placed


@lru_cache(maxsize=1)
def _by_place() -> Mapping[tuple[str, str], Sequence[PlacedCode]]:
    places: dict[tuple[str, str], list[PlacedCode]] = {}
    for placed in PLACED_CODES:
        places.setdefault((placed.path, placed.keyword), []).append(placed)
    return places
