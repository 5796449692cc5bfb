"""A folder, read as the package made from it would be."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from teamshelf.findings import Severity
from teamshelf.package import folder as folder_module
from teamshelf.package.faults import EntryUnreadable, NotAFile, Outside, TooLarge, Unreadable
from teamshelf.package.folder import Folder
from teamshelf.package.limits import MAX_ENTRIES
from teamshelf.package.source import open_source

LIMIT = 2**20

OPEN_FILES = Path("/proc/self/fd")


@pytest.fixture(name="app")
def _app(tmp_path: Path) -> Path:
    """A folder with an app, beside a file that is none of its business."""
    (tmp_path / "secret.txt").write_bytes(b"secret")
    app = tmp_path / "app"
    (app / "icons").mkdir(parents=True)
    (app / "manifest.json").write_bytes(b"{}")
    (app / "icons" / "color.png").write_bytes(b"PNG")
    return app


def test_files_are_entries(app: Path) -> None:
    """Files are read by their path below the folder, with forward slashes."""
    folder = Folder(str(app))

    assert () == folder.findings
    assert ["manifest.json", "icons/color.png"] == folder.names()
    assert b"{}" == folder.read("manifest.json", LIMIT)
    assert b"PNG" == folder.read("icons/color.png", LIMIT)


@pytest.mark.parametrize("name", ["nothing.json", "icons", "icons/", "icons/none.png", "manifest.json/x", ""])
def test_what_is_not_there_reads_as_none(app: Path, name: str) -> None:
    """Neither a missing file nor a folder can be read."""
    assert Folder(str(app)).read(name, LIMIT) is None


@pytest.mark.parametrize(
    "name", ["../secret.txt", "icons/../../secret.txt", "icons/../manifest.json", "./manifest.json"]
)
def test_a_name_that_climbs_is_no_entry(app: Path, name: str) -> None:
    """A name that no entry of a package can have reads as none here too, whether it leads out or not."""
    assert Folder(str(app)).read(name, LIMIT) is None


def test_an_absolute_name_is_no_entry(app: Path) -> None:
    """The path of a file on this machine is no name of an entry."""
    assert Folder(str(app)).read(str(app / "manifest.json"), LIMIT) is None
    assert Folder(str(app)).read(str(app.parent / "secret.txt"), LIMIT) is None


def test_names_are_exact_where_the_system_knows_no_case(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a system that opens `color.png` for `COLOR.PNG`, the folder lacks it still, as the package would."""
    (app / "icons" / "COLOR.PNG").symlink_to("color.png")
    listing = os.listdir

    def without_the_twin(path: str) -> list[str]:
        return [name for name in listing(path) if name != "COLOR.PNG"]

    monkeypatch.setattr(os, "listdir", without_the_twin)
    folder = Folder(str(app))

    assert folder.read("icons/COLOR.PNG", LIMIT) is None
    assert b"PNG" == folder.read("icons/color.png", LIMIT)


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(app: Path) -> None:
    """The caller's limit is exact, also for a file of several megabytes."""
    (app / "large").write_bytes(b"x" * 3_000_000)
    folder = Folder(str(app))

    assert b"x" * 3_000_000 == folder.read("large", 3_000_000)
    with pytest.raises(TooLarge) as caught:
        folder.read("large", 2_999_999)
    assert ("package-entry-too-large", "large") == (caught.value.finding.rule, caught.value.finding.file)


# Links and what is no file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["../secret.txt", "/etc/passwd", "..", "icons/../../secret.txt"])
def test_a_link_that_leads_out_is_refused(app: Path, target: str) -> None:
    """A link to a file outside the folder is refused by name, not followed."""
    (app / "leak.json").symlink_to(target)

    with pytest.raises(Outside) as caught:
        Folder(str(app)).read("leak.json", LIMIT)
    finding = caught.value.finding
    assert ("package-entry-outside", Severity.ERROR, "leak.json") == (finding.rule, finding.severity, finding.file)


def test_a_folder_that_leads_out_is_refused(app: Path) -> None:
    """A file below a linked folder is refused, whether it exists outside or not."""
    (app / "up").symlink_to("..")
    folder = Folder(str(app))

    for name in ("up/secret.txt", "up/nothing.txt"):
        with pytest.raises(Outside):
            folder.read(name, LIMIT)


