"""What is done with findings: gone to, corrected, accepted, left alone."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject

from editor_app.gui.commands import Commands
from editor_app.gui.editor.context_menu import WORD_CATEGORIES
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.findings.model import FindingRow, FindingsModel
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.showing import Showing
from editor_app.gui.tasks_pane import TasksPane
from editor_app.issue.ignored import Ignored, ignored, ignored_everywhere
from editor_app.proofing.diagnostic import Diagnostic


class FindingActions(QObject):
    """Joins the list of findings, the editor and the letter."""

    def __init__(
        self,
        commands: Commands,
        editor: MarkdownEditor,
        model: FindingsModel,
        pane: TasksPane,
        notice: Notice,
        showing: Showing,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._editor, self._model, self._notice, self._showing = editor, model, notice, showing
        self._view = pane.findings
        self._letter: Letter | None = None
        self._view.chosen.connect(self.go_to)
        self._view.correction_wanted.connect(self.correct)
        self._view.ignored.connect(self.ignore)
        self._view.ignored_everywhere.connect(self.ignore_everywhere)
        editor.word_accepted.connect(self.accept_word)
        editor.ignored.connect(lambda place: self._leave_alone(*place))
        editor.ignored_everywhere.connect(self._leave_alone_everywhere)
        commands.on("correct", editor.apply_first_suggestion)
        commands.on("explain", editor.show_finding)
        commands.on("ignore", editor.ignore_finding)
        commands.on("ignore-everywhere", editor.ignore_finding_everywhere)
        commands.on("next-finding", editor.next_finding)
        commands.on("previous-finding", editor.previous_finding)

    def show_letter(self, letter: Letter) -> None:
        """Work on this letter's findings."""
        self._letter = letter

    def go_to(self, row: FindingRow) -> None:
        """Open the section of a finding and select the place."""
        if row.section is None:
            section = self._model.section_of_field(row.field)
            if section is not None:
                self._showing.open_section(section)
            return
        self._showing.open_section(row.section)
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
        self._showing.open_section(row.section)
        self._editor.apply(row.line, row.diagnostic, row.diagnostic.suggestions[0])

    def ignore(self, row: FindingRow) -> None:
        """Leave this finding alone from now on."""
        if row.section is None:
            self._notice.say(
                self.tr("Ce point concerne le plan ou la fiche de la lettre ; il disparaît une fois réglé.")
            )
            return
        self._showing.open_section(row.section)
        self._editor.ignore_diagnostic(row.line, row.diagnostic)

    def ignore_everywhere(self, row: FindingRow) -> None:
        """Leave such findings alone in the whole letter; an unknown word becomes one of the letter's own."""
        if row.diagnostic.category in WORD_CATEGORIES:
            self.accept_word(row.diagnostic.text)
        elif row.section is None:
            self.ignore(row)
        else:
            self._leave_alone_everywhere(row.diagnostic)

    def _leave_alone(self, line: int, found: Diagnostic) -> None:
        """Keep with the letter that this finding is not to be shown any more."""
        section = self._showing.section
        if self._letter is None or section not in self._letter.issue.outline:
            return
        text = self._editor.document().findBlockByNumber(line).text()
        self._keep(ignored(section, found.rule, text, found.start, found.end), self.tr("Ignorer « {} »"))

    def _leave_alone_everywhere(self, found: Diagnostic) -> None:
        self._keep(ignored_everywhere(found.rule, found.text), self.tr("Ignorer « {} » dans ce numéro"))

    def _keep(self, entry: Ignored, label: str) -> None:
        if self._letter is None or entry in self._letter.issue.ignored:
            return
        issue = self._letter.issue
        self._letter.change_issue(
            dataclasses.replace(issue, ignored=(*issue.ignored, entry)),
            label.format(entry.text.strip() or entry.text),
        )

    def accept_word(self, word: str) -> None:
        """Take a word as right in this letter."""
        if self._letter is None:
            return
        issue = self._letter.issue
        words = tuple(sorted({*issue.words, word}, key=str.casefold))
        self._letter.change_issue(
            dataclasses.replace(issue, words=words), self.tr("Ajouter « {} » aux mots du numéro").format(word)
        )

    def _correct_value(self, row: FindingRow) -> None:
        """Correct a title, the letter's or a section's; other values are written in their sheets."""
        letter, found = self._letter, row.diagnostic
        if letter is None or row.field[-1:] != ("title",):
            self._notice.say(self.tr("Cette valeur se corrige dans la fiche de la lettre, au menu Fichier."))
            return
        section_id, label = self._model.section_of_field(row.field), self.tr("Corriger un titre")
        title = letter.issue.title if section_id is None else letter.issue.outline.find(section_id).title
        corrected = title[: found.start] + found.suggestions[0] + title[found.end :]
        if section_id is None:
            letter.change_issue(dataclasses.replace(letter.issue, title=corrected), label)
        else:
            letter.change_outline(letter.issue.outline.rename(section_id, corrected), label)
