from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tracker.errors import BadUsage
from tracker.rules.limits import DEFAULTS, LIMITS, read_limits

if TYPE_CHECKING:
    from tests.conftest import Runner


def test_a_file_overrides_what_it_names_alone() -> None:
    assert read_limits({"answer": 2}) == {**DEFAULTS, "answer": 2}
    assert read_limits({}) == DEFAULTS


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"anser": 2}, "limit_unknown"),
        ({"answer": "2"}, "limit_bad"),
        ({"answer": True}, "limit_bad"),
        ({"answer": 1.5}, "limit_bad"),
        ({"answer": -1}, "limit_bad"),
        ({"answer": 10**9}, "limit_bad"),
        ([("answer", 1)], "limit_bad"),
        ("30", "limit_bad"),
    ],
)
def test_what_is_no_limit_is_refused_with_what_is(given: Any, code: str) -> None:
    with pytest.raises(BadUsage) as caught:
        read_limits(given)
    assert caught.value.problem.code == code
    assert caught.value.problem.hint is not None


def test_the_settings_file_is_read(city: Runner) -> None:
    (city.database.parent / "tracker.toml").write_text("[limits]\nanswer = 60\nquiet = 0\n", encoding="utf-8")
    rows = city.json("agenda", "--days", "365")["rows"]
    assert next(row["due_on"] for row in rows if row["id"] == "L1") == "2024-04-30"
    (city.database.parent / "tracker.toml").write_text("[limits]\nansver = 60\n", encoding="utf-8")
    ran = city("agenda")
    assert ran.code == 2
    assert all(limit.key in ran.err for limit in LIMITS)
