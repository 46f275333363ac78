"""Runs every scene in a fresh process, the programs in turn, and prints the table with its ratios.

``./dev bench [--repeat N] [--peers]``: the peers (novelWriter, ReText) are installed into ``build/peers`` once.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build" / "bench"
LENGTHS = (10_000, 50_000, 100_000)
FRESH_SEED = 16
PEERS = {"novelWriter": ("novelWriter==26.2", "peer_novelwriter.py"), "ReText": ("ReText", "peer_retext.py")}
LIMIT = 400

sys.path.insert(0, str(HERE))

Figures = dict[str, list[dict[str, Any]]]


def scene(python: Path, script: str, *arguments: str) -> dict[str, Any]:
    """One scene in a process of its own; its figures, or what went wrong."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "QT_QPA_PLATFORM": "offscreen",
        "BENCH_STARTED": repr(time.time()),
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(BUILD / "bytecode"),  # compiled once, as where a program is installed
        "BENCH_LETTER": str(ROOT / "issues" / "2022-015-traite-des-etres-humains"),
        "QT_LOGGING_RULES": "*.warning=false",
    }
    try:
        done = subprocess.run(
            [python, HERE / script, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"no answer in {LIMIT} s"}
    told = [line for line in done.stdout.splitlines() if line.startswith("FIGURES ")]
    return json.loads(told[-1].removeprefix("FIGURES ")) if told else {"failed": done.stderr[-300:]}


def texts() -> dict[int, Path]:
    """The texts to open, written once."""
    from prose import french_markdown

    BUILD.mkdir(parents=True, exist_ok=True)
    paths = {length: BUILD / f"{length}.md" for length in LENGTHS}
    for length, path in paths.items():
        path.write_text(french_markdown(length), "utf-8")
        path.with_suffix(".fresh.md").write_text(french_markdown(length, FRESH_SEED), "utf-8")
    return paths


def median(runs: Figures, name: str, *keys: str) -> float | None:
    """The median over the runs of a figure, None where it was not measured."""
    found = []
    for run in runs.get(name, []):
        value: Any = run
        for key in keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        if isinstance(value, int | float):
            found.append(value)
    return statistics.median(found) if found else None


ROWS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("key, 10,000 words, CPU median, ms", "10000", ("key", "median"), "≤ 2 × bare"),
    ("key, 10,000 words, CPU p95, ms", "10000", ("key", "p95"), "≤ 3"),
    ("key, 100,000 words, CPU median, ms", "100000", ("key", "median"), "≤ 2 × bare"),
    ("key, 100,000 words, CPU p95, ms", "100000", ("key", "p95"), "≤ 5"),
    ("longest stall at 80 ms a key, 100,000 words, ms", "100000", ("stall",), "≤ 33"),
    ("section shown, 10,000 words, ms", "10000", ("shown",), "≤ 80"),
    ("section shown, 100,000 words, ms", "100000", ("shown",), "≤ 80"),
    ("all of a new text spell-checked, 10,000 words, s", "10000", ("checked",), "≤ 0.25"),
    ("all of a new text spell-checked, 100,000 words, s", "100000", ("checked",), "≤ 1.2"),
    ("all its sentences read, 10,000 words, s", "10000", ("read",), ""),
    ("edit to page shown, 10,000 words, ms", "10000", ("page", "median"), "≤ 100"),
    ("edit to page shown, 50,000 words, ms", "50000", ("page", "median"), "≤ 150"),
    ("edit to page shown, 100,000 words, ms", "100000", ("page", "median"), ""),
    ("start to window painted, s", "start", ("start",), "≤ 0.5"),
    ("start to window painted, CPU, s", "start", ("cpu",), ""),
    ("right click to menu, ms", "10000", ("menu",), "≤ 20"),
    ("memory of the window's process, 10,000 words, MB", "10000", ("memory",), "≤ 140"),
    ("the same, what others map too divided among them, MB", "10000", ("proportional",), ""),
    ("what it alone wrote, MB", "10000", ("own",), ""),
    ("memory at first paint, MB", "start", ("memory",), ""),
)


