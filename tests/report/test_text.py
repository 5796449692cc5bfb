"""Text for people: whole outputs, as they stand on the screen."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest

from teamshelf.findings import Edit, Finding, Result, Severity, Span
from teamshelf.messages import say
from teamshelf.report import write
from teamshelf.report.text import TextReporter

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = """{
  "manifestVersion": "1.17",
  "bots": [
    {
      "botId": "not-a-guid",
      "scopes": ["everywhere"]
    }
  ],
  "accentColor": "red"
}
"""


def _finding(message: str, span: Span | None = None, severity: Severity = Severity.ERROR, **more: object) -> Finding:
    return Finding(rule="some-rule", severity=severity, message=say(message), span=span, **more)  # type: ignore[arg-type]


def test_a_package_with_findings(render: Callable[..., str], package: Result) -> None:
    """Verdict, place, excerpt, hint; then the line that counts."""
    expected = """\
error[bot-id-not-guid]: `botId` must be a GUID, but is "not-a-guid"
 --> app.zip: manifest.json:5:16
  |
5 |       "botId": "not-a-guid",
  |                ^^^^^^^^^^^^
  |
  = hint: Copy the bot's id from its registration.

warning[color-icon-not-192-square]: the icon has 96 x 96 pixels
 --> app.zip: color.png

app.zip: 1 error, 1 warning
"""

    assert expected == render("text", package)


@pytest.mark.usefixtures("french")
def test_several_paths_in_french(
    render: Callable[..., str], bot_id: Finding, clean: Result, at: Callable[..., Span]
) -> None:
    """Every word is in the language; a total closes the run, with what could be mended."""
    color = Finding(
        rule="schema-pattern",
        severity=Severity.WARNING,
        message=say("{value} is not a colour", value='"red"'),
        span=at(TEXT, '"red"'),
        edits=(Edit(0, 1, ""),),
    )
    folder = Result(path="./app", kind="folder", findings=(bot_id, color), texts={"manifest.json": TEXT})
    other = Result(path="-", kind="manifest", findings=(bot_id,), texts={"manifest.json": TEXT})
    expected = """\
good/manifest.json: correct (manifeste 1.17)

erreur[bot-id-not-guid]: `botId` doit être un GUID, mais vaut "not-a-guid"
 --> app/manifest.json:5:16
  |
5 |       "botId": "not-a-guid",
  |                ^^^^^^^^^^^^
  |
  = conseil: Copiez l'identifiant du bot depuis son inscription.

avertissement[schema-pattern]: "red" n'est pas une couleur
 --> app/manifest.json:9:18
  |
9 |   "accentColor": "red"
  |                  ^^^^^

./app: 1 erreur, 1 avertissement

erreur[bot-id-not-guid]: `botId` doit être un GUID, mais vaut "not-a-guid"
 --> <stdin>:5:16
  |
5 |       "botId": "not-a-guid",
  |                ^^^^^^^^^^^^
  |
  = conseil: Copiez l'identifiant du bot depuis son inscription.

<stdin>: 1 erreur

3 chemins vérifiés : 2 erreurs, 1 avertissement
1 constat peut être corrigé par `teamshelf fix`
"""

    assert expected == render("text", clean, folder, other, language="fr")


def test_clean_paths_stand_line_by_line(render: Callable[..., str], clean: Result) -> None:
    """A run without findings is a list, and says so at the end."""
    unknown = Result(path="b.zip", kind="package")
    expected = """\
good/manifest.json: ok (manifest 1.17)
b.zip: ok
good/manifest.json: ok (manifest 1.17)

3 paths checked: all ok
"""

    assert expected == render("text", clean, unknown, clean)


def test_one_clean_path_needs_no_total(render: Callable[..., str], clean: Result) -> None:
    """One line says it all."""
    assert "good/manifest.json: ok (manifest 1.17)\n" == render("text", clean)


def test_blocks_of_findings_stand_apart(render: Callable[..., str], clean: Result) -> None:
    """One blank line, never two, separates a path with findings from its neighbours."""
    bad = Result(path="a.zip", kind="package", findings=(_finding("is wrong", severity=Severity.NOTE),))
    expected = """\
note[some-rule]: is wrong
 --> a.zip: manifest.json

a.zip: 1 note

note[some-rule]: is wrong
 --> a.zip: manifest.json

a.zip: 1 note

