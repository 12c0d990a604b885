"""Loads, shows and checks the contest rules, and tells which scheme holds for a year or a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.errors import BadData, NotFound, Refused, reason_of
from tracker.result import Column, Message, Result, Table
from tracker.rules.choices import GROUP, folded
from tracker.rules.scheme_reading import parse_scheme
from tracker.words import (
    BOOK_UNREADABLE,
    GROUP_UNKNOWN,
    ITEM_LABEL,
    KEY_UNKNOWN,
    KEY_UNKNOWN_HINT,
    METRIC_LABEL,
    NO_SCHEME,
    NO_SCHEME_ANY,
    NO_SCHEME_HINT,
    NO_SCHEME_YEAR,
    NO_SCHEMES,
    SCHEME_EMPTY_GROUP,
    SCHEME_KEY,
    SCHEME_LOADED,
    SCHEME_NAME,
    SCHEME_OF_YEAR_HINT,
    SCHEME_SAME,
    SCHEME_YEAR,
    SCHEMES_HINT,
    SEVERAL_SCHEMES,
    UNREADABLE_FILE,
    UNREADABLE_FILE_HINT,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tracker.rules.schemes import Scheme
    from tracker.store.engine import Work
    from tracker.store.reading import Reader
    from tracker.words import Say, Words

IN_FORCE = "SELECT key, toml, sha256 FROM scheme WHERE removed_at IS NULL"


def read_file(path: Path) -> str:
    """The text of a scheme's file; NotFound or BadData where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound(UNREADABLE_FILE(path=str(path)), code="file_missing", hint=UNREADABLE_FILE_HINT) from error
    except OSError as error:
        what = BOOK_UNREADABLE(path=str(path), reason=reason_of(error))
        raise BadData(what, code="file_unreadable", value=str(path), hint=UNREADABLE_FILE_HINT) from error
    except UnicodeDecodeError as error:
        raise BadData(UNREADABLE_FILE(path=str(path)), code="file_unreadable", hint=UNREADABLE_FILE_HINT) from error


def load(work: Work, toml: str) -> Result:
    """Store a scheme; the same text again changes nothing, another text of the same key takes its place."""
    import hashlib

    from tracker.rules.scheme_words import scheme_warnings

    scheme = parse_scheme(toml)
    sha256 = hashlib.sha256(toml.encode()).hexdigest()
    command = ("scheme", "load")
    messages = (*scheme_warnings(scheme), *empty_groups(work.reader, scheme))
    stored = work.reader.row(f"{IN_FORCE} AND key = ?", (scheme.key,))
    data = {"scheme": scheme.key, "year": scheme.year, "sha256": sha256}
    if stored and stored[2] == sha256:
        return Result(
            command, data=data | {"action": "same"}, lines=(SCHEME_SAME(key=scheme.key),), messages=tuple(messages)
        )
    work.load_scheme(scheme.key, scheme.year, toml, sha256)
    loaded = SCHEME_LOADED(key=scheme.key, name=scheme.name)
    return Result(command, data=data | {"action": "loaded"}, lines=(loaded,), messages=tuple(messages))


def list_(reader: Reader) -> Result:
    """The schemes in force."""
    columns = (
        Column("key", SCHEME_KEY),
        Column("year", SCHEME_YEAR),
        Column("name", SCHEME_NAME),
        Column("sha256", "SHA-256"),
    )
    schemes = [(parse_scheme(toml), sha256) for _, toml, sha256 in reader.rows(f"{IN_FORCE} ORDER BY id")]
    rows = tuple((scheme.key, scheme.year, scheme.name, sha256[:16]) for scheme, sha256 in schemes)
    messages = () if rows else (Message("no_schemes", NO_SCHEMES),)
    return Result(("scheme", "list"), tables=(Table(columns, rows),), messages=messages)


def show(reader: Reader, key: str) -> Result:
    """A scheme in force: its TOML text as it was loaded."""
    row = reader.row("SELECT key, year, sha256, toml FROM scheme WHERE removed_at IS NULL AND key = ?", (key,))
    if row is None:
        raise _none(reader, NO_SCHEME(scheme=key), key)
    data = dict(zip(("key", "year", "sha256", "toml"), row, strict=True))
    # A line that is said holds no tabs; TOML takes spaces for them anywhere outside a text.
    lines = str(row[3]).removesuffix("\n").expandtabs(4).split("\n")
    return Result(("scheme", "show"), data=data, lines=tuple(lines))


def empty_groups(reader: Reader, scheme: Scheme) -> Iterable[Message]:
    """A warning for every group of the scheme that no unit belongs to."""
    known = {group for (group,) in reader.rows('SELECT DISTINCT "group" FROM unit WHERE removed_at IS NULL')}
    for group in scheme.groups:
        if group.key not in known:
            yield Message("group_empty", SCHEME_EMPTY_GROUP(group=group.label), "warning")


