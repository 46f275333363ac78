"""A source text cut into pieces, alike whether it came as plain text, Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

from editor_app.importing.escaping import escape_line
from editor_app.issue.blocks import blocks

_BULLET: Final = re.compile(r"[ \t]*(?:[•‣◦▪●·–—*+-]|\d{1,2}[.)])[ \t\u00a0]+(?=\S)")
_ATX: Final = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_SETEXT: Final = re.compile(r" {0,3}(=+|-+)[ \t]*")
_FENCE: Final = re.compile(r" {0,3}(```|~~~)")
_ATTRIBUTES: Final = re.compile(r"[ \t]*\{[:#.][^{}]*\}[ \t]*$")
_LINK: Final = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\])")
_MARKS: Final = re.compile(r"(?<!\\)(?:\*{1,3}|`+|(?<!\w)_{1,3}|_{1,3}(?!\w))")
_ENTITY: Final = re.compile(r"&(?:amp|lt|#\d{1,7});")
_ESCAPE: Final = re.compile(r"\\([\\`*_{}\[\]()>#+.!|~:-])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, a heading or a list. ``markdown`` is its text to be kept; ``plain`` the same without marks, to be
    recognised by; ``level`` that of a heading from 1, 0 for the rest; ``items`` the entries of a list, plain;
    ``line`` counts from 1 in the source."""

    line: int
    markdown: str
    plain: str
    level: int = 0
    items: tuple[str, ...] = ()


def text_pieces(text: str, stands_alone: Callable[[str], bool]) -> Iterator[Piece]:
    """The pieces of plain ``text`` (LF line ends). Lines that ``stands_alone`` knows are pieces of their own, also
    within a paragraph."""
    waiting: list[str] = []
    first = 1
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        alone = stands_alone(line)
        if waiting and (alone or not line.strip()):
            yield _text_piece(first, waiting)
            waiting = []
        if alone:
            yield _text_piece(number, [line])
        elif line.strip():
            first = first if waiting else number
            waiting.append(line)


def markdown_pieces(text: str) -> Iterator[Piece]:
    """The pieces of ``text`` in Markdown (LF line ends)."""
    for block in blocks(text):
        yield from _markdown_block(block.line + 1, block.text.split("\n"))


def plain(markdown: str) -> str:
    """``markdown`` of one line without links, emphasis, attribute lists and escapes."""
    text = _LINK.sub(r"\1", _ATTRIBUTES.sub("", markdown))
    return _ENTITY.sub(lambda found: unescape(found[0]), _ESCAPE.sub(r"\1", _MARKS.sub("", text))).strip(" \t")


def _text_piece(line: int, lines: list[str]) -> Piece:
    shown = "\n".join(part.strip(" \t") for part in lines)
    if not _BULLET.match(lines[0]) or (len(lines) == 1 and re.match(r"\s*(?:\d|[–—])", lines[0])):
        return Piece(line, "\n".join(escape_line(part) for part in lines), shown)
    items: list[list[str]] = []
    for part in lines:
        bullet = _BULLET.match(part)
        if bullet:
            items.append([part[bullet.end() :].strip(" \t")])
        else:
            items[-1].append(part.strip(" \t"))
    markdown = "\n".join("- " + "\n  ".join(escape_line(part) for part in item) for item in items)
    return Piece(line, markdown, shown, items=tuple(" ".join(item) for item in items))


def _markdown_block(line: int, lines: list[str]) -> Iterator[Piece]:
    """A block, with the headings that stand against its text cut off."""
    if _FENCE.match(lines[0]):
        yield Piece(line, "\n".join(lines), "\n".join(lines))
        return
    waiting: list[str] = []
    first = line
    for number, source in enumerate(lines, start=line):
        heading = _ATX.fullmatch(source)
        underline = _SETEXT.fullmatch(source)
        if heading and heading[2]:
            if waiting:
                yield _markdown_piece(first, waiting)
                waiting = []
            yield Piece(number, heading[2], plain(heading[2]), level=len(heading[1]))
        elif underline and len(waiting) == 1 and not _BULLET.match(waiting[0]):
            title = waiting.pop().strip(" \t")
            yield Piece(number - 1, title, plain(title), level=1 if underline[1][0] == "=" else 2)
        else:
            first = first if waiting else number
            waiting.append(source)
    if waiting:
        yield _markdown_piece(first, waiting)


def _markdown_piece(line: int, lines: list[str]) -> Piece:
    markdown = "\n".join(lines)
    items: list[str] = []
    if _BULLET.match(lines[0]):
        for source in lines:
            bullet = _BULLET.match(source)
            if bullet:
                items.append(plain(source[bullet.end() :]))
            else:
                items[-1] += " " + plain(source)
    return Piece(line, markdown, plain(markdown), items=tuple(items))
