"""Offers back what a crash left: what differs is shown before any of it becomes the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from editor_app.errors import LettrineError
from editor_app.gui.appearance.theme import Theme
from editor_app.gui.keeping.saving import Writer
from editor_app.gui.letter import Letter
from editor_app.gui.moments import in_words
from editor_app.gui.notice import Notice
from editor_app.issue.naming import new_section
from editor_app.issue.outline import Kind
from editor_app.storage.kept_letter import Recovered

if TYPE_CHECKING:
    from editor_app.gui.comparing.sheet import ComparisonSheet

QUESTION = "recovered"


class Recovery(QObject):
    """Asks about one recovered text after the other; one that is put off is asked about again at the next opening."""

    def __init__(self, notice: Notice, writer: Writer, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._notice, self._writer, self._theme, self._window = notice, writer, theme, window
        self._letter: Letter | None = None
        self.sheet: ComparisonSheet | None = None
        """The one that is open."""

    def show_letter(self, letter: Letter) -> None:
        """Ask about what a crash left of this letter, whose writer this session is."""
        self._letter = letter
        self._look(letter)

    def close(self) -> None:
        """Ask nothing about the letter any more."""
        self._letter = None
        if self.sheet is not None:
            self.sheet.reject()

    def compare(self, letter: Letter, recovered: Recovered) -> None:
        """Show what a recovered text would change, and let the person take it or leave it."""
        title, known = _title(letter, recovered), recovered.saved is not None
        sentence = (
            self.tr("Ce texte de «\u00a0{}\u00a0» a été tapé {} et n’a pas été enregistré.")
            if known
            else self.tr(
                "Ce texte de «\u00a0{}\u00a0» a été tapé {} et n’a pas été enregistré\u00a0; "
                "la lettre n’a plus cette rubrique."
            )
        ).format(title, in_words(recovered.when))
        from editor_app.gui.comparing.sheet import ComparisonSheet

        sheet = ComparisonSheet(self.tr("Texte retrouvé"), sentence, self._theme.tokens, self._window)
        sheet.show_texts(
            recovered.saved or "", recovered.text, self.tr("Le texte enregistré"), self.tr("Le texte retrouvé")
        )
        sheet.offer(self.tr("Plus tard"))
        sheet.offer(self.tr("L’écarter"), lambda: self._drop(letter, recovered))
        if known:
            sheet.offer(self.tr("Le reprendre"), lambda: self._take(letter, recovered), primary=True)
        else:
            sheet.offer(self.tr("En faire une rubrique"), lambda: self._add(letter, recovered), primary=True)
        sheet.rejected.connect(lambda: self._ask(letter, recovered))
        sheet.finished.connect(lambda _answer: setattr(self, "sheet", None))
        self.sheet = sheet
        sheet.open()

    def _look(self, letter: Letter) -> None:
        def ask(found: tuple[Recovered, ...]) -> None:
            if found and letter is self._letter:
                self._ask(letter, found[0])

        self._writer.ask(letter.desk.recovered, ask, self._say)

    def _ask(self, letter: Letter, recovered: Recovered) -> None:
        if letter is self._letter:
            self._notice.ask(
                QUESTION,
                self.tr(
                    "Un texte non enregistré de «\u00a0{}\u00a0» a été retrouvé ({}, {} mots au lieu de {})."
                ).format(
                    _title(letter, recovered),
                    in_words(recovered.when),
                    len(recovered.text.split()),
                    len((recovered.saved or "").split()),
                ),
                (self.tr("Voir et choisir…"), lambda: self.compare(letter, recovered)),
            )

    def _take(self, letter: Letter, recovered: Recovered) -> None:
        def taken(_: None) -> None:
            letter.show_text(recovered.section, recovered.text)
            self._look(letter)

        letter.texts_changing.emit()
        self._writer.ask(lambda: letter.desk.take_recovered(recovered), taken, self._say)

    def _drop(self, letter: Letter, recovered: Recovered) -> None:
        self._writer.ask(lambda: letter.desk.drop_recovered(recovered), lambda _: self._look(letter), self._say)

    def _add(self, letter: Letter, recovered: Recovered) -> None:
        """Put the text into a new section at the end, then forget the journal's copy of it."""
        title = self.tr("Texte retrouvé\u00a0: {}").format(recovered.section)
        section = new_section(Kind.FREE, title)
        letter.change_outline(letter.issue.outline.insert(section), self.tr("Ajouter «\u00a0{}\u00a0»").format(title))
        letter.show_text(section.id, recovered.text)
        self._drop(letter, recovered)

    def _say(self, error: LettrineError) -> None:
        self._notice.say(str(error), warning=True)


def _title(letter: Letter, recovered: Recovered) -> str:
    outline = letter.issue.outline
    return outline.heading(recovered.section) if recovered.section in outline else recovered.section
