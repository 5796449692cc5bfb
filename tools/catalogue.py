"""Collect the sentences of Teamshelf into its catalogues, and compile what translators wrote.

Run by `make catalogue` after sentences changed: new ones appear in the `.po` files with an empty translation, those
that are gone leave. The compiled `.mo` files are what is installed; a test proves that they say what the `.po` say.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "teamshelf"
LOCALE = SOURCE / "locale"
KEYWORDS = {"say": (1,)}
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
OPTIONS = {"**.html": {"silent": "false"}}
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def collected() -> Catalog:
    """Every sentence of the source and the templates, without places: those would change with each line that moves."""
    catalog = Catalog(project="Teamshelf", charset="utf-8")
    for _, _, sentence, comments, _ in extract_from_dir(SOURCE, METHODS, OPTIONS, keywords=KEYWORDS):
        catalog.add(sentence, auto_comments=comments)
    return catalog


def translated(language: str, template: Catalog) -> Catalog:
    """The catalogue of a language, brought up to date with the sentences of the source."""
    path = po_path(language)
    catalog = Catalog(locale=language, project="Teamshelf", charset="utf-8")
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
    catalog.header_comment = f"# The sentences of Teamshelf in {language}. Under the licence of the project."
    catalog.fuzzy = False
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def written(catalog: Catalog) -> bytes:
    """The catalogue as a `.po` file: sorted, so that two branches seldom touch the same lines, and without dates."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=120, sort_output=True, omit_header=False, include_previous=False)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    dated = (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Generated-By",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid-Bugs-To",
        "Project-Id-Version",
    )
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in dated))).encode()


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as a `.mo` file, which gettext reads."""
    buffer = io.BytesIO()
    catalog.creation_date = catalog.revision_date = EPOCH  # the same sentences give the same bytes
    write_mo(buffer, catalog)
    return buffer.getvalue()


def po_path(language: str) -> Path:
    """Where the translations of a language are written by people."""
    return LOCALE / language / "LC_MESSAGES" / "teamshelf.po"


def main() -> int:
    """Update and compile the catalogue of each language; say what still wants a translation."""
    sys.path.insert(0, str(SOURCE.parent))
    from teamshelf.messages import LANGUAGES

    template = collected()
    for language in LANGUAGES[1:]:
        catalog = translated(language, template)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalog))
        with path.open("rb") as file:
            path.with_suffix(".mo").write_bytes(compiled(read_po(file, locale=language)))
        missing = [message.id for message in catalog if message.id and not message.string]
        print(f"{language}: {len(catalog)} sentences, {len(missing)} without translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
