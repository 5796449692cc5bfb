"""How the app presents itself.

Developer, names, descriptions and icons, the marketplace offer sold with it and what Intune must know. Users see
these on the app's details page, in the app bar and in the install dialog, and for a store app they must match the
store listing. Developer, names, descriptions and icons are as old as manifest 1.0; the offer came with 1.10, Intune
with 1.20, the small color icon with 1.21 and the feature highlights with 1.26. Their translations are listed in
`localization`.
"""

from teamshelf.model.facts import ManifestObject, each, prop
from teamshelf.model.kinds import FILE, HTTP_URL


class IntuneInfo(ManifestObject):
    """How the app works with Microsoft Intune."""

    supported_mobile_app_management_version: str | None = prop(
        "The version of Intune mobile application management that the app complies with.",
        max_length=64,
    )


class SubscriptionOffer(ManifestObject):
    """The offer in the commercial marketplace that users or administrators can buy for this app."""

    offer_id: str | None = prop(
        "The publisher id and the offer id joined by a dot, as `publisherId.offerId`. Both are found in Partner "
        "Center.",
        required=True,
        max_length=2048,
    )


class Icons(ManifestObject):
    """The image files of the app, as paths relative to the root of the package."""

    outline: str | None = prop(
        "Path of a 32x32 PNG with the app's symbol as a white outline on a transparent background and no padding. "
        "Teams shows it in the app bar on `accentColor`; any pixel that is neither pure white nor fully transparent "
        "is refused.",
        required=True,
        kind=FILE,
    )
    color: str | None = prop(
        "Path of a full-color 192x192 PNG, shown in the store and most other places. Fill the square without "
        "rounded corners, as Teams cuts them itself, and keep the symbol within the middle 120x120 pixels.",
        required=True,
        kind=FILE,
    )
    color32x32: str | None = prop(
        "Path of a full-color 32x32 PNG with a transparent background, used by hosts that show pinned apps in color.",
        versions="1.21..",
        kind=FILE,
    )


class Feature(ManifestObject):
    """One thing the app can do, presented under its own heading."""

    title: str | None = prop(
        "The heading of the feature.",
        required=True,
        max_length=45,
    )
    description: str | None = prop(
        "What the feature does for the user.",
        required=True,
        max_length=120,
    )


class Description(ManifestObject):
    """What the app does, in texts of different length.

    They should describe the experience accurately, so that somebody who does not know the app understands what it is
    for.
    """

    short: str | None = prop(
        "One sentence about the app, used where space is limited. It must differ from `full`, must not be repeated "
        "in it and must not contain the name of another app.",
        required=True,
        max_length=80,
    )
    full: str | None = prop(
        "The complete description of the app, shown on its details page. Say here if an account with another "
        "service is needed to use it, and do not repeat `short`.",
        required=True,
        max_length=4000,
    )
    features: list[Feature] = prop(
        "Highlights of what the app can do, shown one by one with their own titles.",
        versions="1.26..",
        min_items=1,
        max_items=3,
    )


class Name(ManifestObject):
    """The name of the app in the forms that different places have room for."""

    short: str | None = prop(
        "The display name of the app, shown in most places in Teams. It must differ from `full`, must not be the "
        "name of a core Teams feature such as Chat or Calendar, and should not contain words like test or staging.",
        required=True,
        max_length=30,
    )
    full: str | None = prop(
        "The complete name of the app, used where it is longer than `short` allows. It must differ from `short`.",
        required="1.16..1.19 devPreview",
        max_length=100,
    )
    abbreviated: str | None = prop(
        "An abbreviated name of the app, for places with very little room.",
        versions="devPreview",
        max_length=15,
    )


class DefaultSupport(ManifestObject, open=".."):
    """The people and mailboxes that answer support requests."""

    emails_for_email_support: list[str] = prop(
        "The mailbox that receives support requests by e-mail.",
        required=True,
        min_items=1,
        max_items=1,
        each=each(max_length=80),
    )
    user_emails_for_chat_support: list[str] = prop(
        "The e-mail addresses of the people who can be asked for support in a Teams chat.",
        required=True,
        min_items=1,
        max_items=10,
        each=each(max_length=80),
    )


class ContactInfo(ManifestObject, open=".."):
    """The ways to contact the developer."""

    default_support: DefaultSupport | None = prop(
        "The contacts used for all support requests about the app.",
        required=True,
    )


class Developer(ManifestObject):
    """The person or company that makes the app, with the links users and administrators need.

    For a store app the values must match the store listing.
    """

    name: str | None = prop(
        "The display name of the developer, shown as the publisher of the app.",
        required=True,
        max_length=32,
    )
    mpn_id: str | None = prop(
        "The Microsoft Partner Network id of the organization that builds the app, a number. Give it only if the "
        "organization is a partner.",
        versions="1.5..",
        max_length=10,
    )
    website_url: str | None = prop(
        "The https address of the developer's website. It should lead users to the company or to the landing page "
        "of this product, not to a store listing.",
        required=True,
        kind=HTTP_URL,
    )
    privacy_url: str | None = prop(
        "The https address of the developer's privacy policy. It must be readable without signing in.",
        required=True,
        kind=HTTP_URL,
    )
    terms_of_use_url: str | None = prop(
        "The https address of the developer's terms of use. It must be readable without signing in.",
        required=True,
        kind=HTTP_URL,
    )
    contact_info: ContactInfo | None = prop(
        "How to reach the developer for support.",
        versions="devPreview",
    )
