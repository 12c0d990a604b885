"""Read every cell of a workbook with openpyxl, and nothing else."""

import sys

from openpyxl import load_workbook

rows = 0
for sheet in load_workbook(sys.argv[1], read_only=True, data_only=True):
    sheet.reset_dimensions()
    rows += sum(1 for row in sheet.iter_rows(values_only=True))
print(rows)
