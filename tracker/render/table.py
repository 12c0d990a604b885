"""Tables for a person at a terminal, a screenful at most; the only home of rich."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tracker.render.plain import align, bared, plain_lines, with_columns, without_bars
from tracker.render.shown import NOTHING, heading, said, shown
from tracker.render.strip import ASCII_MARKS, MARKS, strip_lines
from tracker.result import NAMES, Bar, Spark
from tracker.rules.widths import cell_width, fold, pad
from tracker.words import NO_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import rich.console

    from tracker.render.terminal import Terminal
    from tracker.result import Column, Table, Tone
    from tracker.words import Lang

MOST_ROWS: Final = 200  # rich takes 0.7 ms a row: beyond a few screens the plain writer serves better
BAR_CELLS: Final = 12
_BAR: Final = ("█", "░", "│")
_ASCII_BAR: Final = ("#", ".", "|")
_SPARKS: Final = "▁▂▃▄▅▆▇█"
_ASCII_SPARKS: Final = "_.-:=+*#"
_FRAME: Final = ("╭─┬╮", "├─┼┤", "╰─┴╯", "│")  # corners, dash and joint of its top, of the rule, of its bottom; side
_ASCII_FRAME: Final = ("+-++", "+-++", "+-++", "|")
_BESIDE: Final = 3  # a border and two spaces for each column
_LEAST_HEAD: Final = 6  # three Chinese characters: a heading folds down to that before anything else gives way
_WHOLE_TEXT: Final = 24  # a name up to twelve Chinese characters stays on one line rather than beside a bar
_SPARE_TEXT: Final = 40  # a column that is there only where there is room may fold from here on
_LEAST_TEXT: Final = 10  # five Chinese characters: a text column narrower than that cannot be read
_STYLES: Final[Mapping[Tone, str]] = {
    "good": "green",
    "bad": "red",
    "warn": "yellow",
    "muted": "bright_black",
    "strong": "bold",
}


def print_tables(tables: Sequence[Table], lang: Lang, terminal: Terminal) -> None:
    """Print tables to the terminal's output, drawn if they fit it; every row and every cell is there, whole."""
    long = sum(len(table.rows) for table in tables) > MOST_ROWS
    fitting = [[] if long or table.across else _drawable(table, lang, terminal.width) for table in tables]
    together = _aligned([part for parts in fitting for part in parts], lang, terminal.width)
    for index, (table, parts) in enumerate(zip(tables, fitting, strict=True)):
        if index:
            terminal.out.write("\n")
        if table.across:
            _draw_strip(table, lang, terminal)
        elif not parts:
            terminal.out.writelines(line + "\n" for line in plain_lines(table, lang))
        for part in parts:
            _draw(part, lang, terminal, together.get(_keys(part)) or _widths([part], lang, terminal.width) or [])


def _drawable(table: Table, lang: Lang, width: int) -> list[Table]:
    """A table with the columns that have room, or one below another where not even the needed ones do; else none."""
    kept = _fitting(table, lang, width)
    return _parts(table, lang, width) if kept is None else [kept]


