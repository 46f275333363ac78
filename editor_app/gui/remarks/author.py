"""The name that remarks are signed with."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from editor_app.gui.commands import Commands
from editor_app.gui.settings import Settings


class AuthorActions(QObject):
    """Asks for the name and keeps it."""

    def __init__(self, commands: Commands, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._settings, self._window = settings, window
        commands.on("author", self.ask)

    def ask(self) -> None:
        """Ask which name remarks are to be signed with from now on."""
        from PySide6.QtWidgets import QInputDialog

        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Votre nom dans les remarques"))
        dialog.setLabelText(self.tr("Les remarques que vous écrirez seront signées\u00a0:"))
        dialog.setTextValue(self._settings.author)
        dialog.textValueSelected.connect(lambda name: setattr(self._settings, "author", name.strip()))
        dialog.open()
