"""The open letter as the window holds it: current values, texts not yet written, and what can be undone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from editor_app.desk import Desk
from editor_app.gui.keeping.letter_on_disk import LetterOnDisk
from editor_app.gui.keeping.saving import Writer
from editor_app.issue.merging import Side, merge
from editor_app.issue.model import Issue
from editor_app.issue.outline import Outline, Section
from editor_app.review.annotation import Annotation, text_digest
from editor_app.review.following import TextEdit, follow
from editor_app.storage.letter_merging import merge_issues, merge_remarks
from editor_app.storage.outside import OutsideChange


class IssueChange(QUndoCommand):
    """One change of the issue's values, undone by putting the values before it back."""

    def __init__(self, letter: Letter, after: Issue, label: str) -> None:
        super().__init__(label)
        self._letter, self._before, self._after = letter, letter.issue, after

    def redo(self) -> None:
        self._letter.put_issue(self._after)

    def undo(self) -> None:
        self._letter.put_issue(self._before)


@dataclass(frozen=True, slots=True)
class Replacement:
    """``text`` in the place of ``[start, end)`` (code points) of a line (from 0) of a section's text."""

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A section's text before and after, and every place that differs, from the last to the first."""

    before: str
    after: str
    edits: tuple[TextEdit, ...]

    @classmethod
    def of(cls, text: str, replacements: Iterable[Replacement]) -> Rewriting:
        """What the replacements, none over another, make of ``text``."""
        starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        after, edits = text, []
        for one in sorted(replacements, key=lambda one: (one.line, one.start), reverse=True):
            start, end = starts[one.line] + one.start, starts[one.line] + one.end
            after = after[:start] + one.text + after[end:]
            edits.append(TextEdit(start, end - start, len(one.text)))
        return cls(text, after, tuple(edits))

    def reversed(self) -> Rewriting:
        """What takes it back."""
        back, shift = [], 0
        for edit in reversed(self.edits):
            back.append(TextEdit(edit.start + shift, edit.inserted, edit.removed))
            shift += edit.inserted - edit.removed
        return Rewriting(self.after, self.before, tuple(reversed(back)))


class TextsChange(QUndoCommand):
    """Words replaced in several sections at once; a section that was written in since is left as it is."""

    def __init__(self, letter: Letter, rewritings: Mapping[str, Rewriting], label: str) -> None:
        super().__init__(label)
        self._letter, self._rewritings = letter, rewritings

    def redo(self) -> None:
        self._letter.put_texts(self._rewritings)

    def undo(self) -> None:
        self._letter.put_texts({section: one.reversed() for section, one in self._rewritings.items()})


