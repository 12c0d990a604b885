from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ROOT, quietly
from tracker.errors import DatabaseError
from tracker.rules.fields import ChoiceKind, FlagKind
from tracker.rules.nouns import NOUNS
from tracker.store import models, schema
from tracker.store.reading import APPLICATION_ID, GENERATION, HEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from tests.conftest import Runner

Content = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def raw(city: Runner) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(city.database, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


def pragma(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def age(path: Path, generation: int = GENERATION - 1) -> None:
    """Let the file look as if an older (or newer) program had made it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {generation}")


class TestCreating:
    def test_a_new_file_is_ours_and_its_owners_alone(self, run: Runner) -> None:
        assert stat.S_IMODE(run.database.stat().st_mode) == 0o600
        assert pragma(run.database, "application_id") == APPLICATION_ID
        assert pragma(run.database, "user_version") == GENERATION

    def test_init_made_it_so(self, desk: Runner) -> None:
        desk.ok("init")
        assert stat.S_IMODE(desk.database.stat().st_mode) == 0o600
        raw = desk.database.read_bytes()
        again = desk.ok("init", "-f", "json").json
        assert again["data"]["action"] == "same"
        assert desk.database.read_bytes() == raw

    def test_folders_are_made(self, desk: Runner) -> None:
        path = desk.database.parent / "a" / "b" / "city.db"
        desk.ok("--db", str(path), "init")
        assert path.is_file()

    def test_nothing_stays_of_a_failed_creation(self, desk: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(connection: Connection) -> None:
            raise RuntimeError

        monkeypatch.setattr(schema, "_run", fail)
        assert desk("init").code == 1
        assert not desk.database.exists()


class TestOneSchema:
    def test_head_is_the_newest_migration(self, run: Runner) -> None:
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        config = Config()
        config.set_main_option("script_location", str(schema.migrations_folder()))
        assert ScriptDirectory.from_config(config).get_heads() == [HEAD]
        with closing(sqlite3.connect(run.database)) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]

    def test_one_migration_a_generation(self) -> None:
        files = list((schema.migrations_folder() / "versions").glob("[0-9]*.py"))
        assert len(files) == GENERATION

    def test_models_and_migrations_agree(self, run: Runner) -> None:
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext
        from sqlalchemy import create_engine

        engine = create_engine(f"sqlite:///{run.database}")
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, models.metadata) == []
        engine.dispose()

    def test_their_conditions_indexes_and_tables_agree_too(self, run: Runner) -> None:
        """Autogenerate compares neither conditions nor the WHERE of an index."""
        from sqlalchemy import create_engine

        made = create_engine("sqlite://")
        with made.connect() as connection:
            models.metadata.create_all(connection)
            wanted = connection.exec_driver_sql(MASTER).all()
        made.dispose()
        with closing(sqlite3.connect(run.database)) as connection:
            found = connection.execute(MASTER).fetchall()
        assert facts(found) == facts([tuple(row) for row in wanted])

    @pytest.mark.parametrize("noun", NOUNS)
    def test_fields_and_columns_agree(self, run: Runner, noun: str) -> None:
        with closing(sqlite3.connect(run.database)) as connection:
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info({noun})")}
        own = {column for field in NOUNS[noun].own_fields for column in field.columns}
        kept = {"id", "version", "removed_at", *models.CARRIED.get(noun, {})} | (
            {"name_key", "spelling"} if NOUNS[noun].named else set()
        )
        kept |= {"alias_key"} if NOUNS[noun].aliased else set()
        assert columns == own | kept
        assert not own & kept

    def test_only_integers_and_texts(self, run: Runner) -> None:
        with closing(sqlite3.connect(run.database)) as connection:
            for table in (*NOUNS, "batch", "journal", "scheme", "board", "credit"):
                types = {row[2] for row in connection.execute(f"PRAGMA table_info({table})")}
                assert types <= {"INTEGER", "TEXT"}


MASTER = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"

# What a table demands, whatever the demand is called.
CONDITION = (
    r"(?<=CONSTRAINT )\w+ (CHECK \(.*?\)(?=, CONSTRAINT|, FOREIGN|, PRIMARY|\) STRICT|\)$)"
    r"|FOREIGN KEY\(.*?\) REFERENCES \w+ \(\w+\))"
)


def facts(rows: list[tuple[Any, ...]]) -> dict[str, set[str]]:
    """What each table and index says, whatever its layout and order."""
    found = {}
    for _, name, sql in rows:
        if name.startswith(("sqlite_", "alembic_")):
            continue
        words = re.sub(r"\s+", " ", sql).replace('"', "").replace("( ", "(").replace(" )", ")")
        checks = set(re.findall(CONDITION, words))
        rest = {"strict" if words.endswith("STRICT") else "", "auto" if "AUTOINCREMENT" in words else ""}
        found[name] = (
            checks | rest | ({words} if words.startswith("CREATE INDEX") or " UNIQUE INDEX" in words else set())
        )
    return found


JOURNAL = "journal (batch_id, noun, record_id, action, version)"
NONSENSE: dict[str, str] = {
    "negative amount": "UPDATE funds SET amount_fen = -1",
    "amount without currency": "UPDATE funds SET evidence_amount_fen = 1",
    "text for a number": "UPDATE funds SET amount_fen = '很多'",
    "no date": "UPDATE funds SET received_on = '昨天'",
    "span turned round": "UPDATE funds SET received_on = '2024-04-01', received_to = '2024-03-01'",
    "half a date": "UPDATE funds SET evidence_on = NULL, evidence_to = 'x'",
    "unknown ring": "UPDATE funds SET ring = 'mars'",
    "unknown stage": "UPDATE milestone SET stage = 'dreaming'",
    "unknown status": "UPDATE project SET status = 'happy'",
    "required missing": "UPDATE project SET total_investment_fen = NULL, total_investment_currency = NULL",
    "empty name": "UPDATE unit SET name = ''",
    "flag of three values": "UPDATE company SET target = 2",
    "negative count": "UPDATE visit SET people = -3",
    "number of letters": "UPDATE target SET value = 'much'",
    "version nought": "UPDATE unit SET version = 0",
    "nobody's receipt": "UPDATE funds SET project_id = 99",
    "nobody's introducer": "INSERT INTO project_introducer VALUES (1, 1, 99)",
    "two of a name": "UPDATE unit SET name_key = '冠县'",
    "two milestones of a stage": "UPDATE milestone SET stage = 'talks'",
    "deleting what is referred to": "DELETE FROM unit",
    "unknown action": f"INSERT INTO {JOURNAL} VALUES (1, 'unit', 1, 'eat', 1)",
    "journal of no batch": f"INSERT INTO {JOURNAL} VALUES (999, 'unit', 1, 'add', 1)",
    "changed history": "UPDATE journal SET before = NULL",
    "deleted history": "DELETE FROM journal",
}


@pytest.mark.parametrize("case", NONSENSE)
def test_the_database_itself_refuses(raw: sqlite3.Connection, case: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(NONSENSE[case])


def test_numbers_grow_even_when_the_last_row_is_gone(raw: sqlite3.Connection) -> None:
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("DELETE FROM funds")
    added = raw.execute(
        "INSERT INTO funds (project_id, received_on, received_to, amount_fen, amount_currency, recognition, version) "
        "VALUES (1, '2024-03-01', '2024-03-01', 1, 'CNY', 'reported', 1)"
    )
    assert added.lastrowid == 2


READS = ("project", "list")
WRITES = ("unit", "add", "高唐县", "county")


class TestFilesThatAreNotForUs:
    """Exit 6, one line with a hint, and not a byte of the file is touched."""

    @pytest.fixture(autouse=True)
    def _impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in ("reading", "engine"):
            monkeypatch.setattr(f"tracker.store.{module}.WAIT_SECONDS", 0.05)

    def refused(self, run: Runner, code: str, *lines: tuple[str, ...]) -> None:
        path = run.database
        raw = path.read_bytes() if path.exists() else None
        for line in lines:
            ran = run(*line)
            assert (ran.code, ran.out) == (6, ""), line
            assert [part.split(":")[0] for part in ran.err.splitlines()] == ["error", "hint"]
            told = run(*line, "-f", "json").json
            assert (told["exit"], told["problems"][0]["code"]) == (6, code), line
            assert (path.read_bytes() if path.exists() else None) == raw
            assert not list(path.parent.glob("*-journal"))

    def test_missing(self, desk: Runner) -> None:
        self.refused(desk, "database_missing", READS, WRITES, ("db", "upgrade"), ("log",), ("undo",))
        assert not desk.database.exists()

    def test_foreign(self, desk: Runner) -> None:
        with closing(sqlite3.connect(desk.database)) as connection:
            connection.execute("CREATE TABLE mine (id INTEGER)")
            connection.execute("PRAGMA user_version = 1")
        self.refused(desk, "database_foreign", READS, WRITES, ("db", "upgrade"), ("init",))

    def test_newer(self, city: Runner) -> None:
        age(city.database, GENERATION + 1)
        self.refused(city, "database_newer", READS, WRITES, ("db", "upgrade"), ("init",))

    def test_older(self, city: Runner) -> None:
        age(city.database)
        self.refused(city, "database_older", READS, WRITES, ("init",))

    @pytest.mark.parametrize("noise", [b"noise" * 1000, "台账".encode(), b"\x00" * 4096])
    def test_no_database_at_all(self, desk: Runner, noise: bytes) -> None:
        desk.database.write_bytes(noise)
        told = desk(*READS, "-f", "json").json["problems"][0]["code"]
        assert told in ("database_damaged", "database_foreign")
        self.refused(desk, told, READS, WRITES, ("db", "upgrade"), ("init",))

    def test_damaged_inside(self, city: Runner) -> None:
        raw = bytearray(city.database.read_bytes())
        raw[4096:] = b"\xff" * (len(raw) - 4096)
        city.database.write_bytes(raw)
        self.refused(city, "database_damaged", READS, WRITES)

    def test_cut_short(self, city: Runner) -> None:
        city.database.write_bytes(city.database.read_bytes()[:8192])
        self.refused(city, "database_damaged", READS, WRITES)

    def test_busy(self, city: Runner) -> None:
        with closing(sqlite3.connect(city.database, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            self.refused(city, "database_busy", READS, WRITES)

    def test_reading_goes_on_while_another_prepares_to_write(self, city: Runner) -> None:
        with closing(sqlite3.connect(city.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            city.ok(*READS)
            assert city(*WRITES).code == 6

    def test_busy_upgrade(self, city: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
        age(city.database)
        connect = sqlite3.connect

        def impatient(*args: Any, **options: Any) -> sqlite3.Connection:
            return connect(*args, **{**options, "timeout": 0.05})  # type: ignore[no-any-return]

        monkeypatch.setattr(sqlite3, "connect", impatient)
        with closing(connect(city.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert city("db", "upgrade").code == 6

    def test_read_only(self, city: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
        import os

        allowed = os.access
        monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and allowed(path, mode))
        city.database.chmod(0o400)
        self.refused(city, "database_readonly", WRITES)
        city.ok(*READS)

    def test_a_folder(self, desk: Runner) -> None:
        desk.database.mkdir()
        assert desk(*READS).code == 6
        assert desk("init").code == 6

    def test_a_server(self, desk: Runner) -> None:
        ran = desk("--db", "postgresql://me:secret@host/city", *READS)
        assert ran.code == 6
        assert "secret" not in ran.err


def made_by(generation: int, path: Path, made: Path) -> None:
    """Make a file as the migrations of a generation leave it, move the rows of another into it, and take its place."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    config = Config()
    config.set_main_option("script_location", str(schema.migrations_folder()))
    engine = create_engine(f"sqlite:///{made}")
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, f"{generation:04}")
    engine.dispose()
    with closing(sqlite3.connect(made, isolation_level=None)) as raw:
        raw.execute("ATTACH ? AS newer", (str(path),))
        tables = raw.execute("SELECT name FROM main.sqlite_master WHERE type = 'table' AND name <> 'alembic_version'")
        for (table,) in sorted(tables.fetchall(), key=lambda row: row == ("sqlite_sequence",)):  # counts itself along
            columns = ", ".join(f'"{row[1]}"' for row in raw.execute(f"PRAGMA main.table_info({table})"))
            raw.execute(f"DELETE FROM main.{table}")
            raw.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")
        for statement in schema.statements("triggers.sql"):
            raw.execute(statement)
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute(f"PRAGMA user_version = {generation}")
    made.replace(path)


class TestUpgrading:
    def test_a_verified_backup_comes_first(self, city: Runner, content: Callable[[Path], Content]) -> None:
        age(city.database)
        before = content(city.database)
        data = city.ok("db", "upgrade", "-f", "json").json["data"]
        assert data["action"] == "upgraded"
        [backup] = city.database.parent.glob("tracker.before-*.db")
        assert str(backup) == data["backup"]
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600
        assert content(backup) == before
        assert (pragma(backup, "user_version"), pragma(city.database, "user_version")) == (GENERATION - 1, GENERATION)
        assert content(city.database) == before
        city.ok("unit", "add", "高唐县", "county")

    def test_nothing_to_do(self, city: Runner) -> None:
        raw = city.database.read_bytes()
        assert city.ok("db", "upgrade", "-f", "json").json["data"]["action"] == "same"
        assert city.database.read_bytes() == raw
        assert list(city.database.parent.glob("*.db")) == [city.database]

    def test_triggers_are_made_again(self, city: Runner) -> None:
        age(city.database)
        with closing(sqlite3.connect(city.database)) as connection:
            connection.execute("DROP TRIGGER funds_added")
            connection.execute("DROP TRIGGER journal_keeps")
            connection.execute("CREATE TRIGGER journal_keeps AFTER UPDATE ON journal BEGIN SELECT 1; END")
        city.ok("db", "upgrade")
        with closing(sqlite3.connect(city.database)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
            assert "funds_added" in names
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute("UPDATE journal SET before = NULL")

    @pytest.mark.parametrize(
        ("statements", "code"),
        [
            (("CREATE TABLE half (id INTEGER)", "DROP TABLE figure", "nonsense"), 6),
            (("UPDATE unit SET name = 'x'", "DELETE FROM figure"), 4),
            (("UPDATE funds SET project_id = 99",), 4),
        ],
    )
    def test_a_failing_migration_leaves_the_file_as_it_was(
        self,
        city: Runner,
        monkeypatch: pytest.MonkeyPatch,
        content: Callable[[Path], Content],
        statements: tuple[str, ...],
        code: int,
    ) -> None:
        def fail(connection: Connection) -> None:
            for statement in statements:
                connection.exec_driver_sql(statement)

        age(city.database)
        before, raw = content(city.database), city.database.read_bytes()
        monkeypatch.setattr(schema, "_run", fail)
        assert city("db", "upgrade").code == code
        assert content(city.database) == before
        assert city.database.read_bytes() == raw
        assert pragma(city.database, "user_version") == GENERATION - 1

    def test_a_file_of_the_first_generation_gets_its_spellings(
        self, city: Runner, content: Callable[[Path], Content], tmp_path: Path
    ) -> None:
        city.ok("company", "add", "重庆长安", "--aliases", "长安汽车、CA")
        city.ok("company", "remove", "重庆长安", "--yes")
        city.ok("unit", "edit", "冠县", "--name", "冠州区", "--aliases", "冠县(..2024-01-01)")
        wanted = content(city.database)
        made_by(1, city.database, tmp_path / "old.db")
        triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        with closing(sqlite3.connect(city.database)) as connection:
            before = connection.execute(triggers).fetchall()
            assert "spelling" not in {row[1] for row in connection.execute("PRAGMA table_info(unit)")}
        assert city(*READS).code == 6
        assert city.ok("db", "upgrade", "-f", "json").json["data"]["action"] == "upgraded"
        found = content(city.database)
        for table, rows in wanted.items():
            assert set(found[table]) == set(rows), table
        with closing(sqlite3.connect(city.database)) as connection:
            assert connection.execute(triggers).fetchall() == before
        assert city.ok("unit", "show", "guanzhou", "-f", "json").json["data"]["id"] == "U1"

    def test_a_second_backup_never_replaces_the_first(self, city: Runner) -> None:
        for _ in range(2):
            age(city.database)
            city.ok("db", "upgrade")
        assert len(list(city.database.parent.glob("tracker.before-*.db"))) == 2


# Links, shares, removed and restored records, published boards, and numbers whose records are gone for good.
LIVED = (
    ("project", "add", "钢管二期", "临清市", "--total-investment", "2亿", "--signed-on", "2024-02-02", "--channel",
     "以商招商", "--introducers", "冠县", "--money-share", "5:5", "--count-share", "双算"),
    ("funds", "add", "P2", "500万", "--received-on", "2024-03", "--evidence", "audit", "--recognition", "recognised"),
    ("funds", "add", "P2", "700万", "--received-on", "2024-03-09"),
    ("funds", "edit", "F2", "--ring", "境外"),
    ("funds", "remove", "F3", "--yes"),
    ("company", "add", "重庆长安", "--aliases", "长安汽车、CA"),
    ("company", "remove", "重庆长安", "--yes"),
    ("visit", "add", "临清市", "重庆", "--start-on", "2024-03-02", "--companies", "三一重工", "--rank", "city"),
    ("visit", "remove", "V2", "--yes"),
    ("undo", "--yes"),
    ("lead", "add", "电机项目", "经开区", "--received-on", "2024-03-03"),
    ("problem", "add", "P2", "缺电", "--factor", "用能", "--priority", "急"),
    ("board", "publish", "2024Q1", "--yes"),
)  # fmt: skip
GONE = ("DELETE FROM lead", "DELETE FROM problem WHERE id = 2", "DELETE FROM funds WHERE id = 3")
WHOLE = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory, _city: Path) -> Path:
    path = tmp_path_factory.mktemp("lived") / "tracker.db"
    shutil.copy2(_city, path)
    quietly(path, LIVED)
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in GONE:
            connection.execute(statement)
    return path


@pytest.fixture(params=range(1, GENERATION))
def old(request: pytest.FixtureRequest, desk: Runner, lived: Path, tmp_path: Path) -> Runner:
    """A runner on a file of each generation that is past, with the rows of one that has been worked with."""
    shutil.copy2(lived, desk.database)
    made_by(request.param, desk.database, tmp_path / "old.db")
    return desk


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


class TestEveryGenerationComesHere:
    def test_with_all_its_rows_and_numbers(self, old: Runner, content: Callable[[Path], Content], lived: Path) -> None:
        """Row by row what a database of today holds, in the same order; no number of what is gone is given again."""
        wanted, before = content(lived), content(old.database)
        assert all(before[table] for table in set(wanted) - {"lead"}), "a table without rows proves nothing"
        assert [len(before[table]) for table in ("lead", "problem", "funds")] == [0, 1, 2]
        old.ok("db", "upgrade")
        found = content(old.database)
        assert found.keys() == wanted.keys() == before.keys()
        for table in found:
            assert (
                set(found[table]) == set(wanted[table]) if table == "sqlite_sequence" else found[table] == wanted[table]
            )
        assert found["sqlite_sequence"] == before["sqlite_sequence"]
        assert ("lead", 2) in found["sqlite_sequence"]
        assert old.json("lead", "add", "新线索", "冠县", "--received-on", "2024-03-03")["id"] == "L3"
        assert old.json("problem", "add", "P1", "缺水", "--factor", "用能")["id"] == "Q3"
        assert old.json("funds", "add", "P1", "1万", "--received-on", "2024-03-05")["id"] == "F4"

    def test_with_the_schema_of_a_new_file(self, old: Runner, tmp_path: Path) -> None:
        new = tmp_path / "new.db"
        old.ok("--db", str(new), "init")
        assert rows(old.database, WHOLE) != rows(new, WHOLE)
        old.ok("db", "upgrade")
        assert rows(old.database, WHOLE) == rows(new, WHOLE)
        assert rows(old.database, "PRAGMA integrity_check") == [("ok",)]
        assert rows(old.database, "PRAGMA foreign_key_check") == []

    def test_with_an_index_and_a_view_of_ones_own(self, old: Runner) -> None:
        with closing(sqlite3.connect(old.database)) as connection:
            connection.execute("CREATE INDEX mine ON funds (opinion)")
            connection.execute(
                "CREATE VIEW ours AS SELECT f.id, p.name FROM funds f JOIN project p ON p.id = f.project_id"
            )
        named = "SELECT name, sql FROM sqlite_master WHERE name IN ('mine', 'ours') ORDER BY name"
        before = rows(old.database, named), rows(old.database, "SELECT * FROM ours")
        old.ok("db", "upgrade")
        assert (rows(old.database, named), rows(old.database, "SELECT * FROM ours")) == before

    def test_or_stays_as_it_was_where_the_power_fails(self, old: Runner, content: Callable[[Path], Content]) -> None:
        """Killed when all is rebuilt and half of it is on the disk already: who comes next finds the old file."""
        before, raw = content(old.database), old.database.read_bytes()
        ran = subprocess.run([sys.executable, "-c", KILLED, str(old.database)], cwd=ROOT, check=False)
        assert ran.returncode == -signal.SIGKILL
        assert old.database.read_bytes() != raw
        assert old(*READS, "-f", "json").json["problems"][0]["code"] == "database_older"
        assert old.database.read_bytes() == raw
        assert content(old.database) == before
        assert old.ok("db", "upgrade", "-f", "json").json["data"]["action"] == "upgraded"


KILLED = """
import os, signal, sqlite3, sys
from tracker.store import schema

connect = sqlite3.connect

def forgetful(*args, **options):
    connection = connect(*args, **options)
    connection.execute("PRAGMA cache_size = 5")  # so that changed pages go to the file before the end
    return connection

sqlite3.connect = forgetful
schema._prove = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
schema.upgrade(sys.argv[1])
"""


def listed() -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Every column that takes the values of a list alone."""
    yield "journal", "action", ("add", "edit", "remove", "restore")
    for key, noun in NOUNS.items():
        for field in noun.own_fields:
            if isinstance(field.kind, ChoiceKind | FlagKind) and field.columns:
                yield key, field.columns[0], field.kind.choices.keys if isinstance(field.kind, ChoiceKind) else (0, 1)


@pytest.fixture
def free(city: Runner, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """An upgraded file in which all may be changed that its conditions allow."""
    made_by(2, city.database, tmp_path / "old.db")
    city.ok("db", "upgrade")
    with closing(sqlite3.connect(city.database, isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection


def test_lists_are_kept_by_conditions_without_lists(free: sqlite3.Connection) -> None:
    """`IN` costs a search per row; what is written out refuses the same values, under the same names."""

    def refused(table: str, column: str, value: object) -> bool:
        try:
            free.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE id = 1', (value,))
        except sqlite3.IntegrityError as error:
            return str(error) == f"CHECK constraint failed: ck_{table}_{column}"
        return False

    for table, column, valid in listed():
        wrong = (2, -1) if isinstance(valid[0], int) else ("", "mars", valid[0].upper(), f"{valid[0]} ")
        assert [value for value in (*valid, *wrong, None) if refused(table, column, value)] == list(wrong), column
    found = {
        (table, column)
        for (table, sql) in free.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        for column in re.findall(r'CHECK \("?(\w+)"? = ', sql)
    }
    assert found == {(table, column) for table, column, _ in listed()}


def test_no_condition_of_a_new_file_holds_a_list(run: Runner) -> None:
    for table, sql in rows(run.database, "SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        assert not re.search(r"\bIN\s*\(", sql, re.IGNORECASE), table


def test_an_empty_file_that_was_there_is_made_private_and_a_folder_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    empty.touch(mode=0o644)
    assert schema.create(str(empty))
    assert stat.S_IMODE(empty.stat().st_mode) == 0o600
    with pytest.raises(DatabaseError) as refused:
        schema.create(str(tmp_path))
    assert refused.value.problem.code == "database_readonly"
