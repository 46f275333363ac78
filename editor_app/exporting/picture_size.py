"""Say what a picture really is and how large, by its first bytes: what mail and paper need to give it its place."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_MAX_SEGMENTS = 10_000


@dataclass(frozen=True, slots=True)
class PictureSize:
    """``kind`` is png, jpeg, gif or webp, whatever the file is called; the sizes are in pixels, at least 1."""

    kind: str
    width: int
    height: int


def picture_size(data: bytes) -> PictureSize | None:
    """What the header of ``data`` says; None for anything else than a PNG, JPEG, GIF or WebP picture."""
    try:
        found = _read(data)
    except (struct.error, IndexError):
        return None
    return found if found is not None and found.width > 0 and found.height > 0 else None


def _read(data: bytes) -> PictureSize | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureSize("png", *struct.unpack(">II", data[16:24]))
    if data.startswith((b"GIF87a", b"GIF89a")):
        return PictureSize("gif", *struct.unpack("<HH", data[6:10]))
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    return None


def _jpeg(data: bytes) -> PictureSize | None:
    """Walk the segments up to the frame header (ITU-T T.81, B.2.2)."""
    at = 2
    for _ in range(_MAX_SEGMENTS):
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return PictureSize("jpeg", width, height)
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return None


def _webp(data: bytes) -> PictureSize | None:
    """The three kinds of first chunk (RFC 9649, 2.5 to 2.7)."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        return PictureSize("webp", _24_bits(data, 24) + 1, _24_bits(data, 27) + 1)
    if chunk == b"VP8L":
        bits = struct.unpack("<I", data[21:25])[0]
        return PictureSize("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return PictureSize("webp", width & 0x3FFF, height & 0x3FFF)
    return None


def _24_bits(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 3], "little")
