"""A packet opened in Lettrine: the same house, the text to be read, a key for each thing to say, a file to send."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, focus, press, type_text

from editor_app.desk import Desk
from editor_app.review.annotation import Annotation, Motivation, comment
from editor_app.review.sign_off import Verdict

SECTION = "editorial"


@pytest.fixture
def letter(copied: Callable[[], Path]) -> Desk:
    desk = Desk.open(copied())
    text = desk.texts[SECTION]
    desk.save_annotations(
        [comment(text, 3, 9, issue=desk.issue.id, section=SECTION, body="Un avis ?", author="Rédaction")]
    )
    return desk


@pytest.fixture
def packet(letter: Desk, tmp_path: Path) -> Path:
    path = tmp_path / "pour-zoe.zip"
    letter.make_packet(path, reader="Zoé Lambert", before=datetime.date(2030, 12, 3), look_at="les chiffres")
    return path


@pytest.fixture
def reading(packet: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[OpenWindow]:  # noqa: ARG001  (made first)
    opened = OpenWindow(packet)
    focus(qtbot, opened.window.editor)
    yield opened
    opened.close()


def own(reading: OpenWindow) -> list[Annotation]:
    return [remark for remark in reading.letter.annotations.values() if remark.author == "Zoé Lambert"]


def choose(reading: OpenWindow) -> str:
    """Words that the section has once, selected."""
    text = reading.window.editor.text()
    word = next(word for word in text.split() if len(word) > 7 and word.isalpha() and text.count(word) == 1)
    start = text.index(word)
    reading.window.editor.select(start, start + len(word))
    return word


def test_the_packet_says_what_is_asked_and_the_text_is_there_to_be_read(reading: OpenWindow, qtbot: QtBot) -> None:
    window = reading.window
    assert "Zoé Lambert avant le 3 décembre 2030" in window.notice.sentence
    assert "les chiffres" in window.notice.sentence
    assert window.editor.isReadOnly()
    before = window.editor.text()
    type_text(window.editor, "x")
    assert window.editor.text() == before
    assert window._tasks.isVisible()
    assert not window.preview.isVisible(), "remarks stand in the place of the page"
    assert not window.commands["export"].isVisible()
    assert window.commands["save-return"].isVisible()
    press(window.editor, "F6")
    qtbot.waitUntil(window.preview.isVisible, timeout=PATIENCE)
    assert not window.editor.isVisible(), "as it will appear"
    window.commands["as-page"].setChecked(False)
    assert window.editor.isVisible()


def test_one_key_comments_one_suggests_one_signs_one_goes_on(reading: OpenWindow, qtbot: QtBot) -> None:
    editor = reading.window.editor
    word = choose(reading)
    press(editor, "C")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    type_text(line, "Ce n’est pas clair.")
    QTest.keyClick(line, Qt.Key.Key_Return)
    choose(reading)
    focus(qtbot, editor)
    press(editor, "S")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    type_text(line, "autrement")
    QTest.keyClick(line, Qt.Key.Key_Return)
    kinds = {remark.motivation: remark for remark in own(reading)}
    assert kinds[Motivation.COMMENTING].body == "Ce n’est pas clair."
    assert kinds[Motivation.EDITING].replacement == "autrement"
    assert word in editor.text(), "what is proposed is not in the text"
    focus(qtbot, editor)
    press(editor, "V")
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=PATIENCE)
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(remark.verdict == "vu" for remark in own(reading)), timeout=PATIENCE)
    editor.moveCursor(editor.textCursor().MoveOperation.Start)
    focus(qtbot, editor)
    press(editor, "N")
    assert editor.textCursor().hasSelection()


def test_nobody_decides_on_anothers_remark_and_ones_own_can_be_taken_back(reading: OpenWindow, qtbot: QtBot) -> None:
    (theirs,) = reading.letter.annotations.values()
    view = reading.window._tasks.remarks
    view.choose(theirs.id)
    focus(qtbot, view)
    for key in ("A", "Space", "Delete"):
        press(view, key)
    assert reading.letter.annotations[theirs.id] == theirs
    assert "Rédaction" in reading.window.notice.sentence
    choose(reading)
    reading.window.commands["remark"].trigger()
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    type_text(line, "Non.")
    QTest.keyClick(line, Qt.Key.Key_Return)
    (mine,) = own(reading)
    view.choose(mine.id)
    focus(qtbot, view)
    press(view, "Delete")
    assert reading.window._remarks.index_of(mine.id).row() < 0


def test_what_is_edited_signed_and_said_goes_back_and_is_taken_in(
    reading: OpenWindow, qtbot: QtBot, letter: Desk, packet: Path
) -> None:
    window = reading.window
    window.commands["edit-text"].setChecked(True)
    assert not window.editor.isReadOnly()
    word = choose(reading)
    window.editor.insertPlainText("autrement")
    window.commands["sign-revise"].trigger()
    window.commands["save-return"].trigger()
    qtbot.waitUntil(lambda: "est enregistré" in window.notice.sentence, timeout=PATIENCE)
    assert "1 correction, 1 avis" in window.notice.sentence
    back = packet.with_name("relecture-15-zoe-lambert-retour.zip")
    merged = letter.merge([back])
    (suggestion,) = [remark for remark in merged.new if remark.motivation is Motivation.EDITING]
    assert suggestion.target.quote is not None
    assert word in suggestion.target.quote.exact
    assert [one.verdict for one in letter.sign_off().of(SECTION)] == [Verdict.TO_REVISE]


def test_opening_a_letter_afterwards_gives_the_authors_window_back(reading: OpenWindow, letter: Desk) -> None:
    window = reading.window
    window.open_desk(Desk.open(letter.path))
    assert not window.editor.isReadOnly()
    assert window.preview.isVisible()
    assert window.commands["export"].isVisible()
    assert not window.commands["save-return"].isVisible()
