"""The top of the command line: the options that stand before every command, and commands loaded when called."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tracker import __version__, words
from tracker.commands import REGISTRY
from tracker.commands.usage import Spoken, refused
from tracker.errors import BadUsage
from tracker.words import t


class Lazy(Spoken, TyperGroup):
    """A group that knows its commands from the registry and imports one only to run it."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run a command line; what Typer refuses is said in our words."""
        try:
            return super().main(*args, **options)
        except typer.TyperException as error:
            raise refused(error) from error

    def list_commands(self, ctx: Any) -> list[str]:
        """In the order of the registry."""
        return list(REGISTRY)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the command's module, or give None for what is no command."""
        place = REGISTRY.get(cmd_name)
        if place is None:
            return None
        module = import_module(f"tracker.commands.{place.module}")
        made = module.build(place.noun) if place.noun else module.APPS[cmd_name]()
        command = typer.main.get_command(made)
        command.name = cmd_name
        command.help = command.help or t(place.summary)
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Refuse an unknown command with the nearest; none is ever run by guess."""
        if args and args[0] not in REGISTRY:
            from tracker.commands.desk import unknown_command

            if args[1:] and args[1] in REGISTRY:
                raise unknown_command(args[0], [], words.VERB_FIRST(noun=args[1], verb=args[0]))
            called = [name for name, place in REGISTRY.items() if args[0] in place.summary.zh.partition("：")[0]]
            raise unknown_command(args[0], list(REGISTRY), words.UNKNOWN_COMMAND_HINT(near=called) if called else None)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands with their summaries, loading none, under Typer's heading."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, t(place.summary)) for name, place in REGISTRY.items()])


def app() -> Any:
    """The program as one command."""
    top = typer.Typer(
        cls=Lazy, rich_markup_mode=None, add_completion=False, no_args_is_help=True, help=t(words.PROGRAM)
    )
    top.callback(invoke_without_command=True)(sit_down)
    return typer.main.get_command(top)


def say_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        typer.echo(f"tracker {__version__}")
        raise typer.Exit


def refuse_bytes(line: str) -> None:
    """Refuse a command line with bytes that are no text: neither the database nor JSON could hold them."""
    try:
        line.encode()
    except UnicodeEncodeError as error:
        value = next(word for word in line.split() if not word.isprintable()).strip("'")
        raise BadUsage(
            words.NOT_UNICODE(value=value), code="not_unicode", value=value, hint=words.NOT_UNICODE_HINT
        ) from error


def sit_down(
    ctx: typer.Context,
    db: Annotated[str | None, typer.Option("--db", metavar="PATH", help=t(words.SETTING_DB))] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="zh|en", help=t(words.SETTING_LANG))] = None,
    today: Annotated[str | None, typer.Option("--today", metavar="DATE", help=t(words.SETTING_TODAY))] = None,
    colour: Annotated[str | None, typer.Option("--colour", metavar="WHEN", help=t(words.SETTING_COLOUR))] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=t(words.SETTING_QUIET))] = False,
    debug: Annotated[bool, typer.Option("--debug", help=t(words.SETTING_DEBUG))] = False,
    version: Annotated[
        bool, typer.Option("--version", "-V", is_eager=True, callback=say_version, help=t(words.VERSION_HELP))
    ] = False,
) -> None:
    """Make the desk that the command works at, from the words as they were typed and the options before it."""
    from tracker.commands.desk import Desk
    from tracker.render.terminal import Terminal
    from tracker.rules.shells import line
    from tracker.settings import resolve

    typed = line(["tracker", *ctx.obj])
    refuse_bytes(typed)
    flags = {"db": db, "lang": lang, "today": today, "colour": colour}
    # A setting that is not valid stops every command but the one that mends it.
    settings = resolve(flags, os.environ, Path.cwd(), lenient=ctx.invoked_subcommand == "config")
    terminal = Terminal.detect(settings.lang, settings.colour, quiet=quiet)
    ctx.obj = Desk(settings, terminal, typed)
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit
