"""What every scene measures with, whatever the Qt binding: keys, pauses, memory; one line of JSON at the end.

CPU is that of the window's thread (``time.thread_time``): it says what a key costs however busy the machine is.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

TYPED = (
    "La lutte contre la traite des êtres humains demeure une priorité de la politique étrangère de la France, "
    "qui soutient les associations, forme les magistrats et les policiers, protège les victimes et poursuit les "
    "réseaux criminels partout où ils agissent, en Europe comme en Afrique, avec ses partenaires et ses alliés en "
)[:300]
PACE = 0.08
"""Seconds between two keys of a quick typist."""


def milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and maximum."""
    ordered = sorted(1000 * one for one in seconds)
    return {
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 3),
        "max": round(ordered[-1], 3),
    }


def wait_until(process_events: Callable[[], object], ready: Callable[[], bool], limit: float = 120) -> float:
    """Run the event loop until ``ready``; the seconds it took. Raises TimeoutError."""
    start = time.perf_counter()
    while not ready():
        process_events()
        if time.perf_counter() - start > limit:
            raise TimeoutError
        time.sleep(0.0005)
    return time.perf_counter() - start


def press(qt: Any, widget: Any, character: str) -> None:
    """One key, as the keyboard gives it. ``qt`` has QtCore, QtGui and QtWidgets of the binding measured."""
    event, key = qt.QtCore.QEvent, qt.QtCore.Qt.Key.Key_unknown
    for kind in (event.Type.KeyPress, event.Type.KeyRelease):
        made = qt.QtGui.QKeyEvent(kind, key, qt.QtCore.Qt.KeyboardModifier.NoModifier, character)
        qt.QtWidgets.QApplication.sendEvent(widget, made)


def type_at_once(qt: Any, widget: Any) -> dict[str, float]:
    """CPU of each key and of the paint it causes, with no pause between keys."""
    process_events = qt.QtWidgets.QApplication.processEvents
    spent = []
    for character in TYPED:
        before = time.thread_time()
        press(qt, widget, character)
        process_events()
        spent.append(time.thread_time() - before)
    return milliseconds(spent)


def type_in_pace(qt: Any, widget: Any, keys: int = 100) -> float:
    """The longest time, in milliseconds, that the window's thread answered to nothing while keys came at a pace."""
    process_events = qt.QtWidgets.QApplication.processEvents
    worst = 0.0
    for character in TYPED[:keys]:
        end = time.perf_counter() + PACE
        start = time.perf_counter()
        press(qt, widget, character)
        process_events()
        worst = max(worst, time.perf_counter() - start)
        while (start := time.perf_counter()) < end:
            process_events()
            worst = max(worst, time.perf_counter() - start)
            time.sleep(0.001)
    return round(1000 * worst, 1)


def to_the_middle(qt: Any, editor: Any) -> None:
    """Put the cursor between two words in the middle of the text."""
    document = editor.document()
    block = document.findBlockByNumber(document.blockCount() // 2)
    while block.isValid() and len(block.text().split()) < 12:
        block = block.next()
    cursor = qt.QtGui.QTextCursor(block)
    cursor.setPosition(block.position() + block.text().index(" ", block.length() // 2))
    editor.setTextCursor(cursor)
    editor.setFocus()


def paints_of(qt: Any, widget: Any) -> Callable[[], int]:
    """How many times a widget was painted since now."""

    class Counter(qt.QtCore.QObject):  # type: ignore[misc]  # the binding is chosen by the scene
        paints = 0

        def eventFilter(self, _watched: object, event: Any) -> bool:  # noqa: N802
            if event.type() == qt.QtCore.QEvent.Type.Paint:
                self.paints += 1
            return False

    counter = Counter(widget)
    widget.installEventFilter(counter)
    return lambda: int(counter.paints)


def memory() -> float:
    """Resident memory of this process, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def memory_shares() -> dict[str, float]:
    """The same seen closer, in MB (Linux): ``proportional``, where what several processes map, as Chromium's library,
    is divided among them; ``own``, what this process alone wrote and no file has."""
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()[1:]
    kilobytes = {name.rstrip(":"): int(size) for name, size, *_ in map(str.split, lines)}
    return {
        share: round(kilobytes[name] * 1024 / 1e6, 1) for share, name in (("proportional", "Pss"), ("own", "Anonymous"))
    }


def since_start() -> float:
    """Seconds since the runner started this process."""
    return round(time.time() - float(os.environ["BENCH_STARTED"]), 3)


def tell(**figures: object) -> None:
    """Say the scene's figures and end the process at once."""
    sys.stdout.write("FIGURES " + json.dumps(figures) + "\n")
    sys.stdout.flush()
    os._exit(0)
