"""Files that appear whole or not at all, under names that are free; what is there is never half overwritten."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from tracker.errors import DiskFull, Refused, reason_of
from tracker.words import (
    DISK_FULL_HINT,
    FILE_EXISTS,
    FILE_EXISTS_HINT,
    FILE_FULL,
    FILE_NOT_ORDINARY,
    FILE_NOT_WRITTEN,
    FILE_NOT_WRITTEN_HINT,
    FILE_OPEN,
    FILE_OPEN_HINT,
    FOLDER_NOT_ONE,
    OTHER_NAME_HINT,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_FULL: Final = {getattr(errno, name, errno.ENOSPC): f"IO_{name}" for name in ("ENOSPC", "EDQUOT", "EFBIG")}


@contextmanager
def new_file(path: Path, *, force: bool = False) -> Iterator[IO[bytes]]:
    """Open a file that appears under its name only once it is complete: readable by its owner alone, synced.

    Raises Refused when the name is taken (a regular file is replaced with `force`) or the folder cannot be written.
    """
    from tempfile import NamedTemporaryFile

    _refuse_taken(path, force=force)
    try:
        temporary = NamedTemporaryFile(  # noqa: SIM115  (closed and renamed below)
            dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp", delete=False
        )
    except OSError as error:
        raise _unwritable(path, error) from error
    held = Path(temporary.name)
    try:
        with temporary:
            yield temporary
            temporary.flush()
            os.fsync(temporary.fileno())
        held.replace(path)
    except Exception as error:
        raise _unwritten(path, error) from error
    finally:
        with suppress(OSError):
            held.unlink(missing_ok=True)


@contextmanager
def new_files(folder: Path, names: Sequence[str], *, force: bool = False) -> Iterator[Path]:
    """Give a folder to write files of these names to, which appear together in another, made if need be, or not at all.

    Raises Refused when one of the names is taken (regular files are replaced with `force`) or nothing can be written.
    """
    from shutil import rmtree
    from tempfile import mkdtemp

    there = folder.is_dir()
    if not there and os.path.lexists(folder):
        raise Refused(FOLDER_NOT_ONE(path=folder), code="folder_not_one", value=str(folder), hint=OTHER_NAME_HINT)
    for name in names:
        _refuse_taken(folder / name, force=force)
    try:
        place = Path(mkdtemp(dir=folder if there else folder.parent, prefix=f".{folder.name[:40]}.", suffix=".tmp"))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield place
        if there:
            _move(place, folder, names)
        else:
            place.rename(folder)
    except Exception as error:
        raise _unwritten(folder, error) from error
    finally:
        rmtree(place, ignore_errors=True)


def _move(place: Path, folder: Path, names: Sequence[str]) -> None:
    """Move files into a folder; where one cannot be, those that were there before come back."""
    old = place / "old"
    old.mkdir()
    moved: list[str] = []
    try:
        for name in names:
            moved.append(name)
            if os.path.lexists(folder / name):
                (folder / name).rename(old / name)
            (place / name).rename(folder / name)
    except OSError:
        for name in moved:
            if os.path.lexists(old / name):
                (old / name).replace(folder / name)
            elif not os.path.lexists(place / name):
                (folder / name).unlink(missing_ok=True)
        raise


def refuse_unwritable(path: Path, *, force: bool = False) -> None:
    """Refuse a file that `new_file` would refuse, as far as that can be known beforehand."""
    _refuse_taken(path, force=force)
    if not os.access(path.parent, os.W_OK):
        number = errno.EACCES if path.parent.is_dir() else errno.ENOENT
        raise _unwritable(path, OSError(number, os.strerror(number)))


def _refuse_taken(path: Path, *, force: bool) -> None:
    taken = os.path.lexists(path)
    if taken and not path.is_symlink() and not path.is_file():
        raise Refused(FILE_NOT_ORDINARY(path=path), code="file_not_ordinary", value=str(path), hint=OTHER_NAME_HINT)
    locks = (f"~${path.name}", f".~lock.{path.name}#") if taken else ()
    lock = next((name for name in locks if path.with_name(name).exists()), None)
    if lock:
        what = FILE_OPEN(path=path, lock=lock)
        raise Refused(what, code="file_open", value=str(path), hint=FILE_OPEN_HINT)
    if taken and not force:
        raise Refused(FILE_EXISTS(path=path), code="file_exists", value=str(path), hint=FILE_EXISTS_HINT)


def _unwritten(path: Path, error: Exception) -> Exception:
    """What became of writing: a full disk, another fault of the file system, else the fault as it is.

    A library tells of a full disk in an error of its own, with the system's name for it. What it had begun would
    complain to the screen once more when it is thrown away.
    """
    if (isinstance(error, OSError) and error.errno in _FULL) or str(error) in _FULL.values():
        sys.unraisablehook = lambda _: None
        return DiskFull(FILE_FULL(path=path), code="disk_full", value=str(path), hint=DISK_FULL_HINT)
    return _unwritable(path, error) if isinstance(error, OSError) else error


def _unwritable(path: Path, error: OSError) -> Refused:
    what = FILE_NOT_WRITTEN(path=path, reason=reason_of(error))
    return Refused(what, code="file_not_written", value=str(path), hint=FILE_NOT_WRITTEN_HINT)
