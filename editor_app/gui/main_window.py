"""The one window: plan, text, page, what is left to do. It puts them together, and begins and ends with the person."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from editor_app.desk import Desk
from editor_app.gui.appearance.actions import AppearanceActions
from editor_app.gui.appearance.first_size import open_at
from editor_app.gui.appearance.theme import Theme
from editor_app.gui.commands import Commands
from editor_app.gui.edit_actions import EditActions
from editor_app.gui.facts import Facts
from editor_app.gui.files.paste import PasteActions
from editor_app.gui.findings.actions import FindingActions
from editor_app.gui.findings.model import FindingsModel
from editor_app.gui.header import Header
from editor_app.gui.help.actions import HelpActions
from editor_app.gui.keeping.autosave import Autosave
from editor_app.gui.keeping.safekeeping import Safekeeping
from editor_app.gui.keeping.saving import Writer
from editor_app.gui.layout import Layout
from editor_app.gui.live import Live
from editor_app.gui.notice import Notice
from editor_app.gui.on_demand import OnDemand
from editor_app.gui.outline.pane import OutlinePane
from editor_app.gui.preview.page_actions import PageActions
from editor_app.gui.preview.preview import Preview
from editor_app.gui.preview.scroll_together import ScrollTogether
from editor_app.gui.reading.actions import ReadingActions
from editor_app.gui.remarks.author import AuthorActions
from editor_app.gui.remarks.model import RemarksModel
from editor_app.gui.remarks.proofreading import Proofreading
from editor_app.gui.search.actions import SearchActions
from editor_app.gui.search.hits import HitsModel
from editor_app.gui.section_pane import SectionPane
from editor_app.gui.settings import Settings
from editor_app.gui.showing import Showing
from editor_app.gui.status_line import StatusLine
from editor_app.gui.tasks_pane import TasksPane
from editor_app.gui.versions.actions import VersionsActions
from editor_app.gui.view_actions import ViewActions
from editor_app.gui.worker_client import WorkerClient
from editor_app.gui.writing import WritingActions

END_SECONDS = 4.0
"""How long the system's word to end waits for the disk; most systems kill after ten."""
AFTER_FIRST_PAINT_MS = 30
"""Lets the other panes of the same frame be painted too."""


