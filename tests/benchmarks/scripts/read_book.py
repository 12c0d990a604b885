"""Reads a workbook as `tracker import` does, and prints the most memory that it and its process took, in KB."""

import resource
import sys
from pathlib import Path

from tracker.sheets.reader import read_book

sheets = read_book(Path(sys.argv[1]))
assert sum(len(sheet.rows) for sheet in sheets) > 1000
print(*(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
