"""What is exported comes back as it was: into the same database nothing changes, into an empty one all is equal."""

from __future__ import annotations

import datetime
import io
import shutil
import subprocess
import warnings
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.services.books import EXAMPLES, Row, Sheet, codes, counts, database, exported, plan, records, take, work
from tests.services.ledger import Ledger as RandomLedger
from tests.services.random_ledgers import a_scheme, fill
from tracker.commands.exporting import sheet_of
from tracker.errors import BadUsage
from tracker.rules.dates import day, from_iso
from tracker.rules.examples import MARK
from tracker.rules.fields import RefKind
from tracker.rules.money import MOST_FEN, Money
from tracker.rules.nouns import NOUNS
from tracker.services import exports
from tracker.services.sheet_pages import ORDER, Known
from tracker.services.stamps import Stamp, read_stamp
from tracker.services.templates import template
from tracker.services.written_cells import money_cell, number_cell
from tracker.sheets.reader import read_book
from tracker.sheets.writer import write_book
from tracker.store.engine import Change
from tracker.store.extracts import UNIT_NOUNS as UNIT_SHEETS
from tracker.store.reading import reading
from tracker.words import text

if TYPE_CHECKING:
    from tracker.words import Lang

NASTY = (
    "=1+1", "-5", "@甲", "“引号”", "'单'", "括号（一）[二]", "〇", "多 空  格", "C12", "P7", "2024-03-05", "00123",
    "1E5", "无", "/", "清空", "_x0041_", "a/b", "两行\n字", "𠮷野家", "#N/A", "甲、乙", "A, Inc.", "是", "TRUE",
)  # fmt: skip
LANGS: tuple[Lang, ...] = ("zh", "en")
STAMP = Stamp("0123456789abcdef", "2025-01-10T00:00:00Z", "1.0")


def write(path: str, *changes: Change) -> None:
    with work(path) as unit_of_work:
        unit_of_work.apply(changes)


def add(key: str, id_: int, **values: Any) -> Change:
    noun = NOUNS[key]
    defaults = {field.key: field.default for field in noun.own_fields if field.default is not None}
    return Change(noun, id_, "add", after=defaults | values)


