"""Checks the space before, after and inside marks, numbers and titles of civility."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from editor_app.proofing.diagnostic import Diagnostic
from editor_app.proofing.layer import MASK, Prose
from editor_app.proofing.typography.quotation import NBSP, NNBSP, SPACES, Quotation, visible, visible_index
from editor_app.proofing.typography.rules import fault

# Nearly all spaces stand alone between two words and are right: those behind a letter and before a small one.
_RUN = re.compile(f"[{SPACES}]+(?:(?<=[{SPACES}]{{2}})|(?<! )|(?<![A-Za-zÀ-ÖØ-öø-ÿ] )|(?![a-zà-öø-ÿ]))")
_MARK = re.compile(r";+|[:!?]")
_COMMA = re.compile(r",(?<!,,)(?=[^\W\d_])")
_PERCENT = re.compile(r"(?<=\d)(?:[%‰€]|(?:M|k|Md|Mds)€)(?!\w)")
_NUMBER_SIGN = re.compile(r"(?<!\w)[nN]°s?(?=\d)")
_CIVILITY_JOINED = re.compile(r"(?<!\w)MM?\.(?=[^\W\d_][a-zà-öø-ÿœ])")
_CIVILITY = re.compile(r"(?<!\w)(?:(?<!\w\.)MM?\.|M(?:rs?|me|mes|lle|lles|gr)\.?|(?<!\w\.)(?:Dr|Pr))$")
_UNIT = re.compile(r"(?:%|‰|€|(?:M|k|Md|Mds)€|°C|(?:km|cm|mm|kg|ha|kWh|MW|GW|h|min)(?![\w’'.-])|m[²³]|km²|km/h)")
_NUMBER = re.compile(r"(?<!\d)(?<!\d[,.])(?:\d{1,3})(?:[\u0020\u00a0\u202f]\d{3})*$")
_THREE_FIGURES = re.compile(r"\d{3}(?!\d)")
_ELIDED = re.compile(r"(?<!\w)(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]$", re.IGNORECASE)
_TOUCHING = re.compile(r",+(?!\d)|\.{1,2}(?=[\s»”\");:!?,]|$)")
_MONEY = frozenset("%‰€")
_CLOSING = frozenset('»)]”"’%€….')
_BEFORE_MARK = {
    ";": "space-before-semicolon",
    "!": "space-before-exclamation",
    "?": "space-before-question",
    ":": "space-before-colon",
}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What should stand between two characters: ``space``, or one of the ``accepted`` too."""

    rule: str
    space: str
    accepted: str = ""


def check(prose: Prose, marks: Mapping[int, Quotation]) -> Iterator[Diagnostic]:
    """Wrong spaces, then missing ones. A space's diagnostic covers the space; a missing one's covers the mark."""
    yield from _spaces(prose, marks)
    yield from _missing(prose, marks)


def _spaces(prose: Prose, marks: Mapping[int, Quotation]) -> Iterator[Diagnostic]:
    text = prose.text
    for run in _RUN.finditer(text):
        start, end = run.span()
        if text[start - 1].isalpha() and text[end : end + 1].islower() and run.group() == " ":
            continue  # the same, of any letter
        if _edge_of_line(prose, start, end):
            continue
        wanted = _wanted(prose, marks, start, end)
        if wanted is None:
            if len(run.group()) > 1:
                yield fault("double-space", text, start, end, NBSP if NBSP in run.group() else " ")
        elif run.group() != wanted.space and run.group() not in tuple(wanted.accepted):
            narrow = run.group() == NNBSP and wanted.space == NBSP
            yield fault("narrow-space" if narrow else wanted.rule, text, start, end, wanted.space)


def _edge_of_line(prose: Prose, start: int, end: int) -> bool:
    """Whether the spaces indent, follow a bullet, pad a table's cell, or end a line, where two of them mean a break."""
    text, source = prose.text, prose.source
    if start == 0 or end == len(text) or text[start - 1] == "\n" or text[end] == "\n":
        return True
    if (text[start - 1] == MASK and source[start - 1] == "|") or (text[end] == MASK and source[end] == "|"):
        return True
    if text[start - 1] != MASK or (source[start - 1] in "*_~`)" and not source[:start].endswith(("\n*", "\n  *"))):
        return False
    line = text.rfind("\n", 0, start) + 1
    return not text[line:start].strip(MASK + SPACES)


