"""One line across the window that says what happened and offers what to do, in the place of a dialog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget


@dataclass(frozen=True, slots=True)
class _Question:
    sentence: str
    actions: tuple[tuple[str, Callable[[], object]], ...]


class Notice(QFrame):
    """Hidden until there is something to say; the last thing said replaces the one before. A question that was not
    answered comes back once what was said over it is closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._questions: dict[str, _Question] = {}
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

    @property
    def asking(self) -> bool:
        """Whether a question waits for an answer."""
        return bool(self._questions)

    def ask(self, name: str, sentence: str, *actions: tuple[str, Callable[[], object]]) -> None:
        """Ask something that must not be forgotten: as ``say``, but it waits under ``name`` until it is answered or
        withdrawn; asked again under the same name it takes the place of the one before."""
        question = _Question(sentence, actions)
        known = self._questions.get(name)
        self._questions[name] = question
        if known is None or known.sentence != sentence:
            self._show_question(name, question)

    def recall(self) -> None:
        """Show again the question that was put off, if there is one and nothing else is being said."""
        if self.isHidden() and self._questions:
            self._show_question(*next(iter(self._questions.items())))

    def withdraw(self, name: str) -> None:
        """Ask this no longer."""
        question = self._questions.pop(name, None)
        if question is not None and self.sentence == question.sentence:
            self._close()

    def forget(self) -> None:
        """Say and ask nothing any more."""
        self._questions.clear()
        self.hide()

    def progress(self, sentence: str, done: int, total: int, cancel: Callable[[], object]) -> None:
        """Show how far some work is, ``done`` steps of ``total``, with a button that stops it."""
        self._show(sentence, warning=False)
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._progress.show()
        self._add_button(self.tr("Annuler"), cancel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
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

    def _show_question(self, name: str, question: _Question) -> None:
        def answer(act: Callable[[], object]) -> Callable[[], None]:
            def run() -> None:
                self._questions.pop(name, None)
                act()

            return run

        self._progress.hide()
        self._show(question.sentence, warning=True)
        for label, act in question.actions:
            self._add_button(label, answer(act), closing=False)
        self._add_button(self.tr("Plus tard"), lambda: self._put_off(name), closing=False)

    def _put_off(self, name: str) -> None:
        """Hide a question until there is something else to say; the next one comes forward."""
        self.hide()
        others = [other for other in self._questions if other != name]
        if others:
            self._show_question(others[0], self._questions[others[0]])

    def _close(self) -> None:
        """Hide what is said; a question that waits comes back."""
        self.hide()
        waiting = next(iter(self._questions.items()), None)
        if waiting is not None and waiting[1].sentence != self._sentence.text():
            self._show_question(*waiting)

    def _add_button(self, label: str, act: Callable[[], object] | None, *, closing: bool = True) -> None:
        button = QPushButton(label)
        button.clicked.connect(self._close if closing else self.hide)
        if act is not None:
            button.clicked.connect(lambda _checked: act())
        self._buttons.addWidget(button)
