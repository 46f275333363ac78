"""Choosing a theme in the letter's sheet: the page follows at once, a faulty one is refused where it was chosen."""

from __future__ import annotations

from pathlib import Path

from made_themes import SHEET, theme_folder
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow

from editor_app.gui.files.letter_sheet import LetterSheet


def opened_sheet(window: OpenWindow) -> LetterSheet:
    window.window.commands["sheet"].trigger()
    sheet = window.window.findChild(LetterSheet)
    assert sheet is not None
    return sheet


def test_a_theme_chosen_in_the_sheet_dresses_the_page_and_a_faulty_one_stays_in_the_sheet(
    shared: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    shared.settle(qtbot)
    sheet = opened_sheet(shared)
    assert sheet.theme.chosen.name == "" and sheet.theme.names.currentText() == "Neutre"
    sheet.theme.take(theme_folder(tmp_path, SHEET.replace("#666666", "#aaaaaa"), name="pale"))
    sheet.accept()
    assert sheet.isVisible() and "contraste de 2,3 pour 1" in sheet._complaint.text() and not shared.letter.issue.theme
    sheet.theme.take(theme_folder(tmp_path))
    pages: list[str] = []
    shared.window._live._worker.answered.connect(lambda said: pages.append(str(said.get("html", ""))))
    sheet.accept()
    assert shared.letter.issue.theme == "marque-etat"
    qtbot.waitUntil(lambda: any("--accent: #000091" in page for page in pages), timeout=PATIENCE)
    again = opened_sheet(shared)
    assert again.theme.names.currentText() == "République"
    again.reject()
    shared.letter.undo_stack.undo()
    assert not shared.letter.issue.theme
