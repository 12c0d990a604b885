"""What a file is, told by its bytes and never by its name, and which reader it goes to."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from tracker.sheets.refusals import Unreadable, Why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.sheets.archive import Archive
    from tracker.sheets.messages import Message

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_PACKED: Final = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_BOOKS: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_CONTENT: Final = "[content_types].xml"
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_WORKBOOK_NAMES: Final = (".xlsx", ".xlsm", ".xls", ".et", ".csv")


def read(file: IO[bytes]) -> Iterator[Message]:
    """Read any file that may hold tables; Unreadable, or whatever a damaged part makes a parser raise, for others."""
    start = file.read(8)
    file.seek(0)
    if start.startswith(_ZIP):
        return _zipped(file)
    if start == _OLE:
        return _compound(file)
    if start.startswith(_PACKED):
        raise Unreadable(Why.ARCHIVE)
    from tracker.sheets.texts import read_text

    return read_text(file.read())


def _zipped(file: IO[bytes]) -> Iterator[Message]:
    """A workbook of today, or one in the zipped forms that an optional library reads."""
    from tracker.sheets.archive import Archive

    archive = Archive(file)
    if "mimetype" in archive and b"".join(archive.pieces("mimetype")).startswith(_OPEN_DOCUMENT):
        return _by_calamine(file, ".ods", archive)
    if _CONTENT not in archive:
        raise Unreadable(Why.ARCHIVE if any(name.endswith(_WORKBOOK_NAMES) for name in archive.names) else Why.OTHER)
    from tracker.sheets.workbook import main_part, sheets

    book = main_part(archive)
    if not book:
        raise Unreadable(Why.DAMAGED)
    if book.endswith(".bin"):
        return _by_calamine(file, ".xlsb", archive)
    return sheets(archive, book)


def _compound(file: IO[bytes]) -> Iterator[Message]:
    """An older file of several streams, whose names stand in it as UTF-16: a locked book, an old one, or another."""
    data = file.read()
    if _ENCRYPTED in data:
        raise Unreadable(Why.LOCKED)
    if not any(name in data for name in _BOOKS):
        raise Unreadable(Why.OTHER)
    return _by_calamine(file, ".xls/.et", None)


def _by_calamine(file: IO[bytes], form: str, archive: Archive | None) -> Iterator[Message]:
    from tracker.sheets.legacy import read_legacy

    if archive:
        archive.check_rest()
    return read_legacy(file, form)
