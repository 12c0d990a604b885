"""`tracker import`: workbooks in."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from tracker import words
from tracker.commands.desk import Command, Desk, dried, single
from tracker.commands.marking import Copies, copies_for
from tracker.errors import BadData, BadValue, Refused, TrackerError
from tracker.garbage import uncollected
from tracker.render import door
from tracker.result import Message
from tracker.rules.nouns import NOUNS
from tracker.words import t
from tracker.written import batch_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.result import Result
    from tracker.rules.mapping import Wishes
    from tracker.rules.three_way import Side
    from tracker.services.import_plan import Plan
    from tracker.services.import_request import Decided, File, Terms
    from tracker.sheets.folders import Found, Skipped
    from tracker.sheets.reader import SheetData
    from tracker.store.engine import Work
    from tracker.words import Words

Files = Annotated[list[Path], typer.Argument(help=t(words.HELP_FILES), metavar="FILE...", show_default=False)]
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
Create = Annotated[str | None, typer.Option("--create", help=t(words.HELP_CREATE), show_default=False)]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help=t(words.HELP_SKIP_BAD))]


def import_() -> typer.Typer:
    """`tracker import`."""
    app = single()

    @app.command("import", cls=Command, help=t(words.SUMMARY_IMPORT))
    def run(
        ctx: typer.Context,
        files: Files,
        sheet: Sheets = None,
        header_row: HeaderRow = None,
        map: Map = None,
        forget: Forget = False,
        prefer: Prefer = None,
        create: Create = None,
        skip_bad: SkipBad = False,
        problems: Problems = None,
        force: Force = False,
        dry_run: DryRun = False,
        yes: Yes = False,
        format: Format = None,
    ) -> None:
        from tracker.services.import_request import Terms

        desk: Desk = ctx.obj._replace(sure=yes or dry_run)
        door.chosen_format(format, None, desk.terminal)
        several = len(files) > 1 or files[0].is_dir()
        chosen = _choose(files, several=several)
        copy = copies_for(chosen.books, problems, desk.settings.lang, several=several, force=force)
        wishes = _wishes(sheet, header_row, map)._replace(forget=forget)
        terms = Terms(desk.entry, wishes, _side(prefer), skip_bad, _creates(create))
        with uncollected():
            books = _read_all(desk, chosen.books, several=several, skip_bad=skip_bad)
            task = _Task(desk, books, terms, several, copy, chosen.skipped, json=format == "json")
            result = task.run(dry=dry_run)
            door.show(dried(result) if dry_run else result, desk.terminal, format)

    return app


class _Book(NamedTuple):
    """A workbook to import: its path, what was read of it, or why nothing could be, and its sheets."""

    path: Path
    read: File | Plan
    sheets: Sequence[SheetData] = ()


def _side(prefer: str | None) -> Side | None:
    """The side that `--prefer` names; BadValue for anything else."""
    from tracker.rules.three_way import SIDES

    for side in SIDES:
        if prefer is None or prefer.strip().casefold() == side:
            return side if prefer else None
    what = words.CONFLICT_PREFER_BAD(value=prefer)
    raise BadValue(what, code="prefer_bad", place="--prefer", value=prefer, hint=words.CONFLICT_PREFER_HINT)


def _creates(what: str | None) -> bool:
    """Whether `--create` names the companies, the one thing that can be; BadValue for anything else."""
    company = NOUNS["company"].label
    if what is None or what.strip().casefold() in ("companies", company.en, company.zh):
        return what is not None
    hint = words.CREATE_BAD_HINT
    raise BadValue(words.CREATE_BAD(value=what), code="create_bad", place="--create", value=what, hint=hint)


def _wishes(sheets: list[str] | None, header_rows: list[str] | None, maps: list[str] | None) -> Wishes:
    """What the command line says of how the workbooks are to be read."""
    from tracker.rules.mapping import Wishes, parse_column, parse_head_rows, parse_sheet

    return Wishes(
        tuple(map(parse_sheet, sheets or ())),
        tuple(map(parse_head_rows, header_rows or ())),
        tuple(map(parse_column, maps or ())),
    )


def _choose(paths: list[Path], *, several: bool) -> Found:
    """The workbooks that are meant; BadData where there is none among them."""
    from tracker.sheets.folders import Found, find_books

    if not several:
        return Found((paths[0],), ())
    found = find_books(paths)
    if not found.books:
        what = words.FILES_NONE(paths=tuple(map(str, paths)))
        raise BadData(what, code="no_books", value=str(paths[0]), hint=words.FILES_NONE_HINT)
    return found


def _read_all(desk: Desk, paths: Sequence[Path], *, several: bool, skip_bad: bool) -> list[_Book]:
    """Every workbook, read one after the other; of several, those that cannot be read as what is wrong with them."""
    from tracker.services.import_request import File
    from tracker.services.many_files import unread

    names = _names(paths)
    books = []
    with door.Progress(desk.terminal) as progress:
        for n, path in enumerate(paths):
            if several:
                progress.step(n, len(paths), words.IMPORT_READING(file=names[path]))
            try:
                sheets, sha256 = _read(path)
                books.append(_Book(path, File(names[path], sheets, sha256), sheets))
            except TrackerError as error:
                if not several:
                    raise
                books.append(_Book(path, unread(names[path], error, skip_bad=skip_bad)))
    return books


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """What the files are called: by their names, those of the same name by their paths."""
    times = Counter(path.name for path in paths)
    return {path: path.name if times[path.name] == 1 else str(path) for path in paths}


def _read(file: Path) -> tuple[list[SheetData], str]:
    """The sheets of a file, and the hash of its bytes from before they were read."""
    from tracker.sheets.reader import Reading

    with Reading(file) as reading:
        sha256 = _hash(file)
        import tracker.services.imports  # noqa: F401  # needed next; loaded while the other process reads

        return reading.sheets(), sha256


def _hash(file: Path) -> str:
    """The SHA-256 of a file; empty where it cannot be read, which the reader says better."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


