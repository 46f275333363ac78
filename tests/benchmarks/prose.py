"""Writes French Markdown of any length, always the same: the sample letter's sentences, shuffled, with some faults."""

from __future__ import annotations

import random
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECTIONS = ROOT / "issues" / "2022-015-traite-des-etres-humains" / "sections"
FAULTS = 0.015
CHANGES = 0.25
SEED = 15


def french_markdown(words: int, seed: int = SEED) -> str:
    """About ``words`` words. Words change places between paragraphs, so that no paragraph is met twice."""
    rng = random.Random(seed)
    base = [
        block
        for path in sorted(SECTIONS.glob("*.md"))
        for block in path.read_text("utf-8").split("\n\n")
        if len(block.split()) >= 12 and not block.startswith(("|", "!", "[", "#", ">", "-", "1"))
    ]
    vocabulary = sorted({word for block in base for word in re.findall(r"\b[a-zéèêàâîôûùç]{5,12}\b", block)})
    blocks: list[str] = []
    count = 0
    while count < words:
        if len(blocks) % 9 == 0:
            blocks.append(f"## Partie {len(blocks) // 9 + 1}")
        tokens = rng.choice(base).split(" ")
        for place, token in enumerate(tokens):
            if not re.fullmatch(r"[a-zéèêàâîôûùç]{5,}", token):
                continue
            draw = rng.random()
            if draw < FAULTS:
                middle = len(token) // 2
                tokens[place] = token[: middle - 1] + token[middle] + token[middle - 1] + token[middle + 1 :]
            elif draw < CHANGES:
                tokens[place] = rng.choice(vocabulary)
            elif draw < CHANGES + 0.01:
                tokens[place] = f"**{token}**"
        blocks.append(" ".join(tokens))
        count += len(tokens)
    return "\n\n".join(blocks) + "\n"
