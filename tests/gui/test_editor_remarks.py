"""A remark stays on its words while the section is edited, or becomes empty; it never slides onto others."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.editor.remarks import ProposedChange, Remark
from editor_app.gui.utf16 import to_utf16

TEXT = "😀 Les derniers mois ont été riches.\n\nMerci à nos partenaires."


@pytest.fixture
def editor(qtbot: QtBot) -> MarkdownEditor:
    widget = MarkdownEditor()
    qtbot.addWidget(widget)
    widget.resize(600, 300)
    widget.show()
    qtbot.waitExposed(widget)
    widget.load(TEXT)
    return widget


def remark(words: str, name: str = "r", closed: bool = False) -> Remark:
    start = TEXT.index(words)
    return Remark(name, start, start + len(words), closed)


def words_of(editor: MarkdownEditor) -> list[str]:
    text = editor.text()
    return [text[item.start : item.end] for item in editor.remarks()]


def replace_text(editor: MarkdownEditor, old: str, new: str) -> None:
    cursor = editor.document().find(old)
    assert not cursor.isNull()
    cursor.insertText(new)


def test_remarks_come_back_in_code_points(editor: MarkdownEditor) -> None:
    ranges = [remark("derniers mois"), remark("partenaires", "s", closed=True)]
    editor.set_remarks(ranges)
    assert editor.remarks() == ranges


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("Les ", "Tous les 😀 ", "derniers mois"),
        ("derniers", "tout derniers", "tout derniers mois"),
        ("mois ont", "jours ont", "derniers "),
        ("Les derniers", "Ces", " mois"),
        (" mois ont été", "", "derniers"),
        ("ont été", "furent", "derniers mois"),
        ("Les derniers mois ont été riches.", "", ""),
        ("Merci", "Grand merci", "derniers mois"),
    ],
)
def test_a_remark_follows_its_words(editor: MarkdownEditor, old: str, new: str, kept: str) -> None:
    editor.set_remarks([remark("derniers mois")])
    replace_text(editor, old, new)
    assert words_of(editor) == [kept]


def test_text_typed_at_either_end_stays_outside(editor: MarkdownEditor) -> None:
    editor.set_remarks([remark("derniers mois")])
    cursor = editor.document().find("derniers mois")
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    for place in (end, start):
        cursor.setPosition(place)
        cursor.insertText("X")
    assert words_of(editor) == ["derniers mois"]


def test_a_remark_survives_any_edit_elsewhere(editor: MarkdownEditor) -> None:
    chance = random.Random(3)  # noqa: S311 -- repeatable, not secret
    editor.set_remarks([remark("derniers mois")])
    for _ in range(80):
        text = editor.text()
        words = text.index("derniers mois")
        first, last = chance.choice([(0, words), (words + len("derniers mois"), len(text))])
        start = chance.randint(first, last)
        cursor = QTextCursor(editor.document())
        cursor.setPosition(to_utf16(text, start))
        end = min(last, start + chance.randint(0, 6))
        cursor.setPosition(to_utf16(text, end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(chance.choice(["", "a", "\n", "😀", "mot mot"]))
        assert words_of(editor) == ["derniers mois"]


def test_a_click_on_its_words_says_which_remark(editor: MarkdownEditor, qtbot: QtBot) -> None:
    editor.set_remarks([remark("derniers mois", "r1")])
    cursor = editor.document().find("mois")
    cursor.setPosition(cursor.selectionStart() + 1)
    place = editor.cursorRect(cursor).center()
    with qtbot.waitSignal(editor.remark_clicked) as clicked:
        QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args == ["r1"]


def test_the_marker_is_painted_behind_open_remarks_only(editor: MarkdownEditor) -> None:
    marker = editor.colours().marker

    def painted() -> bool:
        image = editor.viewport().grab().toImage()
        return any(image.pixelColor(x, y).name() == marker for x in range(image.width()) for y in range(60))

    editor.set_remarks([remark("derniers mois", closed=True)])
    assert not painted()
    editor.set_remarks([remark("derniers mois")])
    assert painted()


def test_proposed_words_are_painted_in_room_of_their_own_and_are_not_in_the_text(editor: MarkdownEditor) -> None:
    def width() -> float:
        layout = editor.document().firstBlock().layout()
        return layout.lineAt(0).naturalTextWidth()

    def painted() -> bool:
        image, wanted = editor.viewport().grab().toImage(), editor.colours().ready
        return any(image.pixelColor(x, y).name() == wanted for x in range(image.width()) for y in range(60))

    before = width()
    start = TEXT.index("mois")
    editor.set_proposed([ProposedChange("s", start, start + 4, ("jours",))])
    assert painted()
    assert width() > before
    assert editor.text() == TEXT
    editor.set_proposed([])
    assert not painted()
    assert width() == before


def test_a_proposed_change_stays_on_its_words_while_one_types_before_them(editor: MarkdownEditor) -> None:
    start = TEXT.index("mois")
    editor.set_proposed([ProposedChange("s", start, start + 4, ("jours",))])
    replace_text(editor, "Les ", "😀 Tous les ")
    (change,) = editor.proposed()
    assert editor.text()[change.start : change.end] == "mois"
    formats = editor.document().firstBlock().layout().formats()
    assert {each.length for each in formats} >= {4, 1}
    replace_text(editor, "mois", "jours")
    assert editor.proposed() == []


def test_the_finding_under_words_does_not_run_on_under_what_is_proposed(editor: MarkdownEditor) -> None:
    start = TEXT.index("mois")
    editor.set_proposed([ProposedChange("s", start, start + 4, ("jours",))])
    block = editor.document().firstBlock()
    (gap,) = editor._gaps_in(block).values()
    assert gap > 20
