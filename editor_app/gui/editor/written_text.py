"""Writes for the person: Markdown by command, French typography as one types, what is pasted where it belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QImage, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from editor_app.gui.editor import lists, markdown_hands, tables
from editor_app.gui.editor.section_text import SectionText
from editor_app.gui.editor.undo_step import one_step, select
from editor_app.gui.utf16 import to_code_points, to_utf16
from editor_app.proofing import as_typed
from editor_app.proofing.as_typed import ALL_HABITS, Habit
from editor_app.review.following import edit_between

_BREAKS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_DELETIONS = frozenset({Qt.Key.Key_Backspace, Qt.Key.Key_Delete})
PICTURE_SUFFIXES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"))
"""What is dropped as a picture; a drawing in SVG is then refused in so many words."""
DOCUMENT_SUFFIXES = frozenset((".zip", ".relecture", ".docx", ".odt", ".md", ".markdown", ".txt", ".html", ".htm"))
MOST_DOCUMENTS = 50
"""Files taken from one drop."""
_FORM = re.compile(r"<(?:h[1-6]|[ou]l|table|b|strong|i|em|a)[\s>]|MsoHeading|MsoList", re.IGNORECASE)
MOST_PICTURES = 20
"""Pictures taken from one drop."""


class WrittenText(SectionText):
    """A section's text with the hands that write it; each change of theirs is one step to undo."""

    pictures_given = Signal(list)
    """Pictures pasted or dropped where the cursor now is: paths of files, or one ``QImage``."""
    documents_given = Signal(list)
    """Files dropped that others wrote, or that proofreaders sent back, as paths."""

    formatted_given = Signal(str, str)
    """Text pasted out of a word processor or a web page: its HTML, and its words alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._habits = ALL_HABITS

    # As one types ---------------------------------------------------------------------------------------------------

    def set_habits(self, habits: frozenset[Habit]) -> None:
        """Do these automatic changes, and no others, while somebody types."""
        self._habits = habits

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on with a list or a table; what is typed becomes French typography."""
        key = event.key()
        if key in _BREAKS and self._enter(event.modifiers()):
            return
        if key in _DELETIONS:
            self._delete(event)
            return
        revision = self._revision
        super().keyPressEvent(event)
        typed = event.text()
        if typed in as_typed.KEYS and self._habits and self._revision != revision:
            self._typeset(typed)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A mark may come by an input method; an accent composed on a letter is no mark and stays."""
        super().inputMethodEvent(event)
        typed = event.commitString()
        if typed in as_typed.KEYS and not event.preeditString() and self._habits:
            self._typeset(typed)

    def _enter(self, modifiers: Qt.KeyboardModifier) -> bool:
        if modifiers & ~Qt.KeyboardModifier.KeypadModifier or self.isReadOnly():
            return False
        return not self.in_code_block() and (lists.continue_list(self) or tables.new_row(self))

    def _delete(self, event: QKeyEvent) -> None:
        lines = self.blockCount()
        super().keyPressEvent(event)
        if self.blockCount() < lines and not self.in_code_block():
            lists.close_gap(self)

    def cut(self) -> None:
        """Cut the selection; a list that lost items keeps its numbers in order."""
        lines = self.blockCount()
        super().cut()
        if self.blockCount() < lines and not self.in_code_block():
            lists.close_gap(self)

    def _typeset(self, typed: str) -> None:
        cursor = self.textCursor()
        line, position = cursor.block().text(), cursor.positionInBlock()
        at = to_code_points(line, position)
        if cursor.hasSelection() or self.isReadOnly() or line[at - 1 : at] != typed:
            return
        change = as_typed.change(line[:at], line[at:], self._habits)
        if change is None or self.in_code_block():
            return
        end = cursor.position()
        with one_step(cursor):
            # The space that comes and goes ends the step: Qt would join what is typed next to an insertion.
            select(cursor, end - change.removed, end)
            cursor.insertText(change.inserted + " ")
            cursor.deletePreviousChar()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """In a table Tab goes from cell to cell; elsewhere it leaves the text."""
        if (
            self.hasFocus()
            and not self.isReadOnly()
            and not self.in_code_block()
            and tables.step(self, forward=forward)
        ):
            self.ensureCursorVisible()
            return True
        return super().focusNextPrevChild(forward)

    # What is pasted or dropped --------------------------------------------------------------------------------------

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, and pictures."""
        files = _picture_files(source) or document_files(source)
        return super().canInsertFromMimeData(source) or source.hasImage() or bool(files)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """An address on selected words makes them a link; pictures, and text that has a form, are handed
        over; anything else is text."""
        pictures, documents = _pictures(source), document_files(source)
        if documents:
            self.documents_given.emit(documents)
        elif pictures:
            self.pictures_given.emit(pictures)
        elif from_word_processor(source) and not self.in_code_block() and not self.isReadOnly():
            self.formatted_given.emit(source.html(), source.text())
        elif self.in_code_block() or not markdown_hands.link_selection(self, source.text()):
            super().insertFromMimeData(source)

    def insert_characters(self, text: str) -> None:
        """Put this in the place of the selection, as one step to undo."""
        cursor = self.textCursor()
        if not self.isReadOnly():
            with one_step(cursor):
                cursor.insertText(text)

    # Replacing --------------------------------------------------------------------------------------------------------

    def selected_in_line(self) -> tuple[int, int, int]:
        """The line where the selection begins, and its start and end there (code points); equal without a selection,
        and the end is the line's where the selection goes on."""
        cursor = self.textCursor()
        block = self.document().findBlock(cursor.selectionStart())
        text, origin = block.text(), block.position()
        return (
            block.blockNumber(),
            to_code_points(text, cursor.selectionStart() - origin),
            to_code_points(text, cursor.selectionEnd() - origin),
        )

    def replace_in_lines(self, places: Iterable[tuple[int, int, int]], text: str) -> None:
        """Put ``text`` in the place of each (line, start, end in code points), none over another, in one undo step."""
        cursor = QTextCursor(self.document())
        with one_step(cursor):
            for line, start, end in sorted(places, reverse=True):
                block = self.document().findBlockByNumber(line)
                content, origin = block.text(), block.position()
                select(cursor, origin + to_utf16(content, start), origin + to_utf16(content, end))
                cursor.insertText(text)

    def rewrite(self, text: str) -> None:
        """Make this the text by one edit that can be undone, as small as it can be."""
        before = self.text()
        edit = edit_between(before, text)
        cursor = QTextCursor(self.document())
        select(cursor, to_utf16(before, edit.start), to_utf16(before, edit.start + edit.removed))
        cursor.insertText(text[edit.start : edit.start + edit.inserted])

    # Writing Markdown -----------------------------------------------------------------------------------------------

    def toggle_bold(self) -> None:
        """Set the selected words, or the cursor's, in bold, or no longer."""
        markdown_hands.toggle_emphasis(self, "**")

    def toggle_italic(self) -> None:
        """Set the selected words, or the cursor's, in italics, or no longer."""
        markdown_hands.toggle_emphasis(self, "*")

    def make_heading(self, level: int) -> None:
        """Make the selected lines headings of that level (1 to 6), or plain text when they are (or for 0)."""
        markdown_hands.make_heading(self, level)

    def make_quote(self) -> None:
        """Make the selected lines a quotation, or plain text when they are."""
        markdown_hands.make_quote(self)

    def make_list(self) -> None:
        """Make the selected lines a list, or plain text when they are."""
        markdown_hands.make_list(self)

    def make_numbered_list(self) -> None:
        """Make the selected lines a list with numbers, or plain text when they are."""
        markdown_hands.make_numbered_list(self)

    def insert_link(self) -> None:
        """Make the selected words a link."""
        markdown_hands.insert_link(self)

    def insert_note(self) -> None:
        """Call a note here and begin its text at the end."""
        markdown_hands.insert_note(self)

    def insert_table(self) -> None:
        """Insert a small table after this line."""
        markdown_hands.insert_table(self)

    def insert_apart(self, text: str) -> None:
        """Insert paragraphs after this line."""
        markdown_hands.insert_apart(self, text)

    def insert_picture(self, relative_path: str, description: str) -> None:
        """Insert a picture, by its path from the issue's folder, after this line."""
        markdown_hands.insert_picture(self, relative_path, description)


def from_word_processor(source: QMimeData) -> bool:
    """Whether what is pasted has a form worth keeping: headings, lists, tables, bold, links. Text out of this editor
    and of others that hold plain text has none."""
    return source.hasHtml() and source.hasText() and _FORM.search(source.html()) is not None


def _pictures(source: QMimeData) -> list[Path | QImage]:
    """Files of pictures, or the picture itself; none where the text says what is given (Word and spreadsheets add a
    picture of it)."""
    if source.hasUrls():
        return list(_picture_files(source))
    if source.hasImage() and not source.hasText():
        image = source.imageData()
        return [image] if isinstance(image, QImage) and not image.isNull() else []
    return []


def document_files(source: QMimeData) -> list[Path]:
    """The files given, when all of them may be documents or what proofreaders sent back."""
    urls = source.urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    known = len(paths) == len(urls) <= MOST_DOCUMENTS and all(
        path.suffix.lower() in DOCUMENT_SUFFIXES for path in paths
    )
    return paths if known else []


def _picture_files(source: QMimeData) -> list[Path]:
    files = [Path(url.toLocalFile()) for url in source.urls()[:MOST_PICTURES] if url.isLocalFile()]
    return [file for file in files if file.suffix.lower() in PICTURE_SUFFIXES]
