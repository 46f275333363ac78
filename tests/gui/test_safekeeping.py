"""What a person typed survives crashes, other windows and other programs, and nothing is covered in silence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, type_text

from editor_app.gui.saving import Progress

TYPED = "Ce paragraphe n’était pas encore enregistré."
CRASH = f"""
import os, sys
from pathlib import Path
from editor_app.desk import Desk
desk = Desk.open(Path(sys.argv[1]))
assert desk.hold("Solène")
desk.journal("editorial", desk.texts["editorial"] + {TYPED!r})
os._exit(1)
"""


def answer(opened: OpenWindow, label: str) -> None:
    next(button for button in opened.window.notice.findChildren(QPushButton) if button.text() == label).click()


def editorial(opened: OpenWindow) -> str:
    return (opened.folder / "sections" / "editorial.md").read_text("utf-8")


def test_a_second_window_reads_and_says_who_writes(opened: OpenWindow) -> None:
    second = OpenWindow(opened.folder)
    try:
        assert "ouvert ailleurs" in second.window.notice.sentence
        assert second.window.editor.isReadOnly()
        second.window.open_section("a-propos")
        assert second.window.editor.isReadOnly()
        assert not opened.window.editor.isReadOnly()
    finally:
        second.close()
    type_text(opened.window.editor, "Toujours là. ")
    assert opened.window.save_now()
    assert editorial(opened).startswith("Toujours là. ")


def test_what_a_crash_left_is_offered_and_taken(copied: Callable[[], Path]) -> None:
    folder = copied()
    assert subprocess.run([sys.executable, "-c", CRASH, str(folder)], check=False).returncode == 1
    opened = OpenWindow(folder)
    try:
        assert "a été retrouvé" in opened.window.notice.sentence
        assert TYPED not in opened.window.editor.text(), "nothing becomes the text unasked"
        answer(opened, "Le reprendre")
        assert opened.window.editor.text().endswith(TYPED)
        assert opened.window.save_now()
        assert editorial(opened).endswith(TYPED)
    finally:
        opened.close()
    assert not list((folder / ".lettrine" / "journal").glob("*")), "a clean exit leaves no journal"


def test_what_a_crash_left_can_be_put_aside(copied: Callable[[], Path]) -> None:
    folder = copied()
    subprocess.run([sys.executable, "-c", CRASH, str(folder)], check=False)
    opened = OpenWindow(folder)
    answer(opened, "L’écarter")
    opened.close()
    again = OpenWindow(folder)
    assert again.window.notice.sentence == ""
    again.close()


def test_typing_reaches_the_journal_before_it_is_saved(opened: OpenWindow, qtbot: QtBot) -> None:
    type_text(opened.window.editor, "Une phrase tapée à l’instant. ")
    journal = opened.folder / ".lettrine" / "journal"
    qtbot.waitUntil(
        lambda: (
            any("Une phrase tapée" in path.read_text("utf-8") for path in journal.glob("*") if path.is_file())
            or editorial(opened).startswith("Une phrase tapée")
        ),
        timeout=PATIENCE,
    )


def test_a_change_elsewhere_in_the_text_is_merged_and_shown(opened: OpenWindow, qtbot: QtBot) -> None:
    path = opened.folder / "sections" / "editorial.md"
    path.write_text(path.read_text("utf-8") + "\nAjouté par un autre programme.\n", "utf-8")
    type_text(opened.window.editor, "Ajouté ici. ")
    opened.window.take_text()
    qtbot.waitUntil(lambda: "autre programme" in opened.window.editor.text(), timeout=PATIENCE)
    assert opened.window.save_now()
    assert editorial(opened).startswith("Ajouté ici. ")
    assert "Ajouté par un autre programme." in editorial(opened)


def clash(opened: OpenWindow, qtbot: QtBot) -> None:
    """The first words are changed here and elsewhere."""
    path = opened.folder / "sections" / "editorial.md"
    path.write_text(path.read_text("utf-8").replace("La France", "Notre pays", 1), "utf-8")
    cursor = opened.window.editor.textCursor()
    cursor.setPosition(len("La France"), cursor.MoveMode.KeepAnchor)
    cursor.insertText("La République")
    opened.window.take_text()
    qtbot.waitUntil(lambda: opened.window._writer.state.progress is Progress.FAILED, timeout=PATIENCE)
    assert "mêmes mots" in opened.window.notice.sentence
    assert editorial(opened).startswith("Notre pays"), "never covered in silence"


def test_the_same_words_changed_twice_are_asked_about_and_ours_kept(opened: OpenWindow, qtbot: QtBot) -> None:
    clash(opened, qtbot)
    answer(opened, "Garder mon texte")
    assert opened.window.save_now()
    assert editorial(opened).startswith("La République exerce")


def test_the_same_words_changed_twice_are_asked_about_and_theirs_taken(opened: OpenWindow, qtbot: QtBot) -> None:
    clash(opened, qtbot)
    answer(opened, "Prendre l’autre texte")
    assert opened.window.editor.text().startswith("Notre pays exerce")
    assert opened.window.save_now()
    assert editorial(opened).startswith("Notre pays exerce")
