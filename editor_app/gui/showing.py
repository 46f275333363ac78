"""Which letter and which section the window shows; whatever follows them connects to the signals here."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from editor_app.desk import Desk
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.keeping.autosave import Autosave
from editor_app.gui.keeping.saving import Writer
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.settings import Settings
from editor_app.issue.outline import Outline
from editor_app.issue.summary import summary


class Showing(QObject):
    """Opens letters and sections. Those who follow are told in the order in which they connected."""

    letter_opened = Signal(object)
    """The ``Letter`` that takes the place of the one before, which was written; none of its sections is shown yet."""
    letter_shown = Signal(object)
    """The ``Letter``, once its first section is in the editor."""
    section_left = Signal()
    """The editor is about to hold another section; what it holds now is still the one before."""
    section_shown = Signal(str)
    """The section's text is in the editor; the section's id."""
    section_rewritten = Signal(str)
    """The open section's text was changed by other hands than the editor's, and is in it as an edit of its own."""
    typing_decided = Signal()
    """The editor was opened to typing or closed to it; whoever has a say in that too says it now."""

    def __init__(
        self,
        editor: MarkdownEditor,
        autosave: Autosave,
        notice: Notice,
        writer: Writer,
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._editor, self._autosave, self._notice = editor, autosave, notice
        self._writer, self._settings = writer, settings
        self._letter: Letter | None = None
        self._section = ""

    @property
    def letter(self) -> Letter | None:
        """The open letter; None before the first."""
        return self._letter

    @property
    def section(self) -> str:
        """The id of the open section, empty when there is none."""
        return self._section

    def open_desk(self, desk: Desk) -> None:
        """Show this letter in the place of the one before, which is written first."""
        self._autosave.save_now()
        # A child of the window, so that it goes after those who follow it.
        before, letter = self._letter, Letter(desk, self._writer, self.parent())
        self._letter, self._section = letter, ""
        if before is not None:
            before.deleteLater()
        if not desk.reader:
            self._settings.last_letter = desk.path
        self._notice.forget()
        self._autosave.show_letter(letter)
        letter.issue_changing.connect(self._autosave.take_text)
        letter.texts_changing.connect(self._autosave.take_text)
        letter.issue_changed.connect(self._show_derived)
        letter.texts_changed.connect(self._rewrite)
        letter.texts_left.connect(self._say_left)
        self.letter_opened.emit(letter)
        first = next(iter(letter.issue.outline.walk()), None)
        if first is not None:
            self.open_section(first.id)
        if desk.warnings:
            self._notice.say("\n".join(desk.warnings), warning=True)
        self.letter_shown.emit(letter)
        self.decide_typing()

    def open_section(self, section_id: str) -> None:
        """Show a section's text in the editor; what was typed in the one before is taken first."""
        letter = self._letter
        if letter is None or section_id not in letter.issue.outline or section_id == self._section:
            return
        self._autosave.take_text()
        self._section = section_id
        self._show_section(letter)

    def decide_typing(self) -> None:
        """Let the open section be typed into unless it is derived, or the letter is another window's."""
        letter = self._letter
        typed = letter is not None and not letter.desk.read_only and letter.has_text(self._section)
        self._editor.setReadOnly(not typed)
        self.typing_decided.emit()

    def _show_section(self, letter: Letter) -> None:
        self.section_left.emit()
        self.decide_typing()
        self._autosave.show_section(self._section)
        written = letter.has_text(self._section)
        self._editor.load(letter.texts.get(self._section, "") if written else _derived(letter.issue.outline))
        self.section_shown.emit(self._section)

    def _show_derived(self) -> None:
        """What follows from the outline is loaded anew when that changes."""
        letter = self._letter
        if letter is None or self.sender() not in (letter, None) or self._section not in letter.issue.outline:
            return
        if not letter.has_text(self._section):
            self._show_section(letter)

    def _rewrite(self, sections: frozenset[str]) -> None:
        letter = self._letter
        if letter is not None and self.sender() in (letter, None) and self._section in sections:
            self._editor.set_remarks([])
            self._editor.rewrite(letter.texts[self._section])
            self.section_rewritten.emit(self._section)

    def _say_left(self, sections: list[str]) -> None:
        letter = self._letter
        if letter is not None:
            titles = ", ".join(letter.issue.outline.heading(section) for section in sections)
            self._notice.say(
                self.tr("Laissé tel quel, car le texte a changé depuis\u00a0: {}.").format(titles), warning=True
            )


def _derived(outline: Outline) -> str:
    """What the summary will say, as Markdown; it follows the outline and cannot be typed into."""
    return "\n".join(f"{'  ' * entry.depth}- {entry.heading}" for entry in summary(outline))
