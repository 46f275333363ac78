"""Searching and replacing in the window: seen before it is done, one step back, nothing written for nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QPushButton
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, focus, press, type_text

from editor_app.desk import Desk
from editor_app.gui.search.actions import MOST
from editor_app.gui.search.bar import SearchBar

HERE, ELSEWHERE = "editorial", "a-propos"
TEXT = "Le zinc de l’usine.\n\nUn zinc 😀 et un Zinc, prêt\u202f?\n"
OTHER = "Du zinc encore, dans\u00a0ce texte.\n"


@pytest.fixture
def letter(shared: OpenWindow, qtbot: QtBot) -> Iterator[OpenWindow]:
    """Two sections of known words, the first one open and with the keyboard."""
    window = shared.window
    before = {name: shared.letter.texts[name] for name in (HERE, ELSEWHERE)}
    for name, text in ((ELSEWHERE, OTHER), (HERE, TEXT)):
        window.open_section(name)
        window.editor.selectAll()
        window.editor.insertPlainText(text)
    window.take_text()
    window.editor.go_to(0, 0, 0)
    focus(qtbot, window.editor)
    yield shared
    if bar(shared).isVisible():
        press(bar(shared).pattern, "Escape")
    bar(shared).replacement.clear()
    for name, text in before.items():
        window.open_section(name)
        window.editor.selectAll()
        window.editor.insertPlainText(text)
    window.take_text()
    shared.letter.undo_stack.clear()
    window.notice.hide()


def bar(opened: OpenWindow) -> SearchBar:
    found = opened.window.findChild(SearchBar)
    assert found is not None
    return found


def look_for(opened: OpenWindow, words: str, by: str = "Ctrl+F") -> SearchBar:
    press(opened.window.editor, by)
    line = bar(opened).pattern
    line.clear()
    type_text(line, words)
    return bar(opened)


def listed(opened: OpenWindow) -> list[tuple[str, str]]:
    return [(hit.section, hit.text) for hit in opened.window._hits.hits]


def selected(opened: OpenWindow) -> str:
    return opened.window.editor.textCursor().selectedText()


def buttons(opened: OpenWindow) -> list[QPushButton]:
    """Those of the bar first: others may be called the same."""
    return [*bar(opened).findChildren(QPushButton), *opened.window.findChildren(QPushButton)]


def button(opened: OpenWindow, text: str) -> QPushButton:
    return next(one for one in buttons(opened) if one.text() == text and one.isVisible())


def test_hits_are_listed_by_section_while_one_types(letter: OpenWindow) -> None:
    look_for(letter, "zinc")
    assert listed(letter) == [(HERE, "zinc"), (HERE, "zinc"), (HERE, "Zinc"), (ELSEWHERE, "zinc")]
    hits = letter.window.findChild(QListView, "hits")
    assert hits is not None and hits.isVisible()
    assert hits.model().index(3, 0).data().startswith("À propos")
    assert "4" in bar(letter).pattern.accessibleDescription()


def test_a_space_finds_a_no_break_space(letter: OpenWindow) -> None:
    look_for(letter, "prêt ?")
    assert listed(letter) == [(HERE, "prêt\u202f?")]


def test_enter_goes_on_into_the_next_section_and_round(letter: OpenWindow) -> None:
    line = look_for(letter, "zinc").pattern
    places = []
    for _ in range(5):
        press(line, "Return")
        places.append((letter.window.showing.section, selected(letter), letter.window.editor.selected_in_line()[0]))
    assert places == [
        (HERE, "zinc", 0),
        (HERE, "zinc", 2),
        (HERE, "Zinc", 2),
        (ELSEWHERE, "zinc", 0),
        (HERE, "zinc", 0),
    ]
    press(line, "Shift+Return")
    assert letter.window.showing.section == ELSEWHERE
    assert line.hasFocus(), "the keyboard stays in the bar"


def test_the_selected_words_are_looked_for(letter: OpenWindow) -> None:
    letter.window.editor.go_to(0, 3, 7)
    press(letter.window.editor, "Ctrl+F")
    assert bar(letter).pattern.text() == "zinc"


def test_one_section_or_the_whole_letter(letter: OpenWindow) -> None:
    look_for(letter, "zinc")
    button(letter, "Rubrique").click()
    assert {section for section, _ in listed(letter)} == {HERE}
    letter.window.open_section(ELSEWHERE)
    assert {section for section, _ in listed(letter)} == {ELSEWHERE}
    button(letter, "Lettre").click()
    assert len(listed(letter)) == 4


def test_case_and_whole_words(letter: OpenWindow) -> None:
    look_for(letter, "Zin")
    switches = [button(letter, "Majuscules"), button(letter, "Mot entier")]
    switches[0].click()
    assert listed(letter) == [(HERE, "Zin")]
    switches[1].click()
    assert listed(letter) == []
    for switch in switches:
        switch.click()


def test_escape_closes_and_gives_the_text_its_keyboard_back(letter: OpenWindow, qtbot: QtBot) -> None:
    line = look_for(letter, "zinc").pattern
    press(line, "Return")
    press(line, "Escape")
    assert not bar(letter).isVisible()
    qtbot.waitUntil(letter.window.editor.hasFocus, timeout=PATIENCE)
    assert selected(letter) == "zinc"
    press(letter.window.editor, "F3")
    assert letter.window.editor.selected_in_line()[0] == 2, "F3 goes on without the bar"


def test_the_list_follows_what_is_typed(letter: OpenWindow, qtbot: QtBot) -> None:
    look_for(letter, "zinc")
    letter.window.editor.moveCursor(letter.window.editor.textCursor().MoveOperation.Start)
    type_text(letter.window.editor, "zinc ")
    qtbot.waitUntil(lambda: len(listed(letter)) == 5, timeout=PATIENCE)


def test_replacing_goes_place_by_place(letter: OpenWindow) -> None:
    line = look_for(letter, "zinc", "Ctrl+H").pattern
    bar(letter).replacement.setText("cuivre")
    press(line, "Return")
    button(letter, "Remplacer").click()
    assert letter.window.editor.text().startswith("Le cuivre de l’usine.\n\nUn zinc")
    assert selected(letter) == "zinc", "the next one is shown before it is replaced"


def test_replacing_all_is_one_step_here_and_one_for_the_others(letter: OpenWindow) -> None:
    look_for(letter, "zinc", "Ctrl+H")
    bar(letter).replacement.setText("fer 😀")
    button(letter, "Tout remplacer").click()
    window = letter.window
    assert window.editor.text() == TEXT.replace("zinc", "fer 😀").replace("Zinc", "fer 😀")
    assert letter.letter.texts[ELSEWHERE] == OTHER.replace("zinc", "fer 😀")
    assert "4 remplacements dans 2 rubriques" in window.notice.sentence
    assert letter.letter.undo_stack.count() == 1
    assert window.save_now()
    assert Desk.open(letter.folder).texts[ELSEWHERE] == OTHER.replace("zinc", "fer 😀")
    window.editor.undo()
    assert window.editor.text() == TEXT
    letter.letter.undo_stack.undo()
    assert letter.letter.texts[ELSEWHERE] == OTHER


def test_one_button_takes_it_all_back(letter: OpenWindow, qtbot: QtBot) -> None:
    look_for(letter, "zinc", "Ctrl+H")
    bar(letter).replacement.setText("fer")
    button(letter, "Tout remplacer").click()
    label = "Annuler le remplacement"
    qtbot.waitUntil(lambda: any(one.text() == label and one.isVisible() for one in buttons(letter)), timeout=PATIENCE)
    button(letter, label).click()
    assert letter.window.editor.text() == TEXT
    assert letter.letter.texts[ELSEWHERE] == OTHER


def test_undoing_in_a_section_opened_since_is_an_edit_of_its_text(letter: OpenWindow) -> None:
    look_for(letter, "zinc", "Ctrl+H")
    bar(letter).replacement.setText("fer")
    button(letter, "Tout remplacer").click()
    letter.window.open_section(ELSEWHERE)
    letter.letter.undo_stack.undo()
    assert letter.window.editor.text() == OTHER
    letter.window.editor.undo()
    assert letter.window.editor.text() == OTHER.replace("zinc", "fer")


def test_what_was_written_since_is_not_undone(letter: OpenWindow) -> None:
    look_for(letter, "zinc", "Ctrl+H")
    bar(letter).replacement.setText("fer")
    button(letter, "Tout remplacer").click()
    letter.window.open_section(ELSEWHERE)
    letter.window.editor.moveCursor(letter.window.editor.textCursor().MoveOperation.Start)
    type_text(letter.window.editor, "Et ")
    letter.letter.undo_stack.undo()
    assert letter.window.editor.text() == "Et " + OTHER.replace("zinc", "fer")
    assert "À propos" in letter.window.notice.sentence


def test_nothing_is_written_when_nothing_changes(letter: OpenWindow) -> None:
    look_for(letter, "zinc", "Ctrl+H")
    button(letter, "Majuscules").click()
    bar(letter).replacement.setText("zinc")
    bar(letter).changed.emit()
    revision = letter.window.editor.revision()
    assert not button(letter, "Tout remplacer").isEnabled()
    letter.window.search.replace_all()
    assert letter.window.editor.revision() == revision
    assert letter.letter.undo_stack.count() == 0
    button(letter, "Majuscules").click()


def test_remarks_stay_on_their_words(letter: OpenWindow, qtbot: QtBot) -> None:
    window = letter.window
    known = set(letter.letter.annotations)
    for section, line, start, end in ((ELSEWHERE, 0, 16, 20), (HERE, 2, 8, 9)):
        window.open_section(section)
        focus(qtbot, window.editor)
        window.editor.go_to(line, start, end)
        window.commands["remark"].trigger()
        field = window._tasks.composer.findChild(QLineEdit)
        assert field is not None
        type_text(field, "Vrai\u202f?")
        press(field, "Return")
    remarks = [one for name, one in letter.letter.annotations.items() if name not in known]
    assert {one.target.quote.exact for one in remarks if one.target.quote} == {"dans", "😀"}
    look_for(letter, "zinc", "Ctrl+H")
    bar(letter).replacement.setText("aluminium")
    button(letter, "Tout remplacer").click()
    window.take_text()
    for remark in remarks:
        target = letter.letter.annotations[remark.id].target
        assert target.quote is not None
        assert letter.letter.texts[target.section][target.start : target.end] == target.quote.exact


def test_a_click_in_the_list_goes_there(letter: OpenWindow) -> None:
    look_for(letter, "zinc")
    hits = letter.window.findChild(QListView, "hits")
    assert hits is not None
    hits.scrollTo(hits.model().index(3, 0))
    place = hits.visualRect(hits.model().index(3, 0)).center()
    QTest.mouseClick(hits.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert (letter.window.showing.section, selected(letter)) == (ELSEWHERE, "zinc")


def test_the_list_is_bounded(letter: OpenWindow) -> None:
    letter.window.editor.selectAll()
    letter.window.editor.insertPlainText("a" * (MOST + 10))
    look_for(letter, "a")
    assert len(letter.window._hits.hits) == MOST


def test_the_page_and_the_findings_hear_of_a_replacement_elsewhere(letter: OpenWindow, qtbot: QtBot) -> None:
    letter.wait_letter_checked(qtbot)
    look_for(letter, "encore", "Ctrl+H")
    bar(letter).replacement.setText("encorre")
    button(letter, "Tout remplacer").click()
    model = letter.window._findings
    qtbot.waitUntil(
        lambda: (
            (ELSEWHERE, "encorre")
            in [
                (row.section, row.diagnostic.text)
                for row in (model.row_at(model.index(number)) for number in range(model.rowCount()))
            ]
        ),
        timeout=PATIENCE,
    )
