"""The line above the page: as on which screen it is shown, and how large."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from editor_app.gui.widgets.segments import Segments

WidthMode = Literal["desktop", "mobile", "email", "print"]

_SCREENS: tuple[tuple[WidthMode, str, str], ...] = (
    ("desktop", "Bureau", "La page comme sur un ordinateur"),
    ("mobile", "Mobile", "La page comme sur un téléphone"),
    ("email", "E-mail", "L’e-mail comme dans une messagerie"),
    ("print", "Imprimé", "La page comme sur du papier"),
)
_PARTS = (("Lettre", "La lettre entière"), ("Rubrique", "La rubrique ouverte, seule"))
_ALONE = 1
_MARGIN, _SPACING = 12, 8  # pixels
_ZOOMS = (0.75, 0.9, 1.0, 1.25, 1.5, 2.0)


def percent(factor: float) -> str:
    """``factor`` as people read it: 1.25 is « 125 % », with its no-break space."""
    return f"{round(factor * 100)}\u00a0%"


def next_zoom(factor: float, steps: int) -> float:
    """The size that many steps from ``factor``; 1.0 for none."""
    if not steps:
        return 1.0
    beyond = [zoom for zoom in _ZOOMS if (zoom > factor + 0.01 if steps > 0 else zoom < factor - 0.01)]
    if not beyond:
        return factor
    return min(beyond) if steps > 0 else max(beyond)


class PreviewBar(QWidget):
    """On which screen, what is shown of the letter, and at the right how large; where one line is too short, the first
    goes alone on its own."""

    mode_chosen = Signal(str)
    """A `WidthMode`, also when it is the one already set."""

    zoom_chosen = Signal(float)
    """A factor: 1.0 is the page's own size."""

    section_alone_chosen = Signal(bool)
    """The section alone (True), or the whole letter."""

    marks_chosen = Signal(bool)
    """Whether faults are to be marked on the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("previewBar")
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 8, _MARGIN, 8)
        column.setSpacing(4)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        column.addLayout(self._first)
        column.addLayout(self._second)
        self._screens = Segments([(word, meaning) for _, word, meaning in _SCREENS], self)
        self._screens.picked.connect(lambda number: self.mode_chosen.emit(_SCREENS[number][0]))
        self._parts = Segments(_PARTS, self)
        self._parts.picked.connect(lambda number: self.section_alone_chosen.emit(number == _ALONE))
        self._shown = QWidget(self)
        self._marks = QToolButton(self)
        self._marks.setText("Fautes")
        self._marks.setToolTip("Marquer les fautes dans la page")
        self._marks.setAccessibleName("Marquer les fautes dans la page")
        self._marks.setCheckable(True)
        self._marks.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._marks.clicked.connect(self.marks_chosen)
        shown = QHBoxLayout(self._shown)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(4)
        shown.addWidget(self._parts)
        shown.addWidget(self._marks)
        self._first.setSpacing(_SPACING)
        self._first.addWidget(self._screens)
        self._first.addWidget(self._shown)
        self._first.addStretch(1)
        self._first.addWidget(self._zoom_button())
        self._second.addStretch(1)
        self._broken = False
        self.set_mode("desktop")
        self.set_shown(alone=False, marked=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the line in two where the pane is too narrow for it."""
        super().resizeEvent(event)
        buttons = (self._screens, self._shown, self._zoom)
        room = sum(button.sizeHint().width() for button in buttons) + 2 * (_MARGIN + _SPACING)
        broken = event.size().width() < room
        if broken != self._broken:
            self._broken = broken
            if broken:
                self._second.insertWidget(0, self._shown)
                self._second.addWidget(self._zoom)
            else:
                self._first.insertWidget(1, self._shown)
                self._first.addWidget(self._zoom)

    def _zoom_button(self) -> QToolButton:
        self._zoom = QToolButton(self)
        self._zoom.setObjectName("previewZoom")
        self._zoom.setAutoRaise(True)
        self._zoom.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._zoom.setToolTip("Taille de la page")
        menu = QMenu(self._zoom)
        for factor in _ZOOMS:
            menu.addAction(percent(factor)).triggered.connect(lambda _on, factor=factor: self.zoom_chosen.emit(factor))
        self._zoom.setMenu(menu)
        self.set_zoom(1.0)
        return self._zoom

    def set_mode(self, mode: WidthMode) -> None:
        """Show ``mode`` as the chosen one."""
        self._screens.choose([name for name, _, _ in _SCREENS].index(mode))
        self._shown.setVisible(mode != "email")

    def set_shown(self, *, alone: bool, marked: bool) -> None:
        """Show whether the section stands alone, and whether faults are marked."""
        self._parts.choose(_ALONE if alone else 0)
        self._marks.setChecked(marked)

    def set_zoom(self, factor: float) -> None:
        """Show ``factor`` as the current size."""
        self._zoom.setText(percent(factor))
        self._zoom.setAccessibleName(f"Taille de la page\u00a0: {percent(factor)}")
