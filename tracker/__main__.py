"""`python -m tracker` is the same program as `tracker`."""

from tracker.cli import run

if __name__ == "__main__":
    run()
