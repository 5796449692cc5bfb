"""Laws that hold for every sequence of bytes, most of all for those somebody thought about."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from teamshelf.findings import Severity
from teamshelf.package.faults import RULES, PackageError
from teamshelf.package.names import name_problem
from teamshelf.package.source import Package
from tests.package.builder import STORED, UTF8, PackageBuilder, extra_field

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 2**16

SEEDS = [
    PackageBuilder().build(),
    PackageBuilder().manifest().icon().entry("outline.png", b"x" * 50, method=STORED).build(),
    PackageBuilder().folder("app/").manifest(name="app/manifest.json").entry("__MACOSX/._app").comment(b"c").build(),
    PackageBuilder().entry("manifest.json", b"{}" * 9, descriptor="signed").entry("é", descriptor="plain-64").build(),
    PackageBuilder().entry("a", b"A", central={"extra": extra_field(1, b"")}).zip64().build(),
]


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """A good archive with a few bytes changed, pieces cut out, doubled, or moved to another place."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        piece = data[start:end]
        match draw(st.sampled_from(["set", "set", "set", "flip", "cut", "double", "move", "insert"])):
            case "set" if start < len(data):
                data[start] = draw(st.sampled_from([0, 1, 2, 8, 9, 0x2F, 0x50, 0x5C, 0x7F, 0x80, 0xFE, 0xFF]))
            case "flip" if start < len(data):
                data[start] ^= 1 << draw(st.integers(0, 7))
            case "cut":
                del data[start:end]
            case "double":
                data[start:start] = piece
            case "move":
                del data[start:end]
                place = draw(st.integers(0, len(data)))
                data[place:place] = piece
            case "insert":
                data[start:start] = draw(st.sampled_from([b"PK\x05\x06", b"PK\x01\x02", b"\xff" * 4, bytes(8)]))
    return bytes(data)


ARCHIVES = mutations() | st.binary(max_size=200) | st.binary(max_size=100).map(lambda data: b"PK\x03\x04" + data)


def read_all(package: Package) -> Iterator[tuple[str, bytes | None]]:
    """What each entry reads as; None where a PackageError is raised, the only error that may be."""
    for name in package.names():
        try:
            content = package.read(name, LIMIT)
        except PackageError as error:
            assert Severity.ERROR is error.finding.severity  # noqa: PT017 - of every error, if there is one
            content = None
        yield name, content


@settings(max_examples=2_000, deadline=None)
@given(ARCHIVES)
@example(b"")
def test_reading_never_raises_other_than_package_error(data: bytes) -> None:
    """Whatever the bytes, a package opens; its findings are of known rules and can be printed."""
    package = Package("app.zip", data)
    dict(read_all(package))

    for finding in package.findings:
        assert finding.rule in RULES
        assert str(finding.message).replace("\u00a0", " ").isprintable()
        assert finding.file.replace("\u00a0", " ").isprintable()


@settings(max_examples=500, deadline=None)
@given(ARCHIVES)
def test_a_manifest_that_is_missing_is_accounted_for(data: bytes) -> None:
    """Where there is no manifest to read, a finding of severity error says why."""
    package = Package("app.zip", data)

    if package.manifest_name not in package.names():
        assert Severity.ERROR in [finding.severity for finding in package.findings]


@settings(max_examples=500, deadline=None)
@given(ARCHIVES)
def test_names_are_exactly_what_can_be_read(data: bytes) -> None:
    """Every name listed is a valid one that is there, and no other is."""
    package = Package("app.zip", data)

    for name, content in read_all(package):
        assert name_problem(name) is None
        assert content is None or len(content) <= LIMIT
    for name in ("", "/", "..", "../manifest.json", "nothing", "app/", "__MACOSX/._app"):
        assert name in package.names() or package.read(name, LIMIT) is None


def name_of(info: zipfile.ZipInfo) -> str:
    """A name that lacks the flag for UTF-8 and is UTF-8 all the same is read so by everybody but zipfile."""
    try:
        return info.filename if info.flag_bits & UTF8 else info.filename.encode("cp437").decode()
    except UnicodeDecodeError:
        return info.filename


@settings(max_examples=2_000, deadline=None)
@given(mutations())
def test_an_archive_without_a_finding_holds_the_same_for_another_reader(data: bytes) -> None:
    """What reads without any fault reads the same with Python's zipfile: there is nothing two readers see apart."""
    package = Package("app.zip", data)
    ours = dict(read_all(package))
    if any(finding.severity is Severity.ERROR for finding in package.findings) or None in ours.values():
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            theirs = {
                name_of(info): archive.read(info)
                for info in archive.infolist()
                if not info.is_dir() and not info.filename.startswith("__MACOSX")
            }

    assert theirs == {package.root + name: content for name, content in ours.items()}


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=9).map(lambda name: f"{name}/{name}.txt"),
        st.tuples(st.binary(max_size=300), st.sampled_from([0, 8]), st.sampled_from(["", "signed", "plain-64"])),
        max_size=4,
    )
)
def test_what_is_packed_is_read(files: dict[str, tuple[bytes, int, str]]) -> None:
    """Content goes into a well-formed package and comes out of it unchanged."""
    builder = PackageBuilder().manifest()
    folded: set[str] = set()
    for name, (data, method, descriptor) in files.items():
        if name_problem(name) is None and name.casefold() not in folded:
            folded.add(name.casefold())
            builder.entry(name, data, method=method, descriptor=descriptor)
    package = Package("app.zip", builder.build())

    for name in package.names():
        if name != "manifest.json":
            assert files[name][0] == package.read(name, LIMIT)
    assert len(folded) + 1 == len(package.names())


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 7))
def test_no_single_bit_of_the_content_can_change_unnoticed(place: int, bit: int) -> None:
    """An archive in which one bit was flipped reads as before, or has a finding, or fails to read."""
    data = bytearray(SEEDS[1])
    before = dict(read_all(Package("app.zip", bytes(data))))
    data[place % len(data)] ^= 1 << bit
    package = Package("app.zip", bytes(data))
    after = dict(read_all(package))

    assert package.findings or None in after.values() or before == after


def test_the_seeds_are_sound() -> None:
    """The archives that are mutated are good ones: they have a manifest, or are known to have none."""
    assert [None, b"{}" * 9] == [Package("x", SEEDS[n]).read("manifest.json", LIMIT) for n in (0, 3)]
    assert zlib.crc32(b"{}" * 9)
