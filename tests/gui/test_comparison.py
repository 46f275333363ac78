"""Two texts are compared by words, in colours and in signs, place by place."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE

from editor_app.gui.appearance.theme import tokens
from editor_app.gui.comparing.comparison import LONG, SIDE_BY_SIDE, Comparison

BEFORE = "Un premier mot.\n\nUne ligne à retirer.\n\nLa fin.\n"
AFTER = "Un second mot.\n\nLa fin.\n\nUne ligne de plus.\n"


@pytest.fixture
def comparison(qtbot: QtBot, qapp: QApplication) -> Comparison:  # noqa: ARG001  (made first)
    made = Comparison(tokens(dark=False))
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    made.show_texts(BEFORE, AFTER, "avant", "après")
    return made


def test_every_place_has_its_sign_and_its_words(comparison: Comparison) -> None:
    said = []
    for _ in range(comparison.count()):
        said.append(comparison.words())
        comparison.next()
    assert said == [
        "− Avant\u00a0: «\u00a0premier\u00a0»\n+ Après\u00a0: «\u00a0second\u00a0»",
        "− Retiré\u00a0: «\u00a0Une ligne à retirer.\u00a0»",
        "+ Ajouté\u00a0: «\u00a0Une ligne de plus.\u00a0»",
    ]
    assert comparison.place() == 0, "after the last comes the first"
    assert comparison.one.signs()[0] == "±"
    assert set(comparison.both.left.signs().values()) == {"−"}
    assert set(comparison.both.right.signs().values()) == {"+"}


def test_both_texts_can_be_read_whole_side_by_side(comparison: Comparison) -> None:
    comparison.choose_view(SIDE_BY_SIDE)
    assert comparison.both.isVisible() and not comparison.one.isVisible()
    assert comparison.both.left.toPlainText().replace("¶", "") == BEFORE
    assert comparison.both.right.toPlainText().replace("¶", "") == AFTER
    assert comparison.both.left.accessibleName() == "avant"


def test_the_place_that_is_shown_stays_when_the_colours_change(comparison: Comparison) -> None:
    comparison.next()
    comparison.set_colours(tokens(dark=True))
    assert comparison.place() == 1
    assert comparison.one.textCursor().position() > 0


def test_long_texts_are_compared_beside_the_window_and_shown_folded(comparison: Comparison, qtbot: QtBot) -> None:
    line = "Une ligne que les deux textes ont, et qui revient.\n"
    text = "".join(f"{number} {line}" for number in range(LONG // len(line)))
    comparison.show_texts(f"{text}fin\n", f"{text}suite\n", "avant", "après")
    assert comparison.words() == "Comparaison des textes…"
    qtbot.waitUntil(lambda: comparison.count() == 1, timeout=PATIENCE)
    shown = comparison.one.toPlainText()
    assert "mots identiques" in shown
    assert len(shown) < len(text) / 4
    assert comparison.words().endswith("«\u00a0suite\u00a0»")


def test_the_same_texts_are_said_to_be_the_same(comparison: Comparison) -> None:
    comparison.show_texts(BEFORE, BEFORE, "avant", "après")
    assert comparison.words() == "Les deux textes sont les mêmes."
    assert not comparison.next_button.isEnabled()
