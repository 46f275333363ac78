"""What a person changed can be seen, named and taken back, from the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, press, type_text

from editor_app.gui.versions.model import CHANGES
from editor_app.gui.versions.name_sheet import NameSheet
from editor_app.gui.versions.page import FROM_BEFORE, VersionsPage
from editor_app.storage.version import Kind


def give(opened: OpenWindow, name: str) -> None:
    opened.window.commands[name].trigger()


def wait_until(qtbot: QtBot, true: Callable[[], bool]) -> None:
    qtbot.waitUntil(true, timeout=PATIENCE)


def versions(opened: OpenWindow) -> list[tuple[str, Kind]]:
    return [(version.name, version.kind) for version in opened.letter.desk.versions()]


def page(opened: OpenWindow, qtbot: QtBot) -> VersionsPage:
    """The page, with its versions listed and the newest compared."""
    give(opened, "versions")
    shown = opened.window.versions.page
    assert shown is not None
    wait_until(qtbot, lambda: shown.model.rowCount() > 0)
    return shown


@pytest.fixture
def told(opened: OpenWindow, qtbot: QtBot) -> OpenWindow:
    """A letter with a version « premier jet », and something typed into the editorial after it."""
    opened.window.versions.keep_named("premier jet")
    wait_until(qtbot, lambda: "est gardée" in opened.window.notice.sentence)
    type_text(opened.window.editor, "Ajouté après. ")
    assert opened.window.save_now()
    return opened


def test_a_save_asked_for_is_a_version(opened: OpenWindow, qtbot: QtBot) -> None:
    type_text(opened.window.editor, "Une phrase. ")
    give(opened, "save")
    wait_until(qtbot, lambda: versions(opened) == [("", Kind.SAVED)])


def test_saves_that_come_by_themselves_are_recorded_after_a_while(opened: OpenWindow, qtbot: QtBot) -> None:
    opened.window.versions._soon.setInterval(50)
    type_text(opened.window.editor, "Une phrase. ")
    opened.window.take_text()
    wait_until(qtbot, lambda: versions(opened) == [("", Kind.SAVED)])


def test_a_version_is_named_as_the_trade_names_it(opened: OpenWindow, qtbot: QtBot) -> None:
    give(opened, "name-version")
    sheet = next(one for one in opened.window.findChildren(NameSheet) if one.isVisible())
    sheet.accept()
    assert sheet.isVisible(), "a version is not named with nothing"
    next(button for button in sheet.findChildren(QPushButton) if button.text() == "bon à tirer").click()
    sheet.accept()
    wait_until(qtbot, lambda: versions(opened) == [("bon à tirer", Kind.NAMED)])


def test_the_page_tells_when_what_and_where_it_differs(told: OpenWindow, qtbot: QtBot) -> None:
    shown = page(told, qtbot)
    index = shown.model.index(shown.model.rowCount() - 1, 0)
    assert index.data(Qt.ItemDataRole.DisplayRole) == "premier jet"
    assert "aujourd’hui à" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Éditorial" in index.data(CHANGES)
    shown.view.choose(index.row())
    wait_until(qtbot, lambda: shown.sections.sections.count() == 1)
    assert shown.sections.section() == "editorial"
    assert "Ajouté après." in shown.sections.comparison.words()


def test_a_version_is_compared_with_the_one_before(told: OpenWindow, qtbot: QtBot) -> None:
    give(told, "save")
    wait_until(qtbot, lambda: len(versions(told)) == 2)
    shown = page(told, qtbot)
    wait_until(qtbot, lambda: shown.sections.sections.count() == 0)
    shown.against.buttons()[FROM_BEFORE].click()
    wait_until(qtbot, lambda: shown.sections.sections.count() == 1)
    assert "Ajouté après." in shown.sections.comparison.words()


@pytest.mark.parametrize("whole", [False, True])
def test_restoring_brings_back_the_text_and_can_be_taken_back(told: OpenWindow, qtbot: QtBot, whole: bool) -> None:
    shown = page(told, qtbot)
    shown.view.choose(shown.model.rowCount() - 1)
    wait_until(qtbot, shown.section_button.isEnabled)
    (shown.letter_button if whole else shown.section_button).click()
    wait_until(qtbot, lambda: not told.window.editor.text().startswith("Ajouté après."))
    assert "est de nouveau comme" in told.window.notice.sentence
    assert told.window.save_now()
    assert not (told.folder / "sections" / "editorial.md").read_text("utf-8").startswith("Ajouté après.")
    assert [kind for _, kind in versions(told)[:2]] == [Kind.RESTORED, Kind.BEFORE]
    again = page(told, qtbot)
    again.view.choose(1)
    wait_until(qtbot, again.section_button.isEnabled)
    again.section_button.click()
    wait_until(qtbot, lambda: told.window.editor.text().startswith("Ajouté après."))


def test_an_earlier_version_is_named_later(told: OpenWindow, qtbot: QtBot) -> None:
    shown = page(told, qtbot)
    shown.view.choose(shown.model.rowCount() - 1)
    shown.name_button.click()
    sheet = next(one for one in shown.findChildren(NameSheet) if one.isVisible())
    assert sheet.line.text() == "premier jet"
    sheet.line.setText("envoyé en relecture")
    sheet.accept()
    wait_until(qtbot, lambda: "envoyé en relecture" in {name for name, _ in versions(told)})
    wait_until(qtbot, lambda: "premier jet" not in {name for name, _ in versions(told)})


def test_the_page_says_what_to_do_when_there_is_no_version(opened: OpenWindow, qtbot: QtBot) -> None:
    give(opened, "versions")
    shown = opened.window.versions.page
    assert shown is not None
    wait_until(qtbot, lambda: "Pas encore de version" in shown._empty.text())
    assert not shown.letter_button.isEnabled()


def test_the_next_difference_is_one_key_away(told: OpenWindow, qtbot: QtBot) -> None:
    cursor = told.window.editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    cursor.insertText("\n\nFin ajoutée.\n")
    assert told.window.save_now()
    shown = page(told, qtbot)
    shown.view.choose(shown.model.rowCount() - 1)
    comparison = shown.sections.comparison
    wait_until(qtbot, lambda: comparison.count() == 2)
    press(shown, "F8")
    assert comparison.place() == 1
    assert "Fin ajoutée" in comparison.words()
    press(shown, "Shift+F8")
    assert comparison.place() == 0
    assert set(comparison.one.signs().values()) == {"+"}
