"""The risk of a submission: which grounds there are, what they weigh, and that an update is judged by what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from teamshelf.catalogue.apps.facts import Developer, Facts, Permission
from teamshelf.catalogue.certification.certifying import verify_publisher
from teamshelf.catalogue.certification.tiers import Tier
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve, review_queue
from teamshelf.catalogue.versions.risk import GRAVE, Level, Risk, risk_of, risks_of
from tests.catalogue.packages import package
from tests.catalogue.stocking import asking_for

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

PLAIN = Facts(
    app_id="a",
    version="1.0.0",
    manifest_version="1.17",
    name="Polls",
    developer=Developer(name="Contoso", website_url="https://www.contoso.co.uk/polls"),
    valid_domains=("tabs.contoso.co.uk", "token.botframework.com"),
    bot_ids=("bot",),
    web_application_id="registration",
)
"""What an app of a known publisher is like."""

ALONE = Permission("ChannelMessage.Read.Group", "Application")
WITH_SOMEBODY = Permission("TeamMember.Read.Group", "Delegated")


def of(published: Facts | None = PLAIN, *, tier: Tier = Tier.VERIFIED, asks: bool = False, **members: Any) -> Risk:
    """The risk of the plain app with other facts, as an update of itself unless another is given."""
    rules = members.pop("rules", ())
    return risk_of(msgspec.structs.replace(PLAIN, **members), published, tier=tier, rules=rules, asks=asks)


def names(risk: Risk) -> list[str]:
    """The grounds."""
    return [ground.name for ground in risk.grounds]


def test_an_update_that_adds_nothing_is_no_risk() -> None:
    """Whatever the app was let have before."""
    had = msgspec.structs.replace(PLAIN, resource_specific=(ALONE,), device_permissions=("media",))

    assert Risk(Level.LOW, ()) == of()
    assert Risk(Level.LOW, ()) == of(had, resource_specific=(ALONE,), device_permissions=("media",))


@pytest.mark.parametrize(
    ("members", "ground", "weight", "said"),
    [
        ({"resource_specific": (ALONE,)}, "acts-alone", GRAVE, "ChannelMessage.Read.Group"),
        ({"resource_specific": (WITH_SOMEBODY,)}, "acts-for-users", 1, "TeamMember.Read.Group"),
        ({"device_permissions": ("media",)}, "uses-devices", 1, "media"),
        ({"permissions": ("identity",)}, "knows-people", 1, "identity"),
        ({"web_application_id": "another"}, "other-registration", GRAVE, "another registration"),
        ({"bot_ids": ("another",)}, "other-bot", GRAVE, "another bot"),
        ({"rules": ("valid-domain-not-yours",)}, "doubtful-domains", GRAVE, "hosts"),
        ({"rules": ("name-looks-like-another",)}, "doubtful-name", GRAVE, "name"),
        ({"tier": Tier.NONE}, "not-certified", 1, "vouched"),
        ({"asks": True}, "asks-again", 1, "accept"),
        ({"published": None, "web_application_id": ""}, "new-app", 1, "reviewed"),
        ({"published": msgspec.structs.replace(PLAIN, web_application_id="")}, "signs-in", 1, "accounts"),
    ],
)
def test_each_ground_has_its_weight_and_a_sentence(
    members: dict[str, Any], ground: str, weight: int, said: str
) -> None:
    """One thing more than before is one ground, which names what it is about."""
    (found,) = of(**members).grounds

    assert (ground, weight) == (found.name, found.weight)
    assert said in str(found.message)


def test_domains_are_compared_with_the_publishers_own_site() -> None:
    """A new one of theirs is new; one of somebody else's is outside as well; nobody's in particular is neither."""
    own = ("tabs.contoso.co.uk", "files.contoso.co.uk")

    assert ["new-domains"] == names(of(valid_domains=own))
    assert ["domains-outside", "new-domains"] == names(of(valid_domains=("tabs.fabrikam.co.uk",)))
    assert ["new-app", "domains-outside"] == names(of(None, valid_domains=("co.uk",), web_application_id=""))
    assert ["new-app"] == names(of(None, web_application_id=""))


@pytest.mark.parametrize(
    ("members", "level"),
    [
        ({"tier": Tier.NONE}, Level.LOW),
        ({"tier": Tier.NONE, "asks": True}, Level.RAISED),
        ({"resource_specific": (ALONE,)}, Level.RAISED),
        ({"resource_specific": (ALONE,), "asks": True}, Level.HIGH),
        ({"tier": Tier.NONE, "asks": True, "permissions": ("identity",)}, Level.RAISED),
        ({"tier": Tier.NONE, "asks": True, "permissions": ("identity",), "device_permissions": ("midi",)}, Level.HIGH),
    ],
)
def test_the_level_is_what_the_grounds_add_up_to(members: dict[str, Any], level: Level) -> None:
    """Two of them raise it, a grave one does so alone; with one more beside it, or four others, it is high."""
    assert level is of(**members).level


def test_the_gravest_ground_comes_first_and_names_a_few() -> None:
    """Of many values some are named, and how many more there are."""
    many = tuple(Permission(f"Some{number}.Read.Group", "Application") for number in range(6))
    risk = of(tier=Tier.NONE, asks=True, resource_specific=many)

    assert "acts-alone" == names(risk)[0]
    assert str(risk.grounds[0].message).endswith("Some2.Read.Group, Some3.Read.Group (+2)")


def test_the_queue_is_judged_beside_what_is_published(shelf: Shelf, people: People) -> None:
    """A new app has nothing before it; what its update asks for again is no ground any more."""
    asking = asking_for(("ChannelMessage.Read.Group", "Application"))
    first = publish(shelf, people.publisher, package(**asking), for_review=True)
    with shelf.reading() as session:
        new = risks_of(session, review_queue(session, people.reviewer))[first.version_id]
    approve(shelf, people.reviewer, first.version_id)
    verify_publisher(shelf, people.admin, first.app_id, name="Contoso")
    second = publish(shelf, people.publisher, package(version="1.1.0", **asking), for_review=True, app_id=first.app_id)
    with shelf.reading() as session:
        update = risks_of(session, review_queue(session, people.reviewer))[second.version_id]

    assert Level.HIGH is new.level
    assert {"new-app", "not-certified", "acts-alone"} <= set(names(new))
    assert Risk(Level.LOW, ()) == update
