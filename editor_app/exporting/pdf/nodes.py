"""Turn rendered blocks into the nodes that the PDF's template knows: plain data, in which text is only ever text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from editor_app.exporting.html_tree import html_tree
from editor_app.exporting.pdf.characters import printable
from editor_app.exporting.picture_size import PictureSize
from editor_app.issue.outline import NBSP
from editor_app.rendering.allowlist import AUTHOR_CLASSES, LANGUAGE

Node = dict[str, Any]
"""``kind`` and what that kind needs; ``body`` is a list of nodes, in which a string is words."""

MAX_DEPTH: Final = 16
"""Elements nested deeper than this lose their form and keep their words: the typesetter's own limit is not far."""

WIDTH: Final = 379.0
HEIGHT: Final = 520.0
"""The room for a picture, in points."""

_POINTS_PER_PIXEL: Final = 0.75
_BLANK = re.compile(r"[ \t\n\r]+")
_SIDES = {"right": "right", "center": "center"}
_MARKS = {
    "strong": "strong",
    "b": "strong",
    "em": "emph",
    "i": "emph",
    "sup": "super",
    "sub": "sub",
    "del": "strike",
}
_BLOCKS = frozenset("blockquote div dl figcaption figure h2 h3 h4 h5 h6 hr ol p pre table ul".split())  # noqa: SIM905


