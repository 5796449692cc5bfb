"""A preview that follows an app on the disk: always the pages of what is there now."""

from __future__ import annotations

import time
from contextlib import suppress
from threading import Condition, Event, Lock, Thread
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.checking import check_source
from teamshelf.package.app import App
from teamshelf.package.faults import Unreadable
from teamshelf.package.placeholders import variables_of
from teamshelf.package.source import open_source
from teamshelf.preview.pages import Addresses, render, render_unreadable
from teamshelf.preview.pictures import Picture, pictures_of
from teamshelf.preview.surfaces import BY_NAME
from teamshelf.preview.watching import fingerprint, home_of

if TYPE_CHECKING:
    from teamshelf.findings import Finding
    from teamshelf.messages import Message
    from teamshelf.preview.options import Options

LOOKS_A_SECOND = 4
"""How often the disk is looked at: a change shows within a second, page included."""

MOST_OF_THE_TIME = 4
"""Times as long as a look took, that is waited until the next: a folder full of files must not heat a laptop."""


class _Built(Struct, frozen=True):
    """What there is to show at one number of changes: an app with all that pages need, or why there is none."""

    number: int
    app: App | None
    findings: tuple[Finding, ...] = ()
    pictures: dict[str, Picture] = {}
    problem: Message | None = None


class Site:
    """The pages of an app at a path, for any number of threads. Making one starts nothing; see :meth:`watch`."""

    def __init__(self, path: str, env_file: str | None = None) -> None:
        self._path = home_of(path)
        self._env_file = env_file
        self._lock = Lock()
        self._changed = Condition()
        self._stopped = Event()
        self._seen = self._look()
        self._number = 1
        self._built: _Built | None = None

    def page(self, surface: str, options: Options) -> str | None:
        """The page of a surface; None where there is no such surface."""
        if surface not in BY_NAME:
            return None
        with self._lock:  # an app reads its files when they are asked for
            built = self._current()
            addresses = Addresses(events=f"/events?seen={built.number}")
            if built.app is None:
                assert built.problem is not None  # noqa: S101 - the two go together
                return render_unreadable(built.problem, options, addresses=addresses)
            return render(
                built.app,
                surface,
                options,
                addresses=addresses,
                findings=built.findings,
                pictures=built.pictures,
            )

    def picture(self, name: str) -> bytes | None:
        """An icon by the name that pages know it by; None where there is none of that name."""
        with self._lock:
            pictures = self._current().pictures.values()
        return next((picture.content for picture in pictures if picture.name == name), None)

    @property
    def number(self) -> int:
        """How often the app has changed; any change gives another number."""
        return self._number

    def changed_since(self, number: int, timeout: float) -> int:
        """The number once it is another one than that given, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._number != number or self._stopped.is_set(), timeout)
            return self._number

    def watch(self) -> None:
        """Follow the disk, in a thread that ends with the process or with :meth:`stop`."""
        Thread(target=self._watch, name="preview-watch", daemon=True).start()

    @property
    def is_stopped(self) -> bool:
        """Whether nothing will be heard of changes any more."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Let the watching thread, and whoever waits for a change, come to an end."""
        self._stopped.set()
        with self._changed:
            self._changed.notify_all()

    def _watch(self) -> None:
        wait = 1 / LOOKS_A_SECOND
        while not self._stopped.wait(wait):
            began = time.monotonic()
            seen = self._look()
            wait = max(1 / LOOKS_A_SECOND, MOST_OF_THE_TIME * (time.monotonic() - began))
            if seen != self._seen:
                self._seen = seen
                with self._changed:
                    self._number += 1
                    self._changed.notify_all()

    def _look(self) -> object:
        return fingerprint(self._path, *([self._env_file] if self._env_file else []))

    def _current(self) -> _Built:
        number = self._number
        if self._built is None or self._built.number != number:
            self._built = self._build(number)
        return self._built

    def _build(self, number: int) -> _Built:
        variables = None
        if self._env_file:
            with suppress(OSError, UnicodeDecodeError):  # it was there at the start, and may be between two states
                variables = variables_of(self._env_file)
        try:
            source = open_source(self._path)
            app = App(source, variables=variables)
            return _Built(number, app, check_source(source, variables=variables).findings, pictures_of(app))
        except Unreadable as error:
            return _Built(number, None, problem=error.message)
