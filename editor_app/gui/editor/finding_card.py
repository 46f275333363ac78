"""Explains a finding where it stands: what, why in one line, and its answers as buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.editor.context_menu import WORD_CATEGORIES
from editor_app.gui.editor.line_marks import Mark
from editor_app.proofing.diagnostic import Category

WIDTH = 310
CORRECTIONS = 3
_CLOSE_TO_WORD = 4  # pixels


def _tr(text: str) -> str:
    return QCoreApplication.translate("FindingCard", text)


def title(category: Category) -> str:
    """What kind of fault it is, in the words of the list of findings."""
    titles = {
        Category.SPELLING: _tr("Mot inconnu"),
        Category.CONTEXT: _tr("Mot inattendu ici"),
        Category.GRAMMAR: _tr("Accord ou forme à vérifier"),
        Category.TYPOGRAPHY: _tr("Typographie"),
        Category.NAMES: _tr("Nom à vérifier"),
        Category.STRUCTURE: _tr("Structure"),
        Category.ACCESSIBILITY: _tr("Accessibilité"),
    }
    return titles[category]


class FindingCard(QFrame):
    """A child of the editor's view that explains one mark; it is freed when it closes.

    It takes the keyboard only when asked to (``take_focus``); then Tab goes round its buttons, Enter presses one and
    Escape gives the keyboard back.
    """

    corrected = Signal(str)
    ignored = Signal()
    ignored_everywhere = Signal()
    accepted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget, mark: Mark, colours: Tokens, request: int | None) -> None:
        super().__init__(parent)
        self._view = parent
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.mark, self.request = mark, request
        self._open = True
        self._word: QRect | None = None
        self.setObjectName("findingCard")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(title(mark.diagnostic.category))
        self.setAccessibleDescription(mark.diagnostic.message)
        self.setStyleSheet(_style(colours))
        self.setFixedWidth(min(WIDTH, max(180, parent.width() - 16)))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 46))
        self.setGraphicsEffect(shadow)
        heading = QLabel(title(mark.diagnostic.category), self)
        heading.setObjectName("findingTitle")
        message = QLabel(mark.diagnostic.message, self)
        message.setObjectName("findingMessage")
        message.setTextFormat(Qt.TextFormat.PlainText)
        message.setWordWrap(True)
        self._waiting = QLabel(_tr("Recherche de suggestions…"), self)
        self._waiting.setObjectName("findingMessage")
        self._waiting.setVisible(request is not None)
        self._corrections = QHBoxLayout()
        self._corrections.setSpacing(8)
        answers = QHBoxLayout()
        answers.setSpacing(8)
        answers.addLayout(self._corrections)
        self._buttons: list[QPushButton] = []
        self._ignore = self._button(_tr("Ignorer ici"), self.ignored.emit)
        answers.addWidget(self._ignore)
        is_word = mark.diagnostic.category in WORD_CATEGORIES
        always = self._button(_tr("Toujours"), self.accepted.emit if is_word else self.ignored_everywhere.emit)
        meaning = _tr("Ajouter aux mots du numéro") if is_word else _tr("Ignorer dans ce numéro")
        always.setToolTip(meaning)
        always.setAccessibleName(meaning)
        answers.addWidget(always)
        answers.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(4)
        for widget in (heading, message, self._waiting):
            layout.addWidget(widget)
        layout.addSpacing(4)
        layout.addLayout(answers)
        if request is None:
            self.show_suggestions(mark.diagnostic.suggestions)

    def _button(self, text: str, pressed: Callable[[], object]) -> QPushButton:
        button = QPushButton(text.replace("&", "&&"), self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _=False: self._answer(pressed))
        self._buttons.append(button)
        return button

    def _answer(self, pressed: Callable[[], object]) -> None:
        pressed()
        self.dismiss()

    def show_suggestions(self, suggestions: Sequence[str]) -> None:
        """Offer these corrections, the first as the primary answer."""
        awaited = self.hasFocus()
        self.request = None
        self._waiting.setVisible(False)
        room = self.width() - 24 - sum(button.sizeHint().width() + 8 for button in self._buttons)
        offered: list[QPushButton] = []
        for suggestion in suggestions[:CORRECTIONS]:
            button = self._button(suggestion or _tr("Supprimer"), partial(self.corrected.emit, suggestion))
            if not offered:
                button.setObjectName("findingPrimary")
                button.setText(button.text() + (" ↵" if self._focused() else " Alt+↵"))
                button.setAccessibleName(_tr("Corriger en « {} »").format(suggestion))
            button.ensurePolished()
            room -= button.sizeHint().width() + 8
            if offered and room < 0:
                self._buttons.remove(button)
                button.deleteLater()
                break
            offered.append(button)
            self._corrections.addWidget(button)
            if self.isVisible():
                button.show()
        self._buttons = offered + [button for button in self._buttons if button not in offered]
        if self._word is not None:
            self.place(self._word)
        if awaited:
            self.take_focus()

    def _fit(self) -> None:
        """Grow until every button shows its words, and the message all its lines."""
        for button in self._buttons:
            button.ensurePolished()
        wanted = 24 + sum(button.sizeHint().width() + 8 for button in self._buttons)
        self.setFixedWidth(min(max(self.width(), wanted), max(180, self._view.width() - 16)))
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(layout.heightForWidth(self.width()))

    def _focused(self) -> bool:
        return self.hasFocus() or any(button.hasFocus() for button in self._buttons)

    def place(self, word: QRect) -> None:
        """Stand under ``word`` (the parent's pixels), or above it where there is no room below."""
        self._word = word
        self._fit()
        room = self._view.rect()
        left = max(8, min(word.left(), room.width() - self.width() - 8))
        top = word.bottom() + _CLOSE_TO_WORD
        if top + self.height() > room.height() and word.top() - _CLOSE_TO_WORD - self.height() >= 0:
            top = word.top() - _CLOSE_TO_WORD - self.height()
        self.move(QPoint(left, top))
        self.show()
        self.raise_()

    def take_focus(self) -> None:
        """Bring the keyboard to the first answer, which is awaited when the suggestions are."""
        if self.request is not None:
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        first = self._buttons[0]
        if first.objectName() == "findingPrimary":
            first.setText(first.text().replace(" Alt+↵", " ↵"))
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        """Close, give the keyboard back to the text, and be freed."""
        if not self._open:
            return
        self._open = False
        had_focus = self._focused()
        self.hide()
        if had_focus:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes, Enter answers, arrows go from one answer to the next."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            for button in self._buttons:
                if button.hasFocus():
                    button.click()
                    return
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.focusNextPrevChild(True)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self.focusNextPrevChild(False)
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round the answers and never leaves them."""
        held = next((index for index, button in enumerate(self._buttons) if button.hasFocus()), -1)
        following = (held + (1 if forward else -1)) % len(self._buttons)
        self._buttons[following].setFocus(Qt.FocusReason.TabFocusReason)
        return True


def _style(colours: Tokens) -> str:
    return f"""
        #findingCard {{ background: {colours.pane}; border: 1px solid {colours.line}; border-radius: 8px; }}
        #findingTitle {{ color: {colours.ink}; font-weight: 600; font-size: 13px; background: transparent; }}
        #findingMessage {{ color: {colours.soft}; font-size: 13px; background: transparent; }}
        #findingCard QPushButton {{ color: {colours.ink}; background: {colours.pane}; font-size: 13px;
            border: 1px solid {colours.line}; border-radius: 6px; padding: 4px 10px; }}
        #findingCard QPushButton:hover {{ background: {colours.hover}; }}
        #findingCard QPushButton:focus {{ border: 2px solid {colours.accent}; padding: 3px 9px; }}
        #findingCard #findingPrimary {{ color: {colours.on_accent}; background: {colours.accent};
            border-color: {colours.accent}; }}
        #findingCard #findingPrimary:hover, #findingCard #findingPrimary:focus {{
            background: {colours.accent_strong}; }}
    """
