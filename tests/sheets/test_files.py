from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from tracker.errors import Refused
from tracker.sheets.files import new_file, new_files


def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda _number: synced.append((tmp_path / "a").exists()))
    with new_file(tmp_path / "a") as file:
        file.write(b"x")
    assert synced == [False]


def write_half(path: Path, *, force: bool = False) -> None:
    with new_file(path, force=force) as file:
        file.write(b"half")
        raise ZeroDivisionError


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with pytest.raises(ZeroDivisionError):
        write_half(path)
    assert list(tmp_path.iterdir()) == []
    with new_file(path) as file:
        file.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    with pytest.raises(ZeroDivisionError):
        write_half(path, force=True)
    assert path.read_bytes() == b"whole"
    assert len(list(tmp_path.iterdir())) == 1


def test_links_and_special_files(tmp_path: Path) -> None:
    target, link, pipe = tmp_path / "t", tmp_path / "l", tmp_path / "p"
    target.write_text("keep")
    link.symlink_to(target)
    with pytest.raises(Refused, match="file"), new_file(link):
        pass
    with new_file(link, force=True) as file:
        file.write(b"new")
    assert (target.read_text(), link.is_symlink(), link.read_text()) == ("keep", False, "new")
    os.mkfifo(pipe)
    for place in (pipe, tmp_path, Path(os.devnull)):
        with pytest.raises(Refused) as caught, new_file(place, force=True):
            pass
        assert caught.value.problem.code == "file_not_ordinary"
    dangling = tmp_path / "d"
    dangling.symlink_to(tmp_path / "nowhere")
    with pytest.raises(Refused), new_file(dangling):
        pass


def test_a_very_long_name_is_an_error_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught, new_file(tmp_path / ("长" * 200 + ".csv")):
        pass
    assert caught.value.problem.code == "file_not_written"
    assert list(tmp_path.iterdir()) == []


NAMES = ("甲.xlsx", "乙.xlsx")


def put(folder: Path, text: str, *, force: bool = False) -> None:
    with new_files(folder, NAMES, force=force) as place:
        for name in NAMES:
            (place / name).write_text(text)


def held(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_several_files_appear_together(tmp_path: Path) -> None:
    folder = tmp_path / "下发"
    with new_files(folder, NAMES) as place:
        (place / NAMES[0]).write_text("1")
        (place / NAMES[1]).write_text("2")
        assert not folder.exists()
    assert held(folder) == {"甲.xlsx": "1", "乙.xlsx": "2"}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(tmp_path.iterdir()) == [folder]


def test_several_files_join_those_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "别的").write_text("x")
    put(tmp_path, "1")
    assert held(tmp_path) == {"别的": "x", "甲.xlsx": "1", "乙.xlsx": "1"}
    with pytest.raises(Refused) as caught:
        put(tmp_path, "2")
    assert caught.value.problem.code == "file_exists"
    put(tmp_path, "2", force=True)
    assert held(tmp_path) == {"别的": "x", "甲.xlsx": "2", "乙.xlsx": "2"}


def test_a_name_that_is_taken_stops_all_of_them(tmp_path: Path) -> None:
    (tmp_path / NAMES[1]).write_text("mine")
    with pytest.raises(Refused):
        put(tmp_path, "1")
    assert held(tmp_path) == {NAMES[1]: "mine"}


def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with suppress(ZeroDivisionError), new_files(tmp_path / "下发", NAMES) as place:
        (place / NAMES[0]).write_text("1")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fails", range(1, 5))
def test_where_one_cannot_be_moved_all_are_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    put(tmp_path, "old")
    rename, count = Path.rename, 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == fails:
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(Refused) as caught:
        put(tmp_path, "new", force=True)
    assert caught.value.problem.code == "file_not_written"
    assert held(tmp_path) == dict.fromkeys(NAMES, "old")


def test_a_file_is_no_folder_and_a_folder_needs_one(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    with pytest.raises(Refused) as caught:
        put(tmp_path / "f", "1")
    assert caught.value.problem.code == "folder_not_one"
    with pytest.raises(Refused) as caught:
        put(tmp_path / "no" / "下发", "1")
    assert caught.value.problem.code == "file_not_written"
