"""What the window says of the letter and section it shows: their names, length, what is found, what is saved."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMainWindow

from editor_app.gui.findings.model import FindingsModel
from editor_app.gui.header import Header
from editor_app.gui.keeping.saving import Progress, SaveState
from editor_app.gui.letter import Letter
from editor_app.gui.outline.pane import OutlinePane
from editor_app.gui.section_pane import SectionPane
from editor_app.gui.showing import Showing
from editor_app.gui.status_line import StatusLine

COUNT_AFTER_MS = 300


class Facts(QObject):
    """Keeps the title, the head of the text, the plan's counts and the line at the foot true."""

    def __init__(
        self,
        showing: Showing,
        header: Header,
        outline: OutlinePane,
        pane: SectionPane,
        findings: FindingsModel,
        status: StatusLine,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._showing, self._header, self._outline, self._pane = showing, header, outline, pane
        self._findings, self._status, self._window = findings, status, window
        self._count_soon = QTimer(self, interval=COUNT_AFTER_MS, singleShot=True)
        self._count_soon.timeout.connect(self._count_words)
        pane.editor.edited.connect(lambda: self._count_soon.isActive() or self._count_soon.start())

    def show_letter(self, letter: Letter) -> None:
        """Speak of this letter from now on."""
        letter.issue_changed.connect(self._issue_changed)
        self._say_letter(letter)

    def show_section(self, section_id: str) -> None:
        """The editor now shows this section."""
        letter = self._showing.letter
        assert letter is not None
        if self._outline.current() != section_id:
            self._outline.choose(section_id)
        self._say_section(letter, section_id)
        self._count_soon.start()

    def show_counts(self) -> None:
        """Say in the plan how much was found in each section, and which have no text yet."""
        letter = self._showing.letter
        if letter is None:
            return
        sections = [section for section in letter.issue.outline.walk() if section.file is not None]
        empty = frozenset(section.id for section in sections if not letter.texts.get(section.id, "").strip())
        self._outline.model.set_findings({section.id: self._findings.count(section.id) for section in sections}, empty)

    def say_saved(self, state: SaveState) -> None:
        """Say where the last change stands."""
        self._status.show_saving(state)
        self._window.setWindowModified(state.progress is not Progress.SAVED)

    def _issue_changed(self) -> None:
        letter, section_id = self._showing.letter, self._showing.section
        if letter is None or self.sender() not in (letter, None):
            return
        self._say_letter(letter)
        if section_id in letter.issue.outline:
            self._say_section(letter, section_id)
            self._count_words()

    def _say_letter(self, letter: Letter) -> None:
        issue = letter.issue
        self._header.show_letter(self.tr("Lettre n°\u00a0{}").format(issue.number), issue.title)
        self._window.setWindowTitle(self.tr("Lettre n°\u00a0{} — {}[*] — Lettrine").format(issue.number, issue.title))
        self._findings.set_outline(issue.outline)
        self.show_counts()

    def _say_section(self, letter: Letter, section_id: str) -> None:
        outline = letter.issue.outline
        self._pane.show_section(outline, section_id, written=letter.has_text(section_id))
        self._status.set_target(outline.find(section_id).target)

    def _count_words(self) -> None:
        self._status.show_words(self._pane.editor.word_count())
