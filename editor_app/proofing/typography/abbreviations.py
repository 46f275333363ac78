"""Corrects ordinals and titles of civility abbreviated in another way than French has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from editor_app.proofing.diagnostic import Diagnostic
from editor_app.proofing.layer import Prose
from editor_app.proofing.typography.quotation import NBSP
from editor_app.proofing.typography.rules import fault

_ORDINAL = re.compile(
    r"(?<!\w)(?<!\d[.,])(?P<number>\d{1,4}|(?=[IVXL])[IVXL]{1,8})(?P<space>[ \u00a0\u202f])?"
    r"(?P<end>(?:i?[èée]m|ém)e(?P<many>s)?|ière(?P<firsts>s)?|ère(?P<firsts2>s)?|ier|nd(?P<second>e)?|è)(?![\w\u0300-\u036f])"
)
_ORDINAL_LIKELY = re.compile(r"[\dIVXL][ \u00a0\u202f]?[iéèn]")
_MISTER = re.compile(r"(?<!\w)Mr(?:\.(?=[ \u00a0\u202f]*[^\W\d_])|(?=[ \u00a0\u202f]+[^\W\d_]))")
_MISTERS = re.compile(r"(?<!\w)M(?:rs|ssrs|essrs)\.?(?=[ \u00a0\u202f]+[^\W\d_])")
_MADAM = re.compile(r"(?<!\w)(?P<kept>Mmes?|Mlles?)\.(?=[ \u00a0\u202f]+[^\W\d_])")


def check(prose: Prose) -> Iterator[Diagnostic]:
    """Each diagnostic covers the whole token: « 14ème », « Mr », « Mme. »."""
    text = prose.text
    for found in _ORDINAL.finditer(text) if _ORDINAL_LIKELY.search(text) else ():
        right = _ordinal(found)
        if right != found.group():
            yield fault("ordinal", text, *found.span(), right)
    if "M" not in text:
        return
    for found in _MISTER.finditer(text):
        name = text[found.end() :].lstrip(" \u00a0\u202f")
        if name[:1].isupper():
            yield fault("civility", text, *found.span(), "M." + NBSP if text[found.end()].isalpha() else "M.")
    for found in _MISTERS.finditer(text):
        yield fault("civility", text, *found.span(), "MM.")
    for found in _MADAM.finditer(text):
        name = text[found.end() :].lstrip(" \u00a0\u202f")
        if name[:1].isupper():
            yield fault("civility", text, *found.span(), found["kept"])


def _ordinal(found: re.Match[str]) -> str:
    """The ordinal as French abbreviates it; unchanged where a space makes it something else than an ordinal."""
    number, end = found["number"], found["end"]
    if found["space"] and not end.endswith(("ème", "èmes", "ière", "ière", "ère")):
        return found.group()
    first = number in ("1", "I")
    if end.startswith(("ère", "ière")):
        return f"{number}re{'s' if found['firsts'] or found['firsts2'] else ''}" if first else found.group()
    if end == "ier":
        return f"{number}er" if first else found.group()
    if end.startswith("nd"):
        return f"{number}d{found['second'] or ''}" if number in ("2", "II") else found.group()
    return f"{number}{'er' if first else 'e'}{found['many'] or ''}"
