"""Why a project, receipt, milestone, visit or lead does not count on a board, or that it does and for whom.

The answer is asked of the very conditions by which the board counts (`store.figures`); here they are put into words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.errors import BadUsage, NotFound
from tracker.result import Choice, Column, Message, Result, Table
from tracker.rules.choices import RECOGNITION, RUNNING, STAGE, STATUS, UNCOUNTED
from tracker.rules.nouns import NOUNS
from tracker.rules.numbers import exact
from tracker.rules.schemes import WHERE
from tracker.services import contest
from tracker.services.explain import Counted, counted
from tracker.services.variants import AS_WRITTEN
from tracker.services.views import any_record, cell
from tracker.store.behind import credited, tests
from tracker.store.figures import SOURCES, rule
from tracker.store.records import load_some, with_names
from tracker.words import (
    AT_LEAST,
    COUNTED_FOR,
    COUNTS_COLUMN,
    DATE,
    FOR_COLUMN,
    METRIC_COLUMN,
    NAME_UNKNOWN,
    NO,
    RECORD_COLUMN,
    SHOW_ANY_HINT,
    WHAT_AND_VALUE,
    WHY_AND,
    WHY_CURRENCY,
    WHY_CURRENCY_NEEDED,
    WHY_EARLIER,
    WHY_EARLIER_YEAR,
    WHY_IMPRECISE,
    WHY_IS,
    WHY_LATER,
    WHY_NO_GROUP,
    WHY_NOT_AT_WORK,
    WHY_NOT_COLUMN,
    WHY_NOT_MET,
    WHY_NOT_NOUN,
    WHY_NOT_NOUN_HINT,
    WHY_NOT_REACHED,
    WHY_NOT_SCORED,
    WHY_NOT_SUMMARY,
    WHY_OTHER_SOURCE,
    WHY_REMOVED_NOW,
    WHY_SPAN,
    YES,
    Say,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from tracker.rules.choices import Choices
    from tracker.rules.dates import PartialDate
    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.rules.schemes import Metric
    from tracker.services.contest import Ground, Unit
    from tracker.services.variants import Variant
    from tracker.store.reading import Reader
    from tracker.words import Words

# What a metric of each source counts, and the nouns of which `why-not` can be asked.
COUNTS: Final = {"funds": "funds", "milestones": "milestone", "projects": "milestone", "leads": "lead"} | dict.fromkeys(
    ("visits", "organisations"), "visit"
)
ASKED: Final = ("project", "funds", "milestone", "visit", "lead")
# Where a metric's condition is about a field of another name.
FIELDS: Final = {"tag": "tags", "min_investment": "total_investment", "met": "companies"}
COMPANY: Final = {"company_kind": "kind", "lists": "lists", "target": "target"}


class Reason(NamedTuple):
    """One condition that is not met: what it is about, in words, the value there is, what it would have to be."""

    key: str
    what: Words
    is_: object = None
    needed: object = None


class Credit(NamedTuple):
    """What a record counts as for a unit, and why that is on no composite board, if it is not."""

    unit: str
    worth: object
    note: Words | None = None


class Line(NamedTuple):
    """What one metric makes of one record (None: the project has none that the metric could count)."""

    metric: Metric
    record: str | None
    date: object
    reasons: tuple[Reason, ...]
    credits: tuple[Credit, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it counts."""
        return not self.reasons


def why_not(
    reader: Reader,
    period: str,
    text: str,
    today: datetime.date,
    *,
    scheme: str | None = None,
    variant: Variant = AS_WRITTEN,
) -> Result:
    """What every metric of the scheme makes of a record, with all that speaks against it."""
    ground = contest.prepare(reader, period, today, scheme, variant=variant)
    noun, id_ = _record(reader, text)
    lines = [line for metric in ground.scheme.metrics.values() for line in _lines(reader, ground, metric, noun, id_)]
    columns = (
        Column("metric", METRIC_COLUMN),
        Column("record", RECORD_COLUMN),
        Column("date", DATE, sparse=True),
        Column("counts", COUNTS_COLUMN, tone=lambda value: "good" if _is_yes(value) else None),
        Column("why", WHY_NOT_COLUMN),
        Column("for", FOR_COLUMN, sparse=True),
    )
    counting = sum(line.counts for line in lines)
    said = WHY_NOT_SUMMARY(record=noun.number(id_), n=counting, all=len(lines))
    return Result(
        ("board", "why-not"),
        title=ground.scheme.name,
        tables=(Table(columns, tuple(map(_row, lines))),),
        data={**ground.head, "record": noun.number(id_), "metrics": list(map(_data, lines))},
        lines=(ground.covers, said),
        messages=tuple(Message(each.code, each.what, each.level) for each in ground.messages),
    )


def _is_yes(value: object) -> bool:
    return isinstance(value, Choice) and value.key == "yes"


