"""The text and the page scroll together, the same words at the top of both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from test_preview_page import evaluate
from window_under_test import PATIENCE, OpenWindow

from editor_app.gui.preview.preview import Preview

TEXT = "\n\n".join(["La réunion du comité se tient ici. " * 12] * 60)
AT_TOP = (
    "[...document.querySelectorAll('[data-section=\"a-propos\"] > *')]"
    ".findIndex(e => e.getBoundingClientRect().bottom > 1)"
)


@pytest.fixture(scope="module")
def window(shared: OpenWindow) -> OpenWindow:
    shared.window.open_section("a-propos")
    shared.window.editor.selectAll()
    shared.window.editor.insertPlainText(TEXT)
    return shared


@pytest.fixture
def settled(window: OpenWindow, qtbot: QtBot) -> Iterator[OpenWindow]:
    qtbot.waitUntil(lambda: window.shown >= window.window.editor.revision(), timeout=PATIENCE)
    yield window
    window.window.commands["scroll-together"].setChecked(True)


def wheel(widget: QWidget, steps: int) -> None:
    middle = QPointF(widget.rect().center())
    for _ in range(abs(steps)):
        turned = QWheelEvent(
            middle,
            QPointF(widget.mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, -120 if steps > 0 else 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, turned)


def engine(preview: Preview) -> QWidget:
    """The widget that gives the page its wheel and keys."""
    proxy = preview._view.focusProxy()
    assert proxy is not None
    return proxy


def paragraph_in_text(window: OpenWindow) -> float:
    return window.window.editor.line_at_top() / 2  # an empty line between two


def test_the_page_follows_the_text(settled: OpenWindow, qtbot: QtBot) -> None:
    editor = settled.window.editor
    editor.verticalScrollBar().setValue(0)
    wheel(editor.viewport(), 40)
    assert paragraph_in_text(settled) > 5

    def together() -> bool:
        return abs(evaluate(settled.window.preview, qtbot, AT_TOP) - paragraph_in_text(settled)) < 1.5

    qtbot.waitUntil(together, timeout=PATIENCE)


def test_the_text_follows_the_page(settled: OpenWindow, qtbot: QtBot) -> None:
    preview, editor = settled.window.preview, settled.window.editor
    editor.verticalScrollBar().setValue(0)
    evaluate(preview, qtbot, "document.querySelector('[data-section=\"a-propos\"]').scrollIntoView() ?? 0")
    with qtbot.waitSignal(preview.scrolled, timeout=PATIENCE):
        wheel(engine(preview), 30)
    qtbot.waitUntil(lambda: paragraph_in_text(settled) > 3, timeout=PATIENCE)

    def together() -> bool:
        return abs(evaluate(preview, qtbot, AT_TOP) - paragraph_in_text(settled)) < 1.5

    qtbot.waitUntil(together, timeout=PATIENCE)


def test_what_the_program_scrolls_moves_the_other_pane_no_further(settled: OpenWindow, qtbot: QtBot) -> None:
    """Else each pane would push the other."""
    told: list[tuple[str, int, float]] = []
    settled.window.preview.scrolled.connect(lambda *place: told.append(place))
    wheel(settled.window.editor.viewport(), -10)
    before = settled.window.editor.verticalScrollBar().value()
    qtbot.waitUntil(lambda: not settled.window._scrolled._soon.isActive(), timeout=PATIENCE)
    evaluate(settled.window.preview, qtbot, AT_TOP)  # the page has answered: it had nothing to tell
    assert told == [] and settled.window.editor.verticalScrollBar().value() == before


def test_each_pane_scrolls_alone_when_people_prefer(settled: OpenWindow, qtbot: QtBot) -> None:
    settled.window.commands["scroll-together"].setChecked(False)
    assert not settled.window._settings.scrolled_together
    before = evaluate(settled.window.preview, qtbot, "scrollY")
    wheel(settled.window.editor.viewport(), 20)
    assert not settled.window._scrolled._soon.isActive()
    assert evaluate(settled.window.preview, qtbot, "scrollY") == before
