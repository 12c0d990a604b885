"""Asking where the cursor cannot be moved, and the pieces of which a question is drawn."""

from __future__ import annotations

from io import StringIO

import pytest

from tracker.errors import BadValue
from tracker.render.ask import Option, Question, _label, _packed, _split, agree, ask
from tracker.render.terminal import Terminal
from tracker.rules.widths import cell_width
from tracker.words import Say


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What is said on stderr at a terminal that cannot move its cursor."""
    monkeypatch.setenv("TERM", "dumb")
    return StringIO()


def at(answers: str, said: StringIO) -> Terminal:
    return Terminal(StringIO(), said, StringIO(answers), True, 40, False, "en")


def even(text: str) -> str:
    if not text.isdigit() or int(text) % 2:
        raise BadValue(Say("奇数", "odd"), code="odd", hint=Say("偶数", "type an even one"))
    return text


NUMBER = Question(Say("数", "Number"), even, hint=Say("偶数", "an even number"), default="4", last="8")


@pytest.mark.parametrize(
    ("typed", "answer"), [("6\n", "6"), ("\n", "4"), ("=\n", "8"), ("<\n", None), ("3\n 2 \n", "2")]
)
def test_a_line_answers(said: StringIO, typed: str, answer: str | None) -> None:
    assert ask(NUMBER, at(typed, said)) == answer
    assert said.getvalue().startswith("an even number\nNumber: [4] ")
    assert ("odd\ntype an even one\n" in said.getvalue()) == ("3" in typed)


def test_the_first_question_has_none_before_it(said: StringIO) -> None:
    assert ask(NUMBER._replace(first=True), at("<\n2\n", said)) == "2"


def test_the_end_of_input_drops_the_record(said: StringIO) -> None:
    with pytest.raises(KeyboardInterrupt):
        ask(NUMBER, at("", said))


def test_a_choice_is_picked_by_its_key(said: StringIO) -> None:
    choices = (Option("foreign", Say("境外", "abroad"), "1"), Option("county", Say("市内", "county"), "2"))
    assert ask(Question("Origin", str, choices=choices), at("2\n", said)) == "county"
    assert said.getvalue() == "1 abroad  2 county\nOrigin: "


@pytest.mark.parametrize(
    ("typed", "default", "answer"),
    [
        ("\n", True, "y"),
        ("\n", False, "n"),
        ("y\n", False, "y"),
        ("NO\n", True, "n"),
        ("maybe\n是\n", False, "y"),
        ("<\n", True, "<"),
    ],
)
def test_yes_or_no(said: StringIO, typed: str, default: bool, answer: str) -> None:
    assert agree("Save?", at(typed, said), default=default) == answer
    assert ("press y or n" in said.getvalue()) == ("maybe" in typed)


def test_what_data_holds_is_shown_as_marks(said: StringIO) -> None:
    choices = (Option("x", "a\x1b[31mb", "1"),)
    ask(Question("Which", str, default="c\x1bd", choices=choices), at("\n", said))
    assert "\x1b" not in said.getvalue()
    assert "a␛[31mb" in said.getvalue()


@pytest.mark.parametrize("width", [8, 20, 39])
def test_pieces_stand_side_by_side_and_fit(width: int) -> None:
    pieces = ["1 境外", "2 省外", "3 市外省内", "4 市内县外", "5 a longer piece of words"]
    lines = _packed(pieces, width)
    assert all(cell_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(pieces).replace(" ", "")


def test_the_last_part_of_a_list_is_completed() -> None:
    assert _split("昉瑞, 人") == ("昉瑞,", " 人")
    assert _split("人") == ("", "人")


def test_a_question_keeps_its_mark() -> None:
    assert _label(Question("Save?", str), "en") == "Save? "
    assert _label(Question("Name", str), "en") == "Name: "
