"""Takes a picture in: drawn anew, so that nothing hidden in the file (place, camera, thumbnail) comes with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, Qt
from PySide6.QtGui import QImageReader

from editor_app.errors import LettrineError
from editor_app.issue.media_kinds import MediaKind, media_kind, why_not
from editor_app.issue.naming import slug

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes."""
LONGEST_SIDE = 2400
"""Pixels; a page never shows more, even on a fine screen."""
JPEG_QUALITY = 88


def clean_picture(path: Path) -> tuple[str, bytes]:
    """A name fit for any system, and the picture as PNG (drawings, transparency) or JPEG (photographs), turned upright
    and no larger than ``LONGEST_SIDE``. Raises LettrineError for what is no picture, or is too large."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _refused(path, _tr("ce fichier ne peut pas être lu, vérifiez son nom")) from error
    if size > LARGEST_FILE:
        raise _refused(path, _tr("cette image dépasse 64 Mo, réduisez-la"))
    if media_kind(path.name) is MediaKind.DRAWING:
        raise _refused(path, why_not(MediaKind.DRAWING))
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    kind = bytes(reader.format().data())
    if kind not in (b"png", b"jpeg", b"gif", b"webp", b"bmp", b"tiff"):
        raise _refused(path, _tr("ce n’est pas une image PNG, JPEG, GIF ou WebP"))
    whole = reader.size()
    if max(whole.width(), whole.height()) > LONGEST_SIDE:
        reader.setScaledSize(whole.scaled(LONGEST_SIDE, LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise _refused(path, _tr("cette image est abîmée"))
    for key in image.textKeys():
        image.setText(key, "")
    photograph = kind == b"jpeg" and not image.hasAlphaChannel()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG" if photograph else "PNG", JPEG_QUALITY if photograph else -1)  # type: ignore[call-overload]
    return f"{slug(path.stem)}.{'jpg' if photograph else 'png'}", bytes(data.data())


def _tr(text: str) -> str:
    return QCoreApplication.translate("pictures", text)


def _refused(path: Path, why: str) -> LettrineError:
    return LettrineError(f"{path.name} : {why}.")
