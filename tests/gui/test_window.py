"""The window as a whole: its handles, its keys, what it remembers, what it leaves behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_under_test import PATIENCE, OpenWindow, focus, free_deleted, press

from editor_app.app import build
from editor_app.errors import LettrineError
from editor_app.gui.appearance.first_size import open_at
from editor_app.gui.preview.preview import Preview

HANDLES = {
    "outline": (QTreeView, "Plan de la lettre"),
    "markdownEditor": (QPlainTextEdit, "Texte de la rubrique"),
    "preview": (Preview, "Aperçu de la page"),
    "diagnostics": (QListView, "Points à vérifier"),
    "annotations": (QListView, "Remarques de relecture"),
    "saveState": (QLabel, "État de l’enregistrement"),
}


@pytest.fixture
def clean(shared: OpenWindow) -> Iterator[OpenWindow]:
    yield shared
    for dialog in shared.window.findChildren(QDialog):
        dialog.close()
    free_deleted()


# The contract for assistive tools and tests


@pytest.mark.parametrize("name", HANDLES)
def test_a_handle_stands_under_its_name_and_is_named_in_french(shared: OpenWindow, name: str) -> None:
    kind, french = HANDLES[name]
    found = shared.window.findChildren(QWidget, name)
    assert len(found) == 1
    assert isinstance(found[0], kind)
    assert found[0].accessibleName() == french
    interface = QAccessible.queryAccessibleInterface(found[0])
    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == french


def test_the_export_is_an_action_under_its_name(shared: OpenWindow) -> None:
    action = shared.window.findChild(QAction, "exportAction")
    assert action is not None
    assert action.text() == "Exporter le lot…"


def test_the_page_is_visible_by_default(shared: OpenWindow) -> None:
    assert shared.window.preview.isVisible()


def test_every_section_is_checked_and_shown_under_the_editors_revision(shared: OpenWindow, qtbot: QtBot) -> None:
    tree = shared.window.findChild(QTreeView, "outline")
    assert tree is not None
    for row in range(tree.model().rowCount()):
        tree.setCurrentIndex(tree.model().index(row, 0))
        shared.settle(qtbot)


# Keyboard and screen reader


def controls(window: QWidget) -> set[QWidget]:
    """What can be reached by Tab: all that takes the focus, is seen and is in use."""
    return {
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy().value & 1
        and widget.isVisible()
        and widget.isEnabled()
        and widget.window() is window
        and widget.focusProxy() is None
        and getattr(widget.parent(), "objectName", str)() != "previewPage"  # the page engine's own
        and not _reached_by_arrows(widget)
    }


def _reached_by_arrows(widget: QWidget) -> bool:
    """Of joined buttons, Tab goes to the one that is down."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and group.checkedButton() is not widget


def test_tab_reaches_every_control_and_comes_round(shared: OpenWindow, qtbot: QtBot) -> None:
    window = shared.window
    shared.settle(qtbot)
    wanted = controls(window)
    focus(qtbot, window.editor)
    reached: list[QWidget | None] = []
    for _ in range(3 * len(wanted) + 10):
        window.focusNextChild()
        reached.append(QApplication.focusWidget())
        if reached[-1] is window.editor:
            break
    assert reached[-1] is window.editor
    missed = [
        f"{type(widget).__name__} {widget.objectName()} {widget.property('text')}" for widget in wanted - set(reached)
    ]
    assert missed == []


def test_every_control_has_a_name_to_be_told(shared: OpenWindow, qtbot: QtBot) -> None:
    shared.settle(qtbot)
    nameless = []
    for widget in controls(shared.window):
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            nameless.append(f"{type(widget).__name__} {widget.objectName()} in {widget.parent().objectName()}")
    assert nameless == []


def test_panes_fold_by_key_and_come_back(shared: OpenWindow, qtbot: QtBot) -> None:
    window = shared.window
    focus(qtbot, window.editor)
    panes = {"F9": window._outline, "F10": window.preview, "F11": window._tasks}
    for key, pane in panes.items():
        press(window.editor, key)
        assert not pane.isVisible()
        press(window.editor, key)
        assert pane.isVisible()


def test_it_fits_a_small_screen(shared: OpenWindow) -> None:
    least = shared.window.minimumSizeHint()
    assert least.width() <= 1280
    assert least.height() <= 720


