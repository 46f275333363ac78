"""What is done with findings: gone to, corrected, accepted, left alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QObject

from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.findings.model import FindingRow, FindingsModel
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.tasks_pane import TasksPane


class FindingActions(QObject):
    """Joins the list of findings, the editor and the letter."""

    def __init__(
        self,
        editor: MarkdownEditor,
        model: FindingsModel,
        pane: TasksPane,
        notice: Notice,
        open_section: Callable[[str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._editor, self._model, self._notice, self._open_section = editor, model, notice, open_section
        self._view = pane.findings
        self._letter: Letter | None = None
        self._view.chosen.connect(self.go_to)
        self._view.correction_wanted.connect(self.correct)
        self._view.ignored.connect(self.ignore)
        editor.word_accepted.connect(self.accept_word)

    def show_letter(self, letter: Letter) -> None:
        """Work on this letter's findings."""
        self._letter = letter

    def go_to(self, row: FindingRow) -> None:
        """Open the section of a finding and select the place."""
        if row.section is None:
            section = self._model.section_of_field(row.field)
            if section is not None:
                self._open_section(section)
            return
        self._open_section(row.section)
        self._editor.go_to(row.line, row.diagnostic.start, row.diagnostic.end)
        self._editor.setFocus()

    def correct(self, row: FindingRow) -> None:
        """Put the first suggestion in the place of the words; one step that can be undone."""
        if not row.diagnostic.suggestions:
            self.go_to(row)
            self._editor.show_finding()
            return
        if row.section is None:
            self._correct_value(row)
            return
        self._open_section(row.section)
        self._editor.apply(row.line, row.diagnostic, row.diagnostic.suggestions[0])

    def ignore(self, row: FindingRow) -> None:
        """Leave this finding alone from now on."""
        if row.section is None:
            self._notice.say(
                self.tr("Ce point concerne le plan ou la fiche de la lettre ; il disparaît une fois réglé.")
            )
            return
        self._open_section(row.section)
        self._editor.ignore_diagnostic(row.line, row.diagnostic)

    def accept_word(self, word: str) -> None:
        """Take a word as right in this letter."""
        if self._letter is None:
            return
        issue = self._letter.issue
        words = tuple(sorted({*issue.words, word}, key=str.casefold))
        self._letter.change_issue(
            dataclasses.replace(issue, words=words), self.tr("Ajouter « {} » aux mots du numéro").format(word)
        )

    def _correct_value(self, row: FindingRow) -> None:
        """Correct a title: the only value of the issue that the window lets one type."""
        section_id = self._model.section_of_field(row.field)
        if self._letter is None or section_id is None or row.field[-1] != "title":
            self._notice.say(self.tr("Cette valeur se corrige dans le fichier issue.yaml du numéro."))
            return
        found = row.diagnostic
        title = self._letter.issue.outline.find(section_id).title
        corrected = title[: found.start] + found.suggestions[0] + title[found.end :]
        self._letter.change_outline(
            self._letter.issue.outline.rename(section_id, corrected), self.tr("Corriger un titre")
        )
