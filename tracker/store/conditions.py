"""Conditions as SQL: composed in this one place from declared columns, every value bound.

A condition on what a record refers to is one question of its own, asked once and not for every row. `folded` is the
function of `rules.choices`, which every reader brings along.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.rules.choices import STAGE, UNCOUNTED, folded
from tracker.rules.fields import ChoiceKind, ChoicesKind, Kind, MoneyKind, NamesKind, NumberKind, RefKind, RefsKind
from tracker.rules.nouns import NOUNS, Noun
from tracker.rules.numbers import plain_decimal
from tracker.rules.paths import ID, end
from tracker.rules.periods import OPEN_END, OPEN_START
from tracker.rules.query import Among, Between, Empty, Holds, Within, id_span
from tracker.rules.spelling import letters, pattern
from tracker.store.binding import marks
from tracker.store.records import LIVE, furthest_stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.rules.fields import Field
    from tracker.rules.paths import Path
    from tracker.rules.query import Condition, Query, Test, Word

_STAGES: Final = " ".join(f"WHEN {n} THEN '{stage}'" for n, stage in enumerate(STAGE.keys))
# What a project's own table does not hold: the furthest stage reached, and the receipts that count, in its currency.
_STAGE: Final = f"CASE {furthest_stage('project')} {_STAGES} END"
_FUNDS: Final = (
    f"(SELECT sum(f.amount_fen) FROM funds f WHERE f.project_id = project.id AND f.{LIVE} "
    f"AND f.recognition NOT IN {UNCOUNTED} AND f.amount_currency = project.total_investment_currency)"
)
_MILESTONE: Final = f"EXISTS (SELECT 1 FROM milestone m WHERE m.project_id = project.id AND m.{LIVE}"
_DERIVED: Final = {"stage": (_STAGE,), "funds": (_FUNDS, "project.total_investment_currency")}


class Where(NamedTuple):
    """A part of a statement, and the values bound in it."""

    sql: str
    values: tuple[object, ...] = ()


def where(query: Query) -> Where:
    """What has to hold of the live records that a query is about."""
    # What the record's own row answers is asked first, for the rest looks at other rows.
    near = sorted(query.conditions, key=lambda each: each.path.field.stage is not None or _is_derived(each.path))
    parts = [Where(f"{query.noun.key}.{LIVE}"), *map(_condition, near)]
    parts += [_unless(word(query.noun, each), negated=each.negated) for each in query.free]
    return _joined(parts, " AND ")


def _is_derived(path: Path) -> bool:
    return path.field in path.owner.derived


def _joined(parts: Sequence[Where], between: str) -> Where:
    sql = between.join(part.sql for part in parts)
    return Where(f"({sql})" if len(parts) > 1 else sql, tuple(value for part in parts for value in part.values))


def _unless(part: Where, *, negated: bool) -> Where:
    """The part, or whatever it does not hold of: what is not known is not so."""
    return Where(f"({part.sql}) IS NOT TRUE", part.values) if negated else part


def _condition(condition: Condition) -> Where:
    path = condition.path
    tests = _joined([_test(path.owner, path.field, test) for test in condition.tests], " OR ")
    return _unless(_over(path.noun, path.hops, tests), negated=condition.negated)


def _over(noun: Noun, hops: tuple[Field, ...], inner: Where) -> Where:
    """What holds of a record that is reached over references."""
    if not hops:
        return inner
    hop, *rest = hops
    assert isinstance(hop.kind, RefKind)
    other = NOUNS[hop.kind.noun]
    deeper = _over(other, tuple(rest), inner)
    return _refers(noun, hop, Where(f"SELECT {other.key}.id FROM {other.key} WHERE {deeper.sql}", deeper.values))


def _refers(noun: Noun, field: Field, ids: Where) -> Where:
    """Whether a reference, or one of several, is among some ids."""
    if isinstance(field.kind, RefsKind):
        linked = f"SELECT {noun.key}_id FROM {field.kind.link} WHERE {field.kind.noun}_id IN ({ids.sql})"
        return Where(f"{noun.key}.id IN ({linked})", ids.values)
    return Where(f"{noun.key}.{field.columns[0]} IN ({ids.sql})", ids.values)


def expressions(noun: Noun, field: Field) -> tuple[str, ...]:
    """What stands for the columns of a field in a statement over its noun's table."""
    if field is ID:
        return (f"{noun.key}.id",)
    if field.stage:
        stage, key = field.stage
        columns = NOUNS["milestone"].field(key).columns
        of = f"FROM milestone m WHERE m.project_id = project.id AND m.stage = '{stage}' AND m.{LIVE}"
        return tuple(f"(SELECT m.{column} {of})" for column in columns)
    if field in noun.derived:
        return _DERIVED[field.key]
    return tuple(f'{noun.key}."{column}"' for column in field.columns)


