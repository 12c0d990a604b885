"""Tells which record each line of a workbook is: by number, credit code and name, name and unit, or the whole row.

The order is that of the design: a rule that finds one record ends the search, two lines are never one record, and the
n-th of equal lines is the n-th of equal records.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tracker.errors import BadData, BadValue
from tracker.result import Message
from tracker.rules.cells import cell_text
from tracker.rules.choices import folded
from tracker.rules.contacts import masked
from tracker.rules.fields import Kind, RefKind, number_text, split_names
from tracker.rules.nouns import NOUNS, Noun
from tracker.services.table_telling import on_one_line
from tracker.words import (
    NAME_MISSING,
    NAME_MISSING_HINT,
    NUMBER_BAD_CELL,
    NUMBER_BAD_CELL_HINT,
    NUMBER_ELSEWHERE,
    ROW_ALIAS,
    ROW_TWICE,
    ROW_TWICE_COPY_HINT,
    ROW_TWICE_HINT,
    SHEET_TYPED_TOO,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from tracker.services.lookups import Lookups, Names
    from tracker.services.sheet_rows import Line, Lines
    from tracker.store.engine import Work
    from tracker.store.records import Record
    from tracker.words import Say, Words

Keyed: TypeAlias = tuple[Any, ...]
# Records of which two equal ones would contradict each other; of the others two equal rows are two events.
ONCE: Final = ("target", "milestone")


class Matcher:
    """Gives every line of a file its record, or the number of a new one; each record goes to one line only."""

    def __init__(self, work: Work, lines: Lines, lookups: Lookups, records: Mapping[str, Mapping[int, Record]]) -> None:
        self._work = work
        self._lines = lines
        self._lookups = lookups
        self._records = records
        self.claimed: dict[tuple[str, int], Line] = {}
        self._unknown_numbers: list[Line] = []
        self._doubles: set[int] = set()

    def numbers(self, noun: Noun, lines: Iterable[Line]) -> None:
        """Match the lines that carry a number which the database has."""
        names, records = self._lookups.names(noun.key), self._records[noun.key]
        for line in lines:
            if line.number_cell is None:
                continue
            number = names.numbered(str(line.number_cell))
            if number is None:
                self._problem(line, "", NUMBER_BAD_CELL, NUMBER_BAD_CELL_HINT, str(line.number_cell), "number_bad")
            elif number in records:
                self.claim(line, records[number])
            else:
                self._unknown_numbers.append(line)

    def ids(self, noun: str) -> frozenset[int]:
        """The records of a noun that lines have been given."""
        return frozenset(id_ for key, id_ in self.claimed if key == noun)

    def _problem(self, line: Line, key: str, what: Say, hint: Say, value: str | None, code: str) -> None:
        noun = line.noun
        filled = {"value": value, "noun": noun.label, "number": noun.number(12)}
        error = BadValue(what(**filled), code=code, value=value, hint=hint(**filled))
        self._lines.add_problem(line, key, error)

    def claim(self, line: Line, record: Record) -> None:
        """Give a line its record; a second line for one record is bad."""
        at = (line.noun.key, record.id)
        if at in self.claimed:
            self._twice(line, self.claimed[at])
        else:
            self.claimed[at] = line
        line.id, line.record = record.id, record

    def _twice(self, line: Line, first: Line) -> None:
        """Two lines for one record: the later one is bad, and says where the first is."""
        key = "name" if line.noun.named else next(iter(line.noun.identity))
        other = first.place("name" if line.noun.named else key)
        self._doubles.add(id(line))
        self._lines.add_fault(line, "")
        what = ROW_TWICE(noun=line.noun.label, other=other)
        value, hint = _text(line.raw.get(key)), self._twice_hint(line, first)
        self._lines.add_problem(line, key, BadData(what, code="row_twice", value=value, hint=hint))

    def _twice_hint(self, line: Line, first: Line) -> Words:
        """What to do about two lines for one record; of two sheets the one may be a copy of the other."""
        copy, sheets = line.sheet.name, dict.fromkeys(each.name for each in self._lines.sheets)
        if copy == first.sheet.name:
            return ROW_TWICE_HINT
        ways = on_one_line([SHEET_TYPED_TOO(sheet=name) for name in sheets if name != copy])
        return ROW_TWICE_COPY_HINT(copy=copy, sheet=first.sheet.name, ways=ways)

    def named(self, noun: Noun, lines: Sequence[Line]) -> None:
        """Match the lines of a noun with names, and let the names of all its lines stand for their records."""
        names = self._lookups.names(noun.key)
        self.numbers(noun, lines)
        if noun.key == "company":
            self._by_code(lines)
        groups: dict[Keyed, list[Line]] = defaultdict(list)
        for line in lines:
            if line.id == 0:
                self._group(line, groups)
        known = self._known(noun)
        for key, group in groups.items():
            self._settle(group, key, known, names)
        for line in lines:
            self._introduce(line, names)

    def _group(self, line: Line, groups: dict[Keyed, list[Line]]) -> None:
        name = _text(line.raw.get("name"))
        if name is None:
            line.id = self._work.new_id(line.noun)
            cell = line.raw.get("name")
            told = line.bad or not (cell is None or isinstance(cell, bool))  # a date is told of as it is read
            if not told and "name" in line.sheet.letters[line.noun.key]:  # a missing column is told once, later
                held = (line.written or {}).get("name")
                value = held.text if held else None
                self._problem(line, "name", NAME_MISSING, NAME_MISSING_HINT, value, "name_missing")
            return
        groups[(folded(name), *self._owner(line))].append(line)

    def _owner(self, line: Line) -> Keyed:
        """What beside the name tells records of a noun apart: the unit, or the chain of a segment; None if blank."""
        noun = _owner_noun(line.noun)
        if noun is None:
            return ()
        text = _text(line.raw.get(noun))
        found = self._lookups.names(noun).find(text) if text else []
        return (found[0] if len(found) == 1 else None,)

    def _by_code(self, lines: Sequence[Line]) -> None:
        """Companies by credit code and name."""
        known: dict[Keyed, list[Record]] = defaultdict(list)
        for record in self._records["company"].values():
            if record.values["credit_code"]:
                code, name = record.values["credit_code"], record.values["name"]
                known[folded(cell_text(code)), folded(cell_text(name))].append(record)
        for line in lines:
            code, name = _text(line.raw.get("credit_code")), _text(line.raw.get("name"))
            if line.id or not code or not name:
                continue
            free = [r for r in known.get((folded(code), folded(name)), ()) if ("company", r.id) not in self.claimed]
            if free:
                self.claim(line, free[0])
                line.keeps_name = True

    def _known(self, noun: Noun) -> dict[Keyed, list[Record]]:
        """The records by name and owner, and by name alone for a line that leaves the owner blank."""
        owner = _owner_noun(noun)
        known: dict[Keyed, list[Record]] = defaultdict(list)
        for record in self._records[noun.key].values():
            word = folded(cell_text(record.values["name"]))
            if owner is None:
                known[(word,)].append(record)
            else:
                known[word, record.values[owner]].append(record)
                known[word, None].append(record)
        return known

    def _settle(self, group: list[Line], key: Keyed, known: Mapping[Keyed, list[Record]], names: Names) -> None:
        """Match the lines of one name with the records of that name that no line has yet."""
        noun = group[0].noun
        every = known.get(key) or self._by_alias(group[0], names)
        free = [record for record in every if (noun.key, record.id) not in self.claimed]
        if len(free) > 1 and len(group) < len(free):
            for line in group:
                text = str(line.raw["name"])
                line.id = free[0].id
                self._lines.add_problem(line, "name", names.ambiguous(text, [record.id for record in free]))
            return
        for line, record in zip(group, free, strict=False):
            self.claim(line, record)
            line.keeps_name = True
        settled = [self.claimed[noun.key, r.id] for r in every if (noun.key, r.id) in self.claimed]
        for line in group[len(free) :]:
            line.id = self._work.new_id(noun)
            other = next((each for each in settled if each is not line and not _distinct(each, line)), None)
            if other:
                self._twice(line, other)
            settled.append(line)

    def _by_alias(self, line: Line, names: Names) -> list[Record]:
        """The one record that has this name as an alias; its own name stays."""
        if not line.noun.aliased:
            return []
        name = str(line.raw["name"])
        found = [id_ for id_ in names.aliases.get(folded(name), ()) if id_ in self._records[line.noun.key]]
        if len(found) != 1:
            return []
        record = self._records[line.noun.key][found[0]]
        what = ROW_ALIAS(place=line.place("name"), value=name, name=record.values["name"])
        self._lines.messages.append(Message("row_alias", what))
        return [record]

    def _introduce(self, line: Line, names: Names) -> None:
        """Let a line's name, aliases and number stand for its record in the rest of the file; a double's for none."""
        if id(line) in self._doubles:
            return
        name = _text(line.raw.get("name"))
        if line.number_cell is not None and (number := names.numbered(str(line.number_cell))) is not None:
            names.local.setdefault(number, line.id)
        if name is None or (line.record and line.keeps_name):
            pass
        elif line.noun.key == "segment":
            [chain] = self._owner(line)
            self._lookups.add_segment(chain or 0, name, line.id)
        else:
            names.add(name, line.id)
        aliases = _text(line.raw.get("aliases")) if line.noun.aliased else None
        if aliases:
            for alias in split_names(aliases):
                names.add_alias(alias, line.id)

    def whole(self, noun: Noun, lines: Sequence[Line]) -> None:
        """Match the lines of a noun without names by the fields of its identity; the n-th equal is the n-th."""
        key = identity_key(noun)
        free: dict[Hashable, list[Record]] = defaultdict(list)
        for record in self._records[noun.key].values():
            if (noun.key, record.id) not in self.claimed:
                free[key(record.values.get)].append(record)
        if not free and noun.key not in ONCE:
            self._all_new(noun, lines)
            return
        self._exactly(noun, lines, free)
        if noun.key not in ONCE:
            self._without_columns(noun, lines, [record for records in free.values() for record in records])
        for line in lines:
            line.id = line.id or self._work.new_id(noun)

    def _exactly(self, noun: Noun, lines: Iterable[Line], free: Mapping[Hashable, list[Record]]) -> None:
        """Give lines the free records that are equal to them in all of the identity."""
        key = identity_key(noun)
        seen: dict[Hashable, Line] = {}
        for line in lines:
            if line.id:
                continue
            at = key(line.value)
            if noun.key in ONCE and at in seen and not line.bad and _is_known(line):
                self._twice(line, seen[at])
            seen.setdefault(at, line)
            equal = free.get(at)
            if equal and not line.bad:
                self.claim(line, equal.pop(0))

    def _without_columns(self, noun: Noun, lines: Iterable[Line], free: Iterable[Record]) -> None:
        """Match the lines of sheets without some columns of the identity by the others: what is not said is kept."""
        lacking: dict[tuple[str, ...], list[Line]] = defaultdict(list)
        for line in lines:
            if not line.id and not line.bad:
                letters = line.sheet.letters[noun.key]
                lacking[tuple(name for name in noun.identity if name not in letters)].append(line)
        for absent, unmatched in lacking.items():
            key = identity_key(noun, leave=absent)
            equal: dict[Hashable, list[Record]] = defaultdict(list)
            for record in free if absent else ():
                if (noun.key, record.id) not in self.claimed:
                    equal[key(record.values.get)].append(record)
            for line in unmatched if equal else ():
                if found := equal.get(key(line.value)):
                    self.claim(line, found.pop(0))

    def _all_new(self, noun: Noun, lines: Iterable[Line]) -> None:
        """Give every line that is not matched the number of a new record."""
        unmatched = [line for line in lines if not line.id]
        for line, id_ in zip(unmatched, self._work.new_ids(noun, len(unmatched)), strict=True):
            line.id = id_

    def elsewhere(self) -> Iterable[Message]:
        """A warning for the numbers that this database does not have: their rows are new ones under new numbers."""
        by_noun: dict[str, list[Line]] = defaultdict(list)
        for line in self._unknown_numbers:
            if line.new and not line.bad:
                by_noun[line.noun.key].append(line)
        for key, lines in by_noun.items():
            noun = NOUNS[key]
            places = tuple(line.place("") for line in lines[:5])
            what = NUMBER_ELSEWHERE(n=len(lines), noun=noun.label, places=places)
            yield Message("number_elsewhere", what, "warning")


def identity_key(noun: Noun, leave: Sequence[str] = ()) -> Callable[[Callable[[str], Any]], Keyed]:
    """A function from a getter of values to what tells two records of a noun apart, but for the fields to `leave`."""
    names = [key for key in noun.identity if key not in leave]
    fields = [(key, noun.field(key).default, type(noun.field(key).kind) is Kind) for key in names]

    def key(get: Callable[[str], Any]) -> Keyed:
        found = []
        for name, default, is_text in fields:
            value = get(name)
            if value is None or value == ():
                value = default
            elif is_text:
                value = masked(cell_text(value))  # an export without contacts finds its rows again
            found.append(value)
        return tuple(found)

    return key


def _is_known(line: Line) -> bool:
    """Whether a line has all that tells its record and is required: two that lack it are not one record."""
    noun = line.noun
    return all(line.value(key) is not None for key in noun.identity if noun.field(key).required)


def _owner_noun(noun: Noun) -> str | None:
    """The noun beside the name in the identity of a noun: its unit or its chain."""
    kinds = (noun.field(key).kind for key in noun.identity)
    return next((kind.noun for kind in kinds if isinstance(kind, RefKind)), None)


def _distinct(one: Line, other: Line) -> bool:
    """Whether two lines of one name are surely two records: they have different numbers, or different credit codes."""
    for first, second in (
        (one.number_cell, other.number_cell),
        (one.raw.get("credit_code"), other.raw.get("credit_code")),
    ):
        if first is not None and second is not None and folded(str(first)) != folded(str(second)):
            return True
    return False


def _text(cell: object) -> str | None:
    """A cell as a name, or None for what is none."""
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return number_text(cell)
    return None
