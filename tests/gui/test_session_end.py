"""A session that ends, or a signal that says so, leaves the text on the disk: real processes, real signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

TYPED = "Tapé juste avant la fin. "
PROGRAM = f"""
import sys
from PySide6.QtCore import QTimer
from editor_app import app as program

build = program.build

def build_and_type(argv):
    app, window = build(argv)
    def act():
        window.editor.textCursor().insertText({TYPED!r})
        print("typed", flush=True)
        if "--session" in sys.argv:
            app.commitDataRequest.emit(None)
            print("committed", flush=True)
    QTimer.singleShot(100, window, act)
    return app, window

program.build = build_and_type
sys.exit(program.run([sys.argv[1]]))
"""
IN_TIME = 10
"""Seconds that systems leave a program before they kill it."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


class Running:
    """The program with a text just typed into it."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(folder), *arguments],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        self.wait_for("typed")

    def wait_for(self, word: str) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == word

    def editorial(self) -> str:
        return (self.folder / "sections" / "editorial.md").read_text("utf-8")


@pytest.fixture
def run(copied: Callable[[], Path]) -> Iterator[Callable[..., Running]]:
    running: list[Running] = []

    def start(*arguments: str) -> Running:
        running.append(Running(copied(), *arguments))
        return running[-1]

    yield start
    for one in running:
        one.process.kill()
        one.process.wait()
        if one.process.stdout is not None:
            one.process.stdout.close()


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGTERM,
        pytest.param(signal.SIGINT, marks=pytest.mark.long),
        pytest.param(getattr(signal, "SIGHUP", signal.SIGTERM), marks=pytest.mark.long),
    ],
    ids=lambda number: number.name,
)
def test_a_signal_ends_the_program_with_the_text_written(run: Callable[..., Running], number: signal.Signals) -> None:
    running = run()
    began = time.monotonic()
    running.process.send_signal(number)
    assert running.process.wait(IN_TIME) == 0
    assert time.monotonic() - began < IN_TIME
    assert running.editorial().startswith(TYPED)
    kept = running.folder / ".lettrine"
    assert not (kept / "journal").exists(), "a clean end leaves no journal"
    assert not (kept / "holder.json").exists(), "nor a holder"


def test_a_signal_while_the_letter_cannot_be_written_leaves_the_text_in_the_journal(
    run: Callable[..., Running],
) -> None:
    running = run()
    file = running.folder / "sections" / "editorial.md"
    file.unlink()
    file.mkdir()
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(IN_TIME) == 0
    journal = list((running.folder / ".lettrine" / "journal").glob("*.md"))
    assert [path.read_text("utf-8").startswith(TYPED) for path in journal] == [True]


@pytest.mark.skipif(sys.platform == "darwin", reason="the session's own messages are tried on X11 and offscreen")
def test_a_session_that_asks_for_the_text_gets_it_and_the_window_stays(run: Callable[..., Running]) -> None:
    running = run("--session")
    running.wait_for("committed")
    assert running.editorial().startswith(TYPED)
    assert running.process.poll() is None
