"""What each surface says of an app."""

from __future__ import annotations

from typing import Any

import pytest

from teamshelf.checking import check_source
from teamshelf.document import join_pointer
from teamshelf.preview.options import Options
from teamshelf.preview.surfaces import BY_NAME, SURFACES
from teamshelf.preview.surfaces.app_bar import app_bar, white_on
from teamshelf.preview.surfaces.bots import bots
from teamshelf.preview.surfaces.configuration import configuration
from teamshelf.preview.surfaces.connectors import connectors
from teamshelf.preview.surfaces.devices import devices
from teamshelf.preview.surfaces.dialogs import dialogs, size_of
from teamshelf.preview.surfaces.domains import domains, verdict_on
from teamshelf.preview.surfaces.elsewhere import elsewhere
from teamshelf.preview.surfaces.extensions import CONTROLS, extensions
from teamshelf.preview.surfaces.icons import icons
from teamshelf.preview.surfaces.install import install
from teamshelf.preview.surfaces.languages import MAX_COLUMNS, languages
from teamshelf.preview.surfaces.link_previews import link_previews
from teamshelf.preview.surfaces.meetings import contexts_of, meetings
from teamshelf.preview.surfaces.personal import personal, tabs_in_order
from teamshelf.preview.surfaces.problems import concerning, problems, tally
from teamshelf.preview.surfaces.store import store
from teamshelf.preview.surfaces.view import View
from tests.manifests import APP_ID, manifest
from tests.preview.apps import EVERYTHING, LANGUAGE_FILES, STATES, app_from, app_of

HOME = {"entityId": "home", "name": "Home", "contentUrl": "https://example.com/", "scopes": ["personal"]}
BOT = {"botId": APP_ID, "scopes": ["personal", "team", "groupChat"]}


def view(stated: dict[str, Any] | None = None, /, **options: str) -> View:
    """An app, the one with every surface unless given, looked at in some way."""
    app = app_of(EVERYTHING, LANGUAGE_FILES) if stated is None else app_of(stated)
    return View(app, Options(**options))


def said(messages: Any) -> list[str]:
    """Messages in English."""
    return [str(message) for message in messages]


def test_the_store_shows_where_each_capability_works() -> None:
    """One row a capability, one column a scope: personal, team, group chat, meetings."""
    found = {place.capability: place.scopes for place in store(view()).places}

    assert {
        "tab": (True, True, True, True),
        "bot": (True, True, True, True),
        "extension": (True, True, True, True),
        "connector": (False, True, False, False),
        "meeting": (False, False, False, True),
    } == found
    assert () == store(view(manifest())).places


def test_the_store_says_the_full_name_only_if_it_is_another() -> None:
    """Twice the same would be one too many."""
    assert store(view()).full_name is not None
    assert store(view(manifest(name={"short": "Polls", "full": "Polls"}))).full_name is None


def test_a_preview_manifest_is_not_for_the_store() -> None:
    """The details page says so of both previews."""
    assert [True, False] == [store(view(manifest(manifestVersion=v))).is_preview for v in ("devPreview", "1.22")]


def test_the_dialog_offers_the_default_scope_first() -> None:
    """`defaultInstallScope` names the button; the others are behind its arrow, and choosing one changes the rest."""
    first, chosen = install(view()), install(view(scope="groupchat"))

    assert ["team"] == [offer.scope for offer in first.offers if offer.is_default]
    assert ("team", "connector") == (getattr(first.chosen, "scope", ""), str(getattr(first.chosen, "sets_up", "")))
    assert ("groupchat", "bot") == (getattr(chosen.chosen, "scope", ""), str(getattr(chosen.chosen, "sets_up", "")))
    assert ["tab", "bot"] == said(first.chosen.others if first.chosen else ())


