"""What tests of commands share: a city with a published board."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Runner


@pytest.fixture
def out(city: Runner) -> Runner:
    """The small city with its first quarter published."""
    city.ok("funds", "recognise", "F1")
    city.ok("board", "publish", "2024Q1", "--yes")
    return city
