"""Gives each picture of the web page its place before it is loaded, and a telephone a smaller file to load."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import PurePosixPath
from re import Match
from typing import Any, Final
from urllib.parse import quote, unquote

from PIL import Image

from editor_app.exporting.picture_size import PictureSize, picture_size

WIDTHS: Final = (480, 960)
"""Pixels: a telephone's screen, the column of text on a fine one."""

SIZES: Final = "(min-width: 48rem) 711px, calc(100vw - 2.5rem)"
"""How wide the page shows a picture: see ``body`` in ``page.css``."""

_AT_ONCE: Final = 4
"""Pictures drawn at a time: a large one takes 50 MB."""

_QUALITY: Final = 82
_WORTH: Final = 0.85
"""A smaller picture that is not smaller than this part of the file is not worth another file."""

_PICTURE: Final = re.compile(r"<img\b[^>]*>")
_SOURCE: Final = re.compile(r' src="([^"]+)"')


def responsive(html: str, files: Mapping[str, bytes]) -> tuple[str, dict[str, bytes]]:
    """``html`` with width, height and smaller sizes on each picture of ``files``; the smaller ones by their path."""
    sources = (_SOURCE.search(mark) for mark in _PICTURE.findall(html))
    paths = list(dict.fromkeys(unquote(unescape(source[1])) for source in sources if source))
    with ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1)) as pool:  # Pillow draws beside the interpreter's lock
        drawn = pool.map(lambda path: _drawn(files.get(path, b"")), paths)
        made: dict[str, bytes] = {}
        marks = {path: _attributes(path, found, files, made) for path, found in zip(paths, drawn, strict=True) if found}

    def marked(found: Match[str]) -> str:
        source = _SOURCE.search(found[0])
        return f"{found[0][:-1]}{marks.get(unquote(unescape(source[1])), '') if source else ''}>"

    return _PICTURE.sub(marked, html), made


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A picture's own size, and the smaller ones that are worth it by their width."""

    size: PictureSize
    smaller: Mapping[int, bytes]


def _drawn(data: bytes) -> _Drawn | None:
    size = picture_size(data)
    if size is None:
        return None
    smaller = {}
    for width in WIDTHS:
        made = _smaller(data, size, width)
        if made is None:
            break
        smaller[width] = made
    return _Drawn(size, smaller)


def _attributes(path: str, drawn: _Drawn, files: Mapping[str, bytes], made: dict[str, bytes]) -> str:
    candidates = []
    for width, smaller in drawn.smaller.items():
        place = PurePosixPath(path)
        name = f"{place.with_suffix('')}-{width}{place.suffix}"
        if name not in files and name not in made:
            made[name] = smaller
            candidates.append(f"{quote(name)} {width}w")
    placed = f' width="{drawn.size.width}" height="{drawn.size.height}"'
    if not candidates:
        return placed
    candidates.append(f"{quote(path)} {drawn.size.width}w")
    return f'{placed} srcset="{", ".join(candidates)}" sizes="{SIZES}"'


def _smaller(data: bytes, size: PictureSize, width: int) -> bytes | None:
    """The picture ``width`` pixels wide in the same format; None when it is not worth it, moves, or is damaged."""
    if size.width < width * 5 // 4 or size.kind == "gif":
        return None
    height = max(1, round(size.height * width / size.width))
    packed = BytesIO()
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as image:
            if getattr(image, "n_frames", 1) > 1:
                return None
            if size.kind == "jpeg":
                image.draft(None, (2 * width, 2 * height))
            few = image.mode in ("P", "1") and "transparency" not in image.info
            drawn = image.convert("RGB" if few else "RGBA" if "transparency" in image.info else image.mode)
            drawn = drawn.resize((width, height), Image.Resampling.LANCZOS)
            if few:  # in its own colours, so that flat ones stay flat
                drawn = drawn.quantize(palette=image if image.mode == "P" else None, dither=Image.Dither.NONE)
            drawn.info.clear()
            manner: dict[str, Any] = {} if size.kind == "png" else {"quality": _QUALITY}
            drawn.save(packed, size.kind, **manner)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return packed.getvalue() if len(packed.getvalue()) < _WORTH * len(data) else None
