"""Measures the checker on sets of known errors: ``python -m editor_app.proofing.evaluation FOLDER``.

FOLDER holds ``clean_*.txt`` (correct paragraphs, one a line, for flags per 1,000 words) and ``*.jsonl`` (``text`` with
one wrong token at ``[start, end)``, ``corr`` what it should be, ``mode`` or ``kind`` of error). Prints what Lettrine
finds as it ships, what its contextual layer alone would find at other thresholds, and what Hunspell and Grammalecte
find on the same sentences in the same run.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from editor_app.assets import asset
from editor_app.proofing.context.layer import Context
from editor_app.proofing.diagnostic import Category, Diagnostic, Severity
from editor_app.proofing.dictionary import dictionary
from editor_app.proofing.grammalecte import Grammalecte, is_installed
from editor_app.proofing.layer import MASK, Prose
from editor_app.proofing.layers import first_layers
from editor_app.proofing.pipeline import Checker
from editor_app.proofing.prose import prose
from editor_app.proofing.words import tokens, without_elision

_COUNTED = frozenset({Category.SPELLING, Category.CONTEXT, Category.GRAMMAR})
_RATES = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
_TIMED_WORDS = range(36, 45)
_NOTHING = 0.01


@dataclass(frozen=True, slots=True)
class Case:
    """A text with one error at ``[start, end)`` in code points, and its right words in lower case."""

    text: str
    start: int
    end: int
    right: frozenset[str]
    kind: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A place a system flags, in code points, with its first suggestion in lower case and its confidence."""

    start: int
    end: int
    first: str
    confidence: float


System = Callable[[str], list[Flag]]


def cases(path: Path) -> list[Case]:
    """The cases of a ``.jsonl`` file."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        right = frozenset(_plain(form) for form in record["corr"])
        found.append(
            Case(record["text"], record["start"], record["end"], right, record.get("mode") or record.get("kind") or "")
        )
    return found


def lettrine() -> System:
    """The product as it ships: errors and warnings of spelling, context and grammar."""
    checker = Checker(first_layers())

    def check(text: str) -> list[Flag]:
        return [
            _flag(one)
            for one in checker.check_block(text)
            if one.category in _COUNTED and one.severity is not Severity.ADVICE
        ]

    return check


def contextual() -> System:
    """The contextual layer alone, at every confidence."""
    layer = Context(worth_a_look=_NOTHING)
    return lambda text: [_flag(one) for one in layer.check(prose(text))]


def hunspell() -> System:
    """Every word its dictionary does not know."""
    knows = dictionary().knows

    def check(text: str) -> list[Flag]:
        words = (without_elision(found.group(), found.start()) for found in tokens(prose(text).text))
        return [Flag(word.start, word.end, "", 1.0) for word in words if word.form and not knows(word.form)]

    return check


def grammalecte() -> System:
    """Grammalecte with its own settings, but for spaces, dashes and apostrophes."""
    process = Grammalecte(options=None)
    return lambda text: [
        Flag(one.start, one.end, _plain(one.suggestions[0]) if one.suggestions else "", 1.0)
        for one in process.remarks(prose(text).text.replace(MASK, " "))
        if one.kind not in {"esp", "nbsp", "apos", "typo", "tab", "unit"}
    ]


def _flag(one: Diagnostic) -> Flag:
    return Flag(one.start, one.end, _plain(one.suggestions[0]) if one.suggestions else "", one.confidence)


def _plain(form: str) -> str:
    return form.lower().replace("’", "'")


@dataclass(frozen=True, slots=True)
class Score:
    """Of ``total`` errors, how many were flagged, and how many had the right word as first suggestion."""

    total: int
    found: int
    right: int

    def __str__(self) -> str:
        return f"{100 * self.found / self.total:5.1f} % found, {100 * self.right / self.total:5.1f} % right first"


def scores(answers: Iterable[tuple[Case, list[Flag]]], least: float = 0.0) -> dict[str, Score]:
    """Scores by kind of error, counting flags of at least that confidence that touch the wrong token."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for case, flags in answers:
        here = [f for f in flags if f.confidence >= least and f.start < case.end and case.start < f.end]
        count = counts[case.kind]
        count[0] += 1
        count[1] += bool(here)
        count[2] += any(flag.first in case.right for flag in here)
    return {kind: Score(*count) for kind, count in sorted(counts.items())}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--flags", type=int, default=0, help="print the N surest contextual flags of the clean text")
    options = parser.parse_args(arguments)
    sets = {path.stem: cases(path) for path in sorted(options.folder.glob("*.jsonl"))}
    clean = {path.stem: path.read_text("utf-8").splitlines() for path in sorted(options.folder.glob("clean_*.txt"))}
    systems: dict[str, System] = {"Lettrine": lettrine(), "Hunspell": hunspell()}
    if is_installed():
        systems["Grammalecte"] = grammalecte()
    for name, system in systems.items():
        _report(name, system, sets, clean)
    _curve(sets, clean, options.flags)
    _costs([line for lines in clean.values() for line in lines])
    return 0


