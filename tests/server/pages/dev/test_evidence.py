"""Files that back answers: sent, saved by those who may, and never shown by a browser."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.catalogue.certification.answering import Given, answer
from teamshelf.catalogue.certification.certifying import certify, verify_publisher
from teamshelf.catalogue.certification.evidence import MAX_FILE, MOST_FILES
from teamshelf.catalogue.people.tokens import create_token
from teamshelf.catalogue.versions.reviewing import approve
from tests.server.pages.dev.sending import NEW_APP, package, sent, submitted
from tests.server.pages.site import Page, Site, sent_to

if TYPE_CHECKING:
    from httpx import Response

PDF = b"%PDF-1.7 our pen test"


@pytest.fixture
def app_id(site: Site) -> str:
    """A published app of Paul's."""
    site.sign_in("paul")
    app_id, version_id = submitted(site, package())
    approve(site.shelf, site.made.accounts["rita"], version_id)
    return app_id


def add(
    site: Site, app_id: str, content: bytes, question: str = "multi-factor", name: str = "pen test.pdf"
) -> Response:
    """The answer to the form with a file."""
    answer: Response = site.client.post(
        f"/dev/apps/{app_id}/evidence",
        files={"file": (name, content, "text/html")},
        data={"question": question},
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
    )
    return answer


def test_a_file_is_added_saved_and_removed(site: Site, app_id: str) -> None:
    """The form leads back to the part of the question; the file is a link, and gone when it is taken away."""
    where = sent_to(add(site, app_id, PDF))
    page = site.page(where)
    file = site.get(page.links["pen test.pdf"])
    remove = next(each for each in page.forms if each.endswith("/remove"))
    gone = site.page(sent_to(site.post(remove, part="security")))

    assert f"/dev/apps/{app_id}/certification?part=security&done=evidence-added" == where
    assert PDF == file.content
    assert "application/pdf" == file.headers["content-type"]
    assert f'attachment; filename="evidence-{sha256(PDF).hexdigest()[:12]}.pdf"' == file.headers["content-disposition"]
    assert "nosniff" == file.headers["x-content-type-options"]
    assert "sandbox" in file.headers["content-security-policy"]
    assert "pen test.pdf" not in gone.links
    assert 404 == site.get(page.links["pen test.pdf"]).status_code
    assert 303 == site.post(remove, part="nonsense").status_code


def test_a_page_in_disguise_is_saved_as_text(site: Site, app_id: str) -> None:
    """What a browser would run is served as what its bytes are taken for, to be saved."""
    page = site.page(sent_to(add(site, app_id, b"<script>trap()</script>", name="<b>x.pdf")))
    file = site.get(next(path for path in page.links.values() if "/evidence/" in path))

    assert "text/plain" in file.headers["content-type"]
    assert file.headers["content-disposition"].startswith("attachment")
    assert "<b>x" not in page.source


@pytest.mark.parametrize(
    ("content", "question"), [(b"\x00\x01", "multi-factor"), (b"", "multi-factor"), (PDF, "nonsense")]
)
def test_what_cannot_be_evidence_is_refused(site: Site, app_id: str, content: bytes, question: str) -> None:
    """Nothing, programs, and files for no question: the questionnaire comes back with why."""
    page = Page(add(site, app_id, content, question))

    assert 400 == page.status
    assert "notice bad" in page.source


def test_reviewers_open_it_and_the_public_knows_that_it_is_there(site: Site, app_id: str) -> None:
    """A reviewer has the link on the review page; a user reads that there are files, and opens none."""
    answer(site.shelf, site.made.accounts["paul"], app_id, {"multi-factor": Given("yes")})
    path = site.page(sent_to(add(site, app_id, PDF))).links["pen test.pdf"]
    _, version_id = submitted(site, package("1.1.0"))
    site.sign_in("rita")
    review = site.page(f"/admin/reviews/{version_id}/certification")
    assert path == review.links["pen test.pdf"]
    assert PDF == site.get(path).content
    site.sign_in("uma")
    public = site.page(f"/apps/{NEW_APP}/certification")

    assert "reviewers have files" in public.text
    assert "pen test" not in public.text
    assert 403 == site.get(path).status_code


