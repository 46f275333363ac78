"""Draws the picture of the window that README shows: the sample letter with a few faults put in, one of them explained.

Needs a display: ``xvfb-run -s "-screen 0 1440x900x24" .venv/bin/python packaging/make_screenshot.py``.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "issues" / "2022-015-traite-des-etres-humains"
PICTURE = ROOT / "packaging" / "screenshot.png"
SIZE = (1440, 900)
PATIENCE_MS = 30_000

FAULTS = (
    ("une responsabilité", "une responsabillité"),
    ("C’est tout le sens", "c’est tout le sens"),
    ("À Tirana", "A Tirana"),
    ("voudrait donner", "voudrait donné"),
)


def main() -> int:
    """Make the picture; 1 when the window did not settle in time."""
    folder = Path(tempfile.mkdtemp(prefix="lettrine-"))
    os.environ["XDG_CONFIG_HOME"] = str(folder)
    letter = folder / SAMPLE.name
    shutil.copytree(SAMPLE, letter)
    editorial = letter / "sections" / "editorial.md"
    text = editorial.read_text("utf-8")
    for right, wrong in FAULTS:
        text = text.replace(right, wrong)
    editorial.write_text(text, "utf-8")

    from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415  (the environment must be set before Qt is loaded)

    from editor_app.app import build  # noqa: PLC0415

    application, window = build([str(letter)])
    window.resize(*SIZE)
    window.commands["theme-light"].trigger()
    waiting = {"checked", "shown"}
    loop = QEventLoop()

    def settled(name: str) -> None:
        waiting.discard(name)
        if not waiting:
            QTimer.singleShot(500, loop, lambda: loop.exit(0))

    window.editor.checked.connect(lambda _revision: settled("checked"))
    window.preview.shown.connect(lambda _revision: settled("shown"))
    QTimer.singleShot(PATIENCE_MS, loop, lambda: loop.exit(1))
    if loop.exec() == 0:
        window.editor.next_finding()
        window.editor.next_finding()
        QTimer.singleShot(1500, loop, lambda: loop.exit(0))
        loop.exec()
        application.primaryScreen().grabWindow(window.winId()).save(str(PICTURE))
        waiting.clear()
    window.close()
    shutil.rmtree(folder)
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
