"""A section's text as blocks: the unit that is checked, rendered and cached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive lines without a blank line between them (a fenced code block is one block with its blank lines).

    ``line`` counts lines from 0, ``start`` code points from the start of the section's text; ``text`` has LF line
    ends and no final one.
    """

    line: int
    start: int
    text: str


def blocks(text: str) -> Iterator[Block]:
    """Split ``text`` (LF line ends) into its blocks, in order; blank lines belong to none."""
    first_line = first_start = offset = 0
    lines: list[str] = []
    fence = ""
    for number, line in enumerate(text.split("\n")):
        if not lines and line.strip():
            first_line, first_start = number, offset
        if line.strip() or (lines and fence):
            lines.append(line)
        elif lines:
            yield Block(first_line, first_start, "\n".join(lines))
            lines = []
        mark = _FENCE.match(line)
        if mark:
            if not fence:
                fence = mark[1]
            elif line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        offset += len(line) + 1
    if lines:
        yield Block(first_line, first_start, "\n".join(lines))
