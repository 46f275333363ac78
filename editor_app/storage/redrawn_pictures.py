"""Draws a picture from elsewhere anew: what a letter holds of it was then written by this program, whatever its bytes
were made to do to whoever reads them."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any, Final

from editor_app.storage.bare_pictures import QUALITY, DamagedPictureError, bare

MAX_PIXELS: Final = 30_000_000
"""Of one picture, all its frames together: some 90 MB while it is drawn."""
_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")


def redrawn(data: bytes, into: str = "") -> bytes:
    """The picture ``data`` (PNG, JPEG, GIF or WebP), upright and in sRGB, written again in its format, or its first
    frame in the format ``into``. Raises DamagedPictureError for anything else, and for one of more than
    ``MAX_PIXELS``."""
    from PIL import Image  # noqa: PLC0415  few letters need it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=_FORMATS) as image:
                kind, frames = str(image.format), int(getattr(image, "n_frames", 1))
                if image.width * image.height * frames > MAX_PIXELS:
                    raise DamagedPictureError
        with Image.open(BytesIO(bare(data)), formats=_FORMATS) as image:
            if into:
                kind, frames = into, 1
            manner: dict[str, Any] = {"save_all": True} if frames > 1 else {}
            if kind == "JPEG":
                manner.update(quality=QUALITY, subsampling=0)
            elif kind == "WEBP":
                manner.update(quality=QUALITY, lossless=b"VP8L" in data)
            packed = BytesIO()
            image.save(packed, kind, **manner)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DamagedPictureError from error
    return packed.getvalue()
