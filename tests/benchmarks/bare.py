"""The floor: a QPlainTextEdit with nothing around it. ``bare.py start`` or ``bare.py text FILE``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import measuring
import PySide6
from PySide6 import QtCore, QtGui, QtWidgets

assert QtCore and QtGui


def main() -> None:
    app = QtWidgets.QApplication(["bare"])
    editor = QtWidgets.QPlainTextEdit()
    editor.resize(1280, 800)
    editor.show()
    paints = measuring.paints_of(PySide6, editor.viewport())
    measuring.wait_until(app.processEvents, lambda: paints() > 0)
    if sys.argv[1] == "start":
        measuring.tell(start=measuring.since_start(), cpu=time.process_time(), memory=measuring.memory())
    text = Path(sys.argv[2]).read_text("utf-8")
    before, start = paints(), time.perf_counter()
    editor.setPlainText(text)
    measuring.wait_until(app.processEvents, lambda: paints() > before)
    shown = 1000 * (time.perf_counter() - start)
    measuring.to_the_middle(PySide6, editor)
    app.processEvents()
    key = measuring.type_at_once(PySide6, editor)
    stall = measuring.type_in_pace(PySide6, editor)
    memory, shares = measuring.memory(), measuring.memory_shares()
    measuring.tell(shown=round(shown, 1), key=key, stall=stall, memory=memory, **shares)


main()
