"""The interview: asks at a terminal for what a command line left out, before the database is opened for writing.

It reads on a read-only connection, and ends with the texts of a complete command line, which then takes the same way
as one that was typed. So nobody holds the write lock while a person thinks, and the history has a line to run again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from tracker import words
from tracker.commands import answers
from tracker.errors import BadValue, DatabaseError, Interrupted, Refused, TrackerError
from tracker.render import ask, door
from tracker.render.ask import Question
from tracker.result import Message, Result, Table
from tracker.rules.choices import folded
from tracker.rules.shells import line
from tracker.words import t
from tracker.written import BATCHES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tracker.commands.desk import Attempt, Desk
    from tracker.commands.steps import Plan, Step
    from tracker.rules.fields import Field
    from tracker.store.engine import Work
    from tracker.store.reading import Reader
    from tracker.words import Words

EMPTY: Final = "-"  # leaves a field empty that has a default


@dataclass
class Talk:
    """The conversation about one record; texts are kept by the place of their step, values by the key of their field.

    `given` is what the command line gave, `last` what was said of the record before, `answers` what is answered so far,
    `former` what an answer was that is asked for again, `values` what all of these mean. `whole` asks for optional
    things too. `seen` are the likely repeats that were shown, `sure` says that it is another record all the same.
    """

    desk: Desk
    reader: Reader
    plan: Plan
    given: dict[str, str]
    last: Mapping[str, str]
    whole: bool
    answers: dict[str, str] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    sure: bool = False
    warned: list[Message] = field(default_factory=list)

    def run(self) -> None:
        """Ask until everything is known."""
        while (step := self.open_step()) is not None:
            text = ask.ask(self._question(step), self.desk.terminal)
            if text is None:
                self.back()
                continue
            self.answers[step.place] = text
            warn(self.desk, self.warned)
            if not self._goes_on(step):
                self.reopen(step)

    def back(self) -> None:
        """Take the last answer back, to be asked for again."""
        if self.answers:
            place = next(reversed(self.answers))
            self.reopen(next(step for step in self.plan.steps if step.place == place))

    def reopen(self, step: Step) -> None:
        """Ask for one thing anew, with what it was as the default."""
        self.former[step.place] = self.answers.pop(step.place, "") or self.given.pop(step.place, "")
        self.values.pop(step.field.key, None)

    def reopen_for(self, error: TrackerError) -> bool:
        """Ask anew for what an error is about; False where it is about no question."""
        places = {problem.place for problem in error.problems}
        step = next((s for s in self.plan.steps if {s.option, s.field.option} & places), None)
        if step is not None:
            self.reopen(step)
        return step is not None

    def filled(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """The command's options with the answers in their places."""
        full, asked = dict(options), self.asked()
        own = (step for step in self.plan.steps if step.place in asked and step.place in options)
        full |= {step.place: [asked[step.place]] if step.listed else asked[step.place] for step in own}
        if "texts" in options:
            full["texts"] = {key: text for key, text in self.texts().items() if key not in options}
        return full

    def texts(self) -> dict[str, str]:
        """Everything by place, as given and as answered."""
        return self.given | self.asked()

    def asked(self) -> dict[str, str]:
        """The answers by place, without those to questions that no longer apply, and those a new record has anyway."""
        applies = {step.place for step in self.plan.steps if step.when(self) and not self._goes_unsaid(step)}
        return {place: text for place, text in self.answers.items() if text and place in applies}

    def _goes_unsaid(self, step: Step) -> bool:
        """Whether the answer is what a new record has without one."""
        default = step.field.default
        return self.plan.adding and default is not None and self.values.get(step.field.key) == default

    def arguments(self) -> list[str]:
        """The answers as they stand on a command line; of a new record all its texts, in the order of its fields."""
        sure = ["--yes"] if self.sure else []
        if not self.plan.fields:
            return [*self._of_steps(), *sure]
        noun, texts = self.plan.noun, self.texts()
        leading = []
        for key in noun.positional:
            if not texts.get(key) or texts[key].startswith("-"):
                break
            leading.append(texts.pop(key))
        options = [
            word for each in noun.fields if each.key in texts for word in option_words(each.option, texts[each.key])
        ]
        return [*leading, *options, *sure]

    def _of_steps(self) -> list[str]:
        asked = self.asked()
        named = [(step.flag, asked[step.place]) for step in self.plan.steps if step.place in asked]
        return [word for flag, text in named for word in (option_words(flag, text) if flag else [text])]

    def read_given(self) -> None:
        """Read what the command line gave; an error there is refused at once, as without questions.

        What may be several records, or a condition, only the command itself reads.
        """
        for step in self.plan.steps:
            if step.place in self.given and not step.listed:
                try:
                    self.given[step.place] = self._read(step, self.given[step.place])
                except TrackerError as error:
                    raise error.at(step.option) from error

    def check_given(self) -> None:
        """Warn of what the command line's own words may repeat."""
        for step in self.plan.steps:
            if step.place in self.given and not self._goes_on(step):
                self.reopen(step)

    def open_step(self) -> Step | None:
        """The next step that applies and is not known."""
        for step in self.plan.steps:
            known = step.place in self.given or step.place in self.answers
            wanted = (step.required and not step.spared(self.desk)) or self.whole or step.place in self.last
            if wanted and not known and step.when(self):
                return step
        return None

    def _question(self, step: Step) -> Question:
        declared, lang = step.field, self.desk.terminal.lang
        default = self.former.get(step.place) or self.last.get(step.place) or step.default(self)
        choices = answers.choices_of(self.reader, declared, lang, self.values)
        return Question(
            declared.label if step.required else words.ASK_OPTIONAL(label=declared.label),
            settle=lambda text: self._settle(step, answers.picked(text, choices, several=answers.several(declared))),
            hint=answers.hint_line(self._hints(step, default), lang),
            default=default,
            last=self.last.get(step.place, ""),
            choices=choices,
            suggest=answers.completing(self.reader, declared, lang, step.likely),
            several=answers.several(declared),
            first=not self.answers,
        )

    def _hints(self, step: Step, default: str) -> tuple[Words, ...]:
        skipping: Words = "" if step.required else words.ASK_CLEAR if default else words.ASK_SKIP
        city = words.ASK_CITY if self._is_city(step, EMPTY) else ""
        return (answers.form(step.field, self.desk.entry), city, "" if city else skipping)

    def _settle(self, step: Step, text: str) -> str:
        """Read an answer; an empty one is refused where something is required."""
        self.warned = []
        if text not in ("", EMPTY) or self._is_city(step, text):
            return self._read(step, text)
        if step.required:
            raise missing_answer(step.field)
        self.values.pop(step.field.key, None)
        return ""

    def _is_city(self, step: Step, text: str) -> bool:
        """Whether an answer means the city where a unit could stand."""
        from tracker.rules.nouns import CITY, CITYWIDE

        return self.plan.noun.key in CITYWIDE and step.field.key == "unit" and folded(text) in CITY

    def _read(self, step: Step, text: str) -> str:
        """Note the value of a text, read by the code of the one-liner and allowed by the rules; the text to keep."""
        from tracker.services.entry import Prompt, parse_value

        key = step.field.key
        if self._is_city(step, text):
            self.values[key] = None
            return t(words.ASK_CITY_TEXT)
        known = {each: value for each, value in self.values.items() if each != key}
        try:
            value = parse_value(step.field, text, self.desk.entry, Prompt(self.reader), known)
        except TrackerError as error:
            raise answers.with_way_out(error, step.field) from error
        if self.plan.adding:
            self.warned = self._judged(key, known | {key: value})
        step.check(self, value)
        self.values[key] = value
        return answers.kept(self.reader, step.field, text, value, self.desk, known)

    def _judged(self, key: str, known: Mapping[str, Any]) -> list[Message]:
        from tracker.services.records import judge_field

        noun = self.plan.noun
        return judge_field(self.reader, noun, key, {**noun.defaults, **known}, self.desk.settings.today)

    def _goes_on(self, step: Step) -> bool:
        """Show the records that the new one perhaps repeats, and ask whether it is another one."""
        from tracker.services import near

        noun = self.plan.noun
        alike = near.likely(self.reader, noun, self.values, step.field.key) if self.plan.adding else []
        found = [id_ for id_ in alike if id_ not in self.seen]
        if not found:
            return True
        self.desk.terminal.say(words.ASK_ALIKE(noun=noun.label))
        show_beside(self.desk, near.told(self.reader, noun, found))
        self.sure = ask.agree(words.ASK_GO_ON, self.desk.terminal, default=False) == "y"
        self.seen.update(found if self.sure else ())
        return self.sure


