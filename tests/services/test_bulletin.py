from __future__ import annotations

import datetime
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.services.contests import CONTEST, fill_worked_example
from tests.services.ledger import TODAY, Ledger
from tests.services.test_publishing import publish
from tracker.render.shown import said
from tracker.result import Signed
from tracker.services import boards, bulletin, verifying
from tracker.services.boards import View, Wanted
from tracker.store import boards as stored

if TYPE_CHECKING:
    from tracker.result import Bulletin
    from tracker.words import Lang

PERIOD = "2024Q2"


def live(ledger: Ledger, wanted: Wanted | None = None) -> Bulletin:
    with ledger.reader() as reader:
        made = bulletin.live(reader, PERIOD, TODAY, wanted or Wanted()).bulletin
    assert made is not None
    return made


def lines(made: Bulletin, lang: Lang = "zh") -> dict[str, list[str]]:
    """The sentences by the heading that they stand under."""
    return {said(part.title, lang): [said(each, lang) for each in part.sentences] for part in made.parts}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> str:
    ledger = Ledger(tmp_path_factory.mktemp("contest"))
    fill_worked_example(ledger)
    return ledger.path


@pytest.fixture
def contest(ledger: Ledger, filled: str) -> Ledger:
    """The first worked example of the rules, filled once."""
    shutil.copy(filled, ledger.path)
    return ledger


def test_one_sentence_a_metric_with_the_units_in_descending_order(contest: Ledger) -> None:
    told = lines(live(contest))["各项指标完成情况"]
    # 134.1 of 250 and of Σ 260, against 50 %; 45.125 % is rounded half up: the worked example of the rules.
    assert told[0] == (
        "到位资金：全市完成134.10亿元，为目标250亿元的53.64%，超序时进度3.64个百分点，为各单位目标合计260亿元的51.58%；"
        "县市区按完成率由高到低依次为：乙县31亿元（62.00%）、甲县33亿元（55.00%）、丙市36.10亿元（45.13%）；"
        "开发区按完成率由高到低依次为：丁区22亿元（55.00%）、戊区12亿元（40.00%）。"
    )
    assert [each.partition("：")[0] for each in told] == ["到位资金", "新开工", "新签约", "外资", "外出招商"]
    # 丁区 has neither a target nor a figure: not assessed is not zero.
    assert told[3].endswith("开发区按完成率由高到低依次为：戊区300万美元（30.00%）。")
    english = lines(live(contest), "en")["Metric by metric"][0]
    assert english.startswith(
        "Funds: 134.10 (100m CNY) in the whole city, 53.64% of its target, 250 (100m CNY), 3.64 points ahead of pro"
    )
    assert "by completion from the highest: 乙县 31 (62.00%), 甲县 33 (55.00%), 丙市 36.10 (45.13%);" in english


def test_the_ranking_in_sentences(contest: Ledger) -> None:
    county, zone = lines(live(contest))["综合排名"]
    assert county.startswith("县市区按综合得分由高到低依次为：甲县100.50分、乙县98.50分、丙市98.50分；比上期下降的有：")
    assert zone == "开发区按综合得分由高到低依次为：丁区100.89分、戊区86.00分。"


def test_bonuses_and_penalties_with_their_reasons(contest: Ledger) -> None:
    for reason in ("三月月报逾期", "四月月报逾期", "四月月报逾期"):
        contest.add("adjustment", unit="丙市", item="late", happened_on="2024-05-08", reason=reason)
    assert lines(live(contest))["加分和扣分"] == [
        "甲县+1.5分：50亿以上新开工1次，+2分；迟报1次，-0.5分。",
        "乙县-5分：弄虚作假1次，-5分。",
        "丙市-1.5分：迟报3次，-1.5分（三月月报逾期、四月月报逾期）。",
    ]


def test_bonuses_and_penalties_are_told_as_they_count(contest: Ledger) -> None:
    """The most of an item, and the limits of all, are what the score has: the sums told are those that count."""
    for n in range(2):
        contest.add("adjustment", unit="甲县", item="big_start", happened_on="2024-05-08", reason=f"项目{n}")
    contest.load(CONTEST + "[limits]\nbonus = 3\n")
    told = lines(live(contest))["加分和扣分"][0]
    assert told == (
        "甲县+2.5分：50亿以上新开工3次，按上限计+4分（项目0、项目1）；迟报1次，-0.5分；合计+3.5分，按总上限计+2.5分。"
    )
    with contest.reader() as reader:
        [table, *_] = boards.board(reader, PERIOD, TODAY).tables
    assert table.rows[0][-1] == Signed(Decimal("2.50"))
    publish(contest, PERIOD)
    with contest.reader() as reader:
        issue = stored.last(reader)
        assert issue is not None
        kept = [said(each, "zh") for each in bulletin.sentences(reader, issue)]
        tables = verifying.printed_tables(reader, issue)
    assert told in kept
    # What was printed before stays true to its board.
    assert "甲县+3.5分：50亿以上新开工3次，+4分（项目0、项目1）；迟报1次，-0.5分。" in kept
    added = {row[-1] for each in tables for row in each.rows if each.columns[-1].key == "adjustments"}
    assert {Signed(Decimal("2.50")), Signed(Decimal("3.50"))} <= added


