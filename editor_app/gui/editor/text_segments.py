"""Where a range of a block stands on the screen, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QTextLayout, QTextLine


def _x(line: QTextLine, position: int) -> float:
    found: tuple[float, int] = line.cursorToX(position)  # type: ignore[assignment]  # the stubs say object
    return found[0]


def segments(layout: QTextLayout, start: int, end: int) -> Iterator[tuple[float, float, float]]:
    """Left, right and baseline (pixels from the block's corner) of each visual line that ``[start, end)`` covers."""
    line = layout.lineForTextPosition(start)
    while line.isValid():  # each question to Qt costs, and this is asked at every key
        first = line.textStart()
        last = first + line.textLength()
        if first >= end:
            return
        left, right = _x(line, max(start, first)), _x(line, min(end, last))
        if end >= last:
            right = min(right, line.x() + line.naturalTextWidth())
        yield left, right, line.y() + line.ascent()
        following = line.lineNumber() + 1 if end > last else layout.lineCount()
        if following >= layout.lineCount():
            return
        line = layout.lineAt(following)
