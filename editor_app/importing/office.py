"""What to say of a Word or ODT file that is read: changes that nobody decided about, and what could not be kept."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from editor_app.errors import LettrineError


class Changes(StrEnum):
    """What was decided about tracked changes."""

    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    REFUSED = "refused"


def decided(path: Path, count: int, changes: Changes) -> tuple[str, ...]:
    """What to say of ``count`` tracked changes. Raises LettrineError when nobody has decided about them: text that
    someone struck out or proposes must not come in unseen."""
    if not count:
        return ()
    said = tracked(count)
    if changes is Changes.UNDECIDED:
        raise LettrineError(
            f"{path} : {said} {'attend' if count == 1 else 'attendent'} une décision ; acceptez ou refusez dans le "
            "traitement de texte, ou importez avec --accept-changes ou --refuse-changes pour décider de tout."
        )
    what = "accepté" if changes is Changes.ACCEPTED else "refusé"
    return (f"{path.name} : {said}, tout a été {what} ; relisez le texte.",)


def tracked(count: int) -> str:
    """« 3 modifications suivies »."""
    return "1 modification suivie" if count == 1 else f"{count} modifications suivies"


def extract(text: str) -> str:
    """The start of ``text`` in quotation marks, for messages."""
    line = " ".join(text.split(" ")).strip()
    return f"«\u00a0{line[:60]}{'…' if len(line) > 60 else ''}\u00a0»"
