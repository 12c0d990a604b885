"""The process that reads: what becomes of it when it fails, and that nothing but plain data comes from it."""

from __future__ import annotations

import pickle
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest

from tracker.errors import BadData
from tracker.sheets import reader
from tracker.sheets.reader import Reading, read_book

BOOK = Path(__file__).parents[2] / "examples" / "liaocheng-2024.xlsx"


def refused(path: Path = BOOK) -> str:
    with pytest.raises(BadData) as caught:
        read_book(path)
    assert caught.value.problem.hint is not None
    return caught.value.problem.code


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os; os.abort()", "book_crashed"),
        ("import os; os.kill(os.getpid(), 11)", "book_crashed"),
        ("raise SystemExit(0)", "book_crashed"),
        ("1/0", "book_crashed"),
        ("print('no message')", "book_crashed"),
        ("bytearray(1 << 60)", "book_memory"),
        ("import sys; sys.exit('memory allocation of 99 bytes failed')", "book_memory"),
    ],
)
def test_every_end_of_the_process_has_a_name(monkeypatch: pytest.MonkeyPatch, code: str, expected: str) -> None:
    monkeypatch.setattr(reader, "_CODE", code)
    assert refused() == expected


def test_reading_has_little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_CODE", "import time; time.sleep(60)")
    monkeypatch.setattr(reader, "SECONDS", 0.3)
    start = time.monotonic()
    assert refused() == "book_time"
    assert time.monotonic() - start < 30  # by the clock, for it sleeps: a busy machine only has to tell 0.3 from 60


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to a limit of memory")
def test_reading_has_little_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reader, "MEMORY", 64 * 1024 * 1024)
    (tmp_path / "a.csv").write_bytes(b"a,b\n" * 10_000_000)
    assert refused(tmp_path / "a.csv") == "book_memory"


def test_what_is_not_awaited_is_stopped() -> None:
    with Reading(BOOK) as reading:
        pass
    assert reading._process.returncode is not None


def test_messages_hold_nothing_that_runs() -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, ...]:
            return (print, ("harm",))

    with pytest.raises(pickle.UnpicklingError):
        list(reader._messages(BytesIO(pickle.dumps(Harm()))))


def test_the_process_needs_neither_the_site_nor_the_words() -> None:
    import subprocess

    code = reader._CODE.partition(";")[2].replace("main(int(sys.argv[1]))", "main; import tracker.sheets.recognition")
    code = f"import sys; sys.path.append(sys.argv[1]);{code}, tracker.sheets.workbook; print(*sys.modules)"
    code = code.replace("sys.path += sys.argv[2:];", "")
    root = str(Path(__file__).parents[2])
    ran = subprocess.run([sys.executable, "-I", "-S", "-c", code, root], capture_output=True, text=True, check=True)
    assert {"site", "tracker.words", "openpyxl", "dataclasses", "subprocess"} & set(ran.stdout.split()) == set()
