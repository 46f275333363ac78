"""Lay rendered blocks out as the paragraphs, lists, tables, pictures and notes of a Word document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import count, groupby
from typing import Any, Final
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

from docx.document import Document
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Cm, Length

from editor_app.exporting.spans import Manner, Span, flow, is_note_reference, spans
from editor_app.exporting.word.notes import NotesPart
from editor_app.exporting.word.xml import bookmark, element, line_break, paragraph, run
from editor_app.exporting.word.xml import field as word_field
from editor_app.issue.outline import NBSP
from editor_app.rendering.lines import clean

TEXT_WIDTH: Final = Cm(15.9)
_MAX_HEIGHT: Final = Cm(18)
_PIXEL: Final = Length(914400 // 144)
"""The width of a pixel where a picture is not larger than the column, in EMU."""

_LEVELS: Final = 9
_STYLE_LEVELS: Final = 3
_BULLETS: Final = 1
"""The list of ``numbering.xml`` that bullets belong to; each numbered list gets one of its own."""

_NUMBERED: Final = 1
_ALIGNMENTS: Final = {"center": "center", "centre": "center", "right": "right", "droite": "right"}
_PARAGRAPHS: Final = {"chapeau": "Chapeau", "encadre": "Encadre", "source": "Source"}
_IMAGE_FAULTS: Final = (
    UnrecognizedImageError,
    UnexpectedEndOfFileError,
    InvalidImageStreamError,
    ArithmeticError,
    LookupError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks go. ``add`` takes each finished block; ``part`` is the part of the package whose relations it uses;
    ``style`` is that of plain paragraphs; ``depth`` counts the lists around; ``language`` is that of the blocks."""

    add: Callable[[Any], object]
    part: Any
    style: str = "Normal"
    depth: int = 0
    language: str = ""


@dataclass(slots=True)
class Targets:
    """The places that links within the letter lead to: the names of their bookmarks by id."""

    names: Mapping[str, str]
    numbers: Any = field(default_factory=lambda: count(1))

    @classmethod
    def among(cls, trees: Iterable[Element], ids: Iterable[str]) -> Targets:
        """Bookmarks for ``ids``, and for what a link in one of ``trees`` leads to."""
        wanted = dict.fromkeys(ids)
        present = {node.get("id") for tree in trees for node in tree.iter()}
        for tree in trees:
            for link in tree.iter("a"):
                address = unquote(link.get("href", ""))
                if not is_note_reference(link) and address.startswith("#") and address[1:] in present:
                    wanted.setdefault(address[1:])
        return cls({name: f"Rubrique_{number}" for number, name in enumerate(wanted, start=1)})


