"""Which new projects and companies are perhaps the same as one that is there: shown to a person, never merged."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.rules.choices import folded
from tracker.rules.money import money_words
from tracker.words import RECEIPT_CALLED

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from tracker.rules.nouns import Noun
    from tracker.services.sheet_rows import Line
    from tracker.store.records import Record
    from tracker.words import Words

ALIKE: Final = 0.85
UNLIKE: Final = 0.5
STRANGE: Final = 3  # one part in so many
_LEGAL: Final = re.compile(r"(?:集团|控股|股份|有限|责任|总?公司|[()])+$")
_NUMBERS: Final = re.compile(r"第?[0-9一二三四五六七八九十百ivx]+[期号]?")


class Pair(NamedTuple):
    """A new line and the record that it may repeat."""

    line: Line
    record: Record


def only_numbers_differ(one: str, other: str) -> bool:
    """Whether two folded names differ in their numbers alone, as phases of one scheme do.

    >>> only_numbers_differ("轴承项目一期", "轴承项目二期"), only_numbers_differ("轴承项目", "轴承项目二期")
    (True, True)
    >>> only_numbers_differ("轴承项目", "轴承新项目")
    False
    """
    return one != other and _NUMBERS.sub("", one) == _NUMBERS.sub("", other)


def alike(one: str, other: str) -> bool:
    """Whether two folded names are alike by 85 in 100 and not for their numbers alone."""
    if only_numbers_differ(one, other):
        return False
    if one == other:
        return True
    if 2 * min(len(one), len(other)) < ALIKE * (len(one) + len(other)):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def company_core(name: str) -> str:
    """A folded name of a company without its legal form, which people leave out or write in part.

    >>> company_core("三一重工股份有限公司"), company_core("时风(集团)有限责任公司"), company_core("集团公司")
    ('三一重工', '时风', '集团公司')
    """
    return _LEGAL.sub("", name) or name


def unlike(one: str, other: str) -> bool:
    """Whether two names have less than half in common.

    >>> unlike("轴承项目", "聊城轴承项目二期"), unlike("轴承项目", "冷链物流园")
    (False, True)
    """
    return SequenceMatcher(None, folded(one), folded(other), autojunk=False).ratio() < UNLIKE


def stranger(line: Line) -> bool:
    """Whether a line carries the number of a record that it does not seem to be of: the column may have slipped.

    Its name is unlike the record's, or what it belongs to is another, and of what else it says a good part differs.
    """
    if line.number_cell is None or line.record is None:
        return False
    key = "name" if line.noun.named else line.noun.identity[0]
    if key not in line.changed or (key == "name" and not unlike(line.changed[key], line.record.values[key])):
        return False
    said = sum(not line.noun.field(each).stage for each in line.filled)
    return len(line.changed) > 1 and STRANGE * len(line.changed) >= said


def mark_key(noun: Noun) -> str:
    """The field by whose cell a person is asked about a row."""
    return "name" if noun.named else "amount"


def mark(line: Line) -> str:
    """The cell by which a person is asked about a row."""
    return line.place(mark_key(line.noun))


def called(noun: Noun, values: Mapping[str, Any]) -> Words:
    """What a record is called when a person is asked about it: its name, a receipt by its day and amount."""
    if noun.named:
        return str(values["name"])
    return RECEIPT_CALLED(amount=money_words(values["amount"]), date=values["received_on"].iso())


def projects(lines: Iterable[Line], records: Mapping[int, Record]) -> Iterator[Pair]:
    """New projects whose name stands with another unit, or is like that of a project of the same investor."""
    fresh = [line for line in lines if line.new and not line.bad and line.values.get("investors")]
    if not fresh or not records:
        return
    by_name: dict[str, list[Record]] = defaultdict(list)
    by_investor: dict[str, list[tuple[str, Record]]] = defaultdict(list)
    for record in records.values():
        if record.values["investors"]:
            name = folded(record.values["name"])
            by_name[name].append(record)
            for investor in record.values["investors"]:
                by_investor[folded(investor)].append((name, record))
    for line in fresh:
        name = folded(line.values["name"])
        found = {record.id: record for record in by_name.get(name, ())}
        for investor in line.values["investors"]:
            found |= {r.id: r for other, r in by_investor.get(folded(investor), ()) if alike(name, other)}
        yield from (Pair(line, record) for record in found.values())


def namesakes(lines: Iterable[Line], records: Mapping[int, Record]) -> Iterator[Pair]:
    """New projects of the very name of one of another unit, where the investors do not tell whether it is the same."""
    fresh = {folded(line.values["name"]): line for line in lines if line.new and not line.bad and "name" in line.values}
    for record in records.values() if fresh else ():
        line = fresh.get(folded(record.values["name"]))
        if line and not (line.values.get("investors") and record.values["investors"]):
            yield Pair(line, record)


def companies(lines: Iterable[Line], records: Mapping[int, Record]) -> Iterator[Pair]:
    """New companies with the credit code of another one."""
    fresh = [line for line in lines if line.new and not line.bad and line.values.get("credit_code")]
    if not fresh or not records:
        return
    by_code: dict[str, list[Any]] = defaultdict(list)
    for record in records.values():
        if record.values["credit_code"]:
            by_code[folded(record.values["credit_code"])].append(record)
    for line in fresh:
        yield from (Pair(line, record) for record in by_code.get(folded(line.values["credit_code"]), ()))


def receipts(lines: Iterable[Line], records: Mapping[int, Record], claimed: Container[int]) -> Iterator[Pair]:
    """The one new receipt of a project and day, with the one that is there and not in the file: perhaps put right."""
    left: dict[tuple[Any, Any], list[Record]] = defaultdict(list)
    for record in records.values():
        if record.id not in claimed:
            left[record.values["project"], record.values["received_on"]].append(record)
    fresh: dict[tuple[Any, Any], list[Line]] = defaultdict(list)
    for line in lines if left else ():
        if line.new and not line.bad:
            fresh[line.values.get("project"), line.values.get("received_on")].append(line)
    for at, there in left.items():
        if len(there) == len(fresh.get(at, ())) == 1:
            yield Pair(fresh[at][0], there[0])


class Called(NamedTuple):
    """A project by its id, its folded name and its folded investors."""

    id: int
    name: str
    investors: tuple[str, ...]


CROWD: Final = 40
EDGE: Final = 4


class _Spelt(NamedTuple):
    """A project with the characters of its name, and how many of them repeat: what tells most names apart at once."""

    id: int
    name: str
    chars: frozenset[str]
    repeats: int


def alike_pairs(projects: Iterable[Called]) -> Iterator[tuple[int, int]]:
    """Pairs of projects that share an investor and whose names are alike, the older first; each pair once.

    Only names of one investor are compared. An investor with very many projects has them compared only where the
    beginning or the end of both names is the same: comparing all with all would take minutes.

    >>> names = ((1, "轴承生产项目甲", "哈轴"), (2, "轴承生产项目", "哈轴"), (3, "轴承生产项目", "人本"))
    >>> list(alike_pairs([Called(id_, name, (investor,)) for id_, name, investor in names]))
    [(1, 2)]
    """
    blocks: dict[str, list[_Spelt]] = defaultdict(list)
    for project in projects:
        chars = frozenset(project.name)
        spelt = _Spelt(project.id, project.name, chars, len(project.name) - len(chars))
        for investor in project.investors:
            blocks[investor].append(spelt)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        for one, other in _within(block):
            pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
            if _may_be_alike(one, other) and pair not in seen and alike(one.name, other.name):
                seen.add(pair)
                yield pair


def _may_be_alike(one: _Spelt, other: _Spelt) -> bool:
    """Whether the names have enough characters in common for `alike`, wherever these stand."""
    common = len(one.chars & other.chars) + min(one.repeats, other.repeats)
    return 2 * common >= ALIKE * (len(one.name) + len(other.name))


def _within(block: list[_Spelt]) -> Iterator[tuple[_Spelt, _Spelt]]:
    """The pairs of one investor's projects that are worth comparing."""
    if len(block) <= CROWD:
        yield from combinations(block, 2)
        return
    ends: dict[str, list[_Spelt]] = defaultdict(list)
    for project in block:
        ends["^" + project.name[:EDGE]].append(project)
        ends[project.name[-EDGE:] + "$"].append(project)
    for same in ends.values():
        yield from combinations(same, 2)
