"""The one window: plan, text, page, what is left to do; it puts the panes together and opens letters in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QInputDialog,
    QMainWindow,
)

from editor_app import __version__
from editor_app.desk import Desk
from editor_app.gui.appearance_actions import AppearanceActions
from editor_app.gui.autosave import Autosave
from editor_app.gui.commands import Commands
from editor_app.gui.files.actions import FileActions
from editor_app.gui.files.export import ExportAction
from editor_app.gui.files.paste import PasteActions
from editor_app.gui.files.sheets import SheetActions
from editor_app.gui.findings.actions import FindingActions
from editor_app.gui.findings.model import FindingsModel
from editor_app.gui.header import Header
from editor_app.gui.keys_page import KeysPage
from editor_app.gui.layout import Layout
from editor_app.gui.letter import Letter
from editor_app.gui.live import Live
from editor_app.gui.notice import Notice
from editor_app.gui.outline.pane import OutlinePane
from editor_app.gui.page_actions import PageActions
from editor_app.gui.palette.actions import PaletteActions
from editor_app.gui.preflight.actions import PreflightActions
from editor_app.gui.preflight.panel import PreflightPanel
from editor_app.gui.preview.preview import Preview
from editor_app.gui.reading.actions import ReadingActions
from editor_app.gui.remarks.model import RemarksModel
from editor_app.gui.remarks.proofreading import Proofreading
from editor_app.gui.safekeeping import Safekeeping
from editor_app.gui.saving import Progress, SaveState, Writer
from editor_app.gui.scroll_together import ScrollTogether
from editor_app.gui.search.actions import SearchActions
from editor_app.gui.search.hits import HitsModel
from editor_app.gui.section_pane import SectionPane
from editor_app.gui.settings import Settings
from editor_app.gui.sharing.actions import SharingActions
from editor_app.gui.status_line import StatusLine
from editor_app.gui.tasks_pane import TasksPane
from editor_app.gui.theme import Theme
from editor_app.gui.versions.actions import VersionsActions
from editor_app.gui.view_actions import ViewActions
from editor_app.gui.worker_client import WorkerClient
from editor_app.gui.writing import WritingActions
from editor_app.issue.summary import summary

COUNT_AFTER_MS = 300
END_SECONDS = 4.0
"""How long the system's word to end waits for the disk; most systems kill after ten."""
AFTER_FIRST_PAINT_MS = 30
"""Lets the other panes of the same frame be painted too."""


