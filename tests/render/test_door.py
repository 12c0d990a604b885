from __future__ import annotations

import csv
import json
import os
import pty
import stat
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from textwrap import dedent

import pytest
from openpyxl import load_workbook

from tracker.errors import BadData, BadUsage, BadValue, NotFound, Problem, Refused
from tracker.render.door import Progress, chosen_format, confirm, fail, show
from tracker.render.terminal import Terminal
from tracker.result import Message, Result
from tracker.words import Say

from .boards import CONTEST, COUNTIES, PROJECTS, Screen, said_err, said_out, terminal

NOTES = CONTEST._replace(
    lines=(Say("序时进度 50 %", "pro-rata 50 %"),),
    messages=(
        Message("cover", Say("截至 6 月", "as of June")),
        Message("odd", Say("少 3 笔", "3 left out"), "warning"),
    ),
)


def test_on_a_terminal_a_table_and_the_rest_beside_it() -> None:
    place = terminal(screen=True)
    show(NOTES, place)
    assert said_out(place).startswith("序时进度 50 %\n县(市、区)\n╭")
    assert said_err(place) == "提示：截至 6 月\n警告：少 3 笔\n"


def test_in_a_pipe_plain_and_complete() -> None:
    place = terminal("en", width=40)
    show(NOTES, place)
    assert said_out(place).splitlines()[:4] == [
        "pro-rata 50 %",
        "",
        "Counties",
        "Group   Rank  Unit       Score  Funds (100m CNY)",
    ]
    assert said_err(place) == "note: as of June\nwarning: 3 left out\n"


def test_quiet_leaves_warnings() -> None:
    place = terminal("en", quiet=True)
    show(NOTES, place)
    assert said_err(place) == "warning: 3 left out\n"


def test_json_holds_everything_and_stderr_nothing() -> None:
    place = terminal("en")
    show(NOTES._replace(problems=(Problem("x", "y"),)), place, "json")
    value = json.loads(said_out(place))
    assert [message["code"] for message in value["messages"]] == ["cover", "odd"]
    assert value["problems"][0]["code"] == "x"
    assert said_err(place) == ""
    assert said_out(place).count("\n") == 1
    screen = terminal("en", screen=True)
    show(NOTES, screen, "json")
    assert json.loads(said_out(screen))["data"] == value["data"]
    assert said_out(screen).startswith('{\n  "tracker"')


def test_csv_is_one_table_and_says_what_it_leaves_out() -> None:
    place = terminal("en")
    show(NOTES._replace(tables=(*CONTEST.tables, PROJECTS), problems=(Problem("x", "bad"),)), place, "csv")
    assert len(list(csv.reader(StringIO(said_out(place))))) == 4
    assert "\r" not in said_out(place)
    assert said_err(place).splitlines()[2:] == [
        "pro-rata 50 %",
        "warning: 1 more tables with other columns are left out of this format: Projects",
        "hint: for all of it use -f plain or -o FILE.xlsx",
        "error: bad",
    ]


@pytest.mark.parametrize("chosen", ["table", "plain", "csv", "tsv", "md", "json"])
def test_an_empty_result_in_every_format(chosen: str) -> None:
    for screen in (False, True):
        place = terminal(screen=screen)
        show(Result(("x",)), place, chosen)
        assert (said_out(place) == "") == (chosen != "json")
        assert said_err(place) == ""


def test_which_format() -> None:
    pipe, screen = terminal(), terminal(screen=True)
    assert chosen_format(None, None, pipe) == "plain"
    assert chosen_format(None, None, screen) == "table"
    assert chosen_format("csv", None, screen) == "csv"
    assert chosen_format(None, Path("a.JSON"), pipe) == "json"
    assert chosen_format(None, Path("台账.xlsx"), pipe) == "xlsx"
    assert chosen_format("csv", Path("a.txt"), pipe) == "csv"


@pytest.mark.parametrize(
    ("format_", "output"), [("xml", None), ("xlsx", None), (None, "a.doc"), (None, "a"), ("csv", "a.xlsx"), ("", None)]
)
def test_unknown_formats_are_refused_with_the_valid_ones(format_: str | None, output: str | None) -> None:
    with pytest.raises(BadUsage) as caught:
        show(CONTEST, terminal(), format_, None if output is None else Path(output))
    hint = str(fail_text(caught.value))
    assert "table|plain|csv|tsv|json|md" in hint
    assert ".xlsx" in hint


def fail_text(error: BadUsage) -> str:
    place = terminal("en")
    assert fail(error, place) == int(error.exit)
    assert said_out(place) == ""
    return said_err(place)


def test_a_pdf_is_refused_with_the_way_to_one() -> None:
    with pytest.raises(BadUsage) as caught:
        chosen_format(None, Path("榜.pdf"), terminal())
    assert caught.value.problem.code == "format_pdf"
    assert "-o 榜.html" in fail_text(caught.value)


