"""The tables of a scheme's TOML text while they are read: each gives its values and notes what is wrong with them.

A mistake is noted at its line with what to type instead, and reading goes on, so that all of them are told at once.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tracker import words as w
from tracker.errors import BadData, BadValue, Problem
from tracker.rules.numbers import parse_number
from tracker.rules.schemes import FLAGS, MINIMUM
from tracker.words import Say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.words import Words

Path: TypeAlias = tuple[str | int, ...]
"""The keys, and the places in lists, that lead to a value: `("indicators", 2, "weight")`."""


class _Lines:
    """On which line each header, key and array element of a TOML text stands, which tomllib does not tell.

    The text is one that tomllib has already read: what is no TOML need not be told from it.
    """

    def __init__(self, source: str) -> None:
        self.found: dict[Path, int] = {}
        self._seen: dict[Path, int] = {}  # the number of the last element of each array of tables
        self._table: Path = ()
        self._array: Path = ()
        self._element = 0
        self._depth = 0
        self._quoted = False
        for number, line in enumerate(source.splitlines(), 1):
            self._read(line, number)

    def of(self, path: Path) -> int:
        """The line of a key, or of what it would stand in."""
        while path and path not in self.found:
            path = path[:-1]
        return self.found.get(path, 1)

    def _read(self, line: str, number: int) -> None:
        if len(re.findall(r'"""|' + "'''", line)) % 2:
            self._quoted = not self._quoted
        elif not self._quoted and self._depth:
            self._elements(line, number)
        elif not self._quoted:
            self._statement(line, number)

    def _statement(self, line: str, number: int) -> None:
        header = re.match(r"\s*(\[\[?)([^\[\]]+)\]", line)
        if header and (names := _dotted(header[2])):
            self._table = self._resolve(names, listed=header[1] == "[[")
            self.found.setdefault(self._table, number)
        elif key := re.match(r"""\s*((?:[\w\-. ]|"[^"]*"|'[^']*')+?)\s*=""", line):
            self._array = (*self._table, *_dotted(key[1]))
            self._element = 0
            self.found.setdefault(self._array, number)
            self._elements(line[key.end() :], number)

    def _resolve(self, names: list[str], *, listed: bool) -> Path:
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            path = (*path, self._seen[path]) if path in self._seen else path
        path = (*path, names[-1])
        if not listed:
            return path
        self._seen[path] = self._seen.get(path, -1) + 1
        return (*path, self._seen[path])

    def _elements(self, line: str, number: int) -> None:
        """Note the line of each inline table of an array, and whether the array goes on."""
        bare = re.sub(r"""#.*|"(?:\\.|[^"\\])*"|'[^']*'""", "", line)
        for _ in range(bare.count("{")):
            self.found.setdefault((*self._array, self._element), number)
            self._element += 1
        self._depth += bare.count("[") - bare.count("]")


def _dotted(text: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(r"""[\w\-]+|"[^"]*"|'[^']*'""", text)]


class Book:
    """A scheme while it is read: its text, and what was found wrong so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.wrong: list[tuple[int, Problem]] = []

    @cached_property
    def lines(self) -> _Lines:
        """Where its keys stand; looked up at the first problem, for a scheme in force has none."""
        return _Lines(self.source)

    def note(self, path: Path, code: str, what: Words, value: object = None, hint: Words | None = None) -> None:
        """Add a problem at the line of a key."""
        line = self.lines.of(path)
        key = ".".join(name for name in path if isinstance(name, str))
        place = w.SCHEME_PLACE(line=line, key=key) if key else w.SCHEME_LINE(line=line)
        shown = None if value is None else as_written(value)
        self.wrong.append((line, Problem(f"scheme_{code}", what, place, shown, hint)))

    def close(self) -> None:
        """Raise everything that is wrong, in the order of the text."""
        if not self.wrong:
            return
        problems = tuple(problem for _, problem in sorted(self.wrong, key=lambda each: each[0]))
        raise BadData(w.SCHEME_WRONG(count=len(problems)), code="scheme_wrong", problems=problems)


def as_written(value: object) -> str:
    """A value as it would be written in the file.

    >>> as_written([Decimal("0.5"), True])
    '[0.5, true]'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_written, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {as_written(each)}" for key, each in value.items()) + " }"
    return str(value)


