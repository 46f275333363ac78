"""What a person typed survives crashes, other windows and other programs, and nothing is covered in silence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
import shiboken6
from PySide6.QtWidgets import QDialog, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, type_text

from editor_app.gui.comparing.clash_sheet import ClashSheet
from editor_app.gui.comparing.sheet import ComparisonSheet
from editor_app.gui.keeping.saving import Progress

Sheet = TypeVar("Sheet", bound=QDialog)

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
    click(opened.window.notice, label)


def click(within: QWidget, label: str) -> None:
    """The newest button of that label: those before wait to be freed."""
    [button for button in within.findChildren(QPushButton) if button.text() == label][-1].click()


def sheet(opened: OpenWindow, kind: type[Sheet], qtbot: QtBot) -> Sheet:
    """The sheet of that kind that opens."""

    def shown() -> list[Sheet]:
        return [one for one in opened.window.findChildren(kind) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=PATIENCE)
    return shown()[0]


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


@pytest.fixture
def after_crash(copied: Callable[[], Path], qtbot: QtBot) -> Iterator[OpenWindow]:
    """A window on a letter that a program, killed while somebody typed, left behind."""
    folder = copied()
    assert subprocess.run([sys.executable, "-c", CRASH, str(folder)], check=False).returncode == 1
    opened = OpenWindow(folder)
    qtbot.waitUntil(lambda: "a été retrouvé" in opened.window.notice.sentence, timeout=PATIENCE)
    yield opened
    if shiboken6.isValid(opened.window):
        opened.close()


def test_what_a_crash_left_is_shown_before_it_becomes_the_text(after_crash: OpenWindow, qtbot: QtBot) -> None:
    window = after_crash.window
    answer(after_crash, "Voir et choisir…")
    shown = sheet(after_crash, ComparisonSheet, qtbot)
    assert TYPED in shown.comparison.words() and shown.comparison.words().startswith("+ Ajouté")
    assert TYPED not in window.editor.text(), "nothing becomes the text unasked"
    click(shown, "Le reprendre")
    qtbot.waitUntil(lambda: window.editor.text().endswith(TYPED), timeout=PATIENCE)
    assert window.save_now()
    assert editorial(after_crash).endswith(TYPED)
    after_crash.close()
    assert not list((after_crash.folder / ".lettrine" / "journal").glob("*")), "a clean exit leaves no journal"


def test_what_a_crash_left_can_be_put_off(after_crash: OpenWindow, qtbot: QtBot) -> None:
    answer(after_crash, "Voir et choisir…")
    click(sheet(after_crash, ComparisonSheet, qtbot), "Plus tard")
    qtbot.waitUntil(lambda: "a été retrouvé" in after_crash.window.notice.sentence, timeout=PATIENCE)
    answer(after_crash, "Plus tard")
    assert after_crash.window.notice.sentence == ""
    after_crash.window.notice.say("Autre chose.")
    answer(after_crash, "Fermer")
    assert "a été retrouvé" in after_crash.window.notice.sentence, "a question comes back until it is answered"


def test_what_a_crash_left_can_be_put_aside(after_crash: OpenWindow, qtbot: QtBot) -> None:
    journal = after_crash.folder / ".lettrine" / "journal"
    answer(after_crash, "Voir et choisir…")
    click(sheet(after_crash, ComparisonSheet, qtbot), "L’écarter")
    qtbot.waitUntil(lambda: not list(journal.glob("*")), timeout=PATIENCE)
    assert TYPED not in after_crash.window.editor.text()


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


@pytest.mark.parametrize(("words", "kept"), [("Votre texte", "La République"), ("L’autre texte", "Notre pays")])
def test_the_same_words_changed_twice_are_asked_about(opened: OpenWindow, qtbot: QtBot, words: str, kept: str) -> None:
    clash(opened, qtbot)
    answer(opened, "Comparer et choisir…")
    shown = sheet(opened, ClashSheet, qtbot)
    assert shown.comparison.both.left.toPlainText().startswith("La République exerce")
    assert shown.comparison.both.right.toPlainText().startswith("Notre pays exerce")
    assert not shown.accept_button.isEnabled(), "nothing is guessed"
    next(button for button in shown.findChildren(QRadioButton) if button.text().startswith(words)).click()
    shown.accept_button.click()
    assert opened.window.save_now()
    assert editorial(opened).startswith(f"{kept} exerce")
    assert opened.window.editor.text().startswith(f"{kept} exerce")


def test_a_clash_that_is_put_off_is_asked_about_again_and_changes_nothing(opened: OpenWindow, qtbot: QtBot) -> None:
    clash(opened, qtbot)
    answer(opened, "Comparer et choisir…")
    click(sheet(opened, ClashSheet, qtbot), "Plus tard")
    assert "mêmes mots" in opened.window.notice.sentence
    assert editorial(opened).startswith("Notre pays")
    assert opened.window.editor.text().startswith("La République")


def test_who_reads_may_write_once_the_other_window_is_closed(copied: Callable[[], Path], qtbot: QtBot) -> None:
    first = OpenWindow(copied())
    second = OpenWindow(first.folder)
    try:
        type_text(first.window.editor, "Vu de l’autre fenêtre. ")
        assert first.window.save_now()
        qtbot.waitUntil(lambda: "Vu de l’autre" in second.window.editor.text(), timeout=PATIENCE)
        assert second.window.editor.isReadOnly()
        first.close()
        qtbot.waitUntil(lambda: not second.window.editor.isReadOnly(), timeout=PATIENCE)
        assert "vous pouvez écrire" in second.window.notice.sentence
    finally:
        second.close()


def test_a_folder_that_cannot_hold_a_lock_is_said_and_written_all_the_same(copied: Callable[[], Path]) -> None:
    folder = copied()
    (folder / ".lettrine").write_text("un fichier à la place du dossier", "utf-8")
    opened = OpenWindow(folder)
    try:
        assert "ne peut pas porter de verrou" in opened.window.notice.sentence
        type_text(opened.window.editor, "Sans verrou. ")
        assert opened.window.save_now()
        assert editorial(opened).startswith("Sans verrou. ")
    finally:
        opened.close()
