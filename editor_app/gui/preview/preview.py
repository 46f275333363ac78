"""The pane where the page is seen while it is written: given whole once, then block by block."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from editor_app.gui.preview.bar import PreviewBar, WidthMode, next_zoom
from editor_app.gui.preview.email_header import EmailHeader
from editor_app.gui.preview.find_bar import PageFindBar

if TYPE_CHECKING:
    from editor_app.gui.preview.lockdown import LockedPage

MOBILE_WIDTH = 390
"""Pixels: the commonest width of a telephone's page."""

PAPER_WIDTH = 794
"""Pixels: A4 is 210 mm wide, at 96 pixels an inch."""

_WIDTHS = {"mobile": MOBILE_WIDTH, "print": PAPER_WIDTH}
_MARGIN = 12  # pixels at the left and the right of the page

_WAITS_AT_MOST = 1000
"""Patches kept while a page loads; past that the page is asked for whole."""

_FRAME_OVERDUE = 500
"""Milliseconds without a frame after which what was applied counts as shown (a pane folded to nothing draws none)."""


@dataclass(frozen=True, slots=True)
class _WholePage:
    html: str
    revision: int
    folder: Path | None
    email: bool = False


@dataclass(frozen=True, slots=True)
class _Patch:
    section_id: str
    first: int
    removed: int
    blocks: tuple[str, ...]
    revision: int


@dataclass(frozen=True, slots=True)
class PageMark:
    """Words to be marked in a rendered block of a section; ``before`` and ``after`` tell them from their like, ``kind``
    (letters only) says in which colour."""

    section: str
    block: int
    text: str
    before: str
    after: str
    kind: str


