"""Tables as text: CSV and TSV in the encodings that come in, whatever they are called."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from io import StringIO
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from tracker.rules.visible import starts_formula
from tracker.sheets.findings import Findings, batches
from tracker.sheets.messages import Begin, Note, Rows
from tracker.sheets.refusals import Unreadable, Why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.sheets.cells import ReadValue
    from tracker.sheets.messages import Message

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS: Final = ",;\t"
_HEAD: Final = 4096
_SAMPLE: Final = 20
_SURE: Final = 0.9
_LONGEST: Final = 1024 * 1024
_BINARY: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WEB: Final = re.compile(
    r"(?:<!--|<!doctype html|<html|<head|<meta|<table|<style|<script|<div|<body|mime-version:)", re.I
)
_USUAL_ROWS: Final = frozenset((0xA1, 0xA2, 0xA3, 0xA8, *range(0xB0, 0xD8)))  # of GB 2312: marks, and its first level
_RARER_ROWS: Final = frozenset(range(0xD8, 0xF8))


def read_text(data: bytes) -> Iterator[Message]:
    """Read text as one sheet without a name; Unreadable for what is no text, or no table, or not parted by rules."""
    text, encoding = decoded(data)
    _refuse_other(text)
    delimiter = delimiter_of(text)
    yield Note("text", encoding, delimiter)
    yield Begin("")
    found = Findings()
    for batch in batches(tuple(map(_cell, fields)) for fields in _records(text, delimiter)):
        found.add(batch)
        yield Rows(found.take())
    yield found.facts()


def decoded(data: bytes) -> tuple[str, str]:
    """Decode text: by its mark, else strictly as UTF-8, else strictly as GB18030; with the name of the encoding.

    A short text can be both; then the one with more of the usual Chinese characters is meant.

    >>> decoded("项目名称".encode("gb18030")), decoded("项目名称".encode())
    (('项目名称', 'GB18030'), ('项目名称', 'UTF-8'))
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding), encoding.removesuffix("-sig").upper()
    found = []
    for encoding in ("utf-8", "gb18030"):
        text = _tried(data, encoding)
        if text is not None:
            found.append((_usual(text), text, encoding.upper()))
        if found and found[0][0] > _SURE:
            break
    if not found:
        raise Unreadable(Why.OTHER if b"\0" in data else Why.TEXT_ENCODING)
    _, text, encoding = max(found, key=itemgetter(0))
    return text, encoding


def _strictly(data: bytes, encoding: str) -> str:
    text = _tried(data, encoding)
    if text is None:
        raise Unreadable(Why.TEXT_ENCODING)
    return text


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _usual(text: str) -> float:
    """How usual the characters beyond ASCII are: 1 where all are marks, é and its like, or usual Chinese."""
    beyond = [char for char in text[: _HEAD * 16] if char > "\x7f"]
    return sum(map(_weight, beyond)) / len(beyond) if beyond else 1.0


def _weight(char: str) -> float:
    row = char.encode("gb2312", "replace")[0]
    return 1.0 if "À" <= char <= "ÿ" or row in _USUAL_ROWS else 0.5 if row in _RARER_ROWS else 0.0


def _refuse_other(text: str) -> None:
    """Raise Unreadable for text of another kind: a web page or a table as XML called .xls, or no text at all."""
    head = text[:_HEAD].lstrip()
    if head.startswith("<?xml") and "urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise Unreadable(Why.XML_2003)
    if _WEB.match(head) or (head.startswith("<") and re.search("<(?:html|table)", head, re.I)):
        raise Unreadable(Why.WEB_PAGE)
    if head.startswith(("<?xml", "{\\rtf", "%PDF")) or _BINARY.search(text):
        raise Unreadable(Why.OTHER)


def delimiter_of(text: str) -> str:
    r"""Tell what parts the fields: of comma, semicolon and tab the one by which most lines have equally many.

    >>> delimiter_of("a;b;c\n1,5;2;3\n1;2,5;3\n"), delimiter_of("a\tb\n1\t2\n"), delimiter_of("一行标题\na,b\n1,2\n")
    (';', '\t', ',')
    """
    return max(_DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first lines have the same number of fields, above one, and that number."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(fields) for fields in islice(reader, _SAMPLE) if len(fields) > 1)
    except csv.Error:
        return (0, 0)
    return max(((lines, width) for width, lines in widths.items()), default=(0, 0))


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records of a text; a quote that is not closed, or goes on after it is, would swallow others."""
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        if "field larger" in str(error):
            raise Unreadable(Why.TEXT, n=f"{_LONGEST:,}") from error
        raise Unreadable(Why.TEXT_QUOTES, line=reader.line_num) from error


def _cell(field: str) -> ReadValue:
    """A field as a value: the apostrophe that keeps an exported text from being a formula is none of it."""
    return (field[1:] if field[:1] == "'" and starts_formula(field.lstrip("'")) else field) or None
