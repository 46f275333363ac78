"""Lay rendered blocks out as text that reads well anywhere: wrapped, lists and tables aligned, links as notes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from editor_app.issue.outline import NBSP

WIDTH = 72
"""Columns, as in plain-text mail."""

_NARROWEST = 24
_BLANK = re.compile(r"[ \t\n]+")
_UNDERLINES = {1: "=", 2: "-", 3: "·"}


def wrapped(text: str, width: int = WIDTH) -> list[str]:
    """``text`` in lines of at most ``width`` columns, broken at ordinary spaces only."""
    return textwrap.wrap(text, max(width, _NARROWEST), break_long_words=False, break_on_hyphens=False)


def heading(text: str, level: int) -> list[str]:
    """A heading underlined with the mark of its level; the deep ones stand bare."""
    lines = wrapped(text)
    mark = _UNDERLINES.get(level)
    return [*lines, mark * max(map(len, lines))] if mark and lines else lines


class Layout:
    """Lays blocks out one after the other; ``links`` gathers the addresses met on the way, in order, and ``told`` the
    abbreviations already explained."""

    def __init__(self) -> None:
        self.links: dict[str, int] = {}
        self.told: set[str] = set()

    def block(self, element: Element, width: int = WIDTH) -> list[str]:
        """The lines of one block-level element."""
        tag = element.tag
        if re.fullmatch("h[1-6]", tag):
            return heading(self.inline(element), int(tag[1]))
        if tag in ("ul", "ol"):
            return list(self._items(element, width))
        if tag == "blockquote":
            return [f"> {line}".rstrip() for line in self._flow(element, width - 2)]
        if tag == "pre":
            return [f"    {line}".rstrip() for line in "".join(element.itertext()).rstrip("\n").split("\n")]
        if tag == "hr":
            return ["* * *".center(width).rstrip()]
        if tag == "dl":
            return list(self._definitions(element, width))
        if tag == "table":
            return self._table(element, width)
        if tag == "div" and element.get("class") == "notes":
            return [f"Notes{NBSP}:", *self._flow(element, width)]
        if tag in ("div", "figure"):
            return self._flow(element, width)
        return self._lines(self.inline(element), width)

    def inline(self, element: Element) -> str:
        """The words of an element on one line; a forced break stays as a line feed."""
        text = "".join(self._words(element))
        return "\n".join(_BLANK.sub(" ", line).strip(" ") for line in text.split("\x00"))

    def _words(self, element: Element) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            yield self._word(child)
            yield child.tail or ""

    def _word(self, element: Element) -> str:
        css = element.get("class", "")
        if element.tag == "br":
            return "\x00"
        if element.tag == "img":
            return f"[Image{NBSP}: {element.get('alt')}]" if element.get("alt") else "[Image]"
        if "note-ref" in css:
            return f"{NBSP}({''.join(element.itertext())})"
        if "note-back" in css:
            return ""
        words = "".join(self._words(element))
        if element.tag == "abbr" and words not in self.told and element.get("title"):
            self.told.add(words)
            return f"{words} ({element.get('title')})"
        address = element.get("href", "").removeprefix("mailto:").removeprefix("tel:")
        if element.tag != "a" or address.startswith("#") or address in ("", words.strip()):
            return words
        return f"{words}{NBSP}[{self.links.setdefault(address, len(self.links) + 1)}]"

    def _lines(self, text: str, width: int) -> list[str]:
        return [line for part in text.split("\n") for line in wrapped(part, width)]

    def _flow(self, element: Element, width: int) -> list[str]:
        """Blocks below one another, a blank line between them; loose words count as a block."""
        lines: list[str] = []
        loose = Element("p")
        loose.text = element.text

        def put(block: list[str], *, tight: bool = False) -> None:
            if block:
                lines.extend([*([""] if lines and not tight else []), *block])

        for child in element:
            if child.tag in _BLOCKS:
                put(self._lines(self.inline(loose), width))
                put(self.block(child, width), tight=child.tag in ("ul", "ol") and element.tag == "li")
                loose = Element("p")
                loose.text = child.tail
            else:
                loose.append(child)
        put(self._lines(self.inline(loose), width))
        return lines

    def _items(self, element: Element, width: int) -> Iterator[str]:
        first = int(element.get("start", "1"))
        numbered = element.tag == "ol"
        for index, item in enumerate(element):
            note = re.search(r"\._note-(\d+)$", item.get("id", ""))
            mark = f"({note[1]}) " if note else f"{first + index}. " if numbered else "• "
            lines = self._flow(item, width - len(mark)) or [""]
            if index and len(item) and item[0].tag == "p" and not note:
                yield ""
            yield f"{mark}{lines[0]}".rstrip()
            yield from (f"{' ' * len(mark)}{line}".rstrip() for line in lines[1:])

    def _definitions(self, element: Element, width: int) -> Iterator[str]:
        for child in element:
            if child.tag == "dt":
                yield from self._lines(self.inline(child), width)
            else:
                yield from (f"    {line}".rstrip() for line in self._flow(child, width - 4))

    def _table(self, table: Element, width: int) -> list[str]:
        rows = [[self.inline(cell).replace("\n", " ") for cell in row] for row in table.iter("tr")]
        right = [cell.get("class") == "right" for cell in next(table.iter("tr"), Element("tr"))]
        widths = [max(len(row[column]) for row in rows) for column in range(len(right))]
        if sum(widths) + 2 * (len(widths) - 1) > width:
            return self._cards(rows, width)
        lines = [
            "  ".join(
                cell.rjust(size) if at_right else cell.ljust(size)
                for cell, size, at_right in zip(row, widths, right, strict=True)
            ).rstrip()
            for row in rows
        ]
        return [lines[0], "  ".join("-" * size for size in widths), *lines[1:]] if lines else []

    def _cards(self, rows: list[list[str]], width: int) -> list[str]:
        """A table too wide for the page: each row as a group of « heading : value »."""
        lines: list[str] = []
        for row in rows[1:]:
            lines.extend([""] if lines else [])
            for title, cell in zip(rows[0], row, strict=True):
                lines.extend(wrapped(f"{title}{NBSP}: {cell}" if title else cell, width))
        return lines


_BLOCKS = frozenset("blockquote div dl figcaption figure h2 h3 h4 h5 h6 hr ol p pre table ul".split())  # noqa: SIM905
