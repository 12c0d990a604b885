"""How many keys the ten commonest acts take, by answering and in one line: typed at a pseudo-terminal, and counted."""

from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from tests.terminal import ENTER, TAB, Seat

if TYPE_CHECKING:
    from tests.conftest import Runner


class Act(NamedTuple):
    """A daily act: the command that asks and the keys that answer it, the line that does the same, and the record."""

    name: str
    asking: str
    answers: tuple[str, ...]
    line: str
    record: str


E: Final = ENTER
ACTS: Final = (
    Act(
        "add a receipt",
        "funds add",
        ("轴", E, "500万", E, E, "2", "1", E, E, E),
        "funds add 轴 500万 --on 4-10 --ring province --kind fixed",
        "F2",
    ),
    Act(
        "add a visit",
        "visit add",
        (E, E, E, "深圳", E, "三一", E, "4", E, E, E, E),
        "visit add 深圳 --met 三一 --people 4",
        "V2",
    ),
    Act("add a project", "project add", ("储能", E, E, "5亿", E, E, E, E, E, E), "project add 储能 5亿", "P3"),
    Act(
        "add a lead",
        "lead add",
        ("储能", E, E, "三一", E, E, E, "2亿", E, E, E),
        "lead add 储能 三一 --investment 2亿",
        "L2",
    ),
    Act(
        "advance a project to signed",
        "project advance",
        ("机", E, "3", E, E, E, E),
        "project advance 机 signed --on 4-10 --agreement contract",
        "P2",
    ),
    Act(
        "advance a project to started",
        "project advance",
        ("轴", E, E, E, E),
        "project advance 轴 started --on 4-10",
        "P1",
    ),
    Act("convert a lead", "lead convert", ("风", E, E, E), "lead convert 风", "P3"),
    Act("recognise a receipt", "funds recognise", (TAB, E, E), "funds recognise F1", "F1"),
    Act("close a problem", "problem close", (TAB, E, "批文", E, E, E), "problem close Q1 --with 批文", "Q1"),
    Act(
        "correct an amount",
        "funds edit F1",
        ("3", E, "2000万", E, E, E),
        "funds edit F1 --amount 2000万",
        "F1",
    ),
)


def keys(text: str) -> int:
    """How many keys a text takes: a Chinese character two, its initial and the choice of the character.

    >>> keys("500万"), keys(ENTER)
    (5, 1)
    """
    return sum(2 if "\u4e00" <= char <= "\u9fff" else 1 for char in text)


def counts(act: Act) -> tuple[int, int]:
    """The keys of an act by answering and in one line, with the command itself and Enter."""
    asking = keys(f"tracker {act.asking}{ENTER}") + sum(map(keys, act.answers))
    return asking, keys(f"tracker {act.line}{ENTER}")


def table() -> str:
    """The table that README holds."""
    rows = []
    for act in ACTS:
        answers = " ".join({ENTER: "⏎", TAB: "⇥"}.get(key, key) for key in act.answers)
        asking, line = counts(act)
        rows.append(f"| {act.name} | {asking} | `tracker {act.asking}` ⏎ {answers} | {line} | `tracker {act.line}` |\n")
    return "| act | keys | asked | keys | in one line |\n| --- | --: | --- | --: | --- |\n" + "".join(rows)


@pytest.fixture
def county(city: Runner, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """A runner at the desk of a county, with one project that is not signed."""
    monkeypatch.setenv("TRACKER_UNIT", "冠县")
    city.ok("project", "add", "机床项目", "冠县", "5亿")
    shutil.copy2(city.database, city.database.with_suffix(".before"))
    return city


def stored(county: Runner, number: str, *argv: str, answers: str = "") -> Any:
    """The record that a run at a terminal leaves in a fresh copy of the database."""
    shutil.copy2(county.database.with_suffix(".before"), county.database)
    with Seat(*argv) as seat:
        seat.types(answers)
        assert seat.ends() == 0, seat.text
    shown = county.json("show", number)
    del shown["history"]
    return shown


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_the_keys_of_an_act_store_its_record_either_way(county: Runner, act: Act) -> None:
    asked = stored(county, act.record, *shlex.split(act.asking), answers="".join(act.answers))
    typed = stored(county, act.record, *shlex.split(act.line))
    assert asked == typed


def test_answering_takes_few_keys() -> None:
    assert max(asking for asking, _ in map(counts, ACTS)) <= 40
