"""The panel under the text where a letter is made ready to go: its points, the formats, where to, and how it went."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.preflight.model import PointsModel
from editor_app.gui.preflight.view import PointsView
from editor_app.gui.widgets.elided_label import ElidedLabel

SIDE_WIDTH: Final = 380
FORMATS: Final = ("web", "email", "pdf", "spip", "word", "epub", "text", "sources")
"""As ``lettrine export --only`` takes them."""

_FORM, _WORK, _RESULT = range(3)


class PreflightPanel(QFrame):
    """Shows and asks; what is done about it is ``PreflightActions``'s."""

    closed = Signal()
    point_chosen = Signal(object)
    sign_wanted = Signal(object)
    """The points to sign for."""
    export_wanted = Signal()
    folder_wanted = Signal()
    formats_changed = Signal()
    cancel_wanted = Signal()
    result_left = Signal()
    folder_shown = Signal()
    """The person wants to see the bundle in its folder."""

    def __init__(self, colours: Tokens) -> None:
        super().__init__()
        self.setObjectName("preflightPanel")
        self.setAccessibleName(self.tr("Avant l’export"))
        self.setMinimumHeight(330)
        self.model = PointsModel(self)
        self.view = PointsView(self.model, colours)
        self.view.chosen.connect(self.point_chosen)
        self.view.sign_wanted.connect(self._sign_chosen)
        self._empty = QLabel()
        self._empty.setObjectName("emptyState")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._list = QStackedWidget()
        self._list.addWidget(self.view)
        self._list.addWidget(self._empty)
        self._side = QStackedWidget()
        self._side.setObjectName("preflightSide")
        self._side.setFixedWidth(SIDE_WIDTH)
        for page in (self._form(), self._work(), self._result()):
            self._side.addWidget(page)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._list, 1)
        across.addWidget(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addLayout(across, 1)
        order = (self.view, *self._boxes.values(), self.change_folder, self.name, self._sign, self._sign_all)
        for one, other in pairwise((*order, self.export, self.cancel, self.again, self.open_folder, self._close)):
            self.setTabOrder(one, other)
        self.hide()

    # What is chosen

    def formats(self) -> tuple[str, ...]:
        """The formats that are ticked."""
        return tuple(name for name, box in self._boxes.items() if box.isChecked())

    def choose_formats(self, names: Collection[str]) -> None:
        """Tick these formats and no others."""
        for name, box in self._boxes.items():
            box.setChecked(name in names)

    @property
    def signer(self) -> str:
        """The name that the person signs with, empty while there is none."""
        return self.name.text().strip()

    # What is shown

    def show_folder(self, folder: Path | None) -> None:
        """Say where the bundle will be put."""
        self._folder.setText(str(folder) if folder is not None else self.tr("à choisir"))
        self._folder.setAccessibleDescription(self._folder.text())

    def show_checking(self) -> None:
        """Say that the letter is being checked; what was found before stays in sight."""
        self._state.setText(self.tr("Contrôle de la lettre en cours…"))
        self._busy.show()
        if not self.model.points:
            self.say_instead(self.tr("Les points à régler s’afficheront ici dans un instant."))

    def say_instead(self, sentence: str) -> None:
        """Show a sentence in the place of the list."""
        self._empty.setText(sentence)
        self._list.setCurrentWidget(self._empty)

    def show_state(self, sentence: str, *, errors: bool, unsigned: int) -> None:
        """Say what the letter needs, and offer what can be done now."""
        self._busy.hide()
        self._state.setText(sentence)
        self.setAccessibleDescription(sentence)
        self._sign_all.setText(self.tr("Tout signer ({})").format(unsigned) if unsigned else self.tr("Tout signer"))
        self._sign_all.setEnabled(unsigned > 0)
        self._sign.setEnabled(unsigned > 0)
        labels = {True: self.tr("Exporter tout de même")}
        self.export.setText(
            labels.get(errors) or (self.tr("Signer et exporter") if unsigned else self.tr("Exporter le lot"))
        )
        self.export.setProperty("primary", not errors)
        self.export.style().polish(self.export)
        self.export.setEnabled(bool(self.formats()))
        if self.model.rowCount():
            self._list.setCurrentWidget(self.view)

    def complain(self, sentence: str, field: QWidget | None = None) -> None:
        """Say why it cannot be done yet, and put the cursor where it is to be mended; "" says nothing more."""
        self._complaint.setText(sentence)
        self._complaint.setVisible(bool(sentence))
        if field is not None:
            field.setFocus()

    def show_progress(self, what: str, done: int, total: int) -> None:
        """Say how far the export is, ``done`` steps of ``total``."""
        self._what.setText(what)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if self._side.currentIndex() != _WORK:
            self._side.setCurrentIndex(_WORK)
            self.cancel.setFocus()

    def show_result(self, path: Path, made: Iterable[str], said: Iterable[str]) -> None:
        """Say what was made and where it is."""
        self._path.setText(str(path))
        labels = ", ".join(self._boxes[name].text() for name in made)
        self._made.setText("\n".join([self.tr("Formats : {}.").format(labels), *said]))
        self._side.setCurrentIndex(_RESULT)
        self.open_folder.setFocus()

    def show_form(self) -> None:
        """Offer to export."""
        self._side.setCurrentIndex(_FORM)

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self.view.set_colours(colours)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # How it is built

    def _head(self) -> QWidget:
        head = QFrame()
        head.setObjectName("preflightHead")
        title = QLabel(self.tr("Avant l’export"))
        title.setObjectName("sectionTitle")
        self._state = QLabel()
        self._busy = QProgressBar(textVisible=False)
        self._busy.setRange(0, 0)
        self._busy.setFixedWidth(96)
        self._busy.setAccessibleName(self.tr("Contrôle en cours"))
        self._busy.hide()
        hint = QLabel(self.tr("Entrée : y aller    Espace : signer    Suppr : ignorer    Échap : fermer"))
        hint.setObjectName("sectionFacts")
        self._close = QToolButton()
        self._close.setText("✕")
        self._close.setAccessibleName(self.tr("Fermer"))
        self._close.setToolTip(self.tr("Fermer"))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.closed)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(12)
        for widget in (title, self._state, self._busy):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(hint)
        row.addWidget(self._close)
        return head

    def _form(self) -> QWidget:
        page = QWidget()
        self._sign = QPushButton(self.tr("Signer"))
        self._sign.setToolTip(self.tr("Signer pour les points choisis dans la liste"))
        self._sign.clicked.connect(self._sign_chosen)
        self._sign_all = QPushButton(self.tr("Tout signer"))
        self._sign_all.clicked.connect(lambda: self.sign_wanted.emit(self.model.points))
        self.export = QPushButton(self.tr("Exporter le lot"))
        self.export.setProperty("primary", True)
        self.export.clicked.connect(self.export_wanted)
        self.export.setToolTip(self.tr("Ctrl + Entrée"))
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            keys = QKeySequence(Qt.KeyboardModifier.ControlModifier | key)
            shortcut = QShortcut(keys, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.export.click)
        self._complaint = QLabel()
        self._complaint.setObjectName("complaint")
        self._complaint.setWordWrap(True)
        self._complaint.hide()
        column = _column(page)
        column.addWidget(_caption(self.tr("FORMATS")))
        column.addLayout(self._format_boxes())
        column.addSpacing(4)
        column.addLayout(self._fields())
        column.addWidget(self._complaint)
        column.addStretch(1)
        column.addLayout(_buttons((), (self.export,)))
        return page

    def _format_boxes(self) -> QGridLayout:
        names = {
            "web": self.tr("Page web"),
            "email": self.tr("E-mail"),
            "pdf": self.tr("PDF"),
            "spip": self.tr("SPIP"),
            "word": self.tr("Word"),
            "epub": self.tr("EPUB"),
            "text": self.tr("Texte"),
            "sources": self.tr("Sources"),
        }
        self._boxes = {name: QCheckBox(names[name]) for name in FORMATS}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for number, box in enumerate(self._boxes.values()):
            box.setChecked(True)
            box.setAccessibleDescription(self.tr("Format du lot"))
            box.toggled.connect(self.formats_changed)
            grid.addWidget(box, number // 4, number % 4)
        return grid

    def _fields(self) -> QGridLayout:
        self._folder = ElidedLabel()
        self.change_folder = QPushButton(self.tr("Changer…"))
        self.change_folder.setAccessibleName(self.tr("Changer le dossier du lot"))
        self.change_folder.clicked.connect(self.folder_wanted)
        self.name = QLineEdit()
        self.name.setMaxLength(200)
        self.name.setPlaceholderText(self.tr("Prénom et nom"))
        self.name.setAccessibleName(self.tr("Votre nom, pour signer"))
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(8)
        fields.setColumnStretch(1, 1)
        fields.addWidget(QLabel(self.tr("Dossier")), 0, 0)
        fields.addWidget(self._folder, 0, 1)
        fields.addWidget(self.change_folder, 0, 2)
        fields.addWidget(QLabel(self.tr("Votre nom")), 1, 0)
        fields.addWidget(self.name, 1, 1, 1, 2)
        fields.addLayout(_buttons((self._sign, self._sign_all), ()), 2, 1, 1, 2)
        return fields

    def _work(self) -> QWidget:
        page = QWidget()
        self._what = QLabel()
        self._what.setWordWrap(True)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(self.tr("Avancement de l’export"))
        self.cancel = QPushButton(self.tr("Annuler"))
        self.cancel.clicked.connect(self.cancel_wanted)
        column = _column(page)
        column.addWidget(_caption(self.tr("LE LOT SE PRÉPARE")))
        column.addWidget(self._what)
        column.addWidget(self._bar)
        column.addStretch(1)
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignRight)
        return page

    def _result(self) -> QWidget:
        page = QWidget()
        self._path, self._made = QLabel(), QLabel()
        for label in (self._path, self._made):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._made.setObjectName("sectionFacts")
        self.open_folder = QPushButton(self.tr("Ouvrir le dossier"))
        self.open_folder.setProperty("primary", True)
        self.open_folder.clicked.connect(self.folder_shown)
        self.again = QPushButton(self.tr("Exporter de nouveau"))
        self.again.clicked.connect(self.result_left)
        column = _column(page)
        column.addWidget(_caption(self.tr("LE LOT EST PRÊT")))
        column.addWidget(self._path)
        column.addWidget(self._made)
        column.addStretch(1)
        column.addLayout(_buttons((self.again,), (self.open_folder,)))
        return page

    def _sign_chosen(self) -> None:
        self.sign_wanted.emit(self.view.chosen_points())


def _column(page: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(8)
    return column


def _caption(words: str) -> QLabel:
    label = QLabel(words)
    label.setObjectName("preflightCaption")
    return label


def _buttons(left: Iterable[QPushButton], right: Iterable[QPushButton]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in left:
        row.addWidget(button)
    row.addStretch(1)
    for button in right:
        row.addWidget(button)
    return row
