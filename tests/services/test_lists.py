"""Conditions, sorting and totals over the example city, against the same asked of its records in plain Python."""

from __future__ import annotations

import datetime
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from tracker.cli import main
from tracker.rules.choices import STAGE, folded
from tracker.rules.fields import Entry, RefsKind
from tracker.rules.money import Money
from tracker.rules.nouns import NOUNS
from tracker.rules.paths import Path as FieldPath
from tracker.rules.paths import all_fields
from tracker.rules.paths import find as find_path
from tracker.rules.stages import current_stage
from tracker.rules.widths import cell_width
from tracker.services.finding import find
from tracker.services.lists import View, list_
from tracker.services.selection import read
from tracker.store.listing import select
from tracker.store.reading import reading
from tracker.store.records import load, milestones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tracker.result import Result
    from tracker.rules.dates import PartialDate
    from tracker.store.reading import Reader

ENTRY = Entry(datetime.date(2024, 12, 31))
YI = 10**10
Row = dict[str, Any]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "tracker.db"
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        assert main(["--db", str(path), "--today", "2024-12-31", "demo"]) == 0
    return path


@pytest.fixture
def reader(example: Path) -> Iterator[Reader]:
    with reading(str(example)) as opened:
        yield opened


@pytest.fixture(scope="module")
def ledger(example: Path) -> dict[str, dict[int, Row]]:
    """Every record's values by noun and id, with the project's stage, receipts and other records beside it."""
    with reading(str(example)) as opened:
        found = {key: {record.id: dict(record.values) for record in load(opened, noun)} for key, noun in NOUNS.items()}
        held = milestones(opened)
    for id_, project in found["project"].items():
        for field in NOUNS["project"].fields:
            if field.stage:
                stage, key = field.stage
                project[field.key] = held[id_, stage].values[key] if (id_, stage) in held else None
        project["stage"] = current_stage({stage: project[f"{stage}_on"] for stage in STAGE.keys})
        of = project["total_investment"].currency
        counted = [
            each["amount"].fen
            for each in found["funds"].values()
            if each["project"] == id_
            and each["amount"].currency == of
            and each["recognition"] not in ("returned", "refused")
        ]
        project["funds"] = Money(sum(counted), of) if counted else None
    return found


def listed(reader: Reader, noun: str, *texts: str, **view: Any) -> Result:
    return list_(reader, NOUNS[noun], texts, ENTRY, View(**({"everything": True} | view)))


def ids(result: Result) -> list[int]:
    return [int(str(row[0])[1:]) for row in result.tables[0].rows]


def inside(known: PartialDate | None, first: str, last: str) -> bool:
    return known is not None and first <= known.first.isoformat() and known.last.isoformat() <= last


def at_least(stage: str | None, low: str) -> bool:
    return stage is not None and STAGE.keys.index(stage) >= STAGE.keys.index(low)


def has(value: str | tuple[str, ...] | None, part: str) -> bool:
    return part in folded("、".join(value) if isinstance(value, tuple) else value or "")


def named(ledger: dict[str, dict[int, Row]], noun: str, name: str) -> int:
    [id_] = [id_ for id_, row in ledger[noun].items() if row["name"] == name]
    return id_


TEXTS: tuple[str, ...] = (
    "name", "investors", "referrer", "status_reason", "tags", "sponsor", "leader", "team", "plan", "officer", "note",
)  # fmt: skip


def yuan(amount: Money | None) -> int:
    return amount.fen if amount and amount.currency == "CNY" else 0


