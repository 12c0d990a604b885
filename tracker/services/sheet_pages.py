"""What a sheet of ours looks like: its columns with headings, formats, drop-downs and words beside a chosen cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from tracker.rules.choices import FLAG, GROUP
from tracker.rules.fields import (
    ChoicesKind,
    DateKind,
    FlagKind,
    GroupKind,
    Kind,
    MoneyKind,
    NamesKind,
    PolicyKind,
    RefKind,
    RefsKind,
    SchemeKeyKind,
)
from tracker.rules.headings import sheet_fields, sheet_nouns
from tracker.rules.nouns import NOUNS, YI
from tracker.words import (
    LABEL_WITH_UNIT,
    NUMBER,
    PROMPT_DATE,
    PROMPT_LIST,
    PROMPT_MONEY,
    PROMPT_NUMBER,
    PROMPT_POLICY,
    PROMPT_REFERENCE,
    PROMPT_REQUIRED,
    Lang,
    Say,
    text,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun

Cell: TypeAlias = "str | int | float | bool | datetime.date | None"

# The order of the sheets that clerks know; each stands for all the nouns on it.
ORDER: Final = (
    "unit", "chain", "company", "lead", "project", "milestone", "funds", "visit", "campaign", "target", "figure",
    "adjustment", "problem",
)  # fmt: skip
MOST_CHOICES: Final = 5000  # a longer list helps nobody
AS_TEXT: Final = "@"
PROSE: Final = (
    "note", "outcome", "reason", "opinion", "what", "plan", "status_reason", "lost_reason",
)  # fmt: skip  # a cell formatted as text shows a long one as ####### in older spreadsheets


class Rows(Protocol):
    """Rows of cells that can be counted before they are made."""

    def __len__(self) -> int:
        """How many there are."""

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        """Each in turn."""


@dataclass(frozen=True)
class Page:
    """One sheet to write: its name, headings and rows of cells; the other numbers are columns from 0."""

    name: str
    nouns: tuple[Noun, ...]
    headings: tuple[str, ...]
    rows: Rows
    required: frozenset[int] = frozenset()
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    formats: Mapping[int, str] = field(default_factory=dict)
    prompts: Mapping[int, str] = field(default_factory=dict)
    example: tuple[Cell, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Known:
    """What a database knows to choose from: by noun the names of its records, by `metric` and `item` their labels."""

    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)


def nouns_of(key: str) -> tuple[Noun, ...]:
    """All the nouns on the sheet of one of them."""
    return sheet_nouns(NOUNS[key].sheet.zh)


def columns_of(nouns: tuple[Noun, ...], *, numbered: bool) -> list[tuple[Noun, Field | None]]:
    """The columns of a sheet: the number where the sheet carries one, then the fields."""
    number: list[tuple[Noun, Field | None]] = [(nouns[0], None)] if numbered else []
    return [*number, *sheet_fields(nouns)]


def bare_page(nouns: tuple[Noun, ...], lang: Lang, known: Known, *, numbered: bool) -> Page:
    """A sheet without rows."""
    columns = columns_of(nouns, numbered=numbered)
    fields = {n: each for n, (_, each) in enumerate(columns) if each}
    return Page(
        text(nouns[0].sheet, lang),
        nouns,
        tuple(text(NUMBER, lang) if each is None else heading(each, lang) for _, each in columns),
        (),
        frozenset(n for n, (noun, each) in enumerate(columns) if each and is_required(noun, each)),
        choices={n: labels for n, each in fields.items() if (labels := _labels(each, lang, known))},
        formats={n: shape for n, each in fields.items() if (shape := _format(each))},
        prompts={n: said for n, (noun, each) in enumerate(columns) if (said := _prompt(noun, each, lang))},
    )


def heading(declared: Field, lang: Lang) -> str:
    """A field's heading, with its unit where it has one."""
    if declared.unit is None:
        return text(declared.label, lang)
    return text(LABEL_WITH_UNIT(label=declared.label, unit=declared.unit.label), lang)


def is_required(noun: Noun, declared: Field) -> bool:
    """Whether a row of the sheet has to fill the field; a chain needs no segment."""
    return declared.required and noun.key != "segment"


def _labels(declared: Field, lang: Lang, known: Known) -> tuple[str, ...]:
    """The values of a drop-down; a list of several has none, as it would allow one alone."""
    kind = declared.kind
    if isinstance(kind, (ChoicesKind, RefsKind)):
        return ()
    if isinstance(kind, (RefKind, SchemeKeyKind)):
        found = known.names.get(kind.noun, ()) if isinstance(kind, RefKind) else known.keys.get(kind.of, ())
        return tuple(found) if len(found) <= MOST_CHOICES else ()
    choices = {FlagKind: FLAG, GroupKind: GROUP}.get(type(kind)) or getattr(kind, "choices", None)
    return tuple(text(label, lang) for label in choices.labels.values()) if choices else ()


def _format(declared: Field) -> str | None:
    """Text keeps what was typed: the zeros of a code, 5:5, and 2024-03, which would become the first of March.

    An amount shows two decimal places and all further ones that it has, down to the fen.
    """
    kind = declared.kind
    if isinstance(kind, MoneyKind):
        return "#,##0.00" + "#" * (8 if declared.unit == YI else 4)
    if isinstance(kind, (DateKind, PolicyKind)):
        return AS_TEXT
    plain = type(kind) in (Kind, NamesKind) and declared.key not in PROSE
    return AS_TEXT if plain else None


def _prompt(noun: Noun, declared: Field | None, lang: Lang) -> str | None:
    """A word or two on what to fill in, where the heading and the drop-down leave a question."""
    if declared is None:
        return text(PROMPT_NUMBER, lang)
    said = [PROMPT_REQUIRED] if is_required(noun, declared) else []
    kind = declared.kind
    if isinstance(kind, (NamesKind, RefsKind)):
        said.append(PROMPT_LIST)
    elif isinstance(kind, RefKind):
        said.append(PROMPT_REFERENCE)
    said += [words for of, words in _PROMPTS.items() if isinstance(kind, of)]
    return text("；" if lang == "zh" else "; ", lang).join(text(each, lang) for each in said) or None


_PROMPTS: Final[dict[type[Kind], Say]] = {MoneyKind: PROMPT_MONEY, DateKind: PROMPT_DATE, PolicyKind: PROMPT_POLICY}