def test_evidence_is_about_published_apps_and_ones_own(site: Site, app_id: str) -> None:
    """Of a draft there is nothing to certify; somebody else's app is not there."""
    other, _ = sent(site, package(id="00000000-0000-4000-8000-0000000000d1", name={"short": "Other Board"}))

    assert 409 == add(site, other, PDF).status_code
    assert 404 == add(site, site.made.apps["Pulse Check"], PDF).status_code
    assert 404 == site.get(f"/dev/apps/{site.made.apps['Pulse Check']}/evidence/{'0' * 64}").status_code
    assert f"/dev/apps/{app_id}/certification" == site.get(f"/dev/apps/{app_id}/evidence").headers["location"]


def test_the_questionnaire_leads_to_what_everybody_sees(site: Site, app_id: str) -> None:
    """Whoever answers can look at the public page from there."""
    page = site.page(f"/dev/apps/{app_id}/certification")

    assert f"/apps/{NEW_APP}/certification" == page.links["As everybody sees it"]
    assert 200 == site.page(page.links["As everybody sees it"]).status


def test_earlier_answers_are_read_again(site: Site, app_id: str) -> None:
    """Each with its date, the newest first; the present one is in the form alone."""
    for said in ("no", "partial", "yes"):
        answer(site.shelf, site.made.accounts["paul"], app_id, {"multi-factor": Given(said)})
    text = site.page(f"/dev/apps/{app_id}/certification?part=security").text

    assert "2 earlier answers" in text
    assert text.index("Partly ·") < text.index("No ·")
    assert "Yes ·" not in text


def test_a_certificate_that_ends_soon_is_reminded_of(site: Site, app_id: str) -> None:
    """Sixty days before, and not before that: on the first page, where the app stands, and at its questionnaire."""
    from datetime import timedelta

    ada, at = site.made.accounts["ada"], site.shelf.clock()
    verify_publisher(site.shelf, ada, app_id, name="Paul")
    certify_all(site, app_id)
    pages = []
    for days in (70, 50):
        certify(site.shelf, ada, app_id, expires_at=at + timedelta(days=days))
        pages += [site.page(path).text for path in ("/dev", f"/dev/apps/{app_id}", f"/dev/apps/{app_id}/certification")]

    assert ["Ask an administrator for a new assessment" in text for text in pages] == [False] * 3 + [True] * 3
    assert f"/dev/apps/{app_id}/certification" in site.page("/dev").source


