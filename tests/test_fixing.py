"""Mending an app's files: safe, idempotent, and true to how they are written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teamshelf.checking import check_source
from teamshelf.findings import Severity
from teamshelf.fixing import Fixed, fix
from teamshelf.package.source import open_source
from tests.manifests import APP_ID, manifest

if TYPE_CHECKING:
    from teamshelf.findings import Result

BROKEN = """{
  // written in a hurry
  "$schema": "https://developer.microsoft.com/json-schemas/teams/v1.22/MicrosoftTeams.schema.json",
  'manifestVersion': "1.22",
  "version": "1.0.0",
  "id": "2c4f7a10-93d8-4b6e-8f51-d07c3e9b5a62",
  "packageName": "com.example.polls",
  "developer": {
    "name": "Harbour Street Software",
    "websiteUrl": "https://www.example.com",
    "privacyUrl": "https://www.example.com/privacy",
    "termsOfUseURL": "https://www.example.com/terms"
  }
  "name": { "short": "Polls", "full": "Polls for quick decisions" },
  "description": {
    "short": "Ask your colleagues and see what they think.",
    "full": "Put a question to a channel and watch the answers arrive. Help: https://www.example.com/help."
  },
  "icons": { "color": "color.png", "outline": "outline.png" },
  "accentColor": "0b6e6e",
  "bots": [
    {
      "botId": "2c4f7a10-93d8-4b6e-8f51-d07c3e9b5a62",
      "scopes": [ "personal", "groupchat", ],
      "isNotificationOnly": "false",
      "commandLists": [
        {
          "scopes": [ "personal" ],
          "commands": [ { "title": "ask", "description": "Ask something" } ]
        }
      ]
    }
  ],
  "composeExtensions": [
    {
      "botId": "2c4f7a10-93d8-4b6e-8f51-d07c3e9b5a62",
      "commands": [
        {
          "id": "find",
          "type": "search",
          "title": "Find",
          "description": "Find a poll",
          "parameters": [ { "name": "words", "title": "Words", "description": "What to look for" } ],
          "messageHandlers": [ { "type": "link", "value": { "domains": [ "example.com" ] } } ]
        }
      ]
    }
  ],
  "validDomains": [ "example.com" ]
}
"""


def fixed(text: str | bytes, **options: Any) -> Fixed:
    """What mending a manifest came to."""
    content = text if isinstance(text, bytes) else text.encode()
    return fix(open_source(content), audience="upload", **options)


def text_of(outcome: Fixed) -> str:
    """The text of the one file that changed."""
    (content,) = outcome.files.values()
    return content.decode()


def errors(result: Result) -> int:
    """How many errors there are."""
    return result.count(Severity.ERROR)


def checked(content: bytes) -> Result:
    """The check of a manifest."""
    return check_source(open_source(content))


def test_a_hurried_manifest_comes_out_right() -> None:
    """Commas, comments, quotes, spellings, places and types are mended, and no error is left."""
    outcome = fixed(BROKEN)
    value = json.loads(text_of(outcome))

    assert 0 == errors(outcome.result)
    assert ["personal", "groupChat"] == value["bots"][0]["scopes"]
    assert value["bots"][0]["isNotificationOnly"] is False
    assert "query" == value["composeExtensions"][0]["commands"][0]["type"]
    assert "example.com" == value["composeExtensions"][0]["messageHandlers"][0]["value"]["domains"][0]
    assert "https://www.example.com/terms" == value["developer"]["termsOfUseUrl"]
    assert "#0b6e6e" == value["accentColor"]
    assert "packageName" not in value


def test_what_was_right_stays_as_it_was_written() -> None:
    """Lines without a fault are the same to the letter afterwards."""
    before = set(BROKEN.splitlines())
    after = text_of(fixed(BROKEN)).splitlines()

    assert '  "name": { "short": "Polls", "full": "Polls for quick decisions" },' in after
    assert len([line for line in after if line not in before]) < 20


def test_a_misspelled_name_is_mended_where_it_stands() -> None:
    """Renaming a property leaves its value and its place in the file alone."""
    text = json.dumps(manifest(), indent=2).replace('"termsOfUseUrl":  ', '"termsOfUseUrl":')
    broken = text.replace('"websiteUrl"', '"websiteURL"')

    assert text == text_of(fixed(broken))


def test_fixing_again_changes_nothing() -> None:
    """What has been fixed is a fixed point."""
    once = fixed(BROKEN)

    assert {} == fixed(text_of(once)).files


def test_only_the_wanted_rules_are_mended() -> None:
    """With a rule named, other faults stay as they are."""
    broken = json.dumps(manifest(packageName="com.example.polls", accentColor="#fff"), indent=2)

    outcome = fixed(broken, wanted=lambda finding: finding.rule == "schema-pattern")
    value = json.loads(text_of(outcome))

    assert "#ffffff" == value["accentColor"]
    assert "com.example.polls" == value["packageName"]


def test_what_a_person_must_decide_is_left() -> None:
    """A placeholder and a typing error with two readings are no matter for a machine."""
    broken = json.dumps(manifest(id="{{APP_ID}}", defaultInstallScope="persnal"), indent=2)

    outcome = fixed(broken)

    assert {} == outcome.files
    assert 2 <= errors(outcome.result)


def test_a_faultless_manifest_is_left_alone() -> None:
    """Nothing is written where nothing is wrong."""
    assert {} == fixed(json.dumps(manifest(), indent=3)).files


SLIPS = st.sampled_from(
    [
        lambda m: m.update(packageName="com.example.polls"),
        lambda m: m.update(accentColor="#abc"),
        lambda m: m.update(accentColor="teal"),
        lambda m: m.update(id="not-a-guid"),
        lambda m: m.update(showLoadingIndicator="true"),
        lambda m: m.update(validDomains="example.com"),
        lambda m: m.update(permissions=["identity", "identity"]),
        lambda m: m["developer"].update(mpnId=12345),
        lambda m: m["developer"].pop("name", None),
        lambda m: m.update(configurabletabs=[]),
        lambda m: m.update(bots=[{"botid": APP_ID, "scopes": ["Personal", "groupchat", "nowhere"]}]),
        lambda m: m.update(defaultInstallScope="groupchat"),
        lambda m: m.update(webApplicationInfo={"id": APP_ID, "applicationPermissions": ["Owner.Read.Group"]}),
        lambda m: m.update(localizationInfo={"defaultLanguageTag": "en_us"}),
        lambda m: m.update(manifestVersion="1.18"),
        lambda m: m.update(staticTabs=[{"entityId": "a", "scopes": ["personal"], "bots": []}]),
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    slips=st.lists(SLIPS, max_size=5),
    indent=st.sampled_from([None, 2, "\t"]),
    cuts=st.lists(st.integers(0, 2000), max_size=2),
)
def test_a_fix_leaves_strictly_fewer_errors_and_nothing_new(slips: Any, indent: Any, cuts: list[int]) -> None:
    """Whatever is wrong, fixing it leaves fewer errors of no new kind, or the text as it was; twice is once."""
    value = manifest()
    for slip in slips:
        slip(value)
    text = json.dumps(value, indent=indent)
    for cut in cuts:
        text = text[: cut % len(text)] + text[cut % len(text) + 1 :]  # one character lost: mostly a fault of syntax
    before = checked(text.encode())

    outcome = fixed(text)

    if outcome.files:
        after = checked(text_of(outcome).encode())
        assert (errors(after), after.count(Severity.WARNING)) < (errors(before), before.count(Severity.WARNING)) or (
            errors(after) == errors(before) and after.count(Severity.NOTE) < before.count(Severity.NOTE)
        )
        assert {f.rule for f in after.findings if f.severity is Severity.ERROR} <= {f.rule for f in before.findings}
        assert {} == fixed(text_of(outcome)).files


def test_a_byte_order_mark_is_taken_off() -> None:
    """A manifest saved with a byte order mark loses it, and nothing else."""
    text = json.dumps(manifest(), indent=2)

    outcome = fixed(b"\xef\xbb\xbf" + text.encode())

    assert text == text_of(outcome)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_survive(newline: str) -> None:
    """A file keeps the line ends it has."""
    text = BROKEN.replace("\n", newline)

    out = text_of(fixed(text))

    assert out.count(newline) == out.count("\n")
