"""`teamshelf user add NAME --role ROLE`: accounts of the shelf, from beside its database."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.opening import Unopenable, add_where, opened_shelf
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.messages import LANGUAGES, printable, say, shown

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf

ROLES = ("user", "publisher", "reviewer", "admin")
"""As in `teamshelf.catalogue.people.actors.Role`, which is not imported to say what the arguments are."""


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf user",
        description="The accounts of a shelf, from beside its database.",
        epilog="Exit code 0: done; 1: refused; 2: the database cannot be used.",
    )
    actions = made.add_subparsers(dest="action", metavar="ACTION", required=True)
    added = actions.add_parser("add", help="make an account, and print a password for its first sign-in")
    added.add_argument("name", metavar="NAME", help="sign-in name, such as ann@example.org")
    added.add_argument("--role", choices=ROLES, default="user", help="what it may do; default: user")
    added.add_argument("--display-name", metavar="TEXT", default=None, help="what people call them")
    secret = added.add_mutually_exclusive_group()
    secret.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    secret.add_argument("--no-password", action="store_true", help="a program's account: it has tokens only")
    role = actions.add_parser("role", help="give an account another role")
    role.add_argument("name", metavar="NAME")
    role.add_argument("role", choices=ROLES)
    for action, text in (
        ("disable", "sign an account out everywhere, revoke its tokens, and let it in no more"),
        ("enable", "let a disabled account sign in again"),
        ("password", "print a new password for an account's next sign-in"),
    ):
        actions.add_parser(action, help=text).add_argument("name", metavar="NAME")
    actions.add_parser("list", help="print the accounts: name, role, and whether they are disabled")
    for each in actions.choices.values():
        add_where(each)
        each.add_argument(
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


def _add(shelf: Shelf, arguments: argparse.Namespace, language: str) -> int:
    from teamshelf.catalogue.people.accounts import create_account, sign_in_name
    from teamshelf.catalogue.people.actors import OPERATOR, Role
    from teamshelf.catalogue.people.passwords import random_password

    password = None
    if arguments.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif not arguments.no_password:
        password = random_password()
    is_random = not arguments.password_stdin and password is not None
    create_account(
        shelf,
        OPERATOR,
        arguments.name,
        Role(arguments.role),
        password=password,
        display_name=arguments.display_name,
        must_change_password=is_random,
    )
    name = printable(sign_in_name(arguments.name))
    complain(say("the account {name} is made, with the role {role}", name=name, role=arguments.role), language)
    if is_random:
        complain(say("its password, for the first sign-in only:"), language)
        print(password)
    return OK


def _role(shelf: Shelf, arguments: argparse.Namespace, language: str) -> int:
    from teamshelf.catalogue.people.accounts import set_role
    from teamshelf.catalogue.people.actors import OPERATOR, Role

    set_role(shelf, OPERATOR, account_id(shelf, arguments.name), Role(arguments.role))
    complain(say("{name} has the role {role} now", name=printable(arguments.name), role=arguments.role), language)
    return OK


def _disable(shelf: Shelf, arguments: argparse.Namespace, language: str) -> int:
    from teamshelf.catalogue.people.accounts import set_disabled
    from teamshelf.catalogue.people.actors import OPERATOR

    set_disabled(shelf, OPERATOR, account_id(shelf, arguments.name), disabled=True)
    complain(say("{name} is disabled now, and its tokens are revoked", name=printable(arguments.name)), language)
    return OK


def _enable(shelf: Shelf, arguments: argparse.Namespace, language: str) -> int:
    from teamshelf.catalogue.people.accounts import set_disabled
    from teamshelf.catalogue.people.actors import OPERATOR

    set_disabled(shelf, OPERATOR, account_id(shelf, arguments.name), disabled=False)
    complain(say("{name} can sign in again", name=printable(arguments.name)), language)
    return OK


def _password(shelf: Shelf, arguments: argparse.Namespace, language: str) -> int:
    from teamshelf.catalogue.people.accounts import set_password
    from teamshelf.catalogue.people.actors import OPERATOR
    from teamshelf.catalogue.people.passwords import random_password

    password = random_password()
    set_password(shelf, OPERATOR, account_id(shelf, arguments.name), password, must_change=True)
    complain(say("its password, for the next sign-in only:"), language)
    print(password)
    return OK


def _list(shelf: Shelf, arguments: argparse.Namespace, language: str) -> int:
    del arguments, language
    from sqlalchemy import select

    from teamshelf.catalogue.tables import Account

    with shelf.reading() as session:
        for account in session.scalars(select(Account).order_by(Account.name)):
            state = "disabled" if account.disabled_at else "active"
            print(f"{printable(account.name)}\t{account.role}\t{state}")
    return OK


def account_id(shelf: Shelf, name: str) -> str:
    """The id of the account with a name or an id.

    Raises:
        Refusal: there is none.
    """
    from teamshelf.catalogue.people.accounts import find_account
    from teamshelf.catalogue.refusals import Kind, Refusal

    with shelf.reading() as session:
        account = find_account(session, name)
    if account is None:
        raise Refusal(
            Kind.NOT_FOUND,
            "unknown-account",
            say("there is no account called {name}: `teamshelf user add` makes one", name=shown(name)),
        )
    return account.id


_ACTIONS = {
    "add": _add,
    "role": _role,
    "disable": _disable,
    "enable": _enable,
    "password": _password,
    "list": _list,
}
