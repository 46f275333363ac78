"""Joins the commands of writing to the editor: Markdown, characters, what is done while one types, cleaning."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from editor_app.gui.commands import Commands, habit_command
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.notice import Notice
from editor_app.gui.settings import Settings
from editor_app.proofing.as_typed import NBSP, Habit


class WritingActions(QObject):
    """Keeps the switches in the settings and answers the commands."""

    def __init__(
        self, commands: Commands, editor: MarkdownEditor, notice: Notice, settings: Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._commands, self._editor, self._notice, self._settings = commands, editor, notice, settings
        self._checked = -1
        self._cleaning: int | None = None
        for habit in Habit:
            action = commands[habit_command(habit)]
            action.setChecked(habit in settings.habits)
            action.toggled.connect(self._keep_habits)
        editor.set_habits(settings.habits)
        shown = commands["show-no-break-spaces"]
        shown.setChecked(settings.no_break_spaces_shown)
        shown.toggled.connect(self._show_no_break_spaces)
        editor.show_no_break_spaces(settings.no_break_spaces_shown)
        for name, act in self._acts().items():
            commands.on(name, act)
        editor.checked.connect(self._note_checked)

    def _acts(self) -> dict[str, Callable[[], object]]:
        editor = self._editor
        return {
            "bold": editor.toggle_bold,
            "italic": editor.toggle_italic,
            "heading": lambda: editor.make_heading(2),
            "subheading": lambda: editor.make_heading(3),
            "minor-heading": lambda: editor.make_heading(4),
            "plain": lambda: editor.make_heading(0),
            "list": editor.make_list,
            "numbered-list": editor.make_numbered_list,
            "quote": editor.make_quote,
            "link": editor.insert_link,
            "note": editor.insert_note,
            "table": editor.insert_table,
            "no-break-space": lambda: editor.insert_characters(NBSP),
            "characters": self.open_palette,
            "clean": self.clean,
        }

    def open_palette(self) -> None:
        """Offer the characters that a keyboard lacks, under the cursor."""
        if self._editor.isReadOnly():
            return
        from editor_app.gui.editor.character_palette import CharacterPalette

        palette = CharacterPalette(self._editor)
        palette.chosen.connect(self._editor.insert_characters)
        palette.open_at(self._editor.viewport().mapToGlobal(self._editor.cursorRect().bottomLeft()))

    def clean(self) -> None:
        """Correct what is sure in the section's typography, once all of it is checked, and say how many places."""
        if self._editor.isReadOnly():
            self._notice.say(self.tr("Cette rubrique suit le plan de la lettre : il n’y a rien à y nettoyer."))
        elif self._checked >= self._editor.revision():
            self._clean()
        else:
            self._cleaning = self._editor.revision()

    def _note_checked(self, revision: int) -> None:
        self._checked = revision
        awaited, self._cleaning = self._cleaning, None
        if awaited is None:
            return
        if awaited == self._editor.revision() == revision:
            self._clean()
        elif awaited == self._editor.revision():
            self._cleaning = awaited  # an answer about an earlier text: the right one follows

    def _clean(self) -> None:
        corrected = self._editor.clean_typography()
        if not corrected:
            sentence = self.tr("Rien à nettoyer : la typographie de cette rubrique est en ordre.")
        elif corrected == 1:
            sentence = self.tr("1 correction de typographie dans cette rubrique ; Ctrl + Z l’annule.")
        else:
            sentence = self.tr("{} corrections de typographie dans cette rubrique ; Ctrl + Z les annule ensemble.")
        self._notice.say(sentence.format(corrected))

    def _keep_habits(self) -> None:
        self._settings.habits = frozenset(habit for habit in Habit if self._commands[habit_command(habit)].isChecked())
        self._editor.set_habits(self._settings.habits)

    def _show_no_break_spaces(self, shown: bool) -> None:
        self._settings.no_break_spaces_shown = shown
        self._editor.show_no_break_spaces(shown)
