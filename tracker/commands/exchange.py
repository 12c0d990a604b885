"""`tracker import`: workbooks in."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from tracker import words
from tracker.commands.desk import Command, Desk, dried, single
from tracker.commands.marking import MarkedCopy
from tracker.errors import BadValue, Refused
from tracker.render import door
from tracker.result import Message
from tracker.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.result import Result
    from tracker.rules.mapping import Wishes
    from tracker.rules.three_way import Side
    from tracker.services.import_plan import Plan
    from tracker.sheets.reader import SheetData
    from tracker.store.engine import Work

NO_CELLS: Final[Mapping[str, Side]] = {}
File = Annotated[Path, typer.Argument(help=t(words.HELP_FILE), metavar="FILE", show_default=False)]
Format = Annotated[str | None, typer.Option("--format", "-f", help=t(words.HELP_FORMAT), show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help=t(words.HELP_DRY_RUN))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=t(words.HELP_YES))]
Sheets = Annotated[list[str] | None, typer.Option("--sheet", help=t(words.HELP_SHEETS), show_default=False)]
HeaderRow = Annotated[list[str] | None, typer.Option("--header-row", help=t(words.HELP_HEADER_ROW), show_default=False)]
Map = Annotated[list[str] | None, typer.Option("--map", help=t(words.HELP_MAP), show_default=False)]
Problems = Annotated[Path | None, typer.Option("--problems", help=t(words.HELP_PROBLEMS), show_default=False)]
Force = Annotated[bool, typer.Option("--force", help=t(words.HELP_FORCE_PROBLEMS))]
Forget = Annotated[bool, typer.Option("--forget", help=t(words.HELP_FORGET))]
Prefer = Annotated[str | None, typer.Option("--prefer", help=t(words.HELP_PREFER), show_default=False)]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help=t(words.HELP_SKIP_BAD))]


def import_() -> typer.Typer:
    """`tracker import`."""
    app = single()

    @app.command("import", cls=Command, help=t(words.SUMMARY_IMPORT))
    def run(
        ctx: typer.Context,
        file: File,
        sheet: Sheets = None,
        header_row: HeaderRow = None,
        map: Map = None,
        forget: Forget = False,
        prefer: Prefer = None,
        skip_bad: SkipBad = False,
        problems: Problems = None,
        force: Force = False,
        dry_run: DryRun = False,
        yes: Yes = False,
        format: Format = None,
    ) -> None:
        desk: Desk = ctx.obj._replace(sure=yes or dry_run)
        door.chosen_format(format, None, desk.terminal)
        copy = MarkedCopy(file, problems, desk.settings.lang, force=force) if problems else None
        wishes = _wishes(sheet, header_row, map)._replace(forget=forget)
        book = _Book(file, *_read(file), wishes, _side(prefer))
        with desk.working(dry=dry_run, file_sha256=book.sha256) as work:
            before = _before(work, book)
            if before is None:
                plan, told = _import(desk, work, book, skip_bad=skip_bad, format=format, copy=copy)
                work.commit()
                batch = None if dry_run else work.batch
        result = before or _result(desk, plan, batch, told=told and format != "json")
        if copy:
            result = copy.told(result)
        door.show(dried(result) if dry_run else result, desk.terminal, format)

    return app


class _Book(NamedTuple):
    """A workbook to import: its file, what was read of it, the hash of its bytes, and how it is to be taken."""

    file: Path
    sheets: list[SheetData]
    sha256: str
    wishes: Wishes
    prefer: Side | None


def _side(prefer: str | None) -> Side | None:
    """The side that `--prefer` names; BadValue for anything else."""
    from tracker.rules.three_way import SIDES

    for side in SIDES:
        if prefer is None or prefer.strip().casefold() == side:
            return side if prefer else None
    what = words.CONFLICT_PREFER_BAD(value=prefer)
    raise BadValue(what, code="prefer_bad", place="--prefer", value=prefer, hint=words.CONFLICT_PREFER_HINT)


def _before(work: Work, book: _Book) -> Result | None:
    """What there is to say of a file that was imported before, unless it is to be read in another way now."""
    from tracker.rules.mapping import NO_WISHES
    from tracker.services.import_telling import before

    if book.prefer or book.wishes != NO_WISHES:
        return None
    return before(work.reader, book.file.name, book.sha256)


def _wishes(sheets: list[str] | None, header_rows: list[str] | None, maps: list[str] | None) -> Wishes:
    """What the command line says of how the workbook is to be read."""
    from tracker.rules.mapping import Wishes, parse_column, parse_head_rows, parse_sheet

    return Wishes(
        tuple(map(parse_sheet, sheets or ())),
        tuple(map(parse_head_rows, header_rows or ())),
        tuple(map(parse_column, maps or ())),
    )


def _read(file: Path) -> tuple[list[SheetData], str]:
    """The sheets of a file, and the hash of its bytes from before they were read."""
    from tracker.sheets.reader import Reading

    with Reading(file) as reading:
        sha256 = _hash(file)
        return reading.sheets(), sha256


def _hash(file: Path) -> str:
    """The SHA-256 of a file; empty where it cannot be read, which the reader says better."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


