"""Opens the palette on every command and every section of the letter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from editor_app.gui.appearance.theme import Theme
from editor_app.gui.commands import Commands
from editor_app.gui.letter import Letter
from editor_app.gui.palette.matching import Choice
from editor_app.gui.palette.palette import Palette


class PaletteActions(QObject):
    """At most one palette is open; asking for it again closes it."""

    def __init__(
        self,
        commands: Commands,
        theme: Theme,
        letter: Callable[[], Letter | None],
        open_section: Callable[[str], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._commands, self._theme, self._letter, self._open_section = commands, theme, letter, open_section
        self._window = window
        self._palette: Palette | None = None

    @property
    def palette(self) -> Palette | None:
        """The palette now open."""
        return self._palette

    def show_commands(self) -> None:
        """Offer every command, then every section."""
        commands = [
            Choice(label, menu, keys, action.isEnabled(), action.trigger)
            for menu, label, keys, action in self._commands.entries()
            if action is not self._commands["palette"]
        ]
        self._open([*commands, *self._sections()], self.tr("Chercher une commande ou une rubrique"))

    def show_sections(self) -> None:
        """Offer the sections alone, in their order."""
        self._open(self._sections(), self.tr("Aller à une rubrique"))

    def _sections(self) -> list[Choice]:
        letter = self._letter()
        if letter is None:
            return []
        outline = letter.issue.outline
        return [
            Choice(outline.heading(section.id), self.tr("Rubrique"), "", True, lambda id_=section.id: self._go(id_))  # type: ignore[misc]
            for section in outline.walk()
        ]

    def _go(self, section_id: str) -> None:
        self._open_section(section_id)

    def _open(self, choices: list[Choice], hint: str) -> None:
        if self._palette is not None:
            self._palette.close_palette()
            return
        palette = Palette(choices, hint, self._theme.tokens, self._window)
        palette.closed.connect(self._forget)
        self._palette = palette

    def _forget(self) -> None:
        self._palette = None
