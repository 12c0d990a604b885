from __future__ import annotations

import datetime
import json
import sqlite3
from contextlib import closing
from io import StringIO
from random import Random
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.services.contests import ONE, fill_worked_example, project, simple
from tests.services.ledger import TODAY, Ledger
from tests.services.random_ledgers import BOARDS, a_ledger, a_question
from tracker.errors import BadData, BadUsage, NotFound, Refused
from tracker.render import door
from tracker.render.data import envelope
from tracker.render.terminal import Terminal
from tracker.rules.chain import canonical, sealed
from tracker.rules.fields import Entry
from tracker.rules.nouns import NOUNS
from tracker.rules.scoring import Telling
from tracker.services import (
    boards,
    comparing,
    published,
    publishing,
    records,
    standings,
    todays,
    undoing,
    verifying,
)
from tracker.services.boards import View, Wanted
from tracker.store import boards as stored

if TYPE_CHECKING:
    from tracker.result import Result
    from tracker.words import Lang

EFFICACY = """
key = "efficacy"
year = 2024
name = "efficacy"
groups = [{ key = "county" }]
metrics = { fdi = { source = "figures", unit = "万美元" } }
indicators = [{ metric = "fdi", weight = 30, formula = "efficacy" }]
"""


def publish(ledger: Ledger, period: str, today: datetime.date = TODAY, *, corrects: bool = False) -> Result:
    """Publish a board, whatever speaks against it."""
    with ledger.work() as work:
        made = publishing.plan(work.reader, period, today, corrects=corrects)
        return publishing.publish(work, made)


def concerns(ledger: Ledger, period: str, today: datetime.date = TODAY) -> list[str]:
    with ledger.reader() as reader:
        return [each.code for each in publishing.plan(reader, period, today, corrects=False).concerns]


def printed(result: Result, lang: Lang) -> str:
    """A result as it is printed into a pipe."""
    out = StringIO()
    door.show(result, Terminal(out, StringIO(), None, False, 80, False, lang), "plain")
    return out.getvalue()


def verify(ledger: Ledger) -> Result:
    with ledger.reader() as reader:
        return verifying.verify(reader)


def problems(ledger: Ledger) -> set[str]:
    """The codes of everything that is wrong with the chain."""
    with pytest.raises(BadData) as caught:
        verify(ledger)
    return {each.code for each in caught.value.problems}


def tamper(ledger: Ledger, sql: str, values: tuple[object, ...] = ()) -> None:
    """Change the database behind the program's back."""
    with closing(sqlite3.connect(ledger.path)) as connection:
        connection.execute("DROP TRIGGER IF EXISTS board_keeps")
        connection.execute("DROP TRIGGER IF EXISTS board_stays")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(sql, values)
        connection.commit()


def fill_second_example(ledger: Ledger) -> None:
    """The second worked example of the rules."""
    ledger.load(EFFICACY)
    for name, value in (("甲", "3000"), ("乙", "1800"), ("丙", "1200"), ("丁", "600")):
        ledger.add("unit", name=name, group="county")
        ledger.add("figure", unit=name, metric="fdi", as_of_on="2024-06-30", value=value)


@pytest.mark.parametrize("example", [fill_worked_example, fill_second_example])
def test_a_worked_example_is_published_proven_and_printed_as_it_was(ledger: Ledger, example: Any) -> None:
    example(ledger)
    with ledger.reader() as reader:
        live = boards.board(reader, "2024Q2", TODAY)
    published_ = publish(ledger, "2024Q2")
    assert verify(ledger).data["head"] == published_.data["head"]  # type: ignore[index]
    with ledger.reader() as reader:
        shown = publishing.show(reader, "2024Q2", TODAY)
    assert shown.seal == published_.data["sha256"]  # type: ignore[index]
    for lang in ("zh", "en"):
        data = json.loads(envelope(shown, lang))["data"]
        assert data.pop("published")["number"] == 1
        assert data == json.loads(envelope(live, lang))["data"]
        lines = printed(shown, lang).splitlines()
        assert lines.pop(1).startswith({"zh": "第 1 期", "en": "No. 1"}[lang])
        assert lines == printed(live, lang).splitlines()


