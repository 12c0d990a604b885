"""What a verb needs to know, step by step, and what of it a command line left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from tracker.rules.fields import Field, RefKind
from tracker.words import Say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tracker.commands.desk import Desk
    from tracker.commands.interview import Talk
    from tracker.result import Result, Table
    from tracker.rules.nouns import Noun
    from tracker.store.engine import Work
    from tracker.store.reading import Reader
    from tracker.words import Words

GIVEN: Final = "__given"  # ends the name of the argument that stands for a field
TODAY: Final = ("received_on", "start_on", "happened_on", "raised_on")  # entered, as a rule, on the day it happens
ONLY_WITH: Final = {"agreement": "signed_on", "rank": "leader"}  # asked for only where the other is known


def nothing(talk: Talk) -> str:
    """No default."""
    return ""


def always(talk: Talk) -> bool:
    """Asked for, whatever else is known."""
    return True


def today(talk: Talk) -> str:
    """The day that counts as today."""
    return talk.desk.settings.today.isoformat()


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
    default: Callable[[Talk], str] = nothing
    when: Callable[[Talk], bool] = always
    check: Callable[[Talk, Any], None] = lambda talk, value: None
    likely: Callable[[Reader], Sequence[int]] | None = None

    @property
    def option(self) -> str:
        """How an error names it."""
        return self.flag or self.place.upper()


class Plan(NamedTuple):
    """What one verb of a noun asks. Of a `fields` one the texts are the noun's fields, of an `adding` one a new record.

    After a new record another one like it may follow. What a `hanging` one needs hangs on the record that it is about.
    """

    noun: Noun
    verb: str
    steps: tuple[Step, ...]
    adding: bool = False
    fields: bool = False
    hanging: bool = False

    def named(self, desk: Desk, options: dict[str, Any]) -> dict[str, Any]:
        """The command's options, with the words that stand for fields under the names of these."""
        from tracker.commands.records import named

        if not self.fields or not any(key.endswith(GIVEN) for key in options["texts"]):
            return options
        with desk.reading() as reader:
            return options | {"texts": named(desk, reader, self.noun, options["texts"], city=not self.adding)}

    def wants(self, desk: Desk, options: Mapping[str, Any]) -> bool:
        """Whether the command line left out something that it needs, or said nothing at all of a new record."""
        if self.lacks(desk, options) or (self.adding and not options["texts"]):
            return True
        if not self.hanging:
            return False
        with desk.reading() as reader:
            talk = self.talk(desk, reader, options, {})
            talk.read_given()
            return talk.open_step() is not None

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

    def talk(self, desk: Desk, reader: Reader, options: Mapping[str, Any], last: Mapping[str, str]) -> Talk:
        """A conversation about one record."""
        from tracker.commands.interview import Talk

        return Talk(desk, reader, self, self.known(options), last, whole=not (self.known(options) or last))

    def known(self, options: Mapping[str, Any]) -> dict[str, str]:
        """What the command line gave, by place."""
        own = {step.place: text for step in self.steps if (text := text_of(options, step.place))}
        return {**own, **options.get("texts", {})}

    def hold(
        self, desk: Desk, options: dict[str, Any], attempt: Attempt, show: Mapping[str, Any], *, dry: bool
    ) -> None:
        """Ask for one record, or for one after another, and run the command for each."""
        from tracker.commands.interview import hold

        hold(desk, self, options, attempt, show, dry=dry)

    def unasked(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The texts that it does not ask for, which another record like the last one has too."""
        return {key: text for key, text in texts.items() if key not in {step.place for step in self.steps}}


class Attempt(Protocol):
    """Runs the command with complete options, for good or as a rehearsal, and looks at what came of it."""

    def __call__(
        self, desk: Desk, options: Mapping[str, Any], *, dry: bool, look: Callable[[Work, Result], Table | None]
    ) -> tuple[Result, Table | None]:
        """The result, and what `look` saw before a rehearsal was taken back."""


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


def _own_unit(talk: Talk) -> str:
    return talk.desk.entry.home or ""


def _this_year(talk: Talk) -> str:
    return str(talk.desk.settings.today.year)


def as_typed(declared: Field, value: Any) -> Callable[[Talk], str]:
    """A value of a field as its default."""
    from tracker.services.entry import typed

    return lambda talk: typed(talk.reader, declared, value, talk.desk.terminal.lang)


def _with(key: str) -> Callable[[Talk], bool]:
    return lambda talk: bool(talk.values.get(key))


def which(noun: Noun, **more: Any) -> Step:
    """The question for the record that a verb is about."""
    label = Say(noun.label.zh, noun.label.en.capitalize())
    return Step("which", Field("which", label, RefKind(noun.key)), **more)
