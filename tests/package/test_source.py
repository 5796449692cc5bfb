"""What a check starts from: told apart by looking, and read in one way."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from teamshelf.findings import Severity
from teamshelf.package.faults import TooLarge, Unreadable
from teamshelf.package.folder import Folder
from teamshelf.package.limits import MAX_ARCHIVE
from teamshelf.package.source import Manifest, Package, open_source
from tests.package.builder import PackageBuilder

if TYPE_CHECKING:
    from teamshelf.findings import Finding
    from teamshelf.package.source import Source

LIMIT = 2**20


def only(findings: tuple[Finding, ...]) -> Finding:
    """The one finding there is."""
    (finding,) = findings
    return finding


# Telling apart ------------------------------------------------------------------------------------------------------


def test_a_folder_is_a_folder(tmp_path: Path) -> None:
    """A path of a folder opens as one, whatever it is called."""
    folder = tmp_path / "app.zip"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(b"{}")
    source = open_source(folder)

    assert ("folder", str(folder), "manifest.json") == (source.kind, source.path, source.manifest_name)
    assert isinstance(source, Folder)


@pytest.mark.parametrize("name", ["app.zip", "app", "manifest.json"])
def test_a_zip_is_known_by_its_first_bytes(tmp_path: Path, name: str) -> None:
    """A zip archive opens as a package, whatever it is called."""
    path = tmp_path / name
    path.write_bytes(PackageBuilder().manifest({"id": 1}).build())
    source = open_source(str(path))

    assert ("package", str(path), "manifest.json") == (source.kind, source.path, source.manifest_name)
    assert source.read("manifest.json", LIMIT) == b'{"id": 1}'


@pytest.mark.parametrize(
    "content",
    [
        PackageBuilder().build(),
        b"PK\x07\x08" + PackageBuilder().manifest().build(),
        b"#!/bin/sh\n" + PackageBuilder().manifest().build(),
        b"GIF89a" + PackageBuilder().manifest().comment(b"c" * 65_535).build(),
        b"PK\x03\x04",
    ],
    ids=["empty archive", "split archive", "behind a script", "behind a picture", "first bytes of one"],
)
def test_what_begins_or_ends_as_a_zip_is_a_package(content: bytes) -> None:
    """An archive with data before it is judged as the archive it is to other readers."""
    source = open_source(content)

    assert isinstance(source, Package)
    assert source.findings


def test_what_is_named_as_a_zip_is_a_package(tmp_path: Path) -> None:
    """Somebody who checks a zip that is none is told so, and not that a zip is no JSON."""
    path = tmp_path / "App.ZIP"
    path.write_bytes(b"<html>Sign in</html>")
    source = open_source(path)

    assert "package" == source.kind
    assert "package-corrupt" == only(source.findings).rule


def test_anything_else_is_a_manifest_of_its_own(tmp_path: Path) -> None:
    """A file that is no archive is a manifest: its own name is all there is, and its bytes are left as they are."""
    path = tmp_path / "app.dev.json"
    path.write_bytes(b"\xff\xfe{}")
    (tmp_path / "color.png").write_bytes(b"PNG")
    source = open_source(path)

    assert ("manifest", str(path), "app.dev.json") == (source.kind, source.path, source.manifest_name)
    assert () == source.findings
    assert ["app.dev.json"] == source.names()
    assert b"\xff\xfe{}" == source.read("app.dev.json", 4)
    assert source.read("color.png", LIMIT) is None
    assert source.read("manifest.json", LIMIT) is None


def test_bytes_are_opened_like_a_file() -> None:
    """Bytes that came without a path are a manifest or a package, and are called what the caller says."""
    manifest = open_source(b"{}")
    named = open_source(b"{}", name="build/manifest.dev.json")
    package = open_source(PackageBuilder().manifest().build(), name="upload")

    assert ("manifest", "-", "manifest.json") == (manifest.kind, manifest.path, manifest.manifest_name)
    assert ("build/manifest.dev.json", "manifest.dev.json") == (named.path, named.manifest_name)
    assert "manifest.json" == open_source(b"{}", name="upload/").manifest_name
    assert ("package", "upload", "manifest.json") == (package.kind, package.path, package.manifest_name)


def test_a_manifest_may_be_as_large_as_the_limit_and_no_larger() -> None:
    """The caller's limit is exact."""
    source = open_source(b"{}  ")

    assert b"{}  " == source.read("manifest.json", 4)
    with pytest.raises(TooLarge) as caught:
        source.read("manifest.json", 3)
    assert ("package-entry-too-large", "manifest.json") == (caught.value.finding.rule, caught.value.finding.file)


