from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)
