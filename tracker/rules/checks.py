"""What a record must, should and had better not say: the rules that hold between the fields of one record.

A finding's level says what becomes of it: an `error` is never stored, an `ask` is refused at the prompt but only a
warning in a workbook (which reports what has happened elsewhere), a `warning` blocks nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from tracker.errors import BadValue
from tracker.rules import credit_code, shares
from tracker.rules.choices import UNCOUNTED
from tracker.rules.money import Money, money_words
from tracker.rules.nouns import NOUNS
from tracker.rules.stages import misplaced
from tracker.words import (
    CHECK_AGREEMENT,
    CHECK_AGREEMENT_HINT,
    CHECK_BEFORE,
    CHECK_BEFORE_HINT,
    CHECK_CREDIT_CODE,
    CHECK_CREDIT_CODE_HINT,
    CHECK_FUTURE,
    CHECK_FUTURE_HINT,
    CHECK_FUTURE_LAST,
    CHECK_FUTURE_PLAN_HINT,
    CHECK_INTRODUCER,
    CHECK_INTRODUCER_HINT,
    CHECK_NOTHING,
    CHECK_NOTHING_HINT,
    CHECK_PERIOD,
    CHECK_PERIOD_HINT,
    CHECK_REASON,
    CHECK_REASON_HINT,
    CHECK_RECEIPT,
    CHECK_RECEIPT_HINT,
    CHECK_RECEIPT_SUM,
    CHECK_RECEIPT_SUM_HINT,
    CHECK_TOTAL,
    CHECK_TOTAL_HINT,
    CHECK_UNSIGNED,
    CHECK_UNSIGNED_HINT,
    CHECK_ZERO_TARGET,
    CHECK_ZERO_TARGET_HINT,
    Say,
    Words,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Iterator, Mapping

    from tracker.rules.dates import PartialDate

Level = Literal["error", "ask", "warning"]


@dataclass(frozen=True)
class Finding:
    """One thing about a record: how grave, at which field, with which value, and what to do."""

    level: Level
    code: str
    field: str
    what: Words
    value: str
    hint: Words


class Around(NamedTuple):
    """What the rules need to know beside the record itself: today, and for a project's part that project.

    `reached` is the project's reached stages; `total` its total investment; `received` what its other receipts come
    to, `largest` the largest of all, both in the same currency, in fen. `unread` are the fields of which nobody can say
    what they hold, where the others are judged all the same.
    """

    today: datetime.date
    reached: Mapping[str, PartialDate | None] | None = None
    total: Money | None = None
    received: int = 0
    largest: int = 0
    unread: Collection[str] = ()


def findings(noun: str, values: Mapping[str, Any], around: Around) -> list[Finding]:
    """Everything there is to say about a record of a noun, as far as it is known."""
    found = _future(noun, values, around.today)
    if noun in PAIRS:
        found += _ordered(noun, values)
    if noun in REASONS:
        found += _reasons(noun, values)
    special = _SPECIAL.get(noun)
    if special and (around.unread or is_whole(noun, values)):
        found += special(values, around)
    return [each for each in found if each.field not in around.unread] if around.unread else found


def is_whole(noun: str, values: Mapping[str, Any]) -> bool:
    """Whether a record has all that it must have."""
    return None not in map(values.get, NOUNS[noun].required)


# Dates of things that have happened: none lies after today.
PAST: Final = {
    "lead": ("received_on", "answered_on", "judged_on", "feedback_on"),
    "project": ("statistics_on",),
    "milestone": ("reached_on", "recognised_on"),
    "funds": ("received_on", "evidence_on", "recognised_on"),
    "visit": ("start_on",),
    "figure": ("as_of_on",),
    "adjustment": ("happened_on",),
    "problem": ("raised_on", "closed_on"),
}
# Pairs of dates: the second never lies before the first.
PAIRS: Final = {
    "unit": (("active_on", "retired_on"),),
    "campaign": (("start_on", "end_on"),),
    "visit": (("start_on", "end_on"),),
    "lead": (("received_on", "answered_on"), ("received_on", "judged_on"), ("received_on", "feedback_on")),
    "problem": (("raised_on", "closed_on"),),
}
# Where a state asks for a reason: the field, the states, the field of the reason.
REASONS: Final = {
    "project": ("status", ("withdrawn", "lost"), "status_reason"),
    "lead": ("status", ("lost",), "lost_reason"),
    "funds": ("recognition", UNCOUNTED, "opinion"),
    "milestone": ("recognition", UNCOUNTED, "opinion"),
    "problem": ("status", ("closed",), "closed_with"),
}


def _future(noun: str, values: Mapping[str, Any], today: datetime.date) -> list[Finding]:
    return [
        _not_yet(noun, key, day, today, CHECK_FUTURE_PLAN_HINT if key == "reached_on" else CHECK_FUTURE_HINT)
        for key in PAST.get(noun, ())
        if (day := values.get(key)) is not None and day.first > today
    ]


def _not_yet(noun: str, field: str, day: PartialDate, today: datetime.date, hint: Say) -> Finding:
    what = CHECK_FUTURE(field=_label(noun, field), value=day.iso())
    past, last = hint(today=today), _last_year(day, today)
    return Finding(
        "ask", "date_future", field, what, day.iso(), CHECK_FUTURE_LAST(hint=past, last=last) if last else past
    )


def _last_year(day: PartialDate, today: datetime.date) -> str | None:
    """The same day of last year, for a day to come of this year: it may have been typed without its year."""
    if day.precision != "day" or day.first.year != today.year or (day.first.month, day.first.day) == (2, 29):
        return None
    return day.first.replace(year=today.year - 1).isoformat()


def _ordered(noun: str, values: Mapping[str, Any]) -> Iterator[Finding]:
    for first, second in PAIRS[noun]:
        start, end = values.get(first), values.get(second)
        if start and end and end.last < start.first:
            yield _before(second, (_label(noun, second), end), (_label(noun, first), start))


def _before(field: str, late: tuple[Say, PartialDate], early: tuple[Say, PartialDate]) -> Finding:
    (late_label, late_day), (early_label, early_day) = late, early
    what = CHECK_BEFORE(field=late_label, value=late_day.iso(), other=early_label, date=early_day.iso())
    return Finding("error", "date_order", field, what, late_day.iso(), CHECK_BEFORE_HINT(date=early_day.iso()))


def _reasons(noun: str, values: Mapping[str, Any]) -> Iterator[Finding]:
    field, states, reason = REASONS[noun]
    state = values.get(field)
    if state in states and not values.get(reason):
        declared = NOUNS[noun].field(reason)
        what = CHECK_REASON(state=NOUNS[noun].field(field).label_of(state), reason=declared.label)
        yield Finding("ask", "reason_missing", reason, what, state, CHECK_REASON_HINT(option=declared.option))


def _label(noun: str, key: str) -> Say:
    return NOUNS[noun].field(key).label


def _project(values: Mapping[str, Any], around: Around) -> Iterator[Finding]:
    reached = around.reached or {}
    yield from stage_findings(reached)
    for stage, day in reached.items():
        if day and day.first > around.today:
            yield _not_yet("project", f"{stage}_on", day, around.today, CHECK_FUTURE_PLAN_HINT)
    for key in ("money_share", "count_share") if {"unit", "introducers"}.isdisjoint(around.unread) else ():
        yield from _policy(values, key)
    total = values.get("total_investment")
    if total and around.largest > total.fen:
        what = CHECK_TOTAL(total=money_words(total), amount=money_words(Money(around.largest, total.currency)))
        yield Finding("error", "receipt_above_total", "total_investment", what, money_words(total).en, CHECK_TOTAL_HINT)
    if reached.get("signed") and not values.get("agreement"):
        yield Finding("warning", "agreement_missing", "agreement", CHECK_AGREEMENT, "", CHECK_AGREEMENT_HINT)


def stage_findings(reached: Mapping[str, PartialDate | None]) -> Iterator[Finding]:
    """Reached dates that cannot stand beside each other: a start before the signing."""
    for later, earlier in misplaced(reached):
        yield _misplaced(reached, later, earlier, f"{later}_on")


def _misplaced(reached: Mapping[str, PartialDate | None], later: str, earlier: str, field: str) -> Finding:
    days = {stage: day for stage, day in reached.items() if day}
    late, early = ((_label("project", f"{stage}_on"), days[stage]) for stage in (later, earlier))
    return _before(field, late, early)


def _milestone(values: Mapping[str, Any], around: Around) -> Iterator[Finding]:
    """Its date beside those of the project's other stages; what is wrong between the others is not its fault."""
    reached = around.reached or {}
    for later, earlier in misplaced(reached):
        if values.get("stage") in (later, earlier):
            yield _misplaced(reached, later, earlier, "reached_on")
    yield from _recognised_before("milestone", values, "reached_on")


