"""Writes Markdown for the person: bold, headings, quotes, lists, links, notes, tables, pictures; one undo step each."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from editor_app.gui.editor import lists
from editor_app.gui.editor.undo_step import one_step, select

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s*")
_NOTE = re.compile(r"\[\^(\d{1,6})\]")
LONGEST_ADDRESS = 2000
_ADDRESS = re.compile(r"^(?:https?://|mailto:|www\.)\S+$")


def _tr(text: str) -> str:
    return QCoreApplication.translate("MarkdownHands", text)


def _around(cursor: QTextCursor, start: int, end: int) -> str:
    """The document's text between two UTF-16 positions, empty outside the document."""
    probe = QTextCursor(cursor)
    if start < 0 or end > cursor.document().characterCount() - 1:
        return ""
    select(probe, start, end)
    return probe.selectedText()


def toggle_emphasis(editor: QPlainTextEdit, mark: str) -> None:
    """Put ``mark`` (``**`` or ``*``) around the selected words, or take it away; without a selection, the word's."""
    cursor = editor.textCursor()
    if not cursor.hasSelection():
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
    start, end, size = cursor.selectionStart(), cursor.selectionEnd(), len(mark)
    while end > start and _around(cursor, end - 1, end).isspace():
        end -= 1
    while start < end and _around(cursor, start, start + 1).isspace():
        start += 1
    inside = _around(cursor, start, end)
    before = len(mark_run) if (mark_run := _stars(_around(cursor, max(0, start - 3), start)[::-1])) else 0
    after = len(mark_run) if (mark_run := _stars(_around(cursor, end, min(end + 3, _length(cursor))))) else 0
    with one_step(cursor):
        if _carries(before, size) and _carries(after, size):
            select(cursor, end, end + size)
            cursor.removeSelectedText()
            select(cursor, start - size, start)
            cursor.removeSelectedText()
            start, end = start - size, end - size
        elif (
            len(inside) > 2 * size and _carries(len(_stars(inside)), size) and _carries(len(_stars(inside[::-1])), size)
        ):
            select(cursor, end - size, end)
            cursor.removeSelectedText()
            select(cursor, start, start + size)
            cursor.removeSelectedText()
            end -= 2 * size
        else:
            cursor.setPosition(end)
            cursor.insertText(mark)
            cursor.setPosition(start)
            cursor.insertText(mark)
            start, end = start + size, end + size
    select(cursor, start, end)
    editor.setTextCursor(cursor)


def _length(cursor: QTextCursor) -> int:
    return cursor.document().characterCount() - 1


def _stars(text: str) -> str:
    return text[: len(text) - len(text.lstrip("*"))]


def _carries(stars: int, size: int) -> bool:
    """Whether a run of that many stars holds the mark: one or three hold ``*``, two or three hold ``**``."""
    return stars in ((1, 3) if size == 1 else (2, 3))


def _change_lines(editor: QPlainTextEdit, change: Callable[[list[str]], list[str]]) -> None:
    """Replace the lines that the selection touches, each by its counterpart, where they differ."""
    cursor = editor.textCursor()
    document = editor.document()
    block = document.findBlock(cursor.selectionStart())
    last = document.findBlock(max(cursor.selectionStart(), cursor.selectionEnd() - 1)).blockNumber()
    blocks: list[QTextBlock] = []
    while block.isValid() and block.blockNumber() <= last:
        blocks.append(block)
        block = block.next()
    texts = [item.text() for item in blocks]
    hand = QTextCursor(document)
    with one_step(hand):
        for item, old, new in zip(blocks, texts, change(texts), strict=True):
            _replace_lead(hand, item.position(), old, new)


def _replace_lead(hand: QTextCursor, position: int, old: str, new: str) -> None:
    """Replace the part in which the beginnings of two lines differ, so that all that follows stays untouched."""
    same = 0
    while same < min(len(old), len(new)) and old[-1 - same] == new[-1 - same]:
        same += 1
    # Marks are in the basic plane, and they are all that changes: code points and UTF-16 agree in this part.
    lead, replacement = old[: len(old) - same], new[: len(new) - same]
    if lead != replacement:
        select(hand, position, position + len(lead))
        hand.insertText(replacement)


def make_heading(editor: QPlainTextEdit, level: int) -> None:
    """Make the lines headings of that level (1 to 6); plain text when they already are, or for level 0."""

    def change(lines: list[str]) -> list[str]:
        mark = "#" * level + " " if level else ""
        bare = [_HEADING.sub("", line) for line in lines]
        if all(line == mark + text for line, text in zip(lines, bare, strict=True)):
            mark = ""
        return [mark + text if text or len(bare) == 1 else text for text in bare]

    _change_lines(editor, change)


