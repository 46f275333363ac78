"""Know the source line of every top-level block, which Python-Markdown does not tell.

Two things together make it exact. ``prepare`` puts blank lines around everything that starts a block of its own and
remembers where each line came from; ``LineParser`` follows the library's list of pending blocks and notes which line
each top-level element was made from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import SupportsIndex
from xml.etree.ElementTree import Element, ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser

MAX_DEPTH = 12
"""Quotes and lists inside one another, more than any letter needs and far from Python's recursion limit."""

_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_HEADING = re.compile(r"#{1,6}(?: |$)")
_HASH = re.compile(r"#{1,6}[^# ]")
_RULE = re.compile(r" {0,3}(?:(?:- {0,2}){3,}|(?:_ {0,2}){3,}|(?:\* {0,2}){3,})$")
_UNDERLINE = re.compile(r"(?:=+|-+) *$")
_QUOTE = re.compile(r" {0,3}>")
_ITEM = re.compile(r" {0,3}(?:[-+*]|\d{1,9}\.) ")
_BULLET = re.compile(r" {0,3}(?:[-+*]|1\.) +\S")
_DEFINITION = re.compile(r" {0,3}\*?\[[^\]]*\] ?:")
_MARKER = re.compile(r" *(?:>|(?:[-+*]|\d{1,9}(?=\.))\.?(?= ))")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

CODE_MARK = "\x02code:{}\x03"
"""Stands in the text for a fenced code block; its control characters cannot come from outside."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Text ready for the parser: its lines, the source line (from 0) of each, and the fenced code taken out of it."""

    lines: tuple[str, ...]
    sources: tuple[int, ...]
    code: tuple[str, ...]


def clean(text: str) -> str:
    """``text`` without the characters that HTML forbids; the number of lines stays what it is."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", " ").replace("\x0c", " "))


def prepare(text: str) -> Prepared:
    """Separate what starts a block by blank lines, take fenced code out, and flatten nesting beyond MAX_DEPTH."""
    preparation = _Preparation()
    for number, line in enumerate(clean(text).split("\n")):
        preparation.take(number, line)
    preparation.end_code()
    for _ in range(2):  # the library expects blank lines at the end
        preparation.put(number, "")
    return Prepared(tuple(preparation.lines), tuple(preparation.sources), tuple(preparation.code))


class _Preparation:
    """What ``prepare`` knows while it goes through the lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.sources: list[int] = []
        self.code: list[str] = []
        self.block: list[str] = []
        self.fence = ""
        self.fenced: list[str] = []

    def put(self, number: int, line: str) -> None:
        self.lines.append(line)
        self.sources.append(number)
        self.block = [*self.block[:1], line] if line else []

    def separate(self, number: int) -> None:
        if self.block:
            self.put(number, "")

    def take(self, number: int, line: str) -> None:
        fence = _FENCE.match(line)
        if self.fence:
            if fence and fence[1].startswith(self.fence) and not line.strip().strip(self.fence[0]):
                self.end_code()
            else:
                self.fenced.append(line)
            return
        if fence:
            self.separate(number)
            self.fence = fence[1]
            self.put(number, CODE_MARK.format(len(self.code)))
            self.separate(number)
            return
        line = _flattened(line.expandtabs(4)) if line.strip() else ""
        if not line:
            self.put(number, "")
            return
        heading = bool(_HEADING.match(line))
        underline = bool(len(self.block) == 1 and _UNDERLINE.match(line) and not _starts_block(self.block[0]))
        rule = bool(_RULE.match(line)) and not underline
        if heading or rule or _DEFINITION.match(line) or self._interrupts(line):
            self.separate(number)
        self.put(number, f"\\{line}" if _HASH.match(line) else line)
        if heading or rule or underline:
            self.separate(number)

    def _interrupts(self, line: str) -> bool:
        """Whether a quote or a list starts here, straight after the lines of something else."""
        if not self.block:
            return False
        first = self.block[0]
        if _QUOTE.match(line):
            return not _QUOTE.match(first)
        return bool(_BULLET.match(line)) and not _starts_block(first) and not first.startswith("    ")

    def end_code(self) -> None:
        if self.fence:
            self.code.append("\n".join(self.fenced))
        self.fence, self.fenced = "", []


def _starts_block(line: str) -> bool:
    return bool(_ITEM.match(line) or _QUOTE.match(line) or _DEFINITION.match(line))


def _flattened(line: str) -> str:
    """``line`` with its quote and list marks beyond MAX_DEPTH turned into ordinary characters."""
    body = line.lstrip(" ")
    indent = len(line) - len(body)
    if indent > 4 * MAX_DEPTH and _MARKER.match(body):
        line = " " * (4 * MAX_DEPTH) + body
    depth = min(indent // 4, MAX_DEPTH)
    at = min(indent, 4 * MAX_DEPTH)
    while mark := _MARKER.match(line, at):
        depth += 1
        if depth > MAX_DEPTH:
            end = mark.end() - 1
            return f"{line[:end]}\\{line[end:]}"
        at = mark.end()
    return line


class _LineBlocks(list[str]):
    """The library's pending blocks, with the line of each: what it puts back is the end (or the start) of what it
    took. Only the next few are in the list, because taking the first of a long list moves all the others."""

    WINDOW = 64

    def __init__(self, blocks: list[str], starts: list[int]) -> None:
        super().__init__()
        self.starts: list[int] = []
        self._later = zip(blocks, starts, strict=True)
        self._taken = ""
        self._taken_line = 0
        self._refill()

    def _refill(self) -> None:
        if len(self) < self.WINDOW:
            for block, start in islice(self._later, self.WINDOW):
                self.append(block)
                self.starts.append(start)

    def pop(self, index: SupportsIndex = -1) -> str:
        self._taken, self._taken_line = super().pop(index), self.starts.pop(index)
        self._refill()
        return self._taken

    def insert(self, index: SupportsIndex, block: str) -> None:
        skipped = len(self._taken) - len(block) if self._taken.endswith(block) else 0
        super().insert(index, block)
        self.starts.insert(index, self._taken_line + self._taken.count("\n", 0, skipped))


class LineParser(BlockParser):
    """Python-Markdown's block parser, which also fills ``origins``: for each top-level element the index of the
    prepared line that it starts at."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.blockprocessors = md.parser.blockprocessors
        for processor in self.blockprocessors:
            processor.parser = self
        self.origins: dict[Element, int] = {}

    def parseDocument(self, lines: object) -> ElementTree:  # noqa: N802  the library's name
        raise NotImplementedError("parse() keeps the lines")

    def parse(self, lines: tuple[str, ...]) -> Element:
        """The tree of the whole text, as ``parseDocument`` makes it."""
        self.root = root = Element(self.md.doc_tag)
        self.origins = {}
        starts: list[int] = []
        chunks = "\n".join(lines).split("\n\n")
        line = 0
        for chunk in chunks:
            starts.append(line)
            line += chunk.count("\n") + 2
        pending = _LineBlocks(chunks, starts)
        while pending:
            self._step(root, pending)
        return root

    def _step(self, root: Element, pending: _LineBlocks) -> None:
        line = pending.starts[0]
        count = len(root)
        last = root[-1] if count else None
        for processor in self.blockprocessors:
            if processor.test(root, pending[0]) and processor.run(root, pending) is not False:
                break
        if last is not None and (len(root) < count or root[count - 1] is not last):  # a paragraph became a defined term
            line = self.origins.pop(last)
            count -= 1
        for element in root[count:]:
            self.origins[element] = line
