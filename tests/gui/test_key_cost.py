"""A key costs little more than in a bare editor: a guard against work that grows with the text, not a measurement.

What is compared is the processor time of this thread alone, a key here and a key there in turn, so that whatever else
the machine does weighs on both; and the bound leaves room for twice what is usual (1.5 to 2). ``./dev bench`` measures.
"""

from __future__ import annotations

import statistics
import time

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from editor_app.gui.editor.markdown_editor import MarkdownEditor

AT_MOST = 4.0
"""Times a bare editor's key."""
PARAGRAPH = "Les **associations** de la région protègent les victimes, et l’État les soutient depuis dix ans. " * 4
TYPED = "La lutte contre la traite demeure une priorité de la France. " * 3


def key_seconds(editor: QPlainTextEdit, character: str) -> float:
    """Processor time of this thread for a key and the paint that shows it."""
    start = time.thread_time()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(editor, QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, character))
    QApplication.processEvents()
    return time.thread_time() - start


def to_the_middle(editor: QPlainTextEdit) -> None:
    block = editor.document().findBlockByNumber(editor.blockCount() // 2)
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + block.text().index(" ", block.length() // 2))
    editor.setTextCursor(cursor)


def test_a_key_in_a_long_section_costs_little_more_than_in_a_bare_editor(qtbot: QtBot) -> None:
    bare, ours = QPlainTextEdit(), MarkdownEditor()
    text = "\n".join([PARAGRAPH] * 800)
    ours.load(text)
    bare.setPlainText(text)
    for editor in (bare, ours):
        qtbot.addWidget(editor)
        editor.resize(900, 700)
        editor.show()
        qtbot.waitExposed(editor)
        to_the_middle(editor)
    bare.setFont(ours.font())
    spent: dict[QPlainTextEdit, list[float]] = {bare: [], ours: []}
    for character in TYPED:
        for editor, seconds in spent.items():
            seconds.append(key_seconds(editor, character))
    ratio = statistics.median(spent[ours]) / statistics.median(spent[bare])
    assert ratio < AT_MOST
    assert ours.text().count("La lutte contre") == 3
