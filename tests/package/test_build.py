"""The bytes of a package."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from teamshelf.package.archive import Archive
from teamshelf.package.build import package_of
from teamshelf.package.limits import MAX_ENTRY
from teamshelf.package.names import name_problem

if TYPE_CHECKING:
    import random

FILES = {"manifest.json": b"{}", "a/é.png": bytes(range(256)), "Z.txt": b""}


def test_the_bytes_are_the_same_on_any_machine() -> None:
    """The digest of a package is known in advance: no time, clock, system or zlib has a part in it."""
    expected = "cc8e8dbf07dd92dab186973ab5a827561d74796afa543ece0c773471274a8a2b"

    assert expected == hashlib.sha256(package_of(FILES)).hexdigest()


@given(st.dictionaries(st.sampled_from(["a", "b/c", "b/d.json", "é", "Z"]), st.binary(max_size=50)), st.randoms())
def test_the_order_of_files_does_not_count(files: dict[str, bytes], chance: random.Random) -> None:
    """The same files in any order give the same bytes."""
    items = list(files.items())
    chance.shuffle(items)

    assert package_of(files) == package_of(dict(items))


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=20).filter(lambda name: name_problem(name) is None),
        st.binary(max_size=200),
        max_size=5,
    )
)
def test_every_reader_gets_the_files_back(files: dict[str, bytes]) -> None:
    """Our own reader and Python's see the same names and contents."""
    content = package_of(files)

    with zipfile.ZipFile(io.BytesIO(content)) as theirs:
        assert files == {name: theirs.read(name) for name in theirs.namelist()}
    if len({name.casefold() for name in files}) == len(files) and all(name.isascii() for name in files):
        ours = Archive(content)
        assert files == {name: ours.read(name, MAX_ENTRY) for name in files}


def test_entries_are_plain_files_of_one_time() -> None:
    """Modes, times and the system that made it are always the same, and nothing is compressed."""
    with zipfile.ZipFile(io.BytesIO(package_of(FILES))) as archive:
        facts = {
            (entry.date_time, entry.external_attr >> 16, entry.create_system, entry.compress_type, entry.extra)
            for entry in archive.infolist()
        }
        names = archive.namelist()

    assert {((1980, 1, 1, 0, 0, 0), 0o100644, 3, zipfile.ZIP_STORED, b"")} == facts
    assert ["Z.txt", "a/é.png", "manifest.json"] == names
