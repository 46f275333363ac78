"""Asks for the name of a version, with those of the trade at hand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from editor_app.gui.translation import QT_TRANSLATE_NOOP
from editor_app.gui.widgets.form_dialog import FormDialog
from editor_app.storage.version import MAX_NAME

USUAL_NAMES = (
    QT_TRANSLATE_NOOP("versions", "envoyé en relecture"),
    QT_TRANSLATE_NOOP("versions", "relu"),
    QT_TRANSLATE_NOOP("versions", "bon à tirer"),
)


class NameSheet(FormDialog):
    """``name()`` has what was written, once it is accepted."""

    def __init__(self, title: str, name: str, parent: QWidget) -> None:
        super().__init__(title, "", parent)
        self._action.setText(self.tr("Nommer"))
        self.line = self.add_line(self.tr("&Nom"), name, self.tr("Une version nommée est gardée pour toujours."))
        self.line.setMaxLength(MAX_NAME)
        row = QWidget()
        names = QHBoxLayout(row)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(8)
        for usual in USUAL_NAMES:
            words = QCoreApplication.translate("versions", usual)
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, words=words: self.line.setText(words))
            names.addWidget(button)
        names.addStretch(1)
        self.add_field("", row)
        row.setAccessibleName(self.tr("Noms usuels"))

    def name(self) -> str:
        """What was written, without spaces around."""
        return self.line.text().strip()

    def accept(self) -> None:
        if self.name():
            super().accept()
        else:
            self.refuse(self.tr("Écrivez un nom, ou prenez l’un des noms usuels."), self.line)