def test_a_scope_that_is_not_offered_says_why() -> None:
    """The place stays in the list, refused, and the dialog falls back to the first that is offered."""
    made = install(view(manifest(bots=[{**BOT, "scopes": ["team"]}], defaultInstallScope="personal"), scope="personal"))

    assert [True, False, True, True] == [offer.refused is not None for offer in made.offers]
    assert "team" == (made.chosen and made.chosen.scope)
    assert "defaultInstallScope" in str(made.warning)
    assert made.is_shared_only


def test_a_personal_app_asks_for_no_place() -> None:
    """An app with nothing to share is simply added, and opens."""
    made = install(view(manifest(staticTabs=[HOME])))

    assert made.is_personal_only
    assert "The personal app opens." == str(made.chosen and made.chosen.next)


def test_an_app_without_capabilities_cannot_be_added() -> None:
    """There is no place and no button, and a reason."""
    made = install(view(manifest()))

    assert (None, True) == (made.chosen, made.warning is not None)


def test_the_bot_asks_for_a_channel_in_teams_only() -> None:
    """`needsChannelSelector` changes what happens after adding the app to a team."""
    made = install(view(manifest(bots=[{**BOT, "needsChannelSelector": True}])))

    assert ["channel" in str(offer.next) for offer in made.offers] == [False, True, False, False]


def test_the_consent_of_the_dialog_is_that_of_the_scope() -> None:
    """What holds in teams only is not asked of somebody who adds the app to a chat."""
    keys = {
        scope: {sentence.key for group in install(view(scope=scope)).consent for sentence in group.sentences}
        for scope in ("team", "groupchat")
    }

    assert "rsc:TeamMember.Read.Group" in keys["team"] - keys["groupchat"]


@pytest.mark.parametrize(("color", "warned"), [("#0B6E6E", False), ("#FFEE00", True), ("red", True), (None, True)])
def test_the_app_bar_warns_where_white_cannot_be_seen(color: str | None, warned: bool) -> None:  # noqa: FBT001 - a table
    """The outline is white: an accent colour that is too light, or none, is worth a warning."""
    assert warned is bool(app_bar(view(manifest(accentColor=color))).warnings)


def test_contrast_is_that_of_wcag() -> None:
    """Two colours whose contrast with white is published: #767676 has 4.54, #ff0000 has 4.00."""
    assert (4.54, 4.0) == (round(white_on("#767676"), 2), round(white_on("#ff0000"), 2))


def test_tabs_stand_in_the_order_of_the_manifest() -> None:
    """The chat stands where the manifest lists it, and About last where it does not."""
    ids = [tab.entity_id for tab in tabs_in_order(view())]

    assert ["home", "mine", "conversations", "card", "t0", "t1", "t2", "t3", "about"] == ids


@pytest.mark.parametrize(
    ("tabs", "has_bot", "expected"),
    [
        ([HOME], False, ["home", "about"]),
        ([HOME], True, ["conversations", "home", "about"]),
        ([{"entityId": "about", "scopes": ["personal"]}, HOME], True, ["conversations", "about", "home"]),
        ([HOME, {"entityId": "conversations", "scopes": ["personal"]}], True, ["home", "conversations", "about"]),
        ([{**HOME, "scopes": ["team"]}], False, []),
        ([], True, ["conversations", "about"]),
        ([], False, []),
    ],
)
def test_the_chat_comes_first_and_about_last(tabs: list[Any], has_bot: bool, expected: list[str]) -> None:  # noqa: FBT001
    """Unless the manifest lists them; and an app without a personal part has no tab at all."""
    stated = manifest(staticTabs=tabs, bots=[BOT] if has_bot else None)

    assert expected == [tab.entity_id for tab in tabs_in_order(view(stated))]


def test_tabs_that_do_not_fit_are_in_a_menu() -> None:
    """A phone has room for fewer; every tab can be opened, and one that is not there opens the last."""
    desktop, phone = personal(view()), personal(view(client="mobile", tab="99"))

    assert (6, 3) == (len(desktop.row), len(desktop.overflow))
    assert (3, 6) == (len(phone.row), len(phone.overflow))
    assert (8, "about") == (phone.index, phone.open and phone.open.entity_id)


