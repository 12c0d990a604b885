from __future__ import annotations

from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadData, Exit, Problem
from tracker.rules.money import Money
from tracker.rules.scheme_reading import parse_scheme
from tracker.rules.scheme_words import scheme_warnings
from tracker.rules.schemes import WHERE, Group, Indicator, Item, Limits, Scheme
from tracker.words import Say, text

from .scheme_texts import FULL, SMALL, changed

F = Fraction


@pytest.fixture(scope="module")
def full() -> Scheme:
    return parse_scheme(FULL)


def problems(source: str) -> tuple[Problem, ...]:
    with pytest.raises(BadData) as caught:
        parse_scheme(source)
    assert caught.value.exit is Exit.BAD_DATA
    return caught.value.problems


def told(problem: Problem) -> tuple[str, str | None]:
    """The English place and value of a problem; it must stand in both languages, with what to type."""
    for lang in ("zh", "en"):
        assert text(problem.what, lang)
        assert text(problem.place, lang)
    assert problem.hint or problem.code == "scheme_unknown_key"
    return text(problem.place, "en"), problem.value


def line_of(piece: str, source: str = FULL) -> int:
    return source[: source.index(piece)].count("\n") + 1


# What is read.


def test_the_frame(full: Scheme) -> None:
    assert (full.key, full.year, full.name.zh) == ("contest-2024", 2024, "2024年招商引资竞赛榜")
    assert (full.basis, full.curve, full.missing_target, full.decimals) == ("cumulative", "months", "rescale", 2)
    assert full.ties == ("funds", "started")
    assert full.limits == Limits(F(10), F(8))
    assert full.rates == {"USD": F("7.1")}
    assert full.issuer is None


def test_groups(full: Scheme) -> None:
    county, department = full.groups
    assert county == Group("county", Say("县(市、区)", "Counties"))
    assert (department.label.zh, department.composite) == ("市直部门", False)
    assert full.group("zone") is None


def test_metrics_with_their_defaults(full: Scheme) -> None:
    assert {key: (each.source, each.measure) for key, each in full.metrics.items()} == {
        "funds": ("funds", "amount"),
        "started": ("milestones", "count"),
        "signed": ("projects", "count"),
        "fdi": ("figures", "amount"),
        "companies": ("organisations", "distinct"),
    }
    funds, started, signed, fdi, companies = full.metrics.values()
    assert funds.money is not None
    assert (funds.money.fen, funds.money.currency, funds.unit.zh) == (10_000_000_000, "CNY", "亿元")
    assert (fdi.money.currency if fdi.money else None) == "USD"
    assert (fdi.value, fdi.single, full.issuer_of(fdi), full.issuer_of(funds)) == ("period", "actual", "省商务厅", None)
    assert (funds.value, funds.single) == ("cumulative", None)
    assert (started.unit.zh, companies.unit.zh, signed.label) == ("个", "家", Say("signed", "signed"))


def test_where_is_read_by_key_or_label(full: Scheme) -> None:
    metrics = full.metrics
    assert metrics["funds"].only("ring") == ("foreign", "province", "city")
    assert metrics["started"].only("recognition") == ("recognised",)
    assert metrics["started"].stage == "started"
    assert metrics["companies"].where == {"lists": ("world500", "china500"), "target": True}
    assert metrics["fdi"].where == {}
    assert metrics["fdi"].only("ring") == ()


def test_least_investments_are_money_of_their_own_currency(full: Scheme) -> None:
    least = full.metrics["started"].min_investment
    assert least == {"CNY": Money(10_000_000_000), "USD": Money(1_000_000_000, "USD")}
    alone = parse_scheme(changed('{ CNY = "1亿", USD = "1000万" }', '"1000万美元"'))
    assert alone.metrics["started"].min_investment == {"USD": Money(1_000_000_000, "USD")}
    assert full.metrics["funds"].min_investment == {}


