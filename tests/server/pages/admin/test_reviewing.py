"""The review queue and the page of a review: what it shows, what is decided, and who may not."""

from __future__ import annotations

import pytest

from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.versions.reviewing import approve, claim, reject
from tests.catalogue.stocking import BOT
from tests.server.pages.dev.sending import package, submitted
from tests.server.pages.site import Page, Site, sent_to
from tests.server.pages.stocked import id_of


@pytest.fixture
def waiting(site: Site) -> str:
    """A submission of Paul's, before whom Rita sits."""
    site.sign_in("paul")
    _, version_id = submitted(site, package(indent=2, bots=[BOT], permissions=["identity"]))
    site.sign_in("rita")
    return version_id


@pytest.fixture
def update(site: Site) -> str:
    """An update that waits, of an app that is published."""
    site.sign_in("paul")
    _, first = submitted(site, package())
    approve(site.shelf, site.made.accounts["rita"], first)
    _, version_id = submitted(site, package("1.1.0", bots=[BOT]))
    site.sign_in("rita")
    return version_id


def test_the_queue_says_what_waits(site: Site, waiting: str) -> None:
    """App, kind, version, who sent it, and with whom it is; it is filtered."""
    page = site.page("/admin/reviews")

    assert f"/admin/reviews/{waiting}" == page.links["Notice Board"]
    assert "New app 1.0.0 Paul Lindqvist" in page.text
    assert "Asked when added" in page.text
    assert "Nothing of this kind waits" in site.page("/admin/reviews?show=updates").text
    assert "Notice Board" in site.page("/admin/reviews?show=nonsense").links


def test_the_queue_of_an_update_says_what_it_asks(site: Site, update: str) -> None:
    """The consent verdict stands in the queue."""
    assert "Users must accept" in site.page("/admin/reviews?show=updates").text
    assert update


def test_the_queue_says_how_closely_to_look_and_why(site: Site, waiting: str) -> None:
    """The risk with its grounds, in the queue and beside the decision; what is high can be listed alone."""
    said = ("Nothing of this app has been reviewed here before.", "It asks who people are: identity.")
    queue, review = site.page("/admin/reviews"), site.page(f"/admin/reviews/{waiting}")

    assert all(each in page.text for page in (queue, review) for each in said)
    assert "Risk Raised" in review.text
    assert "Nothing of this kind waits" in site.page("/admin/reviews?show=risky").text
    assert "Nothing of this kind waits" in site.page("/admin/reviews?show=asking").text


def test_a_submission_is_taken_from_the_queue(site: Site, waiting: str) -> None:
    """By a button in its row; then the others read with whom it is, and have no such button."""
    claimed = sent_to(site.post(f"/admin/reviews/{waiting}/claim"))
    mine = site.page("/admin/reviews")
    site.sign_in("ada")
    theirs = site.page("/admin/reviews")

    assert claimed.startswith(f"/admin/reviews/{waiting}")
    assert "me" in mine.text.split()
    assert "Rita Lindqvist" in theirs.text
    assert [] == [button for page in (mine, theirs) for button in page.buttons if button.startswith("I take it")]


def test_nobody_is_offered_their_own_submission(site: Site) -> None:
    """Where others have to look at it, the queue has no button for whoever sent it; for another reviewer it has."""
    change_settings(site.shelf, site.made.accounts["ada"], four_eyes=True)
    site.sign_in("ada")
    submitted(site, package())
    own = site.page("/admin/reviews").buttons
    site.sign_in("rita")

    assert [] == [button for button in own if button.startswith("I take it")]
    assert "I take it: Notice Board" in site.page("/admin/reviews").buttons


def test_an_empty_queue_is_good_news(site: Site) -> None:
    """It says so, instead of an empty table."""
    site.sign_in("rita")

    assert "Nothing waits for a review" in site.page("/admin/reviews").text