def _test(noun: Noun, field: Field, test: Test) -> Where:
    """Whether a field of a record passes a test."""
    if isinstance(field.kind, RefsKind):
        return _linked(noun, field, field.kind, test)
    if field.stage:
        return _at_stage(*field.stage, test)
    if field in noun.derived and field.key == "stage":
        return _reaches(test)
    return _passes(noun.key, field, expressions(noun, field), test)


def _passes(table: str, field: Field, own: tuple[str, ...], test: Test) -> Where:
    """Whether what stands in the columns of a field passes a test."""
    if isinstance(test, Empty):
        return Where(f"{own[0]} IS NULL")
    if isinstance(test, Holds):
        return _holds(f"{table}.name_key" if field.key == "name" else f"folded({own[0]})", own[0], test)
    if isinstance(test, Among):
        return _among(field, own[0], test)
    return _within(own, test) if isinstance(test, Within) else _between(field, own, test)


def _at_stage(stage: str, key: str, test: Test) -> Where:
    """Whether what a project's milestone of a stage holds passes a test; one look at the milestone answers."""
    field = NOUNS["milestone"].field(key)
    own = tuple(f"m.{column}" for column in field.columns)
    passes = Where(f"{own[0]} IS NOT NULL") if isinstance(test, Empty) else _passes("m", field, own, test)
    there = Where(f"{_MILESTONE} AND m.stage = '{stage}' AND {passes.sql})", passes.values)
    return Where(f"NOT {there.sql}", there.values) if isinstance(test, Empty) else there


def _reaches(test: Test) -> Where:
    """Whether the furthest stage that a project reached is among some that follow each other, or there is none."""
    keys = test.values if isinstance(test, Among) else ()
    if not isinstance(test, Among):
        return Where(f"NOT {_MILESTONE} AND m.reached_on IS NOT NULL)")
    if not keys:
        return Where("0")
    beyond = STAGE.keys[STAGE.keys.index(str(keys[-1])) + 1 :]
    reached, further = _bound(keys), _bound(beyond)
    at = f"{_MILESTONE} AND m.reached_on IS NOT NULL AND m.stage IN"
    if not beyond:
        return Where(f"{at} ({reached.sql}))", reached.values)
    return Where(f"({at} ({reached.sql})) AND NOT {at} ({further.sql})))", (*reached.values, *further.values))


def _linked(noun: Noun, field: Field, kind: RefsKind, test: Test) -> Where:
    """A test of a field that refers to several records."""
    if isinstance(test, Among):
        return _refers(noun, field, _bound(test.values))
    return Where(f"{noun.key}.id NOT IN (SELECT {noun.key}_id FROM {kind.link})")


def _bound(values: Sequence[object]) -> Where:
    """A list of bound values; an empty one holds nothing."""
    return Where(marks(values) or "NULL", tuple(values))


def _holds(text: str, own: str, test: Holds) -> Where:
    """Whether a folded text is, or has in it, another one; what is empty is not folded at all."""
    compared = f"{text} = ?" if test.whole else f"instr({text}, ?) > 0"
    return Where(f"({own} IS NOT NULL AND {compared})", (test.text,))


def _among(field: Field, own: str, test: Among) -> Where:
    if isinstance(field.kind, ChoicesKind):  # several keys stand in one text
        parts = [Where(f"instr('、' || {own} || '、', ?) > 0", (f"、{key}、",)) for key in test.values]
        return _joined(parts, " OR ")
    bound = _bound(test.values)
    return Where(f"{own} IN ({bound.sql})", bound.values)


def _within(own: tuple[str, ...], test: Within) -> Where:
    """Both ends of a date's span in the period; an open end bounds nothing, but a date has to be there."""
    first, last = own
    parts = [Where(f"{first} IS NOT NULL")]
    if test.period.start != OPEN_START:
        parts.append(Where(f"{first} >= ?", (test.period.start.isoformat(),)))
    if test.period.end != OPEN_END:
        parts.append(Where(f"{last} < ?", (test.period.end.isoformat(),)))
    return _joined(parts[1:] or parts, " AND ")


def _between(field: Field, own: tuple[str, ...], test: Between) -> Where:
    """A number between two ends; numbers with decimals are stored as their digits."""
    number, mark = own[0], "?"
    if isinstance(field.kind, NumberKind):
        number, mark = f"CAST({number} AS NUMERIC)", "CAST(? AS NUMERIC)"
    parts = [Where(f"{number} IS NOT NULL")]
    for limit, sign in ((test.low, ">"), (test.high, "<")):
        if limit:
            value, included = limit
            stored = plain_decimal(value) if isinstance(value, Decimal) else value
            parts.append(Where(f"{number} {sign}{'=' if included else ''} {mark}", (stored,)))
    if test.currency:
        parts.append(Where(f"{own[1]} = ?", (test.currency,)))
    return _joined(parts[1:] or parts, " AND ")


