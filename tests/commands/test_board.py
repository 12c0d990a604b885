"""The board's verbs on the real command line: publish, list, show, compare, verify, why-not, what-if."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import SCHEME
from tests.render.browser import measured
from tracker.services import explain

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner


def codes(ran: Any) -> list[str]:
    return [each["code"] for each in ran.json["problems"]]


def test_publishing_asks_when_something_speaks_against_it(city: Runner) -> None:
    raw = city.database.read_bytes()
    ran = city("board", "publish", "2024Q1", "-f", "json")
    assert (ran.code, codes(ran)) == (4, ["unrecognised", "unrecognised", "figure_missing"])
    assert all(each["hint"] for each in ran.json["problems"])
    assert city.database.read_bytes() == raw
    said = city("board", "publish", "2024Q1", lang="zh").err
    assert "到位资金：1 笔已上报、未认定，共 0.1亿元，没有计入" in said
    data = city.json("board", "publish", "2024Q1", "--yes")
    assert (data["number"], data["period"], data["corrects"], len(data["head"])) == (1, "2024Q1", None, 16)


def test_a_dry_run_publishes_nothing(city: Runner) -> None:
    ran = city.ok("board", "publish", "2024Q1", "--dry-run")
    assert "2024Q1" in ran.out
    assert city.json("board", "list")["rows"] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_list_show_and_verify(out: Runner, lang: str) -> None:
    [row] = out.json("board", "list")["rows"]
    assert row["head"] in out.ok("board", "show", "2024Q1", "--published", lang=lang).out
    assert row["head"] in out.ok("board", "list", lang=lang).out
    assert row["head"] in out.ok("board", "verify", lang=lang).out
    assert out.json("board", "verify", row["head"])["published"]["number"] == 1
    assert out.json("board", "show", "--issue", "1")["published"]["head"] == row["head"]


def test_a_board_is_published_once_unless_corrected(out: Runner) -> None:
    ran = out("board", "publish", "2024Q1", "--yes", "-f", "json")
    assert (ran.code, codes(ran)) == (4, ["published_already"])
    assert codes(out("board", "publish", "2024Q1", "--yes", "--corrects", "-f", "json")) == ["nothing_to_correct"]
    out.ok("funds", "add", "P1", "2000万", "--on", "2024-03-20", "--ring", "省外", "--kind", "fixed")
    out.ok("funds", "recognise", "F2")
    ran = out.ok("board", "publish", "2024Q1", "--yes", "--corrects")
    assert "0.10" in ran.out
    assert "0.30" in ran.out
    assert [row["corrects"] for row in out.json("board", "list")["rows"]] == [None, 1]


def test_late_data_is_warned_of_and_compared(out: Runner) -> None:
    assert "published_same" in [each["code"] for each in out.ok("board", "2024Q1", "-f", "json").json["messages"]]
    out.ok("funds", "refuse", "F1", "--opinion", "重复")
    ran = out.ok("board", "2024Q1")
    assert "tracker board compare 2024Q1" in ran.err
    data = out.json("board", "compare", "2024Q1")
    assert [(each["unit"], each["before"], each["after"]) for each in data["figures"]] == [
        ("冠县", 0.1, 0),
        (None, 0.1, 0),
    ]
    told = [(each["record"], each["field"], each["before"], each["after"], each["batch"]) for each in data["causes"]]
    assert told[0] == ("F1", "Recognition", "recognised", "refused", out.json("log")["rows"][0]["batch"])


def test_a_publication_is_not_undone_and_stands_in_the_log(out: Runner) -> None:
    for line in (("undo", "--yes"), ("undo", "--dry-run")):
        ran = out(*line, "-f", "json")
        assert (ran.code, codes(ran)) == (4, ["published"])
    assert "1 published board added" in out.ok("log").out
    assert "2024Q1" in out.ok("log", "--batch", out.json("log")["rows"][0]["batch"]).out


def test_a_printed_page_is_proven_too(out: Runner, tmp_path: Path) -> None:
    data = out.json("board", "show", "2024Q1", "--published", "-m", "funds")
    head = data["published"]["head"]
    rows = "".join(
        f"<tr><td>{row['rank'] or '—'}</td><td>{row['unit']}</td><td>{row['indicators'][0]['actual']:.2f}</td></tr>"
        for row in data["groups"][0]["rows"]
    )
    path = tmp_path / "a.html"

    def write(body: str) -> None:
        heads = "<tr><th>位次</th><th>单位</th><th>完成(亿元)</th></tr>"
        path.write_text(f"<table>{heads}{body}</table><footer>校验码 {head}</footer>", encoding="utf-8")

    write(rows.replace("0.00", "0"))
    assert out.json("board", "verify", str(path))["cells"] == 6
    write(rows.replace("0.10", "1.10"))
    ran = out("board", "verify", str(path), "-f", "json")
    assert (ran.code, ran.json["problems"][0]["value"]) == (5, "1.10")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_board_on_a_page_is_as_it_was_published(out: Runner, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "a.html"
    out.ok("board", "2024Q1", "--published", "-o", str(path), lang=lang)
    text = path.read_text(encoding="utf-8")
    ran = out.ok("board", "verify", str(path), "-f", "json").json
    assert (ran["data"]["cells"] > 100, ran["data"]["unchecked"], ran["messages"]) == (True, [], [])
    path.write_text(text.replace(">5.00<", ">5.01<", 1), encoding="utf-8")
    assert out("board", "verify", str(path)).code == 5
    out.ok("funds", "add", "轴承", "3000万", "--on", "2024-03-01", "--yes")
    out.ok("board", "2024Q1", "--published", "-o", str(path), "--force", lang=lang)
    assert path.read_text(encoding="utf-8") == text


def test_a_page_of_today_holds_the_rows_behind(city: Runner, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    city.ok("funds", "recognise", "F1")
    city.ok("board", "2024Q1", "-o", str(path), lang="zh")
    text = path.read_text(encoding="utf-8")
    assert ">F1</td>" in text
    assert "未发布" in text
    assert "tracker-board" not in text
    city.ok("board", "2024Q1", "-m", "signed", "-o", str(path), "--force", lang="zh")
    assert ">F1</td>" not in path.read_text(encoding="utf-8")


def test_too_many_rows_are_left_out_and_told_of(city: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city.ok("funds", "recognise", "F1")
    monkeypatch.setattr("tracker.services.printouts.MOST_ROWS", 0)
    path = tmp_path / "a.html"
    ran = city.ok("board", "2024Q1", "-o", str(path), lang="en")
    assert "too many to print" in ran.err
    text = path.read_text(encoding="utf-8")
    assert ">F1</td>" not in text
    assert "too many to print" in text


@pytest.mark.slow
def test_a_page_is_whole_on_a_phone(out: Runner, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    out.ok("board", "2024Q1", "-o", str(path), lang="en")
    seen = measured(path.read_text(encoding="utf-8"), 360, tmp_path)
    assert (seen["beyond"], seen["cut"]) == (0, 0)
    assert seen["bars"] > 3


REFUSED: dict[str, tuple[int, str, tuple[str, ...]]] = {
    "another head": (5, "head_unknown", ("board", "verify", "0" * 16)),
    "no such file": (3, "file_missing", ("board", "verify", "no.xlsx")),
    "live, not published": (5, "no_head", ("board", "verify", "live.xlsx")),
    "unpublished period": (3, "not_published", ("board", "show", "2023Q4", "--published")),
    "unknown issue": (3, "issue_unknown", ("board", "show", "--issue", "9")),
    "nothing to correct": (3, "not_published", ("board", "publish", "2024H1", "--corrects")),
    "not begun": (4, "period_not_begun", ("board", "publish", "2024Q3", "--yes")),
    "no period": (2, "period_bad", ("board", "publish", "春天", "--yes")),
    "nothing supposed": (2, "missing_options", ("board", "what-if", "2024Q1")),
    "counted by no metric": (2, "noun_unknown", ("board", "why-not", "2024Q1", "U1")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(out: Runner, case: str) -> None:
    code, name, line = REFUSED[case]
    if "live.xlsx" in line:
        out.ok("board", "2024Q1", "-o", "live.xlsx")
    raw = out.database.read_bytes()
    ran = out(*line, "-f", "json")
    assert (ran.code, codes(ran)) == (code, [name])
    assert ran.json["problems"][0]["hint"]
    assert out.database.read_bytes() == raw


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_why_not_and_what_if_in_both_languages(out: Runner, lang: str) -> None:
    out.ok("funds", "add", "P1", "2000万", "--on", "2024-03-20", "--ring", "省外", "--kind", "fixed")
    said = out.ok("board", "why-not", "2024Q1", "F2", lang=lang).out
    assert {"zh": "认定状态为 已上报，须为 已认定", "en": "Recognition is reported, has to be recognised"}[lang] in said
    raw = out.database.read_bytes()
    ran = out.ok("board", "what-if", "2024Q1", "--recognise", "F2", lang=lang)
    assert "0.30" in ran.out
    assert out.database.read_bytes() == raw


def test_what_is_published_outlives_its_ledger(out: Runner) -> None:
    """Nothing of the ledger is read for it but the campaigns' names."""
    before = out.ok("board", "show", "2024Q1", "--published", "-f", "json").out
    for noun, which in (("visit", "V1"), ("funds", "F1"), ("adjustment", "A1"), ("figure", "X1"), ("target", "T1")):
        out.ok(noun, "remove", which, "--yes")
    out.ok("unit", "edit", "冠县", "--name", "冠州")
    assert json.loads(out.ok("board", "show", "2024Q1", "--published", "-f", "json").out) == json.loads(before)


