"""Says who did what in a Word file, and when, from what Word wrote of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from editor_app.exporting.packet.files import MAX_NAME
from editor_app.exporting.packet.word.revisions import moment
from editor_app.review.changes import Change
from editor_app.storage.office_file import OfficeFile

_NOBODY: Final = frozenset(
    {
        "",
        "author",
        "auteur",
        "auteur inconnu",
        "unknown author",
        "unknown",
        "utilisateur",
        "utilisateur windows",
        "windows user",
        "microsoft office user",
        "utilisateur de microsoft office",
        "microsoft account",
        "compte microsoft",
        "user",
    }
)
"""Names that Word and LibreOffice write for people who never gave theirs."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Who saved the file last, and when. ``reader`` stands for those who gave no name."""

    author: str
    when: datetime.datetime
    reader: str

    @classmethod
    def of(cls, office: OfficeFile, reader: str) -> Saved:
        """As the document's properties say; the file's own date where they say nothing."""
        root = office.xml("docProps/core.xml") if "docProps/core.xml" in office.names else None
        values = {} if root is None else {node.tag.rpartition("}")[2]: node.text or "" for node in root}
        when = moment(values.get("modified", ""))
        if when is None:
            seconds = int(office.path.stat().st_mtime)
            when = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
        return cls(_name(values.get("lastModifiedBy", ""), reader), when, reader)

    def name(self, written: str) -> str:
        """The name that Word wrote; the reader's where it is none."""
        return _name(written, self.reader)

    def change(self, author: str, date: str) -> Change:
        """Who made a tracked change, and when."""
        return Change(self.name(author), moment(date) or self.when)


def _name(written: str, reader: str) -> str:
    name = " ".join("".join(letter if letter.isprintable() else " " for letter in written[: 2 * MAX_NAME]).split())
    return reader if name.casefold() in _NOBODY else name[:MAX_NAME]
