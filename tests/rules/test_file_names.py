from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.file_names import file_name, file_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("冠县", "冠县"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\x00b\x1b\u202ec\u200b", "abc"),
        ("com1.txt", "_com1.txt"),
        ("Nul", "_Nul"),
        ("é", "é"),
        ("...", "_"),
        ("", "_"),
        ("县" * 200, "县" * 60),
        ("x. ", "x"),
    ],
)
def test_names_are_safe(text: str, name: str) -> None:
    assert file_name(text) == name


@given(st.lists(st.text(max_size=80)))
def test_every_text_gets_a_name_of_its_own_that_every_system_takes(texts: list[str]) -> None:
    names = file_names(texts)
    assert len({name.casefold() for name in names}) == len(texts)
    for name in names:
        assert name
        assert not set(name) & set('/\\:*?"<>|')
        assert name == name.strip(" .")
        assert len(f"{name}.xlsx".encode()) < 255
