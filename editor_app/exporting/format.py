"""What a format of the bundle is: a letter in, named files out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from editor_app.issue.model import Issue
from editor_app.issue.theme import Theme
from editor_app.storage.themes import theme_of

_MEDIA_TYPES = {
    ".css": "text/css",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".eml": "message/rfc822",
    ".gif": "image/gif",
    ".html": "text/html",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webp": "image/webp",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What every format is made from: the issue, each section's text by its id, and the bytes of every file of the
    issue by its path in the issue's folder."""

    issue: Issue
    texts: Mapping[str, str]
    files: Mapping[str, bytes]

    @property
    def theme(self) -> Theme:
        """How it is to look. Raises RefusedError when its theme is not among ``files`` or has a fault."""
        return theme_of(self.issue.theme, self.files)


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a format. ``role`` says what it is for: page, style, picture, feed, text, document,
    issue, section, other."""

    data: bytes
    role: str


@dataclass(frozen=True, slots=True)
class Format:
    """``name`` is what ``--only`` takes and the folder under ``data/``; ``label`` says in French what it is; ``make``
    gives its files by their path in that folder, the same bytes every time."""

    name: str
    label: str
    make: Callable[[Letter], Mapping[str, Part]]


def media_type(path: str) -> str:
    """The media type by the name alone, the same on every machine."""
    return _MEDIA_TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")
