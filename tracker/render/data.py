"""Results as data: the JSON of every command, one object with the same keys, and the sheets of a workbook."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tracker.render.plain import joined, left_out, left_out_text, without_bars
from tracker.render.shown import heading, neutral, said, shown
from tracker.result import Move, Reached, Result, Signed
from tracker.rules.chain import head
from tracker.rules.dates import PartialDate
from tracker.rules.money import Money, find_unit, in_unit
from tracker.rules.numbers import exact, plain_decimal
from tracker.rules.visible import visible
from tracker.words import SEAL_LINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.errors import Exit, Problem, TrackerError
    from tracker.render.shown import Json
    from tracker.result import Column, Message, Table
    from tracker.rules.money import MoneyUnit
    from tracker.sheets.rows import CellValue
    from tracker.sheets.writer import Sheet
    from tracker.words import Lang

VERSION: Final = "1"


def envelope(result: Result, lang: Lang, *, pretty: bool = False) -> str:
    """Give a result as its JSON object, one line or indented, with a line break at the end."""
    table = None if result.data is not None else joined(result.tables)
    others = () if result.data is not None else left_out(result.tables)
    messages = [_message(message, lang) for message in result.messages]
    if others:
        messages.append({"code": "tables_left_out", "level": "warning", "text": left_out_text(others, lang)})
    return _written(
        {
            "tracker": VERSION,
            "command": list(result.command),
            "status": result.status,
            "exit": int(result.exit),
            "data": neutral(result.given, lang) if table is None else list_data(table, lang),
            "messages": messages,
            "problems": [_problem(problem, lang) for problem in result.problems],
        },
        pretty=pretty,
    )


def error_envelope(command: Sequence[str], error: TrackerError, code: Exit, lang: Lang, *, pretty: bool = False) -> str:
    """Give a failure as the same object: every problem, what is known all the same; the messages end in a summary."""
    found = error.found if isinstance(error.found, Result) else Result(())
    messages = [_message(message, lang) for message in found.messages]
    if error.problem not in error.problems:
        messages.append({"code": error.problem.code, "level": "error", "text": said(error.problem.what, lang)})
    return _written(
        {
            "tracker": VERSION,
            "command": list(command),
            "status": "error",
            "exit": int(code),
            "data": neutral(found.given, lang),
            "messages": messages,
            "problems": [_problem(problem, lang) for problem in error.problems],
        },
        pretty=pretty,
    )


def list_data(table: Table, lang: Lang) -> Json:
    """Give a table as the data of a list: columns with key, label, unit; rows by key; how many in all and hidden."""
    table = without_bars(table)
    keys = [column.key for column in table.columns]
    totals = {} if table.totals is None else {"totals": neutral(table.totals, lang)}
    return {
        "columns": [
            {"key": column.key, "label": neutral(column.label, lang), "unit": neutral(column.unit, lang)}
            for column in table.columns
        ],
        "rows": [{key: neutral(value, lang) for key, value in zip(keys, row, strict=True)} for row in table.rows],
        "total": table.in_all,
        "hidden": table.hidden,
        **totals,
    }


def book_sheets(result: Result, lang: Lang) -> list[Sheet]:
    """Give a result's tables as sheets for people, tables of the same columns on one sheet; amounts are numbers."""
    from tracker.sheets.writer import Sheet

    name = " ".join(result.command) or "tracker"
    sheets = []
    rest: Sequence[Table] = result.tables
    while rest:
        table, rest = joined(rest), left_out(rest)
        if table is not None:
            sheet = sheet_of(table, name if table.title is None or rest else said(table.title, lang), lang)
            sheets.append(replace(sheet, footer=seal_line(result.seal, lang)) if result.seal else sheet)
    return sheets or [Sheet(name, ())]


def seal_line(seal: str, lang: Lang) -> str:
    """What stands in the footer of a printed board that was published."""
    return said(SEAL_LINE(head=head(seal)), lang)