def missing_answer(declared: Field) -> BadValue:
    """The refusal of an empty answer."""
    return BadValue(words.ASK_REQUIRED(label=declared.label), code="text_empty", hint=words.ASK_REQUIRED_HINT)


def option_words(flag: str, text: str) -> list[str]:
    """An option and its value as words of a command line."""
    return [f"{flag}={text}"] if text.startswith("-") else [flag, text]


def warn(desk: Desk, messages: Sequence[Message]) -> None:
    """Say the warnings among messages."""
    for message in messages:
        if message.level == "warning":
            desk.terminal.say(words.WARNING_LINE(line=message.what))


def show_beside(desk: Desk, table: Table) -> None:
    """Show a table where the questions are asked."""
    door.show(Result((), (table,)), desk.terminal.beside, "table")


class Said(NamedTuple):
    """A record as the person wants it: the desk with the line that does the same, the full options, the texts."""

    desk: Desk
    options: dict[str, Any]
    texts: dict[str, str]


class Begins(Protocol):
    """Begins to talk about one record."""

    def __call__(self, desk: Desk, reader: Reader, options: Mapping[str, Any], last: Mapping[str, str]) -> Talk:
        """The conversation, with what the command line gave and what was said of the record before."""


def hold(
    desk: Desk,
    plan: Plan,
    begin: Begins,
    options: dict[str, Any],
    attempt: Attempt,
    show: Mapping[str, Any],
    *,
    dry: bool,
) -> None:
    """Ask for one record after another until the person has had enough; each is stored before the next is asked for."""
    last, again = dict[str, str](), True
    try:
        with ask.at_terminal(desk.terminal):
            while again:
                one = _agreed(desk, begin, options, attempt, last)
                result, _ = attempt(one.desk, one.options, dry=dry, look=lambda work, result: None)
                door.show(result, desk.terminal, **show)
                last = one.texts
                options = options | {"texts": plan.unasked(last)}
                again = plan.adding and show["output"] is None and _another(desk)
    except KeyboardInterrupt:
        raise Interrupted(words.ASK_DROPPED(n=len(BATCHES)), code="interrupted") from None
    if not desk.terminal.quiet:
        desk.terminal.say(words.ASK_NEXT_TIME(line=one.desk.line))


