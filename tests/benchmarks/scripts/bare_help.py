"""A Typer app with two commands and nothing else."""

import typer

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def first(name: str) -> None:
    """Do one thing."""


@app.command()
def second(name: str) -> None:
    """Do another."""


app()
