"""In the window: switches that last, characters at hand, typography cleaned, pictures taken in, words counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, focus, free_deleted, press, type_text

from editor_app.gui.commands import habit_command
from editor_app.gui.editor.character_palette import ENTRIES, CharacterPalette
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.files.letter_sheet import PictureSheet, TargetSheet
from editor_app.gui.settings import Settings
from editor_app.proofing.as_typed import ALL_HABITS, Habit
from editor_app.storage.issue_yaml import parse_issue


def first_written(shared: OpenWindow) -> str:
    section = next(one for one in shared.letter.issue.outline.walk() if one.file is not None)
    shared.window.open_section(section.id)
    return section.id


def put(shared: OpenWindow, text: str) -> MarkdownEditor:
    """Have this text in the open section, the cursor at its end."""
    first_written(shared)
    editor = shared.window.editor
    editor.selectAll()
    editor.insertPlainText(text)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    return editor


# Switches -----------------------------------------------------------------------------------------------------------


def test_a_switch_of_automatic_typography_acts_at_once_and_lasts(shared: OpenWindow) -> None:
    editor = put(shared, "")
    assert Settings().habits == ALL_HABITS
    switch = shared.window.commands[habit_command(Habit.APOSTROPHE)]
    assert switch.isChecked()
    switch.trigger()
    type_text(editor, "l'a ?")
    assert editor.text() == "l'a\u202f?"
    assert Settings().habits == ALL_HABITS - {Habit.APOSTROPHE}
    switch.trigger()
    assert Settings().habits == ALL_HABITS


def test_no_break_spaces_are_shown_on_demand_and_stay_so(shared: OpenWindow) -> None:
    assert not Settings().no_break_spaces_shown
    shared.window.commands["show-no-break-spaces"].trigger()
    assert Settings().no_break_spaces_shown
    shared.window.commands["show-no-break-spaces"].trigger()
    assert not Settings().no_break_spaces_shown


def test_a_no_break_space_has_a_key(shared: OpenWindow, qtbot: QtBot) -> None:
    editor = put(shared, "14")
    shared.window.show()
    focus(qtbot, editor)
    press(editor, "Ctrl+Shift+Space")
    assert editor.text() == "14\u00a0"


# Characters ---------------------------------------------------------------------------------------------------------


def palette(shared: OpenWindow) -> CharacterPalette | None:
    return shared.window.editor.findChild(CharacterPalette)


def test_the_palette_is_used_by_keyboard_and_freed(shared: OpenWindow, qtbot: QtBot) -> None:
    editor = put(shared, "")
    shared.window.show()
    focus(qtbot, editor)
    press(shared.window, "Ctrl+Shift+E")
    shown = palette(shared)
    assert shown is not None
    assert shown.isVisible()
    QTest.keyClick(shown, Qt.Key.Key_Right)
    QTest.keyClick(shown, Qt.Key.Key_Down)
    QTest.keyClick(shown, Qt.Key.Key_Left)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert editor.text() == ENTRIES[6].inserted == "Œ"
    free_deleted()
    assert palette(shared) is None
    editor.undo()
    assert editor.text() == ""


def test_escape_closes_the_palette_and_inserts_nothing(shared: OpenWindow) -> None:
    editor = put(shared, "mot")
    shared.window.commands["characters"].trigger()
    shown = palette(shared)
    assert shown is not None
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    free_deleted()
    assert palette(shared) is None
    assert editor.text() == "mot"


def test_every_character_has_a_name_and_the_held_one_is_named(shared: OpenWindow) -> None:
    put(shared, "")
    shared.window.commands["characters"].trigger()
    shown = palette(shared)
    assert shown is not None
    buttons = shown.findChildren(QPushButton)
    assert len({button.accessibleName() for button in buttons}) == len(buttons) == len(ENTRIES)
    named = shown.findChild(QLabel)
    assert named is not None
    for button in buttons[1:]:
        QTest.keyClick(shown, Qt.Key.Key_Tab)
        assert named.text() == button.accessibleName()
    assert {"É", "À", "Ç", "Œ", "œ", "Æ", "—", "–", "…", "½", "¼", "¾", "er", "e"} <= {one.inserted for one in ENTRIES}
    shown.close()


# Cleaning -----------------------------------------------------------------------------------------------------------


def test_the_typography_of_a_section_is_cleaned_at_once_and_undone_at_once(shared: OpenWindow, qtbot: QtBot) -> None:
    shared.window.show()
    editor = put(
        shared, 'Le fonds "Coeur bleu" aide...\n\nMais qui ? La 14ème lettre d\'ici ; `l\'a ?` ajoute : "oui".'
    )
    dirty = editor.text()
    shared.window.commands["clean"].trigger()
    assert editor.text() == dirty, "what is not checked yet is waited for"
    qtbot.waitUntil(lambda: editor.text() != dirty, timeout=PATIENCE)
    assert editor.text() == (
        "Le fonds «\u00a0Cœur bleu\u00a0» aide…\n\nMais qui\u202f? La 14e lettre d’ici\u202f; `l'a ?` ajoute\u00a0: "
        "«\u00a0oui\u00a0»."
    )
    assert shared.window.notice.sentence.split()[1:3] == ["corrections", "de"]
    editor.undo()
    assert editor.text() == dirty
    editor.redo()
    shared.wait_checked(qtbot)
    shared.window.commands["clean"].trigger()
    assert shared.window.notice.sentence.startswith("Rien à nettoyer")


def test_nothing_is_cleaned_in_a_section_that_was_left_meanwhile(shared: OpenWindow, qtbot: QtBot) -> None:
    shared.window.show()
    editor = put(shared, "Mais qui ?")
    shared.window.commands["clean"].trigger()
    sections = [one.id for one in shared.letter.issue.outline.walk() if one.file is not None]
    shared.window.open_section(sections[1])
    shown = editor.text()
    shared.wait_checked(qtbot)
    assert editor.text() == shown
    assert shared.letter.texts[sections[0]] == "Mais qui ?"


# Pictures -----------------------------------------------------------------------------------------------------------


def picture_file(folder: Path, name: str) -> Path:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    assert image.save(str(folder / name))
    return folder / name


def sheet(shared: OpenWindow) -> PictureSheet | None:
    return shared.window.findChild(PictureSheet)


def test_dropped_pictures_are_asked_about_one_by_one_and_copied_under_clean_names(
    shared: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    editor = put(shared, "Avant")
    shared.window.show()
    qtbot.waitExposed(shared.window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture_file(tmp_path, f"Été à Skopje {n}.png"))) for n in (1, 2)])
    place, buttons, keys = QPointF(60, 40), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(editor.viewport(), enter)
    assert enter.isAccepted()
    QApplication.sendEvent(editor.viewport(), QDropEvent(place, Qt.DropAction.CopyAction, data, buttons, keys))
    for number in (1, 2):
        asked = sheet(shared)
        assert asked is not None
        asked.accept()
        assert asked.isVisible(), "a picture without description is refused"
        asked.description.setText(f"La place {number}")
        asked.accept()
        free_deleted()
    assert sheet(shared) is None
    assert editor.text() == (
        "Avant\n\n![La place 1](media/ete-a-skopje-1.png)\n\n![La place 2](media/ete-a-skopje-2.png)"
    )
    assert (shared.folder / "media" / "ete-a-skopje-2.png").is_file()


def test_a_picture_of_the_clipboard_is_taken_in_and_leaves_no_file_behind(
    shared: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    editor = put(shared, "Avant")
    data = QMimeData()
    data.setImageData(QImage(str(picture_file(tmp_path, "a.png"))))
    assert editor.canInsertFromMimeData(data)
    editor.insertFromMimeData(data)
    asked = sheet(shared)
    assert asked is not None
    asked.description.setText("Un aplat")
    asked.accept()
    free_deleted()
    assert editor.text() == "Avant\n\n![Un aplat](media/image-collee.png)"
    assert [file.name for file in tmp_path.iterdir()] == ["a.png"]


def test_what_is_pasted_from_word_keeps_its_form_in_one_step_and_says_what_is_lost(shared: OpenWindow) -> None:
    editor = put(shared, "Avant\n\n")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    data = QMimeData()
    data.setHtml('<h2>Titre</h2><p>Du <b>gras</b>.</p><p><img src="file:///x/a.png" alt="Un pont"></p>')
    data.setText("Titre\nDu gras.")
    editor.insertFromMimeData(data)
    assert editor.text().startswith("Avant\n\n## Titre\n\nDu **gras**.")
    said = [label.text() for label in shared.window.notice.findChildren(QLabel)]
    assert any("a.png" in line for line in said)
    editor.undo()
    assert editor.text() == "Avant\n\n"


def test_what_word_copies_is_pasted_as_text_and_not_as_its_picture(shared: OpenWindow, tmp_path: Path) -> None:
    editor = put(shared, "")
    data = QMimeData()
    data.setImageData(QImage(str(picture_file(tmp_path, "a.png"))))
    data.setText("un mot")
    editor.insertFromMimeData(data)
    assert editor.text() == "un mot"
    assert sheet(shared) is None


def test_a_file_that_is_no_picture_is_refused_in_a_sentence(shared: OpenWindow, tmp_path: Path) -> None:
    editor = put(shared, "Avant")
    (tmp_path / "faux.png").write_text("rien")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "faux.png"))])
    editor.insertFromMimeData(data)
    asked = sheet(shared)
    assert asked is not None
    asked.description.setText("Rien")
    asked.accept()
    free_deleted()
    assert editor.text() == "Avant"
    assert "faux.png" in shared.window.notice.sentence


# A target of words --------------------------------------------------------------------------------------------------


def length(shared: OpenWindow) -> str:
    labels = shared.window.statusBar().findChildren(QLabel)
    return next(label.text() for label in labels if label.accessibleName() == "Longueur de la rubrique")


def test_words_are_counted_against_the_target_and_the_target_is_kept(shared: OpenWindow, qtbot: QtBot) -> None:
    shared.window.show()
    editor = put(shared, "un mot " * 100)
    qtbot.waitUntil(lambda: length(shared) == "200 mots · 1 min de lecture", timeout=PATIENCE)
    shared.window.commands["target"].trigger()
    asked = shared.window.findChild(TargetSheet)
    assert asked is not None
    asked.words.setText("beaucoup")
    asked.accept()
    assert asked.isVisible(), "what is no number of words is refused"
    asked.words.setText("500")
    asked.accept()
    free_deleted()
    qtbot.waitUntil(lambda: length(shared) == "200 mots sur 500 · 1 min de lecture", timeout=PATIENCE)
    editor.insertPlainText("encore")
    qtbot.waitUntil(lambda: length(shared) == "201 mots sur 500 · 1 min de lecture", timeout=PATIENCE)
    assert shared.window.save_now()
    kept = parse_issue((shared.folder / "issue.yaml").read_bytes(), Path("issue.yaml"))
    section = first_written(shared)
    assert kept.outline.find(section).target == 500
    shared.letter.undo_stack.undo()
    qtbot.waitUntil(lambda: length(shared) == "201 mots · 1 min de lecture", timeout=PATIENCE)
