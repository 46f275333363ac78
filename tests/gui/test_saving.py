"""Writing beside the typing: nothing is lost, nothing is told that is not so."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow

from editor_app.desk import Desk
from editor_app.errors import LettrineError
from editor_app.gui.keeping.saving import Progress, Writer
from editor_app.gui.letter import Letter
from editor_app.issue.naming import new_section
from editor_app.issue.outline import Kind


@pytest.fixture
def writer(qapp: QApplication) -> Iterator[Writer]:  # noqa: ARG001  (timers need it)
    made = Writer()
    yield made
    made.stop()


class Gate:
    """Holds the writer's thread inside a job until it is opened."""

    def __init__(self) -> None:
        self.reached, self._open = threading.Event(), threading.Event()

    def job(self) -> None:
        self.reached.set()
        assert self._open.wait(30)

    def open(self) -> None:
        self._open.set()


def held(writer: Writer) -> Gate:
    gate = Gate()
    writer.put("gate", gate.job)
    assert gate.reached.wait(30)
    return gate


def saves(path: Path, text: str) -> Callable[[], None]:
    return lambda: _write(path, text)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise LettrineError(f"{path.name} : écriture impossible ({error.strerror}).") from error


def test_the_last_text_wins_and_the_others_are_never_written(writer: Writer) -> None:
    written: list[str] = []
    gate = held(writer)
    for text in ("un", "deux", "trois"):
        writer.put("texte", lambda text=text: written.append(text))
    gate.open()
    assert writer.flush()
    assert written == ["trois"]


def test_jobs_are_done_in_the_order_they_were_first_asked_for(writer: Writer) -> None:
    """A section's file is made with the issue, so that the issue put again must not pass behind the section's text."""
    written: list[str] = []
    gate = held(writer)
    writer.put("issue", lambda: written.append("issue, première"))
    writer.put("text nouvelle", lambda: written.append("texte"))
    writer.put("issue", lambda: written.append("issue, seconde"))
    gate.open()
    assert writer.flush()
    assert written == ["issue, seconde", "texte"]


def test_a_job_put_while_it_runs_is_done_again(writer: Writer) -> None:
    written: list[str] = []
    gate = held(writer)
    writer.put("gate", lambda: written.append("seconde fois"))
    gate.open()
    assert writer.flush()
    assert written == ["seconde fois"]


