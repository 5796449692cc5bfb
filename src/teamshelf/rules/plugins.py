"""Plug-ins, through which agents act: that people are asked before anything is changed, and nobody listens in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.document import join_pointer
from teamshelf.messages import say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules import agent_examples
from teamshelf.rules.agent_parts import as_list, as_object, described_apis, plugins
from teamshelf.rules.registry import ERROR, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App

_GUIDELINES = "Validation guidelines for agents (Microsoft Teams Store)"

_CHANGING = frozenset(("put", "patch", "delete"))
"""The methods that change something. A POST may as well be a search."""

_CONSEQUENTIAL = "x-openai-isConsequential"


@rule(
    "plugin-confirmation-without-body",
    upload=WARNING,
    store=ERROR,
    versions="1.19..",
    checks=say("A function that asks for confirmation says what is to be confirmed."),
    why=say("People are asked before Copilot acts for them, and must be able to tell what will happen."),
    bad=agent_examples.MANIFEST,
    files=agent_examples.files(
        plugin={"functions": [{"name": "findOrder", "capabilities": {"confirmation": {"type": "AdaptiveCard"}}}]}
    ),
    good=agent_examples.MANIFEST,
    good_files=agent_examples.files(
        plugin={
            "functions": [
                {
                    "name": "findOrder",
                    "capabilities": {"confirmation": {"type": "AdaptiveCard", "body": "Search the orders?"}},
                }
            ]
        }
    ),
    source=_GUIDELINES,
    needs_files=True,
)
def confirmation_is_clear(app: App) -> Iterable[Found]:
    """A confirmation without a text."""
    if not plugins(app):
        return ()
    found = []
    for plugin in plugins(app):
        for index, function in enumerate(as_list(plugin.value.get("functions"))):
            confirmation = as_object(as_object(function).get("capabilities")).get("confirmation")
            if not isinstance(confirmation, dict) or confirmation.get("type") == "None" or confirmation.get("body"):
                continue
            name = as_object(function).get("name")
            message = say("the confirmation of the function {name} has no `body`", name=shown(name))
            pointer = f"/functions/{index}/capabilities/confirmation"
            found.append(Found(pointer, message, say("ask whether to do what the function does"), file=plugin.name))
    return found


@rule(
    "plugin-change-without-consent",
    upload=WARNING,
    store=ERROR,
    versions="1.19..",
    checks=say("An operation that changes or deletes something is not declared to be without consequences."),
    why=say("Copilot would carry it out without asking, or let people allow it once and for all."),
    bad=agent_examples.MANIFEST,
    files=agent_examples.files(method="delete", operation={_CONSEQUENTIAL: False}),
    good=agent_examples.MANIFEST,
    good_files=agent_examples.files(method="delete", operation={_CONSEQUENTIAL: True}),
    source=_GUIDELINES,
    needs_files=True,
)
def changes_are_consequential(app: App) -> Iterable[Found]:
    """The statement that a PUT, PATCH or DELETE which the plug-in calls has no consequences."""
    if not plugins(app):
        return ()
    found = []
    for runtime, description in described_apis(app):
        called = runtime.get("run_for_functions")
        for operation in description.operations:
            if operation.method not in _CHANGING or operation.value.get(_CONSEQUENTIAL) is not False:
                continue
            if isinstance(called, list) and "*" not in called and operation.id not in called:
                continue
            message = say(
                "`{key}` is false for {method} {route}",
                key=_CONSEQUENTIAL,
                method=operation.method.upper(),
                route=shown(operation.route),
            )
            pointer = join_pointer((*operation.steps, _CONSEQUENTIAL))
            found.append(Found(pointer, message, say("say true"), file=description.name))
    return list(dict.fromkeys(found))


@rule(
    "plugin-server-not-https",
    upload=WARNING,
    store=ERROR,
    versions="1.19..",
    checks=say("The APIs that plug-ins call are reached by https."),
    why=say("What people ask, and the token that goes with it, could be read on the way otherwise."),
    bad=agent_examples.MANIFEST,
    files=agent_examples.files(server="http://api.example.com"),
    good=agent_examples.MANIFEST,
    good_files=agent_examples.files(),
    source=_GUIDELINES,
    needs_files=True,
)
def plugin_servers_are_encrypted(app: App) -> Iterable[Found]:
    """Plain http."""
    if not plugins(app):
        return ()
    servers = {
        (description.name, server.steps): server
        for _, description in described_apis(app)
        for server in description.servers
        if server.url[:7].lower() == "http://" and not placeholder_in(server.written)
    }
    return [
        Found(
            join_pointer(steps),
            say("the server {url} is not reached by https", url=shown(server.written)),
            say("write `https://` instead of `http://`"),
            file=name,
        )
        for (name, steps), server in servers.items()
    ]
