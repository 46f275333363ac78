"""How a letter comes to be open: begun, imported, received, or taken up where it was left."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path
from typing import TYPE_CHECKING

from editor_app import assets
from editor_app.desk.letter import Desk
from editor_app.errors import LettrineError
from editor_app.importing.office import Changes
from editor_app.issue.model import Issue
from editor_app.issue.outline import Status
from editor_app.storage import library
from editor_app.storage.folder import ISSUE_FILE, IssueFolder, copy_tree
from editor_app.storage.kept_letter import clone
from editor_app.storage.themes import letter_theme_files

if TYPE_CHECKING:
    from editor_app.importing.reading import Imported
    from editor_app.storage.exchange import Login, Progress


def new_letter(path: Path, number: int, earlier: Path | None = None) -> Desk:
    """Make a new issue in the folder ``path``: from the built-in model, or from an earlier issue, whose outline, people
    and words are carried over and whose texts are not. Raises LettrineError when ``path`` holds something already."""
    issue, texts, theme = _begun(number, earlier)
    return Desk(IssueFolder.create(path, issue, texts, theme))


def import_letter(source: Path, path: Path, changes: Changes = Changes.UNDECIDED) -> tuple[Desk, Imported]:
    """Read a text, Markdown, HTML, Word or ODT file as a new issue in the folder ``path``. What was not understood is
    listed in the answer. Raises LettrineError when the file cannot be read, holds tracked changes that nobody
    decided about, or ``path`` holds something already."""
    from editor_app.importing import reading

    imported = reading.read(source, changes)
    return Desk(IssueFolder.create(path, imported.issue, imported.texts, imported.media)), imported


def new_in_library(number: int, earlier: Path | None = None) -> Desk:
    """``new_letter`` in a folder of its own where letters live, named after the letter."""
    issue, texts, theme = _begun(number, earlier)
    return Desk(IssueFolder.create(_free_folder(issue), issue, texts, theme))


def import_to_library(source: Path, changes: Changes = Changes.UNDECIDED) -> tuple[Desk, Imported]:
    """``import_letter`` into a folder of its own where letters live, named after the letter."""
    from editor_app.importing import reading

    imported = reading.read(source, changes)
    folder = IssueFolder.create(_free_folder(imported.issue), imported.issue, imported.texts, imported.media)
    return Desk(folder), imported


def library_folder() -> Path:
    """Where letters live: ``LETTRINE_ISSUES``, else ``./issues``, else the person's Documents/Lettrine."""
    return library.issues_folder()


def import_into(
    source: Path, issue: Path, section_id: str, changes: Changes = Changes.UNDECIDED
) -> tuple[Desk, tuple[str, ...]]:
    """Put a file's text at the end of one section, its pictures into the letter; the answer lists what could not be
    kept. Raises LettrineError as ``import_letter`` does; nothing is changed then."""
    from editor_app.desk.contributions import beside, read_contribution, with_pictures

    desk = Desk.open(issue)
    if section_id not in desk.issue.outline or desk.issue.outline.find(section_id).file is None:
        raise LettrineError(
            f"{issue} : aucune rubrique de texte ne s’appelle « {section_id} » ; leurs noms sont dans {ISSUE_FILE}."
        )
    read = read_contribution(source, changes, with_title=False)
    before = desk.texts.get(section_id, "").rstrip("\n")
    own = dataclasses.replace(read, text=beside(read.text, before))
    with_pictures(desk, own, lambda text: desk.save_text(section_id, f"{before}\n\n{text}" if before else text))
    if desk.issue.outline.find(section_id).status is Status.TODO:
        outline = desk.issue.outline.change(section_id, lambda s: dataclasses.replace(s, status=Status.DRAFT))
        desk.save_issue(dataclasses.replace(desk.issue, outline=outline))
    return desk, read.not_understood


def pasted(html: str) -> tuple[str, tuple[str, ...]]:
    """The Markdown of what was pasted out of a word processor or a web page, and what could not be kept; changes
    nothing. Raises LettrineError when it is too long or nested too deep."""
    from editor_app.importing.pasted import read_pasted

    return read_pasted(html)


def fetch_shared(remote: str, path: Path) -> Desk:
    """Make the folder ``path`` from a letter that is shared on a Git remote, and share it there from now on. Raises
    LettrineError."""
    desk = Desk(clone(remote, lambda _issue: path))
    desk.sync(remote)
    return desk


def fetch_to_library(remote: str, progress: Progress | None = None) -> Desk:
    """``fetch_shared`` into a folder of its own where letters live, named after the letter; also raises what
    ``progress`` raises."""
    desk = Desk(clone(remote, _free_folder, progress))
    desk.sync(remote, progress=progress)
    return desk


def remember_login(address: str, login: Login) -> None:
    """Use this login at that Git remote until the program ends. Once it has let the person in, the credential helper
    that Git was given, if any, is told of it; Lettrine itself writes it nowhere."""
    from editor_app.storage import remote_access

    remote_access.remember_login(address, login)


def open_sample() -> Desk:
    """Open the person's copy of the sample letter, made the first time. Raises LettrineError when it cannot be."""
    path = library.personal_folder() / assets.SAMPLE_LETTER
    if not path.exists():
        copy_tree(assets.sample_letter(), path)
    return Desk.open(path)


def _begun(number: int, earlier: Path | None) -> tuple[Issue, dict[str, str], dict[str, bytes]]:
    """The new letter's values, its texts by section, and the files of its theme."""
    from editor_app.issue.new import new_issue

    if earlier is None:
        return *new_issue(number), {}
    before = Desk.open(earlier)
    return *new_issue(number, from_=before.issue), letter_theme_files(before.path, before.issue.theme)


def _free_folder(issue: Issue) -> Path:
    """A folder for a letter, beside the others, that does not exist yet."""
    name = library.folder_name(issue)
    names = itertools.chain([name], (f"{name}-{copy}" for copy in itertools.count(2)))
    return next(path for path in map(library.issues_folder().joinpath, names) if not path.exists())
