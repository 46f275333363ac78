"""Footnotes numbered in reading order, with links there and back that say in French where they lead.

The library's own block and inline processors find them; what they look like is made here, because the library's ids
clash between sections, and its links back speak English.
"""

from __future__ import annotations

from collections.abc import Iterator
from re import Match
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

NBSP = "\u00a0"
MAX_NOTES = 1000
"""Definitions beyond this many in one section are left as they are written."""


class Footnotes(Extension):
    """Registers the parts; ``section_id`` begins every id, so that sections can be joined into one page."""

    def __init__(self, section_id: str) -> None:
        super().__init__()
        self.section_id = section_id
        self.parser: BlockParser
        self.definitions: dict[str, str] = {}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the library's name
        self.parser = md.parser
        md.parser.blockprocessors.register(
            FootnoteBlockProcessor(self),  # type: ignore[arg-type]  # it needs parser and setFootnote only
            "footnote",
            17,
        )
        md.inlinePatterns.register(_Reference(self.definitions), "footnote", 175)
        md.treeprocessors.register(_Definitions(md, self), "footnote-definitions", 50)
        md.treeprocessors.register(_Numbering(md, self.section_id), "footnote-numbering", -5)

    def setFootnote(self, label: str, text: str) -> None:  # noqa: N802  called by the library
        """Keep the Markdown text of the note with that label."""
        if len(self.definitions) < MAX_NOTES or label in self.definitions:
            self.definitions[label] = text


class _Reference(InlineProcessor):
    """``[^label]`` in the text becomes a link that still lacks its number."""

    def __init__(self, definitions: dict[str, str]) -> None:
        super().__init__(r"\[\^([^\]]*)\]")
        self.definitions = definitions

    def handleMatch(  # type: ignore[override]  # noqa: N802  the library's name
        self,
        m: Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | None, int | None, int | None]:
        if m[1] not in self.definitions:
            return None, None, None
        sup = Element("sup")
        SubElement(sup, "a", {"class": "note-ref", "data-note": m[1]})
        return sup, m.start(0), m.end(0)


class _Definitions(Treeprocessor):
    """Puts the notes at the end of the section, before the inline patterns run, so that they run on the notes too."""

    def __init__(self, md: Markdown, footnotes: Footnotes) -> None:
        super().__init__(md)
        self.footnotes = footnotes

    def run(self, root: Element) -> None:
        if not self.footnotes.definitions:
            return
        box = SubElement(root, "div", {"class": "notes", "role": "group", "aria-label": "Notes"})
        items = SubElement(box, "ol")
        done: set[str] = set()
        while waiting := [label for label in self.footnotes.definitions if label not in done]:
            for label in waiting:  # a note may itself define notes
                done.add(label)
                item = SubElement(items, "li", {"data-note": label})
                surrogate = Element("div")  # the library treats the children of <li> in a way of its own
                self.footnotes.parser.parseChunk(surrogate, self.footnotes.definitions[label])
                item.extend(list(surrogate))


class _Numbering(Treeprocessor):
    """Numbers notes by their first reference, puts them in that order, and links both ways."""

    def __init__(self, md: Markdown, section_id: str) -> None:
        super().__init__(md)
        self.section_id = section_id

    def run(self, root: Element) -> None:
        box = root[-1] if len(root) else None
        if box is None or box.get("class") != "notes":
            return
        items = {item.get("data-note", ""): item for item in box[0]}
        order: dict[str, list[Element]] = {}
        for reference in root.iter("a"):
            if "data-note" in reference.keys():  # noqa: SIM118  an Element's iterator gives its children
                order.setdefault(reference.get("data-note", ""), []).append(reference)
        labels = [*order, *(label for label in items if label not in order)]
        box[0][:] = [items[label] for label in labels]
        for number, label in enumerate(labels, 1):
            note_id = f"{self.section_id}._note-{number}"
            items[label].attrib = {"id": note_id}
            back = list(self._link(order.get(label, []), number, note_id))
            if back:
                _append(items[label], back)

    def _link(self, references: list[Element], number: int, note_id: str) -> Iterator[Element]:
        """Complete the references to one note; the links back to them."""
        for rank, reference in enumerate(references, 1):
            reference_id = f"{self.section_id}._appel-{number}" + (f"-{rank}" if rank > 1 else "")
            reference.attrib = {
                "class": "note-ref",
                "id": reference_id,
                "href": f"#{note_id}",
                "aria-label": f"Note{NBSP}{number}",
            }
            reference.text = AtomicString(str(number))
            which = f", appel{NBSP}{rank}" if len(references) > 1 else ""
            label = f"Retour au texte, note{NBSP}{number}{which}"
            link = Element("a", {"class": "note-back", "href": f"#{reference_id}", "aria-label": label})
            link.text = AtomicString("↩\ufe0e")
            yield link


def _append(item: Element, links: list[Element]) -> None:
    """Put the links at the end of the note's last paragraph, or in a paragraph of their own."""
    paragraph = item[-1] if len(item) and item[-1].tag == "p" else SubElement(item, "p")
    if len(paragraph):
        paragraph[-1].tail = (paragraph[-1].tail or "") + NBSP
    else:
        paragraph.text = (paragraph.text or "") + NBSP
    paragraph.extend(links)
