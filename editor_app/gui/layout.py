"""Where the panes of the window stand, which are unfolded, and how all that is found again the next day."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from editor_app.gui.commands import Commands
from editor_app.gui.settings import Settings


class Layout(QWidget):
    """Header and message above; plan, text and page side by side; what is left to do underneath."""

    def __init__(
        self, header: QWidget, notice: QWidget, outline: QWidget, text: QWidget, page: QWidget, tasks: QWidget
    ) -> None:
        super().__init__()
        self._header, self._beside, self._middle = header, False, (text, page)
        self._alone = self._before_export = False
        self._folding: Mapping[str, QWidget] = {"show-outline": outline, "show-page": page, "show-tasks": tasks}
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.setObjectName("across")
        for pane in (outline, text, page):
            self._across.addWidget(pane)
        self._across.setStretchFactor(1, 3)
        self._across.setStretchFactor(2, 2)
        self._down = QSplitter(Qt.Orientation.Vertical)
        self._down.setObjectName("down")
        self._down.addWidget(self._across)
        self._down.addWidget(tasks)
        self._down.setStretchFactor(0, 1)
        for splitter in (self._across, self._down):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        outline.setMinimumWidth(196)
        text.setMinimumWidth(290)
        page.setMinimumWidth(300)
        tasks.setMinimumHeight(90)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(notice)
        column.addWidget(self._down, 1)

    def connect_folding(self, commands: Commands, settings: Settings) -> None:
        """Let each pane fold and unfold by its command, beginning as the person left it."""
        for name, pane in self._folding.items():
            commands[name].setChecked(settings.shown(name))
            pane.setVisible(settings.shown(name))
            commands[name].toggled.connect(pane.setVisible)

    def show_text_alone(self, alone: bool, commands: Commands) -> None:
        """Leave nothing but the text, or show again what was unfolded."""
        self._header.setVisible(not alone)
        self._alone = alone
        for name, pane in self._folding.items():
            taken = name == "show-tasks" and self._before_export
            pane.setVisible(not alone and not taken and commands[name].isChecked())

    def add_preflight(self, panel: QWidget) -> None:
        """Give the panel before an export its place, that of what is left to do, while it is open."""
        self._preflight = panel
        self._down.addWidget(panel)

    def show_preflight(self, shown: bool, commands: Commands) -> None:
        """Unfold the panel in the place of what is left to do, or fold it."""
        self._before_export = shown
        self._preflight.setVisible(shown)
        tasks = self._folding["show-tasks"]
        tasks.setVisible(not shown and not self._alone and commands["show-tasks"].isChecked())

    def put_tasks_beside(self, *, beside: bool) -> None:
        """Stand what is left to do beside the text, for whoever reads, or under it again."""
        tasks = self._folding["show-tasks"]
        self._beside = beside
        if beside:
            self._across.addWidget(tasks)
            self._across.setStretchFactor(3, 1)
            self.share_width()
        else:
            self._down.addWidget(tasks)
            self._down.setSizes([640, 190])

    def share_width(self) -> None:
        """Give what is read, text or page, the width that plan and remarks leave."""
        self._across.setSizes([240, *(0 if pane.isHidden() else 620 for pane in self._middle), 420])

    def restore(self, window: QMainWindow, settings: Settings) -> None:
        """Give window and panes the sizes they had; the first time, plan and tasks have little of a small window."""
        geometry = settings.layout("window")
        if geometry is not None:
            window.restoreGeometry(geometry)
        plan, tasks = max(196, min(280, window.width() // 5)), min(190, window.height() // 4)
        rest = window.width() - plan
        across, down = [plan, rest * 5 // 9, rest * 4 // 9], [window.height() - tasks, tasks]
        for splitter, usual in ((self._across, across), (self._down, down)):
            splitter.setSizes(usual)
            sizes = settings.layout(splitter.objectName())
            if sizes is not None:
                splitter.restoreState(sizes)

    def keep(self, window: QMainWindow, commands: Commands, settings: Settings) -> None:
        """Remember sizes and folds."""
        settings.set_layout("window", window.saveGeometry())
        if self._beside:
            return
        for splitter in (self._across, self._down):
            settings.set_layout(splitter.objectName(), splitter.saveState())
        for name in self._folding:
            settings.set_shown(name, commands[name].isChecked())
