"""Reads a scheme from its TOML text, whole, with every mistake in it named by its line and by what to type instead.

First where the keys stand in the text, then tables that note what is wrong with them, then the parts of a scheme.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast, get_args

from tracker import words as w
from tracker.errors import BadData, BadValue, Problem
from tracker.rules.choices import GROUP, folded
from tracker.rules.curves import Basis
from tracker.rules.money import UNITS, find_unit, parse_money
from tracker.rules.numbers import parse_number
from tracker.rules.schemes import (
    COUNTED,
    FLAGS,
    LONE,
    MEASURES,
    MINIMUM,
    PEOPLE,
    WHERE,
    Formula,
    Group,
    Indicator,
    Item,
    Limits,
    Measure,
    Metric,
    MissingTarget,
    Scheme,
    Source,
)
from tracker.words import Say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.rules.choices import Choices
    from tracker.rules.curves import Curve
    from tracker.rules.money import Money, MoneyUnit
    from tracker.rules.schemes import Where, WhereValue
    from tracker.words import Words

# Where a key stands in the text: tomllib does not say.

_Path: TypeAlias = tuple[str | int, ...]


class _Lines:
    """The line of every header, key and array element of a TOML text that tomllib has already read."""

    def __init__(self, source: str) -> None:
        self.found: dict[_Path, int] = {}
        self._seen: dict[_Path, int] = {}  # the number of the last element of each array of tables
        self._table: _Path = ()
        self._array: _Path = ()
        self._element = 0
        self._depth = 0
        self._quoted = False
        for number, line in enumerate(source.splitlines(), 1):
            self._read(line, number)

    def of(self, path: _Path) -> int:
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

    def _resolve(self, names: list[str], *, listed: bool) -> _Path:
        path: _Path = ()
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


# Reading, collecting every problem on the way.


class _Book:
    """A scheme while it is read: its text, and what was found wrong so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.wrong: list[tuple[int, Problem]] = []

    @cached_property
    def lines(self) -> _Lines:
        """Where its keys stand; looked up at the first problem, for a scheme in force has none."""
        return _Lines(self.source)

    def note(self, path: _Path, code: str, what: Words, value: object = None, hint: Words | None = None) -> None:
        """Add a problem at the line of a key."""
        line = self.lines.of(path)
        key = ".".join(name for name in path if isinstance(name, str))
        place = w.SCHEME_PLACE(line=line, key=key) if key else w.SCHEME_LINE(line=line)
        shown = None if value is None else _shown(value)
        self.wrong.append((line, Problem(f"scheme_{code}", what, place, shown, hint)))

    def close(self) -> None:
        """Raise everything that is wrong, in the order of the text."""
        if not self.wrong:
            return
        problems = tuple(problem for _, problem in sorted(self.wrong, key=lambda each: each[0]))
        raise BadData(w.SCHEME_WRONG(count=len(problems)), code="scheme_wrong", problems=problems)