def test_only_the_signing_asks_for_a_formal_contract(full: Scheme) -> None:
    assert full.metrics["signed"].where == {"stage": "signed", "agreement": ("contract",)}
    assert full.metrics["started"].only("agreement") == ()
    signed = parse_scheme(changed('stage = "started"', 'stage = "签约"'))
    assert signed.metrics["started"].only("agreement") == ("contract",)
    framework = parse_scheme(changed('stage = "started"', 'stage = "signed", agreement = ["framework", "contract"]'))
    assert framework.metrics["started"].only("agreement") == ("framework", "contract")


def test_indicators(full: Scheme) -> None:
    funds, started, quality, companies = full.indicators
    assert funds == Indicator("funds", "funds", Say("到位资金", "Funds in place"), F(40), "ratio_time", F("1.2"))
    assert (started.weight, started.params) == (F("30.5"), {"base": F(18), "per": F(2), "step": F(1, 10)})
    assert (quality.key, quality.metric, quality.label.zh, quality.cap) == ("quality", None, "质量", None)
    assert (companies.weight, companies.params, companies.groups) == (F(0), {"per": F(1, 10)}, ("county",))
    assert [each.key for each in full.indicators_of("county")] == ["funds", "started", "quality", "companies"]
    assert [each.key for each in full.indicators_of("department")] == ["funds", "started", "quality"]


def test_parts_of_a_mix_are_indicators_with_their_weight(full: Scheme) -> None:
    first, second = full.indicators[2].parts
    assert (first.key, first.weight, first.formula) == ("signed", F("17.7"), "efficacy")
    assert first.params == {"low": F(60), "span": F(40), "zero": "zero"}
    assert (second.weight, second.params) == (F("11.8"), {"by": "rate", "goal": F(1, 10)})


def test_adjustments(full: Scheme) -> None:
    assert full.adjustments == (
        Item("big_start", Say("50亿以上新开工", "Start ≥ 5bn"), F(2), F(4)),
        Item("accident", Say("accident", "accident"), veto=True),
    )


def test_every_condition_of_every_source_can_be_written() -> None:
    for source, keys in WHERE.items():
        where = {key: f'["{choices.keys[0]}"]' if choices else '["甲"]' for key, choices in keys.items()}
        where |= {"stage": '"signed"', "min_investment": '"1亿"', "target": "false"}
        written = ", ".join(f"{key} = {where[key]}" for key in keys)
        scheme = parse_scheme(f'{SMALL}[metrics.x]\nsource = "{source}"\nunit = "元"\nwhere = {{ {written} }}\n')
        assert set(scheme.metrics["x"].where) == set(keys)


def test_defaults_of_a_short_scheme() -> None:
    scheme = parse_scheme(SMALL)
    assert (scheme.year, scheme.basis, scheme.curve, scheme.missing_target) == (None, "cumulative", "months", "rescale")
    assert (scheme.decimals, scheme.ties, scheme.adjustments, scheme.limits) == (2, (), (), Limits())
    assert scheme.name == Say("短", "短")
    assert scheme.metrics["funds"].where == {}
    assert scheme_warnings(scheme) == ()


@pytest.mark.parametrize("source", ["\ufeff" + FULL, FULL.replace("\n", "\r\n"), "\n\n" + FULL])
def test_text_as_editors_save_it(source: str, full: Scheme) -> None:
    assert parse_scheme(source) == full


@pytest.mark.parametrize(
    ("curve", "stored"),
    [
        ('"days"', "days"),
        ("[0.2, 0.5, 0.75, 1]", (F(1, 5), F(1, 2), F(3, 4), F(1))),
        ("[0.5, 0.5, 0.5, 1.0]", (F(1, 2), F(1, 2), F(1, 2), F(1))),
        ("[" + "0.1," * 11 + "1]", (F(1, 10),) * 11 + (F(1),)),
    ],
)
def test_curves(curve: str, stored: object) -> None:
    assert parse_scheme(changed('"months"', curve)).curve == stored


