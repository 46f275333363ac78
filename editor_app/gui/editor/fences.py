"""Tells which lines of a section stand in a fenced block of code, at the cost of the lines that changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


class Fences:
    """Which lines begin with a fence, kept line by line."""

    def __init__(self) -> None:
        self._marked = bytearray(1)

    def reset(self, texts: Iterable[str]) -> None:
        """The text was replaced by these lines."""
        self._marked = bytearray(map(_marks, texts))

    def splice(self, first: int, removed: int, texts: Sequence[str]) -> None:
        """Lines were replaced by these."""
        if removed == len(texts) == 1:
            self._marked[first] = _marks(texts[0])
        else:
            self._marked[first : first + removed] = bytes(map(_marks, texts))

    def inside(self, line: int, text: Callable[[int], str]) -> bool:
        """Whether ``line`` is a fence or stands between two; ``text`` gives a line's text by its number."""
        if self._marked[line]:
            return True
        opened, at = "", self._marked.find(1, 0, line)
        while at >= 0:
            written = text(at)
            fence = _FENCE.match(written)
            if not opened:
                opened = fence[1] if fence else ""
            elif written.strip().startswith(opened) and not written.strip().strip(opened[0]):
                opened = ""
            at = self._marked.find(1, at + 1, line)
        return bool(opened)


def _marks(text: str) -> bool:
    return ("```" in text or "~~~" in text) and _FENCE.match(text) is not None
