"""What an administrator calls or paints otherwise than the publisher."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from sqlalchemy import select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.policy.customising import (
    Shown,
    customise,
    publish_customisation,
    published_overrides,
    reset,
    shown_of,
)
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App, AuditEvent, Icon, Receipt, Version
from tests.catalogue.stocking import put

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

ALL = [
    "name",
    "shortDescription",
    "longDescription",
    "smallImageUrl",
    "largeImageUrl",
    "accentColor",
    "developerUrl",
    "privacyUrl",
    "termsOfUseUrl",
]


def png(side: int, **options: Any) -> bytes:
    """A picture of this size."""
    buffer = io.BytesIO()
    Image.new("RGBA", (side, side), (255, 255, 255, 120)).save(buffer, "PNG", **options)
    return buffer.getvalue()


def seen(shelf: Shelf, app_id: str) -> dict[str, Shown]:
    """The properties of an app as people see them."""
    with shelf.reading() as session:
        return shown_of(session, session.get_one(App, app_id))


def refused(shelf: Shelf, people: People, app_id: str, **values: str | bytes) -> tuple[Kind, str]:
    """Why something cannot be set."""
    with pytest.raises(Refusal) as caught:
        customise(shelf, people.admin, app_id, values)
    return caught.value.kind, caught.value.rule


def test_a_draft_is_seen_once_it_is_published(shelf: Shelf, people: People) -> None:
    """Before, administrators alone see it; afterwards everybody does, with the publisher's own beside it."""
    app_id = put(shelf, people, configurableProperties=ALL)

    customise(shelf, people.admin, app_id, {"name": "Questions", "accentColor": "#112233"})
    drafted = seen(shelf, app_id)["name"]
    changed = publish_customisation(shelf, people.admin, app_id)
    published = seen(shelf, app_id)["name"]

    assert ("Polls", "Questions", False) == (drafted.value, drafted.draft, drafted.is_customised)
    assert ("accentColor", "name") == tuple(sorted(changed))
    assert (
        Shown(name="name", value="Questions", original="Polls", is_configurable=True, override="Questions") == published
    )
    assert published.is_customised
    assert "#112233" == seen(shelf, app_id)["accentColor"].value
    assert () == publish_customisation(shelf, people.admin, app_id)
    with shelf.reading() as session:
        told = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.APP_CUSTOMISED)).all()
    assert 2 == len(told)


def test_rule_35_only_what_the_publisher_lets_be_set(shelf: Shelf, people: People) -> None:
    """A property that is not listed is refused, and without a list all are."""
    listed = put(shelf, people, configurableProperties=["accentColor"])
    unlisted = put(shelf, people, id="11f80bd4-22f3-4c12-8a38-1c5bb0a9e7d1")

    assert (Kind.INVALID, "not-configurable") == refused(shelf, people, listed, accentColor="#112233", name="Questions")
    assert (Kind.INVALID, "not-configurable") == refused(shelf, people, unlisted, accentColor="#112233")
    assert (Kind.INVALID, "not-configurable") == refused(shelf, people, listed, id="x")
    assert (Kind.INVALID, "not-configurable") == refused(shelf, people, unlisted, smallImageUrl=png(32))
    assert None is seen(shelf, listed)["accentColor"].draft
    with pytest.raises(Refusal, match="only administrators"):
        customise(shelf, people.reviewer, listed, {"accentColor": "#112233"})


def test_rule_36_what_each_property_stands_for(shelf: Shelf, people: People) -> None:
    """The nine properties with what the publisher says of them."""
    app_id = put(shelf, people)

    originals = {name: shown.original for name, shown in seen(shelf, app_id).items()}

    with shelf.reading() as session:
        version = session.scalars(select(Version)).one()
    assert {
        "name": "Polls",
        "shortDescription": "Ask your colleagues and see what they think.",
        "longDescription": "Put a question to a channel and watch the answers arrive. "
        "Help: https://www.example.com/help.",
        "smallImageUrl": version.outline_icon,
        "largeImageUrl": version.color_icon,
        "accentColor": "#0B6E6E",
        "developerUrl": "https://www.example.com",
        "privacyUrl": "https://www.example.com/privacy",
        "termsOfUseUrl": "https://www.example.com/terms",
    } == originals


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("name", "x" * 31, "override-invalid"),
        ("shortDescription", "x" * 81, "override-invalid"),
        ("developerUrl", "http://www.example.com", "override-invalid"),
        ("privacyUrl", "javascript:alert(1)", "override-invalid"),
        ("accentColor", "#fff", "override-invalid"),
        ("accentColor", b"#ffffff", "override-invalid"),
        ("smallImageUrl", png(33), "icon-invalid"),
        ("smallImageUrl", "icon.png", "icon-invalid"),
        ("largeImageUrl", png(32), "icon-invalid"),
        ("largeImageUrl", png(192)[:-40], "icon-invalid"),
        ("largeImageUrl", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "icon-invalid"),
    ],
)
def test_rule_37_overrides_obey_the_limits_of_the_field(
    shelf: Shelf, people: People, name: str, value: str | bytes, rule: str
) -> None:
    """As the manifest itself must; pictures are PNG files of exactly their size."""
    app_id = put(shelf, people, configurableProperties=ALL)

    assert (Kind.INVALID, rule) == refused(shelf, people, app_id, **{name: value})
    assert None is seen(shelf, app_id)[name].draft


