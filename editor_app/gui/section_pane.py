"""The text in the middle: what section it is, the tools of writing, the editor."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout

from editor_app.gui.commands import Commands, french_keys
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.search.bar import SearchBar
from editor_app.gui.widgets.elided_label import ElidedLabel
from editor_app.gui.widgets.flowing_row import FlowingRow
from editor_app.gui.words import word
from editor_app.issue.outline import Kind, Outline

TOOLS = ("bold", "italic", "heading", "list", "quote", "link", "note", "table", "picture")
INITIALS = ("bold", "italic")
"""Tools known by their letter, set in the style it gives."""


class SectionPane(QFrame):
    """Head, toolbar, search bar and editor of the open section."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self.setObjectName("textPane")
        self._commands = commands
        self._title, self._facts = ElidedLabel(), ElidedLabel()
        self._title.setObjectName("sectionTitle")
        self._facts.setObjectName("sectionFacts")
        self.editor = MarkdownEditor()
        # Two lines: in a low window, head and search bar keep their height and the text gives way.
        self.editor.setMinimumHeight(48)
        self._tools = [self._tool(commands, name) for name in TOOLS]
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(self._title)
        titles.addWidget(self._facts)
        tools = FlowingRow()
        tools.setSpacing(2)
        tools.setContentsMargins(-8, 0, 0, 0)
        for tool in self._tools:
            tools.addWidget(tool)
        head = QFrame()
        head.setObjectName("sectionHead")
        column = QVBoxLayout(head)
        column.setContentsMargins(28, 12, 20, 8)
        column.setSpacing(8)
        column.addLayout(titles)
        column.addLayout(tools)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.search = SearchBar()
        layout.addWidget(head)
        layout.addWidget(self.search)
        layout.addWidget(self.editor, 1)

    def show_section(self, outline: Outline, section_id: str, *, written: bool) -> None:
        """Say what is open. ``written`` is False for a section that is derived and cannot be edited."""
        section = outline.find(section_id)
        self._title.setText(outline.heading(section_id))
        facts = [word(section.kind)] if section.kind is not Kind.EDITORIAL else []
        if section.author is not None:
            role = f", {section.author.role}" if section.author.role else ""
            facts.append(self.tr("signé {}{}").format(section.author, role))
        facts.append(word(section.status) if written else self.tr("suit le plan de la lettre, rien à écrire"))
        self._facts.setText(" · ".join(facts))
        for name, tool in zip(TOOLS, self._tools, strict=True):
            tool.setEnabled(written)
            self._commands[name].setEnabled(written)
        self.editor.setPlaceholderText(self.tr("Cette rubrique est vide : écrivez ici."))

    def show_tools(self, *, shown: bool) -> None:
        """Show the tools of writing, or do without them."""
        for tool in self._tools:
            tool.setVisible(shown)

    @staticmethod
    def _tool(commands: Commands, name: str) -> QToolButton:
        tool = QToolButton()
        action = commands[name]
        tool.setObjectName(f"{name}Tool")
        tool.setText(action.text()[0] if name in INITIALS else action.text().rstrip("…"))
        tool.clicked.connect(action.trigger)
        tool.setAccessibleName(action.text())
        keys = french_keys(action.shortcut().toString())
        tool.setToolTip(f"{action.text()} ({keys})" if keys else action.text())
        tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return tool
