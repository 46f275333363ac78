"""Make the Word file of a packet, for proofreaders who have only Word: the letter in its own styles, changes tracked
from the first key, and what it takes to find every word again when the file comes back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from rapidfuzz.distance import LCSseq

from editor_app.exporting.format import Letter
from editor_app.exporting.packet.source_map import Same, trace
from editor_app.exporting.packet.word.base import BOOKMARK, NAMESPACE, BaseParagraph, WordBase
from editor_app.exporting.packet.word.comments import write_comments
from editor_app.exporting.packet.word.known import known_comments
from editor_app.exporting.packet.word.revisions import MARK, read_revised
from editor_app.exporting.word.body import Body, Place
from editor_app.exporting.word.document import Blocks, blocks_of, document_of, packed
from editor_app.exporting.word.xml import bookmark, element
from editor_app.rendering.markdown import RenderedBlock
from editor_app.review.annotation import Annotation

NAMELESS: Final = "Sans nom"
"""Who did what nobody put a name to, in a file that no longer says whom it was made for."""
PROPERTY_ISSUE: Final = "Lettrine.lettre"
PROPERTY_DIGEST: Final = "Lettrine.empreinte"
HEAD: Final = (
    "Corrigez et commentez ici, tout est suivi\u202f; renvoyez ensuite ce fichier.",
    "Pour signer une rubrique, commentez son titre\u00a0: vu, à revoir ou bon à tirer.",
)
_DEFINITION: Final = re.compile(r"^ {0,3}\[\^[^\]\n]+\]:", re.MULTILINE)
_PROPERTIES_FORM: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_PROPERTIES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{}</Properties>'
)
_STORE: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<ds:datastoreItem ds:itemID="{6F2C1E0A-5B7D-4E8A-9C31-4D0B7A9E2F15}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
    f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)


def packet_docx(letter: Letter, texts: Mapping[str, str], reader: str, remarks: Iterable[Annotation] = ()) -> bytes:
    """The Word file for ``reader``; ``texts`` are those of the letter's sections, ``remarks`` stand in it as comments
    that one can answer. The same bytes every time."""
    document, base, paragraphs = _made(letter, texts, reader)
    comments = known_comments(base, paragraphs, remarks)
    write_comments(document, [comment for _, comment in comments])
    _carry(document, replace(base, remarks=tuple(known for known, _ in comments)))
    return packed(document)


def base_of(letter: Letter, texts: Mapping[str, str], reader: str, remarks: Iterable[Annotation] = ()) -> WordBase:
    """What the Word file of a packet carries of the letter."""
    _, base, paragraphs = _made(letter, texts, reader)
    return replace(base, remarks=tuple(known for known, _ in known_comments(base, paragraphs, remarks)))


@dataclass(frozen=True, slots=True)
class _Origin:
    """What a paragraph shows: a block of a section's text by its number, a note of it, the section's heading, or what
    stands around the texts."""

    section: str = ""
    block: int | None = None
    note: bool = False
    heading: bool = False


def _made(letter: Letter, texts: Mapping[str, str], reader: str) -> tuple[Document, WordBase, list[Any]]:
    """The document, what it carries, and its paragraphs in the order of the base's."""
    blocks = blocks_of(letter)
    origins = {
        id(tree): _Origin(section, index)
        for section, found in blocks.items()
        for index, (_, trees) in enumerate(found)
        for tree in trees
    }
    made: list[_MarkedBody] = []

    def body(*parts: Any) -> Body:
        made.append(_MarkedBody(origins, *parts))
        return made[0]

    document = document_of(letter, blocks, body, HEAD)
    _track_changes(document)
    marked = made[0].marked
    revised = read_revised(document.element.body, {"footnoteReference": made[0].notes})
    words = "".join(piece.text for piece in revised.pieces)
    named = {name: start for name, start in revised.bookmarks.items() if name in marked}
    ordered = sorted(named, key=named.__getitem__)
    for rank, name in enumerate(ordered, start=1):
        marked[name].mark.set(qn("w:name"), f"{BOOKMARK}{rank}")
    shown = [words[named[name] : words.index(MARK, named[name])] for name in ordered]
    found = [marked[name].origin for name in ordered]
    stretches = _stretches(found, shown, blocks, texts)
    paragraphs = tuple(
        BaseParagraph(text, origin.section, tuple(same), origin.heading, origin.note)
        for text, origin, same in zip(shown, found, stretches, strict=True)
    )
    elements = [marked[name].mark.getparent() for name in ordered]
    return document, WordBase(letter.issue.id, reader, dict(texts), paragraphs), elements


class _Marked(NamedTuple):
    origin: _Origin
    mark: Any


