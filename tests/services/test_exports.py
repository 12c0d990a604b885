"""What is exported comes back as it was: into the same database nothing changes, into an empty one all is equal."""

from __future__ import annotations

import datetime
import io
import warnings
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.books import EXAMPLES, Sheet, codes, counts, database, exported, plan, records, take, work
from tracker.commands.exporting import sheet_of
from tracker.rules.dates import day, from_iso
from tracker.rules.fields import RefKind
from tracker.rules.money import MOST_FEN, Money
from tracker.rules.nouns import NOUNS
from tracker.services import exports
from tracker.services.sheet_pages import ORDER, Known
from tracker.services.stamps import Stamp
from tracker.services.templates import template
from tracker.services.written_cells import money_cell, number_cell
from tracker.sheets.reader import read_book
from tracker.sheets.writer import write_book
from tracker.store.engine import Change
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
    assert made.changes == []
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


def test_the_example_exported_changes_nothing(tmp_path: Path) -> None:
    path, other = database(tmp_path / "a.db"), database(tmp_path / "b.db")
    take(path, *read_book(EXAMPLES / "liaocheng-2024.xlsx"))  # type: ignore[arg-type]
    for lang in LANGS:
        assert plan(path, *exported(path, lang)).changes == []
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
    assert plan(path, *reread(path, "zh")).changes == []


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


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    assert made.changes == []


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
    assert made.changes == []
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
