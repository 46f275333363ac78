"""Which pictures of an issue's folder the page may show: those under ``media/``, of known types, of bearable size."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

MEDIA = "media"
THEMES = "themes"
"""Where logos are."""
LARGEST_PICTURE = 32 * 1024 * 1024
"""Bytes; a page that needs more is wrong for its readers long before it is wrong for us."""

_HEAD = 16


@dataclass(frozen=True, slots=True)
class Picture:
    """An open picture: the descriptor belongs to whoever asked for it, who closes it."""

    descriptor: int
    media_type: str


def media_type(head: bytes) -> str | None:
    """The type of the picture that starts with ``head`` (16 bytes), by its signature; None for all else.

    The signatures are those of the WHATWG MIME Sniffing Standard, section 6.1, and of AVIF (AV1 Image File Format 1.1,
    brands avif and avis). SVG is left out: it is a document, with styles and links of its own.
    """
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    return None


def open_picture(folder: Path, path: str) -> Picture | None:
    """Open the picture at ``path`` (decoded, with ``/``, such as ``media/pont.jpg``) of the issue in ``folder``.

    None when it is missing, is not a regular file, is no picture, is too large, or would lie outside ``media/`` or
    ``themes/`` once every link is followed: the page then shows its description.
    """
    parts = path.split("/")
    if parts[0] not in (MEDIA, THEMES) or len(parts) < 2 or any(_is_suspect(part) for part in parts):
        return None
    try:
        root = folder.resolve(strict=True)
        found = root.joinpath(*parts).resolve(strict=True)
        if not found.is_relative_to(root / parts[0]):
            return None
        # No link may have taken the place of the resolved file meanwhile, and a pipe must not hold the window.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(found, flags)
    except (OSError, ValueError):
        return None
    kind = _kind(descriptor)
    if kind is None:
        os.close(descriptor)
        return None
    return Picture(descriptor, kind)


def _is_suspect(part: str) -> bool:
    return not part or part.startswith(".") or any(sign in part for sign in "\\:\0")


def _kind(descriptor: int) -> str | None:
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode) or state.st_size > LARGEST_PICTURE:
            return None
        kind = media_type(os.read(descriptor, _HEAD))
        os.lseek(descriptor, 0, os.SEEK_SET)
    except OSError:
        return None
    return kind