def in_force(
    reader: Reader, year: int | None = None, key: str | None = None, group: str | None = None
) -> tuple[Scheme, str]:
    """The scheme of a key, or the only one of a year, with its hash; none is NotFound, several are Refused.

    Where several schemes of a year rank different groups, the group tells which is meant.
    """
    if key is not None:
        rows = reader.rows(f"{IN_FORCE} AND key = ?", (key,))
        missing = NO_SCHEME(scheme=key)
    else:
        rows = reader.rows(f"{IN_FORCE} AND year = ?", (year,))
        missing = NO_SCHEME_YEAR(year=year)
    if not rows:
        raise _none(reader, missing, key or str(year), of_year=key is None)
    found = [(parse_scheme(toml), sha256) for _, toml, sha256 in rows]
    if len(found) > 1 and group is not None:
        found = [each for each in found if each[0].find_group(group)] or found
    if len(found) > 1:
        keys = tuple(scheme.key for scheme, _ in found)
        raise Refused(SEVERAL_SCHEMES(year=year, keys=keys), code="scheme_ambiguous", hint=SCHEMES_HINT(keys=keys))
    return found[0]


def _none(reader: Reader, what: Words, value: str, *, of_year: bool = False) -> NotFound:
    """The error for a scheme that is not stored, with the keys of those that are, and (`of_year`) the newest year."""
    found = reader.rows("SELECT key, year FROM scheme WHERE removed_at IS NULL ORDER BY id")
    keys, newest = tuple(key for key, _ in found), max((year for _, year in found if year), default=None)
    hint = SCHEMES_HINT(keys=keys) if keys else NO_SCHEME_HINT
    if of_year and newest:
        hint = SCHEME_OF_YEAR_HINT(year=newest, keys=keys)
    return NotFound(what, code="scheme_missing", value=value, hint=hint)


def of_year(reader: Reader, year: int | None) -> list[Scheme]:
    """The schemes that a row of a year may be read in: those of the year, and those of no year."""
    if year is None:
        rows = reader.rows(f"{IN_FORCE} ORDER BY year DESC, id DESC")
    else:
        rows = reader.rows(f"{IN_FORCE} AND (year = ? OR year IS NULL) ORDER BY year DESC, id DESC", (year,))
    return [parse_scheme(toml) for _, toml, _ in rows]


def find_group(schemes: Iterable[Scheme], text: str) -> str | None:
    """The key of the first group so called, by key or label."""
    word = folded(text)
    groups = (group for scheme in schemes for group in scheme.groups)
    called = (each.key for each in groups if word in map(folded, (each.key, each.label.zh, each.label.en)))
    return next(called, None)


def labels(reader: Reader, of: str, year: int | None = None) -> dict[str, Say]:
    """The label of every metric or item, by its key; of schemes that label one key differently the newest speaks.

    Of a year that has no scheme those of all years, as a row of it may be read in any.
    """
    known: dict[str, Say] = {}
    for scheme in of_year(reader, year) or of_year(reader, None):
        for each in scheme.metrics.values() if of == "metric" else scheme.adjustments:
            known.setdefault(each.key, each.label)
    return known


def group_labels(reader: Reader) -> dict[str, Say]:
    """The label of every group of the schemes in force, by its key."""
    return {group.key: group.label for scheme in of_year(reader, None) for group in scheme.groups}


def unknown_group(reader: Reader, values: Mapping[str, Any]) -> list[Message]:
    """A warning of a unit whose group is neither known from the start nor of any scheme: it would be on no board."""
    group = values.get("group")
    known = {**GROUP.labels, **group_labels(reader)}
    if group is None or group in known:
        return []
    return [Message("group_unknown", GROUP_UNKNOWN(value=group, known=tuple(known.values())), "warning")]


def scheme_key(reader: Reader, of: str, text: str, year: int | None) -> str:
    """The key of a metric or an item by key or label; one that no scheme knows is NotFound with the nearest."""
    return find_key(of_year(reader, year) or of_year(reader, None), of, text)


def measure_in(schemes: Iterable[Scheme], metric: str) -> Say | None:
    """In what a metric is counted by the first of some schemes that has it: 亿元, 家, %; None where none has."""
    return next((scheme.metrics[metric].unit for scheme in schemes if metric in scheme.metrics), None)


def find_key(schemes: list[Scheme], of: str, text: str) -> str:
    """The key of a metric or an item in the first of some schemes that has it; NotFound with the nearest labels."""
    known: dict[str, str] = {}
    for scheme in schemes:
        found = scheme.find_metric(text) if of == "metric" else scheme.find_item(text)
        if found:
            return found.key
        for each in scheme.metrics.values() if of == "metric" else scheme.adjustments:
            known.update({folded(each.label.zh): each.label.zh, folded(each.label.en): each.key, each.key: each.key})
    from difflib import get_close_matches

    label = METRIC_LABEL if of == "metric" else ITEM_LABEL
    if not known:
        raise NotFound(NO_SCHEME_ANY(value=text, what=label), code="scheme_missing", value=text, hint=NO_SCHEME_HINT)
    near = get_close_matches(folded(text), list(known), n=3, cutoff=0.3) or list(known)[:6]
    raise NotFound(
        KEY_UNKNOWN(value=text, what=label),
        code=f"{of}_unknown",
        value=text,
        hint=KEY_UNKNOWN_HINT(near=tuple(dict.fromkeys(known[key] for key in near))),
    )
