"""The window's colours can be read, in light and in dark, and what is told by colour is told twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from itertools import combinations

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor_app.gui.appearance.theme import Appearance, Theme, Tokens, tokens
from editor_app.proofing.diagnostic import Category

TEXT = 4.5
"""WCAG 2.2, 1.4.3: least contrast of text."""
SIGN = 3.0
"""WCAG 2.2, 1.4.11: least contrast of a sign that carries meaning."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = QColor(colour).getRgbF()[:3]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> Tokens:
    return tokens(request.param)


def test_contrast_is_counted_as_the_standard_counts_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ink", ["ink", "soft", "accent", "accent_strong"])
@pytest.mark.parametrize("ground", ["paper", "pane", "hover", "selected"])
def test_text_can_be_read_on_every_ground_it_stands_on(colours: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= TEXT


def test_text_can_be_read_on_what_is_coloured(colours: Tokens) -> None:
    assert contrast(colours.on_accent, colours.accent) >= TEXT
    assert contrast(colours.on_accent, colours.accent_strong) >= TEXT
    assert contrast(colours.ink, colours.marker) >= TEXT
    assert contrast(colours.ink, colours.added) >= TEXT
    assert contrast(colours.ink, colours.removed) >= TEXT


def test_the_difference_that_is_shown_and_a_failure_can_be_read(colours: Tokens) -> None:
    assert contrast(colours.pane, colours.spelling) >= TEXT
    assert contrast(colours.pane, colours.ready) >= TEXT
    assert contrast(colours.spelling, colours.paper) >= TEXT


@pytest.mark.parametrize("category", list(Category))
def test_a_squiggle_and_the_sign_of_a_category_can_be_seen(colours: Tokens, category: Category) -> None:
    assert contrast(colours.category(category).name(), colours.pane) >= SIGN


@pytest.mark.parametrize("status", ["draft", "review", "ready"])
def test_the_dot_of_a_status_can_be_seen(colours: Tokens, status: str) -> None:
    for ground in (colours.pane, colours.selected):
        assert contrast(getattr(colours, status), ground) >= SIGN


def test_every_colour_is_plain_and_both_sets_have_them_all() -> None:
    for dark in (False, True):
        for field in fields(Tokens):
            assert QColor(getattr(tokens(dark), field.name)).isValid(), field.name


def test_errors_words_and_typography_do_not_share_a_colour(colours: Tokens) -> None:
    told_apart = (Category.SPELLING, Category.GRAMMAR, Category.TYPOGRAPHY, Category.NAMES, Category.STRUCTURE)
    for one, other in combinations(told_apart, 2):
        assert colours.category(one) != colours.category(other)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    palette, sheet = qapp.palette(), qapp.styleSheet()
    made = Theme(qapp)
    yield made
    QGuiApplication.styleHints().unsetColorScheme()
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)


@pytest.mark.parametrize(("appearance", "dark"), [(Appearance.LIGHT, False), (Appearance.DARK, True)])
def test_choosing_an_appearance_colours_the_application(
    theme: Theme, qapp: QApplication, appearance: Appearance, dark: bool
) -> None:
    theme.choose(appearance)
    assert theme.dark is dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(tokens(dark).paper)
    assert qapp.palette().color(QPalette.ColorRole.Text) == QColor(tokens(dark).ink)
    assert tokens(dark).accent in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()


def test_a_change_is_told_once(theme: Theme, qtbot: QtBot) -> None:
    theme.choose(Appearance.LIGHT)
    with qtbot.waitSignal(theme.changed) as told:
        theme.choose(Appearance.DARK)
    assert told.args == [True]
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose(Appearance.DARK)
