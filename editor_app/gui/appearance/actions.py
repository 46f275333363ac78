"""Light, dark, or as the system: the three commands that say which, and the one that is ticked."""

from __future__ import annotations

from PySide6.QtCore import QObject

from editor_app.gui.appearance.theme import Appearance, Theme
from editor_app.gui.commands import Commands
from editor_app.gui.settings import Settings


class AppearanceActions(QObject):
    """Joins the commands, the theme and the settings."""

    def __init__(self, commands: Commands, theme: Theme, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._commands, self._theme, self._settings = commands, theme, settings
        for appearance in Appearance:
            commands.on(
                f"theme-{appearance.value}",
                lambda appearance=appearance: self.choose(appearance),  # type: ignore[misc]
            )
        self._tick()

    def choose(self, appearance: Appearance) -> None:
        """Use this appearance, now and the next times."""
        self._settings.appearance = appearance
        self._theme.choose(appearance)
        self._tick()

    def _tick(self) -> None:
        for appearance in Appearance:
            self._commands[f"theme-{appearance.value}"].setChecked(self._settings.appearance is appearance)