class Nodes:
    """Makes nodes of one letter. ``sizes`` has every picture that can be shown, by its path in the letter.

    Footnotes are numbered through the whole letter. ``abbreviations`` gathers what each abbreviation stands for, since
    paper shows no title when one points at a word.
    """

    def __init__(self, sizes: Mapping[str, PictureSize]) -> None:
        self.abbreviations: dict[str, str] = {}
        self._sizes = sizes
        self._notes: dict[str, Element] = {}
        self._called: set[str] = set()

    def section(self, blocks: Iterable[str]) -> list[Node]:
        """The nodes of a section's blocks, given as HTML. Notes stand where they are called; those that nothing calls
        come last."""
        elements = [element for block in blocks for element in html_tree(block)]
        notes = {
            item.get("id", ""): item
            for element in elements
            if element.get("class") == "notes"
            for item in element.iter("li")
            if "._note-" in item.get("id", "")
        }
        self._notes |= notes
        body = [node for element in elements if element.get("class") != "notes" for node in self._block(element, 1)]
        return body + [
            _lowered(node) for name in notes if name not in self._called for node in self._flow(notes[name], 2)
        ]

    def inline(self, html: str) -> list[Node | str]:
        """The nodes of words given as HTML, such as a raised title."""
        return self._inline(html_tree(html), 1)

    def _block(self, element: Element, depth: int) -> Iterator[Node]:
        node = self._shape(element, depth)
        if node is None:
            return
        style = next((name for name in element.get("class", "").split() if name in AUTHOR_CLASSES), None)
        if style is not None:
            node["style"] = style
        if element.get("id") and "._note-" not in element.get("id", ""):
            node["id"] = element.get("id")
        yield node

    def _shape(self, element: Element, depth: int) -> Node | None:
        tag = element.tag
        if depth > MAX_DEPTH:
            return {"kind": "paragraph", "body": [printable(_words(element))]}
        if re.fullmatch("h[2-6]", tag):
            return {"kind": "heading", "level": int(tag[1]) - 1, "body": self._inline(element, depth)}
        if tag in ("ul", "ol"):
            return self._list(element, depth)
        if tag == "blockquote":
            return {"kind": "quote", "body": self._flow(element, depth + 1)}
        if tag == "pre":
            return {"kind": "code block", "text": printable("".join(element.itertext()).rstrip("\n"), code=True)}
        if tag == "hr":
            return {"kind": "rule"}
        if tag == "dl":
            return {"kind": "terms", "items": list(self._terms(element, depth))}
        if tag == "table":
            return self._table(element, depth)
        if tag == "figure":
            return self._figure(element, depth)
        if tag == "div":
            return {"kind": "group", "body": self._flow(element, depth)}
        body = self._inline(element, depth)
        if not body:
            return None
        if tag == "figcaption":
            return {"kind": "paragraph", "style": "source", "body": body}
        return {"kind": "paragraph", "body": body}

    def _flow(self, element: Element, depth: int) -> list[Node]:
        """Blocks below one another; loose words between them count as a block."""
        nodes: list[Node] = []
        loose = Element("p")
        loose.text = element.text

        def put_loose(kind: str) -> None:
            body = self._inline(loose, depth)
            if body:
                nodes.append({"kind": kind, "body": body})

        for child in element:
            if child.tag in _BLOCKS:
                put_loose("group")
                nodes.extend(self._block(child, depth))
                loose = Element("p")
                loose.text = child.tail
            else:
                loose.append(child)
        put_loose("paragraph" if nodes else "group")
        return nodes

    def _list(self, element: Element, depth: int) -> Node:
        items = [self._flow(item, depth + 1) for item in element]
        tight = not any(len(item) and item[0].tag == "p" for item in element)
        if element.tag == "ul":
            return {"kind": "list", "tight": tight, "items": items}
        return {"kind": "enum", "tight": tight, "start": int(element.get("start", "1")), "items": items}

    def _terms(self, element: Element, depth: int) -> Iterator[Node]:
        """Each term with its definitions; terms that share theirs stand together."""
        term: list[Node | str] = []
        body: list[Node] = []
        for child in element:
            if child.tag == "dt":
                if body:
                    yield {"term": term, "body": body}
                    term, body = [], []
                term += [*([{"kind": "break"}] if term else []), *self._inline(child, depth)]
            else:
                body += [_on_its_own(node) if body else node for node in self._flow(child, depth + 1)]
        if term or body:
            yield {"term": term, "body": body}

    def _table(self, table: Element, depth: int) -> Node | None:
        rows = list(table.iter("tr"))
        if not rows or not len(rows[0]):
            return None
        columns = len(rows[0])
        cells = [[self._inline(cell, depth + 1) for cell in row][:columns] for row in rows]
        return {
            "kind": "table",
            "align": [_SIDES.get(cell.get("class", ""), "left") for cell in rows[0]],
            "head": cells[0],
            "rows": [[{"body": cell} for cell in row] + [{"body": []}] * (columns - len(row)) for row in cells[1:]],
        }

    def _figure(self, figure: Element, depth: int) -> Node | None:
        image = figure.find("img")
        shown = self._picture(image) if image is not None else None
        caption = figure.find("figcaption")
        if shown is None:
            return {"kind": "group", "body": [_on_its_own(node) for node in self._flow(figure, depth)]}
        return shown | {"kind": "figure", "caption": [] if caption is None else self._inline(caption, depth)}

    def _picture(self, image: Element) -> Node | None:
        return self.picture(unquote(image.get("src", "")), image.get("alt", ""))

    def picture(self, file: str, description: str) -> Node | None:
        """The picture ``file`` within its room, never larger than it is; None when it cannot be shown."""
        size = self._sizes.get(file)
        if size is None:
            return None
        width = min(WIDTH, size.width * _POINTS_PER_PIXEL, HEIGHT * size.width / size.height)
        return {"kind": "picture", "file": file, "alt": description.strip(), "width": round(width, 2)}

    def _inline(self, element: Element, depth: int) -> list[Node | str]:
        """The words of an element; blanks are single, none at either end."""
        nodes = list(self._parts(element, depth))
        for at, strip in ((0, str.lstrip), (-1, str.rstrip)):
            if nodes and isinstance(nodes[at], str):
                nodes[at] = strip(str(nodes[at]), " ")
        return [node for node in nodes if node != ""]

    def _parts(self, element: Element, depth: int) -> Iterator[Node | str]:
        yield _text(element.text)
        for child in element:
            if depth > MAX_DEPTH:
                yield printable(_words(child))
            else:
                yield from self._part(child, depth + 1)
            yield _text(child.tail).lstrip(" ") if child.tag == "br" else _text(child.tail)

    def _part(self, element: Element, depth: int) -> Iterator[Node | str]:
        tag, css = element.tag, element.get("class", "")
        if tag == "br":
            yield {"kind": "break"}
        elif tag == "img":
            description = element.get("alt", "")
            words = printable(f"[Image{NBSP}: {description}]" if description else "[Image]")
            yield self._picture(element) or {"kind": "soft", "body": [words]}
        elif tag == "code":
            yield {"kind": "code", "text": printable("".join(element.itertext()), code=True)}
        elif tag == "sup" and len(element) == 1 and element[0].get("class") == "note-ref":
            yield self._note(element[0].get("href", "#")[1:], depth)
        elif css != "note-back":
            yield from self._marked(element, list(self._parts(element, depth)))

    def _marked(self, element: Element, body: list[Node | str]) -> Iterator[Node | str]:
        tag = element.tag
        node: Node | None = {"kind": _MARKS[tag], "body": body} if tag in _MARKS else None
        if tag == "a":
            node = _link(element.get("href", ""), body)
        elif "picture-missing" in element.get("class", ""):
            node = {"kind": "soft", "body": body}
        if tag == "abbr" and element.get("title"):
            self.abbreviations.setdefault(_words(element), element.get("title", ""))
        if element.get("lang"):
            body = [node] if node else body
            node = {"kind": "language", "language": language(element.get("lang", "")), "body": body}
        if element.get("id"):
            node = {"kind": "group", "body": [node] if node else body, "id": element.get("id")}
        if node is None:
            yield from body
        else:
            yield node

    def _note(self, name: str, depth: int) -> Node | str:
        if name in self._called:
            return {"kind": "note again", "label": name}
        note = self._notes.get(name)
        if note is None:
            return ""
        self._called.add(name)
        body = [_lowered(node) for node in self._flow(note, depth + 2)]
        if body and body[0]["kind"] == "paragraph" and "style" not in body[0]:
            body[0]["kind"] = "group"  # on the line of its number
        return {"kind": "note", "label": name, "body": body}


