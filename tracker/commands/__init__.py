"""The commands: thin Typer over the services, each module loaded only when one of its commands is called.

`REGISTRY` tells, without loading anything, which commands there are, where each one is, and what it is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tracker import words

if TYPE_CHECKING:
    from tracker.words import Say


class Place(NamedTuple):
    """Where a command is: its module in this package, the noun that it is made for if the module makes several."""

    module: str
    summary: Say
    noun: str | None = None


REGISTRY: Final[dict[str, Place]] = {
    "unit": Place("records", words.SUMMARY_UNIT, "unit"),
    "chain": Place("records", words.SUMMARY_CHAIN, "chain"),
    "segment": Place("records", words.SUMMARY_SEGMENT, "segment"),
    "company": Place("records", words.SUMMARY_COMPANY, "company"),
    "lead": Place("lead", words.SUMMARY_LEAD),
    "project": Place("project", words.SUMMARY_PROJECT),
    "milestone": Place("milestone", words.SUMMARY_MILESTONE),
    "funds": Place("funds", words.SUMMARY_FUNDS),
    "visit": Place("records", words.SUMMARY_VISIT, "visit"),
    "campaign": Place("records", words.SUMMARY_CAMPAIGN, "campaign"),
    "target": Place("target", words.SUMMARY_TARGET),
    "figure": Place("figure", words.SUMMARY_FIGURE),
    "adjustment": Place("records", words.SUMMARY_ADJUSTMENT, "adjustment"),
    "problem": Place("problem", words.SUMMARY_PROBLEM),
    "show": Place("show", words.SUMMARY_SHOW),
    "find": Place("find", words.SUMMARY_FIND),
    "agenda": Place("agenda", words.SUMMARY_AGENDA),
    "check": Place("check", words.SUMMARY_CHECK),
    "progress": Place("progress", words.SUMMARY_PROGRESS),
    "board": Place("board", words.SUMMARY_BOARD),
    "import": Place("exchange", words.SUMMARY_IMPORT),
    "export": Place("exporting", words.SUMMARY_EXPORT),
    "template": Place("exporting", words.SUMMARY_TEMPLATE),
    "scheme": Place("scheme", words.SUMMARY_SCHEME),
    "log": Place("history", words.SUMMARY_LOG),
    "why": Place("why", words.SUMMARY_WHY),
    "undo": Place("history", words.SUMMARY_UNDO),
    "config": Place("config", words.SUMMARY_CONFIG),
    "completion": Place("completion", words.SUMMARY_COMPLETION),
    "init": Place("keeping", words.SUMMARY_INIT),
    "demo": Place("keeping", words.SUMMARY_DEMO),
    "db": Place("keeping", words.SUMMARY_DB),
}
