"""The files that define agents: that they are in the package and can be read.

The manifest names some of them, and these name more. That files which the manifest itself names are in the package is
a matter of the package; only skills are looked for here, because the manifest names their folders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.package.references import plain, references_in
from teamshelf.rules import agent_examples
from teamshelf.rules.agent_parts import actions_of, apis_of, declarative_agents, faults_of, path_of, plugins, tools_of
from teamshelf.rules.api_extensions import api_based
from teamshelf.rules.registry import ERROR, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teamshelf.package.app import App
    from teamshelf.rules.agent_parts import Naming


@rule(
    "referenced-file-not-json",
    codes=("Serialization_FileNotValidJson",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("Files that define agents, plug-ins, tools and templates are JSON objects."),
    why=say("Teams reads them together with the manifest, and refuses the package if it cannot."),
    bad=agent_examples.MANIFEST,
    files={**agent_examples.files(), agent_examples.AGENT_FILE: '{"name": "Orders",}'},
    good=agent_examples.MANIFEST,
    good_files=agent_examples.files(),
    source="Microsoft Graph, Publish teamsApp, error codes",
    needs_files=True,
)
def files_are_json(app: App) -> Iterable[Found]:
    """The first fault of each file that is there and is no JSON object."""
    manifest = app.manifest
    if not (manifest.copilot_agents or manifest.agent_connectors or manifest.agentic_user_templates or api_based(app)):
        return ()
    found = []
    for name in dict.fromkeys(_json_files(app)):
        file = app.json_file(name)
        if file is None:
            continue
        hint = say("mend the file, or make it again")
        faults = faults_of(file)
        if faults:
            line = faults[0].span.line if faults[0].span is not None else 1
            message = say("the file is not JSON: {fault} (line {line})", fault=faults[0].message, line=line)
            found.append(Found(faults[0].pointer, message, hint, file=name, at_key=faults[0].at_key))
        elif not isinstance(file.value, dict):
            found.append(Found("", say("the file holds no JSON object"), hint, file=name))
    return found


def _json_files(app: App) -> Iterator[str]:
    """The JSON files that the manifest names, but for those that other rules read, and those that agents name."""
    for reference in references_in(app.file.value if app.file is not None else None):
        if reference.path[0] in _JSON_PARTS and reference.path[-1] != "apiSpecificationFile":
            yield plain(reference.name)
    for plugin in plugins(app):
        yield plugin.name
        yield from (path for naming in tools_of(plugin) if (path := path_of(app, naming)) is not None)


_JSON_PARTS = frozenset(("composeExtensions", "copilotAgents", "agentConnectors", "agenticUserTemplates"))
"""The parts of a manifest that name JSON files."""


@rule(
    "agent-file-missing",
    codes=("Serialization_FileMissing",),
    upload=ERROR,
    store=ERROR,
    versions="1.19..",
    checks=say("The plug-ins that an agent names are in the package, and so are the files that those name."),
    why=say("The agent has none of the actions that a missing file describes."),
    bad=agent_examples.MANIFEST,
    files={name: content for name, content in agent_examples.files().items() if name != agent_examples.PLUGIN_FILE},
    good=agent_examples.MANIFEST,
    good_files=agent_examples.files(),
    source="Microsoft Graph, Publish teamsApp, error codes",
    needs_files=True,
)
def parts_are_there(app: App) -> Iterable[Found]:
    """A name of a file that is not in the package."""
    if not declarative_agents(app) and not plugins(app):
        return ()
    return [
        Found(
            naming.pointer,
            say("the file {name} is not in the package", name=shown(naming.named)),
            say("add the file, or correct the name; upper and lower case count"),
            file=naming.file,
        )
        for naming in _namings(app)
        if path_of(app, naming) is None and not placeholder_in(naming.named)
    ]


def _namings(app: App) -> Iterator[Naming]:
    for agent in declarative_agents(app):
        yield from actions_of(agent)
    for plugin in plugins(app):
        yield from (naming for _, naming in apis_of(plugin))
        yield from tools_of(plugin)


@rule(
    "agent-skill-missing",
    codes=("Serialization_FileMissing",),
    upload=ERROR,
    store=ERROR,
    versions="1.28..",
    checks=say("The folder of each agent skill holds a `SKILL.md`."),
    why=say("The skill is what that file says; without it there is none."),
    bad={"manifestVersion": "1.28", "agentSkills": [{"folder": "skills/orders"}]},
    files={"skills/orders/README.md": "# Orders"},
    good={"manifestVersion": "1.28", "agentSkills": [{"folder": "skills/orders"}]},
    good_files={"skills/orders/SKILL.md": "---\nname: orders\ndescription: Finds orders.\n---\n"},
    source="app manifest reference, agentSkills",
    needs_files=True,
)
def skills_are_there(app: App) -> Iterable[Found]:
    """A folder without the file, or no such folder."""
    skills = app.manifest.agent_skills
    if not skills:
        return ()
    names = frozenset(app.source.names())
    found = []
    for index, skill in enumerate(skills):
        folder = plain(skill.folder or "").strip("/")
        if skill.folder is not None and f"{folder}/SKILL.md".lstrip("/") not in names and not placeholder_in(folder):
            message = say("there is no `SKILL.md` in the folder {folder}", folder=shown(skill.folder))
            hint = say("add the folder to the package, with the file `SKILL.md` spelled like this")
            found.append(Found(f"/agentSkills/{index}/folder", message, hint))
    return found
