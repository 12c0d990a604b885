"""One worksheet as expat comes to its parts: columns, rows, cells, merges, filters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from tracker.sheets.cells import LAST_COLUMN, LAST_ROW, column_number
from tracker.sheets.common_rows import CommonRows, may_be_month
from tracker.sheets.findings import Batch, Findings
from tracker.sheets.refusals import Unreadable, Why
from tracker.sheets.xml_parts import Part, is_on

if TYPE_CHECKING:
    from tracker.sheets.cells import ReadValue
    from tracker.sheets.shared import Shared
    from tracker.sheets.xml_parts import Attributes

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_TEXTS: Final = frozenset(("s", "str", "inlineStr"))


class Worksheet(Part):
    """A worksheet while it is read; what is found goes to `found`."""

    root: ClassVar = "worksheet"
    first: ClassVar = b"<row"
    last: ClassVar = b"</row>"
    least: ClassVar = 16 * 1024  # the time that expat takes for it is that for learning what the rows are like

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self.found = Findings()
        self.plain = not shared.struck_texts  # the common form does not tell which texts are
        self._shared = shared
        self._common = CommonRows(shared)
        # The row and the cell that expat stands in:
        self._row = self._column = self._style = 0
        self._kind = ""
        self._hidden = self._formula = self._struck = False
        self._batch = Batch()
        self._values: dict[int, ReadValue] = {}
        self.opens |= {
            "sheetPr": self._open_properties, "col": self._open_columns, "sheetData": self._open_data,
            "row": self._open_row, "c": self._open_cell, "f": self._open_formula, "v": self._open_value,
            "strike": self._open_strike, "mergeCell": self._open_merge, "filterColumn": self._open_filter,
        }  # fmt: skip
        self.closes |= {
            "sheetData": self._close_data, "row": self._close_row, "c": self._close_cell, "v": self._close_value,
        }  # fmt: skip

    def quick(self, piece: str) -> None:
        """Take rows of the common form."""
        batch = self._common.read(piece)
        self.found.add(batch)
        self._row = batch.rows[-1][0] if batch.rows else self._row

    def _open_properties(self, attributes: Attributes) -> None:
        self.found.filtered = is_on(attributes, "filterMode")

    def _open_columns(self, attributes: Attributes) -> None:
        if is_on(attributes, "hidden"):
            self.found.add_hidden_columns(int(attributes["min"]), int(attributes["max"]))

    def _open_data(self, _: Attributes) -> None:
        self.between = True

    def _close_data(self, _: Attributes) -> None:
        self.between = False

    def _open_merge(self, attributes: Attributes) -> None:
        first, _, last = attributes["ref"].partition(":")
        self.found.add_merge(*_place(first), *_place(last or first))

    def _open_filter(self, _: Attributes) -> None:
        self.found.filtered = True

    def _open_row(self, attributes: Attributes) -> None:
        self.between = False
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0
        self._hidden = is_on(attributes, "hidden")
        self._batch = Batch()
        self._values = {}

    def _open_cell(self, attributes: Attributes) -> None:
        row, self._column = _place(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
        if row != self._row:
            raise Unreadable(Why.DAMAGED)
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", 0))
        self._formula = self._struck = False

    def _open_formula(self, _: Attributes) -> None:
        self._formula = True

    def _open_value(self, _: Attributes) -> None:
        self.listen()

    def _close_value(self, _: Attributes) -> None:
        self.pause()

    def _open_strike(self, attributes: Attributes) -> None:
        self._struck = self._struck or is_on(attributes, "val", without=True)

    def _close_cell(self, _: Attributes) -> None:
        text = self.collected()
        if text and self._kind not in _TEXTS:
            text = text.strip()
        if self._formula and not text and (text is None or self._kind != "str"):
            self._batch.uncached.append((self._row, self._column))
            self._values.setdefault(self._column, None)
        value = self._shared.reader(self._kind, self._style)[text] if text else None
        if value is not None:
            self._keep(value, text)

    def _keep(self, value: ReadValue, text: str | None) -> None:
        """Keep the value of the cell that ends; a cell that stands twice would lose one."""
        if self._values.get(self._column) is not None:
            raise Unreadable(Why.CELL_TWICE, row=self._row, column=self._column)
        if self._column > LAST_COLUMN:
            raise Unreadable(Why.BEYOND)
        self._values[self._column] = value
        self._batch.filled += 1
        style = self._shared.styles[self._style]
        if self._kind == "n" and style.decimals is not None and may_be_month(value):
            self._batch.decimals.append(((self._row, self._column), style.decimals))
        if self._kind == "n" and style.scale:
            self._batch.scales.append(((self._row, self._column), style.scale))
        if style.struck or self._struck or (self._kind == "s" and text in self._shared.struck_texts):
            self._batch.struck.append(self._row)

    def _close_row(self, _: Attributes) -> None:
        self.between = True
        if self._values:
            cells = tuple(map(self._values.get, range(1, max(self._values) + 1)))
            self._batch.rows.append((self._row, cells))
            if self._hidden:
                self._batch.hidden.append(self._row)
            self.found.add(self._batch)


def _place(name: str) -> tuple[int, int]:
    """The row and column of a cell's name; ValueError for what is none."""
    match = _REFERENCE.fullmatch(name)
    if not match:
        raise ValueError(name)
    row, column = int(match[2]), column_number(match[1])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise Unreadable(Why.BEYOND)
    return row, column
