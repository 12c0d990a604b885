"""Boards, progress and explanations of random ledgers against the same worked out by hand, figure by figure."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.services.random_ledgers import BOARDS, Question, a_ledger, a_question
from tests.services.reference import AmbiguousError, OfChain, Reference, read
from tracker.errors import Refused
from tracker.render.data import envelope
from tracker.rules.money import Money, money_words
from tracker.rules.scheme_reading import parse_scheme
from tracker.services import boards, explain, progress
from tracker.services.boards import View, Wanted
from tracker.services.variants import Variant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.services.ledger import Ledger
    from tracker.result import Result
    from tracker.rules.curves import Basis
    from tracker.rules.schemes import Metric


def data_of(result: Result) -> Any:
    return json.loads(envelope(result, "zh"), parse_float=Decimal)["data"]


def differences(expected: Any, found: Any, place: str = "") -> Iterator[str]:
    """Every figure of the expected data that the found data has not, by where it stands."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            yield from differences(value, found.get(key, "missing"), f"{place}.{key}")
    elif isinstance(expected, list):
        if len(expected) != len(found):
            yield f"{place}: {len(expected)} expected, {len(found)} found"
        for n, (one, other) in enumerate(zip(expected, found, strict=False)):
            yield from differences(one, other, f"{place}[{n}]")
    elif expected != found:
        yield f"{place}: {expected} expected, {found} found"


def agree(expected: Any, found: Any, place: str = "") -> None:
    assert not (wrong := list(differences(expected, found, place))), "\n".join(wrong)


def said(result: Result, code: str) -> dict[str, int]:
    """How many rows a message of this code speaks of, by metric."""
    values: list[Any] = [message.what.values for message in result.messages if message.code == code]  # type: ignore[union-attr]
    return {each["metric"].en: each["n"] for each in values}