def _policy(values: Mapping[str, Any], key: str) -> Iterator[Finding]:
    policy, by = values.get(key) or shares.SINGLE, values.get("introducers") or ()
    if policy == shares.SINGLE:
        return
    if not by:
        what = CHECK_INTRODUCER(field=_label("project", key))
        yield Finding("warning", "introducer_missing", key, what, policy, CHECK_INTRODUCER_HINT)
        return
    try:
        shares.credits(policy, values["unit"], by)
    except BadValue as error:
        found = error.problem
        yield Finding("error", found.code, key, found.what, found.value or policy, found.hint or CHECK_INTRODUCER_HINT)


def _funds(values: Mapping[str, Any], around: Around) -> Iterator[Finding]:
    amount, total = values.get("amount"), around.total
    if amount and total and amount.currency == total.currency:
        if amount.fen > total.fen:
            what = CHECK_RECEIPT(amount=money_words(amount), total=money_words(total))
            yield Finding("error", "receipt_above_total", "amount", what, money_words(amount).en, CHECK_RECEIPT_HINT)
        elif amount.fen + around.received > total.fen:
            received = money_words(Money(amount.fen + around.received, amount.currency))
            what = CHECK_RECEIPT_SUM(sum=received, total=money_words(total))
            yield Finding("warning", "receipts_above_total", "amount", what, received.en, CHECK_RECEIPT_SUM_HINT)
    if amount and not amount.fen:
        yield Finding("ask", "receipt_zero", "amount", CHECK_NOTHING, "", CHECK_NOTHING_HINT)
    signed = (around.reached or {}).get("signed")
    day = values.get("received_on")
    yield from _recognised_before("funds", values, "received_on")
    if signed and day and day.last < signed.first:
        what = CHECK_UNSIGNED(date=day.iso(), signed=signed.iso())
        yield Finding("warning", "receipt_before_signing", "received_on", what, day.iso(), CHECK_UNSIGNED_HINT)