def test_a_tab_says_what_it_shows_and_what_keeps_it_from_doing_so() -> None:
    """A page, cards of the bot, the chat; a host that no entry of `validDomains` covers is a warning."""
    kinds = {tab.entity_id: tab.kind for tab in tabs_in_order(view())}
    mine = tabs_in_order(view())[1]

    assert ("web", "chat", "card", "about") == tuple(kinds[each] for each in ("home", "conversations", "card", "about"))
    assert "`validDomains` does not cover `elsewhere.test`." == str(mine.content and mine.content.problem)


def test_a_chat_without_a_bot_is_a_warning() -> None:
    """The reserved tab promises a conversation that nobody answers."""
    (tab, _) = tabs_in_order(view(manifest(staticTabs=[{"entityId": "conversations", "scopes": ["personal"]}])))

    assert tab.warning is not None


def test_the_configuration_page_is_shown_with_its_placeholders_filled_in() -> None:
    """Known ones get examples, in the reader's language; unknown ones stay, and say so."""
    (setup,) = configuration(view(reader="fr")).setups

    assert "https://example.com/set?team=19:a1b2c3@thread.tacv2&l=fr&x={nobody}&e=" == setup.resolved
    assert [("nobody", None)] == [(each.name, each.value) for each in setup.filled if each.value is None]
    assert ["A team", "A group chat", "A meeting"] == said(setup.places)
    assert 2 == len(setup.share_point)


def test_a_static_tab_for_shared_places_needs_no_setting_up() -> None:
    """It stands in the gallery beside the one that does."""
    (tab,) = configuration(view()).ready_tabs

    assert ["A team", "A group chat"] == said(tab.places)


def test_saving_waits_for_the_page() -> None:
    """The dialog's button works once the page has said so."""
    assert [False, True] == [configuration(view(ready=ready)).is_ready for ready in ("no", "yes")]


TAB = {"configurationUrl": "https://example.com/", "scopes": ["groupChat", "team"]}
USUAL = {"channelTab", "privateChatTab", "meetingChatTab", "meetingDetailsTab"}


@pytest.mark.parametrize(
    ("tab", "version", "expected"),
    [
        ({}, "1.22", USUAL),
        ({}, "devPreview", USUAL | {"meetingSidePanel", "meetingStage"}),
        ({"context": ["meetingStage"]}, "1.22", {"meetingStage"}),
        ({"meetingSurfaces": ["sidePanel"], "context": ["channelTab"]}, "1.22", {"channelTab", "meetingSidePanel"}),
        ({"scopes": ["team"]}, "1.22", {"channelTab"}),
        ({"scopes": ["groupchat"], "context": ["channelTab", "meetingChatTab"]}, "1.22", {"meetingChatTab"}),
    ],
)
def test_the_places_of_a_tab(tab: dict[str, Any], version: str, expected: set[str]) -> None:
    """Those that its context names, or the usual ones; each only with the scope that it needs."""
    stated = manifest(configurableTabs=[{**TAB, **tab}], manifestVersion=version)

    assert expected == contexts_of(view(stated))


def test_a_stage_without_a_panel_is_told() -> None:
    """People share to the stage from the side panel; on phones there is neither."""
    remarks = said(meetings(view(manifest(configurableTabs=[{**TAB, "context": ["meetingStage"]}]))).remarks)

    assert any("side panel" in remark for remark in remarks)
    assert any("phones" in remark for remark in remarks)
    assert not any("side panel" in remark for remark in said(meetings(view()).remarks))


def test_meetings_show_scenes_and_the_rest() -> None:
    """Scenes with their seats, streaming, guests."""
    made = meetings(view())

    assert [("Classroom", 12)] == [(scene.name and scene.name.value, scene.seats) for scene in made.scenes]
    assert 2 == len(made.extras)


