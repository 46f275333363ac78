"""Scrolls the page with the text and the text with the page, the same words at the top of both."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from editor_app.gui.commands import Commands
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.live import Live
from editor_app.gui.preview.preview import Preview
from editor_app.gui.settings import Settings

ALIGN_MS = 16
"""The page is asked to follow at most once a frame."""


class ScrollTogether(QObject):
    """Joins both panes while its command is switched on.

    Only what a person scrolls is followed (wheel, bar, keys of the page): what the program scrolls, to keep the cursor
    in sight or to follow, goes no further, so that the two never chase each other.
    """

    def __init__(
        self,
        commands: Commands,
        settings: Settings,
        editor: MarkdownEditor,
        live: Live,
        preview: Preview,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._settings, self._editor, self._live, self._preview = settings, editor, live, preview
        self._section = ""
        self._together = commands["scroll-together"]
        self._together.setChecked(settings.scrolled_together)
        self._together.toggled.connect(self._remember)
        self._soon = QTimer(self, interval=ALIGN_MS, singleShot=True)
        self._soon.timeout.connect(self._align_page)
        # Emitted for the wheel and the bar alone; the cursor moves the bar by its value.
        editor.verticalScrollBar().actionTriggered.connect(lambda _action: self._text_scrolled())
        preview.scrolled.connect(self._align_text)

    def show_section(self, section_id: str) -> None:
        """The editor now shows this section."""
        self._soon.stop()
        self._section = section_id

    def _remember(self, together: bool) -> None:
        self._settings.scrolled_together = together

    def _text_scrolled(self) -> None:
        if self._together.isChecked() and not self._soon.isActive():
            self._soon.start()

    def _align_page(self) -> None:
        place = self._live.place_of_line(self._section, self._editor.line_at_top())
        if place is not None:
            self._preview.align(self._section, *place)

    def _align_text(self, section: str, block: int, past: float) -> None:
        if self._together.isChecked() and section == self._section:
            self._editor.scroll_to_line(self._live.line_of_place(section, block, past))
