"""Checks that pictures are described for people who do not see them (RGAA 4.1, criteria 1.1 and 1.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from editor_app.proofing.diagnostic import Category, Diagnostic, Severity
from editor_app.proofing.layer import Prose
from editor_app.proofing.prose import pictures

MISSING = "accessibility/missing-description"
FORMAT = "accessibility/format-as-description"

_FORMATS = "jpe?g|png|gif|svg|webp|bmp|tiff?|heic|avif|pdf"
_FORMAT = re.compile(
    rf"(?:image|photo|fichier|visuel|logo)?[\s:.(]*\.?(?:{_FORMATS})\)?(?:[\s\u00a0,–-]*[\d.,]+\s*[kmg]?[ob])?",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(rf"\S+\.(?:{_FORMATS})|(?:img|dsc|dscn|image|photo|scan|pict)[_\s-]?\d{{2,}}", re.IGNORECASE)


def describes_nothing(description: str, file: str = "") -> bool:
    """Whether a description is only the format or the name of the picture's file."""
    words = description.strip()
    names = (PurePosixPath(file).name.casefold(), PurePosixPath(file).stem.casefold()) if file else ()
    return bool(_FORMAT.fullmatch(words) or _FILE_NAME.fullmatch(words)) or (bool(words) and words.casefold() in names)


def format_as_description(description: str, start: int, severity: Severity = Severity.ERROR) -> Diagnostic:
    """The diagnostic of a description, at ``start``, that says nothing of what the picture shows."""
    return Diagnostic(
        FORMAT,
        Category.ACCESSIBILITY,
        severity,
        start,
        start + len(description),
        description,
        f"« {description.strip()} » ne décrit pas l’image : dites ce qu’elle montre.",
    )


def missing_description(text: str, start: int, severity: Severity = Severity.ERROR) -> Diagnostic:
    """The diagnostic of a picture without description; ``text`` is what stands at ``start``, maybe nothing."""
    return Diagnostic(
        MISSING,
        Category.ACCESSIBILITY,
        severity,
        start,
        start + len(text),
        text,
        "L’image n’a pas de description : dites ce qu’elle montre à qui ne la voit pas.",
    )


class Pictures:
    """The layer of the pictures written in Markdown, ``![description](file)``."""

    def check(self, prose: Prose) -> Iterator[Diagnostic]:
        if "![" not in prose.source:
            return
        for picture in pictures(prose.source):
            description = prose.source[picture.alt_start : picture.alt_end]
            if not description.strip():
                yield missing_description(prose.source[picture.start : picture.alt_end + 1], picture.start)
            elif describes_nothing(description, picture.target.strip("()[]").partition(" ")[0]):
                yield format_as_description(description, picture.alt_start)
