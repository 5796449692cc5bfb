"""`teamshelf preview PATH`: a local page that shows the app as its users will see it."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from teamshelf.cli import FAILED, OK
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.messages import LANGUAGES, printable, say
from teamshelf.package.faults import Unreadable

if TYPE_CHECKING:
    from teamshelf.preview.serving import PreviewServer

USUAL_PORT = 8480
"""The port unless another one is asked for: an address that stays the same can be kept open."""

_HIGHEST = 65535


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf preview",
        description="Show an app as its users will see it, on a page of this machine that follows every change of its "
        "files. No address of the app is ever opened.",
        epilog="Exit code 0: stopped by Ctrl-C or a signal; 2: bad usage, nothing to read, or it could not listen.",
    )
    made.add_argument("path", metavar="PATH", help="a folder, a package, or a manifest.json with its files beside it")
    made.add_argument("--host", metavar="H", default="127.0.0.1", help="address to listen on; default: 127.0.0.1")
    made.add_argument(
        "--port",
        metavar="N",
        type=_port,
        default=None,
        help=f"port; default: {USUAL_PORT}, or a free one if that is taken",
    )
    made.add_argument("--env-file", metavar="F", help="values for placeholders such as ${{VAR}}")
    made.add_argument("--no-open", action="store_true", help="print the address, and do not open the browser")
    made.add_argument(
        "--lang", choices=LANGUAGES, default=None, help="language of the pages; default: LANGUAGE or LANG"
    )
    return made


def run(arguments: argparse.Namespace) -> int:
    """Serve the pages until told to stop."""
    language = arguments.lang or language_of_the_environment()
    try:
        server = _server(arguments, language)
    except Unreadable as error:
        complain(error.message, language)
        return FAILED
    except (OSError, OverflowError, UnicodeError) as error:
        reason = printable(getattr(error, "strerror", None) or str(error))
        complain(
            say(
                "cannot listen on {host}, port {port}: {reason}",
                host=printable(arguments.host),
                port=arguments.port if arguments.port is not None else USUAL_PORT,
                reason=reason,
            ),
            language,
        )
        return FAILED
    _serve(server, is_opened=sys.stdout.isatty() and not arguments.no_open, language=language)
    return OK


def _server(arguments: argparse.Namespace, language: str) -> PreviewServer:
    """The server, listening. Raises Unreadable where there is nothing to show, OSError where it cannot listen."""
    from teamshelf.cli.files import variables_from
    from teamshelf.package.source import open_source
    from teamshelf.preview.serving import PreviewServer
    from teamshelf.preview.site import Site
    from teamshelf.preview.watching import home_of

    if arguments.env_file:
        variables_from(arguments.env_file)
    open_source(home_of(arguments.path))
    site = Site(arguments.path, arguments.env_file)
    if arguments.port is not None:
        return PreviewServer(site, arguments.host, arguments.port, language)
    try:
        return PreviewServer(site, arguments.host, USUAL_PORT, language)
    except OSError:
        return PreviewServer(site, arguments.host, 0, language)


def _serve(server: PreviewServer, *, is_opened: bool, language: str) -> None:
    """Serve until Ctrl-C or the usual signal."""
    import signal

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        server.site.watch()
        print(server.url, flush=True)
        if is_opened:
            complain(say("Ctrl-C ends the preview"), language)
            import webbrowser

            webbrowser.open(server.url)
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        pass  # that is how it ends
    finally:
        server.site.stop()
        server.server_close()
        signal.signal(signal.SIGTERM, before)


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= _HIGHEST:
        raise argparse.ArgumentTypeError(f"{port} is no port")
    return port
