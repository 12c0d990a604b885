"""The desk at which every command works: settings, terminal, and the decorators that open, act and show.

A command is a function from its options to a `Result`. `@reads` gives it a reader, `@writes` a unit of work; both add
the options that all commands share, so that these are the same everywhere.
"""

from __future__ import annotations

import functools
import inspect
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, NamedTuple, Protocol

import typer
from typer.core import TyperCommand, TyperGroup

from tracker import words
from tracker.commands.usage import Spoken
from tracker.errors import BadUsage, Refused
from tracker.render import door
from tracker.result import Message, Result
from tracker.rules.fields import Entry
from tracker.rules.nouns import NOUNS
from tracker.settings import instant
from tracker.words import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tracker.render.terminal import Terminal
    from tracker.result import Table
    from tracker.rules.nouns import Noun
    from tracker.settings import Settings
    from tracker.store.engine import Work
    from tracker.store.reading import Reader
    from tracker.words import Say, Words


class Desk(NamedTuple):
    """What one run of the program has: its settings, its terminal, and the command line as it was typed.

    `sure` is what `--yes` says; a `dry` run is told what a real one would be, and is asked nothing either.
    `printed` is the format where the result becomes a page, a workbook or a document, which hold more than a screen.
    """

    settings: Settings
    terminal: Terminal
    line: str
    sure: bool = False
    dry: bool = False
    printed: str | None = None

    @property
    def agreed(self) -> bool:
        """Whether no question is to be asked before it is done."""
        return self.sure or self.dry

    @property
    def entry(self) -> Entry:
        """What typed values are read against."""
        return Entry(self.settings.today, self.settings.money_unit, self.settings.unit)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """The database, for reading only."""
        from tracker.store.reading import reading

        with reading(self.settings.database) as reader:
            yield reader

    @contextmanager
    def reading_if_there(self) -> Iterator[Reader | None]:
        """The database for reading, None where there is none yet; DatabaseError for one that cannot be read."""
        from tracker.store.reading import database_path

        if database_path(self.settings.database).is_file():
            with self.reading() as reader:
                yield reader
        else:
            yield None

    @contextmanager
    def working(self, *, dry: bool = False, file_sha256: str | None = None) -> Iterator[Work]:
        """The database, for one unit of work."""
        from tracker.store.engine import Signature, working

        signature = Signature(self.settings.actor, self.line, instant(), file_sha256)
        with working(self.settings.database, signature, dry=dry) as work:
            yield work

    def confirm(self, question: Words) -> None:
        """Go on only when the person says yes, or said it already with `--yes`."""
        if not self.agreed and not door.confirm(question, self.terminal):
            raise Refused(words.DECLINED, code="not_confirmed", hint=words.DECLINED_HINT)

    def confirm_many(self, ids: Sequence[int], noun: Noun, sums: Words = "", asks: Say = words.CONFIRM_MANY) -> bool:
        """Go on with more than three records only when the person says yes to their number, and what they add up to."""
        if len(ids) > ASK_ABOVE:
            self.confirm(asks(n=len(ids), noun=noun.label, sums=sums))
        return len(ids) > ASK_ABOVE


ASK_ABOVE: Final = 3


class Shared:
    """The options that commands share, in the language of this run."""

    def __init__(self) -> None:
        self.format = _parameter("format", str | None, typer.Option("--format", "-f", help=t(words.HELP_FORMAT)))
        self.output = _parameter("output", Path | None, typer.Option("--output", "-o", help=t(words.HELP_OUTPUT)))
        self.force = _parameter("force", bool, typer.Option("--force", help=t(words.HELP_FORCE)), False)
        self.dry_run = _parameter("dry_run", bool, typer.Option("--dry-run", help=t(words.HELP_DRY_RUN)), False)
        self.yes = _parameter("yes", bool, typer.Option("--yes", "-y", help=t(words.HELP_YES)), False)


def _parameter(name: str, type_: Any, option: Any, default: Any = None) -> inspect.Parameter:
    """A keyword parameter of a command, as Typer reads it."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[type_, option])


def option(name: str, flags: tuple[str, ...], help_: Words) -> inspect.Parameter:
    """An optional option of one value, under each of its names."""
    return _parameter(name, str | None, typer.Option(*flags, help=t(help_), show_default=False))


def argument(name: str, help_: Words, metavar: str) -> inspect.Parameter:
    """An optional positional argument."""
    return _parameter(name, str | None, typer.Argument(help=t(help_), metavar=metavar, show_default=False))


class Attempt(Protocol):
    """Runs the command with complete options, for good or as a rehearsal, and looks at what came of it."""

    def __call__(
        self, desk: Desk, options: Mapping[str, Any], *, dry: bool, look: Callable[[Work, Result], Table | None]
    ) -> tuple[Result, Table | None]:
        """The result, and what `look` saw before a rehearsal was taken back."""


class Asks(Protocol):
    """What a verb asks at a terminal for, where its command line left it out."""

    def named(self, desk: Desk, options: dict[str, Any]) -> dict[str, Any]:
        """The command's options, with the words that stand for fields under the names of these."""

    def wants(self, desk: Desk, options: Mapping[str, Any]) -> bool:
        """Whether there is anything to be asked for."""

    def refuse(self, desk: Desk, options: Mapping[str, Any]) -> None:
        """Refuse a command line that lacks an argument."""

    def hold(
        self, desk: Desk, options: dict[str, Any], attempt: Attempt, show: Mapping[str, Any], *, dry: bool
    ) -> None:
        """Ask, and run the command with the answers."""


