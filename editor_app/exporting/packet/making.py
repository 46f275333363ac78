"""Make the packet that goes to a proofreader: one zip with the texts, the pictures, the outline, what is asked, the
remarks made so far, checksums, a page that any browser opens to proofread and to save what comes back, and a Word file
for those who have only Word."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Final

from editor_app.assets import asset
from editor_app.errors import LettrineError
from editor_app.exporting.archive import write_archive
from editor_app.exporting.bundle.bag import canonical_json, manifest
from editor_app.exporting.format import Letter
from editor_app.exporting.packet.files import (
    DESCRIPTION,
    FORMAT_NUMBER,
    MANIFEST,
    MARKED,
    MAX_BYTES,
    MAX_NAME,
    PAGE,
    README,
    REMARKS,
    SENT,
    TEXTS,
    WORD,
)
from editor_app.exporting.packet.page import packet_page
from editor_app.exporting.packet.word.making import packet_docx
from editor_app.issue.naming import slug
from editor_app.rendering.dates import day_in_words
from editor_app.review.annotation import Annotation, State, text_digest
from editor_app.review.criticmarkup import write_marks
from editor_app.storage.annotations import dump_annotations
from editor_app.storage.atomic import write_atomically


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a proofreader: their name, the day by which it is wanted, and what to look at."""

    reader: str
    before: datetime.date | None = None
    look_at: str = ""


_AS_THEY_ARE: Final = ("media/", "themes/", "issue.yaml")


def make_packet(letter: Letter, remarks: Iterable[Annotation], request: Request, to: Path) -> None:
    """Write the packet as the file ``to``. Raises LettrineError when it cannot be made; ``to`` is then as it was."""
    name = request.reader.strip()
    if not name or len(name) > MAX_NAME or not name.isprintable():
        printable = "".join(letter for letter in name[:40] if letter.isprintable())
        raise LettrineError(f"« {printable} » ne peut pas être le nom de qui relit ; donnez un nom sur une ligne.")
    if to.is_dir():
        raise LettrineError(f"{to} : c’est un dossier ; donnez le nom du fichier à faire.")
    shown = tuple(remark for remark in remarks if remark.state is not State.DELETED)
    texts = {section.id: letter.texts.get(section.id, "") for section in letter.issue.outline.walk() if section.file}
    described = _description(letter, texts, request)
    files = {
        **{path: data for path, data in letter.files.items() if path.startswith(_AS_THEY_ARE)},
        **{f"{TEXTS}{section}.md": text.encode() for section, text in texts.items()},
        **{f"{MARKED}{section}.md": _marked(section, text, shown) for section, text in texts.items()},
        DESCRIPTION: canonical_json(described),
        REMARKS: dump_annotations(shown),
        PAGE: packet_page(letter, texts, shown, described).encode(),
        WORD: packet_docx(letter, texts, name, shown),
        README: _readme(letter, request).encode(),
    }
    files[MANIFEST] = manifest(files)
    if sum(map(len, files.values())) > MAX_BYTES:
        raise LettrineError(f"{to} : les images rendent le paquet trop lourd à envoyer ; allégez-les.")
    root = f"relecture-{letter.issue.number}-{slug(name, 40)}"
    archive = io.BytesIO()
    write_archive(archive, (f"{root}/{path}" for path in files), lambda path: files[path.removeprefix(f"{root}/")])
    write_atomically(to, archive.getvalue())


def _description(letter: Letter, texts: dict[str, str], request: Request) -> dict[str, object]:
    issue = letter.issue
    return {
        "format": FORMAT_NUMBER,
        "type": SENT,
        "issue": issue.id,
        "number": issue.number,
        "title": issue.title,
        "reader": request.reader.strip(),
        "before": request.before.isoformat() if request.before else None,
        "lookAt": request.look_at.strip(),
        "sections": [
            {
                "id": section.id,
                "heading": issue.outline.heading(section.id),
                "depth": len(issue.outline.path(section.id)),
                "textSha256": text_digest(texts[section.id]),
            }
            for section in issue.outline.walk()
            if section.id in texts
        ],
    }


def _marked(section: str, text: str, remarks: Iterable[Annotation]) -> bytes:
    digest = text_digest(text)
    about = (remark for remark in remarks if remark.target.section == section)
    placed = (remark for remark in about if remark.target.quote is None or remark.target.digest == digest)
    return write_marks(text, placed).encode()


def _readme(letter: Letter, request: Request) -> str:
    return Template(asset("review", "LISEZMOI.txt").read_text(encoding="utf-8")).substitute(
        title=letter.issue.title,
        line="=" * min(72, len(letter.issue.title)),
        reader=request.reader.strip(),
        before=f" avant le {day_in_words(request.before)}" if request.before else "",
        look_at=f"\nÀ regarder surtout : {request.look_at.strip()}\n" if request.look_at.strip() else "",
    )