CASES: dict[tuple[str, ...], tuple[str, Callable[[Row, dict[str, dict[int, Row]]], bool]]] = {
    ("unit:冠县",): ("project", lambda p, all_: p["unit"] == named(all_, "unit", "冠县")),
    ("unit:冠县,临清",): ("project", lambda p, all_: all_["unit"][p["unit"]]["name"] in ("冠县", "临清市")),
    ("^unit:冠县", "chain:轴承"): (
        "project",
        lambda p, all_: all_["unit"][p["unit"]]["name"] != "冠县" and p["chain"] == named(all_, "chain", "轴承"),
    ),
    ("group:zone",): ("project", lambda p, all_: all_["unit"][p["unit"]]["group"] == "zone"),
    ("stage:signed..",): ("project", lambda p, _: at_least(p["stage"], "signed")),
    ("stage:signed,started",): ("project", lambda p, _: p["stage"] in ("signed", "started")),
    ("stage:signed..started",): ("project", lambda p, _: p["stage"] in STAGE.keys[2:6]),
    ("^stage:started..",): ("project", lambda p, _: not at_least(p["stage"], "started")),
    ("amount:>=5亿",): ("project", lambda p, _: yuan(p["total_investment"]) >= 5 * YI),
    ("amount:<1000万美元",): (
        "project",
        lambda p, _: p["total_investment"].currency == "USD" and p["total_investment"].fen < YI // 10,
    ),
    ("amount:1亿..2亿",): (
        "project",
        lambda p, _: p["total_investment"].currency == "CNY" and YI <= p["total_investment"].fen <= 2 * YI,
    ),
    ("signed:2024Q1",): ("project", lambda p, _: inside(p["signed_on"], "2024-01-01", "2024-03-31")),
    ("signed:>2024-03", "started:-"): (
        "project",
        lambda p, _: inside(p["signed_on"], "2024-04-01", "9999") and p["started_on"] is None,
    ),
    ("^signed:-",): ("project", lambda p, _: p["signed_on"] is not None),
    ("^signed:2024",): ("project", lambda p, _: not inside(p["signed_on"], "2024-01-01", "2024-12-31")),
    ("签约认定:已认定",): ("project", lambda p, _: p["signed_recognition"] == "recognised"),
    ("tag:重点",): ("project", lambda p, _: has(p["tags"], "重点")),
    ("^tag:重点",): ("project", lambda p, _: not has(p["tags"], "重点")),
    ("introducers:-",): ("project", lambda p, _: not p["introducers"]),
    ("^introducers:-",): ("project", lambda p, _: bool(p["introducers"])),
    ("funds:>=1亿",): ("project", lambda p, _: yuan(p["funds"]) >= YI),
    ("funds:-",): ("project", lambda p, _: p["funds"] is None),
    ("name:轴承",): ("project", lambda p, _: has(p["name"], "轴承")),
    ("轴承", "^unit:临清"): (
        "project",
        lambda p, all_: any(has(v, "轴承") for k, v in p.items() if k in TEXTS)
        and all_["unit"][p["unit"]]["name"] != "临清市",
    ),
    ("^轴承",): ("project", lambda p, _: not any(has(v, "轴承") for k, v in p.items() if k in TEXTS)),
    ("status:paused,lost",): ("project", lambda p, _: p["status"] in ("paused", "lost")),
    ("money_share:5:5",): ("project", lambda p, _: p["money_share"] == "5:5"),
    ("jobs:>=300",): ("project", lambda p, _: (p["promised_jobs"] or 0) >= 300),
    ("unit:冠县 ",): ("funds", lambda f, all_: all_["project"][f["project"]]["unit"] == named(all_, "unit", "冠县")),
    ("project.unit.group:zone", "received:2024H1"): (
        "funds",
        lambda f, all_: all_["unit"][all_["project"][f["project"]]["unit"]]["group"] == "zone"
        and inside(f["received_on"], "2024-01-01", "2024-06-30"),
    ),
    ("stage:started..", "ring:省外,境外"): (
        "funds",
        lambda f, all_: at_least(all_["project"][f["project"]]["stage"], "started")
        and f["ring"] in ("province", "foreign"),
    ),
    ("project.signed:2024Q2",): (
        "milestone",
        lambda m, all_: inside(all_["project"][m["project"]]["signed_on"], "2024-04-01", "2024-06-30"),
    ),
    ("哈轴",): ("funds", lambda f, all_: has(all_["project"][f["project"]]["name"], "哈轴")),
    ("P55",): ("funds", lambda f, _: f["project"] == 55),
    ("companies.chain:轴承",): (
        "visit",
        lambda v, all_: any(all_["company"][c]["chain"] == named(all_, "chain", "轴承") for c in v["companies"] or ()),
    ),
    ("companies:C1,C5",): ("visit", lambda v, _: bool({1, 5} & set(v["companies"] or ()))),
    ("lists:world500",): ("company", lambda c, _: "world500" in (c["lists"] or ())),
    ("target:是",): ("company", lambda c, _: c["target"] is True),
    ("credit_code:lf12x",): ("company", lambda c, _: has(c["credit_code"], "lf12x")),
    ("value:>=26.5", "metric:到位资金"): ("figure", lambda f, _: f["value"] >= 26.5 and f["metric"] == "funds"),
    ("value:=471",): ("figure", lambda f, _: f["value"] == 471),
    ("unit:全市",): ("target", lambda t, _: t["unit"] is None),
    ("year:2024", "^unit:-"): ("target", lambda t, _: t["year"] == 2024 and t["unit"] is not None),
    ("received:百日会战",): ("lead", lambda r, _: inside(r["received_on"], "2024-04-01", "2024-07-09")),
    ("L3..L9", "^L5"): ("lead", lambda r, _: r["name"] in LEADS),
}  # fmt: skip
LEADS: set[str] = set()


