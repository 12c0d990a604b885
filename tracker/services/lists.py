"""Lists the records of any noun: which, in what order, with which columns; loads nothing of what writing needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.errors import BadUsage
from tracker.result import Column, Message, Result, Table
from tracker.rules.choices import STAGE
from tracker.rules.fields import RefsKind
from tracker.rules.paths import ID, Path, end, find
from tracker.rules.stages import current_stage
from tracker.services.selection import amounts, in_words, read
from tracker.services.views import at_stage, shower
from tracker.store import listing
from tracker.store.records import milestones, with_names
from tracker.words import (
    LEFT_OUT_DONE,
    LISTED,
    LISTED_WHERE,
    PATH_SEVERAL,
    PATH_SEVERAL_HINT,
    TRUNCATED,
    Say,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.rules.fields import Entry, Field
    from tracker.rules.nouns import Noun
    from tracker.rules.query import Query
    from tracker.store.listing import Matched
    from tracker.store.reading import Reader
    from tracker.store.records import Record

ADDED: Final = "+"
STATUS: Final = "status"


class View(NamedTuple):
    """How a list is shown: its columns and order as typed, how many rows, whether with what is done with.

    A `wide` one carries the noun's further columns, for a terminal to show as many of them as it has room for.
    """

    columns: str | None = None
    sort: str | None = None
    limit: int | None = None
    everything: bool = False
    wide: bool = False


def list_(reader: Reader, noun: Noun, texts: Sequence[str], entry: Entry, view: View) -> Result:
    """The records that meet all conditions, by number or in the order asked for.

    What is done with is left out, unless all is asked for, it is listed by number, or a condition speaks of the status.
    """
    query = read(reader, noun, texts, entry)
    columns = _columns(noun, view)
    order = [(_one(noun, key.lstrip("-"), "--sort"), key.startswith("-")) for key in _listed(view.sort)]
    without = () if view.everything or query.names(STATUS) or query.names(ID.key) else noun.done
    matched = listing.select(reader, query, order, without=without)
    ids = matched.ids[: view.limit]
    table = Table(
        tuple(columns.values()),
        _rows(reader, noun, ids, list(columns)),
        total=len(matched.ids),
        hidden=len(matched.ids) - len(ids) + matched.left_out,
        totals=_totals(noun, matched, len(ids)),
    )
    return Result((noun.key, "list"), tables=(table,), messages=tuple(_messages(query, matched, len(ids))))


def _listed(text: str | None) -> list[str]:
    """The names in an option, in either comma."""
    return [name for part in (text or "").replace("，", ",").split(",") if (name := part.strip())]


def _columns(noun: Noun, view: View) -> dict[Path, Column]:
    """The number, then the columns asked for, those added to the usual ones, or the usual ones and the further."""
    asked = _listed(view.columns)
    usual = [] if asked and not asked[0].startswith(ADDED) else noun.columns
    spare = noun.further if view.wide and not asked else ()
    keys = (ID.key, *usual, *(name.lstrip(ADDED) for name in asked))
    shown = {path: _column(path) for path in (_one(noun, key, "--columns") for key in keys)}
    return shown | {path: _column(path)._replace(spare=True) for path in (find(noun, key) for key in spare)}


def _column(path: Path) -> Column:
    return Column(path.key, path.label, "number" if path.field.kind.numeric else "text")


def _one(noun: Noun, name: str, option: str) -> Path:
    """A path that leads to one value for every record; BadUsage, said of the option, for one that leads to several."""
    try:
        path = find(noun, name)
    except BadUsage as error:
        raise error.at(option) from error
    several = next((hop for hop in path.hops if isinstance(hop.kind, RefsKind)), None)
    if several:
        what = PATH_SEVERAL(field=several.label, value=path.key)
        hint = PATH_SEVERAL_HINT(field=several.key)
        raise BadUsage(what, code="path_several", place=option, value=path.key, hint=hint)
    return path


def _rows(reader: Reader, noun: Noun, ids: Sequence[int], paths: Sequence[Path]) -> tuple[tuple[object, ...], ...]:
    """The cells of the records, in the order of the ids."""
    show = shower(reader, [path.field for path in paths])
    values = _values(reader, noun, ids, paths)
    return tuple(tuple(show(path.field, values[id_][path.key]) for path in paths) for id_ in ids)


def _values(reader: Reader, noun: Noun, ids: Sequence[int], paths: Sequence[Path]) -> dict[int, dict[str, Any]]:
    """By record and path, the values of the noun's own fields and of what it refers to."""
    own = [path.field for path in paths if not path.hops]
    beyond = _by_hop(paths)
    keys = {field.key for field in (*own, *beyond)}
    records = listing.load_in_order(reader, noun, ids, keys)
    named = dict(zip(ids, with_names(reader, noun, records), strict=True))
    for record in records:
        named[record.id][ID.key] = noun.number(record.id)
    _add_derived(reader, noun, ids, named, own)
    for hop, further in beyond.items():
        _add_beyond(reader, noun, records, named, hop, further)
    return named


