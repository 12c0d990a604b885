"""The floor of importing a workbook: python-calamine reads it, one executemany keeps its rows in a fresh database.

Its table is a ledger's: a foreign key and three indexes. Arguments: the workbook, the database, and the headings of the
columns with an index, that of the foreign key first.
"""

import sqlite3
import sys

from python_calamine import CalamineWorkbook

workbook, database, *indexed = sys.argv[1:]
headings, *rows = CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()
connection = sqlite3.connect(database)
connection.execute("PRAGMA foreign_keys = ON")
connection.execute("CREATE TABLE referred (name TEXT PRIMARY KEY)")
reference = headings.index(indexed[0])
connection.executemany("INSERT OR IGNORE INTO referred VALUES (?)", {(row[reference],) for row in rows})
columns = ", ".join(f'"{heading}"' for heading in headings)
connection.execute(f'CREATE TABLE ledger ({columns}, FOREIGN KEY ("{indexed[0]}") REFERENCES referred (name))')
for number, heading in enumerate(indexed):
    connection.execute(f'CREATE INDEX indexed{number} ON ledger ("{heading}")')
connection.executemany(f"INSERT INTO ledger VALUES ({', '.join('?' * len(headings))})", rows)
connection.commit()
print(len(rows))
