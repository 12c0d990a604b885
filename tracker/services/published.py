"""What a published board holds, and how it is read back: everything that a printout needs, without the ledger.

Units are `U3`, dates ISO, words both languages; figures are exact fractions as texts, printed figures as printed.
The first line holds the board, its inputs, its arithmetic and its scheme, the second the rows behind every figure.
"""

from __future__ import annotations

import datetime
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker import __version__
from tracker.result import Message
from tracker.rules.curves import Pace, Window
from tracker.rules.dates import from_days
from tracker.rules.money import Money
from tracker.rules.periods import Period
from tracker.rules.ranking import Ranked
from tracker.rules.scoring import AdjustmentScore, Cell, Event, UnitScore
from tracker.services import boards, contest, standings
from tracker.services.contest import Adjustment, Ground, Unit
from tracker.services.explain import Counted, every_behind
from tracker.services.lines import Values
from tracker.services.progress import Report
from tracker.services.standings import Board, Row
from tracker.store import boards as stored
from tracker.store.figures import Measured
from tracker.words import Say, Sentence, text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from tracker.rules.schemes import Scheme
    from tracker.store.boards import Issue
    from tracker.store.reading import Reader
    from tracker.words import Words

FORMAT: Final = 2  # in 1, arithmetic was to four decimals throughout, whether they were enough or not
ONE_DAY: Final = datetime.timedelta(days=1)
Behind = dict[str, dict[int, list[Counted]]]  # by metric and unit


class Cover(NamedTuple):
    """What the content says of its own publication: its number, when and by whom, and what it corrects by its hash."""

    number: int
    published_at: str
    by: str
    corrects: str | None


