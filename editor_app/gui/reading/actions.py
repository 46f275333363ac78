"""What a proofreader does with a packet: reads, says, signs, edits if they will, and saves what goes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from editor_app.errors import LettrineError
from editor_app.gui.appearance.theme import Theme
from editor_app.gui.commands import Commands
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.header import Header
from editor_app.gui.keeping.saving import Writer
from editor_app.gui.layout import Layout
from editor_app.gui.letter import Letter
from editor_app.gui.live import Live
from editor_app.gui.notice import Notice
from editor_app.gui.preview.preview import Preview
from editor_app.gui.reading.page_marks import KIND, page_marks
from editor_app.gui.remarks.actions import RemarkActions
from editor_app.gui.section_pane import SectionPane
from editor_app.gui.tasks_pane import REMARKS, TasksPane
from editor_app.rendering.dates import day_in_words
from editor_app.review.annotation import State
from editor_app.review.decisions import decided

if TYPE_CHECKING:
    from editor_app.desk.reading import ReadingDesk

AUTHORS_OWN = (
    "import",
    "sheet",
    "export",
    "signature",
    "target",
    "add-section",
    "add-article",
    "add-priority",
    "rename",
    "move-up",
    "move-down",
    "remove",
    "status-todo",
    "status-draft",
    "status-review",
    "status-ready",
    "send",
    "take-returns",
    "since-sent",
    "accept",
    "refuse",
    "close-remark",
    "place-remark",
    "accept-typography",
    "who-signed",
    "author",
)
"""Commands that are the author's business."""
READERS_OWN = ("save-return", "edit-text", "as-page", "sign")


