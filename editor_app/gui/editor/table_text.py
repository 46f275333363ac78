"""Reads and sets a Markdown table as lines of text: its cells, their widths, a row more. No Qt here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

MOST_ROWS = 500
MOST_CELLS = 60
_DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_SEPARATOR = re.compile(r"\\.|(`+)(?:(?!`).)*?\1(?!`)|(\|)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` of cells without the spaces around them, the heading first, without the line of dashes; ``alignments``
    holds what that line says of each column (``---``, ``:--``, ``--:`` or ``:-:``), ``indent`` what stands before each
    line of a table in a list."""

    rows: tuple[tuple[str, ...], ...]
    alignments: tuple[str, ...]
    indent: str = ""

    def with_row(self, after: int) -> Table:
        """The table with an empty row after that one."""
        empty = ("",) * len(self.alignments)
        return replace(self, rows=(*self.rows[: after + 1], empty, *self.rows[after + 1 :]))

    def without_row(self, row: int) -> Table:
        """The table without that row."""
        return replace(self, rows=self.rows[:row] + self.rows[row + 1 :])

    def _widths(self) -> list[int]:
        return [max(3, *(len(row[column]) for row in self.rows)) for column in range(len(self.alignments))]

    def lines(self) -> list[str]:
        """The table written with its bars one under another."""
        widths = self._widths()
        written = [
            f"{self.indent}| "
            + " | ".join(
                _padded(cell, width, mark) for cell, width, mark in zip(row, widths, self.alignments, strict=True)
            )
            + " |"
            for row in self.rows
        ]
        dashes = " | ".join(_dashes(*pair) for pair in zip(self.alignments, widths, strict=True))
        return [written[0], f"{self.indent}| {dashes} |", *written[1:]]

    def place(self, row: int, column: int) -> tuple[int, int, int]:
        """Line, start and end (code points) of what a cell says, in ``lines()``."""
        widths = self._widths()
        start = len(self.indent) + 2 + sum(width + 3 for width in widths[:column])
        cell = self.rows[row][column]
        padded = _padded(cell, widths[column], self.alignments[column])
        start += len(padded) - len(padded.lstrip(" ")) if cell else 0
        return row + (row > 0), start, start + len(cell)


def is_delimiter(line: str) -> bool:
    """Whether this is the line of dashes under a table's heading."""
    return "|" in line and len(line) < 10_000 and _DELIMITER.match(line) is not None


def read(lines: Sequence[str]) -> Table | None:
    """The table these lines write, None when they write none (or one too large to be set anew at a key)."""
    if len(lines) < 2 or len(lines) > MOST_ROWS or not is_delimiter(lines[1]):
        return None
    alignments = tuple(_alignment(mark) for mark in cells(lines[1]))
    columns = max([len(alignments), *(len(cells(line)) for line in lines)])
    if columns > MOST_CELLS:
        return None
    rows = tuple((*row, *("",) * (columns - len(row))) for row in map(cells, (lines[0], *lines[2:])))
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    return Table(rows, alignments + ("---",) * (columns - len(alignments)), indent)


def cells(line: str) -> tuple[str, ...]:
    """The cells of a row; a bar after a backslash or in code separates nothing."""
    return tuple(line[start:end].strip(" \t") for start, end in _spans(line))


def column_at(line: str, position: int) -> int:
    """The cell of a row that a position (code points) stands in."""
    spans = _spans(line)
    return next((index for index, (_, end) in enumerate(spans) if position <= end), len(spans) - 1)


def _spans(line: str) -> list[tuple[int, int]]:
    bars = [found.start() for found in _SEPARATOR.finditer(line) if found[2]]
    end = len(line.rstrip())
    edges = [-1, *bars, end]
    if bars and not line[: bars[0]].strip():
        edges.pop(0)
    if len(edges) > 2 and edges[-2] == end - 1:
        edges.pop()
    return [(start + 1, stop) for start, stop in pairwise(edges)]


def _alignment(mark: str) -> str:
    left, right = mark.startswith(":"), mark.endswith(":")
    return ":-:" if left and right else ":--" if left else "--:" if right else "---"


def _dashes(alignment: str, width: int) -> str:
    return alignment[0] + alignment[1] * (width - 2) + alignment[2]


def _padded(cell: str, width: int, alignment: str) -> str:
    if alignment == "--:":
        return cell.rjust(width)
    return cell.center(width) if alignment == ":-:" else cell.ljust(width)
