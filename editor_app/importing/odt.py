"""Reads an OpenDocument text (.odt) into the same HTML as a Word file (OpenDocument 1.3, parts 3 and 4)."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from editor_app.importing.document import CAPTION, OWN_STYLES, Document
from editor_app.importing.office import Changes, decided, extract
from editor_app.importing.pictures import signed_as_picture
from editor_app.storage.office_file import OfficeFile

_NAMESPACE: Final = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_OFFICE, _STYLE, _TEXT, _TABLE, _DRAW = (
    f"{{{_NAMESPACE.format(name)}}}" for name in ("office", "style", "text", "table", "drawing")
)
_FO: Final = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG: Final = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}"
_MIMETYPES: Final = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")
_QUOTES: Final = ("quotations", "quote", "citation")
_CAPTIONS: Final = ("caption", "illustration", "légende", "figure", "table", "drawing")
_ENTRIES: Final = ("contents ", "toc ")
"""Lines of a table of contents, which the letter makes itself."""

_SILENT: Final = frozenset({"tracked-changes", "table-of-content", "alphabetical-index", "sequence-decls", "forms"})
_MAX_REPEAT: Final = 200
_MAX_SHOWN: Final = 20


def read_odt(path: Path, changes: Changes) -> Document:
    """The document in ``path``. Raises LettrineError when it cannot be read, or holds changes that nobody decided about
    or that were refused, which is left to the word processor."""
    office = OfficeFile(path)
    if "content.xml" not in office.names or "mimetype" not in office.names:
        raise office.damaged()
    if office.read("mimetype").strip() not in _MIMETYPES:
        raise office.refused("ce n’est pas un texte mais un autre document")
    content = office.xml("content.xml")
    styles = [content] + [office.xml(name) for name in ("styles.xml",) if name in office.names]
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise office.damaged()
    count = count_changes(body)
    reader = _Reader(office, _Styles(styles))
    if count and changes is Changes.REFUSED:
        raise office.refused("ses modifications suivies se refusent dans le traitement de texte")
    said = decided(path, count, changes)
    html = "".join(reader.blocks(body))
    return Document(f"{html}{reader.notes_list()}", reader.pictures, (*said, *reader.said))


def count_changes(body: Element) -> int:
    """How many tracked changes there are."""
    return sum(1 for _ in body.iter(f"{_TEXT}changed-region"))


def count_marks(path: Path) -> tuple[int, int]:
    """How many tracked changes and how many comments the document in ``path`` holds. Raises LettrineError."""
    root = OfficeFile(path).xml("content.xml")
    return count_changes(root), sum(1 for _ in root.iter(f"{_OFFICE}annotation"))


class _Styles:
    """What the styles of a document say, each taking from its parent what it does not say itself."""

    def __init__(self, roots: list[Element]) -> None:
        self._nodes = {node.get(f"{_STYLE}name", ""): node for root in roots for node in root.iter(f"{_STYLE}style")}
        self._automatic = {
            node.get(f"{_STYLE}name", "")
            for root in roots
            for group in root.iter(f"{_OFFICE}automatic-styles")
            for node in group
        }
        self._lists = {
            node.get(f"{_STYLE}name", ""): node for root in roots for node in root.iter(f"{_TEXT}list-style")
        }

    def line(self, name: str) -> Iterator[Element]:
        """The style and those that it takes from."""
        seen: set[str] = set()
        while name in self._nodes and name not in seen:
            seen.add(name)
            yield self._nodes[name]
            name = self._nodes[name].get(f"{_STYLE}parent-style-name", "")

    def names(self, name: str) -> list[str]:
        """The names that people know the style by, in lower case, nearest first."""
        found = [
            (node.get(f"{_STYLE}display-name") or node.get(f"{_STYLE}name", "").replace("_20_", " ")).casefold()
            for node in self.line(name)
        ]
        return found or [name.replace("_20_", " ").casefold()]

    def text(self, name: str, attribute: str, *, by_hand: bool = False) -> str:
        """A property of the letters; empty when no style gives it. ``by_hand`` leaves out what a named style gives."""
        for node in self.line(name):
            if by_hand and node.get(f"{_STYLE}name", "") not in self._automatic:
                break
            properties = node.find(f"{_STYLE}text-properties")
            if properties is not None and properties.get(attribute):
                return properties.get(attribute, "")
        return ""

    def is_numbered(self, list_style: str, level: int) -> bool:
        """Whether a list counts its entries at that level (from 1)."""
        node = self._lists.get(list_style)
        return node is not None and any(
            kind.tag == f"{_TEXT}list-level-style-number" and kind.get(f"{_TEXT}level") == str(level) for kind in node
        )


class _Reader:
    """Goes through the text once. ``pictures`` by their address in the HTML, ``said`` what did not come in."""

    def __init__(self, office: OfficeFile, styles: _Styles) -> None:
        self.pictures: dict[str, bytes] = {}
        self.said: list[str] = []
        self._office, self._styles = office, styles
        self._notes: list[str] = []
        self._below_title = 0

    def blocks(self, parent: Element, list_style: str = "", level: int = 0) -> Iterator[str]:
        """The HTML of each block in ``parent``."""
        for node in parent:
            name = node.tag.rpartition("}")[2]
            if node.tag == f"{_TEXT}h":
                yield self._heading(node)
            elif node.tag == f"{_TEXT}p":
                yield self._paragraph(node)
            elif node.tag == f"{_TEXT}list":
                yield self._list(node, list_style, level + 1)
            elif node.tag == f"{_TABLE}table":
                yield self._table(node)
            elif node.tag == f"{_DRAW}frame":
                yield f"<p>{self._frame(node)}</p>"
            elif name not in _SILENT:
                yield from self.blocks(node, list_style, level)

    def notes_list(self) -> str:
        """The bodies of the notes."""
        return f"<ol>{''.join(self._notes)}</ol>" if self._notes else ""

    def _heading(self, node: Element) -> str:
        rank = node.get(f"{_TEXT}outline-level", "1")
        level = min(6, (int(rank) if rank.isdecimal() and len(rank) < 3 else 1) + self._below_title)
        return f"<h{level}>{self._inline(node, bold=True)}</h{level}>"

    def _paragraph(self, node: Element) -> str:
        names = self._styles.names(node.get(f"{_TEXT}style-name", ""))
        if "title" in names:
            self._below_title = 1
            return f"<h1>{self._inline(node, bold=True)}</h1>"
        if names[0].startswith(_ENTRIES) or names[-1].startswith(_ENTRIES):
            return ""
        inner = self._inline(node, paragraph=True)
        if any(name in _QUOTES for name in names):
            return f"<blockquote><p>{inner}</p></blockquote>"
        if any(name in _CAPTIONS for name in names):
            return f'<p class="{CAPTION}">{inner}</p>'
        css = next((OWN_STYLES[name] for name in names if name in OWN_STYLES), "")
        return f'<p class="{css}">{inner}</p>' if css else f"<p>{inner}</p>"

    def _list(self, node: Element, list_style: str, level: int) -> str:
        list_style = node.get(f"{_TEXT}style-name", list_style)
        tag = "ol" if self._styles.is_numbered(list_style, level) else "ul"
        start = ""
        items: list[str] = []
        for item in node:
            if not items and item.get(f"{_TEXT}start-value", "").isdecimal():
                start = f' start="{item.get(f"{_TEXT}start-value")}"' if tag == "ol" else ""
            items.append(f"<li>{self._unwrapped(''.join(self.blocks(item, list_style, level)))}</li>")
        return f"<{tag}{start}>{''.join(items)}</{tag}>"

    def _unwrapped(self, html: str) -> str:
        """An entry of a single paragraph is tight."""
        inner = html.removeprefix("<p>")
        return inner.replace("</p>", "", 1) if html.startswith("<p>") and html.count("<p") == 1 else html

    def _table(self, node: Element) -> str:
        rows = []
        for row in node.iter(f"{_TABLE}table-row"):
            cells = []
            for cell in row:
                if cell.tag != f"{_TABLE}table-cell":  # covered cells are given back by the spans
                    continue
                spans = "".join(
                    f' {name}="{value}"'
                    for name, source in (("colspan", "number-columns-spanned"), ("rowspan", "number-rows-spanned"))
                    if (value := cell.get(f"{_TABLE}{source}", "")).isdecimal()
                )
                repeat = cell.get(f"{_TABLE}number-columns-repeated", "1")
                times = min(_MAX_REPEAT, int(repeat)) if repeat.isdecimal() and len(repeat) < 6 else 1
                cells.append(f"<td{spans}>{''.join(self.blocks(cell))}</td>" * times)
            rows.append(f"<tr>{''.join(cells)}</tr>")
        return f"<table>{''.join(rows)}</table>"

    def _inline(self, node: Element, *, paragraph: bool = False, bold: bool = False) -> str:
        """The words of a paragraph; ``bold`` where bold letters are nothing special."""
        parts = [escape(node.text or "")]
        for child in node:
            parts.append(self._piece(child, bold=bold))
            parts.append(escape(child.tail or ""))
        html = "".join(parts)
        return self._set(html, node.get(f"{_TEXT}style-name", ""), bold=bold, by_hand=True) if paragraph else html

    def _piece(self, node: Element, *, bold: bool) -> str:
        name = node.tag.rpartition("}")[2]
        match name:
            case "span":
                inner = self._inline(node, bold=bold)
                return self._set(inner, node.get(f"{_TEXT}style-name", ""), bold=bold)
            case "a":
                address = escape(node.get(f"{_XLINK}href", ""), quote=True)
                return f'<a href="{address}">{self._inline(node, bold=bold)}</a>'
            case "s":
                times = node.get(f"{_TEXT}c", "1")
                return " " * (min(_MAX_REPEAT, int(times)) if times.isdecimal() and len(times) < 6 else 1)
            case "tab":
                return " "
            case "line-break":
                return "<br>"
            case "note":
                return self._note(node)
            case "frame":
                return self._frame(node)
            case "annotation":
                self._comment(node)
                return ""
            case "object" | "object-ole":
                self.said.append("Un objet incorporé n’a pas été repris.")
                return ""
            case _ if name in _SILENT or name.startswith(("annotation", "change")):
                return ""
            case _:
                return self._inline(node, bold=bold)

    def _set(self, html: str, style: str, *, bold: bool, by_hand: bool = False) -> str:
        """``html`` with the letters that the style asks for; of a paragraph's, what was done ``by_hand`` alone."""
        if not html.strip():
            return html

        def asked(attribute: str) -> str:
            return self._styles.text(style, attribute, by_hand=by_hand)

        position = asked(f"{_STYLE}text-position").split(" ")[0]
        if position.startswith("super") or (position.endswith("%") and not position.startswith(("-", "0"))):
            html = f"<sup>{html}</sup>"
        elif position.startswith(("sub", "-")):
            html = f"<sub>{html}</sub>"
        if asked(f"{_STYLE}text-line-through-style") not in ("", "none"):
            html = f"<s>{html}</s>"
        if asked(f"{_FO}font-style") == "italic":
            html = f"<em>{html}</em>"
        if not bold and asked(f"{_FO}font-weight") in ("bold", "700", "800", "900"):
            html = f"<strong>{html}</strong>"
        return html

    def _note(self, node: Element) -> str:
        body = node.find(f"{_TEXT}note-body")
        number = len(self._notes) + 1
        self._notes.append("")
        inner = "".join(self.blocks(body)) if body is not None else ""
        self._notes[number - 1] = f'<li id="footnote-{number}">{inner}</li>'
        return f'<sup><a href="#footnote-{number}" id="footnote-ref-{number}">{number}</a></sup>'

    def _frame(self, node: Element) -> str:
        """A picture, or a box of text: boxes hold a picture with its caption, mostly."""
        box = node.find(f"{_DRAW}text-box")
        if box is not None:
            return "<br>".join(self._inline(part) for part in box.iter(f"{_TEXT}p"))
        image = node.find(f"{_DRAW}image")
        if image is None:
            self.said.append("Un objet incorporé n’a pas été repris.")
            return ""
        described = [node.findtext(f"{_SVG}{name}") or "" for name in ("desc", "title")]
        description = escape(next(filter(str.strip, described), ""), quote=True)
        source = image.get(f"{_XLINK}href", "").removeprefix("./")
        address = source
        if source in self._office.names:
            data = self._office.read(source)
            address = f"image-{len(self.pictures) + 1}{signed_as_picture(data) or Path(source).suffix}"
            self.pictures[address] = data
        return f'<img src="{escape(address, quote=True)}" alt="{description}">'

    def _comment(self, node: Element) -> None:
        text = " ".join("".join(part.itertext()) for part in node.iter(f"{_TEXT}p"))
        if len(self.said) < _MAX_SHOWN:
            self.said.append(f"Un commentaire n’a pas été repris : {extract(text)}.")
