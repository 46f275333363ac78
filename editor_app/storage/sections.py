"""Reads and writes the text of one section, so that a file nobody edited keeps every byte."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from editor_app.errors import LettrineError
from editor_app.storage.safe_paths import read_bounded

MAX_BYTES: Final = 32 * 1024**2
"""A section of a million words takes about 8 MB."""
_UNWRITABLE: Final = re.compile("[\r\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text and how its file writes it. ``text`` has LF line ends; ``newline`` is what stands in the file, the most
    frequent one where they are mixed; ``bom`` says whether it begins with a byte order mark."""

    text: str
    bom: bool = False
    newline: str = "\n"

    def encode(self, path: Path) -> bytes:
        """The bytes of the file: UTF-8. Raises LettrineError, naming ``path``, for a text that could not be read
        back."""
        found = _UNWRITABLE.search(self.text)
        if found:
            line = self.text.count("\n", 0, found.start()) + 1
            raise LettrineError(
                f"{path}, ligne {line} : U+{ord(found[0]):04X} ne peut pas être enregistré ; retirez ce caractère."
            )
        data = self.text.replace("\n", self.newline).encode("utf-8")
        return codecs.BOM_UTF8 + data if self.bom else data


def read_text(path: Path, root: Path | None = None) -> TextFile:
    """Read a UTF-8 file of at most ``MAX_BYTES``, inside ``root`` once links are followed.

    Raises LettrineError, and FileNotFoundError when there is no such file.
    """
    return decode(read_bounded(path, MAX_BYTES, root), path)


def decode(data: bytes, path: Path) -> TextFile:
    """The text in ``data``, the content of ``path`` (only named in errors). Raises LettrineError unless it is UTF-8
    without NUL."""
    remedy = "ouvrez-le dans un éditeur de texte et enregistrez-le en UTF-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise LettrineError(f"{path} : ce fichier est en UTF-16 ; {remedy}.")
    bom = data.startswith(codecs.BOM_UTF8)
    try:
        raw = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LettrineError(
            f"{path}, ligne {line} : ce fichier n’est pas en UTF-8 (sans doute en Latin-1) ; {remedy}."
        ) from error
    if "\0" in raw:
        line = raw.count("\n", 0, raw.index("\0")) + 1
        raise LettrineError(
            f"{path}, ligne {line} : ce fichier contient des octets nuls, ce n’est pas un texte ; "
            "remplacez-le par un fichier de texte."
        )
    return TextFile(raw.replace("\r\n", "\n").replace("\r", "\n"), bom, _newline(raw))


def _newline(raw: str) -> str:
    crlf = raw.count("\r\n")
    counts = {"\n": raw.count("\n") - crlf, "\r\n": crlf, "\r": raw.count("\r") - crlf}
    return max(counts, key=lambda newline: counts[newline])
