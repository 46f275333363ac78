"""The list of findings at work: gone to, corrected, accepted, left alone, all by key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, focus, press

from editor_app.desk import Desk
from editor_app.gui.findings.model import FindingRow

FAULTS = "A chaque fois, le zblorgue agit.\n\nLe 14ème plan est « prêt ».\n\nEncore un zblorgue.\n"


@pytest.fixture
def faulty(shared: OpenWindow, qtbot: QtBot) -> Iterator[OpenWindow]:
    """A section full of faults, which is not the one that is open, in a letter that is checked."""
    shared.wait_letter_checked(qtbot)
    window = shared.window
    window.open_section("a-propos")
    window.editor.selectAll()
    window.editor.insertPlainText(FAULTS)
    shared.settle(qtbot)
    window.open_section("editorial")
    shared.settle(qtbot)
    yield shared
    while shared.letter.undo_stack.canUndo():
        shared.letter.undo_stack.undo()
    shared.letter.undo_stack.clear()
    window._live.send_letter()


def listed(opened: OpenWindow) -> QListView:
    found = opened.window.findChild(QListView, "diagnostics")
    assert found is not None
    return found


def rows(opened: OpenWindow, section: str | None = "a-propos") -> list[FindingRow]:
    model = opened.window._findings
    every = [model.row_at(model.index(row)) for row in range(model.rowCount())]
    return [row for row in every if row.section == section]


def row_of(opened: OpenWindow, text: str) -> int:
    model = opened.window._findings
    every = [model.row_at(model.index(row)) for row in range(model.rowCount())]
    return next(n for n, row in enumerate(every) if (row.section, row.diagnostic.text) == ("a-propos", text))


def choose(opened: OpenWindow, qtbot: QtBot, text: str) -> None:
    listed(opened).setCurrentIndex(opened.window._findings.index(row_of(opened, text)))
    focus(qtbot, listed(opened))


def lines(opened: OpenWindow) -> list[str]:
    return opened.window.editor.text().split("\n")


def test_enter_goes_to_the_words_in_their_section(faulty: OpenWindow, qtbot: QtBot) -> None:
    choose(faulty, qtbot, "14ème")
    press(listed(faulty), "Return")
    assert faulty.window._outline.current() == "a-propos"
    assert faulty.window.editor.textCursor().selectedText() == "14ème"
    assert faulty.window.editor.hasFocus()


def test_a_click_goes_there_too(faulty: OpenWindow, qtbot: QtBot) -> None:
    choose(faulty, qtbot, "14ème")
    place = listed(faulty).visualRect(listed(faulty).currentIndex()).center()
    QTest.mouseClick(listed(faulty).viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert faulty.window.editor.textCursor().selectedText() == "14ème"


def test_alt_enter_corrects_the_row_and_leaves_one_on_the_next(faulty: OpenWindow, qtbot: QtBot) -> None:
    """The section of the row is not open before; the cursor's own finding, elsewhere, is not touched."""
    editorial = faulty.letter.texts["editorial"]
    choose(faulty, qtbot, "A")
    at = listed(faulty).currentIndex().row()
    press(listed(faulty), "Alt+Return")
    assert lines(faulty)[0].startswith("À chaque fois")
    assert listed(faulty).hasFocus()
    qtbot.waitUntil(lambda: "A" not in {row.diagnostic.text for row in rows(faulty)}, timeout=PATIENCE)
    assert listed(faulty).currentIndex().row() == at
    choose(faulty, qtbot, "14ème")
    press(listed(faulty), "Alt+Return")
    assert lines(faulty)[2].startswith("Le 14e plan")
    assert faulty.letter.texts["editorial"] == editorial
    faulty.window.editor.undo()
    assert lines(faulty)[2].startswith("Le 14ème plan"), "one correction is one step back"


def test_a_correction_reaches_the_disk(faulty: OpenWindow, qtbot: QtBot) -> None:
    choose(faulty, qtbot, "14ème")
    press(listed(faulty), "Alt+Return")
    assert faulty.window.save_now()
    assert "Le 14e plan" in Desk.open(faulty.folder).texts["a-propos"]


