"""Fills a database of any size through the program's own door, the same rows every time."""

from __future__ import annotations

import datetime
import random
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.rules.dates import PartialDate, day, months
from tracker.rules.money import Money
from tracker.rules.nouns import NOUNS
from tracker.store.engine import Change, Signature, Work, working
from tracker.store.schema import create

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEME: Final = Path(__file__).parents[2] / "examples" / "contest-2024.toml"
STAGES: Final = ("signed", "registered", "started", "completed", "producing")
YEARS: Final = (2022, 2023, 2024)
GROUPS: Final = ("county",) * 8 + ("zone",) * 5 + ("department",) * 6
METRICS: Final = {"funds": 300, "started": 90, "signed": 120, "organisations": 150, "top500": 20, "first_leader": 12}
YI: Final = 10_000_000_000  # fen
RINGS: Final = ("foreign", "province", "province", "city", "county", None)
KINDS: Final = ("fixed", "capital", "land", "equipment", "works", "working")
RECOGNITIONS: Final = ("recognised",) * 7 + ("reported", "approved", "returned")
STATUSES: Final = ("active",) * 17 + ("paused", "withdrawn", "lost")
LISTS: Final = (None,) * 12 + (("world500",), ("china500", "listed"), ("private500",), ("little_giant",))


# What names of companies and projects are made of.
PLACES: Final = "聊城 冠县 临清 山东 重庆 江苏 上海 青岛 中车 鲁西 时风 中通 东阿 阳谷 莘州 祥光 昉瑞 哈轴 长虹 宏大"
LUCK: Final = "金银恒泰盛源丰瑞德隆兴达通远顺昌和润泽嘉"
TRADES: Final = "轴承 新能源 新材料 农业 食品 生物医药 装备制造 纺织 化工 电子 汽车零部件 铜精深加工 铝业"
FIRMS: Final = "有限公司 集团 股份有限公司 科技有限公司 投资有限公司"
WORKS: Final = "年产10万吨生产线项目 产业园项目 二期项目 数字化改造项目 基地建设项目 智能工厂"


class Size(NamedTuple):
    """How many records of each noun."""

    projects: int
    receipts: int
    visits: int
    companies: int


SMALL: Final = Size(projects=400, receipts=1_600, visits=400, companies=200)
LARGE: Final = Size(projects=20_000, receipts=100_000, visits=20_000, companies=3_000)


def fill(path: Path, size: Size) -> None:
    """Make the database and fill it in one unit of work; nothing in it depends on the clock."""
    create(str(path))
    signature = Signature("benchmark", "fill", "2025-01-01T00:00:00Z")
    with working(str(path), signature) as work:
        toml = SCHEME.read_text(encoding="utf-8")
        work.load_scheme("contest-2024", 2024, toml, "0" * 64)
        rows = _Rows(work, random.Random(20240331))
        for changes in (rows.units(), rows.companies(size), rows.projects(size), rows.receipts(size)):
            work.apply(list(changes))
        work.apply([*rows.visits(size), *rows.judged()])
        work.apply([Change(NOUNS["funds"], id_, "remove") for id_ in range(97, size.receipts, 997)])
        work.commit()


def fill_names(path: Path, projects: int = 20_000, companies: int = 5_000) -> None:
    """A database of projects and companies alone, named as real ones are; one company in four has a second name."""
    create(str(path))
    with working(str(path), Signature("benchmark", "fill", "2025-01-01T00:00:00Z")) as work:
        rows = _Rows(work, random.Random(20240331))
        work.apply(list(rows.units()))
        work.apply([rows.add("company", **rows.company(number)) for number in range(companies)])
        work.apply([rows.add("project", **rows.named_project()) for _ in range(projects)])
        work.commit()


TIMES: Final = 50  # of LARGE: 1,000,000 projects, 5,000,000 milestones, 5,000,000 receipts, 1,000,000 visits
COPIED: Final = {  # tables that are copied, by the columns that move with every copy and how far
    "project": {"id": "projects"},
    "milestone": {"id": "milestones", "project_id": "projects"},
    "funds": {"id": "receipts", "project_id": "projects"},
    "credit": {"project_id": "projects"},
    "project_introducer": {"project_id": "projects"},
    "visit": {"id": "visits"},
    "visit_company": {"visit_id": "visits"},
}


def multiply(path: Path, size: Size, times: int) -> None:
    """Copy the projects and visits of a filled database until there are so many times as many.

    Written past the program, for its journal alone would take longer than all else: without indexes and triggers,
    which are made again at the end. What triggers derive is copied like the rest.
    """
    moves = {**size._asdict(), "milestones": size.projects * len(STAGES)}
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = OFF")
        made = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        ).fetchall()
        for kind, name, _ in made:
            connection.execute(f'DROP {kind} "{name}"')
        for table, moving in COPIED.items():
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            taken = [f'"{each}" + n.n * {moves[moving[each]]}' if each in moving else f'"{each}"' for each in columns]
            connection.execute(
                f"WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {times - 1}) "
                f"INSERT INTO {table} SELECT {', '.join(taken)} FROM n CROSS JOIN {table}"
            )
        for _, _, sql in sorted(made):
            connection.execute(sql)


