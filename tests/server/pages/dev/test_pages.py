"""What the portal shows of versions: their list, differences, what they ask, their numbers, and their packages."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from teamshelf.catalogue.apps.transferring import transfer
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.installations.updating import accept
from teamshelf.catalogue.tables import Installation
from teamshelf.catalogue.versions.reviewing import approve
from teamshelf.messages import Message
from tests.catalogue.stocking import BOT
from tests.server.pages.dev.sending import package, sent, submitted
from tests.server.pages.stocked import id_of

if TYPE_CHECKING:
    from tests.server.pages.site import Site


@pytest.fixture
def app_id(site: Site) -> str:
    """An app of Paul's: published, in two places, with an update that asks in a draft."""
    site.sign_in("paul")
    app_id, version_id = submitted(site, package())
    approve(site.shelf, site.made.accounts["rita"], version_id)
    uma = site.made.accounts["uma"]
    assert uma.account_id is not None
    install(site.shelf, uma, app_id, uma.account_id)
    sent(site, package("1.1.0", bots=[BOT], permissions=["identity"], description={"short": "New", "full": "Longer."}))
    return app_id


def test_the_difference_is_told_by_the_parts_of_the_app(site: Site, app_id: str) -> None:
    """The draft is compared with what is published, each change in its part, tagged with what it means to people."""
    page = site.page(f"/dev/apps/{app_id}/diff")
    parts = ["Name, texts and looks", "Bots", "Permissions"]
    bots = page.text.partition("/permissions/0")[0].rpartition("Bots ")[2]

    assert parts == [each for each in page.headings if each in parts]
    assert 1 == bots.count("Consent asks for consent: seed, docs-2021, admin-2024")
    assert "/bots/0" in bots
    assert "Presentation" in page.text.partition("/version")[0]


def test_the_entry_in_the_store_is_shown_of_both_versions(site: Site, app_id: str) -> None:
    """What changed beside what did not; in the reader's language."""
    page = site.page(f"/dev/apps/{app_id}/diff?view=listing")
    french = site.page(f"/dev/apps/{app_id}/diff?view=listing", accept_language="fr")

    assert "Short description changed" in page.text
    assert "Name the same" in page.text
    assert "What it has changed Personal app Personal app, Bot" in page.text
    assert "Application personnelle" in french.text


def test_both_icons_stand_side_by_side(site: Site, app_id: str) -> None:
    """Of both versions, and which of them is another one."""
    same = site.page(f"/dev/apps/{app_id}/diff?view=icons")
    sent(site, package("1.1.1", color=(200, 80, 40)))
    other = site.page(f"/dev/apps/{app_id}/diff?view=icons")

    assert ["Color icon the same", "Outline icon the same"] == same.headings[-2:]
    assert ["Color icon changed", "Outline icon the same"] == other.headings[-2:]
    assert 2 == len(set(re.findall(r'src="([^"]+)" alt="" width="96"', other.source)))


def test_the_difference_as_json_is_tagged_and_is_a_file(site: Site, app_id: str) -> None:
    """A row for each change in the words of JSON Patch; the file is what the command line writes."""
    page = site.page(f"/dev/apps/{app_id}/diff?view=raw")
    file = site.get(page.links["All of it as a file"])
    told = file.json()

    assert "application/json" in file.headers["content-type"]
    assert "attachment" in file.headers["content-disposition"]
    assert ("1.0.0", "1.1.0", True) == (told["from"], told["to"], told["consent"]["required"])
    assert len(told["changes"]) == page.source.count('<li><p><span class="chip ')
    assert "Consent add manifest.json /permissions/0" in page.text
    assert {"consent", "metadata"} <= {each["kind"] for each in told["changes"]}
    assert 404 == site.get(f"/dev/apps/{app_id}/diff.json?old=nonsense").status_code


def test_the_list_of_versions_says_what_is_new_and_how_to_go_back(site: Site, app_id: str) -> None:
    """With the notes of each version, and that a greater one is the way."""
    _, version_id = sent(site, package("1.4.0"))
    site.post(f"/dev/versions/{version_id}/notes", notes="Colours <i>for all</i>.", test_accounts="tess")
    page = site.page(f"/dev/apps/{app_id}/versions")

    assert "Colours <i>for all</i>." in page.text
    assert "tess" not in page.text
    assert "Back to an older version" in page.headings
    assert "teamshelf bump" in page.text


def test_what_will_be_asked_is_told_for_each_rule_set(site: Site, app_id: str) -> None:
    """The verdict of the shelf's own rules, all three sets side by side, in how many places, and the new sentences."""
    page = site.page(f"/dev/apps/{app_id}/consent")

    assert "Users must accept" in page.text
    assert "1 of 1 places have to accept" in page.text
    assert all(name in page.text for name in ("seed", "docs-2021", "admin-2024"))
    assert "Know who you are" in page.text
    assert "this shelf" in page.text


def test_another_bot_is_warned_of(site: Site, app_id: str) -> None:
    """It is no more a question of consent than a new bot, and people lose what they said to the old one."""
    put_out(site, app_id)
    before = site.page(f"/dev/apps/{app_id}/consent")
    other = {**BOT, "botId": id_of("another bot")}
    sent(site, package("1.2.0", bots=[other], permissions=["identity"]))
    page = site.page(f"/dev/apps/{app_id}/consent")

    assert "another bot id makes another bot" not in before.text.lower()
    assert "Another bot id makes another bot" in page.text


