"""Lets ranges follow their words while a text is edited, as many as there are, at no cost to a key."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

Value = TypeVar("Value")


class WordTrack(Generic[Value]):
    """Ranges of a text, in UTF-16 positions of the document, each with a value.

    What stands after an edit moves by the same number of units: that number is kept once for all of it, from
    ``_pivot`` on, and only written out where the next edit is elsewhere.
    """

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._values: list[Value] = []
        self._longest = 0
        self._pivot = self._shift = 0

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[tuple[int, int, Value]]:
        """Start, end and value of each, in the order of the text."""
        self._settle(len(self._values))
        self._shift = 0
        return iter(list(zip(self._starts, self._ends, self._values, strict=True)))

    def set(self, ranges: Iterable[tuple[int, int, Value]]) -> None:
        """Follow these and no others."""
        ordered = sorted(ranges, key=lambda each: each[:2])
        self._starts = [start for start, _, _ in ordered]
        self._ends = [end for _, end, _ in ordered]
        self._values = [value for _, _, value in ordered]
        self._longest = max((end - start for start, end, _ in ordered), default=0)
        self._pivot = self._shift = 0

    def edit(self, at: int, removed: int, added: int) -> bool:
        """``removed`` units at ``at`` became ``added`` ones; whether that touched the words of a range.

        Text put at either end of a range stays outside it; a range whose words are all gone becomes empty, at an end
        of what took their place: whatever is edited, the ranges stay in the order of their starts.
        """
        if not self._values:
            return False
        gone, move = at + removed, added - removed
        after = self._first_from(gone)
        touched = False
        for index in range(bisect_left(self._starts, at - self._longest, 0, min(after, self._pivot)), after):
            start, end = self._range(index)
            if end <= at:
                continue
            touched = True
            if start <= at and gone <= end:
                end += move
            elif at <= start and end <= gone:
                start = end = at if start == at else at + added
            elif start < at:
                end = at
            else:
                start, end = at + added, end + move
            if index >= self._pivot:
                self._settle(after)
            self._starts[index], self._ends[index] = start, end
            self._longest = max(self._longest, end - start)
        if move:
            if after != self._pivot:
                self._settle(after)
            self._shift += move
        return touched

    def within(self, start: int, end: int) -> list[tuple[int, int, Value]]:
        """Those that share at least one unit with ``[start, end)``, and the empty ones in it."""
        found = []
        for index in range(self._first_from(start - self._longest), self._first_from(end)):
            first, last = self._range(index)
            if last > start or first == last >= start:
                found.append((first, last, self._values[index]))
        return found

    def _range(self, index: int) -> tuple[int, int]:
        shift = self._shift if index >= self._pivot else 0
        return self._starts[index] + shift, self._ends[index] + shift

    def _first_from(self, position: int) -> int:
        """The index of the first range that starts at ``position`` or later."""
        found = bisect_left(self._starts, position, 0, self._pivot)
        return found if found < self._pivot else bisect_left(self._starts, position - self._shift, self._pivot)

    def _settle(self, pivot: int) -> None:
        """Keep the shift from ``pivot`` on instead."""
        if self._shift:
            first, last = sorted((pivot, self._pivot))
            shift = self._shift if pivot > self._pivot else -self._shift
            for index in range(first, last):
                self._starts[index] += shift
                self._ends[index] += shift
        self._pivot = pivot