def _shown(value: object) -> str:
    """A value as it would be written in the file.

    >>> _shown([Decimal("0.5"), True])
    '[0.5, true]'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_shown(each)}" for key, each in value.items()) + " }"
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


class _Table:
    """One TOML table while it is read; what is asked for is known, what is left at `close` is not.

    A value that cannot be read is noted and stands as the default, so that reading goes on to the next mistake.
    """

    def __init__(self, values: Mapping[str, object], path: _Path, book: _Book) -> None:
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
        self.note(key, "missing", w.SCHEME_KEY_MISSING(key=key), hint=_example(key))

    def note(self, key: str, code: str, what: Words, value: object = None, hint: Words | None = None) -> None:
        """Note a problem with the value of a key."""
        self.book.note((*self.path, key), code, what, value, hint)

    def wrong_kind(self, key: str, kind: Say, value: object) -> None:
        """Note that a value is not of the kind that its key takes."""
        self.note(key, "kind", w.SCHEME_KIND(value=_shown(value), kind=kind), value, self.example(key) or kind)

    def example(self, key: str) -> Words | None:
        """What to type for a key, else for the table that it stands in."""
        return _example(key, *self.path[-1:])

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
        if value and not _is_key(value):
            self.wrong_kind(key, w.KIND_KEY, value)
        return value

    def say(self, key: str, default: Say) -> Say:
        """A label: one text for both languages, or `{ zh = …, en = … }`."""
        value = self.take(key)
        if isinstance(value, str) and value.strip():
            return Say(value.strip(), value.strip())
        if isinstance(value, dict) and value:
            return _label(_Table(value, (*self.path, key), self.book), default)
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
        number = _number(value)
        if number is None:
            self.wrong_kind(key, w.KIND_NUMBER, value)
        elif number < 0 or (open_ and number == 0):
            what = w.SCHEME_POSITIVE if open_ else w.SCHEME_NOT_NEGATIVE
            self.note(key, "range", what(value=_shown(value)), value, self.example(key))
        return number

    def any_number(self, key: str) -> Fraction | None:
        """A number of either sign."""
        value = self.take(key)
        number = None if value is None else _number(value)
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
            self.note(key, "range", w.SCHEME_RANGE(value=value, low=low, high=high), value, _example(key))
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

    def table(self, key: str) -> _Table:
        """A table, empty when it is missing."""
        value = self.take(key)
        if value is not None and not isinstance(value, dict):
            self.wrong_kind(key, w.KIND_TABLE, value)
            value = None
        return _Table(value or {}, (*self.path, key), self.book)

    def tables(self, key: str) -> list[_Table]:
        """A list of tables, empty when it is missing."""
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.wrong_kind(key, w.KIND_LIST, value)
            return []
        return [_Table(each, (*self.path, key, place), self.book) for place, each in enumerate(value)]


def _example(*keys: str | int) -> Words | None:
    """What to type for the first of these keys that has an example."""
    examples = (EXAMPLES[key] for key in keys if isinstance(key, str) and key in EXAMPLES)
    example = next(examples, None)
    return None if example is None else w.SCHEME_EXAMPLE_HINT(example=example)


def _is_key(text: str) -> bool:
    """Whether a text is of letters, digits, - and _ alone: part of an identifier of ASCII, but for the dash."""
    return text != "" and text.isascii() and f"_{text.replace('-', '_')}".isidentifier()


def _label(table: _Table, default: Say) -> Say:
    zh, en = table.text("zh"), table.text("en")
    table.close()
    return Say(zh or en or default.zh, en or zh or default.en)


def _number(value: object) -> Fraction | None:
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


@lru_cache(maxsize=32)  # a command asks for the same few schemes again and again
def parse_scheme(text: str) -> Scheme:
    """Read the TOML text of a scheme; raise BadData with every mistake in it, each with its line and what to type."""
    text = text.removeprefix("\ufeff")
    values = _load(text)
    book = _Book(text)
    top = _Table(values, (), book)
    scheme = _scheme(top)
    top.close()
    book.close()
    return scheme


def _load(text: str) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        reason, _, where = str(error).partition(" (at ")
        found = re.search(r"line (\d+)", where)
        lines = text.splitlines() or [""]
        number = int(found[1]) if found else len(lines)
    except (RecursionError, ValueError) as error:  # hostile nesting, or a whole number of thousands of digits
        reason, number, lines = str(error), 1, text.splitlines()
    value = lines[min(number, len(lines)) - 1].strip()
    raise BadData(
        w.SCHEME_TOML(reason=reason),
        code="scheme_toml",
        place=w.SCHEME_LINE(line=number),
        value=value,
        hint=w.SCHEME_TOML_HINT,
    )


def _scheme(top: _Table) -> Scheme:
    key = top.key("key")
    groups = _groups(top)
    metrics = _metrics(top)
    indicators = _indicators(top, metrics, groups)
    if any(group.composite for group in groups) and not indicators and "indicators" not in top.values:
        top.missing("indicators")
    return Scheme(
        key=key,
        year=top.integer("year", 1949, 2100),
        name=_name(top, key),
        basis=cast("Basis", top.pick("basis", get_args(Basis), "cumulative")),
        curve=_curve(top),
        missing_target=cast("MissingTarget", top.pick("missing_target", get_args(MissingTarget), "rescale")),
        decimals=_default(top.integer("decimals", 0, 6), 2),
        ties=top.names("ties", [each.key for each in indicators]) if top.take("ties") else (),
        groups=groups,
        metrics=metrics,
        indicators=indicators,
        adjustments=_items(top),
        limits=_limits(top),
        rates=_rates(top),
        issuer=top.text("issuer"),
    )


def _default(value: int | None, default: int) -> int:
    return default if value is None else value


def _name(top: _Table, key: str) -> Say:
    top.take("name")
    return top.say("name", Say(key, key))


def _curve(top: _Table) -> Curve:
    value = top.take("curve")
    if value is None or value in ("months", "days"):
        return cast("Curve", value or "months")
    shares = tuple(_number(each) for each in value) if isinstance(value, list) else ()
    if _is_curve(shares):
        return cast("Curve", shares)
    top.note("curve", "curve", w.SCHEME_CURVE(value=_shown(value)), value, _example("curve"))
    return "months"


def _is_curve(shares: Sequence[Fraction | None]) -> bool:
    known = [share for share in shares if share is not None]
    if len(known) != len(shares) or len(known) not in (4, 12):
        return False
    return known[0] > 0 and known == sorted(known) and known[-1] == 1


def _groups(top: _Table) -> tuple[Group, ...]:
    tables = top.tables("groups")
    if not tables and "groups" not in top.values:
        top.missing("groups")
    groups = tuple(map(_group, tables))
    _once(tables, [group.key for group in groups])
    return groups


def _group(table: _Table) -> Group:
    key = table.key("key")
    group = Group(key, table.say("label", GROUP.choice(key).label), table.flag("composite", default=True))
    table.close()
    return group


def _once(tables: Sequence[_Table], keys: Sequence[str]) -> None:
    """Note each table whose key stood before."""
    for place, key in enumerate(keys):
        if key and key in keys[:place]:
            _twice(tables[place], key)


def _twice(table: _Table, key: str) -> None:
    hint = w.SCHEME_KEY_TWICE_HINT(example=f'"{key}_2"')
    table.note("key", "twice", w.SCHEME_KEY_TWICE(key=key), key, hint)


def _labels_once(tables: Sequence[_Table], things: Sequence[Metric | Item]) -> None:
    """Note each label by which an entry could mean two things."""
    seen: dict[str, int] = {}
    for place, thing in enumerate(things):
        for name in (thing.label.zh, thing.label.en, thing.key):
            if seen.setdefault(folded(name), place) != place and thing.key != things[seen[folded(name)]].key:
                what = w.SCHEME_LABEL_TWICE(value=name)
                tables[place].note("label", "label_twice", what, name, w.SCHEME_LABEL_TWICE_HINT)
                break


def _metrics(top: _Table) -> dict[str, Metric]:
    table = top.table("metrics")
    if "metrics" not in top.values:
        top.missing("metrics")
    tables = {key: table.table(key) for key in table.values}
    metrics = {key: _metric(key, each) for key, each in tables.items()}
    _labels_once(list(tables.values()), list(metrics.values()))
    return metrics


def _metric(key: str, table: _Table) -> Metric:
    if not _is_key(key):
        table.book.note(table.path, "kind", w.SCHEME_KIND(value=key, kind=w.KIND_KEY), key, _example("metrics"))
    label = table.say("label", Say(key, key))
    source = table.pick("source", get_args(Source), needed=True)
    measures = MEASURES[source] if source else get_args(Measure)
    measure = cast("Measure", table.pick("measure", measures, measures[0]))
    unit, money = _unit(table, source, measure)
    value = table.pick("value", ("cumulative", "period"), "cumulative") if source in ("figures", None) else "cumulative"
    metric = Metric(
        key=key,
        label=label,
        source=cast("Source", source),
        measure=measure,
        unit=unit,
        money=money,
        where=_where(table, source),
        single=cast("Any", table.pick("single", ("rate", "actual"))),
        value=cast("Any", value),
        issuer=table.text("issuer"),
    )
    table.close()
    return metric


def _unit(table: _Table, source: str | None, measure: Measure) -> tuple[Say, MoneyUnit | None]:
    """The unit as a label, and as a unit of money, which an amount from the ledger needs."""
    amount = measure == "amount" and source not in ("figures", None)
    raw = table.take("unit", needed=amount)
    counted = PEOPLE if measure == "people" else COUNTED.get(source or "", Say("", ""))
    unit = table.say("unit", Say("", "") if amount else counted)
    money = find_unit(unit.zh) if unit.zh else None
    if amount and raw is not None and money is None:
        hint = near_hint(unit.zh, [each.label.zh for each in UNITS])
        table.note("unit", "unit", w.SCHEME_UNIT(value=_shown(raw)), raw, hint)
    return (money.label if money and isinstance(raw, str) else unit), money


def _where(table: _Table, source: str | None) -> Where:
    """The conditions of a metric, with what its source takes for granted."""
    inner = table.table("where")
    if source is None:
        return {}
    where = {key: _condition(inner, key, WHERE[source][key]) for key in WHERE[source] if key in inner.values}
    inner.known.update(dict.fromkeys(WHERE[source]))
    inner.close()
    if source == "projects":
        _only_signed(inner, where)
    elif source == "milestones" and LONE not in where:
        inner.missing(LONE)
    if where.get(LONE) == "signed":
        where.setdefault("agreement", ("contract",))
    return where


def _only_signed(inner: _Table, where: dict[str, WhereValue]) -> None:
    """Projects are counted at their first formal signing and at no other stage."""
    if where.setdefault(LONE, "signed") != "signed":
        inner.unknown(LONE, str(where[LONE]), ("signed",))


def _condition(inner: _Table, key: str, choices: Choices | None) -> WhereValue:
    if key == MINIMUM:
        return _minimum(inner)
    if key == FLAGS:
        return inner.flag(key, default=True)
    values = _stage(inner) if key == LONE else inner.texts(key)
    if choices is not None:
        values = tuple(_chosen(inner, key, value, choices) for value in values)
    return "".join(values) if key == LONE else values


def _stage(inner: _Table) -> tuple[str, ...]:
    stages = inner.texts(LONE)
    if len(stages) > 1:
        inner.wrong_kind(LONE, w.KIND_TEXT, inner.values[LONE])
    return stages[:1]


def _chosen(table: _Table, key: str, value: str, choices: Choices) -> str:
    if value in choices.labels:
        return value
    try:
        return choices.parse(value)
    except BadValue:
        table.unknown(key, value, choices.keys)
        return value


def _minimum(inner: _Table) -> dict[str, Money]:
    """The least investment by currency; one text alone is an amount in its own currency."""
    value = inner.values[MINIMUM]
    if isinstance(value, str):
        money = _amount(inner, MINIMUM, value, None)
        return {money.currency: money} if money else {}
    table = inner.table(MINIMUM)
    amounts = {key: _amount(table, key, each, key) for key, each in table.values.items() if _currency(table, key)}
    return {key: money for key, money in amounts.items() if money is not None}


def _currency(table: _Table, key: str) -> bool:
    """Whether a key is a currency that amounts can be entered in; noted when it is not."""
    valid = list(dict.fromkeys(unit.currency for unit in UNITS))
    table.known[key] = None
    if key in valid:
        return True
    table.unknown(key, key, valid)
    return False


def _is_bare(value: object) -> bool:
    """Whether an amount has no unit; a text that ends in a letter has one, which is seen sooner than a bad number."""
    return not (isinstance(value, str) and value[-1:].isalpha()) and _number(value) is not None


def _amount(table: _Table, key: str, value: object, currency: str | None) -> Money | None:
    """An amount such as 1000万, of the currency of its key; it must not name another, nor stand without a unit."""
    known = currency is not None and not _is_bare(value)
    unit = next(each for each in UNITS if (each.currency, each.fen) == (currency, 100)) if known else None
    try:
        money = parse_money(_shown(value), unit)
    except BadValue as error:
        problem = error.problem
        table.note(key, problem.code, problem.what, value, problem.hint)
        return None
    if currency not in (None, money.currency):
        table.note(key, "money", w.SCHEME_MONEY(value=value, currency=currency), value, _example(MINIMUM))
    return money


# Indicators and their formulas.


class _Param(NamedTuple):
    """One parameter of a formula: a number (`above` 0 or from 0), one of `words`, or a metric."""

    needed: bool = False
    default: Fraction | str | None = None
    above: bool = False
    words: tuple[str, ...] = ()
    metric: bool = False


_DEDUCTION: Final = {"per": _Param(above=True)}
PARAMS: Final[dict[str, dict[str, _Param]]] = {
    "threshold": {
        "base": _Param(needed=True),
        "per": _Param(needed=True),
        "step": _Param(default=Fraction(1, 10), above=True),
        "max": _Param(above=True),
    },
    "floor_deduct": _DEDUCTION,
    "deduct": _DEDUCTION,
    "per_unit": {"per": _Param(needed=True, above=True), "max": _Param(above=True)},
    "efficacy": {
        "low": _Param(default=Fraction(60)),
        "span": _Param(default=Fraction(40), above=True),
        "zero": _Param(default="low", words=("low", "zero")),
    },
    "share": {"of": _Param(needed=True, metric=True)},
    "growth": {"by": _Param(needed=True, words=("rate", "rank")), "goal": _Param(above=True)},
}
IN_PARTS: Final = ("mix", "floor_deduct", "deduct")
Metrics: TypeAlias = Mapping[str, Metric]


def _indicators(top: _Table, metrics: Metrics, groups: Sequence[Group]) -> tuple[Indicator, ...]:
    tables = top.tables("indicators")
    keys = [group.key for group in groups]
    indicators = tuple(_indicator(table, metrics, keys) for table in tables)
    for place, each in enumerate(indicators):
        if any(each.key and each.key == other.key and _meet(each, other) for other in indicators[:place]):
            _twice(tables[place], each.key)
    return indicators


def _meet(one: Indicator, other: Indicator) -> bool:
    """Whether two indicators hold for a group in common: only then may they not share a key."""
    return not one.groups or not other.groups or not set(one.groups).isdisjoint(other.groups)


def _indicator(table: _Table, metrics: Metrics, groups: Sequence[str]) -> Indicator:
    formula = table.pick("formula", get_args(Formula), needed=True)
    needed = formula not in (None, "per_unit")
    weight = table.number("weight", needed=needed, open_=True)
    narrowed = table.names("groups", groups) if table.take("groups") is not None else ()
    return _formula(table, metrics, formula, weight, narrowed)


def _formula(
    table: _Table, metrics: Metrics, formula: str | None, weight: Fraction | None, groups: tuple[str, ...] = ()
) -> Indicator:
    """What an indicator and a part of one have in common: metric, label, cap, the formula's own keys."""
    metric = _known_metric(table, "metric", metrics, needed=not _has_parts(table, formula))
    key = _own_key(table)
    own = metrics[metric].label if metric else Say(key, key)
    indicator = Indicator(
        key=key,
        metric=metric,
        label=table.say("label", own),
        weight=weight or Fraction(0),
        formula=cast("Formula", formula),
        cap=table.number("cap", open_=True),
        params=_params(table, formula, metrics),
        parts=_parts(table, formula, metrics, weight or Fraction(0)),
        groups=groups,
    )
    _check_formula(table, indicator, metrics)
    if formula is not None:
        table.close()
    return indicator