def _words(lines: Iterable[str]) -> int:
    return sum(len(line.split()) for line in lines)


def _report(name: str, system: System, sets: dict[str, list[Case]], clean: dict[str, list[str]]) -> None:
    _say(f"\n{name}")
    for title, lines in clean.items():
        flags = sum(len(system(line)) for line in lines)
        _say(f"  {title:18} {1000 * flags / _words(lines):6.2f} flags per 1,000 words ({flags})")
    for title, known in sets.items():
        answered = [(case, system(case.text)) for case in known]
        for kind, score in scores(answered).items():
            _say(f"  {title:18} {kind:10} {score}")
        whole = [Score(s.total, s.found, s.right) for s in scores(answered).values()]
        total, found, right = (sum(getattr(s, part) for s in whole) for part in ("total", "found", "right"))
        _say(f"  {title:18} {'all':10} {Score(total, found, right)}; {100 * right / max(1, found):.1f} % of the found")


def _curve(sets: dict[str, list[Case]], clean: dict[str, list[str]], shown: int) -> None:
    system = contextual()
    false = [
        (flag.confidence, title, line, flag)
        for title, lines in clean.items()
        for line in lines
        for flag in system(line)
    ]
    false.sort(key=lambda one: -one[0])
    answered = {title: [(case, system(case.text)) for case in known] for title, known in sets.items()}
    words = sum(_words(lines) for lines in clean.values())
    _say("\nThe contextual layer alone")
    for rate in _RATES:
        place = min(int(rate * words / 1000), len(false) - 1)
        if place < 0:
            continue
        least = false[place][0]
        columns = [f"{rate:5.2f} flags per 1,000 words (confidence {least:.3f})"]
        for title, answers in answered.items():
            for kind, score in scores(answers, least).items():
                columns.append(f"{title} {kind} {100 * score.found / score.total:.1f}")
        _say("  " + " | ".join(columns))
    for confidence, title, line, flag in false[:shown]:
        around = line[max(0, flag.start - 50) : flag.end + 40]
        _say(f"  {confidence:.3f} {title} {line[flag.start : flag.end]} → {flag.first} | {around}")


def _costs(lines: list[str]) -> None:
    layer = Context()
    paragraphs = [prose(line) for line in lines if len(line.split()) in _TIMED_WORDS]
    times = [seconds * 1000 for seconds in _seconds(layer, paragraphs)]
    if len(times) > 1:
        _say(
            f"\nOne paragraph of about 40 words, contextual layer: median {median(times):.1f} ms, "
            f"p95 {quantiles(times, n=20)[-1]:.1f} ms of processor"
        )
    size = sum(path.stat().st_size for path in Path(str(asset("model-fr"))).iterdir())
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _say(f"Model: {size / 1e6:.1f} MB on disk; this process at its largest: {resident:.0f} MB")


def _seconds(layer: Context, paragraphs: Iterable[Prose]) -> Iterator[float]:
    for paragraph in paragraphs:
        begun = time.process_time()
        list(layer.check(paragraph))
        yield time.process_time() - begun


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
