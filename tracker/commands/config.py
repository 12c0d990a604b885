"""`tracker config`: the settings in force, changing them in tracker.toml, and what each is for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from tracker import words
from tracker.commands.desk import Desk, acts, group
from tracker.errors import BadUsage, Problem
from tracker.result import Choice, Column, Message, Result, Table
from tracker.settings import FILE, SETTINGS, Found, Setting, edited, file_text, meaning, strangers
from tracker.words import Say, t

if TYPE_CHECKING:
    from tracker.words import Words

Key = Annotated[
    str,
    typer.Argument(
        help=t(words.HELP_CONFIG_KEY(keys=" ".join(each.key for each in SETTINGS))), metavar="KEY", show_default=False
    ),
]
Value = Annotated[str | None, typer.Argument(help=t(words.HELP_CONFIG_VALUE), metavar="[VALUE]", show_default=False)]
Unset = Annotated[bool, typer.Option("--unset", help=t(words.HELP_CONFIG_UNSET))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=t(words.HELP_DRY_RUN))]

SOURCES: Final = {
    "flag": words.SOURCE_FLAG,
    "environment": words.SOURCE_ENVIRONMENT,
    "file": words.SOURCE_FILE,
    "system": words.SOURCE_SYSTEM,
    "default": words.SOURCE_DEFAULT,
}
VALID: Final = {
    "db": words.EXPLAIN_VALID_PATH,
    "today": words.EXPLAIN_VALID_DAY,
    "money_unit": words.EXPLAIN_VALID_MONEY,
    "actor": words.EXPLAIN_VALID_NAME,
    "unit": words.EXPLAIN_VALID_UNIT,
    "issuer": words.EXPLAIN_VALID_ISSUER,
}


def app() -> typer.Typer:
    """The commands about settings."""
    made = group("show")

    @acts(made, "show", words.HELP_CONFIG)
    def show(desk: Desk) -> Result:
        return shown(desk)

    @acts(made, "set", words.HELP_CONFIG_SET)
    def set_(desk: Desk, key: Key, value: Value = None, unset: Unset = False, dry_run: DryRun = False) -> Result:
        setting = named(key)
        refuse_unclear(setting, value, unset=unset)
        return change(desk, setting, value if value is None else checked(desk, setting, value), dry=dry_run)

    @acts(made, "explain", words.HELP_CONFIG_EXPLAIN)
    def explain(desk: Desk, key: Key) -> Result:
        return explained(desk, named(key))

    return made


def named(key: str) -> Setting:
    """The setting of a key; BadUsage with the nearest."""
    from difflib import get_close_matches

    known = {setting.key: setting for setting in SETTINGS}
    found = known.get(key.strip().lower().replace("-", "_"))
    if found:
        return found
    near = get_close_matches(key, known, n=3, cutoff=0.5)
    hint = words.UNKNOWN_COMMAND_HINT(near=near) if near else words.COMMANDS_HINT(all=tuple(known))
    raise BadUsage(words.SETTING_UNKNOWN(value=key), code="setting_unknown", value=key, hint=hint)


def in_force(desk: Desk, setting: Setting) -> str | None:
    """The value that a setting has now, as a text."""
    settings = desk.settings
    unit = settings.money_unit
    return {
        "lang": settings.lang,
        "db": settings.database,
        "today": settings.today.isoformat(),
        "colour": settings.colour,
        "money_unit": unit.label.zh if unit else None,
        "actor": settings.actor or None,
        "unit": settings.unit,
        "issuer": settings.issuer,
    }[setting.key]


def shown(desk: Desk) -> Result:
    """Every setting with its value and where that is from."""
    columns = (
        Column("key", words.SETTING_COLUMN),
        Column("value", words.VALUE_COLUMN),
        Column("source", words.SOURCE_COLUMN),
        Column("place", words.PLACE_COLUMN),
        Column("meaning", words.MEANING_COLUMN),
    )
    rows = tuple(
        (each.key, in_force(desk, each), source(found), found.place, each.help)
        for each in SETTINGS
        for found in (desk.settings.found[each.key],)
    )
    return Result(("config", "show"), tables=(Table(columns, rows),), messages=tuple(passed_over(desk)))


def source(found: Found) -> Choice:
    """The kind of place that a setting is from."""
    return Choice(found.source, SOURCES[found.source])


def passed_over(desk: Desk) -> list[Message]:
    """Warnings of values that are not valid, and of what tracker.toml holds in vain."""
    messages = []
    for setting in SETTINGS:
        found = desk.settings.found[setting.key]
        if found.text is not None and found.source != "system" and problem(setting, found.text):
            bad = words.SETTING_BAD_IN(place=found.place, key=setting.key, value=found.text)
            messages.append(Message("setting_bad", bad, "warning"))
    if keys := strangers(Path.cwd() / FILE):
        messages.append(Message("setting_unknown", words.SETTING_UNKNOWN_IN(path=FILE, keys=keys), "warning"))
    return messages


def problem(setting: Setting, text: str) -> Problem | None:
    """What is wrong with the text of a setting, if anything."""
    try:
        meaning(setting, text)
    except BadUsage as error:
        return error.problem
    return None


def refuse_unclear(setting: Setting, value: str | None, *, unset: bool) -> None:
    """Refuse neither a value nor `--unset`, and both."""
    if (value is None) != unset:
        what = words.SETTING_VALUE_MISSING if value is None else words.SETTING_VALUE_TWICE
        hint = words.SETTING_VALUE_HINT(key=setting.key)
        raise BadUsage(what, code="setting_value", value=value, hint=hint)


def checked(desk: Desk, setting: Setting, value: str) -> str:
    """The value as it is written; one that is not valid is refused, a unit is written by its full name."""
    meaning(setting, value)
    if setting.key != "unit":
        return value.strip()
    with desk.reading_if_there() as reader:
        if reader is None:
            return value.strip()  # nobody knows the units yet
        from tracker.rules.nouns import NOUNS
        from tracker.store.names import name_of, resolve

        return name_of(reader, NOUNS["unit"], resolve(reader, NOUNS["unit"], value))


def change(desk: Desk, setting: Setting, value: str | None, *, dry: bool) -> Result:
    """Write a setting into the tracker.toml of this folder, or take it out; the file is replaced whole or not."""
    path = (Path.cwd() / FILE).resolve()
    before = file_text(path)
    after = edited(before, setting.key, value)
    action = "same" if after == before else "unset" if value is None else "set"
    if action != "same" and not dry:
        write(path, after)
    said: dict[str, Words] = {
        "same": words.SETTING_SAME(path=FILE),
        "unset": words.SETTING_UNSET(path=FILE, key=setting.key),
        "set": words.SETTING_SET(path=FILE, key=setting.key, value=value),
    }
    messages = [Message("dry_run", words.DRY_RUN)] if dry else []
    found = desk.settings.found[setting.key]
    if found.source in ("flag", "environment"):
        stronger = words.SETTING_BEFORE(place=found.place, value=found.text)
        messages.append(Message("setting_overridden", stronger, "warning"))
    data = {"key": setting.key, "value": value, "path": str(path), "action": action}
    return Result(("config", "set"), data=data, lines=(said[action],), messages=tuple(messages))


def write(path: Path, toml: str) -> None:
    """Replace the file, which keeps who may read it."""
    from tracker.sheets.files import new_file

    mode = path.stat().st_mode if path.is_file() else None
    with new_file(path, force=True) as file:
        file.write(toml.encode())
    if mode is not None:
        path.chmod(mode)


def explained(desk: Desk, setting: Setting) -> Result:
    """What a setting does, what it takes, and where it is from."""
    found, now = desk.settings.found[setting.key], in_force(desk, setting)
    valid: Words = VALID.get(setting.key) or " ".join(setting.valid)
    places = (*((setting.flag,) if setting.flag else ()), setting.variable, FILE, *setting.machine)
    origin = Say(*(" ".join(filter(None, (half, found.place))) for half in SOURCES[found.source]))
    lines = (
        words.EXPLAIN_SETTING(key=setting.key, meaning=setting.help),
        words.EXPLAIN_VALID(valid=valid),
        words.EXPLAIN_ORDER(places=" > ".join(places)),
        words.EXPLAIN_UNSET(unset=setting.unset),
        words.EXPLAIN_NOW(value=now or "—", source=origin),
    )
    data = {
        "key": setting.key,
        "value": now,
        "source": found.source,
        "place": found.place,
        "flag": setting.flag,
        "variable": setting.variable,
        "valid": list(setting.valid),
    }
    return Result(("config", "explain"), data=data, lines=lines, messages=tuple(passed_over(desk)))


APPS = {"config": app}
