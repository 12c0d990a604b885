from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.errors import NotFound, Refused
from tracker.rules.nouns import NOUNS
from tracker.store.engine import Change, Signature, working
from tracker.store.names import candidates, resolve
from tracker.store.reading import reading
from tracker.store.suggest import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Runner
    from tracker.store.reading import Reader

COMPANIES = ("哈轴集团", "哈轴通达", "重庆长安", "ABC轴承", "Siemens AG", "长河电子")


def add(run: Runner, noun: str, *names: str, **aliases: tuple[str, ...]) -> None:
    """Add records of these names at once, without the rest of a command."""
    with working(str(run.database), Signature("tester", "add", "2024-04-10T00:00:00Z")) as work:
        given = {"company": {"kind": "enterprise"}, "unit": {"group": "county"}}[noun]
        work.apply(
            [
                Change(
                    NOUNS[noun],
                    work.new_id(NOUNS[noun]),
                    "add",
                    after={"name": name, **given, "aliases": aliases.get(name)},
                )
                for name in names
            ]
        )
        work.commit()


@pytest.fixture
def named(city: Runner) -> Runner:
    """The small city with a few companies more: C2 to C7; C3 is called 金通 too."""
    add(city, "company", *COMPANIES, 哈轴通达=("金通", "JT实业"))
    return city


@pytest.fixture
def reader(named: Runner) -> Iterator[Reader]:
    with reading(str(named.database)) as reader:
        yield reader


def found(reader: Reader, noun: str, text: str) -> list[str]:
    return [each.number for each in suggest(reader, NOUNS[noun], text)]


class TestResolving:
    @pytest.mark.parametrize(
        ("noun", "text", "id_"),
        [
            ("unit", "gx", 1),
            ("unit", "GuanXian", 1),
            ("unit", "guan", 1),
            ("unit", "linqing", 2),
            ("unit", "jkq", 3),
            ("company", "hzjt", 2),
            ("company", "zjt", 2),
            ("company", "jts", 3),
            ("company", "cqca", 4),
            ("company", "abczc", 5),
            ("company", "bcz", 5),
            ("company", "bc", 5),
            ("company", "siem", 6),
            ("company", "changhe", 7),
            ("company", "zhanghe", 7),
        ],
    )
    def test_pinyin_and_initials(self, reader: Reader, noun: str, text: str, id_: int) -> None:
        assert resolve(reader, NOUNS[noun], text) == id_

    def test_a_name_comes_before_anything_that_is_spelled_so(self, named: Runner) -> None:
        add(named, "unit", "GX")
        with reading(str(named.database)) as reader:
            assert candidates(reader, NOUNS["unit"], "gx") == [(4, "GX")]

    def test_several_are_refused_with_the_candidates(self, reader: Reader) -> None:
        with pytest.raises(Refused) as refused:
            resolve(reader, NOUNS["company"], "haz")
        assert refused.value.problem.code == "name_ambiguous"
        assert "C2 哈轴集团" in str(refused.value.problem.hint)

    @pytest.mark.parametrize("text", ["g", "uanx", "xg", "冠x", "g*", "[x]", "zz"])
    def test_what_is_no_pinyin_is_none(self, reader: Reader, text: str) -> None:
        with pytest.raises(NotFound):
            resolve(reader, NOUNS["unit"], text)

    def test_removed_records_are_not_found(self, named: Runner) -> None:
        named.ok("company", "remove", "哈轴集团", "--yes")
        with reading(str(named.database)) as reader:
            assert candidates(reader, NOUNS["company"], "hzjt") == []


