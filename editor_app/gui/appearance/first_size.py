"""The size at which a window opens: what it needs, and never more than the screen has."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget


def open_at(window: QWidget, width: int, height: int) -> None:
    """Give a window the size it would like, in logical pixels, or what its screen has room for.

    A laptop of 1366 × 768 whose display is enlarged by half leaves 910 × 512. The window's frame is not counted: how
    thick it will be is not known before it is shown.
    """
    window.resize(QSize(width, height).boundedTo(window.screen().availableSize()))
