"""Everything one can act on is reached by the keyboard, in every window, and says what it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QDialog, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, focus, free_deleted, press

from editor_app.gui.comparing.clash_sheet import ClashSheet, Contested
from editor_app.gui.comparing.sheet import ComparisonSheet
from editor_app.gui.sharing.address_sheet import AddressSheet
from editor_app.gui.versions.page import VersionsPage
from editor_app.issue.merging import Clash, Merge
from editor_app.storage.kept_letter import SectionDifference
from editor_app.storage.version import Kind, Version

DIALOGS = ("new", "sheet", "signature", "author", "keys", "name-version")


@pytest.fixture
def window(shared: OpenWindow, qtbot: QtBot) -> Iterator[OpenWindow]:
    shared.settle(qtbot)
    shared.window.open_section("editorial")
    focus(qtbot, shared.window.editor)
    yield shared
    for dialog in shared.window.findChildren(QDialog):
        dialog.close()
    shared.window.search.close()
    free_deleted()


def controls(window: QWidget) -> list[QWidget]:
    """What takes the keyboard by Tab, as it can be used now."""
    return [
        child
        for child in window.findChildren(QWidget)
        if child.isVisible()
        and child.isEnabled()
        and child.window() is window
        and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.focusProxy() is None
        and not isinstance(child, QLabel)
        and not by_arrows(child)
        and not inside_the_page(child)
    ]


def by_arrows(widget: QWidget) -> bool:
    """Whether it is one of several of which one is chosen: Tab goes to that one, arrows to the others."""
    return isinstance(widget, QAbstractButton) and widget.group() is not None and not widget.isChecked()


def inside_the_page(widget: QWidget) -> bool:
    above: QWidget | None = widget
    while above is not None:
        if above.objectName() == "previewPage":
            return above is not widget
        above = above.parentWidget()
    return False


def reached(window: QWidget, most: int) -> list[QWidget]:
    """What Tab goes to, one after the other, until it comes round."""
    order: list[QWidget] = []
    for _ in range(most):
        here = QApplication.focusWidget()
        assert here is not None
        while here.parentWidget() is not None and inside_the_page(here):
            here = here.parentWidget()
        if here in order:
            break
        order.append(here)
        if here.objectName() == "previewPage":
            window.focusNextChild()  # inside the page Tab goes from link to link first
        else:
            press(here, "Tab")
    return order


def name(widget: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name).strip() if found is not None else ""


def check(window: QWidget) -> list[QWidget]:
    wanted = controls(window)
    order = reached(window, 3 * len(wanted) + 10)
    unnamed = [(widget.metaObject().className(), widget.objectName()) for widget in order if not name(widget)]
    assert unnamed == []
    missed = [
        (widget.metaObject().className(), widget.objectName(), name(widget))
        for widget in wanted
        if widget not in order and not isinstance(widget.parentWidget(), QAbstractScrollArea)
    ]
    assert missed == []
    return order


def test_the_window(window: OpenWindow) -> None:
    order = check(window.window)
    names = {widget.objectName() for widget in order}
    assert {"outline", "markdownEditor", "paletteTool", "previewPage", "previewZoom"} <= names


def test_the_window_while_one_searches_and_replaces(window: OpenWindow) -> None:
    window.window.search.open(replacing=True)
    window.window._section_pane.search.pattern.setText("traite")
    order = [widget.objectName() for widget in check(window.window)]
    at = order.index("searchPattern")
    assert (order * 2)[at + 1] == "searchReplacement"
    assert "hits" in order


def test_the_window_while_one_writes_a_remark(window: OpenWindow) -> None:
    window.window.editor.go_to(0, 0, 5)
    window.window.commands["remark"].trigger()
    check(window.window)
    window.window._tasks.composer.hide()


@pytest.mark.parametrize("command", DIALOGS)
def test_every_dialog(window: OpenWindow, qtbot: QtBot, command: str) -> None:
    window.window.commands[command].trigger()
    dialog = next(one for one in window.window.findChildren(QDialog) if one.isVisible())
    assert dialog.windowTitle()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=PATIENCE)
    qtbot.waitUntil(dialog.isActiveWindow, timeout=PATIENCE)
    if not dialog.isAncestorOf(QApplication.focusWidget() or window.window):
        controls(dialog)[0].setFocus()
    assert check(dialog)


def test_the_sheets_that_compare(window: OpenWindow, qtbot: QtBot) -> None:
    parent, colours = window.window, window.window._theme.tokens
    comparing = ComparisonSheet("Texte retrouvé", "Un texte.", colours, parent)
    comparing.show_sections(
        [SectionDifference(name, name, "Un mot, un autre.", "Deux mots, un autre.") for name in "ab"], "avant", "après"
    )
    comparing.offer("Plus tard")
    merge = Merge(("Le ", Clash("a", "b", "c"), " et ", Clash("d", "e", "f")))
    clashing = ClashSheet(
        "Dites.", [Contested("a.md", "A", merge), Contested("b.md", "B", merge)], "L’autre", colours, parent
    )
    versions = VersionsPage(colours, parent)
    versions.show_versions([Version("abc", 1, datetime.now(UTC), Kind.NAMED, "bon à tirer")], [("Éditorial",)])
    address = AddressSheet("Partage", "Synchroniser", "", "Une adresse.", parent)
    for sheet in (comparing, clashing, versions, address):
        sheet.open()
        qtbot.waitUntil(sheet.isActiveWindow, timeout=PATIENCE)
        if not sheet.isAncestorOf(QApplication.focusWidget() or window.window):
            controls(sheet)[0].setFocus()
        assert check(sheet)
        sheet.close()


def test_arrows_go_from_one_joined_button_to_the_next(window: OpenWindow, qtbot: QtBot) -> None:
    letter, section = window.window.preview._bar._parts.buttons()
    focus(qtbot, letter)
    press(letter, "Right")
    assert section.isChecked() and window.window.commands["page-section"].isChecked()
    assert section.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert not letter.focusPolicy() & Qt.FocusPolicy.TabFocus
    press(section, "Left")
    assert letter.isChecked() and not window.window.commands["page-section"].isChecked()


def test_the_palette_keeps_the_keyboard_to_itself(window: OpenWindow) -> None:
    press(window.window.editor, "Ctrl+K")
    palette = window.window.on_demand.palettes.palette
    assert palette is not None
    press(palette.field, "Tab")
    assert palette.field.hasFocus()
    assert name(palette.field) and name(palette.list)
    press(palette.field, "Escape")


def test_what_scrolls_in_a_dialog_says_what_it_is(window: OpenWindow) -> None:
    window.window.commands["keys"].trigger()
    area = window.window.findChild(QScrollArea)
    assert area is not None and name(area)
