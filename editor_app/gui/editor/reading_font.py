"""Finds a serif set to be read: the system's own, with the line spacing of a book.

``QPlainTextEdit`` ignores the line height of block formats, but it does count the height that a font declares. So the
faces of the chosen serif are registered a second time, in memory and for this process alone, under another family name
and taller; glyphs, widths and kerning stay what they are, and a key costs what it costs in a bare editor.
"""

from __future__ import annotations

import struct
import sys
from array import array
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QRawFont

FAMILIES = ("Noto Serif", "Source Serif 4", "DejaVu Serif", "serif")
SIZE = 16  # pixels
LINE_HEIGHT = 1.65  # of the size

_TABLES = (
    *("head", "hhea", "hmtx", "maxp", "cmap", "OS/2", "post", "cvt", "fpgm", "prep", "gasp", "loca", "glyf", "CFF"),
    *("BASE", "GDEF", "GPOS", "GSUB", "VORG", "kern", "vhea", "vmtx"),
)
_VARIABLE = "fvar"


def _name_table(family: str, style: str) -> bytes:
    """A ``name`` table (OpenType) with the four records a font database reads."""
    texts = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family}-{style}".replace(" ", "")}
    records, strings = b"", b""
    for number, text in texts.items():
        value = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, number, len(value), len(strings))
        strings += value
    return struct.pack(">3H", 0, len(texts), 6 + len(records)) + records + strings


def _spaced(tables: dict[str, bytes], line_height: float) -> None:
    """Make a line ``line_height`` times the size, the extra shared above and below as in CSS (``hhea``, ``OS/2``)."""
    (units,) = struct.unpack_from(">H", tables["head"], 18)
    ascender, descender, gap = struct.unpack_from(">3h", tables["hhea"], 4)
    extra = max(0, round(units * line_height) - ascender + descender - gap)
    ascender, descender = ascender + extra // 2, descender - (extra - extra // 2)
    hhea, os2 = bytearray(tables["hhea"]), bytearray(tables["OS/2"])
    struct.pack_into(">2h", hhea, 4, ascender, descender)
    struct.pack_into(">3h2H", os2, 68, ascender, descender, gap, ascender, -descender)
    tables["hhea"], tables["OS/2"] = bytes(hhea), bytes(os2)


def _checksum(data: bytes) -> int:
    words = array("I", data + bytes(-len(data) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def _font_file(tables: dict[str, bytes]) -> bytes:
    """The tables as one OpenType file."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    version = b"OTTO" if "CFF" in tables else b"\0\1\0\0"
    header = version + struct.pack(">4H", count, power * 16, power.bit_length() - 1, (count - power) * 16)
    offset, directory, body = 12 + 16 * count, b"", b""
    for tag in sorted(tables):
        data = tables[tag]
        directory += tag.ljust(4).encode() + struct.pack(">3I", _checksum(data), offset + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return header + directory + body


def _register_spaced(base: QFont, family: str, bold: bool, italic: bool) -> bool:
    face = QFont(base)
    face.setBold(bold)
    face.setItalic(italic)
    raw = QRawFont.fromFont(face)
    tables = {tag: bytes(raw.fontTable(tag.ljust(4)).data()) for tag in _TABLES}
    tables = {tag: data for tag, data in tables.items() if data}
    if not {"head", "hhea", "OS/2", "cmap"} <= tables.keys() or raw.fontTable(_VARIABLE):
        return False
    style = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "Bold Italic"}
    tables["name"] = _name_table(family, style[bold, italic])
    _spaced(tables, LINE_HEIGHT)
    return QFontDatabase.addApplicationFontFromData(_font_file(tables)) >= 0


@cache
def _spaced_family(base_family: str) -> str | None:
    """The name of the spaced copy of ``base_family``, or nothing where its faces cannot be read."""
    family = f"Lettrine {base_family}"
    base = QFont(base_family)
    if not _register_spaced(base, family, bold=False, italic=False):
        return None
    for bold, italic in ((True, False), (False, True), (True, True)):
        _register_spaced(base, family, bold, italic)
    return family


def reading_font(size: int = SIZE) -> QFont:
    """The font of the text being written, ``size`` in pixels; with the serif's own spacing where it cannot be set."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(size)
    font.setStyleHint(QFont.StyleHint.Serif)
    spaced = _spaced_family(QFontInfo(font).family())
    if spaced:
        font.setFamilies([spaced, *FAMILIES])
    return font
