"""Proves the published boards: the chain of hashes, every issue against its own arithmetic, a printout against it."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from tracker.errors import BadData, Problem, TrackerError
from tracker.result import Column, Message, Result, Table
from tracker.rules.chain import canonical, head, sealed
from tracker.rules.schemes import Limits
from tracker.rules.scoring import Telling
from tracker.services import boards, explain, progress, published, publishing, standings
from tracker.services.boards import View
from tracker.services.standings import Inputs
from tracker.store import boards as stored
from tracker.words import (
    HEAD_COLUMN,
    HEAD_FOUND,
    HEAD_UNKNOWN,
    HEAD_UNKNOWN_HINT,
    ISSUE_COLUMN,
    ISSUE_PLACE,
    PERIOD_COLUMN,
    PRINTOUT_CELL,
    PRINTOUT_EMPTY,
    PRINTOUT_EMPTY_HINT,
    PRINTOUT_FALSE,
    PRINTOUT_HINT,
    PRINTOUT_MISSING,
    PRINTOUT_NO_HEAD,
    PRINTOUT_NO_HEAD_HINT,
    PRINTOUT_STRANGE,
    PRINTOUT_TRUE,
    PRINTOUT_TWO_HEADS,
    PRINTOUT_UNCHECKED,
    RULES_COLUMN,
    VERIFIED,
    VERIFIED_NONE,
    VERIFY_COLUMN,
    VERIFY_CONTENT,
    VERIFY_FAILED,
    VERIFY_GAP,
    VERIFY_HASH,
    VERIFY_HINT,
    VERIFY_LINK,
    VERIFY_RANK,
    VERIFY_RESULT,
    VERIFY_ROWS,
    VERIFY_SCHEME,
    VERIFY_SCORE,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tracker.rules.printouts import Comparison, Mismatch
    from tracker.services.contest import Unit
    from tracker.services.published import Behind, Frozen
    from tracker.store.boards import Issue
    from tracker.store.reading import Reader
    from tracker.words import Words

# What reading an altered content may stumble over.
UNREADABLE: Final = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, TrackerError)
SHOWN: Final = 20
MOST: Final = 10**6  # of a list all that it could hold: a printed one may end earlier
WORDED: Final = (True, False)  # what was printed before arithmetic had Chinese words stays as true as it was
VIEWS: Final = (View(), View(together=True), View(top=MOST, bottom=MOST), View(together=True, top=MOST, bottom=MOST))


def verify(reader: Reader) -> Result:
    """Prove the whole chain; BadData names everything that is wrong with it."""
    issues = stored.issues(reader)
    problems = [*_gaps(reader, issues), *_of_issues(reader, issues)]
    if problems:
        raise BadData.of(problems, VERIFY_FAILED(n=len(problems)))
    columns = (
        Column("number", ISSUE_COLUMN, "number"),
        Column("period", PERIOD_COLUMN),
        Column("scheme", RULES_COLUMN),
        Column("head", HEAD_COLUMN),
    )
    rows = tuple((each.id, each.period, each.scheme, head(each.sha256)) for each in issues)
    said = VERIFIED(n=len(issues), head=head(issues[-1].sha256)) if issues else VERIFIED_NONE
    return Result(
        ("board", "verify"),
        tables=(Table(columns, rows),) if rows else (),
        data={"issues": list(map(publishing.issue_data, issues)), "head": rows[-1][3] if rows else None},
        lines=(said,),
    )


def _gaps(reader: Reader, issues: Sequence[Issue]) -> Iterator[Problem]:
    """Numbers are given out without a gap and never twice: one that is not there was taken away."""
    there = {issue.id for issue in issues}
    for number in range(1, max((stored.last_number(reader, "board"), *there), default=0) + 1):
        if number not in there:
            yield Problem("issue_missing", VERIFY_GAP(number=number), hint=VERIFY_HINT)


def _of_issues(reader: Reader, issues: Sequence[Issue]) -> Iterator[Problem]:
    before: Issue | None = None
    for issue in issues:
        place = ISSUE_PLACE(number=issue.id, period=issue.period)
        for code, what in _of_issue(reader, issue, before, issues):
            yield Problem(code, what, place, hint=VERIFY_HINT)
        before = issue


def _of_issue(
    reader: Reader, issue: Issue, before: Issue | None, issues: Sequence[Issue]
) -> Iterator[tuple[str, Words]]:
    """What is wrong with one issue: its link, its hash, and then what its content does not bear out."""
    text = stored.whole(reader, issue.id)
    if issue.previous_sha256 != (before.sha256 if before else None):
        yield "link", VERIFY_LINK
    if sealed(issue.previous_sha256, text) != issue.sha256:
        yield "hash", VERIFY_HASH
    try:
        yield from _of_content(issue, text, {each.id: each for each in issues})
    except UNREADABLE:
        yield "content", VERIFY_CONTENT


def _of_content(issue: Issue, text: str, issues: dict[int, Issue]) -> Iterator[tuple[str, Words]]:
    first, _, second = text.partition("\n")
    content, rows = json.loads(first), json.loads(second)
    if (canonical(content), canonical(rows)) != (first, second):
        yield "content", VERIFY_CONTENT
    yield from _columns(issue, content, issues)
    if hashlib.sha256(content["scheme"]["toml"].encode()).hexdigest() != content["scheme"]["sha256"]:
        yield "scheme", VERIFY_SCHEME
    frozen = published.Frozen(content)
    yield from _scores(frozen)
    yield from _sums(frozen, published.rows_in(second))


def _columns(issue: Issue, content: dict[str, Any], issues: dict[int, Issue]) -> Iterator[tuple[str, Words]]:
    """What stands beside the content says the same as the content."""
    corrected = issues.get(issue.corrects_id) if issue.corrects_id is not None else None
    own = {
        "number": (issue.id, content["number"]),
        "scheme": (issue.scheme, content["scheme"]["key"]),
        "period": (issue.period, content["period"]),
        "start": (issue.start_on, content["start"]),
        "end": (issue.end_on, content["end"]),
        "published_at": (issue.published_at, content["published_at"]),
        "corrects": (corrected.sha256 if corrected else issue.corrects_id, content["corrects"]),
    }
    for name, (beside, inside) in own.items():
        if beside != inside:
            yield "column", VERIFY_COLUMN(name=name, beside=beside, inside=inside)


def _scores(frozen: Frozen) -> Iterator[tuple[str, Words]]:
    """Scored and ranked anew from the frozen inputs, every unit comes out as it was published."""
    board, ground = frozen.board, frozen.board.ground
    events = [each.event for each in frozen.adjustments]
    inputs = Inputs(board.values, frozen.values.last, events)
    telling = Telling.FIXED if frozen.plain["format"] == 1 else Telling.BY_HAND
    for group, rows in board.groups.items():
        again = {row.unit.id: row for row in standings.rank(ground, [group], inputs, telling=telling)}
        for row in rows:
            new = again.get(row.unit.id)
            if new is None or _sealed_row(new) != _sealed_row(row):
                yield "arithmetic", VERIFY_SCORE(unit=row.unit.name, program=frozen.plain["program"])
    for key, single in frozen.singles.items():
        metric = ground.scheme.metrics[key]
        for group, rows in single.groups.items():
            ranks = {row.unit.id: row.rank for row in standings.rank_single(ground, [group], metric, board.values[key])}
            if ranks != {row.unit.id: row.rank for row in rows}:
                yield "arithmetic", VERIFY_RANK(metric=metric.label)
    kept = frozen.plain["board"]
    if canonical(_as_kept(json.loads(canonical(published.plain(boards.board_data(board)))), kept)) != canonical(kept):
        yield "arithmetic", VERIFY_RESULT


def _as_kept(new: Any, kept: Any) -> Any:
    """Data without the keys that a later program has added to what an earlier one published."""
    if isinstance(new, dict) and isinstance(kept, dict):
        return {key: _as_kept(value, kept[key]) for key, value in new.items() if key in kept}
    if isinstance(new, list) and isinstance(kept, list) and len(new) == len(kept):
        return [_as_kept(value, old) for value, old in zip(new, kept, strict=True)]
    return new


def _sealed_row(row: standings.Row) -> str:
    """A row as it is sealed, but for the rank before, which other boards decide."""
    return canonical(published.row_out(row._replace(previous=None)))


def _sums(frozen: Frozen, behind: Behind) -> Iterator[tuple[str, Words]]:
    """The rows behind a figure add up to it."""
    ground = frozen.board.ground
    for key, measured in frozen.board.values.items():
        rows = behind[key]
        for unit in ground.units:
            total = sum((row.worth or Fraction(0) for row in rows.get(unit.id, ())), Fraction(0))
            if total != measured.units.get(unit.id, Fraction(0)):
                yield "rows", VERIFY_ROWS(metric=ground.scheme.metrics[key].label, unit=unit.name)


# A printout.


def issue_of(reader: Reader, heads: Sequence[str]) -> Issue:
    """The one published board whose hash a printout carries; BadData without one, or with several."""
    if not heads:
        raise BadData(PRINTOUT_NO_HEAD, code="no_head", hint=PRINTOUT_NO_HEAD_HINT)
    issues = stored.issues(reader)
    found: dict[int, Issue] = {}
    for text in heads:
        same = [issue for issue in issues if issue.sha256.startswith(text)]
        if not same:
            raise BadData(HEAD_UNKNOWN(head=head(text)), code="head_unknown", value=head(text), hint=HEAD_UNKNOWN_HINT)
        found |= {issue.id: issue for issue in same}
    if len(found) > 1:
        raise BadData(PRINTOUT_TWO_HEADS, code="several_heads", value=" ".join(heads), hint=PRINTOUT_HINT)
    return next(iter(found.values()))


def verify_head(reader: Reader, text: str) -> Result:
    """Whether a head, as kept on paper, is one of the chain's, with the whole chain proven as well."""
    issue = issue_of(reader, [text.lower()])
    verify(reader)
    line = HEAD_FOUND(number=issue.id, period=issue.period, head=head(issue.sha256))
    return Result(("board", "verify"), data={"published": publishing.issue_data(issue)}, lines=(line,))


