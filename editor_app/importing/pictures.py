"""Takes the pictures that stand beside an imported file, or in it, into the letter, without what they hide; says which
could not be taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from editor_app.errors import LettrineError
from editor_app.issue.blocks import blocks
from editor_app.issue.naming import slug
from editor_app.storage.bare_pictures import DamagedPictureError, bare
from editor_app.storage.safe_paths import read_bounded

MAX_BYTES: Final = 20 * 1024**2
MAX_TOTAL: Final = 100 * 1024**2
MAX_COUNT: Final = 200
_SIGNATURES: Final = {
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".gif": b"GIF8",
    ".webp": b"RIFF",
}
_MARKDOWN: Final = re.compile(r"!\[(?P<alt>[^\[\]]*)\]\((?P<source>[^()\s]+)(?P<title>\s+\"[^\"]*\")?\)")
_FENCE: Final = re.compile(r" {0,3}(```|~~~)")


def signed_as_picture(data: bytes) -> str:
    """The suffix that the first bytes of a picture stand for; empty for what no letter may hold."""
    return next((suffix for suffix, signature in _SIGNATURES.items() if data.startswith(signature)), "")


class Pictures:
    """The pictures of one file. ``media`` has their bytes by path in the issue's folder, ``notes`` a French sentence
    for each one left behind. ``held`` are those that the file itself holds, by their address in it; given, nothing is
    looked for in ``folder``."""

    def __init__(self, folder: Path, held: Mapping[str, bytes] | None = None) -> None:
        self.media: dict[str, bytes] = {}
        self.notes: list[str] = []
        self._folder = folder
        self._held = held
        self._taken: dict[str, str] = {}

    def take(self, source: str) -> str | None:
        """Keep the picture at ``source``, an address in the file, and return its path in the letter (``media/…``);
        None, with a note, when it is elsewhere, missing, too large or not a picture."""
        if source not in self._taken:
            reason = self._read(source)
            if reason:
                shown = source if len(source) <= 80 else f"{source[:80]}…"
                self.notes.append(f"L’image « {shown} » n’a pas été reprise : {reason}.")
                return None
        return self._taken[source]

    def take_all(self, markdown: str) -> str:
        """``markdown`` with the address of each picture taken replaced; of the others only the description stays."""

        def replaced(found: re.Match[str]) -> str:
            path = self.take(found["source"])
            return f"![{found['alt']}]({path}{found['title'] or ''})" if path else found["alt"]

        lines = markdown.split("\n")
        for block in blocks(markdown):
            if not _FENCE.match(block.text):
                text = _MARKDOWN.sub(replaced, block.text).split("\n")
                lines[block.line : block.line + len(text)] = text
        return "\n".join(lines)

    def _read(self, source: str) -> str:
        """Why the picture cannot be kept; empty when it is."""
        try:
            address = urlsplit(source)
        except ValueError:
            return "son adresse est mal écrite"
        if address.scheme or address.netloc:
            return "elle n’est pas à côté du fichier ; enregistrez-la et ajoutez-la à la lettre"
        relative = unquote(address.path)
        suffix = PurePosixPath(relative).suffix.lower()
        if suffix not in _SIGNATURES:
            return "ce format n’est pas admis ; convertissez-la en PNG ou en JPEG"
        if not relative or "\0" in relative or len(self.media) >= MAX_COUNT:
            return "il y en a trop" if len(self.media) >= MAX_COUNT else "son adresse est mal écrite"
        try:
            data = self._content(relative)
        except FileNotFoundError:
            return "elle n’est pas à côté du fichier"
        except LettrineError:
            return "ce fichier ne peut pas être lu, ou il est hors du dossier, ou trop grand"
        if len(data) > MAX_BYTES:
            return f"elle dépasse {MAX_BYTES // 1024**2} Mio"
        if not data.startswith(_SIGNATURES[suffix]):
            return f"son contenu n’est pas celui d’un fichier {suffix}"
        try:
            data = bare(data)
        except DamagedPictureError:
            return "elle est abîmée"
        if sum(map(len, self.media.values())) + len(data) > MAX_TOTAL:
            return f"les images dépassent {MAX_TOTAL // 1024**2} Mio"
        name = base = f"media/{slug(PurePosixPath(relative).stem)}"
        number = 1
        while f"{name}{suffix}" in self.media:
            number += 1
            name = f"{base}-{number}"
        self.media[f"{name}{suffix}"] = data
        self._taken[source] = f"{name}{suffix}"
        return ""

    def _content(self, relative: str) -> bytes:
        if self._held is None:
            return read_bounded(self._folder / relative, MAX_BYTES, self._folder)
        if relative not in self._held:
            raise FileNotFoundError(relative)
        return self._held[relative]
