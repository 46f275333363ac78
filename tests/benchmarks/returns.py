"""A return with 1,000 remarks on 20,000 words, taken into the letter as it was sent, and as it is after edits.

The edits are those of ``tests/review/test_remapping.py``: words replaced, removed and put in, paragraphs moved, split
and merged. CPU is that of the process. What is on wrong words is counted too: speed bought with these is none.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parents[1]))
sys.path.insert(2, str(Path(__file__).parents[1] / "review"))

import measuring
from prose import french_markdown

WORDS, REMARKS, ROUNDS = 20_000, 1_000, 3
RATES = (0.0, 0.01, 0.05, 0.3)


def main() -> None:
    import test_remapping as edits

    from editor_app.desk.proofreading import merged_remarks
    from editor_app.exporting.packet.files import Returned
    from editor_app.issue.model import Issue
    from editor_app.issue.outline import Kind, Outline, Section
    from editor_app.review import anchoring
    from editor_app.review.annotation import comment

    outline = Outline((Section("s", Kind.FREE, "s", file="sections/s.md"),))
    issue = Issue("6f0f0f5e-6f0c-4a50-9d65-4d2a9e0c7f15", 15, "Mesures", outline)
    first = edits.numbered([block.split() for block in french_markdown(WORDS).split("\n\n")])
    base, before = edits.written(first)
    chance = random.Random(6)
    asked = [(at, chance.randrange(1, 7)) for at in sorted(chance.sample(range(len(before) - 7), REMARKS))]
    remarks = [
        comment(base, before[at][0], before[at + count - 1][1], issue=issue.id, section="s", body=str(at), author="Ana")
        for at, count in asked
    ]
    returned = Returned(Path("r.zip"), issue.id, "Ana", tuple(remarks), {"s": base})
    figures: dict[str, dict[str, float]] = {}
    for rate in RATES:
        later = edits.edited(random.Random(5), first, rate) if rate else first
        text, after = edits.written(later)
        words = [word for paragraph in later for word in paragraph]
        spent = []
        for _ in range(ROUNDS):
            anchoring._offset_map.cache_clear()
            start = time.process_time()
            merged = merged_remarks(issue, {"s": text}, (), [returned])
            spent.append(time.process_time() - start)
        placed = {remark.id: remark.target for remark in merged.annotations}
        count = edits.Count()
        wrong = 0
        for remark, (at, length) in zip(remarks, asked, strict=True):
            target = placed[remark.id]
            found = None if target.orphan else (target.start, target.end)
            wrong += not count.judge(list(range(at, at + length)), words, after, found)
        figures[f"{rate:.0%}"] = {"cpu": round(min(spent), 2), "right": count.right / count.together, "wrong": wrong}
    measuring.tell(merge=figures)


if __name__ == "__main__":
    main()
