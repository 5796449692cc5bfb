"""`teamshelf link APP`: the link that installs an app, as an address or as a button."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.links import (
    CONVERSATIONS,
    SIZES,
    TEAMS,
    THEMES,
    BotLink,
    Button,
    EntityLink,
    InstallLink,
    LinkError,
    too_long,
)
from teamshelf.messages import LANGUAGES, printable, say, shown
from teamshelf.package.faults import Unreadable
from teamshelf.package.limits import MAX_ARCHIVE
from teamshelf.package.placeholders import placeholder_in
from teamshelf.package.source import STANDARD_INPUT, open_source

if TYPE_CHECKING:
    from teamshelf.links import Link
    from teamshelf.model.manifest import Manifest

_IN_A_TAB = {"web_url": "--web-url", "label": "--label", "sub_entity": "--sub-entity"}
_ABOUT_ENTITIES = {**_IN_A_TAB, "channel": "--channel", "chat": "--chat"}


class _App(Struct, frozen=True):
    """What is known of the app: its id, and its manifest if a path was given."""

    id: str
    manifest: Manifest | None = None

    @property
    def name(self) -> str | None:
        """The name that people see; None while it is not known."""
        short = self.manifest.name.short if self.manifest and self.manifest.name else None
        return _filled_in(short)


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf link",
        description="Print the link with which people add an app in Microsoft Teams, or open a tab or a chat of it; or "
        "a button that carries the link. Only an app that is in the store or in the organization's catalog can be "
        "added by its link.",
        epilog="Exit code 0: done; 1: there is no such link; 2: bad usage, or a path could not be read.",
    )
    made.add_argument(
        "app", metavar="APP", help="the id of the app, or a manifest.json, a folder or a .zip that has it"
    )
    made.add_argument("--base", metavar="URL", default=TEAMS, help="a shelf of your own, instead of Microsoft Teams")
    made.add_argument("--tenant", metavar="ID", help="the organization in which to add or open it")
    made.add_argument("--env-file", metavar="F", help="values for placeholders such as ${{VAR}}")
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of the button and of messages")
    what = made.add_argument_group("what it opens, if not the dialog to add the app").add_mutually_exclusive_group()
    what.add_argument("--tab", metavar="ENTITY_ID", help="a tab of the app")
    what.add_argument("--conversation", action="store_true", help="the chat with the bot of the app")
    what.add_argument("--bot", action="store_true", help="a chat with the bot itself, also without the app; APP may be "
                      "the bot's id")  # fmt: skip
    tab = made.add_argument_group("more of a tab")
    tab.add_argument("--sub-entity", metavar="ID", help="what to show in the tab")
    tab.add_argument("--web-url", metavar="URL", help="the page for those without the tab; default: its websiteUrl")
    tab.add_argument("--label", metavar="TEXT", help="what clients show for the link; default: the name of the tab")
    place = tab.add_mutually_exclusive_group()
    place.add_argument("--channel", metavar="ID", help="the channel that has the tab")
    place.add_argument("--chat", metavar="ID", help="the chat that has the tab")
    look = made.add_argument_group("a button")
    form = look.add_mutually_exclusive_group()
    form.add_argument("--html", action="store_true", help="a link with the picture in it, for a page")
    form.add_argument("--markdown", action="store_true", help="the same in Markdown")
    form.add_argument("--svg", action="store_true", help="the picture alone, for a file")
    look.add_argument("--picture", metavar="URL", help="where the picture is, for --markdown; default: in the text")
    look.add_argument("--theme", choices=THEMES, default=THEMES[0], help="for light (default) or dark pages")
    look.add_argument("--size", choices=SIZES, default="medium", help="32, 40 (default) or 48 pixels high")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Print the link, or the button."""
    language = arguments.lang or language_of_the_environment()
    needless = _needless(arguments)
    if needless:
        complain(say("`{option}` has no meaning here", option=needless), language)
        return FAILED
    try:
        app = _app(arguments)
        link = _link(app, arguments)
        url = link.url(arguments.base) if isinstance(link, InstallLink) else link.url()
    except Unreadable as error:
        complain(error.message, language)
        return FAILED
    except LinkError as error:
        complain(error.message, language)
        if error.hint is not None:
            complain(error.hint, language, prefix="  ->")
        return FOUND
    warning = too_long(url)
    if warning is not None:
        complain(warning, language)
    button = Button(
        app_name=app.name,
        label="add" if isinstance(link, InstallLink) else "open",
        language=language,
        theme=arguments.theme,
        size=arguments.size,
    )
    if arguments.html:
        print(button.html(url))
    elif arguments.markdown:
        print(button.markdown(url, arguments.picture))
    else:
        print(button.svg() if arguments.svg else url)
    return OK


