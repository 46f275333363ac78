"""What a packet's files are called and what they may hold, for those who make packets and those who read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from editor_app.errors import LettrineError
from editor_app.review.annotation import Annotation

FORMAT_NUMBER: Final = 1
DESCRIPTION: Final = "relecture.json"
"""Who the packet is for, of which letter; in a return, who wrote it."""
MANIFEST: Final = "manifest-sha256.txt"
REMARKS: Final = "annotations.jsonl"
PAGE: Final = "relecture.html"
WORD: Final = "relecture.docx"
README: Final = "LISEZMOI.txt"
TEXTS: Final = "sections/"
"""Each section's text by its id, as it was when the packet was made."""
MARKED: Final = "criticmarkup/"
"""Each section's text by its id, with the remarks made so far as CriticMarkup."""
SENT: Final = "packet"
RETURNED: Final = "return"
MAX_DESCRIPTION: Final = 256 * 1024
MAX_REMARKS: Final = 5_000
MAX_NAME: Final = 120
MAX_BYTES: Final = 128 * 1024**2
MAX_TEXT: Final = 4 * 1024**2
"""Of one section, in bytes."""
SECTION: Final = re.compile(r"sections/([^/]+)\.md")
"""The name of a section's text; the group is its id."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a proofreader sent back: for which issue, who they say they are, their remarks, and by section id the texts
    that these were made on. A Word file may have passed through several hands: its remarks then have other authors
    too."""

    path: Path
    issue: str
    author: str
    remarks: tuple[Annotation, ...]
    texts: Mapping[str, str]


def refused(path: Path, why: str) -> LettrineError:
    """The error to raise for a return that cannot be read."""
    return LettrineError(f"{path} : cette relecture ne peut pas être lue, {why} ; demandez un nouvel envoi.")
