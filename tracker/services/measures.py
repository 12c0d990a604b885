"""Amounts and values typed at the prompt that are out of all proportion to those that are there: slips of the unit."""

from __future__ import annotations

from statistics import median_low
from typing import TYPE_CHECKING, Any, Final

from tracker.result import Message
from tracker.rules.fields import MoneyKind
from tracker.rules.money import UNITS, money_words
from tracker.rules.nouns import NOUNS
from tracker.rules.numbers import plain_decimal
from tracker.services.unit_slips import LEAST, from_column, from_size, from_stored
from tracker.store.records import LIVE, load_one
from tracker.words import CURRENCY_CHANGED, NUMBER_SLIP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.rules.money import Money
    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader
    from tracker.words import Words

LATEST: Final = 200  # records that tell what is usual: enough for a median, and never the whole of a large table
TOO_LARGE: Final = 100  # times the largest value of its metric: targets of one metric lie nearer to the city's own
TOO_SMALL: Final = 5_000  # 60亿元 beside 600000万元, whatever the counties' sizes
YI, WAN = UNITS[0], UNITS[1]


def beyond_measure(reader: Reader, noun: Noun, values: Mapping[str, Any], id_: int | None = None) -> list[Message]:
    """Warnings of what is beyond all that is stored or usual; of a stored record, only of what changes."""
    record = load_one(reader, noun, id_) if id_ else None
    old = record.values if record else {}
    return [
        Message("unit_slip", said, "warning")
        for said in (*_amounts(reader, noun, values, old), *_numbers(reader, noun, values, old, id_))
    ]


def _amounts(reader: Reader, noun: Noun, values: Mapping[str, Any], old: Mapping[str, Any]) -> Iterator[Words]:
    for field in noun.own_fields:
        money = values.get(field.key)
        if not isinstance(field.kind, MoneyKind) or not money or not money.fen or money == old.get(field.key):
            continue
        before = old.get(field.key)
        if before and before.currency != money.currency:
            yield CURRENCY_CHANGED(field=field.label, old=money_words(before), new=money_words(money))
        slipped = from_stored(money, old.get(field.key)) or from_size(money, YI) or from_size(money, WAN)
        if said := slipped or from_column(money, _median(reader, noun, field.columns, money)):
            yield said


def _median(reader: Reader, noun: Noun, columns: tuple[str, ...], money: Money) -> int | None:
    """The median, in fen, of the amounts of a field that were entered last; None where there are few."""
    fen, currency = columns
    sql = f"SELECT {fen} FROM {noun.key} WHERE {currency} = ? AND {fen} > 0 AND {LIVE} ORDER BY id DESC LIMIT {LATEST}"
    amounts = [amount for (amount,) in reader.rows(sql, (money.currency,))]
    return median_low(amounts) if len(amounts) >= LEAST else None


def _numbers(
    reader: Reader, noun: Noun, values: Mapping[str, Any], old: Mapping[str, Any], id_: int | None
) -> Iterator[Words]:
    """What is said of a target or a figure beside the others of its metric."""
    value, metric = values.get("value"), values.get("metric")
    if noun not in (NOUNS["target"], NOUNS["figure"]) or not value or value == old.get("value"):
        return
    where = f"metric = ? AND id IS NOT ? AND {LIVE}"
    rows = reader.rows(f"SELECT value FROM {noun.key} WHERE {where} ORDER BY id DESC LIMIT {LATEST}", (metric, id_))
    field = noun.field("value")
    others = [other for row in rows if (other := field.kind.load(row))]
    if not others:
        return
    least, most = min(others), max(others)
    if value >= TOO_LARGE * most or value * TOO_SMALL <= least:
        other = most if value > most else least
        yield NUMBER_SLIP(value=plain_decimal(value), other=plain_decimal(other))