def test_a_word_without_known_correction_is_gone_to_and_explained(faulty: OpenWindow, qtbot: QtBot) -> None:
    choose(faulty, qtbot, "zblorgue")
    press(listed(faulty), "Alt+Return")
    editor = faulty.window.editor
    assert editor.textCursor().selectedText() == "zblorgue"
    assert editor._popups.card is not None
    editor._popups.close_card()


def test_delete_leaves_a_finding_alone_here_and_only_here(faulty: OpenWindow, qtbot: QtBot) -> None:
    assert [row.diagnostic.text for row in rows(faulty)].count("zblorgue") == 2
    choose(faulty, qtbot, "zblorgue")
    press(listed(faulty), "Delete")
    assert [row.diagnostic.text for row in rows(faulty)].count("zblorgue") == 1
    faulty.settle(qtbot)
    faulty.window.editor.textCursor().insertText("Avant.\n\n")
    faulty.settle(qtbot)
    faulty.window.open_section("editorial")
    faulty.settle(qtbot)
    faulty.window.open_section("a-propos")
    faulty.settle(qtbot)
    left = [(row.line, row.diagnostic.text) for row in rows(faulty) if row.diagnostic.text == "zblorgue"]
    assert left == [(6, "zblorgue")], "coming back does not bring it back"


def test_a_word_of_the_issue_leaves_the_list_and_undoing_brings_it_back(faulty: OpenWindow, qtbot: QtBot) -> None:
    choose(faulty, qtbot, "zblorgue")
    press(listed(faulty), "Return")
    editor = faulty.window.editor
    (found, *_) = [one for _, one in editor.diagnostics() if one.text == "zblorgue"]
    editor.accept_word(found)
    qtbot.waitUntil(lambda: "zblorgue" not in {row.diagnostic.text for row in rows(faulty)}, timeout=PATIENCE)
    assert faulty.window.save_now()
    assert "zblorgue" in Desk.open(faulty.folder).issue.words
    faulty.letter.undo_stack.undo()
    qtbot.waitUntil(lambda: "zblorgue" in {row.diagnostic.text for row in rows(faulty)}, timeout=PATIENCE)


def test_the_tab_counts_what_is_listed(faulty: OpenWindow) -> None:
    tabs = faulty.window._tasks._tabs
    assert tabs.tabText(0) == f"Vérifications {faulty.window._findings.rowCount()}"


def test_lines_are_right_after_leaving_at_once_what_was_typed(faulty: OpenWindow, qtbot: QtBot) -> None:
    """The section is left before the worker can answer; its rows must stand where its words do."""
    window = faulty.window
    window.open_section("a-propos")
    window.editor.textCursor().insertText("Une ligne.\n\nUne autre.\n\n")
    window.open_section("editorial")
    faulty.settle(qtbot)
    now = window._findings.lines("a-propos")
    texts = faulty.letter.texts["a-propos"].split("\n")
    assert now
    for line, found in now.items():
        assert [texts[line][one.start : one.end] for one in found] == [one.text for one in found]


def test_a_fault_in_a_title_is_corrected_from_the_list(faulty: OpenWindow, qtbot: QtBot) -> None:
    window, letter = faulty.window, faulty.letter
    letter.change_outline(letter.issue.outline.rename("a-propos", "A propos"), "Renommer")

    def about_title() -> list[FindingRow]:
        return [row for row in rows(faulty, None) if row.diagnostic.text == "A"]

    qtbot.waitUntil(lambda: bool(about_title()), timeout=PATIENCE)
    window._finding_actions.correct(about_title()[0])
    assert letter.issue.outline.find("a-propos").title == "À propos"
    qtbot.waitUntil(lambda: not about_title(), timeout=PATIENCE)


def test_an_empty_list_says_so(shared: OpenWindow) -> None:
    window = shared.window
    window._findings.clear()
    assert window._tasks._finding_list.currentIndex() == 1
    window._live.send_letter()
