"""What is wrong with an entry of `validDomains`, and what is only worth a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.findings import STORE, UPLOAD, Change, Severity
from teamshelf.messages import SHOWN_LENGTH
from teamshelf.rules import domains, foreign_domains  # noqa: F401 - to have their rules registered
from teamshelf.rules.domain_patterns import domain_written
from teamshelf.rules.registry import RULES
from teamshelf.rules.valid_domains import DoubtfulEntry, _doubts, _is_plain, doubtful_entries
from tests.manifests import manifest
from tests.rules.one_rule import app_of

HERE = [rule for rule in RULES.values() if rule.name.startswith("valid-domain-")]
ADD_IN = [{"requirements": {"scopes": ["mail"]}}]
WORDS = st.sampled_from(
    ["*", "app", "dev", "test", "co", "uk", "com", "ngrok", "io", "example", "localhost", "a b", ""]
)
ENTRIES = st.lists(WORDS, min_size=1, max_size=4).map(".".join) | st.text(max_size=12)


def judged(*entries: str, audience: str = UPLOAD, **members: object) -> dict[str, Severity]:
    """How much each rule about the entries minds them."""
    app = app_of(manifest(validDomains=list(entries), **members))
    return {
        rule.name.removeprefix("valid-domain-"): rule.finding(found, audience, "manifest.json").severity
        for rule in HERE
        if app.dialect.version in rule.versions
        for found in rule.judge(app)
    }


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("app.example.com", {}),
        ("https://example.com", {"is-url": "error"}),
        ("https://localhost:3000", {"is-url": "error", "local": "warning"}),
        ("https://abc.ngrok.io/", {"is-url": "error", "tunnel": "warning"}),
        ("example.com:8443", {"has-port": "error"}),
        ("localhost:53000", {"local": "warning"}),
        ("example .com", {"not-a-host": "error"}),
        ("app*.example.com", {"wildcard-in-label": "error"}),
        ("app.*.example.com", {"wildcard-after-label": "warning"}),
        ("*.com", {"too-wide": "error"}),
        ("com", {"public-suffix": "warning"}),
        ("*.azurewebsites.net", {"not-yours": "warning"}),
        ("*.github.io", {"not-yours": "warning"}),
        ("*.microsoft.com", {"of-microsoft": "warning"}),
        ("*.botframework.com", {"botframework-wildcard": "note"}),
        ("accounts.google.com", {"identity-provider": "warning"}),
        ("*.ngrok.io", {"tunnel": "warning"}),
        ("staging.example.com", {"not-production": "note"}),
        ("192.168.0.1", {"not-production": "note"}),
    ],
)
def test_what_an_upload_minds(entry: str, expected: dict[str, str]) -> None:
    """What Teams refuses is an error, what only the store refuses a warning, and mere advice a note."""
    assert expected == judged(entry)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("app.*.example.com", {"wildcard-after-label": "error"}),
        ("com", {"public-suffix": "error"}),
        ("*.azurewebsites.net", {"not-yours": "error"}),
        ("*.github.io", {"not-yours": "warning"}),
        ("*.microsoft.com", {"of-microsoft": "error"}),
        ("*.botframework.com", {"botframework-wildcard": "error"}),
        ("accounts.google.com", {"identity-provider": "warning"}),
        ("abc.ngrok.io", {"tunnel": "error"}),
        ("localhost", {"local": "error"}),
        ("staging.example.com", {"not-production": "warning"}),
    ],
)
def test_what_the_store_minds(entry: str, expected: dict[str, str]) -> None:
    """The store's own must-fixes are errors; shared hosting that it does not name is not known to be refused."""
    assert expected == judged(entry, audience=STORE)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("*.onmicrosoft.com", {"not-yours": "error"}),
        ("*.github.io", {"not-yours": "error"}),
        ("azurewebsites.net", {"not-yours": "warning"}),
        ("*.ngrok.io", {"tunnel": "error"}),
        ("abc.ngrok.io", {"tunnel": "warning"}),
    ],
)
def test_the_preview_of_2021_forbids_wildcards_over_strangers(entry: str, expected: dict[str, str]) -> None:
    """Its reference says outright that a wildcard must not reach beyond one's own domain."""
    assert expected == judged(entry, manifestVersion="m365DevPreview")


