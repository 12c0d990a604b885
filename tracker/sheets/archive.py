"""The parts of a zipped workbook, inflated within limits: what a file says of its own sizes is not believed."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from tracker.sheets.refusals import Unreadable, Why

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

# The limits of a genuine workbook: the largest of 1,291 public ones had 1,033 parts and 60 MB, 57 MB of it in one part.
MOST_PARTS: Final = 3000
MOST_BYTES: Final = 512 * 1024 * 1024
MOST_PART_BYTES: Final = 256 * 1024 * 1024
PIECE: Final = 256 * 1024  # what is made of it stays in the cache of a processor
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_ENCRYPTED: Final = 1


class Archive:
    """An open zip file. Its parts answer to their names in any case, with either slash.

    Raises Unreadable for too many parts, a part locked by a password, or compressed as no workbook is.
    """

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = ZipFile(file)
        except BadZipFile as error:
            raise Unreadable(Why.DAMAGED) from error
        self._total = 0
        self._parts: dict[str, list[ZipInfo]] = {}
        listed = self._zip.infolist()
        if len(listed) > MOST_PARTS:
            raise Unreadable(Why.PARTS, n=MOST_PARTS)
        for part in listed:
            if part.flag_bits & _ENCRYPTED:
                raise Unreadable(Why.LOCKED)
            if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise Unreadable(Why.DAMAGED)
            self._parts.setdefault(_folded(part.filename), []).append(part)
        self._read: set[str] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in lower case and with plain slashes."""
        return tuple(self._parts)

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._parts

    def pieces(self, name: str) -> Iterator[bytes]:
        """Inflate a part; Unreadable without it, with two of that name, or beyond a limit."""
        name = _folded(name)
        parts = self._parts.get(name, [])
        if len(parts) != 1:
            raise Unreadable(Why.DAMAGED)
        self._read.add(name)
        yield from self._inflate(parts[0])

    def check_rest(self) -> None:
        """Inflate what was not read, for its size, its checksum, and entities that it may declare."""
        for name in self._parts.keys() - self._read:
            for part in self._parts[name]:
                tail = b""
                for piece in self._inflate(part):
                    # With the end of the piece before, so that no mark falls between two.
                    if any(mark in tail + piece for mark in _DOCTYPES):
                        raise Unreadable(Why.ENTITIES)
                    tail = piece[-32:]

    def _inflate(self, part: ZipInfo) -> Iterator[bytes]:
        size = 0
        with self._zip.open(part) as opened:
            while piece := opened.read(PIECE):
                size += len(piece)
                self._total += len(piece)
                for found, most in ((size, MOST_PART_BYTES), (self._total, MOST_BYTES)):
                    if found > most:
                        raise Unreadable(Why.BYTES, n=most // 1024 // 1024)
                yield piece


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
