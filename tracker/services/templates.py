"""The empty workbook that people fill in: required headings marked, drop-downs, formats, an example in each sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.result import Result
from tracker.rules.choices import FLAG, GROUP
from tracker.rules.examples import EXAMPLES, MARK, marked_field
from tracker.rules.fields import ChoicesKind, FlagKind, GroupKind
from tracker.rules.headings import STAR
from tracker.services.exports import sheets_data
from tracker.services.sheet_pages import bare_page, columns_of, nouns_of
from tracker.words import TEMPLATE_DONE, TEMPLATE_EXAMPLE, Lang, Say, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.services.sheet_pages import Cell, Known, Page


def template(lang: Lang, known: Known, sheets: Sequence[str]) -> list[Page]:
    """The sheets of these nouns without rows; `known` is what the drop-downs offer beside the fixed lists."""
    return [_page(nouns_of(key), lang, known) for key in sheets]


def _page(nouns: tuple[Noun, ...], lang: Lang, known: Known) -> Page:
    numbered = nouns[0].numbered
    page = bare_page(nouns, lang, known, numbered=numbered)
    marked = tuple(STAR + head if n in page.required else head for n, head in enumerate(page.headings))
    example = tuple(_example(noun, each, lang) for noun, each in columns_of(nouns, numbered=numbered))
    return replace(page, headings=marked, example=example)


def _example(noun: Noun, declared: Field | None, lang: Lang) -> Cell:
    """The cell of a field in the example row, if it has one."""
    value = EXAMPLES[noun.key].get(declared.key) if declared else None
    if declared is None or value is None:
        return None
    if isinstance(value, Say):
        words = text(value, lang)
        return text(MARK, lang) + words if declared.key == marked_field(noun) and noun.key != "segment" else words
    if isinstance(value, str) and not isinstance(declared.kind, ChoicesKind):
        choices = {FlagKind: FLAG, GroupKind: GROUP}.get(type(declared.kind)) or getattr(declared.kind, "choices", None)
        return text(choices.labels[value], lang) if choices else value
    return value


def templated(made: Sequence[Page], file: str) -> Result:
    """What a template holds."""
    return Result(
        ("template",),
        data={"file": file, "sheets": sheets_data(made)},
        lines=(TEMPLATE_DONE(file=file), TEMPLATE_EXAMPLE),
    )