good/manifest.json: ok (manifest 1.17)

note[some-rule]: is wrong
 --> a.zip: manifest.json

a.zip: 1 note

4 paths checked: 3 notes
"""

    assert expected == render("text", bad, bad, clean, bad)


def test_a_missing_property_brackets_the_object_that_lacks_it(render: Callable[..., str]) -> None:
    """The gutter is as wide as the highest number in it, and everything lines up with it."""
    finding = _finding("`id` is missing", Span(1, 1, 10, 2), hint=say("Add `id`."), pointer="")
    result = Result(path="manifest.json", kind="manifest", findings=(finding,), texts={"manifest.json": TEXT})
    expected = """\
error[some-rule]: `id` is missing
  --> manifest.json:1:1
   |
 1 | / {
 2 | |   "manifestVersion": "1.17",
...  |
10 | | }
   | |_^
   |
   = hint: Add `id`.

manifest.json: 1 error
"""

    assert expected == render("text", result)


def test_a_finding_without_a_place_names_its_pointer(render: Callable[..., str]) -> None:
    """Where no line can be shown, the JSON pointer says where to look."""
    finding = _finding("is wrong", pointer="/bots/0", hint=say("Mend it."))
    expected = """\
error[some-rule]: is wrong
 --> a.zip: manifest.json /bots/0
  = hint: Mend it.

a.zip: 1 error
"""

    assert expected == render("text", Result(path="a.zip", kind="package", findings=(finding,)))


def test_a_place_in_a_text_that_is_not_at_hand_has_no_excerpt(render: Callable[..., str], bot_id: Finding) -> None:
    """The place is still named."""
    shown = render("text", Result(path="a.zip", kind="package", findings=(bot_id,)))

    assert " --> a.zip: manifest.json:5:16\n  = hint: Copy" in shown


def test_the_same_rule_is_shown_each_time(render: Callable[..., str]) -> None:
    """Nothing is folded: each place has to be mended."""
    findings = tuple(_finding("is wrong", Span(line, 1, line, 2)) for line in (2, 3, 4))
    shown = render("text", Result(path="a.zip", kind="package", findings=findings, texts={"manifest.json": TEXT}))

    assert 3 == shown.count("error[some-rule]: is wrong")
    assert shown.endswith("a.zip: 3 errors\n")


@pytest.mark.parametrize(
    ("edits", "line"),
    [
        (0, ""),
        (1, "1 finding can be mended by `teamshelf fix`\n"),
        (2, "2 findings can be mended by `teamshelf fix`\n"),
    ],
)
def test_the_end_tells_what_could_be_mended(render: Callable[..., str], edits: int, line: str) -> None:
    """Findings that carry edits are counted."""
    findings = [_finding("is wrong", edits=(Edit(0, 1, ""),)) for _ in range(edits)]
    result = Result(path="a.zip", kind="package", findings=(_finding("also"), *findings))

    assert render("text", result).endswith(f"a.zip: {_errors(edits + 1)}\n{line}")


def _errors(count: int) -> str:
    return "1 error" if count == 1 else f"{count} errors"


def test_standard_input_cannot_be_mended(render: Callable[..., str]) -> None:
    """There is no file to write to, so no command is suggested."""
    finding = _finding("is wrong", edits=(Edit(0, 1, ""),))

    assert render("text", Result(path="-", kind="manifest", findings=(finding,))).endswith("<stdin>: 1 error\n")


def test_sentences_are_wrapped_at_the_width_and_aligned(render: Callable[..., str], at: Callable[..., Span]) -> None:
    """The verdict hangs by four cells, the hint under its first word; an excerpt leaves room for its gutter."""
    text = TEXT.replace("red", "red" * 30)
    finding = _finding(
        "a colour is a number sign and six hexadecimal digits, nothing else",
        at(text, "red"),
        hint=say("Write it as the design guide does, such as `#4F6BED`."),
    )
    result = Result(path="manifest.json", kind="manifest", findings=(finding,), texts={"manifest.json": text})
    expected = """\
error[some-rule]: a colour is a number
    sign and six hexadecimal digits,
    nothing else
 --> manifest.json:9:19
  |
9 |   "accentColor": "redredredredredre…
  |                   ^^^
  |
  = hint: Write it as the design guide
          does, such as `#4F6BED`.

