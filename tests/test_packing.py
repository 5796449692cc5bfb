"""From a folder to its package."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import teamshelf
from teamshelf.findings import STORE, Severity
from teamshelf.model.places import walk
from teamshelf.package.faults import Unreadable
from teamshelf.package.placeholders import placeholder_in
from teamshelf.package.references import folders_in
from teamshelf.package.resolving import Resolver
from teamshelf.package.source import open_source
from teamshelf.packing import Packed, Refused, _Gathering, pack
from tests.manifests import icons, manifest

SOURCE = Path(__file__).parents[1] / "src"

AGENT_MANIFEST = manifest(
    description={
        "short": "Ask your colleagues and see what they think.",
        "full": "Put a question to Microsoft 365 Copilot. Help: https://www.example.com/help.",
    },
    copilotAgents={"declarativeAgents": [{"id": "polls", "file": "agent/agent.json"}]},
)

AGENT = {
    "version": "v1.2",
    "name": "Polls",
    "description": "Asks questions.",
    "instructions": "$[file('ask.txt')]",
    "conversation_starters": [{"text": "Ask one."}, {"text": "Ask two."}, {"text": "Ask three."}],
    "actions": [{"id": "polls", "file": "plugin.json"}],
}

PLUGIN = {
    "schema_version": "v2.1",
    "name_for_human": "Polls",
    "functions": [
        {
            "name": "findPoll",
            "description": "Finds a poll.",
            "capabilities": {"response_semantics": {"data_path": "$", "static_template": {"file": "cards/poll.json"}}},
        }
    ],
    "runtimes": [{"type": "OpenApi", "spec": {"url": "../api.yaml"}, "run_for_functions": ["findPoll"]}],
}

API = """\
openapi: 3.0.3
info: {title: Polls, version: "1.0"}  # ${{NOT_IN_A_COMMENT}}
servers:
  - url: ${{API_URL}}/v1
paths:
  /polls:
    get:
      operationId: findPoll
      description: Finds a poll.
      responses: {"200": {description: The poll., content: {application/json: {schema: {$ref: "poll.json#/Poll"}}}}}
"""

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "${title} of ${{OWNER}}"}]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a faultless app."""
    return written(tmp_path / "app", {"manifest.json": manifest(), **icons()})


@pytest.fixture
def agent(tmp_path: Path) -> Path:
    """A folder with an app whose agent has everything in files of their own."""
    files = {
        "manifest.json": AGENT_MANIFEST,
        **icons(),
        "agent/agent.json": AGENT,
        "agent/ask.txt": b'\xef\xbb\xbfAnswer "briefly".\r\nYou are ${{WHO}}.',
        "agent/plugin.json": PLUGIN,
        "agent/cards/poll.json": CARD,
        "api.yaml": API.encode(),
        "poll.json": {"Poll": {"type": "object"}},
    }
    return written(tmp_path / "agent-app", files)


def written(folder: Path, files: Mapping[str, Any]) -> Path:
    """Write files into a folder: bytes as they are, anything else as JSON."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content, indent=2).encode())
    return folder


def inside(packed: Packed, name: str) -> Any:
    """What a JSON file in a package says."""
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        return json.loads(archive.read(name))


def refused(folder: Path, **given_values: Any) -> teamshelf.Result:
    """The check of an app that is not packed."""
    with pytest.raises(Refused) as caught:
        pack(folder, **given_values)
    return caught.value.result


# What goes in -------------------------------------------------------------------------------------------------------


def test_a_package_holds_what_the_manifest_refers_to(folder: Path) -> None:
    """Other files stay behind, and are named."""
    written(folder, {"notes/todo.txt": b"later", "README.md": b"#"})

    packed = pack(folder)

    assert ("color.png", "manifest.json", "outline.png") == packed.files
    assert ("README.md", "notes/todo.txt") == packed.left_out
    assert hashlib.sha256(packed.content).hexdigest() == packed.sha256
    assert len(packed.content) == packed.size
    assert teamshelf.check(packed.content).ok


def test_what_needs_no_change_goes_in_byte_for_byte(folder: Path) -> None:
    """Odd formatting is the author's business."""
    text = json.dumps(manifest(), indent=7).replace("\n", "\r\n").encode()
    written(folder, {"manifest.json": text})

    with zipfile.ZipFile(io.BytesIO(pack(folder).content)) as archive:
        assert text == archive.read("manifest.json")


