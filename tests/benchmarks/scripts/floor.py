"""The least that a command with Typer, Rich and a database can do: one query, one table of twenty rows."""

import sqlite3
import sys

import typer  # noqa: F401 - what every command pays for
from rich.console import Console
from rich.table import Table

connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
table = Table("id", "name", "unit", "total", "status")
rows = "SELECT id, name, unit_id, total_investment_fen, status FROM project ORDER BY id LIMIT 20"
for row in connection.execute(rows):
    table.add_row(*map(str, row))
Console().print(table)