def _wanted(prose: Prose, marks: Mapping[int, Quotation], start: int, end: int) -> _Wanted | None:
    text = prose.text
    left, right = text[start - 1], visible(prose, end, 1)
    if right in ";!?":
        return _Wanted(_BEFORE_MARK[right], NNBSP, NBSP)
    if right == ":" and text[end + 1 : end + 2] in ("", "\n", "»", "”", '"', *SPACES):
        return _Wanted("space-before-colon", NBSP)
    opened, closed = marks.get(start - 1), marks.get(end)
    if (opened and opened.opens and opened.french == "«") or (closed and not closed.opens and closed.french == "»"):
        return _Wanted("space-in-quotation", NBSP)
    before = text[max(0, start - 12) : start]
    if left.isdigit():
        return _after_figure(text, before, end)
    if before[-2:] in ("n°", "N°") or before[-3:] in ("n°s", "N°s"):
        return _Wanted("space-after-number-sign", NBSP, NNBSP) if right.isdigit() else None
    if right.isupper() and _CIVILITY.search(before):
        return _Wanted("space-after-civility", NBSP, NNBSP)
    if _no_space_before(text, start, end):
        return _Wanted("space-before-comma", "")
    if left == "(" or (right == ")" and before[-2:].isalpha()):
        return _Wanted("space-in-parenthesis", "")
    if left in "'’" and right.isalpha() and _ELIDED.search(before):
        return _Wanted("space-after-apostrophe", "")
    return None


def _after_figure(text: str, before: str, end: int) -> _Wanted | None:
    if _UNIT.match(text, end):
        return _Wanted("space-before-unit", NBSP, NNBSP)
    if _NUMBER.search(before) and _THREE_FIGURES.match(text, end):
        return _Wanted("space-in-number", NNBSP, NBSP)
    return None


def _no_space_before(text: str, start: int, end: int) -> bool:
    """Whether a comma or a full stop follows that should touch the word before. Words only: « 1 . » would become the
    number of a list, and « .fr », « 0 ,5 », « … » are something else."""
    return (
        text[max(0, start - 2) : start].isalpha()
        and _TOUCHING.match(text, end) is not None
        and _CIVILITY.search(text[max(0, start - 6) : start]) is None
    )


def _missing(prose: Prose, marks: Mapping[int, Quotation]) -> Iterator[Diagnostic]:
    text = prose.text
    for found in _MARK.finditer(text):
        at, mark = found.start(), found.group()[0]
        opened = marks.get(visible_index(prose, at - 1, -1))
        before, after = visible(prose, at - 1, -1), visible(prose, found.end(), 1)
        if not (before.isalnum() or before in SPACES or before in _CLOSING or opened or _ends_with_code(prose, at)):
            continue
        tail = " " if mark == ";" and after.isalpha() else ""
        space_due = before not in SPACES and not (opened and opened.opens) and _ends_here(mark, after)
        head = (NBSP if mark == ":" else NNBSP) if space_due else ""
        if len(found.group()) > 1:
            yield fault("repeated-mark", text, *found.span(), head + mark + tail)
        elif head or tail:
            yield fault(_BEFORE_MARK[mark] if head else "space-after-comma", text, *found.span(), head + mark + tail)
    for found in _COMMA.finditer(text):
        if text[: found.start()].rstrip(SPACES + ",")[-1:].isalpha():
            yield fault("space-after-comma", text, *found.span(), ", ")
    for found in _PERCENT.finditer(text) if not _MONEY.isdisjoint(text) else ():
        yield fault("space-before-unit", text, *found.span(), NBSP + found.group())
    for found in _NUMBER_SIGN.finditer(text) if "°" in text else ():
        yield fault("space-after-number-sign", text, *found.span(), found.group() + NBSP)
    for found in _CIVILITY_JOINED.finditer(text) if "M." in text else ():
        if text[found.end()].isupper():
            yield fault("space-after-civility", text, *found.span(), found.group() + NBSP)


def _ends_with_code(prose: Prose, at: int) -> bool:
    """Whether code, an address or a link stands right before, on a line that has something before the mark."""
    return at > 0 and prose.text[at - 1] == MASK and prose.source[at - 1] in "`)>"


def _ends_here(mark: str, after: str) -> bool:
    """Whether ``mark`` is punctuation, given what follows: not the colon of « 12:30 », nor the ? of an address."""
    if mark == ":":
        return after == "\n" or after in SPACES or after in '»”"'
    if mark == ";":
        return after == "\n" or after in SPACES or after.isalpha() or after in _CLOSING
    return after == "\n" or after in SPACES or after in _CLOSING or after in "!?."