def is_of_kind(declared: Any, attribute: str) -> bool:
    """Whether the model says of a property, or of the items of its array, that it names a file or a folder."""
    facts = declared.facts
    while facts is not None:
        kinds = facts.kind.values() if isinstance(facts.kind, Mapping) else [facts.kind]
        if any(kind is not None and getattr(kind, attribute) for kind in kinds):
            return True
        facts = facts.each
    return False


def merged(target: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at the end of a dotted path, in the first item of each array."""
    name, _, rest = path.partition(".")
    depth = name.count("[]")
    name = name.replace("[]", "")
    if not rest:
        for _ in range(depth):
            value = [value]
        target[name] = value
        return
    holder = target.setdefault(name, [{}] if depth else {})
    merged(holder[0] if depth else holder, rest, value)


def test_every_property_of_the_model_that_names_a_file_brings_it_in(tmp_path: Path) -> None:
    """A manifest with all of them is packed whole: no list of properties is kept by hand."""
    full: dict[str, Any] = {}
    expected = {"manifest.json"}
    for number, (path, declared) in enumerate(walk()):
        if is_of_kind(declared, "is_file"):
            merged(full, path, f"files/{number}.bin")
            expected.add(f"files/{number}.bin")
        elif is_of_kind(declared, "is_folder"):
            merged(full, path, f"./folders/{number}/")
            expected |= {f"folders/{number}/SKILL.md", f"folders/{number}/more/deep.txt"}
    written(tmp_path, dict.fromkeys(expected, b"") | {"manifest.json": full, "folders/other.txt": b""})
    source = open_source(tmp_path)

    gathering = _Gathering(source, Resolver(source, {}, {}))
    gathering.gather()

    assert expected == set(gathering.files)
    assert len(expected) > 10


def test_the_model_names_folders() -> None:
    """Those of agent skills are."""
    (found,) = folders_in({"agentSkills": [{"folder": "skills/ask"}]})

    assert (("agentSkills", 0, "folder"), "skills/ask") == (found.path, found.name)


def test_files_that_files_refer_to_go_in(agent: Path) -> None:
    """An agent brings its plug-in, that its API, and that what it refers to."""
    packed = pack(agent, variables={"WHO": "x", "API_URL": "https://api.example.com", "OWNER": "Ana"})

    assert (
        "agent/agent.json",
        "agent/plugin.json",
        "api.yaml",
        "color.png",
        "manifest.json",
        "outline.png",
        "poll.json",
    ) == packed.files
    assert () == packed.left_out


def test_a_folder_that_an_agent_names_goes_in(agent: Path) -> None:
    """Agents name skills as the manifest does."""
    skilled = {**AGENT, "instructions": "Ask.", "x-agent_skills": [{"folder": "../skills/ask"}]}
    written(agent, {"agent/agent.json": skilled, "skills/ask/SKILL.md": b"#", "skills/ask/a/b.txt": b""})

    packed = pack(agent, variables={"API_URL": "https://api.example.com", "OWNER": ""})

    assert {"skills/ask/SKILL.md", "skills/ask/a/b.txt"} < set(packed.files)


def test_a_name_that_happens_to_be_that_of_a_folder_brings_nothing_in(folder: Path) -> None:
    """Only what the model calls a folder is one: a tab called `src` must not publish the sources."""
    tab = {"entityId": "src", "name": "Home", "contentUrl": "https://www.example.com/home", "scopes": ["personal"]}
    written(folder, {"manifest.json": manifest(staticTabs=[tab]), "src/secret.txt": b""})

    assert ("src/secret.txt",) == pack(folder).left_out


# What is filled in --------------------------------------------------------------------------------------------------


@given(value=st.text(max_size=60).filter(lambda text: "\0" not in text) | st.just('"\\\n\u2028}]'))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_any_value_arrives_as_it_is(folder: Path, value: str) -> None:
    """A quote, a backslash or a brace in a value breaks nothing, and nothing else of the text changes."""
    given_text = '{"name": {"full": "a${{ VALUE }}b\\u0021"},\r\n\t"x" : [1.50, "${{VALUE}}"]}'
    source = open_source(folder)

    resolved = Resolver(source, {}, {"VALUE": value}).resolved("manifest.json", given_text.encode())

    said = json.loads(resolved.content)
    assert {"name": {"full": f"a{value}b!"}, "x": [1.5, value]} == said
    expected = given_text.replace('"a${{ VALUE }}b\\u0021"', json.dumps(f"a{value}b!", ensure_ascii=False))
    assert expected.replace('"${{VALUE}}"', json.dumps(value, ensure_ascii=False)) == resolved.content.decode()


@given(value=st.text(max_size=40).filter(lambda text: placeholder_in(text) is None))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
def test_a_value_in_yaml_means_itself_or_is_refused(folder: Path, value: str) -> None:
    """No value can add to an API description, or take from it."""
    from teamshelf.document.yaml_text import read_yaml

    text = "a: [x, '${{V}}']\nb: ${{V}}\nc: {d: \"${{V}}/e\"} # ${{V}}\n"
    resolver = Resolver(open_source(folder), {"V": value}, {})

    resolved = resolver.resolved("api.yaml", text.encode())

    if resolver.findings:
        assert text.encode() == resolved.content
    else:
        said: Any = read_yaml(resolved.content).value
        assert {"a", "b", "c"} == set(said)
        assert value == said["a"][1]
        assert f"{value}/e" == said["c"]["d"]


def test_ordinary_values_are_put_into_yaml(folder: Path) -> None:
    """Addresses, numbers and words are."""
    resolver = Resolver(open_source(folder), {"V": "https://api.example.com:8443/v1?a=b"}, {})

    resolved = resolver.resolved("api.yml", b"servers:\n  - url: ${{V}}\n")

    assert b"servers:\n  - url: https://api.example.com:8443/v1?a=b\n" == resolved.content
    assert [] == resolver.findings


def test_an_agent_is_resolved(agent: Path) -> None:
    """The text of a file, the card of a plug-in and the address of an API stand where they are wanted."""
    packed = pack(agent, variables={"WHO": "{{x}}", "API_URL": "https://api.example.com", "OWNER": "Ana"})

    assert 'Answer "briefly".\nYou are {{x}}.' == inside(packed, "agent/agent.json")["instructions"]
    semantics = inside(packed, "agent/plugin.json")["functions"][0]["capabilities"]["response_semantics"]
    assert "${title} of Ana" == semantics["static_template"]["body"][0]["text"]
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert API.replace("${{API_URL}}", "https://api.example.com").encode() == archive.read("api.yaml")


def test_what_has_no_value_is_named_at_once(agent: Path) -> None:
    """Each missing value is a finding with its place in the file as it is, whichever file that is."""
    written(agent, {"manifest.json": {**AGENT_MANIFEST, "accentColor": "${{COLOR}}", "version": "${{VERSION}}"}})

    result = refused(agent)

    found = {
        (finding.file, str(finding.message).partition("${{")[2].partition("}}")[0]): finding
        for finding in result.findings
        if finding.rule == "placeholder"
    }
    assert {
        ("manifest.json", "COLOR"),
        ("manifest.json", "VERSION"),
        ("agent/agent.json", "WHO"),
        ("api.yaml", "API_URL"),
        ("agent/cards/poll.json", "OWNER"),
    } == set(found)
    for (file, variable), finding in found.items():
        assert finding.span is not None
        lines = (agent / file).read_text("utf-8").splitlines()
        if variable != "WHO":  # that one is in a text file: the place is where its content is wanted
            assert f"${{{{{variable}}}}}" in lines[finding.span.line - 1][finding.span.column - 1 :]
        assert Severity.ERROR is finding.severity
        assert file in result.texts
    assert len(found) == sum(finding.rule == "placeholder" for finding in result.findings)


def test_findings_stand_where_they_are_in_the_folder(folder: Path) -> None:
    """A fault behind a value that was filled in is shown at its own place, on the text its author knows."""
    text = json.dumps(manifest(version="${{V}}", accentColor="teal"))
    written(folder, {"manifest.json": text.encode()})

    (finding,) = refused(folder, variables={"V": "10.20.30"}).findings

    assert "schema-pattern" == finding.rule
    assert finding.span is not None
    assert text.index('"teal"') + 1 == finding.span.column


def test_the_environment_fills_only_what_is_meant_for_it(folder: Path) -> None:
    """`%PATH%` in a text is a text; of the four forms only `${{NAME}}` asks for the environment."""
    written(folder, {"manifest.json": manifest(name={"short": "Polls", "full": "Polls {{X}} ${{X}} %X%"})})

    packed = pack(folder, environment={"X": "e"})
    assert "Polls {{X}} e %X%" == inside(packed, "manifest.json")["name"]["full"]

    packed = pack(folder, variables={"X": "v"}, environment={"X": "e"})
    assert "Polls v e v" == inside(packed, "manifest.json")["name"]["full"]


def test_values_are_not_looked_into(folder: Path) -> None:
    """What a value says is a value, also where it looks like a placeholder or a function."""
    written(folder, {"manifest.json": manifest(name={"short": "Polls", "full": "${{A}} {{A}} ${{B}}"})})
    values = {"A": "{{B}}%B%", "B": "${{A}}"}

    packed = pack(folder, variables=values)
    assert "{{B}}%B% {{B}}%B% ${{A}}" == inside(packed, "manifest.json")["name"]["full"]


def test_an_empty_value_is_named_where_it_does_harm(folder: Path) -> None:
    """Agents Toolkit writes env files with empty values first: the finding says which variable that is."""
    written(
        folder, {"manifest.json": manifest(id="${{APP_ID}}", name={"short": "Polls${{SUFFIX}}", "full": "Polls 2"})}
    )

    (finding,) = refused(folder, variables={"APP_ID": "", "SUFFIX": ""}).findings

    assert "/id" == finding.pointer
    assert "`APP_ID` is set, but empty" == str(finding.hint)


def test_a_placeholder_in_a_name_is_not_overlooked(folder: Path) -> None:
    """Names of properties are not filled in; one with a placeholder is refused."""
    written(folder, {"manifest.json": manifest(**{"${{X}}": 1})})

    (finding,) = (f for f in refused(folder, variables={"X": "y"}).findings if f.rule == "placeholder")

    assert finding.at_key


@pytest.mark.parametrize(
    ("instructions", "words"),
    [
        ("$[file('gone.txt')]", "no such file"),
        ("$[file('../../outside.txt')]", "no such file"),
        ("$[file('bytes.txt')]", "no text in UTF-8"),
        ("$[file(${{NAME}})]", "no such file"),
    ],
)
def test_a_text_that_cannot_be_taken_in_is_refused(agent: Path, instructions: str, words: str) -> None:
    """What is missing, outside or no text is said at the place that wants it."""
    written(agent, {"agent/agent.json": {**AGENT, "instructions": instructions}, "agent/bytes.txt": b"\xff\xfe\xfa"})
    written(agent.parent, {"outside.txt": b"secret"})

    result = refused(agent, variables={"API_URL": "https://a.example.com", "OWNER": "", "NAME": "gone.txt"})

    assert ["/instructions"] == [finding.pointer for finding in result.findings]
    assert words in str(result.findings[0].message)


def test_the_name_of_a_text_may_be_a_variable(agent: Path) -> None:
    """`$[file(${{NAME}})]` names a file by its value."""
    written(agent, {"agent/agent.json": {**AGENT, "instructions": "$[ file( ${{NAME}} ) ]"}})
    values = {"API_URL": "https://a.example.com", "OWNER": "", "NAME": "ask.txt", "WHO": "W"}

    assert "You are W." in inside(pack(agent, variables=values), "agent/agent.json")["instructions"]


def test_a_card_that_names_itself_is_taken_in_once(agent: Path) -> None:
    """A circle of templates comes to an end."""
    written(agent, {"agent/cards/poll.json": {"type": "AdaptiveCard", "static_template": {"file": "poll.json"}}})
    values = {"API_URL": "https://a.example.com", "WHO": ""}

    semantics = inside(pack(agent, variables=values), "agent/plugin.json")["functions"][0]["capabilities"]

    assert {"file": "poll.json"} == semantics["response_semantics"]["static_template"]["static_template"]


def test_a_small_file_that_asks_for_a_large_one_many_times_is_refused(agent: Path) -> None:
    """What is filled in is counted: memory is bounded by the limit of a package."""
    many = ["$[file('big.txt')]"] * 100
    written(agent, {"agent/agent.json": {**AGENT, "x": many}, "agent/big.txt": b"a" * 2**20})

    rules = {finding.rule for finding in refused(agent).findings}

    assert "package-too-large" in rules


def test_every_file_is_looked_at_although_one_cannot_be_read(agent: Path) -> None:
    """A link that leads out does not keep the values that others miss from being named."""
    (agent / "color.png").unlink()
    (agent / "color.png").symlink_to("/etc/hostname")

    found = {(finding.rule, finding.file) for finding in refused(agent).findings}

    assert {("package-entry-outside", "color.png"), ("placeholder", "api.yaml")} < found


# What is refused ----------------------------------------------------------------------------------------------------


def test_an_app_with_errors_is_refused(folder: Path) -> None:
    """The findings are those of a check."""
    written(folder, {"manifest.json": manifest(accentColor="teal", version=None)})

    result = refused(folder)

    assert teamshelf.check(folder).results[0].findings == result.findings


def test_the_audience_decides_what_an_error_is(folder: Path) -> None:
    """What only the store refuses is packed for others, and told."""
    written(folder, {"manifest.json": manifest(name={"short": "Polls beta", "full": "Polls for quick decisions"})})

    assert "name-has-preproduction-word" in {finding.rule for finding in pack(folder).result.findings}
    assert not refused(folder, audience=STORE).ok


def test_a_link_that_leads_out_is_refused(folder: Path) -> None:
    """A folder is read with the eyes of a check: nothing from outside gets into the package."""
    written(folder.parent, {"secret.png": icons()["color.png"]})
    (folder / "color.png").unlink()
    (folder / "color.png").symlink_to("../secret.png")

    assert ["package-entry-outside"] == [finding.rule for finding in refused(folder).findings]


def test_a_reference_that_climbs_out_is_refused(folder: Path) -> None:
    """So is a path with `..`."""
    written(folder.parent, {"color.png": icons()["color.png"]})
    written(folder, {"manifest.json": manifest(icons={"color": "../color.png", "outline": "outline.png"})})

    assert not refused(folder).ok


def test_a_folder_of_too_many_files_is_not_packed_by_halves(folder: Path) -> None:
    """Where the files of a skill cannot all be listed, nothing is packed; without skills the rest does not matter."""
    written(folder, {f"skills/ask/{number}.txt": b"" for number in range(510)} | {"skills/ask/SKILL.md": b"#"})
    assert 3 == len(pack(folder).files)

    skilled = manifest(manifestVersion="1.28", agentSkills=[{"folder": "skills/ask"}])
    skilled["$schema"] = skilled["$schema"].replace("1.22", "1.28")
    written(folder, {"manifest.json": skilled})

    assert "package-too-many-entries" in {finding.rule for finding in refused(folder).findings}


def test_a_file_that_changes_meanwhile_does_not_get_in_unseen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is handed out is checked itself: nothing that came between the gathering and the check is in it."""
    good = (folder / "color.png").read_bytes()
    written(folder, {"color.png": b"no picture"})
    gather = _Gathering.gather

    def gather_and_mend(self: _Gathering) -> None:
        gather(self)
        written(folder, {"color.png": good})

    monkeypatch.setattr(_Gathering, "gather", gather_and_mend)

    assert "icon-not-png" in {finding.rule for finding in refused(folder).findings}


def test_more_than_a_package_can_hold_is_refused(folder: Path) -> None:
    """Each file may be small enough, and all of them too many."""
    big = manifest(manifestVersion="1.28", agentSkills=[{"folder": "skills/ask"}])
    big["$schema"] = big["$schema"].replace("1.22", "1.28")
    written(folder, {"manifest.json": big, "skills/ask/SKILL.md": b"#"})
    for number in range(5):
        with (folder / "skills" / "ask" / f"{number}.bin").open("wb") as file:
            file.truncate(15 * 2**20)

    assert "package-too-large" in {finding.rule for finding in refused(folder).findings}


def test_a_file_that_is_no_json_is_left_to_the_check(folder: Path) -> None:
    """Faults of the text are reported as ever, and nothing is filled in where it cannot be told."""
    written(folder, {"manifest.json": b'{"version": "${{V}}",,}'})

    assert "json-extra-comma" in {finding.rule for finding in refused(folder).findings}


@pytest.mark.parametrize("path", ["nowhere", "app/manifest.json"])
def test_what_is_no_folder_cannot_be_packed(folder: Path, path: str) -> None:
    """That is no matter of the app."""
    with pytest.raises(Unreadable):
        pack(folder.parent / path)


# The same bytes -----------------------------------------------------------------------------------------------------


def test_packed_twice_the_bytes_are_equal(agent: Path, tmp_path: Path) -> None:
    """Another time, another order of files in the folder, other modes: the same package."""
    values = {"API_URL": "https://a.example.com", "OWNER": "Ana", "WHO": "W"}
    other = tmp_path / "elsewhere" / "agent-app"
    names = sorted(path.relative_to(agent) for path in agent.rglob("*") if path.is_file())
    for number, name in enumerate(reversed(names)):
        path = written(other, {str(name): (agent / name).read_bytes()}) / name
        os.utime(path, (10**9 + number, 10**9 + number))
        path.chmod(0o600)
    written(other, {"unrelated.txt": b""})

    assert pack(agent, variables=values).content == pack(other, variables=values).content


@pytest.mark.parametrize("surroundings", [{"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"}, {"LC_ALL": "C", "LANG": "C"}])
def test_surroundings_do_not_count(folder: Path, surroundings: dict[str, str]) -> None:
    """Time zone, locale and the seed of hashes of another process change nothing."""
    program = "import sys, os; os.umask(0o077); from teamshelf.packing import pack; print(pack(sys.argv[1]).sha256)"
    environment = {"PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": "2", **surroundings}

    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, str(folder)], capture_output=True, check=True, env=environment
    )

    assert pack(folder).sha256 == ended.stdout.decode().strip()


