"""Two machines, one letter, from the window: what is exchanged is said, what clashes is asked about, typing goes on."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pygit2
import pytest
from forges import NAME, SECRET, https_forge
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, type_text

from editor_app.desk import Desk, fetch_shared
from editor_app.gui.comparing.clash_sheet import ClashSheet
from editor_app.gui.sharing.address_sheet import AddressSheet
from editor_app.gui.sharing.login_sheet import LoginSheet
from editor_app.issue.merging import Side
from editor_app.storage import sync as network

_Sheet = TypeVar("_Sheet", AddressSheet, ClashSheet, LoginSheet)


@pytest.fixture
def remote(tmp_path: Path) -> str:
    return str(tmp_path / "partage")


@pytest.fixture
def shared_letter(opened: OpenWindow, qtbot: QtBot, remote: str) -> OpenWindow:
    """A window whose letter was sent to the share."""
    opened.window.on_demand.sharing._agree(opened.letter, remote)
    said(opened, qtbot, "sont envoyés")
    return opened


@pytest.fixture
def other(shared_letter: OpenWindow, remote: str, tmp_path: Path) -> Desk:
    """Another machine's copy of it."""
    del shared_letter
    return fetch_shared(remote, tmp_path / "ailleurs")


def said(opened: OpenWindow, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(lambda: words in opened.window.notice.sentence, timeout=PATIENCE)


def sync(opened: OpenWindow) -> None:
    opened.window.commands["sync"].trigger()


def sheet(opened: OpenWindow, kind: type[_Sheet]) -> _Sheet | None:
    return next((one for one in opened.window.findChildren(kind) if one.isVisible()), None)


def test_a_letter_that_is_shared_nowhere_asks_for_an_address(opened: OpenWindow, qtbot: QtBot, remote: str) -> None:
    sync(opened)
    qtbot.waitUntil(lambda: sheet(opened, AddressSheet) is not None, timeout=PATIENCE)
    asked = sheet(opened, AddressSheet)
    assert isinstance(asked, AddressSheet)
    asked.accept()
    assert asked.isVisible(), "nothing is exchanged with nowhere"
    asked.line.setText(remote)
    asked.accept()
    said(opened, qtbot, "sont envoyés")
    sync(opened)
    said(opened, qtbot, "Rien de nouveau")


def test_what_others_wrote_arrives_with_what_was_typed_here(
    shared_letter: OpenWindow, other: Desk, qtbot: QtBot
) -> None:
    other.save_text("editorial", other.texts["editorial"] + "\nÉcrit ailleurs.\n")
    other.sync()
    type_text(shared_letter.window.editor, "Écrit ici. ")
    sync(shared_letter)
    said(shared_letter, qtbot, "Reçu")
    assert "Éditorial" in shared_letter.window.notice.sentence
    text = shared_letter.window.editor.text()
    assert text.startswith("Écrit ici. ")
    assert text.endswith("Écrit ailleurs.\n")
    other.sync()
    assert other.texts["editorial"] == text


@pytest.mark.parametrize("side", Side)
def test_a_clash_is_shown_and_nothing_is_sent_before_it_is_decided(
    shared_letter: OpenWindow, other: Desk, qtbot: QtBot, side: Side
) -> None:
    other.save_text("editorial", other.texts["editorial"].replace("La France", "Notre pays", 1))
    other.sync()
    cursor = shared_letter.window.editor.textCursor()
    cursor.setPosition(len("La France"), cursor.MoveMode.KeepAnchor)
    cursor.insertText("La République")
    sync(shared_letter)
    qtbot.waitUntil(lambda: sheet(shared_letter, ClashSheet) is not None, timeout=PATIENCE)
    assert shared_letter.window.editor.text().startswith("La République")
    asked = sheet(shared_letter, ClashSheet)
    assert isinstance(asked, ClashSheet)
    assert not asked.accept_button.isEnabled()
    asked.choose_all(side)
    asked.accept_button.click()
    said(shared_letter, qtbot, "sont envoyés" if side is Side.MINE else "Reçu")
    expected = "La République" if side is Side.MINE else "Notre pays"
    assert shared_letter.window.editor.text().startswith(f"{expected} exerce")
    other.sync()
    assert other.texts["editorial"].startswith(f"{expected} exerce")


def test_the_address_of_a_letter_that_came_from_elsewhere_is_shown_before_it_is_used(
    other: Desk, qtbot: QtBot, remote: str, tmp_path: Path
) -> None:
    received = tmp_path / "reçue"
    shutil.copytree(other.path, received)
    window = OpenWindow(received)
    try:
        window.window._settings.agree_to_address(window.letter.issue.id, "ailleurs encore")
        sync(window)
        qtbot.waitUntil(lambda: sheet(window, AddressSheet) is not None, timeout=PATIENCE)
        asked = sheet(window, AddressSheet)
        assert isinstance(asked, AddressSheet)
        assert asked.line.text() == remote
        asked.reject()
        assert window.window.on_demand.sharing._errand is None
    finally:
        window.close()


def test_a_shared_letter_is_received_and_opened(shared_letter: OpenWindow, qtbot: QtBot, remote: str) -> None:
    before = shared_letter.folder
    shared_letter.window.on_demand.sharing.receive_from(remote)
    said(shared_letter, qtbot, "La lettre est reçue")
    assert shared_letter.letter.desk.path != before
    assert shared_letter.letter.texts == Desk.open(before).texts


def test_an_address_that_leads_nowhere_is_said_and_changes_nothing(opened: OpenWindow, qtbot: QtBot) -> None:
    opened.window.on_demand.sharing.exchange("https://127.0.0.1:9/rien.git")
    said(opened, qtbot, "l’échange a échoué")
    assert opened.window.save_now()


class Slow:
    """A remote that does not answer, until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go = threading.Event(), threading.Event()
        fetch = network._fetch

        def wait(*arguments: object) -> object:
            self.reached.set()
            assert self.go.wait(30)
            return fetch(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(network, "_fetch", wait)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow(monkeypatch)
    yield made
    made.go.set()


def test_typing_and_saving_go_on_while_the_network_is_waited_for(
    shared_letter: OpenWindow, other: Desk, qtbot: QtBot, slow: Slow
) -> None:
    file = shared_letter.folder / "sections" / "editorial.md"
    sync(shared_letter)
    qtbot.waitUntil(slow.reached.is_set, timeout=PATIENCE)
    type_text(shared_letter.window.editor, "Pendant ce temps. ")
    assert shared_letter.window.save_now()
    assert file.read_text("utf-8").startswith("Pendant ce temps. ")
    assert "Réception" in shared_letter.window.notice.sentence
    slow.go.set()
    said(shared_letter, qtbot, "sont envoyés")
    other.sync()
    assert other.texts["editorial"].startswith("Pendant ce temps. ")


def test_an_exchange_can_be_stopped(shared_letter: OpenWindow, qtbot: QtBot, slow: Slow) -> None:
    sync(shared_letter)
    qtbot.waitUntil(slow.reached.is_set, timeout=PATIENCE)
    notice = shared_letter.window.notice
    [button for button in notice.findChildren(QPushButton) if button.text() == "Annuler"][-1].click()
    slow.go.set()
    said(shared_letter, qtbot, "annulé")


def test_a_forge_that_asks_who_one_is_is_told_in_the_window(
    opened: OpenWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    with https_forge(tmp_path) as (address, certificate):
        pygit2.settings.set_ssl_cert_locations(str(certificate), None)
        opened.window.on_demand.sharing._agree(opened.letter, address)
        for secret, words in (("autre", "l’accès est refusé"), (SECRET, "sont envoyés")):
            qtbot.waitUntil(lambda: sheet(opened, LoginSheet) is not None, timeout=PATIENCE)
            asked = sheet(opened, LoginSheet)
            assert asked is not None
            asked.name_line.setText(NAME)
            asked.accept()
            assert asked.isVisible(), "a name alone lets nobody in"
            asked.secret_line.setText(secret)
            asked.accept()
            said(opened, qtbot, words)
    assert SECRET not in opened.window.notice.sentence