def test_the_bot_proposes_the_commands_of_the_scope() -> None:
    """Ten of them at most; a scope without a list proposes nothing; files go to the bot in a personal chat only."""
    (bot,) = bots(view()).bots
    by_scope = {each.scope: each for each in bot.conversations}

    assert ["team", "personal", "groupchat"] == [each.scope for each in bot.conversations]
    assert {"personal": (10, 2), "team": (1, 0), "groupchat": (0, 0)} == {
        scope: (len(each.commands), each.left_out) for scope, each in by_scope.items()
    }
    assert {"personal"} == {scope for scope, each in by_scope.items() if each.takes_files}
    assert {"team", "groupchat"} == {scope for scope, each in by_scope.items() if each.is_mentioned}
    assert {"team"} == {scope for scope, each in by_scope.items() if each.asks_for_channel}
    assert {"team", "groupchat"} == {scope for scope, each in by_scope.items() if each.settings}
    assert 2 == len(bot.calls)


def test_choosing_a_prompt_writes_the_prompt() -> None:
    """A basic command writes its title, one of type `prompt` the text of it."""
    commands = [
        {"title": "one", "description": "1"},
        {"title": "two", "description": "2", "type": "prompt", "prompt": "Tell me two"},
    ]
    stated = manifest(
        manifestVersion="1.27", bots=[{**BOT, "commandLists": [{"scopes": ["personal"], "commands": commands}]}]
    )
    (bot,) = bots(view(stated)).bots

    assert ["one", "Tell me two"] == [each.inserts and each.inserts.value for each in bot.conversations[0].commands]


def test_a_bot_that_only_notifies_cannot_be_written_to() -> None:
    """In each scope a sentence stands in place of the field."""
    (bot,) = bots(view(manifest(bots=[{**BOT, "isNotificationOnly": True}]))).bots

    assert all(each.is_silent and each.instead is not None for each in bot.conversations)


def test_commands_stand_where_their_context_says() -> None:
    """Without one, where messages are written and in the command box."""
    (extension,) = extensions(view()).extensions
    titles = {
        place: [c.title.value for c in extension.at(place) if c.title] for place in ("compose", "commandBox", "message")
    }

    assert {
        "compose": ["Find", "Look", "Make", "Ask", "Nothing"],
        "commandBox": ["Find", "Pick", "Ask", "Nothing"],
        "message": ["Make", "Open"],
    } == titles


def test_what_a_command_opens() -> None:
    """A search, a form, a dialog of the app, one of the bot, or nothing."""
    (extension,) = extensions(view()).extensions
    opened = {c.title.value: c.opens for c in extension.commands if c.title}

    assert {
        "Find": "search", "Look": "search", "Make": "form", "Pick": "form", "Open": "dialog", "Ask": "supplied",
        "Nothing": "nothing",
    } == opened  # fmt: skip
    assert [True, False] == [c.runs_at_once for c in extension.commands[:2]]


def test_every_input_type_has_its_control() -> None:
    """The form draws each; a choice that is set at first is set."""
    (extension,) = extensions(view()).extensions
    fields = [field for command in extension.commands for field in command.fields]

    assert set(CONTROLS) == {field.control for field in fields}
    assert [("First", "a"), ("Second", "b")] == [
        (title and title.value, value) for field in fields for title, value in field.choices
    ]


def test_an_input_type_of_ones_own_is_a_line_of_text() -> None:
    """As Teams does with what it does not know."""
    command = {
        "id": "a",
        "type": "action",
        "title": "A",
        "parameters": [{"name": "n", "title": "N", "inputType": "color"}],
    }
    (extension,) = extensions(view(manifest(composeExtensions=[{"botId": APP_ID, "commands": [command]}]))).extensions

    assert "text" == extension.commands[0].fields[0].control


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        ("small", "small", (200, 100)),
        ("medium", "medium", (500, 250)),
        ("large", "large", (600, 330)),
        ("400", "300", (400, 300)),
        ("2000", "500", (1000, 250)),
        ("400", "1000", (200, 500)),
        ("999999999", "0", (500, 250)),
        (None, "huge", (500, 250)),
    ],
)
def test_sizes_of_dialogs(width: str | None, height: str | None, expected: tuple[int, int]) -> None:
    """Shares of the window, or pixels that shrink with their ratio kept; nonsense is medium."""
    assert expected == size_of(width, height, (1000, 500))


