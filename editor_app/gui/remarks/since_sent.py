"""What changed since the letter went out for proofreading, section by section."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from editor_app.gui.comparing.sheet import ComparisonSheet
from editor_app.gui.theme import Tokens
from editor_app.storage.kept_letter import SectionDifference
from editor_app.storage.version import Version


class SinceSentSheet(ComparisonSheet):
    """One section at a time, chosen above the texts."""

    def __init__(
        self, version: Version, changes: tuple[SectionDifference, ...], colours: Tokens, parent: QWidget
    ) -> None:
        when = version.when.astimezone()
        count = len(changes)
        super().__init__("", "", colours, parent)
        self.setWindowTitle(self.tr("Depuis l’envoi en relecture"))
        said = self.tr("Depuis l’envoi du {:%d/%m} à {} h {:02}, {} rubrique{} changé.")
        self._sentence.setText(said.format(when, when.hour, when.minute, count, "s ont" if count > 1 else " a"))
        self._changes = changes
        self.sections = QComboBox()
        self.sections.setAccessibleName(self.tr("Rubrique"))
        for change in changes:
            self.sections.addItem(change.title)
        self.sections.currentIndexChanged.connect(self._show)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, self.sections)
        self.offer(self.tr("Fermer"), primary=True)
        self._show(0)

    def _show(self, number: int) -> None:
        change = self._changes[number]
        self.comparison.show_texts(
            change.before or "", change.after or "", self.tr("Envoyé en relecture"), self.tr("Aujourd’hui")
        )
