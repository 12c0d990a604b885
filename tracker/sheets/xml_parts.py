"""Parts of a workbook as XML: read while they are inflated, without document types, the common form without expat."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple
from xml.parsers import expat

from tracker.sheets.refusals import Unreadable, Why

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Attributes = dict[str, str]

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
MOST_TEXT: Final = 1024 * 1024  # a cell of a spreadsheet holds 32,767 characters
_ATTRIBUTE: Final = re.compile(r'\s+([A-Za-z_][\w:.-]*)\s*=\s*"([^"<&]*)"')
_ATTRIBUTES: Final = re.compile(rf"(?:{_ATTRIBUTE.pattern})*\s*")
_ENTITY: Final = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));|&")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_WOUND: Final = re.compile("_x(?:(00[01][0-9a-fA-F])_|005[fF]_(?=x[0-9a-fA-F]{4}_))")
_CONTROLS: Final = bytes(n for n in range(32) if n not in (9, 10))
_YES: Final = frozenset(("1", "true"))
_ENCODINGS: Final = (None, "utf-8", "us-ascii")


class Element(NamedTuple):
    """The start of an element: how deep it stands (the root at 1), its name and attributes without name spaces."""

    depth: int
    name: str
    attributes: Attributes


def elements(pieces: Iterable[bytes]) -> list[Element]:
    """All elements of a small part in their order; Unreadable for a Strict workbook's, or one with a document type."""
    found: list[Element] = []
    depth = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if name.startswith(_STRICT):
            raise Unreadable(Why.STRICT)
        found.append(Element(depth, _local(name), {_local(key): value for key, value in attributes.items()}))

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return found


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse_doctype(*_: object) -> None:
    raise Unreadable(Why.ENTITIES)


def attributes_of(text: str) -> Attributes:
    """Read the attributes inside a tag; ValueError for what is not plainly written.

    >>> attributes_of(' s="1" t="n"')
    {'s': '1', 't': 'n'}
    """
    if not _ATTRIBUTES.fullmatch(text):
        raise ValueError(text)
    return dict(_ATTRIBUTE.findall(text))


def is_on(attributes: Attributes, name: str, *, without: bool = False) -> bool:
    """Whether an attribute says yes.

    >>> is_on({"hidden": "1"}, "hidden"), is_on({}, "hidden"), is_on({}, "val", without=True)
    (True, False, True)
    """
    return attributes[name] in _YES if name in attributes else without


def unescaped(text: str) -> str:
    """Give text with its entities replaced; ValueError for one that XML does not know.

    >>> unescaped("R&amp;D &lt;&#20896;&#x53bf;&gt;")
    'R&D <冠县>'
    """
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _NAMED[name]
    if not decimal and not hexadecimal:
        raise ValueError(match[0])
    point = int(decimal) if decimal else int(hexadecimal, 16)
    if point < 32 or 0xD800 <= point < 0xE000:
        raise ValueError(match[0])
    return chr(point)


def unwound(text: str) -> str:
    r"""Give text with the control characters that a spreadsheet writes as `_x000D_`, and `_x005F_` where that is meant.

    Of other characters no spreadsheet writes the number, while some libraries write such a text as it stands.

    >>> unwound("a_x000D_b"), unwound("_x005F_x000D_"), unwound("_x0041_")
    ('a\rb', '_x000D_', '_x0041_')
    """
    return _WOUND.sub(lambda match: chr(int(match[1] or "5F", 16)), text) if "_x" in text else text


class Handlers(dict[str, "Callable[[Attributes], None] | None"]):
    """What to do at an element by its full name; elements of other name spaces are none of ours."""

    def __missing__(self, name: str) -> Callable[[Attributes], None] | None:
        space, _, rest = name.partition(" ")
        local = rest.split(" ")[0]
        found = self[name] = self.get(local) if space == MAIN else None
        return found


