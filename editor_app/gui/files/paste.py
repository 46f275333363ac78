"""Takes in what is pasted out of a word processor: its headings, lists and links as Markdown, what is lost said."""

from __future__ import annotations

from PySide6.QtCore import QObject

from editor_app import desk
from editor_app.errors import LettrineError
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.notice import Notice


class PasteActions(QObject):
    """Answers the editor's ``formatted_given``."""

    def __init__(self, editor: MarkdownEditor, notice: Notice) -> None:
        super().__init__(editor)
        self._editor, self._notice = editor, notice
        editor.formatted_given.connect(self.take)

    def take(self, html: str, words: str) -> None:
        """Put ``html`` in the place of the selection as Markdown, in one step to undo; its ``words`` alone where that
        cannot be."""
        try:
            text, lost = desk.pasted(html)
        except LettrineError as error:
            text, lost = words, (str(error),)
        self._editor.insert_characters(text or words)
        if lost:
            self._notice.say("\n".join(lost), warning=True)
