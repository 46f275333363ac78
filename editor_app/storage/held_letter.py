"""An open letter that one session writes: its folder, its lock, its journal, and what other programs do to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from editor_app.errors import LettrineError
from editor_app.issue.merging import Merge, merge
from editor_app.issue.model import Issue
from editor_app.review.annotation import Annotation
from editor_app.storage.annotations import parse_annotations
from editor_app.storage.folder import IssueFolder
from editor_app.storage.history_folder import clear_stale
from editor_app.storage.issue_yaml import parse_issue
from editor_app.storage.journal import Journal, journal_places
from editor_app.storage.letter_merging import merge_issues, merge_remarks
from editor_app.storage.lock import HeldElsewhereError, Holder, IssueLock
from editor_app.storage.outside import OutsideChange
from editor_app.storage.system_errors import unwritable
from editor_app.storage.themes import theme_folder


class HeldLetter:
    """An open letter. Methods that write may be called from one other thread at a time.

    ``hold`` makes this session the writer for as long as it is open; without it every save takes the lock for itself.
    """

    def __init__(self, folder: IssueFolder) -> None:
        self._folder = folder
        self._lock = IssueLock(folder.path)
        self._journal = Journal(journal_places(folder.path, folder.issue.id))
        self._refused = False

    # One writer

    @property
    def path(self) -> Path:
        """The issue's folder."""
        return self._folder.path

    @property
    def issue(self) -> Issue:
        """The issue as last saved or opened."""
        return self._folder.issue

    @property
    def texts(self) -> Mapping[str, str]:
        """Markdown by section id, LF line ends; sections without a text of their own are absent."""
        return self._folder.texts

    @property
    def warnings(self) -> tuple[str, ...]:
        """French sentences about what could not be read; the rest of the letter opened all the same."""
        return tuple(self._folder.warnings)

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """Every remark, in the order it was kept."""
        return tuple(self._folder.annotations)

    def media_file(self, relative: str) -> Path:
        """The file of a picture of the letter. Raises LettrineError for one outside ``media/``."""
        return self._folder.media_file(relative)

    def hold(self, name: str = "") -> bool:
        """Become the letter's writer under the name the person chose. False when another window is (``read_only``,
        ``holder``), or when the folder cannot hold a lock (``lock_problem``): saving then works all the same."""
        held = self._lock.take(name)
        self._refused = not held and not self._lock.problem
        if held:
            self._folder.clear_stale()
            clear_stale(self.path)
        return held

    @property
    def read_only(self) -> bool:
        """Whether ``hold`` found another writer; its saves are refused until ``hold`` succeeds."""
        return self._refused

    @property
    def holder(self) -> Holder:
        """Who writes to this letter, as far as known."""
        return self._lock.holder()

    @property
    def lock_problem(self) -> str:
        """A French sentence when the folder cannot hold a lock, else ""."""
        return self._lock.problem

    @property
    def after_crash(self) -> Holder | None:
        """Whoever had the letter open last and did not close it; None when it was closed, or before ``hold``."""
        return self._lock.after_crash

    def close(self) -> None:
        """Let go of the letter. What was saved leaves no journal; what could not be saved stays in it."""
        self._lock.release()

    # The journal

    def journal(self, section_id: str, text: str) -> None:
        """Bring a text that is not saved yet to the disk, whole. Raises LettrineError when no place takes it."""
        if self._folder.texts.get(section_id) == text:
            self._journal.discard(section_id)
            return
        try:
            self._folder.refuse_moved()
            inside = not self._refused
        except LettrineError:
            inside = False
        self._journal.write(section_id, text, inside=inside)

    def forget_unsaved(self, section_id: str) -> None:
        """Take out of the journal what this session wrote of a section, at the person's word."""
        self._journal.discard(section_id)

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The sections of which the journal holds a text of this session that its file does not."""
        return self._journal.unsaved()

    # Saving

    def save_text(self, section_id: str, text: str) -> None:
        """Write one section's text, atomically, when it differs. Raises LettrineError (HeldElsewhereError,
        ChangedOutsideError, FolderMovedError among them); the old file then stands, and the text is in the journal."""
        try:
            with self._writing():
                self._folder.save_text(section_id, text)
        except LettrineError as error:
            with suppress(LettrineError):
                if isinstance(error, HeldElsewhereError):
                    self._journal.write(section_id, text, inside=False)
                else:
                    self.journal(section_id, text)
            raise
        self._journal.saved(section_id, text)

    def save_issue(self, issue: Issue) -> None:
        """Write ``issue.yaml`` when it differs, and the files of sections that are new. Raises LettrineError."""
        with self._writing():
            self._folder.save_issue(issue)

    def save_annotations(self, annotations: Iterable[Annotation]) -> None:
        """Write ``review/annotations.jsonl``. Raises LettrineError; the old file then stands."""
        with self._writing():
            self._folder.save_annotations(tuple(annotations))

    def add_picture(self, name: str, data: bytes) -> str:
        """Keep a picture in the letter, without what it hides; returns its path there (``media/…``). Raises
        LettrineError when it is damaged or cannot be written; a picture of the same name stays."""
        with self._writing():
            return self._folder.add_media(name, data)

    def take_theme(self, folder: Path) -> str:
        """Copy the theme in that folder into the letter; returns its name, for ``Issue.theme``. Raises LettrineError
        for what is no theme or has a fault, and when it cannot be written."""
        theme, files = theme_folder(folder)
        self._folder.put_theme(files)
        return theme.name

    def save_elsewhere(
        self,
        path: Path,
        texts: Mapping[str, str],
        issue: Issue | None = None,
        annotations: Iterable[Annotation] | None = None,
    ) -> None:
        """Make the whole letter, with these texts, values and remarks (None: as last saved), in the new folder
        ``path``, when its own cannot be written.

        Pictures that cannot be read any more stay behind. Raises LettrineError."""
        try:
            held = self._folder.files().items()
            media = {name: data for name, data in held if name.startswith(("media/", "themes/"))}
        except LettrineError:
            media = {}
        made = IssueFolder.create(path, issue or self._folder.issue, {**self._folder.texts, **texts}, media)
        made.save_annotations(self._folder.annotations if annotations is None else tuple(annotations))
        for section_id in self._journal.unsaved():
            if texts.get(section_id) is not None:
                self._journal.discard(section_id)

    def regain(self, name: str) -> bool:
        """Become the writer again after the folder was away, with its disk or under another name: what was held there
        went with it. As ``hold``."""
        self._lock.release()
        return self.hold(name)

    def move(self, path: Path) -> None:
        """Go on in ``path``, where the open letter's folder is now. Raises LettrineError unless it is that letter."""
        self._folder.move(path)
        self._lock.move(path)
        self._journal.move(journal_places(path, self._folder.issue.id))

    # What other programs did

    def outside_changes(self) -> tuple[OutsideChange, ...]:
        """What other programs changed in the letter's files since they were read or saved; changes nothing. Raises
        FolderMovedError, and LettrineError when a file cannot be read."""
        return self._folder.outside_changes()

    def merge_outside(self, change: OutsideChange, mine: str) -> Merge | None:
        """``mine``, the text as typed, with what another program changed; None where there is nothing to merge with,
        the file being gone or no text."""
        return None if change.theirs is None else merge(change.base, mine, change.theirs)

    def merge_outside_issue(self, change: OutsideChange, mine: Issue) -> Issue | None:
        """``mine``, the values as they are in the window, with what another program changed in ``issue.yaml``; None
        when they clash, and when the file is gone or no letter any more."""
        try:
            base, theirs = (parse_issue((text or "").encode(), change.path) for text in (change.base, change.theirs))
        except LettrineError:
            return None
        return merge_issues(base, mine, theirs)

    def merge_outside_remarks(self, change: OutsideChange, mine: Iterable[Annotation]) -> tuple[Annotation, ...] | None:
        """``mine``, the remarks as they are in the window, with what another program changed in theirs; None when both
        changed the same one, and when the file is damaged."""
        try:
            base, theirs = (
                parse_annotations((text or "").encode(), change.path) for text in (change.base, change.theirs)
            )
        except LettrineError:
            return None
        return merge_remarks(base, mine, theirs)

    def put_back(self, change: OutsideChange) -> None:
        """Write one file again as this session last read or wrote it, over what another program left, which goes to
        ``.lettrine/removed``: the person chose. Raises LettrineError."""
        with self._writing():
            self._folder.put_back(change)

    def keep_aside(self, change: OutsideChange) -> None:
        """Keep what another program left of one file in ``.lettrine/removed``, for it is about to be replaced. Raises
        LettrineError."""
        with self._writing():
            self._folder.keep_aside(change)

    def rescue(self, section_id: str, text: str) -> None:
        """Bring a text to the journal whatever its file holds: the file is another program's now. Raises
        LettrineError when no place takes it."""
        self._journal.write(section_id, text)

    def take_outside(self, change: OutsideChange) -> None:
        """Start from what another program left of one file: the next save goes over it. Writes nothing. Raises
        LettrineError when it cannot be understood."""
        self._folder.take_outside(change)

    # Parts

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The lock for one save; what the system refuses on the way is said as every refusal is."""
        try:
            with self._lock.briefly():
                yield
        except OSError as error:
            raise unwritable(self._folder.path, error) from error

    def _held_by_other(self) -> bool:
        try:
            with self._writing():
                return False
        except LettrineError:
            return True
