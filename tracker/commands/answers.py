"""What can be answered to the question for one field: its form, its choices, what completes it, and what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tracker import words
from tracker.errors import Problem, TrackerError
from tracker.render.ask import Option
from tracker.render.shown import said, shown
from tracker.rules.choices import FLAG, GROUP, folded
from tracker.rules.fields import (
    ChoiceKind,
    ChoicesKind,
    DateKind,
    Entry,
    Field,
    FlagKind,
    GroupKind,
    MoneyKind,
    NamesKind,
    RefKind,
    RefsKind,
    SchemeKeyKind,
    split_names,
)
from tracker.rules.nouns import NOUNS, Noun
from tracker.words import Say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tracker.commands.desk import Desk
    from tracker.store.reading import Reader
    from tracker.words import Lang, Words

ONE_KEY: Final = 9  # so many choices can be picked by one digit
MOST: Final = 200  # so many of the newest records without a name are looked through for what was typed


def form(declared: Field, entry: Entry) -> Words:
    """How an answer is written; nothing where any text may stand."""
    kind = declared.kind
    if isinstance(kind, MoneyKind):
        return words.ASK_MONEY_UNIT(unit=entry.unit.label) if entry.unit else words.ASK_MONEY
    if isinstance(kind, DateKind):
        return words.ASK_DATE
    if isinstance(kind, RefsKind):
        return words.ASK_REFERENCES
    if isinstance(kind, RefKind):
        return words.ASK_REFERENCE
    if isinstance(kind, ChoicesKind):
        return words.ASK_CHOICES
    return words.ASK_NAMES if isinstance(kind, NamesKind) else ""


def several(declared: Field) -> bool:
    """Whether a field holds several values, separated by commas."""
    return isinstance(declared.kind, (NamesKind, RefsKind))


def choices_of(reader: Reader, declared: Field, lang: Lang, values: Mapping[str, Any]) -> tuple[Option, ...]:
    """The valid answers of a field that has a fixed list, each with its digit."""
    labels = _labels(reader, declared, values)
    few = len(labels) <= ONE_KEY
    return tuple(
        Option(label.zh if lang == "zh" else key, label if few else Say(f"{n} {label.zh}", f"{n} {label.en}"), str(n))
        for n, (key, label) in enumerate(labels.items(), 1)
    )


def _labels(reader: Reader, declared: Field, values: Mapping[str, Any]) -> Mapping[str, Say]:
    """The labels of a field's valid values by key; nothing where any text may stand."""
    kind = declared.kind
    if isinstance(kind, (ChoiceKind, ChoicesKind)):
        return kind.choices.labels
    if isinstance(kind, FlagKind):
        return FLAG.labels
    if not isinstance(kind, (GroupKind, SchemeKeyKind)):
        return {}
    from tracker.services import schemes

    if isinstance(kind, GroupKind):
        return GROUP.labels | schemes.group_labels(reader)
    from tracker.services.entry import year_of

    return schemes.labels(reader, kind.of, year_of(values))


def picked(text: str, choices: Sequence[Option], *, several: bool) -> str:
    """The texts of the choices that digits stand for, as 2 or 1,3 do; any other text as it is."""
    parts = split_names(text.replace(" ", "、")) if several else [text]
    if several and len(parts) == 1 and len(choices) <= ONE_KEY and text.isdigit():
        parts = list(text)
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit()]
    if len(numbers) != len(parts) or not all(0 < number <= len(choices) for number in numbers):
        return text
    return ",".join(choices[number - 1].text for number in numbers)


def completing(
    reader: Reader, declared: Field, lang: Lang, likely: Callable[[Reader], Sequence[int]] | None = None
) -> Callable[[str], Sequence[Option]] | None:
    """What finds records while a reference is typed; of those without a name the `likely` ones, else the newest."""
    if not isinstance(declared.kind, RefKind):
        return None
    noun = NOUNS[declared.kind.noun]
    if likely is None and noun.named:
        return lambda text: _named(reader, noun, text)
    return lambda text: _described(reader, noun, text, lang, likely)


def _named(reader: Reader, noun: Noun, text: str) -> list[Option]:
    """The records that a text may be the beginning of; those that share a name are entered by number."""
    from tracker.store.suggest import suggest

    found = suggest(reader, noun, text)
    names = [each.name for each in found]
    return [
        Option(
            each.name if names.count(each.name) == 1 else noun.number(each.id),
            f"{noun.number(each.id)} {each.name}" + (f" ({each.alias})" if each.alias else ""),
        )
        for each in found
    ]


def _described(
    reader: Reader, noun: Noun, text: str, lang: Lang, likely: Callable[[Reader], Sequence[int]] | None
) -> list[Option]:
    """Records by what a list shows of them, where the text occurs in that."""
    from tracker.services import near, views

    ids = (likely(reader) if likely else views.newest(reader, noun, MOST))[:MOST]
    rows = near.told(reader, noun, ids).rows
    labels = [" ".join(shown(cell, lang) for cell in row if cell is not None) for row in rows]
    return [Option(label.split(" ")[0], label) for label in labels if folded(text) in folded(label)]


def kept(reader: Reader, declared: Field, text: str, value: Any, desk: Desk, known: Mapping[str, Any]) -> str:
    """The text to keep for a value: its plain form if that reads back the same, an amount as typed with its unit."""
    from tracker.services.entry import Prompt, parse_value, typed

    plain = typed(reader, declared, value, desk.terminal.lang)
    for candidate in (text, plain) if isinstance(declared.kind, MoneyKind) else (plain,):
        try:
            if parse_value(declared, candidate, Entry(desk.entry.today), Prompt(reader), known) == value:
                return candidate
        except TrackerError:
            continue
    return text


def with_way_out(error: TrackerError, declared: Field) -> TrackerError:
    """An error, to which that of a company that is not there adds how one is entered."""
    found = error.problem
    if found.code != "name_unknown" or getattr(declared.kind, "noun", None) != "company":
        return error
    more = Problem(found.code, words.ASK_NEW_COMPANY)
    return type(error)(found.what, code=found.code, value=found.value, hint=found.hint, problems=(found, more))


def hint_line(hints: Sequence[Words], lang: Lang) -> str:
    """Hints as one line."""
    return ("；" if lang == "zh" else "; ").join(said(hint, lang) for hint in hints if hint)
