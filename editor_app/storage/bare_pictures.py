"""Keeps of a picture what it shows and nothing else: no place, camera, author, thumbnail, remark or editing history.

What is kept is an allowlist of the parts that each format needs to be drawn (PNG 3rd edition; ITU-T T.81 and T.871;
GIF89a; RFC 9649), copied byte for byte, so that a picture loses no quality. Only one that is shown turned, or whose
colours mean something only with a profile, is drawn again, since what says so is taken out.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

PNG: Final = b"\x89PNG\r\n\x1a\n"
MAX_PIXELS: Final = 100_000_000
QUALITY: Final = 92
_PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"sBIT", b"bKGD", b"pHYs"}
    | {b"acTL", b"fcTL", b"fdAT"}
)
_WEBP_KEPT: Final = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})
_WEBP_SHOWS: Final = 0x12
"""Of the flags of VP8X: animation and transparency."""

_JPEG_HIDES: Final = {0xE1: b"Exif\0\0", 0xE2: b"ICC_PROFILE\0"}
_JFIF: Final = b"JFIF\0"
_ADOBE: Final = b"Adobe"
_AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_GIF_LOOPS: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_SRGB: Final = re.compile(rb"s\0?R\0?G\0?B")
_FAULTS: Final = (struct.error, IndexError, KeyError, ValueError, OverflowError)


class DamagedPictureError(Exception):
    """The bytes are not a whole PNG, JPEG, GIF or WebP picture."""


def bare(data: bytes) -> bytes:
    """The picture ``data`` (PNG, JPEG, GIF or WebP) without anything that does not show; the same bytes when it hides
    nothing. Raises DamagedPictureError for anything else, and for what cannot be drawn within ``MAX_PIXELS``."""
    kept, turned, profile = _taken_apart(data)
    if turned > 1 or (profile and not _SRGB.search(profile)):
        kept = _taken_apart(_drawn_again(data))[0]
    return kept


def bare_if_sound(data: bytes) -> bytes:
    """``bare`` of a picture; what is no whole picture as it is."""
    try:
        return bare(data)
    except DamagedPictureError:
        return data


def hides_something(data: bytes) -> bool:
    """Whether the picture ``data`` holds anything that does not show. Raises DamagedPictureError as ``bare`` does."""
    return _taken_apart(data)[0] != data


def is_picture_data(data: bytes) -> bool:
    """Whether ``data`` begins as one of the kinds of pictures that a letter may hold."""
    return data.startswith((PNG, b"\xff\xd8\xff", b"GIF87a", b"GIF89a")) or (
        data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    )


def _taken_apart(data: bytes) -> tuple[bytes, int, bytes]:
    """What shows; how the picture is turned (the number of EXIF, 1 for upright); its colour profile."""
    try:
        if data.startswith(PNG):
            return _png(data)
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data.startswith((b"GIF87a", b"GIF89a")):
            return _gif(data), 1, b""
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except _FAULTS as error:
        raise DamagedPictureError from error
    raise DamagedPictureError


def _png(data: bytes) -> tuple[bytes, int, bytes]:
    kept = [PNG]
    turned, profile, at = 1, b"", len(PNG)
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise DamagedPictureError
        if name in _PNG_KEPT:
            kept.append(data[at:end])
        elif name == b"eXIf":
            turned = _orientation(data[at + 8 : end - 4])
        elif name == b"iCCP":
            profile = _png_profile(data[at + 8 : end - 4])
        if name == b"IEND":
            return b"".join(kept), turned, profile
        at = end


def _png_profile(chunk: bytes) -> bytes:
    """The name of the profile stands for a profile that cannot be unpacked."""
    import zlib  # noqa: PLC0415  few pictures have a profile

    name, _, packed = chunk.partition(b"\0")
    try:
        return name + zlib.decompressobj().decompress(packed[1:], 4 * 1024**2)
    except zlib.error:
        return name


def _jpeg(data: bytes) -> tuple[bytes, int, bytes]:
    """Walk the segments (T.81, B.1.1), scans included; whatever follows the end of the image is left out."""
    kept = [b"\xff\xd8"]
    turned, profile, at = 1, b"", 2
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise DamagedPictureError
        marker = data[at + 1]
        if marker == 0xD9:
            return b"".join([*kept, b"\xff\xd9"]), turned, profile
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if end > len(data) or end < at + 4:
            raise DamagedPictureError
        segment, content = data[at:end], data[at + 4 : end]
        if marker == 0xE0 and content.startswith(_JFIF):
            kept.append(b"\xff\xe0\x00\x10" + content[:12] + b"\0\0")  # without its thumbnail
        elif marker == 0xEE and content.startswith(_ADOBE):
            kept.append(b"\xff\xee\x00\x0e" + content[:12])  # says how the colours are coded
        elif marker == 0xE1 and content.startswith(_JPEG_HIDES[0xE1]):
            turned = _orientation(content[6:])
        elif marker == 0xE2 and content.startswith(_JPEG_HIDES[0xE2]):
            profile += content[14:]
        elif not 0xE0 <= marker <= 0xEF and marker != 0xFE:
            kept.append(segment)
        at = end
        if marker == 0xDA:
            found = _AFTER_SCAN.search(data, at)
            if found is None:
                raise DamagedPictureError
            kept.append(data[at : found.start()])
            at = found.start()


def _gif(data: bytes) -> bytes:
    at = 13 + _colours(data[10])
    kept = [data[:at]]
    while True:
        kind = data[at]
        start = at
        if kind == 0x3B:
            return b"".join([*kept, b";"])
        if kind == 0x2C:
            at = _blocks_end(data, at + 11 + _colours(data[at + 9]))
        elif kind == 0x21:
            at = _blocks_end(data, at + 2)
        else:
            raise DamagedPictureError
        label = data[start + 1]
        if kind == 0x2C or label == 0xF9 or (label == 0xFF and data[start + 3 : start + 14] in _GIF_LOOPS):
            kept.append(data[start:at])


def _colours(flags: int) -> int:
    """The size in bytes of the colour table that these flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> int:
    """The end of a row of sub-blocks."""
    while data[at]:
        at += data[at] + 1
    return at + 1


