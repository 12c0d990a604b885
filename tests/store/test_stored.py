"""Values as the database keeps them, for many records at once."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from tracker.rules.dates import day, months
from tracker.rules.money import Money
from tracker.rules.nouns import NOUNS
from tracker.store.stored import dumped, stored_rows

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
    kind = TARGET.field("value").kind
    assert rows == [kind.store(each["value"])[0] for each in records]
    assert [json.loads(text or "")["value"] for text in dumped(TARGET, records)] == rows


def test_truth_is_not_taken_for_a_number() -> None:
    assert dumped(COMPANY, [{"target": True, "lists_year": 1}]) == ['{"target": true, "lists_year": 1}']
    assert dumped(COMPANY, [{"white": True, "name": '甲"', "lists": ("listed",)}]) == [
        '{"white": true, "name": "甲\\"", "lists": ["listed"]}'
    ]


def test_records_without_columns_and_without_values() -> None:
    assert list(stored_rows([], [{}, {}])) == [(), ()]
    assert list(stored_rows([FUNDS.field("amount")], [])) == []
    assert dumped(FUNDS, [{}, {"opinion": None}, {"kind": "land"}]) == [None, '{"opinion": null}', '{"kind": "land"}']
    assert dumped(FUNDS, [{"opinion": None}, {"kind": "land", "ring": None}], blanks=False) == [
        None,
        '{"kind": "land"}',
    ]
    assert dumped(FUNDS, []) == []
    assert dumped(FUNDS, [{}, {}]) == [None, None]


def test_records_that_fill_in_different_fields_keep_to_themselves() -> None:
    records: list[dict[str, object]] = [
        {"ring": "city"},
        {"kind": "land", "amount": Money(1)},
        {"ring": "city", "amount": Money(2)},
    ]
    assert [json.loads(text or "") for text in dumped(FUNDS, records)] == [
        {"ring": "city"},
        {"kind": "land", "amount": [1, "CNY"]},
        {"ring": "city", "amount": [2, "CNY"]},
    ]
