"""Every sentence and label that a person reads, in both languages.

Services and errors carry words, never text: only `render` and `cli` turn them into a language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Lang: TypeAlias = Literal["zh", "en"]


class Say(NamedTuple):
    """One label or sentence in both languages, with the same `{placeholders}` in each.

    >>> text(Say("共 {n} 项", "{n} in all")(n=3), "en")
    '3 in all'
    """

    zh: str
    en: str

    def __call__(self, **values: object) -> Sentence:
        """This sentence with its placeholders filled; a value may itself be words."""
        return Sentence(self, values)


@dataclass(frozen=True)
class Sentence:
    """A `Say` with the values of its placeholders."""

    say: Say
    values: Mapping[str, object]


Words: TypeAlias = Say | Sentence | str


def text(words: object, lang: Lang) -> str:
    """Give words, a plain string or any value as text in one language.

    >>> text(Say("是", "yes"), "zh"), text(12, "en")
    ('是', '12')
    """
    if isinstance(words, Sentence):
        template = words.say.zh if lang == "zh" else words.say.en
        return template.format(**{key: text(value, lang) for key, value in words.values.items()})
    if isinstance(words, Say):
        return words.zh if lang == "zh" else words.en
    if isinstance(words, (list, tuple)):
        return ("、" if lang == "zh" else ", ").join(text(item, lang) for item in words)
    return str(words)
