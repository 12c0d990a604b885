from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SCHEME

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

TEXT = SCHEME.read_text(encoding="utf-8")


def test_load_show_and_list(run: Runner) -> None:
    loaded = run.ok("scheme", "load", str(SCHEME), "-f", "json").json["data"]
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    assert loaded == {"scheme": "contest-2024", "year": 2024, "sha256": sha256, "action": "loaded"}
    assert run.ok("scheme", "show", "contest-2024").out == TEXT
    shown = run.json("scheme", "show", "contest-2024")
    assert shown == {"key": "contest-2024", "year": 2024, "sha256": sha256, "toml": TEXT}
    [row] = run.json("scheme")["rows"]
    assert (row["key"], row["year"]) == ("contest-2024", 2024)
    assert run.ok("scheme", lang="zh").out.count("2024年招商引资竞赛榜") == 1


def test_where_none_is_loaded_it_is_said_how(run: Runner) -> None:
    assert "tracker scheme load 文件.toml" in run.ok("scheme", lang="zh").err
    refused = run("board", "2024", lang="zh")
    assert refused.code == 3
    assert "没有 2024 年的竞赛规则" in refused.err


def test_the_same_text_again_changes_nothing(city: Runner) -> None:
    raw = city.database.read_bytes()
    assert "unchanged" in city.ok("scheme", "load", str(SCHEME)).out
    assert city.database.read_bytes() == raw


def test_a_newer_text_takes_the_place_and_undo_gives_it_back(city: Runner, tmp_path: Path) -> None:
    file = tmp_path / "new.toml"
    file.write_text(TEXT.replace("decimals = 2", "decimals = 3"), encoding="utf-8")
    city.ok("scheme", "load", str(file))
    assert "decimals = 3" in city.ok("scheme", "show", "contest-2024").out
    assert city.json("scheme")["total"] == 1

    city.ok("undo", "--yes")
    assert city.ok("scheme", "show", "contest-2024").out == TEXT
    assert city.json("scheme")["total"] == 1
    newest = city.json("log", "--limit", "1")["rows"][0]["batch"]
    city.ok("undo", newest, "--yes")
    assert "decimals = 3" in city.ok("scheme", "show", "contest-2024").out
    assert city.json("scheme")["total"] == 1


def test_undoing_a_load_that_was_followed_by_another_is_refused(city: Runner, tmp_path: Path) -> None:
    file = tmp_path / "new.toml"
    for places in (3, 1):
        file.write_text(TEXT.replace("decimals = 2", f"decimals = {places}"), encoding="utf-8")
        city.ok("scheme", "load", str(file))
    batch = city.json("log", "--limit", "2")["rows"][1]["batch"]
    ran = city("undo", batch, "--yes")
    assert ran.code == 4
    assert "another version" in ran.err
    assert "decimals = 1" in city.ok("scheme", "show", "contest-2024").out


def test_the_first_load_can_be_undone_and_redone(run: Runner) -> None:
    run.ok("scheme", "load", str(SCHEME))
    run.ok("undo", "-y")
    assert run("scheme", "show", "contest-2024").code == 3
    run.ok("undo", "B2", "-y")
    assert run.ok("scheme", "show", "contest-2024").out == TEXT


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("verb", ["load", "check"])
def test_a_bad_scheme_tells_all_its_problems(run: Runner, tmp_path: Path, verb: str, lang: str) -> None:
    file = tmp_path / "bad.toml"
    bad = TEXT.replace("decimals = 2", "decimals = 99").replace('source = "figures"', 'source = "figurs"')
    file.write_text(bad.replace('key = "late_report"', 'key = "late_report"\ncolour = 1'), encoding="utf-8")
    raw = run.database.read_bytes()
    ran = run("scheme", verb, str(file), "-f", "json", lang=lang)
    assert ran.code == 5
    problems = ran.json["problems"]
    assert len(problems) == 3
    for problem in problems:
        assert problem["value"]
        assert problem["hint"]
        assert any(char.isdigit() for char in problem["place"])
    places = [problem["place"] for problem in problems]
    assert any("decimals" in place for place in places)
    assert any("source" in place for place in places)
    assert any("colour" in place for place in places)
    plain = run("scheme", verb, str(file), lang=lang)
    assert plain.out == ""
    assert all(place in plain.err for place in places)
    assert run.database.read_bytes() == raw


def test_check_says_the_rules_and_needs_no_database(desk: Runner) -> None:
    ran = desk.ok("scheme", "check", str(SCHEME), lang="en")
    assert "contest-2024 is sound" in ran.out
    assert "weight 40" in ran.out
    assert "Counties” has no units" not in ran.err
    assert not desk.database.exists()


def test_check_uses_the_database_that_is_there(run: Runner) -> None:
    assert "“Counties” has no units" in run.ok("scheme", "check", str(SCHEME)).err


@pytest.mark.parametrize("verb", ["load", "check"])
def test_a_file_that_is_not_there_or_no_text(run: Runner, tmp_path: Path, verb: str) -> None:
    assert run("scheme", verb, "nowhere.toml").code == 3
    (tmp_path / "noise.toml").write_bytes(b"\xff\xfe\x00\x80")
    assert run("scheme", verb, "noise.toml").code == 5
    (tmp_path / "broken.toml").write_text("key = \n", encoding="utf-8")
    assert run("scheme", verb, "broken.toml").code == 5


