"""The plan at the left of the window and everything that is done to it."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QPoint, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QVBoxLayout

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.commands import Commands
from editor_app.gui.letter import Letter
from editor_app.gui.outline.model import NOT_INSIDE, OutlineModel
from editor_app.gui.outline.view import OutlineView
from editor_app.gui.words import word
from editor_app.issue.naming import new_section
from editor_app.issue.outline import Kind, Outline, Status


class OutlinePane(QFrame):
    """Tree and button; each change is one step of the letter's undo stack."""

    section_chosen = Signal(str)

    def __init__(self, commands: Commands, colours: Tokens) -> None:
        super().__init__()
        self.setObjectName("outlinePane")
        self._commands = commands
        self._letter: Letter | None = None
        self.model = OutlineModel(self)
        self.view = OutlineView(self.model, colours)
        title = QLabel(self.tr("PLAN DE LA LETTRE"))
        title.setObjectName("paneTitle")
        title.setBuddy(self.view)
        add = QPushButton(self.tr("Ajouter une rubrique"))
        add.setToolTip(commands["add-section"].text())
        add.clicked.connect(commands["add-section"].trigger)
        commands["add-section"].visibleChanged.connect(lambda: add.setVisible(commands["add-section"].isVisible()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.setSpacing(4)
        layout.addWidget(title)
        layout.addWidget(self.view, 1)
        bottom = QVBoxLayout()
        bottom.setContentsMargins(12, 0, 12, 0)
        bottom.addWidget(add)
        layout.addLayout(bottom)
        self.model.renamed.connect(self._rename)
        self.model.moved.connect(self._move)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self.view.customContextMenuRequested.connect(self._show_menu)
        commands.on("add-section", lambda: self.add(Kind.FREE))
        commands.on("add-priority", lambda: self.add(Kind.PRIORITY))
        commands.on("add-article", lambda: self.add(Kind.ARTICLE))
        commands.on("rename", lambda: self.view.edit(self.view.currentIndex()))
        commands.on("remove", self.remove_current)
        commands.on("move-up", lambda: self.move_current(-1))
        commands.on("move-down", lambda: self.move_current(1))
        commands.on("previous-section", lambda: self.step(-1))
        commands.on("next-section", lambda: self.step(1))
        for status in Status:
            commands.on(f"status-{status.value}", lambda status=status: self.set_status(status))  # type: ignore[misc]

    def show_letter(self, letter: Letter) -> None:
        """Show this letter's outline and follow it."""
        self._letter = letter
        letter.issue_changed.connect(self._issue_changed)
        self.refresh()

    def refresh(self) -> None:
        """Show the outline as it is now, with the same section open where it is still there."""
        letter = self._letter
        if letter is None:
            return
        chosen = self.current()
        nearest = self._nearest(letter.issue.outline)
        with QSignalBlocker(self.view.selectionModel()):
            self.model.set_outline(letter.issue.outline)
        if chosen is not None and chosen in letter.issue.outline:
            with QSignalBlocker(self.view.selectionModel()):
                self.view.setCurrentIndex(self.model.index_of(chosen))
        elif nearest is not None:
            self.view.setCurrentIndex(self.model.index_of(nearest))
        self.view.viewport().update()
        self._enable()

    def _issue_changed(self) -> None:
        if self.sender() in (self._letter, None):
            self.refresh()

    def _nearest(self, outline: Outline) -> str | None:
        """The section to go to when the chosen one has left: the one after it, before it, or above it."""
        index = self.view.currentIndex()
        places = []
        while index.isValid():
            row, index = index.row(), index.parent()
            count = self.model.rowCount(index)
            places += [self.model.index(at, 0, index) for at in (*range(row, count), *range(row - 1, -1, -1))]
        ids = (self.model.section(place).id for place in places)
        return next((id_ for id_ in ids if id_ in outline), next((one.id for one in outline.sections), None))

    def current(self) -> str | None:
        """The id of the section that is chosen."""
        index = self.view.currentIndex()
        return self.model.section(index).id if index.isValid() else None

    def choose(self, section_id: str) -> None:
        """Make a section the chosen one."""
        self.view.setCurrentIndex(self.model.index_of(section_id))

    def step(self, by: int) -> None:
        """Go to the section before or after in reading order."""
        if self._letter is None:
            return
        order = [section.id for section in self._letter.issue.outline.walk()]
        current = self.current()
        at = order.index(current) + by if current in order else 0
        if 0 <= at < len(order):
            self.choose(order[at])

    def add(self, kind: Kind) -> None:
        """Add a section after the chosen one (an article: inside the chosen priority) and let its title be typed."""
        letter = self._letter
        if letter is None:
            return
        outline, current = letter.issue.outline, self.current()
        title = self.tr("Nouvelle rubrique") if kind is Kind.FREE else self.tr("Titre à écrire")
        section = new_section(kind, title)
        parent, index = None, None
        if current is not None:
            path = outline.path(current)
            above = outline.sections[path[0]]
            if kind is not Kind.ARTICLE:
                index = path[0] + 1
            elif above.kind not in NOT_INSIDE:
                parent, index = above.id, path[1] + 1 if len(path) > 1 else None
        letter.change_outline(
            outline.insert(section, parent, index), self.tr("Ajouter « {} »").format(word(kind).lower())
        )
        self.choose(section.id)
        QTimer.singleShot(0, self.view, lambda: self.view.edit(self.model.index_of(section.id)))

    def remove_current(self) -> None:
        """Take the chosen section out of the letter; undoing brings it back with its text."""
        letter, current = self._letter, self.current()
        if letter is not None and current is not None and len(letter.issue.outline.sections) > 1:
            title = letter.issue.outline.find(current).title
            letter.change_outline(letter.issue.outline.remove(current), self.tr("Retirer « {} »").format(title))

    def move_current(self, by: int) -> None:
        """Move the chosen section one place up or down among its neighbours."""
        letter, current = self._letter, self.current()
        if letter is None or current is None:
            return
        outline = letter.issue.outline
        above = outline.parent(current)
        neighbours = above.children if above is not None else outline.sections
        at = outline.path(current)[-1] + by
        if 0 <= at < len(neighbours):
            self._move(current, above.id if above is not None else None, at)

    def set_status(self, status: Status) -> None:
        """Say how far the chosen section is."""
        letter, current = self._letter, self.current()
        if letter is not None and current is not None:
            section = letter.issue.outline.find(current)
            letter.change_section(
                dataclasses.replace(section, status=status), self.tr("Marquer « {} »").format(word(status))
            )

    def _choose(self) -> None:
        self._enable()
        current = self.current()
        if current is not None:
            self.section_chosen.emit(current)

    def _rename(self, section_id: str, title: str) -> None:
        if self._letter is not None:
            self._letter.change_outline(
                self._letter.issue.outline.rename(section_id, title), self.tr("Renommer en « {} »").format(title)
            )

    def _move(self, section_id: str, parent: str | None, index: int) -> None:
        if self._letter is not None:
            outline = self._letter.issue.outline
            title = outline.find(section_id).title
            self._letter.change_outline(
                outline.move(section_id, parent, index), self.tr("Déplacer « {} »").format(title)
            )

    def _enable(self) -> None:
        chosen = self.current() is not None
        for name in ("rename", "remove", "move-up", "move-down", *(f"status-{status.value}" for status in Status)):
            self._commands[name].setEnabled(chosen)

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self.view)
        for name in ("add-section", "add-article", "add-priority", None, "rename", "move-up", "move-down", None):
            menu.addAction(self._commands[name]) if name else menu.addSeparator()
        statuses = menu.addMenu(self.tr("Avancement"))
        for status in Status:
            statuses.addAction(self._commands[f"status-{status.value}"])
        menu.addSeparator()
        menu.addAction(self._commands["remove"])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.view.viewport().mapToGlobal(at))
