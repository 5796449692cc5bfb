"""Reading zip archives: what is read, and what each kind of malformed archive is answered with."""

from __future__ import annotations

import copy
import io
import stat
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from teamshelf.findings import Severity
from teamshelf.package.archive import Archive
from teamshelf.package.faults import PackageError, TooLarge
from teamshelf.package.limits import MAX_ARCHIVE, MAX_ENTRIES, MAX_ENTRY, MAX_RATIO, MAX_TOTAL, RATIO_FLOOR
from teamshelf.package.records import MAX_EXTRA_FIELDS
from tests.package.builder import ENCRYPTED, STORED, STREAMED, UTF8, PackageBuilder, deflated, extra_field

LIMIT = MAX_ENTRY

CONTENT = {
    "manifest.json": b'{"id": 1}' * 500,
    "empty.txt": b"",
    "icons/color.png": bytes(range(256)) * 4,
    "langues/français.json": b"{}",
}


def contents(archive: Archive) -> dict[str, bytes | None]:
    """Everything that can be read."""
    return {name: archive.read(name, LIMIT) for name in archive.entries}


def rules(archive: Archive) -> list[tuple[str, str]]:
    """Each finding's rule and file."""
    return [(finding.rule, finding.file) for finding in archive.findings]


# What is read -------------------------------------------------------------------------------------------------------


class Unseekable(io.RawIOBase):
    """A stream that can only be written onwards, so that zipfile writes data descriptors."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        """It can."""
        return True

    def write(self, data: object) -> int:
        """Keep what is written."""
        self.written += memoryview(data)  # type: ignore[arg-type]
        return len(memoryview(data))  # type: ignore[arg-type]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("zip64", [False, True])
@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("comment", [b"", b"made by a test"])
def test_what_the_standard_library_writes_reads_back(
    method: int,
    zip64: bool,  # noqa: FBT001 - a table
    streamed: bool,  # noqa: FBT001
    comment: bytes,
) -> None:
    """Archives of Python's zipfile read back equal: stored, deflated, streamed, ZIP64, with folders and comments."""
    file = Unseekable() if streamed else io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as written:
        written.comment = comment
        written.writestr("icons/", b"")
        for name, content in CONTENT.items():
            with written.open(name, "w", force_zip64=zip64) as entry:
                entry.write(content)
    archive = Archive(bytes(file.written) if isinstance(file, Unseekable) else file.getvalue())

    assert [] == archive.findings
    assert contents(archive) == CONTENT


@pytest.mark.parametrize("descriptor", ["signed", "plain", "signed-64", "plain-64"])
@pytest.mark.parametrize("method", [0, 8])
def test_every_form_of_data_descriptor_is_read(descriptor: str, method: int) -> None:
    """A descriptor may have its signature or not, and sizes of four bytes or of eight."""
    builder = PackageBuilder()
    for name, content in CONTENT.items():
        builder.entry(name, content, descriptor=descriptor, method=method)
    archive = Archive(builder.build())

    assert [] == archive.findings
    assert contents(archive) == CONTENT


def test_an_announced_descriptor_may_be_absent_where_the_header_says_all() -> None:
    """What adm-zip writes when it re-packs, and zip-rs for folders, is read: a flag without its descriptor."""
    archive = Archive(PackageBuilder().folder("a/", flags=STREAMED).entry("a/b", b"B", flags=STREAMED).build())

    assert [] == archive.findings
    assert {"a/b": b"B"} == contents(archive)


def test_zip64_end_records_are_read() -> None:
    """The end record may leave its numbers to the ZIP64 record before it, or repeat them."""
    full = {"here": 0xFFFF, "count": 0xFFFF, "size": 0xFFFFFFFF, "offset": 0xFFFFFFFF}
    deferring = Archive(PackageBuilder().entry("a", b"A").zip64().end(**full).build())
    repeating = Archive(PackageBuilder().entry("a", b"A").zip64().build())

    assert [] == deferring.findings == repeating.findings
    assert {"a": b"A"} == contents(deferring) == contents(repeating)


def test_sizes_and_offset_are_read_from_a_zip64_field() -> None:
    """The central record may leave sizes and offset to its ZIP64 field, which then holds them in that order."""
    payload = deflated(b"A" * 50)
    wide = extra_field(1, struct.pack("<3Q", 50, len(payload), 0))
    full = {"size": 0xFFFFFFFF, "packed": 0xFFFFFFFF, "offset": 0xFFFFFFFF}
    archive = Archive(PackageBuilder().entry("a", b"A" * 50, central={**full, "extra": wide}).build())

    assert [] == archive.findings
    assert {"a": b"A" * 50} == contents(archive)


