"""What the system says of a file is said in the language of the line."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from tracker.errors import reason_of
from tracker.words import SYSTEM_REASONS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner


@pytest.mark.parametrize("name", [name for name in SYSTEM_REASONS if hasattr(errno, name)])
def test_each_reason_is_one_of_the_systems(name: str) -> None:
    assert reason_of(OSError(getattr(errno, name), "in English")) == SYSTEM_REASONS[name]


def test_a_rare_one_speaks_for_itself() -> None:
    assert reason_of(OSError(errno.EDOM, "rare")) == "rare"
    assert reason_of(OSError("no number")) == "OSError"


def test_a_chinese_message_holds_no_english_of_the_system(city: Runner, tmp_path: Path) -> None:
    long = tmp_path / ("长" * 200)
    for line in (
        ("export", "-o", f"{tmp_path}/nowhere/x.xlsx"),
        ("import", f"{long}.xlsx"),
        ("board", "verify", f"{long}.xlsx"),
        ("scheme", "check", str(tmp_path)),
        ("scheme", "check", f"{long}.toml"),
    ):
        ran = city(*line, lang="zh")
        said = ran.err.replace(str(tmp_path), "")
        assert ran.code in (3, 4, 5)
        assert "No such" not in said
        assert "directory" not in said
        assert "too long" not in said
    assert "文件名太长" in city("scheme", "check", f"{long}.toml", lang="zh").err
    assert "这是文件夹" in city("scheme", "check", str(tmp_path), lang="zh").err
