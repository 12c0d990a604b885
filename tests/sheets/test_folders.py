"""Which files of paths and folders are workbooks to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.errors import NotFound
from tracker.sheets.folders import find_books
from tracker.words import text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "各县"
    (folder / "旧").mkdir(parents=True)
    for name in ("冠县.xlsx", "东阿.XLS", "高唐.csv", "~$冠县.xlsx", "._冠县.xlsx", ".DS_Store", "通知.docx", "说明"):
        (folder / name).write_bytes(b"x")
    (folder / "空.xlsx").touch()
    (folder / "旧" / "莘县.xlsx").write_bytes(b"x")
    return folder


def test_a_folder_gives_its_workbooks_and_names_the_rest(folder: Path) -> None:
    found = find_books([folder])
    assert [path.name for path in found.books] == ["东阿.XLS", "冠县.xlsx", "空.xlsx", "高唐.csv"]
    assert {each.path.name: text(each.why, "en") for each in found.skipped} == {
        "~$冠县.xlsx": "the mark of a workbook that is open",
        "._冠县.xlsx": "a hidden file of the system",
        ".DS_Store": "a hidden file of the system",
        "通知.docx": "no workbook",
        "说明": "no workbook",
        "旧": "a folder inside the folder",
    }


def test_files_come_in_the_order_named_and_once(folder: Path) -> None:
    found = find_books([folder / "说明", folder / "高唐.csv", folder])
    assert [path.name for path in found.books] == ["说明", "高唐.csv", "东阿.XLS", "冠县.xlsx", "空.xlsx"]
    assert [
        (each.path.name, text(each.why, "zh")) for each in found.skipped if each.path.name in ("说明", "高唐.csv")
    ] == [
        ("说明", "不是工作簿"),
        ("高唐.csv", "已经列出"),
    ]


def test_a_file_named_itself_may_still_be_no_workbook(folder: Path) -> None:
    found = find_books([folder / "~$冠县.xlsx"])
    assert (found.books, len(found.skipped)) == ((), 1)


def test_a_path_that_is_not_there(folder: Path) -> None:
    with pytest.raises(NotFound) as caught:
        find_books([folder, folder / "没有.xlsx"])
    assert caught.value.problem.code == "file_missing"
