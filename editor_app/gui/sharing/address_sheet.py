"""Asks where a letter is shared, and shows the address before anything goes there."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from editor_app.gui.widgets.form_dialog import FormDialog


class AddressSheet(FormDialog):
    """``address()`` has what was written, once it is accepted."""

    def __init__(self, title: str, action: str, address: str, explanation: str, parent: QWidget) -> None:
        super().__init__(title, action, parent)
        self.line = self.add_line(self.tr("&Adresse"), address, explanation, width=460)
        self.line.setPlaceholderText(self.tr("un dossier partagé, https://… ou ssh://…"))
        browse = QPushButton(self.tr("Choisir un dossier…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self.add_field("", browse)
        browse.setAccessibleName(browse.text())

    def address(self) -> str:
        """What was written, without spaces around."""
        return self.line.text().strip()

    def accept(self) -> None:
        if self.address():
            super().accept()
        else:
            self.refuse(self.tr("Écrivez une adresse, ou choisissez un dossier."), self.line)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Dossier du partage"), self.address())
        if chosen:
            self.line.setText(chosen)
