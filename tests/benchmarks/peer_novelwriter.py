"""novelWriter, French checking on. Run by the interpreter that holds it: ``start`` or ``text FILE``."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import measuring
import novelwriter
import PyQt6
from novelwriter import CONFIG, SHARED, guimain
from PyQt6 import QtCore, QtGui, QtWidgets

assert QtCore and QtGui
SETTLE_SECONDS = 6.5
"""Its timers of five seconds have all fired once."""


def start(home: Path) -> None:
    def launched(window: QtWidgets.QMainWindow, _open: object) -> None:
        paints = measuring.paints_of(PyQt6, window)
        window.update()
        measuring.wait_until(QtWidgets.QApplication.processEvents, lambda: paints() > 0)
        measuring.tell(start=measuring.since_start(), cpu=time.process_time(), memory=measuring.memory())

    guimain.GuiMain.postLaunchTasks = launched
    novelwriter.main([f"--config={home}", f"--data={home}"])


def pause(seconds: float) -> None:
    end = time.perf_counter() + seconds
    measuring.wait_until(QtWidgets.QApplication.processEvents, lambda: time.perf_counter() > end)


def text(home: Path, path: Path) -> None:
    from novelwriter.core.project import NWProject
    from novelwriter.enum import nwItemClass
    from novelwriter.gui.theme import GuiTheme

    class Splash:
        def showStatus(self, _text: str) -> None:  # noqa: N802
            """Nothing is shown."""

    CONFIG.initConfig(home, home)
    app = novelwriter._createApp()
    CONFIG.loadConfig(Splash())
    CONFIG.initLocalisation(app)
    CONFIG.spellLanguage = "fr"
    SHARED.initTheme(GuiTheme())
    window = guimain.GuiMain()
    window.resize(1280, 800)
    window.showNormal()
    project = NWProject()
    project.storage.createNewProject(home / "project")
    project.setDefaultStatusImport()
    project.data.setName("Lettre")
    root = project.newRoot(nwItemClass.NOVEL)
    short, long = project.newFile("Sommaire", root), project.newFile("Éditorial", root)
    project.storage.getDocument(short).writeDocument("# Sommaire\n\nVide\n")
    project.storage.getDocument(long).writeDocument(path.read_text("utf-8"))
    project.data.setSpellLang("fr")
    project.data.setSpellCheck(True)
    project.session.startSession()
    project.saveProject(autoSave=True)
    project.closeProject()
    SHARED.warn = SHARED.info = lambda *_arguments, **_options: None  # its index is rebuilt on first opening
    window.openProject(home / "project")
    window.openDocument(short)
    pause(0.5)

    editor = window.docEditor
    paints = measuring.paints_of(PyQt6, editor.viewport())
    before, began = paints(), time.perf_counter()
    window.openDocument(long)
    measuring.wait_until(app.processEvents, lambda: paints() > before)
    shown = 1000 * (time.perf_counter() - began)
    measuring.wait_until(
        app.processEvents,
        lambda: (
            not editor._qDocument.isLayoutBusy()
            and not editor.isReadOnly()
            and editor._checkPassPos is None
            and editor._checkJob is None
        ),
    )
    checked = time.perf_counter() - began
    pause(SETTLE_SECONDS)
    measuring.to_the_middle(PyQt6, editor)
    pause(0.6)
    key = measuring.type_at_once(PyQt6, editor)
    pause(SETTLE_SECONDS)
    stall = measuring.type_in_pace(PyQt6, editor)
    measuring.tell(shown=round(shown, 1), checked=round(checked, 3), key=key, stall=stall, memory=measuring.memory())


if __name__ == "__main__":
    place = Path(tempfile.mkdtemp(prefix="bench-novelwriter-"))
    if sys.argv[1] == "start":
        start(place)
    else:
        text(place, Path(sys.argv[2]))
