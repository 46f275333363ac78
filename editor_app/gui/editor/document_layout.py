"""Lays out a plain text so that a key repaints its own paragraph and nothing else."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextDocumentLayout


class OneBlockLayout(QPlainTextDocumentLayout):
    """Qt's layout for plain text, told when a change stays within one block.

    Qt takes a change for one of several blocks, and repaints the whole view, as soon as characters removed and added
    reach past the block together, which is the case of every format change. The editor knows better.
    """

    _within: int | None = None

    def next_change_within(self, position: int) -> None:
        """The change about to be announced concerns only the block that holds ``position`` (UTF-16)."""
        self._within = position

    def documentChanged(self, from_: int, chars_removed: int, chars_added: int) -> None:  # noqa: N802
        """Qt's handler, with the narrowest range that is true."""
        within, self._within = self._within, None
        if within is None:
            super().documentChanged(from_, chars_removed, chars_added)
        else:
            super().documentChanged(within, 0, 1)
