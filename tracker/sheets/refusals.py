"""Why a file cannot be read, without the words: the process that reads knows none."""

from __future__ import annotations

from enum import StrEnum, auto, unique


@unique
class Why(StrEnum):
    """Everything that makes a file unreadable."""

    DAMAGED = auto()
    LOCKED = auto()
    OLD = auto()
    OTHER = auto()
    WEB_PAGE = auto()
    XML_2003 = auto()
    ARCHIVE = auto()
    STRICT = auto()
    ENTITIES = auto()
    NO_SHEETS = auto()
    CELL_TWICE = auto()
    LOST = auto()
    TEXT_ENCODING = auto()
    TEXT_QUOTES = auto()
    MEMORY = auto()
    CRASHED = auto()
    TIME = auto()
    PARTS = auto()
    BYTES = auto()
    CELLS = auto()
    TEXT = auto()
    MERGES = auto()
    MERGE = auto()
    BEYOND = auto()
    EMPTY = auto()
    IS_LOCK = auto()
    FILE_BYTES = auto()


class Unreadable(Exception):
    """A file that cannot be read: why, and the values that the sentence about it names."""

    def __init__(self, why: Why, **values: str | int) -> None:
        super().__init__(why, values)
        self.why = why
        self.values = values
