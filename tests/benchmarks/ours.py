"""Lettrine's own window, checking on, page open. ``ours.py start`` or ``ours.py text FILE``."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import measuring
import PySide6
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

EDITS = 12


def letter(folder: Path, text: str) -> Path:
    """A letter with a short section, which opens first, and a long one."""
    from editor_app.issue.model import Issue
    from editor_app.issue.outline import Kind, Outline, Section
    from editor_app.storage.folder import IssueFolder

    outline = Outline(
        (
            Section("short", Kind.EDITORIAL, "Éditorial", file="sections/short.md"),
            Section("long", Kind.FREE, "Longue rubrique", file="sections/long.md"),
        )
    )
    issue = Issue("6f0f0f5e-6f0c-4a50-9d65-4d2a9e0c7f15", 15, "Mesures", outline)
    IssueFolder.create(folder / "letter", issue, {"short": "Bonjour.\n", "long": text})
    return folder / "letter"


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="lettrine-bench-"))
    os.environ["XDG_CONFIG_HOME"] = str(folder)
    text = Path(sys.argv[2]).read_text("utf-8") if sys.argv[1] == "text" else ""
    path = letter(folder, text) if text else Path(os.environ["BENCH_LETTER"])

    from editor_app.app import build

    app, window = build([str(path)])
    window.resize(1280, 800)
    editor, preview = window.editor, window.preview
    paints = measuring.paints_of(PySide6, editor.viewport())
    measuring.wait_until(app.processEvents, lambda: paints() > 0)
    if not text:
        measuring.tell(start=measuring.since_start(), memory=measuring.memory())

    checked, shown = [-1], [-1]
    editor.checked.connect(checked.append)
    preview.shown.connect(shown.append)
    measuring.wait_until(app.processEvents, lambda: editor.revision() in checked and editor.revision() in shown)

    before, start = paints(), time.perf_counter()
    window.open_section("long")
    measuring.wait_until(app.processEvents, lambda: paints() > before)
    opened = 1000 * (time.perf_counter() - start)
    measuring.wait_until(app.processEvents, lambda: editor.revision() in checked)
    all_checked = time.perf_counter() - start
    measuring.wait_until(app.processEvents, lambda: editor.revision() in shown)

    measuring.to_the_middle(PySide6, editor)
    app.processEvents()
    key = measuring.type_at_once(PySide6, editor)
    measuring.wait_until(app.processEvents, lambda: editor.revision() in shown)
    stall = measuring.type_in_pace(PySide6, editor)
    measuring.wait_until(app.processEvents, lambda: editor.revision() in shown)

    pages = []
    for character in measuring.TYPED[:EDITS]:
        start = time.perf_counter()
        measuring.press(PySide6, editor, character)
        measuring.wait_until(app.processEvents, lambda: editor.revision() in shown)
        pages.append(time.perf_counter() - start)

    measuring.wait_until(app.processEvents, lambda: editor.revision() in checked)
    editor.next_finding()
    app.processEvents()
    place = editor.cursorRect().center()
    start = time.perf_counter()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, editor.viewport().mapToGlobal(place))
    QApplication.sendEvent(editor.viewport(), event)
    measuring.wait_until(app.processEvents, lambda: app.activePopupWidget() is not None)
    menu = 1000 * (time.perf_counter() - start)

    measuring.tell(
        shown=round(opened, 1),
        checked=round(all_checked, 3),
        key=key,
        stall=stall,
        page=measuring.milliseconds(pages),
        menu=round(menu, 1),
        memory=measuring.memory(),
    )


main()