class Preview(QWidget):
    """The page of the open issue, as its readers will see it.

    Nothing in it can act: scripts are off, every request but for the issue's own pictures is blocked, links are handed
    to the window. The engine is made by `start`, which the window calls after its first paint.
    """

    shown = Signal(int)
    """That revision is on screen (applied, while the pane is hidden)."""

    out_of_step = Signal()
    """What is shown can no longer be patched: the page is needed whole (`show_page`)."""

    block_clicked = Signal(str, int)
    """The reader clicked a block: section id, index of the block in its section."""

    scrolled = Signal(str, int, float)
    """The reader scrolled the page: section id, block under its top edge, how much of that block has gone past (0 to
    1)."""

    link_activated = Signal(QUrl)
    """The reader followed a link out of the page: http, https or mailto."""

    section_alone_chosen = Signal(bool)
    """The person wants the section alone, or the whole letter again."""

    marks_chosen = Signal(bool)
    """The person wants faults marked, or no more."""

    email_wanted = Signal(bool)
    """The e-mail is wanted (`show_email`) in the place of the page, or the page again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName("Aperçu de la page")
        self._page: LockedPage | None = None
        self._whole: _WholePage | None = None
        self._waiting: list[_Patch] = []
        self._ready = False
        self._stopped = False
        self._patched = False
        self._dark = False
        self._mode: WidthMode = "desktop"
        self._scroll = QPointF()
        self._followed: tuple[str, int | None] | None = None
        self._only: str | None = None
        self._marks: tuple[Sequence[PageMark], Mapping[str, str]] = ((), {})
        self._unshown = 0
        self._overdue = QTimer(self, interval=_FRAME_OVERDUE, singleShot=True)
        self._overdue.timeout.connect(lambda: self._run("lettrine.painted()"))

        self._bar = PreviewBar(self)
        self._bar.mode_chosen.connect(self.set_width_mode)
        self._bar.zoom_chosen.connect(self.set_zoom)
        self._bar.section_alone_chosen.connect(self.section_alone_chosen)
        self._bar.marks_chosen.connect(self.marks_chosen)
        self._places = QStackedWidget(self)
        self._places.addWidget(self._notice())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._find_bar = PageFindBar(self)
        self._find_bar.sought.connect(self._find)
        self._find_bar.closed.connect(self._end_find)
        self._email_header = EmailHeader(self)
        column.addWidget(self._bar)
        column.addWidget(self._email_header)
        column.addWidget(self._find_bar)
        column.addWidget(self._places, 1)

    def _notice(self) -> QWidget:
        notice = QWidget(self._places)
        self._message = QLabel("L’aperçu se prépare…", notice)
        self._message.setObjectName("previewMessage")
        self._relaunch = QPushButton("Relancer", notice)
        self._relaunch.setObjectName("previewRelaunch")
        self._relaunch.clicked.connect(self.reload)
        self._relaunch.hide()
        column = QVBoxLayout(notice)
        column.addStretch(1)
        column.addWidget(self._message, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._relaunch, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return notice

    # --- the engine

    def start(self) -> None:
        """Make the engine and show what was given so far; the window calls this once, after its first paint."""
        if self._page is not None:
            return
        # A third of a second and 30 MB: after first paint.
        from PySide6.QtWebEngineWidgets import QWebEngineView

        from editor_app.gui.preview.lockdown import LockedPage, locked_profile

        profile, server = locked_profile()
        self._server = server
        place = QWidget(self._places)
        self._view = QWebEngineView(place)
        self._view.setObjectName("previewPage")
        self._view.setAccessibleName("Page de la lettre")
        self._view.setAcceptDrops(False)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.customContextMenuRequested.connect(self._show_menu)
        row = QHBoxLayout(place)
        row.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        row.addWidget(self._view)
        self._places.addWidget(place)
        self._page = LockedPage(profile, server, self._view)
        self._view.setPage(self._page)
        # Children go in the order they came: the profile last, since the engine wants it to outlive its page.
        profile.setParent(self)
        self._page.said.connect(self._heed)
        self._page.link_activated.connect(self.link_activated)
        self._page.ended.connect(self._stop_showing)
        self._page.zoomFactorChanged.connect(self._bar.set_zoom)
        self._page.findTextFinished.connect(
            lambda found: self._find_bar.say(found.activeMatch(), found.numberOfMatches())
        )
        self._paint_ground()
        self.set_width_mode(self._mode)
        if self._whole is not None:
            self._load(self._whole)

    def _run(self, script: str) -> None:
        if self._page is not None and not self._stopped:
            self._page.run(script)

    def _call(self, function: str, *arguments: object) -> None:
        self._run(f"lettrine.{function}({', '.join(json.dumps(argument) for argument in arguments)})")

    def _load(self, whole: _WholePage) -> None:
        if self._page is None:
            return
        if self._ready:
            self._scroll = self._page.scrollPosition() / self._page.zoomFactor()
        self._ready = False
        self._places.setCurrentIndex(1)
        self._page.load(self._server.serve(whole.html, whole.folder))

    def _heed(self, said: dict[str, Any]) -> None:
        if said.get("serial") != self._server.serial:
            return  # a page that has been replaced meanwhile
        match said:
            case {"kind": "click", "section": str(section), "block": int(block)}:
                self.block_clicked.emit(section, block)
            case {"kind": "scrolled", "section": str(section), "block": int(block), "past": int() | float() as past}:
                self.scrolled.emit(section, block, float(past))
            case {"kind": "ready"}:
                self._greet()
            case {"kind": "shown", "revision": int(revision)}:
                self._unshown -= 1
                if self._unshown == 0:
                    self._overdue.stop()
                self.shown.emit(revision)
            case {"kind": "out-of-step"} if self._ready:
                self._lose_step()

    def _greet(self) -> None:
        """The document has come: bring it up to date, in order, before anything else is asked of it."""
        if self._page is None or self._whole is None:
            return
        self._page.history().clear()
        self._ready = True
        self._unshown = 0
        self._expect_frame()
        self._show_medium()
        self._call("ready", self._scroll.x(), self._scroll.y(), self._whole.revision)
        waiting, self._waiting = self._waiting, []
        if self._only is not None:
            self._call("showOnly", self._only)
        for patch in waiting:
            self._send(patch)
        if self._marks[0]:
            self._send_marks()
        if self._followed is not None:
            self._call("follow", *self._followed)

    def _expect_frame(self) -> None:
        self._unshown += 1
        if not self._overdue.isActive():
            self._overdue.start()

    # --- the page

    def show_page(self, html: str, revision: int, folder: Path | None) -> None:
        """Show ``html``, a whole page, with pictures from ``folder`` (the issue's; None for none).

        The place the reader had scrolled to is kept. Patches given earlier are part of this page and are dropped.
        """
        self._show_whole(_WholePage(html, revision, folder))

    def show_email(self, html: str, subject: str, preheader: str, revision: int, folder: Path | None) -> None:
        """Show the e-mail, a whole page, with pictures from ``folder``. The place scrolled to is kept."""
        self._email_header.say(subject, preheader)
        before, whole = self._whole, _WholePage(html, revision, folder, email=True)
        if self._ready and before is not None and before.email and before.folder == folder:
            self._whole = whole
            self._expect_frame()
            self._call("replaceBody", html, revision)
        else:
            self._show_whole(whole)

    def _show_whole(self, whole: _WholePage) -> None:
        before = self._whole
        if before is not None and (before.folder, before.email) != (whole.folder, whole.email):
            self._scroll = QPointF()  # another letter, another page: from its top
            self._ready = False
            self._followed = None
        self._whole = whole
        self._waiting.clear()
        self._patched = False
        if not self._stopped:
            self._load(self._whole)

    def patch(self, section_id: str, first: int, removed: int, blocks: Sequence[str], revision: int) -> None:
        """Put ``blocks`` in the place of ``removed`` blocks of the section, from the ``first``-th on.

        Each block is HTML of exactly one element. Patches are applied in the order given, after the page they were
        made for; `out_of_step` says when that cannot be done.
        """
        patch = _Patch(section_id, first, removed, tuple(blocks), revision)
        self._patched = True
        if self._stopped:
            return  # the page is asked for whole once it runs again
        if self._ready:
            self._send(patch)
        elif self._whole is not None and len(self._waiting) < _WAITS_AT_MOST:
            self._waiting.append(patch)
        else:
            self._lose_step()

    def _send(self, patch: _Patch) -> None:
        self._expect_frame()
        self._call("patch", patch.section_id, patch.first, patch.removed, patch.blocks, patch.revision)

    def _lose_step(self) -> None:
        self._waiting.clear()
        self.out_of_step.emit()

    def follow(self, section_id: str, block: int | None) -> None:
        """Bring the cursor's block (None: its section) into sight, unless the reader has scrolled away from it."""
        self._followed = (section_id, block)
        if self._ready:
            self._call("follow", section_id, block)

    def align(self, section_id: str, block: int, past: float) -> None:
        """Bring a block under the top edge, that much of it (0 to 1) gone past: the text beside was scrolled so."""
        if self._ready:
            self._call("align", section_id, block, past)

    def show_only(self, section_id: str | None) -> None:
        """Show this section alone, without those within it; None for the whole letter."""
        if section_id != self._only:
            self._only = section_id
            if self._ready:
                self._call("showOnly", section_id)

    def show_switches(self, *, alone: bool, marked: bool) -> None:
        """Show on the bar what was chosen elsewhere."""
        self._bar.set_shown(alone=alone, marked=marked)

    def mark(self, marks: Sequence[PageMark], colours: Mapping[str, str]) -> None:
        """Underline these words, and no others, in the colour (``#rrggbb``) of their kind. Words that are not in their
        block as it is rendered are left out."""
        self._marks = (marks, colours)
        if self._ready:
            self._send_marks()

    def _send_marks(self) -> None:
        marks, colours = self._marks
        self._call("mark", [asdict(mark) for mark in marks], dict(colours))

    # --- finding words

    def selected_words(self) -> str:
        """The words chosen on the page, on one line."""
        view = getattr(self, "_view", None)
        return " ".join(view.selectedText().split("\n")).strip() if view is not None else ""

    def has_keyboard(self) -> bool:
        """Whether keys typed now go to the page or its bars."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def open_find(self) -> None:
        """Ask what to find in the page."""
        if self._page is not None:
            self._find_bar.open(self._page.selectedText())

    def _find(self, words: str, backwards: bool) -> None:
        if self._page is not None:
            self._page.find(words, backwards=backwards)

    def _end_find(self) -> None:
        self._find("", backwards=False)
        if self._page is not None:
            self._view.setFocus()

    def reload(self) -> None:
        """Show the page again, after the engine stopped or because the reader asked."""
        self._stopped = False
        if self._page is None or self._whole is None:
            return
        patched = self._patched
        self._waiting.clear()
        self._load(self._whole)
        if patched:
            self.out_of_step.emit()

    def _stop_showing(self) -> None:
        self._stopped = True
        self._ready = False
        self._waiting.clear()
        self._overdue.stop()
        self._message.setText("L’aperçu s’est arrêté.")
        self._relaunch.show()
        self._places.setCurrentIndex(0)

    # --- how it looks

    def set_width_mode(self, mode: WidthMode) -> None:
        """Show the page as on a computer (``desktop``: as wide as the pane), a telephone (``mobile``), or paper
        (``print``: the whole width of the sheet, however narrow the pane), or the e-mail (``email``)."""
        before, self._mode = self._mode, mode
        self._bar.set_mode(mode)
        self._email_header.setVisible(mode == "email")
        if "email" in (before, mode) and before != mode:
            self.email_wanted.emit(mode == "email")
        if self._page is None:
            return
        self._view.setMaximumWidth(_WIDTHS.get(mode, 0xFFFFFF))
        if mode == "print":
            self.set_zoom(max(0.25, min(1.0, (self.width() - 2 * _MARGIN) / PAPER_WIDTH)))
        elif before == "print":
            self.set_zoom(1.0)
        if self._ready:
            self._show_medium()

    def set_zoom(self, factor: float) -> None:
        """Show the page ``factor`` times its size."""
        if self._page is not None:
            self._page.setZoomFactor(factor)

    def zoom_by(self, steps: int) -> None:
        """Show the page that many sizes larger, or smaller; 0 for its own size."""
        if self._page is not None:
            self.set_zoom(next_zoom(self._page.zoomFactor(), steps))

    def set_dark(self, dark: bool) -> None:
        """Show the page as readers with a dark (or light) screen see it."""
        self._dark = dark
        self._paint_ground()
        if self._ready:
            self._show_medium()

    def _show_medium(self) -> None:
        self._call("setMedium", "dark" if self._dark else "light", self._mode == "print")

    def _paint_ground(self) -> None:
        if self._page is not None:
            self._page.setBackgroundColor(self.palette().color(QPalette.ColorRole.Base))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_ground()

    def _show_menu(self, at: QPoint) -> None:
        menu = self._context_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._view.mapToGlobal(at))

    def _context_menu(self) -> QMenu:
        page = self._page
        assert page is not None
        menu = QMenu(self)
        menu.setObjectName("previewMenu")
        copy = menu.addAction("Copier")
        copy.setEnabled(self._view.hasSelection())
        copy.triggered.connect(page.copy)
        request = self._view.lastContextMenuRequest()
        link = request.linkUrl() if request else QUrl()
        if page.may_open(link):
            address = link.toString(QUrl.ComponentFormattingOption.FullyEncoded)
            action = menu.addAction("Copier l’adresse du lien")
            action.triggered.connect(lambda: QGuiApplication.clipboard().setText(address))
        menu.addAction("Recharger l’aperçu").triggered.connect(self.reload)
        return menu
