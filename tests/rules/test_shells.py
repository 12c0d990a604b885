from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.shells import LISTING, SHELLS, Offer, answer, read

BREAKS = " \t\n\"'><=;|&(:"  # as bash has them from the start


@pytest.mark.parametrize(
    ("line", "before", "word", "kept", "quote"),
    [
        ("tracker ", (), "", "", ""),
        ('tracker show "a\\b\\$c', ("show",), "a\\b$c", "", '"'),
        ("tracker project list uni", ("project", "list"), "uni", "", ""),
        ("tracker project  list\t", ("project", "list"), "", "", ""),
        ("A=1 B='x y' tracker unit ", ("unit",), "", "", ""),
        ("tracker list unit:gx", ("list",), "unit:gx", "unit:", ""),
        ("tracker list --unit=gx", ("list",), "--unit=gx", "--unit=", ""),
        ("tracker list unit:'冠 ", ("list",), "unit:冠 ", "unit:", "'"),
        ('tracker list "unit:冠', ("list",), "unit:冠", "", '"'),
        ("tracker list 'a:b'c", ("list",), "a:bc", "", ""),
        ("tracker list a\\ b\\:c", ("list",), "a b:c", "", ""),
        ("tracker show ''", ("show",), "", "", ""),
        ("tracker show '' x", ("show", ""), "x", "", ""),
        ("tracker show a\\", ("show",), "a", "", ""),
        ("tracker show 冠　县", ("show",), "冠　县", "", ""),
    ],
)
def test_reading_a_line(line: str, before: tuple[str, ...], word: str, kept: str, quote: str) -> None:
    assert read(line, "bash", BREAKS) == (before, word, kept, quote)


def test_powershell_escapes_otherwise() -> None:
    assert read("tracker show a` b\\c", "powershell").word == "a b\\c"


@given(st.lists(st.text(alphabet="ab冠 '\"\\$`", min_size=1), max_size=4), st.text(alphabet="ab冠 '\"\\$`"))
def test_words_quoted_by_a_shell_are_read_again(before: list[str], word: str) -> None:
    line = " ".join(["tracker", *map(shlex.quote, before), shlex.quote(word) if word else ""])
    found = read(line, "bash")
    assert (found.before, found.word) == (tuple(before), word)


@given(st.text(max_size=60), st.sampled_from(SHELLS), st.text(max_size=9), st.lists(st.text(min_size=1), max_size=5))
def test_no_line_and_no_value_breaks_an_answer(line: str, shell: str, kind: str, values: list[str]) -> None:
    typed = read(line, shell, BREAKS if shell == "bash" else "")
    for each in answer(shell, typed, [Offer(value, value) for value in values], kind):
        assert "\n" not in each
        assert "\x1b" not in each


@given(st.text(alphabet="ab冠县 '\"\\$`!*?#~(){}[]<>|&;=:", min_size=1), st.sampled_from(["", '"', "'"]))
def test_what_bash_inserts_is_read_as_the_value(value: str, quote: str) -> None:
    typed = read(f"tracker show {quote}", "bash", BREAKS)
    [inserted] = answer("bash", typed, [Offer(value)], "9")
    assert read(f"tracker show {quote}{inserted}{quote} ", "bash").before == ("show", value)


def test_bash_replaces_what_follows_the_colon_alone() -> None:
    typed = read("tracker list unit:gx", "bash", BREAKS)
    assert answer("bash", typed, [Offer("unit:冠县"), Offer("other")], "9") == ["冠县 "]
    assert answer("bash", read("tracker list un", "bash", BREAKS), [Offer("unit:", open=True)], "9") == ["unit:"]


def test_bash_keeps_what_was_typed_where_the_offers_begin_otherwise() -> None:
    typed = read("tracker show zc", "bash", BREAKS)
    assert answer("bash", typed, [Offer("轴承"), Offer("轴承厂")], "9")[0] == " "
    assert answer("bash", read("tracker show 轴", "bash"), [Offer("轴承"), Offer("轴承厂")], "9")[0] == "轴承 "


def test_bash_explains_where_it_lists() -> None:
    typed = read("tracker show 轴", "bash", BREAKS)
    assert answer("bash", typed, [Offer("轴承", "P1 冠县"), Offer("轴承 厂")], LISTING) == ["轴承  P1 冠县", "轴承 厂"]
    assert answer("bash", typed, [Offer("轴承 厂", "P1")], LISTING) == ["轴承\\ 厂 "]


def test_the_others_quote_by_themselves_but_powershell() -> None:
    typed, found = read("tracker show x", "fish"), [Offer("冠 县'x", "U1"), Offer("unit:", "", open=True)]
    assert answer("fish", typed, found) == ["冠 县'x\tU1", "unit:\t"]
    assert answer("zsh", typed, found) == ["冠 县'x\tU1\t", "unit:\t\topen"]
    assert answer("powershell", typed, found) == ["'冠 县''x'\tU1", "unit:\t"]
