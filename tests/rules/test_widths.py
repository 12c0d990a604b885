from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tracker.rules.widths import cell_width, clip, pad


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("P12", 3),
        ("到位资金", 8),
        ("总投资(亿元)", 12),
        ("ＡＢ", 4),
        ("（）", 4),
        ("　", 2),
        ("e\u0301", 1),
        ("𠮷", 2),
        ("—█│▲", 4),
        ("␛⏎→", 3),
        ("한글", 4),
    ],
)
def test_width_on_a_terminal(text: str, width: int) -> None:
    assert cell_width(text) == width


@given(st.text(st.characters(codec="gb2312", categories=("L", "N", "P", "Zs"))))
def test_widths_agree_with_what_draws_the_tables(text: str) -> None:
    assert cell_width(text) == cell_len(text)


@given(st.text(st.characters(codec="gb2312", categories=("L", "N"))), st.integers(0, 40))
def test_pad_and_clip_keep_to_the_width(text: str, width: int) -> None:
    for align in ("left", "right"):
        padded = pad(text, width, align)
        assert cell_width(padded) == max(width, cell_width(text))
        assert padded.strip() == text.strip()
    assert cell_width(clip(text, width)) <= width
    assert text.startswith(clip(text, width))