def test_extra_fields_and_padding_do_not_matter() -> None:
    """Times and owners in extra fields, and the padding of aligners, change nothing."""
    extra = extra_field(0x5455, b"\x03" + bytes(8)) + extra_field(0x7875, bytes(11))
    archive = Archive(
        PackageBuilder().entry("a", b"A", extra=extra).entry("b", b"B", local={"extra": b"\0\0\0"}).build()
    )

    assert [] == archive.findings
    assert {"a": b"A", "b": b"B"} == contents(archive)


@pytest.mark.parametrize(
    ("raw_name", "flags", "name"),
    [
        ("é.json".encode(), UTF8, "é.json"),
        ("é.json".encode(), 0, "é.json"),
        ("é.json".encode("cp437"), 0, "é.json"),
    ],
)
def test_names_are_read_as_their_writers_meant_them(raw_name: bytes, flags: int, name: str) -> None:
    """UTF-8 is recognised with its flag and, as macOS and .NET leave it out, without; all else is code page 437."""
    archive = Archive(PackageBuilder().entry(raw_name, b"1", flags=flags).build())

    assert [] == archive.findings
    assert {name: b"1"} == contents(archive)


def test_comments_do_not_matter() -> None:
    """Comments of entries and of the archive are passed over, even one as long as can be, or with a signature in it."""
    archive = Archive(
        PackageBuilder().entry("a", b"A", central={"comment": b"first"}).entry("b", b"B").comment(b"c" * 65_535).build()
    )
    like_a_locator = Archive(PackageBuilder().comment(b"PK\x06\x07" + bytes(16)).build())

    assert [] == archive.findings == like_a_locator.findings
    assert {"a": b"A", "b": b"B"} == contents(archive)


def test_a_second_name_that_agrees_is_no_fault() -> None:
    """A Unicode path field that repeats the name, or that belonged to an earlier name, changes nothing."""
    same = extra_field(0x7075, struct.pack("<BL", 1, zlib.crc32(b"a")) + b"a")
    stale = extra_field(0x7075, struct.pack("<BL", 1, zlib.crc32(b"old")) + b"other")
    archive = Archive(PackageBuilder().entry("a", b"A", extra=same).entry("b", b"B", extra=stale).build())

    assert [] == archive.findings
    assert {"a": b"A", "b": b"B"} == contents(archive)


@pytest.mark.parametrize("mode", [0, stat.S_IFREG | 0o644, 0o644])
def test_files_may_have_any_permissions(mode: int) -> None:
    """Unix modes of regular files, and no mode at all, are ordinary."""
    archive = Archive(PackageBuilder().folder("d/", mode=stat.S_IFDIR | 0o755).entry("a", b"A", mode=mode).build())

    assert [] == archive.findings
    assert {"a": b"A"} == contents(archive)


def test_a_zip_inside_a_zip_is_a_file_like_any_other() -> None:
    """The end record of a stored archive within the archive is not taken for its own."""
    inner = PackageBuilder().entry("x", b"X").build()
    archive = Archive(PackageBuilder().entry("inner.zip", inner, method=STORED).build())

    assert [] == archive.findings
    assert {"inner.zip": inner} == contents(archive)


def test_an_archive_may_be_empty() -> None:
    """An archive without entries is an archive."""
    archive = Archive(PackageBuilder().build())

    assert [] == archive.findings
    assert {} == archive.entries
    assert not archive.is_refused


def test_a_name_that_is_not_there_reads_as_none() -> None:
    """Neither an absent entry nor a folder can be read."""
    archive = Archive(PackageBuilder().folder("icons/").entry("a", b"A").build())

    assert archive.read("b", LIMIT) is None
    assert archive.read("icons/", LIMIT) is None
    assert archive.read("A", LIMIT) is None


# What is refused ----------------------------------------------------------------------------------------------------

SECOND_NAME = extra_field(0x7075, struct.pack("<BL", 1, zlib.crc32(b"a")) + b"b")
NO_SECOND_NAME = extra_field(0x7075, struct.pack("<BL", 1, zlib.crc32(b"a")))
GOOD = PackageBuilder().entry("a", b"A").build()


