"""Draws the icons of commands from the Phosphor font that qtawesome carries.

qtawesome itself would register every font it has, which takes 30 MB; here one font is read, the icons asked for are
drawn, and the font is let go.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPixmap, QRawFont

SIZES = (16, 24, 32)  # pixels: menus and buttons, on screens of up to twice the usual density
_FILLED = 0.875  # of the height: the room that icons leave around them


def icons(names: Collection[str], colour: str) -> dict[str, QIcon]:
    """An icon for each of these names of the Phosphor set (``floppy-disk``), in this colour (``#rrggbb``)."""
    fonts = _fonts()
    characters = json.loads(next(fonts.glob("phosphor-charmap-*.json")).read_text("ascii"))
    drawn = {name: QIcon() for name in names}
    for size in SIZES:
        font = QRawFont(str(next(fonts.glob("phosphor-*.ttf"))), _FILLED * size)
        for name, icon in drawn.items():
            icon.addPixmap(_pixmap(font, chr(int(characters[name], 16)), size, QColor(colour)))
    return drawn


def _fonts() -> Path:
    package = find_spec("qtawesome")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("qtawesome")
    return Path(package.origin).parent / "fonts"


def _pixmap(font: QRawFont, character: str, size: int, colour: QColor) -> QPixmap:
    (glyph,) = font.glyphIndexesForString(character)
    (advance,) = font.advancesForGlyphIndexes([glyph])
    path = QPainterPath(font.pathForGlyph(glyph))
    path.translate((size - advance.x()) / 2, (size + font.ascent() - font.descent()) / 2)
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, colour)
    painter.end()
    return pixmap
