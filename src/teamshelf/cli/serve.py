"""`teamshelf serve`: run the shelf."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from teamshelf.cli import FAILED, OK
from teamshelf.cli.opening import Unopenable, add_where, database_url, opened_shelf, require_private_file
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.messages import LANGUAGES, printable, say

if TYPE_CHECKING:
    from teamshelf.server.settings import OpenIdSettings, ServerSettings

SECRET_VARIABLE = "TEAMSHELF_OIDC_CLIENT_SECRET"  # noqa: S105 - the name of a variable
METRICS_VARIABLE = "TEAMSHELF_METRICS_TOKEN"

_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_ANY = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf serve",
        description="Run the shelf: an app catalogue with Microsoft Graph's API. In an empty folder it makes its "
        "database and an administrator.",
        epilog="Exit code 0: stopped by Ctrl-C or a signal; 2: it could not run.",
    )
    add_where(made)
    made.add_argument("--host", metavar="H", default="127.0.0.1", help="address to listen on; default: 127.0.0.1")
    made.add_argument("--port", metavar="N", type=_port, default=8080, help="port; 0 takes a free one; default: 8080")
    made.add_argument("--workers", metavar="N", type=_workers, default=1, help="processes; default: 1")
    made.add_argument("--tls-cert", metavar="F", type=Path, default=None, help="certificate chain, PEM")
    made.add_argument("--tls-key", metavar="F", type=Path, default=None, help="its private key, PEM")
    made.add_argument("--base-url", metavar="URL", type=_base_url, default=None, help="the address that people use")
    made.add_argument(
        "--allow-host",
        metavar="NAME",
        type=str.lower,
        action="append",
        default=[],
        help="another name that the shelf answers to, such as graph.microsoft.com for clients that know no other",
    )
    made.add_argument(
        "--trust-proxy", action="store_true", help="believe X-Forwarded-*: only behind a proxy that sets them"
    )
    made.add_argument("--admin-name", metavar="NAME", default="admin", help="of the first administrator")
    made.add_argument("--seed-demo", action="store_true", help="fill an empty shelf with example apps")
    made.add_argument("--no-rate-limits", action="store_true", help="for test suites: count no tries")
    made.add_argument("--oidc-issuer", metavar="URL", default=None, help="sign in with OpenID Connect: the provider")
    made.add_argument(
        "--oidc-client-id", metavar="ID", default=None, help=f"its name for us; secret: {SECRET_VARIABLE}"
    )
    made.add_argument("--oidc-label", metavar="TEXT", default="OpenID Connect", help="of the button")
    made.add_argument(
        "--log-format", choices=("json", "text", "none"), default="json", help="of the log; default: json"
    )
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Prepare the shelf, and serve it until told to stop."""
    language = arguments.lang or language_of_the_environment()
    try:
        _check(arguments)
        first = _prepared(arguments, language)
        _serve(arguments, language, first)
    except Unopenable as error:
        complain(error.message, language)
        return FAILED
    except OSError as error:
        complain(
            say(
                "cannot listen on {host}, port {port}: {reason}",
                host=printable(arguments.host),
                port=arguments.port,
                reason=printable(error.strerror or str(error)),
            ),
            language,
        )
        return FAILED
    return OK


def _check(arguments: argparse.Namespace) -> None:
    """Refuse arguments that make no sense together, before anything is made."""
    if (arguments.tls_cert is None) != (arguments.tls_key is None):
        raise Unopenable(say("`--tls-cert` and `--tls-key` go together"))
    if (arguments.oidc_issuer is None) != (arguments.oidc_client_id is None):
        raise Unopenable(say("`--oidc-issuer` and `--oidc-client-id` go together"))
    if arguments.oidc_issuer is not None and not _is_secure(arguments.oidc_issuer):
        raise Unopenable(say("`--oidc-issuer` is an https address; http only on this machine"))
    if arguments.tls_key is not None:
        require_private_file(arguments.tls_key)
        _check_certificate(arguments.tls_cert, arguments.tls_key)


def _check_certificate(certificate: Path, key: Path) -> None:
    import ssl

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        reason = printable(str(error.strerror or error))
        raise Unopenable(
            say("`{path}` is no certificate for its key: {reason}", path=printable(str(certificate)), reason=reason)
        ) from error