def test_every_dialog_of_the_manifest_is_drawn() -> None:
    """Those of commands and of bots; on a phone each fills the screen."""
    assert ["/composeExtensions/0/commands/4/taskInfo", "/composeExtensions/0/commands/5",
            "/bots/0/configuration/team/taskInfo", "/bots/0/configuration/groupChat"] == [
        dialog.pointer for dialog in dialogs(view()).dialogs
    ]  # fmt: skip
    assert (768, 160) == (dialogs(view()).dialogs[0].width, dialogs(view()).dialogs[0].height)
    assert {(390, 844)} == {(each.width, each.height) for each in dialogs(view(client="mobile")).dialogs}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://a.example.com/x", [True, False, False]),
        ("https://example.com", [False, True, False]),
        ("https://a.b.example.com/", [False, False, False]),
        ("A.EXAMPLE.COM", [True, False, False]),
    ],
)
def test_which_domain_takes_a_link(given: str, expected: list[bool]) -> None:
    """A `*` is exactly one part of a name, and an entry that is a URL takes nothing."""
    verdict = link_previews(view(link=given)).verdict

    assert expected == [entry.covers for entry in verdict.entries]
    assert any(expected) is verdict.is_covered


@pytest.mark.parametrize(
    "given", ["javascript:alert(1)", "ftp://example.com", "", "https://", "not a link", "*.example.com"]
)
def test_what_is_no_address_is_taken_by_nothing(given: str) -> None:
    """There is no host to compare; what was typed is the problem."""
    verdict = verdict_on(given, [("example.com", "/validDomains/0")])

    assert (None, bool(given)) == (verdict.is_covered, verdict.problem is not None)


def test_why_an_entry_does_not_cover_a_host() -> None:
    """The number of parts, a URL, a placeholder, another name."""
    entries = ["*.example.com", "https://a.example.com", "${{HOST}}", "b.example.com", "&"]
    verdict = verdict_on("a.b.example.com", [(entry, "") for entry in entries])

    assert [
        "it has 3 parts, the host 4",
        "it is a URL or has a port, and never matches",
        "the placeholder in it has not been filled in",
        "another name",
        "it is no host name",
    ] == said(entry.why for entry in verdict.entries)


def test_a_link_must_be_in_valid_domains_too() -> None:
    """The tester tells the two lists apart."""
    stated = {**EVERYTHING, "validDomains": ["elsewhere.test"]}

    assert [True, False] == [link_previews(view(each, link="https://example.com")).is_listed for each in (None, stated)]


def test_the_pages_of_the_manifest_are_held_against_its_domains() -> None:
    """Each with the entry that covers it, or why Teams does not show it."""
    pages = {page.url.pointer: page for page in domains(view()).pages}

    assert "example.com" == pages["/staticTabs/0/contentUrl"].entry
    assert pages["/staticTabs/1/contentUrl"].problem is not None
    assert pages["/configurableTabs/0/configurationUrl"].problem is None
    assert 11 == len(pages)


def test_connectors_work_in_teams_only() -> None:
    """Any other scope is nothing."""
    assert [True] == [each.works for each in connectors(view()).connectors]
    stated = manifest(connectors=[{"connectorId": "x", "scopes": ["personal"]}])
    assert [False] == [each.works for each in connectors(view(stated)).connectors]


def test_each_device_permission_has_a_prompt() -> None:
    """In the words of the consent dialog."""
    assert ["Know where you are", "Use your camera, microphone, speakers and pictures"] == said(
        prompt.text for prompt in devices(view()).prompts
    )


