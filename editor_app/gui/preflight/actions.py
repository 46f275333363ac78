"""What is done in the panel before an export: checked, gone to, signed for, exported."""

from __future__ import annotations

import dataclasses
import datetime
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from editor_app.desk import Point
from editor_app.desk.preflight import EMAIL, EMAIL_WEIGHT, OPEN_REMARKS, waived
from editor_app.desk.preflight_report import from_json
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.files.export import ExportAction, Outcome
from editor_app.gui.letter import Letter
from editor_app.gui.preflight.command import Command
from editor_app.gui.preflight.model import ROW
from editor_app.gui.preflight.panel import FORMATS, PreflightPanel
from editor_app.gui.settings import DEFAULT_AUTHOR, Settings
from editor_app.issue.ignored import ignored

_OPTION = re.compile(r"[ \u00a0]\(--[a-z-]+\)")
CHECK_AGAIN_MS = 1500
"""After the last change of the letter, while the panel is open."""


class PreflightActions(QObject):
    """``letter`` gives the open letter, ``save`` writes all of it and tells whether that was done, ``show`` unfolds the
    panel in the place of the other lists, or folds it."""

    def __init__(
        self,
        panel: PreflightPanel,
        exports: ExportAction,
        editor: MarkdownEditor,
        settings: Settings,
        letter: Callable[[], Letter | None],
        save: Callable[[], bool],
        open_section: Callable[[str], object],
        edit_letter: Callable[[], object],
        show: Callable[[bool], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._panel, self._exports, self._editor, self._settings = panel, exports, editor, settings
        self._letter, self._save, self._open_section = letter, save, open_section
        self._edit_letter, self._show = edit_letter, show
        self._found: tuple[Point, ...] = ()
        self._made: Path | None = None
        self._known: Letter | None = None
        self._exporting = False
        self._check = Command(self)
        self._check.ended.connect(self._take)
        self._again = QTimer(self, interval=CHECK_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self.check)
        editor.spliced.connect(lambda _splice: self._note_change())
        exports.progressed.connect(self._progress)
        exports.ended.connect(self._end)
        panel.closed.connect(self.close)
        panel.point_chosen.connect(self.go_to)
        panel.sign_wanted.connect(self.sign)
        panel.view.ignored.connect(self.ignore)
        panel.export_wanted.connect(self.export)
        panel.folder_wanted.connect(self._choose_folder)
        panel.folder_shown.connect(self._show_folder)
        panel.formats_changed.connect(self._formats_changed)
        panel.cancel_wanted.connect(exports.cancel)
        panel.result_left.connect(self.open)

    def open(self) -> None:
        """Open the panel on the letter as it stands, and check it."""
        letter = self._letter()
        if letter is None:
            return
        if self._exporting:
            self._show(True)
            return
        if letter is not self._known:
            self._known, self._found = letter, ()
            self._panel.model.show(())
            for changed in (letter.issue_changed, letter.texts_changed, letter.annotations_changed):
                changed.connect(self._note_change)
        self._panel.choose_formats(self._settings.export_formats or self._panel.formats())
        self._panel.show_folder(self._settings.export_folder)
        if not self._panel.name.text() and self._settings.author != DEFAULT_AUTHOR:
            self._panel.name.setText(self._settings.author)
        self._panel.complain("")
        self._panel.show_form()
        self._show(True)
        self._panel.view.setFocus()
        self.check()

    def close(self) -> None:
        """Fold the panel; an export that runs goes on, and its end is said in the message line."""
        self._again.stop()
        self._check.drop()
        self._exports.be_heard()
        self._show(False)
        self._editor.setFocus()

    def show_letter(self) -> None:
        """Another letter was opened: what the panel says is about the one before."""
        if self._panel.isVisible():
            self.close()

    def stop(self) -> None:
        """Stop everything, because the window closes."""
        self._again.stop()
        self._check.drop()

    def check(self) -> None:
        """Check the letter once more, as it is saved now."""
        letter = self._letter()
        if letter is None or letter is not self._known or not self._panel.isVisible() or self._exporting:
            return
        self._again.stop()
        if not self._save():
            self._panel.say_instead(self.tr("La lettre n’a pas pu être enregistrée ; le contrôle attend."))
            return
        self._check.drop()
        self._panel.show_checking()
        self._check.run("preflight", str(letter.desk.path), "--format", "json")

    def go_to(self, point: Point) -> None:
        """Show the place of a point: its words, its section, or the letter's sheet."""
        if point.section is None:
            self._edit_letter()
            return
        self._open_section(point.section)
        if point.in_text:
            found = point.diagnostic
            first = point.column - 1
            length = len(found.text.partition("\n")[0])
            self._editor.go_to(point.line - 1, first, first + length)
        self._editor.setFocus()

    def sign(self, points: Iterable[Point]) -> None:
        """Sign for the warnings among these, in the name that the person wrote; where all are signed, withdraw that."""
        letter, points = self._letter(), tuple(points)
        waiting = [point for point in points if point.waits]
        if letter is None:
            return
        if not waiting:
            marks = {point.mark for point in points if point.waiver is not None}
            if marks:
                self._withdraw(letter, marks)
            elif points:
                self._panel.complain(self.tr("Une faute se corrige, un conseil se lit : le reste se signe."))
            return
        if letter.desk.read_only:
            self._panel.complain(self.tr("Cette lettre est ouverte ailleurs : signez-y."))
            return
        if not self._panel.signer:
            sentence = self.tr("Écrivez d’abord votre nom : il figurera dans le rapport du lot.")
            self._panel.complain(sentence, self._panel.name)
            return
        self._panel.complain("")
        self._settings.author = self._panel.signer
        today = datetime.date.today()  # noqa: DTZ011  (the person's own day)
        issue = waived(letter.issue, waiting, self._found, self._panel.signer, today)
        count = len(waiting)
        label = self.tr("Signer 1 point") if count == 1 else self.tr("Signer {} points").format(count)
        letter.change_issue(issue, label)
        self._lay_out()

    def _withdraw(self, letter: Letter, marks: set[str]) -> None:
        kept = tuple(waiver for waiver in letter.issue.waivers if waiver.mark not in marks)
        label = self.tr("Retirer des signatures")
        letter.change_issue(dataclasses.replace(letter.issue, waivers=kept), label)
        self._lay_out()

    def ignore(self, points: Iterable[Point]) -> None:
        """Leave these alone from now on: an acronym joins the words of the letter, words in a text are left as they
        are. What concerns a section, a picture or the letter as a whole goes once it is settled or signed for."""
        from editor_app.proofing.acronyms import UNEXPLAINED  # not before the window is up
        from editor_app.proofing.picture_files import HEAVY, MISSING

        letter = self._letter()
        if letter is None:
            return
        words, left, others = set(letter.issue.words), list(letter.issue.ignored), 0
        for point in points:
            found = point.diagnostic
            if found.rule == UNEXPLAINED:
                words.add(found.text)
            elif point.section is not None and point.in_text and found.rule not in (OPEN_REMARKS, MISSING, HEAVY):
                text = letter.texts.get(point.section, "")
                entry = ignored(point.section, found.rule, text, found.start, found.end)
                left += [] if entry in left else [entry]
            else:
                others += 1
        self._panel.complain(self.tr("Ce point disparaît une fois réglé ou signé.") if others else "")
        issue = dataclasses.replace(letter.issue, words=tuple(sorted(words, key=str.casefold)), ignored=tuple(left))
        letter.change_issue(issue, self.tr("Ignorer avant l’export"))

    def export(self) -> None:
        """Make the bundle with the formats that are ticked; what is not signed yet is signed for first, unless faults
        are let pass."""
        letter = self._letter()
        if letter is None or self._exports.running:
            return
        shown = self._panel.model.points
        forced = any(point.stops for point in shown)
        if not forced and any(point.waits for point in shown):
            self.sign(shown)
            if any(point.waits for point in self._panel.model.points):
                return
        folder = self._settings.export_folder
        if folder is None or not folder.is_dir():
            folder = self._exports.ask_folder()
        if folder is None or not self._save():
            return
        self._panel.show_folder(folder)
        self._settings.export_formats = self._panel.formats()
        self._again.stop()
        self._check.drop()
        self._exporting = True
        self._panel.show_progress(self.tr("Le lot se prépare…"), 0, 0)
        self._exports.export(letter, folder, force=forced, only=self._panel.formats(), aloud=False)

    def _take(self, code: int, answer: str, said: list[str]) -> None:
        """What the check found."""
        try:
            self._found = from_json(answer)
        except (ValueError, KeyError, TypeError):
            if code >= 0:
                reason = " ".join(said) or self.tr("Le contrôle s’est arrêté.")
                self._panel.model.show(())
                self._panel.say_instead(reason)
                self._panel.show_state(reason, errors=False, unsigned=0)
            return
        self._lay_out()

    def _lay_out(self) -> None:
        """Show what concerns the formats that are ticked, with the signatures that the letter holds now."""
        letter = self._letter()
        if letter is None:
            return
        formats = self._panel.formats()
        signed = {waiver.mark: waiver for waiver in letter.issue.waivers}
        points = [
            point.signed(signed.get(point.mark))
            for point in self._found
            if EMAIL in formats or point.diagnostic.rule != EMAIL_WEIGHT
        ]
        self._show_points(points)
        errors, waiting = sum(point.stops for point in points), sum(point.waits for point in points)
        if errors:
            state = (
                self.tr("1 faute arrête l’export.")
                if errors == 1
                else self.tr("{} fautes arrêtent l’export.").format(errors)
            )
        elif waiting:
            state = (
                self.tr("1 point est à signer.")
                if waiting == 1
                else self.tr("{} points sont à signer.").format(waiting)
            )
        else:
            state = self.tr("La lettre peut partir.")
        if not points:
            self._panel.say_instead(self.tr("Le contrôle n’a rien trouvé : la lettre peut partir."))
        self._panel.show_state(state, errors=errors > 0, unsigned=waiting)

    def _show_points(self, points: Sequence[Point]) -> None:
        """Show these, and stay at the same one, or where it was."""
        view, model = self._panel.view, self._panel.model
        row, before = view.currentIndex().row(), view.currentIndex().data(ROW)
        model.show(points)
        again = model.index_of(before.mark) if isinstance(before, Point) else QModelIndex()
        if not again.isValid() and row >= 0:
            again = model.index(min(row, model.rowCount() - 1))
        if not again.isValid() or isinstance(again.data(ROW), str):
            again = model.first()
        if again != view.currentIndex():
            view.setCurrentIndex(again)

    def _formats_changed(self) -> None:
        if self._known is not None and not self._check.running:
            self._lay_out()

    def _note_change(self) -> None:
        if self._panel.isVisible() and not self._exporting and self.sender() in (None, self._known, self._editor):
            self._again.start()

    def _progress(self, what: str, done: int, total: int) -> None:
        if self._exporting:
            self._panel.show_progress(what[:1].upper() + what[1:], done, total)

    def _end(self, outcome: Outcome) -> None:
        if not self._exporting:  # it was asked for elsewhere
            return
        self._exporting = False
        if outcome.path is not None:
            self._made = outcome.path
            self._panel.show_result(outcome.path, _formats_in(outcome.path), map(_without_options, outcome.said))
            return
        self._panel.show_form()
        self._panel.export.setFocus()
        if outcome.cancelled:
            self._panel.complain(self.tr("L’export est annulé ; rien n’a été écrit."))
        else:
            self._panel.complain(
                _without_options(" ".join(outcome.said)) or self.tr("L’export s’est arrêté ; relancez-le.")
            )
            if outcome.refused:
                self.check()

    def _choose_folder(self) -> None:
        folder = self._exports.ask_folder()
        if folder is not None:
            self._panel.show_folder(folder)

    def _show_folder(self) -> None:
        if self._made is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made.parent)))


def _without_options(sentence: str) -> str:
    """A sentence of the command line without its options: the window has boxes and buttons for them."""
    return _OPTION.sub("", sentence)


def _formats_in(bundle: Path) -> tuple[str, ...]:
    """The formats that a bundle, a zip file, holds."""
    try:
        with zipfile.ZipFile(bundle) as archive:
            held = {name.split("/")[2] for name in archive.namelist() if name.split("/")[1:2] == ["data"]}
    except (OSError, zipfile.BadZipFile):
        return ()
    return tuple(name for name in FORMATS if name in held)
