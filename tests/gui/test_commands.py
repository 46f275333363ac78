"""Every command of the window: in French, with a key of its own, and answered."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from PySide6.QtCore import SIGNAL
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QMenu
from pytestqt.qtbot import QtBot
from window_under_test import OpenWindow, free_deleted

from editor_app.gui.commands import COMMANDS, MENUS, french_keys

IDS = [command.id for command in COMMANDS if command.id]
ENGLISH = re.compile(r"(?i)\b(open|save|file|edit|view|help|undo|redo|cut|paste|new|close|delete|quit|about|the)\b")


def entries(menu: QMenu) -> list[QAction]:
    """What a menu offers, that of the menus within it included."""
    found = [action for action in menu.actions() if not action.isSeparator()]
    return [
        inner
        for action in found
        for inner in (entries(action.menu()) if isinstance(action.menu(), QMenu) else [action])
    ]


def test_no_two_commands_share_a_key() -> None:
    keys = [QKeySequence(command.keys).toString() for command in COMMANDS if command.keys]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    assert all(keys), "each is a key that Qt knows"


def test_no_two_commands_share_an_id() -> None:
    assert len(IDS) == len(set(IDS))


def listeners(action: QAction) -> int:
    return action.receivers(SIGNAL("triggered(bool)")) + action.receivers(SIGNAL("toggled(bool)"))


@pytest.mark.parametrize("name", IDS)
def test_every_command_is_answered(shared: OpenWindow, name: str) -> None:
    menu = QMenu()
    only_in_a_menu = menu.addAction("Rien")
    assert listeners(shared.window.commands[name]) > listeners(only_in_a_menu)


def test_the_menus_hold_every_command_in_french(shared: OpenWindow) -> None:
    bar = shared.window.menuBar()
    menus = [action.menu() for action in bar.actions()]
    assert [menu.title() for menu in menus] == list(MENUS)
    shown = [action for menu in menus for action in entries(menu)]
    assert {action.objectName() for action in shown} == {shared.window.commands[name].objectName() for name in IDS}
    for action in shown:
        assert action.text()[0].isupper(), action.text()
        assert not ENGLISH.search(action.text()), action.text()
        assert "'" not in action.text(), action.text()
        assert "..." not in action.text(), action.text()


def test_what_asks_something_first_ends_with_an_ellipsis() -> None:
    labels = {command.id: command.label for command in COMMANDS}
    for name in ("new", "open", "import", "verify", "author"):
        assert labels[name].endswith("…"), name
    for name in ("save", "quit", "undo", "bold", "remove"):
        assert not labels[name].endswith("…"), name


def test_keys_are_named_as_on_a_french_keyboard() -> None:
    assert french_keys("Ctrl+Shift+Z") == "Ctrl + Maj + Z"
    assert french_keys("Alt+Return") == "Alt + Entrée"
    assert french_keys("Ctrl+PgUp") == "Ctrl + Page préc."


def test_the_page_of_keys_lists_every_key_in_french(shared: OpenWindow) -> None:
    shared.window.commands["keys"].trigger()
    page = shared.window.findChild(QDialog)
    assert page is not None
    words = {label.text() for label in page.findChildren(QLabel)}
    with_keys = [command for command in COMMANDS if command.keys]
    assert {command.label.rstrip("…") for command in with_keys} <= words
    assert "Ctrl + Maj + Z" in words
    assert not [word for word in words if re.search(r"\b(Shift|Return|PgUp|PgDown|Up|Down|Del)\b", word)]
    page.close()
    free_deleted()


def test_commands_have_their_icons_once_the_window_stands(shared: OpenWindow, qtbot: QtBot) -> None:
    shared.settle(qtbot)
    with_icon = [command.id for command in COMMANDS if command.icon]
    assert all(not shared.window.commands[name].icon().isNull() for name in with_icon)
