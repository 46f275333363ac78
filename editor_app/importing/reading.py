"""The one way in: a file becomes a letter, or the text of one section."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from editor_app.errors import LettrineError
from editor_app.importing import recognition
from editor_app.importing.assembly import Imported, assemble
from editor_app.importing.encoding import read_source
from editor_app.importing.html import read_html
from editor_app.importing.pictures import Pictures
from editor_app.importing.pieces import Piece, markdown_pieces, text_pieces

__all__ = ["Imported", "read", "read_into_section"]

_TEXT: Final = (".txt", ".text")
_MARKDOWN: Final = (".md", ".markdown")
_HTML: Final = (".html", ".htm", ".xhtml")
_LATER: Final = (".docx", ".doc", ".odt", ".rtf")


def read(path: Path) -> Imported:
    """The letter in a text, Markdown or HTML file; changes nothing on disk.

    Raises LettrineError for a file that is missing, too large, of another kind, or without any text.
    """
    kind = _kind(path)
    source, notes = read_source(path)
    if kind in _TEXT:
        imported = assemble(text_pieces(source, recognition.stands_alone), name=path.stem, notes=notes)
    elif kind in _MARKDOWN:
        pictures = Pictures(path.parent)
        pieces = list(markdown_pieces(pictures.take_all(source)))
        imported = assemble(pieces, name=path.stem, media=pictures.media, notes=[*notes, *pictures.notes])
    else:
        page = read_html(source, path)
        imported = assemble(
            markdown_pieces(page.markdown),
            name=page.title or path.stem,
            language=page.language,
            picture=page.picture,
            media=page.media,
            notes=[*notes, *page.notes],
        )
    if not imported.issue.outline.sections:
        raise LettrineError(f"{path} : ce fichier ne contient aucun texte de lettre ; vérifiez que c’est le bon.")
    return imported


def read_into_section(path: Path) -> str:
    """The whole text of a file as the Markdown of one section. Pictures are left out: only a letter keeps them.

    Raises LettrineError as ``read`` does.
    """
    kind = _kind(path)
    source, _ = read_source(path)
    if kind in _TEXT:
        text = "\n\n".join(piece.markdown for piece in text_pieces(source, lambda _line: False))
    elif kind in _MARKDOWN:
        text = source.strip("\n")
    else:
        text = "\n\n".join(_written(markdown_pieces(read_html(source, path).markdown)))
    if not text.strip():
        raise LettrineError(f"{path} : ce fichier ne contient aucun texte ; vérifiez que c’est le bon.")
    return f"{text}\n"


def _written(pieces: Iterator[Piece]) -> Iterator[str]:
    for piece in pieces:
        yield f"{'#' * piece.level} {piece.markdown}" if piece.level else piece.markdown


def _kind(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in _LATER:
        raise LettrineError(
            f"{path} : les fichiers Word et ODT ne sont pas encore lus ; enregistrez-le en texte ou en HTML."
        )
    if suffix not in (*_TEXT, *_MARKDOWN, *_HTML):
        raise LettrineError(f"{path} : seuls les fichiers .txt, .md et .html sont lus ; enregistrez-le ainsi.")
    return suffix