# What cannot be read ------------------------------------------------------------------------------------------------


def test_a_path_that_leads_nowhere_is_unreadable(tmp_path: Path) -> None:
    """A file that does not exist, also one below a file, is named in the message."""
    (tmp_path / "file").touch()
    for path in (tmp_path / "none.json", tmp_path / "file" / "manifest.json"):
        with pytest.raises(Unreadable) as caught:
            open_source(path)

        assert f"there is no file or folder `{path}`" == str(caught.value) == str(caught.value.message)


def test_a_path_that_is_not_ours_to_read_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing permission is said to be one."""

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "manifest.json"
    path.touch()
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(Unreadable) as caught:
        open_source(path)

    assert f"`{path}` cannot be read: you have no permission" == str(caught.value)


def test_a_disk_that_fails_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other failure is passed on in the system's words."""

    def fail(*_: object) -> int:
        raise OSError(5, "Input/output error")

    path = tmp_path / "manifest.json"
    path.touch()
    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(Unreadable) as caught:
        open_source(path)

    assert f"`{path}` cannot be read: Input/output error" == str(caught.value)


@pytest.mark.parametrize("path", ["a\0b", "", "a" * 5_000, "\x1b[2J", "\ud800"])
def test_a_path_that_cannot_exist_is_unreadable(path: str) -> None:
    """Whatever is passed as a path, the answer is an Unreadable that can be printed."""
    with pytest.raises(Unreadable) as caught:
        open_source(path)

    assert str(caught.value).isprintable()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_does_not_hold_us_up(tmp_path: Path) -> None:
    """A named pipe that nobody writes to is refused at once."""
    path = tmp_path / "manifest.json"
    os.mkfifo(path)
    with pytest.raises(Unreadable) as caught:
        open_source(path)

    assert "neither a file nor a folder" in str(caught.value)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no such device")
def test_a_device_without_end_is_refused() -> None:
    """A device is not read at all."""
    with pytest.raises(Unreadable):
        open_source("/dev/zero")


def test_a_file_larger_than_any_app_is_not_read_to_its_end(tmp_path: Path) -> None:
    """Of an endless file no more is read than shows that it is too large."""
    path = tmp_path / "manifest.json"
    with path.open("wb") as file:
        file.truncate(MAX_ARCHIVE * 1_000)
    source = open_source(path)

    with pytest.raises(TooLarge):
        source.read("manifest.json", MAX_ARCHIVE)


# Where the manifest is ----------------------------------------------------------------------------------------------


def test_a_package_with_its_manifest_at_the_root_has_no_findings() -> None:
    """The ordinary package: a manifest, two icons, at the root."""
    package = Package("app.zip", PackageBuilder().manifest().icon().icon("outline.png", 32).build())

    assert () == package.findings
    assert ["manifest.json", "color.png", "outline.png"] == package.names()
    assert "" == package.root


def test_a_zipped_folder_is_named_and_still_read() -> None:
    """Who packed the folder instead of its files is told so, and the check goes on below that folder."""
    package = Package(
        "app.zip",
        PackageBuilder()
        .folder("my-app/")
        .manifest({"id": 1}, "my-app/manifest.json")
        .icon("my-app/icons/color.png")
        .entry("README.md", b"")
        .build(),
    )
    finding = only(package.findings)

    assert ("package-manifest-not-at-root", Severity.ERROR) == (finding.rule, finding.severity)
    assert "the manifest is not at the root of the package, but at `my-app/manifest.json`" == str(finding.message)
    assert "pack the files themselves, not the folder `my-app` that holds them" == str(finding.hint)
    assert "my-app/manifest.json" == finding.file
    assert ("my-app/", "manifest.json") == (package.root, package.manifest_name)
    assert ["manifest.json", "icons/color.png"] == package.names()
    assert b'{"id": 1}' == package.read("manifest.json", LIMIT)
    assert package.read("my-app/manifest.json", LIMIT) is None
    assert package.read("README.md", LIMIT) is None


def test_a_manifest_at_the_root_wins_over_those_in_folders() -> None:
    """Other files of the same name below folders do not matter."""
    package = Package(
        "app.zip",
        PackageBuilder().manifest(b"1", "old/manifest.json").manifest(b"2").manifest(b"3", "x/Manifest.json").build(),
    )

    assert () == package.findings
    assert b"2" == package.read("manifest.json", LIMIT)


