"""Write the pages under `docs/rules/` from what the rules say of themselves.

Run by `make pages` after a rule changed; a test proves that the pages are those of the rules.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "rules"
sys.path.insert(0, str(ROOT / "src"))

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.rules.explanations import Explanation

INDEX = "README.md"


def pages() -> dict[str, str]:
    """The text of every page, by its name."""
    from teamshelf.rules.explanations import explanations

    known = explanations()
    made = {f"{name}.md": "\n".join(_page(explanation)) + "\n" for name, explanation in known.items()}
    made[INDEX] = "\n".join(_index(list(known.values()))) + "\n"
    return made


def _page(explanation: Explanation) -> Iterator[str]:
    yield f"# {explanation.name}"
    yield ""
    yield str(explanation.checks)
    if explanation.why is not None:
        yield ""
        yield str(explanation.why)
    yield ""
    yield "| | |"
    yield "| --- | --- |"
    if explanation.upload is None:
        yield "| severity | no check reports it |"
    else:
        yield f"| upload | {explanation.upload} |"
        yield f"| store | {explanation.store} |"
    if explanation.versions:
        yield f"| manifest versions | {explanation.versions} |"
    if explanation.codes:
        yield f"| Microsoft's codes | {', '.join(f'`{code}`' for code in dict.fromkeys(explanation.codes))} |"
    if explanation.source:
        yield f"| source | {explanation.source} |"
    for title, members, files in (
        ("Wrong", explanation.bad, explanation.files),
        ("Right", explanation.good, explanation.good_files),
    ):
        if members or files:
            yield ""
            yield f"## {title}"
            yield from _example(members, files)


def _example(members: dict[str, Any], files: dict[str, Any]) -> Iterator[str]:
    shown = {name: value for name, value in members.items() if value is not None}
    absent = [name for name, value in members.items() if value is None]
    if shown:
        yield ""
        yield "```json"
        yield json.dumps(shown, indent=2, ensure_ascii=False)
        yield "```"
    if absent:
        yield ""
        yield f"The manifest has no {', '.join(f'`{name}`' for name in absent)}."
    for name, content in files.items():
        yield ""
        if content is None or isinstance(content, bytes):
            yield f"`{name}` is a file of the package."
            continue
        yield f"`{name}`:"
        yield ""
        yield "```json" if not isinstance(content, str) else "```text"
        yield content.rstrip("\n") if isinstance(content, str) else json.dumps(content, indent=2, ensure_ascii=False)
        yield "```"


def _index(known: list[Explanation]) -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield "Every rule, in the order of a check. `teamshelf explain RULE` says the same on a terminal."
    yield ""
    yield "| rule | upload | store | what it checks |"
    yield "| --- | --- | --- | --- |"
    for explanation in known:
        checks = str(explanation.checks).replace("|", "\\|")
        yield (
            f"| [{explanation.name}]({explanation.name}.md) | {explanation.upload or '-'} | "
            f"{explanation.store or '-'} | {checks} |"
        )
    yield ""
    yield "## Microsoft's codes"
    yield ""
    yield "| code | rule |"
    yield "| --- | --- |"
    codes = sorted({(code, explanation.name) for explanation in known for code in explanation.codes})
    for code, name in codes:
        yield f"| `{code}` | [{name}]({name}.md) |"


def main() -> int:
    """Write every page, and take away those of rules that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = pages()
    for stale in FOLDER.glob("*.md"):
        if stale.name not in made:
            stale.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, "utf-8")
    print(f"{len(made)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