def test_the_table_of_languages_tells_where_each_text_comes_from() -> None:
    """Own, from the language, from the default; too long; missing."""
    made = languages(view(reader="fr-ca"))
    rows = {row.key: row for row in made.rows}

    assert ("en", "fr-ca", "fr", "ar") == made.tags
    assert ["en", "fr-ca", "fr", "ar"] == [c.text.language for c in rows["name.short"].cells if c.text]
    assert ["en", "fr", "fr", "ar"] == [c.text.language for c in rows["name.full"].cells if c.text]
    assert [False, True, True, False] == [cell.is_too_long for cell in rows["description.short"].cells]
    assert "Mes sondages" == getattr(rows["staticTabs[1].name"].cells[2].text, "value", "")
    assert 0 == made.missing[0] < made.missing[2] < made.missing[1]


def test_a_table_of_languages_is_bounded() -> None:
    """Forty languages do not make a page that nobody can read."""
    tags = [f"{a}{b}" for a in "abcde" for b in "abcdefgh"]
    info = {"defaultLanguageTag": "en", "additionalLanguages": [{"languageTag": t, "file": f"{t}.json"} for t in tags]}
    made = languages(View(app_of(manifest(localizationInfo=info), {f"{t}.json": b"{}" for t in tags}), Options()))

    assert (MAX_COLUMNS, 41 - MAX_COLUMNS) == (len(made.tags), made.hidden_columns)


def test_the_icon_sheet_shows_what_is_there_and_says_what_is_not() -> None:
    """Drawn afresh, with their sizes; or why not."""
    there = icons(view()).pictures
    absent = icons(View(app_of(EVERYTHING, with_icons=False), Options())).pictures

    assert [("color", 192, True), ("outline", 32, True)] == [(p.role, p.width, p.content is not None) for p in there]
    assert [True, True] == [p.content is None and p.problem is not None for p in absent]


def test_what_is_not_drawn_is_named() -> None:
    """With the names that people know it by."""
    (part,) = elsewhere(view()).parts

    assert ("activities", ["pollClosed"]) == (part.property, [name.value for name in part.names])


def test_findings_stand_beside_what_they_concern() -> None:
    """By the part of the manifest that they point into, or by the file that it names; a name alone is no prefix."""
    app = app_of({**EVERYTHING, "bots": [{**BOT, "botId": 3}], "botsy": 1}, LANGUAGE_FILES, with_icons=False)
    found = check_source(app.source).findings
    made = View(app, Options())

    def of(*places: str) -> set[str | None]:
        return {finding.pointer for finding in concerning(made, found, places)}

    assert "/bots/0/botId" in of("/bots")
    assert "/botsy" not in of("/bots")
    assert {"fr.json", "fr-ca.json"} <= {finding.file for finding in concerning(made, found, ("/localizationInfo",))}
    assert {pointer for pointer in of("/icons") if pointer} == {"/icons/color", "/icons/outline"}
    assert "/bots/0/botId" not in of("")


def test_the_gravest_findings_come_first() -> None:
    """And are counted."""
    found = check_source(app_of(EVERYTHING, LANGUAGE_FILES).source).findings
    severities = [problem.severity.value for problem in problems(found)]

    assert sorted(severities, key=["error", "warning", "note"].index) == severities
    assert (severities.count("error"), severities.count("warning"), severities.count("note"), "error") == (
        (counted := tally(found)).errors, counted.warnings, counted.notes, counted.worst,
    )  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_every_surface_survives_every_state(state: str) -> None:
    """A model can be made of anything that is there, and what is not there says why."""
    for client in ("desktop", "mobile"):
        made = View(app_from(STATES[state]), Options(client=client, reader="ar"))
        for surface in SURFACES:
            if surface.is_there(made):
                surface.model(made)
            else:
                assert surface.absent is not None, surface.name


def test_every_part_of_the_manifest_belongs_to_a_surface() -> None:
    """Each property of the app with every surface is one that some page is made from, or is about no user."""
    for_nobody = {"localizationInfo": ("languages",)}
    places = {place for surface in SURFACES for place in surface.places}

    assert set() == {name for name in EVERYTHING if join_pointer([name]) not in places} - set(for_nobody)
    assert BY_NAME["store"] is SURFACES[0]