class Api:
    """The API with a token of somebody."""

    def __init__(self, site: Site, who: str) -> None:
        actor = site.made.accounts[who]
        token = create_token(site.shelf, actor, actor.account_id or "", label="ci").text
        self.site, self.headers = site, {"authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, **sent: Any) -> Response:
        """The answer to a request."""
        self.site.client.cookies.clear()
        answer: Response = self.site.client.request(method, f"/api/v1{path}", headers=self.headers, **sent)
        return answer

    def add(self, app_id: str, content: bytes, question: str = "multi-factor", name: str = "pen test.pdf") -> Response:
        """The answer to a file that is sent."""
        path = f"/apps/{app_id}/certification/evidence"
        return self.ask("POST", path, files={"file": (name, content, "text/html")}, data={"question": question})


def test_the_api_takes_and_gives_the_files_of_the_page(site: Site, app_id: str) -> None:
    """Sent once however often, listed, downloaded as what its bytes are, and taken away; the page shows the same."""
    paul = Api(site, "paul")
    made = [paul.add(app_id, PDF, name="../pen test.exe") for _ in range(2)]
    listed = paul.ask("GET", f"/apps/{app_id}/certification/evidence").json()
    file = paul.ask("GET", made[0].headers["location"].removeprefix("/api/v1"))
    site.sign_in("paul")
    page = site.page(f"/dev/apps/{app_id}/certification?part=security")
    gone = paul.ask("DELETE", f"/apps/{app_id}/certification/evidence/{listed[0]['id']}")

    assert [201, 201] == [each.status_code for each in made]
    assert [made[0].json()] == listed == [made[1].json()]
    stated = {"name": "pen test.pdf", "question": "multi-factor", "mediaType": "application/pdf", "size": len(PDF)}
    assert stated == {name: listed[0][name] for name in stated}
    assert sha256(PDF).hexdigest() == listed[0]["digest"]
    assert (PDF, "application/pdf") == (file.content, file.headers["content-type"])
    assert file.headers["content-disposition"].startswith("attachment")
    assert "pen test.pdf" in page.links
    assert 204 == gone.status_code
    assert [] == paul.ask("GET", f"/apps/{app_id}/certification/evidence").json()
    assert 404 == paul.ask("GET", made[0].headers["location"].removeprefix("/api/v1")).status_code


def test_the_api_refuses_what_the_page_refuses(site: Site, app_id: str) -> None:
    """The same checks and limits, each with the name of its reason."""
    paul = Api(site, "paul")
    other, _ = drafted(site)
    refused = {
        "evidence-missing": paul.add(app_id, b""),
        "evidence-unreadable": paul.add(app_id, b"PK\x03\x04"),
        "evidence-too-large": paul.add(app_id, b"%PDF-1.7" + b"x" * MAX_FILE),
        "unknown-question": paul.add(app_id, PDF, "nonsense"),
        "not-published": paul.add(other, PDF),
    }
    for number in range(MOST_FILES):
        assert 201 == paul.add(app_id, b"%d" % number).status_code
    refused["too-much-evidence"] = paul.add(app_id, PDF)

    assert {rule: rule for rule in refused} == {rule: each.json()["rule"] for rule, each in refused.items()}
    assert 415 == paul.ask("POST", f"/apps/{app_id}/certification/evidence", json={}).status_code


def test_files_are_not_there_for_others_in_the_api(site: Site, app_id: str) -> None:
    """A reviewer reads them and changes none; another publisher and a user find nothing."""
    made = Api(site, "paul").add(app_id, PDF).json()
    path = f"/apps/{app_id}/certification/evidence"
    rita, uma = Api(site, "rita"), Api(site, "uma")

    assert [made] == rita.ask("GET", path).json()
    assert PDF == rita.ask("GET", f"{path}/{made['id']}").content
    assert 403 == rita.add(app_id, b"mine").status_code
    assert 403 == rita.ask("DELETE", f"{path}/{made['id']}").status_code
    assert [] == uma.ask("GET", path).json()
    assert 404 == uma.ask("GET", f"{path}/{made['id']}").status_code
    site.client.cookies.clear()
    assert 401 == site.client.get(f"/api/v1{path}").status_code


def test_the_certification_of_a_published_app_is_public(site: Site, app_id: str) -> None:
    """What its page shows is there without a token, but for the id of a verified publisher; of a draft nothing is."""
    verify_publisher(site.shelf, site.made.accounts["ada"], app_id, name="Paul", publisher_id="6431234")
    answer(
        site.shelf, site.made.accounts["paul"], app_id, {"multi-factor": Given("yes", "https://www.example.com/mfa")}
    )
    Api(site, "paul").add(app_id, PDF)
    other, _ = drafted(site)
    site.client.cookies.clear()
    public = site.client.get(f"/api/v1/apps/{app_id}/certification").json()
    given = next(each for each in public["answers"] if each["question"] == "multi-factor")

    assert ("verified", "Paul", None) == tuple(
        public[name] for name in ("tier", "verifiedPublisher", "verifiedPublisherId")
    )
    assert ("yes", "https://www.example.com/mfa", True) == (given["answer"], given["evidenceUrl"], given["hasFiles"])
    assert "pen test" not in str(public)
    assert public == site.client.get(f"/api/v1/apps/{NEW_APP}/certification").json()
    assert 404 == site.client.get(f"/api/v1/apps/{other}/certification").status_code
    assert "6431234" == Api(site, "uma").ask("GET", f"/apps/{app_id}/certification").json()["verifiedPublisherId"]
    assert 200 == Api(site, "paul").ask("GET", f"/apps/{other}/certification").status_code


def drafted(site: Site) -> tuple[str, str]:
    """The ids of app and version of a draft of Paul's."""
    site.sign_in("paul")
    return sent(site, package(id="00000000-0000-4000-8000-0000000000d1", name={"short": "Other Board"}))


def certify_all(site: Site, app_id: str) -> None:
    """Answer everything and stand by it."""
    from teamshelf.catalogue.certification.certifying import attest
    from teamshelf.catalogue.certification.questionnaire import QUESTIONS

    given = {each.name: Given(each.choices[0] if each.choices else "x") for each in QUESTIONS.values()}
    answer(site.shelf, site.made.accounts["paul"], app_id, given)
    attest(site.shelf, site.made.accounts["paul"], app_id)
