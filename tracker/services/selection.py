"""Which records a command is about: numbers, ranges, names and conditions, read against the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import BadValue, NotFound
from tracker.rules.choices import GROUP, folded
from tracker.rules.dates import from_days
from tracker.rules.fields import RefKind, SchemeKeyKind, group_of
from tracker.rules.money import Money
from tracker.rules.nouns import CITY, CITYWIDE, NOUNS
from tracker.rules.paths import ID, Path, end
from tracker.rules.periods import of
from tracker.rules.query import Among, Condition, is_condition, is_number, parse
from tracker.store import listing
from tracker.store.names import resolve, unknown
from tracker.store.records import LIVE, display_names
from tracker.words import (
    CHOICE_HINT,
    CHOICE_UNKNOWN,
    LISTED_SUMS,
    SELECTION_EMPTY,
    SELECTION_EMPTY_HINT,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.rules.fields import Entry, Field, Kind
    from tracker.rules.nouns import Noun
    from tracker.rules.periods import Period
    from tracker.rules.query import Query
    from tracker.store.reading import Reader
    from tracker.words import Words


class Known:
    """Looks up what conditions name: one record by number, name, alias or part, as everywhere."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def ref(self, path: Path, text: str) -> tuple[int, str] | None:
        """As `store.names.resolve`; None for the city, which some nouns have instead of a unit."""
        kind = path.field.kind
        assert isinstance(kind, RefKind)
        if kind.noun == "unit" and path.owner.key in CITYWIDE and folded(text) in CITY:
            return None
        noun = NOUNS[kind.noun]
        id_ = self._segment(text) if kind.noun == "segment" else resolve(self._reader, noun, text)
        return id_, display_names(self._reader, noun, [id_])[id_]

    def _segment(self, text: str) -> int:
        """Also as chain/segment, as entry takes it."""
        from tracker.services.entry import Prompt

        return Prompt(self._reader).segment(text, None)

    def key(self, kind: Kind, text: str) -> tuple[str, Words]:
        """A group that is known from the start, is a scheme's or some unit's; a metric or item of any scheme."""
        from tracker.services.schemes import labels, scheme_key

        if isinstance(kind, SchemeKeyKind):
            key = scheme_key(self._reader, kind.of, text, None)
            return key, labels(self._reader, kind.of)[key]
        return self._group(text)

    def _group(self, text: str) -> tuple[str, Words]:
        key = group_of(text)
        if key is None:
            from tracker.services.schemes import find_group, of_year

            key = find_group(of_year(self._reader, None), text)
        stored = [group for (group,) in self._reader.rows(f'SELECT DISTINCT "group" FROM unit WHERE {LIVE}')]
        known = [*GROUP.keys, *(group for group in stored if group not in GROUP.keys)]
        found = key or next((group for group in stored if folded(group) == folded(text)), None)
        if found is None:
            valid = tuple(GROUP.choice(each).label for each in known)
            raise BadValue(CHOICE_UNKNOWN(value=text), code="choice_unknown", value=text, hint=CHOICE_HINT(valid=valid))
        return found, GROUP.choice(found).label

    def periods(self) -> Mapping[str, Period]:
        """The campaigns by name, both their days included."""
        sql = f"SELECT name, start_on, end_to FROM campaign WHERE {LIVE} ORDER BY id"
        return {name: of(from_days(first, last)) for name, first, last in self._reader.rows(sql)}


def read(reader: Reader, noun: Noun, texts: Sequence[str], entry: Entry) -> Query:
    """The conditions in texts, with every name looked up."""
    return parse(noun, texts, entry, Known(reader))


def chosen(reader: Reader, noun: Noun, texts: Sequence[str], entry: Entry, *, owners: bool = True) -> list[int]:
    """The ids of the records that a write is about; NotFound where there are none.

    Numbers, ranges and names are listed; conditions narrow them down, or choose among all records where none is listed.
    A name means one record; for a noun without names one project or unit, and all that is theirs, where `owners` may
    stand for what they own. What is done with is chosen as lists show it: where it is listed itself, or a condition
    speaks of the status.
    """
    names = [text for text in texts if not (is_number(noun, text) or is_condition(text))]
    query = read(reader, noun, [text for text in texts if text not in names], entry)
    numbers = [text for text in texts if is_number(noun, text)]
    listed = numbers or (names and noun.named)
    without = () if listed or query.names("status") else noun.done
    ids = listing.select(reader, _with_names(reader, query, names, owners=owners), without=without).ids
    if len(texts) == len(numbers) + len(names):
        _refuse_unknown(noun, numbers, ids)
    if not ids:
        raise NotFound(
            SELECTION_EMPTY(noun=noun.label, conditions=tuple(texts)),
            code="selection_empty",
            value=" ".join(texts),
            hint=SELECTION_EMPTY_HINT(command=f"tracker {noun.key}"),
        )
    return ids


def _with_names(reader: Reader, query: Query, names: Sequence[str], *, owners: bool) -> Query:
    """The query, and the records that are named beside those it lists by number."""
    if not names:
        return query
    noun = query.noun
    path = Path(noun, (), ID if noun.named or not owners else owner_of(noun))
    of = end(noun, () if path.field is ID else (path.field,))
    named = Among(tuple(resolve(reader, of, name) for name in names), "")
    listed = [each for each in query.conditions if each.path == path and not each.negated]
    others = [each for each in query.conditions if each not in listed]
    tests = tuple(test for each in listed for test in each.tests)
    return query._replace(conditions=(Condition(path, (*tests, named)), *others))


def owner_of(noun: Noun) -> Field:
    """The project or unit that the records of a noun without names belong to."""
    return next(f for f in noun.fields if isinstance(f.kind, RefKind) and f.kind.noun in ("project", "unit"))


def _refuse_unknown(noun: Noun, numbers: Sequence[str], ids: Sequence[int]) -> None:
    """Refuse a number that no record has; a range takes what is there."""
    known = {noun.number(id_) for id_ in ids}
    for number in (text.strip().upper() for text in numbers if ".." not in text):
        if number not in known:
            raise unknown(noun, number)


def sums(reader: Reader, noun: Noun, texts: Sequence[str], ids: Sequence[int]) -> Words:
    """What records that a name or a condition chose add up to, for the question before a write."""
    listed = all(is_number(noun, text) for text in texts)
    return in_words(noun, {} if listed else listing.added_up(reader, noun, ids))


def in_words(noun: Noun, by_currency: Mapping[str, int]) -> Words:
    """What the records of a noun add up to, as the end of a sentence."""
    if not noun.money or not by_currency:
        return ""
    return LISTED_SUMS(field=noun.field(noun.money).label, sums=tuple(amounts(by_currency)))


def amounts(by_currency: Mapping[str, int]) -> list[Money]:
    """Sums as amounts, the yuan first."""
    return [Money(fen, of) for of, fen in sorted(by_currency.items(), key=lambda each: (each[0] != "CNY", each[0]))]
