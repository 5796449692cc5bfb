"""Dialogs described in the manifest (formerly called task modules).

Teams opens them over the app without asking a bot. Commands of message extensions have used them since manifest 1.5
and the settings of bots since 1.17.
"""

from teamshelf.model.facts import ManifestObject, prop
from teamshelf.model.kinds import DIMENSION, HTTP_URL


class TaskInfo(ManifestObject):
    """A dialog described in the manifest, so that Teams can open it without asking the bot first."""

    title: str | None = prop(
        "The title of the dialog when it opens.",
        max_length=64,
    )
    width: str | None = prop(
        "The width of the dialog: a number of pixels, or `large`, `medium` or `small`, which are shares of the "
        "available window. A number is written as a string of digits, such as `400`, without `px` or `%`.",
        kind=DIMENSION,
    )
    height: str | None = prop(
        "The height of the dialog: a number of pixels, or `large`, `medium` or `small`, which are shares of the "
        "available window. A number is written as a string of digits, such as `400`, without `px` or `%`.",
        kind=DIMENSION,
    )
    url: str | None = prop(
        "The address of the page first shown in the dialog. Its domain must be covered by `validDomains`.",
        kind=HTTP_URL,
    )
