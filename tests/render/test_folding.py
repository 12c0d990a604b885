"""Many alike problems are shown as a few; different ones, and few ones, all stand."""

from __future__ import annotations

from tracker.errors import Problem
from tracker.render.folding import folded_problems
from tracker.words import Say, text

WHAT = Say("“{value}”不对", "“{value}” is wrong")


def problems(n: int, column: str = "F", code: str = "bad") -> list[Problem]:
    return [Problem(code, WHAT(value=k), f"项目!{column}{k}", str(k)) for k in range(2, n + 2)]


def test_a_few_all_stand() -> None:
    few = [*problems(8), *problems(8, "G"), *problems(8, code="other")]
    assert folded_problems(few) == few


def test_many_are_five_and_their_number() -> None:
    shown = folded_problems([*problems(300), *problems(1, "G")])
    assert shown[:5] == problems(5)
    more = shown[5]
    assert (more.place, text(more.what, "zh")) == ("项目!F", "这一列另有 295 处同类问题：F7、F8、F9、……")
    assert shown[6:] == problems(1, "G")


def test_what_has_no_cell_is_never_folded() -> None:
    summary = [Problem("bad", WHAT(value=1)) for _ in range(20)]
    assert folded_problems(summary) == summary
