"""Before an export: what stops the letter, what is signed for, and the bundle, all by keyboard in one panel."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot
from window_under_test import OpenWindow, focus, press

from editor_app import desk
from editor_app.desk import Desk, Point
from editor_app.exporting.formats import FORMATS as MADE
from editor_app.gui.preflight.model import ROW
from editor_app.gui.preflight.panel import FORMATS, PreflightPanel
from editor_app.issue.model import Issue
from editor_app.issue.outline import Kind, Outline, Section, Status
from editor_app.proofing.diagnostic import Severity
from editor_app.storage.folder import IssueFolder

PATIENCE = 120_000
"""Milliseconds: a check is a process of its own that reads the model of French first."""
QUICK = ("text", "sources")
FAULTY = "Un pont relie deux rives.\n\nUn motfaux, et [ici](https://example.org), selon le GRETA.\n"


class Panel:
    """The panel as a person uses it."""

    def __init__(self, qtbot: QtBot, folder: Path, text: str) -> None:
        sections = (
            Section("editorial", Kind.EDITORIAL, "Éditorial", Status.READY, "sections/editorial.md"),
            Section("agir", Kind.FREE, "Agir", Status.REVIEW, "sections/agir.md"),
        )
        issue = Issue("5f0c2a4e-0000-4000-8000-000000000015", 15, "15e lettre d’information", Outline(sections))
        IssueFolder.create(folder / "lettre", issue, {"editorial": "Agir ensemble est possible.\n", "agir": text})
        self.opened = OpenWindow(folder / "lettre")
        self.qtbot, self.window, self.to = qtbot, self.opened.window, folder / "lots"
        assert self.window.on_demand.preflight is not None  # made now
        found = self.window.findChild(PreflightPanel, "preflightPanel")
        assert isinstance(found, PreflightPanel)
        self.panel = found
        self.to.mkdir()
        self.window._settings.export_folder = self.to
        self.window._settings.author = ""

    def open(self) -> None:
        self.window.commands["export"].trigger()
        self.wait()

    def wait(self) -> None:
        actions = self.window.on_demand.preflight
        self.qtbot.waitUntil(lambda: not actions._check.running and not actions._again.isActive(), timeout=PATIENCE)

    def points(self, severity: Severity | None = None) -> list[Point]:
        return [one for one in self.panel.model.points if severity in (None, one.diagnostic.severity)]

    def choose(self, rule: str) -> Point:
        point = next(one for one in self.points() if one.diagnostic.rule == rule)
        self.panel.view.setCurrentIndex(self.panel.model.index_of(point.mark))
        focus(self.qtbot, self.panel.view)
        return point

    def export(self) -> Path:
        with self.qtbot.waitSignal(self.window.on_demand.exports.finished, timeout=PATIENCE) as finished:
            self.panel.export.click()
        assert finished.args[0], self.panel._complaint.text()
        return Path(finished.args[0])


@pytest.fixture
def faulty(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Panel]:  # noqa: ARG001  (made first)
    own = Panel(qtbot, tmp_path, FAULTY)
    yield own
    own.opened.close()


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Panel]:  # noqa: ARG001  (made first)
    own = Panel(qtbot, tmp_path, FAULTY.replace("motfaux", "mot juste"))
    yield own
    own.opened.close()


def report_of(bundle: Path) -> dict[str, object]:
    with zipfile.ZipFile(bundle) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("controle/rapport.json")]
        values = json.loads(archive.read(name))
    assert isinstance(values, dict)
    return values


def test_the_panel_knows_every_format() -> None:
    assert tuple(one.name for one in MADE) == FORMATS


@pytest.mark.timeout(400)
def test_each_point_stands_under_what_it_asks_for_leads_to_its_place_and_goes_once_mended(faulty: Panel) -> None:
    faulty.open()
    model, rows = faulty.panel.model, range(faulty.panel.model.rowCount())
    headings = [str(model.index(row).data()) for row in rows if isinstance(model.index(row).data(ROW), str)]
    assert [heading.split(" — ")[0] for heading in headings] == ["À corriger", "À signer", "Conseils"]
    assert "1 faute arrête l’export" in faulty.panel.accessibleDescription()
    assert {one.diagnostic.rule for one in faulty.points(Severity.WARNING)} == {
        "structure/undated", "accessibility/vague-link", "structure/unsigned-section",
    }  # fmt: skip

    def told_so() -> bool:
        faulty.choose("spelling/unknown-word")
        press(faulty.panel.view, "Space")
        return "se corrige" in faulty.panel._complaint.text()

    faulty.qtbot.waitUntil(told_so, timeout=PATIENCE)  # what is checked again meanwhile lays the list out anew
    press(faulty.panel.view, "Return")
    editor = faulty.window.editor
    assert editor.hasFocus() and editor.textCursor().selectedText() == "motfaux"
    assert faulty.panel.isVisible(), "one goes back and forth"
    editor.insertPlainText("mot juste")
    faulty.qtbot.waitUntil(lambda: not faulty.points(Severity.ERROR), timeout=PATIENCE)
    assert "à signer" in faulty.panel.accessibleDescription()
    faulty.choose("accessibility/unexplained-acronym")
    press(faulty.panel.view, "Delete")
    faulty.choose("accessibility/vague-link")
    press(faulty.panel.view, "Delete")
    faulty.qtbot.waitUntil(lambda: len(faulty.points()) == 2, timeout=PATIENCE)
    assert "GRETA" in faulty.opened.letter.issue.words
    faulty.choose("structure/unsigned-section")
    press(faulty.panel.view, "Delete")
    assert "signé" in faulty.panel._complaint.text()
    faulty.choose("structure/undated")
    press(faulty.panel.view, "Return")
    (sheet,) = faulty.window.findChildren(QDialog)
    sheet.close()


@pytest.mark.timeout(400)
def test_warnings_are_signed_for_one_by_one_or_together_and_undone(panel: Panel) -> None:
    panel.open()
    assert len(panel.points(Severity.WARNING)) == 3
    panel.choose("accessibility/vague-link")
    press(panel.panel.view, "Space")
    assert panel.panel.name.hasFocus(), "a signature needs a name"
    QTest.keyClicks(panel.panel.name, "Anouk")
    panel.choose("accessibility/vague-link")
    press(panel.panel.view, "Space")
    assert [(one.diagnostic.rule, one.waiver.by) for one in panel.points() if one.waiver] == [
        ("accessibility/vague-link", "Anouk")
    ]
    press(panel.panel.view, "Space")
    assert not any(one.waiver for one in panel.points()), "Space takes a signature back"
    press(panel.panel.view, "Space")
    panel.panel._sign_all.click()
    assert not any(one.waits for one in panel.points())
    assert panel.panel.export.text() == "Exporter le lot"
    assert panel.window.save_now()
    kept = Desk.open(panel.opened.folder)
    assert len(kept.issue.waivers) == 3 and kept.preflight(formats=QUICK).unsigned == ()
    for _ in range(4):
        panel.opened.letter.undo_stack.undo()
    panel.qtbot.waitUntil(lambda: sum(one.waits for one in panel.points()) == 3, timeout=PATIENCE)


@pytest.mark.timeout(400)
def test_the_bundle_is_made_with_the_formats_chosen_and_says_who_signed(panel: Panel) -> None:
    panel.open()
    panel.panel.choose_formats(QUICK)
    assert panel.panel.export.text() == "Signer et exporter"
    focus(panel.qtbot, panel.panel.view)
    press(panel.panel.view, "Ctrl+Return")
    assert panel.panel.name.hasFocus() and not panel.window.on_demand.exports.running
    panel.panel.name.setText("Anouk Delestrade")
    with panel.qtbot.waitSignal(panel.window.on_demand.exports.finished, timeout=PATIENCE) as finished:
        with panel.qtbot.waitSignal(panel.window.on_demand.exports.progressed, timeout=PATIENCE):
            panel.panel.export.click()
        panel.panel.cancel.click()
    assert finished.args[0] == "" and list(panel.to.iterdir()) == [], "cancelled, it leaves nothing"
    assert "annulé" in panel.panel._complaint.text() and panel.panel.export.isVisible()
    made = panel.export()
    assert list(panel.to.iterdir()) == [made] and desk.verify_bundle(made) == ()
    report = report_of(made)
    assert report["formats"] == list(QUICK)
    assert {one["signedBy"] for one in report["findings"] if one["severity"] == "warning"} == {"Anouk Delestrade"}  # type: ignore[attr-defined]
    assert panel.panel.open_folder.isVisible() and panel.panel._path.text() == str(made)
    assert panel.panel._made.text() == "Formats\u00a0: Texte, Sources."
    panel.panel.again.click()
    panel.wait()
    assert panel.panel.formats() == QUICK, "remembered"


@pytest.mark.timeout(400)
def test_faults_leave_only_when_one_insists_and_the_report_says_so(faulty: Panel) -> None:
    faulty.open()
    faulty.panel.choose_formats(QUICK)
    assert faulty.panel.export.text() == "Exporter tout de même"
    report = report_of(faulty.export())
    assert report["forced"] is True
    assert {one["signedBy"] for one in report["findings"]} == {None}  # type: ignore[attr-defined]


@pytest.mark.timeout(400)
def test_the_panel_takes_the_place_of_the_lists_is_reached_by_tab_and_gives_it_back(panel: Panel) -> None:
    panel.open()
    assert panel.panel.isVisible() and not panel.window._tasks.isVisible()
    focus(panel.qtbot, panel.panel.view)
    reached = set()
    for _ in range(40):
        current = QApplication.focusWidget()
        assert current is not None
        if panel.panel.isAncestorOf(current):
            reached.add(current)
            interface = QAccessible.queryAccessibleInterface(current)
            assert interface is not None and interface.text(QAccessible.Text.Name).strip(), current
        QTest.keyClick(current, Qt.Key.Key_Tab)
    wanted = [*panel.panel.findChildren(QAbstractButton), *panel.panel.findChildren(QLineEdit), panel.panel.view]
    assert {one for one in wanted if one.isVisible() and one.isEnabled()} <= reached
    panel.window.commands["export"].trigger()
    focus(panel.qtbot, panel.panel.view)
    press(panel.panel.view, "Escape")
    assert not panel.panel.isVisible() and panel.window._tasks.isVisible() and panel.window.editor.hasFocus()
    assert not panel.window.on_demand.preflight._check.running
    panel.open()
    alone = panel.window.commands["text-alone"]
    alone.setChecked(True)
    alone.setChecked(False)
    assert panel.panel.isVisible() and not panel.window._tasks.isVisible(), "one of the two at a time"
    alone.setChecked(True)
    panel.window.on_demand.preflight.close()
    assert not panel.window._tasks.isVisible(), "the text is alone"
    alone.setChecked(False)
    assert panel.window._tasks.isVisible()
    panel.open()
    panel.window.open_desk(Desk.open(panel.opened.folder))
    assert not panel.panel.isVisible(), "what it says is about the letter before"


@pytest.mark.timeout(400)
def test_an_export_goes_on_when_the_panel_is_closed_and_is_told_in_the_message_line(faulty: Panel) -> None:
    faulty.open()
    faulty.panel.choose_formats(QUICK)
    with faulty.qtbot.waitSignal(faulty.window.on_demand.exports.finished, timeout=PATIENCE) as finished:
        faulty.panel.export.click()
        faulty.window.on_demand.preflight.close()
    assert finished.args[0] and "Le lot est prêt" in faulty.window.notice.sentence
    assert not faulty.panel.isVisible()
