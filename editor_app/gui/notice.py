"""One line across the window that says what happened and offers what to do, in the place of a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget


class Notice(QFrame):
    """Hidden until there is something to say; the last thing said replaces the one before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAccessibleName(self.tr("Message"))
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._progress = QProgressBar(textVisible=False)
        self._progress.setAccessibleName(self.tr("Avancement"))
        self._progress.setFixedWidth(160)
        self._progress.hide()
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(12)
        layout.addWidget(self._sentence, 1)
        layout.addWidget(self._progress)
        layout.addLayout(self._buttons)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is being said, empty when hidden."""
        return "" if self.isHidden() else self._sentence.text()

    def say(self, sentence: str, *actions: tuple[str, Callable[[], object]], warning: bool = False) -> None:
        """Show a sentence with a button for each (label, what to do), and one that closes the line. A button closes
        the line before it acts."""
        self._progress.hide()
        self._show(sentence, warning)
        for label, act in actions:
            self._add_button(label, act)
        self._add_button(self.tr("Fermer"), None)

    def progress(self, sentence: str, done: int, total: int, cancel: Callable[[], object]) -> None:
        """Show how far some work is, ``done`` steps of ``total``, with a button that stops it."""
        self._show(sentence, warning=False)
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._progress.show()
        self._add_button(self.tr("Annuler"), cancel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _show(self, sentence: str, warning: bool) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.setProperty("tone", "warning" if warning else "")
        self.style().polish(self)
        self._sentence.setText(sentence)
        self.setAccessibleDescription(sentence)
        self.show()

    def _add_button(self, label: str, act: Callable[[], object] | None) -> None:
        button = QPushButton(label)
        button.clicked.connect(self.hide)
        if act is not None:
            button.clicked.connect(lambda _checked: act())
        self._buttons.addWidget(button)
