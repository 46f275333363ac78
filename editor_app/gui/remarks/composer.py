"""Where a remark, a suggestion or an answer is written: Enter keeps it, Escape gives it up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from editor_app.gui.remarks.view import QUOTE_LENGTH


class RemarkComposer(QWidget):
    """Hidden until it is opened; emits ``written`` and hides when there is something to keep."""

    written = Signal(str, object)
    """What is said, and the words put in the place of those chosen (None unless a suggestion was asked for)."""
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = QLabel()
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setWordWrap(True)
        self._line = QLineEdit(self, maxLength=4000)
        self._instead = QLineEdit(self, maxLength=4000, placeholderText=self.tr("À la place (vide\u00a0: à retirer)"))
        self._instead.setAccessibleName(self.tr("À la place"))
        self._keep = QPushButton()
        self._keep.setProperty("primary", True)
        self._keep.clicked.connect(self._done)
        for line in (self._instead, self._line):
            line.returnPressed.connect(self._done)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self._instead, 1)
        below.addWidget(self._line, 1)
        below.addWidget(self._keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(6)
        layout.addWidget(self._about)
        layout.addLayout(below)
        self._before = ""
        self.hide()

    def open(self, quote: str) -> None:
        """Ask for a remark on those words."""
        self._open(self.tr("Sur «\u00a0{}\u00a0»").format(_short(quote)), self.tr("Votre remarque"))
        self._keep.setText(self.tr("Ajouter la remarque"))

    def open_suggestion(self, quote: str) -> None:
        """Ask for other words in the place of those, and why."""
        said = self.tr("À la place de «\u00a0{}\u00a0»").format(_short(quote))
        self._open(said, self.tr("Pourquoi (si c’est utile)"))
        self._keep.setText(self.tr("Proposer"))
        self._before = quote
        self._instead.setText(quote)
        self._instead.show()
        self._instead.selectAll()
        self._instead.setFocus()

    def open_reply(self, to: str, said: str) -> None:
        """Ask for an answer to what somebody said."""
        self._open(self.tr("À {}\u00a0: «\u00a0{}\u00a0»").format(to, _short(said)), self.tr("Votre réponse"))
        self._keep.setText(self.tr("Répondre"))

    def _open(self, about: str, asked: str) -> None:
        self._about.setText(about)
        self._line.clear()
        self._line.setPlaceholderText(asked)
        self._line.setAccessibleName(asked)
        self._instead.hide()
        self._instead.clear()
        self.show()
        self._line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def _done(self) -> None:
        body = self._line.text().strip()
        if self._instead.isHidden():
            if body:
                self.hide()
                self.written.emit(body, None)
        elif self._instead.text() != self._before:
            self.hide()
            self.written.emit(body, self._instead.text())


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= QUOTE_LENGTH else words[:QUOTE_LENGTH] + "…"