def test_a_neighbour_with_the_same_beginning_is_outside(app: Path) -> None:
    """`app-secret` is not inside `app`."""
    (app.parent / "app-secret").write_bytes(b"secret")
    (app / "leak").symlink_to("../app-secret")

    with pytest.raises(Outside):
        Folder(str(app)).read("leak", LIMIT)


def test_a_link_that_stays_inside_is_followed(app: Path) -> None:
    """Links within the folder are the files and folders they lead to."""
    (app / "color.png").symlink_to("icons/color.png")
    (app / "pictures").symlink_to("icons")
    folder = Folder(str(app))

    assert b"PNG" == folder.read("color.png", LIMIT)
    assert b"PNG" == folder.read("pictures/color.png", LIMIT)
    assert "color.png" in folder.names()


def test_the_folder_itself_may_be_a_link(app: Path) -> None:
    """A link given as the path is followed: the caller asked for it."""
    link = app.parent / "link"
    link.symlink_to("app")
    folder = Folder(str(link))

    assert str(link) == folder.path
    assert b"PNG" == folder.read("icons/color.png", LIMIT)


def test_a_dangling_link_is_a_missing_file(app: Path) -> None:
    """A link to nothing inside the folder reads as none."""
    (app / "gone").symlink_to("nothing")

    assert Folder(str(app)).read("gone", LIMIT) is None


def test_a_link_to_itself_is_unreadable(app: Path) -> None:
    """A loop of links ends in a finding, in the words of the system."""
    (app / "loop").symlink_to("loop")

    with pytest.raises(EntryUnreadable, match="`loop` cannot be read"):
        Folder(str(app)).read("loop", LIMIT)


@pytest.mark.skipif(os.open not in os.supports_dir_fd, reason="the system cannot open relative to a folder")
@pytest.mark.parametrize("name", ["icons/color.png", "manifest.json"])
def test_a_link_put_in_place_while_we_look_is_not_followed(
    app: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A file or folder exchanged for a link between looking and opening is refused: nothing outside is read."""
    (app.parent / "icons").mkdir()
    (app.parent / "icons" / "color.png").write_bytes(b"secret")
    (app.parent / "manifest.json").write_bytes(b"secret")
    folder = Folder(str(app))
    opened = folder_module._opened

    def swapped_first(root: str, below: str) -> int:
        part = app / name.partition("/")[0]
        part.rename(app.parent / "moved")
        part.symlink_to(app.parent / part.name)
        return opened(root, below)

    monkeypatch.setattr(folder_module, "_opened", swapped_first)
    try:
        content = folder.read(name, LIMIT)
    except EntryUnreadable:
        content = None

    assert content is None


def test_a_system_that_cannot_open_step_by_step_reads_all_the_same(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot be opened relative to a folder, as on Windows, it is opened by its whole path."""
    monkeypatch.setattr(os, "supports_dir_fd", frozenset())

    assert b"PNG" == Folder(str(app)).read("icons/color.png", LIMIT)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_does_not_hold_us_up(app: Path) -> None:
    """A named pipe that nobody writes to is refused at once."""
    os.mkfifo(app / "pipe.json")

    with pytest.raises(NotAFile) as caught:
        Folder(str(app)).read("pipe.json", LIMIT)
    assert ("package-entry-not-a-file", "pipe.json") == (caught.value.finding.rule, caught.value.finding.file)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="the system has no such sockets")
def test_a_socket_is_refused(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket in the folder is a finding."""
    monkeypatch.chdir(app)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.json")

    with pytest.raises((NotAFile, EntryUnreadable)):
        Folder(str(app)).read("socket.json", LIMIT)


def test_a_file_that_is_not_ours_to_read_is_a_finding(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing permission is a finding on that file, and no end of the check."""

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(folder_module, "_opened", refuse)
    with pytest.raises(EntryUnreadable) as caught:
        Folder(str(app)).read("manifest.json", LIMIT)

    assert "`manifest.json` cannot be read: Permission denied" == str(caught.value)
    assert ("package-entry-unreadable", "manifest.json") == (caught.value.finding.rule, caught.value.finding.file)


def test_a_link_to_itself_is_no_file_of_the_folder(app: Path) -> None:
    """What the system cannot follow is not listed, and keeps nothing else from being listed."""
    (app / "loop").symlink_to("loop")

    assert ["manifest.json", "icons/color.png"] == Folder(str(app)).names()


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="the system does not show open files")
def test_no_file_stays_open(app: Path) -> None:
    """Whatever comes of reading, everything opened for it is closed again."""
    (app / "loop").symlink_to("loop")
    os.mkfifo(app / "pipe")
    folder = Folder(str(app))
    before = len(list(OPEN_FILES.iterdir()))
    for name in ("manifest.json", "icons/color.png", "icons", "pipe", "loop", "none"):
        for limit in (0, LIMIT):
            try:
                folder.read(name, limit)
            except (TooLarge, NotAFile, EntryUnreadable):
                continue

    assert before == len(list(OPEN_FILES.iterdir()))


