"""Give each element the form a letter needs: heading levels, figures, tables that can be read, links that lead."""

from __future__ import annotations

import re
import unicodedata
from re import Match
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, code_escape

from editor_app.rendering.allowlist import IDENTIFIER, LINK, PICTURE
from editor_app.rendering.lines import CODE_MARK
from editor_app.rendering.ordinals import ORDINAL, split_ordinal

NBSP = "\u00a0"
_HEADING = re.compile(r"h[1-6]")
_HOST = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_NOT_IN_ADDRESS = re.compile(r"[|\[\]{}^`\\]|%(?![0-9A-Fa-f]{2})")
_CODE = re.compile(re.escape(CODE_MARK).replace(r"\{\}", r"(\d+)") + "$")
_ALIGN = re.compile(r"text-align: (left|center|right);")


class Elements(Extension):
    """Registers the parts. ``level`` is that of the first heading in the text. ``section_id`` and a dot begin every id.
    ``code`` is the fenced code that was taken out of the text."""

    def __init__(self, section_id: str, level: int, code: tuple[str, ...]) -> None:
        super().__init__()
        self.section_id = section_id
        self.level = level
        self.code = code

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the library's name
        md.parser.blockprocessors.register(_FencedCode(md.parser, self.code), "fenced", 200)
        md.inlinePatterns.register(_Ordinal(ORDINAL, md), "ordinal", 5)
        md.treeprocessors.register(_Shapes(md, self.section_id, self.level), "shapes", -10)


class _FencedCode(BlockProcessor):
    """Puts fenced code back in its place, untouched."""

    def __init__(self, parser: object, code: tuple[str, ...]) -> None:
        super().__init__(parser)  # type: ignore[arg-type]
        self.code = code

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        return bool(_CODE.match(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        match = _CODE.match(blocks.pop(0))
        code = SubElement(SubElement(parent, "pre"), "code")
        code.text = AtomicString(code_escape(self.code[int(match[1])] + "\n") if match else "")


class _Ordinal(InlineProcessor):
    """14e becomes 14 with a raised e."""

    def handleMatch(  # type: ignore[override]  # noqa: N802  the library's name
        self,
        m: Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        number, ending = split_ordinal(m[0])
        sup = Element("sup")
        sup.text = AtomicString(ending)
        return sup, m.start(0) + len(number), m.end(0)


class _Shapes(Treeprocessor):
    """Runs last on the finished tree."""

    def __init__(self, md: Markdown, section_id: str, level: int) -> None:
        super().__init__(md)
        self.section_id = section_id
        self.level = level

    def run(self, root: Element) -> None:
        self._ids: set[str] = set()
        self._open: list[int] = []
        for element in list(root.iter()):
            if element.tag == "table":
                _table(element)
            elif element.tag == "img":
                _picture(element)
            elif _HEADING.fullmatch(element.tag) and not _words(element):
                element.tag = "p"
                element.attrib.clear()
        for element in list(root.iter()):
            if element.tag == "p":
                _figure(element)
            elif element.tag == "a":
                self._link(element)
            elif _HEADING.fullmatch(element.tag):
                self._heading(element)
            elif element.tag == "dl" and (not len(element) or element[0].tag == "dd"):
                element.insert(0, Element("dt"))
            if not element.get("id", f"{self.section_id}.").startswith(f"{self.section_id}."):
                self._own_id(element, element.attrib.pop("id"))

    def _heading(self, heading: Element) -> None:
        """One level below the section and never a level skipped, whatever marks the author prefers (RGAA 9.1)."""
        depth = int(heading.tag[1])
        while self._open and self._open[-1] >= depth:
            self._open.pop()
        self._open.append(depth)
        heading.tag = f"h{min(6, self.level - 1 + len(self._open))}"
        if "id" not in heading.keys():  # noqa: SIM118  an Element's iterator gives its children
            folded = unicodedata.normalize("NFKD", _words(heading)).encode("ascii", "ignore").decode().lower()
            self._own_id(heading, re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:60] or "titre")

    def _own_id(self, element: Element, name: str) -> None:
        """Give ``element`` the id ``name`` behind the section's, with a number when another has it already."""
        candidate = name
        rank = 1
        while candidate in self._ids:
            rank += 1
            candidate = f"{name}-{rank}"
        if IDENTIFIER.fullmatch(candidate):
            self._ids.add(candidate)
            element.set("id", f"{self.section_id}.{candidate}")

    def _link(self, link: Element) -> None:
        """A link must lead somewhere and say where; one that cannot is text."""
        address = link.get("href", "")
        if not LINK.fullmatch(address):
            link.tag = "span"
            link.attrib.clear()
            return
        link.set("href", _written(address))
        if not _words(link) and not any(image.get("alt") for image in link.iter("img")):
            link.text = AtomicString(address)


def _written(address: str) -> str:
    """The address with what may not stand in one beyond its host as its number (URL Standard, "URL code points")."""
    host = _HOST.match(address)
    cut = host.end() if host else 0
    return address[:cut] + _NOT_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", address[cut:])


def _words(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _table(element: Element) -> None:
    """The table in a box that can be scrolled with the keyboard on a narrow screen; its columns headed (RGAA 5.7)."""
    for cell in element.iter():
        align = _ALIGN.fullmatch(cell.attrib.pop("style", ""))
        if align:
            cell.set("class", align[1])
        if cell.tag == "th":
            if _words(cell):
                cell.set("scope", "col")
            else:
                cell.tag = "td"
    table = Element("table", element.attrib)
    table[:] = list(element)
    element.tag = "div"
    element.attrib = {"class": "table", "role": "group", "aria-label": "Tableau", "tabindex": "0"}
    element[:] = [table]


def _picture(image: Element) -> None:
    """A picture that is not a file of the letter is said, not shown: nothing is ever fetched from elsewhere."""
    if PICTURE.fullmatch(image.get("src", "")):
        return
    description = image.get("alt", "")
    image.tag = "span"
    image.attrib = {"class": "picture-missing"}
    image.text = AtomicString(f"[Image{NBSP}: {description}]" if description else "[Image]")


def _figure(paragraph: Element) -> None:
    """A paragraph that holds one picture alone becomes a figure, captioned by the picture's title."""
    if len(paragraph) != 1 or paragraph[0].tag != "img":
        return
    image = paragraph[0]
    if (paragraph.text or "").strip() or (image.tail or "").strip():
        return
    paragraph.tag = "figure"
    caption = image.attrib.pop("title", "").strip()
    image.tail = None
    if caption:
        SubElement(paragraph, "figcaption").text = caption
