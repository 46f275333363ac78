"""Open pages in WebEngine with JavaScript on and tempt them: ``python attack_in_browser.py PAGE…`` prints one JSON
object: for each page what ran, what was asked of the network, what could still run, and the words that are seen.

Each page's own policy is taken out before it is loaded, so that what holds is the page itself. Run in a process of its
own, because the engine's settings must stand before any QApplication does.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--disable-gpu"
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWidgets import QApplication

WATCH = """
globalThis.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "eval", "open", "fetch"]) {
  globalThis[name] = (...words) => { globalThis.ran.push(name + "(" + words.join() + ")"); };
}
addEventListener("error", (event) => { if (event.filename) globalThis.ran.push("error " + event.message); });
addEventListener("securitypolicyviolation", (event) => globalThis.ran.push("policy " + event.violatedDirective));
"""
TEMPT = r"""
for (const element of document.querySelectorAll("*")) {
  for (const name of ["mouseover", "mouseenter", "focus", "pointerover", "animationstart", "toggle", "error", "load"]) {
    element.dispatchEvent(new Event(name));
  }
}
const could = [];
for (const element of document.querySelectorAll("*")) {
  const data = element.tagName.toLowerCase() === "script" && element.type === "application/ld+json";
  if (/^(script|iframe|object|embed|form|base|svg|math|template|video|audio|frame|applet)$/i.test(element.tagName)) {
    if (!data) could.push("<" + element.tagName + ">");
  }
  for (const {name, value} of element.attributes) {
    const leads = /^(href|src|action|formaction|data|poster|srcset|xlink:href|background)$/i.test(name);
    if (/^on/i.test(name)) could.push(name + "=" + value);
    if (leads && /^[\s\x00-\x20]*(javascript|data|vbscript|file|blob)\s*:/i.test(value)) could.push(name + "=" + value);
    if (name === "style" && /expression|javascript|url\(/i.test(value)) could.push("style=" + value);
  }
}
JSON.stringify({ran: globalThis.ran, could, words: document.documentElement.textContent, title: document.title})
"""


class Requests(QWebEngineUrlRequestInterceptor):
    """Lets nothing but files through, and remembers what else was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802  Qt's own name
        url = info.requestUrl()
        if url.scheme() != "file":
            self.asked.append(url.toString())
            info.block(True)


def look(page: QWebEnginePage, requests: Requests, file: str) -> dict[str, object]:
    requests.asked.clear()
    loop = QEventLoop()
    page.loadFinished.connect(loop.quit)
    page.load(QUrl.fromLocalFile(file))
    loop.exec()
    page.loadFinished.disconnect(loop.quit)
    QTimer.singleShot(50, loop.quit)  # what a page puts off for a moment has its moment
    loop.exec()
    answer: list[str] = []
    page.runJavaScript(TEMPT, 0, lambda value: (answer.append(value), loop.quit()))
    loop.exec()
    return {**json.loads(answer[0]), "asked": list(requests.asked), "stayed": page.url().isLocalFile()}


def main(*files: str) -> None:
    _app = QApplication(sys.argv[:1])
    profile = QWebEngineProfile()
    requests = Requests()
    profile.setUrlRequestInterceptor(requests)
    page = QWebEnginePage(profile)
    page.settings().setAttribute(QWebEngineSettings.WebAttribute.JavascriptEnabled, True)
    page.settings().setAttribute(QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls, True)
    script = QWebEngineScript()
    script.setSourceCode(WATCH)
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    script.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld)
    page.scripts().insert(script)
    for file in files:
        source = Path(file).read_text(encoding="utf-8")
        Path(file).write_text(source.replace("Content-Security-Policy", "x-taken-out"), encoding="utf-8")
    print(json.dumps({file: look(page, requests, file) for file in files}))
    sys.stdout.flush()
    os._exit(0)  # the engine has nothing to tidy that outlives this process


if __name__ == "__main__":
    main(*sys.argv[1:])