def test_urls_matter_less_in_an_add_in() -> None:
    """Microsoft's own samples of Office add-ins list URLs with ports, so nothing is changed there unasked."""
    expected = {"is-url": "warning"}

    assert expected == judged("https://www.example.com:8443", extensions=ADD_IN)
    assert {"has-port": "warning"} == judged("www.example.com:8443", extensions=ADD_IN)
    assert changes_for("valid-domain-is-url", "https://www.example.com", extensions=ADD_IN) == ()


def changes_for(name: str, *entries: str, **members: object) -> tuple[Change, ...]:
    """How the one finding of a rule is mended."""
    app = app_of(manifest(validDomains=list(entries), **members))
    (found,) = RULES[name].judge(app)
    return found.changes


def test_a_url_is_mended_to_its_host() -> None:
    """Of a URL the host stays, without port and path."""
    expected = (Change("replace", "/validDomains/1", "app.example.com"),)

    assert expected == changes_for("valid-domain-is-url", "example.com", "https://App.example.com:8443/tab")
    assert expected == changes_for("valid-domain-has-port", "example.com", "app.example.com:8443")


def test_a_url_with_more_faults_is_left_to_a_person() -> None:
    """Nobody is helped by `localhost` in the place of `https://localhost:3000`."""
    assert changes_for("valid-domain-is-url", "https://localhost:3000") == ()


def test_an_entry_that_is_there_twice_goes_once() -> None:
    """Of two equal entries the second is removed."""
    expected = (Change("remove", "/validDomains/1"),)

    assert expected == changes_for("valid-domain-duplicate", "example.com", "Example.com", "app.example.com")


def test_placeholders_are_not_spoken_of_here() -> None:
    """What is still to be filled in is another finding's business, in whatever form it stands there."""
    entries = (
        "${{TAB_DOMAIN}}",
        "https://{{HOST}}/",
        "%DOMAIN%",
        "<<domain>>",
        "<HOSTNAME>",
        "[Your.Host]",
        "{teamSiteDomain}",
    )

    assert {} == judged(*entries)


def test_the_hint_keeps_the_number_of_labels() -> None:
    """Wildcards in front of a fixed part are proposed for those behind it."""
    app = app_of(manifest(validDomains=["app.*.eu.*.example.com"]))
    (found,) = RULES["valid-domain-wildcard-after-label"].judge(app)

    assert 'write "*.*.*.*.example.com", or list the hosts one by one' == str(found.hint)


def test_an_empty_entry_is_told_from_one_with_blanks() -> None:
    """A message says what there is to see."""
    app = app_of(manifest(validDomains=["", "a b", "a,b"]))

    expected = [
        "an entry of `validDomains` is empty",
        '"a b" holds blanks, which no host name has',
        '"a,b" cannot be the name of a host',
    ]

    assert expected == [str(found.message) for found in RULES["valid-domain-not-a-host"].judge(app)]


@given(ENTRIES)
def test_a_plain_entry_has_no_faults(entry: str) -> None:
    """The quick look at an entry never passes over what the long one would find."""
    if _is_plain(entry):
        written = domain_written(entry)

        assert entry == written.host
        assert () == _doubts(entry, written, entry)


@given(st.lists(ENTRIES | st.integers(), max_size=4))
def test_any_list_can_be_judged(entries: list[str | int]) -> None:
    """Whatever stands in the list, findings point into it and stay short."""
    app = app_of(manifest(validDomains=entries))

    found = [each for rule in HERE for each in rule.judge(app)]

    assert {each.pointer for each in found} <= {f"/validDomains/{index}" for index in range(len(entries))}
    assert all(len(str(each.message)) < 3 * SHOWN_LENGTH + 100 for each in found)


def test_a_list_without_end_is_not_taken_apart() -> None:
    """Only so many entries are looked at closely as could be meant."""
    app = app_of(manifest(validDomains=["*.com"] + [f"*.{number}.co.uk" for number in range(5000)]))

    entries: tuple[DoubtfulEntry, ...] = doubtful_entries(app)

    assert [0] == [entry.index for entry in entries]


@pytest.mark.parametrize("value", [None, "example.com", {"a": 1}, 7])
def test_what_is_no_list_is_left_to_the_schema(value: object) -> None:
    """The rules have nothing to say of another type."""
    value_of = manifest()
    value_of["validDomains"] = value

    assert () == doubtful_entries(app_of(value_of))
