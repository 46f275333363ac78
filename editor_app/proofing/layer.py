"""What a layer of the checker is: the one thing to implement to add a check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from editor_app.proofing.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Prose:
    """One block of a section as layers see it.

    ``source`` is the Markdown as written; ``text`` has the same length, with everything that is not prose (code,
    addresses, link targets, HTML, attribute lists, Markdown marks) replaced by ``MASK`` characters, so that offsets
    in one are offsets in the other. ``words`` are the names and terms accepted in this issue.
    """

    source: str
    text: str
    words: frozenset[str] = frozenset()


MASK = "\ufffc"
"""Stands in ``Prose.text`` for each code point that is not prose (U+FFFC, object replacement character)."""


class Layer(Protocol):
    """A check of one block on its own. Diagnostics count code points from the start of the block, in any order.
    The answer depends on the prose alone, so it can be cached by it. When two layers flag overlapping places the
    pipeline keeps the diagnostic of the layer that stands first in its list."""

    def check(self, prose: Prose) -> Iterable[Diagnostic]: ...


@runtime_checkable
class Foreseeing(Protocol):
    """What a layer adds that another process works for: told beforehand which blocks it will be asked about, in their
    order, it has them read in the meantime."""

    def foresee(self, proses: Iterable[Prose]) -> None: ...