def test_who_will_stay_is_told_by_who_has_stayed(site: Site, app_id: str) -> None:
    """Nothing before an update has asked; then the share of the places that did not accept the last ones."""
    before = site.page(f"/dev/apps/{app_id}/consent")
    uma, ada = site.made.accounts["uma"], site.made.accounts["ada"]
    install(site.shelf, site.made.accounts["rita"], app_id, _account(site, "rita"))
    install(site.shelf, ada, app_id, _account(site, "paul"), by_policy=True)
    put_out(site, app_id)
    with site.shelf.reading() as session:
        mine = session.scalars(
            select(Installation.id).where(Installation.app_id == app_id, Installation.place_id == uma.account_id)
        ).one()
    accept(site.shelf, uma, mine)
    sent(site, package("1.2.0", bots=[BOT], permissions=["messageTeamMembers"]))
    page = site.page(f"/dev/apps/{app_id}/consent")

    assert "Who will stay" not in before.text
    assert "Who will stay on 1.1.0" in page.headings
    assert "About 1 of the places that are asked (50 %)" in page.text
    assert "The last update that asked did so in 2 places; in 1 of them somebody accepted." in page.text
    assert "1.1.0: 1 of 2" in page.text
    assert "In 1 place an administrator has installed it" in page.text


def test_what_people_will_read_is_there_in_each_language(site: Site, app_id: str) -> None:
    """The sentences in the other language of the shelf; name and short description in each language of the app."""
    info = {"defaultLanguageTag": "en", "additionalLanguages": [{"languageTag": "fr", "file": "fr.json"}]}
    schema = "https://developer.microsoft.com/json-schemas/teams/v1.22/MicrosoftTeams.Localization.schema.json"
    texts = {
        "$schema": schema,
        "name.short": "Tableau",
        "name.full": "Le tableau des notes",
        "description.short": "Des notes pour tous",
        "description.full": "Des notes pour tous ceux qui travaillent ici.",
    }
    files = {"fr.json": json.dumps(texts).encode()}
    sent(site, package("1.3.0", bots=[BOT], permissions=["identity"], localizationInfo=info, files=files))
    page = site.page(f"/dev/apps/{app_id}/consent")
    other = page.source.partition('lang="fr"')[2].partition("</ul>")[0]

    assert "In another language: Français" in page.text
    assert Message("Know who you are", {}).in_language("fr") in other
    assert "Know who you are" not in other
    assert "What the app calls itself" in page.headings
    assert "Notice Board Tableau" in page.text
    assert "Des notes pour tous" in page.text


def test_a_first_version_asks_where_it_is_added(site: Site) -> None:
    """There is nothing to compare it with: all that people read is listed."""
    site.sign_in("paul")
    new, _ = sent(site, package(permissions=["identity"]))

    assert "everything is asked where the app is added" in site.page(f"/dev/apps/{new}/consent").text
    assert "Know who you are" in site.page(f"/dev/apps/{new}/consent").text
    assert "There is nothing to compare with" in site.page(f"/dev/apps/{new}/diff").text


def test_two_versions_are_chosen(site: Site, app_id: str) -> None:
    """Any two are compared, in either direction; a version of another app is none."""
    ids = [part.split('"')[0] for part in site.page(f"/dev/apps/{app_id}/diff").source.split('<option value="')[2:4]]
    page = site.page(f"/dev/apps/{app_id}/diff?old={ids[0]}&new={ids[1]}")

    assert "From 1.1.0 to 1.0.0" in page.headings
    assert 404 == site.get(f"/dev/apps/{app_id}/diff?old=nonsense").status_code
    assert 404 == site.get(f"/dev/apps/{app_id}/report?version=nonsense").status_code


def test_packages_are_downloaded_as_they_are_stored(site: Site, app_id: str) -> None:
    """The bytes come as a file to save, under a name of ours."""
    page = site.page(f"/dev/apps/{app_id}/versions")
    answer = site.get(page.links["Download 1.0.0"])

    assert answer.content.startswith(b"PK")
    assert "attachment" in answer.headers["content-disposition"]
    assert "-1.0.0.zip" in answer.headers["content-disposition"]


def test_the_numbers_count_places_and_decisions(site: Site, app_id: str) -> None:
    """Where it is, which version runs, and how many have to accept what is published."""
    before = site.page(f"/dev/apps/{app_id}/statistics")
    put_out(site, app_id)
    after = site.page(f"/dev/apps/{app_id}/statistics")

    assert "1 place where it is installed 0 places that have to accept" in before.text
    assert "For one person 1" in before.text
    assert "1 place that has to accept" in after.text
    assert "1.0.0 1" in after.text


def test_an_administrator_works_on_any_app(site: Site) -> None:
    """The area of an app is there for its owner, and for administrators in their place."""
    transfer(site.shelf, site.made.accounts["ada"], site.made.apps["Pulse Check"], _account(site, "paul"))
    site.sign_in("paul")
    assert 200 == site.page(f"/dev/apps/{site.made.apps['Pulse Check']}").status
    site.sign_in("ada")
    assert 200 == site.page(f"/dev/apps/{site.made.apps['Pulse Check']}").status


def put_out(site: Site, app_id: str) -> None:
    """Submit the draft, and let it be approved."""
    page = site.page(f"/dev/apps/{app_id}/submit")
    version_id = next(path for path in page.forms if path.endswith("/submit")).split("/")[3]
    site.post(f"/dev/versions/{version_id}/submit", revision="1")
    approve(site.shelf, site.made.accounts["rita"], version_id)


def _account(site: Site, name: str) -> str:
    return site.made.accounts[name].account_id or ""