@pytest.mark.parametrize(("lang", "said"), [("zh", "2024 没有可用的目标"), ("en", "there are no targets for 2024")])
def test_a_board_without_targets_says_so_and_what_sets_one(city: Runner, lang: str, said: str) -> None:
    assert said not in city.ok("board", "2024Q1", lang=lang).err
    city.ok("target", "remove", "T1", "--yes")
    board = city.ok("board", "2024Q1", lang=lang)
    assert said in board.err
    assert f"- {said}" in city.ok("board", "2024Q1", "-f", "md", lang=lang).out
    messages = city.ok("board", "2024Q1", "-f", "json", lang=lang).json["messages"]
    assert "targets_none" in {each["code"] for each in messages}
    typed = board.err.partition("tracker ")[2].split("\n")[0]
    city.ok(*typed.split(), lang=lang)
    assert said not in city.ok("board", "2024Q1", lang=lang).err


def test_nothing_is_said_of_targets_where_none_are_scored(run: Runner, tmp_path: Path) -> None:
    scheme = tmp_path / "relative.toml"
    scheme.write_text(
        'key = "r"\nyear = 2024\nname = "r"\ngroups = [{ key = "county" }]\n'
        'metrics = { trips = { source = "visits" } }\n'
        'indicators = [{ metric = "trips", weight = 100, formula = "relmax" }]\n',
        encoding="utf-8",
    )
    run.ok("scheme", "load", str(scheme))
    run.ok("unit", "add", "冠县", "county")
    assert "target" not in run.ok("board", "2024Q1").err


