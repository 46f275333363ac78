"""Moves from cell to cell in a Markdown table and keeps its bars one under another."""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from editor_app.gui.editor import table_text
from editor_app.gui.editor.table_text import Table
from editor_app.gui.editor.undo_step import one_step, select
from editor_app.gui.utf16 import to_code_points, to_utf16


def step(editor: QPlainTextEdit, *, forward: bool) -> bool:
    """Align the table at the cursor and select the next cell or the one before, after the last one in a new row;
    False where there is no table, and before the first cell, where the keyboard may leave."""
    found = _table_at(editor)
    if found is None:
        return False
    first, count, table, row, column = found
    at = row * len(table.alignments) + column + (1 if forward else -1)
    if at < 0:
        return False
    row, column = divmod(at, len(table.alignments))
    if row == len(table.rows):
        table = table.with_row(row - 1)
    _write(editor, first, count, table, row, column)
    return True


def new_row(editor: QPlainTextEdit) -> bool:
    """On Enter in a table: a row below, or out of the table from an empty last row; whether it did."""
    found = _table_at(editor)
    if found is None or editor.textCursor().hasSelection():
        return False
    first, count, table, row, _ = found
    if row and row == len(table.rows) - 1 and not any(table.rows[row]):
        _leave(editor, first, count, table.without_row(row))
    else:
        _write(editor, first, count, table.with_row(row), row + 1, 0)
    return True


def _table_at(editor: QPlainTextEdit) -> tuple[QTextBlock, int, Table, int, int] | None:
    """First line and number of lines of the table at the cursor, the table, and the cursor's row and column."""
    cursor = editor.textCursor()
    here = cursor.block()
    if "|" not in here.text():
        return None
    first, above = here, 0
    while above < table_text.MOST_ROWS and first.previous().isValid() and "|" in first.previous().text():
        first, above = first.previous(), above + 1
    lines: list[str] = []
    block = first
    while block.isValid() and "|" in block.text() and len(lines) <= table_text.MOST_ROWS:
        lines.append(block.text())
        block = block.next()
    table = table_text.read(lines)
    if table is None:
        return None
    text = here.text()
    column = table_text.column_at(text, to_code_points(text, cursor.positionInBlock()))
    return first, len(lines), table, max(0, above - (above > 0)), column


def _replace(editor: QPlainTextEdit, first: QTextBlock, count: int, text: str) -> QTextCursor:
    cursor = editor.textCursor()
    last = editor.document().findBlockByNumber(first.blockNumber() + count - 1)
    select(cursor, first.position(), last.position() + last.length() - 1)
    cursor.insertText(text)
    return cursor


def _write(editor: QPlainTextEdit, first: QTextBlock, count: int, table: Table, row: int, column: int) -> None:
    number, lines = first.blockNumber(), table.lines()
    if lines != _lines(first, count):
        cursor = QTextCursor(editor.document())
        with one_step(cursor):
            _replace(editor, first, count, "\n".join(lines))
    line, start, end = table.place(row, column)
    block = editor.document().findBlockByNumber(number + line)
    text, cursor = block.text(), editor.textCursor()
    select(cursor, block.position() + to_utf16(text, start), block.position() + to_utf16(text, end))
    editor.setTextCursor(cursor)


def _leave(editor: QPlainTextEdit, first: QTextBlock, count: int, table: Table) -> None:
    cursor = QTextCursor(editor.document())
    with one_step(cursor):
        cursor = _replace(editor, first, count, "\n".join(table.lines()) + "\n")
    editor.setTextCursor(cursor)


def _lines(first: QTextBlock, count: int) -> list[str]:
    texts, block = [], first
    for _ in range(count):
        texts.append(block.text())
        block = block.next()
    return texts
