"""What stands under a heading folds away, and is never in the way of what one does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window_under_test import type_text

from editor_app.gui.editor.markdown_editor import MarkdownEditor

TEXT = """Avant.

## Un

Texte de un.

### Un bis

Texte de un bis.

## Deux

```
# pas un titre
```

Fin."""
ALL = TEXT.split("\n")


@pytest.fixture
def editor(qtbot: QtBot) -> MarkdownEditor:
    made = MarkdownEditor()
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.load(TEXT)
    made.show()
    return made


def shown(editor: MarkdownEditor) -> list[str]:
    """The lines that are seen, by what is laid out of them."""
    lines = []
    block = editor.document().firstBlock()
    while block.isValid():
        if editor.blockBoundingRect(block).height() > 0:
            lines.append(block.text())
        block = block.next()
    return lines


def put(editor: MarkdownEditor, words: str) -> None:
    """The cursor at the end of these words."""
    cursor = editor.textCursor()
    cursor.setPosition(editor.text().index(words) + len(words))
    editor.setTextCursor(cursor)


def test_a_heading_folds_down_to_the_next_as_high_and_unfolds(editor: MarkdownEditor) -> None:
    before = editor.verticalScrollBar().maximum()
    put(editor, "Texte de un.")
    assert editor.folding.toggle()
    assert shown(editor) == [*ALL[:3], *ALL[10:]]
    assert editor.textCursor().block().text() == "## Un", "the cursor left what was hidden"
    assert editor.text() == TEXT
    editor.folding.toggle()
    assert shown(editor) == ALL and editor.verticalScrollBar().maximum() == before


def test_a_heading_within_folds_alone(editor: MarkdownEditor) -> None:
    put(editor, "### Un bis")
    editor.folding.toggle()
    assert shown(editor) == [*ALL[:7], *ALL[10:]]


def test_all_folds_to_the_headings_and_what_stands_before_them(editor: MarkdownEditor) -> None:
    editor.folding.fold_all()
    assert shown(editor) == [*ALL[:3], "### Un bis", "## Deux"], "a line of code that begins with # is no heading"
    editor.folding.unfold_all()
    assert shown(editor) == ALL


def test_there_is_nothing_to_fold_before_the_first_heading(editor: MarkdownEditor) -> None:
    put(editor, "Avant.")
    assert not editor.folding.toggle()


def test_what_is_hidden_comes_back_when_the_cursor_goes_there(editor: MarkdownEditor) -> None:
    put(editor, "## Un")
    editor.folding.toggle()
    assert editor.find("Texte de un bis")
    assert shown(editor) == ALL
    put(editor, "## Un")
    editor.folding.toggle()
    QTest.keyClick(editor, Qt.Key.Key_Right)
    assert shown(editor) == ALL


def test_the_arrows_pass_over_what_is_hidden(editor: MarkdownEditor) -> None:
    put(editor, "## Un")
    editor.folding.toggle()
    QTest.keyClick(editor, Qt.Key.Key_Down)
    assert editor.textCursor().block().text() == "## Deux"
    QTest.keyClick(editor, Qt.Key.Key_Up)
    assert editor.textCursor().block().text() == "## Un"
    assert len(shown(editor)) < len(ALL)


@pytest.mark.parametrize("change", ["enter", "no heading any more", "undo", "all deleted"])
def test_nothing_stays_hidden_under_what_is_no_heading(editor: MarkdownEditor, change: str) -> None:
    put(editor, "## Un")
    if change == "undo":
        type_text(editor, " titre")
    editor.folding.toggle()
    if change == "enter":
        QTest.keyClick(editor, Qt.Key.Key_Return)
    elif change == "no heading any more":
        QTest.keyClick(editor, Qt.Key.Key_Home)
        QTest.keyClick(editor, Qt.Key.Key_Delete)
        QTest.keyClick(editor, Qt.Key.Key_Delete)
    elif change == "undo":
        editor.undo()
    else:
        editor.selectAll()
        editor.textCursor().removeSelectedText()
    text = editor.text().split("\n")
    folded = shown(editor)
    if change == "undo":
        assert folded == [*text[:3], *text[10:]], "the heading is one still"
    else:
        assert folded == text


def test_a_word_typed_in_a_folded_heading_leaves_it_folded(editor: MarkdownEditor) -> None:
    put(editor, "## Un")
    editor.folding.toggle()
    type_text(editor, " peu")
    assert "## Un peu" in shown(editor) and "Texte de un." not in shown(editor)


def test_a_click_in_the_margin_folds_and_another_unfolds(editor: MarkdownEditor) -> None:
    heading = editor.document().findBlockByNumber(2)
    top = editor.blockBoundingGeometry(heading).translated(editor.contentOffset()).top()
    place = QPoint(10, int(top) + 8)
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown(editor) == [*ALL[:3], *ALL[10:]]
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown(editor) == ALL
    assert editor.folding.heading_at(QPointF(200, top + 8)) is None


def test_another_text_comes_whole(editor: MarkdownEditor) -> None:
    editor.folding.fold_all()
    editor.load("## Autre\n\nTexte.")
    assert shown(editor) == ["## Autre", "", "Texte."] and not editor.folding.any


def test_a_selection_over_a_fold_is_copied_whole(editor: MarkdownEditor) -> None:
    put(editor, "## Un")
    editor.folding.toggle()
    editor.selectAll()
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    editor.moveCursor(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    assert editor.createMimeDataFromSelection().text() == TEXT