def printed_tables(reader: Reader, issue: Issue) -> list[Table]:
    """Every table that a printout of an issue may hold: boards, progress, arithmetic, and the rows behind."""
    frozen, behind = published.thaw(reader, issue), published.rows_behind(reader, issue)
    return list(every_table(frozen, behind))


def every_table(frozen: Frozen, behind: Behind) -> Iterator[Table]:
    """Every table that a printout may hold of a published board and the rows behind it."""
    board, ground = frozen.board, frozen.board.ground
    for view in VIEWS:
        made = [standings.as_one(each) if view.together else each for each in (board, *frozen.singles.values())]
        yield from boards.told(made[1:], view=view._replace(singles=True)).tables
        yield from (table for each in made for table in boards.told([each], view=view).tables)
        if ground.scheme.limits != Limits():  # of old what was added stood there without its limits
            yield from boards.composite_tables(standings.unlimited(made[0]), view)
    yield from _of_progress(frozen)
    yield from _of_book(frozen, behind)
    for rows in board.groups.values():
        for row in rows:
            yield from _different(explain.score_table(board, row, worded=worded) for worded in WORDED)
            yield from _rows_of(frozen, behind, row.unit)
    lone = {unit.id for unit in ground.units} - {row.unit.id for rows in board.groups.values() for row in rows}
    for unit in ground.units:
        if unit.id in lone:
            yield from _rows_of(frozen, behind, unit)


