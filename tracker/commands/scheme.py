"""`tracker scheme`: load, show, check and list the contest rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.desk import Desk, acts, group, reads, writes
from tracker.words import t

if TYPE_CHECKING:
    from tracker.result import Result
    from tracker.store.engine import Work
    from tracker.store.reading import Reader

File = Annotated[Path, typer.Argument(help=t(words.HELP_SCHEME_FILE), metavar="FILE", show_default=False)]
Key = Annotated[str, typer.Argument(help=t(words.HELP_SCHEME_KEY), metavar="KEY", show_default=False)]


def app() -> typer.Typer:
    """The schemes' commands."""
    made = group()

    @writes(made, "load", words.HELP_SCHEME_LOAD)
    def load(desk: Desk, work: Work, file: File) -> Result:
        from tracker.services import schemes

        return schemes.load(work, schemes.read_file(file))

    @reads(made, "show", words.HELP_SCHEME_SHOW)
    def show(desk: Desk, reader: Reader, key: Key) -> Result:
        from tracker.services import schemes

        return schemes.show(reader, key)

    @acts(made, "check", words.HELP_SCHEME_CHECK)
    def check(desk: Desk, file: File) -> Result:
        from tracker.services import schemes, trial

        toml = schemes.read_file(file)
        with desk.reading_if_there() as reader:
            return trial.check(toml, reader, desk.settings.today)

    @reads(made, "list", words.HELP_SCHEME_LIST)
    def list_(desk: Desk, reader: Reader) -> Result:
        from tracker.services import schemes

        return schemes.list_(reader)

    return made


APPS = {"scheme": app}
