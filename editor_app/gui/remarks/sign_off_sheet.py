"""The table of who has signed which section, and the *bon à tirer* under it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from editor_app.desk.proofreading import what_is_missing
from editor_app.gui.appearance.first_size import open_at
from editor_app.gui.appearance.theme import Tokens
from editor_app.issue.outline import Outline
from editor_app.review.sign_off import Signature, SignOff, Verdict


class SignOffSheet(QDialog):
    """Sections down, people across; it frees itself when it is closed."""

    passed = Signal()
    """The author declares the letter *bon à tirer*, knowing what the sheet says."""
    section_chosen = Signal(str)

    def __init__(self, outline: Outline, state: SignOff, colours: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Qui a signé quoi"))
        open_at(self, 760, 520)
        self._state, self._colours = state, colours
        people = sorted({signature.author for signature in state.signatures}, key=str.casefold)
        self.table = QTableWidget(len(state.sections), 1 + len(people))
        self.table.setAccessibleName(self.tr("Signatures"))
        self.table.setHorizontalHeaderLabels([self.tr("Rubrique"), *people])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for row, section in enumerate(state.sections):
            title = QTableWidgetItem(outline.heading(section))
            if section in state.unsigned:
                title.setToolTip(self.tr("Cette rubrique n’est pas signée."))
            else:
                title.setForeground(QColor(colours.soft))
            self.table.setItem(row, 0, title)
            for column, person in enumerate(people, start=1):
                signature = next((one for one in state.of(section) if one.author == person), None)
                self.table.setItem(row, column, self._cell(signature))
        for column in range(1, 1 + len(people)):
            self.table.resizeColumnToContents(column)
        self.table.itemActivated.connect(lambda item: self._go_to(item.row()))
        missing = what_is_missing(state)
        sentence = QLabel(
            self.tr("Tout est signé et répondu.")
            if state.complete
            else self.tr("{}.").format(missing[:1].upper() + missing[1:])
        )
        sentence.setWordWrap(True)
        hint = QLabel(
            self.tr("Une signature tient pour le texte qui a été lu : changé depuis, il est à relire. Entrée y va.")
        )
        hint.setObjectName("sectionFacts")
        hint.setWordWrap(True)
        close = QPushButton(self.tr("Fermer"))
        close.clicked.connect(self.reject)
        self.go = QPushButton(
            self.tr("Donner le bon à tirer") if state.complete else self.tr("Donner le bon à tirer tout de même")
        )
        self.go.setProperty("primary", state.complete)
        self.go.setAutoDefault(state.complete)
        close.setAutoDefault(not state.complete)
        self.go.clicked.connect(self.accept)
        self.go.clicked.connect(lambda _checked=False: self.passed.emit())
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self.go)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(24, 20, 24, 20)
        column_layout.setSpacing(12)
        column_layout.addWidget(sentence)
        column_layout.addWidget(self.table, 1)
        column_layout.addWidget(hint)
        column_layout.addLayout(buttons)

    def _cell(self, signature: Signature | None) -> QTableWidgetItem:
        if signature is None:
            item = QTableWidgetItem("–")
            item.setForeground(QColor(self._colours.soft))
            return item
        signs = {Verdict.SEEN: "✓", Verdict.READY: "✓✓", Verdict.TO_REVISE: "↺"}
        said = f"{signs[signature.verdict]} {signature.verdict.value}"
        item = QTableWidgetItem(said if signature.current else self.tr("{}, puis changé").format(said))
        when = signature.when.astimezone()
        item.setToolTip(self.tr("Le {:%d/%m} à {} h {:02}").format(when, when.hour, when.minute))
        wrong = signature.verdict is Verdict.TO_REVISE
        colour = self._colours.spelling if wrong else self._colours.ready if signature.current else self._colours.soft
        item.setForeground(QColor(colour))
        return item

    def _go_to(self, row: int) -> None:
        section = self._state.sections[row]
        self.accept()
        self.section_chosen.emit(section)