class MainWindow(QMainWindow):
    """Panes and actions, joined; each action answers the commands of its subject."""

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self._theme, self._settings = theme, settings
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
        self._autosave = Autosave(self.editor, self._writer, self)
        self.showing = Showing(self.editor, self._autosave, self.notice, self._writer, settings, self)
        self._make_actions()
        self._lay_out()
        self._follow_letter()
        self._connect()
        self._theme.changed.connect(self._recolour)
        theme.choose(settings.appearance)  # not before: style is dear to widgets that are still being put together
        self._layout.restore(self, settings)

    def _make_actions(self) -> None:
        commands, editor, notice, showing = self.commands, self.editor, self.notice, self.showing
        settings, theme, writer, tasks = self._settings, self._theme, self._writer, self._tasks
        self._safe = Safekeeping(editor, notice, writer, settings, theme, self.open_desk, self)
        self.versions = VersionsActions(commands, notice, writer, theme, self.take_text, self)
        self._finding_actions = FindingActions(commands, editor, self._findings, tasks, notice, showing, self)
        self._proofreading = Proofreading(
            commands, editor, self._remarks, tasks, notice, settings, theme, writer, showing, self
        )
        self._reading = ReadingActions(
            commands,
            self._layout,
            self._header,
            tasks,
            self._section_pane,
            self.preview,
            notice,
            self._proofreading.remarks,
            writer,
            self._live,
            theme,
            self,
        )
        self.search = SearchActions(
            commands, editor, self._section_pane.search, self._hits, tasks, notice, showing.open_section, self
        )
        self._edit_actions = EditActions(commands, editor, self._outline, self.preview, self.search, self._status, self)
        self._scrolled = ScrollTogether(commands, settings, editor, self._live, self.preview, self)
        self._page_actions = PageActions(
            commands, theme, editor, self._live, self._findings, self.preview, notice, showing.open_section, self
        )
        self._view_actions = ViewActions(commands, settings, editor, self.preview, self._layout, self)
        self._facts = Facts(
            showing, self._header, self._outline, self._section_pane, self._findings, self._status, self
        )
        self.on_demand = OnDemand(
            commands,
            editor,
            self._findings,
            showing,
            self._autosave,
            writer,
            notice,
            self._layout,
            theme,
            settings,
            self._proofreading.exchange.take_returns,
            self,
        )
        PasteActions(editor, notice)
        WritingActions(commands, editor, notice, settings, self)
        AppearanceActions(commands, theme, settings, self)
        AuthorActions(commands, settings, self)
        HelpActions(commands, notice, self)

    # The letter -------------------------------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """Show this letter in the place of the one before, which is written first."""
        self.showing.open_desk(desk)

    def open_section(self, section_id: str) -> None:
        """Show a section's text in the editor; what was typed in the one before is taken first."""
        self.showing.open_section(section_id)

    def take_text(self) -> None:
        """Take what the editor holds and have it written beside the typing."""
        self._autosave.take_text()

    def save_now(self) -> bool:
        """Write everything and wait for it; False when something could not be written."""
        return self._autosave.save_now()

    def export_to(self, folder: Path) -> None:
        """Write everything, then make the bundle in ``folder``."""
        if self.showing.letter is not None and self.save_now():
            self.on_demand.exports.export(self.showing.letter, folder)

    def _follow_letter(self) -> None:
        """Everyone who follows the letter and the section, in the order in which they are told."""
        showing = self.showing
        showing.letter_opened.connect(self._live.open_letter)
        for follower in (
            self._finding_actions,
            self._proofreading,
            self.search,
            self._page_actions,
            self._outline,
            self._facts,
            self._edit_actions,
        ):
            showing.letter_opened.connect(follower.show_letter)
        for late in (self._safe, self._reading, self.versions):
            showing.letter_shown.connect(late.show_letter)
        showing.section_left.connect(self._live.leave_section)
        showing.section_shown.connect(self._facts.show_section)
        showing.section_shown.connect(self._live.open_section)
        for each in (self._proofreading, self._safe, self.search, self._page_actions, self._scrolled):
            showing.section_shown.connect(each.show_section)
        showing.section_rewritten.connect(self._proofreading.remarks.show_section)
        showing.typing_decided.connect(self._reading.let_read)

    # Panes ------------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setCentralWidget(self._layout)
        self.commands.fill(self.menuBar())
        # Keys go on working while the menus are hidden.
        self.addActions([action for _, _, _, action in self.commands.entries()])
        self.setStatusBar(self._status)
        open_at(self, 1440, 900)

    def _connect(self) -> None:
        self._outline.section_chosen.connect(self.open_section)
        self._safe.writable_changed.connect(self.showing.decide_typing)
        self._reading.writable_changed.connect(self.showing.decide_typing)
        self._proofreading.remarks.choosing.connect(self._reading.take_page_words)
        self._autosave.taken.connect(self._proofreading.remarks.follow)
        self._writer.state_changed.connect(self._facts.say_saved)
        self._live.findings_changed.connect(self._facts.show_counts)
        self._live.letter_checked.connect(self._tasks.checked)
        self._live.ready.connect(self._say_missing)
        self.worker.gave_up.connect(self._offer_worker)
        self._layout.connect_folding(self.commands, self._settings)
        self.commands.on("save-elsewhere", self._safe.away.ask_elsewhere)
        self.commands.on("quit", self.close)

    def _say_missing(self, sentences: list[str]) -> None:
        if sentences:
            self.notice.say("\n".join(sentences), warning=True)

    def _offer_worker(self) -> None:
        self.notice.say(
            self.tr("La vérification et l’aperçu se sont arrêtés ; le texte reste enregistré."),
            (self.tr("Relancer"), self.worker.start),
            warning=True,
        )

    def _recolour(self, dark: bool) -> None:
        colours = self._theme.tokens
        if self._started:
            self.commands.set_icon_colour(colours.ink)
        self._outline.view.set_colours(colours)
        self._tasks.set_colours(colours)
        self.editor.set_colours(colours)
        self.preview.set_dark(dark)

    # Beginning and end ------------------------------------------------------------------------------------------------

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
        """Documents, and what proofreaders sent back, may be dropped anywhere."""
        if not self.on_demand.contributions.drop(event):
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if not self.on_demand.contributions.drop(event):
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
        self.on_demand.closing.emit()
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
