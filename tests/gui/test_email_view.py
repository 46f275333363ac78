"""The e-mail beside the text, as a mail program would show it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from test_preview_page import evaluate
from window_under_test import PATIENCE, OpenWindow, type_text

SHEET = "document.querySelectorAll('table.sheet').length"
IN_SIGHT = (
    "(({top, bottom}) => bottom > 0 && top < innerHeight)(document.getElementById('a-propos').getBoundingClientRect())"
)
WORDS = "document.body.innerText"


@pytest.fixture
def email(shared: OpenWindow, qtbot: QtBot) -> Iterator[OpenWindow]:
    """The shared window, the e-mail on screen."""
    window = shared.window
    window.open_section("a-propos")
    shared.settle(qtbot)
    choose(shared, "E-mail")
    qtbot.waitUntil(lambda: evaluate(window.preview, qtbot, SHEET) == 1, timeout=PATIENCE)
    yield shared
    choose(shared, "Bureau")


def choose(opened: OpenWindow, mode: str) -> None:
    next(one for one in opened.window.preview.findChildren(QPushButton) if one.text() == mode).click()


def test_it_is_shown_with_its_subject_and_its_pictures(email: OpenWindow, qtbot: QtBot) -> None:
    preview = email.window.preview
    subject = preview.findChild(QLabel, "emailSubject")
    assert subject.isVisible() and email.letter.issue.title in subject.text()
    loaded = "[...document.images].map(image => image.complete && image.naturalWidth > 0)"
    qtbot.waitUntil(lambda: all(evaluate(preview, qtbot, loaded)), timeout=PATIENCE)
    assert evaluate(preview, qtbot, loaded), "the sample has pictures"


def test_it_follows_what_is_typed_and_keeps_the_section_in_sight(email: OpenWindow, qtbot: QtBot) -> None:
    preview = email.window.preview
    type_text(email.window.editor, "Bonsoir. ")
    qtbot.waitUntil(lambda: "Bonsoir." in (evaluate(preview, qtbot, WORDS) or ""), timeout=PATIENCE)
    qtbot.waitUntil(lambda: evaluate(preview, qtbot, IN_SIGHT), timeout=PATIENCE)
    type_text(email.window.editor, "Bonjour. ")
    qtbot.waitUntil(lambda: "Bonjour." in evaluate(preview, qtbot, WORDS), timeout=PATIENCE)
    assert evaluate(preview, qtbot, IN_SIGHT)
    qtbot.waitUntil(lambda: email.shown >= email.window.editor.revision(), timeout=PATIENCE)


def test_the_web_page_comes_back_whole(email: OpenWindow, qtbot: QtBot) -> None:
    choose(email, "Bureau")
    preview = email.window.preview
    qtbot.waitUntil(lambda: evaluate(preview, qtbot, SHEET) == 0, timeout=PATIENCE)
    type_text(email.window.editor, "Encore. ")
    email.settle(qtbot)
    assert "Encore." in evaluate(preview, qtbot, WORDS)
    assert not preview.findChild(QLabel, "emailSubject").isVisible()