# Names --------------------------------------------------------------------------------------------------------------


def test_hidden_and_stray_files_are_not_listed(app: Path) -> None:
    """What an author does not see in the folder is not expected in the package."""
    for name in (".git/config", ".env", ".DS_Store", "Thumbs.db", "icons/._color.png", "__MACOSX/x", "a:b", "CON"):
        (app / name).parent.mkdir(exist_ok=True)
        (app / name).touch()

    assert ["manifest.json", "icons/color.png"] == Folder(str(app)).names()


def test_names_come_nearest_first_and_are_bounded(app: Path) -> None:
    """In a folder with thousands of files, those near the manifest are listed, and the rest is not looked at."""
    deep = app / "node_modules"
    deep.mkdir()
    for number in range(MAX_ENTRIES):
        (deep / f"{number}.js").touch()
    names = Folder(str(app)).names()

    assert ["manifest.json", "icons/color.png"] == names[:2]
    assert MAX_ENTRIES == len(names)


def test_folders_without_end_are_not_walked(app: Path) -> None:
    """Linked folders are not walked into, nor are more folders than a package may have entries."""
    (app / "self").symlink_to(".")
    for number in range(MAX_ENTRIES + 1):
        (app / f"d{number}").mkdir()
    (app / f"d{MAX_ENTRIES}" / "late.txt").touch()
    names = Folder(str(app)).names()

    assert "self/manifest.json" not in names
    assert f"d{MAX_ENTRIES}/late.txt" not in names


def test_a_list_of_names_belongs_to_the_caller(app: Path) -> None:
    """Changing the list changes nothing in the folder."""
    folder = Folder(str(app))
    folder.names().clear()

    assert ["manifest.json", "icons/color.png"] == folder.names()


# The manifest -------------------------------------------------------------------------------------------------------


def test_a_manifest_in_another_case_is_an_error_and_read(app: Path) -> None:
    """Teams looks for `manifest.json` alone; the check goes on with what is there."""
    (app / "manifest.json").rename(app / "Manifest.JSON")
    folder = Folder(str(app))

    assert ["package-manifest-case"] == [finding.rule for finding in folder.findings]
    assert "Manifest.JSON" == folder.manifest_name
    assert b"{}" == folder.read("Manifest.JSON", LIMIT)


def test_a_manifest_deeper_down_is_named_and_not_taken(app: Path) -> None:
    """Who checks the folder of a project is told where its manifest is."""
    (app / "appPackage").mkdir()
    (app / "manifest.json").rename(app / "appPackage" / "manifest.json")
    folder = Folder(str(app))
    (finding,) = folder.findings

    assert ("package-manifest-missing", Severity.ERROR) == (finding.rule, finding.severity)
    assert "there is one at: `appPackage/manifest.json`" in str(finding.message)
    assert folder.read(folder.manifest_name, LIMIT) is None


@pytest.mark.parametrize("as_folder", [False, True])
def test_a_folder_without_a_manifest_says_what_is_there(app: Path, as_folder: bool) -> None:  # noqa: FBT001 - a table
    """Without a manifest the finding names other files; a folder of that name is no manifest."""
    (app / "manifest.json").unlink()
    if as_folder:
        (app / "manifest.json").mkdir()
    folder = Folder(str(app))
    (finding,) = folder.findings

    assert "package-manifest-missing" == finding.rule
    assert "there is no `manifest.json`; there is: `icons/color.png`" == str(finding.message)
    assert folder.read(folder.manifest_name, LIMIT) is None


def test_a_folder_that_cannot_be_listed_is_unreadable(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without permission to look into the folder there is nothing to check."""

    def refuse(_: str) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(Unreadable, match="you have no permission"):
        open_source(app)


def test_folders_below_that_cannot_be_listed_are_passed_over(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A single closed folder hides its own files only."""
    scan = os.scandir

    def refuse_icons(path: str) -> object:
        if path.endswith("icons/"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse_icons)

    assert ["manifest.json"] == Folder(str(app)).names()
