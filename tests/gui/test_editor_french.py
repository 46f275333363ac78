"""French typography as one types in the editor: one step to undo each, never in code, each with its switch."""

from __future__ import annotations

import re
import statistics
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window_under_test import type_text

from editor_app.gui.appearance.theme import tokens
from editor_app.gui.editor.fences import Fences
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.editor.splice import LineSplice
from editor_app.proofing.as_typed import ALL_HABITS, Habit
from editor_app.proofing.diagnostic import Category, Diagnostic, Severity


@pytest.fixture
def editor(qtbot: QtBot) -> MarkdownEditor:
    widget = MarkdownEditor()
    qtbot.addWidget(widget)
    widget.resize(700, 300)
    return widget


def at_end(editor: MarkdownEditor, text: str) -> None:
    editor.load(text)
    editor.moveCursor(QTextCursor.MoveOperation.End)


def test_undo_gives_back_exactly_what_was_typed_and_the_next_key_goes_on(editor: MarkdownEditor) -> None:
    type_text(editor, 'le "')
    assert editor.text() == "le «\u00a0"
    editor.undo()
    assert editor.text() == 'le "'
    assert editor.textCursor().position() == 4
    type_text(editor, 'a" ici')
    assert editor.text() == 'le "a" ici', "the fellow of a quote that was kept is kept"
    editor.undo()
    assert editor.text() == 'le "', "what is typed after is a step of its own"


def test_each_change_is_a_step_of_its_own(editor: MarkdownEditor) -> None:
    editor.load("")
    type_text(editor, "l'avis ?")
    assert editor.text() == "l’avis\u202f?"
    steps = []
    while editor.document().isUndoAvailable():
        editor.undo()
        steps.append(editor.text())
    assert steps == ["l’avis ?", "l’", "l'", ""]
    while editor.document().isRedoAvailable():
        editor.redo()
    assert editor.text() == "l’avis\u202f?"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("al é'\".:;!?«»[`5%M😀"), max_size=16))
def test_whatever_is_typed_every_automatic_change_comes_off_alone(editor: MarkdownEditor, keys: str) -> None:
    editor.load("")
    lines = [""]

    def follow(splice: LineSplice) -> None:
        splice.replay(lines)

    editor.spliced.connect(follow)
    try:
        for key in keys:
            before = editor.text()
            revision = editor.revision()
            type_text(editor, key)
            after = editor.text()
            assert "\n".join(lines) == after
            if editor.revision() > revision + 1:
                editor.undo()
                assert editor.text() == before + key
                editor.redo()
                assert editor.text() == after
            else:
                assert after == before + key
    finally:
        editor.spliced.disconnect(follow)


def test_an_emoji_before_does_not_shift_the_change(editor: MarkdownEditor) -> None:
    at_end(editor, "😀 d")
    type_text(editor, '\'un 😀 "mot" ?')
    assert editor.text() == "😀 d’un 😀 «\u00a0mot\u00a0»\u202f?"


def test_a_code_block_is_left_alone_and_what_follows_it_is_not(editor: MarkdownEditor) -> None:
    at_end(editor, "```\nx\n\n")
    type_text(editor, "l'a ?")
    assert editor.text().endswith("l'a ?")
    at_end(editor, "~~~\n```\n~~~\n\n")
    type_text(editor, "l'a")
    assert editor.text().endswith("l’a")


FENCE_LINES = st.sampled_from(["```", "~~~", "````", "```py", "  ```", "    ```", "texte", "", "``", "~~~~ "])
EDITS = st.tuples(st.integers(0, 12), st.integers(0, 4), st.lists(FENCE_LINES, max_size=4))


@settings(max_examples=150, deadline=None)
@given(st.lists(FENCE_LINES, min_size=1, max_size=12), st.lists(EDITS, max_size=6))
def test_a_line_is_in_code_when_its_block_is_for_the_check(
    lines: list[str], edits: list[tuple[int, int, list[str]]]
) -> None:
    fences, text = Fences(), list(lines)
    fences.reset(text)
    for place, count, added in edits:
        first = min(place, len(text) - 1)
        removed = min(count, len(text) - first)
        if len(text) - removed + len(added) == 0:
            continue
        text[first : first + removed] = added
        fences.splice(first, removed, added)
    opened = ""
    for number, line in enumerate(text):
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        assert fences.inside(number, text.__getitem__) is bool(opened or mark)
        if not opened and mark:
            opened = mark[1]
        elif opened and mark and line.strip().startswith(opened) and not line.strip().strip(opened[0]):
            opened = ""