def _record(reader: Reader, text: str) -> tuple[Noun, int]:
    """The record asked for; one that was removed can be asked for by its number."""
    nouns = [NOUNS[key] for key in ASKED]
    noun, id_ = any_record(reader, text, nouns)
    if noun not in nouns:
        letters = tuple(Say(f"{n.letter} {n.label.zh}", f"{n.letter} {n.label.en}") for n in nouns)
        what = WHY_NOT_NOUN(value=text, noun=noun.label)
        raise BadUsage(what, code="noun_unknown", value=text, hint=WHY_NOT_NOUN_HINT(letters=letters))
    if not load_some(reader, noun, [id_], "1 = 1"):
        hint = SHOW_ANY_HINT(letters=tuple(Say(f"{n.letter} {n.label.zh}", f"{n.letter} {n.label.en}") for n in nouns))
        raise NotFound(NAME_UNKNOWN(value=text, noun=noun.label), code="name_unknown", value=text, hint=hint)
    return noun, id_


def _lines(reader: Reader, ground: Ground, metric: Metric, noun: Noun, id_: int) -> Iterator[Line]:
    """A line for every row of the record that the metric might count, or one that says why there is none."""
    key = COUNTS.get(metric.source)
    if key is None or (noun.key != key and not (noun.key == "project" and key in ("funds", "milestone"))):
        what = WHY_OTHER_SOURCE(what=NOUNS[key or "figure"].label)
        yield Line(metric, None, None, (Reason("source", what),))
        return
    ids = [id_] if noun.key == key else _of_project(reader, metric, key, id_)
    if not ids:
        field = STAGE.labels[metric.stage or "signed"] if key == "milestone" else NOUNS["funds"].label
        yield Line(metric, None, None, (Reason("reached", WHY_NOT_REACHED(what=field)),))
    for each in ids:
        yield _line(reader, ground, metric, NOUNS[key], each)


def _of_project(reader: Reader, metric: Metric, key: str, project: int) -> list[int]:
    """The receipts of a project, or its milestone at the metric's stage."""
    reached = "AND stage = :stage AND reached_on IS NOT NULL" if key == "milestone" else ""
    sql = f"SELECT id FROM {key} WHERE project_id = :project AND removed_at IS NULL {reached} ORDER BY id"
    values: dict[str, object] = {"project": project}
    if reached:
        values["stage"] = metric.stage or "signed"
    return [id_ for (id_,) in reader.rows(sql, values)]


def _line(reader: Reader, ground: Ground, metric: Metric, noun: Noun, id_: int) -> Line:
    held = tests(reader, metric, ground.span, id_) or {}
    around = _Around(reader, ground, metric, noun, id_)
    rows = [(unit, counted(metric, row, ground)) for unit, row in credited(reader, metric, id_)]
    failing = [key for key, holds in held.items() if not holds]
    # Another stage is another thing: nothing more need be said of it.
    reasons = [around.reason(key) for key in (["stage"] if "stage" in failing else failing)]
    reasons += _currency(metric, rows)
    date = around.date
    credits = () if reasons else tuple(_credit(ground, metric, unit, row) for unit, row in rows)
    return Line(metric, noun.number(id_), date, tuple(reasons), credits)


def _currency(metric: Metric, rows: Sequence[tuple[int, Counted]]) -> list[Reason]:
    """An amount of a currency without a rate is left out."""
    if not metric.money or not any(row.worth is None for _, row in rows):
        return []
    currency = getattr(rows[0][1].amount, "currency", None)
    needed = WHY_CURRENCY_NEEDED(own=metric.money.currency, currency=currency)
    return [Reason("currency", WHY_CURRENCY(currency=currency, own=metric.money.currency), currency, needed)]


def _credit(ground: Ground, metric: Metric, id_: int, row: Counted) -> Credit:
    """What a unit gets of a row that counts, and where that does not show."""
    unit = next((unit for unit in ground.units if unit.id == id_), None)
    worth = None if row.worth is None else exact(row.worth)
    if unit is None:
        return Credit(f"U{id_}", worth, WHY_NOT_AT_WORK)
    return Credit(unit.name, worth, _aside(ground, metric, unit))


def _aside(ground: Ground, metric: Metric, unit: Unit) -> Words | None:
    if ground.scheme.group(unit.group) is None:
        return WHY_NO_GROUP
    scored = ground.variant.chain or metric.key in contest.metrics_of(ground.scheme, unit.group)
    return None if scored else WHY_NOT_SCORED


