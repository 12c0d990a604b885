"""Tables for a person at a terminal, a screenful at most; the only home of rich."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.render.layout import BAR_CELLS, drawable, together, widths_alone
from tracker.render.plain import align, plain_lines
from tracker.render.shown import NOTHING, heading, said, shown
from tracker.render.strip import ASCII_MARKS, MARKS, strip_lines
from tracker.result import Bar, Spark
from tracker.rules.widths import fold, pad
from tracker.words import NO_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import rich.console

    from tracker.render.terminal import Terminal
    from tracker.result import Column, Table, Tone
    from tracker.words import Lang

MOST_ROWS: Final = 200  # rich takes 0.7 ms a row: beyond a few screens the plain writer serves better
_BAR: Final = ("█", "░", "│")
_ASCII_BAR: Final = ("#", ".", "|")
_SPARKS: Final = "▁▂▃▄▅▆▇█"
_ASCII_SPARKS: Final = "_.-:=+*#"
_FRAME: Final = ("╭─┬╮", "├─┼┤", "╰─┴╯", "│")  # corners, dash and joint of its top, of the rule, of its bottom; side
_ASCII_FRAME: Final = ("+-++", "+-++", "+-++", "|")
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
    fitting = [[] if long or table.across else drawable(table, lang, terminal.width) for table in tables]
    lined_up = together([part for parts in fitting for part in parts], terminal.width)
    for index, (table, parts) in enumerate(zip(tables, fitting, strict=True)):
        if index:
            terminal.out.write("\n")
        if table.across:
            _draw_strip(table, lang, terminal)
        elif not parts:
            terminal.out.writelines(line + "\n" for line in plain_lines(table, lang))
        for part in parts:
            _draw(part.table, lang, terminal, lined_up.get(part.keys) or widths_alone(part, terminal.width))


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


def bar_text(bar: Bar, glyphs: tuple[str, str, str] = _BAR) -> str:
    """Draw a bar with its pro-rata mark between two cells, readable without colour; beyond the whole it is full.

    >>> bar_text(Bar(0.5, 0.75)), bar_text(Bar(0.5, 0.25)), bar_text(Bar(1.3)), bar_text(Bar(None))
    ('██████░░░│░░░', '███│███░░░░░░', '████████████', '—')
    """
    if bar.share is None:
        return NOTHING
    full, empty, mark = glyphs
    filled = min(BAR_CELLS, max(0, int(bar.share * BAR_CELLS + 0.5)))
    drawn = full * filled + empty * (BAR_CELLS - filled)
    if bar.mark is None or not 0 < bar.mark < 1:
        return drawn
    at = int(bar.mark * BAR_CELLS + 0.5)
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
