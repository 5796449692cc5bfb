"""Graph's installations: apps in teams, in chats, and for users; the same requests for each kind of place.

Source: Graph's reference of `teamsAppInstallation` and `userScopeTeamsAppInstallation`.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from litestar import Request, Response, delete, get, post
from litestar.params import RawBody

from teamshelf.catalogue.installations.installing import install, uninstall
from teamshelf.catalogue.installations.updating import upgrade
from teamshelf.messages import shown
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.graph import answers
from teamshelf.server.graph.bodies import PACKAGE_TYPES, InstallationBody, UpgradeBody, object_in
from teamshelf.server.graph.consents import agreed_for_other, granted_by
from teamshelf.server.graph.errors import GraphFault, not_found
from teamshelf.server.graph.families import FAMILIES, Family
from teamshelf.server.graph.finding.lists import page_of
from teamshelf.server.graph.installed import Installed
from teamshelf.server.graph.odata.options import Options
from teamshelf.server.graph.permissions import installing, reading_installations
from teamshelf.server.graph.resources.identifiers import installation_id
from teamshelf.server.graph.resources.projecting import shown_as

GraphRequest = Request[Any, Any, Any]

MAX_LINK = 2048
"""Characters of the address of an app that is to be installed."""


def app_id_in(link: str) -> str:
    """The id of the app that a link names.

    Clients write `https://graph.microsoft.com/...` whoever they talk to, so only the end of the path counts.

    >>> app_id_in("https://graph.microsoft.com/v1.0/appCatalogs/teamsApps('B5561EC9-8CAB-4AA3-8AA2-D8D7172E4311')")
    'b5561ec9-8cab-4aa3-8aa2-d8d7172e4311'

    Raises:
        GraphFault: it names none.
    """
    try:
        path = unquote(urlsplit(link[:MAX_LINK]).path)
    except ValueError:
        path = ""
    collection, _, key = path.rstrip("/").replace("('", "/").removesuffix("')").rpartition("/")
    if not key or collection.rpartition("/")[2].lower() != "teamsapps":
        raise GraphFault(
            400, f"teamsApp@odata.bind must be the address of an app in appCatalogs/teamsApps, not {shown(link)}."
        )
    return key.lower()


def _reading(family: Family) -> list[Any]:
    every = f"{family.path}/installedApps"
    one = f"{every}/{{installation_id:str}}"
    permission = reading_installations(family.word)

    @get(every, permission=permission, sync_to_thread=True)
    def list_installations(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
        """The apps in a place."""
        installed = Installed(request, family)
        with shelf.reading() as session:
            resources = installed.every(session, actor, shelf.clock())
        page = page_of(resources, installed.shape, installed.options)
        return answers.many(installed.asked, installed.context, page, installed.options)

    @get(one, permission=permission, sync_to_thread=True)
    def show_installation(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
        """An app in a place."""
        installed = Installed(request, family)
        with shelf.reading() as session:
            resource = installed.one(session, actor, shelf.clock(), installed.options)
        show = shown_as(installed.shape, installed.options)
        return answers.one(installed.asked, f"{installed.context}/$entity", show(resource))

    names = ("teamsApp", "teamsAppDefinition", *(("chat",) if family.is_personal else ()))
    return [list_installations, show_installation, *(_reading_part(family, name) for name in names)]


def _reading_part(family: Family, name: str) -> Any:
    path = f"{family.path}/installedApps/{{installation_id:str}}/{name}"

    @get(path, permission=reading_installations(family.word), sync_to_thread=True, name=f"GET {path}")
    def show_part(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
        """What an installation leads to."""
        installed = Installed(request, family)
        shape = installed.shape.members[name].shape
        if shape is None:  # pragma: no cover - the shapes say so
            raise AssertionError(name)
        options = installed.asked.options(shape)
        with shelf.reading() as session:
            resource = installed.one(session, actor, shelf.clock(), Options(expand={name: options}))[name]
        if resource is None:
            raise not_found(f"The installation has no {name}.")
        return answers.one(installed.asked, f"{installed.context}/{name}/$entity", shown_as(shape, options)(resource))

    return show_part


def _changing(family: Family) -> list[Any]:
    every = f"{family.path}/installedApps"
    one = f"{every}/{{installation_id:str}}"
    permission = installing(family.word)

    @post(every, permission=permission, sync_to_thread=True)
    def install_app(request: GraphRequest, shelf: TheShelf, actor: TheActor, body: RawBody) -> Response[bytes]:
        """Install an app; the answer says no more than where the installation is."""
        installed = Installed(request, family)
        _refuse_sideloading(request)
        wanted = object_in(request, body, InstallationBody)
        app_id, consented = app_id_in(wanted.app), granted_by(actor, family, wanted.consented)
        with shelf.reading() as session:
            place_id = installed.place_id(session, actor)
            is_for_other = family.is_personal and place_id != actor.account_id
            digest = agreed_for_other(session, app_id, consented) if is_for_other else None
        install(
            shelf,
            actor,
            app_id,
            place_id,
            consented=consented,
            by_policy=is_for_other,
            kind=family.kind,
            digest=digest,
        )
        return answers.nothing(201, location=f"{installed.asked.address}/{installation_id(place_id, app_id)}")

    @post(f"{one}/upgrade", permission=permission, sync_to_thread=True)
    def upgrade_app(request: GraphRequest, shelf: TheShelf, actor: TheActor, body: RawBody) -> Response[bytes]:
        """Let an installation run the newest version that is published."""
        installed = Installed(request, family)
        wanted = object_in(request, body, UpgradeBody, empty=UpgradeBody())
        consented = granted_by(actor, family, wanted.consented)
        with shelf.reading() as session:
            found = installed.found(session, actor)
        upgrade(shelf, actor, found.id, consented)
        return answers.nothing()

    @delete(one, permission=permission, sync_to_thread=True)
    def uninstall_app(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[None]:
        """Remove an app from a place."""
        installed = Installed(request, family)
        with shelf.reading() as session:
            found = installed.found(session, actor)
        uninstall(shelf, actor, found.id)
        return answers.nothing()

    return [install_app, upgrade_app, uninstall_app]


HANDLERS: list[Any] = [handler for family in FAMILIES for handler in (*_reading(family), *_changing(family))]
"""The routes of all installations, below the version of Graph."""


def _refuse_sideloading(request: GraphRequest) -> None:
    """The Agents Toolkit sends packages straight into a channel. Nothing would have been checked or reviewed then.

    Raises:
        GraphFault: the body is a package.
    """
    kind = (request.headers.get("content-type") or "").partition(";")[0].strip().lower()
    if kind in PACKAGE_TYPES:
        raise GraphFault(
            415,
            "Packages cannot be installed directly: publish it to appCatalogs/teamsApps, and install that app.",
            "sideloading-unsupported",
        )
