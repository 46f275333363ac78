"""ReText, French checking and live preview on. Run by the interpreter that holds it: ``start`` or ``text FILE``."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path

import measuring
import PyQt6
from PyQt6 import QtCore, QtGui, QtWidgets

assert QtGui
EDITS = 5


def start() -> None:
    def launched(*_arguments: object) -> None:
        app = QtWidgets.QApplication.instance()
        window = next(one for one in app.topLevelWidgets() if type(one).__name__ == "ReTextWindow")
        paints = measuring.paints_of(PyQt6, window)
        window.update()
        measuring.wait_until(app.processEvents, lambda: paints() > 0)
        measuring.tell(start=measuring.since_start(), cpu=time.process_time(), memory=measuring.memory())

    QtWidgets.QApplication.exec = launched
    sys.argv = ["retext"]
    from ReText.__main__ import main

    main()


def pause(seconds: float) -> None:
    end = time.perf_counter() + seconds
    measuring.wait_until(QtWidgets.QApplication.processEvents, lambda: time.perf_counter() > end)


def text(home: Path, path: Path) -> None:
    multiprocessing.set_start_method("spawn")
    QtWidgets.QApplication.setAttribute(QtCore.Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QtWidgets.QApplication(["retext"])
    from ReText import globalSettings

    globalSettings.spellCheck = True
    globalSettings.spellCheckLocale = "fr"
    globalSettings.defaultPreviewState = "live-preview"
    from ReText.window import ReTextWindow

    window = ReTextWindow()
    window.resize(1280, 800)
    window.show()
    window.createNew("")
    pause(1)
    copy = home / path.name
    copy.write_bytes(path.read_bytes())
    began = time.perf_counter()
    window.openFileWrapper(str(copy))  # its highlighter checks everything on the way
    tab = window.currentTab
    editor = tab.editBox
    paints = measuring.paints_of(PyQt6, editor.viewport())
    editor.viewport().update()
    measuring.wait_until(app.processEvents, lambda: paints() > 0)
    shown = time.perf_counter() - began
    measuring.wait_until(app.processEvents, lambda: not tab.conversionPending and tab.converted is not None)
    pause(3)

    measuring.to_the_middle(PyQt6, editor)
    pause(1)
    updated: list[float] = []
    update = tab.updatePreviewBox

    def note() -> None:
        update()
        updated.append(time.perf_counter())

    tab.converterProcess.conversionDone.disconnect()
    tab.converterProcess.conversionDone.connect(note)
    pages = []
    for character in measuring.TYPED[:EDITS]:
        updated.clear()
        began = time.perf_counter()
        measuring.press(PyQt6, editor, character)
        measuring.wait_until(app.processEvents, lambda: bool(updated))
        pages.append(updated[-1] - began)
        pause(0.7)
    key = measuring.type_at_once(PyQt6, editor)
    pause(3)
    stall = measuring.type_in_pace(PyQt6, editor)
    measuring.tell(
        shown=round(1000 * shown, 1),
        checked=round(shown, 3),
        key=key,
        stall=stall,
        page=measuring.milliseconds(pages),
        memory=measuring.memory(),
    )


if __name__ == "__main__":
    place = Path(tempfile.mkdtemp(prefix="bench-retext-"))
    os.environ.update(XDG_CONFIG_HOME=str(place), XDG_CACHE_HOME=str(place), XDG_DATA_HOME=str(place))
    if sys.argv[1] == "start":
        start()
    else:
        text(place, Path(sys.argv[2]))
