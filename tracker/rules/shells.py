"""What the shells give and take when a word is completed: a line up to the cursor, and words that may stand there.

Each shell hands over its line as it was typed, and replaces the word at the cursor: bash only what follows the last
`:` or `=` in it, the others all of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.rules.choices import folded
from tracker.rules.visible import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHELLS: Final = ("bash", "zsh", "fish", "powershell")
BLANKS: Final = " \t\r\n"
LISTING: Final = "63"  # COMP_TYPE of bash where it shows what there is and inserts nothing
ASSIGNMENT: Final = r"\w+="
SPECIAL: Final = r"""([\s!"#$&'()*;<>?\[\\\]`{|}~])"""


class Typed(NamedTuple):
    """A line up to the cursor: the words before, the one being typed, and how the shell will replace that.

    `kept` is the beginning that the shell leaves as it is, `quote` the quotation mark that is open at the cursor.
    """

    before: tuple[str, ...]
    word: str
    kept: str = ""
    quote: str = ""


class Offer(NamedTuple):
    """A word that may stand at the cursor, what it is, and whether more is to follow it without a blank."""

    value: str
    about: str = ""
    open: bool = False


class Reading:
    """Reads a line character by character, as a shell does."""

    def __init__(self, shell: str, breaks: str) -> None:
        self.escape = "`" if shell == "powershell" else "\\"
        self.breaks = breaks
        self.words: list[str] = []
        self.word: str | None = None
        self.quote = ""
        self.kept = 0  # characters of the word that stand before what the shell replaces
        self.before_quote = 0

    def read(self, line: str) -> None:
        """Take in a line."""
        characters = iter(line)
        for character in characters:
            if character == self.escape and self.quote != "'":
                self.put(self.escaped(next(characters, "")))
            elif self.quote:
                self.within(character)
            else:
                self.outside(character)

    def escaped(self, character: str) -> str:
        """What an escaped character stands for: itself, but in double quotes the backslash stays before most."""
        return self.escape + character if self.quote and character not in '$`"\\' else character

    def within(self, character: str) -> None:
        """A character inside quotation marks."""
        if character == self.quote:
            self.quote, self.kept = "", self.before_quote
        else:
            self.put(character)

    def outside(self, character: str) -> None:
        """A character outside of them."""
        if character in BLANKS:
            self.end()
        elif character in "'\"":
            self.put("")
            self.quote, self.before_quote, self.kept = character, self.kept, len(self.word or "")
        else:
            self.put(character)
            if character in self.breaks:
                self.kept = len(self.word or "")

    def put(self, text: str) -> None:
        """Add to the word, which may begin with it."""
        self.word = (self.word or "") + text

    def end(self) -> None:
        """End the word, if there is one."""
        if self.word is not None:
            self.words.append(self.word)
        self.word, self.kept = None, 0


def line(argv: Sequence[str]) -> str:
    """Words as they are typed on a command line; Chinese needs no quotes.

    >>> line(["funds", "add", "哈轴 二期", "3.5亿"])
    "funds add '哈轴 二期' 3.5亿"
    """
    if all(map(_plain, argv)):
        return " ".join(argv)
    from shlex import quote

    return " ".join(word if _plain(word) else quote(word) for word in argv)


_SAFE: Final = str.maketrans("", "", "-.,")


def _plain(word: str) -> bool:
    return word.translate(_SAFE).isalnum()


def read(line: str, shell: str, breaks: str = "") -> Typed:
    r"""The words of a line up to the cursor, after the name of the program; `breaks` are where bash begins anew.

    >>> read("tracker show 冠\\ 县 un", "zsh")
    Typed(before=('show', '冠 县'), word='un', kept='', quote='')
    >>> read("LANG=zh tracker project list 'unit:冠", "bash", ":=")
    Typed(before=('project', 'list'), word='unit:冠', kept='', quote="'")
    >>> read("tracker project list unit:冠", "bash", ":=").kept
    'unit:'
    """
    found = Reading(shell, breaks)
    found.read(line)
    words = found.words
    while words and re.match(ASSIGNMENT, words[0]):
        words = words[1:]
    word = found.word or ""
    return Typed(tuple(words[1:]), word, word[: found.kept], found.quote)


def answer(shell: str, typed: Typed, offers: Sequence[Offer], kind: str = "") -> list[str]:
    """The offers as lines that the script of the shell understands; `kind` is COMP_TYPE of bash."""
    return list(ANSWERS[shell](typed, [_harmless(offer) for offer in offers], kind))


def _harmless(offer: Offer) -> Offer:
    """Without anything that steers a terminal or ends a line."""
    return offer._replace(value=safe(offer.value), about=safe(offer.about))


def _bash(typed: Typed, offers: Sequence[Offer], kind: str) -> Iterator[str]:
    """What follows the kept part, quoted and ended; bash inserts what all of several begin with, and lists them."""
    fitting = [offer for offer in offers if offer.value.startswith(typed.kept)]
    rests = [offer.value[len(typed.kept) :] for offer in fitting]
    if kind == LISTING and len(fitting) > 1:
        yield from (f"{rest}  {offer.about}".rstrip() for rest, offer in zip(rests, fitting, strict=True))
        return
    begun = folded(typed.word[len(typed.kept) :])
    if len(rests) > 1 and not all(folded(rest).startswith(begun) for rest in rests):
        yield " "  # begins like none of them, so that what was typed stays
    for rest, offer in zip(rests, fitting, strict=True):
        yield _quoted(rest, typed.quote) + ("" if offer.open or typed.quote else " ")


def _quoted(text: str, quote: str) -> str:
    r"""A text as it can stand at the cursor of a shell of the Bourne family.

    >>> _quoted("冠 县(新)", ""), _quoted('5" $x', '"')
    ('冠\\ 县\\(新\\)', '5\\" \\$x')
    """
    if quote == "'":
        return text.replace("'", "'\\''")
    return re.sub(r'([\\"$`])', r"\\\1", text) if quote else re.sub(SPECIAL, r"\\\1", text, flags=re.ASCII)


def _fields(typed: Typed, offers: Sequence[Offer], kind: str) -> Iterator[str]:
    """Value and explanation; zsh and fish quote by themselves, zsh has to be told after what no blank follows."""
    yield from (f"{offer.value}\t{offer.about}\t{'open' if offer.open else ''}" for offer in offers)


def _fish(typed: Typed, offers: Sequence[Offer], kind: str) -> Iterator[str]:
    """Value and explanation; fish knows by itself that no blank follows a colon."""
    yield from (f"{offer.value}\t{offer.about}" for offer in offers)


def _powershell(typed: Typed, offers: Sequence[Offer], kind: str) -> Iterator[str]:
    """Value, quoted where it has to be, and explanation."""
    for offer in offers:
        value = offer.value
        plain = re.fullmatch(r"[^\s'\"`$&|;<>(){}@#,‘’“”]+", value)
        yield f"{value if plain else _single(value)}\t{offer.about}"


def _single(value: str) -> str:
    """Between single quotation marks; those of typography count as such there."""
    return "'" + re.sub("(['‘’‚‛])", r"\1\1", value) + "'"


ANSWERS: Final = {"bash": _bash, "zsh": _fields, "fish": _fish, "powershell": _powershell}
