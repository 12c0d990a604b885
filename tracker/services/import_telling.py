"""What is said of an import: what it did or would do, as sentences, tables and data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.result import Choice, Column, Message, Result, Table
from tracker.rules.nouns import NOUNS
from tracker.services.import_plan import moment
from tracker.services.import_refusal import named
from tracker.services.notes import some
from tracker.words import (
    CHANGE_CELL,
    CHANGE_FIELD,
    CHANGE_NEW,
    CHANGE_OLD,
    CHANGES_TITLE,
    COUNT_BAD,
    COUNT_CHANGED,
    COUNT_CONFLICTS,
    COUNT_NEW,
    COUNT_PERHAPS,
    COUNT_SAME,
    FILE_AND_WHAT,
    FILE_COLUMN,
    FILE_IMPORTED,
    FILE_LEFT_OUT,
    FILE_NOTE,
    FILES_DONE,
    FILES_NOTHING,
    FILES_PARTIAL,
    FILES_TOTAL,
    IMPORT_BATCH,
    IMPORT_BEFORE,
    IMPORT_BEFORE_HINT,
    IMPORT_DONE,
    IMPORT_EMPTY,
    IMPORT_NOTHING,
    IMPORT_PARTIAL,
    IMPORT_PARTIAL_CONFLICTS,
    NUMBER,
    PLACE_IN_FILE,
    PREVIEW_COUNTS,
    PREVIEW_EDIT,
    PREVIEW_FILE,
    PREVIEW_MORE,
    RECORD_KIND,
    ROWS_GONE,
    ROWS_GONE_ALL,
    SHEET_COLUMN,
    text,
)
from tracker.written import batch_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.errors import Problem
    from tracker.rules.nouns import Noun
    from tracker.services.bases import Found
    from tracker.services.import_plan import Clash, Edit, Plan, Twin
    from tracker.services.sheet_rows import Sheet
    from tracker.words import Words

MOST_SHOWN: Final = 50
MOST_GONE: Final = 3
FIGURES: Final = (
    ("new", COUNT_NEW),
    ("changed", COUNT_CHANGED),
    ("same", COUNT_SAME),
    ("bad", COUNT_BAD),
    ("conflicts", COUNT_CONFLICTS),
    ("perhaps", COUNT_PERHAPS),
)
CHOSEN: Final = frozenset(
    (
        "table_found",
        "unit_taken",
        "county_taken",
        "sheet_unknown",
        "map_remembered",
        "base_export",
        "base_import",
        "companies_created",
    )
)


def result(plans: Sequence[Plan], batch: int | None, *, several: bool, shown_most: int | None = None) -> Result:
    """What an import did or would do: counts, every changed field, and in `data` all of it."""
    edits = [(plan.file, edit) for plan in plans for edit in plan.edits]
    counts = files_table(plans) if several else counts_table(plans[0])
    problems = all_problems(plans, several=several)
    return Result(
        ("import",),
        tables=(counts, *([edits_table(edits, shown_most, several=several)] if edits else [])),
        data=_files_data(plans, batch) if several else _data(plans[0], batch),
        lines=(_files_sentence(plans, batch) if several else _sentence(plans[0], batch),),
        messages=tuple(messages(plans, several=several)),
        problems=problems,
        status="partial" if problems else "ok",
    )


def all_problems(plans: Sequence[Plan], *, several: bool) -> tuple[Problem, ...]:
    """What is wrong with all files."""
    return tuple(each for plan in plans for each in plan_problems(plan, several=several))


def plan_problems(plan: Plan, *, several: bool) -> Iterator[Problem]:
    """What is wrong with a file, the conflicts that nobody decided among it; of several it says which file."""
    for problem in (*plan.problems, *(clash.problem for clash in plan.clashes)):
        yield named(problem, plan, several=several)


def messages(plans: Sequence[Plan], *, several: bool) -> Iterator[Message]:
    """What is worth knowing of each file, and of all together what none of them has."""
    for plan in plans:
        for each in plan.messages:
            yield each._replace(what=FILE_AND_WHAT(file=plan.file, what=each.what)) if several else each
        if plan.imported:
            told = IMPORT_BEFORE_HINT(batch=batch_number(plan.imported.batch))
            yield Message("imported_before", FILE_AND_WHAT(file=plan.file, what=told) if several else told)
    for noun in NOUNS.values():
        gone = _gone(plans, noun)
        if gone:
            which = some(map(noun.number, sorted(gone)), MOST_GONE)
            what = ROWS_GONE_ALL if several else ROWS_GONE
            yield Message("rows_gone", what(n=len(gone), noun=noun.label, which=which))


def _gone(plans: Sequence[Plan], noun: Noun) -> set[int]:
    """The records that a file misses, that no file has, and that none of them brings, as one without that sheet may."""
    missing = [plan.gone[noun.key] for plan in plans if noun.key in plan.gone]
    gone = set.intersection(*missing) if missing else set()
    gone &= set[int]().union(*(plan.missed.get(noun.key, ()) for plan in plans))
    if gone and len(plans) > 1:
        gone -= {each.id for plan in plans for each in plan.added(noun.label)}
    return gone


def _files_data(plans: Sequence[Plan], batch: int | None) -> dict[str, object]:
    return {
        "files": [_data(plan, None if plan.imported or not plan.writes else batch) for plan in plans],
        "totals": totals(plans),
        "batch": None if batch is None else batch_number(batch),
    }


def totals(plans: Sequence[Plan]) -> dict[str, int]:
    """What becomes of the rows of all files."""
    return {key: sum(_figure(plan, key) for plan in plans) for key, _ in FIGURES}


def _figure(plan: Plan, key: str) -> int:
    if key == "conflicts":
        return len(plan.clashes)
    return len(plan.twins) if key == "perhaps" else plan.total(key)


def files_table(plans: Sequence[Plan]) -> Table:
    """What becomes of the rows of each file, and of all."""
    columns = (
        Column("file", FILE_COLUMN),
        *(Column(key, label, "number") for key, label in FIGURES),
        Column("note", FILE_NOTE, sparse=True),
    )
    rows = [(plan.file, *(_figure(plan, key) for key, _ in FIGURES), _file_note(plan)) for plan in plans]
    summed = totals(plans)
    return Table(columns, (*rows, (FILES_TOTAL, *summed.values(), None)), totals=summed)


def _file_note(plan: Plan) -> Words | None:
    if plan.imported:
        return FILE_IMPORTED(batch=batch_number(plan.imported.batch))
    return FILE_LEFT_OUT if plan.left_out else None


def _files_sentence(plans: Sequence[Plan], batch: int | None) -> Words:
    done = totals(plans)
    partial = any(plan.problems or plan.clashes for plan in plans)
    suffix = "" if batch is None else IMPORT_BATCH(batch=batch_number(batch))
    said = FILES_PARTIAL if partial else FILES_DONE
    if not partial and not any(plan.writes for plan in plans):
        said = FILES_NOTHING
    return said(n=len(plans), files=sum(plan.left_out for plan in plans), batch=suffix, **done)


def _data(plan: Plan, batch: int | None) -> dict[str, object]:
    return {
        "file": plan.file,
        "sha256": plan.sha256,
        "sheets": [
            {"sheet": c.sheet, "noun": c.noun.key, "new": c.new, "changed": c.changed, "same": c.same, "bad": c.bad}
            for c in plan.counts
        ],
        "tables": [_table_data(table) for table in plan.tables],
        "changes": [_edit_data(edit) for edit in plan.edits],
        "conflicts": [_clash_data(clash) for clash in plan.clashes],
        "perhaps": [_twin_data(twin) for twin in plan.twins],
        "created": [{"number": c.number, "name": c.name, "cell": c.line.place(c.key)} for c in plan.created],
        "base": _base_data(plan.base),
        "batch": None if batch is None else batch_number(batch),
        "imported": plan.imported and batch_number(plan.imported.batch),
        "left_out": plan.left_out,
    }


def _clash_data(clash: Clash) -> dict[str, object]:
    data = _edit_data(clash.edit)
    return data | {"base": clash.base, "other": clash.other, "kind": "files" if clash.other else "database"}


def _twin_data(twin: Twin) -> dict[str, object]:
    numbers = [twin.noun.number(id_) for id_, _ in twin.records]
    return {
        "cell": twin.place,
        "name": twin.name if isinstance(twin.name, str) else text(twin.name, "en"),
        "noun": twin.noun.key,
        "candidates": numbers,
    }


def _base_data(base: Found | None) -> dict[str, object] | None:
    if base and base.export:
        return {"kind": "export", "id": base.export.id, "at": base.export.at}
    if base and base.last:
        return {"kind": "import", "batch": batch_number(base.last.batch), "file": base.last.file, "at": base.last.at}
    return None


def _sentence(plan: Plan, batch: int | None) -> Words:
    """One line that says what became of the rows; without a batch what would have."""
    done = {key: plan.total(key) for key in ("new", "changed", "same", "bad")}
    partial = plan.problems or plan.clashes
    if plan.imported:
        at = moment(plan.imported.at)
        return IMPORT_BEFORE(file=plan.file, batch=batch_number(plan.imported.batch), at=at)
    if not plan.writes and not partial:
        return (IMPORT_NOTHING if any(count.rows for count in plan.counts) else IMPORT_EMPTY)(file=plan.file)
    said = IMPORT_PARTIAL if partial else IMPORT_DONE
    said = IMPORT_PARTIAL_CONFLICTS if plan.clashes else said
    suffix = "" if batch is None else IMPORT_BATCH(batch=batch_number(batch))
    return said(file=plan.file, batch=suffix, conflicts=len(plan.clashes), **done)


def _table_data(table: Sheet) -> dict[str, object]:
    """Where a table was found, and what its columns were taken for."""
    columns = [
        {"column": letters, "noun": noun, "field": key or "number"}
        for noun, fields in table.letters.items()
        for key, letters in fields.items()
        if (noun, key) != ("segment", "chain")
    ]
    return {
        "sheet": table.name,
        "noun": table.nouns[0].key,
        "rows": [table.first, table.last],
        "columns": columns,
        "fingerprint": table.fingerprint,
    }


def _edit_data(edit: Edit) -> dict[str, object]:
    return {
        "sheet": edit.sheet,
        "row": edit.row,
        "cell": edit.cell,
        "number": edit.noun.number(edit.id),
        "field": edit.field.key,
        "old": edit.old,
        "new": edit.new,
    }


def counts_table(plan: Plan) -> Table:
    """New, changed, same and bad rows of each sheet."""
    columns = (
        Column("sheet", SHEET_COLUMN),
        Column("noun", RECORD_KIND),
        *(Column(key, label, "number") for key, label in FIGURES[:4]),
    )
    rows = tuple((c.sheet, Choice(c.noun.key, c.noun.label), c.new, c.changed, c.same, c.bad) for c in plan.counts)
    return Table(columns, rows)


def edits_table(edits: Sequence[tuple[str, Edit]], most: int | None = None, *, several: bool = False) -> Table:
    """Every changed field, old and new, or the first of them; of several files with the file."""
    columns = (
        *([Column("file", FILE_COLUMN)] if several else []),
        Column("cell", CHANGE_CELL),
        Column("number", NUMBER),
        Column("field", CHANGE_FIELD),
        Column("old", CHANGE_OLD),
        Column("new", CHANGE_NEW),
    )
    shown = edits if most is None else edits[:most]
    rows = tuple(
        (*([file] if several else []), f"{e.sheet}!{e.cell}", e.noun.number(e.id), e.field.label, e.old, e.new)
        for file, e in shown
    )
    return Table(columns, rows, CHANGES_TITLE, total=len(edits), hidden=len(edits) - len(shown))


def to_confirm(message: Message) -> bool:
    """Whether a person has to have seen a message before saying yes: what was found or taken, and every warning."""
    return message.level == "warning" or message.code in CHOSEN


def explains(message: Message) -> bool:
    """Whether a message may tell why an import is refused; not one of what it would have created."""
    return to_confirm(message) and message.code != "companies_created"


def preview(plans: Sequence[Plan], *, several: bool) -> Iterator[Words]:
    """What a person reads before the one question: counts, the first changes old to new, what was taken for what."""
    yield from _preview_files(plans) if several else _preview_counts(plans[0])
    edits = [(plan.file, edit) for plan in plans for edit in plan.edits]
    for file, edit in edits[:MOST_SHOWN]:
        number = edit.noun.number(edit.id)
        place: Words = f"{edit.sheet}!{edit.cell}"
        place = PLACE_IN_FILE(file=file, place=place) if several else place
        yield PREVIEW_EDIT(place=place, number=number, field=edit.field.label, old=edit.old, new=edit.new)
    if len(edits) > MOST_SHOWN:
        yield PREVIEW_MORE(n=len(edits) - MOST_SHOWN)
    yield from (message.what for message in messages(plans, several=several) if to_confirm(message))


def _preview_counts(plan: Plan) -> Iterator[Words]:
    for count in plan.counts:
        if count.new or count.changed or count.bad:
            numbers = {"new": count.new, "changed": count.changed, "same": count.same, "bad": count.bad}
            yield PREVIEW_COUNTS(sheet=count.sheet, noun=count.noun.label, **numbers)


def _preview_files(plans: Sequence[Plan]) -> Iterator[Words]:
    for plan in plans:
        note = _file_note(plan)
        if note:
            yield FILE_AND_WHAT(file=plan.file, what=note)
        else:
            yield PREVIEW_FILE(file=plan.file, **{key: _figure(plan, key) for key, _ in FIGURES})
    yield PREVIEW_FILE(file=FILES_TOTAL, **totals(plans))
