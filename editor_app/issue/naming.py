"""Names made from titles: ids of sections and names of files, in letters that every system accepts."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Container

from editor_app.issue.outline import Kind, Section


def slug(title: str, length: int = 40) -> str:
    """``title`` in lower case without accents, words joined by hyphens, cut between words to at most ``length``:
    « Les êtres humains » gives ``les-etres-humains``. « sans-titre » when nothing is left."""
    folded = unicodedata.normalize("NFKD", title.casefold().replace("œ", "oe").replace("æ", "ae"))
    words = re.findall("[a-z0-9]+", "".join(letter for letter in folded if not unicodedata.combining(letter)))
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word[:length]
        if len(longer) > length:
            break
        name = longer
    return name or "sans-titre"


def section_id(kind: Kind, title: str, taken: Container[str] = ()) -> str:
    """An id that is not in ``taken``: the kind for what a letter has once, else from the title."""
    base = kind.value if kind in (Kind.EDITORIAL, Kind.SUMMARY, Kind.PROGRAMME) else slug(title)
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def section_file(identifier: str) -> str:
    """Where the text of the section of that id is kept."""
    return f"sections/{identifier}.md"


def new_section(kind: Kind, title: str) -> Section:
    """An empty section to put into an outline. Its id has a random part, so that it is never that of a section which
    was there before."""
    identifier = f"{slug(title)}-{secrets.token_hex(4)}"
    return Section(identifier, kind, title, file=None if kind is Kind.SUMMARY else section_file(identifier))
