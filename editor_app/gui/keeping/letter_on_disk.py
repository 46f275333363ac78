"""Brings the values of an open letter to the disk, in the writer's thread, with what other programs changed there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from editor_app.desk import Desk
from editor_app.errors import LettrineError
from editor_app.gui.keeping.saving import Writer
from editor_app.issue.merging import Side
from editor_app.issue.model import Issue
from editor_app.review.annotation import Annotation
from editor_app.storage.folder import ANNOTATIONS_FILE, ISSUE_FILE
from editor_app.storage.outside import ChangedOutsideError, OutsideChange


class LetterOnDisk(QObject):
    """Each value waits under a name of its own, so that the last one wins. What another program changed is merged on
    the way; where it clashes nothing is written, and ``clashed`` has it until somebody settles it."""

    clashed = Signal(object)
    """The OutsideChange that what is open here could not be merged with; told again each time it stops a save."""
    text_merged = Signal(str, str, str)
    """A section's id, the text that was to be written, and the text that now is."""
    issue_merged = Signal(object, object)
    """The issue that was to be written, and the one that now is."""
    annotations_merged = Signal(object, object)
    """The remarks (tuples) that were to be written, and those that now are."""

    def __init__(self, desk: Desk, writer: Writer, wanted: Callable[[str], bool], parent: QObject) -> None:
        """``wanted`` tells whether the letter has that section now: the text of one that left is not written."""
        super().__init__(parent)
        self._desk, self._writer, self._wanted = desk, writer, wanted
        self._versions = 0
        self.key = str(desk.path)
        """Begins the names of this letter's jobs, wherever its folder moves."""

    def put_text(self, section: str, text: str) -> None:
        """Have a section's text written."""
        self._put(f"text {section}", lambda: self._save_text(section, text))

    def forget_text(self, section: str) -> None:
        """Have the text that waits not written, nor kept for after a crash."""
        self._writer.forget(f"{self.key} text {section}")
        self._put(f"journal {section}", lambda: self._desk.forget_unsaved(section))

    def put_issue(self, issue: Issue) -> None:
        """Have the issue's values written."""
        self._put("issue", lambda: self._save_issue(issue))

    def put_annotations(self, annotations: Iterable[Annotation]) -> None:
        """Have the remarks written."""
        kept = tuple(annotations)
        self._put("annotations", lambda: self._save_annotations(kept))

    def put_version(self, name: str) -> None:
        """Have the letter as it is written by then kept as a version of that name; each asked for is kept."""
        self._versions += 1
        self._put(f"version {self._versions}", lambda: self._keep_version(name))

    def take_in(self, change: OutsideChange, text: str, issue: Issue, annotations: Iterable[Annotation]) -> None:
        """Merge what another program changed with what is open here: the section's text, the issue, the remarks."""
        kept = tuple(annotations)
        if change.section is not None:
            section = change.section
            self._put(f"text {section}", lambda: self._merge_text(section, change, text))
        elif change.file == ISSUE_FILE:
            self._put("issue", lambda: self._merge_issue(change, issue))
        elif change.file == ANNOTATIONS_FILE:
            self._put("annotations", lambda: self._merge_annotations(change, kept))

    def settle_text(self, section: str, change: OutsideChange, text: str) -> None:
        """Write ``text`` over what another program left: the person chose."""

        def write() -> None:
            if change.problem:
                self._desk.put_back(change)
            else:
                if change.theirs not in (None, text):
                    self._desk.keep_aside(change)
                self._desk.take_outside(change)
            self._desk.save_text(section, text)

        self._put(f"text {section}", write)

    def settle_whole(self, change: OutsideChange, side: Side, issue: Issue, annotations: Iterable[Annotation]) -> None:
        """Write the issue's values or the remarks as they are here, or take those of the other program."""
        kept = tuple(annotations)

        def write_issue() -> None:
            if side is Side.MINE:
                self._desk.put_back(change)
                self._desk.save_issue(issue)
            else:
                self._desk.take_outside(change)
                self._tell(lambda: self.issue_merged.emit(issue, self._desk.issue))

        def write_annotations() -> None:
            if side is Side.MINE:
                self._desk.put_back(change)
                self._desk.save_annotations(kept)
            else:
                self._desk.take_outside(change)
                self._tell(lambda: self.annotations_merged.emit(kept, self._desk.annotations))

        if change.file == ISSUE_FILE:
            self._put("issue", write_issue)
        else:
            self._put("annotations", write_annotations)

    def _put(self, name: str, job: Callable[[], None]) -> None:
        """Jobs are this letter's own: what could not be written of the one before still waits under its name."""
        self._writer.put(f"{self.key} {name}", job)

    # In the writer's thread

    def _tell(self, emit: Callable[[], object]) -> None:
        """Tell the window, unless another letter is open by now."""
        if isValid(self):
            emit()

    def _keep_version(self, name: str) -> None:
        self._desk.keep_version(name)

    def _save_text(self, section: str, text: str) -> None:
        # A section that left meanwhile has no file any more; undoing that puts its text again.
        if not self._wanted(section) and section not in self._desk.issue.outline:
            return
        try:
            self._desk.save_text(section, text)
        except ChangedOutsideError as error:
            if error.change.section != section:
                raise
            self._merge_text(section, error.change, text)

    def _merge_text(self, section: str, change: OutsideChange, text: str) -> None:
        merged = self._desk.merge_outside(change, text)
        if merged is None or merged.text is None:
            with suppress(LettrineError):  # the text is in the window, too
                self._desk.rescue(section, text)
            self._tell(lambda: self.clashed.emit(change))
            raise ChangedOutsideError(change)
        self._desk.take_outside(change)
        if merged.text != self._desk.texts[section]:  # who only reads must not write
            self._desk.save_text(section, merged.text)
        self._tell(lambda: self.text_merged.emit(section, text, merged.text))

    def _save_issue(self, issue: Issue) -> None:
        try:
            self._desk.save_issue(issue)
        except ChangedOutsideError as error:
            if error.change.file != ISSUE_FILE:
                raise
            self._merge_issue(error.change, issue)

    def _merge_issue(self, change: OutsideChange, issue: Issue) -> None:
        merged = self._desk.merge_outside_issue(change, issue)
        if merged is None:
            self._tell(lambda: self.clashed.emit(change))
            raise ChangedOutsideError(change)
        self._desk.take_outside(change)
        if merged != self._desk.issue:
            self._desk.save_issue(merged)
        self._tell(lambda: self.issue_merged.emit(issue, merged))

    def _save_annotations(self, annotations: tuple[Annotation, ...]) -> None:
        try:
            self._desk.save_annotations(annotations)
        except ChangedOutsideError as error:
            if error.change.file != ANNOTATIONS_FILE:
                raise
            self._merge_annotations(error.change, annotations)

    def _merge_annotations(self, change: OutsideChange, annotations: tuple[Annotation, ...]) -> None:
        merged = self._desk.merge_outside_remarks(change, annotations)
        if merged is None:
            self._tell(lambda: self.clashed.emit(change))
            raise ChangedOutsideError(change)
        self._desk.take_outside(change)
        if merged != self._desk.annotations:
            self._desk.save_annotations(merged)
        self._tell(lambda: self.annotations_merged.emit(annotations, merged))