@pytest.mark.parametrize("texts", CASES, ids=" ".join)
def test_conditions_find_what_python_finds(
    reader: Reader, ledger: dict[str, dict[int, Row]], texts: tuple[str, ...]
) -> None:
    LEADS.update(ledger["lead"][n]["name"] for n in (3, 4, 6, 7, 8, 9))
    noun, holds = CASES[texts]
    wanted = [id_ for id_, row in sorted(ledger[noun].items()) if holds(row, ledger)]
    result = listed(reader, noun, *texts)
    assert ids(result) == wanted
    assert result.tables[0].total == len(wanted)
    assert 0 < len(wanted) < len(ledger[noun])


@pytest.mark.parametrize(
    ("noun", "key"), [(noun.key, field.key) for noun in NOUNS.values() for field in all_fields(noun)]
)
def test_every_field_can_be_asked_for_sorted_by_and_shown(reader: Reader, noun: str, key: str) -> None:
    def chosen(*texts: str, sort: tuple[tuple[FieldPath, bool], ...] = ()) -> list[int]:
        return select(reader, read(reader, NOUNS[noun], texts, ENTRY), sort).ids

    path = find_path(NOUNS[noun], key)
    everyone, empty, filled = chosen(), chosen(f"{key}:-"), chosen(f"^{key}:-")
    assert sorted(empty + filled) == everyone
    for downwards in (False, True):
        by = chosen(sort=((path, downwards),))
        assert sorted(by) == everyone
        if not isinstance(path.field.kind, RefsKind):  # they are sorted by how many they are, and none are few
            assert by[len(filled) :] == empty
    for ids_ in (empty[:20], filled[:20]):
        numbers = [NOUNS[noun].number(id_) for id_ in ids_] or [NOUNS[noun].number(0)]
        table = listed(reader, noun, *numbers, columns=f"{key},id").tables[0]
        assert [column.key for column in table.columns] == (["id"] if key == "id" else ["id", key])
        assert [row[-1] in (None, ()) for row in table.rows] == [ids_ == empty[:20]] * len(ids_)


def test_several_keys_sort_within_each_other(reader: Reader, ledger: dict[str, dict[int, Row]]) -> None:
    projects, units = ledger["project"], ledger["unit"]
    wanted = sorted(
        projects,
        key=lambda id_: (
            units[projects[id_]["unit"]]["name"],
            projects[id_]["total_investment"].currency != "CNY",
            -projects[id_]["total_investment"].fen,
            id_,
        ),
    )
    assert ids(listed(reader, "project", sort="unit，-amount")) == wanted
    assert ids(listed(reader, "project", sort="-id", limit=3)) == sorted(projects, reverse=True)[:3]


def test_stages_sort_in_their_order(reader: Reader) -> None:
    rows = listed(reader, "project", "^stage:-", sort="stage", columns="stage").tables[0].rows
    places = [STAGE.keys.index(row[1].key) for row in rows]  # type: ignore[attr-defined]
    assert places == sorted(places)
    assert len(set(places)) > 2


def test_totals_are_of_all_rows_by_currency(reader: Reader, ledger: dict[str, dict[int, Row]]) -> None:
    table = listed(reader, "project", limit=5).tables[0]
    amounts = [project["total_investment"] for project in ledger["project"].values()]
    yuan, dollars = (sum(each.fen for each in amounts if each.currency == of) for of in ("CNY", "USD"))
    assert table.totals == {
        "count": len(ledger["project"]),
        "sums": {"total_investment": [Money(yuan), Money(dollars, "USD")]},
        "left_out": {"by_default": 0, "by_limit": len(ledger["project"]) - 5},
    }


