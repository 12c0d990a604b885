"""The least that loading a workbook can do: an empty database, and every cell read by openpyxl."""

import sys

from openpyxl import load_workbook

from tracker.store.schema import create

workbook, database = sys.argv[1:]
create(database)
book = load_workbook(workbook, read_only=True, data_only=True)
cells = 0
for sheet in book:
    sheet.reset_dimensions()
    cells += sum(len(row) for row in sheet.iter_rows(values_only=True))
print(cells)