REMARKED: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("section opened, ms", "remarks", ("opened", "remarked", "median"), "≤ 500"),
    ("one step of scrolling, CPU, ms", "remarks", ("scrolled", "remarked", "median"), ""),
    ("the same without a remark, ms", "remarks", ("scrolled", "plain", "median"), ""),
    ("key, CPU median, ms", "remarks", ("key", "remarked", "median"), "that without"),
    ("the same without a remark, ms", "remarks", ("key", "plain", "median"), ""),
    ("merged into the text that was sent, CPU, s", "returns", ("merge", "0%", "cpu"), "≤ 1"),
    ("with 1 word in 100 edited, CPU, s", "returns", ("merge", "1%", "cpu"), "≤ 1"),
    ("with 5, CPU, s", "returns", ("merge", "5%", "cpu"), ""),
    ("with 30, CPU, s", "returns", ("merge", "30%", "cpu"), ""),
)
"""1,000 remarks on 20,000 words."""


def remarked_table(runs: Figures) -> str:
    """What remarks cost, as Markdown."""
    lines = ["| 1,000 remarks on 20,000 words | Lettrine | must |", "|---|---|---|"]
    for label, text, keys, must in REMARKED:
        value = median(runs, f"Lettrine {text}", *keys)
        lines.append(f"| {label} | {'' if value is None else f'{value:g}'} | {must} |")
    return "\n".join(lines)


def table(runs: Figures, programs: list[str]) -> str:
    """The figures side by side, with the ratio to the bare editor, as Markdown."""
    lines = [
        "| | " + " | ".join(programs) + " | Lettrine ÷ bare | must |",
        "|---" * (len(programs) + 3) + "|",
    ]
    for label, text, keys, must in ROWS:
        values = [median(runs, f"{program} {text}", *keys) for program in programs]
        floor, own = values[programs.index("bare")], values[programs.index("Lettrine")]
        ratio = f"{own / floor:.2f}" if own is not None and floor else ""
        shown = ["" if value is None else f"{value:g}" for value in values]
        lines.append(f"| {label} | " + " | ".join(shown) + f" | {ratio} | {must} |")
    return "\n".join(lines)


def peers() -> dict[str, Path]:
    """The peers' interpreters, each in an environment of its own that can be thrown away."""
    found = {}
    for name, (package, _) in PEERS.items():
        place = ROOT / "build" / "peers" / name
        python = place / "bin" / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", place], check=True)
            extra = ["pyenchant", "PyQt6-WebEngine"] if name == "ReText" else []
            subprocess.run([python, "-m", "pip", "install", "-q", package, *extra], check=True)
        found[name] = python
    return found


def main() -> int:
    """Measure, keep every figure in ``build/bench/figures.json``, print the table."""
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--peers", action="store_true")
    asked = parser.parse_args()
    own = Path(sys.executable)
    scenes = {"bare": (own, "bare.py"), "bare with page": (own, "bare_page.py"), "Lettrine": (own, "ours.py")}
    if asked.peers:
        scenes.update({name: (python, PEERS[name][1]) for name, python in peers().items()})
    written = texts()
    for python, script in scenes.values():
        scene(python, script, "start")  # what is compiled and read from the disk once is not measured
    runs: Figures = {}
    for turn in range(asked.repeat):
        for program, (python, script) in scenes.items():
            for text, arguments in {
                "start": ("start",),
                **{str(n): ("text", str(p), str(p.with_suffix(".fresh.md"))) for n, p in written.items()},
            }.items():
                figures = scene(python, script, *arguments)
                runs.setdefault(f"{program} {text}", []).append(figures)
                problem = figures.get("failed", "")
                print(f"{turn + 1}/{asked.repeat} {program} {text} {problem}", file=sys.stderr, flush=True)
        for name in ("remarks", "returns"):
            runs.setdefault(f"Lettrine {name}", []).append(scene(Path(sys.executable), f"{name}.py"))
    (BUILD / "figures.json").write_text(json.dumps(runs, indent=1), "utf-8")
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f}, medians of {asked.repeat} runs\n\n{table(runs, list(scenes))}")
    print(f"\n{remarked_table(runs)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