def _needless(arguments: argparse.Namespace) -> str | None:
    """An option that was given although nothing comes of it."""
    opens = arguments.tab is not None or arguments.conversation or arguments.bot
    if opens and arguments.base != TEAMS:
        return "--base"
    if arguments.bot and arguments.tenant is not None:
        return "--tenant"
    if arguments.tab is None:
        for name, option in _ABOUT_ENTITIES.items():
            if getattr(arguments, name) is not None:
                return option
    return "--picture" if arguments.picture is not None and not arguments.markdown else None


def _app(arguments: argparse.Namespace) -> _App:
    """The app that is meant.

    Raises:
        Unreadable: there is no such file.
        LinkError: the manifest does not say which app it is.
    """
    given: str = arguments.app
    if given != STANDARD_INPUT and not os.path.exists(given):  # noqa: PTH110 - the rest of the way does without pathlib
        try:
            return _App(InstallLink(given).app_id)
        except LinkError:
            if given.startswith("{"):
                raise
            raise Unreadable(
                say("{value} is neither the id of an app nor a file that is there", value=shown(given))
            ) from None
    from teamshelf.cli.files import variables_from
    from teamshelf.package.app import App

    variables = variables_from(arguments.env_file) if arguments.env_file else None
    source = open_source(sys.stdin.buffer.read(MAX_ARCHIVE + 1)) if given == STANDARD_INPUT else open_source(given)
    app = App(source, variables=variables)
    if app.file is None:
        raise LinkError(next((finding.message for finding in app.findings), say("there is no manifest")))
    return _App(_id_of(app.manifest, given), app.manifest)


def _id_of(manifest: Manifest, path: str) -> str:
    """The id that the manifest gives, once it is one."""
    path = printable(path)
    if not manifest.id:
        raise LinkError(say("`{path}` has no `id`, so it is not known which app it is", path=path))
    _refuse_placeholder(manifest.id, "id", path)
    return InstallLink(manifest.id).app_id


def _refuse_placeholder(text: str, name: str, path: str) -> None:
    mark = placeholder_in(text)
    if mark is not None:
        raise LinkError(
            say(
                "the `{name}` in `{path}` is still the placeholder `{mark}`", name=name, path=path, mark=printable(mark)
            ),
            say("name the file with its value: --env-file"),
        )


def _link(app: _App, arguments: argparse.Namespace) -> Link:
    if arguments.bot:
        return BotLink(_bot_id(app, printable(arguments.app)))
    if arguments.conversation:
        if app.manifest is not None and not app.manifest.bots:
            raise LinkError(say("the app has no bot"))
        return EntityLink(app_id=app.id, entity_id=CONVERSATIONS, tenant_id=arguments.tenant)
    if arguments.tab is None:
        return InstallLink(app.id, arguments.tenant)
    name, page = _tab(app.manifest, arguments.tab)
    return EntityLink(
        app_id=app.id,
        entity_id=arguments.tab,
        web_url=page if arguments.web_url is None else arguments.web_url,
        label=name if arguments.label is None else arguments.label,
        sub_entity_id=arguments.sub_entity,
        channel_id=arguments.channel,
        chat_id=arguments.chat,
        tenant_id=arguments.tenant,
    )


def _bot_id(app: _App, path: str) -> str:
    """The id of the app's bot; of an app that is known by an id alone, that id."""
    if app.manifest is None:
        return app.id
    for bot in app.manifest.bots:
        if bot.bot_id:
            _refuse_placeholder(bot.bot_id, "botId", path)
            return bot.bot_id
    raise LinkError(say("the app has no bot"))


def _tab(manifest: Manifest | None, entity_id: str) -> tuple[str | None, str | None]:
    """Name and website of a tab; a tab that people set up themselves has ids that no manifest knows."""
    if manifest is None:
        return None, None
    for tab in manifest.static_tabs:
        if tab.entity_id == entity_id:
            return _filled_in(tab.name), _filled_in(tab.website_url)
    known = [tab.entity_id for tab in manifest.static_tabs if tab.entity_id]
    if manifest.configurable_tabs:
        return None, None
    from difflib import get_close_matches

    near = get_close_matches(entity_id, known, n=1)
    hint = say("did you mean {id}?", id=shown(near[0])) if near else None
    raise LinkError(say("the app has no tab {id}", id=shown(entity_id)), hint)


def _filled_in(text: str | None) -> str | None:
    """A text of the manifest, unless a placeholder in it waits for its value."""
    return None if text is None or placeholder_in(text) else text
