"""Answers the script of a shell: what may stand at the cursor of its command line.

The script calls `tracker __complete SHELL LINE`, with the line up to the cursor; bash adds COMP_WORDBREAKS and
COMP_TYPE, and PowerShell, which garbles quotation marks in arguments, hands the line over in TRACKER_LINE. The answer
is the line `files`, where the shell shall complete names of files by itself, or `words` and then a line a word.
Nothing is written, no command is called, and where there is no database there are no names.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.rules.shells import answer, read
from tracker.settings import language, resolve
from tracker.words import speak

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.commands.spot import Spot
    from tracker.settings import Settings


def complete(arguments: Sequence[str]) -> str:
    """The answer to a script's arguments."""
    shell, line, breaks, kind = [*arguments, "", "", "", ""][:4]
    typed = read(line or os.environ.get("TRACKER_LINE", ""), shell, breaks)
    speak(language([*typed.before], os.environ, Path.cwd()))
    from tracker.commands.lazy import app  # what it loads makes its texts at once, in the language of the line
    from tracker.commands.offers import Here, offers
    from tracker.commands.spot import find_spot

    spot = find_spot(app(), typed.before, typed.word)
    with Here(spot, _settings(spot)) as here:
        found = offers(here)
    return "files" if found is None else "\n".join(["words", *answer(shell, typed, found, kind)])


def _settings(spot: Spot) -> Settings:
    """The settings in force for the line, from the options that stand in it."""
    flags = {name: next(iter(reversed(spot.texts(name))), None) for name in ("db", "today")}
    return resolve(flags, os.environ, Path.cwd(), lenient=True)
