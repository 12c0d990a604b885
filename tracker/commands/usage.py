"""What Typer says of a command line that it cannot read, and of itself in a help page, in the language of this run."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from tracker import words
from tracker.errors import BadUsage
from tracker.words import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typer

    from tracker.words import Words

EXTRA: Final = "Got unexpected extra argument(s) ("


class Spoken:
    """Mixed into a command: its help page without a word of English where Chinese is spoken."""

    def get_help(self, ctx: Any) -> str:
        """Two examples, then the page of Typer, with Typer's own words said in ours."""
        from tracker.commands.examples import examples

        formatter = ctx.make_formatter()
        formatter.write_dl = partial(write_pairs, formatter)
        self.format_help(ctx, formatter)  # type: ignore[attr-defined]
        page: str = formatter.getvalue().rstrip()
        for say in (words.HELP_USAGE, words.HELP_ARGUMENTS, words.HELP_OPTIONS, words.HELP_VERBS, words.HELP_REQUIRED):
            page = page.replace(say.en, t(say))
        page = page.replace(f"{words.HELP_ITSELF.en}.", t(words.HELP_ITSELF))
        lines = "".join(f"  {line}\n" for line in examples(ctx.command_path.removeprefix("tracker").strip()))
        return f"{t(words.HELP_EXAMPLES)}\n{lines}\n{page}"


WIDEST_TERM: Final = 30


def write_pairs(formatter: Any, pairs: Sequence[tuple[str, str]]) -> None:
    """Write terms and what they mean as two columns of a help page, whose Chinese characters take two cells each."""
    from tracker.rules.widths import cell_width, fold, pad

    start = min(max(cell_width(term) for term, _ in pairs), WIDEST_TERM) + 2
    margin = " " * formatter.current_indent
    for term, meaning in pairs:
        first, *more = fold(meaning, max(formatter.width - start - 2, 10))
        apart = pad(term, start) if cell_width(term) < start - 1 else f"{term}\n{margin}{' ' * start}"
        formatter.write(f"{margin}{apart}{first}".rstrip() + "\n")
        formatter.write("".join(f"{margin}{' ' * start}{line}\n" for line in more))


def refused(error: typer.TyperException) -> BadUsage:
    """A usage error of Typer as one of ours; its kinds are told apart by what they carry, as they are not public."""
    what, value, hint = _said(error)
    path = getattr(getattr(error, "ctx", None), "command_path", None) or "tracker"
    return BadUsage(what, code="usage", value=value, hint=hint or words.HELP_HINT(command=path))


def _said(error: Any) -> tuple[Words, str | None, Words | None]:
    """What is wrong, with which value, and what to type if that is known."""
    if hasattr(error, "possibilities"):
        return words.OPTION_UNKNOWN(value=error.option_name), error.option_name, _instead(error)
    if hasattr(error, "option_name"):
        if "does not take" in error.message:
            what, hint = words.OPTION_TAKES_NONE, words.OPTION_TAKES_NONE_HINT
        else:
            what, hint = words.OPTION_ALONE, words.OPTION_ALONE_HINT
        return what(option=error.option_name), error.option_name, hint(option=error.option_name)
    if getattr(error, "param", None) is None:
        return _of_the_line(error)
    name = str(error.param.get_error_hint(error.ctx)).replace("'", "")
    if hasattr(error, "param_type"):
        return words.ARGUMENT_MISSING(name=name), name, None
    least = getattr(error.param.type, "min", None)
    value = error.message.partition(" is not")[0].strip("'")
    count = None if least is None else words.COUNT_HINT(least=least)
    return words.OPTION_BAD(option=name, value=value), value, count


def _instead(error: Any) -> Words | None:
    """What to type for an option that is not there: one that stands before every command, or the nearest."""
    from difflib import get_close_matches

    path = error.ctx.command_path
    top = [name for each in error.ctx.find_root().command.params for name in each.opts]
    before = get_close_matches(error.option_name, top, n=1, cutoff=0.8) if " " in path else []
    if before:
        return words.OPTION_BEFORE(option=before[0], rest=path.removeprefix("tracker "))
    near = tuple(sorted(error.possibilities or ()))
    if not near and not error.option_name.startswith("--"):
        return words.DASH_HINT(command=path)
    return words.UNKNOWN_COMMAND_HINT(near=near) if near else None


def _of_the_line(error: Any) -> tuple[Words, str | None, Words | None]:
    message = error.format_message()
    if not message.startswith(EXTRA):
        return message, None, None
    value = message.removeprefix(EXTRA).removesuffix(")")
    return words.ARGUMENT_EXTRA(value=value), value, None
