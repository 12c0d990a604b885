"""Workbooks as counties send them, made with openpyxl, and an independent reader of what a reader has to tell."""

from __future__ import annotations

import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from tests.services.books import Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

DAY = datetime.datetime(2024, 3, 5)


class Sheet(NamedTuple):
    """A sheet with all that a reader knows of it."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    uncached: frozenset[tuple[int, int]] = frozenset()
    decimals: Mapping[tuple[int, int], int] = MappingProxyType({})
    scales: Mapping[tuple[int, int], tuple[int, str, str]] = MappingProxyType({})
    struck: frozenset[int] = frozenset()


def book(**sheets: Sequence[Sequence[Any]]) -> Workbook:
    """A workbook of rows by the names of its sheets, not saved yet."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(list(row))
    return made


def save(made: Workbook, path: Path) -> list[Sheet]:
    """Save a workbook, and read it as sheets with their facts."""
    made.save(path)
    return read(path)


def read(path: Path) -> list[Sheet]:
    """Read with the slow mode of openpyxl, twice: once for values, once for formulas and looks."""
    values, looks = load_workbook(path, data_only=True), load_workbook(path)
    return [_sheet(page, looks[page.title]) for page in values.worksheets]


def _sheet(page: Worksheet, look: Worksheet) -> Sheet:
    cells = [(cell.row, cell.column, cell) for row in look.iter_rows() for cell in row if cell.value is not None]
    rows = (Row(n, row) for n, row in enumerate(page.iter_rows(values_only=True), 1))
    formulas = {(row, column) for row, column, cell in cells if cell.data_type == "f"}
    columns = [name for name, each in look.column_dimensions.items() if each.hidden]
    return Sheet(
        page.title,
        tuple(row for row in rows if any(cell is not None for cell in row.cells)),
        page.sheet_state != "visible",
        tuple((r.min_row, r.min_col, r.max_row, r.max_col) for r in look.merged_cells.ranges),
        frozenset(number for number, each in look.row_dimensions.items() if each.hidden),
        frozenset(n for n in range(1, page.max_column + 1) if get_column_letter(n) in columns),
        bool(look.auto_filter.filterColumn),
        frozenset(at for at in formulas if page.cell(*at).value is None),
        {
            (row, column): len(cell.number_format.partition(".")[2])
            for row, column, cell in cells
            if isinstance(cell.value, float) and 1900 <= cell.value < 2101 and cell.number_format.startswith("0.")
        },
        struck=frozenset(row for row, _, cell in cells if cell.font.strike),
    )


def titled() -> Workbook:
    """A title, a line with the unit, 序号, a total, notes below; money in 万元."""
    made = book(
        签约项目=[
            ("2024年一季度签约项目一览表",),
            (None, None, None, None, None, "单位：万元"),
            ("序号", "项目名称", "投资方", "责任单位", "总 投 资", "签约时间", "联系电话"),
            (1, "轴承项目", "三一", "冠县", 32000, "2024.3", 13800138000),
            (2, "光伏项目", "隆基", "冠县", "12,000", DAY, "13800138000"),
            ("合计", "2个", None, None, 44000),
            (),
            ("备注：1.含土地款",),
            ("2.以合同为准",),
            ("填表人：张三", None, None, "审核人：李四"),
        ]
    )
    made["签约项目"].merge_cells("A1:G1")
    return made


def two_levels() -> Workbook:
    """Headings of two rows, merged down and across, under a title."""
    made = book(
        项目=[
            ("2024年重点项目台账",),
            ("序号", "项目名称", "责任单位", "投资情况（亿元）", None, "时间", None, None, "备注"),
            (None, None, None, "总投资", "其中：固定资产投资", "签约", "开工", "计划竣工"),
            (1, "甲", "冠县", 3.5, 2, "2024-01", "2024.3.15", "2025年12月"),
            (2, "乙", "冠县", 2, None, "2024年2月"),
        ]
    )
    for merged in ("A1:I1", "A2:A3", "B2:B3", "C2:C3", "I2:I3", "D2:E2", "F2:H2"):
        made["项目"].merge_cells(merged)
    return made


def three_levels() -> Workbook:
    """Headings of three rows: groups, names, units."""
    made = book(
        招商项目=[
            ("基本情况", None, None, "投资", None, "进度", None),
            ("项目名称", "投资方", "责任单位", "总投资", "固定资产投资", "签约时间", "开工时间"),
            (None, None, None, "（亿元）", "万元", None, None),
            ("甲", "三一", "冠县", 3.5, 20000, 2024.3, DAY),
        ]
    )
    for merged in ("A1:C1", "D1:E1", "F1:G1"):
        made["招商项目"].merge_cells(merged)
    return made


def per_county() -> Workbook:
    """A sheet for each county, which nothing else names; one that holds no table."""
    head = ("序号", "项目名称", "投资方", "总投资(亿元)", "签约时间")
    return book(
        冠县=[head, (1, "甲", "三一", 3, "2024年3月"), (2, "乙", None, 2, None)],
        表二=[("莘县项目表",), head, (1, "丙", "某公司", 5, "2024-02-01")],
        填写说明=[("请按模板填写",), ("金额写数字",)],
    )


