"""Tells which quotation marks open and which close, and turns typewriter and English ones into French ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from editor_app.proofing.diagnostic import Diagnostic
from editor_app.proofing.layer import MASK, Prose
from editor_app.proofing.typography.rules import fault

NBSP = "\u00a0"
NNBSP = "\u202f"
SPACES = " \t\u00a0\u202f\u2009\u2007"
_MARK = re.compile('["“”„«»]')
_EMPHASIS = frozenset("*_~[]")
_OPENS_AFTER = frozenset(SPACES + "\n([{'’–—-/«“„:;")
_CLOSES_BEFORE = frozenset(SPACES + "\n)]}.,;:!?…»”-–—/%")


class Quotation:
    """One quotation mark: whether it opens, whether it is to be replaced, and by what (spaces not counted)."""

    __slots__ = ("french", "opens", "replaced")

    def __init__(self, opens: bool, french: str, replaced: bool) -> None:
        self.opens = opens
        self.french = french
        self.replaced = replaced


def visible_index(prose: Prose, position: int, step: int) -> int:
    """The place of the character met from ``position`` on, going by ``step``, past the marks of emphasis; outside the
    block where there is none."""
    text = prose.text
    while 0 <= position < len(text) and text[position] == MASK and prose.source[position] in _EMPHASIS:
        position += step
    return position


def visible(prose: Prose, position: int, step: int) -> str:
    """The character at ``visible_index``; a line end past either end of the block."""
    index = visible_index(prose, position, step)
    return prose.text[index] if 0 <= index < len(prose.text) else "\n"


def quotation_marks(prose: Prose) -> Mapping[int, Quotation]:
    """The quotation marks of a block by their position. A straight one opens after a space and closes before one;
    between two of either kind it closes what is open. One that follows a figure and closes nothing is an inch."""
    marks: dict[int, Quotation] = {}
    depth = 0
    straight_open = english_open = False
    for found in _MARK.finditer(prose.text):
        at, mark = found.start(), found.group()
        if mark == "«":
            depth += 1
            marks[at] = Quotation(True, mark, False)
        elif mark == "»":
            depth = max(0, depth - 1)
            marks[at] = Quotation(False, mark, False)
        elif mark == '"':
            before, after = visible(prose, at - 1, -1), visible(prose, at + 1, 1)
            may_open, may_close = before in _OPENS_AFTER, after in _CLOSES_BEFORE
            opens = may_open if may_open != may_close else not straight_open
            if not opens and not straight_open and before.isdigit():
                continue
            straight_open = opens
            marks[at] = Quotation(opens, ("“" if opens else "”") if depth else ("«" if opens else "»"), True)
        elif mark == "“" and not depth:
            english_open = True
            marks[at] = Quotation(True, "«", True)
        elif mark == "”" and not depth and english_open:
            english_open = False
            marks[at] = Quotation(False, "»", True)
    return marks


def check(prose: Prose, marks: Mapping[int, Quotation]) -> Iterator[Diagnostic]:
    """Marks to be replaced, with the no-break space a guillemet needs where no space stands already; guillemets that
    touch their text."""
    text = prose.text
    for at, mark in marks.items():
        inside = text[at + 1 : at + 2] if mark.opens else text[at - 1 : at]
        touches = bool(inside) and inside not in SPACES and inside != "\n"
        if not mark.opens and at - 1 in marks and marks[at - 1].opens and marks[at - 1].french == "«":
            touches = False  # nothing is quoted, and the opening mark brings the space
        guillemet = mark.french in "«»"
        wanted = mark.french
        if guillemet and touches:
            wanted = mark.french + NBSP if mark.opens else NBSP + mark.french
        if mark.replaced:
            yield fault("quotation-mark" if guillemet else "nested-quotation-mark", text, at, at + 1, wanted)
        elif guillemet and touches:
            yield fault("space-in-quotation", text, at, at + 1, wanted)
