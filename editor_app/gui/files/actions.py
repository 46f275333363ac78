"""Begins, opens and imports letters: what is behind the first entries of the menu Fichier."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from editor_app import desk
from editor_app.desk import Desk
from editor_app.errors import LettrineError
from editor_app.gui.errand import Errand
from editor_app.gui.files.new_letter import NewLetterDialog
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice

if TYPE_CHECKING:
    from editor_app.importing.reading import Imported

_T = TypeVar("_T")


class FileActions(QObject):
    """``open_desk`` shows a letter in the window in the place of the one before."""

    def __init__(
        self, notice: Notice, letter: Callable[[], Letter | None], open_desk: Callable[[Desk], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._window, self._notice, self._letter, self._open_desk = parent, notice, letter, open_desk

    def new(self) -> None:
        """Ask for a number and what to start from, then open the new letter."""
        letter = self._letter()
        if letter is None:
            return
        dialog = NewLetterDialog(letter.issue, letter.desk.path, self._window)
        dialog.finished.connect(
            lambda answer: self.begin(dialog.number, dialog.earlier) if answer == QDialog.DialogCode.Accepted else None
        )
        dialog.open()

    def begin(self, number: int, earlier: Path | None) -> None:
        """Make number ``number`` and open it."""
        self._try(lambda: self._open_desk(desk.new_in_library(number, earlier)))

    def open(self) -> None:
        """Ask for a letter's folder and open it."""
        chosen = QFileDialog.getExistingDirectory(self._window, self.tr("Ouvrir un numéro"), str(desk.library_folder()))
        if chosen:
            self.open_folder(Path(chosen))

    def open_folder(self, path: Path) -> None:
        """Open the letter in that folder."""
        self._try(lambda: self._open_desk(Desk.open(path)))

    def open_packet(self) -> None:
        """Ask for a packet and open it to proofread it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Ouvrir un paquet à relire"), "", self.tr("Paquets de relecture (*.zip *.relecture)")
        )
        if chosen:
            self.open_packet_file(Path(chosen))

    def open_packet_file(self, path: Path) -> None:
        """Open that packet to proofread it."""
        from editor_app.desk.reading import open_packet  # for proofreaders alone

        self._try(lambda: self._open_desk(open_packet(path)))

    def import_file(self) -> None:
        """Ask for a file and import it as a new letter."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Importer une lettre"),
            "",
            self.tr("Textes (*.txt *.md *.markdown *.html *.htm *.docx *.odt)"),
        )
        if chosen:
            self.import_from(Path(chosen))

    def import_from(self, source: Path) -> None:
        """Import that file as a new letter and open it, once it is said what becomes of its tracked changes; say what
        was not understood."""
        from editor_app.desk.contributions import Look, look_at

        def settle(look: Look) -> None:
            if not look.changes:
                self._import(source, desk.Changes.UNDECIDED)
                return
            accepted, refused = desk.Changes.ACCEPTED, desk.Changes.REFUSED
            actions = [(self.tr("Les accepter"), partial(self._import, source, accepted))]
            if look.may_refuse:
                actions.append((self.tr("Les refuser"), partial(self._import, source, refused)))
            question = self.tr("« {} » porte {}. Que faut-il en faire ?")
            self._notice.ask(f"import {source}", question.format(source.name, look.told), *actions)

        self._start(lambda: look_at(source), settle)

    def _import(self, source: Path, changes: desk.Changes) -> None:
        def show(made: tuple[Desk, Imported]) -> None:
            opened, imported = made
            self._open_desk(opened)
            if imported.not_understood:
                self._notice.say("\n".join(imported.not_understood), warning=True)

        self._notice.say(self.tr("Lecture de « {} »…").format(source.name))
        self._start(lambda: desk.import_to_library(source, changes), show)

    def _start(self, work: Callable[[], _T], done: Callable[[_T], object]) -> None:
        """Do the work in a thread of its own."""
        self._errand: Errand[_T] = Errand(lambda _errand: work())
        self._errand.start(done, lambda error: self._notice.say(str(error), warning=True))

    def verify(self) -> None:
        """Ask for a bundle and say whether it is what it promises."""
        chosen, _ = QFileDialog.getOpenFileName(self._window, self.tr("Vérifier un lot"), "", self.tr("Lots (*.zip)"))
        if chosen:
            self.verify_bundle(Path(chosen))

    def verify_bundle(self, path: Path) -> None:
        """Say whether that bundle is what it promises."""

        def run() -> None:
            differences = desk.verify_bundle(path)
            if differences:
                self._notice.say("\n".join(map(str, differences[:5])), warning=True)
            else:
                self._notice.say(self.tr("{} : le lot est intact.").format(path.name))

        self._try(run)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except LettrineError as error:
            self._notice.say(str(error), warning=True)
