"""Asks for the number of a new letter and what it starts from."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from editor_app.issue.model import Issue

HIGHEST_NUMBER = 99_999


class NewLetterDialog(QDialog):
    """``number`` and ``earlier`` (the folder to start from, None for the built-in model) once it is accepted."""

    def __init__(self, open_issue: Issue, open_folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Nouveau numéro"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._number = QSpinBox(minimum=1, maximum=HIGHEST_NUMBER, value=min(open_issue.number + 1, HIGHEST_NUMBER))
        self._from = QComboBox()
        self._from.addItem(self.tr("le numéro {} : plan, signatures et mots").format(open_issue.number), open_folder)
        self._from.addItem(self.tr("le modèle : éditorial, sommaire, programme, priorités"), None)
        hint = QLabel(self.tr("Les textes du numéro de départ ne sont pas repris."))
        hint.setObjectName("sectionFacts")
        form = QFormLayout()
        form.setSpacing(12)
        form.addRow(self.tr("&Numéro"), self._number)
        form.addRow(self.tr("&Partir de"), self._from)
        form.addRow("", hint)
        create = QPushButton(self.tr("Créer le numéro"))
        create.setProperty("primary", True)
        create.setDefault(True)
        create.clicked.connect(self.accept)
        cancel = QPushButton(self.tr("Annuler"))
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(create)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 20)
        layout.setSpacing(20)
        layout.addLayout(form)
        layout.addLayout(buttons)

    @property
    def number(self) -> int:
        """The number asked for."""
        return self._number.value()

    @property
    def earlier(self) -> Path | None:
        """The folder of the letter to start from, None for the model."""
        folder: Path | None = self._from.currentData()
        return folder
