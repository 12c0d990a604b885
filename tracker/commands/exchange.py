"""`tracker import`: workbooks in."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from tracker import words
from tracker.commands.desk import Command, Desk, dried, single
from tracker.commands.marking import MarkedCopy
from tracker.errors import Refused
from tracker.render import door
from tracker.result import Message
from tracker.words import t

if TYPE_CHECKING:
    from tracker.result import Result
    from tracker.rules.mapping import Wishes
    from tracker.services.imports import Plan
    from tracker.sheets.reader import SheetData
    from tracker.store.engine import Work

File = Annotated[Path, typer.Argument(help=t(words.HELP_FILE), metavar="FILE", show_default=False)]
Format = Annotated[str | None, typer.Option("--format", "-f", help=t(words.HELP_FORMAT), show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help=t(words.HELP_DRY_RUN))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=t(words.HELP_YES))]
Sheets = Annotated[list[str] | None, typer.Option("--sheet", help=t(words.HELP_SHEETS), show_default=False)]
HeaderRow = Annotated[list[str] | None, typer.Option("--header-row", help=t(words.HELP_HEADER_ROW), show_default=False)]
Map = Annotated[list[str] | None, typer.Option("--map", help=t(words.HELP_MAP), show_default=False)]
Problems = Annotated[Path | None, typer.Option("--problems", help=t(words.HELP_PROBLEMS), show_default=False)]
Force = Annotated[bool, typer.Option("--force", help=t(words.HELP_FORCE_PROBLEMS))]
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
        wishes = _wishes(sheet, header_row, map)
        sheets, sha256 = _read(file)
        with desk.working(dry=dry_run, file_sha256=sha256) as work:
            plan, told = _import(
                desk, work, _Book(file, sheets, sha256, wishes), skip_bad=skip_bad, format=format, copy=copy
            )
            work.commit()
            batch = None if dry_run else work.batch
        result = _result(desk, plan, batch, told=told and format != "json")
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
    from tracker.services.imports import apply_plan, plan_book, refuse_bad

    with door.Progress(desk.terminal) as progress:
        plan = plan_book(
            work,
            book.sheets,
            desk.entry,
            file=book.file.name,
            sha256=book.sha256,
            skip_bad=skip_bad,
            wishes=book.wishes,
            step=lambda done, total: progress.step(done, total, words.IMPORT_PLANNING),
        )
    if book.sheets[0].note:
        plan.messages = (Message("book_note", book.sheets[0].note), *plan.messages)
    told = False
    if plan.problems:
        _tell_problems(desk, plan, book, skip_bad=skip_bad, format=format, copy=copy)
    refuse_bad(plan)
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


def _result(desk: Desk, plan: Plan, batch: int | None, *, told: bool) -> Result:
    """What was done; on a terminal no more changes than a person reads, and no message that was shown before."""
    from tracker.services.imports import MOST_SHOWN, result, to_confirm

    made = result(plan, batch, shown_most=MOST_SHOWN if desk.terminal.is_terminal else None)
    if not told:
        return made
    return replace(made, messages=tuple(message for message in made.messages if not to_confirm(message)))


def _show_plan(desk: Desk, plan: Plan) -> bool:
    """What a person sees before the question: counts, changes old to new, and what was taken for what."""
    from tracker.services.imports import preview

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
    from tracker.services.imports import to_confirm

    door.say_messages(filter(to_confirm, plan.messages), desk.terminal)


APPS = {"import": import_}
