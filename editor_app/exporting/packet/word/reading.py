"""Read the Word file of a packet as it came back from a proofreader, without believing anything that it says about
itself."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from editor_app.errors import LettrineError
from editor_app.exporting.packet.files import MAX_REMARKS, Returned, refused
from editor_app.exporting.packet.word.alignment import Aligned, align
from editor_app.exporting.packet.word.base import ROOT, NewerError, WordBase, base_from
from editor_app.exporting.packet.word.making import NAMELESS, PROPERTY_ISSUE
from editor_app.exporting.packet.word.people import Saved
from editor_app.exporting.packet.word.remarks import WordRemarks
from editor_app.exporting.packet.word.revisions import MARK, Revised, TooLongError, answers_by_place, read_revised
from editor_app.review.changes import Cell, Change
from editor_app.storage.office_file import OfficeFile
from editor_app.storage.system_errors import unreadable
from editor_app.storage.zip_directory import directory_of

MAX_FILE: Final = 48 * 1024**2
MAX_ELEMENTS: Final = 250_000
"""Of one part: Word writes some five for each run of words."""
MAX_NAMES: Final = 2_000
MAX_ITEMS: Final = 50
TELLING: Final = 40
"""A paragraph this long (code points) tells a letter from others."""
_DOCUMENT: Final = "word/document.xml"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOTES: Final = {"footnoteReference": "word/footnotes.xml", "endnoteReference": "word/endnotes.xml"}
_ITEM: Final = re.compile(r"customXml/item\d{0,4}\.xml")
_OLD_WORD: Final = b"\xd0\xcf\x11\xe0"


def is_word(path: Path) -> bool:
    """Whether the file is a Word document, or one that only Word opens. Raises LettrineError when it cannot be read, or
    is a text of another word processor."""
    try:
        with path.open("rb") as file:
            if file.read(len(_OLD_WORD)) == _OLD_WORD:
                return True
            directory = directory_of(file)
            if directory is None or directory.large_format or directory.entries > MAX_NAMES:
                return False
            names = frozenset(zipfile.ZipFile(file).namelist())
    except OSError as error:
        raise unreadable(path, error) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError):
        return False
    if {"mimetype", "content.xml"} <= names:
        raise LettrineError(f"{path} : c’est un texte ODT ; enregistrez-le au format Word (.docx), puis recommencez.")
    return "[Content_Types].xml" in names


def is_from_packet(path: Path) -> bool:
    """Whether the Word file says that it came out of a packet, of whatever letter and version. Raises LettrineError
    when it cannot be read."""
    office = OfficeFile(path, max_file=MAX_FILE, max_elements=MAX_ELEMENTS)
    items = [name for name in office.names if _ITEM.fullmatch(name)][:MAX_ITEMS]
    return any(office.xml(name).tag == ROOT for name in items) or _names_a_letter(office)


def _names_a_letter(office: OfficeFile) -> bool:
    name = "docProps/custom.xml"
    return name in office.names and any(node.get("name") == PROPERTY_ISSUE for node in office.xml(name))


def read_word_return(path: Path, bases: Callable[[], Iterable[WordBase]] = tuple) -> Returned:
    """Read the Word file of a packet as it came back. When it has lost what it carried of the letter, as through a
    program that keeps none of it, it is taken for the one of ``bases`` that it has the words of.

    Raises LettrineError, with one sentence, for a file that did not come out of a packet, is of a newer format, or is
    not safe to read; writes nothing and opens nothing that the file names.
    """
    office = OfficeFile(path, max_file=MAX_FILE, max_elements=MAX_ELEMENTS)
    if _DOCUMENT not in office.names:
        raise office.damaged()
    carried = _base(office)
    saved = Saved.of(office, carried.reader if carried else NAMELESS)
    body = office.xml(_DOCUMENT).find(f"{_W}body")
    if body is None:
        raise office.damaged()
    roots = {name: office.xml(name) for name in office.names if name in _READ}
    try:
        revised = read_revised(
            body,
            {kind: roots[name] for kind, name in _NOTES.items() if name in roots},
            roots.get("word/comments.xml"),
            roots.get("word/commentsExtended.xml"),
            change=saved.change,
        )
        base = carried or _likest(office, revised, bases())
        if _by_libreoffice(office):
            revised.remarks = answers_by_place(revised.remarks)
        if len(revised.remarks) > MAX_REMARKS:
            raise refused(path, f"il y a plus de {MAX_REMARKS} remarques")
        untracked = Change(saved.author, saved.when)
        aligned = align(base, revised, untracked)
        _keep_emptied_notes(base, aligned, untracked)
        remarks = tuple(WordRemarks(base, saved, revised, aligned).all())
    except TooLongError as error:
        raise refused(path, "ce fichier Word contient bien plus de texte qu’une lettre") from error
    except ValueError as error:
        raise refused(path, "ce fichier Word ne ressemble plus à la lettre partie") from error
    if len(remarks) > MAX_REMARKS:
        raise refused(path, f"il y a plus de {MAX_REMARKS} remarques")
    return Returned(path, base.issue, base.reader, remarks, base.texts)


def _keep_emptied_notes(base: WordBase, aligned: Aligned, untracked: Change) -> None:
    """Undo what nobody did: LibreOffice 7.4 loses the words of all notes of a file with tracked changes, but not the
    calls for them."""
    notes: dict[int, list[Cell]] = defaultdict(list)
    for owner, cell in zip(aligned.owners, aligned.cells, strict=True):
        if base.paragraphs[owner].note and cell.text != MARK:
            notes[owner].append(cell)
    for cells in notes.values():
        if all(cell.deleted is untracked for cell in cells):
            for cell in cells:
                cell.deleted = None


def _by_libreoffice(office: OfficeFile) -> bool:
    name = "docProps/app.xml"
    return name in office.names and any(
        node.tag.endswith("}Application") and (node.text or "").startswith("LibreOffice") for node in office.xml(name)
    )


_READ: Final = frozenset({*_NOTES.values(), "word/comments.xml", "word/commentsExtended.xml"})


def _base(office: OfficeFile) -> WordBase | None:
    """What the file carries of the letter that it was made from."""
    for name in [name for name in office.names if _ITEM.fullmatch(name)][:MAX_ITEMS]:
        root = office.xml(name)
        if root.tag != ROOT:
            continue
        try:
            return base_from(root.text or "")
        except NewerError as error:
            raise LettrineError(
                f"{office.path} : ce fichier Word vient d’une version plus récente de Lettrine ; "
                "mettez Lettrine à jour."
            ) from error
        except ValueError as error:
            raise refused(office.path, "ce qu’il garde de la lettre partie est abîmé") from error
    return None


def _likest(office: OfficeFile, revised: Revised, bases: Iterable[WordBase]) -> WordBase:
    """The base of which most paragraphs are in the document. Raises LettrineError when none has half of its own there:
    a remark on the wrong words is worse than none."""
    words = "".join(piece.text for piece in revised.pieces if piece.inserted is None)
    present = {" ".join(paragraph.split()) for paragraph in words.split(MARK)}

    def share(base: WordBase) -> float:
        telling = [paragraph.text for paragraph in base.paragraphs if len(paragraph.text) >= TELLING]
        return sum(" ".join(text.split()) in present for text in telling) / max(1, len(telling))

    best = max(bases, key=share, default=None)
    if best is not None and share(best) >= 1 / 2:
        return best
    if _names_a_letter(office):
        raise LettrineError(
            f"{office.path} : ce fichier Word a perdu le texte de départ que le paquet y avait mis ; demandez à la "
            "personne de l’enregistrer avec Word ou LibreOffice, ou de passer par relecture.html."
        )
    raise LettrineError(
        f"{office.path} : ce fichier Word ne vient pas d’un paquet de relecture ; "
        "pour en prendre le texte, importez-le."
    )
