"""Query options are read case by case, bound to what the resource has, and refused in clear words."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.server.graph.odata.faults import QueryFault
from teamshelf.server.graph.odata.options import EVERYTHING, MAX_PARAMETERS, Options, Order, parse_options, parse_query
from teamshelf.server.graph.odata.searching import Sought, Terms, parse_search
from teamshelf.server.graph.resources.shapes import APP, APP_BETA, INSTALLATION, PERSONAL_INSTALLATION


def options(query: str, shape: object = APP) -> Options:
    """The options of a query string."""
    return parse_options(parse_query(query.encode()), shape)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("$filter=id+eq+'x'", {"filter": "id eq 'x'"}),
        ("%24filter=id%20eq%20%27x%27", {"filter": "id eq 'x'"}),
        ("FILTER=a&$TOP=1", {"filter": "a", "top": "1"}),
        ("$skipToken=x&requiresReview=true", {"skiptoken": "x", "requiresReview": "true"}),
        ("$expand=appDefinitions%28%24expand%3Dbot%29", {"expand": "appDefinitions($expand=bot)"}),
        ("targetChannelId=19%3Ax", {"targetChannelId": "19:x"}),
        ("", {}),
    ],
)
def test_a_query_is_decoded_once(query: str, expected: dict[str, str]) -> None:
    """Names of OData come with or without `$` and in any case, values encoded or not; a plus is a blank."""
    assert expected == parse_query(query.encode())


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (b"$filtre=x", 'Invalid query: "$filtre" is no option here'),
        (b"$top=1&top=2", 'Invalid query: "top" stands in it twice'),
        (b"a=%ff", "Invalid query: it is no UTF-8"),
        (
            b"&".join(b"a%d=1" % n for n in range(MAX_PARAMETERS + 1)),
            f"Invalid query: it has more than {MAX_PARAMETERS}",
        ),
    ],
)
def test_a_query_that_cannot_be_read_is_refused(query: bytes, reason: str) -> None:
    """Unknown options of OData, options that stand twice, and what is no text."""
    with pytest.raises(QueryFault) as caught:
        parse_query(query)

    assert str(caught.value).startswith(reason)


def test_names_are_matched_without_regard_to_case() -> None:
    """The documentation itself writes `AppDefinitions`, and the Agents Toolkit `teamsapp`."""
    assert {"appDefinitions": EVERYTHING} == options("$expand=AppDefinitions").expand
    assert {"teamsApp": EVERYTHING} == options("$expand=teamsapp", INSTALLATION).expand
    assert ("id", "displayName") == options("$select=ID,DisplayName").select


def test_expansions_have_options_of_their_own() -> None:
    """`$select`, `$expand` and `$filter` stand in parentheses, apart by semicolons."""
    found = options(
        "$expand=appDefinitions($select=id,version;$expand=bot($select=id);$filter=version eq '1;0';$top=2)"
    )

    inner = found.expand["appDefinitions"]
    assert ("id", "version") == inner.select
    assert ("id",) == inner.expand["bot"].select
    assert 2 == inner.top
    assert inner.filter is not None


def test_a_star_stands_for_everything() -> None:
    """`$select=*` shows what is shown by default, `$expand=*` all that the resource leads to."""
    assert options("$select=*").select is None
    assert {"teamsApp", "teamsAppDefinition", "chat"} == options("$expand=*", PERSONAL_INSTALLATION).expand.keys()


def test_only_beta_has_icons() -> None:
    """What beta has is no property in v1.0."""
    assert (
        "colorIcon"
        in options("$expand=appDefinitions($expand=colorIcon,outlineIcon)", APP_BETA).expand["appDefinitions"].expand
    )
    with pytest.raises(QueryFault, match='"colorIcon" is no property of teamsAppDefinition'):
        options("$expand=appDefinitions($expand=colorIcon)")


def test_orders_name_properties_with_a_direction() -> None:
    """Ascending unless it says `desc`."""
    assert (Order(("displayName",), descends=True), Order(("id",), descends=False)) == options(
        "$orderby=displayname DESC, id"
    ).order


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("$select=nome", 'Invalid $select: "nome" is no property of teamsApp'),
        ("$select=id,,", "Invalid $select: a name is missing beside a comma"),
        ("$expand=displayName", 'Invalid $expand: "displayName" leads to no other resource'),
        ("$expand=appDefinitions(", "Invalid $expand: a parenthesis or an apostrophe is not closed"),
        ("$expand=appDefinitions)", "Invalid $expand: a parenthesis is closed that was not opened"),
        ("$expand=appDefinitions x", "Invalid $expand: parentheses with options were expected"),
        ("$expand=appDefinitions($count=true)", 'Invalid $expand: "$count=true" is no option that can stand inside it'),
        ("$expand=appDefinitions($top=1;$top=2)", 'Invalid $expand: "$top" stands in it twice'),
        ("$expand=(x)", 'Invalid $expand: "(x)" is no property'),
        ("$orderby=displayName up", 'Invalid $orderby: "displayName up" is no property with'),
        ("$orderby=appDefinitions", 'Invalid $orderby: "appDefinitions" has no order'),
        ("$top=-1", 'Invalid $top: "-1" is no number from 0'),
        ("$top=99999999999", 'Invalid $top: "99999999999" is no number from 0'),
        ("$skip=x", 'Invalid $skip: "x" is no number from 0'),
        ("$top=²", 'Invalid $top: "²" is no number from 0'),
        ("$count=yes", 'Invalid $count: "yes" is neither true nor false'),
        ("$search=", "Invalid $search: a word or a phrase is missing"),
        ("$filter=displayName eq 5", "Invalid $filter: 5 cannot be compared with a text"),
        ("$filter=displayName", 'Invalid $filter: "displayName" is no condition'),
        ("$filter=displayName gt id/x", 'Invalid $filter: "id" has no properties'),
        ("$filter=appDefinitions/version eq '1'", 'Invalid $filter: "appDefinitions" is a list: ask with'),
        ("$filter=appDefinitions eq null", 'Invalid $filter: "appDefinitions" is a list: ask with'),
        ("$filter=displayName/any(a:a eq 1)", 'Invalid $filter: "displayName" is no list that `any` could ask'),
        ("$filter=appDefinitions/any(a:a/authorization eq 'x')", 'Invalid $filter: "a/authorization" is an object'),
        ("$filter=appDefinitions/any(a:a/bot gt null)", 'Invalid $filter: "a/bot" has no order'),
        ("$filter=appDefinitions/any(a:a/x eq 1)", 'Invalid $filter: "x" is no property of teamsAppDefinition'),
        ("$filter=appDefinitions/any(a:b/id eq '1')", 'Invalid $filter: "b" is no property of teamsApp'),
        ("$filter=contains(5,'x')", "Invalid $filter: contains takes texts, and 5 is none"),
        ("$filter=1 lt 'a'", 'Invalid $filter: 1 cannot be compared with "a"'),
        ("$filter=tolower(displayName)", "Invalid $filter: tolower is no condition"),
        ("$filter=length(displayName) eq 'x'", 'Invalid $filter: "x" cannot be compared with a number'),
        ("$filter=appDefinitions/any(a:a/lastModifiedDateTime gt a/version)", "Invalid $filter: "),
    ],
)
def test_what_there_is_not_is_refused_in_clear_words(query: str, reason: str) -> None:
    """The sentence names the option, what is wrong with it, and what there is instead."""
    with pytest.raises(QueryFault) as caught:
        options(query)

    assert str(caught.value).startswith(reason)


def test_a_search_has_words_phrases_and_three_operators() -> None:
    """All words must be there, unless OR stands between; NOT excludes the next; quotation marks keep words whole."""
    expected = Sought((Terms(("time", "off sheet"), ("beta",)), Terms(("OR",), ())))

    assert expected == parse_search('time AND "off sheet" NOT beta OR "OR"')


@pytest.mark.parametrize("text", ["a OR", "NOT", '"a', "(a)", "AND", "a NOT OR b"])
def test_a_search_that_cannot_be_read_is_refused(text: str) -> None:
    """Something is missing, or is no sign of a search."""
    with pytest.raises(QueryFault, match=r"^Invalid \$search"):
        parse_search(text)


@given(
    st.text(max_size=60), st.sampled_from(["filter", "select", "expand", "orderby", "top", "skip", "count", "search"])
)
def test_nothing_but_a_query_fault_comes_of_any_option(text: str, name: str) -> None:
    """Whatever a client sends, it is an option or it is refused."""
    with suppress(QueryFault):
        parse_options({name: text}, APP_BETA)
