"""What the sheets of a workbook share: its texts, its styles, and how a cell's raw text becomes a value."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from tracker.sheets.cells import CellError
from tracker.sheets.formats import (
    iso_moment_of,
    moment_of,
    number_of,
    numbers_of,
    shown_as,
    shown_decimals,
    shown_scale,
    span_of,
)
from tracker.sheets.xml_parts import Part, elements, is_on, unescaped, unwound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tracker.sheets.cells import ReadValue
    from tracker.sheets.formats import Scale, Shown
    from tracker.sheets.xml_parts import Attributes

    Read = Callable[[str], ReadValue]
    ReadAll = Callable[[Sequence[str]], Iterable[ReadValue]]

_TEXT: Final = re.compile(
    '<si><t(?: xml:space="preserve")?+>([^<]*+)</t>(?:<phoneticPr[^>]*+/>)?+</si>'  # as Chinese Excel writes every text
)
_MOST_REMEMBERED: Final = 100_000


class Strings(Part):
    """The table of shared texts; readings in small type above Chinese or Japanese characters are left out."""

    root: ClassVar = "sst"
    first: ClassVar = b"<si"
    last: ClassVar = b"</si>"

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.struck: set[str] = set()  # the numbers of those that are struck through, if only in part
        self.opens |= {"sst": self._open_table, "si": self._open_text, "strike": self._open_strike}
        self.closes |= {"si": self._close_text}

    def quick(self, piece: str) -> None:
        """Take texts without runs of their own."""
        found = _TEXT.split(piece)
        if any(found[::2]):
            raise ValueError(piece)
        texts = found[1::2]
        self.texts += [unwound(unescaped(text)) for text in texts] if "&" in piece or "_x" in piece else texts

    def _open_table(self, _: Attributes) -> None:
        self.between = True

    def _open_text(self, _: Attributes) -> None:
        self.between = False

    def _open_strike(self, attributes: Attributes) -> None:
        if is_on(attributes, "val", without=True):
            self.struck.add(str(len(self.texts)))

    def _close_text(self, _: Attributes) -> None:
        self.texts.append(unwound(self.collected() or ""))
        self.between = True


class Style(NamedTuple):
    """What matters of a style: what numbers are shown as, with how many decimals, and whether it strikes through.

    `scale` says by what they are divided, and with what words behind and before.
    """

    shown: Shown = "number"
    decimals: int | None = None
    struck: bool = False
    scale: Scale | None = None


def styles_of(pieces: Iterable[bytes]) -> list[Style]:
    """Read the styles that cells refer to by their position."""
    codes: dict[int, str] = {}
    fonts: list[bool] = []
    formats: list[tuple[int, int]] = []
    place = ""
    for depth, name, attributes in elements(pieces):
        if depth == 2:
            place = name
        elif (place, depth, name) == ("numFmts", 3, "numFmt"):
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif (place, depth, name) == ("fonts", 3, "font"):
            fonts.append(False)
        elif (place, depth, name) == ("fonts", 4, "strike"):
            fonts[-1] = is_on(attributes, "val", without=True)
        elif (place, depth, name) == ("cellXfs", 3, "xf"):
            formats.append((int(attributes.get("numFmtId", 0)), int(attributes.get("fontId", 0))))
    return [_style(number, codes.get(number), font < len(fonts) and fonts[font]) for number, font in formats]


def _style(number: int, code: str | None, struck: bool) -> Style:
    shown = shown_as(number, code)
    if shown != "number":
        return Style(shown, None, struck)
    return Style(shown, shown_decimals(number, code), struck, shown_scale(number, code))


class Remembering(dict["str | None", "ReadValue"]):
    """What a text was read as: columns repeat themselves, and equal values become one object."""

    def __init__(self, read: Read, read_all: ReadAll | None = None) -> None:
        super().__init__()
        self._read = read
        self._read_all = read_all or partial(map, read)

    def __missing__(self, text: str | None) -> ReadValue:
        value = self[text] = None if text is None else self._read(text)
        return value

    def column(self, texts: list[str | None]) -> list[ReadValue]:
        """Read the texts of a column; None where it has none."""
        values = list(map(self.get, texts))
        if None in values:
            new = [text for text in texts if text is not None and text not in self]
            self.update(zip(new, self._read_all(new), strict=True))
            values = list(map(self.get, texts))
        return values


class Table:
    """The shared texts by their numbers, as cells have these."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = [text or None for text in texts]

    def __getitem__(self, number: str) -> ReadValue:
        if not (number.isdigit() and number.isascii()):
            raise KeyError(number)
        return self._texts[int(number)]

    def column(self, numbers: list[str | None]) -> list[ReadValue]:
        """The texts of a column of numbers, which are digits only; None where it has none."""
        texts = self._texts
        if None in numbers:
            return [None if number is None else texts[int(number)] for number in numbers]
        return list(map(texts.__getitem__, map(int, numbers)))  # type: ignore[arg-type]


class Shared:
    """The texts, styles and calendar of a workbook, and the readers of its cells by type and style.

    They raise LookupError or ValueError for what no sound workbook holds: a text that is not in the table, a type or
    a style that there is not.
    """

    def __init__(self, strings: Strings, styles: list[Style], *, since_1904: bool) -> None:
        self.struck_texts = frozenset(strings.struck)
        self.styles = styles or [Style()]
        self._strings = Table(strings.texts)
        self._texts = {False: Remembering(_text), True: Remembering(_escaped, _all_escaped)}
        self._read: dict[str, Remembering] = {
            "b": Remembering(_truth),
            "e": Remembering(CellError),
            "d": Remembering(iso_moment_of),
            "number": Remembering(number_of, numbers_of),
            "date": Remembering(partial(moment_of, since_1904=since_1904)),
            "span": Remembering(span_of),
        }

    def reader(self, kind: str, style: int, *, quick: bool = False) -> Remembering | Table:
        """The reader of the texts of cells of one type and style; `quick` for texts that still have entities."""
        if kind == "s":
            return self._strings
        if kind in ("str", "inlineStr"):
            return self._texts[quick]
        return self._read[self.styles[style].shown if kind == "n" else kind]

    def tidy(self) -> None:
        """Forget what was remembered, where it is much."""
        for memory in (*self._read.values(), *self._texts.values()):
            if len(memory) > _MOST_REMEMBERED:
                memory.clear()


def _text(text: str) -> str | None:
    return unwound(text) or None


def _escaped(text: str) -> str | None:
    return unwound(unescaped(text)) or None


def _all_escaped(texts: Sequence[str]) -> Iterable[str | None]:
    joined = "".join(texts)
    if "&" in joined or "_x" in joined:
        return map(_escaped, texts)
    return texts if all(texts) else [text or None for text in texts]


def _truth(text: str) -> bool:
    return {"1": True, "true": True, "0": False, "false": False}[text]
