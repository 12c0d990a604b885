"""Settings: what comes first, what is refused, and how the file is changed."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadUsage
from tracker.settings import SETTINGS, edited, resolve, strangers

HERE = Path("/nowhere")


def filed(folder: Path, text: str) -> Path:
    (folder / "tracker.toml").write_bytes(text.encode())
    return folder


def test_a_flag_comes_before_a_variable_before_the_file_before_the_machine(tmp_path: Path) -> None:
    folder = filed(tmp_path, 'lang = "en"')
    machine = {"LANG": "zh_CN.UTF-8"}
    both = machine | {"TRACKER_LANG": "zh"}
    assert resolve({}, {}, HERE).found["lang"] == (None, "default", None)
    assert resolve({}, machine, HERE).found["lang"] == ("zh_CN.UTF-8", "system", "LANG")
    assert resolve({}, machine, folder).found["lang"] == ("en", "file", str(folder / "tracker.toml"))
    assert resolve({}, both, folder).found["lang"] == ("zh", "environment", "TRACKER_LANG")
    assert resolve({"lang": "en"}, both, folder).found["lang"] == ("en", "flag", "--lang")
    assert [resolve({}, each, where).lang for each, where in ((machine, HERE), (machine, folder), (both, folder))] == [
        "zh",
        "en",
        "zh",
    ]


def test_the_login_is_recorded_but_is_nobody_in_person() -> None:
    login = resolve({}, {"USER": "root"}, HERE)
    assert (login.actor, login.person) == ("root", None)
    named = resolve({}, {"USER": "root", "TRACKER_ACTOR": "王五"}, HERE)
    assert (named.actor, named.person) == ("王五", "王五")


def test_the_file_may_hold_a_mark_and_a_date(tmp_path: Path) -> None:
    assert resolve({}, {}, filed(tmp_path, "\ufefftoday = 2024-04-10\r\n")).today == datetime.date(2024, 4, 10)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("lang", "fr"),
        ("colour", "red"),
        ("today", "2024-04"),
        ("today", "2024-02-30"),
        ("money_unit", "斤"),
        ("actor", " "),
    ],
)
def test_a_bad_value_is_refused_where_it_stands_or_passed_over(key: str, text: str) -> None:
    [setting] = [each for each in SETTINGS if each.key == key]
    with pytest.raises(BadUsage) as caught:
        resolve({}, {setting.variable: text}, HERE)
    assert (caught.value.problem.place, caught.value.problem.value) == (setting.variable, text)
    assert caught.value.problem.hint
    assert resolve({}, {setting.variable: text}, HERE, lenient=True).found[key].text == text


def test_keys_that_are_no_settings_are_found(tmp_path: Path) -> None:
    assert strangers(filed(tmp_path, 'colour = "auto"\ncolor = "auto"\n[limits]\nanswer = 2') / "tracker.toml") == (
        "color",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'unit = "冠县"\n'),
        ("# ours\nlang = 'zh' # mine\n", "# ours\nlang = 'zh' # mine\nunit = \"冠县\"\n"),
        ('unit = "莘县" # old\ndb = "a.db"', 'unit = "冠县" # old\ndb = "a.db"'),
    ],
)
def test_a_value_is_written_among_what_is_there(before: str, after: str) -> None:
    assert edited(before, "unit", "冠县") == after


def test_a_value_is_written_above_the_tables() -> None:
    assert tomllib.loads(edited("[limits]\nanswer = 2\n", "unit", "冠县")) == {"unit": "冠县", "limits": {"answer": 2}}


@given(st.text(st.characters(blacklist_categories=["Cs"]), min_size=1))
def test_any_value_reads_back_and_can_be_taken_out(value: str) -> None:
    before = '# ours\nlang = "zh"\n[limits]\nanswer = 2\n'
    after = edited(before, "actor", value)
    assert tomllib.loads(after) == tomllib.loads(before) | {"actor": value}
    assert tomllib.loads(edited(after, "actor", None)) == tomllib.loads(before)
