"""A small sheet of labelled fields with one thing to do at its foot; frees itself when it is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget


class FormDialog(QDialog):
    """Fields are added in order; ``refuse`` says in a line why the sheet cannot be accepted yet."""

    def __init__(self, title: str, action: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(12)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._complaint = QLabel()
        self._complaint.setObjectName("complaint")
        self._complaint.setWordWrap(True)
        self._complaint.hide()
        self._action = QPushButton(action)
        self._action.setProperty("primary", True)
        self._action.setDefault(True)
        self._action.clicked.connect(self.accept)
        cancel = QPushButton(self.tr("Annuler"))
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._action)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 20)
        layout.setSpacing(16)
        layout.addLayout(self._form)
        layout.addWidget(self._complaint)
        layout.addLayout(buttons)

    def add_field(self, label: str, field: QWidget, hint: str = "") -> None:
        """Add a field under a label (``&`` marks its key), with a line of help under it."""
        field.setAccessibleName(label.replace("&", ""))
        self._form.addRow(label, field)
        if hint:
            line = QLabel(hint)
            line.setObjectName("sectionFacts")
            self._form.addRow("", line)

    def add_line(self, label: str, text: str = "", hint: str = "", width: int = 380) -> QLineEdit:
        """Add a line of text, at least ``width`` pixels wide."""
        line = QLineEdit(text)
        line.setMinimumWidth(width)
        line.setMaxLength(2000)
        self.add_field(label, line, hint)
        return line

    def refuse(self, sentence: str, field: QWidget) -> None:
        """Say why the sheet cannot be accepted, and put the cursor where it is to be mended."""
        self._complaint.setText(sentence)
        self._complaint.show()
        field.setFocus()
