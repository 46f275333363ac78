"""One letter from end to end, in the real window: from the text that was published to a bundle that is proved."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QListView, QPushButton, QSpinBox, QTreeView
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, focus, free_deleted, press, type_text

from editor_app import desk
from editor_app.desk import Desk
from editor_app.gui.findings.model import FindingRow
from editor_app.gui.preview.lockdown import OUR_WORLD
from editor_app.issue.outline import Kind
from editor_app.proofing.diagnostic import Severity

RIGHT = {
    "Erwann Tor",
    "Tor",
    "Wallström",
    "Le Drian",
    "OSCE",
    "ONUDC",
    "MIPROF",
    "UNVTF",
    "GRETA",
    "TEH",
    "OIT",
    "Kyoto",
}
"""Names and acronyms that PRODUCT.md calls right."""
TYPED = "Une phrase neuve pour nos lecteurs."


class Journey:
    """The window as a person uses it: keys, lists, buttons; the disk as the person finds it."""

    def __init__(self, opened: OpenWindow, qtbot: QtBot) -> None:
        self.opened, self.qtbot = opened, qtbot
        self.window, self.editor = opened.window, opened.window.editor

    @property
    def folder(self) -> Path:
        return self.opened.letter.desk.path

    @property
    def plan(self) -> QTreeView:
        found = self.window.findChild(QTreeView, "outline")
        assert found is not None
        return found

    @property
    def list(self) -> QListView:
        found = self.window.findChild(QListView, "diagnostics")
        assert found is not None
        return found

    def rows(self) -> list[FindingRow]:
        model = self.window._findings
        return [model.row_at(model.index(row)) for row in range(model.rowCount())]

    def words(self) -> set[str]:
        return {row.diagnostic.text for row in self.rows()}

    def settle(self) -> None:
        self.opened.settle(self.qtbot)

    def until(self, condition: object) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE)

    def correct_in_list(self, words: str) -> None:
        """Choose the row and press Alt+Enter."""
        row = next(number for number, row in enumerate(self.rows()) if row.diagnostic.text == words)
        before = len(self.rows())
        self.list.setCurrentIndex(self.window._findings.index(row))
        focus(self.qtbot, self.list)
        press(self.list, "Alt+Return")
        self.until(lambda: len(self.rows()) < before)

    def select(self, words: str) -> None:
        self.editor.moveCursor(QTextCursor.MoveOperation.Start)
        assert self.editor.find(words, QTextDocument.FindFlag.FindCaseSensitively), words

    def push(self, label: str) -> None:
        """Press a button of the message line."""
        buttons = [button for button in self.window.notice.findChildren(QPushButton) if button.text() == label]
        assert buttons, f"{label!r} is not offered: {self.window.notice.sentence}"
        buttons[-1].click()

    def page_text(self) -> str:
        answers: list[str] = []
        page = self.window.preview._page
        assert page is not None
        page.runJavaScript("document.body.innerText", OUR_WORLD, answers.append)
        self.until(lambda: bool(answers))
        return answers[0]


def errors(rows: list[FindingRow]) -> set[str]:
    return {row.diagnostic.text for row in rows if row.diagnostic.severity is Severity.ERROR}


@pytest.mark.timeout(240)
def test_a_letter_goes_from_its_published_text_to_a_proved_bundle(
    opened: OpenWindow, published: Path, somebody_else: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    journey = Journey(opened, qtbot)
    it_comes_in_as_it_was_published(journey, published, somebody_else)
    its_faults_are_listed_and_its_names_are_not(journey)
    it_is_corrected_by_key(journey)
    it_is_written_and_seen_at_once(journey)
    words_are_accepted_and_findings_left_alone(journey)
    a_remark_is_written(journey)
    its_plan_is_changed_and_changed_back(journey)
    made = it_leaves_as_a_bundle(journey, tmp_path / "lots")
    the_bundle_is_proved(journey, made)
    the_next_number_starts_from_it(journey, somebody_else)


def it_comes_in_as_it_was_published(journey: Journey, published: Path, person: Path) -> None:
    seen = journey.opened.letters_checked
    before = journey.folder
    journey.window.on_demand.files.import_from(published)
    journey.until(lambda: journey.folder != before)
    assert journey.folder.parent == person / "issues"
    issue = journey.opened.letter.issue
    assert issue.number == 14
    kinds = [section.kind for section in issue.outline.sections]
    assert kinds == [Kind.EDITORIAL, Kind.SUMMARY, Kind.PROGRAMME, *[Kind.PRIORITY] * 5]
    assert journey.plan.model().rowCount() == 8
    assert str(journey.plan.model().index(3, 0).data()).startswith("Priorité\u00a01\u00a0: ")
    source = published.read_text(encoding="utf-8")
    paragraphs = [line for line in source.split("\n") if len(line) > 200]
    assert paragraphs
    assert all(paragraph in journey.editor.text() for paragraph in paragraphs), "to the character"
    assert "Haut de page" not in journey.editor.text()
    journey.until(lambda: journey.opened.letters_checked > seen)
    journey.settle()


def its_faults_are_listed_and_its_names_are_not(journey: Journey) -> None:
    assert {"A", "les", "Cette", '"', "14ème", "5ème", "Moiron-Braud", "Boiron-Braud"} <= journey.words()
    assert not errors(journey.rows()) & RIGHT
    wanted = {
        row.diagnostic.text: row.diagnostic.suggestions[0] for row in journey.rows() if row.diagnostic.suggestions
    }
    assert wanted["A"] == "À"
    assert wanted["les"] == "Les"
    assert wanted["Cette"] == "cette"
    assert wanted["14ème"] == "14e"
    assert wanted["Moiron-Braud"] == "Boiron-Braud"
    assert journey.editor.diagnostics(), "they stand under the words too"


def it_is_corrected_by_key(journey: Journey) -> None:
    for words in ("A", "les", "14ème"):
        journey.correct_in_list(words)
    assert journey.opened.letter.issue.title.endswith("14e lettre d’information")
    text = journey.editor.text()
    assert "À chaque fois" in text
    assert "\nLes derniers mois" in text
    focus(journey.qtbot, journey.editor)
    journey.select("5ème")
    press(journey.editor, "Alt+Return")
    assert "5ème" not in journey.editor.text()
    press(journey.editor, "Ctrl+Z")
    assert "5ème" in journey.editor.text()
    press(journey.editor, "Ctrl+Shift+Z")
    assert "5ème" not in journey.editor.text()
    journey.settle()
    assert not {"A", "les", "14ème", "5ème"} & journey.words()


def it_is_written_and_seen_at_once(journey: Journey) -> None:
    state = journey.window.findChild(QLabel, "saveState")
    assert state is not None
    focus(journey.qtbot, journey.editor)
    journey.editor.moveCursor(QTextCursor.MoveOperation.End)
    for _ in range(2):
        QTest.keyClick(journey.editor, Qt.Key.Key_Return)
    QTest.keyClicks(journey.editor, TYPED)
    assert state.text() == "Modifié, bientôt enregistré"
    journey.settle()
    assert TYPED in journey.page_text()
    journey.until(lambda: state.text().startswith("Enregistré à"))
    assert journey.editor.hasFocus(), "nobody pressed a key for that"
    file = journey.folder / "sections" / "editorial.md"
    assert file.read_text(encoding="utf-8") == journey.editor.text()


def words_are_accepted_and_findings_left_alone(journey: Journey) -> None:
    type_text(journey.editor, " Le zblorgue et le flibustor.")
    journey.settle()
    assert {"zblorgue", "flibustor"} <= journey.words()
    (unknown,) = [found for _, found in journey.editor.diagnostics() if found.text == "zblorgue"]
    journey.editor.accept_word(unknown)
    journey.until(lambda: "zblorgue" not in journey.words())
    row = next(number for number, row in enumerate(journey.rows()) if row.diagnostic.text == "flibustor")
    journey.list.setCurrentIndex(journey.window._findings.index(row))
    focus(journey.qtbot, journey.list)
    press(journey.list, "Delete")
    journey.until(lambda: "flibustor" not in journey.words())
    assert journey.window.save_now()
    assert "zblorgue" in Desk.open(journey.folder).issue.words


def a_remark_is_written(journey: Journey) -> None:
    focus(journey.qtbot, journey.editor)
    journey.select("nos lecteurs")
    press(journey.editor, "Ctrl+Alt+M")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    type_text(line, "Préciser à qui l’on s’adresse.")
    press(line, "Return")
    focus(journey.qtbot, journey.editor)
    journey.editor.moveCursor(QTextCursor.MoveOperation.Start)
    type_text(journey.editor, "Chers lecteurs, ")
    assert journey.window.save_now()
    (kept,) = (journey.folder / "review" / "annotations.jsonl").read_text(encoding="utf-8").splitlines()
    position = json.loads(kept)["target"]["selector"][0]
    text = (journey.folder / "sections" / "editorial.md").read_text(encoding="utf-8")
    assert text[position["start"] : position["end"]] == "nos lecteurs"


def its_plan_is_changed_and_changed_back(journey: Journey) -> None:
    before = journey.opened.letter.issue.outline
    last = before.sections[-1]
    journey.plan.setCurrentIndex(journey.plan.model().index(7, 0))
    focus(journey.qtbot, journey.plan)
    press(journey.plan, "F2")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    type_text(line, "Les mineurs")
    press(line, "Return")
    journey.until(lambda: journey.opened.letter.issue.outline.find(last.id).title == "Les mineurs")
    focus(journey.qtbot, journey.plan)
    press(journey.plan, "Alt+Shift+Up")
    journey.until(lambda: str(journey.plan.model().index(6, 0).data()) == "Priorité\u00a04\u00a0: Les mineurs")
    type_into_empty_section(journey)
    assert journey.window.save_now()
    assert Desk.open(journey.folder).issue.outline.sections[6].title == "Les mineurs"
    focus(journey.qtbot, journey.plan)
    press(journey.plan, "Ctrl+Z")
    press(journey.plan, "Ctrl+Z")
    assert journey.opened.letter.issue.outline == before
    assert journey.window.save_now()
    assert Desk.open(journey.folder).issue.outline == before


def type_into_empty_section(journey: Journey) -> None:
    focus(journey.qtbot, journey.editor)
    type_text(journey.editor, "Protéger les enfants d’abord.")
    journey.settle()
    assert "Protéger les enfants d’abord." in journey.page_text()


def it_leaves_as_a_bundle(journey: Journey, to: Path) -> Path:
    assert journey.window._findings.errors() > 0
    journey.window.export_to(to)
    assert "arrête" in journey.window.notice.sentence
    assert not to.exists(), "what is refused leaves nothing"
    with journey.qtbot.waitSignal(journey.window.on_demand.exports.finished, timeout=PATIENCE) as finished:
        journey.push("Exporter tout de même")
    assert finished.args[0], journey.window.notice.sentence
    made = Path(finished.args[0])
    assert made.parent == to
    assert [path.name for path in to.iterdir()] == [made.name]
    assert "Le lot est prêt" in journey.window.notice.sentence
    return made


def the_bundle_is_proved(journey: Journey, made: Path) -> None:
    journey.window.on_demand.files.verify_bundle(made)
    assert "le lot est intact" in journey.window.notice.sentence
    assert desk.verify_bundle(made) == ()
    with zipfile.ZipFile(made) as bundle:
        (page,) = [name for name in bundle.namelist() if name.endswith("/data/web/index.html")]
        html = bundle.read(page).decode("utf-8")
    assert TYPED in html
    assert "Protéger les enfants d’abord." in html
    assert "Préciser à qui" not in html, "remarks stay at home"
    damaged = made.with_name("abime.zip")
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    journey.window.on_demand.files.verify_bundle(damaged)
    assert "intact" not in journey.window.notice.sentence


def the_next_number_starts_from_it(journey: Journey, person: Path) -> None:
    before = journey.opened.letter.issue
    journey.window.commands["new"].trigger()
    (dialog,) = journey.window.findChildren(QDialog)
    number = dialog.findChild(QSpinBox)
    assert number is not None
    assert number.value() == 15
    dialog.accept()
    free_deleted()
    after = journey.opened.letter.issue
    assert after.number == 15
    assert after.title.endswith("15e lettre d’information")
    assert after.id != before.id
    assert [(one.kind, one.title) for one in after.outline.walk()] == [
        (one.kind, one.title) for one in before.outline.walk()
    ]
    assert "zblorgue" in after.words
    assert journey.editor.text() == ""
    assert journey.folder.parent == person / "issues"
    journey.settle()
