"""Draws what stands under a faulty word: colour and shape both tell the category."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from editor_app.gui.appearance.theme import Tokens
from editor_app.proofing.diagnostic import Category

HEIGHT = 5  # pixels under the baseline's gap
GAP = 2.0  # pixels between baseline and squiggle

_FINE_WAVE, _BROAD_WAVE, _DOTS, _DASHES, _LINE = "fine wave", "broad wave", "dots", "dashes", "line"
_SHAPES = {
    Category.SPELLING: _FINE_WAVE,
    Category.CONTEXT: _BROAD_WAVE,
    Category.GRAMMAR: _BROAD_WAVE,
    Category.TYPOGRAPHY: _DOTS,
    Category.NAMES: _DASHES,
    Category.STRUCTURE: _LINE,
    Category.ACCESSIBILITY: _LINE,
}
_WIDTHS = {_FINE_WAVE: 6, _BROAD_WAVE: 8, _DOTS: 4, _DASHES: 9, _LINE: 8}


def _tile(shape: str, colour: QColor, ratio: float) -> QPixmap:
    width = _WIDTHS[shape]
    tile = QPixmap(round(width * ratio), round(HEIGHT * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = HEIGHT / 2
    if shape in (_FINE_WAVE, _BROAD_WAVE):
        height, thickness = (1.3, 1.2) if shape == _FINE_WAVE else (1.7, 1.8)
        painter.setPen(QPen(colour, thickness))
        points = [(-width / 4, middle - height), (width / 4, middle + height), (3 * width / 4, middle - height)]
        points.append((5 * width / 4, middle + height))
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))
    elif shape == _DOTS:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(1.2, middle), 1.2, 1.2)
    else:
        painter.fillRect(QRectF(0, middle - 0.9, 6 if shape == _DASHES else width, 1.8), colour)
    painter.end()
    return tile


class Squiggles:
    """The tiles of every category, in one set of colours and for one screen's pixel ratio."""

    def __init__(self, colours: Tokens, ratio: float) -> None:
        self.ratio = ratio
        self._tiles = {category: _tile(shape, colours.category(category), ratio) for category, shape in _SHAPES.items()}

    def draw(self, painter: QPainter, category: Category, left: float, right: float, baseline: float) -> None:
        """One squiggle under ``[left, right)`` (pixels); a lone mark of punctuation gets a readable width."""
        width = max(right - left, 4.0)
        painter.drawTiledPixmap(QRectF(left, baseline + GAP, width, HEIGHT), self._tiles[category], QPointF())
