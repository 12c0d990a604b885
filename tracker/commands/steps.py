"""What a verb needs to know, step by step, and what of it a command line left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from tracker.commands.bare_words import GIVEN, named
from tracker.rules.fields import Field, RefKind
from tracker.words import Say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tracker.commands.desk import Desk
    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader
    from tracker.words import Words

TODAY: Final = ("received_on", "start_on", "happened_on", "raised_on")  # entered, as a rule, on the day it happens
ONLY_WITH: Final = {"agreement": "signed_on", "rank": "leader"}  # asked for only where the other is known


def nothing(heard: Heard) -> str:
    """No default."""
    return ""


def always(heard: Heard) -> bool:
    """Asked for, whatever else is known."""
    return True


def today(heard: Heard) -> str:
    """The day that counts as today."""
    return heard.desk.settings.today.isoformat()


class Heard(Protocol):
    """What is known while a record is asked for: where, and what was given and answered, as values and as texts."""

    @property
    def desk(self) -> Desk:
        """The desk that asks."""

    @property
    def reader(self) -> Reader:
        """The database, for reading only."""

    @property
    def values(self) -> Mapping[str, Any]:
        """Values by field key."""

    def texts(self) -> dict[str, str]:
        """Texts by place."""


class Step(NamedTuple):
    """One thing that a verb needs to know: its place among the command's options, and how it is read.

    `flag` is how a command line takes it, nothing for a positional argument; a `listed` place takes several texts. What
    is optional, or `spared` as the command knows it by itself, is asked for only where nothing at all was given.
    `check` refuses what the field alone would allow; `likely` finds what is probably meant.
    """

    place: str
    field: Field
    flag: str = ""
    required: bool = True
    spared: Callable[[Desk], bool] = lambda desk: False
    listed: bool = False
    default: Callable[[Heard], str] = nothing
    when: Callable[[Heard], bool] = always
    check: Callable[[Heard, Any], None] = lambda heard, value: None
    likely: Callable[[Reader], Sequence[int]] | None = None

    @property
    def option(self) -> str:
        """How an error names it."""
        return self.flag or self.place.upper()


class Plan(NamedTuple):
    """What one verb of a noun asks at a terminal, step by step.

    `fields`: the steps are fields of the noun, which the command takes as `texts`. `adding`: it makes a new record,
    after which another one like it may follow. `hanging`: the record that it is about decides what else is asked.
    """

    noun: Noun
    verb: str
    steps: tuple[Step, ...]
    adding: bool = False
    fields: bool = False
    hanging: bool = False

    def named(self, desk: Desk, options: dict[str, Any]) -> dict[str, Any]:
        """The command's options, with the words that stand for fields under the names of these."""
        if not self.fields or not any(key.endswith(GIVEN) for key in options["texts"]):
            return options
        with desk.reading() as reader:
            return options | {"texts": named(desk, reader, self.noun, options["texts"], city=not self.adding)}

    def lacks(self, desk: Desk, options: Mapping[str, Any]) -> dict[str, Words]:
        """What the command line left out of what is always needed: option and label."""
        needed = (step for step in self.steps if step.required and not step.spared(desk) and step.when is always)
        return {step.option: step.field.label for step in needed if not text_of(options, step.place)}

    def refuse(self, desk: Desk, options: Mapping[str, Any]) -> None:
        """Refuse a command line that lacks an argument, naming everything that it lacks."""
        from tracker.services.entry import lacking

        lacks = {} if self.fields else self.lacks(desk, options)
        if lacks:
            raise lacking(lacks, self.noun)

    def known(self, options: Mapping[str, Any]) -> dict[str, str]:
        """What the command line gave, by place."""
        own = {step.place: text for step in self.steps if (text := text_of(options, step.place))}
        return {**own, **options.get("texts", {})}

    def unasked(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Of the texts of the last record those that are never asked for: the next record takes them over."""
        return {key: text for key, text in texts.items() if key not in {step.place for step in self.steps}}


def text_of(options: Mapping[str, Any], place: str) -> str:
    """What the command line gave for a place, among the command's own options or the texts of fields."""
    found = options[place] if place in options else options.get("texts", {}).get(place)
    return " ".join(found) if isinstance(found, list) else found or ""


def of_field(declared: Field, *, required: bool) -> Step:
    """The question for a field of a new record."""
    step = Step(declared.key, declared, declared.option, required)
    if declared.key in ONLY_WITH:
        step = step._replace(when=_with(ONLY_WITH[declared.key]))
    if declared.key in TODAY:
        return step._replace(default=today, spared=(lambda desk: True) if declared.today else step.spared)
    if declared.key == "unit" and required:
        return step._replace(default=_own_unit, spared=lambda desk: bool(desk.entry.home))
    if declared.key == "year":
        return step._replace(default=_this_year)
    return step if declared.default is None else step._replace(default=as_typed(declared, declared.default))


def _own_unit(heard: Heard) -> str:
    return heard.desk.entry.home or ""


def _this_year(heard: Heard) -> str:
    return str(heard.desk.settings.today.year)


def as_typed(declared: Field, value: Any) -> Callable[[Heard], str]:
    """A value of a field as its default."""
    from tracker.services.entry import typed

    return lambda heard: typed(heard.reader, declared, value, heard.desk.terminal.lang)


def _with(key: str) -> Callable[[Heard], bool]:
    return lambda heard: bool(heard.values.get(key))


def which(noun: Noun, **more: Any) -> Step:
    """The question for the record that a verb is about."""
    label = Say(noun.label.zh, noun.label.en.capitalize())
    return Step("which", Field("which", label, RefKind(noun.key)), **more)