@pytest.mark.parametrize(
    "curve",
    [
        '"weeks"',
        "[]",
        "[1]",
        "[0.2, 0.5, 1]",
        "[0.2, 0.5, 0.75, 0.9]",
        "[0.2, 0.5, 0.75, 1.1]",
        "[0, 0.5, 0.75, 1]",
        "[-0.1, 0.5, 0.75, 1]",
        "[0.5, 0.2, 0.75, 1]",
        '[0.2, 0.5, 0.75, "x"]',
        '[0.2, "x", 0.5, 0.75, 1]',
        "[0.2, 0.5, true, 1]",
        "[0.2, nan, 0.75, 1]",
        "3",
        "true",
        "{ a = 1 }",
    ],
)
def test_bad_curves(curve: str) -> None:
    (problem,) = problems(changed('"months"', curve))
    assert problem.code == "scheme_curve"
    assert told(problem)[0] == "line 5, curve"


def test_one_key_may_serve_groups_that_do_not_meet() -> None:
    source = SMALL.replace('key = "county"', 'key = "county"\n[[groups]]\nkey = "zone"')
    source = changed("weight = 100", 'weight = 100\ngroups = ["county"]', source)
    source += '[[indicators]]\nmetric = "funds"\nweight = 90\nformula = "ratio"\ngroups = ["zone"]\n'
    scheme = parse_scheme(source)
    assert [each.key for each in scheme.indicators] == ["funds", "funds"]
    (problem,) = problems(source.replace('["zone"]', '["zone", "county"]'))
    assert (problem.code, told(problem)[0]) == ("scheme_twice", "line 15, indicators.key")


def test_a_scheme_of_single_boards_needs_no_indicators() -> None:
    source = SMALL[: SMALL.index("[[indicators]]")]
    assert [told(each)[0] for each in problems(source)] == ["line 1, indicators"]
    assert parse_scheme(changed('"county"', '"county"\ncomposite = false', source)).indicators == ()


# What is refused, with its line, its value and what to type.

WEIGHT = "weight = 40"


