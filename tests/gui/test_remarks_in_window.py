"""Remarks in the window: written on words, staying on them, kept as W3C annotations."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, focus, press, type_text

from editor_app.desk import Desk
from editor_app.gui.keeping.saving import Writer
from editor_app.gui.letter import Letter
from editor_app.gui.remarks.model import RemarksModel
from editor_app.issue.outline import Kind, Outline, Section
from editor_app.review.annotation import Annotation, comment

TEXT = "Les victimes sont protégées.\n\nLa traite 🕊 des êtres humains, la traite encore.\n"


@pytest.fixture
def proofread(shared: OpenWindow) -> Iterator[OpenWindow]:
    """A section with a short text and no remark on it, open."""
    window = shared.window
    window.open_section("a-propos")
    before = window.editor.text()
    window.editor.selectAll()
    window.editor.insertPlainText(TEXT)
    assert window.save_now()
    yield shared
    window.open_section("a-propos")
    window.editor.selectAll()
    window.editor.insertPlainText(before)
    window.take_text()
    shared.letter.annotations.clear()
    shared.letter.set_annotations([])
    window._tasks.composer.hide()


def select(opened: OpenWindow, words: str) -> None:
    opened.window.editor.moveCursor(QTextCursor.MoveOperation.Start)
    assert opened.window.editor.find(words, QTextDocument.FindFlag.FindCaseSensitively)


def write(opened: OpenWindow, qtbot: QtBot, body: str) -> None:
    """The gestures: the key, the words, Enter."""
    focus(qtbot, opened.window.editor)
    press(opened.window.editor, "Ctrl+Alt+M")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    type_text(line, body)
    QTest.keyClick(line, Qt.Key.Key_Return)


def marked(opened: OpenWindow) -> list[str]:
    """The words that carry a remark in the text."""
    text = opened.window.editor.text()
    return [text[remark.start : remark.end] for remark in opened.window.editor.remarks()]


def on_disk(opened: OpenWindow) -> list[dict[str, Any]]:
    assert opened.window.save_now()
    lines = (opened.folder / "review" / "annotations.jsonl").read_text(encoding="utf-8").splitlines()
    every = [json.loads(line) for line in lines]
    return [one for one in every if one["target"]["source"].endswith("#a-propos")]


def listed(opened: OpenWindow) -> QListView:
    found = opened.window.findChild(QListView, "annotations")
    assert found is not None
    return found


def own(opened: OpenWindow) -> list[Annotation]:
    return [one for one in opened.letter.annotations.values() if one.target.section == "a-propos"]


def test_a_remark_is_written_on_selected_words_and_kept_as_a_w3c_annotation(
    proofread: OpenWindow, qtbot: QtBot
) -> None:
    select(proofread, "êtres humains")
    write(proofread, qtbot, "Préciser lesquels.")
    assert marked(proofread) == ["êtres humains"]
    assert proofread.window.editor.hasFocus()
    (kept,) = on_disk(proofread)
    start = TEXT.index("êtres humains")
    assert kept["type"] == "Annotation"
    assert kept["motivation"] == "commenting"
    assert kept["body"][0]["value"] == "Préciser lesquels."
    assert kept["target"]["source"] == f"urn:uuid:{proofread.letter.issue.id}#a-propos"
    position, words = kept["target"]["selector"]
    assert (position["type"], position["start"], position["end"]) == ("TextPositionSelector", start, start + 13)
    assert (words["type"], words["exact"]) == ("TextQuoteSelector", "êtres humains")
    assert words["suffix"].startswith(", la traite")


def test_the_list_tells_the_remark_in_words(proofread: OpenWindow, qtbot: QtBot) -> None:
    select(proofread, "victimes")
    write(proofread, qtbot, "Lesquelles ?")
    title = proofread.letter.issue.outline.find("a-propos").title
    row = listed(proofread).model().index(_row(proofread, own(proofread)[0].id), 0)
    told = str(row.data(Qt.ItemDataRole.AccessibleTextRole))
    assert told == f"{title} — «\u00a0victimes\u00a0» — Lesquelles ? — Rédaction, ouverte"


def _row(opened: OpenWindow, annotation_id: str) -> int:
    return opened.window._remarks.index_of(annotation_id).row()


def test_a_remark_follows_its_words_while_one_types_before_within_and_after(
    proofread: OpenWindow, qtbot: QtBot
) -> None:
    editor = proofread.window.editor
    select(proofread, "la traite")
    write(proofread, qtbot, "Répétition.")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    type_text(editor, "Été 🕊 2022. ")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert marked(proofread) == ["la traite"]
    editor.moveCursor(QTextCursor.MoveOperation.End)
    type_text(editor, "Fin.")
    (kept,) = on_disk(proofread)
    text = Desk.open(proofread.folder).texts["a-propos"]
    position = kept["target"]["selector"][0]
    assert text[position["start"] : position["end"]] == "la traite"
    assert kept["target"]["selector"][1]["exact"] == "la traite"


def test_a_remark_whose_words_are_cut_is_an_orphan_and_finds_them_again_when_they_come_back(
    proofread: OpenWindow, qtbot: QtBot
) -> None:
    select(proofread, "protégées")
    write(proofread, qtbot, "Accord.")
    select(proofread, "protégées")
    proofread.window.editor.cut()
    (kept,) = on_disk(proofread)
    assert kept["target"]["selector"][0]["start"] == kept["target"]["selector"][0]["end"]
    assert kept["target"]["selector"][1]["exact"] == "protégées", "what it was about is still told"
    proofread.window.editor.undo()
    proofread.window.take_text()
    assert marked(proofread) == ["protégées"]
    assert not own(proofread)[0].target.orphan


def test_a_text_pasted_over_itself_keeps_its_remarks(proofread: OpenWindow, qtbot: QtBot) -> None:
    select(proofread, "la traite")
    write(proofread, qtbot, "Répétition.")
    proofread.window.editor.selectAll()
    proofread.window.editor.insertPlainText(TEXT.replace("Les victimes", "Toutes les victimes"))
    proofread.window.take_text()
    assert marked(proofread) == ["la traite"]


def test_a_remark_is_closed_and_reopened_by_key_and_stays_chosen(proofread: OpenWindow, qtbot: QtBot) -> None:
    select(proofread, "victimes")
    write(proofread, qtbot, "Lesquelles ?")
    (made,) = own(proofread)
    proofread.window._tasks.turn_to(1)
    listed(proofread).setCurrentIndex(proofread.window._remarks.index_of(made.id))
    focus(qtbot, listed(proofread))
    before = proofread.window._remarks.open_count()
    press(listed(proofread), "Space")
    assert on_disk(proofread)[0]["lettrine:state"] == "closed"
    assert on_disk(proofread)[0]["lettrine:revision"] == 2
    assert proofread.window._remarks.open_count() == before - 1
    assert [remark.closed for remark in proofread.window.editor.remarks()] == [True]
    assert listed(proofread).currentIndex().row() == _row(proofread, made.id)
    assert "close" in str(listed(proofread).currentIndex().data())
    press(listed(proofread), "Space")
    assert on_disk(proofread)[0]["lettrine:state"] == "open"


def test_enter_in_the_list_goes_to_the_words(proofread: OpenWindow, qtbot: QtBot) -> None:
    select(proofread, "êtres humains")
    write(proofread, qtbot, "Préciser.")
    proofread.window.open_section("editorial")
    proofread.window._tasks.turn_to(1)
    listed(proofread).setCurrentIndex(proofread.window._remarks.index_of(own(proofread)[0].id))
    focus(qtbot, listed(proofread))
    press(listed(proofread), "Return")
    assert proofread.window._outline.current() == "a-propos"
    assert proofread.window.editor.textCursor().selectedText() == "êtres humains"


def test_without_words_one_is_told_to_select_some(proofread: OpenWindow, qtbot: QtBot) -> None:
    proofread.window.editor.moveCursor(QTextCursor.MoveOperation.Start)
    focus(qtbot, proofread.window.editor)
    press(proofread.window.editor, "Ctrl+Alt+M")
    assert "Sélectionnez" in proofread.window.notice.sentence
    assert proofread.window._tasks.composer.isHidden()
    proofread.window.notice.hide()


def test_escape_gives_a_remark_up(proofread: OpenWindow, qtbot: QtBot) -> None:
    select(proofread, "victimes")
    focus(qtbot, proofread.window.editor)
    press(proofread.window.editor, "Ctrl+Alt+M")
    line = QApplication.focusWidget()
    assert line is not None
    type_text(line, "Non.")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert own(proofread) == []
    assert proofread.window._tasks.composer.isHidden()
    assert proofread.window.editor.hasFocus()


def test_a_remark_lands_on_its_words_though_the_text_changed_while_it_was_written(
    proofread: OpenWindow, qtbot: QtBot
) -> None:
    editor = proofread.window.editor
    select(proofread, "êtres humains")
    focus(qtbot, editor)
    press(editor, "Ctrl+Alt+M")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    type_text(line, "Préciser.")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    type_text(editor, "Avant. ")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert marked(proofread) == ["êtres humains"]


def test_a_remark_stays_with_its_section_though_another_was_opened_while_it_was_written(
    proofread: OpenWindow, qtbot: QtBot
) -> None:
    select(proofread, "êtres humains")
    focus(qtbot, proofread.window.editor)
    press(proofread.window.editor, "Ctrl+Alt+M")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    type_text(line, "Préciser.")
    proofread.window.open_section("editorial")
    QTest.keyClick(line, Qt.Key.Key_Return)
    (made,) = own(proofread)
    assert TEXT[made.target.start : made.target.end] == "êtres humains"
    proofread.window.open_section("a-propos")
    assert marked(proofread) == ["êtres humains"]


def test_a_remark_on_words_that_left_meanwhile_is_not_put_on_others(proofread: OpenWindow, qtbot: QtBot) -> None:
    editor = proofread.window.editor
    select(proofread, "êtres humains")
    focus(qtbot, editor)
    press(editor, "Ctrl+Alt+M")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    type_text(line, "Préciser.")
    editor.selectAll()
    editor.insertPlainText("Tout autre chose.")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert own(proofread) == []
    assert "Préciser." in proofread.window.notice.sentence, "what was written is not lost"
    proofread.window.notice.hide()


def test_remarks_stand_in_the_right_place_in_a_window_opened_again(
    proofread: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    select(proofread, "la traite")
    write(proofread, qtbot, "Répétition.")
    proofread.window.editor.moveCursor(QTextCursor.MoveOperation.Start)
    type_text(proofread.window.editor, "Été. ")
    assert proofread.window.save_now()
    folder = tmp_path / "lettre"
    shutil.copytree(proofread.folder, folder)
    again = OpenWindow(folder)
    try:
        again.window.open_section("a-propos")
        assert marked(again) == ["la traite"]
        assert again.letter.desk.annotations == Desk.open(folder).annotations, "opening changes nothing"
    finally:
        again.close()


def test_remarks_are_placed_by_their_quote_after_another_program_changed_the_text(
    copied: Callable[[], Path],
    qapp: QApplication,  # noqa: ARG001
) -> None:
    folder = copied()
    desk = Desk.open(folder)
    text = desk.texts["a-propos"]
    words = max(text.split("\n"), key=len)[:40]
    start = text.index(words)
    desk.save_annotations(
        [
            comment(
                text,
                start,
                start + len(words),
                issue=desk.issue.id,
                section="a-propos",
                body="Là.",
                author="Une relectrice",
            )
        ]
    )
    (folder / "sections" / "a-propos.md").write_text("Un paragraphe de plus.\n\n" + text, encoding="utf-8")
    writer = Writer()
    letter = Letter(Desk.open(folder), writer)
    (placed,) = letter.annotations.values()
    assert letter.texts["a-propos"][placed.target.start : placed.target.end] == words
    writer.stop()


def test_removing_a_section_keeps_its_remarks_and_says_where_they_were(proofread: OpenWindow, qtbot: QtBot) -> None:
    select(proofread, "victimes")
    write(proofread, qtbot, "Lesquelles ?")
    (made,) = own(proofread)
    proofread.window.commands["remove"].trigger()
    row = proofread.window._remarks.index_of(made.id)
    assert str(row.data()).startswith("Rubrique retirée")
    proofread.letter.undo_stack.undo()
    proofread.letter.undo_stack.clear()
    proofread.window.open_section("a-propos")
    assert marked(proofread) == ["victimes"]


def test_the_remarks_model_is_sound(qapp: QApplication) -> None:  # noqa: ARG001
    model = RemarksModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    outline = Outline((Section("a", Kind.FREE, "A", file="sections/a.md"), Section("b", Kind.FREE, "B")))

    def remark(section: str, start: int) -> Annotation:
        return comment("un deux trois", start, start + 2, issue="i", section=section, body=str(start), author="x")

    late, early, elsewhere = remark("a", 8), remark("a", 0), remark("gone", 0)
    model.show(outline, [late, elsewhere, early])
    assert [model.index(row).data().split(" — ")[2] for row in range(3)] == ["0", "8", "0"]
    assert model.open_count() == 3
    model.show(outline, [])
    assert model.rowCount() == 0
    assert tester.model() is model


def test_the_person_signs_remarks_with_the_name_given(proofread: OpenWindow, qtbot: QtBot) -> None:
    proofread.window.commands["author"].trigger()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit), timeout=PATIENCE)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    type_text(line, "Zoé Martin")
    QTest.keyClick(line, Qt.Key.Key_Return)
    select(proofread, "victimes")
    write(proofread, qtbot, "Lesquelles ?")
    assert on_disk(proofread)[0]["creator"]["name"] == "Zoé Martin"