def _toggle_lead(lines: list[str], mark: str) -> list[str]:
    written = [line for line in lines if line.strip()] or lines
    if all(line.startswith(mark) for line in written):
        return [line.removeprefix(mark) for line in lines]
    return [mark + line if line.strip() or len(lines) == 1 else line for line in lines]


def make_quote(editor: QPlainTextEdit) -> None:
    """Make the lines a quotation, or plain text when they already are."""
    _change_lines(editor, lambda lines: _toggle_lead(lines, "> "))


def make_list(editor: QPlainTextEdit) -> None:
    """Make each line an item, or plain text when they already are."""
    _change_lines(editor, lambda lines: _toggle_lead(lines, "- "))


def make_numbered_list(editor: QPlainTextEdit) -> None:
    """Make each line an item with a number, or plain text when they already are."""
    _change_lines(editor, lists.numbered)


def link_selection(editor: QPlainTextEdit, given: str) -> bool:
    """Make the selected words a link to ``given`` when it is an address and they are words of one line."""
    cursor, address = editor.textCursor(), given.strip()
    chosen = cursor.selectedText()
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.match(address):
        return False
    if not chosen.strip() or "\u2029" in chosen or _ADDRESS.match(chosen) or "](" in chosen:
        return False
    address = f"https://{address}" if address.startswith("www.") else address
    target = f"<{address}>" if re.search(r"[()]", address) else address
    with one_step(cursor):
        cursor.insertText(f"[{chosen}]({target})")
    editor.setTextCursor(cursor)
    return True


def insert_link(editor: QPlainTextEdit) -> None:
    """Make the selected words a link whose address is then selected; a selected address gets its words."""
    cursor = editor.textCursor()
    chosen = cursor.selectedText().replace("\u2029", " ")
    address = _ADDRESS.match(chosen)
    words, target = (_tr("texte"), chosen) if address else (chosen or _tr("texte"), _tr("adresse"))
    start = cursor.selectionStart()
    cursor.insertText(f"[{words}]({target})")
    end = cursor.position()
    if chosen and not address:
        select(cursor, end - 1 - len(target), end - 1)
    else:
        select(cursor, start + 1, start + 1 + len(words))
    editor.setTextCursor(cursor)


def insert_note(editor: QPlainTextEdit) -> None:
    """Call a note after the selection and begin its text at the end of the section, where the cursor goes."""
    document = editor.document()
    number = 1 + max((int(found) for found in _NOTE.findall(document.toRawText())), default=0)
    cursor = editor.textCursor()
    with one_step(cursor):
        cursor.setPosition(cursor.selectionEnd())
        cursor.insertText(f"[^{number}]")
        cursor.movePosition(QTextCursor.MoveOperation.End)
        last = cursor.block().text()
        cursor.insertText(("" if not last else "\n" if last.startswith("[^") else "\n\n") + f"[^{number}]: ")
    editor.setTextCursor(cursor)


def insert_apart(editor: QPlainTextEdit, text: str) -> int:
    """Insert a block of its own after the cursor's line, with empty lines around; the UTF-16 position of its start."""
    cursor = editor.textCursor()
    with one_step(cursor):
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        block = cursor.block()
        before = "\n\n" if block.text() else "\n" if block.previous().isValid() and block.previous().text() else ""
        following = block.next()
        after = "\n" if following.isValid() and following.text() else ""
        start = cursor.position() + len(before)
        cursor.insertText(before + text + after)
    return start


def insert_table(editor: QPlainTextEdit) -> None:
    """Insert a small table; its first heading is selected."""
    heading, cell = _tr("Colonne"), "   "
    rows = [f"| {heading} 1 | {heading} 2 |", "| --- | --- |", f"|{cell}|{cell}|", f"|{cell}|{cell}|"]
    start = insert_apart(editor, "\n".join(rows))
    cursor = editor.textCursor()
    select(cursor, start + 2, start + 2 + len(heading) + 2)
    editor.setTextCursor(cursor)


def insert_picture(editor: QPlainTextEdit, relative_path: str, description: str) -> None:
    """Insert a picture as a paragraph of its own."""
    words = re.sub(r"([\\\[\]])", r"\\\1", " ".join(description.split()))
    path = f"<{relative_path}>" if re.search(r"[\s()]", relative_path) else relative_path
    text = f"![{words}]({path})"
    start = insert_apart(editor, text)
    cursor = editor.textCursor()
    cursor.setPosition(start)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    editor.setTextCursor(cursor)