@pytest.mark.parametrize("size", [(910, 512), (1024, 700), (1366, 768)], ids=str)
def test_no_button_is_cut_on_a_laptop_or_on_one_enlarged_by_half(shared: OpenWindow, size: tuple[int, int]) -> None:
    window, usual = shared.window, shared.window.size()
    window.resize(*size)
    QApplication.processEvents()
    try:
        assert (window.width(), window.height()) == size
        cut = {
            button.text(): (button.width(), button.sizeHint().width())
            for button in window.findChildren(QAbstractButton)
            if button.isVisible() and button.text() and button.width() < button.sizeHint().width()
        }
        assert not cut
    finally:
        window.resize(usual)


def test_a_window_opens_no_larger_than_its_screen(qtbot: QtBot) -> None:
    room = QApplication.primaryScreen().availableSize()
    window = QWidget()
    qtbot.addWidget(window)
    open_at(window, room.width() + 300, 200)
    assert (window.width(), window.height()) == (room.width(), 200)


# Dialogs


@pytest.mark.parametrize(
    ("command", "accepted"),
    [
        ("new", False),  # accepted, it opens another letter: the journey does that
        *((command, accepted) for command in ("keys", "author", "sheet", "signature") for accepted in (True, False)),
    ],
)
def test_a_closed_dialog_is_freed(clean: OpenWindow, command: str, accepted: bool, qtbot: QtBot) -> None:
    clean.window.open_section("editorial")
    clean.window.commands[command].trigger()
    (dialog,) = clean.window.findChildren(QDialog)
    qtbot.waitUntil(dialog.isVisible, timeout=PATIENCE)
    assert dialog.windowTitle()
    if accepted:
        dialog.accept()
    else:
        dialog.reject()
    free_deleted()
    assert not shiboken6.isValid(dialog)
    assert clean.window.findChildren(QDialog) == []


def test_dialogs_opened_again_and_again_leave_nothing(clean: OpenWindow) -> None:
    before = len(QApplication.topLevelWidgets())
    for _ in range(10):
        clean.window.commands["keys"].trigger()
        clean.window.findChildren(QDialog)[0].reject()
        free_deleted()
    assert len(QApplication.topLevelWidgets()) == before


def test_a_message_leaves_with_escape_or_its_button(clean: OpenWindow) -> None:
    notice = clean.window.notice
    notice.say("Une phrase.")
    close = next(button for button in notice.findChildren(QPushButton) if button.text() == "Fermer")
    close.click()
    assert notice.sentence == ""
    notice.say("Une autre.")
    press(notice, "Escape")
    assert notice.sentence == ""


# Opening


def test_a_folder_that_is_no_letter_is_refused_in_french(qapp: QApplication, tmp_path: Path) -> None:  # noqa: ARG001
    with pytest.raises(LettrineError, match=r"issue\.yaml"):
        build([str(tmp_path)])
    with pytest.raises(LettrineError, match="La commande"):
        build([str(tmp_path), str(tmp_path)])


def test_it_can_be_built_twice_in_one_application(shared: OpenWindow, copied: Callable[[], Path]) -> None:
    second = OpenWindow(copied())
    try:
        assert second.application is shared.application
        assert second.window is not shared.window
        assert second.window.editor.text() == second.letter.texts["editorial"]
    finally:
        second.close()


def test_without_a_letter_named_a_copy_of_the_sample_opens_then_the_last_one(
    qapp: QApplication,  # noqa: ARG001
    somebody_else: Path,
    copied: Callable[[], Path],
    sample: Path,
) -> None:
    _forget_settings()
    opened = OpenWindow(None)
    assert opened.letter.desk.path == somebody_else / "issues" / sample.name
    opened.close()
    last = OpenWindow(copied())
    last.close()
    again = OpenWindow(None)
    assert again.letter.desk.path == last.folder
    again.close()
    (last.folder / "issue.yaml").write_text("ceci: [n’est pas", encoding="utf-8")
    other = OpenWindow(None)
    assert other.letter.desk.path == somebody_else / "issues" / sample.name
    assert "issue.yaml" in other.window.notice.sentence
    other.close()


def _forget_settings() -> None:
    store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Lettrine", "Lettrine")
    store.clear()
    store.sync()


def test_a_letter_with_a_missing_text_opens_and_says_so(copied: Callable[[], Path], qapp: QApplication) -> None:  # noqa: ARG001
    folder = copied()
    (folder / "sections" / "a-propos.md").unlink()
    opened = OpenWindow(folder)
    assert "a-propos.md" in opened.window.notice.sentence
    opened.close()


def test_a_letter_that_cannot_be_opened_leaves_the_one_that_is(shared: OpenWindow, tmp_path: Path) -> None:
    before = shared.letter
    shared.window.on_demand.files.open_folder(tmp_path)
    assert "issue.yaml" in shared.window.notice.sentence
    assert shared.letter is before