@pytest.mark.parametrize(
    ("old", "new", "code", "key", "value", "hint"),
    [
        ("year = 2024", "yaer = 2024", "unknown_key", "yaer", "yaer", "type year"),
        ("year = 2024", "year = 24", "range", "year", "24", "year = 2024"),
        ("year = 2024", 'year = "2024"', "kind", "year", "2024", "year = 2024"),
        ("year = 2024", "year = 2024.0", "kind", "year", "2024.0", "year = 2024"),
        ('key = "contest-2024"', 'key = "竞赛"', "kind", "key", "竞赛", "contest-2024"),
        ('key = "contest-2024"', 'key = ""', "kind", "key", "", "contest-2024"),
        ('"cumulative"', '"cumulativ"', "unknown", "basis", "cumulativ", "type cumulative"),
        ('"rescale"', '"half"', "unknown", "missing_target", "half", "rescale, full, zero"),
        ("decimals = 2", "decimals = 7", "range", "decimals", "7", "decimals = 2"),
        ("decimals = 2", "decimals = true", "kind", "decimals", "true", "decimals = 2"),
        ('ties = ["funds"', 'ties = ["fund"', "unknown", "ties", "fund", "type funds"),
        ('ties = ["funds", "started"]', "ties = [1]", "kind", "ties", "[1]", "ties = ["),
        ("composite = false", 'composite = "no"', "kind", "groups.composite", "no", "composite = true"),
        ('key = "department"', 'key = "county"', "twice", "groups.key", "county", "county_2"),
        ("composite = false", "composit = false", "unknown_key", "groups.composit", "composit", "type composite"),
        ('source = "figures"', 'source = "figure"', "unknown", "metrics.fdi.source", "figure", "type figures"),
        ('source = "projects"', "", "missing", "metrics.signed.source", None, 'source = "funds"'),
        ('measure = "amount"', 'measure = "count"', "unknown", "metrics.funds.measure", "count", "amount"),
        ('unit = "亿元"', 'unit = "亿圆"', "unit", "metrics.funds.unit", "亿圆", "亿元"),
        ('unit = "亿元"', "", "missing", "metrics.funds.unit", None, 'unit = "亿元"'),
        ('single = "actual"', 'single = "acual"', "unknown", "metrics.fdi.single", "acual", "type actual"),
        ('value = "period"', 'value = "quarter"', "unknown", "metrics.fdi.value", "quarter", "cumulative, period"),
        ('measure = "amount"', 'value = "period"', "unknown_key", "metrics.funds.value", "value", "valid"),
        ('stage = "started"', 'stage = "start"', "unknown", "metrics.started.where.stage", "start", "type started"),
        ('stage = "started"', 'stage = ["started", "signed"]', "kind", "metrics.started.where.stage", None, "stage ="),
        ('stage = "started", ', "", "missing", "metrics.started.where.stage", None, 'stage = "started"'),
        ('ring = ["foreign"', 'ring = ["foriegn"', "unknown", "metrics.funds.where.ring", "foriegn", "type foreign"),
        ('kind = ["fixed", "capital"]', "kind = []", "kind", "metrics.funds.where.kind", "[]", "where ="),
        ('ring = ["', 'rings = ["', "unknown_key", "metrics.funds.where.rings", "rings", "type ring"),
        ("target = true", 'target = "yes"', "kind", "metrics.companies.where.target", "yes", "target = true"),
        ('"1亿"', '"1"', "money_bare", "metrics.started.where.min_investment.CNY", "1", "1亿"),
        ('"1亿"', "100000000", "money_bare", "metrics.started.where.min_investment.CNY", "100000000", ""),
        ('"1000万"', '"1000万元"', "money", "metrics.started.where.min_investment.USD", "1000万元", "1000万"),
        ('"1000万"', '"约1000万"', "money_about", "metrics.started.where.min_investment.USD", "约1000万", "1000万"),
        ("USD = ", "USX = ", "unknown", "metrics.started.where.min_investment.USX", "USX", "type USD"),
        ("[metrics.signed]", '[metrics."签约"]', "kind", "metrics.签约", "签约", "[metrics.funds]"),
        (WEIGHT, "weight = 0", "range", "indicators.weight", "0", "weight = 40"),
        (WEIGHT, "weight = -1", "range", "indicators.weight", "-1", "weight = 40"),
        (WEIGHT, "weight = inf", "kind", "indicators.weight", "Infinity", "weight = 40"),
        (WEIGHT, "weight = 1e999999999", "kind", "indicators.weight", "1E+999999999", "weight = 40"),
        (WEIGHT, "weight = true", "kind", "indicators.weight", "true", "weight = 40"),
        (WEIGHT, "", "missing", "indicators.weight", None, "weight = 40"),
        ("cap = 1.2", "cap = 0", "range", "indicators.cap", "0", "cap = 1.2"),
        ("cap = 1.2", "max = 3", "unknown_key", "indicators.max", "max", "valid"),
        ('metric = "funds"', 'metric = "fonds"', "unknown", "indicators.metric", "fonds", "type funds"),
        ('metric = "funds"', "", "missing", "indicators.metric", None, 'metric = "funds"'),
        ('"ratio_time"', '"ratio_tme"', "unknown", "indicators.formula", "ratio_tme", "type ratio_time"),
        ('formula = "ratio_time"', "", "missing", "indicators.formula", None, "formula ="),
        ("base = 18\n", "", "missing", "indicators.base", None, "base = 60"),
        ("per = 2\n", "", "missing", "indicators.per", None, "per = 2"),
        ("per = 2\n", "per = 2\nstep = 0\n", "range", "indicators.step", "0", "step = 0.1"),
        ("per = 0.1\n", "", "missing", "indicators.per", None, "per = 2"),
        ("per = 0.1\n", "per = -1\n", "range", "indicators.per", "-1", "per = 2"),
        ("per = 0.1\n", "per = 0.1\ncap = 1\n", "cap", "indicators.cap", "1", "max = 4"),
        ('groups = ["county"]', 'groups = ["countys"]', "unknown", "indicators.groups", "countys", "type county"),
        (
            'metric = "signed", share',
            'metric = "sined", share',
            "unknown",
            "indicators.parts.metric",
            "sined",
            "signed",
        ),
        ("share = 0.6, ", "", "missing", "indicators.parts.share", None, "share = 0.6"),
        ('formula = "growth"', 'formula = "mix"', "unknown", "indicators.parts.formula", "mix", "ratio"),
        (", goal = 0.1", "", "missing", "indicators.parts.goal", None, "goal = 0.2"),
        ('by = "rate", goal', "goal", "missing", "indicators.parts.by", None, 'by = "rate"'),
        ('by = "rate"', 'by = "year"', "unknown", "indicators.parts.by", "year", "rate, rank"),
        ('zero = "zero"', 'zero = "none"', "unknown", "indicators.parts.zero", "none", "low, zero"),
        ('metric = "fdi", share', 'metric = "signed", share', "twice", "indicators.parts.key", "signed", "signed_2"),
        ("points = 2\n", "", "missing", "adjustments.points", None, "points = 2"),
        ("points = 2\n", "points = 0\n", "range", "adjustments.points", "0", "points = 2"),
        ("max = 4", "max = 0", "range", "adjustments.max", "0", "max = 4"),
        ('key = "accident"', 'key = "big_start"', "twice", "adjustments.key", "big_start", "big_start_2"),
        ("veto = true", "veto = 1", "kind", "adjustments.veto", "1", "veto = true"),
        ("bonus = 10", "bonus = -1", "range", "limits.bonus", "-1", "bonus = 10"),
        ("bonus = 10", "bonuses = 10", "unknown_key", "limits.bonuses", "bonuses", "type bonus"),
        ('USD = "7.10"', "USDT = 7", "unknown", "rates.USDT", "USDT", "type USD"),
        ('"7.10"', '"7,1"', "kind", "rates.USD", "7,1", "rates = { USD"),
        ('"7.10"', "0", "range", "rates.USD", "0", "rates = { USD"),
        ("en = ", "us = ", "unknown_key", "name.us", "us", "zh, en"),
    ],
)
def test_each_mistake_is_told_with_its_line(
    old: str, new: str, code: str, key: str, value: str | None, hint: str
) -> None:
    found = {text(each.place, "en").split(", ")[1]: each for each in problems(changed(old, new))}
    assert key in found, found
    problem = found[key]
    assert problem.code == (f"scheme_{code}")
    if value is not None:
        assert problem.value == value
    assert hint in text(problem.hint or "", "en")
    place = told(problem)[0]
    if new and code != "missing":
        assert place.startswith(f"line {line_of(old) + new.strip().count(chr(10))},")


