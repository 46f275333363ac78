"""What comes back from proofreaders is seen in the text and decided on by key; undoing undoes the decision too."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, focus, press, type_text

from editor_app.desk import Desk
from editor_app.exporting.archive import write_archive
from editor_app.exporting.bundle.bag import canonical_json, manifest
from editor_app.gui.comparing.sheet import ComparisonSheet
from editor_app.gui.remarks.sign_off_sheet import SignOffSheet
from editor_app.gui.remarks.typography_sheet import TypographySheet
from editor_app.review.annotation import Annotation, State, comment
from editor_app.review.decisions import suggestion
from editor_app.storage.annotations import dump_annotations

SECTION = "a-propos"
TEXT = 'L’adoption de al récente résolution.\n\nElle a permis de protégées les victimes ; "bien".\n'


@pytest.fixture
def proofread(shared: OpenWindow) -> Iterator[OpenWindow]:
    """A section with a short text and no remark on it, open."""
    window = shared.window
    window.open_section(SECTION)
    before = window.editor.text()
    window.editor.selectAll()
    window.editor.insertPlainText(TEXT)
    assert window.save_now()
    shared.letter.annotations.clear()
    shared.letter.set_annotations([])
    yield shared
    window.open_section(SECTION)
    window.editor.selectAll()
    window.editor.insertPlainText(before)
    window.take_text()
    shared.letter.annotations.clear()
    shared.letter.set_annotations([])
    window._tasks.composer.hide()
    window.notice.hide()


def suggest(opened: OpenWindow, words: str, instead: str, author: str = "Claire Morel") -> Annotation:
    text = opened.window.editor.text()
    start = text.index(words)
    made = suggestion(
        text, start, start + len(words), instead, issue=opened.letter.issue.id, section=SECTION, author=author
    )
    opened.letter.set_annotations([made])
    return made


def state(opened: OpenWindow, remark: Annotation) -> State:
    return opened.letter.annotations[remark.id].state


def at(opened: OpenWindow, qtbot: QtBot, remark: Annotation) -> None:
    """The list has the keyboard, and this remark is its current one."""
    opened.window._tasks.turn_to(1)
    opened.window._tasks.remarks.choose(remark.id)
    focus(qtbot, opened.window._tasks.remarks)


def test_a_suggestion_is_seen_in_the_text_without_being_in_it(proofread: OpenWindow) -> None:
    suggest(proofread, "al récente", "la récente")
    (change,) = proofread.window.editor.proposed()
    assert (change.options, proofread.window.editor.text()) == (("la",), TEXT)
    assert TEXT[change.start : change.end] == "al"


def test_a_key_accepts_and_undoing_opens_it_again(proofread: OpenWindow, qtbot: QtBot) -> None:
    made = suggest(proofread, "al", "la")
    at(proofread, qtbot, made)
    press(proofread.window._tasks.remarks, "A")
    editor = proofread.window.editor
    assert editor.text() == TEXT.replace(" al ", " la ")
    assert state(proofread, made) is State.ACCEPTED
    assert editor.proposed() == []
    assert proofread.window.save_now()
    newest = proofread.letter.desk.versions()[0]
    assert "Claire Morel" in newest.name, "whose words they are is kept with the version"
    editor.undo()
    assert editor.text() == TEXT
    assert state(proofread, made) is State.OPEN
    assert len(editor.proposed()) == 1
    editor.redo()
    assert editor.text() == TEXT.replace(" al ", " la ")
    assert state(proofread, made) is State.ACCEPTED


def test_what_is_typed_afterwards_is_undone_first(proofread: OpenWindow, qtbot: QtBot) -> None:
    made = suggest(proofread, "al", "la")
    at(proofread, qtbot, made)
    press(proofread.window._tasks.remarks, "A")
    editor = proofread.window.editor
    editor.setCursorWidth(2)
    cursor = editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    editor.setTextCursor(cursor)
    type_text(editor, "Fin")
    editor.undo()
    assert state(proofread, made) is State.ACCEPTED
    editor.undo()
    assert state(proofread, made) is State.OPEN


def test_a_choice_among_rivals_sets_the_others_aside_and_undoing_brings_them_back(
    proofread: OpenWindow, qtbot: QtBot
) -> None:
    made, rival = (
        suggest(proofread, "protégées", "protéger"),
        suggest(proofread, "de protégées", "que l’on protège", "Luc"),
    )
    (change,) = proofread.window.editor.proposed()
    assert set(change.options) == {"de protéger", "que l’on protège"}, "side by side, on the same words"
    at(proofread, qtbot, made)
    press(proofread.window._tasks.remarks, "A")
    assert (state(proofread, made), state(proofread, rival)) == (State.ACCEPTED, State.REFUSED)
    assert "Luc" in proofread.window.notice.sentence
    proofread.window.editor.undo()
    assert (state(proofread, made), state(proofread, rival)) == (State.OPEN, State.OPEN)


def test_the_same_suggestion_by_two_people_is_one_row_refused_for_both(proofread: OpenWindow, qtbot: QtBot) -> None:
    made, same = suggest(proofread, "al", "la"), suggest(proofread, "de al", "de la", "Luc")
    assert proofread.window._remarks.rowCount() == 1
    assert "Claire Morel et Luc" in str(proofread.window._remarks.index(0).data())
    at(proofread, qtbot, made)
    press(proofread.window._tasks.remarks, "Delete")
    assert (state(proofread, made), state(proofread, same)) == (State.REFUSED, State.REFUSED)
    assert proofread.window.editor.text() == TEXT


def test_words_typed_into_hide_what_was_proposed_for_them_until_they_are_as_before(
    proofread: OpenWindow, qtbot: QtBot
) -> None:
    suggest(proofread, "protégées", "protéger")
    editor = proofread.window.editor
    start = TEXT.index("tégées")
    editor.select(start, start)
    type_text(editor, "x")
    assert editor.proposed() == []
    editor.undo()
    qtbot.waitUntil(lambda: len(editor.proposed()) == 1, timeout=PATIENCE)


def test_a_key_goes_from_open_remark_to_open_remark(proofread: OpenWindow, qtbot: QtBot) -> None:
    first, last = suggest(proofread, "al", "la"), suggest(proofread, "victimes", "personnes")
    proofread.window.editor.moveCursor(QTextCursor.MoveOperation.Start)
    focus(qtbot, proofread.window.editor)
    press(proofread.window.editor, "F7")
    assert proofread.window.editor.textCursor().selectedText() == "al"
    press(proofread.window.editor, "F7")
    assert proofread.window.editor.textCursor().selectedText() == "victimes"
    press(proofread.window.editor, "F7")
    assert proofread.window._tasks.remarks.current().remark.id == first.id
    press(proofread.window.editor, "Ctrl+Alt+A")
    assert state(proofread, first) is State.ACCEPTED
    assert state(proofread, last) is State.OPEN


def test_a_remark_is_answered_by_key_and_the_answer_stands_under_it(proofread: OpenWindow, qtbot: QtBot) -> None:
    made = suggest(proofread, "al", "la")
    at(proofread, qtbot, made)
    press(proofread.window._tasks.remarks, "R")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    type_text(line, "Bien vu.")
    QTest.keyClick(line, Qt.Key.Key_Return)
    told = proofread.window._tasks.remarks.current()
    assert told is not None
    assert [reply.body for reply in told.replies] == ["Bien vu."]


def test_other_words_are_proposed_by_the_author_too(proofread: OpenWindow, qtbot: QtBot) -> None:
    editor = proofread.window.editor
    editor.select(TEXT.index("victimes"), TEXT.index("victimes") + len("victimes"))
    focus(qtbot, editor)
    press(editor, "Ctrl+Shift+M")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    type_text(line, "personnes")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert [change.options for change in editor.proposed()] == [("personnes",)]


def test_an_orphan_is_placed_by_hand_on_the_words_one_selects(proofread: OpenWindow, qtbot: QtBot) -> None:
    made = suggest(proofread, "al", "la")
    target = dataclasses.replace(made.target, start=0, end=0)
    proofread.letter.set_annotations([dataclasses.replace(made, target=target)])
    assert "sans place" in str(proofread.window._remarks.index_of(made.id).data())
    start = TEXT.index("bien")
    proofread.window.editor.select(start, start + 4)
    at(proofread, qtbot, made)
    proofread.window.commands["place-remark"].trigger()
    (change,) = proofread.window.editor.proposed()
    assert TEXT[change.start : change.end] == "bien"


def test_all_typography_of_a_person_is_seen_then_accepted_as_one_step(proofread: OpenWindow) -> None:
    kept = suggest(proofread, "al", "la")
    suggest(proofread, "victimes ; ", "victimes\u202f; ")
    suggest(proofread, '"bien"', "«\u00a0bien\u00a0»")
    proofread.window.commands["accept-typography"].trigger()
    sheet = proofread.window.findChild(TypographySheet)
    assert sheet is not None
    assert "bien" in sheet._list.toPlainText()
    sheet.accept()
    editor = proofread.window.editor
    assert "victimes\u202f; «\u00a0bien\u00a0»" in editor.text()
    assert state(proofread, kept) is State.OPEN
    editor.undo()
    assert editor.text() == TEXT, "one step"


def returned(opened: OpenWindow, to: Path, remarks: list[Annotation], author: str) -> Path:
    """What a proofreader's page would have saved."""
    files = {
        "annotations.jsonl": dump_annotations(remarks),
        "relecture.json": canonical_json(
            {"format": 1, "type": "return", "issue": opened.letter.issue.id, "author": author}
        ),
        **{f"sections/{section}.md": text.encode() for section, text in opened.letter.texts.items()},
    }
    files["manifest-sha256.txt"] = manifest(files)
    with to.open("wb") as out:
        write_archive(out, (f"r/{path}" for path in files), lambda path: files[path.removeprefix("r/")])
    return to


