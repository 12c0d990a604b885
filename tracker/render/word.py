"""A bulletin as a Word document, filled into a template: the office's own, or the customary one that is made here.

The only home of python-docx. A template holds placeholders, `{{标题}}` or `{{title}}`; the customary form follows the
national standard of official documents: A4 upright, its margins, its faces and sizes.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple
from xml.sax.saxutils import escape

from tracker.errors import BadData, NotFound, Refused
from tracker.render.data import seal_line
from tracker.render.plain import align, bared, with_columns, without_bars
from tracker.render.shown import heading, said, shown
from tracker.rules.widths import cell_width, widest_piece
from tracker.words import (
    BULLETIN_ANNEX,
    BULLETIN_ANNEXES,
    BULLETIN_HEADINGS,
    PAGE_UNPUBLISHED,
    TEMPLATE_BAD,
    TEMPLATE_BAD_HINT,
    TEMPLATE_MISSING,
    TEMPLATE_MISSING_HINT,
    WORD_MISSING,
    WORD_MISSING_HINT,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from tracker.result import Bulletin, Part, Table
    from tracker.words import Lang, Words

PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}]{1,40}?)\s*\}\}")
# Every placeholder by its Chinese name, with the English one.
NAMES: Final = {
    "标题": "title",
    "期号": "issue",
    "统计期": "period",
    "导语": "opening",
    "正文": "body",
    "附表": "annexes",
    "发文单位": "issuer",
    "日期": "date",
    "校验码": "seal",
}
_KEYS: Final = NAMES | {key: key for key in NAMES.values()}
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def placeholders(lang: Lang) -> tuple[str, ...]:
    """The names of all placeholders in one language."""
    return tuple(NAMES if lang == "zh" else NAMES.values())


def refuse_unless_drawn(template: Path | None) -> None:
    """Refuse, before anything is computed, what could not be drawn: no python-docx, no such template."""
    from importlib.util import find_spec

    if find_spec("docx") is None:
        raise Refused(WORD_MISSING, code="word_missing", hint=WORD_MISSING_HINT)
    if template is not None:
        _opened(template)


def write_bulletin(file: IO[bytes], bulletin: Bulletin, seal: str | None, lang: Lang) -> list[str]:
    """Write a bulletin into a file; the placeholders of the template that mean nothing are left and given back.

    Raises NotFound or BadData for a template that is not there or no Word document.
    """
    document = _opened(bulletin.template) if bulletin.template else customary(lang)
    unknown = _fill(document, bulletin, seal, lang)
    core = document.core_properties
    core.title, core.author, core.comments = said(bulletin.title, lang), shown(bulletin.issuer or "", lang), ""
    core.identifier = seal or ""
    core.created = core.modified = datetime.fromisoformat(said(bulletin.date, "en"))
    document.save(file)
    return unknown


def _opened(template: Path) -> Document:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    if not template.is_file():
        what = TEMPLATE_MISSING(path=template)
        raise NotFound(what, code="template_missing", value=str(template), hint=TEMPLATE_MISSING_HINT)
    try:
        return docx.Document(str(template))
    # What python-docx stumbles over in a file that is no document, or a broken one.
    except (PackageNotFoundError, ValueError, LookupError, OSError, SyntaxError) as error:
        what = TEMPLATE_BAD(path=template)
        raise BadData(what, code="template_bad", value=str(template), hint=TEMPLATE_BAD_HINT) from error


def sentence(words: Words, lang: Lang) -> str:
    """A sentence as it is printed: it begins with a capital."""
    text = said(words, lang)
    return text[:1].upper() + text[1:]


# Filling.


def _fill(document: Document, bulletin: Bulletin, seal: str | None, lang: Lang) -> list[str]:
    """Put the bulletin in the place of its placeholders; what has no place of its own comes at the end."""
    texts = _texts(bulletin, seal, lang)
    blocks = {"body": _body(bulletin, lang), "annexes": _annexes(bulletin, lang)}
    unknown: list[str] = []
    placed: set[str] = set()
    for paragraph in _paragraphs(document):
        names = [name.strip() for name in PLACEHOLDER.findall(paragraph.text)]
        keys = [_KEYS.get(name.lower()) for name in names]
        unknown += [name for name, key in zip(names, keys, strict=True) if key is None]
        placed.update(key for key in keys if key)
        block = next((blocks[key] for key in keys if key in blocks), None)
        if block is not None:
            _replace(document, paragraph, block)
        elif any(keys):
            _fill_in(paragraph, texts)
    for key, block in blocks.items():
        if key not in placed:
            _append(document, block)
    if "seal" not in placed:
        _add_foot(document, texts["seal"])
    return list(dict.fromkeys(unknown))


def _texts(bulletin: Bulletin, seal: str | None, lang: Lang) -> dict[str, str]:
    """What stands for the placeholders inside a line."""
    return {
        "title": said(bulletin.title, lang),
        "issue": "" if bulletin.issue is None else said(bulletin.issue, lang),
        "period": said(bulletin.period, lang),
        "opening": said(bulletin.opening, lang),
        "issuer": shown(bulletin.issuer or "", lang),
        "date": said(bulletin.date, lang),
        "seal": seal_line(seal, lang) if seal else said(PAGE_UNPUBLISHED, lang),
    }


def _paragraphs(document: Document) -> list[Paragraph]:
    """Every paragraph with a placeholder: in the text, in its tables, in the headers and footers."""
    from docx.text.paragraph import Paragraph

    roots: list[Any] = [document.element.body]
    parents: list[Any] = [document._body]
    for section in document.sections:
        for each in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not each.is_linked_to_previous:
                roots.append(each._element)
                parents.append(each)
    found = []
    for root, parent in zip(roots, parents, strict=True):
        for element in root.iter(f"{{{_W}}}p"):
            paragraph = Paragraph(element, parent)
            if PLACEHOLDER.search(paragraph.text):
                found.append(paragraph)
    return found


def _fill_in(paragraph: Paragraph, texts: dict[str, str]) -> None:
    """Replace the placeholders of a line where they stand; a line that is left with nothing goes."""
    for match in reversed(list(PLACEHOLDER.finditer(paragraph.text))):
        key = _KEYS.get(match[1].lower())
        if key is not None:
            _overwrite(paragraph, match.start(), match.end(), texts.get(key, ""))
    if not paragraph.text.strip():
        _remove(paragraph._p)


def _overwrite(paragraph: Paragraph, start: int, end: int, text: str) -> None:
    """Put a text in the place of some characters: it looks like the first of them, whatever runs they are in."""
    at = 0
    for run in paragraph.runs:
        old = run.text
        first, last = max(start - at, 0), min(end - at, len(old))
        if first < last:
            run.text = old[:first] + (text if at + first == start else "") + old[last:]
        at += len(old)


def _remove(element: Any) -> None:
    element.getparent().remove(element)


class Line(NamedTuple):
    """A paragraph of the bulletin: its text, and which kind of line it is."""

    text: str
    kind: str


def _body(bulletin: Bulletin, lang: Lang) -> list[Line | Grid]:
    """The parts under their headings, then which annexes there are."""
    lines: list[Line | Grid] = []
    for number, part in zip(BULLETIN_HEADINGS, bulletin.parts, strict=False):
        lines.append(Line(said(number(title=part.title), lang), "heading"))
        lines += [Line(sentence(each, lang), "sentence") for each in part.sentences]
    if bulletin.annexes:
        titles = tuple(_annex_title(n, part, lang) for n, part in enumerate(bulletin.annexes, 1))
        lines += [Line(said(BULLETIN_ANNEXES(annexes=titles), lang), "sentence")]
    return lines


def _annex_title(number: int, part: Part, lang: Lang) -> str:
    return f"{number}. {said(part.title, lang)}"


def _annexes(bulletin: Bulletin, lang: Lang) -> list[Line | Grid]:
    """Every annex on a page of its own: its number and title, then its tables under theirs."""
    lines: list[Line | Grid] = []
    for number, part in enumerate(bulletin.annexes, 1):
        lines.append(Line(said(BULLETIN_ANNEX(number=number, title=part.title), lang), "annex"))
        for table in part.tables:
            if table.rows:
                lines += [Line("" if table.title is None else said(table.title, lang), "caption"), _grid(table, lang)]
    return lines


def _replace(document: Document, paragraph: Paragraph, block: Sequence[Line | Grid]) -> None:
    """Put lines and tables where a paragraph is, which their sentences look like."""
    elements = list(_elements(document, block, paragraph))
    for each in elements:
        paragraph._p.addprevious(each)
    if block and isinstance(block[-1], Line):
        for each in elements[-_LAST:]:
            _keep_with_next(each)
    _remove(paragraph._p)


_LAST: Final = 2  # lines that stay with the signature, which is never alone on a page


def _keep_with_next(element: Any) -> None:
    """Keep a paragraph on the page of the one after it."""
    from docx.text.paragraph import Paragraph

    Paragraph(element, None).paragraph_format.keep_with_next = True  # type: ignore[arg-type]


def _append(document: Document, block: Sequence[Line | Grid]) -> None:
    """Put lines and tables at the end, before what sets up the last page."""
    last = document.add_paragraph()
    _replace(document, last, block)


def _elements(document: Document, block: Sequence[Line | Grid], model: Paragraph) -> Iterator[Any]:
    for each in block:
        if isinstance(each, Line):
            yield _line(document, each, model)
        else:
            yield _table(document, each)


_STYLES: Final = {"heading": "Heading 1", "annex": "Heading 2", "caption": "Caption"}


def _line(document: Document, line: Line, model: Paragraph) -> Any:
    """One paragraph: a sentence looks like the model, the others have a style of their own, if the template has it."""
    from copy import deepcopy

    from docx.oxml import OxmlElement
    from docx.text.paragraph import Paragraph

    paragraph = Paragraph(OxmlElement("w:p"), document._body)
    style = _STYLES.get(line.kind)
    if style is None:
        if model._p.pPr is not None:
            paragraph._p.append(deepcopy(model._p.pPr))
        run = paragraph.add_run(line.text)
        first = next((each for each in model.runs if each._r.rPr is not None), None)
        if first is not None:
            run._r.insert(0, deepcopy(first._r.rPr))
        return paragraph._p
    if style in document.styles:
        paragraph.style = style
    else:
        paragraph.add_run().bold = True
    paragraph.add_run(line.text)
    paragraph.paragraph_format.keep_with_next = True
    if line.kind == "annex":
        paragraph.paragraph_format.page_break_before = True
    return paragraph._p


def _add_foot(document: Document, text: str) -> None:
    """Add a line to every footer."""
    for section in document.sections:
        if not section.footer.is_linked_to_previous or section is document.sections[0]:
            section.footer.add_paragraph(text)


# Tables.


_SHORT: Final = 4  # columns: a text no wider than that stands in the middle of its cell
_SIZES: Final = (10.5, 9.0, 7.5)  # points, the largest first at which nothing breaks
_NARROW: Final = 12  # columns that a name is given before it is broken into more lines
_BROKEN: Final = 5  # and a word of a heading, likewise
_EDGES: Final = 60  # twentieths of a point inside every cell, left and right together
_LATIN: Final = 10.4  # twentieths of a point that a Latin letter takes for each of its size, and a little room
_TABLE: Final = (
    f'<w:tbl xmlns:w="{_W}"><w:tblPr>{{style}}<w:tblW w:w="{{width}}" w:type="dxa"/><w:jc w:val="center"/>'
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="30" w:type="dxa"/>'
    '<w:right w:w="30" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
)
_ROW: Final = "<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"
_CELL: Final = (
    '<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>{keep}'
    '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{align}"/></w:pPr>'
    '<w:r><w:rPr>{bold}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    '<w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
)
_KEEP: Final = "<w:keepNext/>"  # a heading is never alone at the foot of a page
_SHADE: Final = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>'


class Grid(NamedTuple):
    """A table as its texts: the headings, the rows, and where the cells of each column stand."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    aligns: tuple[str, ...]


