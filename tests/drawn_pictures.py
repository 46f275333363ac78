"""Small pictures of every kind a letter may hold, bare or with everything that cameras and programs hide in them."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo

CAMERA = "Boîtier-temoin-7391"
PLACE = (48.0, 51.0, 30.25)
"""The latitude that hides in a picture: degrees, minutes, seconds."""

XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><by>{CAMERA}</by></x:xmpmeta>'.encode()


def png(shade: int = 0, *, size: int = 4) -> bytes:
    """A grey square, written by hand: nothing but what shows."""
    rows = (b"\0" + bytes([shade]) * size) * size
    header = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 0)) + _chunk(b"IEND", b"")
    )


def talkative(kind: str, *, turned: int = 1, profile: bytes | None = None, size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture (PNG, JPEG, GIF or WEBP) with a place, a camera, a thumbnail's worth of EXIF, XMP, a remark and more
    after its end. Its upper left is red, the rest blue."""
    image = Image.new("RGB", size, (20, 60, 160))
    image.paste((220, 30, 30), (0, 0, size[0] // 2, size[1] // 2))
    exif = image.getexif()
    exif[Base.Orientation] = turned
    exif[Base.Model] = exif[Base.Artist] = CAMERA
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = PLACE
    options: dict[str, object] = {} if kind == "GIF" else {"exif": exif}
    if kind == "PNG":
        text = PngInfo()
        text.add_text("Author", CAMERA)
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"] = text
    elif kind == "WEBP":
        options |= {"xmp": XMP, "lossless": True}
    elif kind == "JPEG":
        options |= {"xmp": XMP, "comment": CAMERA.encode(), "quality": 95}
    else:
        options["comment"] = CAMERA.encode()
    if profile is not None:
        options["icc_profile"] = profile
    packed = BytesIO()
    image.save(packed, kind, **options)
    return packed.getvalue() + CAMERA.encode()


def srgb_profile() -> bytes:
    """The profile that most photographs carry."""
    return bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