def _prepared(arguments: argparse.Namespace, language: str) -> tuple[str, str] | None:
    """Make tables, the signing key and the first administrator; gives the latter's name and password."""
    with opened_shelf(arguments) as shelf:
        from teamshelf.catalogue.people.accounts import first_admin
        from teamshelf.catalogue.people.actors import OPERATOR
        from teamshelf.catalogue.people.signing import signing_key

        signing_key(shelf)
        first = first_admin(shelf, OPERATOR, arguments.admin_name)
        if arguments.seed_demo:
            from teamshelf.catalogue.demo.examples import seed_demo

            number = seed_demo(shelf)
            complain(say("{number} example apps are on the shelf", number=number), language)
        return first


def _serve(arguments: argparse.Namespace, language: str, first: tuple[str, str] | None) -> None:
    try:
        from teamshelf.server.running import Plan, reserved_port, run_server
    except ModuleNotFoundError as error:
        raise Unopenable(
            say("the shelf needs more packages ({name} is missing): pip install 'teamshelf[server]'", name=error.name)
        ) from error
    url = database_url(arguments)
    settings = _settings(arguments)
    if not settings.has_tls and arguments.host not in (*_LOCAL, "::1"):
        complain(say("passwords and tokens travel unencrypted: use --tls-cert, or a proxy and --base-url"), language)
    with reserved_port(arguments.host, arguments.port) as port:
        plan = Plan(
            settings=settings,
            database=url,
            data=(arguments.data or Path()).resolve() if url is None else None,
            host=arguments.host,
            port=port,
            workers=arguments.workers,
            certificate=arguments.tls_cert,
            key=arguments.tls_key,
            log_format=arguments.log_format,
        )
        scheme = "https" if arguments.tls_cert else "http"
        host = "localhost" if arguments.host in _ANY else arguments.host
        address = arguments.base_url or f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
        run_server(plan, lambda: _say_where(address, first, language))


def _say_where(address: str, first: tuple[str, str] | None, language: str) -> None:
    """What whoever has started the server needs to know, now that it answers."""
    lines = [say("the shelf is at {address}", address=address)]
    if first is not None:
        name, password = first
        lines += [
            say("sign in as {name} with this password, and choose your own: {password}", name=name, password=password),
            say("for a client: `teamshelf token create {name}`", name=name),
        ]
    lines.append(say("Ctrl-C stops it"))
    for line in lines:
        print(line.in_language(language), flush=True)


def _settings(arguments: argparse.Namespace) -> ServerSettings:
    from teamshelf.server.settings import ServerSettings

    return ServerSettings(
        base_url=arguments.base_url or "",
        has_tls=arguments.tls_cert is not None or (arguments.base_url or "").startswith("https:"),
        hosts=_hosts(arguments),
        trusts_proxy=arguments.trust_proxy,
        has_limits=not arguments.no_rate_limits,
        metrics_token=os.environ.get(METRICS_VARIABLE, ""),
        open_id=_open_id(arguments),
    )


def _hosts(arguments: argparse.Namespace) -> tuple[str, ...]:
    """All names that the server answers to."""
    import socket

    own = socket.gethostname() if arguments.host in _ANY else arguments.host
    given = [*arguments.allow_host, own.lower()]
    if arguments.base_url:
        given.append((urlsplit(arguments.base_url).hostname or "").lower())
    bracketed = (f"[{name}]" if ":" in name and not name.startswith("[") else name for name in given)
    return tuple(dict.fromkeys((*_LOCAL, *bracketed)))


def _open_id(arguments: argparse.Namespace) -> OpenIdSettings | None:
    from teamshelf.server.settings import OpenIdSettings

    if arguments.oidc_issuer is None:
        return None
    return OpenIdSettings(
        issuer=arguments.oidc_issuer,
        client_id=arguments.oidc_client_id,
        client_secret=os.environ.get(SECRET_VARIABLE, ""),
        label=arguments.oidc_label,
    )


def _is_secure(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1"))


def _port(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text) or int(text) > 65535:  # noqa: PLR2004 - the largest port
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _workers(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d?", text):
        raise argparse.ArgumentTypeError("from 1 to 99")
    return int(text)


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise argparse.ArgumentTypeError("such as https://apps.example.org")
    return text.rstrip("/")