class _Around:
    """One row with the project that it belongs to and the companies met, for saying what is not met."""

    def __init__(self, reader: Reader, ground: Ground, metric: Metric, noun: Noun, id_: int) -> None:
        self._ground, self._metric, self._noun = ground, metric, noun
        [record] = load_some(reader, noun, [id_], "1 = 1")
        [self._own] = with_names(reader, noun, [record])
        self._removed = reader.value(f"SELECT removed_at FROM {noun.key} WHERE id = ?", (id_,)) is not None
        self._project: dict[str, Any] = {}
        if noun.key in ("funds", "milestone"):
            owner = load_some(reader, NOUNS["project"], [record.values["project"]], "1 = 1")
            [self._project] = with_names(reader, NOUNS["project"], owner)
        met = load_some(reader, NOUNS["company"], record.values.get("companies") or ())
        self._met = with_names(reader, NOUNS["company"], met)
        self._of_project = {part.key for part in rule(metric).project.parts}

    @property
    def date(self) -> PartialDate | None:
        """The date by which the row is counted."""
        column = SOURCES[self._metric.source].first.partition(".")[2]
        found: PartialDate | None = self._own[column]
        return found

    def reason(self, key: str) -> Reason:
        """The words for one condition that is not met."""
        if key in ("standing", "removed"):
            return self._standing()
        if key == "window":
            return self._window()
        if key == "met":
            return Reason("met", WHY_NOT_MET)
        field, value = self._field(key)
        needed = self._needed(key)
        shown = value if isinstance(value, tuple) and key in COMPANY else cell(field, value)
        return Reason(key, WHY_IS(field=field.label, value=shown, needed=needed), shown, needed)

    def _standing(self) -> Reason:
        status = self._project.get("status")
        if self._removed or status in (None, *RUNNING):
            return Reason("removed", WHY_REMOVED_NOW)
        needed = tuple(map(STATUS.choice, RUNNING))
        label, value = NOUNS["project"].field("status").label, STATUS.choice(status)
        return Reason("status", WHY_IS(field=label, value=value, needed=needed), value, needed)

    def _window(self) -> Reason:
        """Before, after, or too vague to tell."""
        span, date = self._ground.span, self.date
        if date is None:
            return Reason("window", WHY_NOT_REACHED(what=STAGE.labels[self._own["stage"]]))
        needed = WHY_SPAN(first=span.start, last=span.end)
        if span.cuts(date.first.isoformat(), date.last.isoformat()):
            return Reason("imprecise", WHY_IMPRECISE(needed=needed), date, needed)
        if date.first > span.end:
            return Reason("later", WHY_LATER(needed=needed), date, needed)
        if date.last.year < span.start.year:
            return Reason("earlier_year", WHY_EARLIER_YEAR(year=date.last.year, needed=needed), date, needed)
        return Reason("earlier", WHY_EARLIER(needed=needed), date, needed)

    def _field(self, key: str) -> tuple[Field, Any]:
        """The field that a condition is about, and its value; of companies the values of all."""
        if key in COMPANY:
            field = NOUNS["company"].field(COMPANY[key])
            return field, tuple(cell(field, each.get(field.key)) for each in self._met)
        noun, values = (NOUNS["project"], self._project) if key in self._of_project else (self._noun, self._own)
        field = noun.field(FIELDS.get(key, key))
        return field, values.get(field.key)

    def _needed(self, key: str) -> object:
        """What a metric asks for."""
        metric = self._metric
        if key == "stage":
            return STAGE.choice(metric.stage or "signed")
        if key == "min_investment":
            return tuple(AT_LEAST(amount=money) for money in metric.min_investment.values())
        if key == "target":
            return YES if metric.where["target"] else NO
        chosen = metric.only(key)
        if key == "recognition" and not chosen:
            return tuple(RECOGNITION.choice(each) for each in RECOGNITION.keys if each not in UNCOUNTED)
        choices: Choices | None = WHERE[metric.source].get(key)
        return tuple(choices.choice(each) if choices else each for each in chosen)


def _row(line: Line) -> tuple[object, ...]:
    return (
        Choice(line.metric.key, line.metric.label),
        line.record,
        line.date,
        Choice("yes", YES) if line.counts else Choice("no", NO),
        _all([reason.what for reason in line.reasons]),
        tuple(_for(line.metric, credit) for credit in line.credits) or None,
    )


def _all(reasons: Sequence[Words]) -> Words | None:
    """Several reasons as one."""
    whole: Words | None = None
    for each in reasons:
        whole = each if whole is None else WHY_AND(first=whole, second=each)
    return whole


def _for(metric: Metric, credit: Credit) -> Words:
    worth = COUNTED_FOR(unit=credit.unit, worth=credit.worth, measure=metric.unit)
    return WHAT_AND_VALUE(what=worth, value=credit.note) if credit.note else worth


def _data(line: Line) -> dict[str, object]:
    return {
        "metric": line.metric.key,
        "label": line.metric.label,
        "record": line.record,
        "date": line.date,
        "counts": line.counts,
        "reasons": [
            {"key": each.key, "text": each.what, "value": each.is_, "needed": each.needed} for each in line.reasons
        ],
        "credits": [{"unit": each.unit, "counted": each.worth, "note": each.note} for each in line.credits],
    }
