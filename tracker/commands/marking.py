"""The copies of workbooks in which `tracker import --problems` marks the bad cells."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Protocol, TypeAlias

from tracker import words
from tracker.errors import BadUsage, Refused
from tracker.result import Message
from tracker.words import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tracker.errors import Problem
    from tracker.result import Result
    from tracker.services.import_plan import Plan
    from tracker.sheets.marked import Mark
    from tracker.sheets.reader import SheetData
    from tracker.words import Lang, Words


Book: TypeAlias = "tuple[Path, Sequence[SheetData]]"
"""A workbook and the sheets that were read of it; none where it could not be read."""


class Copies(Protocol):
    """Where the copies go, and what became of them."""

    def write(self, books: Sequence[Book], plans: Sequence[Plan]) -> None:
        """Write a copy of each workbook of which something is wrong."""

    @property
    def said(self) -> Words:
        """What became of them."""

    def told(self, result: Result) -> Result:
        """The result with what became of them."""


def copies_for(
    sources: Sequence[Path], target: Path | None, lang: Lang, *, several: bool, force: bool
) -> Copies | None:
    """The copy of one workbook under the name given, or those of several in the folder given; None without a name."""
    if target is None:
        return None
    return (
        MarkedFolder(sources, target, lang, force=force)
        if several
        else MarkedCopy(sources[0], target, lang, force=force)
    )


class MarkedCopy:
    """Where the copy goes, and what became of it; a place where it could not be written is refused at once."""

    def __init__(self, source: Path, target: Path, lang: Lang, *, force: bool) -> None:
        from tracker.sheets.files import refuse_unwritable

        self._source, self._target, self._lang, self._force = source, target, lang, force
        self._own: bool | None = None
        if target.suffix.lower() != ".xlsx":
            what = words.BOOK_NAME_BAD(value=target.name)
            raise BadUsage(what, code="output_bad", value=str(target), hint=words.PROBLEMS_HINT)
        if target.exists() and source.exists() and target.samefile(source):
            what = words.MARKED_ITSELF(path=target)
            raise Refused(what, code="output_is_input", value=str(target), hint=words.OTHER_NAME_HINT)
        refuse_unwritable(target, force=force)

    def write(self, books: Sequence[Book], plans: Sequence[Plan]) -> None:
        """Write the copy."""
        self._own = _write(books[0], plans[0], self._target, self._lang, force=self._force)

    @property
    def said(self) -> Words:
        """What became of the copy."""
        if self._own is None:
            return words.MARKED_NONE(file=self._target)
        return (words.MARKED_WRITTEN if self._own else words.MARKED_PLAIN)(file=self._target)

    def told(self, result: Result) -> Result:
        """The result with what became of the copy."""
        file = None if self._own is None else str(self._target)
        assert isinstance(result.data, dict)
        said = Message("problems_file", self.said)
        return result._replace(data=result.data | {"problems_file": file}, messages=(*result.messages, said))


class MarkedFolder:
    """The folder that takes a copy of each of several workbooks of which something is wrong, all together or none."""

    def __init__(self, sources: Sequence[Path], target: Path, lang: Lang, *, force: bool) -> None:
        self._target, self._lang, self._force = target, lang, force
        self._names = dict(zip(sources, _free_names(sources, lang), strict=True))
        self._written: list[Path] = []
        if target.suffix or (target.exists() and not target.is_dir()):
            what = words.PROBLEMS_FOLDER(value=target)
            raise BadUsage(what, code="output_bad", value=str(target), hint=words.PROBLEMS_FOLDER_HINT)

    def write(self, books: Sequence[Book], plans: Sequence[Plan]) -> None:
        """Write the copies; a file that could not be read at all has none."""
        from tracker.sheets.files import new_files

        wrong = [(book, plan) for book, plan in zip(books, plans, strict=True) if plan.problems or plan.clashes]
        wanted = [(book, plan) for book, plan in wrong if book[1]]
        if not wanted:
            return
        names = [self._names[path] for (path, _), _ in wanted]
        with new_files(self._target, names, force=self._force) as place:
            for (book, plan), name in zip(wanted, names, strict=True):
                _write(book, plan, place / name, self._lang)
        self._written = [self._target / name for name in names]

    @property
    def said(self) -> Words:
        """What became of the copies."""
        if not self._written:
            return words.MARKED_NOTHING(folder=self._target)
        return words.MARKED_FOLDER(n=len(self._written), folder=self._target)

    def told(self, result: Result) -> Result:
        """The result with what became of the copies."""
        assert isinstance(result.data, dict)
        said = Message("problems_file", self.said)
        files = [str(path) for path in self._written]
        return result._replace(data=result.data | {"problems_files": files}, messages=(*result.messages, said))


def _free_names(sources: Sequence[Path], lang: Lang) -> Iterator[str]:
    """A name for the copy of each file, no two the same."""
    taken: set[str] = set()
    for path in sources:
        stem = f"{path.stem}_{text(words.MARKED_STEM, lang)}"
        name = next(name for n in count(1) if (name := f"{stem}{n if n > 1 else ''}.xlsx").casefold() not in taken)
        taken.add(name.casefold())
        yield name


def _write(book: Book, plan: Plan, target: Path, lang: Lang, *, force: bool = False) -> bool:
    """Write the marked copy of one workbook; tell whether it is the sender's own again."""
    from tracker.services.import_telling import plan_problems
    from tracker.sheets.marked import write_marked

    source, sheets = book
    marks = [mark for problem in plan_problems(plan, several=False) for mark in _marks(problem, lang)]
    return write_marked(source, sheets, marks, target, lang, force=force)


def _marks(problem: Problem, lang: Lang) -> Iterator[Mark]:
    """A mark at each of the cells where something is wrong."""
    from tracker.services.missing_names import said_of_each
    from tracker.sheets.marked import Mark, place_of

    what, hint = (text(part or "", lang) for part in (said_of_each(problem), problem.hint))
    for place in problem.cells or (text(problem.place or "", lang),):
        sheet, cell = place_of(place)
        yield Mark(sheet, cell, problem.value or "", what, hint)
