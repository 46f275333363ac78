"""The Word file in the bundle: real styles, lists, notes and described pictures, ready to be edited or archived."""

from __future__ import annotations

import datetime
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Length

from editor_app.assets import asset
from editor_app.exporting.archive import write_archive
from editor_app.exporting.format import Format, Letter, Part
from editor_app.exporting.html_tree import html_tree
from editor_app.exporting.spans import is_note_reference
from editor_app.exporting.web.page import rendered, with_pictures_at_hand
from editor_app.exporting.word.body import Body, Targets
from editor_app.exporting.word.theme import PIXEL, dress
from editor_app.issue.model import Issue
from editor_app.issue.outline import NBSP, Kind, Section
from editor_app.issue.summary import summary
from editor_app.rendering.dates import day_in_words, publication_date
from editor_app.rendering.lines import clean
from editor_app.rendering.markdown import RenderedBlock
from editor_app.rendering.ordinals import raised
from editor_app.rendering.page import signature

_LEAD_HEIGHT: Final = Cm(10)
_REGIONS: Final = {"fr": "fr-FR", "en": "en-GB", "de": "de-DE", "es": "es-ES", "it": "it-IT", "pt": "pt-PT"}
"""Word checks spelling by language and country; another language goes as it is."""


Blocks = Mapping[str, list[tuple[RenderedBlock, list[Element]]]]
"""By section id its blocks in order, each with its elements."""


def letter_docx(letter: Letter) -> bytes:
    """The letter as a ``.docx`` file, the same bytes every time."""
    return packed(document_of(letter, blocks_of(letter)))


def blocks_of(letter: Letter) -> Blocks:
    """The blocks of every section as trees."""
    return {
        name: [(block, list(html_tree(block.html))) for block in blocks] for name, blocks in rendered(letter).items()
    }


def document_of(
    letter: Letter, blocks: Blocks, make_body: Callable[..., Body] = Body, head: Iterable[str] = ()
) -> Document:
    """The letter laid out by ``make_body`` (called as ``Body`` is); the lines of ``head`` stand before it."""
    document = docx.Document(BytesIO(_template()))
    issue, theme = with_pictures_at_hand(letter), letter.theme
    _describe(document, issue)
    dress(document, theme)
    everything = [tree for found in blocks.values() for _, trees in found for tree in trees]
    notes = {item.get("id", ""): item for tree in everything if tree.get("class") == "notes" for item in tree[0]}
    calls = Counter(
        unquote(link.get("href", "")[1:]) for tree in everything for link in tree.iter("a") if is_note_reference(link)
    )
    ids = [section.id for section in issue.outline.walk()]
    body = make_body(document, letter.files, Targets.among(everything, ids), notes, calls)
    for line in head:
        body.line(_words(line), "Encadre")
    if theme.logo is not None:
        width = Length(int(theme.logo.width * PIXEL))
        body.logo(theme.logo.path, theme.logo.description, width)
    _fill(body, issue, {name: [tree for _, trees in found for tree in trees] for name, found in blocks.items()})
    return document


def packed(document: Document) -> bytes:
    """The document as a file, the same bytes every time."""
    saved = BytesIO()
    document.save(saved)
    return _fixed(saved)


def _fill(body: Body, issue: Issue, trees: Mapping[str, list[Element]]) -> None:
    date = [publication_date(issue.date)] if issue.date else []
    body.line(_words(" · ".join([issue.name, f"N°{NBSP}{issue.number}", *date])), "Surtitre")
    body.line(_words(issue.title), "Title")
    if issue.picture is not None:
        picture = issue.picture
        caption = _words(" — ".join(filter(None, [picture.caption.strip(), picture.credit.strip()])))
        description = picture.description.strip()
        if picture.file is None:
            body.line(_words(f"Image à venir{f'{NBSP}: {description}' if description else ''}"), "Caption")
        else:
            body.picture(picture.file, description, caption, _LEAD_HEIGHT, whole_width=True)
    for section in issue.outline.sections:
        _section(body, issue, section, trees, 1)
    if issue.modified is not None:
        body.line(_words(f"Dernière modification{NBSP}: {day_in_words(issue.modified)}"), "Colophon")


def _section(body: Body, issue: Issue, section: Section, trees: Mapping[str, list[Element]], level: int) -> None:
    heading = _words(issue.outline.heading(section.id))
    heading.set("id", section.id)
    body.line(heading, f"Heading{min(level, 6)}")
    if section.author is not None:
        body.line(_words(signature(section, section.author)), "SignatureRubrique")
    if section.kind is Kind.SUMMARY and section.file is None:
        for entry in summary(issue.outline):
            body.link_line(_words(entry.heading), entry.section_id, f"TOC{entry.depth + 1}")
    for block in trees.get(section.id, ()):
        body.block(block)
        if block.get("class") == "notes":
            body.unused_notes(item.get("id", "") for item in block[0])
    for child in section.children:
        _section(body, issue, child, trees, level + 1)


def _words(text: str) -> Element:
    """A value of the issue as the content of a paragraph, its ordinals raised."""
    return html_tree(raised(clean(text)))


def _describe(document: Document, issue: Issue) -> None:
    """The document's properties, all from the issue: no clock, nobody's account name."""
    language = _REGIONS.get(issue.language, issue.language)
    properties = document.core_properties
    properties.title = clean(issue.title)[:255]
    properties.subject = clean(f"{issue.name}, n°{NBSP}{issue.number}")[:255]
    properties.author = clean(issue.name)[:255]
    properties.identifier = f"urn:uuid:{issue.id}"
    properties.language = language
    if (created := issue.date or issue.modified) is not None:
        properties.created = datetime.datetime.combine(created, datetime.time())
        properties.modified = datetime.datetime.combine(issue.modified or created, datetime.time())
    for place in (document.styles.element, document.settings.element):
        for tag in ("w:lang", "w:themeFontLang"):
            for language_of_text in place.iter(qn(tag)):
                language_of_text.set(qn("w:val"), language)
    footer = document.sections[0].footer.paragraphs[0]
    footer.runs[0].text = clean(f"{issue.name}, n°{NBSP}{issue.number}")


@cache
def _template() -> bytes:
    """The empty document that every letter starts from: styles, lists, page and footer."""
    parts = dict(_files(asset("word", "template"), ""))
    packed = BytesIO()
    write_archive(packed, sorted(parts), parts.__getitem__)
    return packed.getvalue()


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{path}{entry.name}/")
        else:
            yield f"{path}{entry.name}", entry.read_bytes()


def _fixed(saved: BytesIO) -> bytes:
    """The package without the time it was made at."""
    packed = BytesIO()
    with zipfile.ZipFile(saved) as archive:
        write_archive(packed, sorted(archive.namelist()), archive.read)
    return packed.getvalue()


def _make(letter: Letter) -> Mapping[str, Part]:
    return {"lettre.docx": Part(letter_docx(letter), "document")}


WORD: Final = Format("word", "le document Word", _make)