def test_the_published_board_stays_while_the_ledger_moves_on(ledger: Ledger) -> None:
    fill_worked_example(ledger)
    publish(ledger, "2024Q2")
    with ledger.reader() as reader:
        before = printed(publishing.show(reader, "2024Q2", TODAY), "zh")
        for group in (None, "zone"):
            live = todays.board(reader, "2024Q2", TODAY, Wanted(group=group))
            assert "published_same" in {each.code for each in live.messages}
    ledger.add("adjustment", unit="丙市", item="big_start", happened_on="2024-06-01")
    with ledger.reader() as reader:
        assert printed(publishing.show(reader, "2024Q2", TODAY), "zh") == before
        live = todays.board(reader, "2024Q2", TODAY)
        assert [each.level for each in live.messages if each.code == "published_differs"] == ["warning"]
        single = publishing.show(reader, "2024Q2", TODAY, Wanted(metric="到位资金", group="zone"))
        assert [row[3] for row in single.tables[0].rows] == ["丁区", "戊区"]
        assert single.given["composite"] is False
    verify(ledger)


def test_published_groups_stand_in_the_order_of_the_scheme(ledger: Ledger) -> None:
    ledger.load(EFFICACY.replace('groups = [{ key = "county" }]', 'groups = [{ key = "zone" }, { key = "county" }]'))
    for name, group in (("甲", "county"), ("丁区", "zone")):
        ledger.add("unit", name=name, group=group)
        ledger.add("figure", unit=name, metric="fdi", as_of_on="2024-06-30", value="5")
    publish(ledger, "2024Q2")
    for wanted in (Wanted(), Wanted(metric="fdi"), Wanted(view=View(singles=True))):
        with ledger.reader() as reader:
            live, shown = boards.board(reader, "2024Q2", TODAY, wanted), publishing.show(reader, None, TODAY, wanted)
        assert [table.rows for table in shown.tables] == [table.rows for table in live.tables]
    verify(ledger)


def test_a_number_and_a_period_that_do_not_agree_are_refused(ledger: Ledger) -> None:
    fill_worked_example(ledger)
    with ledger.reader() as reader, pytest.raises(NotFound) as none:
        publishing.find(reader, None, TODAY)
    assert "—" not in str(none.value.problem.what)
    publish(ledger, "2024Q2")
    with ledger.reader() as reader:
        for asked in (None, "2024Q2", "2024年二季度"):
            assert publishing.find(reader, asked, TODAY, number=1).id == 1
        with pytest.raises(BadUsage) as caught:
            publishing.find(reader, "2024Q1", TODAY, number=1)
    assert caught.value.problem.place == "--issue"


def test_everything_frozen_is_read_back_as_it_was(ledger: Ledger) -> None:
    fill_worked_example(ledger)
    publish(ledger, "2024Q2")
    with ledger.reader() as reader:
        [issue] = stored.issues(reader)
        text = stored.whole(reader, issue.id)
        first, second = text.split("\n")
        assert stored.board_line(reader, issue.id) == first
        assert (canonical(json.loads(first)), canonical(json.loads(second))) == (first, second)
        frozen = published.thaw(reader, issue)
        [live] = boards.make(reader, "2024Q2", TODAY)
    assert frozen.board.values == live.values
    assert frozen.board.ground._replace(messages=()) == live.ground._replace(messages=())
    assert [row.unit.name for row in frozen.board.groups["county"]] == ["甲县", "乙县", "丙市"]
    assert frozen.board.groups["county"][1].cells[0].arithmetic == "31 / (50 × 0.5) = 1.24 → cap 1.2 × 40 = 48.00"
    rows = published.rows_in(second)["funds"][1]
    assert [(row.name, str(row.share), str(row.worth)) for row in rows] == [
        ("甲县资金", "1", "63/2"),
        ("飞地", "1/2", "3/2"),
    ]


EVERY_KIND: Final = (
    Wanted(),
    Wanted(view=View(singles=True)),
    Wanted(view=View(together=True)),
    Wanted(view=View(together=True, singles=True, bottom=2)),
)


def data_of(result: Result, *, together: bool) -> Any:
    """A board's data; of all groups as one without the ranks before, which a published board does not know."""
    data = json.loads(envelope(result, "zh"))["data"]
    data.pop("published", None)
    boards_of = data.get("boards", [data])
    for row in (row for each in boards_of for group in each["groups"] for row in group["rows"] if together):
        del row["previous_rank"]
    return data


@settings(BOARDS, max_examples=15)
@given(st.integers(0, 2**32))
def test_a_board_of_any_ledger_is_sound_once_published(seed: int) -> None:
    random = Random(seed)
    with a_ledger(random) as (ledger, toml):
        question = a_question(random, toml)
        try:
            with ledger.reader() as reader:
                live = [boards.board(reader, question.period, question.asked.today, wanted) for wanted in EVERY_KIND]
        except Refused:
            return
        publish(ledger, question.period, question.asked.today)
        verify(ledger)
        with ledger.reader() as reader:
            for wanted, then in zip(EVERY_KIND, live, strict=True):
                shown = publishing.show(reader, None, question.asked.today, wanted)
                assert data_of(shown, together=wanted.view.together) == data_of(then, together=wanted.view.together)
            assert comparing.compare(reader, None, question.asked.today).data["figures"] == []  # type: ignore[index]


