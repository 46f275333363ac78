"""Lets remarks follow their words while the text is edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Remark:
    """The words a proofreader's remark is about: code points of the section's text outside the editor."""

    id: str
    start: int
    end: int
    closed: bool = False


class RemarkTrack:
    """Remarks in UTF-16 positions of the document, moved along with every edit."""

    def __init__(self) -> None:
        self.items: list[Remark] = []

    def set(self, remarks: Sequence[Remark]) -> None:
        """Follow these, given in UTF-16 positions, and no others."""
        self.items = sorted(remarks, key=lambda remark: (remark.start, remark.end))

    def edit(self, at: int, removed: int, added: int) -> None:
        """``removed`` units at ``at`` became ``added`` ones.

        Text put at either end of a remark stays outside it; a remark whose words are all gone becomes empty.
        """
        gone, move = at + removed, added - removed
        for index, remark in enumerate(self.items):
            start, end = remark.start, remark.end
            if end <= at:
                continue
            if start >= gone:
                start, end = start + move, end + move
            elif start <= at and gone <= end:
                end += move
            elif at <= start and end <= gone:
                start = end = at
            elif start < at:
                end = at
            else:
                start, end = at + added, end + move
            self.items[index] = replace(remark, start=start, end=end)

    def within(self, start: int, end: int) -> list[Remark]:
        """Those that share at least one unit with ``[start, end)``."""
        return [remark for remark in self.items if remark.start < end and remark.end > start]

    def at(self, position: int) -> Remark | None:
        """The shortest one around a position."""
        around = [remark for remark in self.items if remark.start <= position < remark.end]
        return min(around, key=lambda remark: remark.end - remark.start, default=None)