def _recognised_before(noun: str, values: Mapping[str, Any], happened: str) -> Iterator[Finding]:
    """A recognition that is older than what it recognises: one of the dates was mistyped."""
    day, recognised = values.get(happened), values.get("recognised_on")
    if day and recognised and recognised.last < day.first:
        labels = _label(noun, "recognised_on"), _label(noun, happened)
        found = _before("recognised_on", (labels[0], recognised), (labels[1], day))
        yield replace(found, level="ask", code="recognised_early")


def _company(values: Mapping[str, Any], around: Around) -> Iterator[Finding]:
    code = values.get("credit_code")
    why = credit_code.check(code) if code else None
    if why:
        what = CHECK_CREDIT_CODE(value=code, why=why)
        yield Finding("warning", "credit_code", "credit_code", what, str(code), CHECK_CREDIT_CODE_HINT)


def _target(values: Mapping[str, Any], around: Around) -> Iterator[Finding]:
    known = {"year", "campaign"}.isdisjoint(around.unread)
    if known and (values.get("year") is None) == (values.get("campaign") is None):
        yield Finding("error", "target_period", "year", CHECK_PERIOD, str(values.get("year")), CHECK_PERIOD_HINT)
    if values.get("value") == 0:
        yield Finding("warning", "target_zero", "value", CHECK_ZERO_TARGET, "0", CHECK_ZERO_TARGET_HINT)


_SPECIAL: Final[dict[str, Callable[[Mapping[str, Any], Around], Iterator[Finding]]]] = {
    "project": _project,
    "milestone": _milestone,
    "funds": _funds,
    "company": _company,
    "target": _target,
}