class _MarkedBody(Body):
    """Lays blocks out with a bookmark around each paragraph. ``marked`` says of each bookmark, by a name that it has
    for now, what its paragraph shows."""

    def __init__(self, origins: Mapping[int, _Origin], *parts: Any) -> None:
        super().__init__(*parts)
        self.marked: dict[str, _Marked] = {}
        self._origins = origins
        self._origin = _Origin()

    @property
    def notes(self) -> Any:
        """The root element of the footnotes."""
        return self._part.part.element

    def block(self, block: Element, place: Place | None = None) -> None:
        """Lay out one block-level element."""
        self._origin = self._origins.get(id(block), self._origin)
        super().block(block, place)

    def line(self, content: Element, style: str) -> None:
        """A paragraph of the document in that style."""
        section = content.get("id", "")
        self._origin = _Origin(section, heading=True) if section else _Origin(self._origin.section)
        super().line(content, style)
        self._origin = _Origin(self._origin.section)

    def put(self, place: Place, made: Any, runs: Iterable[Any]) -> None:
        """Fill the paragraph ``made`` and add it."""
        super().put(place, made, runs)
        origin = self._origin
        if place.part is not self.place.part:
            origin = replace(origin, block=None, note=True)
        name = f"{BOOKMARK}x{len(self.marked)}"
        first, last = bookmark(next(self._targets.numbers), name)
        made.insert(1, first)
        made.append(last)
        self.marked[name] = _Marked(origin, first)


def _stretches(origins: list[_Origin], shown: list[str], blocks: Blocks, texts: Mapping[str, str]) -> list[list[Same]]:
    """For each paragraph which of its words stand where in its section's text."""
    found: list[list[Same]] = [[] for _ in origins]
    together: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at, origin in enumerate(origins):
        if origin.block is not None:
            together[origin.section, origin.block].append(at)
        elif origin.note:
            found[at] = _in_note(shown[at], texts.get(origin.section, ""))
    for (section, block), paragraphs in together.items():
        first, stop = _source_of(block, blocks[section], texts[section])
        joined = MARK.join(shown[at] for at in paragraphs)
        before = 0
        traced = trace(joined, texts[section][first:stop])
        for at in paragraphs:
            after = before + len(shown[at])
            for same in traced:
                start, end = max(same.shown, before), min(same.shown + same.length, after)
                if start < end:
                    found[at].append(Same(start - before, first + same.source + start - same.shown, end - start))
            before = after + 1
    return found


def _source_of(block: int, blocks: list[tuple[RenderedBlock, list[Element]]], text: str) -> tuple[int, int]:
    """Where a block starts and ends in its section's text."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    first = starts[min(blocks[block][0].line, len(starts) - 1)]
    stop = starts[min(blocks[block + 1][0].line, len(starts) - 1)] if block + 1 < len(blocks) else len(text)
    return (first, stop) if first < stop else (first, len(text))


def _in_note(shown: str, text: str) -> list[Same]:
    """A paragraph of a note, in the definition that has most of its words."""
    starts = [match.start() for match in _DEFINITION.finditer(text)]
    bounds = list(zip(starts, [*starts[1:], len(text)], strict=True))
    if not bounds:
        return []
    first, stop = max(bounds, key=lambda each: LCSseq.similarity(shown.split(), text[slice(*each)].split()))
    return [Same(same.shown, first + same.source, same.length) for same in trace(shown, text[first:stop])]


def _track_changes(document: Document) -> None:
    """Make Word follow changes from the first key on."""
    settings = document.settings.element
    settings.find(qn("w:defaultTabStop")).addprevious(element("trackRevisions"))


def _carry(document: Document, base: WordBase) -> None:
    """Put the base into the file, and its issue and digest among the properties that people see."""
    package = document.part.package
    assert package is not None  # noqa: S101  a document that was opened has one
    item = Part(PackURI("/customXml/item1.xml"), CONTENT_TYPE.XML, base.to_xml(), package)
    document.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)
    store = Part(PackURI("/customXml/itemProps1.xml"), CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, _STORE.encode(), package)
    item.relate_to(store, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    values = {PROPERTY_ISSUE: base.issue, PROPERTY_DIGEST: base.digest}
    properties = "".join(
        f'<property fmtid="{_PROPERTIES_FORM}" pid="{number}" name="{name}"><vt:lpwstr>{escape(value)}</vt:lpwstr>'
        "</property>"
        for number, (name, value) in enumerate(values.items(), start=2)
    )
    custom = Part(
        PackURI("/docProps/custom.xml"),
        CONTENT_TYPE.OFC_CUSTOM_PROPERTIES,
        _PROPERTIES.format(properties).encode(),
        package,
    )
    package.relate_to(custom, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
