"""The tables, made from the declarations of `rules.nouns`; what no noun declares is written out below.

Every table of a noun carries `id` (never reused), `version` (grows with every change), `removed_at` (a mark that
hides), and for named nouns the keys of `rules.names`, by which names are found. Columns are integers and texts only,
so that the same rows stand in every database: money in fen, dates as ISO texts, instants in UTC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import create_model
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Text, text
from sqlmodel import Field, SQLModel

from tracker.rules.fields import (
    ChoiceKind,
    CountKind,
    DateKind,
    FlagKind,
    MoneyKind,
    NumberKind,
    RefKind,
)
from tracker.rules.nouns import NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table

    from tracker.rules import fields
    from tracker.rules.nouns import Noun

DATE_SHAPE: Final = "____-__-__"
NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
SQLITE: Final = {"sqlite_autoincrement": True, "sqlite_strict": True}  # numbers never return; types are kept
metadata: Final[MetaData] = SQLModel.metadata
metadata.naming_convention = NAMING

# What the board reads of a project is carried on its receipts and milestones by triggers (sql/triggers.sql), so that
# a sum per unit is one range of one index. `standing`: 0 not counted, 1 all to the host, 2 shared between units.
# A project's `money_shared` and `shared` say whether its money or its count is shared between units at all.
CARRIED: Final[dict[str, dict[str, int | None]]] = {
    "funds": {"standing": 2, "host_id": None},
    "milestone": {"standing": 2, "host_id": None},
    "project": {"money_shared": 1, "shared": 1},
}


def _columns(field: fields.Field) -> Iterator[tuple[Column[Any], str | None]]:
    """The database columns of one declared field, each with the condition that keeps nonsense out."""
    names, null = field.columns, not field.required and field.default is None
    if isinstance(field.kind, MoneyKind):
        fen, currency = names
        yield Column(fen, Integer, nullable=null), f"{fen} >= 0"
        yield Column(currency, Text, nullable=null), f"({fen} IS NULL) = ({currency} IS NULL)"
    elif isinstance(field.kind, DateKind):
        first, last = names
        yield Column(first, Text, nullable=null), f"{first} LIKE '{DATE_SHAPE}'"
        yield Column(last, Text, nullable=null), f"{last} LIKE '{DATE_SHAPE}' AND {last} >= {first}"
    elif isinstance(field.kind, RefKind) and names:
        yield Column(names[0], Integer, ForeignKey(f"{field.kind.noun}.id"), nullable=null), None
    elif names:
        whole = isinstance(field.kind, (FlagKind, CountKind))
        yield Column(names[0], Integer if whole else Text, nullable=null), _condition(field.kind, f'"{names[0]}"')


def _one_of(name: str, *values: str | int) -> str:
    """That a value is one of ours or absent; written out, for SQLite searches the list of an `IN` as a tree per row."""
    return " OR ".join(f"{name} = {value!r}" for value in values)


def _condition(kind: fields.Kind, name: str) -> str | None:
    """What the database itself demands of a one-column value."""
    if isinstance(kind, FlagKind):
        return _one_of(name, 0, 1)
    if isinstance(kind, CountKind):
        return f"{name} >= 0"
    if isinstance(kind, ChoiceKind):
        return _one_of(name, *kind.choices.keys)
    if isinstance(kind, NumberKind):
        return f"{name} GLOB '*[0-9]*' AND {name} NOT GLOB '*[^0-9.-]*'"
    return f"{name} <> ''"


def _kept(noun: Noun) -> Iterator[tuple[Column[Any], str | None]]:
    """The columns that tracker keeps for itself beside the declared ones."""
    if noun.named:
        yield Column("name_key", Text, nullable=False), None
        yield Column("spelling", Text, nullable=False, server_default=""), None
    if noun.aliased:
        yield Column("alias_key", Text), None
    for name, highest in CARRIED.get(noun.key, {}).items():
        if highest is None:
            yield Column(name, Integer), None
        else:
            yield Column(name, Integer, nullable=False, server_default="0"), f"{name} BETWEEN 0 AND {highest}"
    yield Column("version", Integer, nullable=False), "version >= 1"
    yield Column("removed_at", Text), None


def _table(noun: Noun) -> Table:
    """The table of a noun, which its model lays."""
    pairs: list[tuple[Column[Any], str | None]] = [(Column("id", Integer, primary_key=True), None)]
    pairs += [pair for field in noun.own_fields for pair in _columns(field)]
    pairs += _kept(noun)
    definitions: dict[str, Any] = {
        column.name: (int | None if isinstance(column.type, Integer) else str | None, Field(None, sa_column=column))
        for column, _ in pairs
    }
    create_model(noun.key.capitalize(), __base__=SQLModel, __cls_kwargs__={"table": True}, **definitions)
    table = metadata.tables[noun.key]
    for column, condition in pairs:
        if condition:
            table.append_constraint(CheckConstraint(condition, name=column.name))
    for option, value in SQLITE.items():
        table.dialect_options["sqlite"][option.removeprefix("sqlite_")] = value
    return table


TABLES: Final[dict[str, Table]] = {key: _table(noun) for key, noun in NOUNS.items()}


class Batch(SQLModel, table=True):
    """One command that wrote: when, who, which command line, which program, which file.

    `layout` is a file's name and, by sheet, noun and field, the letter of each column: with the sheet and row in the
    journal it gives the cell that a value came from. Of several files it lists these as `files`, each with its hash,
    and the journal tells by number which is meant. `rows` are how many of which noun each sheet had, where the whole
    file was taken; `maps` what a person said of columns, by the fingerprint of the headings.
    """

    __table_args__ = SQLITE

    id: int | None = Field(default=None, primary_key=True)
    at: str = Field(sa_type=Text)
    actor: str = Field(sa_type=Text)
    command: str = Field(sa_type=Text)
    program: str = Field(sa_type=Text)
    file_sha256: str | None = Field(default=None, sa_type=Text)
    layout: str | None = Field(default=None, sa_type=Text)
    undoes: int | None = Field(default=None, foreign_key="batch.id")


class Journal(SQLModel, table=True):
    """One change of one record: the fields' values before and after, and the cells they came from, as JSON."""

    __table_args__ = (
        CheckConstraint(_one_of("action", "add", "edit", "remove", "restore"), name="action"),
        Index("ix_journal_record", "noun", "record_id"),
        SQLITE,
    )

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="batch.id", index=True)
    noun: str = Field(sa_type=Text)
    record_id: int
    action: str = Field(sa_type=Text)
    version: int
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)
    source: str | None = Field(default=None, sa_type=Text)


