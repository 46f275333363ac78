"""What the page shows besides the letter as it is: one section, marks on faults, words found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from test_preview_page import evaluate
from window_under_test import PATIENCE, OpenWindow, focus, press, type_text

from editor_app.gui.preview.preview import PAPER_WIDTH

FAULTS = "Un jardinn **droit**, un cheminn [à terre](https://example.org/cheminn).\n\nUn 2e jardinn.\n"
SEEN = (
    "[...document.querySelectorAll('h1, h2, h3, [data-section]')]"
    ".filter(e => e.getClientRects().length).map(e => e.dataset.section ?? e.textContent.trim())"
)
MARKS = "[...CSS.highlights].map(([kind, ranges]) => [kind, [...ranges].map(range => range.toString())])"


@pytest.fixture
def window(shared: OpenWindow, qtbot: QtBot) -> Iterator[OpenWindow]:
    """The shared window, its page on screen, faults in the section that is open."""
    main = shared.window
    main.open_section("a-propos")
    before = main.editor.text()
    main.editor.selectAll()
    main.editor.insertPlainText(FAULTS)
    shared.settle(qtbot)
    yield shared
    for name in ("page-section", "page-findings"):
        main.commands[name].setChecked(False)
    main.open_section("a-propos")
    main.editor.selectAll()
    main.editor.insertPlainText(before)
    shared.settle(qtbot)


def in_page(opened: OpenWindow, qtbot: QtBot, script: str) -> Any:
    return evaluate(opened.window.preview, qtbot, script)


def tool(opened: OpenWindow, kind: type[QPushButton] | type[QToolButton], text: str) -> QPushButton | QToolButton:
    return next(one for one in opened.window.preview.findChildren(kind) if one.text() == text)


def test_the_section_alone_or_the_whole_letter(window: OpenWindow, qtbot: QtBot) -> None:
    whole = in_page(window, qtbot, SEEN)
    tool(window, QPushButton, "Rubrique").click()
    heading = window.letter.issue.outline.heading("a-propos")
    assert in_page(window, qtbot, SEEN) == [heading, "a-propos"]
    assert window.window.commands["page-section"].isChecked()
    window.window.open_section("editorial")
    seen = in_page(window, qtbot, SEEN)
    assert "editorial" in seen and len(seen) == 2
    tool(window, QPushButton, "Lettre").click()
    assert in_page(window, qtbot, SEEN) == whole


def test_a_priority_alone_is_without_its_articles(window: OpenWindow, qtbot: QtBot) -> None:
    outline = window.letter.issue.outline
    priority = next(section for section in outline.sections if section.children)
    window.window.commands["page-section"].trigger()
    window.window.open_section(priority.id)
    seen = in_page(window, qtbot, SEEN)
    assert priority.id in seen
    assert not {child.id for child in priority.children} & set(seen)
    window.window.open_section(priority.children[0].id)
    assert priority.children[0].id in in_page(window, qtbot, SEEN)


def test_the_section_alone_is_patched_like_the_letter(window: OpenWindow, qtbot: QtBot) -> None:
    window.window.commands["page-section"].trigger()
    editor = window.window.editor
    editor.go_to(2, 0, 0)
    type_text(editor, "Bref. ")
    window.settle(qtbot)
    assert "Bref. Un 2e" in in_page(window, qtbot, "document.querySelector('[data-section=a-propos]').innerText")
    with qtbot.waitSignal(window.window.preview.shown, timeout=PATIENCE):
        window.window._live.send_letter()  # the page comes whole again
    assert len(in_page(window, qtbot, SEEN)) == 2


def test_faults_are_marked_on_demand_and_on_the_right_words(window: OpenWindow, qtbot: QtBot) -> None:
    assert in_page(window, qtbot, MARKS) == []
    tool(window, QToolButton, "Fautes").click()
    marks = dict(in_page(window, qtbot, MARKS))
    assert marks["spelling"] == ["jardinn", "cheminn", "jardinn"]
    elements = in_page(window, qtbot, "document.querySelector('[data-section=a-propos]').innerHTML")
    assert "<mark" not in elements, "nothing is added to the page"
    tool(window, QToolButton, "Fautes").click()
    assert in_page(window, qtbot, MARKS) == []


def test_marks_follow_what_is_typed(window: OpenWindow, qtbot: QtBot) -> None:
    window.window.commands["page-findings"].trigger()
    editor = window.window.editor
    editor.go_to(0, 0, 0)
    type_text(editor, "Voici. ")
    window.settle(qtbot)
    places = (
        "[...CSS.highlights.get('spelling') ?? []].filter(range => !range.collapsed).map(range => "
        "range.startContainer.data.slice(Math.max(0, range.startOffset - 3), range.endOffset))"
    )
    qtbot.waitUntil(lambda: len(in_page(window, qtbot, places)) == 3, timeout=PATIENCE)
    assert [place.rpartition(" ")[2] for place in in_page(window, qtbot, places)] == ["jardinn", "cheminn", "jardinn"]


def test_words_are_found_in_the_page_when_it_has_the_keyboard(window: OpenWindow, qtbot: QtBot) -> None:
    main = window.window
    focus(qtbot, tool(window, QPushButton, "Lettre"))
    press(tool(window, QPushButton, "Lettre"), "Ctrl+F")
    line = main.preview.findChild(QLineEdit, "pageFind")
    assert line is not None and line.hasFocus()
    type_text(line, "2e jardinn")
    qtbot.waitUntil(lambda: line.accessibleDescription() == "1 sur 1", timeout=PATIENCE)
    line.setText("introuvable")
    qtbot.waitUntil(lambda: line.accessibleDescription() == "Aucun résultat", timeout=PATIENCE)
    press(line, "Escape")
    assert not line.isVisible()
    focus(qtbot, main.editor)
    press(main.editor, "Ctrl+F")
    assert not line.isVisible(), "in the text, it is the text that is searched"
    main.search.close()


def test_sizes_of_the_page_by_key(window: OpenWindow, qtbot: QtBot) -> None:
    preview = window.window.preview
    size = window.window.editor.text_size
    button = tool(window, QPushButton, "Lettre")
    focus(qtbot, button)
    assert preview._page is not None
    press(button, "Ctrl++")
    assert preview._page.zoomFactor() == pytest.approx(1.25)
    press(button, "Ctrl+-")
    press(button, "Ctrl+-")
    assert preview._page.zoomFactor() == pytest.approx(0.9)
    press(button, "Ctrl+0")
    assert preview._page.zoomFactor() == pytest.approx(1.0)
    assert window.window.editor.text_size == size


def test_the_page_as_it_will_be_printed(window: OpenWindow, qtbot: QtBot) -> None:
    preview = window.window.preview
    looks = "[getComputedStyle(document.body).color, getComputedStyle(document.querySelector('.skip')).display]"
    preview.set_dark(True)
    on_screen = in_page(window, qtbot, looks)
    tool(window, QPushButton, "Imprimé").click()
    assert in_page(window, qtbot, looks) == ["rgb(0, 0, 0)", "none"], "black on paper, without what leads elsewhere"
    assert preview._page is not None
    assert preview._page.zoomFactor() <= 1.0
    qtbot.waitUntil(lambda: abs(in_page(window, qtbot, "innerWidth") - PAPER_WIDTH) < 40, timeout=PATIENCE)
    tool(window, QPushButton, "Bureau").click()
    assert in_page(window, qtbot, looks) == on_screen
    assert preview._page.zoomFactor() == pytest.approx(1.0)
    preview.set_dark(False)