def test_one_mistake_is_told_once() -> None:
    for old, new in [
        ('metric = "started"', 'metric = "startd"'),
        ('source = "projects"', 'source = "project"'),
        ('"ratio_time"', '"ratio_tme"'),
        (WEIGHT, "weight = 0"),
    ]:
        found = problems(changed(old, new, FULL.replace('ties = ["funds", "started"]', 'ties = ["funds"]')))
        assert len(found) == 1, [told(each) for each in found]


@pytest.mark.parametrize(
    ("indicator", "missing"),
    [
        ('formula = "threshold"', ["base", "per"]),
        ('formula = "growth"', ["by"]),
        ('formula = "growth"\nby = "rate"', ["goal"]),
        ('formula = "share"', ["of"]),
        ('formula = "mix"', ["parts"]),
        ('formula = "mix"\nparts = []', ["parts"]),
        ('formula = "deduct"', ["per"]),
        ('formula = "floor_deduct"', ["per"]),
        ('formula = "floor_deduct"\nparts = [{ metric = "funds" }]', ["parts.per"]),
        ('formula = "deduct"\nparts = [{ per = 1 }]', ["parts.metric"]),
        ('formula = "mix"\nparts = [{ metric = "funds", formula = "per_unit" }]', ["parts.per"]),
    ],
)
def test_what_a_formula_needs(indicator: str, missing: list[str]) -> None:
    found = problems(SMALL.replace('formula = "ratio"', indicator))
    assert [text(each.place, "en").split("indicators.")[1] for each in found] == missing
    assert {each.code for each in found} == {"scheme_missing"}