def test_a_picture_is_kept_without_anything_else_in_it(shelf: Shelf, people: People) -> None:
    """What is served are the pixels, under their own digest."""
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_text("Comment", "<script>alert(1)</script>")
    app_id = put(shelf, people, configurableProperties=ALL)

    customise(shelf, people.admin, app_id, {"largeImageUrl": png(192, pnginfo=said)})
    publish_customisation(shelf, people.admin, app_id)

    digest = seen(shelf, app_id)["largeImageUrl"].value
    with shelf.reading() as session:
        content = session.get_one(Icon, digest).content
    assert digest == sha256(content).hexdigest()
    assert b"script" not in content
    assert (192, 192) == Image.open(io.BytesIO(content)).size


def test_rule_38_an_override_sleeps_and_wakes(shelf: Shelf, people: People) -> None:
    """A version that takes a property off the list puts the override to sleep; the next one wakes it."""
    app_id = put(shelf, people, configurableProperties=["name", "accentColor"])
    customise(shelf, people.admin, app_id, {"name": "Questions"})
    publish_customisation(shelf, people.admin, app_id)
    customise(shelf, people.admin, app_id, {"name": "Riddles"})

    put(shelf, people, "1.1.0", app_id, configurableProperties=["accentColor"])
    asleep = seen(shelf, app_id)["name"]
    published = publish_customisation(shelf, people.admin, app_id)
    with shelf.reading() as session:
        assert {app_id: {"name": "Questions"}} == published_overrides(session, [app_id])
    put(shelf, people, "1.2.0", app_id, configurableProperties=["name"])
    awake = seen(shelf, app_id)["name"]

    assert ("Polls", "Questions", True) == (asleep.value, asleep.override, asleep.is_orphaned)
    assert () == published
    assert ("Questions", "Riddles", False) == (awake.value, awake.draft, awake.is_orphaned)


def test_rule_38_overrides_reach_no_consent(shelf: Shelf, people: People) -> None:
    """Neither the package nor what people read before they accept changes by them."""
    app_id = put(shelf, people, configurableProperties=ALL)
    first = install(shelf, people.user, app_id, people.user.account_id or "")
    customise(shelf, people.admin, app_id, {"name": "Questions"})
    publish_customisation(shelf, people.admin, app_id)

    second = install(shelf, people.other_user, app_id, people.other_user.account_id or "")

    with shelf.reading() as session:
        before, after = (session.get_one(Receipt, added.receipt_id) for added in (first, second))
        assert (before.sentences, before.package_digest) == (after.sentences, after.package_digest)


def test_a_reset_brings_back_what_the_publisher_says(shelf: Shelf, people: People) -> None:
    """Of one property with its draft, or of all."""
    app_id = put(shelf, people, configurableProperties=ALL)
    customise(shelf, people.admin, app_id, {"name": "Questions", "accentColor": "#112233"})
    publish_customisation(shelf, people.admin, app_id)
    customise(shelf, people.admin, app_id, {"name": "Riddles"})

    assert ("name",) == reset(shelf, people.admin, app_id, "name")
    partly = seen(shelf, app_id)
    assert ("accentColor",) == reset(shelf, people.admin, app_id)
    assert () == reset(shelf, people.admin, app_id)

    assert ("Polls", None, "#112233") == (partly["name"].value, partly["name"].draft, partly["accentColor"].value)
    assert not any(shown.is_customised for shown in seen(shelf, app_id).values())
    with pytest.raises(Refusal, match="no configurable property"):
        reset(shelf, people.admin, app_id, "colour")
