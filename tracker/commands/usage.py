"""What Typer says of a command line that it cannot read, and of itself in a help page, in the language of this run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tracker import words
from tracker.errors import BadUsage
from tracker.words import t

if TYPE_CHECKING:
    import typer

    from tracker.words import Words

EXTRA: Final = "Got unexpected extra argument(s) ("


class Spoken:
    """Mixed into a command: its help page without a word of English where Chinese is spoken."""

    def get_help(self, ctx: Any) -> str:
        """The page of Typer, with Typer's own words said in ours."""
        page: str = super().get_help(ctx)  # type: ignore[misc]
        for say in (words.HELP_USAGE, words.HELP_ARGUMENTS, words.HELP_OPTIONS, words.HELP_VERBS, words.HELP_REQUIRED):
            page = page.replace(say.en, t(say))
        return page.replace(f"{words.HELP_ITSELF.en}.", t(words.HELP_ITSELF))


def refused(error: typer.TyperException) -> BadUsage:
    """A usage error of Typer as one of ours; its kinds are told apart by what they carry, as they are not public."""
    what, value, hint = _said(error)
    path = getattr(getattr(error, "ctx", None), "command_path", None) or "tracker"
    return BadUsage(what, code="usage", value=value, hint=hint or words.HELP_HINT(command=path))


def _said(error: Any) -> tuple[Words, str | None, Words | None]:
    """What is wrong, with which value, and what to type if that is known."""
    if hasattr(error, "possibilities"):
        near = tuple(sorted(error.possibilities or ()))
        nearest = words.UNKNOWN_COMMAND_HINT(near=near) if near else None
        return words.OPTION_UNKNOWN(value=error.option_name), error.option_name, nearest
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


def _of_the_line(error: Any) -> tuple[Words, str | None, Words | None]:
    message = error.format_message()
    if message == "Missing command.":
        return words.COMMAND_MISSING, None, None
    if not message.startswith(EXTRA):
        return message, None, None
    value = message.removeprefix(EXTRA).removesuffix(")")
    return words.ARGUMENT_EXTRA(value=value), value, None