def language(tag: str) -> list[str | None]:
    """Language and region of a BCP 47 tag, as the typesetter takes them: ``["fr", "FR"]``, ``["de", None]``; French
    for what is none."""
    parts = tag.split("-") if LANGUAGE.fullmatch(tag) else ["fr"]
    region = next((part.upper() for part in parts[1:] if len(part) == 2 and part.isalpha()), None)
    return [parts[0].lower(), region]


def _link(address: str, body: list[Node | str]) -> Node:
    if address.startswith("#"):
        return {"kind": "place", "to": address[1:], "body": body}
    if re.match("(?:https?|mailto|tel):", address, re.IGNORECASE):
        return {"kind": "link", "to": address, "body": body}
    return {"kind": "group", "body": body}


def _on_its_own(node: Node) -> Node:
    """Words that follow other blocks make a paragraph."""
    return node | {"kind": "paragraph"} if node["kind"] == "group" and "id" not in node else node


def _lowered(node: Node) -> Node:
    """Headings within a note are lines in bold: they would stand in nobody's outline."""
    if node.get("kind") == "heading":
        return {"kind": "paragraph", "style": "title", "body": node["body"]}
    return {name: _lowered_all(value) if isinstance(value, list) else value for name, value in node.items()}


def _lowered_all(nodes: list[Any]) -> list[Any]:
    return [
        _lowered(node) if isinstance(node, dict) else _lowered_all(node) if isinstance(node, list) else node
        for node in nodes
    ]


def _text(text: str | None) -> str:
    return printable(_BLANK.sub(" ", text or ""))


def _words(element: Element) -> str:
    return _BLANK.sub(" ", "".join(element.itertext())).strip(" ")
