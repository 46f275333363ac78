"""What other programs do to the open letter: merged and said where that is clear, asked about where it is not."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from editor_app.errors import LettrineError
from editor_app.gui.appearance.theme import Theme
from editor_app.gui.keeping.away import FolderAway
from editor_app.gui.keeping.folder_watch import FolderWatch
from editor_app.gui.keeping.saving import Progress, Writer
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.issue.merging import Merge, Side, merge
from editor_app.storage.folder import ANNOTATIONS_FILE, ISSUE_FILE
from editor_app.storage.kept_letter import SectionDifference
from editor_app.storage.outside import FolderMovedError, OutsideChange

SAID_TOGETHER_MS = 400
"""Sections changed within this time are said in one sentence."""


class OutsideChanges(QObject):
    """Looks when the watch says so and when the window comes to the front; ``away`` hears of a folder that went."""

    def __init__(self, notice: Notice, writer: Writer, theme: Theme, away: FolderAway, window: QWidget) -> None:
        super().__init__(window)
        self._notice, self._writer, self._theme, self._away, self._window = notice, writer, theme, away, window
        self._letter: Letter | None = None
        self._looking = False
        self._said = ""
        self._asked: dict[str, OutsideChange] = {}
        self._merged: dict[str, str] = {}
        self._watch = FolderWatch(self)
        self._watch.touched.connect(self.look)
        away.found_again.connect(self._watch_folder)
        away.look_again.connect(self.look)
        self._say_soon = QTimer(self, interval=SAID_TOGETHER_MS, singleShot=True)
        self._say_soon.timeout.connect(self._say_merged)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._come_to_front)

    def show_letter(self, letter: Letter) -> None:
        """Look after this letter's folder from now on."""
        self.close()
        self._letter = letter
        letter.disk.clashed.connect(self._ask)
        letter.text_merged.connect(self._note_merged)
        letter.issue_merged.connect(self._say_issue)
        letter.issue_changed.connect(self._watch_folder)
        self._watch_folder()

    def close(self) -> None:
        """Look no more."""
        self._watch.stop()
        self._say_soon.stop()
        self._letter = None
        self._asked.clear()
        self._merged.clear()

    def look(self) -> None:
        """Find out, in the writer's thread, what changed."""
        letter = self._letter
        if letter is None or self._looking:
            return
        self._looking = True
        self._writer.ask(
            letter.desk.outside_changes,
            lambda changes: self._take(letter, changes),
            lambda error: self._refused(letter, error),
        )

    def _come_to_front(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.look()

    def _watch_folder(self) -> None:
        letter = self._letter
        if letter is not None:
            sections = [section.file for section in letter.issue.outline.walk() if section.file is not None]
            self._watch.watch(letter.desk.path, [ISSUE_FILE, ANNOTATIONS_FILE, *sections])

    def _take(self, letter: Letter, changes: tuple[OutsideChange, ...]) -> None:
        self._looking = False
        if letter is not self._letter:
            return
        self._said = ""
        self._away.note_here(letter)
        for name in self._asked.keys() - {change.file for change in changes}:
            del self._asked[name]  # it is as it was again
            self._notice.withdraw(f"outside {name}")
        for change in changes:
            if self._asked.get(change.file) != change:
                letter.take_in(change)

    def _refused(self, letter: Letter, error: LettrineError) -> None:
        self._looking = False
        if letter is self._letter:
            if isinstance(error, FolderMovedError):
                self._away.note_gone(letter, error)
            elif self._said != str(error) and self._writer.state.progress is not Progress.FAILED:
                self._said = str(error)
                self._notice.say(self._said, warning=True)

    # Merged

    def _note_merged(self, section: str, before: str) -> None:
        if self.sender() is self._letter:
            self._merged.setdefault(section, before)
            self._say_soon.start()

    def _say_merged(self) -> None:
        letter, merged = self._letter, dict(self._merged)
        self._merged.clear()
        if letter is None or not merged:
            return
        differences = [
            SectionDifference(name, letter.issue.outline.heading(name), before, letter.texts[name])
            for name, before in merged.items()
            if letter.has_text(name)
        ]
        titles = ", ".join(f"«\u00a0{one.title}\u00a0»" for one in differences)
        self._notice.say(
            self.tr("Un autre programme a changé {}\u00a0; ses changements sont dans votre texte.").format(titles),
            (self.tr("Voir…"), lambda: self._show(letter, differences)),
            (self.tr("Revenir à mon texte"), lambda: self._take_back(letter, differences)),
        )

    def _show(self, letter: Letter, differences: list[SectionDifference]) -> None:
        from editor_app.gui.comparing.sheet import ComparisonSheet

        sheet = ComparisonSheet(
            self.tr("Changements d’un autre programme"),
            self.tr("Voici ce qu’un autre programme a changé."),
            self._theme.tokens,
            self._window,
        )
        sheet.show_sections(differences, self.tr("Votre texte avant"), self.tr("Votre texte maintenant"))
        sheet.offer(self.tr("Revenir à mon texte"), lambda: self._take_back(letter, differences))
        sheet.offer(self.tr("Fermer"), primary=True)
        sheet.open()

    def _take_back(self, letter: Letter, differences: list[SectionDifference]) -> None:
        """Take out what the other program changed, and leave what was typed since."""
        letter.texts_changing.emit()
        for one in differences:
            if letter.has_text(one.section):
                back = merge(one.after or "", letter.texts[one.section], one.before or "").text
                letter.show_text(one.section, (one.before or "") if back is None else back)

    def _say_issue(self) -> None:
        letter = self._letter
        if letter is not None and self.sender() is letter:
            self._notice.say(
                self.tr("Un autre programme a changé le plan ou la fiche de la lettre\u00a0; c’est repris ici."),
                (self.tr("Annuler ce changement"), letter.undo_stack.undo),
            )

    # Asked about

    def _ask(self, change: OutsideChange) -> None:
        letter = self._letter
        if letter is None or self.sender() is not letter.disk:
            return
        self._asked[change.file] = change
        self._ask_about(letter, change)

    def _ask_about(self, letter: Letter, change: OutsideChange) -> None:
        section = change.section
        if section is None or section not in letter.issue.outline:
            self._ask_whole(letter, change)
            return
        name, title = f"outside {change.file}", letter.issue.outline.heading(section)
        put_back = (self.tr("Le remettre"), lambda: self._settle(letter, section, change, letter.texts[section]))
        if change.problem:
            self._notice.ask(
                name,
                self.tr("Un autre programme a mis dans {} ce qui n’est pas un texte. Le vôtre reste ici.").format(
                    change.file
                ),
                put_back,
            )
        elif change.found_as is not None:
            found = change.found_as
            self._notice.ask(
                name,
                self.tr("Un autre programme a renommé le fichier de «\u00a0{}\u00a0» en {}.").format(title, found),
                (self.tr("Garder ce nom"), lambda: self._follow(letter, section, change, found)),
                (self.tr("Remettre l’ancien"), put_back[1]),
            )
        elif change.theirs is None:
            self._notice.ask(
                name,
                self.tr("Un autre programme a retiré le texte de «\u00a0{}\u00a0» ({}). Le vôtre reste ici.").format(
                    title, change.file
                ),
                put_back,
                (self.tr("Retirer la rubrique"), lambda: self._remove(letter, section, change)),
            )
        else:
            self._notice.ask(
                name,
                self.tr("Un autre programme a changé les mêmes mots de «\u00a0{}\u00a0» ({}).").format(
                    title, change.file
                ),
                (self.tr("Comparer et choisir…"), lambda: self._compare(letter, section, change)),
            )

    def _ask_whole(self, letter: Letter, change: OutsideChange) -> None:
        """About the plan and the sheet, or the remarks: one side or the other."""
        what = (
            self.tr("le plan ou la fiche de la lettre") if change.file == ISSUE_FILE else self.tr("les mêmes remarques")
        )
        mine = (self.tr("Garder les miens"), lambda: self._settle_whole(letter, change, Side.MINE))
        theirs = (self.tr("Prendre les autres"), lambda: self._settle_whole(letter, change, Side.THEIRS))
        gone = change.theirs is None
        sentence = (
            self.tr("Un autre programme a retiré ou abîmé {} ({}). Ce qui est ouvert ici reste entier.")
            if gone
            else self.tr("Un autre programme a changé {} autrement que vous ({}).")
        )
        self._notice.ask(
            f"outside {change.file}", sentence.format(what, change.file), *((mine,) if gone else (mine, theirs))
        )

    def _compare(self, letter: Letter, section: str, change: OutsideChange) -> None:
        letter.texts_changing.emit()
        mine = letter.texts[section]
        self._writer.ask(
            lambda: letter.desk.merge_outside(change, mine),
            lambda merged: self._show_clash(letter, section, change, merged) if letter is self._letter else None,
            lambda error: self._refused(letter, error),
        )

    def _show_clash(self, letter: Letter, section: str, change: OutsideChange, merged: Merge | None) -> None:
        title = letter.issue.outline.heading(section)
        if merged is None or merged.text is not None:  # they agree by now: the next save merges them
            self._asked.pop(change.file, None)
            self._writer.retry()
            return
        from editor_app.gui.comparing.clash_sheet import ClashSheet, Contested

        sheet = ClashSheet(
            self.tr("«\u00a0{}\u00a0» a changé ici et dans un autre programme. Dites quels mots valent.").format(title),
            [Contested(change.file, title, merged)],
            self.tr("L’autre texte"),
            self._theme.tokens,
            self._window,
        )
        sheet.accepted.connect(lambda: self._settle(letter, section, change, str(sheet.decisions()[change.file])))
        sheet.rejected.connect(lambda: self._ask_about(letter, change))
        sheet.open()

    def _settle(self, letter: Letter, section: str, change: OutsideChange, text: str) -> None:
        self._asked.pop(change.file, None)
        letter.settle(section, change, text)

    def _settle_whole(self, letter: Letter, change: OutsideChange, side: Side) -> None:
        self._asked.pop(change.file, None)
        letter.settle_whole(change, side)

    def _follow(self, letter: Letter, section: str, change: OutsideChange, file: str) -> None:
        self._asked.pop(change.file, None)
        letter.disk.forget_text(section)
        letter.change_section(
            dataclasses.replace(letter.issue.outline.find(section), file=file),
            self.tr("Garder le nom {}").format(file),
        )
        letter.disk.put_text(section, letter.texts[section])

    def _remove(self, letter: Letter, section: str, change: OutsideChange) -> None:
        self._asked.pop(change.file, None)
        title = letter.issue.outline.find(section).title
        letter.disk.forget_text(section)
        letter.change_outline(letter.issue.outline.remove(section), self.tr("Retirer «\u00a0{}\u00a0»").format(title))