@pytest.fixture
def small(ledger: Ledger) -> Ledger:
    """Two counties with a receipt each, and two quarters published."""
    simple(ledger)
    project(ledger, "一")
    ledger.add("project", name="二", unit="乙县", total_investment="100亿")
    ledger.add("funds", project="一", amount="2亿", received_on="2024-02-01")
    ledger.add("funds", project="二", amount="1亿", received_on="2024-03-01")
    publish(ledger, "2024Q1")
    publish(ledger, "2024Q2")
    return ledger


@given(st.data())
@settings(BOARDS, max_examples=40)
def test_any_changed_byte_of_a_content_is_found(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    text, reader = _published_small(tmp_path_factory)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda char: char != text[at]))
    changed = text[:at] + other + text[at + 1 :]
    tamper(reader, "UPDATE board SET content = ? WHERE id = 1", (changed,))
    try:
        assert "hash" in problems(reader)
    finally:
        tamper(reader, "UPDATE board SET content = ? WHERE id = 1", (text,))


_KEPT: list[tuple[str, Ledger]] = []


def _published_small(factory: pytest.TempPathFactory) -> tuple[str, Ledger]:
    """One published board for all examples of the property, put right again after each."""
    if not _KEPT:
        ledger = Ledger(factory.mktemp("published"))
        simple(ledger)
        publish(ledger, "2024Q1")
        with ledger.reader() as reader:
            _KEPT.append((stored.whole(reader, 1), ledger))
    return _KEPT[0]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("scheme", "other", "column"),
        ("period", "2024H1", "column"),
        ("start_on", "2024-01-02", "column"),
        ("end_on", "2024-03-30", "column"),
        ("published_at", "2020-01-01T00:00:00Z", "column"),
        ("sha256", "0" * 64, "hash"),
        ("previous_sha256", "0" * 64, "link"),
        ("previous_sha256", None, "link"),
        ("corrects_id", 1, "column"),
        ("content", "{}\n{}", "content"),
        ("content", "no json", "content"),
        ("content", "", "hash"),
        ("id", 7, "issue_missing"),
    ],
)
def test_every_stored_column_that_is_tampered_with_is_found(
    small: Ledger, column: str, value: object, code: str
) -> None:
    verify(small)
    tamper(small, f"UPDATE board SET {column} = ? WHERE id = 2", (value,))
    assert code in problems(small)


def test_a_board_taken_out_or_cut_off_is_missed(small: Ledger) -> None:
    tamper(small, "DELETE FROM board WHERE id = 2")
    assert problems(small) == {"issue_missing"}


def test_a_forged_content_with_a_new_hash_fails_by_its_own_arithmetic(small: Ledger) -> None:
    """Whoever can compute hashes can seal a lie; the frozen inputs do not bear it out."""
    with small.reader() as reader:
        first, second = stored.whole(reader, 2).split("\n")
        before = stored.issues(reader)[0].sha256
    content = json.loads(first)
    content["groups"][0]["rows"][0]["score"] = "99.00"
    forged = f"{canonical(content)}\n{second}"
    tamper(small, "UPDATE board SET content = ?, sha256 = ? WHERE id = 2", (forged, sealed(before, forged)))
    assert problems(small) == {"arithmetic"}
    rows = json.loads(second)
    rows["funds"]["U1"][0][5] = "3"
    forged = f"{first}\n{canonical(rows)}"
    tamper(small, "UPDATE board SET content = ?, sha256 = ? WHERE id = 2", (forged, sealed(before, forged)))
    assert problems(small) == {"rows"}


