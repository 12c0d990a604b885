"""Which column is which field, as a person says it: on the command line, or by confirming what was found before."""

from __future__ import annotations

import hashlib
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.errors import BadValue
from tracker.rules.choices import folded
from tracker.rules.headings import (
    Path,
    Place,
    column_index,
    every_sheet,
    find_place,
    path_heading,
    path_text,
    sheet_nouns,
    units_in,
)
from tracker.words import (
    HEAD_ROWS_BAD,
    HEAD_ROWS_HINT,
    MAP_BAD,
    MAP_FIELD,
    MAP_FIELD_HINT,
    MAP_HINT,
    SHEET_NOT_THERE_HINT,
    SHEET_NOUN_BAD,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.rules.nouns import Noun

MOST_HEAD_ROWS: Final = 3
_ROWS: Final = re.compile(r"(?:(?P<sheet>.+)!)?第?(?P<first>[0-9]{1,6})(?:[-~—–至](?P<last>[0-9]{1,6}))?行?")
_LETTERS: Final = re.compile("[A-Z]{1,3}")
_BRACKETS: Final = re.compile(r"[(（]([^)）]*)[)）]")


class HeadRows(NamedTuple):
    """In which rows the headings stand, of one sheet or of every one."""

    sheet: str | None
    first: int
    last: int


class SheetWish(NamedTuple):
    """A sheet to read, and what it holds where that was said."""

    name: str
    nouns: tuple[Noun, ...] = ()


class ColumnWish(NamedTuple):
    """A column by its heading or its letters, of one sheet or of any, and its field; none leaves it out."""

    source: str
    sheet: str | None
    target: str

    @property
    def typed(self) -> str:
        """As it is typed."""
        return f"{self.source}@{self.sheet}" if self.sheet else self.source

    @property
    def whole(self) -> str:
        """As it is typed, with its field, for any sheet."""
        return f"{self.source}={self.target}"


class Wishes(NamedTuple):
    """What a person has said of how a workbook is to be read; what is not said is found.

    `remembered` is what was said of columns before, by the fingerprint of the headings; `forget` sets it aside.
    """

    sheets: tuple[SheetWish, ...] = ()
    head_rows: tuple[HeadRows, ...] = ()
    columns: tuple[ColumnWish, ...] = ()
    remembered: Mapping[str, tuple[ColumnWish, ...]] = {}
    forget: bool = False

    def rows_of(self, sheet: str) -> HeadRows | None:
        """Where its headings stand, if that was said; of the sheet itself before that of every one."""
        own = [each for each in self.head_rows if each.sheet is not None and folded(each.sheet) == folded(sheet)]
        return next(iter([*own, *(each for each in self.head_rows if each.sheet is None)]), None)

    def said_of(self, sheet: str, headings: str) -> tuple[ColumnWish, ...]:
        """What was said of the columns under headings of a fingerprint, before and now; the last of a column counts."""
        said = (*self.remembered.get(headings, ()), *self.columns_of(sheet))
        return tuple({wish.source: wish for wish in said}.values())

    def columns_of(self, sheet: str) -> list[ColumnWish]:
        """What was said of the columns of a sheet."""
        return [each for each in self.columns if each.sheet is None or folded(each.sheet) == folded(sheet)]


NO_WISHES: Final = Wishes()


def fingerprint(paths: Iterable[Path]) -> str:
    """Sixteen characters that tell one set of headings from another; width, case and space make no difference.

    >>> fingerprint([("项目名称",), ("总投资（亿元）",)]) == fingerprint([("项目 名称",), ("总投资(亿元)",)])
    True
    >>> fingerprint([("总投资(亿元)",)]) == fingerprint([("总投资(万元)",)])
    False
    """
    text = "\n".join(folded(path_text(path)) for path in paths)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def parse_sheet(text: str) -> SheetWish:
    """Read `签约项目`, or `签约项目=项目` with what it holds.

    >>> parse_sheet("签约项目=project").nouns[0].key, parse_sheet("签约项目").nouns
    ('project', ())
    """
    name, equals, noun = text.rpartition("=")
    if not equals:
        return SheetWish(text.strip())
    nouns = sheet_nouns(noun)
    if not nouns:
        known = tuple(each[0].sheet for each in every_sheet())
        hint = SHEET_NOT_THERE_HINT(sheets=known)
        raise BadValue(SHEET_NOUN_BAD(value=noun), code="sheet_noun", place="--sheet", value=text, hint=hint)
    return SheetWish(name.strip(), nouns)


def parse_head_rows(text: str) -> HeadRows:
    """Read `3`, `3-4` or `签约项目!3-4`.

    >>> parse_head_rows("3"), parse_head_rows("签约!第3-4行")
    (HeadRows(sheet=None, first=3, last=3), HeadRows(sheet='签约', first=3, last=4))
    """
    match = _ROWS.fullmatch(text.strip())
    first = int(match["first"]) if match else 0
    last = int(match["last"] or first) if match else 0
    if match is None or not 1 <= first <= last < first + MOST_HEAD_ROWS:
        what = HEAD_ROWS_BAD(value=text)
        raise BadValue(what, code="head_rows", place="--header-row", value=text, hint=HEAD_ROWS_HINT)
    return HeadRows(match["sheet"], first, last)


def parse_column(text: str) -> ColumnWish:
    """Read `投资额=总投资`, `E=总投资`, `投资额@签约项目=总投资`, or `投资额=`.

    >>> parse_column("投资额@签约项目=总投资(万元)")
    ColumnWish(source='投资额', sheet='签约项目', target='总投资(万元)')
    """
    source, equals, target = text.rpartition("=")
    heading, at, sheet = source.rpartition("@")
    if not at:
        heading, sheet = source, ""
    if not equals or not heading.strip():
        raise BadValue(MAP_BAD(value=text), code="map_bad", place="--map", value=text, hint=MAP_HINT)
    wish = ColumnWish(heading.strip(), sheet.strip() or None, target.strip())
    if wish.target and not any(target_place(nouns, wish.target) for nouns in every_sheet()):
        raise _unknown(wish.target)
    return wish


def target_place(nouns: Sequence[Noun], target: str) -> Place | None:
    """The field that a wish names, with the unit of money that it may carry: 总投资(万元)."""
    place = find_place(nouns, target)
    return place and place._replace(units=units_in(_BRACKETS.findall(target)))


def _unknown(target: str) -> BadValue:
    labels = {label for nouns in every_sheet() for noun in nouns for each in noun.fields for label in each.label}
    near = tuple(get_close_matches(target, sorted(labels), n=3, cutoff=0.4))
    hint = MAP_FIELD_HINT(near=near) if near else MAP_HINT
    return BadValue(MAP_FIELD(value=target), code="map_field", place="--map", value=target, hint=hint)


def said_columns(
    nouns: Sequence[Noun], paths: Sequence[Path], wishes: Iterable[ColumnWish]
) -> tuple[dict[int, Place | None], set[str]]:
    """The columns of a table whose fields were said, by column from 0, and the wishes that met a column.

    A heading that stands over several columns is left to be asked; so the wish has to name its letters.
    """
    said: dict[int, Place | None] = {}
    met: set[str] = set()
    for wish in wishes:
        place = target_place(nouns, wish.target) if wish.target else None
        columns = _columns(wish.source, paths)
        if not columns:
            continue
        met.add(wish.typed)
        if place is not None or not wish.target:
            for index in columns[:1] if place else columns:
                said[index] = place
    return said, met


def _columns(source: str, paths: Sequence[Path]) -> list[int]:
    """The columns that a source means: those under its heading, else the one of its letters."""
    wanted, _ = path_heading((source,))
    texts = [folded(path_text(path)) for path in paths]
    found = [index for index, text in enumerate(texts) if text and text == folded(source)]
    found = found or [n for n, path in enumerate(paths) if path and wanted and wanted[0] in path_heading(path)[0]]
    return found or ([column_index(source)] if _LETTERS.fullmatch(source) else [])
