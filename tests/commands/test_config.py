"""`tracker config` on real files."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from tracker.settings import SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

KEYS = [setting.key for setting in SETTINGS]


def test_every_setting_with_its_source(city: Runner, tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text('colour = "never"', encoding="utf-8")
    rows = {row["key"]: row for row in city.json("--lang", "en", "config")["rows"]}
    assert list(rows) == KEYS
    assert {key: (row["value"], row["source"], row["place"]) for key, row in rows.items()} == {
        "lang": ("en", "flag", "--lang"),
        "db": (str(city.database), "environment", "TRACKER_DB"),
        "today": ("2024-04-10", "environment", "TRACKER_TODAY"),
        "colour": ("never", "file", str(tmp_path / "tracker.toml")),
        "money_unit": (None, "default", None),
        "actor": ("tester", "environment", "TRACKER_ACTOR"),
        "unit": (None, "default", None),
        "issuer": (None, "default", None),
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_config_alone_lists_and_explains(city: Runner, lang: str) -> None:
    said = city.ok("config", lang=lang).out
    for key in KEYS:
        assert key in said
        explained = city.ok("config", "explain", key, lang=lang).out
        assert f"TRACKER_{key.upper()}" in explained
        assert "tracker.toml" in explained


def test_setting_and_unsetting(city: Runner, tmp_path: Path) -> None:
    file = tmp_path / "tracker.toml"
    file.write_text("# ours\nmoney_unit = '亿元' # as the city does\n", encoding="utf-8")
    file.chmod(0o640)
    assert city.json("config", "set", "unit", "临清")["action"] == "set"
    assert file.read_text(encoding="utf-8") == "# ours\nmoney_unit = '亿元' # as the city does\nunit = \"临清市\"\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert city.json("visit", "add", "上海")["taken"]["unit"] == "临清市"
    assert city.json("config", "set", "money-unit", "万元")["action"] == "set"
    city.ok("funds", "add", "P1", "500", "--on", "3-6")
    assert city.json("config", "set", "unit", "临清市")["action"] == "same"
    assert city.json("config", "set", "unit", "--unset")["action"] == "unset"
    assert file.read_text(encoding="utf-8") == '# ours\nmoney_unit = "万元" # as the city does\n'
    assert city("visit", "add", "上海").code == 3
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_trying_writes_nothing(city: Runner, tmp_path: Path) -> None:
    ran = city.ok("config", "set", "unit", "冠县", "--dry-run")
    assert "dry run" in ran.err
    assert not (tmp_path / "tracker.toml").exists()


def test_without_a_database_a_unit_is_taken_as_typed(desk: Runner, tmp_path: Path) -> None:
    desk.ok("config", "set", "unit", "冠县")
    assert (tmp_path / "tracker.toml").read_text(encoding="utf-8") == 'unit = "冠县"\n'


def test_a_unit_is_not_taken_from_a_database_that_cannot_be_read(desk: Runner, tmp_path: Path) -> None:
    desk.database.write_text("no database at all", encoding="utf-8")
    ran = desk("config", "set", "unit", "冠县")
    assert (ran.code, str(desk.database) in ran.err) == (6, True)
    assert not (tmp_path / "tracker.toml").exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("colour", "red"), 2, "never"),
        (("lang", "fr"), 2, "zh"),
        (("today", "2024-02-30"), 2, "29"),
        (("money_unit", "斤"), 2, "亿"),
        (("actor", ""), 2, "--unset"),
        (("unit", "冠洲"), 3, "冠县"),
        (("coulour", "auto"), 2, "colour"),
        (("unit",), 2, "--unset"),
        (("unit", "冠县", "--unset"), 2, "--unset"),
    ],
)
def test_what_cannot_be_set(
    city: Runner, words: tuple[str, ...], code: int, said: str, lang: str, tmp_path: Path
) -> None:
    ran = city("config", "set", *words, lang=lang)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert not (tmp_path / "tracker.toml").exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_wrong_in_the_file_is_said_and_mended(city: Runner, lang: str, tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text("colour = 'red'\ncolor = 'auto'\n", encoding="utf-8")
    refused = city("unit", "list", lang=lang)
    assert (refused.code, str(tmp_path / "tracker.toml") in refused.err) == (2, True)
    warned = city.ok("config", lang=lang).err
    assert "red" in warned
    assert "color" in warned
    city.ok("config", "set", "colour", "auto", lang=lang)
    city.ok("unit", "list", lang=lang)


def test_a_file_that_is_no_toml_is_left_alone(city: Runner, tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text("unit = 冠县\n", encoding="utf-8")
    ran = city("config", "set", "unit", "冠县")
    assert ran.code == 2
    assert "tracker.toml" in ran.err
    assert (tmp_path / "tracker.toml").read_text(encoding="utf-8") == "unit = 冠县\n"


def test_a_stronger_place_is_warned_of(city: Runner) -> None:
    assert "TRACKER_TODAY" in city.ok("config", "set", "today", "2024-05-01").err
