"""`teamshelf schema VERSION`: print the JSON Schema of a manifest version."""

from __future__ import annotations

import argparse
import sys

from teamshelf.cli import FAILED, OK
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.messages import say
from teamshelf.versions import ALL_VERSIONS


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf schema",
        description="Print the JSON Schema (draft-07) of a manifest version, with titles and descriptions, for editors "
        "and other tools.",
    )
    made.add_argument("version", metavar="VERSION", choices=ALL_VERSIONS, help=", ".join(ALL_VERSIONS))
    made.add_argument("--localization", action="store_true", help="the schema of the language files, from 1.5 on")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Print the schema."""
    import json

    if arguments.localization:
        from teamshelf.model.language_file import LANGUAGE_FILE_VERSIONS
        from teamshelf.schema.language_file import language_file_schema

        if arguments.version not in LANGUAGE_FILE_VERSIONS:
            complain(
                say(
                    "manifest version {version} has no language files: they came with {first}",
                    version=arguments.version,
                    first=LANGUAGE_FILE_VERSIONS.first,
                ),
                language_of_the_environment(),
            )
            return FAILED
        schema = language_file_schema(arguments.version)
    else:
        from teamshelf.schema.manifest import manifest_schema

        schema = manifest_schema(arguments.version)
    json.dump(schema, sys.stdout, indent=2, ensure_ascii=False)
    print()
    return OK