def _own_key(table: _Table) -> str:
    """The key of an indicator: its own, else its metric's, known or not, lest one mistake be told twice."""
    table.known["key"] = None
    metric = table.values.get("metric")
    return metric if isinstance(metric, str) and "key" not in table.values else table.key("key")


def _has_parts(table: _Table, formula: str | None) -> bool:
    return formula == "mix" or (formula in IN_PARTS and "parts" in table.values)


def _known_metric(table: _Table, key: str, metrics: Metrics, *, needed: bool) -> str | None:
    name = table.text(key, needed=needed)
    if name is None or name in metrics:
        return name
    table.unknown(key, name, metrics)
    return None


def _check_formula(table: _Table, indicator: Indicator, metrics: Metrics) -> None:
    if indicator.cap is not None and not indicator.weight and indicator.formula == "per_unit":
        table.note("cap", "cap", w.SCHEME_CAP, table.values["cap"], _example("max"))
    if indicator.formula == "growth" and indicator.params.get("by") == "rate" and "goal" not in table.values:
        table.missing("goal")
    if indicator.formula == "manual" and indicator.metric and metrics[indicator.metric].source != "figures":
        what = w.SCHEME_MANUAL(value=indicator.metric)
        figures = [key for key, metric in metrics.items() if metric.source == "figures"]
        hint = near_hint(indicator.metric, figures) if figures else w.SCHEME_EXAMPLE_HINT(example='source = "figures"')
        table.note("metric", "manual", what, indicator.metric, hint)