class Scheme(SQLModel, table=True):
    """Contest rules as loaded: the text of the TOML file and its hash; a key loaded again is a newer row."""

    __table_args__ = SQLITE

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True, sa_type=Text)
    year: int | None = None
    toml: str = Field(sa_type=Text)
    sha256: str = Field(sa_type=Text)
    batch_id: int = Field(foreign_key="batch.id")
    version: int = 1
    removed_at: str | None = Field(default=None, sa_type=Text)


class Board(SQLModel, table=True):
    """A published board: inputs, arithmetic and result as JSON, under a hash chained to the board before."""

    __table_args__ = SQLITE

    id: int | None = Field(default=None, primary_key=True)
    scheme: str = Field(sa_type=Text)
    period: str = Field(sa_type=Text)
    start_on: str = Field(sa_type=Text)
    end_on: str = Field(sa_type=Text)
    published_at: str = Field(sa_type=Text)
    content: str = Field(sa_type=Text)
    sha256: str = Field(sa_type=Text)
    previous_sha256: str | None = Field(default=None, sa_type=Text)
    corrects_id: int | None = Field(default=None, foreign_key="board.id")


class Credit(SQLModel, table=True):
    """A unit's share of a project, as a fraction, apart for money and for counts; derived from the project."""

    __table_args__ = {"sqlite_strict": True}

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", primary_key=True, index=True)
    money_over: int
    money_under: int
    count_over: int
    count_under: int


