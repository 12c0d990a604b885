"""`tracker init`, `tracker db upgrade` and `tracker demo`."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tracker import words
from tracker.commands.desk import Desk, acts, group, single
from tracker.render import door
from tracker.store.reading import reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    import typer

    from tracker.result import Result


def init() -> typer.Typer:
    """`tracker init`."""
    app = single()

    @acts(app, "init", words.SUMMARY_INIT)
    def make(desk: Desk) -> Result:
        from tracker.services import keeping

        return keeping.init(desk.settings.database)

    return app


def db() -> typer.Typer:
    """`tracker db`."""
    app = group("--help")

    @acts(app, "upgrade", words.HELP_UPGRADE)
    def upgrade(desk: Desk) -> Result:
        from tracker.services import keeping

        return keeping.upgrade(desk.settings.database)

    return app


def demo() -> typer.Typer:
    """`tracker demo`."""
    app = single()

    @acts(app, "demo", words.SUMMARY_DEMO)
    def run(desk: Desk) -> Result:
        from tracker.services import demo as service

        with _demo_database(desk) as database:
            service.refuse_filled(database)
            with door.Progress(desk.terminal) as progress:
                _fill(desk._replace(settings=desk.settings._replace(database=database)), progress)
            with reading(database) as reader:
                return service.report(reader)

    return app


@contextmanager
def _demo_database(desk: Desk) -> Iterator[str]:
    """The database that `--db` names, else one that is gone afterwards; the one of daily work is never touched."""
    if desk.settings.named:
        yield desk.settings.named
        return
    with TemporaryDirectory(prefix="tracker-demo-") as folder:
        yield str(Path(folder) / "demo.db")


def _fill(desk: Desk, progress: door.Progress) -> None:
    """Make the database and load the example into it, all in one unit of work."""
    from tracker.services import demo as service
    from tracker.sheets.reader import Reading

    progress.step(0, None, words.DEMO_READING)
    with Reading(service.example("liaocheng-2024.xlsx")) as reading:  # while the database is made
        service.create(desk.settings.database)
        sheets = reading.sheets()
    with desk.working() as work:
        service.fill(work, sheets, lambda done, total: progress.step(done, total, words.IMPORT_PLANNING))
        work.commit()


APPS = {"init": init, "db": db, "demo": demo}