INNER: Final = ("desk", "reader", "work", "texts")


def acts(app: typer.Typer, name: str | None = None, help_: Words = "") -> Callable[[Callable[..., Result]], None]:
    """Register a command that opens what it needs by itself: `act(desk, **options) -> Result`."""

    def register(act: Callable[..., Result]) -> None:
        shared = Shared()

        def run(ctx: typer.Context, **options: Any) -> None:
            desk, show = _taken(ctx, options)
            door.show(act(desk, **options), desk.terminal, **show)

        _register(app, name, help_, run, act, [shared.format, shared.output, shared.force])

    return register


def reads(app: typer.Typer, name: str | None = None, help_: Words = "") -> Callable[[Callable[..., Result]], None]:
    """Register a command that reads: `act(desk, reader, **options) -> Result`, shown in the format asked for."""

    def register(act: Callable[..., Result]) -> None:
        shared = Shared()

        def run(ctx: typer.Context, **options: Any) -> None:
            desk, show = _taken(ctx, options)
            with desk.reading() as reader:
                result = act(desk, reader, **options)
            door.show(result, desk.terminal, **show)
            if result.exit:
                raise typer.Exit(int(result.exit))

        _register(app, name, help_, run, act, [shared.format, shared.output, shared.force])

    return register


def writes(
    app: typer.Typer,
    name: str | None = None,
    help_: Words = "",
    extra: tuple[inspect.Parameter, ...] = (),
    asks: Callable[[], Asks] | None = None,
) -> Callable[[Callable[..., Result]], None]:
    """Register a command that writes: `act(desk, work, **options) -> Result`, committed unless it is a dry run.

    `extra` parameters, made from declared fields, reach the act together as `texts`, those that were given alone.
    What `asks` plans is asked for at a terminal where the command line left it out.
    """

    def register(act: Callable[..., Result]) -> None:
        shared = Shared()

        def run(ctx: typer.Context, *, dry_run: bool, yes: bool, **options: Any) -> None:
            desk, show = _taken(ctx, options)
            desk = desk._replace(sure=yes, dry=dry_run)
            if extra:
                options["texts"] = {p.name: value for p in extra if (value := options.pop(p.name)) is not None}
            plan = asks() if asks else None
            if plan and desk.terminal.can_ask and not yes:
                options = plan.named(desk, options)
                if plan.wants(desk, options):
                    plan.hold(desk, options, attempt, show, dry=dry_run)
                    return
            if plan:
                plan.refuse(desk, options)
            result, _ = attempt(desk, options, dry=dry_run)
            door.show(result, desk.terminal, **show)

        def attempt(
            desk: Desk,
            options: Mapping[str, Any],
            *,
            dry: bool,
            look: Callable[[Work, Result], Table | None] = lambda work, result: None,
        ) -> tuple[Result, Table | None]:
            with desk.working(dry=dry) as work:
                result = act(desk, work, **options)
                seen = look(work, result)
                work.commit()
            return dried(result) if dry else result, seen

        standard = [shared.dry_run, shared.yes, shared.format, shared.output, shared.force]
        _register(app, name, help_, run, act, [*extra, *standard], asked=asks is not None)

    return register


def dried(result: Result) -> Result:
    """The result of a dry run, which says so."""
    return result._replace(messages=(*result.messages, Message("dry_run", words.DRY_RUN)))


def _taken(ctx: typer.Context, options: dict[str, Any]) -> tuple[Desk, dict[str, Any]]:
    """The desk, and the options about output taken out of the others; output that cannot be is refused at once."""
    desk: Desk = ctx.obj
    show = {key: options.pop(key) for key in ("format", "output", "force")}
    chosen = door.refuse_output(show["format"], show["output"], desk.terminal, force=show["force"])
    # A command that can write a document takes a template for it.
    if chosen == "docx" and "template" not in options:
        hint = words.ONLY_OF_A_BOARD_HINT(endings=tuple(each for each in door.ENDINGS if each != ".docx"))
        raise BadUsage(words.ONLY_OF_A_BOARD, code="no_document", value=str(show["output"]), hint=hint)
    return desk._replace(printed=chosen if chosen in PRINTED else None), show


PRINTED: Final = ("html", "xlsx", "docx")


