"""What is said of an import: what it did or would do, as sentences, tables and data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tracker.result import Choice, Column, Message, Result, Table
from tracker.rules.nouns import NOUNS
from tracker.services.import_plan import Count, Plan, moment
from tracker.store.journal import imported
from tracker.words import (
    CHANGE_CELL,
    CHANGE_FIELD,
    CHANGE_NEW,
    CHANGE_OLD,
    CHANGES_TITLE,
    COUNT_BAD,
    COUNT_CHANGED,
    COUNT_NEW,
    COUNT_SAME,
    IMPORT_BATCH,
    IMPORT_BEFORE,
    IMPORT_BEFORE_HINT,
    IMPORT_DONE,
    IMPORT_NOTHING,
    IMPORT_PARTIAL,
    NUMBER,
    PLACE_AND_WHAT,
    PREVIEW_COUNTS,
    PREVIEW_EDIT,
    PREVIEW_MORE,
    RECORD_KIND,
    SHEET_COLUMN,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.services.import_plan import Edit
    from tracker.services.sheet_rows import Sheet
    from tracker.store.reading import Reader
    from tracker.words import Words

MOST_SHOWN: Final = 50
CHOSEN: Final = frozenset(("table_found", "unit_taken", "county_taken", "sheet_unknown", "map_remembered"))


def before(reader: Reader, file: str, sha256: str) -> Result | None:
    """What there is to say of a file whose very bytes were imported whole before; None of any other."""
    found = imported(reader, sha256)
    if found is None:
        return None
    batch = f"B{found.batch}"
    plan = Plan(file, sha256, skip_bad=False)
    plan.counts = [Count(sheet, NOUNS[noun], same=n) for sheet, noun, n in found.rows if noun in NOUNS]
    plan.messages = (Message("imported_before", IMPORT_BEFORE_HINT(batch=batch)),)
    made = result(plan, None)
    said = IMPORT_BEFORE(file=file, batch=batch, at=moment(found.at))
    return replace(made, data={**_data(plan, None), "imported": batch}, lines=(said,))


def result(plan: Plan, batch: int | None, *, shown_most: int | None = None) -> Result:
    """What an import did or would do: counts by sheet, every changed field, and in `data` all of it."""
    tables = (counts_table(plan), *([edits_table(plan, shown_most)] if plan.edits else []))
    return Result(
        ("import",),
        tables=tables,
        data=_data(plan, batch),
        lines=(_sentence(plan, batch),),
        messages=plan.messages,
        problems=plan.problems,
        status="partial" if plan.problems else "ok",
    )


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
        "batch": None if batch is None else f"B{batch}",
        "imported": None,
    }


def _sentence(plan: Plan, batch: int | None) -> Words:
    """One line that says what became of the rows; without a batch what would have."""
    done = {key: plan.total(key) for key in ("new", "changed", "same", "bad")}
    if not plan.changes and not plan.problems:
        return IMPORT_NOTHING(file=plan.file)
    said = IMPORT_PARTIAL if plan.problems else IMPORT_DONE
    suffix = "" if batch is None else IMPORT_BATCH(batch=f"B{batch}")
    return said(file=plan.file, batch=suffix, **done)


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
        *(
            Column(key, label, "number")
            for key, label in (
                ("new", COUNT_NEW),
                ("changed", COUNT_CHANGED),
                ("same", COUNT_SAME),
                ("bad", COUNT_BAD),
            )
        ),
    )
    rows = tuple((c.sheet, Choice(c.noun.key, c.noun.label), c.new, c.changed, c.same, c.bad) for c in plan.counts)
    return Table(columns, rows)


def edits_table(plan: Plan, most: int | None = None) -> Table:
    """Every changed field, old and new, or the first of them."""
    columns = (
        Column("cell", CHANGE_CELL),
        Column("number", NUMBER),
        Column("field", CHANGE_FIELD),
        Column("old", CHANGE_OLD),
        Column("new", CHANGE_NEW),
    )
    shown = plan.edits if most is None else plan.edits[:most]
    rows = tuple((f"{e.sheet}!{e.cell}", e.noun.number(e.id), e.field.label, e.old, e.new) for e in shown)
    return Table(columns, rows, CHANGES_TITLE, total=len(plan.edits), hidden=len(plan.edits) - len(shown))


def to_confirm(message: Message) -> bool:
    """Whether a person has to have seen a message before saying yes: what was found or taken, and every warning."""
    return message.level == "warning" or message.code in CHOSEN


def preview(plan: Plan) -> Iterator[Words]:
    """What a person reads before the one question: counts, the first changes old to new, what was taken for what."""
    for count in plan.counts:
        if count.new or count.changed or count.bad:
            numbers = {"new": count.new, "changed": count.changed, "same": count.same, "bad": count.bad}
            yield PREVIEW_COUNTS(sheet=count.sheet, noun=count.noun.label, **numbers)
    for edit in plan.edits[:MOST_SHOWN]:
        number = edit.noun.number(edit.id)
        place = f"{edit.sheet}!{edit.cell}"
        yield PREVIEW_EDIT(place=place, number=number, field=edit.field.label, old=edit.old, new=edit.new)
    if len(plan.edits) > MOST_SHOWN:
        yield PREVIEW_MORE(n=len(plan.edits) - MOST_SHOWN)
    yield from (message.what for message in plan.messages if to_confirm(message))
    for problem in plan.problems:
        yield PLACE_AND_WHAT(place=problem.place or "", what=problem.what)