def test_a_board_published_before_arithmetic_added_up_by_hand_is_proven_as_it_was(ledger: Ledger) -> None:
    """Format 1 wrote ratios to four decimals and terms as printed, enough or not: such content stays true."""
    fill_worked_example(ledger)
    publish(ledger, "2024-05")
    with ledger.reader() as reader:
        first, second = stored.whole(reader, 1).split("\n")
    content = json.loads(first)
    assert content["format"] == 2
    content["format"] = 1
    frozen = published.Frozen(content)
    events = [each.event for each in frozen.adjustments]
    inputs = standings.Inputs(frozen.board.values, frozen.values.last, events)
    for group in content["groups"]:
        ranks = {int(row["unit"][1:]): row["previous"] for row in group["rows"]}
        rows = standings.rank(frozen.board.ground, [group["key"]], inputs, telling=Telling.FIXED)
        told = [published.row_out(row._replace(previous=ranks[row.unit.id])) for row in rows]
        group["rows"] = json.loads(canonical(told))
    old = f"{canonical(content)}\n{second}"
    assert canonical(json.loads(first)["groups"]) != canonical(content["groups"])
    tamper(ledger, "UPDATE board SET content = ?, sha256 = ? WHERE id = 1", (old, sealed(None, old)))
    verify(ledger)
    new = old.replace('"format":1', '"format":2')
    tamper(ledger, "UPDATE board SET content = ?, sha256 = ? WHERE id = 1", (new, sealed(None, new)))
    assert problems(ledger) == {"arithmetic"}


