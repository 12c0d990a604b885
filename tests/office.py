"""The office suite that prints workbooks to PDF; without it, or a reader of PDF, the tests that need it are skipped."""

from __future__ import annotations

import re
import shutil
import subprocess
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from openpyxl import load_workbook

if TYPE_CHECKING:
    from pathlib import Path


class Sheet(NamedTuple):
    """A printed sheet of paper: its size in points and what stands on it, without the spaces, which are guessed."""

    size: tuple[int, int]
    text: str


def printed(path: Path, folder: Path) -> list[Sheet]:
    """Every sheet of paper that a workbook or document is printed on."""
    for name in ("soffice", "pdftotext"):
        if shutil.which(name) is None:
            pytest.skip(f"no {name} on this machine")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, capture_output=True, timeout=240, check=True)
    pdf = folder / f"{path.stem}.pdf"
    read = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, timeout=60, check=True)
    boxes = re.findall(rb"/MediaBox ?\[ ?0 0 ([0-9.]+) ([0-9.]+) ?\]", pdf.read_bytes())
    texts = read.stdout.decode().split("\f")[:-1]  # every page ends with a form feed
    return [
        Sheet((round(float(w)), round(float(h))), "".join(text.split()))
        for (w, h), text in zip(boxes, texts, strict=False)
    ]


def opened(path: Path) -> Any:
    """A workbook as openpyxl has it, which says that it leaves the plain form of the bars out."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*extension is not supported", UserWarning)
        return load_workbook(path)
