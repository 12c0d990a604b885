"""Tables as text without colour and without a cut: aligned for people, csv and tsv for programs, Markdown for pages."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Final

from tracker.render.shown import heading, neutral, said, shown
from tracker.rules.money import Money
from tracker.rules.numbers import plain_decimal
from tracker.rules.visible import safe, starts_formula, visible
from tracker.rules.widths import cell_width
from tracker.words import PAGE_NOTES, TABLES_LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tracker.result import Column, Result, Table
    from tracker.rules.widths import Align
    from tracker.words import Lang

GAP: Final = "  "
_MARKDOWN: Final = str.maketrans(
    {char: "\\" + char for char in "\\|`*_[]~#"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
)


def without_bars(table: Table) -> Table:
    """Give the table without the columns that only a terminal can draw."""
    kept = [index for index, column in enumerate(table.columns) if column.kind != "bar" and not column.spare]
    if len(kept) == len(table.columns):
        return table
    return with_columns(table, kept)


def with_columns(table: Table, kept: Sequence[int]) -> Table:
    """Give the table with some of its columns, by their places."""
    rows = tuple(tuple(row[index] for index in kept) for row in table.rows)
    return table._replace(columns=tuple(table.columns[index] for index in kept), rows=rows)


def bared(table: Table) -> Table:
    """Give the table without the columns that its title says, and without sparse ones that hold nothing here."""
    kept = [
        index
        for index, column in enumerate(table.columns)
        if not column.grouping and not (column.sparse and all(row[index] is None for row in table.rows))
    ]
    return with_columns(table, kept)


def joined(tables: Sequence[Table]) -> Table | None:
    """Give the first table with the rows of every other one that has the same columns, or None without a table."""
    if not tables:
        return None
    alike = [table for table in tables if _keys(table) == _keys(tables[0])]
    return without_bars(tables[0])._replace(
        rows=tuple(row for table in alike for row in without_bars(table).rows),
        total=sum(table.in_all for table in alike),
        hidden=sum(table.hidden for table in alike),
    )


def left_out(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Give the tables whose columns are not those of the first: two headings in one csv would spoil it."""
    return tuple(table for table in tables if _keys(table) != _keys(tables[0]))


def left_out_text(tables: Sequence[Table], lang: Lang) -> str:
    """Say which tables a format of one table leaves out."""
    titles = tuple(table.title if table.title is not None else table.columns[0].label for table in tables)
    return said(TABLES_LEFT_OUT(n=len(tables), titles=titles), lang)


def _keys(table: Table) -> tuple[str, ...]:
    return tuple(column.key for column in table.columns)


def plain_lines(table: Table, lang: Lang) -> Iterator[str]:
    """Give a table line by line: title, headings, every row, complete and aligned by two spaces between columns."""
    table = without_bars(table)
    if table.title is not None:
        yield said(table.title, lang)
    columns = (_filled(column, [row[index] for row in table.rows], lang) for index, column in enumerate(table.columns))
    for cells in islice(zip(*columns, strict=True), int(table.bare), None):
        yield GAP.join(cells).rstrip(" ")


def _filled(column: Column, values: list[object], lang: Lang) -> list[str]:
    """A column's heading and cells, filled up to the same width; each is measured once, for lists are long."""
    cells = [heading(column.label, column.unit, lang), *(shown(value, lang) for value in values)]
    widths = list(map(cell_width, cells))
    widest = max(widths)
    pairs = zip(cells, widths, strict=True)
    if align(column) == "right":
        return [" " * (widest - width) + cell for cell, width in pairs]
    return [cell + " " * (widest - width) for cell, width in pairs]


def align(column: Column) -> Align:
    """Numbers stand to the right, everything else to the left."""
    return "right" if column.kind == "number" else "left"