def test_a_manifest_in_another_case_is_an_error_and_read() -> None:
    """Teams looks for `manifest.json` alone; the check goes on with what is there."""
    package = Package("app.zip", PackageBuilder().manifest(b"{}", "Manifest.json").build())
    finding = only(package.findings)

    assert ("package-manifest-case", Severity.ERROR) == (finding.rule, finding.severity)
    assert "the manifest is named `Manifest.json`; Teams looks for `manifest.json`" == str(finding.message)
    assert "Manifest.json" == finding.file == package.manifest_name
    assert b"{}" == package.read("Manifest.json", LIMIT)


def test_a_manifest_can_be_in_the_wrong_place_and_case() -> None:
    """Both faults are reported at once."""
    package = Package("app.zip", PackageBuilder().manifest(b"{}", "app/MANIFEST.JSON").build())

    assert ["package-manifest-not-at-root", "package-manifest-case"] == [f.rule for f in package.findings]
    assert b"{}" == package.read(package.manifest_name, LIMIT)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ([], "there is no `manifest.json`, nor any other file"),
        (["app.json", "color.png"], "there is no `manifest.json`; there is: `app.json`, `color.png`"),
        (list("abcde"), "there is no `manifest.json`; there is: `a`, `b`, `c`, `d`, `e`"),
        (list("abcdef"), "there is no `manifest.json`; there is: `a`, `b`, `c`, `d`, `e`, …"),
        (
            ["x/manifest.json", "y/manifest.json"],
            "there is no `manifest.json` at the root; there is one at: `x/manifest.json`, `y/manifest.json`",
        ),
    ],
)
def test_a_missing_manifest_is_reported_with_what_is_there(names: list[str], message: str) -> None:
    """Without a manifest, or with several to choose from, the finding names what was found."""
    builder = PackageBuilder()
    for name in names:
        builder.entry(name)
    package = Package("app.zip", builder.build())
    finding = only(package.findings)

    assert ("package-manifest-missing", Severity.ERROR) == (finding.rule, finding.severity)
    assert ("Serialization_FileMissing",) == finding.aliases
    assert message == str(finding.message)
    assert names == package.names()
    assert package.read(package.manifest_name, LIMIT) is None


def test_a_refused_archive_is_not_said_to_lack_a_manifest() -> None:
    """Of an archive that cannot be read nobody knows what it lacks."""
    package = Package("app.zip", PackageBuilder().manifest().build()[:-1])

    assert "package-corrupt" == only(package.findings).rule
    assert "manifest.json" == package.manifest_name
    assert [] == package.names()


def test_files_that_a_system_left_are_noted_and_overlooked() -> None:
    """What macOS and Windows add is one note, is no entry, and never the manifest."""
    package = Package(
        "app.zip",
        PackageBuilder()
        .manifest(b"{}", "app/manifest.json")
        .entry("__MACOSX/app/._manifest.json", b"fork")
        .entry("__MACOSX/app/manifest.json", b"fork")
        .entry("app/.DS_Store")
        .build(),
    )
    finding = package.findings[-1]

    assert ["package-manifest-not-at-root", "package-stray-file"] == [f.rule for f in package.findings]
    assert (Severity.NOTE, "__MACOSX/app/._manifest.json") == (finding.severity, finding.file)
    assert "`__MACOSX/app/._manifest.json`, `__MACOSX/app/manifest.json`, `app/.DS_Store`" in str(finding.message)
    assert ["manifest.json"] == package.names()
    assert package.read(".DS_Store", LIMIT) is None


def test_findings_name_entries_as_the_archive_does() -> None:
    """Below a folder that should not be there, a finding on an entry still has its full name."""
    package = Package(
        "app.zip",
        PackageBuilder().manifest(b"{}", "app/manifest.json").entry("app/color.png", b"PNG", crc=1).build(),
    )
    with pytest.raises(Exception, match="is damaged") as caught:
        package.read("color.png", LIMIT)

    assert "app/color.png" == caught.value.finding.file  # type: ignore[attr-defined]


def test_all_kinds_are_sources(tmp_path: Path) -> None:
    """A manifest, a folder and a package are read through the same five names."""
    (tmp_path / "manifest.json").write_bytes(b"{}")
    sources: list[Source] = [
        Manifest("manifest.json", b"{}"),
        Folder(str(tmp_path)),
        Package("app.zip", PackageBuilder().manifest(b"{}").build()),
    ]

    assert [b"{}"] * 3 == [source.read(source.manifest_name, LIMIT) for source in sources]
    assert [["manifest.json"]] * 3 == [source.names() for source in sources]
    assert ["manifest", "folder", "package"] == [source.kind for source in sources]