@pytest.fixture
def campaign(city: Runner) -> Runner:
    """The small city with its campaign published and then renamed."""
    city.ok("board", "publish", "百日会战", "--yes")
    city.ok("campaign", "edit", "百日会战", "--name", "春季会战")
    return city


@pytest.mark.parametrize(("lang", "said"), [("zh", "发布时名为 百日会战"), ("en", "Published as 百日会战")])
def test_a_renamed_campaign_keeps_its_published_board(campaign: Runner, lang: str, said: str) -> None:
    for name in ("春季会战", "百日会战"):
        ran = campaign.ok("board", name, "--published", lang=lang)
        assert said in ran.out
        assert campaign.json("board", "compare", name)["published"]["number"] == 1
        assert campaign.json("board", "show", name, "--issue", "1")["published"]["period"] == "百日会战"
    [row] = campaign.json("board", "list")["rows"]
    assert (row["period"], row["called"]) == ("百日会战", "春季会战")
    ran = campaign("board", "publish", "春季会战", "--yes", "-f", "json")
    assert codes(ran) == ["published_already"]
    assert "1" in campaign.ok("board", "春季会战").err
    campaign.ok("funds", "recognise", "F1")
    data = campaign.json("board", "publish", "春季会战", "--corrects", "--yes")
    assert (data["number"], data["corrects"], data["period"]) == (2, 1, "春季会战")
    assert "2" in campaign.ok("board", "show", "--issue", "1").err
    assert campaign.ok("board", "verify").code == 0


def test_a_name_that_is_another_campaigns_by_now_is_that_ones(campaign: Runner) -> None:
    campaign.ok("campaign", "add", "百日会战", "--start-on", "2024-01-01", "--end-on", "2024-04-05")
    ran = campaign("board", "百日会战", "--published", "-f", "json")
    assert codes(ran) == ["not_published"]
    assert campaign.json("board", "春季会战", "--published")["published"]["number"] == 1
    assert campaign.json("board", "publish", "百日会战", "--yes")["number"] == 2