def test_growth_by_rank_needs_no_goal_and_per_unit_no_weight() -> None:
    scheme = parse_scheme(SMALL.replace('formula = "ratio"', 'formula = "growth"\nby = "rank"'))
    assert scheme.indicators[0].params == {"by": "rank"}
    scheme = parse_scheme(SMALL.replace('weight = 100\nformula = "ratio"', 'formula = "per_unit"\nper = 3'))
    assert scheme.indicators[0].weight == 0


def test_manual_scores_are_figures() -> None:
    (problem,) = problems(SMALL.replace('"ratio"', '"manual"'))
    assert (problem.code, problem.value) == ("scheme_manual", "funds")
    assert 'source = "figures"' in text(problem.hint, "en")


def test_projects_are_counted_at_the_signing_alone() -> None:
    (problem,) = problems(changed('source = "projects"', 'source = "projects"\nwhere = { stage = "started" }'))
    assert (problem.code, problem.value) == ("scheme_unknown", "started")


def test_two_labels_alike_are_refused_for_entry_could_not_tell_them_apart() -> None:
    (problem,) = problems(changed('source = "projects"', 'source = "projects"\nlabel = "到位 资金"'))
    line = line_of('source = "projects"') + 1
    assert told(problem) == (f"line {line}, metrics.signed.label", "到位 资金")
    (problem,) = problems(changed('key = "accident"', 'key = "accident"\nlabel = "Big_Start"'))
    assert problem.code == "scheme_label_twice"


def test_everything_wrong_is_told_at_once_in_the_order_of_the_text() -> None:
    source = FULL
    for old, new in [('"months"', '"weeks"'), ('"亿元"', '"亿圆"'), (WEIGHT, "weight = 0"), ("max = 4", "max = -4")]:
        source = changed(old, new, source)
    with pytest.raises(BadData) as caught:
        parse_scheme(source)
    assert [each.code for each in caught.value.problems] == [
        "scheme_curve",
        "scheme_unit",
        "scheme_range",
        "scheme_range",
    ]
    lines = [int(text(each.place, "en").split()[1].rstrip(",")) for each in caught.value.problems]
    assert lines == sorted(lines)
    assert "4" in text(caught.value.problem.what, "en")


def test_an_empty_file_misses_what_a_scheme_needs() -> None:
    found = [text(each.place, "en") for each in problems("")]
    assert found == ["line 1, key", "line 1, groups", "line 1, metrics"]