EXAMPLES: Final = {  # what to type, by key
    "key": 'key = "contest-2024"',
    "year": "year = 2024",
    "name": 'name = { zh = "2024年竞赛榜", en = "2024 contest" }',
    "label": 'label = { zh = "到位资金", en = "Funds in place" }',
    "curve": "curve = [0.2, 0.5, 0.75, 1]",
    "decimals": "decimals = 2",
    "ties": 'ties = ["funds", "started"]',
    "groups": '[[groups]] key = "county"',
    "metrics": "[metrics.funds]",
    "indicators": '[[indicators]] metric = "funds" weight = 40 formula = "ratio_time"',
    "composite": "composite = true",
    "source": 'source = "funds"',
    "unit": 'unit = "亿元"',
    "where": 'where = { recognition = ["recognised"] }',
    "stage": 'stage = "started"',
    MINIMUM: 'min_investment = { CNY = "1亿", USD = "1000万" }',
    FLAGS: "target = true",
    "metric": 'metric = "funds"',
    "weight": "weight = 40",
    "formula": 'formula = "ratio_time"',
    "cap": "cap = 1.2",
    "base": "base = 60",
    "per": "per = 2",
    "step": "step = 0.1",
    "max": "max = 4",
    "low": "low = 60",
    "span": "span = 40",
    "of": 'of = "signed"',
    "by": 'by = "rate"',
    "goal": "goal = 0.2",
    "share": "share = 0.6",
    "parts": 'parts = [{ metric = "signed", share = 0.6, formula = "ratio" }]',
    "points": "points = 2",
    "veto": "veto = true",
    "bonus": "bonus = 10",
    "penalty": "penalty = 10",
    "rates": 'rates = { USD = "7.10" }',
    "issuer": 'issuer = "省商务厅"',
}
MOST_DIGITS: Final = 12  # a number of more digits before its point, or zeros after it, is a slip of the finger


def near_hint(value: str, valid: Iterable[str]) -> Words:
    """Say what may be typed, the nearest to what was typed first."""
    from difflib import get_close_matches

    names = tuple(valid)
    near = get_close_matches(value, names, n=1, cutoff=0.5)
    return w.SCHEME_NEAR_HINT(near=near[0], valid=names) if near else w.CHOICE_HINT(valid=names)


