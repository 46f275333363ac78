"""The line above the page: as on which screen it is shown, and how large."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

WidthMode = Literal["desktop", "mobile"]

_SCREENS: tuple[tuple[WidthMode, str, str], ...] = (
    ("desktop", "Bureau", "La page comme sur un ordinateur"),
    ("mobile", "Mobile", "La page comme sur un téléphone"),
)
_ZOOMS = (0.75, 0.9, 1.0, 1.25, 1.5, 2.0)


def percent(factor: float) -> str:
    """``factor`` as people read it: 1.25 is « 125 % », with its no-break space."""
    return f"{round(factor * 100)}\u00a0%"


class PreviewBar(QWidget):
    """Two joined buttons for the screen on the left, the zoom on the right."""

    mode_chosen = Signal(str)
    """A `WidthMode`, also when it is the one already set."""

    zoom_chosen = Signal(float)
    """A factor: 1.0 is the page's own size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("previewBar")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(0)
        self._screens: dict[WidthMode, QPushButton] = {}
        group = QButtonGroup(self)
        for place, (mode, word, meaning) in zip(("first", "last"), _SCREENS, strict=True):
            button = QPushButton(word, self)
            button.setCheckable(True)
            button.setProperty("segment", place)
            button.setToolTip(meaning)
            button.setAccessibleDescription(meaning)
            button.clicked.connect(lambda _checked, mode=mode: self.mode_chosen.emit(mode))
            group.addButton(button)
            row.addWidget(button)
            self._screens[mode] = button
        row.addStretch(1)
        row.addWidget(self._zoom_button())
        self.set_mode("desktop")

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
        self._screens[mode].setChecked(True)

    def set_zoom(self, factor: float) -> None:
        """Show ``factor`` as the current size."""
        self._zoom.setText(percent(factor))
        self._zoom.setAccessibleName(f"Taille de la page\u00a0: {percent(factor)}")