def nasty(path: str) -> None:
    """A database with every noun and what is hard about each."""
    changes = [
        add("unit", 1, name="冠县", group="county", aliases=("冠", "老冠县(..2019-09-05)")),
        add("unit", 2, name="U1", group="枢纽组", active_on=from_iso("2020"), retired_on=from_iso("2023H1")),
        add("unit", 3, name="冠", group="department"),
        add("chain", 1, name="H2", chief="=甲", anchor="-乙"),
        add("chain", 2, name="纺织"),
        add("chain", 3, name="空链"),
        add("segment", 1, chain=1, name="材料", condition="strong"),
        add("segment", 2, chain=2, name="材料", condition="missing"),
        add("campaign", 1, name="G1", start_on=day(datetime.date(2024, 3, 1)), end_on=from_iso("2024-06"), scheme="x"),
    ]
    changes += [add("company", n, name=name, home=name, unit=2) for n, name in enumerate(NASTY, 1)]
    changes += [
        add("company", 40, name="同名", credit_code="91371500999999001A", segment=2, lists=("world500", "central")),
        add("company", 41, name="同名", credit_code="91371500999999002B", chain=2, segment=2, target=True, white=False),
        add("lead", 1, name="线", company=41, unit=1, received_on=from_iso("2024-03"), project=2, lost_reason="清空"),
    ]
    total = Money(12_345_678_901_234_567)
    changes += [
        add("project", n, name=name, unit=1 + n % 3, total_investment=total, note=name, investors=("无", "甲"))
        for n, name in enumerate(NASTY, 1)
    ]
    changes += [
        add("project", 30, name="同名", unit=1, total_investment=Money(1, "USD"), money_share="5:5", introducers=(3,)),
        add("project", 31, name="同名", unit=2, total_investment=Money(35_000_000_000), count_share="dual_full",
            introducers=(1,), chain=1, segment=2, tags=("重点项目", "a b"), promised_jobs=0, promised_tax=Money(5)),
        add("milestone", 1, project=31, stage="signed", reached_on=from_iso("2024Q1"), recognition="refused",
            opinion="="),
        add("milestone", 2, project=30, stage="talks"),
        add("milestone", 3, project=1, stage="started", planned_on=from_iso("2024-02-29")),
        add("funds", 1, project=31, received_on=from_iso("2024-03-05"), amount=Money(1), evidence_number="007"),
        add("funds", 2, project=31, received_on=from_iso("2024-03-05"), amount=Money(1), evidence_number="007"),
        add("funds", 3, project=7, received_on=from_iso("2024H2"), amount=Money(100_000_000, "JPY"), ring="county"),
        add("visit", 1, unit=3, start_on=from_iso("2024-03-05"), companies=(40, 22, 9, 3), people=0, campaign=1),
        add("visit", 2, unit=3, start_on=from_iso("2024-03-05"), companies=(40, 22, 9, 3)),
        add("target", 1, year=2024, metric="funds", value=Decimal("123456789012.123456789")),
        add("target", 2, campaign=1, unit=2, metric="funds", value=Decimal("0.10"), issuer="省"),
        add("figure", 1, unit=1, metric="fdi", as_of_on=from_iso("2024-03"), value=Decimal("-3"), source="=x"),
        add("figure", 2, unit=1, metric="gone_from_the_scheme", as_of_on=from_iso("2024"), value=Decimal("1E+3")),
        add("adjustment", 1, unit=1, item="late_report", happened_on=from_iso("2024-03"), count=Decimal("0.5")),
        add("adjustment", 2, unit=1, item="late_report", happened_on=from_iso("2024-03"), project=30, reason="、"),
        add("problem", 1, project=31, factor="land", what="清空", escalated=True, closed_with="/"),
        add("problem", 2, project=5, factor="land", what="-"),
    ]  # fmt: skip
    write(path, *[change for change in changes if change.noun.key != "lead"])
    write(path, *[change for change in changes if change.noun.key == "lead"])


def reread(path: str, lang: Lang, *, contacts: bool = False) -> list[Any]:
    """The export as a real workbook, read again."""
    target = Path(path).with_name(f"{lang}.xlsx")
    with reading(path) as reader, reader.snapshot():
        ledger = exports.Ledger(reader, lang, contacts=contacts)
        write_book(target, [sheet_of(page) for page in ledger.stamped(ledger.pages(), STAMP)], force=True)
    return list(read_book(target))


def told(path: str) -> dict[str, list[dict[str, Any]]]:
    """The records with what they refer to in place of its number, so that two databases can be compared."""
    held = records(path)
    with reading(path) as reader:
        names = {key: dict(reader.rows(f"SELECT id, name || '|' || id FROM {key}")) for key in held if NOUNS[key].named}
    order = {key: {label: n for n, label in enumerate(found.values())} for key, found in names.items()}

    def plain(noun: str, key: str, value: Any) -> Any:
        kind = NOUNS[noun].field(key).kind
        if not isinstance(kind, RefKind) or value is None:
            return value
        ids = value if isinstance(value, tuple) else (value,)
        return tuple(order[kind.noun][names[kind.noun][id_]] for id_ in ids)

    return {
        noun: [{key: plain(noun, key, value) for key, value in row.items()} for row in rows]
        for noun, rows in held.items()
    }


