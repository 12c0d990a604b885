"""Settings: flags > environment > tracker.toml > defaults, as one table; and the one place that reads the clock."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, cast

from tracker.errors import BadUsage, BadValue
from tracker.words import (
    BAD_SETTING,
    BAD_SETTING_HINT,
    SETTING_ACTOR,
    SETTING_COLOUR,
    SETTING_DB,
    SETTING_LANG,
    SETTING_MONEY_UNIT,
    SETTING_TODAY,
    SETTING_UNIT,
    SETTINGS_FILE_BAD,
    SETTINGS_FILE_HINT,
    Lang,
    Say,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.rules.money import MoneyUnit

FILE: Final = "tracker.toml"
DATABASE: Final = "tracker.db"


class Setting(NamedTuple):
    """One setting: its key in tracker.toml, its environment variable, its valid values (empty: any), what it is for."""

    key: str
    variable: str
    valid: tuple[str, ...]
    help: Say


SETTINGS: Final = (
    Setting("lang", "TRACKER_LANG", ("zh", "en"), SETTING_LANG),
    Setting("db", "TRACKER_DB", (), SETTING_DB),
    Setting("today", "TRACKER_TODAY", (), SETTING_TODAY),
    Setting("colour", "TRACKER_COLOUR", ("auto", "always", "never"), SETTING_COLOUR),
    Setting("money_unit", "TRACKER_MONEY_UNIT", (), SETTING_MONEY_UNIT),
    Setting("actor", "TRACKER_ACTOR", (), SETTING_ACTOR),
    Setting("unit", "TRACKER_UNIT", (), SETTING_UNIT),
)


class Settings(NamedTuple):
    """The settings in force for one command.

    `named` is the database that `--db` itself names, if it does; `unit` the unit that the person works for. `actor` is
    recorded in the history, be it the login's name; `person` is the one who was named.
    """

    lang: Lang
    database: str
    today: datetime.date
    colour: Literal["auto", "always", "never"]
    money_unit: MoneyUnit | None
    actor: str
    named: str | None = None
    unit: str | None = None
    person: str | None = None


def resolve(flags: Mapping[str, str | None], environment: Mapping[str, str], folder: Path) -> Settings:
    """The settings in force; BadUsage names the setting whose value is not valid."""
    filed = _read_file(folder / FILE)
    values = {}
    for setting in SETTINGS:
        value = flags.get(setting.key) or environment.get(setting.variable) or filed.get(setting.key)
        if value is not None and setting.valid and value not in setting.valid:
            raise BadUsage(
                BAD_SETTING(key=setting.key, value=value),
                code="setting_bad",
                value=str(value),
                hint=BAD_SETTING_HINT(valid=setting.valid),
            )
        values[setting.key] = None if value is None else str(value)
    return Settings(
        lang=_language(values["lang"], environment),
        database=values["db"] or default_database(folder),
        today=_today(values["today"]),
        colour=cast("Literal['auto', 'always', 'never']", values["colour"] or "auto"),
        money_unit=_money_unit(values["money_unit"]),
        actor=values["actor"] or environment.get("USER") or environment.get("USERNAME") or "",
        named=flags.get("db"),
        unit=values["unit"],
        person=values["actor"],
    )


def _read_file(path: Path) -> dict[str, Any]:
    """The table of tracker.toml, or nothing where there is no such file."""
    if not path.is_file():
        return {}
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadUsage(
            SETTINGS_FILE_BAD(path=str(path), why=str(error)), code="settings_file", hint=SETTINGS_FILE_HINT
        ) from error


def language(argv: list[str], environment: Mapping[str, str], folder: Path) -> Lang:
    """The language of this command, before anything else of it has been read; a wrong one is refused later."""
    flag = next((argv[n + 1] for n, word in enumerate(argv[:-1]) if word == "--lang"), None)
    flag = flag or next((word.partition("=")[2] for word in argv if word.startswith("--lang=")), None)
    try:
        filed = _read_file(folder / FILE).get("lang")
    except BadUsage:
        filed = None
    return _language(flag or environment.get("TRACKER_LANG") or filed, environment)


def _language(value: str | None, environment: Mapping[str, str]) -> Lang:
    """`zh` or `en` as set, else what the machine speaks, else English."""
    spoken = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "zh" if (value or spoken).lower().startswith("zh") else "en"


def default_database(folder: Path) -> str:
    """tracker.db in this folder, else in the user's data folder if it is there, else the one to be made here."""
    here, away = folder / DATABASE, _data_folder() / DATABASE
    return str(away if away.is_file() and not here.is_file() else here)


def _data_folder() -> Path:
    """Where programs keep a user's data on this system."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home()) / "tracker"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "tracker"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "tracker"


def _today(value: str | None) -> datetime.date:
    """The day that counts as today: as set (one whole day), else by the clock."""
    if value is None:
        return datetime.datetime.now().astimezone().date()
    from tracker.rules.dates import parse_date

    known = parse_date(value, datetime.datetime.now().astimezone().date())
    if known.first != known.last:
        raise BadValue(BAD_SETTING(key="today", value=value), code="setting_bad", value=value, hint=SETTING_TODAY)
    return known.first


def _money_unit(value: str | None) -> MoneyUnit | None:
    """The unit of a bare amount, if one is set."""
    if value is None:
        return None
    from tracker.rules.money import find_unit

    unit = find_unit(value)
    if unit is None:
        raise BadUsage(
            BAD_SETTING(key="money_unit", value=value),
            code="setting_bad",
            value=value,
            hint=BAD_SETTING_HINT(valid=("亿元", "万元", "元")),
        )
    return unit


def instant() -> str:
    """This moment in UTC, as history records it."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