class _Rows:
    """Draws the values of the records, noun by noun."""

    def __init__(self, work: Work, draw: random.Random) -> None:
        self.work, self.draw = work, draw

    def add(self, noun: str, **values: Any) -> Change:
        """One new record."""
        declared = NOUNS[noun]
        defaults = {field.key: field.default for field in declared.own_fields if field.default is not None}
        return Change(declared, self.work.new_id(declared), "add", after=defaults | values)

    def date(self, since: datetime.date = datetime.date(2022, 1, 1)) -> PartialDate:
        """A day up to the end of the three years; one in twenty-five is known to the month alone."""
        last = datetime.date(2024, 12, 31)
        found = since + datetime.timedelta(days=self.draw.randrange((last - since).days + 1))
        return months(found.year, found.month) if self.draw.random() < 0.04 else day(found)

    def name(self, ends: str) -> str:
        """A place, two characters of luck, a trade, and what it is."""
        parts = (self.draw.choice(PLACES.split()), *self.draw.choices(LUCK, k=2), self.draw.choice(TRADES.split()))
        return "".join((*parts, self.draw.choice(ends.split())))

    def company(self, number: int) -> dict[str, Any]:
        """A company with a name."""
        aliases = ("".join(self.draw.choices(LUCK, k=2)),) if number % 4 == 0 else None
        return {"name": self.name(FIRMS), "kind": "enterprise", "aliases": aliases}

    def named_project(self) -> dict[str, Any]:
        """A project with a name."""
        unit = self.draw.randrange(len(GROUPS)) + 1
        return {"name": self.name(WORKS), "unit": unit, "total_investment": Money(YI, "CNY")}

    def units(self) -> Iterator[Change]:
        """Nineteen units in three groups."""
        for number, group in enumerate(GROUPS, 1):
            yield self.add("unit", name=f"单位{number:02}", group=group)

    def companies(self, size: Size) -> Iterator[Change]:
        """Companies, some of them on lists."""
        for number in range(size.companies):
            kind = "association" if number % 20 == 0 else "enterprise"
            yield self.add("company", name=f"企业{number:05}", kind=kind, lists=self.draw.choice(LISTS))

    def projects(self, size: Size) -> Iterator[Change]:
        """Projects with five stages each; one in twenty is shared, its money 5:5 and its count in full to both."""
        for number in range(size.projects):
            change = self.add("project", **self._project(number))
            yield change
            reached = self.date().first
            for stage in STAGES:
                recognition = self.draw.choice(RECOGNITIONS)
                yield self.add(
                    "milestone", project=change.id, stage=stage, reached_on=self.date(reached), recognition=recognition
                )
                reached = min(reached + datetime.timedelta(days=90), datetime.date(2024, 12, 31))

    def _project(self, number: int) -> dict[str, Any]:
        host = self.draw.randrange(len(GROUPS)) + 1
        foreign = number % 10 == 3
        amount = self.draw.choice((YI // 2, YI - 1, YI, YI, 3 * YI, 12 * YI))
        values = {
            "name": f"项目{number:06}",
            "unit": host,
            "investment": "foreign" if foreign else "domestic",
            "agreement": self.draw.choice(("contract", "contract", "contract", "framework", None)),
            "total_investment": Money(amount // 10, "USD") if foreign else Money(amount, "CNY"),
            "status": self.draw.choice(STATUSES),
        }
        if number % 20 == 7:
            introducer = host % len(GROUPS) + 1
            values |= {"introducers": (introducer,), "money_share": "5:5", "count_share": "dual_full"}
        return values

    def receipts(self, size: Size) -> Iterator[Change]:
        """Receipts of money; a few in dollars, which the scheme does not convert."""
        for _ in range(size.receipts):
            currency = "USD" if self.draw.random() < 0.03 else "CNY"
            yield self.add(
                "funds",
                project=self.draw.randrange(size.projects) + 1,
                received_on=self.date(),
                amount=Money(self.draw.randrange(1, 500_000) * 100, currency),
                ring=self.draw.choice(RINGS),
                kind=self.draw.choice(KINDS),
                recognition=self.draw.choice(RECOGNITIONS),
            )

    def visits(self, size: Size) -> Iterator[Change]:
        """Trips and receptions with the organisations met."""
        for _ in range(size.visits):
            met = tuple(self.draw.randrange(size.companies) + 1 for _ in range(self.draw.randrange(4)))
            yield self.add(
                "visit",
                unit=self.draw.randrange(len(GROUPS)) + 1,
                start_on=self.date(),
                kind=self.draw.choice(("outbound", "outbound", "inbound", "tea")),
                rank=self.draw.choice(("county_first", "county", "department", "other", None)),
                people=self.draw.randrange(1, 12),
                companies=tuple(dict.fromkeys(met)),
            )

    def judged(self) -> Iterator[Change]:
        """Targets, figures and adjustments."""
        for metric, value in METRICS.items():
            yield self.add("target", year=2024, metric=metric, value=Decimal(value * len(GROUPS)))
        for unit in range(1, len(GROUPS) + 1):
            for metric, value in METRICS.items():
                if (unit + value) % 11:
                    yield self.add("target", year=2024, unit=unit, metric=metric, value=Decimal(value + unit))
            for year in YEARS:
                for month in (3, 6, 9, 12):
                    fdi = Decimal(unit * month * 10 + year % 7)
                    yield self.add("figure", unit=unit, metric="fdi", as_of_on=day(_end(year, month)), value=fdi)
        for unit, item in ((1, "big_start"), (1, "late_report"), (4, "false_report"), (10, "serious_incident")):
            yield self.add("adjustment", unit=unit, item=item, happened_on=day(datetime.date(2024, 5, 6)))


def _end(year: int, month: int) -> datetime.date:
    return months(year, month).last
