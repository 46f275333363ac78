"""The editor writes Markdown for the person, each time in one undo step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor_app.gui.editor.markdown_editor import MarkdownEditor


@pytest.fixture
def editor(qtbot: QtBot) -> MarkdownEditor:
    widget = MarkdownEditor()
    qtbot.addWidget(widget)
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


Hand = Callable[[MarkdownEditor], None]


@pytest.mark.parametrize(
    ("before", "hand", "after"),
    [
        ("un ⟦mot⟧ fort", MarkdownEditor.toggle_bold, "un **mot** fort"),
        ("un ⟦mot ⟧fort", MarkdownEditor.toggle_bold, "un **mot** fort"),
        ("un **⟦mot⟧** fort", MarkdownEditor.toggle_bold, "un mot fort"),
        ("un ⟦**mot**⟧ fort", MarkdownEditor.toggle_bold, "un mot fort"),
        ("un **⟦mot⟧** fort", MarkdownEditor.toggle_italic, "un ***mot*** fort"),
        ("un ***⟦mot⟧*** fort", MarkdownEditor.toggle_bold, "un *mot* fort"),
        ("un m¦ot fort", MarkdownEditor.toggle_italic, "un *mot* fort"),
        ("Ti¦tre", lambda editor: editor.make_heading(2), "## Titre"),
        ("### Ti¦tre", lambda editor: editor.make_heading(2), "## Titre"),
        ("## Ti¦tre", lambda editor: editor.make_heading(2), "Titre"),
        ("⟦un\n\ndeux⟧", MarkdownEditor.make_list, "- un\n\n- deux"),
        ("⟦- un\n- deux⟧", MarkdownEditor.make_list, "un\ndeux"),
        ("¦Cité", MarkdownEditor.make_quote, "> Cité"),
        ("voir ⟦la page⟧.", MarkdownEditor.insert_link, "voir [la page](adresse)."),
        ("voir ⟦https://exemple.org⟧.", MarkdownEditor.insert_link, "voir [texte](https://exemple.org)."),
        ("Un fait¦.", MarkdownEditor.insert_note, "Un fait[^1].\n\n[^1]: "),
        ("Un[^1] fait¦.\n\n[^1]: ici", MarkdownEditor.insert_note, "Un[^1] fait[^2].\n\n[^1]: ici\n[^2]: "),
        (
            "Avant¦\nAprès",
            lambda editor: editor.insert_picture("media/pont (1).jpg", "Un [grand]\npont"),
            "Avant\n\n![Un \\[grand\\] pont](<media/pont (1).jpg>)\n\nAprès",
        ),
    ],
)
def test_a_hand_writes_what_it_says_and_undoes_in_one_step(
    editor: MarkdownEditor, before: str, hand: Hand, after: str
) -> None:
    text = prepare(editor, before)
    hand(editor)
    assert editor.text() == after
    editor.undo()
    assert editor.text() == text


def test_the_address_of_a_new_link_is_ready_to_be_typed(editor: MarkdownEditor) -> None:
    prepare(editor, "voir ⟦la page⟧")
    editor.insert_link()
    assert editor.textCursor().selectedText() == "adresse"


def test_a_table_stands_apart_and_its_first_heading_is_selected(editor: MarkdownEditor) -> None:
    prepare(editor, "Avant¦\nAprès")
    editor.insert_table()
    assert editor.textCursor().selectedText() == "Colonne 1"
    assert editor.text().split("\n")[:3] == ["Avant", "", "| Colonne 1 | Colonne 2 |"]
    assert editor.text().endswith("|\n\nAprès")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- un¦", "- un\n- "),
        ("  * un¦", "  * un\n  * "),
        ("9. neuf¦", "9. neuf\n10. "),
        ("> cité¦", "> cité\n> "),
        ("- un\n- ¦", "- un\n"),
        ("- un ¦deux", "- un \n- deux"),
        ("texte¦", "texte\n"),
    ],
)
def test_enter_goes_on_with_a_list(editor: MarkdownEditor, before: str, after: str) -> None:
    prepare(editor, before)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == after
