"""The files of the package and what the app refers to: nothing missing, nothing left over.

Whoever meets "the file could not be found in the app package" wants to know which file, and who asked for it. Files are
never looked for outside the package, so a path that leads there is wrong whatever lies at its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.document import join_pointer
from teamshelf.findings import Change
from teamshelf.messages import Message, say, shown
from teamshelf.model.places import dotted
from teamshelf.package.app import LONE_MANIFEST
from teamshelf.package.contents import ARCHIVES, OFFICE_ENDINGS, PROGRAMS, SCRIPT, kind_of
from teamshelf.package.icons import PNG
from teamshelf.package.limits import MAX_ENTRY
from teamshelf.package.names import folded, name_problem, shown_name
from teamshelf.package.placeholders import placeholder_in
from teamshelf.package.references import plain, references_in, unreferenced
from teamshelf.rules.icons import icons_of
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from teamshelf.package.app import App
    from teamshelf.package.references import Reference

_USUAL_ICONS = frozenset((None, "color.png", "outline.png", "color32x32.png"))

_PRODUCTS = (
    "static_tabs",
    "configurable_tabs",
    "bots",
    "compose_extensions",
    "connectors",
    "extensions",
    "copilot_agents",
    "meeting_extension_definition",
    "dashboard_cards",
    "agent_connectors",
    "agent_skills",
)
"""What an app can offer to users, besides content that a Graph connector brings into search."""


@rule(
    "file-path-invalid",
    upload=ERROR,
    store=ERROR,
    checks=say("A property that names a file holds its path in the package, relative to the manifest, with `/`."),
    why=say(
        "Teams looks for the file under exactly this name in the package and nowhere else: not on the web, not on a "
        "disk, and not outside of the package."
    ),
    bad={"icons": {"color": "https://example.com/color.png", "outline": "outline.png"}},
    good={"icons": {"color": "color.png", "outline": "outline.png"}},
    source="app manifest reference, icons; Microsoft 365 Agents Toolkit, InvalidFileOutsideOfTheDirectotryError",
)
def path_is_one_of_the_package(app: App) -> Iterable[Found]:
    """URLs, absolute paths, backslashes, ``..`` and whatever else no entry of a package is called.

    Of a lone manifest, whose files are not looked for, only the icons are judged.
    """
    if app.source.kind == LONE_MANIFEST and _has_usable_icons(app):
        return ()
    return [
        _invalid_path(app, reference)
        for reference in references_in(app.file.value if app.file else None)
        if name_problem(reference.name) and not placeholder_in(reference.name)
    ]


@rule(
    "file-missing",
    codes=("Serialization_FileMissing",),
    upload=ERROR,
    store=ERROR,
    checks=say("Every file that the manifest refers to is in the package."),
    why=say(
        "Teams refuses a package in which a file is missing, with a message that does not say which one. It tells "
        "capitals from small letters, unlike Windows and macOS."
    ),
    bad={"icons": {"color": "Color.png", "outline": "outline.png"}},
    good={"icons": {"color": "color.png", "outline": "outline.png"}},
    source="Microsoft Graph, Publish teamsApp, error codes",
    needs_files=True,
)
def files_are_there(app: App) -> Iterable[Found]:
    """Each reference to a file that is not there, with the name that was probably meant."""
    return [
        _missing_file(app, reference)
        for reference in references_in(app.file.value if app.file else None)
        if not _is_there(app, plain(reference.name))
    ]


@rule(
    "file-unreferenced",
    upload=NOTE,
    store=ERROR,
    checks=say("Every file of the package is the manifest, or something in the app refers to it."),
    why=say(
        "The store refuses packages with other files, and some of Microsoft's portals do not understand them. Whatever "
        "lies in a package can be read by everybody who has the app."
    ),
    bad={},
    good={},
    files={"notes.txt": "remember to change the icon"},
    good_files={},
    source="Teams Store validation guidelines; MicrosoftDocs/msteams-docs#7384",
    needs_files=True,
)
def files_are_referred_to(app: App) -> Iterable[Found]:
    """Files that nothing names; those of one folder together. In a folder on a disk anything may lie about."""
    return _left_over(app, _is_hidden, wanted=False)


@rule(
    "file-hidden",
    upload=WARNING,
    store=ERROR,
    checks=say("No file of the package has a name, or lies in a folder, that begins with a dot."),
    why=say(
        "Such files belong to the tools of the developer and come into a package by accident. Some hold passwords or "
        "the whole history of the source, and everybody who has the app can read them."
    ),
    bad={},
    good={},
    files={".env": "SECRET_BOT_PASSWORD=..."},
    good_files={},
    source="Teams Store validation guidelines",
    needs_files=True,
)
def hidden_files_are_left_out(app: App) -> Iterable[Found]:
    """Hidden files that nothing names."""
    return _left_over(app, _is_hidden, wanted=True)


@rule(
    "file-is-program",
    upload=WARNING,
    store=ERROR,
    checks=say("No file of the package is a program, whatever its name says."),
    why=say(
        "Teams runs nothing that lies in a package. A program in it came there by accident, or waits for somebody who "
        "opens the package."
    ),
    bad={},
    good={},
    files={"notes.txt": b"\x7fELF\x02\x01\x01\0"},
    good_files={},
    source="Teams Store validation guidelines; a package holds what the manifest refers to",
    needs_files=True,
)
def files_are_no_programs(app: App) -> Iterable[Found]:
    """Files that begin as programs do; scripts of agent skills are what they should be."""
    skills = tuple(f"{plain(skill.folder).rstrip('/')}/" for skill in app.manifest.agent_skills if skill.folder)
    return [
        Found(
            None,
            say("`{file}` is a program: {kind}", file=shown_name(name), kind=kind),
            say("leave out of the package what the app does not need"),
            file=name,
        )
        for name, kind in other_contents(app)
        if kind in PROGRAMS and not (kind == SCRIPT and name.startswith(skills))
    ]


@rule(
    "file-is-archive",
    upload=WARNING,
    store=ERROR,
    checks=say("No file of the package is an archive, whatever its name says."),
    why=say(
        "Nothing in Teams looks into it, and no check sees what it holds; often it is an older package of the app."
    ),
    bad={},
    good={},
    files={"old.dat": b"PK\x03\x04\x14\0\0\0\x08\0"},
    good_files={},
    source="Teams Store validation guidelines; a package holds what the manifest refers to",
    needs_files=True,
)
def files_are_no_archives(app: App) -> Iterable[Found]:
    """Files that begin as archives do; documents of office programs are archives as well, and allowed."""
    return [
        Found(
            None,
            say("`{file}` is an archive: {kind}", file=shown_name(name), kind=kind),
            say("put the files of it that the app needs into the package themselves"),
            file=name,
        )
        for name, kind in other_contents(app)
        if kind in ARCHIVES and not name.lower().endswith(OFFICE_ENDINGS)
    ]


@rule(
    "no-supported-product",
    upload=WARNING,
    store=ERROR,
    checks=say("An app with a `graphConnector` has something besides that users can open."),
    why=say(
        "Microsoft's validator finds no product in a package that only brings content into search, and fails without "
        "naming a file or a reason."
    ),
    bad={"graphConnector": {"notificationUrl": "https://example.com/notify"}},
    good={
        "graphConnector": {"notificationUrl": "https://example.com/notify"},
        "staticTabs": [
            {"entityId": "home", "name": "Home", "contentUrl": "https://example.com/home", "scopes": ["personal"]}
        ],
    },
    versions="1.11..",
    source="pnp/copilot-connectors-samples#63",
)
def connector_is_not_alone(app: App) -> Iterable[Found]:
    """A Graph connector and nothing that is a product."""
    manifest = app.manifest
    if manifest.graph_connector is None or any(getattr(manifest, name) for name in _PRODUCTS):
        return ()
    return (
        Found(
            "/graphConnector",
            say("the app has a `graphConnector` and nothing that users can open"),
            say("add a tab, a bot or a message extension"),
            at_key=True,
        ),
    )


@once_per_app
def other_contents(app: App) -> Sequence[tuple[str, str]]:
    """The files of a package that nothing else has looked at, each with what it is; none of a folder on a disk.

    Each is unpacked, so that damage comes to light in whichever file it is. Of a package that is too large nothing is.
    """
    if app.source.kind != "package" or any(finding.rule == "package-too-large" for finding in app.findings):
        return ()
    known = {app.source.manifest_name, *(file.name for file in app.language_files)}
    known.update(each.name for each in icons_of(app) if each.icon.format == PNG)
    names = [name for name in app.source.names() if name not in known]
    return tuple((name, kind_of(app.content(name, MAX_ENTRY) or b"")) for name in names)


def _has_usable_icons(app: App) -> bool:
    icons = app.manifest.icons
    if icons is None:
        return True
    names = {icons.color, icons.outline, icons.color32x32}
    return names <= _USUAL_ICONS or not any(name is not None and name_problem(name) for name in names)


def _invalid_path(app: App, reference: Reference) -> Found:
    name = reference.name
    pointer = join_pointer(reference.path)
    mended = plain(name.strip())
    is_mended = name_problem(mended) is None
    words = {"place": dotted(reference.path), "value": shown(name)}
    if is_mended:
        is_sure = app.source.kind != LONE_MANIFEST and _is_there(app, mended)
        return Found(
            pointer,
            say("`{place}` is {value}, which is not how a package names its files", **words),
            say("write `{mended}`", mended=mended),
            changes=(Change("replace", pointer, mended),) if is_sure else (),
            severity=WARNING if "\\" not in name and name == name.strip() else None,
        )
    return Found(pointer, *_why_invalid(name, words))


def _why_invalid(name: str, words: dict[str, str]) -> tuple[Message, Message]:
    if not name.strip():
        return say("`{place}` is empty", **words), say("name a file of the package")
    if "://" in name or name.startswith("data:"):
        return (
            say("`{place}` is {value}, a URL; Teams takes only files of the package", **words),
            say("put the file into the package and write its name here"),
        )
    if name[0] in "/\\" or (name[1:2] == ":" and name[0].isalpha()):
        return (
            say("`{place}` is {value}, a path from the root of a disk", **words),
            say("put the file into the package and write its path from the manifest's folder"),
        )
    if ".." in plain(name).split("/"):
        return (
            say("`{place}` is {value}, which leads out of the package", **words),
            say("put the file into the package and write its path from the manifest's folder"),
        )
    return (
        say("`{place}` is {value}, which no file of a package can be called", **words),
        say("rename the file: letters, digits, `-`, `_` and dots are safe everywhere"),
    )


def _is_there(app: App, name: str) -> bool:
    """Whether there is a file of this name, or nothing is to be said of it here. What cannot be read is a finding."""
    if placeholder_in(name) or name_problem(name) or app.content(name, MAX_ENTRY) is not None:
        return True
    return name in app.source.names() or any(finding.file == name for finding in app.findings)


def _missing_file(app: App, reference: Reference) -> Found:
    name = plain(reference.name)
    pointer = join_pointer(reference.path)
    words = {"place": dotted(reference.path), "file": shown_name(name)}
    names = app.source.names()
    alike = next((other for other in names if folded(other) == folded(name)), None)
    if alike is not None:
        return Found(
            pointer,
            say("`{place}` refers to `{file}`, but the file is called `{actual}`", actual=alike, **words),
            say("write `{actual}`: Teams tells capitals from small letters", actual=alike),
            changes=(Change("replace", pointer, alike),),
        )
    return Found(
        pointer,
        say("`{place}` refers to `{file}`, but there is no such file", **words),
        _hint_for_missing(name, [other for other in names if other != app.source.manifest_name]),
    )


def _hint_for_missing(name: str, names: Sequence[str]) -> Message:
    base = folded(name.rpartition("/")[2])
    elsewhere = next((other for other in names if folded(other.rpartition("/")[2]) == base), None)
    if elsewhere is not None:
        return say("there is `{other}`: write this path, or move the file", other=elsewhere)
    from teamshelf.schema.hints import likely_meant

    meant = likely_meant(name, names)
    if meant is not None:
        return say("did you mean `{meant}`?", meant=meant)
    return say("add the file, or take out what refers to it")


def _left_over(app: App, is_of_kind: Callable[[str], bool], *, wanted: bool) -> Iterable[Found]:
    """A finding for each top folder, or file outside of any, that nothing refers to; of one kind, or of all others."""
    if app.source.kind != "package" or app.file is None or app.file.findings:
        return ()
    names = [name for name in app.source.names() if name != app.source.manifest_name]
    references = references_in(app.file.value)
    if any(placeholder_in(reference.name) for reference in references):
        return ()
    heaps: dict[str, list[str]] = {}
    for name in unreferenced(app, references, names):
        if is_of_kind(name) is wanted:
            folder, slash, _ = name.partition("/")
            heaps.setdefault(folder + slash if slash else name, []).append(name)
    return [_heap(place, files) for place, files in heaps.items()]


def _heap(place: str, files: Sequence[str]) -> Found:
    if len(files) == 1:
        message = say("nothing refers to `{file}`", file=shown_name(files[0]))
    else:
        message = say("nothing refers to the {n} files in `{folder}`", n=len(files), folder=shown_name(place))
    return Found(None, message, say("leave out of the package what the app does not need"), file=files[0])


def _is_hidden(name: str) -> bool:
    return name[0] == "." or "/." in name