def freeze(
    reader: Reader, ground: Ground, cover: Cover, concerns: tuple[Message, ...] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two lines of a board's content, still to be written as canonical JSON."""
    board, singles, values = standings.every_board(reader, ground)
    content = {
        "format": FORMAT,
        "program": __version__,
        **cover._asdict(),
        **_ground_out(reader, ground),
        "adjustments": list(map(_adjustment_out, contest.adjustments(reader, ground))),
        "values": {
            "now": _values_out(board.values),
            "last_year": _values_out(values.last),
            "month_before": None if values.month is None else _values_out(values.month),
        },
        "groups": [{"key": key, "rows": list(map(row_out, rows))} for key, rows in board.groups.items()],
        "singles": {key: _singles_out(single) for key, single in singles.items()},
        "board": plain(boards.board_data(board)),
        "messages": _messages_out((*boards.remarks(reader, [board]), *concerns)),
    }
    return content, rows_out(reader, ground)


def plain(value: Any) -> Any:
    """Data with every word in both languages; figures stay what they are."""
    if isinstance(value, (Say, Sentence)):
        return {"zh": text(value, "zh"), "en": text(value, "en")}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def _ground_out(reader: Reader, ground: Ground) -> dict[str, Any]:
    campaign = ground.campaign
    return {
        "period": ground.called,
        "start": ground.period.start,
        "end": ground.period.last,
        "window": {"start": ground.window.start, "as_of": ground.window.as_of},
        "curve": {"delta": ground.pace.delta, "c": ground.pace.c},
        "campaign": {"name": ground.campaign_name, "start": campaign.start, "end": campaign.last} if campaign else None,
        "scheme": {
            "key": ground.scheme.key,
            "sha256": ground.sha256,
            "toml": stored.scheme_text(reader, ground.sha256),
        },
        "units": [{"id": f"U{unit.id}", "name": unit.name, "group": unit.group} for unit in ground.units],
        "targets": [
            {"unit": _unit_out(unit), "metric": metric, "value": value}
            for (unit, metric), value in ground.targets.items()
        ],
    }


def _adjustment_out(each: Adjustment) -> dict[str, Any]:
    event = each.event
    return {
        "id": each.id,
        "date": each.date,
        "item": event.item,
        "unit": f"U{event.unit}",
        "count": event.times,
        "points": event.points,
        "project": event.project,
        "reason": each.reason,
    }


def _unit_out(unit: int | None) -> str | None:
    return None if unit is None else f"U{unit}"


def _values_out(values: dict[str, Measured]) -> dict[str, Any]:
    return {
        key: vars(each) | {"units": {f"U{unit}": value for unit, value in each.units.items()}}
        for key, each in values.items()
    }


def row_out(row: Row) -> dict[str, Any]:
    """One unit's place on a composite board, with its arithmetic."""
    assert row.ranked is not None
    score = row.ranked.score
    return {
        "unit": f"U{row.unit.id}",
        "rank": row.rank,
        "previous": row.previous,
        "score": score.score,
        "exact": score.exact,
        "vetoed": score.vetoed,
        "rescale": score.rescale,
        "arithmetic": score.arithmetic,
        "indicators": list(map(_cell_out, row.cells)),
        "adjustments": [{"key": each.key, "count": each.times, "points": each.points} for each in score.adjustments],
    }


def _cell_out(cell: Cell) -> dict[str, Any]:
    fields = cell._asdict() | {"label": plain(cell.label), "reason": plain(cell.reason)}
    return fields | {"parts": [_cell_out(part) for part in cell.parts]}


def _singles_out(board: Board) -> dict[str, Any]:
    return {
        group: [{"unit": f"U{row.unit.id}", "rank": row.rank, "previous": row.previous} for row in rows]
        for group, rows in board.groups.items()
    }


def _messages_out(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """What is to be said, each once: a concern may be a remark as well."""
    found: list[dict[str, Any]] = []
    for each in map(_message_out, messages):
        found += [] if each in found else [each]
    return found


def _message_out(message: Message) -> dict[str, Any]:
    return {"code": message.code, "level": message.level, "text": _both(message.what)}


def _both(words: Words) -> dict[str, str]:
    return {"zh": text(words, "zh"), "en": text(words, "en")}


def rows_out(reader: Reader, ground: Ground) -> dict[str, Any]:
    """The rows behind every figure of every unit, by metric: number, name, date, amount, share, worth."""
    return {
        key: {f"U{unit}": list(map(_counted_out, rows)) for unit, rows in every_behind(reader, ground, metric).items()}
        for key, metric in ground.scheme.metrics.items()
    }


def _counted_out(row: Counted) -> list[Any]:
    amount = row.amount._asdict() if isinstance(row.amount, Money) else row.amount
    days = f"{row.date.first}..{row.date.last}" if row.date.first < row.date.last else row.date.first
    return [row.number, row.name, days, amount, row.share, row.worth]


# And back.


class Frozen:
    """A published board, each part read from its content when it is asked for; `plain` is the content as JSON has it.

    `known` lends its scheme, if it is the same, so that it is read once. Altered content raises
    whatever its reading stumbles over.
    """

    def __init__(self, content: dict[str, Any], known: Ground | None = None) -> None:
        self.plain = content
        self._ground = _ground_in(content, known)
        self._units = {unit.id: unit for unit in self._ground.units}
        self._now = _values_in(content["values"]["now"])

    @cached_property
    def board(self) -> Board:
        """The composite board, with its arithmetic."""
        rows = {group["key"]: [_row_in(row, self._units) for row in group["rows"]] for group in self.plain["groups"]}
        groups = {key: tuple(standings.with_gaps(each)) for key, each in rows.items()}
        return Board(self._ground, groups, self._now)

    @cached_property
    def singles(self) -> dict[str, Board]:
        """The board of every metric alone."""
        kept = self.plain["singles"]
        return {key: self._single(key, kept[key]) for key in self._ground.scheme.metrics if key in kept}

    def _single(self, key: str, groups: dict[str, Any]) -> Board:
        metric = self._ground.scheme.metrics[key]

        def placed(rows: list[dict[str, Any]]) -> tuple[Row, ...]:
            units = [self._units[int(each["unit"][1:])] for each in rows]
            found = standings.single_rows(self._ground, metric, units, self._now[key], [each["rank"] for each in rows])
            return tuple(row._replace(previous=each["previous"]) for row, each in zip(found, rows, strict=True))

        # The keys of what is kept are sorted; a board has its groups as the scheme names them.
        ranked = {group.key: placed(groups[group.key]) for group in self._ground.scheme.groups if group.key in groups}
        return Board(self._ground, ranked, self._now, metric, self.values)

    @cached_property
    def values(self) -> Values:
        """The values of the window, last year's, and those up to the last month's end."""
        values = self.plain["values"]
        month = values["month_before"]
        return Values(self._now, _values_in(values["last_year"]), None if month is None else _values_in(month))

    @property
    def report(self) -> Report:
        """The progress of the same window."""
        return Report(self._ground, self.values)

    @cached_property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """The bonuses and penalties of the window, with their reasons."""
        return tuple(map(_adjustment_in, self.plain["adjustments"]))

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """What was to be said of the board when it was published."""
        return tuple(Message(each["code"], _say(each["text"]), each["level"]) for each in self.plain["messages"])


def thaw(reader: Reader, issue: Issue, known: Ground | None = None) -> Frozen:
    """A published board from its own content, without the rows behind it."""
    import json

    return Frozen(json.loads(stored.board_line(reader, issue.id)), known)


def _ground_in(content: dict[str, Any], known: Ground | None) -> Ground:
    day, campaign = datetime.date.fromisoformat, content["campaign"]
    sha256 = content["scheme"]["sha256"]
    return Ground(
        known.scheme if known and known.sha256 == sha256 else _scheme_in(content),
        sha256,
        _period_in(content),
        Window(day(content["window"]["start"]), day(content["window"]["as_of"])),
        Pace(Fraction(content["curve"]["delta"]), Fraction(content["curve"]["c"])),
        tuple(Unit(int(unit["id"][1:]), unit["name"], unit["group"]) for unit in content["units"]),
        {(_unit_in(each["unit"]), each["metric"]): Fraction(each["value"]) for each in content["targets"]},
        _period_in(campaign) if campaign else None,
        campaign["name"] if campaign else None,
    )


def _scheme_in(content: dict[str, Any]) -> Scheme:
    from tracker.rules.scheme_reading import parse_scheme

    return parse_scheme(content["scheme"]["toml"])


def _period_in(days: dict[str, Any]) -> Period:
    day = datetime.date.fromisoformat
    return Period(day(days["start"]), day(days["end"]) + ONE_DAY)


def _unit_in(number: str | None) -> int | None:
    return None if number is None else int(number[1:])


def _exact(stored_text: str | None) -> Fraction | None:
    return None if stored_text is None else Fraction(stored_text)


def _decimal(stored_text: str | None) -> Decimal | None:
    from decimal import Decimal

    return None if stored_text is None else Decimal(stored_text)


def _say(words: dict[str, str]) -> Say:
    return Say(words["zh"], words["en"])


def _values_in(values: dict[str, Any]) -> dict[str, Measured]:
    return {
        key: Measured(
            {int(unit[1:]): Fraction(value) for unit, value in each["units"].items()},
            _exact(each["city"]),
            each["rows"],
            each["summed"],
            {currency: (count, fen) for currency, (count, fen) in each["left_out"].items()},
            each["imprecise"],
        )
        for key, each in values.items()
    }


def _row_in(row: dict[str, Any], units: dict[int, Unit]) -> Row:
    unit, cells = units[int(row["unit"][1:])], tuple(map(_cell_in, row["indicators"]))
    score = UnitScore(
        unit.id,
        _decimal(row["score"]),
        _exact(row["exact"]),
        row["vetoed"],
        cells,
        tuple(
            AdjustmentScore(each["key"], Fraction(each["count"]), Fraction(each["points"]))
            for each in row["adjustments"]
        ),
        Fraction(row["rescale"]),
        row["arithmetic"],
    )
    return Row(unit, row["rank"], row["previous"], Ranked(row["rank"], score), cells)


def _cell_in(cell: dict[str, Any]) -> Cell:
    figures = {key: _exact(cell[key]) for key in ("actual", "target", "rate", "ahead", "score")}
    return Cell(
        key=cell["key"],
        metric=cell["metric"],
        label=_say(cell["label"]),
        weight=Fraction(cell["weight"]),
        rank=cell["rank"],
        arithmetic=cell["arithmetic"],
        parts=tuple(map(_cell_in, cell["parts"])),
        reason=_say(cell["reason"]) if cell["reason"] else None,
        **figures,
    )


def _adjustment_in(each: dict[str, Any]) -> Adjustment:
    unit, times, points = int(each["unit"][1:]), _exact(each["count"]), _exact(each["points"])
    event = Event(each["item"], unit, times, points, each["project"])
    return Adjustment(each["id"], each["date"], event, each["reason"])


def rows_in(line: str) -> Behind:
    """The rows behind every figure, from the second line of a content."""
    import json

    return {
        metric: {int(unit[1:]): list(map(_counted_in, rows)) for unit, rows in units.items()}
        for metric, units in json.loads(line).items()
    }


def _counted_in(row: list[Any]) -> Counted:
    number, name, days, amount, share, worth = row
    first, _, last = map(str, days.partition(".."))
    money = Money(amount["fen"], amount["currency"]) if isinstance(amount, dict) else amount
    return Counted(number, name, from_days(first, last or first), money, Fraction(share), _exact(worth))


def rows_behind(reader: Reader, issue: Issue) -> Behind:
    """The rows behind every figure of a published board."""
    return rows_in(stored.whole(reader, issue.id).partition("\n")[2])
