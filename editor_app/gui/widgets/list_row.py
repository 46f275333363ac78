"""What the rows of the lists under the text have in common: the ground that says which is chosen, and a hairline."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from editor_app.gui.appearance.theme import Tokens


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, colours: Tokens) -> QRect:
    """Draw the ground of a row and the line under it; the row's rectangle, in pixels of the view."""
    box: QRect = option.rect
    state: QStyle.StateFlag = option.state
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, QColor(colours.selected if chosen else colours.hover))
    painter.setPen(QColor(colours.line))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    return box