def test_unknown_scheme(city: Runner) -> None:
    ran = city("scheme", "show", "contest-2023")
    assert ran.code == 3
    assert "contest-2024" in ran.err


def test_dry_run_loads_nothing(run: Runner) -> None:
    run.ok("scheme", "load", str(SCHEME), "--dry-run")
    assert run.json("scheme")["rows"] == []


def test_the_file_hash_stands_in_the_history(run: Runner) -> None:
    import sqlite3
    from contextlib import closing

    run.ok("scheme", "load", str(SCHEME))
    with closing(sqlite3.connect(run.database)) as connection:
        [row] = connection.execute("SELECT file_sha256 FROM batch").fetchall()
    assert row[0] == hashlib.sha256(TEXT.encode()).hexdigest()


def test_check_tries_the_scheme_on_the_data_of_the_last_quarter(city: Runner, tmp_path: Path) -> None:
    (tmp_path / "draft.toml").write_text(TEXT.replace("contest-2024", "draft").replace("40", "45"), encoding="utf-8")
    ran = city.ok("scheme", "check", "draft.toml", "-f", "json").json
    assert ran["data"]["rows"][0]["sentence"].startswith("2024 investment contest (draft")
    trial = ran["data"]["trial"]
    assert (trial["period"], trial["scheme"]) == ("2024Q1", "draft")
    assert {row["unit"] for row in trial["groups"][0]["rows"]} == {"冠县", "临清市"}
    funds = next(each for each in trial["metrics"] if each["metric"] == "funds")
    assert (funds["actual"], funds["units"], funds["targets"]) == (0, 0, 1)
    said = {message["code"]: message["text"] for message in ran["messages"]}
    assert "Funds in place" in said["metric_empty"]
    assert "Utilised FDI" not in said["metric_empty"]
    assert "New starts" in said["targets_missing"]
    assert "sum to 105" in said["scheme_weights"]
    shown = city.ok("scheme", "check", "draft.toml", lang="zh")
    assert "试算" in shown.out
    assert "开发区没有目标" in shown.err
    assert city.json("scheme")["total"] == 1


def test_a_scheme_of_a_year_that_is_over_is_tried_on_its_last_quarter(city: Runner) -> None:
    trial = city.ok("--today", "2026-11-22", "scheme", "check", str(SCHEME), "-f", "json").json["data"]["trial"]
    assert (trial["period"], trial["as_of"]) == ("2024Q4", "2024-12-31")


def test_without_a_scheme_of_the_year_a_period_of_one_that_has_is_named(city: Runner) -> None:
    city.ok("scheme", "load", str(SCHEME))
    ran = city("--today", "2026-11-22", "board", lang="zh")
    assert ran.code == 3
    assert "2024Q4" in ran.err
    assert "contest-2024" in ran.err
    assert "2024Q4" not in city("board", "--scheme", "other", lang="zh").err


def test_a_campaigns_scheme_is_tried_on_its_campaign(city: Runner, tmp_path: Path) -> None:
    text = TEXT.replace("contest-2024", "blitz").replace("\nyear = 2024\n", "\n")
    (tmp_path / "blitz.toml").write_text(text, encoding="utf-8")
    assert city.json("scheme", "check", "blitz.toml")["trial"]["period"] == "2024Q1"
    city.ok("campaign", "edit", "百日会战", "--scheme", "blitz")
    trial = city.json("scheme", "check", "blitz.toml")["trial"]
    assert (trial["start"], trial["end"], trial["as_of"]) == ("2024-03-01", "2024-06-08", "2024-04-10")


def test_a_scheme_that_cannot_be_tried_is_still_proven(city: Runner) -> None:
    for issuer in ("市", "省"):
        city.ok("target", "add", "临清市", "funds", "50", "--issuer", issuer)
    ran = city.ok("scheme", "check", str(SCHEME))
    assert "not tried on the data" in ran.err
    assert "is sound" in ran.out


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('metric = "started"', 'metric = "begun"', "metric"),
        ('formula = "relmax"', 'formula = "relative"', "formula"),
        ('formula = "efficacy"', 'formula = "threshold"', "base"),
        ("weight = 25", "weight = 0", "weight"),
        ("weight = 25", "weight = -3", "weight"),
    ],
)
@pytest.mark.parametrize("verb", ["load", "check"])
def test_what_cannot_be_scored_is_refused_by_line_and_key(
    city: Runner, tmp_path: Path, verb: str, old: str, new: str, key: str
) -> None:
    (tmp_path / "bad.toml").write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    ran = city("scheme", verb, "bad.toml", "-f", "json")
    assert ran.code == 5
    line = TEXT[: TEXT.index(old)].count("\n") + 1
    found = [problem for problem in ran.json["problems"] if problem["place"].endswith(f".{key}")]
    lines = [int(problem["place"].split()[1].rstrip(":,")) for problem in found]
    assert any(abs(line - each) < 4 if key == "base" else line == each for each in lines)  # a missing key: its table
    assert all(problem["hint"] for problem in found)
