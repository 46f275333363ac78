"""Reads a Word file (.docx): styles, lists, notes, tables and pictures, and headings that are only bold or large."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, tostring

import mammoth
from mammoth import documents

from editor_app.importing.document import CAPTION, OWN_STYLES, Document
from editor_app.importing.office import Changes, decided, extract
from editor_app.importing.pictures import signed_as_picture
from editor_app.importing.word_changes import refuse_changes
from editor_app.storage.office_file import OfficeFile

_TEXT: Final = re.compile(r"word/(?:document|footnotes|endnotes)\d*\.xml")
_REMARKS: Final = "word/comments.xml"
_MEDIA: Final = "word/media/"
_CHANGES: Final = frozenset({"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"})
_LOST: Final = {
    "oMath": "une formule",
    "chart": "un graphique",
    "relIds": "un schéma (SmartArt)",
    "OLEObject": "un objet incorporé",
    "altChunk": "un document incorporé",
}
_STYLES: Final = f"""
p[style-name='Caption'] => p.{CAPTION}:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Terme défini'] => p:fresh > strong
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name^='toc '] => !
p[style-name='TOC Heading'] => h2:fresh
r[style-name='HTML Code'] => code
r[style-name='Hyperlink'] =>
"""
_OWN_STYLES: Final = "".join(f"p[style-name='{name}'] => p.{css}:fresh\n" for name, css in OWN_STYLES.items())
_TITLES: Final = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p.chapeau:fresh\n"
_MAX_SHOWN: Final = 20
_MAX_HEADING: Final = 120
_FAULTS: Final = (LookupError, ValueError, AttributeError, TypeError, RecursionError, zipfile.BadZipFile)
"""What mammoth raises on a file whose parts contradict one another."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a paragraph is set that no style calls a heading: letters of ``size`` points, bold or not."""

    size: float
    bold: bool


def read_word(path: Path, changes: Changes) -> Document:
    """The document in ``path``. Raises LettrineError when it cannot be read, or holds changes that nobody decided
    about."""
    office = OfficeFile(path)
    if "word/document.xml" not in office.names:
        raise office.damaged()
    roots = {name: office.xml(name) for name in office.names if _is_xml(name)}
    texts = [root for name, root in roots.items() if _TEXT.fullmatch(name)]
    notes = [*decided(path, _count_changes(texts), changes), *_comments(roots), *_lost(roots, texts)]
    headings = _Headings()
    pictures: dict[str, bytes] = {}
    try:
        if changes is Changes.REFUSED:
            for root in texts:
                refuse_changes(root)
        result = mammoth.convert_to_html(
            BytesIO(_vetted(office, roots)),
            style_map=_STYLES + _OWN_STYLES + _style_map(roots),
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: {"src": _picture(image, pictures)}),
            transform_document=headings.recognise,
            id_prefix="",
        )
    except _FAULTS as error:
        raise office.damaged() from error
    return Document(result.value, pictures, (*notes, *headings.said()))


def count_marks(path: Path) -> tuple[int, int]:
    """How many tracked changes and how many comments the document in ``path`` holds. Raises LettrineError."""
    office = OfficeFile(path)
    texts = [office.xml(name) for name in office.names if _TEXT.fullmatch(name)]
    comments = office.xml(_REMARKS) if _REMARKS in office.names else ()
    return _count_changes(texts), sum(_local(node) == "comment" for node in comments)


def _count_changes(texts: Iterable[Element]) -> int:
    return sum(_local(node) in _CHANGES for root in texts for node in root.iter())


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and not name.startswith(("customXml/", "docProps/", "word/theme/"))


def _vetted(office: OfficeFile, roots: dict[str, Element]) -> bytes:
    """The package again, with nothing in it that was not looked at, and its texts as they are in ``roots``."""
    vetted = BytesIO()
    with zipfile.ZipFile(vetted, "w", zipfile.ZIP_STORED) as archive:
        for name in office.names:
            if _TEXT.fullmatch(name):
                archive.writestr(name, tostring(roots[name], "utf-8"))
            elif _is_xml(name) or name.startswith(_MEDIA):
                archive.writestr(name, office.read(name))
    return vetted.getvalue()


def _picture(image: Any, pictures: dict[str, bytes]) -> str:
    """The address, in the HTML, of a picture."""
    with image.open() as file:
        data: bytes = file.read()
    suffix = signed_as_picture(data) or f".{str(image.content_type or 'image').rpartition('/')[2]}"
    address = f"image-{len(pictures) + 1}{suffix}"
    pictures[address] = data
    return address


def _style_map(roots: dict[str, Element]) -> str:
    """Headings by their style; below the title when the document has one."""
    title = any(
        _local(node) == "pStyle" and _value(node) in ("Title", "Titre") for node in roots["word/document.xml"].iter()
    )
    first = 2 if title else 1
    lines = [
        f"p[style-name='heading {rank}'] => h{min(6, rank + first - 1)}:fresh\n"
        f"p.Heading{rank} => h{min(6, rank + first - 1)}:fresh"
        for rank in range(1, 7)
    ]
    return _TITLES + "\n".join(lines)