def test_what_failed_is_kept_and_written_once_it_can_be(writer: Writer, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "sections"
    folder.write_text("un fichier tient la place du dossier", encoding="utf-8")
    writer.put("texte", saves(folder / "a.md", "le texte"))
    qtbot.waitUntil(lambda: writer.state.progress is Progress.FAILED, timeout=PATIENCE)
    assert "a.md" in writer.state.sentence
    assert not writer.flush()
    folder.unlink()
    folder.mkdir()
    writer.retry()
    qtbot.waitUntil(lambda: writer.state.progress is Progress.SAVED, timeout=PATIENCE)
    assert (folder / "a.md").read_text(encoding="utf-8") == "le texte"


def test_what_failed_is_tried_again_without_being_asked(writer: Writer, tmp_path: Path, qtbot: QtBot) -> None:
    writer._retry.setInterval(50)
    folder = tmp_path / "sections"
    writer.put("texte", saves(folder / "a.md", "le texte"))
    qtbot.waitUntil(lambda: writer.state.progress is Progress.FAILED, timeout=PATIENCE)
    folder.mkdir()
    qtbot.waitUntil(lambda: writer.state.progress is Progress.SAVED, timeout=PATIENCE)
    assert (folder / "a.md").read_text(encoding="utf-8") == "le texte"


def test_one_file_that_cannot_be_written_does_not_hold_the_others(writer: Writer, tmp_path: Path) -> None:
    writer.put("damaged", saves(tmp_path / "absent" / "a.md", "a"))
    writer.put("sound", saves(tmp_path / "b.md", "b"))
    assert not writer.flush()
    assert (tmp_path / "b.md").read_text(encoding="utf-8") == "b"


def test_a_failure_is_told_once_however_often_it_is_tried(writer: Writer, tmp_path: Path, qtbot: QtBot) -> None:
    told: list[Progress] = []
    writer.state_changed.connect(lambda state: told.append(state.progress))
    for text in "abc":
        writer.put("texte", saves(tmp_path / "absent" / "a.md", text))
        assert not writer.flush()
        qtbot.waitUntil(lambda: writer.state.progress is Progress.FAILED, timeout=PATIENCE)
    assert told.count(Progress.FAILED) == 1


def test_nothing_is_told_to_be_saved_while_something_typed_is_not(writer: Writer, qtbot: QtBot) -> None:
    gate = held(writer)
    writer.note_change()
    with qtbot.waitSignal(writer._rested, timeout=PATIENCE):
        gate.open()
    assert writer.state.progress is Progress.CHANGED
    writer.note_taken()
    assert writer.state.progress is Progress.SAVED


@pytest.mark.usefixtures("qapp")
def test_stopping_writes_what_waits(tmp_path: Path) -> None:
    writer = Writer()
    writer.put("texte", saves(tmp_path / "a.md", "le texte"))
    assert writer.stop()
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "le texte"


# The letter and its writer


def test_a_new_section_renamed_while_the_disk_is_slow_reaches_it_whole(
    writer: Writer, copied: Callable[[], Path]
) -> None:
    letter = Letter(Desk.open(copied()), writer)
    gate = held(writer)
    section = new_section(Kind.FREE, "Agenda")
    letter.change_outline(letter.issue.outline.insert(section), "Ajouter")
    letter.set_text(section.id, "Le 12 mai à Skopje.\n")
    letter.change_outline(letter.issue.outline.rename(section.id, "Agenda de mai"), "Renommer")
    gate.open()
    assert writer.flush()
    again = Desk.open(letter.desk.path)
    assert again.issue.outline.find(section.id).title == "Agenda de mai"
    assert again.texts[section.id] == "Le 12 mai à Skopje.\n"


def test_a_section_added_and_taken_back_while_the_disk_is_slow_leaves_nothing_to_complain_of(
    writer: Writer, copied: Callable[[], Path]
) -> None:
    letter = Letter(Desk.open(copied()), writer)
    before = letter.desk.issue
    gate = held(writer)
    section = new_section(Kind.FREE, "Agenda")
    letter.change_outline(letter.issue.outline.insert(section), "Ajouter")
    letter.undo_stack.undo()
    gate.open()
    assert writer.flush()
    assert Desk.open(letter.desk.path).issue == before


def test_what_could_not_be_written_of_one_letter_is_not_replaced_by_the_next(
    writer: Writer, copied: Callable[[], Path]
) -> None:
    first, second = Letter(Desk.open(copied()), writer), Letter(Desk.open(copied()), writer)
    file = first.desk.path / "sections" / "editorial.md"
    aside = file.rename(file.with_name("aside"))
    file.mkdir()
    first.set_text("editorial", "Du premier numéro.\n")
    assert not writer.flush()
    second.set_text("editorial", "Du second numéro.\n")
    assert not writer.flush()
    file.rmdir()
    aside.rename(file)
    assert writer.flush()
    assert file.read_text(encoding="utf-8") == "Du premier numéro.\n"
    assert Desk.open(second.desk.path).texts["editorial"] == "Du second numéro.\n"


# The window and its writer


def test_the_window_says_what_failed_and_writes_it_on_demand(shared: OpenWindow, qtbot: QtBot) -> None:
    window = shared.window
    state = window.findChild(QLabel, "saveState")
    assert state is not None
    file = shared.folder / "sections" / "editorial.md"
    before = file.read_text(encoding="utf-8")
    aside = file.rename(file.with_name("aside"))
    file.mkdir()
    cursor = window.editor.textCursor()
    cursor.insertText("Bonjour. ")
    assert state.text() == "Modifié, bientôt enregistré"
    assert window.isWindowModified()
    assert not window.save_now()
    qtbot.waitUntil(lambda: state.text().startswith("Enregistrement impossible"), timeout=PATIENCE)
    assert "editorial.md" in window.notice.sentence
    assert "Votre texte reste dans la fenêtre" in window.notice.sentence
    file.rmdir()
    aside.rename(file)
    assert window.save_now()
    qtbot.waitUntil(lambda: state.text().startswith("Enregistré à"), timeout=PATIENCE)
    assert not window.isWindowModified()
    assert file.read_text(encoding="utf-8") == "Bonjour. " + before


def test_typing_that_is_undone_ends_as_saved(shared: OpenWindow, qtbot: QtBot) -> None:
    window = shared.window
    window.open_section("a-propos")
    assert window.save_now()
    qtbot.waitUntil(lambda: not window.isWindowModified(), timeout=PATIENCE)
    window.editor.textCursor().insertText("x")
    assert window.isWindowModified()
    window.editor.undo()
    window.take_text()
    assert not window.isWindowModified()


def test_a_defect_in_one_job_keeps_no_other_from_the_disk(
    writer: Writer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: told.append(kind))
    written: list[str] = []

    def broken() -> None:
        raise ZeroDivisionError

    writer.put("broken", broken)
    writer.put("text", lambda: written.append("texte"))
    qtbot.waitUntil(lambda: written == ["texte"] and writer.state.progress is Progress.FAILED)
    assert set(told) == {ZeroDivisionError}  # each new job has those that failed tried again
    assert "défaut" in writer.state.sentence
    writer.put("broken", lambda: None)


def test_a_question_is_answered_in_order_and_once(writer: Writer, qtbot: QtBot) -> None:
    order: list[object] = []
    gate = held(writer)
    writer.put("texte", lambda: order.append("texte"))
    writer.ask(lambda: threading.current_thread().name, order.append, order.append)
    gate.open()
    qtbot.waitUntil(lambda: order == ["texte", "writer"], timeout=PATIENCE)


def test_a_question_that_cannot_be_answered_is_refused_and_not_asked_again(
    writer: Writer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    refusals: list[str] = []

    def refuse() -> None:
        raise LettrineError("Rien à lire.")

    for question in (refuse, lambda: 1 // 0):
        writer.ask(question, refusals.append, lambda error: refusals.append(str(error)))
    qtbot.waitUntil(lambda: len(refusals) == 2, timeout=PATIENCE)
    assert refusals[0] == "Rien à lire."
    assert "défaut" in refusals[1]
    assert writer.flush()
    assert writer.state.progress is Progress.SAVED


def test_another_thread_waits_for_its_step_behind_the_texts(writer: Writer) -> None:
    order: list[str] = []
    gate = held(writer)
    writer.put("texte", lambda: order.append("texte"))
    thread = threading.Thread(target=lambda: order.append(writer.run(lambda: "pas")))
    thread.start()
    gate.open()
    thread.join(30)
    assert order == ["texte", "pas"]
