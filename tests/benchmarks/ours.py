"""Lettrine's own window, checking on, page open. ``ours.py start`` or ``ours.py text FILE FRESH``.

FRESH is another text of that length, which nobody has checked when it is pasted.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import measuring

EDITS = 12
READ_AT_MOST = 200_000  # bytes: to read the sentences of more takes minutes


def letter(folder: Path, text: str) -> Path:
    """A letter with a short section, which opens first, a long one, and one without text."""
    from editor_app.issue.model import Issue
    from editor_app.issue.outline import Kind, Outline, Section
    from editor_app.storage.folder import IssueFolder

    outline = Outline(
        (
            Section("short", Kind.EDITORIAL, "Éditorial", file="sections/short.md"),
            Section("long", Kind.FREE, "Longue rubrique", file="sections/long.md"),
            Section("fresh", Kind.FREE, "Rubrique collée", file="sections/fresh.md"),
        )
    )
    issue = Issue("6f0f0f5e-6f0c-4a50-9d65-4d2a9e0c7f15", 15, "Mesures", outline)
    texts = {"short": "Bonjour.\n", "long": text, "fresh": "Bonsoir.\n"}
    IssueFolder.create(folder / "letter", issue, texts)
    return folder / "letter"


def start() -> None:
    """The program as a person starts it, until the first paint of its text."""
    from importlib import import_module

    import_module("editor_app.gui")  # as editor_app/__main__.py
    import PySide6
    from PySide6.QtWidgets import QApplication

    def launched(app: QApplication) -> None:
        window = next(one for one in app.topLevelWidgets() if type(one).__name__ == "MainWindow")
        paints = measuring.paints_of(PySide6, window.editor.viewport())
        measuring.wait_until(app.processEvents, lambda: paints() > 0)
        measuring.tell(start=measuring.since_start(), cpu=time.process_time(), memory=measuring.memory())

    QApplication.exec = launched
    sys.argv = ["lettrine", "open", os.environ["BENCH_LETTER"]]
    from editor_app.__main__ import main

    main()


def text(folder: Path, path: Path, fresh: Path) -> None:
    import PySide6
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QApplication

    from editor_app.app import build, settle

    app, window = build([str(letter(folder, path.read_text("utf-8")))])
    window.resize(1280, 800)
    editor, preview = window.editor, window.preview
    paints = measuring.paints_of(PySide6, editor.viewport())
    checked, shown = [-1], [-1]
    glanced: set[tuple[str, int]] = set()
    editor.checked.connect(checked.append)
    preview.shown.connect(shown.append)

    def note(said: dict[str, Any]) -> None:
        if said["type"] == "findings":
            glanced.add((said["section"], said["revision"]))

    window.worker.answered.connect(note)

    def until_checked() -> float:
        return measuring.wait_until(app.processEvents, lambda: editor.revision() in checked)

    def until_shown() -> float:
        return measuring.wait_until(app.processEvents, lambda: editor.revision() in shown)

    # What follows is typed while sentences are still being read: for a long text that takes minutes.
    measuring.wait_until(app.processEvents, lambda: {"short", "long", "fresh"} <= {section for section, _ in glanced})
    until_shown()
    settle()

    before, start = paints(), time.perf_counter()
    window.open_section("long")
    measuring.wait_until(app.processEvents, lambda: paints() > before)
    opened = 1000 * (time.perf_counter() - start)
    until_shown()

    measuring.to_the_middle(PySide6, editor)
    app.processEvents()
    key = measuring.type_at_once(PySide6, editor)
    until_shown()
    stall = measuring.type_in_pace(PySide6, editor)
    until_shown()

    pages = []
    for character in measuring.TYPED[:EDITS]:
        start = time.perf_counter()
        measuring.press(PySide6, editor, character)
        until_shown()
        pages.append(time.perf_counter() - start)

    editor.next_finding()
    app.processEvents()
    place = editor.cursorRect().center()
    start = time.perf_counter()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, editor.viewport().mapToGlobal(place))
    QApplication.sendEvent(editor.viewport(), event)
    measuring.wait_until(app.processEvents, lambda: app.activePopupWidget() is not None)
    menu = 1000 * (time.perf_counter() - start)
    app.activePopupWidget().close()
    memory, shares = measuring.memory(), measuring.memory_shares()

    window.open_section("fresh")
    until_shown()
    app.clipboard().setText(fresh.read_text("utf-8"))
    editor.selectAll()
    start = time.perf_counter()
    editor.paste()
    measuring.wait_until(app.processEvents, lambda: ("fresh", editor.revision()) in glanced)
    editor.viewport().repaint()
    spelled = time.perf_counter() - start
    read = None
    if len(fresh.read_bytes()) < READ_AT_MOST:
        until_checked()
        read = round(time.perf_counter() - start, 2)

    measuring.tell(
        shown=round(opened, 1),
        checked=round(spelled, 3),
        read=read,
        key=key,
        stall=stall,
        page=measuring.milliseconds(pages),
        menu=round(menu, 1),
        memory=memory,
        **shares,
    )


if __name__ == "__main__":
    place = Path(tempfile.mkdtemp(prefix="lettrine-bench-"))
    os.environ["XDG_CONFIG_HOME"] = str(place)
    if sys.argv[1] == "start":
        start()
    else:
        text(place, Path(sys.argv[2]), Path(sys.argv[3]))