def test_packing_what_was_packed_changes_nothing(folder: Path, tmp_path: Path) -> None:
    """A package unpacked and packed again is the same package."""
    first = pack(folder)
    with zipfile.ZipFile(io.BytesIO(first.content)) as archive:
        archive.extractall(tmp_path / "again")

    assert first.content == pack(tmp_path / "again").content


def test_thousands_of_texts_are_looked_at_in_a_moment(folder: Path) -> None:
    """A long API description names few files, and costs no more for it."""
    api = {"openapi": "3.0.3", "x": [f"word{number}/part" for number in range(30_000)], "y": "color.png"}
    command = {"id": "a", "title": "A", "type": "query", "apiResponseRenderingTemplateFile": "api.json"}
    written(folder, {"manifest.json": {"composeExtensions": [{"commands": [command]}]}, "api.json": api})
    source = open_source(folder)

    gathering = _Gathering(source, Resolver(source, {}, {}))
    gathering.gather()

    assert {"manifest.json", "api.json", "color.png"} == set(gathering.files)


# Hostile folders ----------------------------------------------------------------------------------------------------


@given(
    st.binary(max_size=80)
    | st.text(alphabet="{}[]\":,$%<>(')file.txt \n", max_size=80).map(str.encode)
    | st.recursive(
        st.sampled_from(["$[file('agent.json')]", "${{A}}", "agent.json", "../agent.json", ".", "api.yaml", "x" * 9]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["file", "url", "folder"]), inner),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_whatever_a_file_holds_there_is_a_package_or_a_reason(agent: Path, content: bytes) -> None:
    """A manifest, an agent or an API description of any bytes leads to no other error."""
    outcomes: list[Packed | Refused] = []
    for name in ("manifest.json", "agent/agent.json", "api.yaml"):
        before = (agent / name).read_bytes()
        written(agent, {name: content})
        try:
            outcomes.append(
                pack(agent, variables={"A": '"', "API_URL": "https://a.example.com", "OWNER": "", "WHO": ""})
            )
        except Refused as refusal:
            outcomes.append(refusal)
        written(agent, {name: before})

    assert [isinstance(outcome, Packed) for outcome in outcomes] == [outcome.result.ok for outcome in outcomes]
