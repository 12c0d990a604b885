"""What the console script of sqlite-utils holds."""

from sqlite_utils.cli import cli

cli()