def _webp(data: bytes) -> tuple[bytes, int, bytes]:
    size = struct.unpack_from("<I", data, 4)[0]
    if size + 8 > len(data):
        raise DamagedPictureError
    kept: list[bytes] = []
    turned, profile = 1, b""
    for name, content in _chunks(data[12 : size + 8]):
        if name == b"VP8X":
            kept.append(_chunk(name, bytes([content[0] & _WEBP_SHOWS, *content[1:10]])))
        elif name == b"ANMF":
            inner = [_chunk(*each) for each in _chunks(content[16:]) if each[0] in _WEBP_KEPT]
            kept.append(_chunk(name, content[:16] + b"".join(inner)))
        elif name in _WEBP_KEPT:
            kept.append(_chunk(name, content))
        elif name == b"EXIF":
            turned = _orientation(content.removeprefix(b"Exif\0\0"))
        elif name == b"ICCP":
            profile = content
    if not kept:
        raise DamagedPictureError
    return _chunk(b"RIFF", b"WEBP" + b"".join(kept)), turned, profile


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        if at + 8 + length > len(data):
            raise DamagedPictureError
        yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + (length & 1)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) & 1)


def _orientation(exif: bytes) -> int:
    """How the picture is to be turned (EXIF 2.32, tag 0x0112); 1 when it does not say."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return 1
    try:
        at = struct.unpack_from(f"{order}I", exif, 4)[0]
        for entry in range(struct.unpack_from(f"{order}H", exif, at)[0]):
            tag, kind, _count, value = struct.unpack_from(f"{order}HHIH", exif, at + 2 + 12 * entry)
            if tag == 0x0112 and kind == 3 and 1 <= value <= 8:
                return int(value)
    except struct.error:
        pass
    return 1


def _drawn_again(data: bytes) -> bytes:
    """The picture upright and in the colours of sRGB, in the same format."""
    from PIL import Image, ImageCms, ImageOps  # noqa: PLC0415  few pictures need it

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as image:
            kind = image.format or "PNG"
            if image.width * image.height > MAX_PIXELS:
                raise DamagedPictureError
            drawn = ImageOps.exif_transpose(image)
            profile = image.info.get("icc_profile")
        if profile and drawn.mode in ("RGB", "RGBA", "L", "CMYK", "P"):
            drawn = drawn.convert("RGBA" if "transparency" in drawn.info else "RGB") if drawn.mode == "P" else drawn
            mode = "RGBA" if drawn.mode == "RGBA" else "RGB"
            try:
                source = ImageCms.ImageCmsProfile(BytesIO(profile))
                converted = ImageCms.profileToProfile(drawn, source, ImageCms.createProfile("sRGB"), outputMode=mode)
                drawn = converted if converted is not None else drawn
            except ImageCms.PyCMSError:
                pass  # a profile that says nothing leaves the colours as they are
        drawn.info.clear()
        packed = BytesIO()
        manner: dict[str, Any] = {"quality": QUALITY, "subsampling": 0} if kind == "JPEG" else {}
        drawn.save(packed, kind, **({"lossless": b"VP8L" in data, "quality": QUALITY} if kind == "WEBP" else manner))
    except (OSError, SyntaxError, Image.DecompressionBombError, *_FAULTS) as error:
        raise DamagedPictureError from error
    return packed.getvalue()
