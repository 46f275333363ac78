"""The page of keys in the help, made from the declarations of the commands."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from editor_app.gui.appearance.first_size import open_at
from editor_app.gui.commands import Commands


class KeysPage(QDialog):
    """Every command that has a key, by menu."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Toutes les touches"))
        open_at(self, 460, 600)
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(24, 16, 24, 16)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        row = 0
        for menu, entries in groupby(commands.keys(), key=lambda entry: entry[0]):
            title = QLabel(menu.upper())
            title.setObjectName("paneTitle")
            grid.addWidget(title, row, 0, 1, 2)
            for _, label, keys in entries:
                row += 1
                grid.addWidget(QLabel(label), row, 0)
                grid.addWidget(QLabel(keys), row, 1)
            row += 1
        grid.setRowStretch(row, 1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(page)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumWidth(page.sizeHint().width() + area.verticalScrollBar().sizeHint().width())
        area.setAccessibleName(self.tr("Toutes les touches"))
        close = QPushButton(self.tr("Fermer"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 16)
        layout.addWidget(area)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignHCenter)
