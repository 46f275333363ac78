"""Asks for the number of a new letter and what it starts from."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from editor_app.gui.widgets.form_dialog import FormDialog
from editor_app.issue.model import Issue

HIGHEST_NUMBER = 99_999


class NewLetterDialog(FormDialog):
    """``number`` and ``earlier`` (the folder to start from, None for the built-in model) once it is accepted."""

    def __init__(self, open_issue: Issue, open_folder: Path, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Nouveau numéro"))
        self._action.setText(self.tr("Créer le numéro"))
        self._number = QSpinBox(minimum=1, maximum=HIGHEST_NUMBER, value=min(open_issue.number + 1, HIGHEST_NUMBER))
        self._number.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._from = QComboBox()
        self._from.addItem(self.tr("le numéro {} : plan, signatures et mots").format(open_issue.number), open_folder)
        self._from.addItem(self.tr("le modèle : éditorial, sommaire, programme, priorités"), None)
        self.add_field(self.tr("&Numéro"), self._number)
        self.add_field(self.tr("&Partir de"), self._from, self.tr("Les textes du numéro de départ ne sont pas repris."))

    @property
    def number(self) -> int:
        """The number asked for."""
        return self._number.value()

    @property
    def earlier(self) -> Path | None:
        """The folder of the letter to start from, None for the model."""
        folder: Path | None = self._from.currentData()
        return folder