def test_returns_dropped_on_the_window_are_taken_in_and_told_in_a_sentence(
    proofread: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    start = TEXT.index("victimes")
    made = comment(TEXT, start, start + 8, issue=proofread.letter.issue.id, section=SECTION, body="Qui ?", author="Zoé")
    path = returned(proofread, tmp_path / "retour.zip", [made], "Zoé")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    view, buttons, keys = proofread.window.editor.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys),
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys),
    ):
        QApplication.sendEvent(view, event)
    qtbot.waitUntil(lambda: made.id in proofread.letter.annotations, timeout=PATIENCE)
    assert "1 remarque nouvelle de Zoé" in proofread.window.notice.sentence
    assert proofread.window.editor.text() == TEXT
    proofread.window._proofreading.exchange.take_returns([path])
    qtbot.waitUntil(lambda: "Rien de nouveau" in proofread.window.notice.sentence, timeout=PATIENCE)


def test_a_file_that_is_no_return_is_refused_with_its_sentence(
    proofread: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "autre.zip"
    path.write_bytes(b"PK\x05\x06" + bytes(18))
    proofread.window._proofreading.exchange.take_returns([path])
    qtbot.waitUntil(lambda: "autre.zip" in proofread.window.notice.sentence, timeout=PATIENCE)
    assert proofread.letter.annotations == {}


def test_a_packet_is_made_and_what_changed_since_can_be_seen(
    proofread: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "pour-zoe.zip"
    proofread.window._proofreading.exchange.make_packet(path, "Zoé", None, "")
    qtbot.waitUntil(path.exists, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "est prêt" in proofread.window.notice.sentence, timeout=PATIENCE)
    proofread.window.editor.selectAll()
    proofread.window.editor.insertPlainText(TEXT.replace("al", "la"))
    proofread.window.commands["since-sent"].trigger()
    qtbot.waitUntil(lambda: proofread.window.findChild(ComparisonSheet) is not None, timeout=PATIENCE)
    sheet = proofread.window.findChild(ComparisonSheet)
    assert sheet is not None
    assert sheet.comparison.count() == 1
    sheet.close()


def test_a_section_is_signed_by_key_and_the_table_says_what_is_missing(proofread: OpenWindow, qtbot: QtBot) -> None:
    focus(qtbot, proofread.window.editor)
    press(proofread.window.editor, "Ctrl+Alt+B")
    proofread.window.commands["who-signed"].trigger()
    sheet = proofread.window.findChild(SignOffSheet)
    assert sheet is not None
    told = [sheet.table.item(row, 1).text() for row in range(sheet.table.rowCount())]
    assert sum("bon à tirer" in text for text in told) == 1
    assert sheet.go.text() == "Donner le bon à tirer tout de même"
    sheet.go.click()
    assert proofread.window.save_now()
    assert Desk.open(proofread.folder).versions()[0].name.startswith("bon à tirer par Rédaction, passé outre")
