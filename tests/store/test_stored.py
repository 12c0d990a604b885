"""Values as the database keeps them, for many records at once."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from tracker.rules.dates import day, months
from tracker.rules.money import Money
from tracker.rules.nouns import NOUNS
from tracker.store.stored import Dumps, stored_rows

FUNDS, TARGET, COMPANY = NOUNS["funds"], NOUNS["target"], NOUNS["company"]


def test_each_record_has_its_own_columns() -> None:
    fields = [FUNDS.field(key) for key in ("project", "received_on", "amount", "opinion")]
    records = [
        {"project": 1, "received_on": day(date(2024, 3, 5)), "amount": Money(100), "opinion": "甲"},
        {"project": 2, "received_on": months(2024, 3), "amount": Money(7, "USD")},
    ]
    assert list(stored_rows(fields, records)) == [
        (1, "2024-03-05", "2024-03-05", 100, "CNY", "甲"),
        (2, "2024-03-01", "2024-03-31", 7, "USD", None),
    ]


def test_equal_numbers_keep_the_digits_that_each_has() -> None:
    records = [{"value": Decimal(text)} for text in ("1.0", "1", "1.00")]
    rows = [number for (number,) in stored_rows([TARGET.field("value")], records)]
    dumps = Dumps(TARGET)
    kind = TARGET.field("value").kind
    assert rows == [kind.store(each["value"])[0] for each in records]
    assert [json.loads(dumps(each) or "")["value"] for each in records] == rows


def test_truth_is_not_taken_for_a_number() -> None:
    dumps = Dumps(COMPANY)
    assert dumps({"target": True, "lists_year": 1}) == '{"target": true, "lists_year": 1}'
    assert dumps({"white": True, "name": '甲"', "lists": ("listed",)}) == (
        '{"white": true, "name": "甲\\"", "lists": ["listed"]}'
    )


def test_records_without_columns_and_without_values() -> None:
    assert list(stored_rows([], [{}, {}])) == [(), ()]
    assert list(stored_rows([FUNDS.field("amount")], [])) == []
    assert Dumps(FUNDS)({}) is None
    assert Dumps(FUNDS)({"opinion": None}) == '{"opinion": null}'


def test_a_value_that_is_gone_lends_its_text_to_no_other() -> None:
    dumps = Dumps(FUNDS)
    for fen in range(2_000):
        assert dumps({"amount": Money(fen)}) == f'{{"amount": [{fen}, "CNY"]}}'
