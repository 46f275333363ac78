"""Which formats a bundle can hold, and which of them are asked for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from editor_app.errors import LettrineError
from editor_app.exporting.email.message import EMAIL
from editor_app.exporting.epub.book import EPUB
from editor_app.exporting.format import Format
from editor_app.exporting.pdf.document import PDF
from editor_app.exporting.sources import SOURCES
from editor_app.exporting.spip.text import SPIP
from editor_app.exporting.text.file import TEXT
from editor_app.exporting.web.page import WEB
from editor_app.exporting.word.document import WORD

FORMATS: Final = (WEB, EMAIL, PDF, SPIP, WORD, EPUB, TEXT, SOURCES)
"""In the order they are made. A new one: a module with a Format, and its name here."""


def chosen(only: Collection[str] | None) -> tuple[Format, ...]:
    """The formats named in ``only`` (None: all). Raises LettrineError for a name that is not there, or for none."""
    if only is None:
        return FORMATS
    names = [name.strip() for name in only]
    available = ", ".join(known.name for known in FORMATS)
    unknown = [name for name in names if name not in {known.name for known in FORMATS}]
    if unknown:
        raise LettrineError(
            f"« {unknown[0]} » : ce format n’existe pas encore ; choisissez parmi ceux-ci : {available}."
        )
    if not names:
        raise LettrineError(f"Aucun format n’est demandé ; choisissez parmi ceux-ci : {available}.")
    return tuple(known for known in FORMATS if known.name in names)
