"""Make the return that a proofreader sends back: their remarks, and the texts that these were made on."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from editor_app.errors import LettrineError
from editor_app.exporting.archive import write_archive
from editor_app.exporting.bundle.bag import canonical_json, manifest
from editor_app.exporting.packet.files import DESCRIPTION, FORMAT_NUMBER, MANIFEST, REMARKS, RETURNED, TEXTS
from editor_app.issue.model import Issue
from editor_app.review.annotation import Annotation
from editor_app.storage.annotations import dump_annotations
from editor_app.storage.atomic import write_atomically


def write_return(to: Path, issue: Issue, author: str, remarks: Iterable[Annotation], texts: Mapping[str, str]) -> None:
    """Write the return of ``author`` as the file ``to``, in the form that ``relecture.html`` saves. Raises
    LettrineError when it cannot be written; ``to`` is then as it was."""
    if to.is_dir():
        raise LettrineError(f"{to} : c’est un dossier ; donnez le nom du fichier à faire.")
    described = {
        "format": FORMAT_NUMBER,
        "type": RETURNED,
        "issue": issue.id,
        "number": issue.number,
        "author": author,
    }
    files = {
        REMARKS: dump_annotations(remarks),
        DESCRIPTION: canonical_json(described),
        **{f"{TEXTS}{section}.md": text.encode() for section, text in texts.items()},
    }
    files[MANIFEST] = manifest(files)
    archive = io.BytesIO()
    write_archive(archive, (f"relecture/{path}" for path in files), lambda path: files[path.removeprefix("relecture/")])
    write_atomically(to, archive.getvalue())
