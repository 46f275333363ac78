"""Reads a file that another program wrote, in the encodings French texts come in."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from editor_app.errors import LettrineError
from editor_app.storage.safe_paths import read_bounded
from editor_app.storage.system_errors import unreadable

MAX_BYTES: Final = 10 * 1024**2
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_source(path: Path) -> tuple[str, tuple[str, ...]]:
    """The text of ``path`` with LF line ends, and French sentences on what was guessed to read it.

    UTF-8, UTF-16 with its byte order mark, else the encoding of older Windows programs. Raises LettrineError for a file
    that is missing, larger than ``MAX_BYTES`` or not a text.
    """
    try:
        data = read_bounded(path, MAX_BYTES)
    except FileNotFoundError as error:
        raise unreadable(path, error) from error
    text, notes = _decoded(data, path)
    if "\0" in text:
        raise LettrineError(f"{path} : ce fichier n’est pas un texte ; enregistrez-le en texte ou en HTML.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _decoded(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    if data.startswith(_UTF16):
        try:
            return data.decode("utf-16"), ()
        except UnicodeDecodeError as error:
            raise LettrineError(f"{path} : l’UTF-16 de ce fichier est abîmé ; enregistrez-le en UTF-8.") from error
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        # Windows-1252 has five bytes without a letter; Latin-1 reads them as controls, and reads everything.
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
        return text, (f"{path.name} n’est pas en UTF-8 : il a été lu comme du Windows-1252 ; vérifiez les accents.",)