def guarded(words: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula; import takes exactly one off again.

    One that has apostrophes before such a beginning gets another, as it would lose its own.

    >>> guarded("=1+1"), guarded(" ＠SUM(A1)"), guarded("'=1"), guarded("'冠县'")
    ("'=1+1", "' ＠SUM(A1)", "''=1", "'冠县'")
    """
    return "'" + words if starts_formula(words.lstrip("'")) else words


def csv_text(table: Table, lang: Lang, *, newline: str = "\n") -> str:
    """Give a table as csv: English keys as header, ISO dates, amounts in yuan with a `<key>_currency` column after."""
    import csv

    out = StringIO(newline="")
    csv.writer(out, lineterminator=newline).writerows(_records(table, lang, _lines_kept))
    return out.getvalue()


def tsv_text(table: Table, lang: Lang) -> str:
    """Give a table as tab-separated lines, one a row, like `csv_text`; tabs and line breaks in a cell become marks."""
    return "".join("\t".join(record) + "\n" for record in _records(table, lang, safe))


def _lines_kept(words: str) -> str:
    """Safe but for its own line breaks and tabs, which csv can quote; a lone CR it would not."""
    if words.isprintable():
        return words
    return "".join(char if char in "\n\t" else visible(char) for char in words.replace("\r\n", "\n"))


def _records(table: Table, lang: Lang, clean: Callable[[str], str]) -> Iterator[list[str]]:
    table = without_bars(table)
    money = {i for i in range(len(table.columns)) if any(isinstance(row[i], Money) for row in table.rows)}
    keys = [(column.key, f"{column.key}_currency") for column in table.columns]
    yield [key for i, pair in enumerate(keys) for key in pair[: 1 + (i in money)]]
    for row in table.rows:
        pairs = ((_field(value, lang, clean), value.currency if isinstance(value, Money) else "") for value in row)
        yield [cell for i, pair in enumerate(pairs) for cell in pair[: 1 + (i in money)]]


def _field(value: object, lang: Lang, clean: Callable[[str], str]) -> str:
    """One cell for a program: an empty text for nothing, keys for choices, numbers with all their digits."""
    if isinstance(value, Money):
        return plain_decimal(Decimal(value.fen).scaleb(-2))
    plain = neutral(value, lang)
    if isinstance(plain, Decimal):
        return plain_decimal(plain)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, list):
        plain = "、".join(_field(item, lang, str) for item in plain)
    return guarded(clean(plain)) if isinstance(plain, str) else "" if plain is None else str(plain)


def markdown_page(result: Result, lang: Lang) -> str:
    """Give a result as Markdown: its title, every line a paragraph, its tables; no data is read as markup.

    A page of its own, which has a title, ends with what a reader of its figures should know.
    """
    lines = [escaped(said(line, lang)) + "\n" for line in result.lines]
    tables = [markdown_text(table, lang) for table in result.tables]
    if result.title is None:
        return "\n".join([*lines, *tables])
    notes = "".join(f"- {escaped(said(message.what, lang))}\n" for message in result.messages)
    ended = [f"## {said(PAGE_NOTES, lang)}\n\n{notes}"] if notes else []
    return "\n".join([f"# {escaped(said(result.title, lang))}\n", *lines, *tables, *ended])


def markdown_text(table: Table, lang: Lang) -> str:
    """Give a table as Markdown, with its title as a heading; what the title says is no column."""
    table = without_bars(bared(table))
    heads = [heading(column.label, column.unit, lang) for column in table.columns]
    rules = ["---:" if align(column) == "right" else "---" for column in table.columns]
    rows = ([shown(value, lang) for value in row] for row in table.rows)
    title = () if table.title is None else (f"## {escaped(said(table.title, lang))}", "")
    lines = (*title, _piped(map(escaped, heads)), _piped(rules), *(_piped(map(escaped, cells)) for cells in rows))
    return "".join(line + "\n" for line in lines)


def escaped(words: str) -> str:
    """Give a text so that Markdown prints it as it stands.

    >>> escaped("a|b <i>*")
    'a\\\\|b &lt;i&gt;\\\\*'
    """
    return words.translate(_MARKDOWN)


def _piped(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
