"""A real headless browser that measures and prints pages; without one the tests that need it are skipped."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
# A window is never narrower than 500 pixels, a frame is as narrow as it is told.
FRAME = """<!doctype html><body style="margin:0"><iframe id="f" style="border:0;width:{width}px;height:900px"
srcdoc="{page}"></iframe><script>
const f = document.getElementById("f");
f.onload = () => {{
  f.contentDocument.querySelectorAll("details").forEach(each => each.open = true);
  setTimeout(measure, 500);  // of the browser's own time, which stands still until it has laid the page out
}};
function measure() {{
  const d = f.contentDocument;
  const all = [...d.querySelectorAll("td, th, .wide, summary, p, h1")].filter(each => each.offsetWidth);
  const cut = all.filter(each => each.scrollWidth > each.clientWidth + 1).length;
  const bars = [...d.querySelectorAll("svg")].filter(each => each.getBoundingClientRect().width > 20).length;
  const beyond = d.documentElement.scrollWidth - d.documentElement.clientWidth;
  document.title = JSON.stringify({{ beyond, cut, bars }});
}}
</script></body>"""


def _run(*arguments: str, folder: Path) -> str:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this machine")
    command = [path, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", *arguments]
    return subprocess.run(command, capture_output=True, timeout=120, check=True).stdout.decode()


def measured(page: str, width: int, folder: Path) -> dict[str, int]:
    """How far a page reaches beyond so many pixels, how many of its parts are cut off, how many bars are drawn."""
    path = folder / "frame.html"
    unlocked = re.sub("<meta http-equiv=[^>]*>", "", page)
    path.write_text(FRAME.format(width=width, page=html.escape(unlocked)), encoding="utf-8")
    window = f"--window-size={max(width, 500)},900"
    dom = _run("--dump-dom", "--virtual-time-budget=2000", window, path.as_uri(), folder=folder)
    title = re.search("<title>(.*?)</title>", dom)
    assert title, dom[:500]
    found: dict[str, int] = json.loads(html.unescape(title[1]))
    return found


def printed_pages(page: str, folder: Path) -> list[tuple[int, int]]:
    """The width and height in points of every page that a browser prints."""
    source, target = folder / "print.html", folder / "print.pdf"
    source.write_text(page, encoding="utf-8")
    _run(f"--print-to-pdf={target}", "--no-pdf-header-footer", source.as_uri(), folder=folder)
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", target.read_bytes())
    return [(round(float(width)), round(float(height))) for width, height in boxes]