def _different(tables: Iterable[Table]) -> Iterator[Table]:
    """The tables without those that one before them equals."""
    seen: list[Table] = []
    for each in tables:
        if each not in seen:
            seen.append(each)
            yield each


def _of_progress(frozen: Frozen) -> Iterator[Table]:
    """The progress of all metrics, and of each alone."""
    report = frozen.report
    for keys in (list(report.values.now), *([key] for key in report.values.now)):
        each = report.of(keys)
        yield from progress.report_tables(each)
        yield progress.overview_table(each)


def _of_book(frozen: Frozen, behind: Behind) -> Iterator[Table]:
    """What a workbook shows of all units at once: arithmetic by group, and the rows behind of one group or of all."""
    board, ground = frozen.board, frozen.board.ground
    for group, ranked in board.groups.items():
        yield from _different(explain.group_scores(board, group, ranked, worded=worded) for worded in WORDED)
    groups = [group.key for group in ground.scheme.groups]
    for key, rows in behind.items():
        for chosen in (groups, *([each] for each in groups)):
            yield explain.unit_rows(ground, key, rows, chosen)


def _rows_of(frozen: Frozen, behind: Behind, unit: Unit) -> Iterator[Table]:
    for key, of_units in behind.items():
        if unit.id in of_units:
            yield explain.rows_table(frozen.board.ground, key, [row.cells for row in of_units[unit.id]])


def verify_printout(reader: Reader, issue: Issue, name: str, compare: Callable[[list[Table]], Comparison]) -> Result:
    """Prove an issue, and a printout against it; BadData names every cell that is not as it was published."""
    verify(reader)
    found = compare(printed_tables(reader, issue))
    problems = [_wrong(each) for each in found.mismatches]
    problems += [
        Problem("row_missing", PRINTOUT_MISSING(row=row, table=title), hint=PRINTOUT_HINT)
        for title, row in found.missing
    ]
    if problems:
        raise BadData.of(problems[:SHOWN], PRINTOUT_FALSE(n=len(problems), number=issue.id))
    if not found.cells:
        raise BadData(PRINTOUT_EMPTY(file=name), code="printout_empty", value=name, hint=PRINTOUT_EMPTY_HINT)
    unknown = PRINTOUT_UNCHECKED(pages=found.unknown)
    return Result(
        ("board", "verify"),
        data={"published": publishing.issue_data(issue), "cells": found.cells, "unchecked": list(found.unknown)},
        lines=(PRINTOUT_TRUE(file=name, cells=found.cells, number=issue.id, period=issue.period),),
        messages=(Message("unchecked", unknown, "warning"),) if found.unknown else (),
    )


def _wrong(each: Mismatch) -> Problem:
    if each.wanted is None:
        return Problem("cell_strange", PRINTOUT_STRANGE(found=each.found), each.place, each.found, PRINTOUT_HINT)
    what = PRINTOUT_CELL(heading=each.heading, found=each.found, wanted=each.wanted)
    return Problem("cell_differs", what, each.place, each.found, PRINTOUT_HINT)