@pytest.mark.parametrize("lang", LANGS)
def test_a_nasty_database_comes_back_unchanged(tmp_path: Path, lang: Lang) -> None:
    path = database(tmp_path / "a.db")
    nasty(path)
    made = plan(path, *reread(path, lang))
    assert codes(made) == []
    assert [(edit.cell, edit.field.key, edit.old, edit.new) for edit in made.edits] == []
    assert not made.writes
    assert counts(made)[:2] == (0, 0)


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_database_takes_an_export_whole(tmp_path: Path, lang: Lang) -> None:
    path, other = database(tmp_path / "a.db"), database(tmp_path / "b.db")
    nasty(path)
    # 清空 clears and #N/A is a fault wherever there is no record yet that holds it as its text.
    clean = [
        Change(NOUNS[noun], id_, "edit", {}, dict.fromkeys(keys, f"别的{id_}"))
        for noun, ids, keys in (
            ("company", (16, 21), ("name", "home")), ("project", (16, 21), ("name", "note")),
            ("lead", (1,), ("lost_reason",)), ("problem", (1,), ("what",)),
        )
        for id_ in ids
    ]  # fmt: skip
    write(path, *clean, Change(NOUNS["figure"], 2, "remove"))
    made = take(other, *reread(path, lang))
    assert codes(made) == []
    assert told(other) == told(path)


@pytest.mark.slow
def test_the_example_exported_changes_nothing(tmp_path: Path) -> None:
    path, other = database(tmp_path / "a.db"), database(tmp_path / "b.db")
    take(path, *read_book(EXAMPLES / "liaocheng-2024.xlsx"))  # type: ignore[arg-type]
    for lang in LANGS:
        assert not plan(path, *exported(path, lang)).writes
    take(other, *exported(path))
    assert told(other) == told(path)


def test_control_characters_become_pictures_that_stand_for_them(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db")
    write(path, add("company", 1, name="a\x1b[31mb", home="x\r\ny"))
    with reading(path) as reader:
        ledger = exports.Ledger(reader, "zh")
        pages = ledger.pages()
        assert [list(page.rows) for page in pages]
        [said] = exports.exported(pages, "x.xlsx", STAMP, ledger).messages
    assert said.level == "warning"
    assert "企业!A2" in text(said.what, "zh")
    assert not plan(path, *reread(path, "zh")).writes


@given(st.integers(0, MOST_FEN), st.sampled_from(["CNY", "USD"]), st.sampled_from(LANGS))
def test_any_amount_is_read_back_as_it_was(fen: int, currency: str, lang: Lang) -> None:
    from tracker.rules.fields import Entry

    for key in ("total_investment", "promised_tax"):
        field = NOUNS["project"].field(key)
        cell = money_cell(Money(fen, currency), field, lang)
        assert field.kind.read(cell, Entry(datetime.date(2024, 1, 1), field.unit)) == Money(fen, currency)


@given(st.decimals(-(10**20), 10**20, places=6))
def test_any_number_is_read_back_as_it_was(number: Decimal) -> None:
    from tracker.rules.fields import Entry

    kind = NOUNS["figure"].field("value").kind
    assert kind.read(number_cell(number), Entry(datetime.date(2024, 1, 1))) == number


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda words: bool(words.strip()) and words == words.strip()
)


@pytest.mark.slow
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=1, max_size=6), st.sampled_from(LANGS))
def test_any_text_in_a_record_survives_the_workbook(tmp_path: Path, words: list[str], lang: Lang) -> None:
    folder = Path(tmp_path) / str(abs(hash((tuple(words), lang))))
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    path = database(folder / "a.db")
    write(path, add("unit", 1, name="冠县", group="county"))
    write(
        path,
        *(add("company", n, name=f"公司{n}", home=word, unit=1) for n, word in enumerate(words, 1)),
        *(
            add("project", n, name=word, unit=1, total_investment=Money(n), note=word, sponsor=word)
            for n, word in enumerate(words, 1)
        ),
        *(
            add("funds", n, project=n, received_on=from_iso("2024"), amount=Money(1), evidence_number=word)
            for n, word in enumerate(words, 1)
        ),
    )
    made = plan(path, *reread(path, lang))
    assert codes(made) == []
    assert not made.writes


