"""How a bound is decided, on made-up seconds: noise must neither fail a fast program nor pass a slow one."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks import timing
from tests.benchmarks.timing import CEILING, MORE, Series, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BOUND = 1.5


@pytest.fixture(autouse=True)
def _no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made up stands in no table."""
    monkeypatch.setattr(timing, "FIGURES", [])


class MadeUp:
    """A clock that a case moves on by the seconds it is said to take."""

    def __init__(self) -> None:
        self.now = 0.0
        self.runs = 0

    def __call__(self) -> float:
        return self.now

    def case(self, seconds: Iterable[float]) -> Callable[[], None]:
        """A case that takes so long, run after run."""
        each = iter(seconds)

        def run() -> None:
            self.now += next(each)
            self.runs += 1

        return run


def kept(seconds: Iterable[float], floor: Iterable[float], rounds: int) -> tuple[bool, int]:
    """Whether the bound is kept, and by how many rounds that was decided."""
    clock = MadeUp()
    series = Series({"case": clock.case(seconds), "floor": clock.case(floor)}, rounds, clock, warm=False)
    try:
        series.at_most(BOUND, "case", "floor", "what", "its floor")
    except AssertionError:
        return False, clock.runs // 2
    return True, clock.runs // 2


def noisy(seconds: float, noise: Callable[[random.Random], float], seed: int) -> Iterable[float]:
    """Rounds of one case, each with its own noise."""
    chance = random.Random(seed)
    while True:
        yield seconds * noise(chance)


def shared(seconds: float, seed: int) -> Iterable[float]:
    """Rounds on a machine whose load comes and goes: both sides of a round meet the same, and a little of their own."""
    chance, own = random.Random(seed), random.Random(f"{seconds} {seed}")
    load = 0.0
    while True:
        load = 0.8 * load + chance.gauss(0, 0.2)
        yield seconds * (1 + abs(load)) * (1 + abs(own.gauss(0, 0.05)))


def test_one_lucky_round_of_the_floor_fails_nothing() -> None:
    """The rounds of a real failure: by the fastest of each 1.52, by the median 1.29."""
    case, floor = [3.9, 3.35, 4.6, 3.6, 4.3], [3.0, 2.75, 3.7, 2.2, 3.4]
    assert ratio(case, floor).fastest > BOUND
    assert kept(case, floor, 5) == (True, 5)


def test_one_lucky_round_of_the_program_passes_nothing() -> None:
    case, floor = [1.68] * 45, [1.0] * 45
    case[3] = 1.2
    assert tuple(ratio(case, floor)) == (1.68, 1.2)
    assert kept(case, floor, 5) == (False, 45)


@pytest.mark.parametrize(
    "noise",
    [lambda _: 1.0, lambda chance: chance.uniform(1, 1.3), lambda chance: 1 + chance.expovariate(6)],
    ids=["quiet", "uniform", "now and then"],
)
def test_what_is_really_slower_fails_and_what_is_faster_does_not(noise: Callable[[random.Random], float]) -> None:
    def decided(times: float) -> int:
        """Of 200 machines, on how many the bound is kept."""
        each = (kept(noisy(BOUND * times, noise, n), noisy(1, noise, n + 1000), 11)[0] for n in range(200))
        return sum(each)

    assert decided(0.9) >= 198
    assert decided(1.1) <= 4


def two_speeds(chance: random.Random, fast: float, seconds: float) -> Iterable[float]:
    """A machine on which so many of the runs are fast and the others are not, whichever program they are of."""
    while True:
        yield seconds * (1 if chance.random() < fast else 1.6) * (1 + abs(chance.gauss(0, 0.05)))


@pytest.mark.parametrize("fast", [0.15, 0.5, 0.8])
def test_which_speed_of_a_machine_a_run_meets_decides_nothing(fast: float) -> None:
    def decided(times: float) -> int:
        """Of 200 machines, on how many the bound is kept."""
        each = (random.Random(n) for n in range(200))
        return sum(kept(two_speeds(one, fast, BOUND * times), two_speeds(one, fast, 1), 11)[0] for one in each)

    assert decided(0.95) >= 198
    assert decided(1.1) <= 10
    assert decided(1.2) <= 10


def two_speeds_in_turn(seed: int) -> Iterable[float]:
    """A machine that is slow most of the time and fast now and then, for one run or for several."""
    chance = random.Random(seed)
    fast = False
    while True:
        if chance.random() < 0.5:
            fast = chance.random() < 0.25
        yield (1 if fast else 1.5) * (1 + abs(chance.gauss(0, 0.03)))


def test_which_speed_a_machine_has_for_a_while_decides_nothing() -> None:
    """By fast quarters of each side 2 of the programs within their bound failed, and 20 above it passed."""

    def decided(times: float) -> int:
        machines = [two_speeds_in_turn(n) for n in range(200)]
        return sum(kept((BOUND * times * speed for speed in each), each, 11)[0] for each in machines)

    assert decided(0.95) == 200
    assert decided(1.1) == 0


def test_load_that_both_meet_decides_nothing() -> None:
    for seed in range(50):
        assert kept(shared(BOUND * 0.9, seed), shared(1, seed), 11)[0]
        assert not kept(shared(BOUND * 1.1, seed), shared(1, seed), 11)[0]


def test_rounds_are_run_again_until_the_bound_is_kept_or_time_is_up() -> None:
    assert kept([2.0] * 3 + [1.2] * 6, [1.0] * 9, 3) == (True, 9)
    assert kept([2.0] * 99, [1.0] * 99, 3) == (False, 3 + 3 * MORE)
    assert kept([CEILING] * 9, [1.0] * 9, 3) == (False, 3)


def test_a_floor_may_be_a_sum_and_only_what_it_needs_is_run_again() -> None:
    clock = MadeUp()
    seconds = {"case": 3.0, "other": 9.0, "draw": 0.9, "sql": 1.0, "bare": 0.2}
    series = Series({name: clock.case([each] * 99) for name, each in seconds.items()}, 2, clock)
    assert clock.runs == 5 * 3
    series.at_most(BOUND, "case", {"draw": 1, "sql": 1.5, "bare": -1.5}, "what", "a sum")
    assert clock.runs == 5 * 3
    with pytest.raises(AssertionError, match=r"what +1\.76 +1\.76 +1\.50  × a sum"):
        series.at_most(BOUND, "case", {"draw": 1, "sql": 1, "bare": -1}, "what", "a sum")
    assert clock.runs == 5 * 3 + MORE * 2 * 4
    series.at_most(4.0, "other", "case", "what", "rounds in which both were run")
    assert series.least("other") == 9.0
    assert [figure.median for figure in timing.FIGURES] == pytest.approx([3 / 2.1, 3 / 1.7, 3])
