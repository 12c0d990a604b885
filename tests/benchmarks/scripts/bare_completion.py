"""A bare Typer app whose one argument is completed by one query: what any completion of names costs at least."""

import sqlite3
import sys
from typing import Annotated

import typer

database = sys.argv.pop(1)
app = typer.Typer(rich_markup_mode=None)


def names(incomplete: str) -> list[str]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    rows = connection.execute(
        "SELECT name FROM project WHERE removed_at IS NULL AND name LIKE ? ORDER BY length(name), id LIMIT 20",
        (f"%{incomplete}%",),
    )
    return [name for (name,) in rows]


@app.command()
def show(which: Annotated[str, typer.Argument(autocompletion=names)]) -> None:
    """Show one."""


@app.command()
def remove(which: Annotated[str, typer.Argument(autocompletion=names)]) -> None:
    """Remove one."""


app(prog_name="bare")
