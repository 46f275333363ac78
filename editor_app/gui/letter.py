"""The open letter as the window holds it: current values, texts not yet written, and what can be undone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from editor_app.desk import Desk
from editor_app.gui.saving import Writer
from editor_app.issue.model import Issue
from editor_app.issue.outline import Outline, Section
from editor_app.review.anchoring import place
from editor_app.review.annotation import Annotation


class IssueChange(QUndoCommand):
    """One change of the issue's values, undone by putting the values before it back."""

    def __init__(self, letter: Letter, after: Issue, label: str) -> None:
        super().__init__(label)
        self._letter, self._before, self._after = letter, letter.issue, after

    def redo(self) -> None:
        self._letter.put_issue(self._after)

    def undo(self) -> None:
        self._letter.put_issue(self._before)


class Letter(QObject):
    """Every change of the letter passes here; the disk follows in the writer's thread."""

    issue_changing = Signal()
    """The issue is about to change: what was typed must be taken now, for its section may go."""
    issue_changed = Signal()
    annotations_changed = Signal()

    def __init__(self, desk: Desk, writer: Writer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.issue = desk.issue
        self.texts = dict(desk.texts)
        self.annotations = _placed(desk.annotations, self.texts)
        self.undo_stack = QUndoStack(self)
        self._writer = writer

    def has_text(self, section_id: str) -> bool:
        """Whether the section is one that is written (a derived summary is not)."""
        return section_id in self.issue.outline and self.issue.outline.find(section_id).file is not None

    def change_outline(self, outline: Outline, label: str) -> None:
        """Another outline, as one step that can be undone."""
        self.change_issue(dataclasses.replace(self.issue, outline=outline), label)

    def change_section(self, section: Section, label: str) -> None:
        """Other values for the section of the same id, as one step that can be undone."""
        self.change_outline(self.issue.outline.change(section.id, lambda _: section), label)

    def change_issue(self, issue: Issue, label: str) -> None:
        """Other values of the issue, as one step that can be undone."""
        if issue != self.issue:
            self.undo_stack.push(IssueChange(self, issue, label))

    def put_issue(self, issue: Issue) -> None:
        """Take these values and write them, with the texts of the sections that came with them."""
        self.issue_changing.emit()
        before, self.issue = self.issue, issue
        known = {section.id for section in before.outline.walk()}
        self._put("issue", lambda: self.desk.save_issue(issue))
        for section in issue.outline.walk():
            if section.id not in known and section.file is not None:
                self._put_text(section.id, self.texts.setdefault(section.id, ""))
        self.issue_changed.emit()

    def set_text(self, section_id: str, text: str) -> None:
        """Take a section's text and write it when it differs from what was last taken."""
        if self.texts.get(section_id) != text:
            self.texts[section_id] = text
            self._put_text(section_id, text)

    def set_annotations(self, annotations: Iterable[Annotation]) -> None:
        """Take these remarks in the place of those of the same id, and write them all."""
        self.annotations.update((annotation.id, annotation) for annotation in annotations)
        kept = tuple(self.annotations.values())
        self._put("annotations", lambda: self.desk.save_annotations(kept))
        self.annotations_changed.emit()

    def _put_text(self, section_id: str, text: str) -> None:
        def save() -> None:
            # A section that left meanwhile has no file any more; undoing that puts its text again.
            if section_id in self.issue.outline or section_id in self.desk.issue.outline:
                self.desk.save_text(section_id, text)

        self._put(f"text {section_id}", save)

    def _put(self, name: str, job: Callable[[], None]) -> None:
        """Jobs are this letter's own: what could not be written of the one before still waits under its name."""
        self._writer.put(f"{self.desk.path} {name}", job)


def _placed(annotations: Iterable[Annotation], texts: Mapping[str, str]) -> dict[str, Annotation]:
    """The remarks by id, set on their words again where another program changed a text."""
    placed = tuple(annotations)
    for section_id in {annotation.target.section for annotation in placed} & texts.keys():
        placed = place(placed, section_id, texts[section_id])
    return {annotation.id: annotation for annotation in placed}