def test_a_vetoed_unit_is_named_and_not_ranked(contest: Ledger) -> None:
    contest.load(CONTEST.replace("points = -5", "veto = true"))
    county, _ = lines(live(contest))["综合排名"]
    assert "甲县100.50分、丙市98.50分；一票否决、不参加排名的有：乙县" in county


def test_a_unit_without_a_target_is_told_apart(contest: Ledger) -> None:
    contest.add("figure", unit="丁区", metric="fdi", as_of_on="2024-06", value="77")
    told = lines(live(contest))["各项指标完成情况"][3]
    assert told.endswith("戊区300万美元（30.00%）；未下达目标的有：丁区77万美元。")


def test_last_year_is_compared_with(contest: Ledger) -> None:
    contest.add("figure", metric="funds", as_of_on="2023-06-30", value="100")
    assert "，同比增长34.10%；" in lines(live(contest))["各项指标完成情况"][0]
    contest.add("figure", metric="funds", as_of_on="2023-06-30", value="268.2")
    assert "，同比下降50.00%；" in lines(live(contest))["各项指标完成情况"][0]


def test_money_left_out_is_told_and_no_advice_to_the_clerk(contest: Ledger) -> None:
    contest.add(
        "funds",
        project="甲县资金",
        amount="700万美元",
        received_on="2024-05-05",
        ring="province",
        recognition="recognised",
    )
    notes = lines(live(contest))["口径和说明"]
    assert "到位资金：另有外币1笔，共700万美元，没有计入。" in notes
    assert notes[-1] == "全市没有单独录入、以各单位之和代替的数据：外资。"
    assert not any("[rates]" in note for note in notes)


def test_title_period_date_and_tables(contest: Ledger) -> None:
    made = live(contest)
    words = [said(each, "zh") for each in (made.title, made.period, made.opening, made.date)]
    assert words == [
        "竞赛榜通报",
        "2024年二季度",
        "截至2024年6月30日，序时进度为50.00%。现将竞赛榜2024年二季度的情况通报如下：",
        "2025年1月10日",
    ]
    assert (made.issue, made.issuer) == (None, None)
    ranking, metrics = made.annexes
    assert [len(table.rows) for table in ranking.tables] == [3, 2]
    assert [len(table.rows) for table in metrics.tables] == [5] * 5
    assert [column.key for column in metrics.tables[0].columns] == [
        *("group", "rank", "change", "unit"),
        *("actual", "target", "rate", "ahead"),
    ]


@pytest.mark.parametrize(
    ("wanted", "parts", "tables"),
    [
        (Wanted(metric="fdi"), ["各项指标完成情况", "口径和说明"], [1]),
        (Wanted(view=View(singles=True)), ["各项指标完成情况", "口径和说明"], [5]),
        (Wanted(group="zone"), ["综合排名", "各项指标完成情况", "口径和说明"], [1, 5]),
        (Wanted(view=View(together=True)), ["综合排名", "各项指标完成情况", "加分和扣分", "口径和说明"], [1, 5]),
    ],
)
def test_a_part_of_the_board_or_another_kind(
    contest: Ledger, wanted: Wanted, parts: list[str], tables: list[int]
) -> None:
    made = live(contest, wanted)
    assert list(lines(made)) == parts
    assert [len(annex.tables) for annex in made.annexes] == tables


def test_a_published_board_says_the_same_ever_after(contest: Ledger) -> None:
    before = lines(live(contest))
    publish(contest, PERIOD)
    contest.add("adjustment", unit="丙市", item="late", happened_on="2024-05-08")
    with contest.reader() as reader:
        result = bulletin.issued(reader, PERIOD, TODAY)
        made, issue = result.bulletin, stored.last(reader)
        assert made is not None
        assert issue is not None
        told = [said(each, "zh") for each in bulletin.sentences(reader, issue)]
    assert lines(made) == before
    assert result.seal == issue.sha256
    assert said(made.issue or "", "zh") == "第1期"
    assert {each for part in before.values() for each in part} <= set(told)


def test_a_day_in_words() -> None:
    assert bulletin.date_words(datetime.date(2024, 6, 30)) == ("2024年6月30日", "2024-06-30")
