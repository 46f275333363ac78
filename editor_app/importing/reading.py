"""The one way in: a file becomes a letter, or the text of one section."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from editor_app.errors import LettrineError
from editor_app.importing import recognition
from editor_app.importing.assembly import Imported, assemble
from editor_app.importing.encoding import read_source
from editor_app.importing.html import read_html
from editor_app.importing.office import Changes
from editor_app.importing.pictures import Pictures
from editor_app.importing.pieces import Piece, markdown_pieces, text_pieces
from editor_app.issue.model import Picture

__all__ = ["Changes", "Imported", "SectionText", "read", "read_into_section"]

_TEXT: Final = (".txt", ".text")
_MARKDOWN: Final = (".md", ".markdown")
_HTML: Final = (".html", ".htm", ".xhtml")
_OFFICE: Final = (".docx", ".odt")
_NOTE_CALL: Final = re.compile(r"\s*\[\^[^\]]*\]")
_OTHER_OFFICE: Final = (".doc", ".docm", ".dotx", ".rtf", ".pages", ".fodt", ".ott")


@dataclass(frozen=True, slots=True)
class SectionText:
    """A file as the Markdown of one section, with the pictures it shows by path (``media/…``), and French sentences on
    what could not be kept. ``title`` is the heading it began with, where that was asked for."""

    text: str
    media: Mapping[str, bytes]
    not_understood: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Source:
    """What a file says before it is put in order."""

    pieces: Iterable[Piece]
    title: str = ""
    language: str | None = None
    picture: Picture | None = None
    media: Mapping[str, bytes] | None = None
    notes: tuple[str, ...] = ()
    number: int | None = None
    date: datetime.date | None = None


def read(path: Path, changes: Changes = Changes.UNDECIDED) -> Imported:
    """The letter in a text, Markdown, HTML, Word or ODT file; changes nothing on disk.

    Raises LettrineError for a file that is missing, too large, of another kind, or without any text; and for one with
    tracked changes that nobody decided about.
    """
    source = _source(path, changes)
    imported = assemble(
        source.pieces,
        name=source.title or path.stem,
        language=source.language,
        picture=source.picture,
        media=source.media,
        notes=source.notes,
        number=source.number,
        date=source.date,
    )
    if not imported.issue.outline.sections:
        raise LettrineError(f"{path} : ce fichier ne contient aucun texte de lettre ; vérifiez que c’est le bon.")
    return imported


def read_into_section(path: Path, changes: Changes = Changes.UNDECIDED, *, with_title: bool = False) -> SectionText:
    """The whole of a file as one section, its lead picture first. ``with_title`` takes the heading that it begins with
    for the section's own, and brings those below to the top. Raises LettrineError as ``read`` does."""
    source = _source(path, changes, whole=True)
    pieces, title = list(source.pieces), source.title
    if with_title:
        title, pieces = _titled(pieces, source.title)
    blocks = list(_written(pieces))
    if not "".join(blocks).strip():
        raise LettrineError(f"{path} : ce fichier ne contient aucun texte ; vérifiez que c’est le bon.")
    picture = source.picture
    if picture is not None and picture.file is not None:
        caption = f' "{picture.caption}"' if picture.caption else ""
        blocks.insert(0, f"![{picture.description}]({picture.file}{caption})")
    return SectionText("\n\n".join(blocks) + "\n", source.media or {}, source.notes, title)


def _source(path: Path, changes: Changes, *, whole: bool = False) -> _Source:
    """What the file says; ``whole`` takes no line of plain text apart from its paragraph."""
    kind = _kind(path)
    if kind in _OFFICE:
        return _office(path, kind, changes)
    text, notes = read_source(path)
    if kind in _TEXT:
        return _Source(text_pieces(text, (lambda _line: False) if whole else recognition.stands_alone), notes=notes)
    if kind in _MARKDOWN:
        pictures = Pictures(path.parent)
        pieces = list(markdown_pieces(pictures.take_all(text)))
        return _Source(pieces, media=pictures.media, notes=(*notes, *pictures.notes))
    page = read_html(text, path)
    return _Source(
        markdown_pieces(page.markdown), page.title, page.language, page.picture, page.media, (*notes, *page.notes)
    )


def _office(path: Path, kind: str, changes: Changes) -> _Source:
    from editor_app.importing.document import document_page  # noqa: PLC0415  mammoth is needed by these files alone
    from editor_app.importing.odt import read_odt  # noqa: PLC0415
    from editor_app.importing.word import read_word  # noqa: PLC0415

    reader = read_word if kind == ".docx" else read_odt
    found = document_page(reader(path, changes), path)
    page = found.page
    return _Source(
        markdown_pieces(page.markdown),
        picture=page.picture,
        media=page.media,
        notes=page.notes,
        number=found.number,
        date=found.date,
    )


def _titled(pieces: list[Piece], title: str) -> tuple[str, list[Piece]]:
    """The title of a section of these pieces, and those that are its text."""
    if pieces and pieces[0].level:
        title, pieces = _NOTE_CALL.sub("", pieces[0].plain), pieces[1:]
    highest = min((piece.level for piece in pieces if piece.level), default=1)
    return title, [replace(piece, level=piece.level - highest + 1) if piece.level else piece for piece in pieces]


def _written(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        yield f"{'#' * piece.level} {piece.markdown}" if piece.level else piece.markdown


def _kind(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in _OTHER_OFFICE:
        raise LettrineError(
            f"{path} : de tous les traitements de texte, seuls les .docx et les .odt sont lus ; enregistrez-le ainsi."
        )
    if suffix not in (*_TEXT, *_MARKDOWN, *_HTML, *_OFFICE):
        raise LettrineError(
            f"{path} : seuls les fichiers .txt, .md, .html, .docx et .odt sont lus ; enregistrez-le ainsi."
        )
    return suffix