class Body:
    """Lays blocks out. ``notes`` are the bodies of the footnotes by id, ``calls`` how often each is referred to."""

    def __init__(
        self,
        document: Document,
        files: Mapping[str, bytes],
        targets: Targets,
        notes: Mapping[str, Element],
        calls: Counter[str],
    ) -> None:
        self._document, self._files, self._targets = document, files, targets
        self._notes, self._calls = notes, calls
        self._part = NotesPart(document)
        self._told: set[str] = set()
        self._telling: set[str] = set()
        self._note_numbers: dict[str, int] = {}
        self._pictures = count(1)
        self._after_table = False
        end = document.element.body.sectPr
        self.place = Place(end.addprevious, document.part)

    def block(self, block: Element, place: Place | None = None) -> None:
        """Lay out one block-level element."""
        place = place or self.place
        place = replace(place, language=block.get("lang", place.language))
        match block.tag:
            case "h2" | "h3" | "h4" | "h5" | "h6":
                self._text(block, place, f"Heading{int(block.tag[1]) - 1}")
            case "ul" | "ol":
                self._list(block, place)
            case "blockquote":
                self.blocks(block, replace(place, style="Quote" if place.style == "Normal" else place.style))
            case "pre":
                self._code(block, place)
            case "hr":
                self.put(place, paragraph("Separation"), [run("* * *", Manner())])
            case "dl":
                self._definitions(block, place)
            case "table":
                self._table(block, place)
            case "figure":
                self._figure(block, place)
            case "div" | "li":
                if block.get("class") != "notes":
                    self.blocks(block, place)
            case _:
                css = block.get("class", "").split()
                style = next((_PARAGRAPHS[name] for name in css if name in _PARAGRAPHS), place.style)
                self._text(block, place, style)

    def blocks(self, parent: Element, place: Place) -> None:
        """Lay out what ``parent`` holds."""
        for block in flow(parent):
            self.block(block, place)

    def line(self, content: Element, style: str) -> None:
        """A paragraph of the document in that style."""
        self._text(content, self.place, style)

    def link_line(self, words: Element, target: str, style: str) -> None:
        """A paragraph that leads to the place with the id ``target``."""
        made = spans(words, self._told, Manner(href=f"#{quote(target)}"))
        self.put(self.place, paragraph(style), self._runs(made, self.place))

    def picture(self, file: str, description: str, caption: Element, height: Length, *, whole_width: bool) -> None:
        """A picture in a paragraph of its own, its caption below; said when its file cannot be shown."""
        shown = self._drawing(file, description, height, whole_width=whole_width)
        legend = spans(caption, self._told)
        self.put(
            self.place, paragraph("Image" if legend else "Normal"), [_missing(description) if shown is None else shown]
        )
        if legend:
            self.put(self.place, paragraph("Caption"), self._runs(legend, self.place))

    def unused_notes(self, notes: Iterable[str]) -> None:
        """The notes that nothing refers to, so that none is lost."""
        for name in notes:
            if not self._calls[name]:
                self.blocks(self._notes[name], replace(self.place, style="FootnoteText"))

    def put(self, place: Place, made: Any, runs: Iterable[Any]) -> None:
        """Fill the paragraph ``made`` and add it."""
        for each in runs:
            made.append(each)
        self._after_table = False
        place.add(made)

    # Blocks

    def _text(self, block: Element, place: Place, style: str, made: Any = None) -> None:
        content = spans(block, self._told, Manner(language=place.language))
        align = next((_ALIGNMENTS[name] for name in block.get("class", "").split() if name in _ALIGNMENTS), "")
        made = paragraph(style, align=align) if made is None else made
        runs = self._runs(content, place)
        name = self._targets.names.get(block.get("id", ""))
        self.put(place, made, bookmark(next(self._targets.numbers), name, *runs) if name else runs)

    def _code(self, block: Element, place: Place) -> None:
        runs = []
        for index, text in enumerate("".join(block.itertext()).rstrip("\n").split("\n")):
            runs += [*([line_break()] if index else []), run(text, Manner())]
        self.put(place, paragraph("HTMLPreformatted"), runs)

    def _definitions(self, block: Element, place: Place) -> None:
        for child in block:
            if child.tag == "dt":
                self._text(child, place, "Terme")
            else:
                self.blocks(child, replace(place, style="Definition"))

    def _list(self, block: Element, place: Place) -> None:
        numbered = block.tag == "ol"
        level = min(place.depth, _LEVELS - 1)
        number = self._new_list(level, int(block.get("start", "1"))) if numbered else _BULLETS
        rank = min(level + 1, _STYLE_LEVELS)
        suffix = str(rank) if rank > 1 else ""
        style = f"List{'Number' if numbered else 'Bullet'}{suffix}"
        rest = replace(place, style=f"ListContinue{suffix}", depth=place.depth + 1)
        for item in block:
            content = list(flow(item)) or [Element("p")]
            if content[0].tag != "p":
                content.insert(0, Element("p"))
            entry = paragraph(style, list_number=number, list_level=level)
            self._text(content[0], place, style, entry)
            for each in content[1:]:
                self.block(each, rest)

    def _new_list(self, level: int, start: int) -> int:
        """A list that counts from ``start``, whatever was counted before."""
        made = self._document.part.numbering_part.element.add_num(_NUMBERED)
        made.add_lvlOverride(ilvl=level).add_startOverride(start)
        return int(made.numId)

    def _figure(self, block: Element, place: Place) -> None:
        image = block.find("img")
        caption = block.find("figcaption")
        if image is None or place.part is not self._document.part:
            self.blocks(block, place)
            return
        legend = Element("p") if caption is None else caption
        self.picture(unquote(image.get("src", "")), image.get("alt", ""), legend, _MAX_HEIGHT, whole_width=False)

    def _table(self, block: Element, place: Place) -> None:
        rows = [list(row) for row in block.iter("tr")]
        columns = max(map(len, rows), default=0)
        if not columns:
            return
        if self._after_table:  # two tables in a row are one for Word
            self.put(place, paragraph("Normal"), [])
        table = CT_Tbl.new_tbl(len(rows), columns, TEXT_WIDTH)
        table.tblStyle_val = "TableauLettre"
        properties = table.tblPr
        width = properties.find(qn("w:tblW"))
        width.set(qn("w:type"), "pct")
        width.set(qn("w:w"), "5000")
        look = properties.find(qn("w:tblLook"))
        if look is not None:
            properties.remove(look)
        properties.append(element("tblLook", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0", noVBand="1"))
        widths = _widths(rows, columns)
        for column, size in zip(table.tblGrid.gridCol_lst, widths, strict=True):
            column.w = size
        for row, cells in zip(table.tr_lst, rows, strict=True):
            traits = row.get_or_add_trPr()
            traits.append(element("cantSplit"))
            if any(cell.tag == "th" for cell in cells):
                traits.append(element("tblHeader"))
            for index, cell in enumerate(row.tc_lst):
                cell.width = widths[index]
                for empty in list(cell.p_lst):
                    cell.remove(empty)
                source = cells[index] if index < len(cells) else Element("td")
                style = "EnTeteTableau" if source.tag == "th" else "Cellule"
                self._text(source, replace(place, add=cell.append), style)
        place.add(table)
        self._after_table = True

    # Runs

    def _runs(self, content: Iterable[Span], place: Place) -> list[Any]:
        runs: list[Any] = []
        for link, group in groupby(content, key=lambda span: (span.manner.href, span.manner.title)):
            inner = [made for span in group for made in self._span(span, place)]
            runs += self._link(*link, inner, place) if link[0] else inner
        return runs

    def _span(self, span: Span, place: Place) -> Iterable[Any]:
        style = "Hyperlink" if span.manner.href and self._leads(span.manner.href) else ""
        if span.element is None:
            return [run(span.text, span.manner, style)]
        if span.element.tag == "br":
            return [line_break()]
        if span.element.tag == "a":
            return self._note(unquote(span.element.get("href", "")[1:]), place)
        source, description = span.element.get("src", ""), span.element.get("alt", "")
        shown = None
        if place.part is self._document.part:
            shown = self._drawing(unquote(source), description, _MAX_HEIGHT, whole_width=False)
        return [_missing(description) if shown is None else shown]

    def _leads(self, address: str) -> bool:
        return unquote(address[1:]) in self._targets.names if address.startswith("#") else ":" in address

    def _link(self, address: str, title: str, inner: list[Any], place: Place) -> list[Any]:
        """Text that leads nowhere outside the letter's own files stays text."""
        if not self._leads(address):
            return inner
        made = element("hyperlink", *inner, **({"tooltip": title} if title else {}), history="1")
        if address.startswith("#"):
            made.set(qn("w:anchor"), self._targets.names[unquote(address[1:])])
        else:
            target = quote(clean(address), safe="%/:?#[]@!$&'()*+,;=~-._")
            made.set(qn("r:id"), place.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        return [made]

    def _note(self, name: str, place: Place) -> Iterable[Any]:
        """A call for the note of that id: the note itself the first time, its number again afterwards."""
        if name not in self._notes:
            return []
        if place.part is not self._document.part:  # Word knows no notes to notes
            return self._told_in_brackets(name, place)
        number = self._note_numbers.get(name)
        if number is not None:
            shown = run(str(number), Manner(), "FootnoteReference")
            return word_field(f" NOTEREF _Note_{number} \\f \\h ", shown)
        number = self._note_numbers[name] = len(self._note_numbers) + 1
        note = self._part.add(number)
        self.blocks(self._notes[name], Place(note.append, self._part.part, "FootnoteText"))
        self._part.finish(note)
        call = self._part.call(number)
        if self._calls[name] < 2:
            return [call]
        return bookmark(next(self._targets.numbers), f"_Note_{number}", call)

    def _told_in_brackets(self, name: str, place: Place) -> list[Any]:
        if name in self._telling:
            return []
        self._telling.add(name)
        runs = [run(" (", Manner())]
        for block in flow(self._notes[name]):
            runs += self._runs(spans(block, self._told), place)
        self._telling.discard(name)
        return [*runs, run(")", Manner())]

    def logo(self, file: str, description: str, width: Length) -> None:
        """The logo, that wide, in a paragraph of its own; nothing when its file cannot be shown."""
        shown = self._drawing(file, description, _MAX_HEIGHT, width=width)
        if shown is not None:
            self.put(self.place, paragraph("Normal"), [shown])

    def _drawing(
        self,
        file: str,
        description: str,
        max_height: Length,
        *,
        whole_width: bool = False,
        width: Length | None = None,
    ) -> Any:
        """A run that shows the picture, described, ``width`` wide or as wide as there is room for; None when its file
        is not there or of a kind that Word lacks."""
        data = self._files.get(file)
        if data is None:
            return None
        try:
            inline = self._document.part.new_pic_inline(BytesIO(data))
            _, image = self._document.part.get_or_add_image(BytesIO(data))
            own_width, own_height = image.px_width * _PIXEL, image.px_height * _PIXEL
            wanted = width / own_width if width is not None else float("inf") if whole_width else 1.0
            scale = min(TEXT_WIDTH / own_width, max_height / own_height, wanted)
        except _IMAGE_FAULTS:
            return None
        inline.extent.cx, inline.extent.cy = Length(int(own_width * scale)), Length(int(own_height * scale))
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")  # else LibreOffice keeps 3 mm free on each side
        size = inline.graphic.graphicData.pic.spPr
        size.cx, size.cy = inline.extent.cx, inline.extent.cy
        number = next(self._pictures)
        for name, value in (("id", str(number)), ("name", f"Image {number}"), ("descr", clean(description))):
            inline.docPr.set(name, value)
        return element("r", element("drawing", inline))


def _missing(description: str) -> Any:
    return run(f"[Image{NBSP}: {description}]" if description else "[Image]", Manner())


def _widths(rows: list[list[Element]], columns: int) -> list[Length]:
    """The column that says more is wider: by its longest cell, within reason."""
    longest = [12.0] * columns
    for row in rows:
        for index, cell in enumerate(row):
            longest[index] = max(longest[index], min(36.0, len("".join(cell.itertext()))))
    return [Length(int(TEXT_WIDTH * size / sum(longest))) for size in longest]
