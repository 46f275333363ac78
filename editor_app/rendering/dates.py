"""Write a day the way French readers expect it, whatever the machine's own language."""

from __future__ import annotations

import datetime

NBSP = "\u00a0"
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"


def month_in_words(day: datetime.date) -> str:
    """« janvier 2022 »."""
    return f"{_MONTHS.split()[day.month - 1]} {day.year}"


def day_in_words(day: datetime.date) -> str:
    """« 2 septembre 2021 », « 1er janvier 2022 » (the first alone is an ordinal)."""
    return f"{'1er' if day.day == 1 else day.day}{NBSP}{month_in_words(day)}"


def publication_date(day: datetime.date) -> str:
    """The date of a number: its month when the day is the first (a monthly letter), the day otherwise."""
    return month_in_words(day) if day.day == 1 else day_in_words(day)