def _comments(roots: dict[str, Element]) -> Iterable[str]:
    root = roots.get(_REMARKS)
    comments = [node for node in root.iter() if _local(node) == "comment"] if root is not None else []
    for comment in comments[:_MAX_SHOWN]:
        author = next((value for name, value in comment.attrib.items() if name.endswith("}author")), "")
        text = " ".join("".join(node.text or "" for node in comment.iter() if _local(node) == "t").split())
        yield f"Un commentaire{f' de {author}' if author else ''} n’a pas été repris : {extract(text)}."
    if len(comments) > _MAX_SHOWN:
        yield f"{len(comments) - _MAX_SHOWN} autres commentaires n’ont pas été repris."


def _lost(roots: dict[str, Element], texts: list[Element]) -> Iterable[str]:
    counts = Counter(_local(node) for root in texts for node in root.iter())
    for name, what in _LOST.items():
        for _ in range(min(counts[name], _MAX_SHOWN)):
            yield f"{what[0].upper()}{what[1:]} n’a pas été repris."
    for name, root in roots.items():
        text = " ".join("".join(node.text or "" for node in root.iter() if _local(node) == "t").split())
        if re.fullmatch(r"word/header\d*\.xml", name) and text:
            yield f"L’en-tête des pages n’a pas été repris : {extract(text)}."


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _value(node: Element) -> str:
    return next((value for name, value in node.attrib.items() if name.endswith("}val")), "")


class _Headings:
    """Finds the headings that are only set like headings, and gives them the rank of their size."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def recognise(self, document: Any) -> Any:
        """``document`` (mammoth's) with those paragraphs as headings; also every picture's description made plain."""
        runs = [
            (run, len(_text(run)))
            for paragraph in document.children
            if isinstance(paragraph, documents.Paragraph)
            for run in _runs(paragraph)
        ]
        total = sum(size for _, size in runs)
        if not total:
            return document
        sizes: Counter[float] = Counter()
        for run, size in runs:
            sizes[run.font_size or 0] += size
        usual = sizes.most_common(1)[0][0]
        bold_text = sum(size for run, size in runs if run.is_bold) > total / 3
        looks: dict[int, _Look] = {}
        for index, paragraph in enumerate(document.children[:-1]):
            look = _look(paragraph, usual)
            if look is not None and (look.size > usual or not bold_text):
                looks[index] = look
        ranks = sorted(set(looks.values()), key=lambda look: (-look.size, not look.bold))
        children = list(document.children)
        above = 0
        for index, paragraph in enumerate(children):
            if index in looks:
                rank = min(6, above + ranks.index(looks[index]) + 1)
                self._found.append(_text(paragraph))
                children[index] = _as_heading(paragraph, rank)
            elif isinstance(paragraph, documents.Paragraph):
                above = _rank(paragraph) or above
        return document.copy(children=children)

    def said(self) -> Iterable[str]:
        """What to tell of them."""
        if self._found:
            shown = ", ".join(extract(text) for text in self._found[:5])
            more = "…" if len(self._found) > 5 else ""
            yield f"Reconnus comme titres à leur seule mise en forme : {shown}{more} ; vérifiez le plan."


def _look(paragraph: Any, usual: float) -> _Look | None:
    """How a paragraph is set when it may be a heading; None when it is anything else."""
    if not isinstance(paragraph, documents.Paragraph) or paragraph.numbering is not None:
        return None
    if (paragraph.style_name or "Normal").casefold() not in (
        "normal",
        "standard",
        "body text",
        "no spacing",
        "default",
    ):
        return None
    text = _text(paragraph).strip()
    runs = [run for run in _runs(paragraph) if _text(run).strip()]
    if not 2 <= len(text) <= _MAX_HEADING or not runs or text[-1] in ".,;:…»" or not any(map(str.isalpha, text)):
        return None
    if any(isinstance(part, (documents.Break, documents.Image)) for part in _parts(paragraph)):
        return None
    size = min((run.font_size or usual) for run in runs)
    bold = all(run.is_bold for run in runs)
    larger = size >= (usual + 1.5 if usual else 13)  # without a size of its own, text is 10 to 12 points high
    return _Look(max(size, usual), bold) if bold or larger else None


def _rank(paragraph: Any) -> int:
    found = re.fullmatch(r"heading ([1-6])", (paragraph.style_name or "").casefold())
    return int(found[1]) if found else 0


def _as_heading(paragraph: Any, rank: int) -> Any:
    def plain(part: Any) -> Any:
        if isinstance(part, documents.Run):
            return part.copy(is_bold=False, is_underline=False, children=part.children)
        return part

    return paragraph.copy(
        style_id=f"Heading{rank}", style_name=f"heading {rank}", children=[plain(part) for part in paragraph.children]
    )


def _parts(element: Any) -> Iterable[Any]:
    for child in getattr(element, "children", ()):
        yield child
        yield from _parts(child)


def _runs(paragraph: Any) -> list[Any]:
    return [part for part in _parts(paragraph) if isinstance(part, documents.Run)]


def _text(element: Any) -> str:
    return "".join(part.value for part in _parts(element) if isinstance(part, documents.Text))
