"""`teamshelf token create NAME`: bearer tokens of an account, from beside the database."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.opening import Unopenable, add_where, opened_shelf
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.messages import LANGUAGES, printable, say

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf token",
        description="Bearer tokens of an account. A token is printed once; the shelf keeps only its digest.",
        epilog="Exit code 0: done; 1: refused; 2: the database cannot be used.",
    )
    actions = made.add_subparsers(dest="action", metavar="ACTION", required=True)
    created = actions.add_parser("create", help="print a new token, once")
    created.add_argument("name", metavar="NAME", help="sign-in name of the account")
    created.add_argument("--label", metavar="TEXT", default="command line", help="what it is for")
    created.add_argument(
        "--scope",
        metavar="PERMISSION",
        action="append",
        default=None,
        help="a permission of Graph that it grants, such as AppCatalog.Submit; may be given several times; default: "
        "all that the account's role can have",
    )
    created.add_argument("--days", metavar="N", type=int, default=90, help="how long it works; default: 90")
    listed = actions.add_parser("list", help="print the tokens of an account: id, what for, until when, state")
    listed.add_argument("name", metavar="NAME")
    revoked = actions.add_parser("revoke", help="make a token stop working")
    revoked.add_argument("id", metavar="ID", help="its id, as `list` shows it")
    for action in actions.choices.values():
        add_where(action)
        action.add_argument(
            "--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG"
        )
    return made


def run(arguments: argparse.Namespace) -> int:
    """Do it."""
    language = arguments.lang or language_of_the_environment()
    try:
        with opened_shelf(arguments) as shelf:
            from teamshelf.catalogue.refusals import Refusal

            try:
                return _ACTIONS[arguments.action](shelf, arguments, language)
            except Refusal as refusal:
                complain(refusal.message, language)
                return FOUND
    except Unopenable as error:
        complain(error.message, language)
        return FAILED


def _create(shelf: Shelf, arguments: argparse.Namespace, language: str) -> int:
    from teamshelf.catalogue.people.actors import OPERATOR
    from teamshelf.catalogue.people.tokens import create_token
    from teamshelf.cli.user import account_id

    issued = create_token(
        shelf,
        OPERATOR,
        account_id(shelf, arguments.name),
        label=arguments.label,
        scopes=arguments.scope,
        days=arguments.days,
    )
    complain(
        say(
            "this token works until {date} and is not shown again; `teamshelf token revoke {id}` ends it",
            date=issued.expires_at.date().isoformat(),
            id=issued.id,
        ),
        language,
    )
    print(issued.text)
    return OK


def _list(shelf: Shelf, arguments: argparse.Namespace, language: str) -> int:
    del language
    from teamshelf.catalogue.people.tokens import tokens_of
    from teamshelf.cli.user import account_id

    account = account_id(shelf, arguments.name)
    at = shelf.clock()
    with shelf.reading() as session:
        for token in tokens_of(session, account):
            state = "revoked" if token.revoked_at else "expired" if token.expires_at <= at else "active"
            print(f"{token.id}\t{printable(token.label)}\t{token.expires_at.date().isoformat()}\t{state}")
    return OK


def _revoke(shelf: Shelf, arguments: argparse.Namespace, language: str) -> int:
    from teamshelf.catalogue.people.actors import OPERATOR
    from teamshelf.catalogue.people.tokens import revoke_token

    revoke_token(shelf, OPERATOR, arguments.id.lower())
    complain(say("the token {id} is revoked", id=printable(arguments.id)), language)
    return OK


_ACTIONS = {"create": _create, "list": _list, "revoke": _revoke}
