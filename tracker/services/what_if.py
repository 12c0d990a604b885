"""What if: ranks and scores as they would be if records were recognised or refused, stages reached, targets other.

The changes are really made, by the very services that make them, in a unit of work that nobody commits.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.errors import BadUsage, NotFound, TrackerError
from tracker.result import Message, Result
from tracker.rules.choices import STAGE, UNDECIDED
from tracker.rules.fields import split_names
from tracker.rules.nouns import NOUNS
from tracker.rules.query import is_condition, is_number
from tracker.services import boards, differences, projects, recognition, standings, targets
from tracker.services.boards import WANTED
from tracker.services.recognition import Chosen
from tracker.store.names import resolve
from tracker.store.records import load_some, milestones
from tracker.words import (
    NOW,
    WHAT_IF_ADVANCE,
    WHAT_IF_BAD,
    WHAT_IF_BAD_HINT,
    WHAT_IF_EMPTY,
    WHAT_IF_NONE,
    WHAT_IF_NONE_HINT,
    WHAT_IF_NOTHING,
    WHAT_IF_RECOGNISE,
    WHAT_IF_REFUSE,
    WHAT_IF_SAME,
    WHAT_IF_TARGET,
    WHAT_IF_THEN,
    WHAT_IF_WRITES_NOTHING,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from tracker.rules.fields import Entry
    from tracker.rules.nouns import Noun
    from tracker.services.boards import Wanted
    from tracker.services.contest import Ground
    from tracker.store.engine import Work
    from tracker.words import Words

OPINION: Final = "what-if"  # never stored
ALL: Final = ("all", "全部")
FUNDS, MILESTONE, PROJECT = NOUNS["funds"], NOUNS["milestone"], NOUNS["project"]


class Acts(NamedTuple):
    """What is supposed, as typed: `F12..F20`, `M3`, `P12` or `all`; `冠县:到位资金=50`; `P12:started=2024-03-05`."""

    recognise: Sequence[str] = ()
    refuse: Sequence[str] = ()
    target: Sequence[str] = ()
    advance: Sequence[str] = ()


def what_if(
    work: Work, period: str | None, today: datetime.date, acts: Acts, entry: Entry, wanted: Wanted = WANTED
) -> Result:
    """The board before and after; the unit of work is left uncommitted. Of a chain the boards of every metric."""
    if not any(acts):
        raise BadUsage(WHAT_IF_NONE, code="missing_options", value="--recognise", hint=WHAT_IF_NONE_HINT)
    before = boards.make(work.reader, period, today, wanted)
    done = tuple(_suppose(work, acts, entry, before[0].ground))
    after = boards.make(work.reader, period, today, wanted)
    each, ground = wanted.shown.singles, after[0].ground
    found = differences.between_each(before, after) if each else differences.between(before[0], after[0])
    tables = []
    if not each or found.moved:
        tables.append(differences.moves_table(found, ground, NOW, WHAT_IF_THEN, everyone=not each))
    if found.figures:
        tables.append(differences.figures_table(found, NOW, WHAT_IF_THEN))
    messages = [*ground.messages, Message("writes_nothing", WHAT_IF_WRITES_NOTHING)]
    if not found.number:
        messages.append(Message("nothing_moves", WHAT_IF_NOTHING, "warning"))
    return Result(
        ("board", "what-if"),
        title=ground.scheme.name,
        tables=tuple(tables),
        data={**ground.head, "supposed": done, **differences.data(found, everyone=not each)},
        lines=(ground.covers, *done),
        messages=tuple(messages),
    )


def _suppose(work: Work, acts: Acts, entry: Entry, ground: Ground) -> Iterator[Words]:
    """Make the changes, and say each."""
    for text in acts.target:
        with _placed("--target"):
            yield _target(work, text, entry, ground)
    for text in acts.advance:
        with _placed("--advance"):
            yield _advance(work, text, entry)
    for state, texts in (("recognised", acts.recognise), ("refused", acts.refuse)):
        for noun, ids in _named(work, texts, state, entry).items():
            yield from _decide(work, noun, ids, state, entry)


@contextmanager
def _placed(option: str) -> Iterator[None]:
    """What is wrong with a supposition stands at its own option, not at those of the command that would write it."""
    try:
        yield
    except TrackerError as error:
        raise error.at(option) from None


def _target(work: Work, text: str, entry: Entry, ground: Ground) -> Words:
    """Give a unit, or the city, another target of the year or campaign."""
    found = re.fullmatch(r"(.+?)[:：](.+)[=＝](.+)", text)
    if found is None:
        msg = "--target"
        raise _bad(msg, text, "冠县:到位资金=50")
    unit, metric, value = (part.strip() for part in found.groups())
    texts = {"unit": unit, "metric": standings.find_metric(ground, metric), "value": value}
    issuer = ground.scheme.issuer_of(ground.scheme.metrics[texts["metric"]])
    texts |= {"issuer": issuer} if issuer else {}
    name = ground.campaign_name
    texts |= {"campaign": name} if name else {"year": str(ground.period.last.year)}
    targets.set_(work, NOUNS["target"], texts, entry)
    return WHAT_IF_TARGET(unit=unit, metric=ground.scheme.metrics[texts["metric"]].label, value=value)


def _advance(work: Work, text: str, entry: Entry) -> Words:
    """Let a project reach a stage, recognised and by a formal contract: what is supposed is meant to count."""
    found = re.fullmatch(r"(.+?)[:：](.+)[=＝](.+)", text)
    if found is None:
        msg = "--advance"
        raise _bad(msg, text, "P12:started=2024-03-05")
    which, stage_text, on = (part.strip() for part in found.groups())
    stage = STAGE.parse(stage_text)
    projects.advance(work, which, stage, on, entry, agreement="contract" if stage == "signed" else None)
    id_ = resolve(work.reader, PROJECT, which)
    reached = milestones(work.reader, [id_])[id_, stage]
    if reached.values["recognition"] != "recognised":
        _set(work, MILESTONE, [reached.id], "recognised", entry)
    return WHAT_IF_ADVANCE(number=PROJECT.number(id_), stage=STAGE.labels[stage], date=on)


def _named(work: Work, texts: Sequence[str], state: str, entry: Entry) -> dict[Noun, list[int]]:
    """The receipts and milestones meant: listed, all of a project that wait, by conditions, or all that wait."""
    found: dict[Noun, list[int]] = {FUNDS: [], MILESTONE: []}
    for text in texts:
        parts = text.split() if is_condition(text) else split_names(text)
        for noun in _nouns(parts):
            found[noun] += _chosen(work, noun, parts, state, entry)
        if not any(found.values()):
            raise NotFound(WHAT_IF_EMPTY(value=text), code="selection_empty", value=text, hint=WHAT_IF_NONE_HINT)
    return {noun: list(dict.fromkeys(ids)) for noun, ids in found.items() if ids}


def _nouns(parts: Sequence[str]) -> tuple[Noun, ...]:
    """Which of the two can be meant: by their numbers one, by a project's name or number, or by all, both."""
    if all(is_number(MILESTONE, part) for part in parts):
        return (MILESTONE,)
    return (FUNDS,) if any(is_number(FUNDS, part) or is_condition(part) for part in parts) else (FUNDS, MILESTONE)


