"""What other programs do to the open letter is merged and said, or asked about; nothing is covered in silence."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, type_text

from editor_app.gui.comparing.sheet import ComparisonSheet
from editor_app.gui.keeping.saving import Progress

FILE = "sections/editorial.md"


def replace(path: Path, text: str) -> None:
    """As most programs save: beside, then renamed over."""
    beside = path.with_name("autre~")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def answer(opened: OpenWindow, label: str) -> None:
    [one for one in opened.window.notice.findChildren(QPushButton) if one.text() == label][-1].click()


def wait_for(opened: OpenWindow, qtbot: QtBot, words: str) -> None:
    """Wait until the notice says these words."""
    qtbot.waitUntil(lambda: words in opened.window.notice.sentence, timeout=PATIENCE)


def test_a_file_that_is_replaced_again_and_again_is_followed_each_time(opened: OpenWindow, qtbot: QtBot) -> None:
    path = opened.folder / FILE
    for number in range(3):
        replace(path, path.read_text("utf-8") + f"\nAjout {number}.\n")
        qtbot.waitUntil(lambda n=number: f"Ajout {n}." in opened.window.editor.text(), timeout=PATIENCE)
    wait_for(opened, qtbot, "a changé «\u00a0Éditorial\u00a0»")


def test_a_file_that_is_written_in_place_is_followed(opened: OpenWindow, qtbot: QtBot) -> None:
    with (opened.folder / FILE).open("a", encoding="utf-8") as file:
        file.write("\nAjouté en place.\n")
    qtbot.waitUntil(lambda: "Ajouté en place." in opened.window.editor.text(), timeout=PATIENCE)


def test_what_was_merged_can_be_seen_and_taken_back_without_what_was_typed_since(
    opened: OpenWindow, qtbot: QtBot
) -> None:
    path = opened.folder / FILE
    before = path.read_text("utf-8")
    replace(path, before + "\nAjouté ailleurs.\n")
    wait_for(opened, qtbot, "Un autre programme a changé")
    type_text(opened.window.editor, "Tapé ici. ")
    answer(opened, "Voir…")
    sheet = next(one for one in opened.window.findChildren(ComparisonSheet) if one.isVisible())
    assert "Ajouté ailleurs." in sheet.comparison.words()
    [one for one in sheet.findChildren(QPushButton) if one.text() == "Revenir à mon texte"][-1].click()
    assert opened.window.editor.text() == "Tapé ici. " + before
    assert opened.window.save_now()
    assert path.read_text("utf-8") == "Tapé ici. " + before


def test_a_section_that_is_not_open_is_followed_too(opened: OpenWindow, qtbot: QtBot) -> None:
    section = next(s for s in opened.letter.issue.outline.walk() if s.file not in (None, FILE))
    path = opened.folder / str(section.file)
    replace(path, "Tout autre texte.\n")
    qtbot.waitUntil(lambda: opened.letter.texts[section.id] == "Tout autre texte.\n", timeout=PATIENCE)
    wait_for(opened, qtbot, opened.letter.issue.outline.heading(section.id))


@pytest.mark.parametrize("label", ["Le remettre", "Retirer la rubrique"])
def test_a_text_that_another_program_removed_is_asked_about(opened: OpenWindow, qtbot: QtBot, label: str) -> None:
    path = opened.folder / FILE
    before = path.read_text("utf-8")
    path.unlink()
    wait_for(opened, qtbot, "a retiré le texte de «\u00a0Éditorial\u00a0»")
    assert opened.window.editor.text() == before
    journal = list((opened.folder / ".lettrine" / "journal").glob("*.md"))
    assert [one.read_text("utf-8") for one in journal] == [before], "safe whatever happens next"
    answer(opened, label)
    assert opened.window.save_now()
    if label == "Le remettre":
        assert path.read_text("utf-8") == before
    else:
        assert "editorial" not in opened.letter.issue.outline
        qtbot.waitUntil(lambda: not journal[0].exists(), timeout=PATIENCE)
        opened.letter.undo_stack.undo()
        assert opened.window.save_now()
        assert path.read_text("utf-8") == before, "and that can be undone"


@pytest.mark.parametrize("label", ["Garder ce nom", "Remettre l’ancien"])
def test_a_text_that_another_program_renamed_is_found(opened: OpenWindow, qtbot: QtBot, label: str) -> None:
    path, other = opened.folder / FILE, opened.folder / "sections" / "mot-de-l-ambassadrice.md"
    before = path.read_text("utf-8")
    path.rename(other)
    wait_for(opened, qtbot, "a renommé")
    answer(opened, label)
    assert opened.window.save_now()
    kept = other if label == "Garder ce nom" else path
    assert kept.read_text("utf-8") == before
    assert opened.letter.issue.outline.find("editorial").file == f"sections/{kept.name}"


def test_the_plan_changed_by_another_program_is_taken_and_can_be_undone(opened: OpenWindow, qtbot: QtBot) -> None:
    path = opened.folder / "issue.yaml"
    before = opened.letter.issue
    text = path.read_text("utf-8")
    title = next(s.title for s in before.outline.walk() if s.title and text.count(s.title) == 1)
    replace(path, text.replace(title, "Un titre venu d’ailleurs"))
    wait_for(opened, qtbot, "a changé le plan")
    assert "Un titre venu d’ailleurs" in {section.title for section in opened.letter.issue.outline.walk()}
    answer(opened, "Annuler ce changement")
    assert opened.letter.issue == before
    assert opened.window.save_now()
    assert title in path.read_text("utf-8")


def test_a_plan_that_another_program_broke_is_never_taken(opened: OpenWindow, qtbot: QtBot) -> None:
    path = opened.folder / "issue.yaml"
    before = opened.letter.issue
    replace(path, "ceci: [n'est pas une lettre")
    wait_for(opened, qtbot, "Un autre programme a changé")
    answer(opened, "Garder les miens")
    assert opened.window.save_now()
    assert opened.letter.issue == before == type(opened.letter.desk).open(opened.folder).issue


def test_remarks_that_another_program_removed_leave_the_list(opened: OpenWindow, qtbot: QtBot) -> None:
    path = opened.folder / "review" / "annotations.jsonl"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    replace(path, "".join(lines[1:]))
    qtbot.waitUntil(lambda: len(opened.letter.annotations) == len(lines) - 1, timeout=PATIENCE)


# The folder


def test_a_folder_that_is_renamed_is_followed(opened: OpenWindow, qtbot: QtBot) -> None:
    other = opened.folder.with_name("numéro quinze")
    opened.folder.rename(other)
    wait_for(opened, qtbot, "numéro quinze")
    type_text(opened.window.editor, "Toujours là. ")
    assert opened.window.save_now()
    assert (other / FILE).read_text("utf-8").startswith("Toujours là. ")
    assert not opened.folder.exists()


def test_a_folder_that_goes_and_comes_back_has_everything_in_the_end(
    opened: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    away = tmp_path / "débranché" / opened.folder.name
    away.parent.mkdir()
    opened.folder.rename(away)
    wait_for(opened, qtbot, "n’est plus là")
    type_text(opened.window.editor, "Tapé entre-temps. ")
    assert not opened.window.save_now()
    own = Path(os.environ["XDG_STATE_HOME"])
    assert any("Tapé entre-temps." in one.read_text("utf-8") for one in own.rglob("*.md")), "in the journal meanwhile"
    away.rename(opened.folder)
    wait_for(opened, qtbot, "est revenu")
    assert opened.window.save_now()
    assert (opened.folder / FILE).read_text("utf-8").startswith("Tapé entre-temps. ")
    assert not list(own.rglob("*.md"))


def test_a_letter_that_cannot_be_written_is_saved_elsewhere(opened: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened.window
    pictures = sorted(path.name for path in (opened.folder / "media").iterdir())
    shutil.rmtree(opened.folder / "sections")
    (opened.folder / "sections").write_text("un fichier à la place du dossier", "utf-8")
    type_text(window.editor, "Gardé ailleurs. ")
    assert not window.save_now()
    qtbot.waitUntil(lambda: window._writer.state.progress is Progress.FAILED, timeout=PATIENCE)
    window._safe.away.save_in(tmp_path)
    wait_for(opened, qtbot, "La lettre est enregistrée dans")
    elsewhere = tmp_path / opened.folder.name
    assert opened.letter.desk.path == elsewhere
    assert (elsewhere / FILE).read_text("utf-8").startswith("Gardé ailleurs. ")
    assert sorted(path.name for path in (elsewhere / "media").iterdir()) == pictures
    assert window.save_now()


def test_looking_again_when_the_window_comes_to_the_front(opened: OpenWindow, qtbot: QtBot, qapp: QApplication) -> None:
    outside = opened.window._safe._outside
    outside._watch.stop()  # as on a share, which tells nothing
    path = opened.folder / FILE
    replace(path, path.read_text("utf-8") + "\nVenu du réseau.\n")
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: "Venu du réseau." in opened.window.editor.text(), timeout=PATIENCE)


def test_the_state_of_saving_says_why_not_and_what_to_do(opened: OpenWindow, qtbot: QtBot) -> None:
    state = opened.window.findChild(QLabel, "saveState")
    assert state is not None
    (opened.folder / FILE).unlink()
    (opened.folder / FILE).mkdir()
    type_text(opened.window.editor, "x")
    assert not opened.window.save_now()
    qtbot.waitUntil(lambda: state.text().startswith("Enregistrement impossible"), timeout=PATIENCE)
    assert state.toolTip() and state.accessibleDescription() == state.toolTip()
    answer(opened, "Fermer")
    assert opened.window.notice.sentence == ""
    opened.window.commands["save"].trigger()
    wait_for(opened, qtbot, "Votre texte reste")  # who asks again is told again
    assert "Enregistrer ailleurs" in opened.window.commands["save-elsewhere"].text()
    (opened.folder / FILE).rmdir()
