"""Reads a workbook as `tracker import` does, and prints the most memory that it and its process took, in KB."""

import resource
import sys
from pathlib import Path

from tracker.sheets.reader import read_book

sheets = read_book(Path(sys.argv[1]))
assert sum(len(sheet.rows) for sheet in sheets) > 1000
# What `getrusage` says of this process begins with the memory of the one that started it.
mine = Path("/proc/self/status").read_text(encoding="utf-8").partition("VmHWM:")[2].split()[0]
print(mine, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