@pytest.mark.parametrize(
    ("tab", "expected"),
    [
        ("", "The app"),
        ("/diff", "There is nothing to compare with"),
        ("/consent", "everything is asked where the app is added"),
        ("/permissions", "Know who you are"),
        ("/certification", "The publisher has not answered any question."),
        ("/history", "AppSubmitted"),
    ],
)
def test_the_review_has_all_that_a_decision_needs(site: Site, waiting: str, tab: str, expected: str) -> None:
    """Each tab has its part, and each the decision beside it."""
    page = site.page(f"/admin/reviews/{waiting}{tab}")

    assert 200 == page.status
    assert expected in page.text
    assert {"Approve and publish", "Request changes", "Reject"} <= set(page.buttons)


def test_a_submission_is_previewed_and_reviewed_on(site: Site, waiting: str) -> None:
    """The review leads to every surface of what waits, and each of them back to the review; nobody else gets there."""
    preview = site.page(site.page(f"/admin/reviews/{waiting}/history").links["Preview"])
    surface = site.page(f"/preview/{waiting}/personal")
    site.sign_in("uma")

    assert "Notice Board" in preview.headings
    assert f"/admin/reviews/{waiting}" == preview.links["Back to the app"] == surface.links["Back to the app"]
    assert 404 == site.page(f"/preview/{waiting}").status


def test_the_difference_is_to_what_is_published(site: Site, update: str) -> None:
    """Of an update the reviewer sees what changes, and whom it asks."""
    assert "asks for consent" in site.page(f"/admin/reviews/{update}/diff").text
    assert "Users must accept" in site.page(f"/admin/reviews/{update}/consent").text


def test_an_approved_app_is_on_the_shelf(site: Site, waiting: str) -> None:
    """The reviewer sees that it is published, and so does everybody."""
    fields = site.page(f"/admin/reviews/{waiting}").forms[f"/admin/reviews/{waiting}/decision"]
    answer = site.post(f"/admin/reviews/{waiting}/decision", verdict="approve", reason="", **_revision(fields))
    page = site.page(sent_to(answer))

    assert "Approved and published." in page.text
    assert "Approve and publish" not in page.buttons
    site.sign_in("uma")
    assert "Notice Board" in site.page("/search?q=notice").text


@pytest.mark.parametrize(
    ("access", "said", "uma", "noor"),
    [
        ("everyone", "Approved and published.", True, True),
        ("assigned", "for those whom you named", True, False),
        ("blocked", "It stays blocked until an administrator allows it.", False, False),
    ],
)
def test_an_administrator_chooses_whom_a_new_app_is_for(
    site: Site, waiting: str, access: str, said: str, *, uma: bool, noor: bool
) -> None:
    """For everyone, for those who are named, or for nobody yet: decided together with the approval."""
    site.sign_in("ada")
    fields = {"verdict": "approve", "revision": "2", "access": access, "holders": "uma@example.com"}
    page = site.page(sent_to(site.post(f"/admin/reviews/{waiting}/decision", **fields)))
    asked = [
        site.page(f"/admin/policies?user={name}@example.com&app={_app(site, waiting)}").text for name in ("uma", "noor")
    ]

    assert said in page.text
    assert [uma, noor] == ["can use Notice Board" in text for text in asked]


def test_a_choice_that_cannot_be_comes_back(site: Site, waiting: str) -> None:
    """With what was written; nothing is published, and nobody named is a question, not an answer."""
    site.sign_in("ada")
    path = f"/admin/reviews/{waiting}/decision"
    fields = {"verdict": "approve", "revision": "2", "access": "assigned"}
    ghost = Page(site.post(path, **fields, holders="ghost@example.com", reason="fine"))
    nobody = Page(site.post(path, **fields, holders=" "))

    assert (404, 400) == (ghost.status, nobody.status)
    assert "ghost@example.com</textarea>" in ghost.source
    assert "fine</textarea>" in ghost.source
    assert "assigned" == ghost.forms[path]["access"]
    assert "Name at least one user or place" in nobody.text
    assert "Approve and publish" in nobody.buttons


