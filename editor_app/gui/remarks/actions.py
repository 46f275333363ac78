"""What is done with remarks: written on selected words, kept beside the letter, gone to; their marks in the text."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.editor.remarks import ProposedChange, Remark
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.remarks.model import ANNOTATION, RemarksModel
from editor_app.gui.settings import Settings
from editor_app.gui.tasks_pane import REMARKS, TasksPane
from editor_app.issue.outline import Outline
from editor_app.review.annotation import Annotation, Motivation, State, comment, text_digest
from editor_app.review.conversations import Conversation
from editor_app.review.decisions import reply, suggestion
from editor_app.review.suggestions import Proposal, alternatives, proposals

MOST_CARRIED = 100
"""Remarks whose words were all written over at once are carried into the new text by the old one, up to so many: it
takes some milliseconds each."""
AGAIN_MS = 1500
"""What is proposed for words that were typed into is looked at again after that pause."""


class RemarkActions(QObject):
    """Joins the editor, the list of remarks and the letter."""

    choosing = Signal()
    """A remark is about to be written on the words that are selected in the editor."""

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
        self._section = self._followed = ""
        self._asked: Annotation | None = None
        pane.remarks.chosen.connect(self.go_to)
        pane.remarks.answered.connect(self.answer)
        pane.remarks.stepped.connect(lambda by: self.step(by, editor_focus=False))
        pane.composer.written.connect(self._keep)
        pane.composer.given_up.connect(editor.setFocus)
        editor.remark_clicked.connect(self.show_in_list)
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._propose_again)
        editor.proposed_hidden.connect(self._again.start)

    def show_letter(self, letter: Letter) -> None:
        """Work on this letter's remarks."""
        self._letter, self._asked = letter, None
        self._pane.composer.hide()
        letter.annotations_changed.connect(lambda: self._refresh() if letter is self._letter else None)
        letter.issue_changed.connect(lambda: self._refresh_list() if letter is self._letter else None)
        self._refresh_list()

    def show_section(self, section_id: str) -> None:
        """The editor now shows this section."""
        self._section = section_id
        self._followed = self._letter.texts.get(section_id, "") if self._letter is not None else ""
        self._refresh_marks()

    @property
    def author(self) -> str:
        """Who signs what is said here: the proofreader of a packet, else the name that the person chose."""
        return (self._letter.desk.reader if self._letter is not None else "") or self._settings.author

    def open_section(self, section_id: str) -> None:
        """Show that section in the editor."""
        self._open_section(section_id)

    # Written

    def compose(self) -> None:
        """Ask for a remark on the selected words."""
        words = self._chosen_words()
        if words is not None:
            self._pane.composer.open(words)

    def suggest(self) -> None:
        """Ask for other words in the place of those selected."""
        words = self._chosen_words()
        if words is not None and self._asked is not None:
            self._asked = dataclasses.replace(self._asked, motivation=Motivation.EDITING)
            self._pane.composer.open_suggestion(words)

    def _chosen_words(self) -> str | None:
        self.choosing.emit()
        letter, (start, end) = self._letter, self._editor.selected_range()
        if letter is None or not letter.has_text(self._section):
            return None
        if start == end:
            self._notice.say(self.tr("Sélectionnez d’abord les mots que la remarque concerne."))
            return None
        text, author = self._editor.text(), self.author
        self._asked = comment(text, start, end, issue=letter.issue.id, section=self._section, body="", author=author)
        self._pane.turn_to(REMARKS)
        return text[start:end]

    def answer(self, remark_id: str) -> None:
        """Ask for an answer to a remark."""
        remark = self._letter.annotations.get(remark_id) if self._letter is not None else None
        if remark is not None:
            self._asked = reply(remark, "", self.author)
            self._pane.turn_to(REMARKS)
            said = remark.body or remark.replacement or (remark.target.quote.exact if remark.target.quote else "")
            self._pane.composer.open_reply(remark.author, said)

    def _keep(self, body: str, replacement: str | None) -> None:
        letter, asked = self._letter, self._asked
        if letter is None or asked is None:
            return
        if asked.motivation is Motivation.REPLYING:
            self._asked = None
            self.take_place()
            above = letter.annotations.get(asked.reply_to or "")
            letter.set_annotations(
                [dataclasses.replace(asked, body=body, target=above.target if above else asked.target)]
            )
            self._pane.remarks.setFocus()
            return
        section = asked.target.section
        here = section == self._section
        text = self._editor.text() if here else letter.texts.get(section, "")
        from editor_app.review.anchoring import place  # heavy, and of no use without remarks

        (made,) = place((asked,), section, text)
        if made.target.orphan:
            self._notice.say(
                self.tr("Les mots que concernait la remarque ne sont plus là ; sélectionnez-en d’autres : {}").format(
                    body or replacement
                ),
                warning=True,
            )
            return
        self._asked = None
        if here:
            self.take_place()
        if replacement is not None:
            target = made.target
            made = suggestion(
                text,
                target.start,
                target.end,
                replacement,
                issue=target.issue,
                section=section,
                author=made.author,
            )
        letter.set_annotations([dataclasses.replace(made, body=body)])
        self._pane.remarks.choose(made.id)
        self._editor.setFocus()

    # Followed

    def take_place(self) -> None:
        """Take the open text as it stands, and with it where its remarks stand."""
        letter = self._letter
        if letter is not None and letter.has_text(self._section):
            text = self._editor.text()
            letter.set_text(self._section, text)
            self.follow(text)

    def follow(self, text: str) -> None:
        """The open section's text was taken: remember where its remarks stand now."""
        letter = self._letter
        if letter is None:
            return
        digest = text_digest(text)
        moved: list[Annotation] = []
        lost: list[Annotation] = []
        for name, (start, end) in self._editor.remark_places().items():
            annotation = letter.annotations.get(name)
            if annotation is None or annotation.target.digest == digest:
                continue
            now = annotation.at(start, end, digest)
            (lost if now.target.orphan else moved).append(now)
        again: tuple[Annotation, ...] = ()
        if lost:  # words that were removed may be back, or were written again as they were
            from editor_app.review.anchoring import place

            before = [letter.annotations[one.id] for one in lost] if len(lost) <= MOST_CARRIED else lost
            again = place(before, self._section, text, [self._followed])
        self._followed = text
        found = any(not remark.target.orphan for remark in again)
        otherwise = any(
            letter.annotations[remark.id].target.orphan != remark.target.orphan for remark in (*moved, *again)
        )
        letter.move_annotations((*moved, *again))
        if found or otherwise:
            self._refresh()

    def _propose_again(self) -> None:
        self.take_place()
        self._refresh()

    # Gone to

    def go_to(self, remark_id: str) -> None:
        """Open the section of a remark and select its words."""
        letter = self._letter
        remark = letter.annotations.get(remark_id) if letter is not None else None
        if letter is None or remark is None or remark.target.section not in letter.issue.outline:
            return
        self._open_section(remark.target.section)
        now = {one.id: one for one in self._editor.remarks()}.get(remark_id)
        if now is not None and now.start < now.end:
            self._editor.select(now.start, now.end)
        self.show_in_list(remark_id)

    def step(self, by: int, *, editor_focus: bool = True) -> Conversation | None:
        """Go to the next open remark of the list (1) or the one before (-1), round the ends; None without any."""
        model, view = self._model, self._pane.remarks
        rows = model.rowCount()
        after = self._rows_before_cursor(by) if editor_focus else view.currentIndex().row() + (by > 0)
        for row in ((after + at if by > 0 else after - 1 - at) % rows for at in range(rows)):
            view.setCurrentIndex(model.index(row))
            told = view.current()
            if told is not None and told.open:
                self.go_to(told.remark.id)
                (self._editor if editor_focus else view).setFocus()
                return told
        self._notice.say(self.tr("Plus de remarque à traiter."))
        return None

    def _rows_before_cursor(self, by: int) -> int:
        """How many rows of the list stand before what is selected in the text, with it when going on from it."""
        outline = self._letter.issue.outline if self._letter is not None else Outline()
        order = {section.id: rank for rank, section in enumerate(outline.walk())}
        start, end = self._editor.selected_range()
        here = (order.get(self._section, 0), start + (1 if by > 0 and start < end else 0))
        live = {remark.id: remark.start for remark in self._editor.remarks()}
        count = 0
        for row in range(self._model.rowCount()):
            remark: Annotation = self._model.index(row).data(ANNOTATION)
            place = order.get(remark.target.section, len(order)), live.get(remark.id, remark.target.start)
            count += place < here
        return count

    def current(self) -> Conversation | None:
        """The remark one is at: that of the selected words, else that of the list."""
        start, end = self._editor.selected_range() if self._editor.hasFocus() else (0, 0)
        told = self._pane.remarks.current()
        if start < end and (told is None or told.remark.target.section != self._section):
            for remark in self._editor.remarks():
                if (remark.start, remark.end) == (start, end):
                    self._pane.remarks.choose(remark.id)
                    return self._pane.remarks.current()
        return told

    def show_in_list(self, annotation_id: str) -> None:
        """Make a remark the current one of the list."""
        self._pane.turn_to(REMARKS)
        self._pane.remarks.choose(annotation_id)

    # Shown

    def _refresh(self) -> None:
        self._refresh_list()
        self._refresh_marks()

    def _refresh_list(self) -> None:
        letter = self._letter
        if letter is not None:
            self._model.show(letter.issue.outline, letter.annotations.values(), letter.texts)

    def _refresh_marks(self) -> None:
        letter = self._letter
        if letter is None:
            return
        here = [
            annotation
            for annotation in letter.annotations.values()
            if annotation.target.section == self._section
            and annotation.target.quote is not None
            and annotation.state is not State.DELETED
            and annotation.reply_to is None
        ]
        self._editor.set_remarks(
            [
                Remark(
                    annotation.id,
                    annotation.target.start,
                    annotation.target.end,
                    annotation.state is not State.OPEN,
                    annotation.motivation is Motivation.EDITING,
                )
                for annotation in here
            ]
        )
        text = letter.texts.get(self._section, "")
        groups = alternatives(proposals(here, self._section, text))
        self._editor.set_proposed([_change(group, text) for group in groups])


def _change(group: tuple[Proposal, ...], text: str) -> ProposedChange:
    """What the editor shows of proposals that cannot stand together, or of one: each as it would make all their words.
    A word is taken in where nothing stands before the place."""
    start, end = min(one.start for one in group), max(one.end for one in group)
    if start == end and (start == 0 or text[start - 1] == "\n"):
        while end < len(text) and not text[end].isspace():
            end += 1
    options = tuple(f"{text[start : one.start]}{one.replacement}{text[one.end : end]}" for one in group)
    return ProposedChange(group[0].remarks[0].id, start, end, options)
