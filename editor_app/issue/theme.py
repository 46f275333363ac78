"""What a theme is: the colours, fonts, masthead and logo that every format of a letter takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

NEUTRAL: Final = "neutre"
"""The theme of a letter that chose none."""
LEAST_CONTRAST: Final = 4.5
"""Between words and what they stand on (WCAG 2.2, 1.4.3; RGAA 3.2)."""
NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,9}")
MAX_NAME: Final = 40
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


def is_theme_name(text: str) -> bool:
    """Whether ``text`` can name a theme and its folder: small letters, figures and hyphens."""
    return len(text) <= MAX_NAME and NAME.fullmatch(text) is not None


def is_colour(text: str) -> bool:
    """Whether ``text`` is a colour as a palette holds it: ``#`` and six small hexadecimal figures (sRGB)."""
    return _COLOUR.fullmatch(text) is not None


class Font(StrEnum):
    """The families a theme chooses from; each format has its own for each."""

    SERIF = "serif"
    SANS = "sans"


class Masthead(StrEnum):
    """What stands above the letter: its title on the paper, or on a band of the accent colour."""

    PLAIN = "plain"
    BAND = "band"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they are for. Words are written in ``ink``, ``soft`` (captions, signatures) and ``accent``
    (links, kicker); they stand on ``paper``, ``tint`` (boxes) and ``accent_tint``. ``line`` rules; ``ground`` lies
    around the sheet of an e-mail."""

    paper: str
    tint: str
    line: str
    ink: str
    soft: str
    accent: str
    accent_tint: str
    ground: str

    def too_weak(self) -> Iterator[tuple[str, str, float]]:
        """Names of words' colours and of what they stand on that lack contrast, with how much they have."""
        for words in ("ink", "soft", "accent"):
            for behind in ("paper", "tint", "accent_tint"):
                found = contrast(getattr(self, words), getattr(self, behind))
                if found < LEAST_CONTRAST:
                    yield words, behind, found


COLOURS: Final = tuple(field.name for field in fields(Palette))


@dataclass(frozen=True, slots=True)
class Logo:
    """A PNG or JPEG picture, ``path`` in the letter's folder, ``width`` in CSS pixels; ``description`` is what a person
    who does not see it is told."""

    path: str
    description: str
    width: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Theme:
    """``name`` is its folder's, ``title`` what people call it. ``paper`` is the palette of the PDF, of Word and of the
    printed page. ``css`` comes after the web page's own style sheet; it fetches nothing."""

    name: str
    title: str
    light: Palette
    dark: Palette
    paper: Palette
    text: Font = Font.SERIF
    headings: Font = Font.SERIF
    masthead: Masthead = Masthead.PLAIN
    logo: Logo | None = None
    css: str = ""


def contrast(one: str, other: str) -> float:
    """The ratio of luminance between two colours, 1 to 21 (WCAG 2.2, “contrast ratio”)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
