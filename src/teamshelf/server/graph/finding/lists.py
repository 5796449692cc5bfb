"""Short lists, such as the versions of an app: filtered, ordered and cut into pages where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.server.graph.finding.paging import Page, Place, ordered_after, place_of, read_place, size_of, write_place
from teamshelf.server.graph.odata.evaluating import test_of
from teamshelf.server.graph.odata.faults import QueryFault
from teamshelf.server.graph.resources.projecting import shown_as

if TYPE_CHECKING:
    from teamshelf.server.graph.odata.evaluating import Resource
    from teamshelf.server.graph.odata.options import Options
    from teamshelf.server.graph.odata.shapes import Shape


def page_of(resources: list[Resource], shape: Shape, options: Options) -> Page:
    """The page of a list that the options ask for, in the list's own order where they ask for none.

    Raises:
        QueryFault: they search, which nothing but the catalogue can, or go on from a place that there is not.
    """
    matching = matching_of(resources, options)
    following = _following(matching, options)
    size = size_of(options.top)
    shown = following[:size]
    token = write_place(place_of(shown[-1], options.order)) if len(following) > size and shown else None
    show = shown_as(shape, options)
    return Page([show(resource) for resource in shown], len(matching) if options.count else None, token)


def matching_of(resources: list[Resource], options: Options) -> list[Resource]:
    """The resources that the filter lets through.

    Raises:
        QueryFault: the options search.
    """
    if options.search is not None:
        raise QueryFault("$search", "only appCatalogs/teamsApps can be searched")
    if options.filter is None:
        return resources
    test = test_of(options.filter.condition)
    return [resource for resource in resources if test(resource)]


def _following(resources: list[Resource], options: Options) -> list[Resource]:
    after = None if options.skip_token is None else read_place(options.skip_token)
    if options.order:
        by_id = {resource["id"]: resource for resource in resources}
        places = [place_of(resource, options.order) for resource in resources]
        resources = [by_id[place.id] for place in ordered_after(places, options.order, after)]
    elif after is not None:
        resources = _behind(resources, after)
    return resources if after is not None else resources[options.skip :]


def _behind(resources: list[Resource], after: Place) -> list[Resource]:
    for position, resource in enumerate(resources):
        if resource["id"] == after.id:
            return resources[position + 1 :]
    raise QueryFault("$skiptoken", "where the page before this one ended is no longer there: begin again")