def _import(
    desk: Desk, work: Work, book: _Book, *, skip_bad: bool, format: str | None, copy: MarkedCopy | None
) -> tuple[Plan, bool]:
    """Plan, show, confirm once, and write; a file that changed meanwhile is refused.

    Gives also whether a person has seen the plan's messages already.
    """
    from tracker.services.imports import apply_plan, refuse_bad, refuse_clashes

    plan = _plan(desk, work, book, skip_bad=skip_bad)
    if plan.clashes and desk.terminal.can_ask and not desk.sure and (skip_bad or not plan.problems):
        cells = _decide(desk, plan)
        work.forget_numbers()
        plan = _plan(desk, work, book, skip_bad=skip_bad, cells=cells)
    if book.sheets[0].note:
        plan.messages = (Message("book_note", book.sheets[0].note), *plan.messages)
    told = False
    if plan.problems:
        _tell_problems(desk, plan, book, skip_bad=skip_bad, format=format, copy=copy)
    refuse_bad(plan)
    refuse_clashes(plan)
    if plan.changes:
        if not desk.sure:
            told = _show_plan(desk, plan)
            question = words.IMPORT_CONFIRM(file=book.file.name, new=plan.total("new"), changed=plan.total("changed"))
            desk.confirm(question)
        if _hash(book.file) != book.sha256:
            raise Refused(
                words.FILE_CHANGED(file=book.file.name),
                code="file_changed",
                value=str(book.file),
                hint=words.FILE_CHANGED_HINT,
            )
        apply_plan(work, plan)
    return plan, told


def _plan(desk: Desk, work: Work, book: _Book, *, skip_bad: bool, cells: Mapping[str, Side] = NO_CELLS) -> Plan:
    """Plan the whole file, telling how far that is."""
    from tracker.services.conflicts import Choices
    from tracker.services.imports import plan_book

    with door.Progress(desk.terminal) as progress:
        return plan_book(
            work,
            book.sheets,
            desk.entry,
            file=book.file.name,
            sha256=book.sha256,
            skip_bad=skip_bad,
            wishes=book.wishes,
            choices=Choices(book.prefer, cells),
            step=lambda done, total: progress.step(done, total, words.IMPORT_PLANNING),
        )


def _decide(desk: Desk, plan: Plan) -> dict[str, Side]:
    """Whose value counts, cell by cell; Enter keeps the one here."""
    decided: dict[str, Side] = {}
    for clash in plan.clashes:
        desk.terminal.say(words.PLACE_AND_WHAT(place=clash.place, what=clash.told))
        question = words.CONFLICT_ASK(place=clash.place, ours=clash.ours, theirs=clash.theirs)
        decided[clash.place] = "file" if door.confirm(question, desk.terminal) else "db"
    return decided


def _result(desk: Desk, plan: Plan, batch: int | None, *, told: bool) -> Result:
    """What was done; on a terminal no more changes than a person reads, and no message that was shown before."""
    from tracker.services.import_telling import MOST_SHOWN, result, to_confirm

    made = result(plan, batch, shown_most=MOST_SHOWN if desk.terminal.is_terminal else None)
    if not told:
        return made
    return replace(made, messages=tuple(message for message in made.messages if not to_confirm(message)))


def _show_plan(desk: Desk, plan: Plan) -> bool:
    """What a person sees before the question: counts, changes old to new, and what was taken for what."""
    from tracker.services.import_telling import preview

    if desk.terminal.can_ask:
        for line in preview(plan):
            desk.terminal.say(line)
    return desk.terminal.can_ask


def _tell_problems(
    desk: Desk, plan: Plan, book: _Book, *, skip_bad: bool, format: str | None, copy: MarkedCopy | None
) -> None:
    """Write the copy that marks the problems, if one is wished; of a refused file say how it was read, and the copy."""
    if copy:
        copy.write(book.sheets, plan.problems)
    if skip_bad:
        return
    if format != "json":
        _tell_found(desk, plan)
    if copy:
        desk.terminal.say(copy.said)


def _tell_found(desk: Desk, plan: Plan) -> None:
    """How a refused file was read, which often tells why."""
    from tracker.services.import_telling import to_confirm

    door.say_messages(filter(to_confirm, plan.messages), desk.terminal)


APPS = {"import": import_}
