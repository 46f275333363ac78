"""What only a command calls for: made, and its modules loaded, when it is called for first, so that the window need not
wait for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from editor_app.gui.appearance.theme import Theme
from editor_app.gui.commands import Commands
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.findings.model import FindingsModel
from editor_app.gui.keeping.autosave import Autosave
from editor_app.gui.keeping.saving import Writer
from editor_app.gui.layout import Layout
from editor_app.gui.notice import Notice
from editor_app.gui.settings import Settings
from editor_app.gui.showing import Showing

if TYPE_CHECKING:
    from editor_app.gui.files.actions import FileActions
    from editor_app.gui.files.contributions import ContributionActions
    from editor_app.gui.files.export import ExportAction
    from editor_app.gui.files.sheets import SheetActions
    from editor_app.gui.palette.actions import PaletteActions
    from editor_app.gui.preflight.actions import PreflightActions
    from editor_app.gui.sharing.actions import SharingActions


class OnDemand(QObject):
    """Each of these connects itself, when it is made, to what it follows."""

    closing = Signal()
    """The window closes and everything is written: whatever is under way stops."""

    def __init__(
        self,
        commands: Commands,
        editor: MarkdownEditor,
        findings: FindingsModel,
        showing: Showing,
        autosave: Autosave,
        writer: Writer,
        notice: Notice,
        layout: Layout,
        theme: Theme,
        settings: Settings,
        take_returns: Callable[[Sequence[Path]], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._commands, self._editor, self._findings = commands, editor, findings
        self._showing, self._autosave, self._writer, self._notice = showing, autosave, writer, notice
        self._layout, self._theme, self._settings, self._window = layout, theme, settings, window
        self._take_returns = take_returns
        for name, answer in {
            "new": lambda: self.files.new,
            "open": lambda: self.files.open,
            "import": lambda: self.files.import_file,
            "open-packet": lambda: self.files.open_packet,
            "verify": lambda: self.files.verify,
            "sheet": lambda: self.sheets.edit_letter,
            "signature": lambda: self.sheets.edit_signature,
            "target": lambda: self.sheets.edit_target,
            "document": lambda: self.contributions.ask_into_text,
            "add-document": lambda: self.contributions.ask_as_section,
            "picture": lambda: self.sheets.insert_picture,
            "sync": lambda: self.sharing.sync,
            "share": lambda: self.sharing.change_address,
            "receive": lambda: self.sharing.receive,
            "export": lambda: self.preflight.open,
            "palette": lambda: self.palettes.show_commands,
            "go-to-section": lambda: self.palettes.show_sections,
        }.items():
            commands.on(name, lambda answer=answer: answer()())  # type: ignore[misc]  # mypy cannot infer it
        editor.pictures_given.connect(self._take_pictures)
        editor.documents_given.connect(lambda paths: self.contributions.take(paths, in_text=True))
        window.setAcceptDrops(True)

    @cached_property
    def files(self) -> FileActions:
        """Begins, opens, imports and verifies."""
        from editor_app.gui.files.actions import FileActions

        return FileActions(self._notice, lambda: self._showing.letter, self._showing.open_desk, self._window)

    @cached_property
    def sheets(self) -> SheetActions:
        """Opens the letter's sheet, a section's, a picture's."""
        from editor_app.gui.files.sheets import SheetActions

        return SheetActions(self._editor, self._notice, self._showing, self._window)

    @cached_property
    def contributions(self) -> ContributionActions:
        """Takes in documents."""
        from editor_app.gui.files.contributions import ContributionActions

        return ContributionActions(
            self._editor, self._notice, self._showing, self._writer, self._take_returns, self._window
        )

    @cached_property
    def palettes(self) -> PaletteActions:
        """Offers every command and section."""
        from editor_app.gui.palette.actions import PaletteActions

        return PaletteActions(self._commands, self._theme, lambda: self._showing.letter, self._go_to, self._window)

    @cached_property
    def exports(self) -> ExportAction:
        """Makes bundles."""
        from editor_app.gui.files.export import ExportAction

        exports = ExportAction(self._notice, self._findings, self._settings, self._window)
        self.closing.connect(exports.stop)
        return exports

    @cached_property
    def preflight(self) -> PreflightActions:
        """Checks before an export, in a panel of its own."""
        from editor_app.gui.preflight.actions import PreflightActions
        from editor_app.gui.preflight.panel import PreflightPanel

        panel = PreflightPanel(self._theme.tokens)
        self._layout.add_preflight(panel)
        self._theme.changed.connect(lambda _dark: panel.set_colours(self._theme.tokens))
        preflight = PreflightActions(
            panel,
            self.exports,
            self._editor,
            self._settings,
            lambda: self._showing.letter,
            self._autosave.save_now,
            self._showing.open_section,
            self.sheets.edit_letter,
            lambda shown: self._layout.show_preflight(shown, self._commands),
            self._window,
        )
        self._showing.letter_opened.connect(lambda _letter: preflight.show_letter())
        self.closing.connect(preflight.stop)
        return preflight

    @cached_property
    def sharing(self) -> SharingActions:
        """Exchanges the letter with other machines."""
        from editor_app.gui.sharing.actions import SharingActions

        showing, take_text = self._showing, self._autosave.take_text
        sharing = SharingActions(
            self._notice, self._writer, self._settings, self._theme, take_text, showing.open_desk, self._window
        )
        if showing.letter is not None:
            sharing.show_letter(showing.letter)
        showing.letter_shown.connect(sharing.show_letter)
        self.closing.connect(sharing.stop)
        return sharing

    def _take_pictures(self, given: Sequence[Path | QImage]) -> None:
        self.sheets.take_pictures(given)

    def _go_to(self, section_id: str) -> None:
        self._showing.open_section(section_id)
        self._editor.setFocus()