def _parts(table: Table, lang: Lang, width: int) -> list[Table]:
    """A table too wide as several, as few and as even as can be: what its rows are called by stands in each."""
    *_, table = _choices(bared(table))
    first = next((n + 1 for n, column in enumerate(table.columns) if column.key in NAMES), 0)
    rest = range(first, len(table.columns))
    for number in range(2, len(rest) + 1 if first else 0):
        edges = [first + len(rest) * n // number for n in range(number + 1)]
        parts = [with_columns(table, [*range(first), *range(start, end)]) for start, end in pairwise(edges)]
        if all(_fits_whole(part, lang, width) for part in parts):
            return [parts[0], *(replace(part, title=None) for part in parts[1:])]
    return []


def _fits_whole(table: Table, lang: Lang, width: int) -> bool:
    """Whether a table fits without a name that folds."""
    widths = _widths([table], lang, width)
    return widths is not None and not _folds_names(table, lang, widths)


def _fitting(table: Table, lang: Lang, width: int) -> Table | None:
    """The columns to draw: all that have room, else without yielding ones or bars; None where nothing fits."""
    fitting = None
    for kept in _choices(_spared(bared(table), lang, width)):
        widths = _widths([kept], lang, width)
        if widths is None:
            continue
        if not _folds_names(kept, lang, widths) and not _squeezed(kept, lang, widths):
            return kept
        fitting = kept
    return fitting


def _choices(table: Table) -> Iterator[Table]:
    """A table with ever fewer of its columns: without yielding ones first, then without bars too."""
    yield table
    least = [index for index, column in enumerate(table.columns) if not column.yielding]
    if len(least) < len(table.columns):
        table = with_columns(table, least)
        yield table
    if any(column.kind == "bar" for column in table.columns):
        yield without_bars(table)


def _squeezed(table: Table, lang: Lang, widths: list[int]) -> bool:
    """Whether a yielding column takes the room that a word of some heading needs."""
    if not any(column.yielding for column in table.columns):
        return False
    heads = (heading(column.label, column.unit, lang) for column in table.columns)
    return any(
        cell_width(word) > wide
        for head, wide in zip(heads, widths, strict=True)
        for word in head.split()
        if word.isascii()
    )


def _folds_names(table: Table, lang: Lang, widths: list[int]) -> bool:
    """Whether a text that could stand on one line would not."""
    pairs = zip(table.columns, _naturals(table, lang), widths, strict=True)
    return any(column.kind == "text" and wide < min(natural, _WHOLE_TEXT) for column, natural, wide in pairs)


def _spared(table: Table, lang: Lang, width: int) -> Table:
    """The table with as many of its spare columns, in their order, as leave the cells of the others on one line."""
    if not any(column.spare for column in table.columns):
        return table
    room = width - 1 - sum(_BESIDE + wide for column, wide in _columns(table, lang) if not column.spare)
    kept = []
    for index, (column, wide) in enumerate(_columns(table, lang)):
        room -= _BESIDE + min(wide, _SPARE_TEXT) if column.spare else 0
        if room >= 0 or not column.spare:
            kept.append(index)
    return with_columns(table, kept)


def _columns(table: Table, lang: Lang) -> Iterator[tuple[Column, int]]:
    """Every column with how wide it would like to be."""
    return zip(table.columns, _naturals(table, lang), strict=True)


def _widths(tables: Sequence[Table], lang: Lang, width: int) -> list[int] | None:
    """A width for every column of tables with the same columns: as wide as they like, or the widest narrower.

    None where they do not fit: numbers and bars never break over lines, for half a number is another number; headings
    and texts may fold.
    """
    columns = tables[0].columns
    naturals = [max(wide) for wide in zip(*(_naturals(table, lang) for table in tables), strict=True)]
    values = [max(wide) for wide in zip(*(_values(table, lang) for table in tables), strict=True)]
    least = [
        min(natural, _LEAST_TEXT) if column.kind == "text" else max(value, min(natural, _LEAST_HEAD))
        for column, natural, value in zip(columns, naturals, values, strict=True)
    ]
    room = width - 1 - _BESIDE * len(columns)
    if sum(least) > room:
        return None
    widths = list(naturals)
    while sum(widths) > room:
        # Headings of numbers give way before those of texts do, and headings before names, the widest first.
        free = [n for n in range(len(widths)) if widths[n] > least[n]]
        numbers = [n for n in free if columns[n].kind != "text"]
        heads = [n for n in free if widths[n] > values[n]]
        widths[max(numbers or heads or free, key=lambda n: widths[n])] -= 1
    return widths


def _naturals(table: Table, lang: Lang) -> list[int]:
    """How wide each column would like to be."""
    heads = (cell_width(heading(column.label, column.unit, lang)) for column in table.columns)
    return [max(head, value) for head, value in zip(heads, _values(table, lang), strict=True)]


def _values(table: Table, lang: Lang) -> list[int]:
    """How wide the widest cell of each column is."""
    return [
        max((_value_width(column, row[index], lang) for row in table.rows), default=0)
        for index, column in enumerate(table.columns)
    ]


def _value_width(column: Column, value: object, lang: Lang) -> int:
    return BAR_CELLS + 1 if column.kind == "bar" else cell_width(shown(value, lang))


def _aligned(tables: Sequence[Table], lang: Lang, width: int) -> dict[tuple[str, ...], list[int]]:
    """Widths by columns: tables that are all of the same columns stand in line with each other, and bare ones do."""
    alike = len({_keys(table) for table in tables}) == 1
    together: dict[tuple[str, ...], list[Table]] = {}
    for table in tables:
        if alike or table.bare:
            together.setdefault(_keys(table), []).append(table)
    found = {keys: _widths(those, lang, width) for keys, those in together.items()}
    return {keys: widths for keys, widths in found.items() if widths}


def _keys(table: Table) -> tuple[str, ...]:
    return tuple(column.key for column in table.columns)


def _draw(table: Table, lang: Lang, terminal: Terminal, widths: list[int]) -> None:
    from rich.text import Text

    console = _console(terminal)
    if table.title is not None:
        console.print(Text(said(table.title, lang), style="bold", overflow="fold"))
    if not table.rows:
        console.print(Text(said(NO_ROWS, lang), style=_STYLES["muted"]))
        return
    plain = not _can_print("".join((*_BAR, *_FRAME)), console.encoding)
    glyphs, frame = (_ASCII_BAR, _ASCII_FRAME) if plain else (_BAR, _FRAME)
    console.print(Text.assemble(*_pieces(table, lang, widths, glyphs, frame)), soft_wrap=True)


def _draw_strip(table: Table, lang: Lang, terminal: Terminal) -> None:
    """A line of steps, under its title."""
    from rich.text import Text

    console = _console(terminal)
    if table.title is not None:
        console.print(Text(said(table.title, lang), style="bold", overflow="fold"))
    marks = MARKS if _can_print("".join(MARKS), console.encoding) else ASCII_MARKS
    terminal.out.writelines(line + "\n" for line in strip_lines(table, lang, terminal.width, marks))


def _pieces(
    table: Table, lang: Lang, widths: list[int], glyphs: tuple[str, str, str], frame: tuple[str, str, str, str]
) -> Iterator[tuple[str, str]]:
    """A table as runs of text, each with its style: the frame, the headings, the rows."""
    top, between, bottom, side = frame
    heads = [(heading(column.label, column.unit, lang), "bold") for column in table.columns]
    muted = _STYLES["muted"]
    yield _rule(top, widths) + "\n", muted
    if not table.bare:
        yield from _lines(table, heads, widths, side, low=True)
        yield _rule(between, widths) + "\n", muted
    for row in table.rows:
        cells = [_cell(column, value, lang, glyphs) for column, value in zip(table.columns, row, strict=True)]
        yield from _lines(table, cells, widths, side)
    yield _rule(bottom, widths), muted


def _rule(line: str, widths: list[int]) -> str:
    """One line of the frame: left corner, dash, joint, right corner."""
    left, dash, joint, right = tuple(line)
    return left + joint.join(dash * (width + 2) for width in widths) + right


def _lines(
    table: Table, cells: list[tuple[str, str]], widths: list[int], side: str, *, low: bool = False
) -> Iterator[tuple[str, str]]:
    """One row of cells, over as many lines as its longest takes; `low` ones stand at the bottom of theirs."""
    folded = [fold(words, width) for (words, _), width in zip(cells, widths, strict=True)]
    height = max(map(len, folded))
    for n in range(height):
        yield side, _STYLES["muted"]
        for column, lines, (_, style), width in zip(table.columns, folded, cells, widths, strict=True):
            at = n - (height - len(lines)) if low else n
            line = lines[at] if 0 <= at < len(lines) else ""
            before, _, after = pad(line, width, align(column)).partition(line or " ")
            yield f" {before}", ""
            yield line or " ", style if line else ""
            yield f"{after} ", ""
            yield side, _STYLES["muted"]
        yield "\n", ""


def _console(terminal: Terminal) -> rich.console.Console:
    """A console that takes nothing from the environment and reads no markup: data may hold brackets and colons."""
    from rich.console import Console

    return Console(
        file=terminal.out,
        width=terminal.width,
        height=25,  # without one, rich takes 80 columns where TERM is dumb
        force_terminal=terminal.colour,
        color_system="standard" if terminal.colour else None,
        no_color=not terminal.colour,
        markup=False,
        highlight=False,
        emoji=False,
    )


def _cell(column: Column, value: object, lang: Lang, glyphs: tuple[str, str, str]) -> tuple[str, str]:
    """A cell's text and style."""
    tone = column.tone(value) if column.tone else None
    if column.kind == "bar" and isinstance(value, Bar):
        return bar_text(value, glyphs), _STYLES[tone or _bar_tone(value)]
    if isinstance(value, Spark):
        return spark_text(value, _SPARKS if glyphs == _BAR else _ASCII_SPARKS), _STYLES[tone] if tone else ""
    return shown(value, lang), _STYLES[tone] if tone else _STYLES["muted"] if value is None else ""


def bar_text(bar: Bar, glyphs: tuple[str, str, str] = _BAR, cells: int = BAR_CELLS) -> str:
    """Draw a bar with its pro-rata mark between two cells, readable without colour; beyond the whole it is full.

    >>> bar_text(Bar(0.5, 0.75)), bar_text(Bar(0.5, 0.25)), bar_text(Bar(1.3), cells=6), bar_text(Bar(None))
    ('██████░░░│░░░', '███│███░░░░░░', '██████', '—')
    """
    if bar.share is None:
        return NOTHING
    full, empty, mark = glyphs
    filled = min(cells, max(0, int(bar.share * cells + 0.5)))
    drawn = full * filled + empty * (cells - filled)
    if bar.mark is None or not 0 < bar.mark < 1:
        return drawn
    at = int(bar.mark * cells + 0.5)
    return drawn[:at] + mark + drawn[at:]


def spark_text(spark: Spark, glyphs: str = _SPARKS) -> str:
    """Draw a line of small bars, a gap as a space.

    >>> spark_text(Spark((0.0, None, 0.5, 1.0))), spark_text(Spark((0.0, 0.5, 1.0)), _ASCII_SPARKS)
    ('▁ ▅█', '_=#')
    """
    most = len(glyphs) - 1
    return "".join(" " if height is None else glyphs[int(height * most + 0.5)] for height in spark.heights)


def _bar_tone(bar: Bar) -> Tone:
    if bar.share is None or bar.mark is None:
        return "muted" if bar.share is None else "good"
    return "good" if bar.share >= bar.mark else "bad"


def _can_print(glyphs: str, encoding: str) -> bool:
    try:
        glyphs.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