def test_a_file_by_its_ending(tmp_path: Path) -> None:
    place = terminal("en")
    for name in ("a.json", "a.csv", "a.tsv", "a.md", "a.txt", "a.xlsx"):
        show(NOTES, place, None, tmp_path / name)
    assert said_out(place) == ""
    assert f"note: wrote {tmp_path / 'a.csv'}" in said_err(place)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfgroup,rank,unit,score,funds\r\n")
    assert json.loads((tmp_path / "a.json").read_text())["messages"][0]["code"] == "cover"
    assert (tmp_path / "a.txt").read_text().startswith("pro-rata 50 %\n\nCounties\n")
    assert (tmp_path / "a.md").read_text().startswith("pro-rata 50 %\n\n## Counties\n")
    assert (tmp_path / "a.tsv").read_text().splitlines()[1] == "county\t1\t甲县\t100.50\t33.0"
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == ["county", 1, "甲县", 100.5, 33]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    assert len(list(tmp_path.iterdir())) == 6


def test_quiet_says_nothing_of_the_file(tmp_path: Path) -> None:
    place = terminal(quiet=True)
    show(CONTEST, place, None, tmp_path / "a.csv")
    assert said_err(place) == ""


def test_a_file_is_not_replaced_without_force(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("mine")
    for name in ("a.csv",):
        with pytest.raises(Refused) as caught:
            show(CONTEST, terminal(), None, tmp_path / name)
        assert caught.value.problem.code == "file_exists"
    assert path.read_text() == "mine"
    show(CONTEST, terminal(), None, path, force=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfgroup")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        show(CONTEST, terminal(), None, tmp_path / "no" / "a.csv")
    assert caught.value.problem.code == "file_not_written"
    assert caught.value.problem.hint is not None


def test_an_error_is_a_line_with_place_value_and_hint() -> None:
    problem = {"code": "c", "place": Say("第 3 行", "row 3"), "value": "3", "hint": Say("填 3亿", "type 300m")}
    place = terminal("zh")
    assert fail(BadValue(Say("缺单位", "no unit"), **problem), place) == 2  # type: ignore[arg-type]
    assert said_err(place) == "错误：第 3 行：缺单位（3）\n提示：填 3亿\n"
    place = terminal("en")
    assert fail(BadValue(Say("缺单位", "no unit"), **problem), place) == 2  # type: ignore[arg-type]
    assert said_err(place) == "error: row 3: no unit (3)\nhint: type 300m\n"


def test_a_value_that_the_sentence_names_is_not_said_twice() -> None:
    place = terminal("en")
    fail(NotFound(Say("没有 {name}", "no {name}")(name="P9"), value="P9"), place)
    assert said_err(place) == "error: no P9\n"


def test_all_problems_are_said_then_their_sum() -> None:
    problems = (Problem("a", "A", hint="same"), Problem("a", "B", hint="same"), Problem("b", "C", hint="other"))
    place = terminal("en")
    assert fail(BadData("3 bad cells", problems=problems), place) == 5
    assert said_err(place).splitlines() == [
        "error: A",
        "error: B",
        "hint: same",
        "error: C",
        "hint: other",
        "error: 3 bad cells",
    ]


def test_errors_cannot_steer_the_terminal() -> None:
    place = terminal("en")
    fail(NotFound("no \x1b]0;x\x07", place="a\nb", value="\x9b2J", hint="\u202e"), place)
    assert all(line.isprintable() for line in said_err(place).splitlines())
    assert len(said_err(place).splitlines()) == 2


def test_a_failure_as_json_goes_to_stdout() -> None:
    place = terminal("en")
    assert fail(NotFound("no P9", code="unknown"), place, "json", ("project", "show")) == 3
    value = json.loads(said_out(place))
    assert (value["command"], value["status"], value["exit"]) == (["project", "show"], "error", 3)
    assert value["problems"][0]["code"] == "unknown"
    assert said_err(place) == ""


@pytest.mark.parametrize(
    ("answer", "agreed"),
    [("y\n", True), ("YES\n", True), ("是\n", True), (" y \n", True), ("\n", False), ("n\n", False), ("", False)],
)
def test_confirm_asks_on_stderr(answer: str, agreed: bool) -> None:
    place = terminal("en", screen=True)._replace(in_=Screen(answer))
    assert confirm(Say("写入？", "write 3 rows?"), place) is agreed
    assert said_out(place) == ""
    assert said_err(place) == "write 3 rows? [y/N]: " + ("" if answer else "\n")


@pytest.mark.parametrize("missing", ["in_", "err"])
def test_confirm_never_asks_without_a_person(missing: str) -> None:
    place = terminal("en", screen=True)._replace(**{missing: StringIO("y\n")})  # type: ignore[arg-type]
    with pytest.raises(Refused) as caught:
        confirm("write?", place)
    assert caught.value.problem.code == "not_confirmed"
    fail(caught.value, place)
    assert "--yes" in said_err(place)
    with pytest.raises(Refused):
        confirm("write?", place._replace(in_=None))


def test_progress_is_a_line_that_goes_away() -> None:
    place = terminal("zh", screen=True, width=40)
    with Progress(place, every=0) as progress:
        progress.step(50, 200, Say("正在导入", "importing"))
        progress.step(9, None, "x" * 60)
    lines = said_err(place).split("\r")
    assert lines[1] == "正在导入 50/200 25%"
    assert len(lines[2]) == 39
    assert lines[3:] == [" " * 39, ""]
    assert said_out(place) == ""


def test_progress_is_silent_in_a_pipe_and_when_quiet() -> None:
    for place in (terminal(), terminal(screen=True, quiet=True)):
        with Progress(place, every=0) as progress:
            progress.step(1, 2, "x")
        assert said_err(place) == ""


def test_progress_does_not_flood() -> None:
    place = terminal(screen=True)
    with Progress(place) as progress:
        for n in range(1000):
            progress.step(n, 1000, "x")
    assert said_err(place).count("\r") < 20


class Closed(StringIO):
    def write(self, _text: str) -> int:
        raise BrokenPipeError


def test_a_reader_that_left_is_no_error() -> None:
    place = terminal("en")._replace(out=Closed())
    show(NOTES, place)
    show(NOTES, place, "json")
    assert fail(NotFound("x"), place, "json") == 3


def test_other_encodings_escape_instead_of_failing() -> None:
    raw = BytesIO()
    out = TextIOWrapper(raw, encoding="ascii", errors="backslashreplace")
    show(CONTEST, terminal("zh")._replace(out=out), "json")
    assert json.loads(raw.getvalue())["data"]["rows"][0]["unit"] == "甲县"


def test_detect_goes_by_stdout_not_by_force_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", StringIO())
    place = Terminal.detect("zh")
    assert (place.is_terminal, place.colour) == (False, False)
    assert Terminal.detect("zh", "always").colour
    monkeypatch.setattr(sys, "stdout", Screen())
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "133")
    place = Terminal.detect("zh", quiet=True)
    assert (place.is_terminal, place.colour, place.width, place.quiet) == (True, True, 133, True)
    assert not Terminal.detect("zh", "never").colour
    monkeypatch.setenv("TERM", "dumb")
    assert not Terminal.detect("zh").colour
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Terminal.detect("zh").colour
    assert Terminal.detect("zh", "always").colour


SCRIPT = dedent("""\
    import sys
    from tracker.render.door import show
    from tracker.render.terminal import Terminal
    from boards import CONTEST
    loaded = "rich" in sys.modules
    show(CONTEST, Terminal.detect("zh"), *sys.argv[1:])
    sys.stderr.write(f"rich={'rich' in sys.modules} openpyxl={'openpyxl' in sys.modules} before={loaded}")
""")
ROOT = Path(__file__).parents[2]


def environment(**more: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests" / "render"))),
        "PYTHONUNBUFFERED": "",  # as users have it: what is buffered meets the closed pipe at the end
        "COLUMNS": "",
        **more,
    }


def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", SCRIPT, *arguments]
    return subprocess.run(command, capture_output=True, check=False, env=environment(**more), cwd=ROOT)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8"])
def test_a_real_pipe_in_any_encoding(encoding: str) -> None:
    done = run(PYTHONIOENCODING=encoding, FORCE_COLOR="1")
    assert done.returncode == 0
    assert done.stderr == b"rich=False openpyxl=False before=False"
    assert b"\x1b" not in done.stdout
    assert ("甲县".encode(encoding) if encoding in ("gbk", "utf-8") else b"\\u7532\\u53bf") in done.stdout


def test_a_real_terminal() -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", SCRIPT]
    env = environment(TERM="xterm", NO_COLOR="", PYTHONIOENCODING="utf-8")
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.PIPE, env=env, cwd=ROOT) as child:
        os.close(theirs)
        seen = b""
        while True:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # the other side is gone
                break
            if not chunk:
                break
            seen += chunk
        assert child.wait() == 0
    os.close(ours)
    assert "╭──".encode() in seen
    assert b"\x1b[32m" in seen


def test_head_leaves_no_traceback() -> None:
    script = SCRIPT.replace("show(CONTEST", "show(CONTEST._replace(tables=CONTEST.tables * 1000)")
    reader, writer = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=writer, stderr=subprocess.PIPE, env=environment(), cwd=ROOT
    ) as child:
        os.close(writer)
        os.read(reader, 100)
        os.close(reader)
        _, err = child.communicate()
    assert b"Traceback" not in err
    assert b"BrokenPipe" not in err
    assert child.returncode == 0


def test_a_reader_that_was_never_there_leaves_no_traceback() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=environment(), cwd=ROOT, check=False)
    os.close(writer)
    assert (done.stderr, done.returncode) == (b"rich=False openpyxl=False before=False", 0)


def test_a_board_in_a_file_without_its_tables_is_still_a_workbook(tmp_path: Path) -> None:
    show(Result(("x",)), terminal(), None, tmp_path / "a.xlsx")
    assert load_workbook(tmp_path / "a.xlsx").sheetnames == ["x"]
    show(CONTEST._replace(tables=(COUNTIES, PROJECTS)), terminal(), None, tmp_path / "b.xlsx")
    assert load_workbook(tmp_path / "b.xlsx").sheetnames == ["board", "项目"]
