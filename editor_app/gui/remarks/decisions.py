"""What the author decides of remarks, by key and by button: each acceptance one step to undo and one version."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from editor_app.desk.proofreading import typography_accepted
from editor_app.gui.commands import Commands
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.remarks.actions import RemarkActions
from editor_app.gui.remarks.undone import UndoneAcceptances
from editor_app.gui.tasks_pane import TasksPane
from editor_app.review.annotation import Annotation, State
from editor_app.review.decisions import Acceptance, accept, decided, listed, placed, proposal_of, typographic_proposals
from editor_app.review.suggestions import Proposal


class DecisionActions(QObject):
    """Answers the commands, the keys of the list and the buttons of the detail."""

    def __init__(
        self,
        commands: Commands,
        remarks: RemarkActions,
        editor: MarkdownEditor,
        pane: TasksPane,
        notice: Notice,
        open_section: Callable[[str], object],
        open_id: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._remarks, self._editor, self._pane, self._notice = remarks, editor, pane, notice
        self._open_section, self._open_id = open_section, open_id
        self._letter: Letter | None = None
        self._undone = UndoneAcceptances(editor)
        view, detail = pane.remarks, pane.remark_pane.detail
        view.accepted.connect(self.accept)
        view.refused.connect(self.refuse)
        view.toggled.connect(self.toggle)
        detail.placed.connect(self.place)
        for name, act in {
            "next-remark": lambda: remarks.step(1),
            "previous-remark": lambda: remarks.step(-1),
            "accept": lambda: self._on_current(self.accept),
            "refuse": lambda: self._on_current(self.refuse),
            "answer": lambda: self._on_current(remarks.answer),
            "close-remark": lambda: self._on_current(self.toggle),
            "place-remark": lambda: self._on_current(self.place),
            "accept-typography": self.review_typography,
        }.items():
            commands.on(name, act)

    def show_letter(self, letter: Letter) -> None:
        """Work on this letter."""
        self._letter = letter
        self._undone.forget(letter)

    def show_section(self) -> None:
        """The editor shows another section."""
        self._undone.forget(self._letter)

    def accept(self, remark_id: str) -> None:
        """Put a suggestion into the text, then go to the next open remark."""
        letter, remark = self._find(remark_id)
        if letter is None or remark is None:
            return
        section = remark.target.section
        if not letter.has_text(section) or remark.replacement is None or remark.state is not State.OPEN:
            self._notice.say(self.tr("Il n’y a pas de suggestion à accepter ici."))
            return
        self._open_section(section)
        self._remarks.take_place()
        proposal = proposal_of(letter.annotations[remark_id], letter.annotations.values(), letter.texts[section])
        if proposal is None:
            self._accept_what_is_there(letter, letter.annotations[remark_id])
            return
        acceptance = self._put(letter, section, (proposal,))
        letter.keep_version(acceptance.message)
        if acceptance.rivals:
            names = listed(name for one in acceptance.rivals for name in one.authors)
            self._notice.say(self.tr("Choix fait ; la proposition de {} est écartée. Ctrl + Z revient.").format(names))
        self._go_on()

    def _accept_what_is_there(self, letter: Letter, remark: Annotation) -> None:
        """A suggestion that the text already says is accepted; one without a place has to get one."""
        target = remark.target
        if not target.orphan and letter.texts[target.section][target.start : target.end] == remark.replacement:
            letter.set_annotations([decided(remark, State.ACCEPTED)])
            self._go_on()
        else:
            self._notice.say(
                self.tr("Cette suggestion n’a plus de place sûre : choisissez des mots, puis placez-la."), warning=True
            )

    def _put(self, letter: Letter, section: str, chosen: tuple[Proposal, ...]) -> Acceptance:
        """Carry an acceptance into the open text and the remarks."""
        acceptance = accept(chosen, letter.annotations.values(), section, letter.texts[section])
        before = tuple(letter.annotations[remark.id] for remark in acceptance.remarks)
        self._editor.rewrite(acceptance.after)
        letter.set_text(section, acceptance.after)
        letter.set_annotations(acceptance.remarks)
        self._undone.note(acceptance, before)
        return acceptance

    def refuse(self, remark_id: str) -> None:
        """Leave a suggestion out, also for whoever made the same; close a remark."""
        letter, remark = self._find(remark_id)
        if letter is None or remark is None or remark.state is not State.OPEN:
            return
        self._remarks.take_place()
        told = self._pane.remarks.current()
        same = told.remarks if told is not None and remark_id in {one.id for one in told.remarks} else (remark,)
        state = State.REFUSED if remark.replacement is not None else State.CLOSED
        letter.set_annotations([decided(letter.annotations[one.id], state) for one in same])
        self._go_on()

    def toggle(self, remark_id: str) -> None:
        """Close an open remark, take up again one that was settled."""
        letter, remark = self._find(remark_id)
        if letter is None or remark is None:
            return
        self._remarks.take_place()
        state = State.CLOSED if remark.state is State.OPEN else State.OPEN
        letter.set_annotations([decided(letter.annotations[remark_id], state)])
        self._pane.remarks.choose(remark_id)

    def place(self, remark_id: str) -> None:
        """Set a remark on the words that are selected in its section."""
        letter, remark = self._find(remark_id)
        if letter is None or remark is None:
            return
        section = remark.target.section
        if section != self._open_id():
            self._open_section(section)
        start, end = self._editor.selected_range()
        if start == end or not letter.has_text(section):
            self._notice.say(self.tr("Sélectionnez d’abord, dans cette rubrique, les mots que la remarque concerne."))
            return
        self._remarks.take_place()
        letter.set_annotations([placed(letter.annotations[remark_id], letter.texts[section], start, end)])
        self._pane.remarks.choose(remark_id)

    # All the typography of a person

    def review_typography(self) -> None:
        """Show everything a person suggests for the typography, and accept it at once if the author says so."""
        letter = self._letter
        if letter is None or self._read_only(letter):
            return
        self._remarks.take_place()
        authors = sorted({remark.author for remark in letter.annotations.values() if remark.replacement is not None})
        found = {author: self._typography(letter, author) for author in authors}
        found = {author: sections for author, sections in found.items() if sections}
        if not found:
            self._notice.say(self.tr("Aucune suggestion de pure typographie n’attend."))
            return
        from editor_app.gui.remarks.typography_sheet import TypographySheet

        sheet = TypographySheet(letter.issue.outline, letter.texts, found, self._editor.window())
        sheet.accepted.connect(lambda: self.accept_typography(sheet.author()))
        sheet.open()

    def accept_typography(self, author: str) -> None:
        """Accept it, section by section: one step to undo in each, one version for all."""
        letter = self._letter
        if letter is None:
            return
        here, count = self._open_id(), 0
        for section, chosen in self._typography(letter, author).items():
            self._open_section(section)
            self._put(letter, section, chosen)
            count += len(chosen)
        self._open_section(here)
        if count:
            letter.keep_version(typography_accepted(author, count))
            self._notice.say(
                self.tr("{} correction{} de typographie de {} acceptée{}.").format(
                    count, "s" if count > 1 else "", author, "s" if count > 1 else ""
                )
            )

    @staticmethod
    def _typography(letter: Letter, author: str) -> dict[str, tuple[Proposal, ...]]:
        every = letter.annotations.values()
        found = {
            section.id: typographic_proposals(author, every, section.id, letter.texts.get(section.id, ""))
            for section in letter.issue.outline.walk()
            if letter.has_text(section.id)
        }
        return {section: chosen for section, chosen in found.items() if chosen}

    # Parts

    def _on_current(self, act: Callable[[str], object]) -> None:
        told = self._remarks.current()
        if told is None:
            self._notice.say(self.tr("Choisissez d’abord une remarque : F7 va à la suivante."))
        else:
            act(told.remark.id)

    def _find(self, remark_id: str) -> tuple[Letter | None, Annotation | None]:
        letter = self._letter
        if letter is None or letter.desk.reader or self._read_only(letter):
            return None, None
        return letter, letter.annotations.get(remark_id)

    def _read_only(self, letter: Letter) -> bool:
        if letter.desk.read_only:
            self._notice.say(self.tr("Ce numéro est ouvert ailleurs : ici on ne décide de rien."), warning=True)
        return letter.desk.read_only

    def _go_on(self) -> None:
        in_list = self._pane.remarks.hasFocus() or self._pane.remark_pane.detail.isAncestorOf(
            self._pane.focusWidget() or self._editor
        )
        told = self._pane.remarks.current()
        if told is not None and not told.open:
            rows = self._pane.remarks.model().rowCount()
            for row in range(self._pane.remarks.currentIndex().row() + 1, rows):
                index = self._pane.remarks.model().index(row, 0)
                self._pane.remarks.setCurrentIndex(index)
                current = self._pane.remarks.current()
                if current is not None and current.open:
                    self._remarks.go_to(current.remark.id)
                    break
        if in_list:
            self._pane.remarks.setFocus()
