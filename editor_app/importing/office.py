"""What to say of a Word or ODT file that is read: changes that nobody decided about, and what could not be kept."""

from __future__ import annotations

from pathlib import Path

from editor_app.errors import LettrineError


def decided(path: Path, count: int, *, accept_changes: bool) -> tuple[str, ...]:
    """What to say of ``count`` tracked changes. Raises LettrineError when nobody has decided about them: text that
    someone struck out or proposes must not come in unseen."""
    if not count:
        return ()
    changes = "1 modification suivie" if count == 1 else f"{count} modifications suivies"
    if not accept_changes:
        raise LettrineError(
            f"{path} : {changes} {'attend' if count == 1 else 'attendent'} une décision ; acceptez ou refusez dans le "
            "traitement de texte, ou importez avec --accept-changes pour tout accepter."
        )
    return (f"{path.name} : {changes}, tout a été accepté ; relisez le texte.",)


def extract(text: str) -> str:
    """The start of ``text`` in quotation marks, for messages."""
    line = " ".join(text.split(" ")).strip()
    return f"«\u00a0{line[:60]}{'…' if len(line) > 60 else ''}\u00a0»"
