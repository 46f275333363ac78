"""The menu Aide: every key, and which program this is."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from editor_app import __version__
from editor_app.gui.commands import Commands
from editor_app.gui.notice import Notice


class HelpActions(QObject):
    """Shows every key, and which program this is."""

    def __init__(self, commands: Commands, notice: Notice, window: QWidget) -> None:
        super().__init__(window)
        self._commands, self._notice, self._window = commands, notice, window
        commands.on("keys", self.show_keys)
        commands.on("about", self.show_about)

    def show_keys(self) -> None:
        """Open the page of keys."""
        from editor_app.gui.help.keys_page import KeysPage

        KeysPage(self._commands, self._window).open()

    def show_about(self) -> None:
        """Say which program and version this is."""
        sentence = self.tr("Lettrine {} — logiciel libre sous licence GPL\u00a03.0 ou ultérieure.")
        self._notice.say(sentence.format(__version__))
