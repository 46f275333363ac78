"""The page of versions: which there are, what changed, and how to have some of it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from editor_app.gui.appearance.first_size import open_at
from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.comparing.sections import SectionsComparison
from editor_app.gui.versions.model import VersionsModel, reason
from editor_app.gui.versions.view import VersionsView
from editor_app.gui.widgets.segments import Segments
from editor_app.storage.kept_letter import SectionDifference
from editor_app.storage.version import Version

TO_NOW, FROM_BEFORE = 0, 1


class VersionsPage(QDialog):
    """Shows what it is given and says what the person wants; the actions do the rest."""

    comparison_wanted = Signal(object, object)
    """A Version and the one before it that it is to be compared with, None for the letter of now."""
    naming_wanted = Signal(object)
    restoring_wanted = Signal(object, str)
    """A Version, and the id of the section to restore, empty for the whole letter."""

    def __init__(self, colours: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("versionsPage")
        self.setWindowTitle(self.tr("Versions"))
        open_at(self, 1120, 720)
        self.model = VersionsModel(self)
        self.view = VersionsView(self.model, colours)
        self.against = Segments(
            [
                (self.tr("Avec la lettre d’aujourd’hui"), self.tr("Ce qui a changé depuis cette version")),
                (self.tr("Avec la version d’avant"), self.tr("Ce que cette version a changé")),
            ]
        )
        self.sections = SectionsComparison(colours, list_always=True)
        self.name_button = QPushButton(self.tr("Nommer…"))
        self.section_button = QPushButton(self.tr("Restaurer cette rubrique"))
        self.letter_button = QPushButton(self.tr("Restaurer toute la lettre"))
        self._empty = QLabel(self.tr("Lecture des versions…"))
        self._empty.setObjectName("emptyState")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._said = QLabel()
        self._said.setObjectName("sectionFacts")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._panes())
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(self._stack, 1)
        column.addLayout(self._foot())
        self.view.chosen.connect(lambda _version: self.ask())
        self.against.picked.connect(lambda _number: self.ask())
        self.sections.section_shown.connect(self._allow)
        self.name_button.clicked.connect(lambda: self._with_version(self.naming_wanted.emit))
        self.section_button.clicked.connect(
            lambda: self._with_version(lambda version: self.restoring_wanted.emit(version, self.sections.section()))
        )
        self.letter_button.clicked.connect(
            lambda: self._with_version(lambda version: self.restoring_wanted.emit(version, ""))
        )
        self._allow("")

    def show_versions(self, versions: Sequence[Version], changes: Sequence[tuple[str, ...]]) -> None:
        """List these versions, newest first, with what changed in each; the one that was chosen stays so."""
        before = self.view.version()
        self.model.show(versions, changes)
        self._stack.setCurrentIndex(1 if versions else 0)
        if not versions:
            self._empty.setText(
                self.tr(
                    "Pas encore de version. La première se fait quand vous enregistrez (Ctrl + S), "
                    "puis il s’en garde une toutes les dix minutes de travail."
                )
            )
            return
        row = self.model.row(before) if before is not None else 0
        self.view.choose(max(0, row))
        self.view.setFocus()

    def show_differences(self, version: Version, before: Version | None, found: Sequence[SectionDifference]) -> None:
        """Show how two versions differ, or a version and the letter of now (None), unless another is wanted by now."""
        if version != self.view.version() or (before is None) is not (self.against.chosen() == TO_NOW):
            return
        title = self.tr("{}, {}").format(reason(version), self.model.when(version))
        if before is None:
            self.sections.show_sections(found, title, self.tr("La lettre d’aujourd’hui"))
        else:
            self.sections.show_sections(found, self.tr("{}, {}").format(reason(before), self.model.when(before)), title)
        self.sections.setEnabled(bool(found))
        self._allow(self.sections.section())
        self._said.setText("" if found else self.tr("Les textes sont les mêmes."))

    def say(self, sentence: str) -> None:
        """Say something under the comparison."""
        self._said.setText(sentence)

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self.view.set_colours(colours)
        self.sections.set_colours(colours)

    def ask(self) -> None:
        """Ask for what the chosen version is to be compared with."""
        version = self.view.version()
        self._allow("")
        if version is None:
            return
        before = self.model.before(version) if self.against.chosen() == FROM_BEFORE else None
        if before is None and self.against.chosen() == FROM_BEFORE:
            self.sections.show_sections([], "", "")
            self._said.setText(self.tr("C’est la première version."))
            return
        self.comparison_wanted.emit(version, before)

    def _panes(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(QLabel(self.tr("Comparer")))
        bar.addWidget(self.against)
        bar.addStretch(1)
        column.addLayout(bar)
        column.addWidget(self.sections, 1)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setObjectName("sideBySide")
        panes.setHandleWidth(16)
        panes.setChildrenCollapsible(False)
        panes.addWidget(self.view)
        panes.addWidget(right)
        panes.setStretchFactor(1, 1)
        panes.setSizes([270, 800])
        return panes

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        close = QPushButton(self.tr("Fermer"))
        close.clicked.connect(self.accept)
        row.addWidget(self.name_button)
        row.addWidget(self._said, 1, Qt.AlignmentFlag.AlignRight)
        for button in (self.section_button, self.letter_button, close):
            row.addWidget(button)
        for button in (self.name_button, self.section_button, self.letter_button, close):
            button.setAutoDefault(False)
        return row

    def _allow(self, section: str) -> None:
        """What can be restored: a section that differs, the whole letter whenever a version is chosen."""
        version = self.view.version()
        self.name_button.setEnabled(version is not None)
        self.letter_button.setEnabled(version is not None)
        self.section_button.setEnabled(version is not None and bool(section) and self.sections.both_have(section))

    def _with_version(self, act: Callable[[Version], object]) -> None:
        version = self.view.version()
        if version is not None:
            act(version)
