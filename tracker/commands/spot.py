"""Where on a command line the cursor stands: in which command, and at the value of which parameter.

The command line is followed through the same commands that would run, but none of them is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Spot(NamedTuple):
    """The command that the cursor stands in and its words, the parameter whose value is being typed, and its text.

    `stem` stands before the text in the same word: `--stage=`. `given` are the texts of the parameters before.
    """

    command: Any
    path: tuple[str, ...]
    parameter: Any
    text: str
    stem: str
    given: dict[str, list[str]]

    @property
    def verbs(self) -> bool:
        """Whether a command may be named here."""
        return hasattr(self.command, "list_commands")

    def texts(self, name: str) -> list[str]:
        """What was given for a parameter."""
        return self.given.get(name, [])


class Walk:
    """Follows a command line word by word."""

    def __init__(self, top: Any) -> None:
        self.command = top
        self.path: tuple[str, ...] = ()
        self.places = 0  # arguments that stand already
        self.awaits: Any = None  # the option whose value comes next
        self.only_arguments = False
        self.given: dict[str, list[str]] = {}

    def take(self, word: str) -> None:
        """Go past one whole word."""
        if self.awaits is not None:
            self.note(self.awaits, word)
            self.awaits = None
        elif self.is_option(word):
            self.option(word)
        elif word == "--" and not self.only_arguments:
            self.only_arguments = True
        elif not self.descends(word):
            self.note(self.argument(), word)
            self.places += 1

    def is_option(self, word: str) -> bool:
        """Whether a word is an option, not a value."""
        return word.startswith("-") and word not in ("-", "--") and not self.only_arguments

    def option(self, word: str) -> None:
        """Go past an option, perhaps with its value in the same word."""
        self.enter_default(word)
        name, equals, value = word.partition("=")
        found = self.named(name if word.startswith("--") else word[:2])
        if found is None or getattr(found, "is_flag", False):
            return
        attached = value if word.startswith("--") else word[2:]
        if equals or attached:
            self.note(found, attached)
        else:
            self.awaits = found

    def named(self, name: str) -> Any:
        """The option of a name, if this command has it."""
        return next((each for each in options(self.command) if name in each.opts), None)

    def enter_default(self, word: str) -> None:
        """A noun alone lists: its options are those of its default verb."""
        default = getattr(self.command, "default", None)
        if default and not default.startswith("-") and word != "--help":
            self.command = self.command.get_command(None, default)

    def descends(self, word: str) -> bool:
        """Go into the command of that name; where words stand for the default verb, into that, and stay at the word."""
        if not hasattr(self.command, "list_commands"):
            return False
        found = self.command.get_command(None, word)
        if found is None and getattr(self.command, "open_ended", False):
            self.enter_default(word)
            return False
        self.command, self.path, self.places = found, (*self.path, word), 0
        return True

    def argument(self) -> Any:
        """The argument whose turn it is, if there is one left."""
        known = [each for each in getattr(self.command, "params", ()) if each.param_type_name == "argument"]
        place = self.places
        if known and known[-1].nargs == -1:
            place = min(place, len(known) - 1)
        return known[place] if place < len(known) else None

    def note(self, parameter: Any, text: str) -> None:
        """Remember what was given for a parameter."""
        if parameter is not None:
            self.given.setdefault(parameter.name, []).append(text)

    def at(self, word: str) -> Spot:
        """The spot at the word that is still being typed."""
        if self.awaits is not None:
            return self.spot(self.awaits, word)
        if self.is_option(word) and "=" in word:
            self.enter_default(word)
            name, _, value = word.partition("=")
            return self.spot(self.named(name), value, f"{name}=")
        if self.is_option(word) or (word in ("-", "--") and not self.only_arguments):
            self.enter_default(word)
            return self.spot(None, word)
        return self.spot(self.argument(), word)

    def spot(self, parameter: Any, text: str, stem: str = "") -> Spot:
        """The spot, as it is now."""
        return Spot(self.command, self.path, parameter, text, stem, self.given)


def options(command: Any) -> Iterator[Any]:
    """The options of a command."""
    return (each for each in getattr(command, "params", ()) if each.param_type_name == "option" and not each.hidden)


def find_spot(top: Any, before: Sequence[str], word: str) -> Spot:
    """Follow the words of a line to the one being typed."""
    walk = Walk(top)
    for each in before:
        walk.take(each)
    return walk.at(word)
