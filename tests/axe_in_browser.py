"""Judge pages with axe-core inside WebEngine: ``python axe_in_browser.py dark AXE.js PAGE…`` prints one JSON object:
for each page the findings, and whether the page really was in that scheme (``light`` or ``dark``).

Run in a process of its own, because the engine's settings must stand before any QApplication does.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# The offscreen platform has no colour scheme of its own that Qt could hand on.
os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = (
    f"--disable-gpu --blink-settings=preferredColorScheme={sys.argv[1] != 'dark':d}"
)
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtWebEngineCore import QWebEngineScript
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""All that can change when a page turns dark."""
SIZES = {"rules": {"target-size": {"enabled": True}}}
"""What axe only asks when it is told to: WCAG 2.2, 2.5.8."""
WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
RUN = """
globalThis.verdict = null;
axe.run(document, {resultTypes: ["violations"], ...asked}).then((result) => {
  globalThis.verdict = {
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    rules: result.passes.length,
    fetched: performance.getEntriesByType("resource").map((entry) => entry.name),
    findings: result.violations.map((found) => `${found.id}: ${found.help} ${found.nodes[0].html}`),
  };
}, (error) => { globalThis.verdict = {findings: [String(error)], rules: 0, dark: null, fetched: []}; });
"""


def evaluate(view: QWebEngineView, script: str) -> object:
    loop = QEventLoop()
    answer: list[object] = []
    view.page().runJavaScript(script, WORLD, lambda value: (answer.append(value), loop.quit()))
    loop.exec()
    return answer[0]


def judge(view: QWebEngineView, page: str, axe: str) -> object:
    loop = QEventLoop()
    view.loadFinished.connect(loop.quit)
    view.load(QUrl.fromLocalFile(page))
    loop.exec()
    asked = COLOURS if sys.argv[1] == "dark" else SIZES
    evaluate(view, f"{axe};globalThis.asked = {json.dumps(asked)};{RUN};0")
    while (verdict := evaluate(view, "JSON.stringify(globalThis.verdict)")) == "null":
        QTimer.singleShot(30, loop.quit)
        loop.exec()
    return json.loads(str(verdict))


def main(axe_file: str, *pages: str) -> None:
    _app = QApplication(sys.argv[:1])
    axe = Path(axe_file).read_text(encoding="utf-8")
    view = QWebEngineView()
    view.resize(1000, 800)
    view.show()
    print(json.dumps({page: judge(view, page, axe) for page in pages}))
    sys.stdout.flush()
    os._exit(0)  # the engine has nothing to tidy that outlives this process


if __name__ == "__main__":
    main(*sys.argv[2:])