@dataclass
class _Task:
    """One run of the import: plan, ask what only a person knows, show, confirm once, write all or nothing."""

    desk: Desk
    books: list[_Book]
    terms: Terms
    several: bool
    copies: Copies | None
    skipped: Sequence[Skipped]
    json: bool
    told: bool = False

    def run(self, *, dry: bool) -> Result:
        """Import the books, or (`dry`) only find out what an import would do, and tell what was done."""
        from tracker.services.many_files import keep

        own = self.books[0].read.sha256 if len(self.books) == 1 else None
        with self.desk.working(dry=dry, file_sha256=own) as work:
            plans = self._settled(work)
            with self._telling(plans):
                self._refuse(plans)
                self._confirm(plans)
            keep(work, plans)
            work.commit()
            hint = self._undo_hint(work, plans)
            batch = None if dry else work.batch
        return self._result(plans, batch, hint)

    def _settled(self, work: Work) -> list[Plan]:
        """The plans, once everything that a person is to be asked is answered."""
        from tracker.commands.deciding import ask
        from tracker.services.import_request import Decided

        decided: dict[int, Decided] = {}
        while True:
            plans = self._planned(work, decided)
            if not self._may_ask(plans):
                return plans
            answers = {n: ask(plan, self.desk.terminal, several=self.several) for n, plan in enumerate(plans)}
            for n, answer in answers.items():
                before = decided.get(n, Decided())
                decided[n] = Decided({**before.cells, **answer.cells}, {**before.twins, **answer.twins})
            work.start_over()

    def _may_ask(self, plans: Sequence[Plan]) -> bool:
        """Whether there is anything to ask and anybody to answer, and the answer would not be in vain."""
        if self.desk.sure or not self.desk.terminal.can_ask:
            return False
        if any(plan.problems for plan in plans) and not self.terms.skip_bad:
            return False
        return any(plan.twins or (plan.clashes and not self.terms.skip_bad) for plan in plans)

    def _planned(self, work: Work, decided: dict[int, Decided]) -> list[Plan]:
        """Plan all files, telling how far that is."""
        from tracker.services.many_files import plan_files

        with door.Progress(self.desk.terminal) as progress:

            def step(file: str, done: int, total: int) -> None:
                what = words.FILE_AND_WHAT(file=file, what=words.IMPORT_PLANNING)
                progress.step(done, total, what if self.several else words.IMPORT_PLANNING)

            plans = plan_files(work, [book.read for book in self.books], self.terms, decided, step)
        for book, plan in zip(self.books, plans, strict=True):
            if book.sheets and (note := book.sheets[0].note):
                plan.messages = (Message("book_note", note), *plan.messages)
        return plans

    @contextmanager
    def _telling(self, plans: Sequence[Plan]) -> Iterator[None]:
        """Give programs the plan of an import that is refused, and what tells how its files were read."""
        from tracker.services.import_telling import explains

        try:
            yield
        except TrackerError as error:
            if self.json:
                told = self._result(plans, None, ())
                error.found = told._replace(messages=tuple(filter(explains, told.messages)))
            raise

    def _refuse(self, plans: Sequence[Plan]) -> None:
        """Write the copies that mark the problems, if they are wished; then raise these, unless they are left out.

        Of refused files it is said how they were read, which often tells why.
        """
        from tracker.services.import_refusal import refuse
        from tracker.services.import_telling import explains, messages

        wrong = any(plan.problems or plan.clashes for plan in plans)
        if wrong and self.copies:
            self.copies.write([(book.path, book.sheets) for book in self.books], plans)
        if wrong and not self.terms.skip_bad:
            if not self.json:
                door.say_messages(self._skipped(), self.desk.terminal)
                told = messages(plans, several=self.several)
                door.say_messages(filter(explains, told), self.desk.terminal)
            if self.copies:
                self.desk.terminal.say(words.NOTE_LINE(line=self.copies.said))
        refuse(plans, marked=bool(self.copies))

    def _confirm(self, plans: Sequence[Plan]) -> None:
        """Show the plan and go on only with a yes; a file that changed meanwhile is refused."""
        from tracker.services.import_telling import all_problems, preview, totals

        if not any(plan.writes for plan in plans):
            return
        if not self.desk.sure:
            if self.desk.terminal.can_ask:
                for line in preview(plans, several=self.several):
                    self.desk.terminal.say(line)
                door.say_problems(all_problems(plans, several=self.several), self.desk.terminal)
                self.told = True
            sums = totals(plans)
            what = words.FILES_COUNT(n=len(plans)) if self.several else plans[0].file
            self.desk.confirm(words.IMPORT_CONFIRM(file=what, new=sums["new"], changed=sums["changed"]))
        for book in self.books:
            if book.read.sha256 and _hash(book.path) != book.read.sha256:
                raise Refused(
                    words.FILE_CHANGED(file=book.path.name),
                    code="file_changed",
                    value=str(book.path),
                    hint=words.FILE_CHANGED_HINT,
                )

    def _skipped(self) -> list[Message]:
        """Which files were passed over, and why."""
        if not self.skipped:
            return []
        files = tuple(words.FILE_AND_WHY(file=each.path.name, why=each.why) for each in self.skipped)
        return [Message("files_skipped", words.FILES_SKIPPED(files=files))]

    def _undo_hint(self, work: Work, plans: Sequence[Plan]) -> tuple[Words, ...]:
        """Where nothing was written: a line that there is no batch to undo, and which one `undo` would take back."""
        from tracker.store.journal import newest_in_force

        if work.batch is not None or any(plan.imported for plan in plans):
            return ()
        last = newest_in_force(work.reader)
        return () if last is None else (words.IMPORT_NO_BATCH(batch=batch_number(last)),)

    def _result(self, plans: Sequence[Plan], batch: int | None, hint: tuple[Words, ...]) -> Result:
        """What was done; on a terminal no more changes than a person reads, and nothing that was said before."""
        from tracker.services.import_telling import MOST_SHOWN, result, to_confirm

        most = MOST_SHOWN if self.desk.terminal.is_terminal else None
        made = result(plans, batch, several=self.several, shown_most=most)
        told = self.told and not self.json
        kept = [message for message in made.messages if not (told and to_confirm(message))]
        problems = () if told else made.problems
        made = made._replace(messages=(*self._skipped(), *kept), lines=(*made.lines, *hint), problems=problems)
        if self.several and isinstance(made.data, dict):
            files = [{"file": str(each.path), "reason": each.why} for each in self.skipped]
            made = made._replace(data=made.data | {"skipped": files})
        return self.copies.told(made) if self.copies else made


APPS = {"import": import_}
