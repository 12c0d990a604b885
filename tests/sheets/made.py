"""Workbooks made part by part, for what no library would write."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from tracker.sheets.cells import CellError
from tracker.sheets.reader import gathered

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.sheets.reader import SheetData

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def worksheet(rows: str, *, before: str = "", after: str = "") -> str:
    """A worksheet's part around its rows."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def strings(*items: str) -> str:
    """The shared texts, each with its tags."""
    return f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def styles(codes: dict[int, str], formats: list[tuple[int, bool]]) -> str:
    """Styles: number formats by their numbers, and for each style its number format and whether it strikes through."""
    listed = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in codes.items())
    xfs = "".join(f'<xf numFmtId="{number}" fontId="{int(struck)}"/>' for number, struck in formats)
    fonts = "<fonts><font/><font><strike/></font></fonts>"
    return f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{listed}</numFmts>{fonts}<cellXfs>{xfs}</cellXfs></styleSheet>'


def parts(*sheets: str, properties: str = "", **more: str) -> dict[str, bytes]:
    """The parts of a workbook with these sheets, and `strings` and `styles`."""
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, len(sheets) + 1))
    book = f"{properties}<sheets>{listed}</sheets>"
    targets = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)}
    targets |= {"rIdT": ("sharedStrings", "sharedStrings.xml"), "rIdS": ("styles", "styles.xml")}
    made = {
        "[Content_Types].xml": f"{HEAD}<Types/>",
        "_rels/.rels": relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{TYPES}">{book}</workbook>',
        "xl/_rels/workbook.xml.rels": relations(targets),
        **{f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets, start=1)},
        **{{"strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}[name]: xml for name, xml in more.items()},
    }
    return {name: xml.encode() for name, xml in made.items()}


def relations(targets: dict[str, tuple[str, str]]) -> str:
    """What a part refers to, by name: the kind of it, and where it stands."""
    listed = "".join(
        f'<Relationship Id="{n}" Type="{TYPES}/{kind}" Target="{to}"/>' for n, (kind, to) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'


def zipped(path: Path, made: dict[str, bytes]) -> Path:
    """Write parts into a zip file."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in made.items():
            archive.writestr(name, data)
    return path


def here(path: Path) -> list[SheetData]:
    """Read a file in this process, where a test may change the limits."""
    from tracker.sheets.child import told

    with path.open("rb") as file:
        return gathered(_loaded(told(file)), path)


def _loaded(told: Any) -> Any:
    import pickle

    return map(pickle.loads, told)


# One cell in every form; the first row of a sheet of many, so that patterns are learned from it too.
FORMS: list[tuple[str, Any]] = [
    ('<c r="{0}"><v>12</v></c>', 12),
    ('<c r="{0}" t="n"><v>-0.5</v></c>', -0.5),
    ('<c r="{0}"><v>1.5E+3</v></c>', 1500.0),
    ('<c r="{0}"><v>3.0</v></c>', 3.0),
    ('<c r="{0}"><v> 7 </v></c>', 7),
    ('<c r="{0}"><v>1_000</v></c>', CellError("#VALUE!")),
    ('<c r="{0}"><v>１２</v></c>', CellError("#VALUE!")),
    ('<c r="{0}"><v>nan</v></c>', CellError("#VALUE!")),
    ('<c r="{0}"><v>1e999</v></c>', CellError("#VALUE!")),
    ('<c r="{0}" t="s"><v>0</v></c>', "项目名称"),
    ('<c t="s" r="{0}"><v>1</v></c>', "R&D <甲>"),
    ("<c t='s' r='{0}'><v>2</v></c>", "冠县人民"),
    ('<c r="{0}" t="s"><v>3</v></c>', "汉字"),
    ('<c r="{0}" t="s"><v>4</v></c>', " 前后 "),
    ('<c r="{0}" t="s"><v>5</v></c>', None),
    ('<c r="{0}" t="s"><v>6</v></c>', "第一行\r第二行 _x000D_"),
    ('<c r="{0}" t="inlineStr"><is><t>内联</t></is></c>', "内联"),
    ('<c r="{0}" t="inlineStr"><is><t xml:space="preserve"> a&amp;b </t></is></c>', " a&b "),
    ('<c r="{0}" t="inlineStr"><is><r><t>两</t></r><r><rPr><b/></rPr><t>段</t></r></is></c>', "两段"),
    ('<c r="{0}" t="inlineStr"><is><t>汉</t><rPh sb="0" eb="1"><t>han</t></rPh></is></c>', "汉"),
    ('<c r="{0}" t="str"><f>A1&amp;"x"</f><v>文&lt;字</v></c>', "文<字"),
    ('<c r="{0}" t="str"><f>A1</f><v></v></c>', None),
    ('<c r="{0}" t="b"><v>1</v></c>', True),
    ('<c r="{0}" t="b"><v>0</v></c>', False),
    ('<c r="{0}" t="e"><v>#DIV/0!</v></c>', CellError("#DIV/0!")),
    ('<c r="{0}" t="e"><f>1/0</f><v>#N/A</v></c>', CellError("#N/A")),
    ('<c r="{0}" t="s"><v>7</v></c>', "#N/A"),
    ('<c r="{0}"><f>SUM(A1:A3)</f><v>6</v></c>', 6),
    ('<c r="{0}"><f t="shared" si="0"/><v>6</v></c>', 6),
    ('<c r="{0}" s="1"><v>45356</v></c>', datetime(2024, 3, 5)),
    ('<c r="{0}" s="1"><v>45356.395833333336</v></c>', datetime(2024, 3, 5, 9, 30)),
    ('<c r="{0}" s="2"><v>45356</v></c>', datetime(2024, 3, 5)),
    ('<c r="{0}" s="3"><v>0.25</v></c>', time(6)),
    ('<c r="{0}" s="4"><v>1.5</v></c>', timedelta(days=1, hours=12)),
    ('<c r="{0}" s="1"><v>60</v></c>', CellError("#VALUE!")),
    ('<c r="{0}" s="1"><v>20240305</v></c>', 20240305),
    ('<c r="{0}" t="d"><v>2024-03-05T00:00:00</v></c>', datetime(2024, 3, 5)),
    ('<c r="{0}"><!-- a --><v>1<![CDATA[2]]></v></c>', 12),
    ('<c r="{0}" s="1"/>', None),
    ('<c r="{0}"></c>', None),
    ('<c r="{0}" t="n"><v/></c>', None),
    ('<c r="{0}" s="1" cm="1"><v>1</v><extLst><ext xmlns:x="u"><x:v>9</x:v></ext></extLst></c>', datetime(1900, 1, 1)),
]
SHARED = strings(
    "<t>项目名称</t><phoneticPr fontId='1' type='noConversion'/>",
    "<t>R&amp;D &lt;甲&gt;</t>",
    "<r><t>冠县</t></r><r><rPr><b/></rPr><t>人民</t></r>",
    "<t>汉字</t><rPh sb='0' eb='2'><t>hanzi</t></rPh>",
    '<t xml:space="preserve"> 前后 </t>',
    "<t/>",
    "<t>第一行_x000D_第二行 _x005F_x000D_</t>",
    "<t>#N/A</t>",
)
STYLES = styles(
    {176: "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", 177: "[h]:mm"},
    [(0, False), (14, False), (31, False), (20, False), (177, False)],
)
