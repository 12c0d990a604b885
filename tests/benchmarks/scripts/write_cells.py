"""Writes pickled rows as one sheet with openpyxl, write-only: rows, target."""

import pickle
import sys
from pathlib import Path

from openpyxl import Workbook

book = Workbook(write_only=True)
page = book.create_sheet("cells")
for row in pickle.loads(Path(sys.argv[1]).read_bytes()):
    page.append(row)
book.save(sys.argv[2])
