"""The languages of the app and the files that hold them, since manifest 1.5.

Teams shows each string in the user's language: the default, overlaid key by key with the file of the language and
then with that of the region. The language files are checked against a schema of their own, whose version must be
that of the manifest.
"""

from teamshelf.model.facts import ManifestObject, prop
from teamshelf.model.kinds import FILE, LANGUAGE_TAG


class AdditionalLanguage(ManifestObject):
    """One further language of the app and the file that holds its strings."""

    language_tag: str | None = prop(
        "The language tag of the strings in `file`, such as `fr` or `fr-ca`.",
        required=True,
        kind=LANGUAGE_TAG,
    )
    file: str | None = prop(
        "Path of a JSON file in the package with the translated strings, relative to its root. Its keys are paths "
        "of manifest properties such as `staticTabs[0].name`.",
        required=True,
        kind=FILE,
    )


class LocalizationInfo(ManifestObject):
    """The languages of the app.

    A user gets the default strings, overlaid key by key with the file of their language and then with that of their
    language and region.
    """

    default_language_tag: str | None = prop(
        "The language tag of the strings in this manifest, or in `defaultLanguageFile` if there is one. Tags join "
        "language and region with a hyphen, such as `en` or `es-es`; an underscore is an error.",
        required=True,
        default="en-us",
        kind=LANGUAGE_TAG,
    )
    default_language_file: str | None = prop(
        "Path of the JSON file in the package with the strings of the default language. An agent in several "
        "languages needs it, as its own files hold tokens; other apps can keep those strings in the manifest.",
        versions="1.19..",
        kind=FILE,
    )
    additional_languages: list[AdditionalLanguage] = prop(
        "The other languages of the app, each with its file. List a language only once and leave out the default "
        "one; a file for a language without region serves all its regions.",
        unique=True,
    )
