"""Turns the keys of a typewriter into French typography while somebody types: what one key calls for, and nothing else.

The spaces and marks are those that ``proofing/typography/`` asks for afterwards (Imprimerie nationale). Only what is
sure from the words already written is done; the rest is left to the check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

NBSP: Final = "\u00a0"
NNBSP: Final = "\u202f"


class Habit(StrEnum):
    """One kind of automatic change, which a person may switch off."""

    QUOTES = "quotes"
    APOSTROPHE = "apostrophe"
    ELLIPSIS = "ellipsis"
    SPACES = "spaces"


ALL_HABITS: Final = frozenset(Habit)

KEYS: Final = frozenset("\"'.;:!?«»%‰€[ 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZÀÂÇÉÈÊËÎÏÔÖÙÛÜŒÆ")
"""The characters that may call for a change; typing any other never does."""
LONGEST_LINE: Final = 20_000
"""Code points: a longer line is data pasted by mistake, and is left alone."""

_MARKS = {";": NNBSP, "!": NNBSP, "?": NNBSP, ":": NBSP}
_UNITS = frozenset("%‰€")
_OPENS_AFTER = frozenset(" \t\u00a0\u202f([{'’–—-/«“„:;|")
_EMPHASIS = "*_~["
_CLOSES = frozenset(')]»”"’%€….*_~')
_BEFORE_COLON = frozenset(")»”’%€…*_~")  # not a bracket: it may end the name of a note or of an abbreviation
_ELLIPSIS = re.compile(r"(?<![./…\\])\.\.\.$")
_ETC = re.compile(r"\betc\.\.\.$", re.IGNORECASE)
_NUMBER_SIGN = re.compile(r"(?<!\w)[nN]°s? \d$")
_CIVILITY = re.compile(r"(?<![\w.])(?:MM?\.|M(?:me|mes|lle|lles|gr)|Dr|Pr) [^\W\d_a-z]$")
_CODE_MARKS = re.compile(r"(?<!\\)`+")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:/|\bmailto:|\bwww\.|@|\w\.\w|^/|\w/\w*/|\.\.?/|\\", re.IGNORECASE)
_UNCLOSED = re.compile(
    r"""
      \]\((?:[^()]|\([^()]*\))*$          # the target of a link, its title included
    | \]\[[^\]\[]*$ | \[\^[^\]\[]*$       # the name of a target or of a note
    | \{[:#.][^{}]*$                      # an attribute list
    | <(?:[a-z/!][^<>]*)?$                # a tag, an address between angle brackets
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TARGET = re.compile(r"\]\([^()\s]*\)")
_DEFINITION = re.compile(r" {0,3}\[[^\]^][^\]]*\]:")
_ENTITY = re.compile(r"&(?:\#?\w{1,31})?;$")


@dataclass(frozen=True, slots=True)
class Change:
    """Replace the ``removed`` code points before the cursor, all of the basic plane, by ``inserted``."""

    removed: int
    inserted: str


def change(before: str, after: str, habits: frozenset[Habit]) -> Change | None:
    """What the last character of ``before``, just typed, calls for; None for nothing.

    ``before`` and ``after`` are the line on both sides of the cursor. Lines inside a fenced block are for the caller to
    leave out.
    """
    if not before or len(before) > LONGEST_LINE:
        return None
    wanted = _wanted(before, after, habits)
    return wanted if wanted is not None and in_prose(before) else None


def in_prose(before: str) -> bool:
    """Whether what is typed after ``before`` (the character just typed its last) is prose: not code, an address, the
    target of a link, an attribute list, a tag or an entity."""
    written = before[:-1]
    if "`" in written and _in_code(written):
        return False
    if _UNCLOSED.search(written) or _DEFINITION.match(before) or _ENTITY.search(before):
        return False
    token = written.rsplit(None, 1)[-1] if written and not written[-1].isspace() else ""
    return not _ADDRESS.search(_TARGET.sub("]", token))


def _in_code(written: str) -> bool:
    opened = ""
    for ticks in _CODE_MARKS.findall(written):
        if not opened:
            opened = ticks
        elif ticks == opened:
            opened = ""
    return bool(opened)


def _wanted(before: str, after: str, habits: frozenset[Habit]) -> Change | None:
    typed = before[-1]
    if typed == '"':
        return _quote(before, after) if Habit.QUOTES in habits else None
    if typed == "'":
        return Change(1, "’") if Habit.APOSTROPHE in habits and before[-2:-1].isalpha() else None
    if typed == ".":
        right = Habit.ELLIPSIS in habits and _ELLIPSIS.search(before) and not _ETC.search(before)
        return Change(3, "…") if right else None
    return _space(before, after) if Habit.SPACES in habits else None


def _quote(before: str, after: str) -> Change | None:
    """« », or “ ” within them; an inch after a figure, and the fellow of a straight quote that was kept, stay."""
    written = before[:-1]
    seen = written.rstrip(_EMPHASIS)
    depth = max(0, written.count("«") - written.count("»"))
    if not seen or seen[-1] in _OPENS_AFTER:
        if depth:
            return Change(1, "“")
        return _opening(after)
    if seen[-1].isalnum() and after[:1].isalnum():
        return None
    if written.count('"') % 2 or (seen[-1].isdigit() and not depth):
        return None
    if depth and written.count("“") > written.count("”"):
        return Change(1, "”")
    return _closing(written)


def _opening(after: str) -> Change:
    return Change(1, "«" if after.startswith((NBSP, NNBSP)) else "«" + NBSP)


def _closing(written: str) -> Change:
    """A closing guillemet with its space, which takes the place of an ordinary one."""
    if written.endswith((NBSP, NNBSP)):
        return Change(1, "»")
    return Change(2, NBSP + "»") if written.endswith(" ") else Change(1, NBSP + "»")


def _space(before: str, after: str) -> Change | None:
    typed, written = before[-1], before[:-1]
    last = written[-1:]
    if typed in _MARKS:
        return _before_mark(written, typed, after)
    if typed in _UNITS:
        if last == " " and written[-2:-1].isdigit():
            return Change(2, NBSP + typed)
        return Change(1, NBSP + typed) if last.isdigit() else None
    if typed == " ":
        return _after_space(written)
    if typed == "«":
        opening = _opening(after)
        return opening if opening.inserted != typed else None
    if typed == "»":
        closing = _closing(written)
        return closing if written.strip() and closing.inserted != typed else None
    if typed == "[":
        return Change(3, " ![") if written.endswith(NNBSP + "!") else None  # a picture begins
    if last == " " and (_NUMBER_SIGN.search(before) or _CIVILITY.search(before)):
        return Change(2, NBSP + typed)
    return None


def _before_mark(written: str, typed: str, after: str) -> Change | None:
    """The space before ; : ! ? — that of a colon only where one was typed: it may be that of an hour or an address."""
    space, last = _MARKS[typed], written[-1:]
    if last == " ":
        begun = written.strip(" \t-*+>|") and written[-2] not in " |"  # else a list, a cell, an alignment begins
        return Change(2, space + typed) if begun else None
    if typed == ":" or (after and after[0].isalnum()):
        return None
    if typed == ";" and _ENTITY.search(written + typed):
        return None
    return Change(1, space + typed) if last.isalnum() or (last and last in _CLOSES) else None


def _after_space(written: str) -> Change | None:
    """After « comes no second space; a colon that a space follows ends a part of the sentence."""
    if written.endswith("«" + NBSP):
        return Change(1, "")
    if written.endswith(":") and (written[-2:-1].isalnum() or written[-2:-1] in _BEFORE_COLON):
        return Change(2, NBSP + ": ")
    return None
