"""Moments are said as people say them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from editor_app.gui.moments import in_words

NOW = datetime.fromisoformat("2024-05-17 16:00").astimezone()


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2024-05-17 14:32", "aujourd’hui à 14\u00a0h\u00a032"),
        ("2024-05-16 09:00", "hier à 9\u00a0h"),
        ("2024-05-13 08:05", "lundi 13\u00a0mai à 8\u00a0h\u00a005"),
        ("2024-03-01 00:00", "vendredi 1er\u00a0mars à 0\u00a0h"),
        ("2021-05-03 10:00", "3\u00a0mai\u00a02021 à 10\u00a0h"),
    ],
)
def test_a_moment_is_said_in_words(when: str, words: str) -> None:
    assert in_words(datetime.fromisoformat(when).astimezone(), NOW) == words


def test_a_moment_to_come_after_the_clock_jumped_is_dated_in_full() -> None:
    assert in_words(NOW + timedelta(days=3650), NOW).startswith("15\u00a0mai\u00a02034")
