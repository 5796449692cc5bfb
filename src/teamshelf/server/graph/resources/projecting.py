"""What is shown of a resource: `$select` and `$expand`, applied to a dict that has all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.server.graph.odata.evaluating import test_of, value_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from teamshelf.server.graph.odata.evaluating import Resource
    from teamshelf.server.graph.odata.options import Options, Order
    from teamshelf.server.graph.odata.shapes import Shape


def shown_as(shape: Shape, options: Options) -> Callable[[Resource], Resource]:
    """A function that shows resources of the shape as the options ask.

    Without `$select` all is shown but what must be asked for; what a resource leads to is shown only if expanded.
    Names that begin with `@`, which are about the resource and not of it, are always kept.
    """
    names = [
        name
        for name, member in shape.members.items()
        if not member.leads and (name in options.select if options.select is not None else not member.on_request)
    ]
    parts = {name: _part(shape, name, inner) for name, inner in options.expand.items()}

    def show(resource: Resource) -> Resource:
        seen = {name: value for name, value in resource.items() if name.startswith("@")}
        seen.update((name, resource[name]) for name in names if name in resource)
        seen.update((name, part(resource.get(name))) for name, part in parts.items())
        return seen

    return show


def in_order(resources: Iterable[Resource], order: tuple[Order, ...]) -> list[Resource]:
    """The resources in the order of the keys; null comes first, and last in descending order."""
    ordered = list(resources)
    for key in reversed(order):
        ordered.sort(key=lambda resource, names=key.names: sort_key(value_at(resource, names)), reverse=key.descends)  # type: ignore[misc]
    return ordered


def sort_key(value: Any) -> tuple[bool, Any]:
    """A key under which null comes before everything; texts follow without regard to case."""
    folded = value.casefold() if isinstance(value, str) else value
    return (value is not None, "" if value is None else folded)


def _part(shape: Shape, name: str, options: Options) -> Callable[[Any], Any]:
    member = shape.members[name]
    if member.shape is None:  # pragma: no cover - options are bound: only what leads somewhere is expanded
        raise AssertionError(name)
    show = shown_as(member.shape, options)
    if not member.is_many:
        return lambda value: None if value is None else show(value)
    test = test_of(options.filter.condition) if options.filter else None

    def list_of(value: Any) -> list[Resource]:
        items = [item for item in value or () if test is None or test(item)]
        end = None if options.top is None else options.skip + options.top
        return [show(item) for item in in_order(items, options.order)[options.skip : end]]

    return list_of
