"""Settings: flags > environment > tracker.toml > defaults, as one table; and the one place that reads the clock."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from tracker.errors import BadUsage, BadValue, reason_of
from tracker.rules.limits import DEFAULTS, read_limits
from tracker.words import (
    BAD_SETTING,
    BAD_SETTING_HINT,
    SETTING_ACTOR,
    SETTING_ACTOR_UNSET,
    SETTING_COLOUR,
    SETTING_COLOUR_UNSET,
    SETTING_DB,
    SETTING_DB_UNSET,
    SETTING_EMPTY,
    SETTING_EMPTY_HINT,
    SETTING_ISSUER,
    SETTING_ISSUER_UNSET,
    SETTING_LANG,
    SETTING_LANG_UNSET,
    SETTING_MONEY_UNIT,
    SETTING_MONEY_UNIT_UNSET,
    SETTING_TODAY,
    SETTING_TODAY_UNSET,
    SETTING_UNIT,
    SETTING_UNIT_UNSET,
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


Source: TypeAlias = Literal["flag", "environment", "file", "system", "default"]


class Setting(NamedTuple):
    """One setting: its key in tracker.toml, its variable, its valid values (empty: any), what it is for.

    `unset` says what holds without it, `flag` is its option; `machine` names the variables of the system that stand in.
    """

    key: str
    variable: str
    valid: tuple[str, ...]
    help: Say
    unset: Say
    flag: str | None = None
    machine: tuple[str, ...] = ()


SETTINGS: Final = (
    Setting(
        "lang",
        "TRACKER_LANG",
        ("zh", "en"),
        SETTING_LANG,
        SETTING_LANG_UNSET,
        flag="--lang",
        machine=("LC_ALL", "LC_MESSAGES", "LANG"),
    ),
    Setting("db", "TRACKER_DB", (), SETTING_DB, SETTING_DB_UNSET, flag="--db"),
    Setting("today", "TRACKER_TODAY", (), SETTING_TODAY, SETTING_TODAY_UNSET, flag="--today"),
    Setting(
        "colour",
        "TRACKER_COLOUR",
        ("auto", "always", "never"),
        SETTING_COLOUR,
        SETTING_COLOUR_UNSET,
        flag="--colour",
    ),
    Setting("money_unit", "TRACKER_MONEY_UNIT", (), SETTING_MONEY_UNIT, SETTING_MONEY_UNIT_UNSET),
    Setting("actor", "TRACKER_ACTOR", (), SETTING_ACTOR, SETTING_ACTOR_UNSET, machine=("USER", "USERNAME")),
    Setting("unit", "TRACKER_UNIT", (), SETTING_UNIT, SETTING_UNIT_UNSET),
    Setting("issuer", "TRACKER_ISSUER", (), SETTING_ISSUER, SETTING_ISSUER_UNSET),
)


class Found(NamedTuple):
    """The text of a setting and where it is from: `place` is an option, a variable or a file."""

    text: str | None
    source: Source
    place: str | None = None


class Settings(NamedTuple):
    """The settings in force for one command.

    `named` is the database that `--db` itself names, if it does; `unit` the unit that the person works for. `actor` is
    recorded in the history, be it the login's name; `person` is the one who was named. `found` tells by key where each
    is from, `limits` are the days after which something is late. `issuer` signs the bulletins.
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
    found: Mapping[str, Found] = {}
    limits: Mapping[str, int] = DEFAULTS
    issuer: str | None = None


def resolve(
    flags: Mapping[str, str | None], environment: Mapping[str, str], folder: Path, *, lenient: bool = False
) -> Settings:
    """The settings in force; BadUsage names the setting whose value is not valid, unless `lenient` passes it over."""
    filed = _read_file(folder / FILE)
    found = {each.key: _find(each, flags, environment, filed, folder) for each in SETTINGS}
    values = {each.key: _value(each, found[each.key], lenient=lenient) for each in SETTINGS}
    return Settings(
        lang=_language(values["lang"], environment),
        database=values["db"] or default_database(folder),
        today=values["today"] or _clock(),
        colour=values["colour"] or "auto",
        money_unit=values["money_unit"],
        actor=found["actor"].text or "",
        named=flags.get("db"),
        unit=values["unit"],
        person=values["actor"],
        found=found,
        limits=_limits(filed, folder, lenient=lenient),
        issuer=values["issuer"],
    )