def _another(desk: Desk) -> bool:
    """Whether another record like the last one follows; Ctrl-C is a no, as there is nothing to lose."""
    try:
        return ask.agree(words.ASK_AGAIN, desk.terminal, default=False, first=True) == "y"
    except KeyboardInterrupt:
        return False


def _line(typed: str, talk: Talk) -> str:
    """The command line that does the same without a question."""
    plan = talk.plan
    if not plan.fields:
        return f"{typed} {line(talk.arguments())}".rstrip()
    verb = f" {plan.noun.key} {plan.verb}"
    return f"{typed.partition(verb)[0]}{verb} {line(talk.arguments())}"


def _agreed(desk: Desk, begin: Begins, options: Mapping[str, Any], attempt: Attempt, last: Mapping[str, str]) -> Said:
    """Ask for one record, rehearse the command, and show what it will store, until the person says yes."""
    with desk.reading() as reader:
        talk = begin(desk, reader, options, last)
        talk.read_given()
        talk.check_given()
        while True:
            talk.run()
            answer = _confirmed(desk, talk, options, attempt)
            if answer == "y":
                named = desk._replace(line=_line(desk.line, talk), sure=talk.sure)
                return Said(named, talk.filled(options), talk.texts())
            if answer == "n":
                raise Refused(words.DECLINED, code="not_confirmed", hint=words.DECLINED_HINT)
            if answer == "<":
                talk.back()


def _confirmed(desk: Desk, talk: Talk, options: Mapping[str, Any], attempt: Attempt) -> str:
    """Show what the command will store and ask: `y`, `n`, or `<`; nothing where an error has reopened a question."""
    try:
        result, table = attempt(desk._replace(sure=talk.sure), talk.filled(options), dry=True, look=_look(talk.plan))
    except DatabaseError:
        raise
    except TrackerError as error:
        return _recovered(desk, talk, error)
    if table is not None:
        show_beside(desk, table)
    warn(desk, result.messages)
    return ask.agree(words.ASK_SAVE, desk.terminal, default=True, first=not talk.answers)


def _recovered(desk: Desk, talk: Talk, error: TrackerError) -> str:
    """Say what stands against a record, and ask again for what it is about; an equal record may be another one."""
    from tracker.services.records import UNIQUE

    door.fail(error, desk.terminal)
    if error.problem.code == "duplicate" and talk.plan.noun.key not in UNIQUE and not talk.sure:
        talk.sure = ask.agree(words.ASK_GO_ON, desk.terminal, default=False) == "y"
        if not talk.sure:
            talk.back()
        return ""
    if not talk.reopen_for(error):
        raise error
    return ""


def _look(plan: Plan) -> Callable[[Work, Result], Table | None]:
    """What is shown of a rehearsal: a new record whole, of everything else what changes."""

    def look(work: Work, result: Result) -> Table | None:
        from tracker.services import history, views

        if plan.adding and isinstance(result.data, dict):
            return views.filled(work.reader, plan.noun, result.data["id"])
        return None if work.batch is None else history.of_batch(work.reader, work.batch)

    return look