def _params(table: _Table, formula: str | None, metrics: Metrics) -> dict[str, Fraction | str]:
    params: dict[str, Fraction | str] = {}
    for name, param in PARAMS.get(formula or "", {}).items():
        value = _param(table, name, param, metrics)
        if value is not None:
            params[name] = value
    return params


def _param(table: _Table, name: str, param: _Param, metrics: Metrics) -> Fraction | str | None:
    if param.metric:
        return _known_metric(table, name, metrics, needed=param.needed)
    if param.words:
        return table.pick(name, param.words, cast("str | None", param.default), needed=param.needed)
    value = table.number(name, needed=param.needed, open_=param.above)
    return param.default if value is None else value


def _parts(table: _Table, formula: str | None, metrics: Metrics, weight: Fraction) -> tuple[Indicator, ...]:
    """The parts of a mix or of a deduction; a deduction has its own `per` instead."""
    if formula not in IN_PARTS:
        return ()
    tables = table.tables("parts")
    if not tables and (formula == "mix" or "parts" in table.values):
        table.missing("parts")
    if formula != "mix":
        if not tables and "per" not in table.values:
            table.missing("per")
        return tuple(_deduction(part, metrics, cast("Formula", formula)) for part in tables)
    parts = tuple(_mixed(part, metrics, weight) for part in tables)
    _once(tables, [part.key for part in parts])
    return parts


