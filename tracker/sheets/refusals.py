"""Why a file cannot be read, without the words: the process that reads knows none."""

from __future__ import annotations

from typing import Literal, TypeAlias

Why: TypeAlias = Literal[
    "damaged",
    "locked",
    "old",
    "other",
    "web_page",
    "xml_2003",
    "archive",
    "strict",
    "entities",
    "no_sheets",
    "cell_twice",
    "text_encoding",
    "text_quotes",
    "memory",
    "crashed",
    "parts",
    "part_bytes",
    "bytes",
    "cells",
    "room",
    "text",
    "merges",
    "merge",
    "beyond",
]


class Unreadable(Exception):
    """A file that cannot be read: why, and the values that the sentence about it names."""

    def __init__(self, why: Why, **values: str | int) -> None:
        super().__init__(why, values)
        self.why = why
        self.values = values
