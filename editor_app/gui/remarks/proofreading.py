"""Everything that has to do with proofreaders in the author's window, put together."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from editor_app.gui.appearance.theme import Theme
from editor_app.gui.commands import Commands
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.keeping.saving import Writer
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.remarks.actions import RemarkActions
from editor_app.gui.remarks.decisions import DecisionActions
from editor_app.gui.remarks.exchange import ExchangeActions
from editor_app.gui.remarks.model import RemarksModel
from editor_app.gui.remarks.signing import SigningActions
from editor_app.gui.settings import Settings
from editor_app.gui.showing import Showing
from editor_app.gui.tasks_pane import TasksPane


class Proofreading:
    """The actions of remarks, of decisions on them, of what goes out and comes back."""

    def __init__(
        self,
        commands: Commands,
        editor: MarkdownEditor,
        model: RemarksModel,
        pane: TasksPane,
        notice: Notice,
        settings: Settings,
        theme: Theme,
        writer: Writer,
        showing: Showing,
        parent: QWidget,
    ) -> None:
        open_section = showing.open_section

        def open_id() -> str:
            return showing.section

        self.remarks = RemarkActions(editor, model, pane, notice, settings, open_section, parent)
        self._decisions = DecisionActions(commands, self.remarks, editor, pane, notice, open_section, open_id, parent)
        self.exchange = ExchangeActions(commands, self.remarks, pane, notice, theme, writer, parent)
        self._signing = SigningActions(commands, self.remarks, notice, theme, open_section, open_id, parent)
        commands.on("remark", self.remarks.compose)
        commands.on("suggest", self.remarks.suggest)

    def show_letter(self, letter: Letter) -> None:
        """Work on this letter."""
        self.remarks.show_letter(letter)
        self._decisions.show_letter(letter)
        self.exchange.show_letter(letter)
        self._signing.show_letter(letter)

    def show_section(self, section_id: str) -> None:
        """The editor now shows another section."""
        self._decisions.show_section()
        self.remarks.show_section(section_id)