def word(noun: Noun, sought: Word) -> Where:
    """Whether a word is in a record, is the number of what it refers to, or for a nameless one in the name of that."""
    text = folded(sought.text)
    parts = [in_record(noun, sought.text), *_by_number(noun, sought.text)]
    if not noun.named:
        parts += [_refers(noun, field, _called(NOUNS[kind.noun], text)) for field, kind in _references(noun)]
    return _joined(parts, " OR ")


def in_record(noun: Noun, sought: str) -> Where:
    """Whether a word is in a record itself: its number or a range of them, a name, one of its texts."""
    text = folded(sought)
    span = id_span(noun, sought)
    parts = [Where(f"{noun.key}.id BETWEEN ? AND ?", span)] if span else []
    return _joined([*parts, *_in_name(noun, text), *_in_texts(noun, text)] or [Where("0")], " OR ")


def _references(noun: Noun) -> Iterable[tuple[Field, RefKind]]:
    return ((field, field.kind) for field in noun.own_fields if isinstance(field.kind, RefKind))


def _by_number(noun: Noun, text: str) -> Iterable[Where]:
    """The records that refer to the one of a number."""
    for field, kind in _references(noun):
        number = NOUNS[kind.noun].id_of(text)
        if number is not None:
            yield _refers(noun, field, _bound((number,)))


def _called(noun: Noun, text: str) -> Where:
    """The ids of the records whose name, or another name of theirs, has a text in it."""
    if not noun.named:
        return Where("NULL")
    parts = [*_in_name(noun, text)]
    if noun.aliased:
        aliases = f"{noun.key}.aliases"
        parts.append(_holds(f"folded({aliases})", aliases, Holds(text, False, "")))
    called = _joined(parts, " OR ")
    return Where(f"SELECT {noun.key}.id FROM {noun.key} WHERE {called.sql}", called.values)


def _in_name(noun: Noun, text: str) -> Iterable[Where]:
    """Whether a text is in the name of a record, or letters are in its pinyin or initials, other names' too."""
    if noun.named:
        yield Where(f"instr({noun.key}.name_key, ?) > 0", (text,))
        if typed := letters(text):
            yield Where(f"{noun.key}.spelling GLOB ?", (f"*{pattern(typed)}*",))


def text_fields(noun: Noun) -> list[Field]:
    """The fields in which a word is looked for beside the name."""
    plain = (Kind, NamesKind)
    return [field for field in noun.own_fields if field.key != "name" and type(field.kind) in plain]


def _in_texts(noun: Noun, text: str) -> Iterable[Where]:
    """Whether a text is in one of the texts of a record, which are folded together and only where there are any."""
    columns = [f'{noun.key}."{field.columns[0]}"' for field in text_fields(noun)]
    if columns:
        together = " || '|' || ".join(f"coalesce({column}, '')" for column in columns)
        any_ = f"coalesce({', '.join(columns)})" if len(columns) > 1 else columns[0]
        yield Where(f"({any_} IS NOT NULL AND instr(folded({together}), ?) > 0)", (text,))


def ordered(noun: Noun, path: Path, *, downwards: bool) -> str:
    """How SQL orders records by a field: what is empty last, choices as they are listed, amounts within a currency."""
    *groups, main = _sort_keys(noun, path.hops, path.field)
    return ", ".join([*(f"{each} NULLS LAST" for each in groups), f"{main}{' DESC' if downwards else ''} NULLS LAST"])


def _sort_keys(noun: Noun, hops: tuple[Field, ...], field: Field) -> tuple[str, ...]:
    """What a field is sorted by; the last changes its direction with the order asked for."""
    if hops:
        hop, *rest = hops
        return tuple(_at(noun, hop, each) for each in _sort_keys(end(noun, (hop,)), tuple(rest), field))
    kind = field.kind
    if isinstance(kind, RefsKind):
        return (f"(SELECT count(*) FROM {kind.link} l WHERE l.{noun.key}_id = {noun.key}.id)",)
    if isinstance(kind, RefKind) and NOUNS[kind.noun].named:
        return (_at(noun, field, f"{kind.noun}.name_key"),)
    own = expressions(noun, field)
    if isinstance(kind, MoneyKind):
        # What is reckoned has a currency even where there is nothing to reckon.
        nothing = (f"{own[0]} IS NULL",) if field in noun.derived else ()
        return (*nothing, f"{own[1]} <> 'CNY'", own[1], own[0])
    if isinstance(kind, ChoiceKind):
        places = " ".join(f"WHEN '{key}' THEN {n}" for n, key in enumerate(kind.choices.keys))
        return (f"CASE {own[0]} {places} END",)
    if isinstance(kind, NumberKind):
        return (f"CAST({own[0]} AS NUMERIC)",)
    return (f"{noun.key}.name_key" if field.key == "name" else own[0],)


def _at(noun: Noun, hop: Field, expression: str) -> str:
    """An expression over what a reference of a record leads to."""
    other = end(noun, (hop,)).key
    return f"(SELECT {expression} FROM {other} WHERE {other}.id = {noun.key}.{hop.columns[0]})"