class MainWindow(QMainWindow):
    """Holds the open letter and the section that is shown; the panes and actions it joins do everything else."""

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self._theme, self._settings = theme, settings
        self._letter: Letter | None = None
        self._section = ""
        self._started = self._ending = False
        self.commands = Commands(self)
        self.notice = Notice()
        self._outline = OutlinePane(self.commands, theme.tokens)
        self._section_pane = SectionPane(self.commands)
        self.editor = self._section_pane.editor
        self.preview = Preview()
        self._findings = FindingsModel(self)
        self._remarks = RemarksModel(self)
        self._hits = HitsModel(self)
        self._tasks = TasksPane(self._findings, self._remarks, self._hits, theme.tokens)
        self._status = StatusLine()
        self._header = Header(self.commands)
        self._layout = Layout(self._header, self.notice, self._outline, self._section_pane, self.preview, self._tasks)
        self._writer = Writer(self)
        self.worker = WorkerClient(self)
        self._live = Live(self.worker, self.editor, self.preview, self._findings, self)
        self._count_soon = QTimer(self, interval=COUNT_AFTER_MS, singleShot=True)
        self.exports = ExportAction(self.notice, self._findings, settings, self)
        self._preflight_panel = PreflightPanel(theme.tokens)
        self._layout.add_preflight(self._preflight_panel)
        self.files = FileActions(self.notice, lambda: self._letter, self.open_desk, self)
        self._autosave = Autosave(self.editor, self._writer, self)
        self._safe = Safekeeping(self.editor, self.notice, self._writer, settings, theme, self.open_desk, self)
        self.versions = VersionsActions(self.notice, self._writer, theme, self.take_text, self)
        self.sharing = SharingActions(self.notice, self._writer, settings, theme, self.take_text, self.open_desk, self)
        PasteActions(self.editor, self.notice)
        self._sheets = SheetActions(self.editor, self.notice, lambda: self._letter, lambda: self._section, self)
        self.preflight = PreflightActions(
            self._preflight_panel,
            self.exports,
            self.editor,
            settings,
            lambda: self._letter,
            self.save_now,
            self.open_section,
            self._sheets.edit_letter,
            lambda shown: self._layout.show_preflight(shown, self.commands),
            self,
        )
        self._finding_actions = FindingActions(
            self.editor, self._findings, self._tasks, self.notice, self.open_section, lambda: self._section, self
        )
        self._writing = WritingActions(self.commands, self.editor, self.notice, settings, self)
        self._proofreading = Proofreading(
            self.commands,
            self.editor,
            self._remarks,
            self._tasks,
            self.notice,
            settings,
            theme,
            self._writer,
            self.open_section,
            lambda: self._section,
            self,
        )
        self._reading = ReadingActions(
            self.commands,
            self._layout,
            self._header,
            self._tasks,
            self._section_pane,
            self.preview,
            self.notice,
            self._proofreading.remarks,
            self._writer,
            self._live,
            theme,
            self,
        )
        self.search = SearchActions(
            self.editor, self._section_pane.search, self._hits, self._tasks, self.notice, self.open_section, self
        )
        self._scrolled = ScrollTogether(self.commands, settings, self.editor, self._live, self.preview, self)
        self._page_actions = PageActions(
            self.commands, theme, self.editor, self._live, self._findings, self.preview, self
        )
        self._view_actions = ViewActions(self.commands, settings, self.editor, self.preview, self._layout, self)
        self.palettes = PaletteActions(self.commands, theme, lambda: self._letter, self._go_to_section, self)
        AppearanceActions(self.commands, theme, settings, self)
        self._lay_out()
        self._connect()
        self._theme.changed.connect(self._recolour)
        self._recolour(theme.dark)
        self._layout.restore(self, settings)

    # The letter -------------------------------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """Show this letter in the place of the one before, which is written first."""
        self.save_now()
        before, self._letter = self._letter, Letter(desk, self._writer, self)
        letter, self._section = self._letter, ""
        if before is not None:
            before.deleteLater()
        if not desk.reader:
            self._settings.last_letter = desk.path
        self.notice.forget()
        self._autosave.show_letter(letter)
        letter.issue_changing.connect(self.take_text)
        letter.issue_changed.connect(self._issue_changed)
        letter.texts_changing.connect(self.take_text)
        letter.texts_changed.connect(self._texts_changed)
        letter.texts_left.connect(self._say_left)
        letter.undo_stack.indexChanged.connect(self._name_undo)
        self._live.open_letter(letter)
        self._finding_actions.show_letter(letter)
        self._proofreading.show_letter(letter)
        self.search.show_letter(letter)
        self.preflight.show_letter()
        self._page_actions.show_letter(letter)
        self._outline.show_letter(letter)
        self._issue_changed()
        first = next(iter(letter.issue.outline.walk()), None)
        if first is not None:
            self.open_section(first.id)
        if desk.warnings:
            self.notice.say("\n".join(desk.warnings), warning=True)
        self._safe.show_letter(letter)
        self._reading.show_letter(letter)
        self.versions.show_letter(letter)
        self.sharing.show_letter(letter)
        self._show_writable()

    def open_section(self, section_id: str) -> None:
        """Show a section's text in the editor; what was typed in the one before is taken first."""
        letter = self._letter
        if letter is None or section_id not in letter.issue.outline:
            return
        if section_id == self._section:
            return
        self.take_text()
        self._section = section_id
        if self._outline.current() != section_id:
            self._outline.choose(section_id)
        self._show_section()

    def take_text(self) -> None:
        """Take what the editor holds and have it written beside the typing."""
        self._autosave.take_text()

    def save_now(self) -> bool:
        """Write everything and wait for it; False when something could not be written."""
        return self._autosave.save_now()

    def export_to(self, folder: Path) -> None:
        """Write everything, then make the bundle in ``folder``."""
        if self._letter is not None and self.save_now():
            self.exports.export(self._letter, folder)

    def _show_section(self) -> None:
        letter, section_id = self._letter, self._section
        assert letter is not None
        written = letter.has_text(section_id)
        self._live.leave_section()
        self._show_writable()
        self._autosave.show_section(section_id)
        self.editor.load(letter.texts.get(section_id, "") if written else self._derived_text())
        self._section_pane.show_section(letter.issue.outline, section_id, written=written)
        self._status.set_target(letter.issue.outline.find(section_id).target)
        self._live.open_section(section_id)
        self._proofreading.show_section(section_id)
        self._safe.show_section(section_id)
        self.search.show_section(section_id)
        self._page_actions.show_section(section_id)
        self._scrolled.show_section(section_id)
        self._count_soon.start()

    def _show_writable(self) -> None:
        """The open section can be typed into unless it is derived, or the letter is another window's."""
        letter = self._letter
        typed = letter is not None and not letter.desk.read_only and letter.has_text(self._section)
        self.editor.setReadOnly(not typed or self._reading.only_reads)
        self._reading.let_read()

    def _derived_text(self) -> str:
        """What the summary will say, as Markdown; it follows the outline and cannot be typed into."""
        assert self._letter is not None
        return "\n".join(f"{'  ' * entry.depth}- {entry.heading}" for entry in summary(self._letter.issue.outline))

    def _issue_changed(self) -> None:
        letter = self._letter
        if letter is None or self.sender() not in (letter, None):
            return
        issue = letter.issue
        self._header.show_letter(self.tr("Lettre n°\u00a0{}").format(issue.number), issue.title)
        self.setWindowTitle(self.tr("Lettre n°\u00a0{} — {}[*] — Lettrine").format(issue.number, issue.title))
        self._findings.set_outline(issue.outline)
        if self._section in issue.outline:
            written = letter.has_text(self._section)
            self._section_pane.show_section(issue.outline, self._section, written=written)
            self._status.set_target(issue.outline.find(self._section).target)
            self._count_words()
            if not written:
                self.editor.load(self._derived_text())
                self._live.open_section(self._section)
        self._show_counts()

    def _texts_changed(self, sections: frozenset[str]) -> None:
        """Show what was rewritten in the open section, as an edit of its own; its remarks stand where they should."""
        letter = self._letter
        if letter is None or self.sender() not in (letter, None) or self._section not in sections:
            return
        self.editor.set_remarks([])
        self.editor.rewrite(letter.texts[self._section])
        self._proofreading.remarks.show_section(self._section)

    def _say_left(self, sections: list[str]) -> None:
        letter = self._letter
        if letter is not None:
            titles = ", ".join(letter.issue.outline.heading(section) for section in sections)
            self.notice.say(
                self.tr("Laissé tel quel, car le texte a changé depuis\u00a0: {}.").format(titles), warning=True
            )

    # Panes ------------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setCentralWidget(self._layout)
        self.commands.fill(self.menuBar())
        # Keys go on working while the menus are hidden.
        self.addActions([action for _, _, _, action in self.commands.entries()])
        self.setStatusBar(self._status)
        self.resize(1440, 900)

    def _connect(self) -> None:
        self._outline.section_chosen.connect(self.open_section)
        self.editor.edited.connect(lambda: self._count_soon.isActive() or self._count_soon.start())
        self.editor.pictures_given.connect(self._sheets.take_pictures)
        self._safe.writable_changed.connect(self._show_writable)
        self._reading.writable_changed.connect(self._show_writable)
        self._proofreading.remarks.choosing.connect(self._reading.take_page_words)
        self._autosave.taken.connect(self._proofreading.remarks.follow)
        self._count_soon.timeout.connect(self._count_words)
        self._writer.state_changed.connect(self._say_saved)
        self._live.findings_changed.connect(self._show_counts)
        self._live.letter_checked.connect(self._tasks.checked)
        self._live.ready.connect(self._say_missing)
        self.worker.gave_up.connect(
            lambda: self.notice.say(
                self.tr("La vérification et l’aperçu se sont arrêtés ; le texte reste enregistré."),
                (self.tr("Relancer"), self.worker.start),
                warning=True,
            )
        )
        self.preview.block_clicked.connect(self._go_to_block)
        self.preview.link_activated.connect(self._offer_link)
        self.search.connect_commands(self.commands)
        for name, act in self._acts().items():
            self.commands.on(name, act)
        self._layout.connect_folding(self.commands, self._settings)

    def _acts(self) -> dict[str, Callable[[], object]]:
        editor, files = self.editor, self.files
        return {
            "new": files.new,
            "open": files.open,
            "import": files.import_file,
            "open-packet": files.open_packet,
            "sheet": self._sheets.edit_letter,
            "signature": self._sheets.edit_signature,
            "target": self._sheets.edit_target,
            "picture": self._sheets.insert_picture,
            "verify": files.verify,
            "save": self.versions.save,
            "save-elsewhere": self._safe.away.ask_elsewhere,
            "versions": self.versions.open,
            "sync": self.sharing.sync,
            "share": self.sharing.change_address,
            "receive": self.sharing.receive,
            "name-version": self.versions.name_now,
            "export": self.preflight.open,
            "quit": self.close,
            "undo": lambda: self._undo(redo=False),
            "redo": lambda: self._undo(redo=True),
            "cut": editor.cut,
            "copy": editor.copy,
            "paste": editor.paste,
            "select-all": editor.selectAll,
            "find": self._find,
            "correct": editor.apply_first_suggestion,
            "explain": editor.show_finding,
            "ignore": editor.ignore_finding,
            "ignore-everywhere": editor.ignore_finding_everywhere,
            "next-finding": editor.next_finding,
            "previous-finding": editor.previous_finding,
            "author": self._ask_author,
            "keys": lambda: KeysPage(self.commands, self).open(),
            "about": self._show_about,
        }

    # What happens -----------------------------------------------------------------------------------------------------

    def _count_words(self) -> None:
        self._status.show_words(self.editor.word_count())

    def _show_counts(self) -> None:
        letter = self._letter
        if letter is None:
            return
        sections = [section for section in letter.issue.outline.walk() if section.file is not None]
        empty = frozenset(section.id for section in sections if not letter.texts.get(section.id, "").strip())
        self._outline.model.set_findings({section.id: self._findings.count(section.id) for section in sections}, empty)

    def _say_saved(self, state: SaveState) -> None:
        self._status.show_saving(state)
        self.setWindowModified(state.progress is not Progress.SAVED)

    def _say_missing(self, sentences: list[str]) -> None:
        if sentences:
            self.notice.say("\n".join(sentences), warning=True)

    def _undo(self, *, redo: bool) -> None:
        """Undo in the text, or in the plan when that is where the person is."""
        in_text = not self._outline.isAncestorOf(QApplication.focusWidget() or self.editor)
        if in_text or self._letter is None:
            self.editor.redo() if redo else self.editor.undo()
        elif redo:
            self._letter.undo_stack.redo()
        else:
            self._letter.undo_stack.undo()

    def _name_undo(self) -> None:
        if self._letter is not None:
            done = self._letter.undo_stack.undoText()
            if done:
                self._status.say(self.tr("{} — Ctrl + Z dans le plan pour annuler").format(done))
            else:
                self._status.clearMessage()

    def _find(self) -> None:
        """Find in the page when that is where the person is, else in the text."""
        if self.preview.has_keyboard():
            self.preview.open_find()
        else:
            self.search.open(replacing=False)

    def _go_to_section(self, section_id: str) -> None:
        self.open_section(section_id)
        self.editor.setFocus()

    def _go_to_block(self, section_id: str, block: int) -> None:
        self.open_section(section_id)
        self.editor.go_to(self._live.line_of_block(section_id, block), 0, 0)
        self.editor.setFocus()

    def _offer_link(self, url: QUrl) -> None:
        self.notice.say(
            self.tr("Ce lien sort de la lettre : {}").format(url.toDisplayString()),
            (self.tr("Ouvrir dans le navigateur"), lambda: QDesktopServices.openUrl(url)),
        )

    def _ask_author(self) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Votre nom dans les remarques"))
        dialog.setLabelText(self.tr("Les remarques que vous écrirez seront signées :"))
        dialog.setTextValue(self._settings.author)
        dialog.textValueSelected.connect(lambda name: setattr(self._settings, "author", name.strip()))
        dialog.open()

    def _show_about(self) -> None:
        self.notice.say(self.tr("Lettrine {} — logiciel libre sous licence GPL 3.0 ou ultérieure.").format(__version__))

    # Colours and places -----------------------------------------------------------------------------------------------

    def _recolour(self, dark: bool) -> None:
        colours = self._theme.tokens
        if self._started:
            self.commands.set_icon_colour(colours.ink)
        self._outline.view.set_colours(colours)
        self._tasks.set_colours(colours)
        self._preflight_panel.set_colours(colours)
        self.editor.set_colours(colours)
        self.preview.set_dark(dark)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Start what is heavy once the window has been painted."""
        super().paintEvent(event)
        if not self._started:
            self._started = True
            QTimer.singleShot(AFTER_FIRST_PAINT_MS, self, self._start_heavy)

    def _start_heavy(self) -> None:
        self.worker.start()
        self.preview.start()
        self.commands.set_icon_colour(self._theme.tokens.ink)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """What proofreaders sent back may be dropped anywhere."""
        if not self._proofreading.exchange.drop(event):
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if not self._proofreading.exchange.drop(event):
            super().dropEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the text alone on the screen, when nothing else wanted it."""
        if event.key() != Qt.Key.Key_Escape or not self._view_actions.leave_text_alone():
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write everything, then go; stay when something could not be written and the person wants to try again."""
        patience = END_SECONDS if self._ending else 10.0
        if not self._autosave.save_now(patience) and not self._ending and not self._close_all_the_same():
            event.ignore()
            return
        self._view_actions.leave_text_alone()
        self._layout.keep(self, self.commands, self._settings)
        self.preflight.stop()
        self.exports.stop()
        self.sharing.stop()
        self.worker.stop()
        self._writer.stop(patience)
        self._safe.close()
        super().closeEvent(event)

    def end(self) -> None:
        """Write everything and leave without a question, because the system says so: what cannot be written is in the
        journal."""
        self._ending = True
        self.close()
        QApplication.exit(0)

    def _close_all_the_same(self) -> bool:
        return self._safe.away.may_close()