class Compared:
    """One ledger and question: the program's answers beside the reference's."""

    def __init__(self, ledger: Ledger, question: Question) -> None:
        self.ledger = ledger
        self.period = question.period
        self.today = question.asked.today
        self.scheme = parse_scheme(question.toml)
        self.reference = Reference(read(ledger.path), self.scheme, question.asked)

    def check(self) -> None:
        with self.ledger.reader() as reader:
            try:
                expected = self.reference.board()
            except AmbiguousError:
                with pytest.raises(Refused):
                    boards.board(reader, self.period, self.today)
                return
            result = boards.board(reader, self.period, self.today)
            agree(expected, data_of(result))
            self.check_messages(result)
            self.check_singles(reader)
            self.check_progress(data_of(progress.progress(reader, self.period, self.today)))
            self.check_explanations(reader)
            self.check_kinds(reader)

    def check_kinds(self, reader: Any) -> None:
        """The boards beside the scheme's own: all groups as one, every metric, a chain, the other basis."""
        view = View(together=True)
        [group] = data_of(boards.board(reader, self.period, self.today, Wanted(view=view)))["groups"]
        agree(self.reference.together(), group["rows"])
        data = data_of(boards.board(reader, self.period, self.today, Wanted(view=View(singles=True))))
        for group in data["firsts"]:
            found = {row["unit_id"]: (set(row["firsts"]), set(row["lasts"])) for row in group["rows"]}
            assert found == self.reference.most(group["key"])
        self.check_chain(reader)
        self.check_other_basis(reader)

    def check_chain(self, reader: Any) -> None:
        reference = OfChain(self.reference.all, self.scheme, self.reference.asked, "纺织")
        metrics = reference.metrics()
        data = data_of(boards.board(reader, self.period, self.today, Wanted(variant=Variant(chain="纺织"))))
        assert [each["metric"] for each in data["boards"]] == [metric.key for metric in metrics]
        for metric, each in zip(metrics, data["boards"], strict=True):
            for group in each["groups"]:
                expected = {row["unit_id"]: row for row in reference.single(group["key"], metric)}
                agree(
                    expected,
                    {row["unit_id"]: row | row["indicators"][0] | {"rank": row["rank"]} for row in group["rows"]},
                )
        agree([reference.city(metric) for metric in metrics], data["city"])

    def check_other_basis(self, reader: Any) -> None:
        basis: Basis = "period" if self.scheme.basis == "cumulative" else "cumulative"
        scheme = self.scheme._replace(basis=basis)
        reference = Reference(self.reference.all, scheme, self.reference.asked)
        if reference.start > self.today:
            with pytest.raises(Refused):
                boards.board(reader, self.period, self.today, Wanted(variant=Variant(basis=basis)))
            return
        if any(indicator.formula in ("growth", "mix") for indicator in scheme.indicators):
            return  # last year's values are then the ledger's alone
        agree(
            reference.board(),
            data_of(boards.board(reader, self.period, self.today, Wanted(variant=Variant(basis=basis)))),
        )

    def check_messages(self, result: Result) -> None:
        metrics = self.scheme.metrics.values()
        imprecise = {metric.key: count for metric in metrics if (count := self.reference.imprecise(metric))}
        vague = self.reference.vague_adjustments()
        assert said(result, "imprecise") == imprecise | ({"Adjustments": vague} if vague else {})
        zeros: list[Any] = [message.what for message in result.messages if message.code == "target_zero"]
        assert sum(sentence.values["n"] for sentence in zeros) == self.reference.zeros()
        left_out = {metric.key: sums for metric in metrics if (sums := self.reference.left_out(metric))}
        told: list[Any] = [message.what for message in result.messages if message.code == "left_out"]
        found = [(each.values["metric"].en, each.values["n"], each.values["amount"]) for each in told]
        assert sorted(found) == sorted(
            (metric, count, money_words(Money(int(amount * 100), currency)))
            for metric, sums in left_out.items()
            for currency, (count, amount) in sums.items()
        )

    def check_singles(self, reader: Any) -> None:
        for metric in list(self.scheme.metrics.values())[self.today.day % 3 :: 3]:
            data = data_of(boards.board(reader, self.period, self.today, Wanted(metric=metric.key)))
            assert [group["key"] for group in data["groups"]] == [group.key for group in self.scheme.groups]
            for group in data["groups"]:
                expected = {row["unit_id"]: row for row in self.reference.single(group["key"], metric)}
                found = {row["unit_id"]: row | row["indicators"][0] | {"rank": row["rank"]} for row in group["rows"]}
                agree(expected, found)
            agree([self.reference.city(metric)], data["city"])

    def check_progress(self, data: Any) -> None:
        for line in (*data["units"], *data["city"]):
            unit = int(line["unit_id"][1:]) if "unit_id" in line else None
            expected = self.reference.progress(self.scheme.metrics[line["metric"]], unit)
            agree(expected, line, f"{line['metric']} {unit}")

    def check_explanations(self, reader: Any) -> None:
        """The rows behind a figure add up to it: of one unit all that it is scored by, of the others one metric."""
        metrics = list(self.scheme.metrics)
        for group in self.scheme.groups:
            for n, unit in enumerate(self.reference.members(group.key)):
                metric = None if n == 0 and group.composite else metrics[(n + self.today.day) % len(metrics)]
                made: Any = explain.explain(reader, self.period, f"U{unit['id']}", self.today, metric=metric)
                for key, rows in made.data["rows"].items():
                    self.check_rows(self.scheme.metrics[key], unit["id"], rows)

    def check_rows(self, metric: Metric, unit: int, rows: Any) -> None:
        actual = self.reference.value(metric, unit, self.reference.start, self.reference.as_of)
        counted = [Fraction(row["counted"]) for row in rows if row["counted"] is not None]
        if actual is None:
            assert not rows
        else:
            assert abs(sum(counted) - actual) < Fraction(1, 10**8), (unit, metric)


def compare(random: Random, questions: int = 1) -> None:
    with a_ledger(random) as (ledger, toml):
        for _ in range(questions):
            Compared(ledger, a_question(random, toml)).check()


@settings(BOARDS, max_examples=15)
@given(st.integers(0, 2**32))
def test_boards_of_random_ledgers_are_those_worked_out_by_hand(seed: int) -> None:
    compare(Random(seed))


@pytest.mark.slow
@settings(BOARDS, max_examples=200)
@given(st.integers(0, 2**32))
def test_boards_of_many_random_ledgers_are_those_worked_out_by_hand(seed: int) -> None:
    compare(Random(seed), 3)