def sheet_of(table: Table, name: str, lang: Lang) -> Sheet:
    """Give one table as a sheet."""
    units = [_column_unit(column, [row[i] for row in table.rows]) for i, column in enumerate(table.columns)]
    heads = [
        heading(column.label, column.unit if unit is None else unit.label, lang)
        for column, unit in zip(table.columns, units, strict=True)
    ]
    from tracker.sheets.writer import Sheet

    rows = [tuple(_cell(value, unit, lang) for value, unit in zip(row, units, strict=True)) for row in table.rows]
    places = {i: _places([row[i] for row in rows]) for i in range(len(heads))}
    return Sheet(name, heads, rows, formats={i: f"0.{'0' * most}" for i, most in places.items() if most})


def _places(values: list[CellValue]) -> int:
    """How many decimal places a column is printed with: those of its most exact figure, at most four."""
    exponents = (value.as_tuple().exponent for value in values if isinstance(value, Decimal))
    return min(4, max((-each for each in exponents if isinstance(each, int)), default=0))


def _column_unit(column: Column, values: list[object]) -> MoneyUnit | None:
    """The unit in which a column of amounts stands; None for other columns and for one without any amount in yuan."""
    if not any(isinstance(value, Money) and value.currency == "CNY" for value in values):
        return None
    named = None if column.unit is None else find_unit(said(column.unit, "zh"))
    return named or find_unit("万元")


def _cell(value: object, unit: MoneyUnit | None, lang: Lang) -> CellValue:
    if isinstance(value, Money) and unit is not None and value.currency == "CNY":
        return exact(in_unit(value, unit))
    if isinstance(value, datetime):  # a spreadsheet knows no time zones
        return (value.astimezone() if value.tzinfo else value).replace(tzinfo=None)
    if isinstance(value, PartialDate) and value.first == value.last:
        return value.first
    if isinstance(value, (Signed, Move, Reached)):
        return value[0]
    if isinstance(value, Fraction):
        return exact(value)
    plain = value is None or (isinstance(value, (str, int, Decimal, date)) and not isinstance(value, bool))
    return value if plain else shown(value, lang)  # type: ignore[return-value]


def ascii_json(written: str) -> str:
    r"""Give JSON text in ASCII alone, for a terminal or pipe of another encoding.

    >>> ascii_json('"冠县"')
    '"\\u51a0\\u53bf"'
    """
    return re.sub(r"[^\x00-\x7f]", _escape, written)


def _message(message: Message, lang: Lang) -> Json:
    return {"code": message.code, "level": message.level, "text": said(message.what, lang)}


def _problem(problem: Problem, lang: Lang) -> Json:
    return {
        "code": problem.code,
        "text": said(problem.what, lang),
        "place": None if problem.place is None else said(problem.place, lang),
        "value": problem.value,
        "hint": None if problem.hint is None else said(problem.hint, lang),
        **({"file": problem.file} if problem.file else {}),
        **({"cells": list(problem.cells)} if problem.cells else {}),
    }


@dataclass(frozen=True)
class _Digits:
    """Decimals on their way through `json`, which knows only floats: what a float would change is put in after."""

    mark: str = field(default_factory=lambda: os.urandom(16).hex())

    def default(self, value: object) -> int | float | str:
        if not isinstance(value, Decimal):
            raise TypeError(value)
        if value == value.to_integral_value():
            return int(value)
        near = float(value)
        return near if Decimal(repr(near)) == value else self.mark + plain_decimal(value)

    def put_in(self, written: str) -> str:
        return re.sub(f'"{self.mark}([^"]*)"', r"\1", written) if self.mark in written else written


def _written(value: Json, *, pretty: bool) -> str:
    digits = _Digits()
    indent = 2 if pretty else None
    written = json.dumps(value, ensure_ascii=False, allow_nan=False, default=digits.default, indent=indent)
    # What json leaves as it is but a terminal would obey: DEL, C1, bidi marks, lone surrogates; only strings hold them.
    hidden = {ord(char): _escaped(char) for char in set(written) if visible(char) != char and char != "\n"}
    written = digits.put_in(written)
    return (written.translate(hidden) if hidden else written) + "\n"


def _escape(match: re.Match[str]) -> str:
    return _escaped(match[0])


def _escaped(char: str) -> str:
    """One character as JSON escapes it, a pair beyond the first 65,536."""
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))