def test_what_would_hold_anyway_is_chosen_beforehand(site: Site, waiting: str) -> None:
    """For everyone; blocked, where new apps wait or the publisher wants it. Reviewers have no say."""
    path = f"/admin/reviews/{waiting}"
    reviewers = site.page(path)
    site.sign_in("ada")
    usual = site.page(path).forms[f"{path}/decision"]
    change_settings(site.shelf, site.made.accounts["ada"], allow_new_apps=False)
    careful = site.page(path).forms[f"{path}/decision"]
    change_settings(site.shelf, site.made.accounts["ada"], allow_new_apps=True)
    site.sign_in("paul")
    wish = package(id=id_of("Careful"), name={"short": "Careful"}, defaultBlockUntilAdminAction=True)
    _, other = submitted(site, wish)
    site.sign_in("ada")
    wished = site.page(f"/admin/reviews/{other}").forms[f"/admin/reviews/{other}/decision"]

    assert "access" not in reviewers.forms[f"{path}/decision"]
    assert "Whom it is for is decided by the settings" in reviewers.text
    assert ["everyone", "blocked", "blocked"] == [each["access"] for each in (usual, careful, wished)]


def test_an_update_leaves_open_whom_the_app_is_for(site: Site, update: str) -> None:
    """What was decided about the app stays, so there is nothing to choose."""
    site.sign_in("ada")

    assert "Once it is published" not in site.page(f"/admin/reviews/{update}").text


def test_reasons_are_ticked(site: Site, waiting: str) -> None:
    """Those of the settings, or some of ours; each is a line of what the publisher reads."""
    ours = site.page(f"/admin/reviews/{waiting}")
    change_settings(
        site.shelf, site.made.accounts["ada"], review_reasons="No test account.\n\n Too many <b>bots</b>. \n"
    )
    page = site.page(f"/admin/reviews/{waiting}")
    ticked = ["No test account.", "Too many <b>bots</b>."]
    path = f"/admin/reviews/{waiting}/decision"
    answer = sent_to(site.post(path, verdict="reject", revision="2", reason="See you soon.", ready=ticked))

    assert "The app asks for more than what it does calls for." in ours.text
    assert "The app asks for more than what it does calls for." not in page.text
    assert "Too many <b>bots</b>." in page.text
    assert "No test account. Too many <b>bots</b>. See you soon." in site.page(answer).text


def test_one_ticked_reason_is_enough(site: Site, waiting: str) -> None:
    """Nothing has to be written beside it; and it stays ticked when the form comes back."""
    path = f"/admin/reviews/{waiting}/decision"
    stale = Page(
        site.post(path, verdict="reject", ready="The app asks for more than what it does calls for.", revision="1")
    )
    page = site.page(sent_to(site.post(path, verdict="reject", ready="No account.", revision="2")))

    assert 412 == stale.status
    assert "The app asks for more than what it does calls for." == stale.forms[path]["ready"]
    assert "No account." in page.text


def test_a_form_sent_twice_decides_once(site: Site, waiting: str) -> None:
    """The second approval of the same reviewer says what the first one said."""
    sends = [site.post(f"/admin/reviews/{waiting}/decision", verdict="approve", revision="2") for _ in range(2)]

    assert sent_to(sends[0]) == sent_to(sends[1])
    history = site.page(f"/admin/reviews/{waiting}/history")
    assert 1 == history.text.count("AppApproved")


def test_to_reject_takes_a_reason(site: Site, waiting: str) -> None:
    """Without one nothing is decided; with one the publisher reads it."""
    path = f"/admin/reviews/{waiting}/decision"
    without = Page(site.post(path, verdict="reject", reason=" ", revision="2"))
    changes = Page(site.post(path, verdict="changes", reason="", revision="2"))
    rejected = site.page(sent_to(site.post(path, verdict="reject", reason="<i>No</i> privacy page", revision="2")))

    assert (400, 400) == (without.status, changes.status)
    assert "Approve and publish" in without.buttons
    assert "Rejected. The publisher reads your reason." in rejected.text
    assert "<i>No</i> privacy page" in rejected.text


