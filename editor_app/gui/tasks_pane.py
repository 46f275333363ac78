"""What is left to do, under the text: findings, remarks, and what a search found, one list at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.findings.model import FindingsModel
from editor_app.gui.findings.view import FindingsView
from editor_app.gui.remarks.composer import RemarkComposer
from editor_app.gui.remarks.model import RemarksModel
from editor_app.gui.remarks.pane import RemarksPane
from editor_app.gui.search.hits import HitsModel
from editor_app.gui.search.view import HitsView

FINDINGS, REMARKS, SEARCH = range(3)


class _List(QStackedWidget):
    """A list, or a sentence in its place while it is empty."""

    def __init__(self, view: QWidget, empty: str) -> None:
        super().__init__()
        self._empty = QLabel(empty)
        self._empty.setObjectName("emptyState")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.addWidget(view)
        self.addWidget(self._empty)

    def show_list(self, shown: bool) -> None:
        self.setCurrentIndex(0 if shown else 1)

    def say(self, sentence: str) -> None:
        self._empty.setText(sentence)


class TasksPane(QFrame):
    """Tabs with their counts, and the line where a remark is written; the search has its tab while it is open."""

    def __init__(self, findings: FindingsModel, remarks: RemarksModel, hits: HitsModel, colours: Tokens) -> None:
        super().__init__()
        self.setObjectName("tasksPane")
        self._findings, self._remarks = findings, remarks
        self.findings = FindingsView(findings, colours)
        self.remark_pane = RemarksPane(remarks, colours)
        self._say_no_remark(reading=False)
        self.remarks = self.remark_pane.view
        self.hits = HitsView(hits, colours)
        self.composer = RemarkComposer()
        self._tabs = QTabBar(drawBase=False, expanding=False)
        self._tabs.setAccessibleName(self.tr("À faire"))
        for _ in range(3):
            self._tabs.addTab("")
        self._tabs.setTabVisible(SEARCH, False)
        self._before_search = FINDINGS
        self._hint = QLabel()
        self._hint.setObjectName("sectionFacts")
        self._pages = QStackedWidget()
        self._finding_list = _List(self.findings, self.tr("Vérification en cours…"))
        self._pages.addWidget(self._finding_list)
        self._pages.addWidget(self.remark_pane)
        self._hit_list = _List(self.hits, "")
        self._pages.addWidget(self._hit_list)
        self._tabs.currentChanged.connect(self._turn)
        self._top = top = QHBoxLayout()
        top.setContentsMargins(4, 0, 16, 0)
        self._second = QHBoxLayout()
        self._second.setContentsMargins(16, 0, 16, 6)
        top.addWidget(self._tabs)
        top.addStretch(1)
        top.addWidget(self._hint)
        top.addSpacing(12)
        top.addWidget(self.remark_pane.filters)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(self._second)
        layout.addWidget(self.composer)
        layout.addWidget(self._pages, 1)
        for model in (findings, remarks):
            model.modelReset.connect(self._count)
            model.dataChanged.connect(self._count)
        self.count_hits(None)
        self._turn(FINDINGS)
        self._count()

    def stand(self, *, tall: bool) -> None:
        """Be a column beside the text, or a band under it."""
        (self._second if tall else self._top).addWidget(self.remark_pane.filters)
        self._hint.setVisible(not tall)
        self.remark_pane.stand(tall=tall)
        self._say_no_remark(reading=tall)

    def _say_no_remark(self, *, reading: bool) -> None:
        self.remark_pane.say_empty(
            self.tr(
                "Aucune remarque encore. Choisissez des mots, puis C pour commenter ou S pour en proposer d’autres."
            )
            if reading
            else self.tr(
                "Aucune remarque. Envoyez la lettre en relecture (Ctrl + Alt + J), prenez ce qui revient "
                "(Ctrl + Alt + O), ou sélectionnez des mots et écrivez-en une (Ctrl + Alt + M)."
            )
        )

    def turn_to(self, tab: int) -> None:
        """Show FINDINGS, REMARKS or SEARCH."""
        self._tabs.setCurrentIndex(tab)

    def checked(self) -> None:
        """The whole letter has been checked: an empty list now means that nothing was found."""
        self._finding_list.say(self.tr("Rien à signaler : la lettre peut partir."))

    def show_search(self, *, shown: bool) -> None:
        """Show the tab of the search, or do without it."""
        if shown and not self._tabs.isTabVisible(SEARCH):
            self._before_search = self._tabs.currentIndex()
        elif not shown and self._tabs.currentIndex() == SEARCH:
            self.turn_to(self._before_search)
        self._tabs.setTabVisible(SEARCH, shown)
        if shown:
            self.turn_to(SEARCH)

    def count_hits(self, found: int | None) -> None:
        """Say how many places the search found, None while nothing is looked for."""
        self._tabs.setTabText(SEARCH, self.tr("Recherche {}").format(found or "").strip())
        self._hit_list.say(
            self.tr("Ce que vous cherchez s’affichera ici, rubrique par rubrique.")
            if found is None
            else self.tr("Aucun passage ne correspond.")
        )
        self._hit_list.show_list(bool(found))

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self.findings.set_colours(colours)
        self.remark_pane.set_colours(colours)
        self.hits.set_colours(colours)

    def _turn(self, tab: int) -> None:
        self._pages.setCurrentIndex(tab)
        hints = {
            FINDINGS: self.tr(
                "Entrée : y aller    Alt + Entrée : corriger    Suppr : ignorer    Maj + Suppr : partout"
            ),
            REMARKS: self.tr("A : accepter    Suppr : refuser    R : répondre    N : suivante"),
            SEARCH: self.tr("Entrée : y aller    Échap : fermer la recherche"),
        }
        self._hint.setText(hints[tab])
        self.remark_pane.filters.setVisible(tab == REMARKS)

    def _count(self) -> None:
        found, open_remarks = self._findings.rowCount(), self._remarks.open_count()
        self._tabs.setTabText(FINDINGS, self.tr("Vérifications {}").format(found or "").strip())
        self._tabs.setTabText(REMARKS, self.tr("Remarques {}").format(open_remarks or "").strip())
        self._finding_list.show_list(found > 0)