def _grid(table: Table, lang: Lang) -> Grid:
    table = without_bars(bared(table))
    table = with_columns(table, [n for n, column in enumerate(table.columns) if not column.yielding])
    heads = tuple(heading(column.label, column.unit, lang) for column in table.columns)
    rows = tuple(tuple(shown(value, lang) for value in row) for row in table.rows)
    short = [max((cell_width(row[n]) for row in rows), default=0) <= _SHORT for n in range(len(heads))]
    centred = (align(column) == "right" or brief for column, brief in zip(table.columns, short, strict=True))
    return Grid(heads, rows, tuple("center" if each else "left" for each in centred))


def _table(document: Document, grid: Grid) -> Any:
    """A table as wide as the text, its headings repeated on every page, no row broken over two."""
    from docx.oxml import parse_xml

    room = _room(document)
    size, widths = _fitted(grid, room)
    style = f'<w:tblStyle w:val="{escape(document.styles["Table Grid"].style_id)}"/>' if _has_grid(document) else ""
    head = "".join(
        _CELL.format(width=width, shade=_SHADE, keep=_KEEP, align="center", bold="<w:b/>", size=size, text=escape(text))
        for width, text in zip(widths, grid.heads, strict=True)
    )
    rows = [_ROW.format(repeated="<w:tblHeader/>", cells=head)]
    for number, row in enumerate(grid.rows, 1):
        keep = _KEEP if number < min(3, len(grid.rows)) else ""
        cells = "".join(
            _CELL.format(width=width, shade="", keep=keep, align=where, bold="", size=size, text=escape(text))
            for width, where, text in zip(widths, grid.aligns, row, strict=True)
        )
        rows.append(_ROW.format(repeated="", cells=cells))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return parse_xml(_TABLE.format(style=style, width=sum(widths), grid=columns, rows="".join(rows)))


