"""The floor of importing a workbook: python-calamine reads it, one executemany keeps its rows in a fresh database."""

import sqlite3
import sys

from python_calamine import CalamineWorkbook

workbook, database = sys.argv[1:]
headings, *rows = CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()
connection = sqlite3.connect(database)
connection.execute("CREATE TABLE ledger (" + ", ".join(f'"{heading}"' for heading in headings) + ")")
connection.executemany(f"INSERT INTO ledger VALUES ({', '.join('?' * len(headings))})", rows)
connection.commit()
print(len(rows))
