"""Keeps plain text plain: marks that Markdown would read as something else are escaped, and nothing more is touched."""

from __future__ import annotations

import re
from typing import Final

_INLINE: Final = re.compile(
    r"""
    \\(?=[\\`*_{}\[\]()>\#+\-.!|~^:]) | `       # a backslash that would vanish; code
    | \*(?=\S) | (?<=\S)\*                      # emphasis
    | (?<![^\W_])_ | _(?![^\W_])               # emphasis at the edge of a word
    | \[ | \{(?=[:.\#\ \w])                     # links and notes; attribute lists
    """,
    re.VERBOSE,
)
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_AUTOLINK: Final = re.compile(r"<(?=[A-Za-z/!?])")
_LINE_START: Final = re.compile(r"(?:(\#)|(>)|([+*-])(?=\s)|(\d{1,9})([.)])(?=\s))")
_UNDERLINE: Final = re.compile(r"(?:=+|-+|(?:[-*_]\s*){3,})\s*")
_FENCE: Final = re.compile(r"(`{3}|~{3})")


def escape_inline(text: str) -> str:
    """``text``, a run of plain text, as Markdown that reads the same."""
    text = _ENTITY.sub("&amp;", text)
    text = _INLINE.sub(lambda mark: "\\" + mark[0], text)
    return _AUTOLINK.sub("&lt;", text)


def escape_line(line: str) -> str:
    """One line of plain text as Markdown that reads the same. Spaces at its ends, which Markdown gives a meaning to,
    are taken off; no-break spaces stay."""
    line = line.strip(" \t")
    if _UNDERLINE.fullmatch(line) or _FENCE.match(line):
        return "\\" + line if line[0] in "-*_`" else f"&#{ord(line[0])};{line[1:]}"
    escaped = escape_inline(line)
    found = _LINE_START.match(escaped)
    if found:
        at = found.start(5) if found[5] else 0
        return f"{escaped[:at]}\\{escaped[at:]}"
    if escaped[:2] in (": ", ":\t") or escaped.startswith("|"):
        return f"&#{ord(escaped[0])};{escaped[1:]}"
    return escaped
