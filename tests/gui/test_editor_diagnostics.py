"""What is wrong stands under the words it is about, whatever happens to the text around them."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from editor_app.gui.appearance.theme import tokens
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.utf16 import to_utf16
from editor_app.proofing.diagnostic import Category, Diagnostic, Severity

TEXT = "😀 Une fôte ici et ici.\n\nRien à dire.\n\nDeux fôtes et une fôte de plus."


def found(
    text: str, line: int, word: str, suggestions: tuple[str, ...] = (), category: Category = Category.SPELLING
) -> tuple[int, Diagnostic]:
    start = text.split("\n")[line].index(word)
    return line, Diagnostic(
        f"{category}/test", category, Severity.ERROR, start, start + len(word), word, "Mot inconnu.", suggestions
    )


def show(editor: MarkdownEditor, *items: tuple[int, Diagnostic]) -> None:
    lines: dict[int, list[Diagnostic]] = {}
    for line, diagnostic in items:
        lines.setdefault(line, []).append(diagnostic)
    editor.show_diagnostics(editor.revision(), lines, complete=True)


@pytest.fixture
def editor(qtbot: QtBot) -> MarkdownEditor:
    widget = MarkdownEditor()
    qtbot.addWidget(widget)
    widget.resize(700, 400)
    widget.show()
    qtbot.waitExposed(widget)
    widget.load(TEXT)
    widget.setFocus()
    QApplication.processEvents()
    return widget


def put_cursor(editor: MarkdownEditor, line: int, position: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(editor.document().findBlockByNumber(line).position() + position)
    editor.setTextCursor(cursor)


def red_pixels(editor: MarkdownEditor) -> int:
    image: QImage = editor.viewport().grab().toImage()
    red = tokens(dark=False).spelling
    return sum(image.pixelColor(x, y).name() == red for x in range(image.width()) for y in range(image.height()))


def assert_on_their_words(editor: MarkdownEditor) -> None:
    lines = editor.text().split("\n")
    for line, diagnostic in editor.diagnostics():
        assert lines[line][diagnostic.start : diagnostic.end] == diagnostic.text


def test_diagnostics_are_painted_and_then_the_revision_is_announced(editor: MarkdownEditor, qtbot: QtBot) -> None:
    before = red_pixels(editor)
    with qtbot.waitSignal(editor.checked) as announced:
        show(editor, found(TEXT, 0, "fôte"))
    assert announced.args == [editor.revision()]
    assert editor.diagnostics() == [found(TEXT, 0, "fôte")]
    assert red_pixels(editor) > before + 5


def test_advice_is_held_but_not_painted(editor: MarkdownEditor) -> None:
    line, diagnostic = found(TEXT, 0, "fôte")
    before = red_pixels(editor)
    show(editor, (line, replace(diagnostic, severity=Severity.ADVICE)))
    assert len(editor.diagnostics()) == 1
    assert red_pixels(editor) == before
    assert not editor.next_finding()


def test_a_hidden_editor_announces_at_once(qtbot: QtBot) -> None:
    widget = MarkdownEditor()
    qtbot.addWidget(widget)
    widget.load(TEXT)
    with qtbot.waitSignal(widget.checked, timeout=0):
        show(widget, found(TEXT, 0, "fôte"))


def test_an_answer_about_an_older_text_lands_on_the_lines_as_they_are_now(editor: MarkdownEditor) -> None:
    asked = editor.revision()
    put_cursor(editor, 2, 0)
    editor.insertPlainText("Un ajout.\nUn autre.\n")
    put_cursor(editor, 0, 0)
    editor.insertPlainText("x")
    answer = {0: [found(TEXT, 0, "fôte")[1]], 4: [found(TEXT, 4, "fôtes")[1]]}
    editor.show_diagnostics(asked, answer, complete=True)
    assert [line for line, _ in editor.diagnostics()] == [6]
    assert_on_their_words(editor)


def test_an_answer_about_a_text_that_was_replaced_is_dropped(editor: MarkdownEditor) -> None:
    asked = editor.revision()
    editor.load("Autre rubrique, autre fôte que voilà.")
    editor.show_diagnostics(asked, {0: [found(TEXT, 0, "fôte")[1]]}, complete=True)
    assert editor.diagnostics() == []


def test_marks_move_with_their_words_and_go_when_the_word_changes(editor: MarkdownEditor) -> None:
    show(editor, found(TEXT, 4, "fôtes"), found(TEXT, 4, "plus"))
    put_cursor(editor, 4, 0)
    QTest.keyClicks(editor, "Les ")
    assert [item.text for _, item in editor.diagnostics()] == ["fôtes", "plus"]
    assert_on_their_words(editor)
    put_cursor(editor, 4, len("Les Deux fôt"))
    QTest.keyClicks(editor, "x")
    assert [item.text for _, item in editor.diagnostics()] == ["plus"]
    put_cursor(editor, 4, editor.diagnostics()[0][1].end)
    QTest.keyClicks(editor, " ")
    assert [item.text for _, item in editor.diagnostics()] == ["plus"]
    put_cursor(editor, 4, editor.diagnostics()[0][1].end)
    QTest.keyClicks(editor, "s")
    assert editor.diagnostics() == []


@pytest.mark.parametrize("seed", range(4))
def test_no_edit_leaves_a_squiggle_on_another_word(editor: MarkdownEditor, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- repeatable, not secret
    for _ in range(60):
        lines = editor.text().split("\n")
        number = chance.randrange(len(lines))
        words = [word for word in lines[number].split() if word]
        if words:
            editor.show_diagnostics(
                editor.revision(), {number: [found(editor.text(), number, chance.choice(words))[1]]}, complete=False
            )
        text = editor.text()
        start = chance.randint(0, len(text))
        cursor = editor.textCursor()
        cursor.setPosition(to_utf16(text, start))
        cursor.setPosition(to_utf16(text, start + chance.randint(0, 5)), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(chance.choice(["", "e", " ", "\n", "😀", "un mot\nsur deux"]))
        if chance.random() < 0.2:
            editor.undo()
        assert_on_their_words(editor)


def test_the_word_being_typed_is_not_underlined(editor: MarkdownEditor, qtbot: QtBot) -> None:
    editor.load("")
    QTest.keyClicks(editor, "rienn")
    plain = red_pixels(editor)
    show(editor, (0, Diagnostic("spelling/x", Category.SPELLING, Severity.ERROR, 0, 5, "rienn", "Mot inconnu.")))
    assert red_pixels(editor) == plain
    qtbot.waitUntil(lambda: red_pixels(editor) > plain, timeout=3000)


def test_a_correction_is_one_undo_step(editor: MarkdownEditor) -> None:
    show(editor, found(TEXT, 0, "fôte"))
    line, diagnostic = editor.diagnostics()[0]
    assert editor.apply(line, diagnostic, "faute")
    assert editor.text().startswith("😀 Une faute ici")
    assert editor.diagnostics() == []
    editor.undo()
    assert editor.text() == TEXT


def test_a_correction_of_words_that_are_gone_changes_nothing(editor: MarkdownEditor) -> None:
    show(editor, found(TEXT, 0, "fôte"))
    line, diagnostic = editor.diagnostics()[0]
    put_cursor(editor, 0, 8)
    editor.insertPlainText("zz")
    before = editor.text()
    assert not editor.apply(line, diagnostic, "faute")
    assert editor.text() == before


def test_go_to_selects_by_code_points_past_an_emoji(editor: MarkdownEditor) -> None:
    _, diagnostic = found(TEXT, 0, "fôte")
    editor.go_to(0, diagnostic.start, diagnostic.end)
    assert editor.textCursor().selectedText() == "fôte"
    assert editor.selected_range() == (diagnostic.start, diagnostic.end)


def test_the_keys_go_round_the_findings(editor: MarkdownEditor) -> None:
    show(editor, found(TEXT, 0, "fôte"), found(TEXT, 4, "fôtes"), found(TEXT, 4, "plus"))
    seen = []
    for _ in range(4):
        assert editor.next_finding()
        seen.append(editor.textCursor().selectedText())
    assert seen == ["fôte", "fôtes", "plus", "fôte"]
    assert editor.previous_finding()
    assert editor.textCursor().selectedText() == "plus"


def test_alt_enter_corrects_and_asks_for_suggestions_where_there_are_none(editor: MarkdownEditor, qtbot: QtBot) -> None:
    show(editor, found(TEXT, 0, "fôte"), found(TEXT, 4, "fôtes", ("fautes",)))
    put_cursor(editor, 4, 6)
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert "Deux fautes" in editor.text()
    put_cursor(editor, 0, 9)
    with qtbot.waitSignal(editor.suggestions_wanted) as wanted:
        QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert wanted.args is not None
    assert wanted.args[1] == "fôte"
    editor.show_suggestions(wanted.args[0] + 1, ["non"])
    assert "Une fôte" in editor.text()
    editor.show_suggestions(wanted.args[0], ["faute", "fête"])
    assert "Une faute" in editor.text()


def right_click(editor: MarkdownEditor, place: QPoint) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, editor.viewport().mapToGlobal(place))
    QApplication.sendEvent(editor.viewport(), event)


def middle_of(editor: MarkdownEditor, line: int, position: int) -> QPoint:
    put_cursor(editor, line, position)
    return editor.cursorRect().center()


def test_the_menu_opens_at_once_and_suggestions_fill_it_later(editor: MarkdownEditor, qtbot: QtBot) -> None:
    show(editor, found(TEXT, 0, "fôte"))
    place = middle_of(editor, 0, 9)
    with qtbot.waitSignal(editor.suggestions_wanted) as wanted:
        right_click(editor, place)
    menu = editor.popups().menu
    assert menu is not None
    texts = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert texts[:4] == ["Mot inconnu.", "Recherche de suggestions…", "Ajouter aux mots du numéro", "Ignorer ici"]
    assert texts[4:] == ["Annuler", "Rétablir", "Couper", "Copier", "Coller", "Tout sélectionner"]
    assert wanted.args is not None
    editor.show_suggestions(wanted.args[0], ["faute", "fête"])
    offered = {action.text(): action for action in menu.actions()}
    assert list(offered)[1:3] == ["faute", "fête"]
    gone = []
    menu.destroyed.connect(lambda: gone.append(True))
    offered["faute"].trigger()
    menu.close()
    assert editor.text().startswith("😀 Une faute")
    qtbot.waitUntil(lambda: bool(gone))
    assert editor.popups().menu is None


def test_ignoring_and_accepting_take_the_squiggles_away(editor: MarkdownEditor, qtbot: QtBot) -> None:
    show(editor, found(TEXT, 0, "fôte"), found(TEXT, 4, "fôte"), found(TEXT, 4, "plus"))
    put_cursor(editor, 4, TEXT.split("\n")[4].index("plus") + 1)
    assert editor.show_finding()
    card = editor.popups().card
    assert card is not None
    gone = []
    card.destroyed.connect(lambda: gone.append(True))
    with qtbot.waitSignal(editor.ignored) as ignored:
        next(button for button in card.findChildren(QPushButton) if button.text() == "Ignorer ici").click()
    assert ignored.args == [found(TEXT, 4, "plus")]
    del card
    qtbot.waitUntil(lambda: bool(gone))
    put_cursor(editor, 0, 9)
    assert editor.show_finding()
    card = editor.popups().card
    assert card is not None
    with qtbot.waitSignal(editor.word_accepted) as accepted:
        next(button for button in card.findChildren(QPushButton) if button.text() == "Toujours").click()
    assert accepted.args == ["fôte"]
    assert editor.diagnostics() == []


def test_a_doubt_is_left_alone_in_the_whole_letter_from_the_card_or_by_a_key(
    editor: MarkdownEditor, qtbot: QtBot
) -> None:
    doubts = [found(TEXT, line, "fôte", ("faute",), Category.CONTEXT) for line in (0, 4)]
    show(editor, *doubts)
    put_cursor(editor, 0, 9)
    assert editor.show_finding()
    card = editor.popups().card
    assert card is not None
    with qtbot.waitSignal(editor.ignored_everywhere) as left_alone:
        next(button for button in card.findChildren(QPushButton) if button.text() == "Toujours").click()
    assert left_alone.args == [doubts[0][1]]
    assert editor.diagnostics() == []
    show(editor, *doubts)
    put_cursor(editor, 0, 9)
    assert editor.ignore_finding()
    assert len(editor.diagnostics()) == 1, "here means here"
    put_cursor(editor, 4, TEXT.split("\n")[4].index("fôte") + 1)
    assert editor.ignore_finding_everywhere()
    assert editor.diagnostics() == []
    assert not editor.ignore_finding()


def test_the_card_answers_the_keyboard_and_gives_it_back(editor: MarkdownEditor) -> None:
    show(editor, found(TEXT, 4, "fôtes", ("fautes",), Category.CONTEXT))
    put_cursor(editor, 4, 6)
    QTest.keyClick(editor, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    card = editor.popups().card
    assert card is not None
    first, second = (button for button in (card.focusWidget(), card.findChildren(QPushButton)[0]) if button)
    assert card.focusWidget() is first
    QTest.keyClick(card, Qt.Key.Key_Tab)
    assert card.focusWidget() is second
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert editor.popups().card is None
    assert editor.text() == TEXT
    QTest.keyClick(editor, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    card = editor.popups().card
    assert card is not None
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert "Deux fautes" in editor.text()


def test_a_click_explains_and_typing_closes_the_card_without_losing_a_key(editor: MarkdownEditor) -> None:
    show(editor, found(TEXT, 4, "fôtes", ("fautes",)))
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(editor, 4, 6))
    assert editor.popups().card is not None
    QTest.keyClicks(editor, "x")
    assert editor.popups().card is None
    assert "x" in editor.text().split("\n")[4].partition(" et")[0]


def test_enter_in_a_card_corrects_even_when_the_suggestion_came_late(editor: MarkdownEditor, qtbot: QtBot) -> None:
    show(editor, found(TEXT, 0, "fôte"))
    put_cursor(editor, 0, 9)
    with qtbot.waitSignal(editor.suggestions_wanted) as wanted:
        assert editor.show_finding()
    card = editor.popups().card
    assert card is not None
    assert wanted.args is not None
    editor.show_suggestions(wanted.args[0], ["faute"])
    QTest.keyClick(QApplication.focusWidget() or card, Qt.Key.Key_Return)
    assert editor.text().startswith("😀 Une faute")
