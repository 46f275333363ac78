"""Remarks where they are read and decided on: what to show, the list, the current one whole."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.remarks.detail import RemarkDetail
from editor_app.gui.remarks.model import Filter, RemarksModel, Shown
from editor_app.gui.remarks.view import RemarksView


class RemarksPane(QWidget):
    """List and detail, side by side or one over the other; ``filters`` stand where there is room for them."""

    def __init__(self, model: RemarksModel, colours: Tokens) -> None:
        super().__init__()
        self._model = model
        self.view = RemarksView(model, colours)
        self.detail = RemarkDetail(colours, self.tr("Choisissez une remarque pour la lire en entier."))
        self.filters = RemarkFilters(model)
        self._empty = QLabel()
        self._empty.setObjectName("emptyState")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.view)
        self._split.addWidget(self.detail)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setSizes([600, 400])
        self._pages = QStackedWidget()
        self._pages.addWidget(self._split)
        self._pages.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._pages, 1)
        for signal, answer in (
            (self.detail.accepted, self.view.accepted),
            (self.detail.refused, self.view.refused),
            (self.detail.answered, self.view.answered),
            (self.detail.toggled, self.view.toggled),
        ):
            signal.connect(answer)
        self.view.current_changed.connect(lambda: self.detail.show_conversation(self.view.current()))
        model.modelReset.connect(self._show)
        self._show()

    def say_empty(self, sentence: str) -> None:
        """Say this where there is no remark at all."""
        self._empty.setText(sentence)

    def stand(self, *, tall: bool) -> None:
        """Put the current remark under the list, or beside it."""
        self._split.setOrientation(Qt.Orientation.Vertical if tall else Qt.Orientation.Horizontal)
        self._split.setSizes([380, 260] if tall else [600, 400])
        self.filters.be_narrow(narrow=tall)

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self.view.set_colours(colours)
        self.detail.set_colours(colours)

    def _show(self) -> None:
        self._pages.setCurrentIndex(0 if self._model.all else 1)


class RemarkFilters(QWidget):
    """Which remarks are shown: of a section, of a person, in a state."""

    def __init__(self, model: RemarksModel) -> None:
        super().__init__()
        self._model = model
        self._section = self._box(self.tr("Rubrique"))
        self._person = self._box(self.tr("Qui"))
        self._state = self._box(self.tr("État"))
        for label, shown in (
            (self.tr("Toutes"), Shown.ALL),
            (self.tr("À traiter"), Shown.OPEN),
            (self.tr("Sans place"), Shown.UNPLACED),
            (self.tr("Réglées"), Shown.SETTLED),
        ):
            self._state.addItem(label, shown)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for box in (self._section, self._person, self._state):
            row.addWidget(box)
            box.activated.connect(lambda _index: self._sift())
        model.modelReset.connect(self._fill)
        self._fill()

    def be_narrow(self, *, narrow: bool) -> None:
        """Take little room, or enough for whole titles."""
        for box in (self._section, self._person, self._state):
            box.setMinimumContentsLength(7 if narrow else 13)

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Remarques\u00a0: {}").format(name.lower()))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(13)
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return box

    def _fill(self) -> None:
        """Offer the sections and people there are remarks of."""
        told = self._model.all
        sections = {one.remark.target.section: self._model.place(one.remark) for one in told}
        people = sorted({author for one in told for author in one.authors}, key=str.casefold)
        self._offer(self._section, self.tr("Toute la lettre"), [(title, name) for name, title in sections.items()])
        self._offer(self._person, self.tr("Tout le monde"), [(name, name) for name in people])

    @staticmethod
    def _offer(box: QComboBox, everything: str, choices: list[tuple[str, str]]) -> None:
        wanted = [(everything, None), *choices]
        if [(box.itemText(at), box.itemData(at)) for at in range(box.count())] == wanted:
            return
        chosen = box.currentData()
        box.clear()
        for label, value in wanted:
            box.addItem(label, value)
        box.setCurrentIndex(max(0, box.findData(chosen)) if chosen is not None else 0)

    def _sift(self) -> None:
        self._model.filter(Filter(self._section.currentData(), self._person.currentData(), self._state.currentData()))
