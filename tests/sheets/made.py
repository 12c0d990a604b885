"""Workbooks made part by part, for what no library would write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

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
    targets = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)}
    targets |= {"rIdT": ("sharedStrings", "sharedStrings.xml"), "rIdS": ("styles", "styles.xml")}
    made = {
        "[Content_Types].xml": f"{HEAD}<Types/>",
        "_rels/.rels": relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{TYPES}">{properties}<sheets>{listed}</sheets></workbook>',
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
