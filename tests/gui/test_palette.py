"""The palette: every command and every section a few keys away, and gone without a trace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QToolButton
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, focus, free_deleted, press, type_text

from editor_app.gui.commands import COMMANDS
from editor_app.gui.palette.matching import Choice, matching
from editor_app.gui.palette.palette import Palette


def choices(*labels: str) -> list[Choice]:
    return [Choice(label, "Menu", "", True, lambda: None) for label in labels]


def labels(found: list[Choice]) -> list[str]:
    return [choice.label for choice in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("apercu", "Aperçu de la page"),
        ("APERÇU", "Aperçu de la page"),
        ("lot exp", "Exporter le lot"),
        ("exprot", "Exporter le lot"),
        ("numro", "Nouveau numéro"),
        ("bon tir", "Marquer « bon à tirer »"),
        ("coeur", "Cœur bleu"),
    ],
)
def test_accents_order_and_slips_do_not_count(typed: str, expected: str) -> None:
    all_ = choices("Nouveau numéro", "Exporter le lot", "Aperçu de la page", "Marquer « bon à tirer »", "Cœur bleu")
    assert labels(matching(typed, all_))[:1] == [expected]


def test_a_beginning_comes_before_a_middle() -> None:
    assert labels(matching("im", choices("Supprimer", "Importer", "Insérer une image"))) == [
        "Importer",
        "Insérer une image",
        "Supprimer",
    ]


def test_what_nothing_is_called_finds_nothing() -> None:
    assert matching("zzzz", choices("Importer")) == []
    assert matching("?", choices("Importer")) == []


def test_the_menu_and_the_keys_are_searched_too() -> None:
    one = Choice("Gras", "Texte", "Ctrl + B", True, lambda: None)
    assert matching("texte", [one]) == matching("ctrl b", [one]) == [one]


@pytest.fixture
def window(shared: OpenWindow, qtbot: QtBot) -> Iterator[OpenWindow]:
    shared.window.open_section("editorial")
    focus(qtbot, shared.window.editor)
    yield shared
    if shared.window.on_demand.palettes.palette is not None:
        shared.window.on_demand.palettes.palette.close_palette()
    free_deleted()


def opened_palette(opened: OpenWindow) -> Palette:
    palette = opened.window.on_demand.palettes.palette
    assert palette is not None
    return palette


def rows(palette: Palette) -> list[str]:
    model = palette.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_it_offers_every_command_and_every_section(window: OpenWindow) -> None:
    press(window.window.editor, "Ctrl+K")
    outline = window.letter.issue.outline
    sections = [outline.heading(section.id) for section in outline.walk()]
    commands = [command.label.rstrip("…") for command in COMMANDS if command.id not in ("", "palette")]
    assert rows(opened_palette(window)) == [*commands, *sections]


def test_the_button_of_the_header_opens_it(window: OpenWindow) -> None:
    tool = window.window.findChild(QToolButton, "paletteTool")
    assert tool is not None
    assert "Ctrl + K" in tool.text()
    tool.click()
    assert opened_palette(window).field.hasFocus()


def test_enter_gives_the_command_where_one_was(window: OpenWindow) -> None:
    editor = window.window.editor
    before = editor.text()
    editor.go_to(0, 0, 2)
    press(editor, "Ctrl+K")
    type_text(opened_palette(window).field, "gras")
    press(opened_palette(window).field, "Return")
    assert window.window.on_demand.palettes.palette is None
    assert editor.hasFocus()
    assert editor.text().startswith("**")
    editor.undo()
    assert editor.text() == before


def test_a_section_is_gone_to_by_its_title(window: OpenWindow) -> None:
    press(window.window.editor, "Ctrl+K")
    type_text(opened_palette(window).field, "cette lettre")
    press(opened_palette(window).field, "Return")
    assert window.window.showing.section == "a-propos"
    assert window.window.editor.hasFocus()


def test_sections_alone_are_offered_to_go_to(window: OpenWindow) -> None:
    press(window.window.editor, "Ctrl+G")
    outline = window.letter.issue.outline
    assert rows(opened_palette(window)) == [outline.heading(section.id) for section in outline.walk()]


def test_one_command_of_the_palette_may_open_the_other(window: OpenWindow) -> None:
    press(window.window.editor, "Ctrl+K")
    type_text(opened_palette(window).field, "aller a une rubrique")
    press(opened_palette(window).field, "Return")
    assert opened_palette(window).field.hasFocus()
    assert len(rows(opened_palette(window))) == len(list(window.letter.issue.outline.walk()))


def test_arrows_go_over_what_cannot_be_had_and_round(window: OpenWindow) -> None:
    window.window.open_section("sommaire")
    press(window.window.editor, "Ctrl+K")
    palette = opened_palette(window)
    type_text(palette.field, "texte ital")
    model, view = palette.list.model(), palette.list
    assert rows(palette)[0] == "Italique"
    assert not model.index(0, 0).flags() & Qt.ItemFlag.ItemIsEnabled, "nothing can be typed in the summary"
    assert not view.currentIndex().isValid()
    press(palette.field, "Return")
    assert window.window.on_demand.palettes.palette is palette, "nothing happens"
    palette.field.clear()
    first = view.currentIndex()
    press(palette.field, "Up")
    assert view.currentIndex().row() == model.rowCount() - 1
    press(palette.field, "Down")
    assert view.currentIndex() == first
    assert palette.field.accessibleDescription().startswith("Nouveau numéro")


def test_escape_closes_it_and_it_is_freed(window: OpenWindow, qtbot: QtBot) -> None:
    press(window.window.editor, "Ctrl+K")
    palette = opened_palette(window)
    with qtbot.waitSignal(palette.destroyed, timeout=PATIENCE):
        press(palette.field, "Escape")
        free_deleted()
    assert window.window.editor.hasFocus()
    assert window.window.findChild(QListView, "paletteList") is None


def test_a_click_elsewhere_closes_it(window: OpenWindow, qtbot: QtBot) -> None:
    press(window.window.editor, "Ctrl+K")
    focus(qtbot, window.window._outline.view)
    assert window.window.on_demand.palettes.palette is None
    assert window.window._outline.view.hasFocus()
