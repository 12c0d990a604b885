"""What is installed is whole: the wheel, the sdist and the editable install carry the migrations and the example."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CARRIED = ("migrations/env.py", "migrations/versions/0003_alternatives.py", "liaocheng-2024.xlsx", "contest-2024.toml")

pytestmark = pytest.mark.slow


def ran(*words: str | Path, folder: Path, **variables: str) -> str:
    """The output of a program, which must end well."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRACKER_", "PYTHON", "COV_"))}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    ran(sys.executable, "-m", "build", "--outdir", folder, ROOT, folder=folder)
    return folder


def test_wheel_and_sdist_carry_migrations_and_example(built: Path) -> None:
    [wheel], [sdist] = built.glob("*.whl"), built.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        inside = archive.namelist()
    with tarfile.open(sdist) as tar:
        beside = tar.getnames()
    for name in CARRIED:
        assert any(each.endswith(name) for each in inside), name
        assert any(each.endswith(name) for each in beside), name
    assert not [each for each in inside if each.startswith(("tests/", "examples/", "migrations/"))]
    assert any(each.endswith("triggers.sql") for each in inside)
    assert any(each.endswith("shells/tracker.zsh") for each in inside)


def test_the_wheel_runs_the_main_job_outside_the_checkout(built: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "fresh", with_pip=True)
    scripts = tmp_path / "fresh" / ("Scripts" if os.name == "nt" else "bin")
    [wheel] = built.glob("*.whl")
    ran(scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, folder=tmp_path)
    data: dict[str, Any] = json.loads(ran(scripts / "tracker", "demo", "-f", "json", folder=tmp_path))
    assert data["status"] == "ok"
    assert {group["key"]: len(group["rows"]) for group in data["data"]["board"]["groups"]} == {
        "county": 8,
        "zone": 3,
        "department": 8,
    }
    assert ran(scripts / "tracker", "--db", "kept.db", "demo", "--format", "plain", folder=tmp_path)
    assert "临清市" in ran(scripts / "tracker", "--db", "kept.db", "board", "2024Q3", "-f", "csv", folder=tmp_path)
