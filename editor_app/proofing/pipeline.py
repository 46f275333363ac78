"""Runs the layers over a block or a whole text, and keeps their answers for blocks that did not change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from editor_app.issue.blocks import blocks
from editor_app.proofing.diagnostic import Diagnostic
from editor_app.proofing.layer import Foreseeing, Layer
from editor_app.proofing.prose import prose

_REMEMBERED_BLOCKS = 8192


class Checker:
    """The layers of a check, in the order of their authority.

    A layer that joins later, such as one that reads words in their context, is one more item of ``layers`` (see
    ``layers.first_layers``); nothing here changes for it.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = tuple(layers)
        self._foreseeing = [layer for layer in self._layers if isinstance(layer, Foreseeing)]
        self._cached = lru_cache(_REMEMBERED_BLOCKS)(self._check)
        self._answered: set[tuple[str, frozenset[str]]] = set()

    def check_block(self, source: str, words: frozenset[str] = frozenset()) -> tuple[Diagnostic, ...]:
        """The diagnostics of one block of Markdown in the order of the text; ``words`` are accepted in the issue.

        Where two overlap, the layer that stands first is right, then what a layer says first. Answers are kept by
        text and words, within bounds.
        """
        return self._cached(source, words)

    def foresee(self, sources: Iterable[str], words: frozenset[str] = frozenset()) -> None:
        """Say which blocks will be asked about next, in that order: what can be had meanwhile from another process is
        then at hand. Changes no answer."""
        if self._foreseeing:
            unread = [source for source in dict.fromkeys(sources) if (source, words) not in self._answered]
            seen = [prose(source, words) for source in unread]
            for layer in self._foreseeing:
                layer.foresee(seen)

    def check_text(self, text: str, words: frozenset[str] = frozenset()) -> tuple[Diagnostic, ...]:
        """The diagnostics of a text with LF line ends, in its order, in code points from its start."""
        return tuple(
            diagnostic.shifted(block.start) for block in blocks(text) for diagnostic in self._cached(block.text, words)
        )

    def _check(self, source: str, words: frozenset[str]) -> tuple[Diagnostic, ...]:
        seen = prose(source, words)
        taken = bytearray(len(source))
        kept: list[Diagnostic] = []
        for layer in self._layers:
            for diagnostic in layer.check(seen):
                if not any(taken[diagnostic.start : diagnostic.end]):
                    taken[diagnostic.start : diagnostic.end] = b"\1" * (diagnostic.end - diagnostic.start)
                    kept.append(diagnostic)
        if len(self._answered) == _REMEMBERED_BLOCKS:
            self._answered.clear()
        self._answered.add((source, words))
        return in_order(kept)


def overlap(one: Diagnostic, other: Diagnostic) -> bool:
    """Whether two diagnostics of one text share a code point."""
    return one.start < other.end and other.start < one.end


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """``diagnostics`` in the order of the text, shorter ranges first."""
    return tuple(sorted(diagnostics, key=lambda one: (one.start, one.end, one.rule)))