@pytest.mark.parametrize("lang", LANGS)
def test_a_template_has_every_sheet_and_is_read_back_as_empty(tmp_path: Path, lang: Lang) -> None:
    pages = template(lang, Known(), ORDER)
    assert len(pages) == 13
    held = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write_book(held, [sheet_of(page) for page in pages])
    target = tmp_path / "t.xlsx"
    target.write_bytes(held.getvalue())
    sheets = read_book(target)
    made = plan(database(tmp_path / "a.db"), *sheets)  # type: ignore[arg-type]
    assert codes(made) == []
    assert not made.writes
    assert [message.code for message in made.messages] == ["row_example"]
    assert len(made.counts) == 14
    projects = next(page for page in pages if page.nouns[0].key == "project")
    total = text(NOUNS["project"].field("total_investment").label, lang)
    assert any(head.startswith(f"★{total}") and "(" in head for head in projects.headings)
    assert len(projects.choices) >= 5


def test_an_export_says_the_headings_of_the_contract(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db")
    assert [found.name for found in exported(path)] == (
        ["单位", "产业链", "企业", "线索", "项目", "节点", "到位资金", "走访", "活动", "目标", "数据", "加减分", "问题"]
    )
    funds = next(found for found in exported(path) if found.name == "到位资金")
    assert funds.rows[0].cells[:4] == ("编号", "项目", "到位时间", "到位金额(万元)")
    assert isinstance(funds, Sheet)


PHONES = ("张三 13800138000", "办公 0635-8230321，手机 139 0013 9000", "11010519491231002X", "13800138000、13811118000")


def with_contacts(path: str) -> None:
    """A database with phones in every kind of text, names among them."""
    nasty(path)
    write(
        path,
        add("company", 50, name="张三13800138000", home=PHONES[0], unit=1, aliases=("联系人13800138000", "别名")),
        add(
            "project",
            50,
            name="李四13900139000",
            unit=1,
            total_investment=Money(1),
            note=PHONES[1],
            investors=(PHONES[0], "乙"),
        ),
        add("project", 51, name="普通", unit=1, total_investment=Money(1), officer=PHONES[3], sponsor=PHONES[2]),
        add("milestone", 50, project=51, stage="signed", opinion=PHONES[0], recognised_by=PHONES[0]),
        add("figure", 50, unit=1, metric="fdi", as_of_on=from_iso("2024-05"), value=Decimal(1), source=PHONES[0]),
        add("adjustment", 50, unit=1, item="late_report", happened_on=day(datetime.date(2024, 5, 1)), reason=PHONES[3]),
        add("visit", 50, unit=1, start_on=day(datetime.date(2024, 5, 1)), destination=PHONES[1], companies=(50,)),
        add("funds", 50, project=51, received_on=from_iso("2024"), amount=Money(1), evidence_number="13800138000"),
        add("unit", 50, name="有电话", group="county", aliases=(PHONES[0],)),
    )


def every_text(sheets: list[Any]) -> str:
    return "\n".join(str(cell) for sheet in sheets for row in sheet.rows for cell in row.cells)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("contacts", [False, True])
def test_contacts_are_masked_and_come_back_unchanged(tmp_path: Path, lang: Lang, contacts: bool) -> None:
    path = database(tmp_path / "a.db")
    with_contacts(path)
    sheets = reread(path, lang, contacts=contacts)
    held = every_text(sheets)
    for number in ("13800138000", "8230321", "139 0013 9000", "11010519491231002X", "13900139000"):
        assert (number in held) is contacts, number
    assert ("138****8000" in held) is not contacts
    made = plan(path, *sheets)
    assert codes(made) == []
    assert [(edit.cell, edit.field.key, edit.old, edit.new) for edit in made.edits] == []
    assert not made.writes


def test_what_is_written_beside_a_mask_keeps_the_number_behind_it(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db")
    with_contacts(path)
    changed = []
    for sheet in reread(path, "zh"):
        rows = []
        for row in sheet.rows:
            cells = list(row.cells)
            if sheet.name == "项目" and cells[0] == "P51":
                cells = [f"{c}，已联系" if c == "138****8000、138****8000" else c for c in cells]
                cells = ["110105****002X 更正" if c == "110105****002X" else c for c in cells]
            if sheet.name == "节点" and "张三 138****8000" in cells:
                cells = ["李四 138****8000" if c == "张三 138****8000" else c for c in cells]
            rows.append(type(row)(row.number, tuple(cells)))
        changed.append(Sheet(sheet.name, tuple(rows), sheet.hidden))
    take(path, *changed)
    held = records(path)
    project = next(values for values in held["project"] if values["name"] == "普通")
    assert project["officer"] == f"{PHONES[3]}，已联系"
    assert project["sponsor"] == "11010519491231002X 更正"
    milestone = next(values for values in held["milestone"] if values["opinion"] and "李四" in values["opinion"])
    assert milestone["opinion"] == "李四 13800138000"


def test_what_was_masked_is_told(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db")
    with_contacts(path)
    for contacts, code in ((False, "contacts_masked"), (True, "contacts")):
        with reading(path) as reader:
            ledger = exports.Ledger(reader, "zh", contacts=contacts)
            pages = ledger.pages(("project",))
            held = [list(row) for row in pages[0].rows]
            [said] = exports.exported(pages, "x.xlsx", STAMP, ledger).messages
        assert said.code == code
        masked = sum("****" in str(cell) for row in held for cell in row)
        if not contacts:
            assert f"{masked} 格" in text(said.what, "zh")


@pytest.mark.parametrize("lang", LANGS)
def test_the_workbooks_of_all_units_change_nothing(tmp_path: Path, lang: Lang) -> None:
    path = database(tmp_path / "a.db")
    with_contacts(path)
    seen: set[tuple[str, str]] = set()
    with reading(path) as reader:
        ledger = exports.Ledger(reader, lang)
        for unit in ledger.units():
            target = tmp_path / f"{lang}{unit}.xlsx"
            pages = ledger.stamped(ledger.pages(UNIT_SHEETS, unit), STAMP, unit)
            write_book(target, [sheet_of(page) for page in pages])
    for target in tmp_path.glob("*.xlsx"):
        sheets = read_book(target)
        made = plan(path, *sheets)  # type: ignore[arg-type]
        assert codes(made) == []
        assert not made.writes
        seen |= {(sheet.name, str(row.cells[0])) for sheet in sheets for row in sheet.rows[1:] if not sheet.hidden}
    whole = {
        (sheet.name, str(row.cells[0]))
        for sheet in reread(path, lang)
        for row in sheet.rows[1:]
        if sheet.name in {text(NOUNS[key].sheet, lang) for key in ("project", "funds", "visit", "problem", "lead")}
    }
    assert whole <= seen, "every project, receipt, visit, problem and lead is in a unit's workbook"


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ((), ORDER),
        (("项目",), ("project",)),
        (("到位资金", "Projects"), ("project", "funds")),
        (("细分方向", "funds"), ("chain", "funds")),
    ],
)
def test_sheets_are_chosen_in_either_language(words: tuple[str, ...], keys: tuple[str, ...]) -> None:
    assert exports.chosen_sheets(words) == keys


@pytest.mark.parametrize(
    ("name", "by_unit", "code"), [("甲", False, "sheet_not_ours"), ("活动", True, "sheet_of_no_unit")]
)
def test_a_sheet_that_is_not_there_is_refused(name: str, by_unit: bool, code: str) -> None:
    with pytest.raises(BadUsage) as caught:
        exports.chosen_sheets((name,), by_unit=by_unit)
    assert caught.value.problem.code == code
    assert caught.value.problem.hint


@settings(max_examples=8, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9), st.sampled_from(LANGS), st.booleans())
def test_a_random_ledger_comes_back_unchanged(seed: int, lang: Lang, contacts: bool) -> None:
    random = Random(seed)
    toml, metrics = a_scheme(random)
    with TemporaryDirectory() as folder:
        ledger = RandomLedger(Path(folder))
        ledger.load(toml)
        fill(ledger, random, metrics)
        made = plan(ledger.path, *reread(ledger.path, lang, contacts=contacts))
        assert codes(made) == []
        assert [(edit.cell, edit.field.key, edit.old, edit.new) for edit in made.edits] == []
        assert not made.writes
        assert counts(made)[2] > 0


