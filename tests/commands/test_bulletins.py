"""Bulletins and trends on the real command line: files written, refused, proven; what each of them loads."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

docx = pytest.importorskip("docx", reason="python-docx is not installed")

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner


def codes(ran: Any) -> list[str]:
    return [each["code"] for each in ran.json["problems"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_published_bulletin_is_proven(out: Runner, lang: str, tmp_path: Path) -> None:
    file = tmp_path / "通报.docx"
    out.ok("config", "set", "issuer", "市招商局")
    out.ok("board", "2024Q1", "--published", "-o", str(file), lang=lang)
    said = [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]
    assert "市招商局" in said
    assert ("第1期" if lang == "zh" else "No. 1") in said
    data = out.json("board", "verify", str(file))
    assert data["published"]["number"] == 1
    assert data["cells"] > 40
    assert data["unchecked"] == []


def test_a_changed_cell_or_sentence_is_named(out: Runner, tmp_path: Path) -> None:
    file = tmp_path / "b.docx"
    out.ok("board", "2024Q1", "--published", "-o", str(file), lang="zh")
    document = docx.Document(str(file))
    cell = document.tables[0].rows[1].cells[3].paragraphs[0].runs[0]
    cell.text = "99.99"
    line = next(each for each in document.paragraphs if each.text.startswith("到位资金：全市完成0.10亿元"))
    line.runs[0].text = line.text.replace("0.10亿元", "9.10亿元", 1)
    document.save(str(file))
    ran = out("board", "verify", str(file), "-f", "json")
    assert ran.code == 5
    assert codes(ran) == ["cell_differs", "cell_differs"]
    assert "99.99" in ran.json["problems"][0]["text"]
    assert ran.json["problems"][1]["place"].startswith("¶")
    assert "9.10亿元" in ran.json["problems"][1]["text"]


@pytest.mark.parametrize("view", [("--top", "1"), ("--together", "--bottom", "1"), ("-m", "到位资金", "--top", "1")])
def test_a_bulletin_of_red_or_black_lists_is_proven(out: Runner, tmp_path: Path, view: tuple[str, ...]) -> None:
    file = tmp_path / "b.docx"
    out.ok("board", "2024Q1", "--published", *view, "-o", str(file), lang="zh")
    assert out.json("board", "verify", str(file))["unchecked"] == []
    document = docx.Document(str(file))
    table = document.tables[-1]
    headings = [cell.text for cell in table.rows[0].cells]
    at = next(n for n, heading in enumerate(headings) if heading.startswith("完成"))
    table.rows[1].cells[at].paragraphs[0].runs[0].text = "99.99"
    document.save(str(file))
    ran = out("board", "verify", str(file), "-f", "json")
    assert codes(ran) == ["cell_differs"]
    assert "99.99" in ran.json["problems"][0]["text"]


def test_a_document_that_is_no_printout_is_refused(out: Runner, tmp_path: Path) -> None:
    out.ok("board", "2024Q1", "-o", str(tmp_path / "today.docx"))
    assert codes(out("board", "verify", str(tmp_path / "today.docx"), "-f", "json")) == ["no_head"]
    whole = (tmp_path / "today.docx").read_bytes()
    (tmp_path / "cut.docx").write_bytes(whole[: len(whole) // 2])
    assert out("board", "verify", str(tmp_path / "cut.docx")).code == 5


def test_the_offices_template_and_what_it_asks_for(out: Runner, tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("某市招商通报", "{{标题}}", "{{正文}}", "{{抄送}}"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "模板.docx"))
    ran = out.ok(
        "board", "2024Q1", "-o", str(tmp_path / "b.docx"), "--template", str(tmp_path / "模板.docx"), lang="zh"
    )
    assert "照原样留下：抄送" in ran.err
    assert "可用：标题、期号" in ran.err
    assert docx.Document(str(tmp_path / "b.docx")).paragraphs[0].text == "某市招商通报"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_customary_form_to_begin_from_is_a_template(out: Runner, tmp_path: Path, lang: str) -> None:
    form, with_it, without = (tmp_path / name for name in ("form.docx", "a.docx", "b.docx"))
    assert ("统计期" if lang == "zh" else "period") in out.ok("template", "-o", str(form), lang=lang).out
    out.ok("board", "2024Q1", "-o", str(without), lang=lang)
    assert out.ok("board", "2024Q1", "-o", str(with_it), "--template", str(form), lang=lang).err.count("\n") <= 4
    said = [[each.text for each in docx.Document(str(path)).paragraphs] for path in (with_it, without)]
    assert said[0] == said[1]
    assert out("template", "-o", str(form), lang=lang).code == 4


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("unit", "list", "-o", "x.docx"), 2, "only a board can be written as a Word bulletin"),
        (("unit", "add", "新区", "zone", "-o", "x.docx"), 2, "only a board can be written as a Word bulletin"),
        (("board", "trend", "2024", "-o", "x.docx"), 2, "only a board can be written as a Word bulletin"),
        (("board", "2024Q1", "--template", "x.docx"), 2, "add -o BULLETIN.docx"),
        (("board", "2024Q1", "-o", "x.docx", "--template", "none.docx"), 3, "there is no template none.docx"),
        (("board", "2024Q1", "-o", "x.docx", "-f", "md"), 2, ".docx"),
        (("board", "trend", "2024Q2"), 2, "type 2024, or this-year, last-year"),
    ],
)
def test_refusals_say_what_to_type(
    out: Runner, argv: tuple[str, ...], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = out(*argv, lang="en")
    assert (ran.code, out(*argv, lang="zh").code) == (code, code)
    assert said in ran.err
    assert "hint: " in ran.err
    assert not (tmp_path / "x.docx").exists()


def test_names_in_the_data_do_no_harm(out: Runner, tmp_path: Path) -> None:
    out.ok("unit", "edit", "冠县", "--name", "<w:t>&冠{{标题}}")
    out.ok("board", "2024Q1", "-o", str(tmp_path / "b.docx"))
    cells = [cell.text for table in docx.Document(str(tmp_path / "b.docx")).tables for cell in table.column_cells(2)]
    assert any("<w:t>&冠{{标题}}" in cell for cell in cells)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_trend_in_a_pipe_a_file_and_as_data(out: Runner, lang: str, tmp_path: Path) -> None:
    said = out.ok("board", "trend", "2024", "-g", "county", lang=lang).out
    assert ("一季度" if lang == "zh" else "Q1") in said
    assert out.json("board", "trend", "2024", "-m", "funds")["groups"][0]["rows"][0]["months"] == [0, 0, 0.1, 0]
    for name in ("t.md", "t.csv", "t.xlsx", "t.html", "t.txt"):
        out.ok("board", "trend", "2024", "-o", str(tmp_path / name), lang=lang)
    assert (tmp_path / "t.md").read_text().startswith("# 2024")
    assert "<svg" in (tmp_path / "t.html").read_text()


LOADED = """
import json, sys
from tracker.cli import main
code = main(sys.argv[1:])
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
sys.exit(code)
"""


def loaded(out: Runner, *argv: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, "--db", str(out.database), "--lang", "en", *argv],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(json.loads(ran.stderr.splitlines()[-1]))


def test_each_printout_loads_what_it_uses(out: Runner, tmp_path: Path) -> None:
    heavy = {"docx", "lxml", "openpyxl", "rich", "sqlmodel", "sqlalchemy"}
    used = {
        "b.docx": {"docx", "lxml"},
        "b.md": set(),
        "b.html": set(),
        "b.json": set(),
        "b.csv": set(),
    }
    for name, modules in used.items():
        assert loaded(out, "board", "2024Q1", "-o", str(tmp_path / name)) & heavy == modules, name
    assert not loaded(out, "board", "trend", "2024") & heavy
