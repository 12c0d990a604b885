"""The copy of a workbook in which `tracker import --problems` marks the bad cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker import words
from tracker.errors import BadUsage, Refused
from tracker.result import Message
from tracker.words import NOTE_LINE, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tracker.errors import Problem
    from tracker.result import Result
    from tracker.sheets.marked import Mark
    from tracker.sheets.reader import SheetData
    from tracker.words import Lang, Words


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

    def write(self, sheets: Sequence[SheetData], problems: Sequence[Problem]) -> None:
        """Write the copy."""
        from tracker.sheets.marked import write_marked

        marks = [self._mark(problem) for problem in problems]
        self._own = write_marked(self._source, sheets, marks, self._target, self._lang, force=self._force)

    def _mark(self, problem: Problem) -> Mark:
        from tracker.sheets.marked import Mark, place_of

        place, what, hint = (text(part or "", self._lang) for part in (problem.place, problem.what, problem.hint))
        sheet, cell = place_of(place)
        return Mark(sheet, cell, problem.value or "", what, hint)

    @property
    def said(self) -> Words:
        """What became of the copy, as a line beside the output."""
        return NOTE_LINE(line=self._sentence())

    def _sentence(self) -> Words:
        if self._own is None:
            return words.MARKED_NONE(file=self._target)
        return (words.MARKED_WRITTEN if self._own else words.MARKED_PLAIN)(file=self._target)

    def told(self, result: Result) -> Result:
        """The result with what became of the copy."""
        file = None if self._own is None else str(self._target)
        assert isinstance(result.data, dict)
        said = Message("problems_file", self._sentence())
        return replace(result, data=result.data | {"problems_file": file}, messages=(*result.messages, said))