def one(**fields: object) -> PackageBuilder:
    """A package whose only entry `a` differs from a good one in these fields."""
    return PackageBuilder().entry("a", b"A" * 100, **fields)  # type: ignore[arg-type]


WHOLE_ARCHIVE: dict[str, tuple[bytes, str]] = {
    "no bytes": (b"", "package-corrupt"),
    "no zip": (b"GIF89a" + bytes(100), "package-corrupt"),
    "only signatures": (b"PK\x05\x06" * 5, "package-corrupt"),
    "cut in the end record": (GOOD[:-1], "package-corrupt"),
    "cut before the end record": (GOOD[:-22], "package-corrupt"),
    "cut in the comment": (PackageBuilder().comment(b"long").build()[:-1], "package-corrupt"),
    "end record in the comment": (PackageBuilder().comment(GOOD).build(), "package-corrupt"),
    "end signature in the comment": (PackageBuilder().comment(b"PK\x05\x06").build(), "package-corrupt"),
    "too few entries counted": (
        PackageBuilder().entry("a").entry("b").end(here=1, count=1).build(),
        "package-corrupt",
    ),
    "too many entries counted": (PackageBuilder().entry("a").end(here=2, count=2).build(), "package-corrupt"),
    "counts differ": (PackageBuilder().entry("a").end(here=0).build(), "package-corrupt"),
    "directory too short": (PackageBuilder().entry("a").end(size=46).build(), "package-corrupt"),
    "directory too long": (PackageBuilder().entry("a").end(size=10_000).build(), "package-corrupt"),
    "directory starts too late": (PackageBuilder().entry("a").end(offset=34).build(), "package-corrupt"),
    "name runs out of the directory": (PackageBuilder().entry("a", central={"name": b"a"}).build().replace(
        struct.pack("<3H", 1, 0, 0) + bytes(4), struct.pack("<3H", 999, 0, 0) + bytes(4)), "package-corrupt"),
    "comment runs out of the directory": (
        PackageBuilder().entry("a").entry("b", central={"comment": b"x"}).end(size=46 + 1 + 46 + 1).build(),
        "package-corrupt",
    ),
    "split": (PackageBuilder().entry("a").end(disk=1).build(), "package-split"),
    "directory on another disk": (PackageBuilder().entry("a").end(directory_disk=1).build(), "package-split"),
    "entry on another disk": (one(central={"disk": 3}).build(), "package-split"),
    "zip64 record elsewhere": (PackageBuilder().entry("a").zip64(locator=3).build(), "package-corrupt"),
    "zip64 record of another length": (PackageBuilder().entry("a").zip64(length=45).build(), "package-corrupt"),
    "zip64 record contradicts": (PackageBuilder().entry("a").zip64(count=2, here=2).build(), "package-corrupt"),
    "zip64 record without its signature": (
        PackageBuilder().entry("a").zip64().build().replace(b"PK\x06\x06", b"PK\x06\x05"),
        "package-corrupt",
    ),
    "end record contradicts the zip64 record": (
        PackageBuilder().entry("a").zip64().end(offset=5).build(),
        "package-corrupt",
    ),
    "zip64 record missing": (b"PK\x06\x07" + bytes(16) + PackageBuilder().build(), "package-corrupt"),
    "zip64 numbers beyond reason": (
        PackageBuilder().zip64(size=2**64 - 1, offset=2**63).end(size=0xFFFFFFFF, offset=0xFFFFFFFF).build(),
        "package-corrupt",
    ),
    "zip64 split": (PackageBuilder().zip64(disk=1).end(disk=0xFFFF).build(), "package-split"),
    "extra field runs out": (one(central={"extra": struct.pack("<2H", 1, 8)}).build(), "package-corrupt"),
    "extra field twice": (one(central={"extra": extra_field(9, b"") * 2}).build(), "package-corrupt"),
    "extra fields without end": (
        one(central={"extra": b"".join(extra_field(n, b"") for n in range(MAX_EXTRA_FIELDS + 1))}).build(),
        "package-corrupt",
    ),
    "two entries in the same bytes": (
        PackageBuilder().entry("a", b"A").entry("b", b"A", central={"name": b"a", "offset": 0}).build(),
        "package-corrupt",
    ),
    "content runs into the directory": (
        one(method=STORED, payload=b"", packed=40, size=40).build(),
        "package-corrupt",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "rule"), WHOLE_ARCHIVE.values(), ids=WHOLE_ARCHIVE)