def _limits(filed: Mapping[str, Any], folder: Path, *, lenient: bool) -> Mapping[str, int]:
    """The limits of the file, or those by default; BadUsage says where a wrong one stands."""
    try:
        return read_limits(filed.get("limits"))
    except BadUsage as error:
        if lenient:
            return DEFAULTS
        raise error.at(str(folder / FILE)) from error


def _find(
    setting: Setting,
    flags: Mapping[str, str | None],
    environment: Mapping[str, str],
    filed: Mapping[str, Any],
    folder: Path,
) -> Found:
    """Where a setting is from: the first of option, variable, file and machine that says something."""
    if text := flags.get(setting.key):
        return Found(text, "flag", setting.flag)
    if text := environment.get(setting.variable):
        return Found(text, "environment", setting.variable)
    if (value := filed.get(setting.key)) not in (None, ""):
        return Found(str(value), "file", str(folder / FILE))
    machine = next((name for name in setting.machine if environment.get(name)), None)
    return Found(environment[machine], "system", machine) if machine else Found(None, "default")


def _value(setting: Setting, found: Found, *, lenient: bool) -> Any:
    """What a setting's text means; None where it is not set by a person."""
    if found.text is None or found.source == "system":
        return None
    try:
        return meaning(setting, found.text)
    except BadUsage as error:
        if lenient:
            return None
        raise error.at(found.place) from error


def meaning(setting: Setting, text: str) -> Any:
    """The value that the text of a setting stands for; BadUsage with the valid ones."""
    if setting.valid and text not in setting.valid:
        raise _bad(setting, text, setting.valid)
    if setting.key == "today":
        return _today(text)
    if setting.key == "money_unit":
        return _money_unit(setting, text)
    if not text.strip():
        raise BadUsage(SETTING_EMPTY, code="setting_bad", value=text, hint=SETTING_EMPTY_HINT(key=setting.key))
    return text


def _bad(setting: Setting, text: str, valid: tuple[str, ...]) -> BadUsage:
    what = BAD_SETTING(key=setting.key, value=text)
    return BadUsage(what, code="setting_bad", value=text, hint=BAD_SETTING_HINT(valid=valid))


def edited(toml: str, key: str, value: str | None) -> str:
    """The text of tracker.toml with a setting changed, added or (None) taken out; comments and other keys stay.

    >>> edited("lang = 'zh' # ours", "lang", "en")
    'lang = "en" # ours'
    """
    import tomlkit

    document = tomlkit.parse(toml)
    if value is not None:
        document[key] = value
    else:
        document.pop(key, None)
    return tomlkit.dumps(document)


def strangers(path: Path) -> tuple[str, ...]:
    """The keys of a settings file that are no settings: misspelt, most likely."""
    known = {setting.key for setting in SETTINGS}
    return tuple(key for key, value in _read_file(path).items() if key not in known and not isinstance(value, dict))


def file_text(path: Path) -> str:
    """The text of a settings file, empty where there is none; BadUsage for one that is no TOML."""
    _read_file(path)
    return path.read_bytes().decode("utf-8-sig") if path.is_file() else ""


def _read_file(path: Path) -> dict[str, Any]:
    """The table of tracker.toml, or nothing where there is no such file."""
    if not path.is_file():
        return {}
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # an editor may have begun it with a mark
    except (OSError, ValueError) as error:
        what = SETTINGS_FILE_BAD(path=str(path), why=reason_of(error) if isinstance(error, OSError) else str(error))
        raise BadUsage(what, code="settings_file", hint=SETTINGS_FILE_HINT) from error


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
    here, away = folder / DATABASE, data_folder() / DATABASE
    return str(away if away.is_file() and not here.is_file() else here)


def data_folder() -> Path:
    """Where programs keep a user's data on this system."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home()) / "tracker"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "tracker"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "tracker"


def _clock() -> datetime.date:
    return datetime.datetime.now().astimezone().date()


def _today(text: str) -> datetime.date:
    """The one whole day that a text names."""
    from tracker.rules.dates import parse_date

    known = parse_date(text, _clock())
    if known.first != known.last:
        raise BadValue(BAD_SETTING(key="today", value=text), code="setting_bad", value=text, hint=SETTING_TODAY)
    return known.first


def _money_unit(setting: Setting, text: str) -> MoneyUnit:
    """The unit of a bare amount."""
    from tracker.rules.money import find_unit

    unit = find_unit(text)
    if unit is None:
        raise _bad(setting, text, ("亿元", "万元", "元", "万美元"))
    return unit


def instant() -> str:
    """This moment in UTC, as history records it."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
