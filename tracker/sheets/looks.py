"""How the cells of a printed sheet look: by what each is, its number format and its tone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from tracker.sheets.rows import Style

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Role = Literal["title", "line", "subtitle", "heading", "label", "text", "number", "mark", "note", "space"]
FONT: Final = "Microsoft YaHei"
SIZES: Final[dict[Role, float]] = {
    "title": 20, "line": 10.5, "subtitle": 14, "heading": 11, "label": 11,
    "text": 12, "number": 12, "mark": 12, "note": 10, "space": 8,
}  # fmt: skip
SMALL: Final = 10  # in a list that is looked things up in
_COLOURS: Final = {"good": "1A6B34", "bad": "B3261E", "warn": "8A5A00", "muted": "59636E"}
_MEDALS: Final = {"gold": "FFE699", "silver": "E3E6EA", "bronze": "F4D3B5"}
_FILLS: Final = {"heading": "DDE7F3", "label": "EEF2F7"}
_BOLD: Final = frozenset({"title", "subtitle", "heading", "label"})
_ACROSS: Final = {"title": "center", "line": "center", "heading": "center", "number": "right", "mark": "center"}
_LINED: Final = frozenset({"heading", "label", "text", "number", "mark"})
_INDENTED: Final = frozenset({"label", "text"})


class Look(NamedTuple):
    """What a cell is, its number format and its tone; `ruled` has a strong line above, `small` the print of lists."""

    role: Role
    form: str | None = None
    tone: str | None = None
    ruled: bool = False
    small: bool = False

    @property
    def size(self) -> float:
        """The size of its print in points, on A4."""
        return SMALL if self.small and self.role in _LINED else SIZES[self.role]


def set_measure(book: Workbook) -> None:
    """Measure columns in a font that every program has, or has one as wide as: a column is so many of its digits."""
    from openpyxl.styles import Font

    book._named_styles["Normal"].font = Font(name="Arial", size=10)  # type: ignore[attr-defined]


class Looks:
    """The styles of a workbook's cells, each made once; `scale` enlarges the print for larger paper."""

    def __init__(self, page: Worksheet, scale: float) -> None:
        self._page, self._scale = page, scale
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, look: Look) -> Style:
        """The numbers of the styles of a look."""
        return Style(self._number(look, quoted=False), self._number(look, quoted=True))

    def _number(self, look: Look, *, quoted: bool) -> int:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment

        cell: Cell = WriteOnlyCell(self._page)
        cell.font = _font(look, self._scale)
        across = _ACROSS.get(look.role, "left")
        cell.alignment = Alignment(across, "center", wrap_text=True, indent=int(look.role in _INDENTED))
        if fill := _MEDALS.get(look.tone or "", _FILLS.get(look.role)):
            cell.fill = _filled(fill)
        if look.role in _LINED:
            cell.border = _border(ruled=look.ruled)
        if look.form:
            cell.number_format = look.form
        cell.quotePrefix = quoted
        return int(cell.style_id)


def _font(look: Look, scale: float) -> Any:
    from openpyxl.styles import Font

    bold = look.role in _BOLD or look.tone == "strong" or look.tone in _MEDALS
    colour = _COLOURS.get(look.tone or "", "59636E" if look.role in ("line", "note") else "000000")
    return Font(name=FONT, size=round(look.size * scale, 1), bold=bold, color=colour)


def _filled(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)


def _border(*, ruled: bool) -> Any:
    from openpyxl.styles import Border, Side

    thin = Side("thin", color="A6B0BA")
    return Border(left=thin, right=thin, bottom=thin, top=Side("medium", color="59636E") if ruled else thin)
