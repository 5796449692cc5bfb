"""Every way in which clients write an address of Graph comes to one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.server.graph.addresses import canonical_path


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("/v1.0//appCatalogs/teamsApps", "/v1.0/appCatalogs/teamsApps"),
        ("/V1.0/APPCATALOGS/teamsapps/$COUNT", "/v1.0/appCatalogs/teamsApps/$count"),
        ("/beta/appCatalogs/teamsApps('x')/appDefinitions('y')", "/beta/appCatalogs/teamsApps/x/appDefinitions/y"),
        ("/v1.0/users('a%40b')/teamwork/installedApps", "/v1.0/users/a@b/teamwork/installedApps"),
        ("/v1.0/users('o''neil')", "/v1.0/users/o'neil"),
        ("/v1.0/chats/19%3Aab%40thread.v2/installedApps/eHg%3D", "/v1.0/chats/19:ab@thread.v2/installedApps/eHg="),
        ("/v1.0/chats/19:ab@thread.v2/installedApps/eHg=", "/v1.0/chats/19:ab@thread.v2/installedApps/eHg="),
        ("/v1.0/teams/x/installedApps/ab%2Fc%3D", "/v1.0/teams/x/installedApps/ab_c="),
        ("/v1.0/%24batch", "/v1.0/$batch"),
        ("/v1.0", "/v1.0"),
        ("/v1.0/%ff", "/v1.0/\ufffd"),
        ("/api/teams", None),
        ("/", None),
        ("", None),
    ],
)
def test_an_address_comes_to_one_form(written: str, expected: str | None) -> None:
    """Slashes, case, percent signs and keys in parentheses; what is none of Graph's is left alone."""
    assert expected == canonical_path([part.encode() for part in written.split("/")], is_encoded=True)


@given(st.lists(st.sampled_from(["teamsApps", "TEAMS", "x", "%2e%2e", "a('b')", "", "é"]), max_size=6))
def test_the_one_form_stays_as_it_is(parts: list[str]) -> None:
    """To bring it there again changes nothing."""
    once = canonical_path([b"beta", *(part.encode() for part in parts)], is_encoded=True)
    assert once is not None

    assert once == canonical_path([part.encode() for part in once.split("/")], is_encoded=False)
