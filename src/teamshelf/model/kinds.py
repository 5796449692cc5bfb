"""The shapes of text that properties of the manifest share."""

from teamshelf.messages import say
from teamshelf.model.facts import TextKind

GUID = TextKind(
    name=say("GUID"),
    pattern="^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$",
    example="49e6f432-d79c-49e8-94f7-89b94f3672fd",
)
"""Microsoft's identifiers: of apps, bots, Entra ID registrations."""

HTTPS_URL = TextKind(
    name=say("https:// URL"), pattern="^[Hh][Tt][Tt][Pp][Ss]://", max_length=2048, example="https://contoso.com/page"
)
"""A URL that must be encrypted."""

HTTP_URL = TextKind(
    name=say("https:// URL"), pattern="^[Hh][Tt][Tt][Pp][Ss]?://", max_length=2048, example="https://contoso.com/page"
)
"""A URL for which the schema lets ``http://`` pass as well; Teams itself asks for https nearly everywhere."""

FILE = TextKind(name=say("path of a file in the package"), max_length=2048, is_file=True)
"""A file of the package, relative to the manifest, with forward slashes."""

FOLDER = TextKind(name=say("path of a folder in the package"), max_length=256, is_folder=True)
"""A folder of the package, all of whose files belong to the app."""

COLOR = TextKind(name=say("colour"), pattern="^#[0-9a-fA-F]{6}$", example="#4464ee")
"""``#`` and six hexadecimal digits: red, green, blue."""

LANGUAGE_TAG = TextKind(name=say("language tag"), pattern="^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,2}$", example="fr-fr")
"""A BCP 47 language tag of at most three subtags."""

DIMENSION = TextKind(
    name=say("dialog size"),
    pattern="^((([0-9]*\\.)?[0-9]+)|[lL][aA][rR][gG][eE]|[mM][eE][dD][iI][uU][mM]|[sS][mM][aA][lL][lL])$",
    max_length=16,
    example="medium",
)
"""Width or height of a dialog: ``large``, ``medium``, ``small`` in any case, or a number of pixels as text."""
