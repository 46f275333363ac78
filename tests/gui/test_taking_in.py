"""What the window takes in: documents of others, with changes that somebody must decide about, and themes."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from docx.document import Document
from drawn_pictures import talkative
from made_themes import SHEET, theme_folder
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow

from editor_app.gui.files.contributions import place_after
from editor_app.gui.files.letter_sheet import LetterSheet
from editor_app.issue.outline import Kind, Outline, Section, Status
from editor_app.storage.bare_pictures import hides_something

NBSP = "\u00a0"


def word_file(folder: Path, *, changed: bool = False) -> Path:
    document: Document = docx.Document()
    document.add_heading("Le refuge de Tirana", 1)
    document.add_paragraph("Un lieu sûr.")
    (folder / "photo.jpg").write_bytes(talkative("JPEG"))
    document.add_picture(str(folder / "photo.jpg"))
    if changed:
        run = document.add_paragraph("Le texte ").add_run("ajouté")
        inserted = run._element.makeelement(docx.oxml.ns.qn("w:ins"), {docx.oxml.ns.qn("w:id"): "1"})
        run._element.addprevious(inserted)
        inserted.append(run._element)
    path = folder / "refuge.docx"
    document.save(str(path))
    return path


def drop(widget: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))


def click(shared: OpenWindow, label: str) -> None:
    next(each for each in shared.window.notice.findChildren(QPushButton) if each.text() == label).click()


def sections(shared: OpenWindow) -> list[Section]:
    return list(shared.letter.issue.outline.walk())


def test_a_document_dropped_on_the_plan_is_a_section_with_its_pictures(
    shared: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = shared.window
    window.open_section("editorial")
    before = len(sections(shared))
    drop(window._outline.view.viewport(), word_file(tmp_path))
    qtbot.waitUntil(lambda: len(sections(shared)) > before, timeout=PATIENCE)
    made = shared.letter.issue.outline.find(window.showing.section)
    assert (made.title, made.kind, made.status) == ("Le refuge de Tirana", Kind.FREE, Status.DRAFT)
    assert "Un lieu sûr." in window.editor.text() and "Le refuge" not in window.editor.text()
    assert shared.letter.issue.outline.sections[1] is made
    pictures = [line.partition("(")[2].rstrip(")") for line in window.editor.text().splitlines() if "](media/" in line]
    assert pictures and not hides_something(shared.letter.desk.media_file(pictures[0]).read_bytes())
    assert f"«{NBSP}refuge.docx{NBSP}» est la rubrique" in window.notice.sentence
    shared.letter.undo_stack.undo()
    assert len(sections(shared)) == before


def test_tracked_changes_and_comments_are_never_taken_without_a_question(
    shared: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = shared.window
    window.open_section("editorial")
    text = window.editor.text()
    drop(window.editor.viewport(), word_file(tmp_path, changed=True))
    qtbot.waitUntil(lambda: "1 modification suivie" in window.notice.sentence, timeout=PATIENCE)
    assert "Est-ce une relecture" in window.notice.sentence and window.editor.text() == text
    click(shared, "Insérer, modifications refusées")
    qtbot.waitUntil(lambda: window.editor.text() != text, timeout=PATIENCE)
    assert "Le texte" in window.editor.text() and "ajouté" not in window.editor.text().split("Le texte")[-1][:20]
    assert window.showing.section == "editorial" and "tout a été refusé" in window.notice.sentence
    window.editor.undo()
    assert window.editor.text() == text


def test_what_came_out_of_a_packet_is_a_return_without_a_question(
    shared: OpenWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared.letter.desk.make_packet(tmp_path / "p.zip", reader="Zoé")
    shutil.unpack_archive(tmp_path / "p.zip", tmp_path / "p")
    taken: list[list[Path]] = []
    monkeypatch.setattr(shared.window.on_demand.contributions, "_take_returns", taken.append)
    path = next((tmp_path / "p").rglob("relecture.docx"))
    shared.window.on_demand.contributions.take([path], in_text=True)
    qtbot.waitUntil(lambda: taken == [[path]], timeout=PATIENCE)


def test_a_file_of_another_kind_is_refused_with_its_sentence(shared: OpenWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "faux.docx").write_bytes(b"PK nothing")
    before = shared.letter.issue
    shared.window.on_demand.contributions.take([tmp_path / "faux.docx"], in_text=False)
    qtbot.waitUntil(lambda: "faux.docx" in shared.window.notice.sentence, timeout=PATIENCE)
    assert shared.letter.issue == before


def test_a_contribution_goes_after_the_article_into_the_priority_or_after_the_section() -> None:
    article, priority = Section("a", Kind.ARTICLE, "A"), Section("p", Kind.PRIORITY, "P")
    outline = Outline((Section("e", Kind.EDITORIAL, "E"), priority)).insert(article, "p")
    assert place_after(outline, "e") == (Kind.FREE, None, 1)
    assert place_after(outline, "p") == (Kind.ARTICLE, "p", None)
    assert place_after(outline, "a") == (Kind.ARTICLE, "p", 1)
    assert place_after(outline, None) == (Kind.FREE, None, None)


def opened_sheet(window: OpenWindow) -> LetterSheet:
    window.window.commands["sheet"].trigger()
    sheet = window.window.findChild(LetterSheet)
    assert sheet is not None
    return sheet


def test_a_theme_chosen_in_the_sheet_dresses_the_page_and_a_faulty_one_stays_in_the_sheet(
    shared: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    shared.settle(qtbot)
    sheet = opened_sheet(shared)
    assert sheet.theme.chosen.name == "" and sheet.theme.names.currentText() == "Neutre"
    sheet.theme.take(theme_folder(tmp_path, SHEET.replace("#666666", "#aaaaaa"), name="pale"))
    sheet.accept()
    assert sheet.isVisible() and "contraste de 2,3 pour 1" in sheet._complaint.text() and not shared.letter.issue.theme
    sheet.theme.take(theme_folder(tmp_path))
    pages: list[str] = []
    shared.window._live._worker.answered.connect(lambda said: pages.append(str(said.get("html", ""))))
    sheet.accept()
    assert shared.letter.issue.theme == "marque-etat"
    qtbot.waitUntil(lambda: any("--accent: #000091" in page for page in pages), timeout=PATIENCE)
    again = opened_sheet(shared)
    assert again.theme.names.currentText() == "République"
    again.reject()
    shared.letter.undo_stack.undo()
    assert not shared.letter.issue.theme