class Part:
    """A large part that holds many items (rows, strings) in one element, read item by item.

    Expat reads the part. Between the items, a piece that ends with one is offered to `quick` first, which takes it
    only if every byte of it is of the common form: that costs a third. Whatever is unusual goes to expat.
    """

    root: ClassVar[str]
    first: ClassVar[bytes]
    last: ClassVar[bytes]
    least: ClassVar[int] = 0  # bytes of a piece for which `quick` is worth while

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.namespace_prefixes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._root
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.XmlDeclHandler = self._declared
        self.parser.CharacterDataHandler = self._said
        self._listening = False
        self.opens, self.closes = Handlers(), Handlers()
        self.opens |= {"t": self._open_run, "rPh": self._open_aid}
        self.closes |= {"t": self._close_run, "rPh": self._close_aid}
        self._aids = 0
        self.between = False  # whether expat stands inside the element of the items, and in no item
        self.plain = True  # whether the common form may still be tried
        self._texts: list[str] | None = None
        self._length = 0

    def quick(self, piece: str) -> None:
        """Take items of the common form; ValueError or LookupError, without any effect, where one is unusual."""
        raise NotImplementedError

    def run(self, pieces: Iterable[bytes]) -> Iterator[None]:
        """Read the part; pauses after each piece, for what was found so far to be taken away."""
        rest = b""
        for piece in pieces:
            rest += piece
            cut = rest.rfind(self.last) + 1
            if cut:
                cut += len(self.last) - 1
                self._take(rest[:cut])
                rest = rest[cut:]
            else:
                self.plain = False  # for good: from here on, a comment might hold what looks like an item
                self._feed(rest)
                rest = b""
            yield
        self.parser.Parse(rest, True)
        yield

    def _take(self, piece: bytes) -> None:
        if not self.between and self.plain:
            start = max(piece.find(self.first), 0)
            self._feed(piece[:start])
            piece = piece[start:]
        if not (self.between and self.plain and len(piece) >= self.least and self._taken(piece)):
            self._feed(piece)

    def _taken(self, piece: bytes) -> bool:
        if len(piece.translate(None, _CONTROLS)) != len(piece):
            return False
        try:
            self.quick(piece.decode())
        except (ValueError, LookupError):
            return False
        return True

    def _feed(self, piece: bytes) -> None:
        if b"<!" in piece or b"<?" in piece[5:]:
            self.plain = False
        self.parser.Parse(piece, False)

    def _declared(self, _: str, encoding: str | None, __: int) -> None:
        if (encoding and encoding.lower()) not in _ENCODINGS:
            self.plain = False

    def _root(self, name: str, attributes: Attributes) -> None:
        if name.startswith(_STRICT):
            raise Unreadable(Why.STRICT)
        if name.split(" ")[:2] != [MAIN, self.root]:
            raise Unreadable(Why.DAMAGED)
        if name.count(" ") > 1:  # its elements are written with a prefix
            self.plain = False
        self.parser.StartElementHandler = self._opened
        self.parser.EndElementHandler = self._closed
        self._opened(name, attributes)

    def _opened(self, name: str, attributes: Attributes) -> None:
        handle = self.opens[name]
        if handle:
            handle(attributes)

    def _closed(self, name: str) -> None:
        handle = self.closes[name]
        if handle:
            handle({})

    def _open_run(self, _: Attributes) -> None:
        """A run of text; the small characters above Chinese ones, which say how to read these, are none."""
        if not self._aids:
            self.listen()

    def _close_run(self, _: Attributes) -> None:
        self.pause()

    def _open_aid(self, _: Attributes) -> None:
        self._aids += 1

    def _close_aid(self, _: Attributes) -> None:
        self._aids -= 1

    def listen(self) -> None:
        """Collect the text that follows, further text after what was collected before."""
        if self._texts is None:
            self._texts, self._length = [], 0
        self._listening = True

    def pause(self) -> None:
        """Collect no more text for now."""
        self._listening = False

    def collected(self) -> str | None:
        """Hand over the text collected; None if there was no place for any."""
        texts, self._texts = self._texts, None
        self._listening = False
        return None if texts is None else "".join(texts)

    def _said(self, text: str) -> None:
        if not self._listening or self._texts is None:
            return
        self._length += len(text)
        if self._length > MOST_TEXT:
            raise Unreadable(Why.TEXT, n=f"{MOST_TEXT:,}")
        self._texts.append(text)
