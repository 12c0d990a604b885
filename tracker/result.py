"""What every service hands back: values in typed columns, never printed text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from tracker.errors import Exit, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal
    from pathlib import Path

    from tracker.words import Say, Words

NAMES: Final = frozenset({"unit", "metric", "indicator", "name"})  # the columns that a row is called by
Tone = Literal["good", "bad", "warn", "muted", "strong"]
Paper = Literal["A4", "A3"]


class Choice(NamedTuple):
    """A value from a fixed list: machines read `key`, people read `label`."""

    key: str
    label: Say


class Signed(NamedTuple):
    """A number that people read with its sign, + as well as −."""

    value: Decimal


class Move(NamedTuple):
    """How many ranks up (above 0) or down: people see an arrow, programs the number."""

    ranks: int


class Place(NamedTuple):
    """A rank, and how many ranks up (above 0) or down that is since the one before: programs see the rank alone."""

    rank: int | None
    moved: int | None = None


class Spark(NamedTuple):
    """A line of small bars, one a month, as heights from 0 to 1; None is a gap."""

    heights: tuple[float | None, ...]


class Reached(NamedTuple):
    """A percentage of a target, and whether it is level with or ahead of the pro-rata line: an arrow says so."""

    percent: Decimal
    ahead: bool


class Bar(NamedTuple):
    """A progress bar on a terminal: `share` of the goal reached and `mark`, the pro-rata line; 1 is the whole."""

    share: float | None
    mark: float | None = None


class Column(NamedTuple):
    """One column of a table, the same in every format.

    `kind` is `text`, `number` (right-aligned) or `bar` (drawn on a terminal, absent from files and pipes).
    A `grouping` column stands in the table's title on a terminal and is left out of the table there, a `sparse` one
    where it holds nothing. A `spare` one is there only on a terminal that is wide enough, a `yielding` one everywhere
    but on a terminal that is not.
    """

    key: str
    label: Words
    kind: Literal["text", "number", "bar"] = "text"
    unit: Words | None = None
    tone: Callable[[object], Tone | None] | None = None
    grouping: bool = False
    sparse: bool = False
    spare: bool = False
    yielding: bool = False


class Table(NamedTuple):
    """Rows of typed values under columns; `total` counts those that were asked for, `hidden` those that are not shown.

    `totals` is what JSON says of all the rows, shown or not.
    A terminal draws an `across` table as a line, its rows side by side: the first column names each step, which is
    done where the column called `across` holds something. The headings of a `bare` table say nothing that its rows do
    not: people are spared them.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    title: Words | None = None
    total: int | None = None
    hidden: int = 0
    across: str | None = None
    bare: bool = False
    totals: Mapping[str, object] | None = None

    @property
    def in_all(self) -> int:
        """How many rows there are in all, shown or not cut off by a limit."""
        return len(self.rows) if self.total is None else self.total


class Section(NamedTuple):
    """A part of a printed page under a heading of its own: a line of words, tables, parts of it.

    A `folded` one stands closed until a reader opens it. A `long` one is a sheet of a workbook that is looked things
    up in, over many sheets of paper, not hung up as one.
    """

    title: Words
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = ()
    note: Words | None = None
    folded: bool = False
    long: bool = False


class Part(NamedTuple):
    """A part of a bulletin under a heading: sentences, each a paragraph, and tables."""

    title: Words
    sentences: tuple[Words, ...] = ()
    tables: tuple[Table, ...] = ()


class Bulletin(NamedTuple):
    """What a bulletin 通报 says: its title, its period, its number (None of a board that is not published), its parts.

    The `annexes`, tables alone, stand after the place where it is signed by the `issuer` and dated. `template` is the
    file whose form it takes; without one the customary form.
    """

    title: Words
    period: Words
    issue: Words | None
    opening: Words
    parts: tuple[Part, ...]
    annexes: tuple[Part, ...]
    date: Words
    issuer: str | None = None
    template: Path | None = None


class Message(NamedTuple):
    """Something worth knowing that blocks nothing: coverage, hidden rows, a warning."""

    code: str
    what: Words
    level: Literal["info", "warning"] = "info"


class Result(NamedTuple):
    """The outcome of one command.

    `data` is what `-f json` prints, or a function that makes it where that takes long and most readers are people;
    without it the first table is printed as a list. `tables` of the same columns form one file in csv and xlsx.
    `lines` are said before the tables on a terminal and in plain text. A terminal draws what `overview` makes, a
    screenful, where there is one. `seal` is the hash of the published board that it shows, for every footer. A printed
    page or workbook has the `title` and, instead of the tables alone, the `sections`: headings one under the other, or
    sheets; a document is the `bulletin`. `paper` is the size of the sheets of paper, laid sideways.
    """

    command: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    data: object = None
    lines: tuple[Words, ...] = ()
    messages: tuple[Message, ...] = ()
    overview: Callable[[], tuple[Table, ...]] | None = None
    problems: tuple[Problem, ...] = ()
    status: Literal["ok", "partial", "error"] = "ok"
    exit: Exit = Exit.OK
    seal: str | None = None
    title: Words | None = None
    sections: tuple[Section, ...] = ()
    bulletin: Bulletin | None = None
    paper: Paper = "A4"

    @property
    def drawn(self) -> tuple[Table, ...]:
        """What a terminal draws."""
        return self.overview() if self.overview else self.tables

    @property
    def given(self) -> Any:
        """The data, made now where that was left until someone asks."""
        return self.data() if callable(self.data) else self.data