def subtotals() -> Workbook:
    """Units merged down, a subtotal for each, a total above all, a row of sums without a name."""
    made = book(
        项目=[
            ("责任单位", "项目名称", "总投资(亿元)", "固定资产投资(亿元)"),
            ("总计", None, 11, 6),
            ("冠县", "甲", 3, 2),
            (None, "乙", 2, 1),
            ("小计", None, 5, 3),
            ("莘县", "丙", 4, 3),
            (None, "丁", 2, None),
            ("莘县小计", None, 7, 3),
            (None, None, 11, 6),
        ]
    )
    made["项目"].merge_cells("A3:A4")
    made["项目"].merge_cells("A6:A7")
    return made


def dittos() -> Workbook:
    """Receipts with ditto marks and with projects merged down."""
    made = book(
        到位资金=[
            ("项目名称", "到位时间", "到位资金（万元）", "来源地", "凭证类型"),
            ("甲", DAY, 500, "省外", "银行进账单"),
            (None, "2024-04-01", 300, "同上", "〃"),
            ("乙", "同上", 200, '"', "验资报告"),
        ]
    )
    made["到位资金"].merge_cells("A2:A3")
    return made


def hidden() -> Workbook:
    """A row and a column that are hidden, a struck-through row, a hidden sheet."""
    head = ("项目名称", "责任单位", "总投资(亿元)", "承诺税收(万元)")
    made = book(
        项目=[head, ("甲", "冠县", 3, 5), ("乙", "冠县", 2, 6), ("丙", "冠县", 1, 7)],
        旧表=[head, ("旧", "冠县", 3, 5)],
    )
    made["项目"].row_dimensions[3].hidden = True
    made["项目"].column_dimensions["D"].hidden = True
    made["项目"]["A4"].font = Font(strike=True)
    made["旧表"].sheet_state = "hidden"
    return made


def english() -> Workbook:
    """English headings under a title in Chinese units."""
    return book(
        Signed=[
            ("Signed projects, unit: 10k CNY",),
            ("No.", "Project name", "Investors", "Responsible unit", "Total investment", "Signed date"),
            (1, "A", "Sany", "Guan County", 32000, DAY),
            ("Total", None, None, None, 32000),
        ]
    )


def blocks() -> Workbook:
    """Three tables in one sheet, the last with its columns in another order; lines between the rows name counties."""
    head = ("序号", "项目名称", "投资方", "总投资（亿元）", "签约时间")
    return book(
        项目进展=[
            ("一、签约项目",),
            head,
            ("（一）冠县",),
            (1, "甲", "三一", 3, "2024-01"),
            ("（二）莘县",),
            (2, "乙", "隆基", 2, "2024-02"),
            (),
            ("二、冠县在谈项目",),
            head,
            (1, "丙", "某公司", 1, None),
            (),
            ("三、莘县开工项目（单位：万元）",),
            ("项目名称", "总投资", "开工时间", "投资方"),
            ("丁", 52000, "2024.3.5", "某某公司"),
        ]
    )


def two_currencies() -> Workbook:
    """One column for yuan and dollars, which domestic or foreign decides row by row."""
    return book(
        项目=[
            ("项目名称", "责任单位", "内外资", "总投资（亿元/万美元）"),
            ("甲", "冠县", "内资", 3),
            ("乙", "冠县", "外资", 3000),
            ("丙", "冠县", None, "5000万美元"),
            ("丁", "冠县", None, 3),
        ]
    )


def formulas() -> Workbook:
    """Formulas without a value among the data, in the total, and in a row of their own."""
    return book(
        项目=[
            ("项目名称", "责任单位", "总投资(亿元)", "投资方"),
            ("甲", "冠县", "=1+2", "三一"),
            ("乙", "冠县", 2, "=A2"),
            ("合计", None, "=SUM(C2:C3)", None),
            (None, None, "=C4", None),
        ]
    )


def muddled() -> Workbook:
    """A heading with one wrong character, one that may be two fields, one that stands twice, receipts in projects."""
    return book(
        招商项目=[
            (
                "项目名称",
                "责仼单位",
                "总投资(亿元)",
                "到位资金(万元)",
                "完工时间",
                "签约时间",
                "签约时间",
                None,
                "投资方",
            ),
            ("甲", "冠县", 3, 500, "2024-05", "2024-01", "2024-02", "多余", "三一"),
        ]
    )


def slips() -> Workbook:
    """One amount in another unit than the rest of its column."""
    rows = [(f"项目{n}号", "冠县", amount) for n, amount in enumerate((3, 2.5, 1.2, 5, 8, 32000, 4))]
    return book(项目=[("项目名称", "责任单位", "总投资(亿元)"), *rows])


def trips() -> Workbook:
    """Trips as the city asks for them, a person a row."""
    return book(
        外出招商=[
            ("单位", "序号", "姓名", "职务", "开始时间", "结束时间", "天数", "目的地", "拜访企业名称"),
            ("冠县", 1, "张三", "县长", DAY, "2024.3.8", 3, "上海", "三一，隆基"),
        ]
    )
