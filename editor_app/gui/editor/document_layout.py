"""Lays out a plain text so that a key repaints its own paragraph and nothing else."""

from __future__ import annotations

from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QPlainTextDocumentLayout


class OneBlockLayout(QPlainTextDocumentLayout):
    """Qt's layout for plain text, told when a change stays within one block.

    Qt takes a change for one of several blocks, and repaints the whole view, as soon as characters removed and added
    reach past the block together, which is the case of every format change. The editor knows better.
    """

    _within: QTextBlock | None = None
    _height: float | None = None

    def next_change_within(self, block: QTextBlock, height: float | None = None) -> None:
        """The change about to be announced concerns only this block.

        ``height`` (pixels) is what the block had, when its formats were replaced: Qt may then have forgotten its lines.
        """
        self._within, self._height = block, height

    def documentChanged(self, from_: int, chars_removed: int, chars_added: int) -> None:
        """Qt's handler, with the narrowest range that is true."""
        block, self._within = self._within, None
        if block is None:
            super().documentChanged(from_, chars_removed, chars_added)
        elif self._height is None or block.layout().lineCount():
            super().documentChanged(block.position(), 0, 1)
        elif self.blockBoundingRect(block).height() == self._height:
            self.updateBlock.emit(block)
        else:
            self.update.emit()
