"""The lines above the e-mail that a mail program would show: its subject, and the words it is listed with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget


class EmailHeader(QFrame):
    """Hidden but while the e-mail is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emailHeader")
        self._subject, self._preheader = QLabel(), QLabel()
        self._subject.setObjectName("emailSubject")
        self._preheader.setObjectName("sectionFacts")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 8)
        column.setSpacing(2)
        for line in (self._subject, self._preheader):
            line.setTextFormat(Qt.TextFormat.PlainText)
            line.setWordWrap(True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(line)
        self.hide()

    def say(self, subject: str, preheader: str) -> None:
        """Show what this message is listed by."""
        self._subject.setText(f"Objet\u00a0: {subject}")
        self._preheader.setText(preheader)
