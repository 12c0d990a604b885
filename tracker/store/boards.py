"""The published boards: which there are, and the two lines of what each holds.

The content is one text of two lines of canonical JSON: the board with its inputs, and the rows behind every figure,
which a ledger may have by the hundred thousand and a printed board does without.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules.periods import Period

if TYPE_CHECKING:
    from tracker.store.reading import Reader


class Issue(NamedTuple):
    """One published board without its content: what it is of, when it came out, its hash and the one before it.

    `period` is a period's key, or a campaign's name.
    """

    id: int
    scheme: str
    period: str
    start_on: str
    end_on: str
    published_at: str
    sha256: str
    previous_sha256: str | None
    corrects_id: int | None

    @property
    def days(self) -> Period:
        """The days that it is of."""
        return Period(date.fromisoformat(self.start_on), date.fromisoformat(self.end_on) + timedelta(days=1))


_COLUMNS = ", ".join(Issue._fields)


def issues(reader: Reader) -> list[Issue]:
    """All published boards, in the order of the chain."""
    return [Issue(*row) for row in reader.rows(f"SELECT {_COLUMNS} FROM board ORDER BY id")]


def issue(reader: Reader, id_: int) -> Issue | None:
    """The published board of a number; None where there is none."""
    row = reader.row(f"SELECT {_COLUMNS} FROM board WHERE id = ?", (id_,))
    return Issue(*row) if row else None


def last(reader: Reader) -> Issue | None:
    """The newest published board, to which the next is chained; None before the first."""
    row = reader.row(f"SELECT {_COLUMNS} FROM board ORDER BY id DESC LIMIT 1")
    return Issue(*row) if row else None


def of_period(reader: Reader, called: str) -> list[Issue]:
    """The published boards of a period's key or a campaign's name, the newest first."""
    sql = f"SELECT {_COLUMNS} FROM board WHERE period = ? ORDER BY id DESC"
    return [Issue(*row) for row in reader.rows(sql, (called,))]


def of_campaign(reader: Reader, name: str) -> list[Issue]:
    """The published boards of the campaign so called today, whatever it was called when they came out, newest first."""
    called = called_now(reader)
    return [each for each in reversed(issues(reader)) if called.get(each.id) == name]


def called_now(reader: Reader) -> dict[int, str]:
    """By the number of each campaign's board what the campaign is called today; of one that is no more by its old name.

    It is of the campaign that had last taken its name when it came out.
    """
    import json

    names = {id_: str(name) for id_, name in reader.rows("SELECT id, name FROM campaign WHERE removed_at IS NULL")}
    periods = {id_: str(period) for id_, period in reader.rows("SELECT id, period FROM board")}
    owners: dict[str, int] = {}
    found: dict[int, str] = {}
    changes = "SELECT noun, record_id, after FROM journal WHERE noun IN ('board', 'campaign') ORDER BY id"
    for noun, id_, after in reader.rows(changes) if periods else ():
        if noun == "board" and periods[id_] in owners:
            found[id_] = names.get(owners[periods[id_]], periods[id_])
        elif noun == "campaign" and (taken := json.loads(after or "{}").get("name")):
            owners[taken] = id_
    return found


def ended_before(reader: Reader, scheme: str, end: str) -> list[Issue]:
    """The published boards of a scheme that ended before a day (ISO), the last one first."""
    sql = f"SELECT {_COLUMNS} FROM board WHERE scheme = ? AND end_on < ? ORDER BY end_on DESC, id DESC"
    return [Issue(*row) for row in reader.rows(sql, (scheme, end))]


def board_line(reader: Reader, id_: int) -> str:
    """The first line of a content: the board with its inputs, read without the rows behind it."""
    return reader.first_line("board", "content", id_)


def whole(reader: Reader, id_: int) -> str:
    """The whole content: the board's line, then the line of the rows behind it."""
    return str(reader.value("SELECT content FROM board WHERE id = ?", (id_,)))


def last_number(reader: Reader, table: str) -> int:
    """The highest number that a table ever gave out."""
    return int(reader.value("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)) or 0)


def batch_of(reader: Reader, id_: int) -> int | None:
    """The batch in which a board was published."""
    found: int | None = reader.value("SELECT batch_id FROM journal WHERE noun = 'board' AND record_id = ?", (id_,))
    return found


def published_in(reader: Reader, batch: int) -> Issue | None:
    """The board that a batch published, if it published one."""
    id_ = reader.value("SELECT record_id FROM journal WHERE batch_id = ? AND noun = 'board'", (batch,))
    return None if id_ is None else issue(reader, id_)


def scheme_text(reader: Reader, sha256: str) -> str:
    """The text of the scheme of that hash, as it was loaded."""
    return str(reader.value("SELECT toml FROM scheme WHERE sha256 = ? ORDER BY id DESC LIMIT 1", (sha256,)))
