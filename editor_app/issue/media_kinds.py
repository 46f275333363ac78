"""Which kinds of files a letter may send out beside its texts, by their names."""

from __future__ import annotations

from enum import Enum
from pathlib import PurePosixPath
from typing import Final

_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})
_FOREIGN: Final = frozenset({".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl", ".psd", ".raw", ".dng"})
_DRAWINGS: Final = frozenset({".svg", ".svgz"})
_DOCUMENTS: Final = frozenset(
    {".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".csv", ".txt", ".ics", ".mp3", ".mp4"}
)


class MediaKind(Enum):
    """What a file beside the texts is. A foreign picture is of a kind that not every format shows and that nobody here
    can take the place and the camera out of. A drawing (SVG) is a document with scripts, links and names of its own; a
    document leaves as it is, with what its program wrote into it; anything else might be run."""

    PICTURE = "picture"
    FOREIGN_PICTURE = "foreign picture"
    DRAWING = "drawing"
    DOCUMENT = "document"
    OTHER = "other"

    @property
    def leaves(self) -> bool:
        """Whether such a file may be in a bundle."""
        return self in (MediaKind.PICTURE, MediaKind.DOCUMENT)


def media_kind(path: str) -> MediaKind:
    """The kind of the file at ``path``."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in _PICTURES:
        return MediaKind.PICTURE
    if suffix in _FOREIGN:
        return MediaKind.FOREIGN_PICTURE
    if suffix in _DRAWINGS:
        return MediaKind.DRAWING
    return MediaKind.DOCUMENT if suffix in _DOCUMENTS else MediaKind.OTHER


def why_not(kind: MediaKind) -> str:
    """Why a file of that kind does not leave and what to do, in French, without a final full stop."""
    if kind is MediaKind.DRAWING:
        return "un dessin SVG peut contenir des programmes et des noms\u00a0; enregistrez-le en PNG"
    if kind in (MediaKind.PICTURE, MediaKind.FOREIGN_PICTURE):
        return "ce n’est pas une image PNG, JPEG, GIF ou WebP, et elle peut cacher un lieu\u00a0; enregistrez-la en PNG"
    return "ce genre de fichier pourrait s’exécuter chez qui le reçoit\u00a0; retirez-le du dossier «\u00a0media\u00a0»"
