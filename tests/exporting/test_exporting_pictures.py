"""Pictures in the e-mail and the PDF: each kind that a letter may hold is measured and shown."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage
from tortured import plain_letter

from editor_app.exporting.email.message import letter_email
from editor_app.exporting.pdf.document import letter_pdf
from editor_app.exporting.picture_size import PictureSize, picture_size

GIF = bytes.fromhex("47494638396102000100800000ff000000000021f90400000000002c00000000020001000002020c0a003b")


def picture(kind: str, *, alpha: bool = False) -> bytes:
    """A picture of 40 by 30 pixels."""
    image = QImage(40, 30, QImage.Format.Format_ARGB32 if alpha else QImage.Format.Format_RGB32)
    image.fill(QColor(47, 75, 143, 90 if alpha else 255))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(data.data())


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "gif"])
@pytest.mark.parametrize("alpha", [False, True])
def test_each_kind_is_known_by_its_bytes_and_shown_whatever_its_name(kind: str, alpha: bool) -> None:
    data = GIF if kind == "gif" else picture(kind, alpha=alpha)
    assert picture_size(data) == PictureSize(kind, *((2, 1) if kind == "gif" else (40, 30)))
    letter = replace(plain_letter("![Un rectangle bleu](media/x.bmp)"), files={"media/x.bmp": data})
    assert f"Content-Type: image/{'png' if kind == 'webp' else kind}".encode() in letter_email(letter)
    with pikepdf.open(BytesIO(letter_pdf(letter))) as pdf:
        assert "/XObject" in pdf.pages[0].Resources


@pytest.mark.parametrize("kind", ["png", "jpg", "webp", "gif"])
def test_a_cut_picture_is_never_measured_wrongly(kind: str) -> None:
    data = GIF if kind == "gif" else picture(kind)
    for length in range(min(len(data), 700)):
        assert picture_size(data[:length]) in (None, picture_size(data))


def test_what_is_no_picture_has_no_size() -> None:
    for data in (b"", b"<svg/>", b"\xff\xd8\xff\xff", b"\xff\xd8\xff\xe0\0\0" * 9, b"RIFF....WEBPVP9 "):
        assert picture_size(data) is None