def _chosen(work: Work, noun: Noun, parts: Sequence[str], state: str, entry: Entry) -> list[int]:
    if [part.casefold() for part in parts] in ([each] for each in ALL):
        reached = " AND reached_on IS NOT NULL" if noun is MILESTONE else ""
        where = f"removed_at IS NULL AND recognition IN {UNDECIDED}{reached}"
        return [id_ for (id_,) in work.reader.rows(f"SELECT id FROM {noun.key} WHERE {where} ORDER BY id")]
    try:
        return recognition.chosen(work.reader, noun, parts, state, entry).ids
    except NotFound as error:
        # Of a project nothing may wait among its receipts and something among its milestones.
        if error.problem.code == "selection_empty":
            return []
        raise


def _decide(work: Work, noun: Noun, ids: Sequence[int], state: str, entry: Entry) -> Iterator[Words]:
    """Recognise or refuse records; those that are so already are left alone."""
    records = {each.id: each for each in load_some(work.reader, noun, ids)}
    same = {id_ for id_, each in records.items() if each.values["recognition"] == state}
    wanted = [id_ for id_ in ids if id_ not in same]
    if wanted:
        _set(work, noun, wanted, state, entry)
        say = WHAT_IF_RECOGNISE if state == "recognised" else WHAT_IF_REFUSE
        yield say(n=len(wanted), noun=noun.label, numbers=_few(noun, wanted))
    if same:
        yield WHAT_IF_SAME(n=len(same), noun=noun.label, numbers=_few(noun, sorted(same)))


def _set(work: Work, noun: Noun, ids: list[int], state: str, entry: Entry) -> None:
    recognition.decide(work, noun, Chosen(ids), state, entry, on=None, by=None, opinion=OPINION)


def _few(noun: Noun, ids: Sequence[int]) -> tuple[str, ...]:
    """The numbers, of many the first."""
    return (*(noun.number(id_) for id_ in ids[:8]), *(["…"] if len(ids) > 8 else []))


def _bad(place: str, text: str, example: str) -> BadUsage:
    hint = WHAT_IF_BAD_HINT(example=f"{place} {example}")
    return BadUsage(WHAT_IF_BAD(value=text), code="what_if_bad", place=place, value=text, hint=hint)