def _register(
    app: typer.Typer,
    name: str | None,
    help_: Words,
    run: Callable[..., None],
    act: Callable[..., Result],
    added: list[inspect.Parameter],
    *,
    asked: bool = False,
) -> None:
    """Give the runner the act's own options and the added ones; in a group only once the verb is called for."""

    def build(target: typer.Typer) -> None:
        target.command(name, cls=Command, help=t(help_) or None)(_command(run, act, added, asked=asked))

    if isinstance(app, Group) and name:
        app.waiting[name] = build
    else:
        build(app)


def _command(
    run: Callable[..., None], act: Callable[..., Result], added: list[inspect.Parameter], *, asked: bool
) -> Callable[..., None]:
    """The runner under the signature that Typer reads its options from; what is asked for may be left out."""
    own = [
        parameter.replace(
            annotation=eval(parameter.annotation, act.__globals__),
            kind=inspect.Parameter.KEYWORD_ONLY,
            default=None if asked and parameter.default is inspect.Parameter.empty else parameter.default,
        )
        for parameter in inspect.signature(act).parameters.values()
        if parameter.name not in INNER
    ]
    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    parameters = [context, *own, *added]
    command = functools.wraps(act)(lambda **options: run(**options))
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del command.__wrapped__
    return command


class Command(Spoken, TyperCommand):
    """A command whose help page speaks the language of this run, and whose errors name the options as typed."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Note which options were typed under another name than the first of theirs."""
        typed = {word.partition("=")[0] for word in args}
        rest = super().parse_args(ctx, list(args))
        ctx.meta[SPELT] = {each.opts[0]: name for each in self.params for name in each.opts[1:] if name in typed}
        return rest

    def invoke(self, ctx: Any) -> Any:
        """Run it; what is wrong with the value of an option is said of the name that was typed."""
        if not ctx.meta[SPELT]:
            return super().invoke(ctx)
        from tracker.services.entry import under

        with under(ctx.meta[SPELT]):
            return super().invoke(ctx)


SPELT: Final = "tracker.spelt"


class Group(typer.Typer):
    """The verbs of a noun, each waiting to be built until it is called or its help is asked for."""

    def __init__(self, default: str, *, open_ended: bool) -> None:
        self.waiting: dict[str, Callable[[typer.Typer], None]] = {}
        names = {"default": default, "open_ended": open_ended, "waiting": self.waiting}
        cls = type("Verbs", (Verbs,), names)
        super().__init__(cls=cls, rich_markup_mode=None, add_completion=False, no_args_is_help=False)
        self.callback()(lambda: None)  # without one, Typer takes what has no commands yet for nothing at all


class Verbs(Spoken, TyperGroup):
    """A group of verbs with a default: a noun alone lists, and a word that is no verb is refused with the nearest."""

    default = "list"
    open_ended = False
    waiting: ClassVar[dict[str, Callable[[typer.Typer], None]]]

    def list_commands(self, ctx: Any) -> list[str]:
        """The verbs, in the order in which they were declared."""
        return list(self.waiting)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Build a verb, or give None for what is no verb."""
        if cmd_name not in self.waiting:
            return None
        alone = single()
        self.waiting[cmd_name](alone)
        return typer.main.get_command(alone)

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Insert the default verb where none is given."""
        is_help = args[:1] == ["--help"]
        # A condition is no verb: `tracker project unit:冠县` lists.
        given = bool(args) and not set(args[0]).isdisjoint(":：^＾")
        missing = not args or given or (args[0].startswith("-") and not is_help)
        if missing or (self.open_ended and not is_help and args[0] not in self.waiting):
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Refuse an unknown verb with its siblings; none is ever run by guess."""
        if args and args[0] not in self.waiting:
            noun = ctx.command_path.removeprefix("tracker ")
            shown = words.SHOW_OR_LIST(noun=noun, value=args[0]) if noun in NOUNS else None
            raise unknown_command(args[0], list(self.waiting), shown)
        return super().resolve_command(ctx, args)


def unknown_command(text: str, known: list[str], otherwise: Words | None = None) -> BadUsage:
    """The error for a command that is not there, with its nearest siblings, else with what it may have meant."""
    from difflib import get_close_matches

    near = get_close_matches(text, known, n=3, cutoff=0.5)
    hint = words.UNKNOWN_COMMAND_HINT(near=near) if near else otherwise or words.COMMANDS_HINT(all=known)
    return BadUsage(words.UNKNOWN_COMMAND(value=text), code="command_unknown", value=text, hint=hint)


def group(default: str = "list", *, open_ended: bool = False) -> typer.Typer:
    """A new group of verbs with this default; an open-ended one hands words that are no verb to the default."""
    return Group(default, open_ended=open_ended)


def single() -> typer.Typer:
    """A command without verbs."""
    return typer.Typer(rich_markup_mode=None, add_completion=False)


def terminal_limit(desk: Desk, limit: int | None, *, everything: bool = False) -> int | None:
    """How many rows to show: all in a pipe or file, a screenful or two on a terminal unless asked otherwise."""
    if limit is not None or everything or not desk.terminal.is_terminal:
        return limit
    return 50