manifest.json: 1 error
"""

    assert expected == render("text", result, width=40)
    assert 40 == max(map(len, expected.splitlines()))


def test_without_a_width_an_excerpt_is_of_a_common_size(render: Callable[..., str]) -> None:
    """A minified manifest does not fill a log."""
    finding = _finding("is wrong", Span(1, 1, 1, 2))
    result = Result(path="m", kind="folder", findings=(finding,), texts={"manifest.json": "a" * 500})

    assert f"1 | {'a' * 119}…" == render("text", result).splitlines()[3]


def test_text_is_plain_unless_asked_otherwise(package: Result) -> None:
    """A reporter made with nothing but a stream writes no colours, in English."""
    stream = io.StringIO()

    write([package], TextReporter(stream))

    assert stream.getvalue().startswith("error[bot-id-not-guid]: `botId` must")


def test_without_a_width_sentences_stay_on_one_line(render: Callable[..., str]) -> None:
    """What goes into a file or a pipe can be searched by its lines."""
    shown = render("text", Result(path="a.zip", kind="package", findings=(_finding("very " * 100 + "wrong"),)))

    assert f"error[some-rule]: {'very ' * 100}wrong" == shown.splitlines()[0]


def test_colour_changes_nothing_but_colour(render: Callable[..., str], package: Result, clean: Result) -> None:
    """Without its escape sequences, coloured text is the plain text."""
    colored = render("text", package, clean, color=True)

    assert render("text", package, clean) == re.sub(r"\x1b\[[0-9;]*m", "", colored)


def test_each_part_has_its_colour_and_every_line_ends_it(render: Callable[..., str], package: Result) -> None:
    """Severities differ, gutters recede, and no colour runs on into the next line."""
    lines = render("text", package, color=True).splitlines()

    assert (
        '\x1b[1;31merror[bot-id-not-guid]\x1b[0m\x1b[1m: `botId` must be a GUID, but is "not-a-guid"\x1b[0m' == lines[0]
    )
    assert " \x1b[1;94m-->\x1b[0m app.zip: manifest.json:5:16" == lines[1]
    assert '\x1b[1;94m5 | \x1b[0m      "botId": "not-a-guid",' == lines[3]
    assert "\x1b[1;94m  | \x1b[0m\x1b[1;31m               ^^^^^^^^^^^^\x1b[0m" == lines[4]
    assert "  \x1b[1;94m=\x1b[0m \x1b[1mhint:\x1b[0m Copy the bot's id from its registration." == lines[6]
    assert lines[8].startswith("\x1b[1;33mwarning[")
    assert "\x1b[1mapp.zip:\x1b[0m \x1b[1;31m1 error, 1 warning\x1b[0m" == lines[-1]
    assert all(line.count("\x1b[") == 2 * line.count("\x1b[0m") for line in lines)


def test_the_summary_has_the_colour_of_the_worst(render: Callable[..., str], clean: Result) -> None:
    """Green is only what has no findings."""
    note = Result(path="a", kind="folder", findings=(_finding("m", severity=Severity.NOTE),))
    warning = Result(path="b", kind="folder", findings=(*note.findings, _finding("m", severity=Severity.WARNING)))

    shown = render("text", clean, note, warning, color=True)

    assert "\x1b[32mok (manifest 1.17)\x1b[0m" in shown
    assert "\x1b[1;36m1 note\x1b[0m" in shown
    assert "\x1b[1;33m1 warning, 1 note\x1b[0m" in shown


def test_nothing_hostile_reaches_the_terminal(render: Callable[..., str]) -> None:
    """Escape sequences, overrides and line breaks in any text arrive as escapes."""
    evil = "a\x1b]0;owned\x07\u202e\x9b2J\r\nb"
    finding = Finding(
        rule=evil,
        severity=Severity.ERROR,
        message=say("{evil}", evil=evil),
        hint=say("{evil}", evil=evil),
        file=evil,
        pointer=f"/{evil}",
    )
    placed = _finding("m", Span(1, 1, 1, 3), file="x")
    result = Result(
        path=evil, kind="package", manifest_version=evil, findings=(finding, placed), texts={"x": evil, evil: evil}
    )

    shown = render("text", result, Result(path=evil, kind="folder", manifest_version=evil))

    assert all(line.isprintable() for line in shown.split("\n"))
    assert 12 == len(shown.split("\n")) - shown.count("\n\n")
