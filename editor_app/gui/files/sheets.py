"""Opens the sheets and carries what was written in them into the letter."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QWidget

from editor_app.desk.themes import ThemeChoice, theme_choices
from editor_app.errors import LettrineError
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.files.letter_sheet import LetterSheet, PictureField, PictureSheet, SignatureSheet, TargetSheet
from editor_app.gui.files.pictures import clean_picture
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.showing import Showing
from editor_app.issue.model import Picture


class SheetActions(QObject):
    """The letter's sheet, a section's, a picture's."""

    def __init__(self, editor: MarkdownEditor, notice: Notice, showing: Showing, parent: QWidget) -> None:
        super().__init__(parent)
        self._window, self._editor, self._notice, self._showing = parent, editor, notice, showing

    def edit_letter(self) -> None:
        """Write the letter's title, dates and lead picture."""
        letter = self._showing.letter
        if letter is None:
            return
        sheet = LetterSheet(letter.issue, self._themes(letter), self._window)
        sheet.finished.connect(lambda answer: self._keep_letter(letter, sheet) if answer else None)
        sheet.open()

    def _themes(self, letter: Letter) -> Sequence[ThemeChoice]:
        try:
            return theme_choices(letter.desk.path, letter.issue)
        except LettrineError as error:
            self._notice.say(str(error), warning=True)
            return (ThemeChoice(letter.issue.theme, letter.issue.theme),)

    def edit_signature(self) -> None:
        """Write who signs the open section."""
        letter = self._showing.letter
        if letter is None or self._showing.section not in letter.issue.outline:
            return
        section = letter.issue.outline.find(self._showing.section)
        sheet = SignatureSheet(section, self._window)
        sheet.finished.connect(
            lambda answer: (
                letter.change_section(
                    dataclasses.replace(letter.issue.outline.find(section.id), author=sheet.author()),
                    self.tr("Signer « {} »").format(section.title),
                )
                if answer == QDialog.DialogCode.Accepted
                else None
            )
        )
        sheet.open()

    def edit_target(self) -> None:
        """Write how many words the open section should come to."""
        letter = self._showing.letter
        if letter is None or self._showing.section not in letter.issue.outline:
            return
        section = letter.issue.outline.find(self._showing.section)
        sheet = TargetSheet(section, self._window)
        sheet.accepted.connect(
            lambda: letter.change_section(
                dataclasses.replace(letter.issue.outline.find(section.id), target=sheet.target()),
                self.tr("Changer l’objectif de « {} »").format(section.title),
            )
        )
        sheet.open()

    def insert_picture(self) -> None:
        """Put a picture into the open section."""
        letter = self._showing.letter
        if letter is not None and not self._editor.isReadOnly():
            self._ask(letter).open()

    def take_pictures(self, given: Sequence[Path | QImage]) -> None:
        """Put pictures that were pasted or dropped into the open section, one after the other, each with what it
        shows; closing a sheet without inserting leaves the rest too."""
        letter = self._showing.letter
        if letter is None or not given or self._editor.isReadOnly():
            return
        section, first = self._showing.section, given[0]
        sheet = self._ask(letter)
        if isinstance(first, QImage):
            kept = TemporaryDirectory()
            sheet.finished.connect(lambda _answer: kept.cleanup())
            first = _as_file(first, Path(kept.name) / self.tr("image-collee.png"))
        sheet.picture.take(first)
        sheet.description.setFocus()
        sheet.accepted.connect(lambda: self.take_pictures(given[1:]) if self._showing.section == section else None)
        sheet.open()

    def _ask(self, letter: Letter) -> PictureSheet:
        sheet = PictureSheet(self._window)
        sheet.accepted.connect(lambda: self._insert(letter, sheet))
        return sheet

    def _keep_letter(self, letter: Letter, sheet: LetterSheet) -> None:
        issue = sheet.issue()
        if sheet.picture.chosen is not None:
            file = self._take_in(letter, sheet.picture)
            if file is None:
                return
            issue = dataclasses.replace(issue, picture=dataclasses.replace(issue.picture or Picture(), file=file))
        theme = sheet.theme.chosen
        if theme.folder is not None:
            try:
                name = letter.desk.take_theme(theme.folder)
            except LettrineError as error:
                self._notice.say(str(error), warning=True)
                return
            same = name == letter.issue.theme
            letter.change_issue(dataclasses.replace(issue, theme=name), self.tr("Changer la fiche de la lettre"))
            if same:  # the page must take up other files of that name
                letter.issue_changed.emit()
            return
        issue = dataclasses.replace(issue, theme=theme.name)
        letter.change_issue(issue, self.tr("Changer la fiche de la lettre"))

    def _insert(self, letter: Letter, sheet: PictureSheet) -> None:
        file = self._take_in(letter, sheet.picture)
        if file is not None:
            self._editor.insert_picture(file, sheet.description.text().strip())
            self._editor.setFocus()

    def _take_in(self, letter: Letter, field: PictureField) -> str | None:
        """Copy the chosen picture into the letter; its path there, None when it was refused (and said)."""
        if field.chosen is None:
            return None
        try:
            return letter.desk.add_picture(*clean_picture(field.chosen))
        except LettrineError as error:
            self._notice.say(str(error), warning=True)
            return None


def _as_file(image: QImage, file: Path) -> Path:
    image.save(str(file), "PNG")  # type: ignore[call-overload]
    return file
