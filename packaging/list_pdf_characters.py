"""Make resources/pdf/characters.txt again: the characters that the fonts within the typst package can draw.

Run it when the lock takes another typst (it needs fontTools): ``python packaging/list_pdf_characters.py``. The test of
the PDF compiles every character of the list and fails when one cannot be drawn.
"""

from __future__ import annotations

import io
import itertools
import re
import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import typst
from fontTools.ttLib import TTFont, TTLibError

LIST = Path(__file__).parents[1] / "resources" / "pdf" / "characters.txt"
HEAD = """\
# Made by packaging/list_pdf_characters.py: what the fonts in the typst package can draw, in hexadecimal;
# "upright" for what they draw neither in bold nor in italics.
"""
FAMILIES = {
    "Libertinus Serif": "Libertinus Serif Regular",
    "NewComputerModern10": "NewComputerModern10-Regular",
    "NewComputerModernMath": "NewComputerModernMath-Regular",
    "DejaVu Sans Mono": "DejaVu Sans Mono",
}
"""The families of the template, and the upright style of each."""

INVISIBLE = {0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0xFE0E, 0xFE0F}
"""Characters without a drawing that the typesetter leaves out by itself."""


def fonts(data: bytes) -> dict[str, set[int]]:
    """The code points of every OpenType font embedded in ``data``, by the font's full name."""
    found = {}
    for match in re.finditer(rb"OTTO|\x00\x01\x00\x00", data):
        start = match.start()
        count = struct.unpack(">H", data[start + 4 : start + 6])[0]
        tables = [data[start + 12 + 16 * each : start + 28 + 16 * each] for each in range(count)]
        if not 5 < count < 40 or not all(re.match(rb"[ -~]{4}", table) for table in tables):
            continue
        end = max(sum(struct.unpack(">4sLLL", table)[2:]) for table in tables)
        try:
            font = TTFont(io.BytesIO(data[start : start + end + 4]))
            found[font["name"].getDebugName(4)] = set(font.getBestCmap())
        except (TTLibError, KeyError, struct.error, AssertionError, TypeError):
            continue
    return found


def may_stand(code: int) -> bool:
    """PDF/A allows no private character; controls and the byte order mark have no place in a text."""
    return unicodedata.category(chr(code)) not in {"Cc", "Co", "Cs", "Cn"} and code != 0xFEFF


def main() -> None:
    (library,) = Path(typst.__file__).parent.glob("_typst*")
    known = fonts(library.read_bytes())
    always, upright = set(INVISIBLE), set()
    for family, regular in FAMILIES.items():
        always |= set.intersection(*(codes for name, codes in known.items() if name.startswith(family)))
        upright |= known[regular]
    lines = [*ranges(always, ""), *ranges(upright - always, " upright")]
    LIST.write_text(HEAD + "\n".join(lines) + "\n", encoding="ascii")


def ranges(codes: set[int], mark: str) -> Iterator[str]:
    """A line for each run of ``codes``."""
    for _, run in itertools.groupby(enumerate(sorted(filter(may_stand, codes))), lambda pair: pair[1] - pair[0]):
        members = [code for _, code in run]
        yield f"{members[0]:04X}" + (f"-{members[-1]:04X}" if len(members) > 1 else "") + mark


if __name__ == "__main__":
    main()
