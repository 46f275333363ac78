"""Goes on with lists on Enter, and keeps their numbers in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from editor_app.gui.editor.undo_step import one_step, select

ITEM = re.compile(r"^(?P<indent>\s*)(?:(?P<bullet>[-*+])|(?P<number>\d{1,8})(?P<stop>[.)])|(?P<quote>>))(?P<gap>\s+)")
_MOST_LINES = 2000
"""A longer list keeps the numbers it has below."""


def continue_list(editor: QPlainTextEdit) -> bool:
    """On Enter within an item: begin the next one, or leave the list when the item is empty; whether it did."""
    cursor = editor.textCursor()
    if cursor.hasSelection():
        return False
    block = cursor.block()
    text = block.text()
    item = ITEM.match(text)
    if item is None or cursor.positionInBlock() < item.end():
        return False
    with one_step(cursor):
        if not text[item.end() :].strip():
            select(cursor, block.position(), block.position() + len(text))
            cursor.removeSelectedText()
        else:
            number = f"{int(item['number']) + 1}{item['stop']}" if item["number"] else item["bullet"] or item["quote"]
            cursor.insertText(f"\n{item['indent']}{number}{item['gap']}")
            if item["number"]:
                _renumber_below(cursor.block())
    editor.setTextCursor(cursor)
    editor.ensureCursorVisible()
    return True


def close_gap(editor: QPlainTextEdit) -> None:
    """Where lines were just removed, have the items below count on from those above, as part of the same step."""
    block = editor.textCursor().block()
    here, above = ITEM.match(block.text()), ITEM.match(block.previous().text())
    if here and above and above["number"] and (above["indent"], above["stop"]) == (here["indent"], here["stop"]):
        block = block.previous()
    elif here is None or not here["number"]:
        return
    cursor = QTextCursor(block)
    cursor.joinPreviousEditBlock()
    _renumber_below(block)
    cursor.endEditBlock()


def _renumber_below(block: QTextBlock) -> None:
    lines: list[str] = []
    below = block
    while below.isValid() and len(lines) < _MOST_LINES and (below.text().strip() or not lines or lines[-1].strip()):
        lines.append(below.text())
        below = below.next()
    hand = QTextCursor(block)
    for index, start, end, number in renumbered(lines):
        at = block.document().findBlockByNumber(block.blockNumber() + index).position()
        select(hand, at + start, at + end)
        hand.insertText(number)


def renumbered(lines: Sequence[str]) -> Iterator[tuple[int, int, int, str]]:
    """What to write so that the items that follow the numbered one in ``lines[0]`` count on from it: line, start and
    end of the number in it, the right number. Deeper items and the text of an item are passed over; one blank line
    between items too. Another kind of mark ends the list."""
    first = ITEM.match(lines[0])
    if first is None or not first["number"]:
        return
    wanted, after_blank = int(first["number"]), False
    for index, line in enumerate(lines[1:], 1):
        item = ITEM.match(line)
        if not line.strip():
            after_blank = True
            continue
        deeper = len(line) - len(line.lstrip()) > len(first["indent"])
        if deeper or (item is None and not after_blank):
            after_blank = False
            continue
        if item is None or item["indent"] != first["indent"] or item["stop"] != first["stop"]:
            return
        after_blank = False
        wanted += 1
        if item["number"] != str(wanted):
            yield index, item.start("number"), item.end("number"), str(wanted)


def numbered(lines: list[str]) -> list[str]:
    """The lines as items counted from 1, or plain text when they all are items already."""
    written = [line for line in lines if line.strip()] or lines
    items = [ITEM.match(line) for line in written]
    if all(item is not None and item["number"] for item in items):
        return [ITEM.sub("", line) for line in lines]
    count, changed = 0, []
    for line in lines:
        if not line.strip() and len(lines) > 1:
            changed.append(line)
            continue
        count += 1
        item = ITEM.match(line)
        changed.append(f"{count}. {line[item.end() :] if item and item['bullet'] else line}")
    return changed
