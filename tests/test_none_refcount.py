"""PySide6 keeps its references to None: a release that loses one per call aborts the window after minutes of typing.

PySide6 6.12.0 on Python 3.11 did so (``Fatal Python error: none_dealloc`` after about 5,000 calls), which is why
pyproject.toml pins 6.11. From Python 3.12 on None is immortal and its count never moves.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject

CALLS = 10_000


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard = 0

    def hear(self, _name: str) -> None:
        self.heard += 1


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on: there is no count to watch"
)
def test_void_calls_into_qt_lose_no_reference_to_none() -> None:
    sender, listener = QObject(), Listener()
    sender.objectNameChanged.connect(listener.hear)
    names = ("odd", "even")
    sender.setObjectName(names[0])

    before = sys.getrefcount(None)
    for call in range(1, CALLS + 1):
        sender.setObjectName(names[call % 2])
    drift = sys.getrefcount(None) - before

    assert listener.heard == CALLS + 1
    assert abs(drift) < CALLS / 100, f"{CALLS} void calls moved the count of None by {drift}"