def _has_grid(document: Document) -> bool:
    return "Table Grid" in document.styles


def _room(document: Document) -> int:
    """How wide the text is, in twentieths of a point."""
    section = document.sections[-1]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    return int(((page or _A4[0]) - (left or 0) - (right or 0)) // 635)


def _fitted(grid: Grid, room: int) -> tuple[int, list[int]]:
    """The size of the letters, in half points, and the widths of the columns, which fill the room together."""
    whole_words, *tighter = _tighter(grid)
    wanted = [max(cell, -(-cell_width(head) // 2)) for cell, head in zip(whole_words, grid.heads, strict=True)]
    inside = room - _EDGES * len(wanted)
    tries = [(points, whole_words) for points in _SIZES] + [(_SIZES[-1], each) for each in tighter]
    points, least = next((each for each in tries if sum(each[1]) <= inside / (each[0] * _LATIN)), tries[-1])
    scale = points * _LATIN
    columns = inside / scale
    spare = columns - sum(least)
    longing = [more - less for more, less in zip(wanted, least, strict=True)]
    if spare > 0 and sum(longing) > 0:
        share = min(1.0, spare / sum(longing))
        least = [round(less + more * share) for less, more in zip(least, longing, strict=True)]
    whole = sum(least) * scale + _EDGES * len(least)
    return round(points * 2), [int((less * scale + _EDGES) * room / whole) for less in least]


def _tighter(grid: Grid) -> tuple[list[int], list[int], list[int]]:
    """How wide the columns have to be for nothing to break; for names to break; for words of headings to break too.

    A number never breaks: 10.0 over 0 is another number.
    """
    cells = [max((cell_width(row[n]) for row in grid.rows), default=0) for n in range(len(grid.heads))]
    whole = [max(cell, _longest_word(head)) for cell, head in zip(cells, grid.heads, strict=True)]
    pieces = [max((widest_piece(row[n]) for row in grid.rows), default=0) for n in range(len(grid.heads))]
    bare = [
        min(cell, max(piece, _NARROW)) if where == "left" else max(cell, min(_longest_word(head), _BROKEN))
        for cell, piece, where, head in zip(cells, pieces, grid.aligns, grid.heads, strict=True)
    ]
    folded = [max(less, _longest_word(head)) for less, head in zip(bare, grid.heads, strict=True)]
    return whole, folded, bare


def _longest_word(head: str) -> int:
    """How wide a column has to be for its heading: Chinese breaks anywhere, a Latin word, printed bold, nowhere."""
    return max([4, *(len(word) + 1 for word in re.findall("[!-~]+", head))])


# The customary form.


_A4: Final = (7560310, 10692130)  # 210 × 297 mm in the units of Word, of which 36,000 are a millimetre
_MM: Final = 36000
_MARGINS: Final = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}  # mm, GB/T 9704
_FACES: Final = {
    "title": "方正小标宋简体",
    "heading": "黑体",
    "kai": "楷体_GB2312",
    "text": "仿宋_GB2312",
    "foot": "宋体",
}
# The faces that stand in where a machine lacks one of these.
_STANDING_IN: Final = {
    "方正小标宋简体": "方正小标宋_GBK,小标宋体,宋体,SimSun,Noto Serif CJK SC",
    "仿宋_GB2312": "仿宋,FangSong,Noto Serif CJK SC",
    "楷体_GB2312": "楷体,KaiTi,Noto Serif CJK SC",
    "黑体": "SimHei,Noto Sans CJK SC",
    "宋体": "SimSun,Noto Serif CJK SC",
}


class Look(NamedTuple):
    """How the paragraphs of a style look: face, size and space between lines in points, where they stand."""

    face: str
    points: float
    line: float | None = None
    align: str = "left"
    first: int = 0  # characters by which the first line is moved in
    before: float = 0
    after: float = 0
    bold: bool = False


_LOOKS: Final[dict[str, dict[str, Look]]] = {
    "zh": {
        "Normal": Look("text", 16, 28),
        "Title": Look("title", 22, 36, "center"),
        "Subtitle": Look("kai", 16, 30, "center"),
        "Body Text": Look("text", 16, 28, "both", first=2),
        "Heading 1": Look("heading", 16, 28, first=2, before=6),
        "Heading 2": Look("heading", 16, 28, after=6),
        "Caption": Look("heading", 12, None, "center", before=10, after=3),
        "Signature": Look("text", 16, 28, "right"),
        "Footer": Look("foot", 9, None),
    },
    "en": {
        "Normal": Look("text", 11, 16),
        "Title": Look("title", 20, 28, "center", bold=True),
        "Subtitle": Look("kai", 12, 20, "center"),
        "Body Text": Look("text", 11, 16, after=6),
        "Heading 1": Look("heading", 13, 20, before=10, after=4, bold=True),
        "Heading 2": Look("heading", 13, 20, after=6, bold=True),
        "Caption": Look("heading", 10.5, None, "center", before=10, after=3, bold=True),
        "Signature": Look("text", 11, 18, "right"),
        "Footer": Look("foot", 9, None),
    },
}


def customary(lang: Lang) -> Document:
    """A document in the customary form, with a placeholder in every place."""
    import docx
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = docx.Document()
    if "Signature" not in document.styles:
        document.styles.add_style("Signature", WD_STYLE_TYPE.PARAGRAPH)
    for name, look in _LOOKS[lang].items():
        _dress(document.styles[name], look)
    _set_up(document)
    own = {key: f"{{{{{name}}}}}" for key, name in zip(NAMES.values(), placeholders(lang), strict=True)}
    for at, (key, style) in enumerate(_PLACES):
        paragraph = document.add_paragraph(own[key] if key else "", style)
        if _BODY < at < _DATE:
            _keep_with_next(paragraph._p)
    foot = document.sections[0].footer
    foot.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    _number_pages(foot.paragraphs[0])
    foot.add_paragraph(own["seal"], "Footer")
    return document


_PLACES: Final = (
    ("title", "Title"),
    ("period", "Subtitle"),
    ("issue", "Subtitle"),
    ("", "Body Text"),
    ("opening", "Body Text"),
    ("body", "Body Text"),
    ("", "Body Text"),
    ("issuer", "Signature"),
    ("date", "Signature"),
    ("annexes", "Body Text"),
)


_BODY: Final = _PLACES.index(("body", "Body Text"))
_DATE: Final = _PLACES.index(("date", "Signature"))


def _dress(style: Any, look: Look) -> None:
    """Give a style this look and nothing of what it had."""
    from docx.oxml import parse_xml

    for old in (style.element.rPr, style.element.pPr):
        if old is not None:
            style.element.remove(old)
    line = f'w:line="{look.line * 20:.0f}" w:lineRule="exact"' if look.line else 'w:line="240" w:lineRule="auto"'
    first = f'<w:ind w:firstLineChars="{look.first * 100}" w:firstLine="{look.first * look.points * 20:.0f}"/>'
    face, size = _FACES[look.face], f"{look.points * 2:.0f}"
    paragraph = (
        f'<w:pPr xmlns:w="{_W}">{"<w:keepNext/>" if style.name.startswith("Heading") else ""}'
        f'<w:spacing w:before="{look.before * 20:.0f}" w:after="{look.after * 20:.0f}" {line}/>'
        f'{first if look.first else ""}<w:jc w:val="{look.align}"/></w:pPr>'
    )
    faces = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{face}"/>'
    sizes = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    bold = "<w:b/>" if look.bold else ""
    text = f'<w:rPr xmlns:w="{_W}">{faces}{bold}<w:color w:val="000000"/>{sizes}</w:rPr>'
    style.element.append(parse_xml(paragraph))
    style.element.append(parse_xml(text))


def _set_up(document: Document) -> None:
    """A4 upright with the margins of the standard; the faces that stand in; nothing of the library's own template."""
    from docx.shared import Emu

    section = document.sections[0]
    section.page_width, section.page_height = map(Emu, _A4)
    for edge, millimetres in _MARGINS.items():
        setattr(section, edge, millimetres * _MM)
    package = document.part.package
    for id_, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[id_]
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/></w:font>' for name, instead in _STANDING_IN.items()
    )
    for part in package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = f'<?xml version="1.0" encoding="UTF-8"?><w:fonts xmlns:w="{_W}">{fonts}</w:fonts>'.encode()


def _number_pages(paragraph: Paragraph) -> None:
    """— 1 —, as the standard has it."""
    from docx.oxml import parse_xml

    paragraph.add_run("— ")
    field = f'<w:fldSimple xmlns:w="{_W}" w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))
    paragraph.add_run(" —")
