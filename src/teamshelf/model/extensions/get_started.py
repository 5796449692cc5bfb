"""The callout that welcomes users of a newly installed add-in.

A manifest may give different messages to different clients, told apart by `requirements`.
"""

from teamshelf.model.extensions.requirements import Requirements
from teamshelf.model.facts import ManifestObject, prop
from teamshelf.model.kinds import HTTP_URL


class GetStartedMessage(ManifestObject):
    """A callout that introduces the add-in to users after installation."""

    requirements: Requirements | None = prop(
        "Clients that show this callout. Of several messages, keep their requirements apart so that one client "
        "never matches two.",
    )
    title: str | None = prop(
        "Heading of the callout.",
        required=True,
        max_length=125,
    )
    description: str | None = prop(
        "Text of the callout: what the add-in does and where to begin.",
        required=True,
        max_length=250,
    )
    learn_more_url: str | None = prop(
        "Page that explains the add-in in detail, opened from the callout.",
        required=True,
        kind=HTTP_URL,
    )