def test_another_letter_takes_the_place_of_the_first_whole(
    opened: OpenWindow, copied: Callable[[], Path], qtbot: QtBot
) -> None:
    """Also when it is opened in the middle of the first one's checks, whose answers are still on their way."""
    window = opened.window
    window.editor.textCursor().insertText("Le zblorgue agit. ")
    opened.wait_checked(qtbot)
    window.open_section("a-propos")
    window.editor.textCursor().insertText("Le flibustor aussi. ")
    other = copied()
    window.on_demand.files.open_folder(other)
    assert opened.letter.desk.path == other
    assert (opened.folder / "sections" / "a-propos.md").read_text(encoding="utf-8").startswith("Le flibustor")
    assert not opened.letter.undo_stack.canUndo()
    seen = opened.letters_checked
    qtbot.waitUntil(lambda: opened.letters_checked > seen, timeout=PATIENCE)
    opened.settle(qtbot)
    model = window._findings
    words = {model.row_at(model.index(row)).diagnostic.text for row in range(model.rowCount())}
    assert not words & {"zblorgue", "flibustor"}


# Starting and ending


ROOMS_OF_COMMANDS = (
    *("enchant", "markdown", "nh3", "numpy", "pygit2", "PySide6.QtWebEngineCore", "qtawesome", "rapidfuzz"),
    *(
        "editor_app.exporting",
        "editor_app.importing.reading",
        "editor_app.proofing.letter",
        "editor_app.storage.versions",
    ),
    *(
        "editor_app.gui.comparing.",
        "editor_app.gui.files.actions",
        "editor_app.gui.files.export",
        "editor_app.gui.form_",
    ),
    *(
        "editor_app.gui.palette.",
        "editor_app.gui.preflight.",
        "editor_app.gui.sharing.",
        "editor_app.gui.versions.page",
    ),
)


def test_nothing_heavy_comes_before_the_first_paint(sample: Path, tmp_path: Path) -> None:
    """Neither the worker, nor the page's engine, nor Git, nor icons, nor the rooms that only other commands enter."""
    folder = tmp_path / "lettre"
    shutil.copytree(sample, folder)
    script = (
        "import sys\n"
        "from editor_app.app import build\n"
        f"application, window = build([{str(folder)!r}])\n"
        "assert not window.worker.running and window.preview._page is None\n"
        f"rooms = {ROOMS_OF_COMMANDS!r}\n"
        "print([name for name in sys.modules if name.startswith(rooms) or name.endswith('_sheet')])\n"
        "window.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_a_closed_window_leaves_no_process_no_thread_and_no_object(copied: Callable[[], Path], qtbot: QtBot) -> None:
    opened = OpenWindow(copied())
    opened.settle(qtbot)
    window, process = opened.window, opened.window.worker._process
    assert process is not None
    thread = window._writer._thread
    inner = [window.editor, window.preview, window._outline, window._findings, window.notice]
    assert thread in threading.enumerate()
    opened.close()
    assert not thread.is_alive()
    assert not shiboken6.isValid(process)
    assert not shiboken6.isValid(window)
    assert [one for one in inner if shiboken6.isValid(one)] == []


def test_what_was_typed_is_on_disk_when_the_window_is_closed(copied: Callable[[], Path], qapp: QApplication) -> None:  # noqa: ARG001
    opened = OpenWindow(copied())
    opened.window.editor.textCursor().insertText("Dernier mot. ")
    opened.close()
    assert (opened.folder / "sections" / "editorial.md").read_text(encoding="utf-8").startswith("Dernier mot. ")


def test_the_window_remembers_how_it_was_left(copied: Callable[[], Path], qapp: QApplication) -> None:  # noqa: ARG001
    first = OpenWindow(copied())
    window = first.window
    window.resize(790, 760)  # within the screen that tests have
    window.commands["show-tasks"].trigger()
    window.commands["theme-dark"].trigger()
    across = window.findChild(QSplitter, "across")
    assert across is not None
    across.setSizes([200, 330, 260])
    left = across.sizes()
    first.close()
    second = OpenWindow(first.folder, size=None)
    try:
        window = second.window
        assert (window.width(), window.height()) == (790, 760)
        assert not window._tasks.isVisible()
        assert window.commands["theme-dark"].isChecked()
        assert not window.commands["theme-light"].isChecked()
        assert window._theme.dark
        again = window.findChild(QSplitter, "across")
        assert again is not None
        assert again.sizes() == left
    finally:
        window.commands["theme-system"].trigger()
        window.commands["show-tasks"].trigger()
        second.close()
