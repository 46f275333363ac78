"""Replaces typewriter characters by those of typography: apostrophe, ellipsis, dash, repeated marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from editor_app.proofing.diagnostic import Diagnostic
from editor_app.proofing.layer import MASK, Prose
from editor_app.proofing.typography.quotation import SPACES, visible
from editor_app.proofing.typography.rules import fault

_APOSTROPHE = re.compile(r"['´`‘ʼ](?<=[^\W\d_].)")
_ELIDED = re.compile(r"(?<!\w)(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)$", re.IGNORECASE)
_ETC = re.compile(r"(?<=\betc)(?:[.…]{2,}|…)", re.IGNORECASE)
_DOTS = re.compile(r"(?<!\.)\.{3,}")
_TWO_DOTS = re.compile(r"(?<![./…M])(?<!Mr)(?<!Mme)(?<!Mlle)\.\.(?![./…])")
_COMMAS = re.compile(r",{2,}")
_HYPHEN = re.compile(f"-(?<=[{SPACES}]-)(?=[{SPACES}])")
_NOT_BEFORE_DASH = frozenset(':;.…|-–—_*«»“”"')


def check(prose: Prose) -> Iterator[Diagnostic]:
    """Each diagnostic covers the character or the run of characters to replace."""
    text = prose.text
    for found in _APOSTROPHE.finditer(text):
        start, end = found.span()
        after = visible(prose, end, 1)
        elided = _ELIDED.search(text, max(0, start - 8), start)
        if after.isalnum() or after in '«"“' or (elided and text[end : end + 6].lstrip(SPACES)[:1].isalpha()):
            yield fault("apostrophe", text, start, end, "’")
    dots = ".." in text
    for found in _ETC.finditer(text) if dots or "…" in text else ():
        yield fault("etc", text, *found.span(), ".")
    for found in _DOTS.finditer(text) if dots else ():
        if not _ETC.match(text, found.start()):
            yield fault("ellipsis", text, *found.span(), "…")
    for found in _TWO_DOTS.finditer(text) if dots else ():
        if not _ETC.match(text, found.start()):
            yield fault("repeated-mark", text, *found.span(), ".")
    for found in _COMMAS.finditer(text):
        joined = text[found.end() : found.end() + 1].isalpha()
        yield fault("repeated-mark", text, *found.span(), ", " if joined else ",")
    for found in _HYPHEN.finditer(text):
        if _between_words(prose, found.start()):
            yield fault("dash", text, *found.span(), "–")


def _between_words(prose: Prose, at: int) -> bool:
    """Whether words of one sentence stand on both sides; after « : » or « ; » a hyphen is a bullet written in line."""
    line = prose.text.rfind("\n", 0, at) + 1
    before = prose.text[line:at].rstrip(SPACES + MASK)
    after = prose.text[at + 1 : at + 40].lstrip(SPACES)
    cell = "|" in prose.source[line + len(before) : at]
    return bool(before.strip(MASK)) and not cell and before[-1] not in _NOT_BEFORE_DASH and after[:1].islower()