def saved_by_libreoffice(source: Path, folder: Path) -> Path:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    made = folder / "saved"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(made)]
    ran = subprocess.run([*command, str(source)], capture_output=True, timeout=240, check=False)
    target = made / source.name
    assert target.exists(), ran.stderr
    return target


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_an_export_that_libreoffice_saved_again_changes_nothing(tmp_path: Path, lang: Lang) -> None:
    path = database(tmp_path / "a.db")
    with_contacts(path)
    reread(path, lang)
    sheets = read_book(saved_by_libreoffice(tmp_path / f"{lang}.xlsx", tmp_path))
    made = plan(path, *sheets)  # type: ignore[arg-type]
    assert codes(made) == []
    assert [(edit.cell, edit.field.key, edit.old, edit.new) for edit in made.edits] == []
    assert not made.writes
    stamp = read_stamp(sheets)
    assert stamp is not None
    assert stamp.versions["project"][1] == 1


@pytest.mark.slow
def test_the_example_that_libreoffice_saved_again_changes_nothing(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db")
    take(path, *read_book(EXAMPLES / "liaocheng-2024.xlsx"))  # type: ignore[arg-type]
    reread(path, "zh")
    sheets = read_book(saved_by_libreoffice(tmp_path / "zh.xlsx", tmp_path))
    made = plan(path, *sheets)  # type: ignore[arg-type]
    assert codes(made) == []
    assert not made.writes


@pytest.mark.slow
def test_a_template_that_libreoffice_saved_again_keeps_its_drop_downs(tmp_path: Path) -> None:
    source = tmp_path / "t.xlsx"
    write_book(source, [sheet_of(page) for page in template("zh", Known({"unit": ("冠县",)}), ORDER)])
    book = load_workbook(saved_by_libreoffice(source, tmp_path))
    rules = book["项目"].data_validations.dataValidation
    assert any(rule.type == "list" for rule in rules)
    assert any(rule.prompt and "必填" in rule.prompt for rule in rules)
    assert book["_lists"].sheet_state != "visible"


def test_a_template_offers_what_the_database_knows(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db")
    nasty(path)
    with reading(path) as reader:
        known = exports.Ledger(reader, "zh").known
    pages = {page.nouns[0].key: page for page in template("zh", known, ORDER)}
    project = pages["project"]
    offered = {project.headings[n]: values for n, values in project.choices.items()}
    assert offered["★责任单位"] == ("冠县", "U2", "冠"), "a name that would not be found again is a number"
    assert offered["产业链"] == ("H2", "纺织", "空链")
    assert offered["状态"] == ("推进中", "暂缓", "退库", "流失")
    assert "引荐单位" not in offered, "several of them have no drop-down"
    target = pages["target"]
    assert "到位资金" in target.choices[target.headings.index("★指标")]
    assert target.prompts[target.headings.index("★指标")] == "必填"
    assert project.formats[project.headings.index("签约时间")] == "@"
    assert project.formats[project.headings.index("★总投资(亿元)")] == "#,##0.00########"
    assert project.formats[project.headings.index("承诺税收(万元)")] == "#,##0.00####"


@pytest.mark.parametrize("lang", LANGS)
def test_the_examples_of_a_template_would_be_good_rows(tmp_path: Path, lang: Lang) -> None:
    """Without their mark, and with the schemes that they name, they are imported without a fault."""
    path = database(tmp_path / "a.db")
    rows = []
    for page in template(lang, Known(), ORDER):
        assert page.example
        cells = [cell.removeprefix(text(MARK, lang)) if isinstance(cell, str) else cell for cell in page.example]
        rows.append(Sheet(page.name, (Row(1, page.headings), Row(2, tuple(cells)))))
    groups = Sheet("企业", (Row(1, ("企业名称",)), *(Row(n, (name,)) for n, name in enumerate(GROUPS[lang], 2))))
    take(path, groups)
    made = plan(path, *rows)
    assert [(problem.code, problem.place, problem.value) for problem in made.problems] == []
    assert counts(made)[0] >= 14


GROUPS = {"zh": ("甲集团", "乙公司"), "en": ("A Group", "B Company")}
