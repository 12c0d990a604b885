"""Figures as reports print them: rounded once, with their sign, against the pro-rata line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.result import Bar, Column, Move, Signed, Tone
from tracker.rules.numbers import exact, half_up
from tracker.rules.progress import ahead, completion
from tracker.words import (
    ACTUAL,
    AHEAD,
    POINTS,
    RATE,
    TARGET,
    Words,
)

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

    from tracker.services.contest import Ground
    from tracker.services.lines import Line


def rank_tone(value: object) -> Tone | None:
    """The first three of a group stand out."""
    return "strong" if value in (1, 2, 3) else None


def sign_tone(value: object) -> Tone | None:
    """Ahead or up is good, behind or down is bad; arrows and signs say the same without colour."""
    if not isinstance(value, (Signed, Move)):
        return None
    return "good" if value[0] > 0 else "bad" if value[0] < 0 else None


def rounded(value: Fraction | None, places: int) -> Decimal | None:
    """A printed figure: half-up, once."""
    return None if value is None else half_up(value, places)


def signed(value: Fraction | None, places: int) -> Signed | None:
    """A printed figure with its sign."""
    return None if value is None else Signed(half_up(value, places))


def measure_columns(unit: Words | None = None) -> tuple[Column, ...]:
    """Actual, target, completion with its bar, and points ahead or behind."""
    return (
        Column("actual", ACTUAL, "number", unit),
        Column("target", TARGET, "number", unit),
        Column("rate", RATE, "number", "%"),
        Column("bar", "", "bar"),
        Column("ahead", AHEAD, "number", POINTS, tone=sign_tone),
    )


def measure_cells(ground: Ground, actual: Fraction | None, target: Fraction | None) -> tuple[object, ...]:
    """The cells under `measure_columns`."""
    places = ground.scheme.decimals
    rate = completion(actual, target)
    bar = Bar(None if rate is None else float(rate), float(ground.pace.c))
    return (
        figure(actual, places),
        figure(target, places),
        rounded(rate * 100 if rate is not None else None, places),
        bar,
        signed(ahead(rate, ground.pace.c), places),
    )


def figure(value: Fraction | None, places: int) -> Decimal | None:
    """An actual or target as printed: whole where it is whole, else rounded to the scheme's places."""
    if value is None:
        return None
    return half_up(value, 0 if value.denominator == 1 else places)


def plain(value: Fraction | None) -> Decimal | None:
    """A figure as data: exact."""
    return None if value is None else exact(value)


def line_data(line: Line, places: int) -> dict[str, Any]:
    """Last year's value, year on year as a fraction, and what the month added."""
    return {
        "last": plain(line.last),
        "year_on_year": rounded(line.growth, places + 2),
        "added": plain(line.new),
    }


def measure_data(
    actual: Fraction | None, target: Fraction | None, rate: Fraction | None, points: Fraction | None, places: int
) -> dict[str, Any]:
    """Actual, target, rate and points ahead, each rounded as the contract says."""
    return {
        "actual": plain(actual),
        "target": plain(target),
        "rate": rounded(rate, places + 2),
        "ahead": rounded(points, places),
    }