def test_an_archive_that_cannot_be_trusted_is_refused_as_a_whole(data: bytes, rule: str) -> None:
    """Damage that leaves open what the entries are is a finding of severity error, and nothing is read."""
    archive = Archive(data)

    assert rule in [finding.rule for finding in archive.findings]
    assert Severity.ERROR is archive.findings[-1].severity
    assert archive.is_refused
    assert {} == archive.entries


LINK = stat.S_IFLNK | 0o777

ENTRIES: dict[str, tuple[PackageBuilder, str]] = {
    "local header missing": (one(central={"offset": 5}), "package-corrupt"),
    "local header behind the end": (one(central={"offset": 0xFFFFFF}), "package-corrupt"),
    "offset beyond all machines": (
        one(central={"offset": 0xFFFFFFFF, "extra": extra_field(1, b"\xff" * 8)}),
        "package-corrupt",
    ),
    "other name before the content": (one(local={"name": b"b"}), "package-corrupt"),
    "other method before the content": (one(local={"method": STORED}), "package-corrupt"),
    "encrypted in one place": (one(local={"flags": ENCRYPTED}), "package-corrupt"),
    "name in UTF-8 in one place": (
        PackageBuilder().entry(b"a", name="é".encode(), central={"flags": 0}, local={"flags": UTF8}),
        "package-corrupt",
    ),
    "smaller size before the content": (one(local={"size": 99}), "package-corrupt"),
    "larger size before the content": (one(local={"size": 101}), "package-corrupt"),
    "smaller packed size before the content": (one(local={"packed": 1}), "package-corrupt"),
    "other checksum before the content": (one(local={"crc": 1}), "package-corrupt"),
    "zeros without a descriptor flag": (one(local={"size": 0, "packed": 0, "crc": 0}), "package-corrupt"),
    "zeros and no descriptor": (
        one(flags=STREAMED, local={"size": 0, "packed": 0, "crc": 0}),
        "package-corrupt",
    ),
    "descriptor says otherwise": (one(descriptor="signed", size=101, central={"size": 100}), "package-corrupt"),
    "other size before the content, a descriptor after it": (
        one(descriptor="signed", local={"size": 99}),
        "package-corrupt",
    ),
    "packed size behind the end": (one(packed=0xFFFFFF), "package-corrupt"),
    "zip64 field without numbers": (one(local={"size": 0xFFFFFFFF}), "package-corrupt"),
    "zip64 field too short": (
        one(local={"size": 0xFFFFFFFF, "extra": extra_field(1, (100).to_bytes(7, "little"))}),
        "package-corrupt",
    ),
    "stored in fewer bytes": (one(method=STORED, size=101), "package-corrupt"),
    "encrypted": (one(flags=ENCRYPTED), "package-entry-encrypted"),
    "strongly encrypted": (one(flags=0x0041), "package-entry-encrypted"),
    "headers masked": (one(flags=0x2000), "package-entry-encrypted"),
    "BZIP2": (one(method=12), "package-entry-method"),
    "Deflate64": (one(method=9), "package-entry-method"),
    "unknown method": (one(method=4711), "package-entry-method"),
    "symbolic link": (one(mode=LINK), "package-entry-not-a-file"),
    "device": (one(mode=stat.S_IFBLK | 0o600), "package-entry-not-a-file"),
    "pipe": (one(mode=stat.S_IFIFO | 0o600), "package-entry-not-a-file"),
    "folder without a slash": (one(mode=stat.S_IFDIR | 0o755), "package-entry-not-a-file"),
    "states more than is read": (one(size=MAX_ENTRY + 1), "package-entry-too-large"),
    "grows beyond all proportion": (
        PackageBuilder().entry("a", bytes(RATIO_FLOOR + 1)),
        "package-entry-ratio",
    ),
    "states a size beyond all machines": (
        one(size=0xFFFFFFFF, extra=extra_field(1, struct.pack("<Q", 2**64 - 1)), flags=STREAMED),
        "package-entry-too-large",
    ),
}


