"""Work that several rules share."""

from __future__ import annotations

from teamshelf.package.app import App
from teamshelf.package.source import open_source
from teamshelf.rules.memory import once_per_app


def app() -> App:
    """Some app."""
    return App(open_source(b"{}"))


def test_asked_once() -> None:
    """A function is called once for each app, even when it gives None."""
    asked: list[App] = []

    @once_per_app
    def ask(app: App) -> None:
        asked.append(app)

    one, other = app(), app()

    assert [None] * 4 == [ask(one), ask(other), ask(one), ask(other)]
    assert [one, other] == asked


def test_answers_are_kept_apart() -> None:
    """What one function gives is not taken for what another gives, though both are called alike."""

    def one(_: App) -> int:
        return 1

    def two(_: App) -> int:
        return 2

    two.__name__ = one.__name__
    asked = app()

    assert (1, 2) == (once_per_app(one)(asked), once_per_app(two)(asked))


def test_documentation_stays() -> None:
    """The function keeps its name and what it says of itself."""

    @once_per_app
    def ask(_: App) -> None:
        """Ask."""

    assert ("ask", "Ask.") == (ask.__name__, ask.__doc__)
