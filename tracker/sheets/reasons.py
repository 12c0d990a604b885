"""The sentences about files that cannot be read, or were read otherwise than as a workbook of today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.errors import BadData, NotFound
from tracker.sheets.cells import cell_name
from tracker.sheets.refusals import Why
from tracker.words import (
    BOOK_ARCHIVE,
    BOOK_ARCHIVE_HINT,
    BOOK_BEYOND,
    BOOK_BYTES,
    BOOK_CELL_TWICE,
    BOOK_CELLS,
    BOOK_CRASHED,
    BOOK_DAMAGED,
    BOOK_EMPTY,
    BOOK_ENTITIES,
    BOOK_FILE_BYTES,
    BOOK_IS_LOCK,
    BOOK_IS_LOCK_HINT,
    BOOK_LOCKED,
    BOOK_LOCKED_HINT,
    BOOK_LOST,
    BOOK_MEMORY,
    BOOK_MERGE,
    BOOK_MERGES,
    BOOK_MISSING,
    BOOK_MISSING_HINT,
    BOOK_NO_SHEETS,
    BOOK_NOT_XLSX,
    BOOK_OLD,
    BOOK_OLD_HINT,
    BOOK_PARTS,
    BOOK_READ_AS_LEGACY,
    BOOK_READ_AS_TEXT,
    BOOK_RESAVE_HINT,
    BOOK_SECONDS,
    BOOK_STRICT,
    BOOK_TEXT,
    BOOK_TOO_LARGE,
    BOOK_TOO_LARGE_HINT,
    BOOK_UNREADABLE,
    BOOK_UNREADABLE_HINT,
    BOOK_WEB_PAGE,
    BOOK_XML_2003,
    DELIMITER_COMMA,
    DELIMITER_SEMICOLON,
    DELIMITER_TAB,
    TEXT_ENCODING,
    TEXT_ENCODING_HINT,
    TEXT_QUOTES,
    TEXT_QUOTES_HINT,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tracker.sheets.messages import Note
    from tracker.words import Say, Words

_DELIMITERS: Final = {",": DELIMITER_COMMA, ";": DELIMITER_SEMICOLON, "\t": DELIMITER_TAB}


def note_of(note: Note, path: Path) -> Words:
    """How a file was read, for the person who sent it to be told."""
    if note.how == "legacy":
        return BOOK_READ_AS_LEGACY(file=path.name, form=note.form)
    return BOOK_READ_AS_TEXT(file=path.name, encoding=note.form, delimiter=_DELIMITERS[note.delimiter])


# Why a file is refused: code, sentence, hint.
_REFUSALS: Final[dict[Why, tuple[str, Say, Words]]] = {
    Why.EMPTY: ("book_empty", BOOK_EMPTY, BOOK_RESAVE_HINT),
    Why.IS_LOCK: ("book_is_lock", BOOK_IS_LOCK, BOOK_IS_LOCK_HINT),
    Why.DAMAGED: ("book_damaged", BOOK_DAMAGED, BOOK_RESAVE_HINT),
    Why.LOCKED: ("book_locked", BOOK_LOCKED, BOOK_LOCKED_HINT),
    Why.OLD: ("book_old", BOOK_OLD, BOOK_OLD_HINT),
    Why.OTHER: ("book_not_xlsx", BOOK_NOT_XLSX, BOOK_RESAVE_HINT),
    Why.WEB_PAGE: ("book_web_page", BOOK_WEB_PAGE, BOOK_RESAVE_HINT),
    Why.XML_2003: ("book_xml_2003", BOOK_XML_2003, BOOK_RESAVE_HINT),
    Why.ARCHIVE: ("book_archive", BOOK_ARCHIVE, BOOK_ARCHIVE_HINT),
    Why.STRICT: ("book_strict", BOOK_STRICT, BOOK_RESAVE_HINT),
    Why.ENTITIES: ("book_entities", BOOK_ENTITIES, BOOK_RESAVE_HINT),
    Why.NO_SHEETS: ("book_without_sheets", BOOK_NO_SHEETS, BOOK_RESAVE_HINT),
    Why.CELL_TWICE: ("book_cell_twice", BOOK_CELL_TWICE, BOOK_RESAVE_HINT),
    Why.LOST: ("book_cells_lost", BOOK_LOST, BOOK_RESAVE_HINT),
    Why.TEXT_ENCODING: ("text_encoding", TEXT_ENCODING, TEXT_ENCODING_HINT),
    Why.TEXT_QUOTES: ("text_quotes", TEXT_QUOTES, TEXT_QUOTES_HINT),
    Why.CRASHED: ("book_crashed", BOOK_CRASHED, BOOK_RESAVE_HINT),
    Why.MEMORY: ("book_memory", BOOK_MEMORY, BOOK_TOO_LARGE_HINT),
    Why.TIME: ("book_time", BOOK_SECONDS, BOOK_TOO_LARGE_HINT),
}
_TOO_LARGE: Final = {
    Why.FILE_BYTES: BOOK_FILE_BYTES,
    Why.PARTS: BOOK_PARTS,
    Why.BYTES: BOOK_BYTES,
    Why.CELLS: BOOK_CELLS,
    Why.TEXT: BOOK_TEXT,
    Why.MERGES: BOOK_MERGES,
    Why.MERGE: BOOK_MERGE,
    Why.BEYOND: BOOK_BEYOND,
}


def refusal(path: Path, why: Why, values: Mapping[str, str | int] | None = None) -> BadData:
    """The error for a file that cannot be read, by why not and the values that its sentence names."""
    named = dict(values or {})
    if why in _TOO_LARGE:
        what = BOOK_TOO_LARGE(path=path, what=_TOO_LARGE[why](**named))
        return BadData(what, code="book_too_large", value=str(path), hint=BOOK_TOO_LARGE_HINT)
    code, say, hint = _REFUSALS[why]
    place = cell_name(int(named["row"]), int(named["column"])) if "row" in named else None
    return BadData(say(path=path, place=place, **named), code=code, place=place, value=str(path), hint=hint)


def missing(path: Path) -> NotFound:
    """The error for a file that is not there."""
    return NotFound(BOOK_MISSING(path=path), code="file_missing", value=str(path), hint=BOOK_MISSING_HINT)


def unreadable(path: Path, reason: Words) -> BadData:
    """The error for a file that cannot be opened."""
    what = BOOK_UNREADABLE(path=path, reason=reason)
    return BadData(what, code="file_unreadable", value=str(path), hint=BOOK_UNREADABLE_HINT)
