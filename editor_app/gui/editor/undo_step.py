"""Makes several changes of a text one step to undo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QTextCursor


@contextmanager
def one_step(cursor: QTextCursor) -> Iterator[None]:
    """Whatever is changed within is undone at once, and never together with what was typed before or after."""
    cursor.beginEditBlock()
    try:
        yield
    finally:
        cursor.endEditBlock()


def select(cursor: QTextCursor, start: int, end: int) -> None:
    """Select between two UTF-16 positions of the document."""
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