class ProjectIntroducer(SQLModel, table=True):
    """The units that introduced a project, in their order."""

    __tablename__ = "project_introducer"
    __table_args__ = {"sqlite_strict": True}

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    position: int = Field(primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)


class VisitCompany(SQLModel, table=True):
    """The organisations met on a visit, in their order."""

    __tablename__ = "visit_company"
    __table_args__ = {"sqlite_strict": True}

    visit_id: int = Field(foreign_key="visit.id", primary_key=True)
    position: int = Field(primary_key=True)
    company_id: int = Field(foreign_key="company.id", index=True)


def _unique(name: str, noun: str, *columns: str) -> None:
    """A key that holds among the records that are not removed."""
    live = text("removed_at IS NULL")
    Index(name, *(TABLES[noun].c[column] for column in columns), unique=True, sqlite_where=live, postgresql_where=live)


_unique("uq_unit_name_key", "unit", "name_key")
_unique("uq_chain_name_key", "chain", "name_key")
_unique("uq_segment_name_key", "segment", "chain_id", "name_key")
_unique("uq_campaign_name_key", "campaign", "name_key")
_unique("uq_milestone_stage", "milestone", "project_id", "stage")
_LIVE = text("removed_at IS NULL")

# All that a search of many names reads, so that it never touches the wide rows themselves.
for _noun, _names in (
    ("company", ("name_key", "spelling", "alias_key")),
    ("project", ("name_key", "spelling")),
    ("lead", ("name_key", "spelling")),
):
    Index(
        f"ix_{_noun}_names",
        *(TABLES[_noun].c[column] for column in (*_names, "removed_at")),
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )

# Equality first, range second, payload last: each sum or count of a board is one range scan inside one index.
_FUNDS = TABLES["funds"].c
Index(
    "ix_funds_board",
    *(
        _FUNDS[name]
        for name in (
            "standing", "host_id", "amount_currency", "received_on", "received_to", "recognition", "ring", "kind",
            "evidence", "amount_fen", "project_id",
        )
    ),
)  # fmt: skip
Index("ix_funds_project", _FUNDS.project_id, _FUNDS.received_on)
_MILESTONE = TABLES["milestone"].c
Index(
    "ix_milestone_board",
    *(
        _MILESTONE[name]
        for name in ("standing", "host_id", "stage", "reached_on", "reached_to", "recognition", "project_id")
    ),
)
_VISIT = TABLES["visit"].c
Index(
    "ix_visit_board",
    *(_VISIT[name] for name in ("unit_id", "start_on", "start_to", "kind", "rank", "people", "removed_at")),
    sqlite_where=_LIVE,
    postgresql_where=_LIVE,
)
_LEAD = TABLES["lead"].c
Index(
    "ix_lead_board",
    *(_LEAD[name] for name in ("unit_id", "received_on", "received_to", "channel", "status", "removed_at")),
    sqlite_where=_LIVE,
    postgresql_where=_LIVE,
)
Index(
    "ix_visit_company_met", metadata.tables["visit_company"].c.visit_id, metadata.tables["visit_company"].c.company_id
)

# Dates known only to the month or the year are few: what a window cuts through is found without reading the rest.
for _noun, _first, _last in (
    ("funds", "received_on", "received_to"),
    ("milestone", "reached_on", "reached_to"),
    ("visit", "start_on", "start_to"),
    ("lead", "received_on", "received_to"),
):
    _imprecise = text(f"{_last} > {_first}")
    Index(
        f"ix_{_noun}_imprecise",
        TABLES[_noun].c[_first],
        TABLES[_noun].c[_last],
        sqlite_where=_imprecise,
        postgresql_where=_imprecise,
    )