@pytest.mark.parametrize(("builder", "rule"), ENTRIES.values(), ids=ENTRIES)
def test_an_entry_that_cannot_be_trusted_is_not_read(builder: PackageBuilder, rule: str) -> None:
    """A fault of one entry is found without unpacking it; reading it raises the same finding, the others are read."""
    archive = Archive(copy.deepcopy(builder).entry("other", b"other").build())

    (fault,) = archive.findings
    assert (rule, Severity.ERROR) == (fault.rule, fault.severity)
    (name,) = archive.entries.keys() - {"other"}
    assert name == fault.file
    assert b"other" == archive.read("other", LIMIT)
    for _ in range(2):
        with pytest.raises(PackageError) as caught:
            archive.read(name, LIMIT)
        assert fault == caught.value.finding


@pytest.mark.parametrize(
    ("method", "name"),
    [(9, "Deflate64"), (12, "BZIP2"), (14, "LZMA"), (93, "Zstandard"), (95, "XZ"), (98, "PPMd"), (99, "AES"), (6, "6")],
)
def test_a_foreign_method_is_called_by_its_name(method: int, name: str) -> None:
    """The finding says by what an entry is packed, so that one can tell which setting of a packer to change."""
    (finding,) = Archive(one(method=method).build()).findings

    assert f"packed by the method {name}," in str(finding.message)


@pytest.mark.parametrize("data", [b"", b"PK", b"<html>" * 100, bytes(100_000)])
def test_what_is_no_archive_is_said_to_be_none(data: bytes) -> None:
    """A file that only bears the name of an archive is not called a damaged one."""
    (finding,) = Archive(data).findings

    assert "this is no zip archive, or only the beginning of one" in str(finding.message)


@pytest.mark.parametrize(
    "data",
    [
        PackageBuilder().entry("a", b"A").build().replace(b"PK\x03\x04", b"PK\x03\x05"),
        PackageBuilder().entry("a", central={"offset": 33 + 46 + 1 + 22}).comment(b"PK\x03\x04").build(),
    ],
    ids=["another signature", "a signature and nothing behind it"],
)
def test_an_entry_without_a_whole_header_before_it_is_not_read(data: bytes) -> None:
    """What does not begin as an entry, or breaks off, is none."""
    archive = Archive(data)

    assert [("package-corrupt", "a")] == rules(archive)
    with pytest.raises(PackageError):
        archive.read("a", LIMIT)


UNPACKED: dict[str, PackageBuilder] = {
    "wrong checksum": one(crc=1),
    "wrong checksum of a stored entry": one(crc=1, method=STORED),
    "less than stated": one(size=101),
    "more than stated": one(size=99),
    "nothing where something is stated": one(payload=deflated(b"")),
    "no Deflate stream": one(payload=b"\xff" * 20),
    "no bytes at all": one(payload=b""),
    "cut short": one(payload=deflated(b"A" * 100)[:-1]),
    "goes on after its end": one(payload=deflated(b"A" * 100) + b"?"),
}


@pytest.mark.parametrize("builder", UNPACKED.values(), ids=UNPACKED)
def test_damaged_content_is_found_when_it_is_read(builder: PackageBuilder) -> None:
    """Content is what the archive says it is, to the byte and by its checksum, or it is damaged."""
    archive = Archive(builder.build())

    assert [] == archive.findings
    with pytest.raises(PackageError) as caught:
        archive.read("a", LIMIT)
    assert ("package-corrupt", "a") == (caught.value.finding.rule, caught.value.finding.file)
    assert "`a` is damaged" in str(caught.value)


def test_an_entry_with_a_name_that_none_can_have_is_left_out() -> None:
    """Names that climb out, are absolute, or hide something are findings, and such entries do not exist."""
    hostile = ["../evil.json", "/etc/passwd", "C:\\x", "a\\b", "x\0y", "CON", "../evil/"]
    builder = PackageBuilder()
    for name in hostile:
        builder.entry(name, b"", method=STORED)
    archive = Archive(builder.entry(b"", b"nameless").manifest().build())

    assert [("package-entry-name", name.replace("\0", "\\u0000")) for name in [*hostile, ""]] == rules(archive)
    assert ["manifest.json"] == list(archive.entries)


