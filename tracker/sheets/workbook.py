"""An .xlsx from its parts: finds its sheets, and gives their names, rows and facts one after the other."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.sheets.messages import Begin, Rows
from tracker.sheets.refusals import Unreadable, Why
from tracker.sheets.shared import Shared, Strings, styles_of
from tracker.sheets.worksheet import Worksheet
from tracker.sheets.xml_parts import elements, is_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.sheets.archive import Archive
    from tracker.sheets.findings import Facts

BOOK: Final = "officeDocument"
_AT_ONCE: Final = 60_000  # cells: a text that stands in several of them is told once


class _Relation(NamedTuple):
    """What a part says of another: the kind of it, and its name."""

    kind: str
    part: str


def main_part(archive: Archive) -> str:
    """The name of the part that a file is about; empty if none is named."""
    relations = _relations(archive, "")
    return next((each.part for each in relations.values() if each.kind == BOOK), "")


def sheets(archive: Archive, book: str) -> Iterator[Begin | Rows | Facts]:
    """Read all sheets of a workbook, the hidden ones too, and whatever else is in the file for its size alone."""
    listed = elements(archive.pieces(book))
    if listed[0].name != "workbook":
        raise Unreadable(Why.OTHER)
    relations = _relations(archive, book)
    since_1904 = any(each.name == "workbookPr" and is_on(each.attributes, "date1904") for each in listed)
    shared = _shared(archive, relations, since_1904=since_1904)
    found = False
    for attributes in (each.attributes for each in listed if each.name == "sheet"):
        relation = relations.get(attributes["id"])
        if relation is None:
            raise Unreadable(Why.DAMAGED)
        if relation.kind == "worksheet":  # not a chart alone, nor macros of old
            found = True
            state = attributes.get("state")
            yield Begin(attributes["name"], state in ("hidden", "veryHidden"), state == "veryHidden")
            yield from _sheet(archive, relation.part, shared)
    if not found:
        raise Unreadable(Why.NO_SHEETS)
    archive.check_rest()


def _sheet(archive: Archive, part: str, shared: Shared) -> Iterator[Rows | Facts]:
    sheet = Worksheet(shared)
    for _ in sheet.run(archive.pieces(part)):
        if rows := sheet.found.take(_AT_ONCE):
            yield Rows(rows)
        shared.tidy()
    if rows := sheet.found.take():
        yield Rows(rows)
    tables = (each.part for each in _relations(archive, part).values() if each.kind == "table")
    if any(_filters(archive, table) for table in tables):
        sheet.found.filtered = True
    yield sheet.found.facts()


def _filters(archive: Archive, table: str) -> bool:
    """Whether a table hides some of its rows."""
    return any(each.name == "filterColumn" for each in elements(archive.pieces(table)))


def _shared(archive: Archive, relations: dict[str, _Relation], *, since_1904: bool) -> Shared:
    parts = {each.kind: each.part for each in relations.values()}
    styles = styles_of(archive.pieces(parts["styles"])) if parts.get("styles", "") in archive else []
    strings = Strings()
    if parts.get("sharedStrings", "") in archive:
        for _ in strings.run(archive.pieces(parts["sharedStrings"])):
            continue
    return Shared(strings, styles, since_1904=since_1904)


def _relations(archive: Archive, part: str) -> dict[str, _Relation]:
    """What a part refers to inside the file, by the name that it uses; nothing where it refers to nothing."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    if listing not in archive:
        return {}
    return {
        each.attributes["Id"]: _Relation(
            each.attributes["Type"].rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, each.attributes["Target"].replace("\\", "/"))),
        )
        for each in elements(archive.pieces(listing))
        if each.name == "Relationship" and each.attributes.get("TargetMode") != "External"
    }
