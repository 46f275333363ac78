"""A small palette of what a keyboard lacks: accented capitals, ligatures, guillemets, dashes, fractions, ordinals."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from editor_app.gui.translation import QT_TRANSLATE_NOOP

COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """What the button shows, what it inserts, and what it is called."""

    shown: str
    inserted: str
    name: str


ENTRIES = (
    Entry("É", "É", QT_TRANSLATE_NOOP("CharacterPalette", "E capital accent aigu")),
    Entry("È", "È", QT_TRANSLATE_NOOP("CharacterPalette", "E capital accent grave")),
    Entry("Ê", "Ê", QT_TRANSLATE_NOOP("CharacterPalette", "E capital accent circonflexe")),
    Entry("À", "À", QT_TRANSLATE_NOOP("CharacterPalette", "A capital accent grave")),
    Entry("Ç", "Ç", QT_TRANSLATE_NOOP("CharacterPalette", "C capital cédille")),
    Entry("Î", "Î", QT_TRANSLATE_NOOP("CharacterPalette", "I capital accent circonflexe")),
    Entry("Œ", "Œ", QT_TRANSLATE_NOOP("CharacterPalette", "E dans l’O capital")),
    Entry("œ", "œ", QT_TRANSLATE_NOOP("CharacterPalette", "E dans l’O")),
    Entry("Æ", "Æ", QT_TRANSLATE_NOOP("CharacterPalette", "E dans l’A capital")),
    Entry("«", "«\u00a0", QT_TRANSLATE_NOOP("CharacterPalette", "Guillemet ouvrant et son espace insécable")),
    Entry("»", "\u00a0»", QT_TRANSLATE_NOOP("CharacterPalette", "Espace insécable et guillemet fermant")),
    Entry("’", "’", QT_TRANSLATE_NOOP("CharacterPalette", "Apostrophe")),
    Entry("—", "—", QT_TRANSLATE_NOOP("CharacterPalette", "Tiret long")),
    Entry("–", "–", QT_TRANSLATE_NOOP("CharacterPalette", "Tiret moyen")),
    Entry("…", "…", QT_TRANSLATE_NOOP("CharacterPalette", "Points de suspension")),
    Entry("½", "½", QT_TRANSLATE_NOOP("CharacterPalette", "Un demi")),
    Entry("¼", "¼", QT_TRANSLATE_NOOP("CharacterPalette", "Un quart")),
    Entry("¾", "¾", QT_TRANSLATE_NOOP("CharacterPalette", "Trois quarts")),
    # The page raises the letters of an ordinal by itself.
    Entry("1ᵉʳ", "er", QT_TRANSLATE_NOOP("CharacterPalette", "Fin de « 1er », relevée dans la page")),
    Entry("1ʳᵉ", "re", QT_TRANSLATE_NOOP("CharacterPalette", "Fin de « 1re », relevée dans la page")),
    Entry("2ᵉ", "e", QT_TRANSLATE_NOOP("CharacterPalette", "Fin de « 2e », relevée dans la page")),
    Entry("⎵", "\u00a0", QT_TRANSLATE_NOOP("CharacterPalette", "Espace insécable")),
    Entry("·", "\u202f", QT_TRANSLATE_NOOP("CharacterPalette", "Espace fine insécable")),
    Entry("n°", "n°\u00a0", QT_TRANSLATE_NOOP("CharacterPalette", "Numéro et son espace insécable")),
)


class CharacterPalette(QFrame):
    """Opens above the text and has the keyboard: arrows go round, Enter inserts, Escape closes. Freed once closed."""

    chosen = Signal(str)
    """What is to be inserted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("characterPalette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Caractères"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setSpacing(4)
        self._name = QLabel()
        self._name.setObjectName("sectionFacts")
        self._buttons = [self._button(entry) for entry in ENTRIES]
        for index, button in enumerate(self._buttons):
            grid.addWidget(button, index // COLUMNS, index % COLUMNS)
        grid.addWidget(self._name, len(ENTRIES) // COLUMNS + 1, 0, 1, COLUMNS)
        self._hold(0)

    def open_at(self, place: QPoint) -> None:
        """Show the palette with its corner at ``place`` (the screen's pixels), or where the screen has room for it."""
        self.adjustSize()
        screen = QGuiApplication.screenAt(place) or self.screen()
        room = screen.availableGeometry()
        left = max(room.left(), min(place.x(), room.right() - self.width()))
        top = max(room.top(), min(place.y(), room.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self._hold(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from one character to the next, and round; Enter or the space bar inserts."""
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: COLUMNS,
            Qt.Key.Key_Up: -COLUMNS,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._hold((self._held() + steps[key]) % len(self._buttons))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._buttons[self._held()].click()
        else:
            super().keyPressEvent(event)  # Escape closes a popup

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round the characters and does not leave them."""
        self._hold((self._held() + (1 if forward else -1)) % len(self._buttons))
        return True

    def _held(self) -> int:
        return next((index for index, button in enumerate(self._buttons) if button.hasFocus()), 0)

    def _hold(self, index: int) -> None:
        self._buttons[index].setFocus(Qt.FocusReason.TabFocusReason)
        self._name.setText(self._buttons[index].accessibleName())

    def _button(self, entry: Entry) -> QPushButton:
        button = QPushButton(entry.shown, self)
        button.setProperty("character", True)
        button.setAutoDefault(False)
        name = QCoreApplication.translate("CharacterPalette", entry.name)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda _=False: self._choose(entry.inserted))
        return button

    def _choose(self, text: str) -> None:
        self.close()
        self.chosen.emit(text)
