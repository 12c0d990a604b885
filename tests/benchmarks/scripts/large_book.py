"""Writes a workbook of 100,000 rows × 15 columns, with its texts shared or in the cells."""

import datetime
import random
import sys
from pathlib import Path

from tests.sheets.made import parts, strings, styles, worksheet, zipped

ROWS = 100_000
UNITS = ("冠县", "莘县", "阳谷县", "东阿县", "临清市", "高唐县", "茌平区", "经开区", "高新区", "度假区")
chance = random.Random(15)
shared: dict[str, int] = {}


def cell(place: str, value: object) -> str:
    if isinstance(value, datetime.date):
        return f'<c r="{place}" s="1"><v>{value.toordinal() - 693_594}</v></c>'
    if not isinstance(value, str):
        return f'<c r="{place}"><v>{value}</v></c>'
    if sys.argv[2] == "inline":
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'


def values(number: int) -> tuple[object, ...]:
    day = datetime.date(2023, 1, 1) + datetime.timedelta(chance.randrange(900))
    texts = (f"P{number}", f"年产{number}套装备项目{number % 97}期", f"山东某某科技有限公司{number % 5000}")
    amounts = (round(chance.random() * 50, 2), chance.randrange(10_000), round(chance.random() * 5, 4), number)
    words = (chance.choice(UNITS), chance.choice(UNITS), "装备制造", "在谈")
    return (*texts, *words, *amounts, day, day, day + datetime.timedelta(100), f"备注{number % 1000}")


rows = []
for number in range(1, ROWS + 1):
    cells = (cell(f"{letter}{number}", value) for letter, value in zip("ABCDEFGHIJKLMNO", values(number), strict=True))
    rows.append(f'<row r="{number}" spans="1:15">{"".join(cells)}</row>')
table = strings(*(f"<t>{text}</t>" for text in shared))
made = parts(worksheet("".join(rows)), strings=table, styles=styles({}, [(0, False), (14, False)]))
zipped(Path(sys.argv[1]), made)
