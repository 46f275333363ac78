"""What the page shows besides the letter as it is (one section alone, faults underlined), and where a click leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from editor_app.gui.appearance.theme import Theme
from editor_app.gui.commands import Commands
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.findings.model import FindingRow, FindingsModel
from editor_app.gui.letter import Letter
from editor_app.gui.live import Live
from editor_app.gui.notice import Notice
from editor_app.gui.preview.preview import PageMark, Preview
from editor_app.proofing.diagnostic import Category, Severity

MARK_MS = 250
"""Marks are drawn anew at most that often while the letter changes."""
MOST_MARKS = 500
_CONTEXT = 24  # code points on either side that tell words from their like


class PageActions(QObject):
    """Joins the two switches, the findings, the text and the page. Costs nothing while both are off."""

    def __init__(
        self,
        commands: Commands,
        theme: Theme,
        editor: MarkdownEditor,
        live: Live,
        findings: FindingsModel,
        preview: Preview,
        notice: Notice,
        open_section: Callable[[str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._notice, self._open_section = notice, open_section
        self._theme, self._editor, self._live = theme, editor, live
        self._findings, self._preview = findings, preview
        self._letter: Letter | None = None
        self._section = ""
        self._alone, self._marked = commands["page-section"], commands["page-findings"]
        self._soon = QTimer(self, interval=MARK_MS, singleShot=True)
        self._soon.timeout.connect(self._mark)
        self._alone.toggled.connect(lambda _on: self._show_part())
        self._marked.toggled.connect(lambda _on: self._mark())
        for switch in (self._alone, self._marked):
            switch.toggled.connect(lambda _on: self._show_switches())
        preview.section_alone_chosen.connect(self._alone.setChecked)
        preview.marks_chosen.connect(self._marked.setChecked)
        live.findings_changed.connect(self._mark_soon)
        preview.shown.connect(lambda _revision: self._mark_soon())
        preview.block_clicked.connect(self._go_to_block)
        preview.link_activated.connect(self._offer_link)
        theme.changed.connect(lambda _dark: self._mark_soon())

    def show_letter(self, letter: Letter) -> None:
        """Work on this letter's page."""
        self._letter = letter

    def show_section(self, section_id: str) -> None:
        """The editor now shows this section."""
        self._section = section_id
        self._show_part()

    def _show_switches(self) -> None:
        self._preview.show_switches(alone=self._alone.isChecked(), marked=self._marked.isChecked())

    def _show_part(self) -> None:
        self._preview.show_only(self._section if self._alone.isChecked() and self._section else None)

    def _mark_soon(self) -> None:
        if self._marked.isChecked() and not self._soon.isActive():
            self._soon.start()

    def _mark(self) -> None:
        self._soon.stop()
        tokens = self._theme.tokens
        colours = {category.value: tokens.category(category).name() for category in Category}
        self._preview.mark(list(self._marks()) if self._marked.isChecked() else [], colours)

    def _marks(self) -> Iterator[PageMark]:
        letter = self._letter
        if letter is None:
            return
        lines: dict[str, list[str]] = {}
        for number in range(min(self._findings.rowCount(), MOST_MARKS)):
            row: FindingRow = self._findings.row_at(self._findings.index(number))
            if row.section is None or row.diagnostic.severity is Severity.ADVICE:
                continue
            block = self._live.block_of_line(row.section, row.line)
            if row.section not in lines:
                here = row.section == self._section
                lines[row.section] = (self._editor.text() if here else letter.texts.get(row.section, "")).split("\n")
            found = row.diagnostic
            if block is None or row.line >= len(lines[row.section]):
                continue
            line = lines[row.section][row.line]
            before, after = line[max(0, found.start - _CONTEXT) : found.start], line[found.end : found.end + _CONTEXT]
            yield PageMark(row.section, block, found.text, before, after, found.category.value)

    def _go_to_block(self, section_id: str, block: int) -> None:
        self._open_section(section_id)
        self._editor.go_to(self._live.line_of_block(section_id, block), 0, 0)
        self._editor.setFocus()

    def _offer_link(self, url: QUrl) -> None:
        self._notice.say(
            self.tr("Ce lien sort de la lettre\u00a0: {}").format(url.toDisplayString()),
            (self.tr("Ouvrir dans le navigateur"), lambda: QDesktopServices.openUrl(url)),
        )
