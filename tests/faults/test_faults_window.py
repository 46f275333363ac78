"""The window itself, on disks that fill up, refuse, go and come back, and killed while somebody types.

kill -9 is not a power cut; ``test_faults_power`` is about what a cut may drop.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from long_counts import LONG_RUN
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, somebody_else, type_text

from editor_app.desk import Desk
from editor_app.gui.keeping.saving import Progress

__all__ = ["somebody_else"]

AT_MOST_LOST = 2.0
"""Seconds of typing that a crash may take."""
TYPIST = """
import sys, time
from PySide6.QtCore import QTimer
from editor_app.app import build

app, window = build([sys.argv[1]])
cursor = window.editor.textCursor()
count = 0

def type_word():
    global count
    count += 1
    cursor.insertText(f"mot{count:05} ")
    print(count, time.monotonic(), flush=True)

timer = QTimer(interval=40)
timer.timeout.connect(type_word)
timer.start()
app.exec()
"""


def kill_while_typing(folder: Path, seconds: float) -> None:
    """Somebody types a word every 40 ms; the program is killed after so many seconds of that."""
    process = subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)  # the moment of the kill is chance itself, there is nothing to wait for
    killed = time.monotonic()
    process.kill()
    typed = [line.split() for line in (first + process.stdout.read()).splitlines()]
    process.wait()
    process.stdout.close()
    safe = max((int(number) for number, when in typed if float(when) < killed - AT_MOST_LOST), default=0)
    again = Desk.open(folder)
    assert again.hold()
    texts = [again.texts["editorial"], *(one.text for one in again.recovered() if one.section == "editorial")]
    found = max(max((int(word[3:]) for word in text.split() if word[:4] == "mot0"), default=0) for text in texts)
    again.close()
    assert found >= safe, f"killed after {seconds:.2f} s: {safe} words were to be safe, {found} are"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("count", [1, pytest.param(50, marks=LONG_RUN)])
def test_who_types_loses_two_seconds_at_most(copied: Callable[[], Path], seed: int, count: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (chance, not secrecy)
    for _ in range(count):
        kill_while_typing(copied(), chance.uniform(2.5, 9.0))


def state_of(opened: OpenWindow) -> QLabel:
    state = opened.window.findChild(QLabel, "saveState")
    assert state is not None
    return state


def test_a_disk_that_is_full_is_said_while_typing_goes_on_and_another_place_takes_the_letter(
    qapp: QApplication,  # noqa: ARG001  (made first)
    copied: Callable[[], Path],
    small_disk: Callable[[int], Path],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    disk = small_disk(6000)
    folder = disk / "numéro"
    shutil.copytree(copied(), folder)
    opened = OpenWindow(folder)
    try:
        before = (folder / "sections" / "editorial.md").read_text("utf-8")
        free = shutil.disk_usage(disk).free
        (disk / "remplissage").write_bytes(b"x" * free)
        type_text(opened.window.editor, "Sur un disque plein. ")
        assert not opened.window.save_now()
        qtbot.waitUntil(lambda: opened.window._writer.state.progress is Progress.FAILED, timeout=PATIENCE)
        assert "le disque est plein" in state_of(opened).text()
        assert "Votre texte reste dans la fenêtre" in opened.window.notice.sentence
        assert (folder / "sections" / "editorial.md").read_text("utf-8") == before, "the old one is whole"
        type_text(opened.window.editor, "Et l’on continue. ")
        assert not opened.window.save_now()
        labels = [button.text() for button in opened.window.notice.findChildren(QPushButton)]
        assert "Enregistrer ailleurs…" in labels
        opened.window._safe.away.save_in(tmp_path)
        qtbot.waitUntil(lambda: opened.letter.desk.path == tmp_path / "numéro", timeout=PATIENCE)
        text = (tmp_path / "numéro" / "sections" / "editorial.md").read_text("utf-8")
        assert text == "Sur un disque plein. Et l’on continue. " + before
        qtbot.waitUntil(lambda: opened.window._writer.state.progress is Progress.SAVED, timeout=PATIENCE)
    finally:
        opened.close()


def test_a_disk_that_was_full_takes_everything_once_there_is_room(
    qapp: QApplication,  # noqa: ARG001  (made first)
    copied: Callable[[], Path],
    small_disk: Callable[[int], Path],
    qtbot: QtBot,
) -> None:
    disk = small_disk(6000)
    folder = disk / "numéro"
    shutil.copytree(copied(), folder)
    opened = OpenWindow(folder)
    try:
        filling = disk / "remplissage"
        filling.write_bytes(b"x" * shutil.disk_usage(disk).free)
        type_text(opened.window.editor, "Plein. ")
        assert not opened.window.save_now()
        filling.unlink()
        qtbot.waitUntil(lambda: opened.window._writer.state.progress is Progress.SAVED, timeout=PATIENCE)
        assert (folder / "sections" / "editorial.md").read_text("utf-8").startswith("Plein. ")
    finally:
        opened.close()


def test_a_disk_that_is_unplugged_and_back_has_everything_in_the_end(
    qapp: QApplication,  # noqa: ARG001  (made first)
    copied: Callable[[], Path],
    small_disk: Callable[[int], Path],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    disk = small_disk(6000)
    folder = disk / "numéro"
    shutil.copytree(copied(), folder)
    opened = OpenWindow(folder)
    try:
        kept = tmp_path / "copie"
        shutil.copytree(folder, kept, ignore=shutil.ignore_patterns("lock", "holder.json"))
        subprocess.run(["umount", "-l", str(disk)], check=True)
        qtbot.waitUntil(lambda: "n’est plus là" in opened.window.notice.sentence, timeout=PATIENCE)
        type_text(opened.window.editor, "Sans disque. ")
        assert not opened.window.save_now()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6000k", "lettrine", str(disk)], check=True)
        shutil.copytree(kept, folder)
        qtbot.waitUntil(lambda: "est revenu" in opened.window.notice.sentence, timeout=PATIENCE)
        assert opened.window.save_now()
        assert (folder / "sections" / "editorial.md").read_text("utf-8").startswith("Sans disque. ")
        assert opened.letter.desk.holder.since is not None, "and the letter is held again"
    finally:
        opened.close()


@pytest.mark.parametrize("count", [12, pytest.param(200, marks=LONG_RUN)])
def test_what_is_typed_while_another_program_writes_meets_what_it_wrote(
    qapp: QApplication,  # noqa: ARG001  (made first)
    copied: Callable[[], Path],
    seed: int,
    qtbot: QtBot,
    count: int,
) -> None:
    chance = random.Random(seed)  # noqa: S311  (chance, not secrecy)
    opened = OpenWindow(copied())
    path = opened.folder / "sections" / "editorial.md"
    try:
        for number in range(count):
            assert opened.window.save_now()
            beside = path.with_name("autre~")
            beside.write_text(path.read_text("utf-8") + f"\nailleurs{number}.\n", "utf-8")
            beside.replace(path)
            qtbot.wait(chance.choice([0, 50, 210, 300, 500]))  # before, while and after it is noticed
            type_text(opened.window.editor, f"ici{number} ")
            if chance.random() < 0.5:
                opened.window.take_text()
            qtbot.waitUntil(lambda n=number: f"ailleurs{n}." in opened.letter.texts["editorial"], timeout=PATIENCE)
        assert opened.window.save_now()
        qtbot.waitUntil(lambda: opened.window.save_now() and path.read_text("utf-8") == opened.window.editor.text())
        words = set(path.read_text("utf-8").split())
        assert {f"ici{number}" for number in range(count)} <= words
        assert {f"ailleurs{number}." for number in range(count)} <= words
    finally:
        opened.close()