class ReadingActions(QObject):
    """Turns the window into the proofreader's while a packet is open in it, and back."""

    writable_changed = Signal()
    """Whether the text may be typed into is another matter now."""
    _saved = Signal(object, str, str)
    _failed = Signal(object, str)

    def __init__(
        self,
        commands: Commands,
        layout: Layout,
        header: Header,
        tasks: TasksPane,
        text_pane: SectionPane,
        preview: Preview,
        notice: Notice,
        remarks: RemarkActions,
        writer: Writer,
        live: Live,
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._live, self._theme = live, theme
        self._commands, self._layout, self._header, self._tasks = commands, layout, header, tasks
        self._text_pane, self._preview, self._notice = text_pane, preview, notice
        self._remarks, self._writer, self._window = remarks, writer, window
        self._letter: Letter | None = None
        self._desk: ReadingDesk | None = None
        self._saved.connect(self._say_saved)
        self._failed.connect(self._say_failed)
        commands.on("save-return", self.save_return)
        commands.on("sign", self.offer_verdicts)
        commands["edit-text"].toggled.connect(lambda _on: self._show_typing())
        commands["as-page"].toggled.connect(self._show_as_page)
        preview.shown.connect(lambda _revision: self._mark_page())
        tasks.remarks.refused.connect(self.withdraw)
        tasks.remark_pane.detail.withdrawn.connect(self.withdraw)
        self._keys = [
            self._key(keys, act)
            for keys, act in (
                ("C", commands["remark"].trigger),
                ("S", commands["suggest"].trigger),
                ("V", self.offer_verdicts),
                ("N", partial(remarks.step, 1)),
                ("P", partial(remarks.step, -1)),
                ("R", commands["answer"].trigger),
            )
        ]
        self._enable()

    @property
    def editor(self) -> MarkdownEditor:
        """The text that is read."""
        return self._text_pane.editor

    @property
    def only_reads(self) -> bool:
        """Whether the text is there to be read and not to be typed into."""
        return self._desk is not None and not self._commands["edit-text"].isChecked()

    def show_letter(self, letter: Letter) -> None:
        """A letter of one's own, or a packet, was opened."""
        was = self._desk is not None
        self._letter = letter
        letter.annotations_changed.connect(self._mark_page)
        self._desk = letter.desk if letter.desk.reader else None  # type: ignore[assignment]  # ReadingDesk alone has one
        self._commands["edit-text"].setChecked(False)
        if (self._desk is not None) != was:
            self._layout.put_tasks_beside(beside=not was)
            self._tasks.stand(tall=not was)
            self._header.show_reading(reading=not was)
            if was:
                self._commands["as-page"].setChecked(False)
                self._preview.setVisible(self._commands["show-page"].isChecked())
        self._enable()
        if self._desk is None:
            self._tasks.remark_pane.detail.read_as(None)
            return
        self._preview.hide()
        self._tasks.show()
        self._layout.share_width()
        self._tasks.turn_to(REMARKS)
        self._tasks.remark_pane.detail.read_as(self._desk.reader)
        self._greet(self._desk)

    def _enable(self) -> None:
        reading = self._desk is not None
        for name in AUTHORS_OWN:
            self._commands[name].setVisible(not reading)
            self._commands[name].setEnabled(not reading)
        for name in READERS_OWN:
            self._commands[name].setVisible(reading)
            self._commands[name].setEnabled(reading)
        self._show_typing()

    def _greet(self, desk: ReadingDesk) -> None:
        packet = desk.packet
        before = self.tr(" avant le {}").format(day_in_words(packet.before)) if packet.before else ""
        look = self.tr(" À regarder surtout\u00a0: {}.").format(packet.look_at.rstrip(".")) if packet.look_at else ""
        said = desk.said()
        again = self.tr("Votre travail est repris : {}. ").format(said) if said else ""
        self._notice.say(
            again
            + self.tr(
                "À relire par {}{}.{} Choisissez des mots, puis "
                "C\u00a0: commenter, S\u00a0: proposer d’autres mots\u202f; "
                "V\u00a0: avis sur la rubrique, N\u00a0: remarque suivante."
            ).format(desk.reader, before, look)
        )

    def _show_typing(self) -> None:
        reads = self.only_reads
        for key in self._keys:
            key.setEnabled(reads)
        self._text_pane.show_tools(shown=not reads)
        self.writable_changed.emit()

    def let_read(self) -> None:
        """Have the text only read where that is what one does, and let words be chosen in it by key."""
        if self.only_reads:
            self.editor.setReadOnly(True)
            flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            self.editor.setTextInteractionFlags(flags)

    def _show_as_page(self, page: bool) -> None:
        if self._desk is not None:
            self._text_pane.setVisible(not page)
            self._preview.setVisible(page)
            self._layout.share_width()
            self._mark_page()
        else:
            self._text_pane.show()

    def _mark_page(self) -> None:
        """Underline on the page the words that remarks are about, while it is what is read."""
        letter = self._letter
        if letter is None or self._desk is None:
            return
        shown = self._commands["as-page"].isChecked()
        colours = {KIND: self._theme.tokens.review}
        self._preview.mark(list(page_marks(letter, self._live)) if shown else [], colours)

    # What is said

    def take_page_words(self) -> None:
        """When the page is what is read, choose in the text the words that are chosen on it."""
        letter = self._letter
        if letter is None or self._desk is None or not self._commands["as-page"].isChecked():
            return
        words = self._preview.selected_words()
        places = [
            (section, start) for section, text in letter.texts.items() if words for start in _occurrences(text, words)
        ]
        if len(places) != 1:
            self._notice.say(
                self.tr("Choisissez sur la page des mots qui n’y sont qu’une fois, ou passez au texte (F6).")
                if words
                else self.tr("Choisissez d’abord des mots sur la page.")
            )
            return
        section, start = places[0]
        self._remarks.open_section(section)
        self.editor.select(start, start + len(words))

    def withdraw(self, remark_id: str) -> None:
        """Take back what one said oneself."""
        letter, desk = self._letter, self._desk
        remark = letter.annotations.get(remark_id) if letter is not None else None
        if letter is None or desk is None or remark is None:
            return
        if remark.author != desk.reader:
            self._notice.say(self.tr("Cette remarque est de {} : vous pouvez y répondre (R).").format(remark.author))
            return
        self._remarks.take_place()
        letter.set_annotations([decided(letter.annotations[remark_id], State.DELETED)])

    def offer_verdicts(self) -> None:
        """Ask what one thinks of the open section."""
        if self._desk is None:
            return
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("sign-seen", "sign-revise", "sign-ready", "sign-none"):
            menu.addAction(self._commands[name])
        menu.setActiveAction(self._commands["sign-seen"])
        pane = self._text_pane if self._text_pane.isVisible() else self._preview
        menu.popup(pane.mapToGlobal(pane.rect().center()))

    # What goes back

    def save_return(self) -> None:
        """Save what goes back, beside the packet."""
        if self._desk is not None:
            self.save_return_as(self._desk.proposed_return())

    def _ask_where(self, desk: ReadingDesk) -> None:
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Enregistrer la relecture"),
            str(desk.proposed_return()),
            self.tr("Relectures (*.zip)"),
        )
        if chosen and desk is self._desk:
            self.save_return_as(Path(chosen))

    def save_return_as(self, to: Path) -> None:
        """Save what goes back as the file ``to``."""
        letter, desk = self._letter, self._desk
        if letter is None or desk is None:
            return
        self._remarks.take_place()

        def save() -> None:
            try:
                desk.save_return(to)
                self._saved.emit(desk, str(to), desk.said())
            except LettrineError as error:
                self._failed.emit(desk, str(error))

        self._writer.put(f"{letter.disk.key} return", save)

    def _say_saved(self, desk: ReadingDesk, path: str, said: str) -> None:
        if desk is self._desk:
            folder = QUrl.fromLocalFile(str(Path(path).parent))
            self._notice.say(
                self.tr("« {} » est enregistré ({}) : renvoyez ce fichier.").format(
                    Path(path).name, said or self.tr("sans remarque")
                ),
                (self.tr("Ouvrir le dossier"), lambda: QDesktopServices.openUrl(folder)),
                (self.tr("Enregistrer ailleurs…"), lambda: self._ask_where(desk)),
            )

    def _say_failed(self, desk: ReadingDesk, sentence: str) -> None:
        if desk is self._desk:
            self._notice.say(sentence, (self.tr("Enregistrer ailleurs…"), lambda: self._ask_where(desk)), warning=True)

    def _key(self, keys: str, act: Callable[[], object]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self._window)
        shortcut.activated.connect(act)
        return shortcut


def _occurrences(text: str, words: str) -> list[int]:
    """Where the words stand in the text, kinds of spaces aside."""
    text, words = (each.replace("\u00a0", " ").replace("\u202f", " ").replace("\n", " ") for each in (text, words))
    found = []
    at = text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