def test_a_fence_typed_above_is_known_at_once(editor: MarkdownEditor) -> None:
    at_end(editor, "")
    type_text(editor, "```")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    type_text(editor, "d'un")
    assert editor.text() == "```\nd'un"
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    type_text(editor, " l'a")
    assert editor.text() == "``\nd'un l’a"


def test_an_accent_composed_on_a_letter_is_left_alone_and_a_mark_by_input_method_is_not(editor: MarkdownEditor) -> None:
    def commit(text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(editor, event)

    for text in ("l", "é", "t", "é"):
        commit(text)
    assert editor.text() == "lété"
    assert editor.document().isUndoAvailable()
    editor.load("")
    for text in ("l", "'", "é"):
        commit(text)
    assert editor.text() == "l’é"


def test_a_shortcut_that_types_nothing_changes_nothing(editor: MarkdownEditor) -> None:
    at_end(editor, "l'")
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Apostrophe, Qt.KeyboardModifier.ControlModifier, "'")
    QCoreApplication.sendEvent(editor, key)
    assert editor.text() == "l'"


def test_a_switch_turns_its_change_off(editor: MarkdownEditor) -> None:
    editor.set_habits(ALL_HABITS - {Habit.QUOTES})
    type_text(editor, 'l\'"a" ?')
    assert editor.text() == 'l’"a"\u202f?'
    editor.set_habits(frozenset())
    editor.load("")
    type_text(editor, 'l\'"a"... ?')
    assert editor.text() == 'l\'"a"... ?'


def test_nothing_is_typed_into_a_derived_section(editor: MarkdownEditor) -> None:
    editor.load("- l")
    editor.setReadOnly(True)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    type_text(editor, "'")
    editor.insert_characters("É")
    assert editor.text() == "- l"


def test_the_right_typography_is_cleaned_in_one_step_and_advice_is_left(editor: MarkdownEditor) -> None:
    def found(text: str, word: str, right: str, severity: Severity = Severity.WARNING) -> Diagnostic:
        start = text.index(word)
        return Diagnostic("typography/x", Category.TYPOGRAPHY, severity, start, start + len(word), word, "…", (right,))

    first, second = "😀 Oui ! Et l'avis - ici", "Le 14ème mot"
    editor.load(f"{first}\n{second}")
    editor.show_diagnostics(
        editor.revision(),
        {
            0: [found(first, " !", "\u202f!"), found(first, "'", "’"), found(first, "-", "–", Severity.ADVICE)],
            1: [found(second, "14ème", "14e")],
        },
        complete=True,
    )
    assert editor.clean_typography() == 3
    assert editor.text() == "😀 Oui\u202f! Et l’avis - ici\nLe 14e mot"
    editor.undo()
    assert editor.text() == f"{first}\n{second}"
    assert editor.clean_typography() == 0


def test_no_break_spaces_are_drawn_when_asked(editor: MarkdownEditor, qtbot: QtBot) -> None:
    editor.load("«\u00a0mot\u00a0»\u202f!")
    editor.show()
    qtbot.waitExposed(editor)
    editor.clearFocus()
    accent = QColor(tokens(dark=False).accent)

    def marks() -> int:
        picture = editor.viewport().grab().toImage()
        return sum(
            abs(picture.pixelColor(x, y).red() - accent.red()) < 40
            and abs(picture.pixelColor(x, y).blue() - accent.blue()) < 40
            and picture.pixelColor(x, y).lightness() < 160
            for x in range(picture.width())
            for y in range(60)
        )

    without = marks()
    editor.show_no_break_spaces(True)
    assert marks() > without + 8
    editor.show_no_break_spaces(False)
    assert marks() == without


def test_what_is_done_while_typing_costs_the_typist_next_to_nothing(qtbot: QtBot) -> None:
    """Thread time per key against the same editor with everything switched off, key by key in turn."""
    prose = "La lutte contre la traite demeure une priorite de la France, qui forme les magistrats. "
    editors = []
    for habits in (frozenset[Habit](), ALL_HABITS):
        one = MarkdownEditor()
        qtbot.addWidget(one)
        one.resize(700, 400)
        one.load((prose * 6 + "\n\n") * 40)
        one.set_habits(habits)
        one.show()
        qtbot.waitExposed(one)
        editors.append(one)
    spent: list[list[float]] = [[], []]
    for key in prose * 3:
        for one, times in zip(editors, spent, strict=True):
            start = time.thread_time()
            QTest.keyClicks(one, key)
            QCoreApplication.processEvents()
            times.append(time.thread_time() - start)
    off, on = map(statistics.median, spent)
    assert on <= 1.6 * off
