"""1,000 remarks on 20,000 words, half of them suggestions: opened, scrolled, typed among, taken in.

``python tests/benchmarks/remarks.py`` (with the checkout on PYTHONPATH) types in two sections of the same text, one
without a remark. A key's CPU is that of the window's thread.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import measuring
import PySide6
from prose import french_markdown

WORDS, REMARKS = 20_000, 1_000
ROUNDS = 3


def remarked_letter(folder: Path, text: str) -> Path:
    """A letter whose section « remarked » carries the remarks; « plain » has the same text and none."""
    from editor_app.issue.model import Issue
    from editor_app.issue.outline import Kind, Outline, Section
    from editor_app.review.annotation import comment
    from editor_app.review.decisions import suggestion
    from editor_app.storage.folder import IssueFolder

    names = ("short", "plain", "remarked")
    outline = Outline(tuple(Section(name, Kind.FREE, name, file=f"sections/{name}.md") for name in names))
    issue = Issue("6f0f0f5e-6f0c-4a50-9d65-4d2a9e0c7f15", 15, "Mesures", outline)
    texts = {"short": "Bonjour.\n", "plain": text, "remarked": text}
    made = IssueFolder.create(folder / "letter", issue, texts)
    chance = random.Random(6)
    starts = sorted(chance.sample([at for at, letter in enumerate(text[:-20]) if letter == " "], REMARKS))
    remarks = []
    for number, at in enumerate(starts):
        start, end = at + 1, min(text.find(" ", at + 8), at + 40)
        end = end if end > start else start + 8
        who = ("Ana", "Bo", "Chloé")[number % 3]
        if number % 2:
            remarks.append(
                suggestion(text, start, end, "autrement dit", issue=issue.id, section="remarked", author=who)
            )
        else:
            remarks.append(comment(text, start, end, issue=issue.id, section="remarked", body="Vraiment ?", author=who))
    made.save_annotations(tuple(remarks))
    return folder / "letter"


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="lettrine-bench-"))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(folder)
    path = remarked_letter(folder, french_markdown(WORDS))

    from editor_app.app import build

    started = time.perf_counter()
    app, window = build([str(path)])
    built = time.perf_counter() - started
    window.resize(1280, 800)
    editor = window.editor
    paints = measuring.paints_of(PySide6, editor.viewport())
    measuring.wait_until(app.processEvents, lambda: paints() > 0)
    checked, shown = [-1], [-1]
    editor.checked.connect(checked.append)
    window.preview.shown.connect(shown.append)
    measuring.wait_until(app.processEvents, lambda: editor.revision() in checked and editor.revision() in shown)

    opened: dict[str, list[float]] = {"plain": [], "remarked": []}
    keys: dict[str, list[dict[str, float]]] = {"plain": [], "remarked": []}
    scrolled: dict[str, list[float]] = {"plain": [], "remarked": []}
    taken: dict[str, list[float]] = {"plain": [], "remarked": []}
    for _ in range(ROUNDS):
        for section, times in opened.items():
            before, start = paints(), time.perf_counter()
            window.open_section(section)
            measuring.wait_until(app.processEvents, lambda before=before: paints() > before)
            times.append(time.perf_counter() - start)
            measuring.wait_until(app.processEvents, lambda: editor.revision() in checked)
            bar = editor.verticalScrollBar()
            for step in range(60):
                start = time.thread_time()
                bar.setValue(bar.maximum() * step // 60)
                app.processEvents()
                scrolled[section].append(time.thread_time() - start)
            measuring.to_the_middle(PySide6, editor)
            app.processEvents()
            keys[section].append(measuring.type_at_once(PySide6, editor))
            start = time.thread_time()
            window.take_text()
            taken[section].append(time.thread_time() - start)
            measuring.wait_until(app.processEvents, lambda: editor.revision() in checked)
    measuring.tell(
        built=round(built, 3),
        opened={name: measuring.milliseconds(each) for name, each in opened.items()},
        scrolled={name: measuring.milliseconds(each) for name, each in scrolled.items()},
        key={
            name: {figure: min(one[figure] for one in each) for figure in ("median", "p95")}
            for name, each in keys.items()
        },
        taken={name: measuring.milliseconds(each) for name, each in taken.items()},
        remarks=window._remarks.rowCount(),
    )


if __name__ == "__main__":
    main()