@pytest.mark.parametrize(
    ("source", "line", "value"),
    [
        (changed('"months"', "months"), 5, "curve = months"),
        (changed('"亿元"', "“亿元”"), line_of("亿元"), "unit = “亿元”"),
        (FULL + "key = [", FULL.count("\n") + 1, "key = ["),
        (FULL + "[metrics.funds]\n", FULL.count("\n") + 1, "[metrics.funds]"),
        ("[" * 5000, 1, None),
        ("year = " + "9" * 5000, 1, None),
    ],
)
def test_bad_toml_is_told_with_its_line(source: str, line: int, value: str | None) -> None:
    (problem,) = problems(source)
    assert problem.code == "scheme_toml"
    assert text(problem.place, "en") == f"line {line}"
    if value is not None:
        assert problem.value == value


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "3"),
        ("name", "{}"),
        ("groups", '"county"'),
        ("groups", "[1]"),
        ("metrics", "3"),
        ("metrics", "{ funds = 3 }"),
        ("indicators", "{}"),
        ("indicators", "[[]]"),
        ("adjustments", "3"),
        ("limits", "3"),
        ("rates", "[3]"),
        ("rates", '{ USD = "x" }'),
        ("ties", "3"),
        ("issuer", "3"),
    ],
)
def test_a_value_of_another_kind_is_refused(key: str, value: str) -> None:
    """Written as inline tables at the top, so that any of them can be replaced."""
    tables = {
        "key": '"k"',
        "name": '"n"',
        "groups": '[{ key = "county" }]',
        "metrics": '{ funds = { source = "funds", unit = "元" } }',
        "indicators": '[{ metric = "funds", weight = 100, formula = "ratio" }]',
    }
    assert parse_scheme("\n".join(f"{name} = {each}" for name, each in tables.items())).key == "k"
    tables[key] = value
    found = problems("\n".join(f"{name} = {each}" for name, each in tables.items()))
    assert "scheme_kind" in {each.code for each in found}
    assert all(told(each) for each in found)


# Lines are found however the file is laid out.

MIXED: Final = 'formula = "mix"'


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (f'[[indicators]]\n{MIXED}\n[[indicators.parts]]\nx = 1\n[[indicators.parts]]\nmetric = "zzz"\n', 6),
        (f'[[indicators]]\n[[indicators]]\n{MIXED}\nparts = [{{}},\n# {{ a = 1 }}\n{{ metric = "zzz" }}]\n', 6),
        ('[[indicators]]\nlabel = """\n[[indicators]]\nmetric = "zzz"\n"""\n\n"metric" = "zzz"\n', 7),
        ("[[indicators]]  # the first\n  metric   =   'zzz'\n", 2),
        ("[[ indicators ]]\nmetric = 'zzz'\n", 2),
    ],
)
def test_lines(source: str, line: int) -> None:
    found = [each for each in problems('key = "k"\n' + source) if each.value == "zzz"]
    assert [text(each.place, "en").split(",")[0] for each in found[:1]] == [f"line {line + 1}"]


def test_a_dotted_table_is_found_too() -> None:
    source = SMALL + '[metrics.more]\nsource = "leads"\n[metrics.more.where]\nstatus = ["nwe"]\n'
    (problem,) = problems(source)
    assert told(problem) == (f"line {source.count(chr(10))}, metrics.more.where.status", "nwe")
    source = SMALL + '[metrics.more]\nsource = "leads"\nwhere.status = ["nwe"]\n'
    (problem,) = problems(source)
    assert told(problem)[0] == f"line {source.count(chr(10))}, metrics.more.where.status"


@given(st.text(max_size=200))
def test_any_text_is_a_scheme_or_a_list_of_problems(source: str) -> None:
    with pytest.raises(BadData) as caught:
        parse_scheme(source)
    assert all(each.place for each in caught.value.problems)


def test_a_scheme_without_a_name_goes_by_its_key() -> None:
    top = 'key = "k"\nyear = 2024\n[[groups]]\nkey = "county"\n[metrics.leads]\nsource = "leads"\n'
    named = parse_scheme(top + '[[indicators]]\nmetric = "leads"\nweight = 100\nformula = "relmax"\n')
    assert named.name == ("k", "k")


def test_a_line_in_brackets_inside_a_text_is_no_header() -> None:
    found = problems('key = "k"\nx = """\'\'\'"""\nnote = """\n[。]\n"""\n')
    assert found
