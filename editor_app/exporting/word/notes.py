"""The footnotes of a Word document, a part of the package that python-docx does not make (ECMA-376, 17.11)."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from editor_app.exporting.spans import Manner
from editor_app.exporting.word.xml import element, paragraph, run


class NotesPart:
    """Holds the notes. ``part`` is what their links are relations of."""

    def __init__(self, document: Document) -> None:
        package = document.part.package
        assert package is not None  # noqa: S101  a document that was opened has one
        self._notes = element(
            "footnotes", *(_line(number, name) for number, name in ((-1, "separator"), (0, "continuationSeparator")))
        )
        self.part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, self._notes, package)
        document.part.relate_to(self.part, RELATIONSHIP_TYPE.FOOTNOTES)

    def add(self, number: int) -> Any:
        """An empty note, to which its paragraphs are appended."""
        note = element("footnote", id=str(number))
        self._notes.append(note)
        return note

    def finish(self, note: Any) -> None:
        """Put the note's number before its first words."""
        first = next(note.iter(qn("w:p")), None)
        if first is None:
            first = paragraph("FootnoteText")
            note.append(first)
        mark = element("r", element("rPr", element("rStyle", val="FootnoteReference")), element("footnoteRef"))
        first.find(qn("w:pPr")).addnext(mark)
        mark.addnext(run(" ", Manner()))

    def call(self, number: int) -> Any:
        """The run that calls for the note."""
        properties = element("rPr", element("rStyle", val="FootnoteReference"))
        return element("r", properties, element("footnoteReference", id=str(number)))


def _line(number: int, name: str) -> Any:
    """One of the lines that Word draws between the text and its notes."""
    line = paragraph("Normal")
    line.append(element("r", element(name)))
    return element("footnote", line, type=name, id=str(number))
