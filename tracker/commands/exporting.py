"""`tracker export` and `tracker template`: workbooks out, and the form of a bulletin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import __version__, words
from tracker.commands.desk import Command, Desk, single
from tracker.errors import BadUsage
from tracker.render import door
from tracker.settings import instant
from tracker.words import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.result import Result
    from tracker.services.exports import Ledger, UnitBook
    from tracker.services.sheet_pages import Known, Page
    from tracker.services.stamps import Stamp
    from tracker.sheets.writer import Sheet
    from tracker.words import Lang

Book = Annotated[Path | None, typer.Option("--output", "-o", help=t(words.HELP_BOOK), show_default=False)]
Target = Annotated[Path | None, typer.Option("--output", "-o", help=t(words.HELP_BOOK_OR_FOLDER), show_default=False)]
By = Annotated[str | None, typer.Option("--by", help=t(words.HELP_PART), metavar="unit", show_default=False)]
Unit = Annotated[str | None, typer.Option("--unit", help=t(words.HELP_UNIT), show_default=False)]
Sheets = Annotated[list[str] | None, typer.Option("--sheet", help=t(words.HELP_SHEET), show_default=False)]
Contacts = Annotated[bool, typer.Option("--with-contacts", help=t(words.HELP_WITH_CONTACTS))]
Format = Annotated[str | None, typer.Option("--format", "-f", help=t(words.HELP_FORMAT), show_default=False)]
Force = Annotated[bool, typer.Option("--force", help=t(words.HELP_FORCE))]


def export() -> typer.Typer:
    """`tracker export`."""
    app = single()

    @app.command("export", cls=Command, help=t(words.SUMMARY_EXPORT))
    def run(
        ctx: typer.Context,
        output: Target = None,
        by: By = None,
        unit: Unit = None,
        sheet: Sheets = None,
        with_contacts: Contacts = False,
        force: Force = False,
        format: Format = None,
    ) -> None:
        from tracker.services.exports import Ledger, chosen_sheets

        desk: Desk = ctx.obj
        door.chosen_format(format, None, desk.terminal)
        path = _folder_path(output) if _by_unit(by) else _book_path(output)
        sheets = chosen_sheets(sheet or (), by_unit=bool(by or unit))
        with desk.reading() as reader, reader.snapshot(), door.Progress(desk.terminal) as progress:
            ledger = Ledger(
                reader,
                desk.settings.lang,
                contacts=with_contacts,
                step=lambda done: progress.step(done, None, words.EXPORT_WRITING),
            )
            of = None if unit is None else ledger.find_unit(unit)
            result = (
                _export_folder(ledger, path, sheets, ledger.units() if of is None else [of], force=force)
                if by
                else _export_book(ledger, path, sheets, of, force=force)
            )
        door.show(result, desk.terminal, format)

    return app


def _by_unit(by: str | None) -> bool:
    if by not in (None, "unit"):
        raise BadUsage(words.BY_UNKNOWN(value=by), code="by_unknown", value=by, hint=words.BY_UNKNOWN_HINT)
    return by is not None


def _stamp() -> Stamp:
    from secrets import token_hex

    from tracker.services.stamps import Stamp

    return Stamp(token_hex(8), instant(), __version__)


def _export_book(ledger: Ledger, path: Path, sheets: Sequence[str], unit: int | None, *, force: bool) -> Result:
    """Write one workbook."""
    from tracker.services.exports import exported

    stamp = _stamp()
    pages = ledger.pages(sheets, unit)
    _write(path, ledger.stamped(pages, stamp, unit), ledger.lang, force=force)
    return exported(pages, path.name, stamp, ledger)


def _export_folder(ledger: Ledger, folder: Path, sheets: Sequence[str], units: Sequence[int], *, force: bool) -> Result:
    """Write a workbook for each unit, all of them or none."""
    from tracker.rules.file_names import file_names
    from tracker.services.exports import UnitBook, exported_by_unit
    from tracker.sheets.files import new_files

    stamp = _stamp()
    names = [ledger.unit_name(unit) for unit in units]
    files = [f"{name}.xlsx" for name in file_names(names)]
    books: list[UnitBook] = []
    with new_files(folder, files, force=force) as place:
        for unit, name, file in zip(units, names, files, strict=True):
            pages = ledger.pages(sheets, unit)
            _write(place / file, ledger.stamped(pages, stamp, unit), ledger.lang)
            books.append(UnitBook(file, name, pages))
    return exported_by_unit(books, str(folder), stamp, ledger, sheets)


def template() -> typer.Typer:
    """`tracker template`."""
    app = single()

    @app.command("template", cls=Command, help=t(words.SUMMARY_TEMPLATE))
    def run(
        ctx: typer.Context, output: Book = None, sheet: Sheets = None, force: Force = False, format: Format = None
    ) -> None:
        from tracker.services.exports import chosen_sheets
        from tracker.services.templates import template, templated

        desk: Desk = ctx.obj
        door.chosen_format(format, None, desk.terminal)
        if output is not None and output.suffix.lower() == ".docx" and not sheet:
            from tracker.commands.bulletins import written_form

            door.show(written_form(desk, output, force=force), desk.terminal, format)
            return
        path, lang = _book_path(output), desk.settings.lang
        pages = template(lang, _known(desk), chosen_sheets(sheet or ()))
        _write(path, pages, lang, force=force)
        door.show(templated(pages, path.name), desk.terminal, format)

    return app


def _known(desk: Desk) -> Known:
    """What there is to choose from: that of the database, if there is one."""
    from tracker.services.exports import Ledger
    from tracker.services.sheet_pages import Known

    with desk.reading_if_there() as reader:
        return Ledger(reader, desk.settings.lang).known if reader else Known()


def _book_path(output: Path | None) -> Path:
    """The workbook to write; BadUsage without one, or for another ending."""
    if output is None:
        raise BadUsage(words.BOOK_NAME_MISSING, code="output_missing", value="--output", hint=words.BOOK_NAME_HINT)
    if output.suffix.lower() != ".xlsx":
        what = words.BOOK_NAME_BAD(value=output.name)
        raise BadUsage(what, code="output_bad", value=str(output), hint=words.BOOK_NAME_HINT)
    return output


def _folder_path(output: Path | None) -> Path:
    """The folder to write to; BadUsage without one, or for the name of a workbook."""
    if output is None:
        raise BadUsage(words.FOLDER_MISSING, code="output_missing", value="--output", hint=words.FOLDER_HINT)
    if output.suffix.lower() == ".xlsx":
        what = words.FOLDER_BAD(value=output.name)
        raise BadUsage(what, code="output_bad", value=str(output), hint=words.FOLDER_HINT)
    return output


def _write(path: Path, pages: Sequence[Page], lang: Lang, *, force: bool = False) -> None:
    from tracker.sheets.writer import write_book

    write_book(path, [sheet_of(page) for page in pages], lang=lang, force=force)


def sheet_of(page: Page) -> Sheet:
    """A page of ours as a sheet of a workbook."""
    from tracker.sheets.writer import Sheet

    return Sheet(
        page.name,
        page.headings,
        page.rows,
        prompts=page.prompts,
        required=page.required,
        choices=page.choices,
        formats=page.formats,
        example=page.example,
        hidden=page.hidden,
    )


APPS = {"export": export, "template": template}
