"""How the text is seen: its size, one paragraph at a time, alone on the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QTextCursor
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, focus, press, type_text

from editor_app.gui.settings import TEXT_SIZES, USUAL_TEXT_SIZE, Settings

TEXT = "Un paragraphe\nsur deux lignes.\n\nUn autre paragraphe.\n\nUn dernier.\n"


@pytest.fixture
def window(shared: OpenWindow, qtbot: QtBot) -> Iterator[OpenWindow]:
    window = shared.window
    window.open_section("editorial")
    before = window.editor.text()
    window.editor.selectAll()
    window.editor.insertPlainText(TEXT)
    window.editor.go_to(0, 0, 0)
    focus(qtbot, window.editor)
    yield shared
    window.commands["focus-mode"].setChecked(False)
    window.commands["text-alone"].setChecked(False)
    window.commands["usual-size"].trigger()
    window.editor.selectAll()
    window.editor.insertPlainText(before)


def picture(opened: OpenWindow) -> QImage:
    return opened.window.editor.viewport().grab().toImage()


def ink_of_line(opened: OpenWindow, line: int) -> int:
    """How dark the darkest pixel of a line is (0 is black)."""
    editor = opened.window.editor
    block = editor.document().findBlockByNumber(line)
    area = editor.blockBoundingGeometry(block).translated(editor.contentOffset()).toRect()
    image = picture(opened).copy(area.adjusted(20, 0, 0, 0))
    return min(
        QColor(image.pixel(x, y)).lightness() for x in range(min(300, image.width())) for y in range(image.height())
    )


def test_the_text_grows_and_shrinks_within_bounds_and_its_size_is_kept(window: OpenWindow) -> None:
    editor = window.window.editor
    assert editor.text_size == USUAL_TEXT_SIZE
    wide = editor._column
    press(editor, "Ctrl++")
    assert editor.text_size == 18
    assert editor.font().pixelSize() == editor.document().defaultFont().pixelSize() == 18
    assert Settings().text_size == 18
    assert editor._column > wide, "as many characters to the line"
    for _ in TEXT_SIZES:
        press(editor, "Ctrl++")
    assert editor.text_size == max(TEXT_SIZES)
    for _ in TEXT_SIZES:
        press(editor, "Ctrl+-")
    assert editor.text_size == min(TEXT_SIZES)
    press(editor, "Ctrl+0")
    assert editor.text_size == Settings().text_size == USUAL_TEXT_SIZE


def test_lines_are_as_high_as_their_text(window: OpenWindow) -> None:
    editor = window.window.editor
    press(editor, "Ctrl++")
    block = editor.document().firstBlock()
    assert editor.blockBoundingRect(block).height() >= QFontMetricsF(editor.document().defaultFont()).height()


def test_a_size_that_is_not_one_is_not_taken() -> None:
    settings = Settings()
    settings.text_size = 1000
    assert settings.text_size == USUAL_TEXT_SIZE
    settings.text_size = USUAL_TEXT_SIZE


def test_one_paragraph_at_a_time(window: OpenWindow) -> None:
    plain = {line: ink_of_line(window, line) for line in (0, 1, 3, 5)}
    window.window.commands["focus-mode"].trigger()
    veiled = {line: ink_of_line(window, line) for line in (0, 1, 3, 5)}
    assert (veiled[0], veiled[1]) == (plain[0], plain[1]), "the paragraph is two lines"
    assert veiled[3] > plain[3] + 30 and veiled[5] > plain[5] + 30
    window.window.editor.go_to(3, 0, 0)
    assert ink_of_line(window, 3) <= plain[3], "the cursor may be darker still"
    assert ink_of_line(window, 0) > plain[0] + 30


def test_typing_in_the_veil_keeps_to_its_paragraph(window: OpenWindow) -> None:
    window.window.commands["focus-mode"].trigger()
    editor = window.window.editor
    editor.go_to(3, 0, 0)
    editor.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    type_text(editor, " Et encore.")
    assert editor.overlay._paragraph == (3, 3)
    press(editor, "Return")
    press(editor, "Return")
    assert editor.overlay._paragraph == (5, 5)


def test_the_text_alone_on_the_screen_and_back(window: OpenWindow, qtbot: QtBot) -> None:
    main = window.window
    panes = (main._header, main._outline, main.preview, main._tasks, main.menuBar(), main.statusBar())
    press(main.editor, "Shift+F11")
    assert main.isFullScreen()
    assert not any(pane.isVisible() for pane in panes)
    assert main.editor.isVisible() and main.editor.hasFocus()
    press(main.editor, "Ctrl+K")
    assert main.on_demand.palettes.palette is not None, "keys go on working while the menus are hidden"
    press(main.on_demand.palettes.palette.field, "Escape")
    assert main.isFullScreen(), "that Escape was the palette's"
    press(main.editor, "Escape")
    assert not main.isFullScreen()
    qtbot.waitUntil(lambda: all(pane.isVisible() for pane in panes), timeout=PATIENCE)


def test_a_pane_that_was_folded_stays_so(window: OpenWindow) -> None:
    main = window.window
    main.commands["show-tasks"].trigger()
    main.commands["text-alone"].trigger()
    main.commands["text-alone"].trigger()
    assert main._outline.isVisible() and not main._tasks.isVisible()
    main.commands["show-tasks"].trigger()
    assert main._tasks.isVisible()