def _deduction(table: _Table, metrics: Metrics, formula: Formula) -> Indicator:
    metric = _known_metric(table, "metric", metrics, needed=True)
    per = table.number("per", needed=True, open_=True)
    label = metrics[metric].label if metric else Say("", "")
    table.close()
    return Indicator(metric or "", metric, label, Fraction(0), formula, params={"per": per or Fraction(0)})


def _mixed(table: _Table, metrics: Metrics, weight: Fraction) -> Indicator:
    formulas = [name for name in get_args(Formula) if name != "mix"]
    formula = table.pick("formula", formulas, needed=True)
    share = table.number("share", needed=formula not in (None, "per_unit"), open_=True)
    return _formula(table, metrics, formula, weight * (share or 0))


def _items(top: _Table) -> tuple[Item, ...]:
    tables = top.tables("adjustments")
    items = tuple(map(_item, tables))
    _once(tables, [item.key for item in items])
    _labels_once(tables, items)
    return items


def _item(table: _Table) -> Item:
    key = table.key("key")
    veto = table.flag("veto", default=False)
    points = table.any_number("points")
    if points is None and not veto and "points" not in table.values:
        table.missing("points")
    if points == 0 and not veto:
        table.note("points", "range", w.SCHEME_KIND(value=0, kind=w.KIND_NUMBER), 0, _example("points"))
    item = Item(
        key=key,
        label=table.say("label", Say(key, key)),
        points=points or Fraction(0),
        max=table.number("max", open_=True),
        veto=veto,
    )
    table.close()
    return item


def _limits(top: _Table) -> Limits:
    """The bounds of the totals; a penalty bound may be written with either sign."""
    table = top.table("limits")
    bonus, penalty = table.number("bonus"), table.any_number("penalty")
    table.close()
    return Limits(bonus, None if penalty is None else abs(penalty))


def _rates(top: _Table) -> dict[str, Fraction]:
    table = top.table("rates")
    rates = {key: table.number(key, open_=True) for key in table.values if _currency(table, key)}
    return {key: rate for key, rate in rates.items() if rate is not None}