def test_whoever_comes_second_sees_what_was_decided(site: Site, waiting: str) -> None:
    """Another reviewer has rejected it meanwhile: that is shown, with the reason, and nothing is changed."""
    reject(site.shelf, site.made.accounts["ada"], waiting, reason="it copies another app")
    page = Page(site.post(f"/admin/reviews/{waiting}/decision", verdict="approve", revision="2"))

    assert 412 == page.status
    assert "is rejected by now" in page.text
    assert "it copies another app" in page.text
    assert "Approve and publish" not in page.buttons


def test_a_submission_is_taken_and_put_back(site: Site, waiting: str) -> None:
    """While one reviewer has it, another cannot decide; an administrator can."""
    path = f"/admin/reviews/{waiting}/claim"
    taken = site.page(sent_to(site.post(path)))
    assert "The submission is with you now." in taken.text
    assert "me" in site.page("/admin/reviews?show=mine").text
    back = site.page(sent_to(site.post(path, put_back="true")))
    assert "I take it" in back.buttons

    claim(site.shelf, site.made.accounts["ada"], waiting)
    other = site.page(f"/admin/reviews/{waiting}")
    assert "It is with Ada Lindqvist." in other.text
    assert "Approve and publish" not in other.buttons
    assert 409 == site.post(path).status_code
    site.sign_in("ada")
    assert "Approve and publish" in site.page(f"/admin/reviews/{waiting}").buttons


def test_nobody_reviews_their_own_where_four_eyes_look(site: Site) -> None:
    """The page says why, and the form is refused all the same."""
    change_settings(site.shelf, site.made.accounts["ada"], four_eyes=True)
    site.sign_in("rita")
    _, version_id = submitted(site, package())
    page = site.page(f"/admin/reviews/{version_id}")

    assert "Nobody reviews their own submission here" in page.text
    assert "Approve and publish" not in page.buttons
    assert 403 == site.post(f"/admin/reviews/{version_id}/decision", verdict="approve").status_code


def test_an_internal_remark_stays_with_the_reviewers(site: Site, waiting: str) -> None:
    """The publisher reads the one, not the other."""
    path = f"/admin/reviews/{waiting}/comment"
    sent_to(site.post(path, text="Which team?"))
    inside = site.page(sent_to(site.post(path, text="I have seen this before", is_internal="true")))
    site.sign_in("paul")
    outside = site.page(f"/dev/apps/{_app(site, waiting)}")

    assert "only reviewers read this" in inside.text
    assert "Which team?" in outside.text
    assert "I have seen this before" not in outside.text


def test_reviews_are_for_reviewers(site: Site, waiting: str) -> None:
    """A publisher is refused everywhere, and a review that there is none of is not found."""
    site.sign_in("paul")
    paths = ("", "/admin/reviews", f"/admin/reviews/{waiting}", f"/admin/versions/{waiting}/package")

    assert {403} == {site.get(path or "/admin").status_code for path in paths}
    site.sign_in("rita")
    assert 404 == site.get("/admin/reviews/nonsense").status_code
    assert 404 == site.get(f"/admin/reviews/{waiting}/nonsense").status_code
    assert f"/admin/reviews/{waiting}" == sent_to(site.get(f"/admin/reviews/{waiting}/decision"))


def _revision(fields: dict[str, str]) -> dict[str, str]:
    return {"revision": fields["revision"]}


def _app(site: Site, version_id: str) -> str:
    from teamshelf.catalogue.tables import Version

    with site.shelf.reading() as session:
        return session.get_one(Version, version_id).app_id
