"""The plan at work: every change is one step back with Ctrl+Z, and stands on disk once the writer has been."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTreeView
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, focus, press, type_text

from editor_app.desk import Desk
from editor_app.issue.outline import Kind, Outline, Status


@pytest.fixture
def plan(shared: OpenWindow) -> Iterator[OpenWindow]:
    """The shared window on its letter as it came, the first section open."""
    yield shared
    while shared.letter.undo_stack.canUndo():
        shared.letter.undo_stack.undo()
    shared.letter.undo_stack.clear()
    shared.window.open_section("editorial")
    assert shared.window.save_now()


def view(opened: OpenWindow) -> QTreeView:
    found = opened.window.findChild(QTreeView, "outline")
    assert found is not None
    return found


def on_disk(opened: OpenWindow) -> Outline:
    assert opened.window.save_now()
    return Desk.open(opened.folder).issue.outline


def chosen(opened: OpenWindow) -> str:
    return opened.window._outline.model.section(view(opened).currentIndex()).id


def choose(opened: OpenWindow, name: str) -> None:
    view(opened).setCurrentIndex(opened.window._outline.model.index_of(name))


def give(opened: OpenWindow, command: str) -> None:
    opened.window.commands[command].trigger()


def test_the_rows_are_the_sections_in_order_and_the_editorial_is_open(plan: OpenWindow) -> None:
    tree = view(plan)
    model = tree.model()
    top = [model.index(row, 0).data() for row in range(model.rowCount())]
    outline = plan.letter.issue.outline
    assert top == [outline.heading(section.id) for section in outline.sections]
    assert outline.sections[0].kind is Kind.EDITORIAL
    assert tree.currentIndex() == model.index(0, 0)
    assert plan.window.editor.text() == plan.letter.texts["editorial"]
    parents = (model.index(row, 0) for row in range(model.rowCount()))
    assert all(tree.isExpanded(index) for index in parents if model.rowCount(index))


def test_making_a_row_current_opens_it_in_the_editor(plan: OpenWindow) -> None:
    tree = view(plan)
    model = tree.model()
    for row in range(model.rowCount()):
        tree.setCurrentIndex(model.index(row, 0))
        section = plan.letter.issue.outline.sections[row]
        if section.file is not None:
            assert plan.window.editor.text() == plan.letter.texts[section.id]
            assert not plan.window.editor.isReadOnly()


def test_the_summary_shows_the_plan_and_cannot_be_typed_into(plan: OpenWindow, qtbot: QtBot) -> None:
    editor = plan.window.editor
    choose(plan, next(section.id for section in plan.letter.issue.outline.walk() if section.kind is Kind.SUMMARY))
    assert editor.isReadOnly()
    first = editor.text()
    type_text(editor, "abc")
    assert editor.text() == first
    priority = next(section for section in plan.letter.issue.outline.walk() if section.kind is Kind.PRIORITY)
    plan.letter.change_outline(plan.letter.issue.outline.rename(priority.id, "Un titre neuf"), "Renommer")
    assert "Un titre neuf" in editor.text()
    assert not plan.window.isWindowModified() or plan.window.save_now()
    plan.settle(qtbot)


def test_a_section_is_renamed_where_it_stands(plan: OpenWindow, qtbot: QtBot) -> None:
    choose(plan, "a-propos")
    focus(qtbot, view(plan))
    before = plan.letter.issue.outline
    press(view(plan), "F2")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    type_text(line, "Qui écrit")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not line, timeout=PATIENCE)
    assert on_disk(plan) == before.rename("a-propos", "Qui écrit")
    assert chosen(plan) == "a-propos"
    focus(qtbot, view(plan))
    press(view(plan), "Ctrl+Z")
    assert on_disk(plan) == before
    press(view(plan), "Ctrl+Shift+Z")
    assert on_disk(plan).find("a-propos").title == "Qui écrit"


def test_escape_leaves_the_title_as_it_was(plan: OpenWindow, qtbot: QtBot) -> None:
    choose(plan, "a-propos")
    focus(qtbot, view(plan))
    press(view(plan), "F2")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    type_text(line, "Perdu")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not plan.letter.undo_stack.canUndo()


@pytest.mark.parametrize(
    ("command", "kind", "inside"),
    [("add-section", Kind.FREE, None), ("add-priority", Kind.PRIORITY, None), ("add-article", Kind.ARTICLE, "chosen")],
)
def test_a_section_is_added_after_the_chosen_one_and_its_title_typed_at_once(
    plan: OpenWindow, qtbot: QtBot, command: str, kind: Kind, inside: str | None
) -> None:
    before = plan.letter.issue.outline
    priority = next(section for section in before.walk() if section.kind is Kind.PRIORITY)
    choose(plan, priority.id)
    give(plan, command)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit), timeout=PATIENCE)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    type_text(line, "Un titre neuf")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not line, timeout=PATIENCE)
    added = chosen(plan)
    saved = on_disk(plan)
    section = saved.find(added)
    assert (section.title, section.kind, section.status) == ("Un titre neuf", kind, Status.TODO)
    assert (plan.folder / str(section.file)).read_bytes() == b""
    if inside:
        assert saved.parent(added) == saved.find(priority.id)
        assert saved.path(added)[-1] == len(priority.children)
    else:
        assert saved.path(added) == (before.path(priority.id)[0] + 1,)
    assert plan.window.editor.text() == ""
    plan.letter.undo_stack.undo()
    plan.letter.undo_stack.undo()
    assert on_disk(plan) == before
    assert not (plan.folder / str(section.file)).exists()


def test_a_removed_section_comes_back_with_every_word(plan: OpenWindow, qtbot: QtBot) -> None:
    """Also with those that were typed an instant before."""
    before = plan.letter.issue.outline
    choose(plan, "a-propos")
    written = plan.window.editor.text()
    plan.window.editor.textCursor().insertText("À l’instant. ")
    give(plan, "remove")
    assert "a-propos" not in on_disk(plan)
    assert not (plan.folder / "sections" / "a-propos.md").exists()
    assert chosen(plan) in before
    focus(qtbot, view(plan))
    press(view(plan), "Ctrl+Z")
    assert on_disk(plan) == before
    assert (plan.folder / "sections" / "a-propos.md").read_text(encoding="utf-8") == "À l’instant. " + written
    choose(plan, "a-propos")
    assert plan.window.editor.text() == "À l’instant. " + written
    plan.window.editor.undo()
    plan.letter.set_text("a-propos", written)


def test_after_a_removal_one_stays_beside_what_was_removed(plan: OpenWindow) -> None:
    priority = next(section for section in plan.letter.issue.outline.walk() if len(section.children) > 1)
    *_, before, last = (child.id for child in priority.children)
    choose(plan, last)
    give(plan, "remove")
    assert chosen(plan) == before
    for child in priority.children[:-1]:
        choose(plan, child.id)
        give(plan, "remove")
    assert chosen(plan) == priority.id


def test_the_last_section_cannot_be_removed(plan: OpenWindow) -> None:
    outline = plan.letter.issue.outline
    plan.letter.change_outline(Outline(outline.sections[:1]), "Tout retirer")
    give(plan, "remove")
    assert [section.id for section in plan.letter.issue.outline.sections] == ["editorial"]


def test_a_section_moves_up_and_down_by_key_and_stays_chosen(plan: OpenWindow, qtbot: QtBot) -> None:
    before = plan.letter.issue.outline
    priorities = [section.id for section in before.sections if section.kind is Kind.PRIORITY]
    choose(plan, priorities[1])
    text = plan.window.editor.text()
    focus(qtbot, view(plan))
    press(view(plan), "Alt+Shift+Up")
    after = on_disk(plan)
    assert [section.id for section in after.sections if section.kind is Kind.PRIORITY][:2] == priorities[1::-1]
    assert after.priority_number(priorities[1]) == 1
    assert str(view(plan).currentIndex().data()).startswith("Priorité\u00a01\u00a0:")
    assert chosen(plan) == priorities[1]
    assert plan.window.editor.text() == text
    press(view(plan), "Alt+Shift+Down")
    assert on_disk(plan) == before


def test_the_first_section_does_not_move_further_up(plan: OpenWindow) -> None:
    choose(plan, "editorial")
    give(plan, "move-up")
    assert not plan.letter.undo_stack.canUndo()


def test_a_section_dropped_elsewhere_moves_there(plan: OpenWindow) -> None:
    before = plan.letter.issue.outline
    model = plan.window._outline.model
    donor, receiver = [one for one in before.sections if one.children and one.kind is Kind.PRIORITY][:2]
    moved = donor.children[0].id
    choose(plan, moved)
    data = model.mimeData([model.index_of(moved)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, model.index_of(receiver.id))
    assert on_disk(plan) == before.move(moved, receiver.id, 0)
    assert chosen(plan) == moved
    assert plan.letter.undo_stack.undoText().startswith("Déplacer")
    plan.letter.undo_stack.undo()
    assert on_disk(plan) == before
    assert chosen(plan) == moved


def test_a_section_is_dragged_by_the_view_as_one_thing(plan: OpenWindow) -> None:
    tree = view(plan)
    assert tree.dragEnabled()
    assert tree.acceptDrops()
    assert tree.showDropIndicator()
    assert tree.model().supportedDropActions() == Qt.DropAction.MoveAction


def test_a_status_is_one_step_that_can_be_undone(plan: OpenWindow) -> None:
    choose(plan, "a-propos")
    before = plan.letter.issue.outline
    status = Status.REVIEW if before.find("a-propos").status is not Status.REVIEW else Status.DRAFT
    give(plan, f"status-{status.value}")
    assert on_disk(plan).find("a-propos").status is status
    plan.letter.undo_stack.undo()
    assert on_disk(plan) == before


def test_undo_in_the_text_does_not_touch_the_plan_nor_the_other_way_round(plan: OpenWindow, qtbot: QtBot) -> None:
    window = plan.window
    choose(plan, "a-propos")
    written = window.editor.text()
    focus(qtbot, window.editor)
    type_text(window.editor, "Mot ")
    give(plan, "status-todo")
    press(window.editor, "Ctrl+Z")
    assert window.editor.text() == written
    assert plan.letter.undo_stack.canUndo()
    focus(qtbot, view(plan))
    press(view(plan), "Ctrl+Z")
    assert not plan.letter.undo_stack.canUndo()
    assert window.editor.text() == written


def test_one_goes_from_section_to_section_by_key(plan: OpenWindow, qtbot: QtBot) -> None:
    order = [section.id for section in plan.letter.issue.outline.walk()]
    focus(qtbot, plan.window.editor)
    press(plan.window.editor, "Ctrl+PgDown")
    press(plan.window.editor, "Ctrl+PgDown")
    assert chosen(plan) == order[2]
    press(plan.window.editor, "Ctrl+PgUp")
    assert chosen(plan) == order[1]


def test_a_row_tells_how_many_findings_are_left(plan: OpenWindow, qtbot: QtBot) -> None:
    plan.wait_letter_checked(qtbot)
    choose(plan, "a-propos")
    index = plan.window._outline.model.index_of("a-propos")
    before = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    plan.window.editor.textCursor().insertText("Le zblorgue agit. ")
    qtbot.waitUntil(lambda: index.data(Qt.ItemDataRole.AccessibleTextRole) != before, timeout=PATIENCE)
    assert "à revoir" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    plan.window.editor.undo()
    qtbot.waitUntil(lambda: index.data(Qt.ItemDataRole.AccessibleTextRole) == before, timeout=PATIENCE)


def test_an_empty_section_is_said_to_be_empty(plan: OpenWindow) -> None:
    choose(plan, "editorial")
    give(plan, "add-section")
    added = plan.letter.issue.outline.sections[1].id
    index = plan.window._outline.model.index_of(added)
    assert "vide" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert QModelIndex() != index


def test_the_passing_word_names_what_can_be_undone_and_leaves_with_it(plan: OpenWindow) -> None:
    choose(plan, "a-propos")
    plan.letter.change_outline(plan.letter.issue.outline.rename("a-propos", "Qui écrit"), "Renommer")
    assert plan.window.statusBar().currentMessage().startswith("Renommer")
    plan.letter.undo_stack.undo()
    assert plan.window.statusBar().currentMessage() == ""
