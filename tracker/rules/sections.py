"""How the fields of a card stand together: sections under a title, every field of the noun in one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.rules.readiness import FIVE_ONES
from tracker.words import SECTION_MONEY, SECTION_PEOPLE, SECTION_STATE

if TYPE_CHECKING:
    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.words import Say


class Section(NamedTuple):
    """Fields under one title; of a `whole` one the empty fields are shown too, for what is missing matters."""

    title: Say | None
    fields: tuple[Field, ...]
    whole: bool = False


_PROJECT: Final[tuple[tuple[Say, tuple[str, ...]], ...]] = (
    (
        SECTION_MONEY,
        ("total_investment", "fixed_investment", "contract_investment", "promised_output", "promised_tax",
         "promised_jobs"),
    ),
    (SECTION_PEOPLE, FIVE_ONES),
    (SECTION_STATE, ("agreement", "statistics_on", "status", "status_reason", "tags", "note")),
)  # fmt: skip


def sections(noun: Noun) -> tuple[Section, ...]:
    """The sections of a noun's card; the dates that a project's milestones hold stand in its line of stages.

    >>> from tracker.rules.nouns import NOUNS
    >>> [len(section.fields) for section in sections(NOUNS["project"])]
    [11, 6, 5, 6]
    >>> [len(section.fields) for section in sections(NOUNS["chain"])]
    [3]
    """
    parted = _PROJECT if noun.key == "project" else ()
    apart = {key for _, keys in parted for key in keys}
    first = tuple(field for field in noun.own_fields if field.key not in apart)
    return (
        Section(None, first),
        *(Section(title, tuple(map(noun.field, keys)), keys is FIVE_ONES) for title, keys in parted),
    )
