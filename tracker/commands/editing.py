"""Editing at a terminal: the record is shown, then a field is named and given its new value, until there are enough."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracker import words
from tracker.commands import answers
from tracker.commands.interview import EMPTY, Talk, missing_answer, option_words, show_beside, warn
from tracker.commands.plans import Asked
from tracker.commands.steps import which
from tracker.errors import BadValue, Refused, TrackerError
from tracker.render import ask
from tracker.render.ask import Option, Question
from tracker.rules.choices import folded
from tracker.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.commands.desk import Desk
    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader
    from tracker.store.records import Record


class EditPlan(Asked):
    """What `edit` asks where no field is given: the record if need be, and then its fields."""

    def wants(self, desk: Desk, options: Mapping[str, Any]) -> bool:
        """Whether no field is given, for one record or none."""
        return not options["texts"] and not options["clear"] and len(options["which"] or ()) <= 1

    def talk(self, desk: Desk, reader: Reader, options: Mapping[str, Any], last: Mapping[str, str]) -> EditTalk:
        """A conversation about the fields of one record."""
        made = super().talk(desk, reader, options, last)
        return EditTalk(desk, reader, self, made.given, last, made.whole)


def editing(noun: Noun) -> EditPlan:
    """What a change of a record is asked for."""
    return EditPlan(noun, "edit", (which(noun, listed=True),))


@dataclass
class EditTalk(Talk):
    """One record being changed: the new texts by field, an empty one for a field to be cleared."""

    changes: dict[str, str] = field(default_factory=dict)
    record: Record | None = None
    before: dict[str, Any] = field(default_factory=dict)

    def run(self) -> None:
        """Ask for fields and their values until there are enough."""
        while True:
            super().run()
            self._load()
            label = ask.ask(self._which_field(), self.desk.terminal)
            if label is None:
                self.back()
            elif label:
                self._change(next(each for each in self.plan.noun.fields if t(each.label) == label))
            elif self.changes:
                return
            else:
                command = f"tracker {self.plan.noun.key} edit"
                hint = words.NOTHING_CHANGES_HINT(command=command)
                raise Refused(words.NOTHING_CHANGES, code="nothing_given", hint=hint)

    def back(self) -> None:
        """Take back the last change, or the record."""
        if self.changes:
            key, _ = self.changes.popitem()
            self.values[key] = self.before.get(key)
        else:
            self.record = None
            super().back()

    def reopen_for(self, error: TrackerError) -> bool:
        """Take back the changes that an error is about."""
        places = {problem.place for problem in error.problems}
        wrong = [each.key for each in self.plan.noun.fields if each.option in places and each.key in self.changes]
        for key in wrong:
            del self.changes[key]
        return bool(wrong)

    def filled(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """The options with the new texts, and the fields to clear."""
        texts = {key: text for key, text in self.changes.items() if text}
        return super().filled(options) | {"texts": texts, "clear": [key for key in self.changes if key not in texts]}

    def arguments(self) -> list[str]:
        """The record and the changes, as they stand on a command line."""
        changes = ((self.plan.noun.field(key).option, text) for key, text in self.changes.items())
        pairs = (option_words(flag, text) if text else ["--clear", flag.lstrip("-")] for flag, text in changes)
        return [*super().arguments(), *(word for pair in pairs for word in pair)]

    def _load(self) -> None:
        """Read the record and show it, once."""
        from tracker.services import views

        if self.record is not None:
            return
        noun = self.plan.noun
        self.record = views.find(self.reader, noun, self.texts()["which"])
        self.before = views.whole(self.reader, noun, self.record)
        self.values |= self.before
        show_beside(self.desk, views.filled(self.reader, noun, noun.number(self.record.id)))

    def _which_field(self) -> Question:
        offers = [Option(t(each.label), f"{n} {self._now(each)}") for n, each in enumerate(self.plan.noun.fields, 1)]
        return Question(
            words.ASK_PICK_FIELD,
            settle=self._named,
            hint=t(words.ASK_PICK_FIELD_HINT),
            suggest=lambda text: [each for each in offers if folded(text) in folded(str(each.label))],
            first=not self.changes and not self.answers,
        )

    def _now(self, declared: Field) -> str:
        """A field and what it holds now."""
        from tracker.services.entry import typed

        value = typed(self.reader, declared, self.values.get(declared.key), self.desk.terminal.lang)
        return f"{t(declared.label)}  {value}"

    def _named(self, text: str) -> str:
        """The label of the one field that a text names, be it by number or a part; an empty one ends the questions."""
        if text in ("", EMPTY):
            return ""
        if text.isdigit() and 0 < int(text) <= len(self.plan.noun.fields):
            return t(self.plan.noun.fields[int(text) - 1].label)
        part = [each for each in self.plan.noun.fields if folded(text) in folded(t(each.label))]
        exact = [each for each in self.plan.noun.fields if folded(text) in map(folded, each.names())]
        if len(part) > 1 and not exact:
            labels = tuple(each.label for each in part)
            raise BadValue(
                words.ASK_FIELD_SEVERAL(value=text), code="field_ambiguous", hint=words.ASK_FIELDS(fields=labels)
            )
        if not part and not exact:
            raise BadValue(words.UNKNOWN_FIELD(value=text), code="field_unknown")
        return t((exact or part)[0].label)

    def _change(self, declared: Field) -> None:
        """Ask for a field's new value, with the present one to be edited; stepping back leaves it."""
        from tracker.services.entry import typed

        lang = self.desk.terminal.lang
        choices = answers.choices_of(self.reader, declared, lang, self.values)
        several = answers.several(declared)
        question = Question(
            declared.label,
            settle=lambda text: self._new_text(declared, answers.picked(text, choices, several=several)),
            hint=answers.hint_line(self._hints_of(declared), lang),
            default=typed(self.reader, declared, self.values.get(declared.key), lang),
            choices=choices,
            suggest=answers.completing(self.reader, declared, lang),
            several=several,
        )
        text = ask.ask(question, self.desk.terminal)
        if text is not None:
            self.changes[declared.key] = text
            warn(self.desk, self.warned)

    def _hints_of(self, declared: Field) -> Sequence[words.Words]:
        return (answers.form(declared, self.desk.entry), "" if declared.required else words.ASK_CLEARS)

    def _new_text(self, declared: Field, text: str) -> str:
        """Read a new value by the code of the one-liner, and allow it by the rules; an empty one clears the field."""
        from tracker.services.entry import Prompt, parse_value
        from tracker.services.records import judge_field

        assert self.record is not None
        known = {key: value for key, value in self.values.items() if key != declared.key}
        value, shown = declared.default, ""
        if text not in ("", EMPTY):
            value = parse_value(declared, text, self.desk.entry, Prompt(self.reader), known)
            shown = answers.kept(self.reader, declared, text, value, self.desk, known)
        elif declared.required:
            raise missing_answer(declared)
        new = known | {declared.key: value}
        self.warned = judge_field(
            self.reader, self.plan.noun, declared.key, new, self.desk.settings.today, self.record.id
        )
        self.values[declared.key] = value
        return shown
