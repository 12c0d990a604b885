"""Reads a printed bulletin back: its lines, its tables, and the hash in its footers and properties.

Deleted text that a revision still holds is none; of a table inside a cell the text belongs to that cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

if TYPE_CHECKING:
    from pathlib import Path

BODY: Final = "word/document.xml"
MOST_BYTES: Final = 64 * 1024 * 1024
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_BREAKS: Final = frozenset({"tab", "br", "cr"})


class DocumentTable(NamedTuple):
    """A table: the line above it, which is its title, and its rows of texts."""

    title: str
    rows: tuple[tuple[str, ...], ...]


class DocumentText(NamedTuple):
    """What a document shows: its lines outside tables, its tables, and the text of its footers and properties."""

    lines: tuple[str, ...]
    tables: tuple[DocumentTable, ...]
    beside: str


def is_document(path: Path) -> bool:
    """Whether a file is a Word document."""
    try:
        with ZipFile(path) as package:
            return BODY in package.namelist()
    except (BadZipFile, OSError):
        return False


def read_document(path: Path) -> DocumentText:
    """Read a Word document; raise ValueError for one that is damaged, too large, or holds a document type."""
    try:
        with ZipFile(path) as package:
            body = _parsed(package, BODY)
            names = [name for name in package.namelist() if name.startswith("word/footer") or name in _PROPERTIES]
            beside = [_parsed(package, name) for name in names]
    except (BadZipFile, expat.ExpatError, NotImplementedError, RuntimeError, EOFError, LookupError) as error:
        raise ValueError(path) from error
    return DocumentText(tuple(body.lines), tuple(body.tables), " ".join(" ".join(part.all) for part in beside))


_PROPERTIES: Final = frozenset({"docProps/core.xml", "docProps/custom.xml"})


def _parsed(package: ZipFile, name: str) -> _Reader:
    """One part of the package, read while it is inflated, up to a limit."""
    reader = _Reader()
    left = MOST_BYTES
    with package.open(name) as part:
        while piece := part.read(65536):
            left -= len(piece)
            if left < 0:
                raise ValueError(name)
            reader.parser.Parse(piece, False)
    reader.parser.Parse(b"", True)
    return reader


class _Reader:
    """Collects lines and tables as the parser meets them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.tables: list[DocumentTable] = []
        self.all: list[str] = []  # every text, whatever it stands in
        self._depth = 0  # of tables
        self._rows: list[list[str]] = []
        self._span = 1
        self._text: list[str] = []
        self._reads = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype

    @staticmethod
    def _doctype(*_: object) -> None:
        raise ValueError

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.removeprefix(_W)
        self._reads = kind == "t" or kind == name
        if kind == "tbl":
            self._depth += 1
        if kind in _BREAKS:
            self._text.append(" ")
        if self._depth > 1:
            return
        if kind == "tbl":
            self._rows = []
        elif kind == "tr":
            self._rows.append([])
        elif kind == "tc":
            self._text, self._span = [], 1
        elif kind == "gridSpan":
            self._span = _number(attributes.get(f"{_W}val"))

    def _end(self, name: str) -> None:
        kind = name.removeprefix(_W)
        self._reads = False
        if kind == "tbl":
            self._depth -= 1
            if not self._depth:
                title = next((line for line in reversed(self.lines) if line), "")
                self.tables.append(DocumentTable(title, tuple(map(tuple, self._rows))))
        elif kind == "tc" and self._depth == 1:
            self._rows[-1] += [self._taken(), *[""] * (self._span - 1)]
        elif kind == "p" and not self._depth:
            self.lines.append(self._taken())

    def _characters(self, text: str) -> None:
        if self._reads:
            self._text.append(text)
            self.all.append(text)

    def _taken(self) -> str:
        text = " ".join("".join(self._text).split())
        self._text = []
        return text


def _number(text: str | None) -> int:
    return min(int(text), 1000) if text and text.isdecimal() and text != "0" else 1
