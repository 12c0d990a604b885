"""Sheet names and column headings of a workbook, in either language: which noun and field each one stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from tracker.rules.choices import folded
from tracker.rules.fields import MoneyKind, NumberKind
from tracker.rules.money import MoneyUnit, find_unit
from tracker.rules.nouns import NOUNS, Noun
from tracker.rules.synonyms import words_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.rules.fields import Field

STAR: Final = "★"
LONGEST: Final = 60  # characters of a heading
NEAR_LENGTH: Final = 4  # shorter headings than this differ by one character from too many others
LEAST_ALIKE: Final = 0.7  # from here on a heading may be meant for another
SHORTEST: Final = 2  # characters of a name that may stand for a longer one: 金额 for 到位金额
CONTAINED: Final = 0.3
AS_LIKELY: Final = 0.2
LEAST_KNOWN: Final = 3  # headings by which a sheet is recognised that lacks some, or has a name of its own
_MARKS: Final = STAR + "*※"
_BRACKETS: Final = re.compile(r"[(【\[〔]([^)】\]〕]*)[)】\]〕]")
_PARTS: Final = re.compile(r"[、,;:/或]")
_UNIT_AT_END: Final = re.compile(
    r"(.+?)(?:金额)?(?:单位)?[:,/—–-]*((?:[百千]?[万亿])?(?:元|美元|欧元|港元|日元|英镑)|[万亿])"
)
_UNIT_SAID: Final = re.compile(
    r"(?:(?:金额|计量|货币|数额)?单位[为是]?:?|金额:|以|均?按|折合?|约合)*(.+?)(?:为单位|计算?|填报|填写)?"
)
_POWER_OF_TEN: Final = re.compile(r"(?<![0-9.,])1((?:,?0)+)(?![0-9.,])")
_POWERS: Final = {3: "k", 4: "10k", 6: "m", 8: "100m"}  # 10,000 yuan and RMB 10,000 name a unit
_NUMBERING: Final = re.compile(r"\s*([★*※]*)\s*(?:[①-⑳]|[0-9０-９]{1,2}\s*[.．、)）])(?=\s*[^\s0-9０-９.,:：=])")
_CHINESE_HALF: Final = re.compile(
    r"([^a-z]*?)/?([a-z][^\u4e00-\u9fff]*)|([a-z][^\u4e00-\u9fff]*?)/?([\u4e00-\u9fff][^a-z]*)"
)
_PART_OF: Final = re.compile(r"^其中[:,]?")
_NUMBER_HEADINGS: Final = frozenset(("编号", "no.", "no", "number", "id"))
_SERIALS: Final = frozenset(("序号", "序", "顺序号", "行号", "serial", "serialno.", "serialno", "s/n", "seq", "#"))
_WHOLES: Final = frozenset(("合计", "小计", "总计", "总额", "total"))
_YUAN: Final = frozenset(("人民币", "人民币元", "rmb", "cny"))  # beside 亿元 they name the currency, no other unit

Path: TypeAlias = tuple[str, ...]
"""The texts above a column, from top to bottom, each once: `("时间", "签约")`; none where there is no heading."""


class Heading(NamedTuple):
    """A heading taken apart: its name folded for comparison, and the units of money in its brackets."""

    name: str
    units: tuple[MoneyUnit, ...] = ()

    @property
    def unit(self) -> MoneyUnit | None:
        """Its unit of money, the first where it names several."""
        return self.units[0] if self.units else None


@lru_cache(maxsize=4096)
def read_heading(text: str) -> Heading:
    """Take a heading apart: width, case, space, its number, marks of a required column, a final colon do not matter.

    >>> heading = read_heading("★总 投资（单位：万元）：")
    >>> heading.name, heading.unit.label.zh, read_heading("3.总投资(亿元、人民币)").unit.label.zh
    ('总投资', '万元', '亿元')
    >>> [unit.label.zh for unit in read_heading("总投资（亿元/万美元）").units]
    ['亿元', '万美元']
    """
    plain = folded(_NUMBERING.sub(r"\1", text, count=1) if _NUMBERING.match(text) else text)
    inside = _BRACKETS.findall(plain)
    name = _PART_OF.sub("", _BRACKETS.sub("", plain).strip(_MARKS + ":"))
    return Heading(name, units_in(inside))


def units_in(texts: Iterable[str]) -> tuple[MoneyUnit, ...]:
    """The different units of money that some texts name, in their order; 人民币 beside a unit adds none.

    >>> [unit.label.zh for unit in units_in(["单位:亿元、人民币", "万美元"])]
    ['亿元', '万美元']
    >>> [unit.label.zh for unit in units_in(["以万元计", "折合人民币亿元", "RMB 10,000"])]
    ['万元', '亿元']
    """
    parts = [part for text in texts for part in _PARTS.split(_short_powers(folded(text))) if part]
    exact = [part for part in parts if part not in _YUAN] or parts
    return tuple(dict.fromkeys(unit for part in exact if (unit := _said_unit(part))))


def names_unit(text: str) -> bool:
    """Whether a text is nothing but the name of a unit of money; 人民币 alone is a currency.

    >>> names_unit("万 元"), names_unit("以万元为单位"), names_unit("人民币"), names_unit("万元户")
    (True, True, False, False)
    """
    plain = folded(text)
    return plain not in _YUAN and _said_unit(plain) is not None


def _said_unit(part: str) -> MoneyUnit | None:
    """The unit of money that a part of a bracket names, with the words that go with one: 单位万元, 以万元计."""
    said = _UNIT_SAID.fullmatch(part)
    return find_unit(part) or (find_unit(said[1]) if said else None)


def _short_powers(text: str) -> str:
    return _POWER_OF_TEN.sub(lambda found: _POWERS.get(found[1].count("0"), found[0]), text)


def halves(name: str) -> tuple[str, str] | None:
    """The Chinese and the English half of a folded heading in both languages; None for a heading in one.

    >>> halves("项目名称projectname"), halves("signeddate/签约时间"), halves("项目名称")
    (('项目名称', 'projectname'), ('签约时间', 'signeddate'), None)
    """
    both = _CHINESE_HALF.fullmatch(name)
    return (both[1] or both[4], both[2] or both[3]) if both and (both[1] or both[4]) else None


def column_letters(index: int) -> str:
    """The letters of a column that is counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The column, counted from 0, that letters name.

    >>> column_index("A"), column_index("AA")
    (0, 26)
    """
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


@cache
def every_sheet() -> tuple[tuple[Noun, ...], ...]:
    """The nouns of every sheet that we know, sheet by sheet; chains and segments share one."""
    found: dict[str, tuple[Noun, ...]] = {}
    for noun in NOUNS.values():
        found[noun.sheet.zh] = (*found.get(noun.sheet.zh, ()), noun)
    return tuple(found.values())


@cache
def _sheets() -> Mapping[str, tuple[Noun, ...]]:
    """The nouns of a sheet by every name that the sheet may have."""
    return {
        read_heading(name).name: nouns
        for nouns in every_sheet()
        for noun in reversed(nouns)
        for name in (noun.key, noun.label.zh, noun.label.en, noun.sheet.zh, noun.sheet.en)
    }


@cache
def _every_name() -> frozenset[str]:
    return frozenset(name for nouns in every_sheet() for name in _fields(tuple(noun.key for noun in nouns)))


def is_heading(text: str) -> bool:
    """Whether a text is a heading of any sheet.

    >>> is_heading("★总投资（亿元）"), is_heading("哈轴")
    (True, False)
    """
    if len(text) > LONGEST:
        return False
    name = read_heading(text).name
    return name in _every_name() or ((both := halves(name)) is not None and both[0] in _every_name())


def sheet_nouns(name: str) -> tuple[Noun, ...]:
    """The nouns that a sheet of this name holds, in either language; none for a name that is not ours.

    >>> [noun.key for noun in sheet_nouns("产业链")], [noun.key for noun in sheet_nouns("Funds ")], sheet_nouns("说明")
    (['chain', 'segment'], ['funds'], ())
    """
    return _sheets().get(read_heading(name).name, ())


class Place(NamedTuple):
    """What a column holds: a field of a noun, in units of money if it has any; the number of the record without.

    A target or figure has them too, where its heading or table names any. Of two units of different currencies the row
    decides: domestic investment or foreign.
    """

    noun: Noun
    field: Field | None
    units: tuple[MoneyUnit, ...] = ()

    @property
    def key(self) -> str:
        """One text for each noun and field."""
        return f"{self.noun.key}.{self.field.key if self.field else ''}"

    @property
    def is_money(self) -> bool:
        """Whether the column holds amounts of money."""
        return self.field is not None and isinstance(self.field.kind, MoneyKind)


@cache
def _fields(keys: tuple[str, ...]) -> Mapping[str, Place]:
    """The fields of a sheet by every heading that stands for them; labels go before keys, the first noun first."""
    nouns = [NOUNS[key] for key in keys]
    known: dict[str, Place] = {name: Place(nouns[0], None) for name in _NUMBER_HEADINGS} if len(nouns) == 1 else {}
    fields = [(noun, each) for noun in nouns for each in noun.fields]
    for names in ("labels", "others"):
        for noun, each in fields:
            for name in each.label if names == "labels" else (each.key, *each.synonyms, *words_for(noun.key, each.key)):
                known.setdefault(read_heading(name).name, Place(noun, each))
    return known


@cache
def usual_headings(keys: tuple[str, ...]) -> frozenset[str]:
    """Every heading of a sheet as it is usually written: what a row that repeats the headings is told by."""
    fields = [(key, each) for key in keys for each in NOUNS[key].fields]
    return frozenset(name for key, each in fields for name in (*each.names(), *words_for(key, each.key)))


def sheet_fields(nouns: Sequence[Noun]) -> list[tuple[Noun, Field]]:
    """The columns of a sheet in order; a segment's chain is that of its row, the chain's own people stand last."""
    fields = [(noun, field) for noun in nouns for field in noun.fields]
    if len(nouns) > 1:
        fields = [(noun, field) for noun, field in fields if (noun.key, field.key) != ("segment", "chain")]
        fields.sort(key=lambda pair: pair[1].key in ("chief", "anchor"))
    return fields


def find_place(nouns: Sequence[Noun], name: str) -> Place | None:
    """The field that a heading, label or key stands for on a sheet; its number is a place without a field."""
    return _fields(tuple(noun.key for noun in nouns)).get(read_heading(name).name)


@dataclass(frozen=True)
class Layout:
    """What the columns of a sheet hold, by column from 0; what is not known, what stands twice, what is missing.

    `bare` are money columns whose headings name no unit of money; `near` columns were taken for a heading that differs
    by one character; `perhaps` holds the fields that an unknown heading may be meant for; `serials` only count the
    rows. `say_units` are the columns that say the unit or currency of each row's amounts, one of currencies last.
    `wanted` counts the fields that a new record has to have.
    """

    columns: Mapping[int, Place]
    unknown: Mapping[int, str]
    twice: Mapping[int, int]
    missing: tuple[Field, ...]
    bare: tuple[int, ...] = ()
    near: Mapping[int, Place] = field(default_factory=dict)
    perhaps: Mapping[int, tuple[Place, ...]] = field(default_factory=dict)
    serials: frozenset[int] = frozenset()
    say_units: tuple[int, ...] = ()
    wanted: int = 0

    @property
    def acceptable(self) -> bool:
        """Whether these are headings of the sheet: all that is required, or three and half of what is required."""
        if not self.columns:
            return False
        return not self.missing or (len(self.columns) >= LEAST_KNOWN and 2 * len(self.missing) <= self.wanted)


def as_path(cell: object) -> Path:
    """A cell, or the path that was made of several, as a path.

    >>> as_path("项目名称"), as_path(7), as_path(("时间", "签约"))
    (('项目名称',), (), ('时间', '签约'))
    """
    if isinstance(cell, str):
        return (cell,) if cell.strip() else ()
    return cell if isinstance(cell, tuple) and all(type(each) is str for each in cell) else ()


def path_text(path: Path) -> str:
    """A path as one text, its parts parted by a slash."""
    return "/".join(" ".join(part.split()) for part in path)


@lru_cache(maxsize=4096)
def path_heading(path: Path) -> tuple[tuple[str, ...], tuple[MoneyUnit, ...]]:
    """The names that a path may stand for, the likeliest first, and its units of money, the lowest ones.

    >>> path_heading(("时间", "签约"))[0], path_heading(("总投资", "（亿元）"))[0]
    (('时间签约', '签约时间', '签约'), ('总投资',))
    >>> path_heading(("到位金额(万元)", "合计"))[0], path_heading(("总投资", "亿元"))[1][0].label.zh
    (('到位金额',), '亿元')
    """
    parts = [read_heading(part) for part in path]
    units: tuple[MoneyUnit, ...] = ()
    names: list[str] = []
    for part in parts:
        alone = units_in([part.name]) if part.name and len(path) > 1 else ()
        units = part.units or alone or units
        if part.name and not alone:
            names.append(part.name)
    while len(names) > 1 and names[-1] in _WHOLES:
        names.pop()
    if len(names) < 2:
        return tuple(names), units
    return tuple(dict.fromkeys(("".join(names), "".join(reversed(names)), names[-1]))), units


def lay_out(
    nouns: Sequence[Noun],
    cells: Sequence[object],
    *,
    said: Mapping[int, Place | None] | None = None,
    units: tuple[MoneyUnit, ...] = (),
    near: bool = False,
) -> Layout:
    """Read a row of cells, or of paths, as the headings of a sheet.

    `said` are the columns that somebody has said the field of, or None to leave out; `units` are those of the table,
    for money columns that name none. Only with `near` is a heading of one wrong character taken.
    """
    return _Layout(nouns, cells, said or {}, units).made(near=near)


class _Layout:
    """A layout in the making."""

    def __init__(
        self,
        nouns: Sequence[Noun],
        cells: Sequence[object],
        said: Mapping[int, Place | None],
        units: tuple[MoneyUnit, ...],
    ) -> None:
        self._nouns = nouns
        self._known = _fields(tuple(noun.key for noun in nouns))
        self._paths = {index: path for index, cell in enumerate(cells) if (path := as_path(cell))}
        self._said = said
        self._units = units
        self._seen: dict[str, int] = {}
        self._columns: dict[int, Place] = {}
        self._unknown: dict[int, str] = {}
        self._twice: dict[int, int] = {}
        self._bare: list[int] = []
        self._serials: set[int] = set()

    def made(self, *, near: bool) -> Layout:
        """The layout: what was said goes before what the headings say."""
        for index, place in self._said.items():
            if place is not None:
                self._take(index, place)
            elif index in self._paths:
                self._unknown[index] = path_text(self._paths[index])
        for index, path in self._paths.items():
            if index not in self._said:
                self._read(index, path)
        candidates = self._candidates() if near else {}
        taken = {index: places[0] for index, places in candidates.items() if len(places) == 1}
        for index, place in taken.items():
            del self._unknown[index]
            self._take(index, place)
        return Layout(
            dict(sorted(self._columns.items())),
            dict(sorted(self._unknown.items())),
            self._twice,
            _missing(self._nouns, self._seen),
            tuple(sorted(self._bare)),
            taken,
            self._perhaps(candidates) if near else {},
            frozenset(self._serials),
            wanted=sum(field.required for field in self._nouns[0].fields) + (self._nouns[0].key == "target"),
        )

    def _read(self, index: int, path: Path) -> None:
        names, _ = path_heading(path)
        if names and names[-1] in _SERIALS:
            self._serials.add(index)
            return
        place = self._found(names)
        if place is None:
            self._unknown[index] = path_text(path)
        elif place.key in self._seen and self._seen[place.key] in self._said:
            self._unknown[index] = path_text(path)  # somebody has said which column it is: not this one
        elif place.key in self._seen:
            self._twice[index] = self._seen[place.key]
        else:
            self._take(index, place)

    def _found(self, names: tuple[str, ...]) -> Place | None:
        for name in names:
            if name in self._known:
                return self._known[name]
            ends = _UNIT_AT_END.fullmatch(name)
            if ends and ends[1] in self._known and self._known[ends[1]].is_money:
                return self._known[ends[1]]
            both = [self._known.get(half) for half in halves(name) or ()]
            if both and both[0] is not None and both[0] == both[1]:
                return both[0]
        return None

    def _take(self, index: int, place: Place) -> None:
        """Let a column hold a field, in its own units, else those of its heading, else those of the table."""
        names, units = path_heading(self._paths.get(index, ()))
        own = place.units or units or _units_at_end(names)
        self._seen[place.key] = index
        if not place.is_money:
            counted = place.field is not None and isinstance(place.field.kind, NumberKind)
            self._columns[index] = place._replace(units=own or self._units) if counted else place
            return
        self._columns[index] = place._replace(units=own or self._units)
        if not own and not self._units:
            self._bare.append(index)

    def _candidates(self) -> dict[int, tuple[Place, ...]]:
        """For unknown headings the free fields that they may be but for one character, or for words beside them."""
        found: dict[int, tuple[Place, ...]] = {}
        wanted: dict[str, int] = {}
        for index in self._unknown:
            if index in self._said:
                continue
            names, _ = path_heading(self._paths[index])
            places = {
                place.key: place
                for known, place in self._known.items()
                if place.key not in self._seen and any(self._may_be(name, known) for name in names)
            }
            if places:
                found[index] = tuple(places.values())
                wanted |= {key: wanted.get(key, 0) + 1 for key in places}
        # Two columns for one field are a question, too.
        return {index: places for index, places in found.items() if all(wanted[place.key] == 1 for place in places)}

    def _may_be(self, name: str, known: str) -> bool:
        """Whether a heading may be a known one: but for one character, or with other words of another language."""
        both = halves(name)
        return one_apart(name, known) or (both is not None and both[0] == known and both[1] not in self._known)

    def _perhaps(self, candidates: Mapping[int, tuple[Place, ...]]) -> dict[int, tuple[Place, ...]]:
        """For headings that stay unknown the free fields that they may be meant for, the likeliest first."""
        free = {name: place for name, place in self._known.items() if place.key not in self._seen}
        found = {
            index: candidates.get(index) or alike_places(path_heading(self._paths[index])[0], free)
            for index in self._unknown
            if index not in self._said
        }
        return {index: places for index, places in found.items() if places}


# With these words a heading is of something else than the field that it is like: a sum is no receipt.
_SOMETHING_ELSE: Final = (
    "累计",
    "合计",
    "计划",
    "预计",
    "去年",
    "上年",
    "同期",
    "目标",
    "cumulative",
    "planned",
    "last",
)


def alike_places(names: Sequence[str], free: Mapping[str, Place]) -> tuple[Place, ...]:
    """The places whose names are like one of these or have it in them, the likeliest first.

    >>> free = _fields(("project",))
    >>> [[place.field.key for place in alike_places([name], free)] for name in ("投资额", "项目全称", "开工")]
    [['total_investment', 'contract_investment'], ['name'], []]
    >>> alike_places(["累计到位金额"], _fields(("funds",)))
    ()
    """
    scores: dict[str, tuple[float, Place]] = {}
    for name in names:
        for other, place in free.items():
            if any(word in name and word not in other for word in _SOMETHING_ELSE):
                continue
            least = SHORTEST if place.field and place.field.required else SHORTEST + 1
            score = _likeness(name, other, least)
            if score > scores.get(place.key, (LEAST_ALIKE, place))[0]:
                scores[place.key] = (score, place)
    ranked = sorted(scores.values(), key=lambda each: -each[0])
    if ranked and len(names[0]) == SHORTEST and not (ranked[0][1].field and ranked[0][1].field.required):
        inside = {place.key for name, place in free.items() if names[0] in name}
        return tuple(place for _, place in ranked) if len(inside) == 1 else ()
    return tuple(place for score, place in ranked if score > ranked[0][0] - AS_LIKELY)


def _likeness(one: str, other: str, least: int) -> float:
    """How alike two names are, from 0 to 1, and more where the other contains the one, of so many characters."""
    if len(one) < SHORTEST or not set(one) & set(other):
        return 0
    from difflib import SequenceMatcher

    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio + CONTAINED if one in other and len(one) >= least else ratio


def _units_at_end(names: Iterable[str]) -> tuple[MoneyUnit, ...]:
    """The unit of money that the name of a column ends with: 投资规模万元."""
    found = (find_unit(ends[2]) for name in names if (ends := _UNIT_AT_END.fullmatch(name)))
    return tuple(unit for unit in found if unit)[:1]


def one_apart(one: str, other: str) -> bool:
    """Whether two headings of at least four characters differ by one that is wrong, missing or too many.

    >>> one_apart("联系电活", "联系电话"), one_apart("项目名", "项目名称"), one_apart("备注", "备主")
    (True, False, False)
    """
    short, long = sorted((one, other), key=len)
    if len(short) < NEAR_LENGTH or len(long) - len(short) > 1 or short == long:
        return False
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def _missing(nouns: Sequence[Noun], seen: Mapping[str, int]) -> tuple[Field, ...]:
    """The required fields of a sheet's first noun that have no column; a target needs its year or its campaign."""
    first = nouns[0]
    missing = [field for field in first.fields if field.required and f"{first.key}.{field.key}" not in seen]
    if first.key == "target" and not {"target.year", "target.campaign"} & set(seen):
        missing.insert(0, first.field("year"))
    return tuple(missing)
