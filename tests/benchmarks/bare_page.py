"""The floor of memory: a QPlainTextEdit and a page of the same text beside it, in one process, and nothing else.
``bare_page.py text FILE``; it has no other scene.
"""

from __future__ import annotations

import sys
import time
from html import escape
from pathlib import Path

import measuring
from PySide6 import QtWidgets

from editor_app.gui.preview.environment import prepare_environment

SETTLE_SECONDS = 3


def main() -> None:
    if sys.argv[1] != "text":
        measuring.tell()
    prepare_environment()
    app = QtWidgets.QApplication(["bare"])
    window = QtWidgets.QSplitter()
    window.resize(1280, 800)
    editor = QtWidgets.QPlainTextEdit(window)
    window.show()
    app.processEvents()
    from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
    from PySide6.QtWebEngineWidgets import QWebEngineView

    loaded: list[bool] = []
    profile = QWebEngineProfile()
    view = QWebEngineView(window)
    page = QWebEnginePage(profile, view)
    page.loadFinished.connect(loaded.append)
    view.setPage(page)
    text = Path(sys.argv[2]).read_text("utf-8")
    editor.setPlainText(text)
    page.setHtml("".join(f"<p>{escape(block)}</p>" for block in text.split("\n\n")))
    measuring.wait_until(app.processEvents, lambda: bool(loaded))
    end = time.monotonic() + SETTLE_SECONDS
    measuring.wait_until(app.processEvents, lambda: time.monotonic() > end)
    measuring.tell(memory=measuring.memory(), **measuring.memory_shares())


main()
