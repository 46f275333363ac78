"""The line at the top of the window: which letter is open, and the three things one asks for most."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from editor_app.gui.commands import Commands, french_keys
from editor_app.gui.widgets.elided_label import ElidedLabel


class Header(QFrame):
    """Number and title at the left; commands, remark and export at the right."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self.setObjectName("header")
        self._number, self._title = QLabel(), ElidedLabel()
        self._number.setObjectName("letterNumber")
        self._title.setObjectName("letterTitle")
        palette = QToolButton()
        palette.setObjectName("paletteTool")
        palette.setText(self.tr("Commandes  {}").format(french_keys(commands["palette"].shortcut().toString())))
        palette.setAccessibleName(self.tr("Commandes"))
        palette.setToolTip(commands["palette"].text())
        palette.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        palette.clicked.connect(commands["palette"].trigger)
        remark = QPushButton(self.tr("Ajouter une remarque"))
        remark.clicked.connect(commands["remark"].trigger)
        self._export = QPushButton(self.tr("Exporter le lot"))
        self._export.setProperty("primary", True)
        self._export.clicked.connect(commands["export"].trigger)
        self._return = QPushButton(self.tr("Enregistrer la relecture"))
        self._return.setProperty("primary", True)
        self._return.clicked.connect(commands["save-return"].trigger)
        self._return.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._number)
        row.addWidget(self._title, 1)
        for button in (palette, remark, self._export, self._return):
            row.addWidget(button)

    def show_reading(self, *, reading: bool) -> None:
        """Offer what a proofreader ends with, or what the author does."""
        self._export.setVisible(not reading)
        self._return.setVisible(reading)

    def show_letter(self, number: str, title: str) -> None:
        """Say which letter is open."""
        self._number.setText(number)
        self._title.setText(title)