@pytest.mark.parametrize(
    ("noun", "done", "named"),
    [("project", ("withdrawn", "lost"), "status:lost"), ("lead", ("converted", "lost"), "状态:已流失"),
     ("problem", ("closed",), "status:closed")],
)  # fmt: skip
def test_what_is_done_with_is_left_out_until_it_is_asked_for(
    reader: Reader, ledger: dict[str, dict[int, Row]], noun: str, done: tuple[str, ...], named: str
) -> None:
    over = {id_ for id_, row in ledger[noun].items() if row["status"] in done}
    assert over
    usual = listed(reader, noun, everything=False)
    assert set(ids(usual)) == set(ledger[noun]) - over
    assert usual.tables[0].hidden == len(over)
    assert [message.code for message in usual.messages] == ["listed", "done_left_out"]
    assert set(ids(listed(reader, noun, named, everything=False))) <= over
    number = NOUNS[noun].number(min(over))
    assert ids(listed(reader, noun, number, everything=False)) == [min(over)]


def test_columns_of_what_a_record_refers_to(reader: Reader, ledger: dict[str, dict[int, Row]]) -> None:
    table = listed(
        reader, "funds", columns="+unit,project.chain,project.unit.group,project.funds,project.signed"
    ).tables[0]
    keys = [column.key for column in table.columns]
    usual = ["id", *NOUNS["funds"].columns]
    assert keys == [*usual, "project.unit", "project.chain", "project.unit.group", "project.funds", "project.signed_on"]
    for row in table.rows[::50]:
        project = ledger["project"][ledger["funds"][int(str(row[0])[1:])]["project"]]
        chain = project["chain"] and ledger["chain"][project["chain"]]["name"]
        unit = ledger["unit"][project["unit"]]
        assert row[-5:-3] == (unit["name"], chain)
        assert row[-3].key == unit["group"]  # type: ignore[attr-defined]
        assert row[-2:] == (project["funds"], project["signed_on"])


def test_a_list_asks_a_fixed_number_of_questions(reader: Reader) -> None:
    asked: list[str] = []
    reader._connection.set_trace_callback(asked.append)
    listed(reader, "project", "unit:冠县", columns="+funds,unit.group", limit=5)
    few = len(asked)
    listed(reader, "project", "unit:冠县", columns="+funds,unit.group")
    assert len(asked) == 2 * few < 30


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (("哈轴",), {"company": "C2", "project": "P55"}),
        (("f12",), {"funds": "F12", "company": None}),
        (("茌平县",), {"unit": "U3"}),
        (("示例数据", "用地"), None),
        (("轴承", "保持架"), None),
    ],
)
def test_words_are_found_in_all_records(
    reader: Reader, words: tuple[str, ...], first: dict[str, str | None] | None
) -> None:
    result = find(reader, words)
    found = {str(table.rows[0][0].key): table.rows[0][1] for table in result.tables}  # type: ignore[attr-defined]
    for noun, number in (first or {}).items():
        assert found[noun] == number or number is None
    for table in result.tables:
        assert table.in_all == len(table.rows)
        for row in table.rows:
            assert row[2] or row[4]


def test_a_name_comes_before_what_has_it_in_its_text(reader: Reader) -> None:
    [projects] = [table for table in find(reader, ["轴承"], 3).tables if table.rows[0][0].key == "project"]  # type: ignore[attr-defined]
    assert projects.rows[0][2] == "轴承产业新城项目"
    assert (len(projects.rows), projects.hidden) == (3, projects.in_all - 3)


def test_nothing_found_is_an_empty_table(reader: Reader) -> None:
    result = find(reader, ["无此内容"])
    assert (len(result.tables), result.tables[0].rows) == (1, ())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("noun", NOUNS)
def test_the_usual_columns_are_drawn_within_a_hundred(
    example: Path, monkeypatch: pytest.MonkeyPatch, noun: str, lang: str
) -> None:
    out = StringIO()
    out.isatty = lambda: True  # type: ignore[method-assign]
    with monkeypatch.context() as there:
        there.setattr(sys, "stdout", out)
        there.setenv("COLUMNS", "100")
        there.setenv("NO_COLOR", "1")
        assert main(["-q", "--db", str(example), "--lang", lang, noun, "list"]) == 0
    lines = out.getvalue().splitlines()
    assert lines[0].count("┬") >= len(NOUNS[noun].columns)
    assert all(cell_width(line) <= 100 for line in lines)
