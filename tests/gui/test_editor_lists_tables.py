"""Lists keep their numbers, tables their columns, addresses become links: each time in one undo step."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window_under_test import focus, type_text

from editor_app.gui.editor import table_text
from editor_app.gui.editor.markdown_editor import MarkdownEditor


@pytest.fixture
def editor(qtbot: QtBot) -> MarkdownEditor:
    widget = MarkdownEditor()
    qtbot.addWidget(widget)
    widget.resize(700, 300)
    widget.show()
    focus(qtbot, widget)
    return widget


def prepare(editor: MarkdownEditor, marked: str) -> str:
    """Load a text in which ``⟦⟧`` stand around the selection, or ``¦`` at the cursor."""
    text = marked.replace("⟦", "").replace("⟧", "").replace("¦", "")
    editor.load(text)
    cursor = editor.textCursor()
    if "¦" in marked:
        cursor.setPosition(marked.index("¦"))
    else:
        cursor.setPosition(marked.index("⟦"))
        cursor.setPosition(marked.index("⟧") - 1, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    return text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1. un¦\n2. deux\n3. trois", "1. un\n2. \n3. deux\n4. trois"),
        (
            "1. un¦\n   suite\n   - dedans\n2. deux\n\n3. trois",
            "1. un\n2. \n   suite\n   - dedans\n3. deux\n\n4. trois",
        ),
        ("1) un¦\n2) deux\n1. autre", "1) un\n2) \n3) deux\n1. autre"),
        ("8. un¦\n9. deux\n\nFin\n\n1. autre", "8. un\n9. \n10. deux\n\nFin\n\n1. autre"),
        ("- un¦\n- deux", "- un\n- \n- deux"),
    ],
)
def test_an_item_added_renumbers_those_below(editor: MarkdownEditor, before: str, after: str) -> None:
    text = prepare(editor, before)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == after
    editor.undo()
    assert editor.text() == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1. un\n⟦2. deux\n⟧3. trois\n4. quatre", "1. un\n2. trois\n3. quatre"),
        ("1. un⟦\n2. deux⟧\n3. trois", "1. un\n2. trois"),
        ("1. un\n   - a\n⟦2. deux\n⟧3. trois", "1. un\n   - a\n3. trois"),
        ("⟦1. un\n⟧2. deux\n3. trois", "2. deux\n3. trois"),
        ("un⟦\n⟧1. deux\n7. trois", "un1. deux\n7. trois"),
        ("```\n1. un\n⟦2. deux\n⟧3. trois\n```", "```\n1. un\n3. trois\n```"),
    ],
)
@pytest.mark.parametrize("hand", ["key", "cut"])
def test_an_item_removed_closes_the_gap_in_the_same_step(
    editor: MarkdownEditor, before: str, after: str, hand: str
) -> None:
    text = prepare(editor, before)
    if hand == "key":
        QTest.keyClick(editor, Qt.Key.Key_Delete)
    else:
        editor.cut()
    assert editor.text() == after
    editor.undo()
    assert editor.text() == text
    assert not editor.document().isUndoAvailable()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("⟦un\n\n- deux⟧", "1. un\n\n2. deux"),
        ("⟦1. un\n2. deux⟧", "un\ndeux"),
        ("un¦", "1. un"),
    ],
)
def test_lines_become_a_numbered_list_and_plain_again(editor: MarkdownEditor, before: str, after: str) -> None:
    text = prepare(editor, before)
    editor.make_numbered_list()
    assert editor.text() == after
    editor.undo()
    assert editor.text() == text


def paste(editor: MarkdownEditor, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    editor.insertFromMimeData(data)


@pytest.mark.parametrize(
    ("before", "pasted", "after"),
    [
        ("voir ⟦la page⟧.", " https://exemple.org/a?b=c\n", "voir [la page](https://exemple.org/a?b=c)."),
        ("voir ⟦la page⟧", "https://exemple.org/a_(b)", "voir [la page](<https://exemple.org/a_(b)>)"),
        ("voir ⟦la page⟧", "www.exemple.org", "voir [la page](https://www.exemple.org)"),
        ("voir ⟦la page⟧", "un autre mot", "voir un autre mot"),
        ("voir ⟦https://a.fr⟧", "https://b.fr", "voir https://b.fr"),
        ("voir ⟦[la](x) page⟧", "https://b.fr", "voir https://b.fr"),
        ("⟦deux\nlignes⟧", "https://b.fr", "https://b.fr"),
        ("voir ¦", "https://b.fr", "voir https://b.fr"),
        ("```\n⟦mot⟧\n```", "https://b.fr", "```\nhttps://b.fr\n```"),
        ("voir ⟦la page⟧", "https://a.fr et puis", "voir https://a.fr et puis"),
        ("voir ⟦la page⟧", "javascript:alert(1)", "voir javascript:alert(1)"),
    ],
)
def test_an_address_pasted_on_words_makes_them_a_link(
    editor: MarkdownEditor, before: str, pasted: str, after: str
) -> None:
    text = prepare(editor, before)
    paste(editor, pasted)
    assert editor.text() == after
    editor.undo()
    assert editor.text() == text


TABLE = "Avant\n\n|Pays|Cas|\n|:-|-:|\n|France|1¦|\n|Italie|22|\n\nAprès"
ALIGNED = "| Pays   | Cas |\n| :----- | --: |\n| France |   1 |\n| Italie |  22 |"


def test_tab_aligns_the_table_and_selects_the_next_cell(editor: MarkdownEditor) -> None:
    text = prepare(editor, TABLE)
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.text() == f"Avant\n\n{ALIGNED}\n\nAprès"
    assert editor.textCursor().selectedText() == "Italie"
    QTest.keyClick(editor, Qt.Key.Key_Backtab)
    assert editor.textCursor().selectedText() == "1"
    QTest.keyClick(editor, Qt.Key.Key_Backtab)
    QTest.keyClick(editor, Qt.Key.Key_Backtab)
    assert editor.textCursor().selectedText() == "Cas", "the line of dashes is no row"
    editor.undo()
    assert editor.text() == text


def test_tab_after_the_last_cell_adds_a_row_and_enter_adds_one_below(editor: MarkdownEditor) -> None:
    prepare(editor, ALIGNED.replace("22 |", "22¦ |"))
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    type_text(editor, "Malte")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    type_text(editor, "3")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == ALIGNED + "\n| Malte  |   3 |\n|        |     |"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == ALIGNED + "\n| Malte  |   3 |\n", "Enter on an empty last row leaves the table"
    assert editor.textCursor().atEnd()
    assert editor.hasFocus()


def test_a_table_in_a_list_stays_in_it(editor: MarkdownEditor) -> None:
    prepare(editor, "- Cas :\n\n  |a|b|\n  |-|-|\n  |1|2¦|")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    type_text(editor, "3")
    assert editor.text() == ("- Cas :\n\n  | a   | b   |\n  | --- | --- |\n  | 1   | 2   |\n  | 3    |     |")


def test_the_keyboard_can_leave_the_text_by_tab(editor: MarkdownEditor) -> None:
    prepare(editor, "¦" + TABLE.replace("¦", ""))
    assert not editor.focusNextPrevChild(True) or not editor.hasFocus()
    assert editor.text() == TABLE.replace("¦", "")
    prepare(editor, ALIGNED.replace("Pays", "P¦ays"))
    QTest.keyClick(editor, Qt.Key.Key_Backtab)
    assert editor.text() == ALIGNED, "before the first cell Tab is Tab again"


@pytest.mark.parametrize("text", ["a | b¦", "```\n|a|b|\n|-|-|\n|1|¦2|\n```"])
def test_what_is_no_table_is_left_alone(editor: MarkdownEditor, text: str) -> None:
    plain = prepare(editor, text)
    editor.focusNextPrevChild(True)
    assert editor.text() == plain


def test_bars_in_code_or_after_a_backslash_are_no_edges() -> None:
    assert table_text.cells(r"| a \| b | `c|d` | |") == (r"a \| b", "`c|d`", "")
    assert table_text.cells("a | b") == ("a", "b")


CELL = (
    st.text(st.sampled_from("ab é`😀\\-:"), max_size=6)
    .map(str.strip)
    .filter(lambda cell: "`" not in cell and not cell.endswith("\\"))
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5), st.data())
def test_a_table_set_anew_says_the_same_and_is_then_left_as_it_is(rows: list[list[str]], data: st.DataObject) -> None:
    marks = data.draw(st.lists(st.sampled_from(["---", ":--", "--:", ":-:"]), min_size=2, max_size=4))
    lines = ["|".join(["", *row, ""]) for row in rows]
    lines.insert(1, "|".join(["", *marks, ""]))
    table = table_text.read(lines)
    assert table is not None
    assert [tuple(cell for cell in row if cell) for row in table.rows] == [tuple(filter(None, row)) for row in rows]
    again = table_text.read(table.lines())
    assert again == table
    assert len({len(line) for line in table.lines()}) == 1
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            line, start, end = table.place(row, column)
            assert table.lines()[line][start:end] == cell
            assert table_text.column_at(table.lines()[line], start) == column
