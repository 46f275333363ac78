"""The window's end of the pipe: a worker that dies is replaced, and the letter told to the new one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow

from editor_app.gui.worker_client import DEATHS_ALLOWED, WorkerClient
from editor_app.worker.protocol import Message


@pytest.fixture
def client(qtbot: QtBot) -> Iterator[WorkerClient]:  # noqa: ARG001  (timers need the application)
    made = WorkerClient()
    yield made
    made.stop()


def is_ready(message: Message) -> bool:
    return bool(message["type"] == "ready")


def test_a_message_sent_at_once_reaches_the_worker(client: WorkerClient, qtbot: QtBot) -> None:
    client.start()
    with qtbot.waitSignal(client.answered, timeout=PATIENCE, check_params_cb=lambda m: m["type"] == "suggestions"):
        client.send({"type": "suggest", "id": 1, "word": "victimme"})


def test_a_message_to_nobody_is_dropped(client: WorkerClient) -> None:
    assert not client.running
    client.send({"type": "suggest", "id": 1, "word": "victimme"})


def test_stopping_ends_the_process(client: WorkerClient, qtbot: QtBot) -> None:
    with qtbot.waitSignal(client.answered, timeout=PATIENCE, check_params_cb=is_ready):
        client.start()
    process = client._process
    assert process is not None
    client.stop()
    assert process.state() is QProcess.ProcessState.NotRunning
    assert process.exitStatus() is QProcess.ExitStatus.NormalExit
    assert not client.running


def kill(client: WorkerClient) -> int:
    """Kill the worker outright; the process that was."""
    process = client._process
    assert process is not None
    assert process.waitForStarted(PATIENCE)
    killed = client.process_id
    os.kill(killed, signal.SIGKILL)
    return killed


def test_after_too_many_deaths_it_gives_up_once_and_can_be_started_again(client: WorkerClient, qtbot: QtBot) -> None:
    given_up: list[bool] = []
    client.gave_up.connect(lambda: given_up.append(True))
    client.start()
    for _ in range(DEATHS_ALLOWED - 1):
        with qtbot.waitSignal(client.started, timeout=PATIENCE):
            kill(client)
    assert not given_up
    with qtbot.waitSignal(client.gave_up, timeout=PATIENCE):
        kill(client)
    assert given_up == [True]
    assert not client.running
    with qtbot.waitSignal(client.answered, timeout=PATIENCE, check_params_cb=is_ready):
        client.start()


def test_typing_goes_on_over_the_death_of_the_worker(shared: OpenWindow, qtbot: QtBot) -> None:
    window = shared.window
    shared.settle(qtbot)
    before = kill(window.worker)
    window.editor.textCursor().insertText("Le zblorgue agit. ")
    qtbot.waitUntil(lambda: window.worker.process_id not in (0, before), timeout=PATIENCE)
    shared.settle(qtbot)
    assert "zblorgue" in {found.text for _, found in window.editor.diagnostics()}
    assert window.notice.sentence == ""


def test_a_worker_lost_for_good_is_said_and_can_be_called_back(shared: OpenWindow, qtbot: QtBot) -> None:
    window = shared.window
    while not window.notice.sentence:
        killed = kill(window.worker)
        qtbot.waitUntil(
            lambda killed=killed: bool(window.notice.sentence) or window.worker.process_id not in (0, killed),
            timeout=PATIENCE,
        )
    assert not window.worker.running
    assert "le texte reste enregistré" in window.notice.sentence
    window.editor.textCursor().insertText("Le flibustor aussi. ")
    relaunch = next(button for button in window.notice.findChildren(QPushButton) if button.text() == "Relancer")
    relaunch.click()
    shared.settle(qtbot)
    assert "flibustor" in {found.text for _, found in window.editor.diagnostics()}