@pytest.mark.parametrize(
    "builder",
    [
        one(extra=SECOND_NAME),
        one(extra=NO_SECOND_NAME),
        PackageBuilder().entry(b"a\x82", flags=UTF8),
    ],
    ids=["a Unicode path field", "an empty one", "bytes that are not the UTF-8 they should be"],
)
def test_an_entry_that_readers_would_name_differently_is_left_out(builder: PackageBuilder) -> None:
    """Two names for one entry, and a name in no known encoding, are findings."""
    archive = Archive(builder.build())

    assert ["package-entry-name"] == [finding.rule for finding in archive.findings]
    assert "two different names" in str(archive.findings[0].message)
    assert {} == archive.entries


@pytest.mark.parametrize("name", ["a", "manifest.json"])
def test_of_two_entries_with_one_name_the_first_is_read(name: str) -> None:
    """A name used twice is an error; the first entry is kept, as .NET does."""
    archive = Archive(PackageBuilder().entry(name, b"first").entry(name, b"second").build())

    assert [("package-entry-duplicate", name)] == rules(archive)
    assert "two entries named" in str(archive.findings[0].message)
    assert b"first" == archive.read(name, LIMIT)


@pytest.mark.parametrize(("name", "twin"), [("a.json", "A.JSON"), ("é", "e\u0301"), ("straße", "STRASSE"), ("a", "a/")])
def test_names_that_some_systems_do_not_tell_apart_are_duplicates(name: str, twin: str) -> None:
    """Entries that would overwrite each other on some system are an error that names both."""
    archive = Archive(PackageBuilder().entry(name, method=STORED).entry(twin, method=STORED).build())

    assert [("package-entry-duplicate", twin)] == rules(archive)
    assert f"`{twin}` and `{name}`" in str(archive.findings[0].message)


def test_a_folder_has_no_content() -> None:
    """A folder that states a size is damaged: some readers would take it for a file."""
    archive = Archive(PackageBuilder().folder("a/", data=b"hidden").build())

    assert [("package-corrupt", "a/")] == rules(archive)
    assert {} == archive.entries


EXTRA_DATA: dict[str, tuple[bytes, str]] = {
    "before": (PackageBuilder().raw(b"GIF89a").entry("a", b"A").build(), "6 bytes into it"),
    "before, not counted in offsets": (b"GIF89a" + PackageBuilder().entry("a", b"A").build(), "6 bytes into it"),
    "before, with ZIP64": (b"GIF89a" + PackageBuilder().entry("a", b"A").zip64().build(), "6 bytes into it"),
    "between": (PackageBuilder().entry("a", b"A").raw(b"???").entry("b").build(), "3 bytes that belong to none"),
    "before the directory": (PackageBuilder().entry("a", b"A").raw(b"???").build(), "3 bytes that belong to none"),
    "after": (PackageBuilder().entry("a", b"A").after(b"<html>").build(), "for 6 bytes"),
    "after a comment": (PackageBuilder().entry("a", b"A").comment(b"c").after(b"\0").build(), "for 1 bytes"),
    "a descriptor nobody announced": (
        PackageBuilder().entry("a").raw(b"PK\x07\x08" + struct.pack("<3L", 0, 2, 0)).build(),
        "16 bytes that belong to none"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "where"), EXTRA_DATA.values(), ids=EXTRA_DATA)
def test_bytes_that_belong_to_no_entry_are_reported(data: bytes, where: str) -> None:
    """Data before, between and after the entries, as in a file that is a picture as well, is an error; we read on."""
    archive = Archive(data)

    assert [("package-extra-data", "")] == rules(archive)
    assert where in str(archive.findings[0].message)
    assert "a" in contents(archive)


def test_bytes_in_several_places_are_told_apart() -> None:
    """What stands before the archive, within it and after it are findings of their own, each with its count."""
    archive = Archive(PackageBuilder().raw(b"12").entry("a").raw(b"123").entry("b").after(b"1234").build())

    assert [
        "the file goes on after the end of the archive, for 4 bytes",
        "the archive does not begin with the file, but 2 bytes into it",
        "the archive has 3 bytes that belong to none of its entries",
    ] == [str(finding.message) for finding in archive.findings]


def test_everything_wrong_is_reported_at_once() -> None:
    """One archive with five faults has five findings, in the order of the archive."""
    archive = Archive(
        PackageBuilder().entry("../a").entry("b", flags=ENCRYPTED).entry("c", mode=LINK).entry("C").after(b"!").build()
    )

    assert [
        ("package-entry-name", "../a"),
        ("package-entry-encrypted", "b"),
        ("package-entry-not-a-file", "c"),
        ("package-entry-duplicate", "C"),
        ("package-extra-data", ""),
    ] == rules(archive)