def test_a_dry_run_says_what_it_would_do(city: Runner) -> None:
    for lang, said in (("zh", "试运行：将发布第 1 期"), ("en", "Dry run: would publish no. 1")):
        assert city.ok("board", "publish", "2024Q1", "--dry-run", lang=lang).out.startswith(said)
    city.ok("board", "publish", "2024Q1", "--yes")
    city.ok("funds", "recognise", "F1")
    ran = city.ok("board", "publish", "2024Q1", "--corrects", "--dry-run", lang="zh")
    assert "将发布第 2 期" in ran.out
    assert "将更正第 1 期" in ran.out


def test_of_several_published_schemes_each_is_named_with_its_line(out: Runner, tmp_path: Path) -> None:
    text = SCHEME.read_text(encoding="utf-8").replace('key = "contest-2024"', 'key = "second"', 1)
    second = tmp_path / "second.toml"
    second.write_text(text, encoding="utf-8")
    out.ok("scheme", "load", str(second))
    out.ok("board", "publish", "2024Q1", "--scheme", "second", "--yes")
    for verb in (("show", "2024Q1", "--published"), ("compare", "2024Q1")):
        ran = out("board", *verb, lang="zh")
        assert ran.code == 4
        assert "contest-2024（第 1 期）、second（第 2 期）" in ran.err
        lines = re.findall(r"tracker ([^、\n]+)", ran.err)
        assert len(lines) == 2
        for n, typed in enumerate(lines, 1):
            assert out.json(*typed.split())["published"]["number"] == n


@pytest.mark.parametrize(("lang", "city_"), [("zh", "全市"), ("en", "City")])
def test_the_citys_line_is_explained(city: Runner, lang: str, city_: str) -> None:
    city.ok("funds", "recognise", "F1")
    for typed in ("全市", "city"):
        ran = city.ok("board", "explain", "2024Q1", typed, "funds", lang=lang)
        assert f"{city_} · " in ran.out
        assert "0.1 / 50 = 0.002" in ran.out
        assert "轴承一期" in ran.out
    assert city.json("board", "explain", "2024Q1", "city")["unit"] is None


def test_arithmetic_is_read_in_either_language_and_kept_in_none(out: Runner) -> None:
    out.ok("target", "edit", "T1", "--value", "0.1")
    said = {lang: out.ok("board", "explain", "2024Q1", "冠县", lang=lang).out for lang in ("zh", "en")}
    assert "→ 上限 1.2 × 40 = 48.00" in said["zh"]
    assert "→ cap 1.2 × 40 = 48.00" in said["en"]
    assert not re.search(r"\b(cap|max|min)\b", said["zh"])
    [funds, *_] = out.json("board", "explain", "2024Q1", "冠县")["indicators"]
    assert funds["arithmetic"].endswith("→ cap 1.2 × 40 = 48.00")


@pytest.mark.parametrize("name", ["board.html", "board.xlsx"])
def test_what_was_printed_with_arithmetic_as_it_is_kept_is_still_true(
    out: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    out.ok("target", "edit", "T1", "--value", "0.1")
    out.ok("board", "publish", "2024Q1", "--corrects", "--yes")
    path = str(tmp_path / name)
    with monkeypatch.context() as older:
        older.setattr(explain, "in_words", lambda arithmetic: arithmetic)
        out.ok("board", "2024Q1", "--published", "-o", path, lang="zh")
    out.ok("board", "verify", path, lang="zh")
    out.ok("board", "2024Q1", "--published", "-o", path, "--force", lang="zh")
    out.ok("board", "verify", path, lang="zh")


@pytest.mark.parametrize(
    "line",
    [
        ("progress", "2024Q1"),
        ("board", "explain", "2024Q1", "冠县"),
        ("board", "explain", "2024Q1", "city"),
        ("board", "why-not", "2024Q1", "P1"),
        ("board", "what-if", "2024Q1", "--refuse", "F1"),
        ("board", "compare", "2024Q1"),
        ("board", "trend", "2024"),
    ],
    ids=" ".join,
)
def test_a_page_is_headed_by_the_contest_and_not_by_what_was_typed(
    out: Runner, tmp_path: Path, line: tuple[str, ...]
) -> None:
    page = tmp_path / "page.html"
    out.ok(*line, "-o", str(page), lang="zh")
    assert "<h1>2024年招商引资竞赛榜</h1>" in page.read_text(encoding="utf-8")
