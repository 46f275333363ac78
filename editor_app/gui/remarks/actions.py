"""What is done with remarks: written on selected words, kept beside the letter, closed, reopened, gone to."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable

from PySide6.QtCore import QObject

from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.editor.remarks import Remark
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.remarks.model import RemarksModel
from editor_app.gui.settings import Settings
from editor_app.gui.tasks_pane import REMARKS, TasksPane
from editor_app.review.annotation import Annotation, State, comment, text_digest


class RemarkActions(QObject):
    """Joins the editor, the list of remarks and the letter."""

    def __init__(
        self,
        editor: MarkdownEditor,
        model: RemarksModel,
        pane: TasksPane,
        notice: Notice,
        settings: Settings,
        open_section: Callable[[str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._editor, self._model, self._pane = editor, model, pane
        self._notice, self._settings, self._open_section = notice, settings, open_section
        self._letter: Letter | None = None
        self._section = ""
        self._asked: Annotation | None = None
        pane.remarks.chosen.connect(self.go_to)
        pane.remarks.toggled.connect(self.toggle)
        pane.composer.written.connect(self._keep)
        pane.composer.given_up.connect(editor.setFocus)
        editor.remark_clicked.connect(self._show_in_list)

    def show_letter(self, letter: Letter) -> None:
        """Work on this letter's remarks."""
        self._letter, self._asked = letter, None
        self._pane.composer.hide()
        letter.annotations_changed.connect(self._refresh)
        letter.issue_changed.connect(self._refresh_list)
        self._refresh_list()

    def show_section(self, section_id: str) -> None:
        """The editor now shows this section."""
        self._section = section_id
        self._refresh_marks()

    def compose(self) -> None:
        """Ask for a remark on the selected words."""
        letter, (start, end) = self._letter, self._editor.selected_range()
        if letter is None or not letter.has_text(self._section):
            return
        if start == end:
            self._notice.say(self.tr("Sélectionnez d’abord les mots que la remarque concerne."))
            return
        text, author = self._editor.text(), self._settings.author
        self._asked = comment(text, start, end, issue=letter.issue.id, section=self._section, body="", author=author)
        self._pane.turn_to(REMARKS)
        self._pane.composer.open(text[start:end])

    def follow(self, text: str) -> None:
        """The open section's text was taken: remember where its remarks stand now."""
        if self._letter is None:
            return
        digest = text_digest(text)
        moved = []
        for remark in self._editor.remarks():
            annotation = self._letter.annotations.get(remark.id)
            if annotation is not None and annotation.target.digest != digest:
                target = dataclasses.replace(annotation.target, start=remark.start, end=remark.end, digest=digest)
                moved.append(dataclasses.replace(annotation, target=target))
        if moved:  # place: words that were removed may be back
            from editor_app.review.anchoring import place  # noqa: PLC0415  (heavy, and of no use without remarks)

            self._letter.set_annotations(place(moved, self._section, text))

    def go_to(self, annotation: Annotation) -> None:
        """Open the section of a remark and select its words."""
        if self._letter is None or annotation.target.section not in self._letter.issue.outline:
            return
        self._open_section(annotation.target.section)
        now = {remark.id: remark for remark in self._editor.remarks()}.get(annotation.id)
        if now is not None:
            self._editor.select(now.start, now.end)

    def toggle(self, annotation: Annotation) -> None:
        """Close an open remark, reopen a closed one."""
        if self._letter is None:
            return
        state = State.CLOSED if annotation.state is State.OPEN else State.OPEN
        now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        self._letter.set_annotations(
            [dataclasses.replace(annotation, state=state, modified=now, revision=annotation.revision + 1)]
        )
        self._pane.remarks.setCurrentIndex(self._model.index_of(annotation.id))

    def _keep(self, body: str) -> None:
        letter, asked = self._letter, self._asked
        if letter is None or asked is None:
            return
        section = asked.target.section
        here = section == self._section
        text = self._editor.text() if here else letter.texts.get(section, "")
        from editor_app.review.anchoring import place  # noqa: PLC0415

        (made,) = place((asked,), section, text)
        if made.target.orphan:
            self._notice.say(
                self.tr("Les mots que concernait la remarque ne sont plus là ; sélectionnez-en d’autres : {}").format(
                    body
                ),
                warning=True,
            )
            return
        self._asked = None
        if here:
            letter.set_text(section, text)
            self.follow(text)
        letter.set_annotations([dataclasses.replace(made, body=body)])
        self._editor.setFocus()

    def _refresh(self) -> None:
        self._refresh_list()
        self._refresh_marks()

    def _refresh_list(self) -> None:
        if self._letter is not None and self.sender() in (self._letter, None):
            self._model.show(self._letter.issue.outline, self._letter.annotations.values())

    def _refresh_marks(self) -> None:
        if self._letter is None:
            return
        live = {remark.id: remark for remark in self._editor.remarks()}
        marks = []
        for annotation in self._letter.annotations.values():
            target = annotation.target
            if target.section != self._section or target.quote is None or annotation.state is State.DELETED:
                continue
            now = live.get(annotation.id)
            alive = now is not None and now.start < now.end
            start, end = (now.start, now.end) if now is not None and alive else (target.start, target.end)
            marks.append(Remark(annotation.id, start, end, annotation.state is not State.OPEN))
        self._editor.set_remarks(marks)

    def _show_in_list(self, annotation_id: str) -> None:
        self._pane.turn_to(REMARKS)
        self._pane.remarks.setCurrentIndex(self._model.index_of(annotation_id))