class Letter(QObject):
    """Every change of the letter passes here; the disk follows in the writer's thread."""

    issue_changing = Signal()
    """The issue is about to change: what was typed must be taken now, for its section may go."""
    issue_changed = Signal()
    texts_changing = Signal()
    """Texts are about to be rewritten: what was typed must be taken now."""
    texts_changed = Signal(frozenset)
    """The ids of sections whose texts were rewritten, by other hands than the editor's."""
    texts_left = Signal(list)
    """The ids of sections that were to be rewritten and were not, because they changed since."""
    annotations_changed = Signal()
    text_merged = Signal(str, str)
    """A section's id, and its text before what another program changed was merged into it."""
    issue_merged = Signal()
    """The plan or the letter's sheet have what another program changed in them, as a step that can be undone."""

    def __init__(self, desk: Desk, writer: Writer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.issue = desk.issue
        self.texts = dict(desk.texts)
        self.annotations = _placed(desk.annotations, self.texts)
        self.undo_stack = QUndoStack(self)
        self.disk = LetterOnDisk(desk, writer, lambda section: section in self.issue.outline, self)
        self.disk.text_merged.connect(self._take_merged)
        self.disk.issue_merged.connect(self._take_issue)
        self.disk.annotations_merged.connect(self._take_annotations)

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
        self.disk.put_issue(issue)
        for section in issue.outline.walk():
            if section.id not in known and section.file is not None:
                self.disk.put_text(section.id, self.texts.setdefault(section.id, ""))
        self.issue_changed.emit()

    def set_text(self, section_id: str, text: str) -> None:
        """Take a section's text and write it when it differs from what was last taken."""
        if self.texts.get(section_id) != text:
            self.texts[section_id] = text
            self.disk.put_text(section_id, text)

    def replace_in_texts(self, changes: Mapping[str, Iterable[Replacement]], label: str) -> None:
        """Replace words in several sections, as one step that can be undone; nothing when nothing would change."""
        rewritings = {
            section: rewriting
            for section, replacements in changes.items()
            if (rewriting := Rewriting.of(self.texts[section], replacements)).before != rewriting.after
        }
        if rewritings:
            self.undo_stack.push(TextsChange(self, rewritings, label))

    def put_texts(self, rewritings: Mapping[str, Rewriting]) -> None:
        """Rewrite these texts, remarks kept on their words; those that are not as they were then are left alone."""
        self.texts_changing.emit()
        done, left = [], []
        for section, rewriting in rewritings.items():
            if not self.has_text(section):
                continue
            if self.texts.get(section) != rewriting.before:
                left.append(section)
                continue
            self.set_text(section, rewriting.after)
            self._follow(section, rewriting)
            done.append(section)
        if done:
            self.texts_changed.emit(frozenset(done))
        if left:
            self.texts_left.emit(left)

    def _follow(self, section: str, rewriting: Rewriting) -> None:
        remarks = tuple(one for one in self.annotations.values() if one.target.section == section)
        if remarks:
            digest = text_digest(rewriting.after)
            for edit in rewriting.edits:
                remarks = follow(remarks, section, edit, digest)
            self.set_annotations(_place(remarks, section, rewriting.after))

    def set_annotations(self, annotations: Iterable[Annotation]) -> None:
        """Take these remarks in the place of those of the same id, and write them all."""
        self.annotations.update((annotation.id, annotation) for annotation in annotations)
        self.disk.put_annotations(self.annotations.values())
        self.annotations_changed.emit()

    def move_annotations(self, annotations: Iterable[Annotation]) -> None:
        """Take these remarks where their words stand now, and write them all; they say nothing else than before."""
        moved = {annotation.id: annotation for annotation in annotations}
        if moved:
            self.annotations.update(moved)
            self.disk.put_annotations(self.annotations.values())

    def keep_version(self, name: str) -> None:
        """Keep the letter as it is now, written first, as a version of that name."""
        self.disk.put_version(name)

    def show_text(self, section_id: str, text: str) -> None:
        """Take a text that other hands than the editor's wrote, and have it shown and written."""
        self.set_text(section_id, text)
        self.annotations = _placed(self.annotations.values(), self.texts)
        self.texts_changed.emit(frozenset({section_id}))
        self.annotations_changed.emit()

    def take_up(self, before: Mapping[str, str]) -> None:
        """Show the letter as the desk has it, once a use case changed it on disk as a whole: ``before`` has the texts
        that it started from, so that what was typed meanwhile stays. Earlier steps cannot be undone any more; the
        versions have what stood."""
        self.texts_changing.emit()
        typed = {name: text for name, text in self.texts.items() if before.get(name, text) != text}
        self.undo_stack.clear()
        self.issue_changing.emit()
        shown, self.issue, self.texts = self.texts, self.desk.issue, dict(self.desk.texts)
        self.annotations = _placed(self.desk.annotations, self.texts)
        for name in typed.keys() & self.texts.keys():
            both = merge(before[name], typed[name], self.texts[name]).text
            self.texts[name] = typed[name] if both is None else both
            self.disk.put_text(name, self.texts[name])
        self.issue_changed.emit()
        self.texts_changed.emit(frozenset(name for name, text in self.texts.items() if shown.get(name) != text))
        self.annotations_changed.emit()

    # What other programs did

    def take_in(self, change: OutsideChange) -> None:
        """Merge what another program changed in a file with what is open here."""
        self.texts_changing.emit()
        self.disk.take_in(change, self.texts.get(change.section or "", ""), self.issue, self.annotations.values())

    def settle(self, section_id: str, change: OutsideChange, text: str) -> None:
        """Write ``text`` over what another program left: the person chose."""
        self.texts[section_id] = text
        self.disk.settle_text(section_id, change, text)
        self.show_text(section_id, text)

    def settle_whole(self, change: OutsideChange, side: Side) -> None:
        """Keep the issue's values or the remarks as they are here, or take another program's."""
        self.disk.settle_whole(change, side, self.issue, self.annotations.values())

    def _take_merged(self, section_id: str, mine: str, merged: str) -> None:
        """Show a text that was merged on the way to the disk, with what was typed since ``mine`` was taken."""
        self.texts_changing.emit()
        typed = self.texts.get(section_id, "")
        both = merge(mine, typed, merged).text
        self.show_text(section_id, merged if both is None else both)
        if merged != mine:
            self.text_merged.emit(section_id, typed)

    def _take_issue(self, mine: Issue, merged: Issue) -> None:
        """Take values that were merged on the way to the disk, with what was changed since ``mine`` was put."""
        both = merge_issues(mine, self.issue, merged) or merged
        for section in both.outline.walk():
            if section.file is not None and section.id in self.desk.texts:
                self.texts.setdefault(section.id, self.desk.texts[section.id])
        if both != self.issue:
            self.change_issue(both, self.tr("Changement d’un autre programme"))
            self.issue_merged.emit()

    def _take_annotations(self, mine: tuple[Annotation, ...], merged: tuple[Annotation, ...]) -> None:
        """Show remarks that were merged on the way to the disk, with what was changed since ``mine`` was put."""
        now = tuple(self.annotations.values())
        both = merge_remarks(mine, now, merged)
        self.annotations = _placed(merged if both is None else both, self.texts)
        if both is not None and both != merged:
            self.disk.put_annotations(both)
        self.annotations_changed.emit()


def _place(annotations: Iterable[Annotation], section: str, text: str) -> tuple[Annotation, ...]:
    """Those remarks of the section that were made on another text, set on their words; what searches for them is
    loaded for such a remark only."""
    remarks, digest = tuple(annotations), text_digest(text)
    if all(one.target.section != section or one.target.digest == digest for one in remarks):
        return remarks
    from editor_app.review.anchoring import place

    return place(remarks, section, text)


def _placed(annotations: Iterable[Annotation], texts: Mapping[str, str]) -> dict[str, Annotation]:
    """The remarks by id, set on their words again where another program changed a text."""
    placed = tuple(annotations)
    for section_id in {annotation.target.section for annotation in placed} & texts.keys():
        placed = _place(placed, section_id, texts[section_id])
    return {annotation.id: annotation for annotation in placed}