def _by_hop(paths: Sequence[Path]) -> dict[Field, list[Path]]:
    """The paths that lead over each reference."""
    found: dict[Field, list[Path]] = {}
    for path in paths:
        if path.hops:
            found.setdefault(path.hops[0], []).append(path)
    return found


def _add_beyond(
    reader: Reader,
    noun: Noun,
    records: Sequence[Record],
    named: dict[int, dict[str, Any]],
    hop: Field,
    paths: Sequence[Path],
) -> None:
    """Give the values those of what a reference leads to."""
    other = end(noun, (hop,))
    rest = [Path(other, path.hops[1:], path.field) for path in paths]
    wanted = sorted({id_ for record in records if (id_ := record.values[hop.key]) is not None})
    found = _values(reader, other, wanted, rest)
    for record in records:
        there = found.get(record.values[hop.key], {})
        named[record.id] |= {path.key: there.get(short.key) for path, short in zip(paths, rest, strict=True)}


def _add_derived(
    reader: Reader, noun: Noun, ids: Sequence[int], named: dict[int, dict[str, Any]], fields: Sequence[Field]
) -> None:
    """Give each project's values those of its milestones, its present stage and its receipts, where asked for."""
    wanted = {field.key for field in fields if field in noun.derived}
    stages = [field for field in fields if field.stage]
    if stages or "stage" in wanted:
        keys = {"project", "stage", "reached_on", *(field.stage[1] for field in stages if field.stage)}
        found = milestones(reader, ids, keys)
        for id_, values in named.items():
            values |= {field.key: at_stage(found, id_, *field.stage) for field in stages if field.stage}
            values["stage"] = current_stage({stage: at_stage(found, id_, stage, "reached_on") for stage in STAGE.keys})
    if "funds" in wanted:
        received = listing.received(reader, ids)
        for id_, values in named.items():
            values["funds"] = received.get(id_)


def _totals(noun: Noun, matched: Matched, shown: int) -> dict[str, object]:
    """What JSON says of all the rows: how many, their amounts by currency, and what is not shown, by reason."""
    return {
        "count": len(matched.ids),
        "sums": {noun.money: amounts(matched.sums)} if noun.money else {},
        "left_out": {"by_default": matched.left_out, "by_limit": len(matched.ids) - shown},
    }


def _messages(query: Query, matched: Matched, shown: int) -> Iterator[Message]:
    """What the list covers, its totals, and what is not shown and why."""
    noun, said = query.noun, query.words()
    sums = in_words(noun, matched.sums)
    listed = LISTED_WHERE if said else LISTED
    yield Message("listed", listed(noun=noun.label, conditions=said, n=len(matched.ids), sums=sums))
    if matched.left_out:
        states = tuple(map(noun.field(STATUS).label_of, noun.done))
        example = Say(f"状态:{states[0].zh}", f"status:{noun.done[0]}")
        yield Message("done_left_out", LEFT_OUT_DONE(n=matched.left_out, states=states, example=example))
    if shown < len(matched.ids):
        yield Message("truncated", TRUNCATED(n=len(matched.ids) - shown))
