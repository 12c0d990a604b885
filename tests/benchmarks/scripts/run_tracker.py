"""What the console script holds."""

from tracker.cli import run

run()
