"""What only a person knows of an import, asked at the terminal: whose value counts, and which record a new row is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import words
from tracker.render import door
from tracker.services.import_request import Decided

if TYPE_CHECKING:
    from tracker.render.terminal import Terminal
    from tracker.rules.three_way import Side
    from tracker.services.conflicts import Fate
    from tracker.services.import_plan import Plan, Twin
    from tracker.words import Words


def ask(plan: Plan, terminal: Terminal, *, several: bool) -> Decided:
    """Ask cell by cell, then row by row; Enter keeps the value here."""
    cells: dict[str, Side] = {}
    if not plan.skip_bad:
        for clash in plan.clashes:
            place: Words = words.PLACE_IN_FILE(file=plan.file, place=clash.place) if several else clash.place
            terminal.say(words.PLACE_AND_WHAT(place=place, what=clash.told))
            question = words.CONFLICT_ASK(place=place, ours=clash.ours, theirs=clash.theirs)
            cells[clash.place] = "file" if door.confirm(question, terminal) else "db"
    twins = {twin.place: _which(twin, plan.file if several else None, terminal) for twin in plan.twins}
    return Decided(cells, twins)


def _which(twin: Twin, file: str | None, terminal: Terminal) -> int | Fate:
    """The record that a new row is, or that it is a new one, or is to be left out."""
    told = words.FILE_AND_WHAT(file=file, what=twin.told) if file else twin.told
    records = [(str(n), id_) for n, (id_, _) in enumerate(twin.records, 1)]
    options: list[tuple[str, Words]] = [
        *((key, words.TWIN_SAME(number=twin.noun.number(id_))) for key, id_ in records),
        ("n", words.TWIN_NEW),
        ("s", words.TWIN_SKIP),
    ]
    answer = door.choose(told, options, terminal)
    chosen = dict(records).get(answer)
    if chosen is not None:
        return chosen
    return "new" if answer == "n" else "skip"
