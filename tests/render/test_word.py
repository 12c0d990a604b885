"""Bulletins as Word documents: opened again by python-docx, laid out by LibreOffice where it is there."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import BadData, NotFound, Refused
from tracker.result import Bulletin, Column, Part, Table
from tracker.words import Say

docx = pytest.importorskip("docx", reason="python-docx is not installed")

from tracker.render import word  # noqa: E402

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.words import Lang

SEAL = "0123456789abcdef" * 4
TABLE = Table(
    (
        Column("rank", Say("位次", "Rank"), "number"),
        Column("unit", Say("单位", "Unit")),
        Column("bar", "", "bar"),
        Column("score", Say("总分", "Score"), "number"),
    ),
    ((1, "冠县", None, 88), (2, "<b>莘县&\x07", None, None)),
    title=Say("竞赛榜 · 县", "contest · counties"),
)
BULLETIN = Bulletin(
    Say("竞赛榜通报", "Contest: bulletin"),
    Say("2024年二季度", "2024 Q2"),
    Say("第3期", "No. 3"),
    Say("通报如下：", "It is as follows:"),
    (
        Part(Say("综合排名", "Ranking"), (Say("冠县居首。", "冠县 is first."),)),
        Part(Say("口径", "Basis"), (Say("从年初累计。", "year to date."), Say("外资另计。", "FDI apart."))),
    ),
    (Part(Say("综合榜", "Boards"), tables=(TABLE,)),),
    Say("2024年7月5日", "2024-07-05"),
    "市招商局",
)


def written(bulletin: Bulletin = BULLETIN, lang: Lang = "zh", seal: str | None = SEAL) -> Any:
    """A bulletin as python-docx reads it back."""
    file = BytesIO()
    word.write_bulletin(file, bulletin, seal, lang)
    return docx.Document(file)


def texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def template(path: Path, *lines: str, footer: str = "") -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    document.save(str(path))
    return path


def test_everything_stands_in_its_customary_place() -> None:
    assert texts(written()) == [
        *("竞赛榜通报", "2024年二季度", "第3期", "通报如下："),
        *("一、综合排名", "冠县居首。", "二、口径", "从年初累计。", "外资另计。", "附件：1. 综合榜"),
        *("市招商局", "2024年7月5日", "附件1　综合榜", "竞赛榜 · 县"),
    ]
    english = texts(written(lang="en"))
    assert english[4:9] == ["1. Ranking", "冠县 is first.", "2. Basis", "Year to date.", "FDI apart."]


def test_a_table_has_its_cells_and_repeats_its_headings() -> None:
    [table] = written().tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells == [["位次", "单位", "总分"], ["1", "冠县", "88"], ["2", "<b>莘县&␇", "—"]]
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_the_page_is_that_of_official_documents() -> None:
    document = written()
    [section] = document.sections
    assert [round(each.mm) for each in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each.mm) for each in margins] == [37, 35, 28, 26]
    title, body = document.styles["Title"], document.styles["Body Text"]
    assert (title.font.size.pt, body.font.size.pt) == (22, 16)
    assert "仿宋_GB2312" in body.element.xml
    assert 'w:firstLineChars="200"' in body.element.xml
    assert 'w:instr="PAGE"' in section.footer._element.xml


def test_the_head_of_the_chain_stands_in_the_footer_and_the_properties() -> None:
    document = written()
    assert document.core_properties.identifier == SEAL
    assert "0123456789abcdef" in document.sections[0].footer._element.xml
    unpublished = written(seal=None)
    assert unpublished.core_properties.identifier == ""
    assert "未发布" in unpublished.sections[0].footer._element.xml


def test_lines_that_are_left_with_nothing_go() -> None:
    said = texts(written(BULLETIN._replace(issue=None, issuer=None)))
    assert said[1:3] == ["2024年二季度", "通报如下："]
    assert "2024年7月5日" in said


def test_a_template_keeps_its_own_words_styles_and_page(tmp_path: Path) -> None:
    path = template(
        tmp_path / "own.docx", "某市文件", "关于{{ 标题 }}的{{期号}}", "{{正文}}", "抄送：各县", footer="{{校验码}}"
    )
    document = docx.Document(str(path))
    document.sections[0].left_margin = docx.shared.Mm(40)
    second = document.paragraphs[1]
    second.runs[0].bold = True
    document.paragraphs[2].paragraph_format.first_line_indent = docx.shared.Pt(21)
    document.save(str(path))
    made = written(BULLETIN._replace(template=path))
    assert texts(made)[:4] == ["某市文件", "关于竞赛榜通报的第3期", "一、综合排名", "冠县居首。"]
    assert texts(made)[-3:] == ["抄送：各县", "附件1　综合榜", "竞赛榜 · 县"]
    assert made.paragraphs[1].runs[0].bold
    assert made.paragraphs[3].paragraph_format.first_line_indent.pt == 21
    assert round(made.sections[0].left_margin.mm) == 40
    assert made.sections[0].footer.paragraphs[0].text == "校验码 0123456789abcdef"


def test_a_placeholder_over_several_runs_is_filled_and_looks_like_its_beginning(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for part in ("发：{", "{标", "题}", "}！"):
        paragraph.add_run(part)
    paragraph.runs[0].italic = True
    document.save(str(tmp_path / "own.docx"))
    made = written(BULLETIN._replace(template=tmp_path / "own.docx"))
    assert made.paragraphs[0].text == "发：竞赛榜通报！"
    assert made.paragraphs[0].runs[0].text == "发：竞赛榜通报"


def test_a_template_without_a_place_for_the_head_gets_one_in_its_footer(tmp_path: Path) -> None:
    path = template(tmp_path / "own.docx", "{{body}}", footer="某市")
    made = written(BULLETIN._replace(template=path))
    assert [each.text for each in made.sections[0].footer.paragraphs] == ["某市", "校验码 0123456789abcdef"]


def test_a_placeholder_that_means_nothing_is_left_and_told(tmp_path: Path) -> None:
    path = template(tmp_path / "own.docx", "{{标题}} {{文号}} {{文号}}", "{{ Title }}", "{{附件一}}")
    file = BytesIO()
    assert word.write_bulletin(file, BULLETIN._replace(template=path), None, "zh") == ["文号", "附件一"]
    assert texts(docx.Document(file))[:3] == ["竞赛榜通报 {{文号}} {{文号}}", "竞赛榜通报", "{{附件一}}"]


def test_placeholders_in_the_data_are_data() -> None:
    said = texts(written(BULLETIN._replace(issuer="{{正文}}{{标题}}")))
    assert "{{正文}}{{标题}}" in said


def test_a_template_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        word.refuse_unless_drawn(tmp_path / "none.docx")
    (tmp_path / "text.docx").write_text("a text")
    with ZipFile(tmp_path / "zip.docx", "w") as package:
        package.writestr("a.txt", "a")
    for name in ("text.docx", "zip.docx"):
        with pytest.raises(BadData):
            word.refuse_unless_drawn(tmp_path / name)


def test_without_the_library_it_is_refused_with_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Refused) as caught:
        word.refuse_unless_drawn(None)
    assert "pip install 'tracker[word]'" in str(caught.value.problem.hint)


@settings(max_examples=20)  # each is a whole file, written and read
@given(st.text())
def test_any_text_can_be_written(text: str) -> None:
    columns = (Column("unit", text), Column("score", text, "number"))
    table = Table(columns, ((text, text),), title=text)
    parts = (Part(text, (text,)),)
    made = BULLETIN._replace(title=text, issuer=text, parts=parts, annexes=(Part(text, tables=(table,)),))
    assert len(written(made).tables[0].rows) == 2


def test_widths_fill_the_page_and_no_letter_breaks() -> None:
    heads = ("位次", "单位", "登门拜访企业和商协会", "Utilised FDI")
    aligns = ("center", "left", "center", "center")
    size, widths = word._fitted(word.Grid(heads, (("1", "江北水城旅游度假区", "10.00", "3.00"),), aligns), 8845)
    assert size == 21
    assert 8800 <= sum(widths) <= 8845
    assert widths[1] >= 18 * 105
    assert widths[3] >= len("Utilised") * 105


@pytest.mark.parametrize("heading", ["招商项目要素保障满意度测评", "Newly signed manufacturing projects"])
def test_of_many_columns_names_and_headings_break_and_no_number_does(heading: str) -> None:
    """10.0 over 0 is another number."""
    row = ("12", "高新技术产业开发区管理委员会（国家级）", "100.44", *["10.00"] * 12, "+2.50")
    heads = ("Rank", "Unit", "Score", *[heading] * 12, "Adj.")
    grid = word.Grid(heads, (row,), ("center", "left", *["center"] * 14))
    size, widths = word._fitted(grid, 8845)
    assert size == 15
    assert sum(widths) <= 8845
    for text, width in [(row[n], widths[n]) for n in (0, *range(2, 16))]:
        assert width >= len(text) * 7.5 * 10 + word._EDGES  # a digit is half as wide as it is high
    assert widths[0] >= (len("Rank") + 1) * 7.5 * 10


def test_the_signature_is_never_alone_on_a_page() -> None:
    kept = {each.text: bool(each.paragraph_format.keep_with_next) for each in written().paragraphs}
    assert [kept[each] for each in ("外资另计。", "附件：1. 综合榜", "市招商局")] == [True] * 3
    assert not kept["从年初累计。"]
    assert not kept["2024年7月5日"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_office_suite_lays_it_out(tmp_path: Path) -> None:
    with (tmp_path / "b.docx").open("wb") as file:
        word.write_bulletin(file, BULLETIN, SEAL, "zh")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "b.docx")], check=True, capture_output=True, timeout=120)
    if not (tmp_path / "b.txt").exists():
        pytest.skip("this LibreOffice has no word processor")
    said = (tmp_path / "b.txt").read_text(encoding="utf-8-sig").splitlines()
    assert "竞赛榜通报" in said
    assert "冠县居首。" in said