class TestKeepingKeys:
    def keys(self, run: Runner) -> list[tuple[str, str, str | None]]:
        with reading(str(run.database)) as reader:
            return [tuple(row) for row in reader.rows("SELECT name_key, spelling, alias_key FROM unit WHERE id = 1")]

    def test_they_follow_every_way_of_changing_a_name(self, city: Runner) -> None:
        first = ("冠县", " GuanXian GX Guan G ", "、冠、")
        second = ("莘县", " ShenXian SX XinXian XX Guan G ", "、冠、")
        third = ("莘县", " ShenXian SX XinXian XX ", None)
        assert self.keys(city) == [first]
        city.ok("unit", "edit", "U1", "--name", "莘县")
        assert self.keys(city) == [second]
        city.ok("unit", "edit", "U1", "--clear", "aliases")
        assert self.keys(city) == [third]
        city.ok("unit", "edit", "U1", "--group", "zone")
        assert self.keys(city) == [third]

    def test_undoing_brings_them_back(self, city: Runner) -> None:
        before = self.keys(city)
        city.ok("unit", "edit", "U1", "--name", "莘县", "--aliases", "莘")
        city.ok("undo", "--yes")
        assert self.keys(city) == before

    def test_names_change_places_with_those_that_others_had(self, city: Runner) -> None:
        city.ok("unit", "edit", "U3", "--name", "高新区")
        city.ok("unit", "edit", "U1", "--name", "经开区")
        assert resolve_in(city, "jkq") == 1


def resolve_in(run: Runner, text: str) -> int:
    with reading(str(run.database)) as reader:
        return resolve(reader, NOUNS["unit"], text)


class TestSuggesting:
    def test_the_likeliest_comes_first(self, run: Runner) -> None:
        add(run, "company", "西乡轴承", "轴承", "哈轴", "轴承二期厂", "哈尔滨轴承", "周城", 哈轴=("轴承王",))
        with reading(str(run.database)) as reader:
            assert found(reader, "company", "轴承") == ["C2", "C4", "C3", "C1", "C5"]
            assert found(reader, "company", "zhoucheng") == ["C2", "C6", "C3", "C4", "C1", "C5"]
            assert found(reader, "company", "zc") == ["C2", "C6", "C3", "C4", "C1", "C5"]

    def test_numbers_and_their_beginnings(self, run: Runner) -> None:
        add(run, "unit", *(f"单位{n}" for n in range(1, 13)))
        with reading(str(run.database)) as reader:
            assert found(reader, "unit", "u1") == ["U1", "U10", "U11", "U12"]
            assert found(reader, "unit", "U12") == ["U12"]
            assert found(reader, "unit", "U9999999999999") == []

    def test_an_alias_is_told(self, reader: Reader) -> None:
        [one] = suggest(reader, NOUNS["company"], "jt实")
        assert (one.name, one.alias, one.number) == ("哈轴通达", "JT实业", "C3")

    def test_what_it_belongs_to_is_told(self, reader: Reader) -> None:
        assert [s.hint for s in suggest(reader, NOUNS["project"], "轴承")] == ["冠县"]
        assert [s.hint for s in suggest(reader, NOUNS["segment"], "zc")] == ["装备制造"]
        assert [(s.name, s.hint) for s in suggest(reader, NOUNS["funds"], "f")] == []
        assert [(s.name, s.hint) for s in suggest(reader, NOUNS["funds"], "f1")] == [("F1", "轴承一期")]

    @pytest.mark.parametrize("noun", NOUNS)
    def test_an_empty_text_gives_what_was_touched_last(self, reader: Reader, noun: str) -> None:
        assert suggest(reader, NOUNS[noun], "")[0].number.startswith(NOUNS[noun].letter)

    def test_the_last_touched_comes_first(self, named: Runner) -> None:
        named.ok("company", "edit", "C4", "--home", "重庆")
        named.ok("company", "remove", "C7", "--yes")
        with reading(str(named.database)) as reader:
            assert found(reader, "company", " ") == ["C4", "C6", "C5", "C3", "C2", "C1"]
            assert len(suggest(reader, NOUNS["company"], "", 2)) == 2

    @pytest.mark.parametrize("text", ["*", "[a", "]", "?x", "%", "_", "'", '"', "、", "\x00", "g'x", "--", "\x1b[1m"])
    def test_no_text_is_taken_for_a_pattern(self, reader: Reader, text: str) -> None:
        for noun in NOUNS.values():
            suggest(reader, noun, text)
        assert found(reader, "unit", "*") == []