def test_a_published_board_is_neither_changed_nor_deleted(small: Ledger) -> None:
    with closing(sqlite3.connect(small.path)) as connection:
        for sql in ("UPDATE board SET period = 'x'", "DELETE FROM board"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(sql)


def test_undo_leaves_a_publication_and_says_why(small: Ledger) -> None:
    with small.reader() as reader, pytest.raises(Refused) as caught:
        undoing.plan(reader, None)
    assert (caught.value.problem.code, "2024Q2" in str(caught.value.problem.hint)) == ("published", True)


def test_a_second_issue_needs_to_correct_and_something_to_correct(small: Ledger) -> None:
    with pytest.raises(Refused) as caught:
        publish(small, "2024Q1")
    assert caught.value.problem.code == "published_already"
    with pytest.raises(Refused) as caught:
        publish(small, "2024Q1", corrects=True)
    assert caught.value.problem.code == "nothing_to_correct"
    with pytest.raises(NotFound):
        publish(small, "2024Q3", corrects=True)


def test_a_correction_names_the_old_issue_and_lists_what_differs(small: Ledger) -> None:
    small.add("funds", project="二", amount="2亿", received_on="2024-03-02")
    result: Any = publish(small, "2024Q1", corrects=True)
    assert result.data["corrects"] == 1
    assert [(each["unit"], each["before"], each["after"]) for each in result.data["differs"]["figures"]] == [
        ("乙县", 1, 3),
        (None, 3, 5),
    ]
    verify(small)
    with small.reader() as reader:
        newest: Any = publishing.show(reader, "2024Q1", TODAY)
        assert (newest.given["published"]["number"], newest.given["groups"][0]["rows"][0]["unit"]) == (3, "乙县")
        old: Any = publishing.show(reader, None, TODAY, number=1)
        assert old.given["groups"][0]["rows"][0]["unit"] == "甲县"
        assert [each.code for each in old.messages][-1] == "corrected"
        assert [row[6] for row in publishing.list_(reader).tables[0].rows] == [None, None, 1]
        sealed_content = json.loads(stored.board_line(reader, 3))
    assert sealed_content["corrects"] == stored_sha(small, 1)
    assert sealed_content["differs"]["figures"][0]["after"] == "3"


def stored_sha(ledger: Ledger, number: int) -> str:
    with ledger.reader() as reader:
        found = stored.issue(reader, number)
    assert found is not None
    return found.sha256


def test_what_speaks_against_publishing_is_said(ledger: Ledger) -> None:
    simple(ledger)
    project(ledger, "一")
    assert concerns(ledger, "2024Q1") == []
    assert concerns(ledger, "2024Q3") == ["unpublished_before"]
    publish(ledger, "2024Q1")
    publish(ledger, "2024H1")
    assert concerns(ledger, "2024Q3") == ["unpublished_before"]
    publish(ledger, "2024Q2")
    assert concerns(ledger, "2024Q3") == []
    assert concerns(ledger, "2024Q3", datetime.date(2024, 8, 1)) == ["period_running"]


def test_money_and_starts_that_wait_for_recognition_are_counted_and_summed(ledger: Ledger) -> None:
    fill_worked_example(ledger)
    receipt = {"project": "飞地", "ring": "province", "received_on": "2024-02-01"}
    ledger.add_all(
        ("funds", {**receipt, "amount": "3亿", "recognition": "reported"}),
        ("funds", {**receipt, "amount": "5000万", "recognition": "approved"}),
        ("funds", {**receipt, "amount": "7亿", "recognition": "refused", "opinion": "市内资金"}),
        ("funds", {**receipt, "amount": "9亿", "recognition": "reported", "ring": "county"}),
        ("funds", {**receipt, "amount": "1亿", "recognition": "reported", "received_on": "2024-07-01"}),
    )
    start = {"unit": "丁区", "total_investment": "2亿", "started_on": "2024-03-03"}
    ledger.add("project", name="待认定", **start, started_recognition="reported")
    ledger.add("project", name="太小", **start | {"total_investment": "9000万"}, started_recognition="reported")
    with ledger.reader() as reader:
        found = publishing.plan(reader, "2024Q1", TODAY, corrects=False).concerns
    waiting: list[Any] = [each.what for each in found if each.code == "unrecognised"]
    assert [(each.values["metric"].en, each.values["n"]) for each in waiting] == [("Funds", 2), ("Starts", 1)]
    assert [each.values["value"] for each in waiting[0].values["amounts"]] == ["3.5"]


def test_figures_that_are_missing_or_old_are_said(ledger: Ledger) -> None:
    fill_second_example(ledger)
    ledger.add("unit", name="戊", group="county")
    found = concerns(ledger, "2024Q3")
    assert found == ["unpublished_before", "figure_missing", "figure_stale"]
    assert concerns(ledger, "2024-07")[-1] == "figure_missing"  # a month behind is how these figures come in


def test_what_is_left_out_of_a_board_is_said_before_it_is_published(small: Ledger) -> None:
    small.add("funds", project="一", amount="700万美元", received_on="2024-08-01")
    small.add("funds", project="一", amount="1亿", received_on="2024")
    assert {"left_out", "imprecise"} <= set(concerns(small, "2024Q3"))


def test_a_board_that_ranks_nobody_says_so(ledger: Ledger) -> None:
    ledger.load(ONE)
    assert concerns(ledger, "2024Q1")[0] == "units_none"
    with ledger.reader() as reader:
        codes = [each.code for each in boards.board(reader, "2024Q1", TODAY).messages]
    assert codes == ["units_none"]


def test_concerns_go_into_the_sealed_content(ledger: Ledger) -> None:
    simple(ledger)
    publish(ledger, "2024Q2")
    with ledger.reader() as reader:
        shown = publishing.show(reader, "2024Q2", TODAY)
    assert [each.code for each in shown.messages] == ["unpublished_before"]


def test_late_entries_are_compared_line_by_line_with_who_made_them(small: Ledger) -> None:
    small.add("funds", project="二", amount="2亿", received_on="2024-03-02")
    small.add("target", year="2024", unit="甲县", metric="leads", value="5")
    small.add("funds", project="二", amount="2亿", received_on="2024-09-02")  # after the quarter
    project(small, "三")  # counts nowhere
    with small.reader() as reader:
        result: Any = comparing.compare(reader, "2024Q1", TODAY)
    moves = [(each["unit"], each["rank_before"], each["rank_after"]) for each in result.data["moves"]]
    assert moves == [("乙县", 2, 1), ("甲县", 1, 2)]
    assert [(each["unit"], each["metric"], each["kind"], each["before"]) for each in result.data["figures"]] == [
        ("乙县", "funds", "actual", 1),
        (None, "funds", "actual", 3),
        ("甲县", "leads", "target", None),
    ]
    causes = [(each["record"], each["name"], each["actor"]) for each in result.data["causes"]]
    assert causes == [("F3", "二", "tester"), ("T3", None, "tester")]
    assert printed(result, "zh").count("F3") == 1


def test_an_edit_is_told_with_its_field_before_and_after(small: Ledger) -> None:
    with small.work() as work:
        records.edit(
            work, NOUNS["project"], [2], {"status": "withdrawn", "status_reason": "停", "note": "x"}, [], Entry(TODAY)
        )
    with small.reader() as reader:
        result: Any = comparing.compare(reader, None, TODAY, number=1)
    [cause] = [json.loads(envelope(result, "en"))["data"]["causes"][0]]
    assert (cause["record"], cause["before"], cause["after"]) == ("P2", "active", "withdrawn")
    assert len(result.data["causes"]) == 1


def test_nothing_published_is_said_and_not_found(ledger: Ledger) -> None:
    simple(ledger)
    assert verify(ledger).data == {"issues": [], "head": None}
    with ledger.reader() as reader:
        with pytest.raises(NotFound):
            publishing.show(reader, "2024Q1", TODAY)
        with pytest.raises(NotFound):
            comparing.compare(reader, None, TODAY)
        with pytest.raises(NotFound):
            publishing.show(reader, None, TODAY, number=3)
