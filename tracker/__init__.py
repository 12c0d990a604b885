"""tracker: a command-line tracker for investment attraction (招商引资)."""

__version__ = "1.6.0"