class Table:
    """One TOML table while it is read; what is asked for is known, what is left at `close` is not.

    A value that cannot be read is noted and stands as the default, so that reading goes on to the next mistake.
    """

    def __init__(self, values: Mapping[str, object], path: Path, book: Book) -> None:
        self.values = values
        self.path = path
        self.book = book
        self.known: dict[str, None] = {}

    def take(self, key: str, *, needed: bool = False) -> Any:
        """The raw value of a key, or None; note it when it is needed and missing."""
        self.known[key] = None
        value = self.values.get(key)
        if value is None and needed:
            self.missing(key)
        return value

    def missing(self, key: str) -> None:
        """Note that a needed key is missing."""
        self.note(key, "missing", w.SCHEME_KEY_MISSING(key=key), hint=example_hint(key))

    def note(self, key: str, code: str, what: Words, value: object = None, hint: Words | None = None) -> None:
        """Note a problem with the value of a key."""
        self.book.note((*self.path, key), code, what, value, hint)

    def wrong_kind(self, key: str, kind: Say, value: object) -> None:
        """Note that a value is not of the kind that its key takes."""
        self.note(key, "kind", w.SCHEME_KIND(value=as_written(value), kind=kind), value, self.example(key) or kind)

    def example(self, key: str) -> Words | None:
        """What to type for a key, else for the table that it stands in."""
        return example_hint(key, *self.path[-1:])

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.values:
            if key not in self.known:
                hint = near_hint(key, self.known) if self.known else None
                self.note(key, "unknown_key", w.SCHEME_KEY_UNKNOWN(key=key), key, hint)

    def text(self, key: str, *, needed: bool = False) -> str | None:
        """A text that is not empty."""
        value = self.take(key, needed=needed)
        if value is None or (isinstance(value, str) and value.strip()):
            return value.strip() if value else None
        self.wrong_kind(key, w.KIND_TEXT, value)
        return None

    def key(self, key: str) -> str:
        """A needed text of letters, digits, - and _; empty when it is missing or bad."""
        value = self.text(key, needed=True) or ""
        if value and not is_key(value):
            self.wrong_kind(key, w.KIND_KEY, value)
        return value

    def say(self, key: str, default: Say) -> Say:
        """A label: one text for both languages, or `{ zh = …, en = … }`."""
        value = self.take(key)
        if isinstance(value, str) and value.strip():
            return Say(value.strip(), value.strip())
        if isinstance(value, dict) and value:
            return _label(Table(value, (*self.path, key), self.book), default)
        if value is not None:
            self.wrong_kind(key, w.KIND_LABEL, value)
        return default

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self.take(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.wrong_kind(key, w.KIND_FLAG, value)
        return default

    def number(self, key: str, *, needed: bool = False, open_: bool = False) -> Fraction | None:
        """A number of at least 0, or above it when `open_`."""
        value = self.take(key, needed=needed)
        if value is None:
            return None
        number = exact_number(value)
        if number is None:
            self.wrong_kind(key, w.KIND_NUMBER, value)
        elif number < 0 or (open_ and number == 0):
            what = w.SCHEME_POSITIVE if open_ else w.SCHEME_NOT_NEGATIVE
            self.note(key, "range", what(value=as_written(value)), value, self.example(key))
        return number

    def any_number(self, key: str) -> Fraction | None:
        """A number of either sign."""
        value = self.take(key)
        number = None if value is None else exact_number(value)
        if value is not None and number is None:
            self.wrong_kind(key, w.KIND_NUMBER, value)
        return number

    def integer(self, key: str, low: int, high: int) -> int | None:
        """A whole number between two bounds."""
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong_kind(key, w.KIND_INTEGER, value)
            return None
        if not low <= value <= high:
            self.note(key, "range", w.SCHEME_RANGE(value=value, low=low, high=high), value, example_hint(key))
        return value

    def pick(self, key: str, valid: Sequence[str], default: str | None = None, *, needed: bool = False) -> str | None:
        """One of a few texts; None when it is none of them and there is no default."""
        value = self.text(key, needed=needed)
        if value is None or value in valid:
            return value or default
        self.unknown(key, value, valid)
        return default

    def unknown(self, key: str, value: str, valid: Iterable[str]) -> None:
        """Note a name that is not among the valid ones."""
        self.note(key, "unknown", w.SCHEME_UNKNOWN(value=value), value, near_hint(value, valid))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or one text; an empty list is noted, for it would count nothing."""
        value = self.take(key)
        if value is None:
            return ()
        listed = [value] if isinstance(value, str) else value
        if isinstance(listed, list) and listed and all(isinstance(each, str) and each.strip() for each in listed):
            return tuple(each.strip() for each in listed)
        self.wrong_kind(key, w.KIND_LIST, value)
        return ()

    def names(self, key: str, valid: Sequence[str]) -> tuple[str, ...]:
        """A list of names, each among the valid ones."""
        names = self.texts(key)
        for name in names:
            if name not in valid:
                self.unknown(key, name, valid)
        return names

    def table(self, key: str) -> Table:
        """A table, empty when it is missing."""
        value = self.take(key)
        if value is not None and not isinstance(value, dict):
            self.wrong_kind(key, w.KIND_TABLE, value)
            value = None
        return Table(value or {}, (*self.path, key), self.book)

    def tables(self, key: str) -> list[Table]:
        """A list of tables, empty when it is missing."""
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.wrong_kind(key, w.KIND_LIST, value)
            return []
        return [Table(each, (*self.path, key, place), self.book) for place, each in enumerate(value)]


def example_hint(*keys: str | int) -> Words | None:
    """What to type for the first of these keys that has an example."""
    examples = (EXAMPLES[key] for key in keys if isinstance(key, str) and key in EXAMPLES)
    example = next(examples, None)
    return None if example is None else w.SCHEME_EXAMPLE_HINT(example=example)


def is_key(text: str) -> bool:
    """Whether a text is of letters, digits, - and _ alone: part of an identifier of ASCII, but for the dash."""
    return text != "" and text.isascii() and f"_{text.replace('-', '_')}".isidentifier()


def _label(table: Table, default: Say) -> Say:
    zh, en = table.text("zh"), table.text("en")
    table.close()
    return Say(zh or en or default.zh, en or zh or default.en)


def exact_number(value: object) -> Fraction | None:
    """An exact number written as a number or as a text; None when it is none, or absurdly long."""
    if isinstance(value, str):
        try:
            value = parse_number(value)
        except BadValue:
            return None
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        return None
    return Fraction(number)