# Bounds -------------------------------------------------------------------------------------------------------------


def test_an_entry_may_be_as_large_as_the_limit_and_no_larger() -> None:
    """The caller's limit is exact."""
    archive = Archive(one().build())

    assert b"A" * 100 == archive.read("a", 100)
    with pytest.raises(TooLarge) as caught:
        archive.read("a", 99)
    assert "`a` is larger than 99 bytes" == str(caught.value)


def test_an_entry_may_have_the_largest_size() -> None:
    """The bound on a single entry is exact."""
    archive = Archive(PackageBuilder().entry("a", bytes(MAX_ENTRY), method=STORED).build())

    assert [] == archive.findings
    assert bytes(MAX_ENTRY) == archive.read("a", MAX_ENTRY)


def test_small_entries_may_have_any_ratio() -> None:
    """A megabyte of zeros does no harm."""
    archive = Archive(PackageBuilder().entry("a", bytes(RATIO_FLOOR)).build())

    assert [] == archive.findings
    assert bytes(RATIO_FLOOR) == archive.read("a", LIMIT)


def test_the_ratio_bound_is_exact() -> None:
    """A large entry may unpack to a hundred times its packed size."""
    packed = RATIO_FLOOR // MAX_RATIO + 1
    fair = Archive(one(payload=bytes(packed), size=packed * MAX_RATIO).build())
    unfair = Archive(one(payload=bytes(packed), size=packed * MAX_RATIO + 1).build())

    assert [] == rules(fair)
    assert [("package-entry-ratio", "a")] == rules(unfair)


def test_all_entries_together_are_bounded() -> None:
    """More bytes than a package may unpack to are an error; each entry is still read, within its own bound."""
    share = MAX_TOTAL // 4
    builder = PackageBuilder()
    for name in "abcd":
        builder.entry(name, payload=bytes(share // MAX_RATIO + 1), size=share)

    assert [] == Archive(builder.build()).findings
    assert [("package-too-large", "")] == rules(Archive(builder.entry("e", b"E").build()))
    assert b"E" == Archive(builder.build()).read("e", LIMIT)


def test_the_number_of_entries_is_bounded() -> None:
    """An archive with too many entries is refused before they are looked at, however many it says it has."""
    builder = PackageBuilder()
    for number in range(MAX_ENTRIES):
        builder.entry(f"{number}")
    most = Archive(builder.build())
    more = Archive(builder.entry("one more").build())
    lying = Archive(PackageBuilder().zip64(here=2**60, count=2**60).end(here=0xFFFF, count=0xFFFF).build())

    assert MAX_ENTRIES == len(most.entries)
    assert [] == most.findings
    assert [("package-too-many-entries", "")] == rules(more) == rules(lying)
    assert {} == more.entries == lying.entries


def test_the_archive_itself_is_bounded() -> None:
    """A file larger than any package is refused without a look at it."""
    padding = bytes(MAX_ARCHIVE - len(PackageBuilder().entry("a", method=STORED).build()))
    builder = PackageBuilder().entry("a", method=STORED).raw(padding)

    assert [("package-extra-data", "")] == rules(Archive(builder.build()))
    assert [("package-too-large", "")] == rules(Archive(builder.raw(b"\0").build()))


def test_a_bomb_that_lies_about_its_size_is_never_unpacked() -> None:
    """An entry that states 100 bytes and holds 64 MiB costs no more memory than what it stated."""
    data = one(payload=deflated(bytes(64 * 2**20))).build()
    tracemalloc.start()
    archive = Archive(data)
    with pytest.raises(PackageError):
        archive.read("a", LIMIT)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2**20


def test_overlapping_entries_multiply_nothing() -> None:
    """A bomb of many directory records that share one content, as Fifield's, is refused as a whole."""
    kernel = PackageBuilder().entry("kernel", bytes(10_000)).build()
    record = kernel[: kernel.index(b"PK\x01\x02")]
    builder = PackageBuilder().entry("quoting", record, method=STORED)
    builder.entry("kernel", bytes(10_000), central={"offset": 30 + len("quoting")})
    archive = Archive(builder.build())

    assert [("package-corrupt", "")] == rules(archive)
    assert "overlap" in str(archive.findings[0].message)
    assert {} == archive.entries
