"""The editor keeps every character, and whoever follows it by splices has the same text."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QPaintEvent, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor_app.gui.appearance.theme import tokens
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.editor.reading_font import SIZE, reading_font
from editor_app.gui.editor.splice import LineSplice, SpliceHistory
from editor_app.gui.editor.word_count import words_in

PIECES = ["a", "é", "’", " ", "\u00a0", "\u202f", "\u2028", "😀", "**", "#", "- ", "mot", "\n", "\n\n", "[x](y)", "\t"]


@pytest.fixture
def editor(qtbot: QtBot) -> MarkdownEditor:
    widget = MarkdownEditor()
    qtbot.addWidget(widget)
    widget.resize(700, 400)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_a_loaded_text_comes_back_to_the_character(editor: MarkdownEditor, text: str) -> None:
    editor.load(text)
    assert editor.text() == text


def test_the_real_letter_comes_back_to_the_character(editor: MarkdownEditor, letter_14: Path) -> None:
    text = letter_14.read_text("utf-8")
    editor.load(text)
    assert editor.text() == text


def test_what_is_copied_keeps_its_no_break_spaces(editor: MarkdownEditor) -> None:
    editor.load("«\u00a0Cœur bleu\u00a0»\u202f!\nfin")
    editor.selectAll()
    editor.copy()
    assert QGuiApplication.clipboard().text() == "«\u00a0Cœur bleu\u00a0»\u202f!\nfin"
    editor.paste()
    assert editor.text() == "«\u00a0Cœur bleu\u00a0»\u202f!\nfin"


def test_loading_leaves_nothing_to_undo_and_announces_no_splice(editor: MarkdownEditor) -> None:
    splices: list[LineSplice] = []
    editor.spliced.connect(splices.append)
    before = editor.revision()
    editor.load("Un\ndeux")
    assert editor.revision() == before + 1
    assert not editor.document().isUndoAvailable()
    assert splices == []


def _random_edit(editor: MarkdownEditor, chance: random.Random) -> None:
    cursor = editor.textCursor()
    end = editor.document().characterCount() - 1
    places = sorted((chance.randint(0, end), chance.randint(0, end)))
    if chance.random() < 0.7:
        places[1] = min(end, places[0] + chance.randint(0, 4))
    cursor.setPosition(places[0])
    cursor.setPosition(places[1], QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    match chance.randrange(12):
        case 0 | 1:
            editor.undo()
        case 2:
            editor.redo()
        case 3:
            cursor.deletePreviousChar()
        case 4:
            QTest.keyClick(editor, Qt.Key.Key_Return)
        case 5:
            chance.choice([editor.toggle_bold, editor.make_list, editor.insert_note, editor.insert_table])()
        case 6:
            editor.insertPlainText(
                "\n".join("".join(chance.choices(PIECES, k=3)) for _ in range(chance.randint(1, 30)))
            )
        case 7:
            QTest.keyClick(editor, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
        case _:
            editor.insertPlainText("".join(chance.choices(PIECES, k=chance.randint(1, 4))))


@pytest.mark.parametrize("seed", range(6))
def test_splices_replayed_on_a_list_of_lines_give_the_same_text(editor: MarkdownEditor, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- repeatable, not secret
    editor.load("# Titre 😀\n\nUn *texte* [lié](a.md) «\u00a0cité\u00a0».\n\n- un\n- deux\n")
    lines, revision = editor.text().split("\n"), editor.revision()

    def follow(splice: LineSplice) -> None:
        nonlocal revision
        assert splice.revision == revision + 1
        revision = splice.revision
        splice.replay(lines)

    editor.spliced.connect(follow)
    for _ in range(120):
        _random_edit(editor, chance)
        assert "\n".join(lines) == editor.text()
    editor.selectAll()
    editor.textCursor().removeSelectedText()
    assert lines == [""]
    editor.undo()
    assert "\n".join(lines) == editor.text()
    assert revision == editor.revision()
    assert editor.word_count() == sum(map(words_in, lines))


def test_a_line_is_found_again_after_edits_around_it() -> None:
    history = SpliceHistory(kept=3)
    history.restart(10)
    history.add(11, 2, 1, 3)
    history.add(12, 0, 1, 1)
    assert history.since(10, [0, 1, 2, 5]) == {1: 1, 5: 7}
    assert history.since(12, [4]) == {4: 4}
    assert not history.knows(9)
    history.add(13, 0, 1, 1)
    history.add(14, 0, 1, 1)
    assert not history.knows(10)
    assert history.knows(11)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("L’appel d’Erwann Tor", 3),
        ("«\u00a0Cœur bleu\u00a0»\u202f!", 2),
        ("vice-président, **fort** et *beau*", 4),
        ("Voir [à Paris](https://exemple.org/a-b/c.html){.lien}", 3),
        ("---", 0),
    ],
)
def test_words_are_those_a_reader_sees(line: str, words: int) -> None:
    assert words_in(line) == words


def test_typing_repaints_the_paragraph_and_not_the_page(qtbot: QtBot) -> None:
    heights: list[int] = []

    class Watched(MarkdownEditor):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
            heights.append(event.rect().height())
            super().paintEvent(event)

    watched = Watched()
    qtbot.addWidget(watched)
    watched.resize(700, 500)
    watched.show()
    watched.load("Un mot **fort** et [un lien](page.md).\n\n" * 8)
    qtbot.waitUntil(lambda: bool(heights))
    qtbot.wait(50)
    heights.clear()
    QTest.keyClicks(watched, "abc")
    qtbot.waitUntil(lambda: bool(heights))
    assert max(heights) < 80


def test_a_paragraph_that_grows_a_line_pushes_the_rest_down(editor: MarkdownEditor) -> None:
    editor.load("Un **début** de texte.\n\nLa suite.")
    editor.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    editor.insertPlainText(" et encore" * 3)
    last = editor.document().lastBlock()
    before = editor.blockBoundingGeometry(last).top()
    for _ in range(10):
        editor.insertPlainText(" [mot](lien.md)")
    assert editor.blockBoundingGeometry(last).top() > before
    assert editor.document().firstBlock().layout().lineCount() > 2


def test_the_text_is_set_with_the_line_height_of_a_book(editor: MarkdownEditor) -> None:
    assert 1.5 * SIZE <= QFontMetricsF(reading_font()).lineSpacing() <= 1.8 * SIZE
    assert editor.font().pixelSize() == SIZE


@pytest.mark.parametrize("width", [500, 1100, 1600])
@pytest.mark.parametrize("shown_first", [True, False])
def test_the_column_is_centred_readable_and_never_cut(qtbot: QtBot, width: int, shown_first: bool) -> None:
    editor = MarkdownEditor()
    qtbot.addWidget(editor)
    if shown_first:
        editor.show()
        qtbot.waitExposed(editor)
    editor.resize(width, 300)
    editor.load("Un paragraphe qui tient sur plusieurs lignes. " * 12 + "\n\nSuite." * 30)
    editor.show()
    qtbot.wait(50)
    view = editor.viewport()
    line = editor.document().firstBlock().layout().lineAt(0)
    assert line.x() + line.naturalTextWidth() <= view.width()
    assert line.textLength() <= 92
    assert abs(view.geometry().left() - (width - view.geometry().right())) <= 24


def test_markdown_is_set_apart_in_both_appearances(editor: MarkdownEditor) -> None:
    editor.load("## Titre\n\nun **mot** fort")
    for dark in (False, True):
        editor.set_colours(tokens(dark))
        formats = editor.document().firstBlock().layout().formats()
        assert [(item.start, item.length, item.format.fontWeight()) for item in formats][1] == (3, 5, 700)
        assert formats[0].format.foreground().color().name() == tokens(dark).soft
