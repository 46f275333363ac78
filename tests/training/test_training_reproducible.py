"""The same text makes the same model, to the byte."""

from __future__ import annotations

import importlib.util
import itertools
import json
import lzma
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor_app.proofing.grammalecte import is_installed

CHECKOUT = Path(__file__).parents[2]
EUROPARL = CHECKOUT.parent / "shared" / "corpora" / "europarl-fr.txt.xz"

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(
        importlib.util.find_spec("torch") is None, reason="training needs editor_app/training/requirements.txt"
    ),
    pytest.mark.skipif(not is_installed(), reason="python3-grammalecte is not installed"),
    pytest.mark.skipif(not EUROPARL.is_file(), reason="the text to learn from is not beside this checkout"),
]


def some_text() -> Iterator[str]:
    with lzma.open(EUROPARL, "rt", encoding="utf-8") as lines:
        yield from (line.strip() for line in lines)


@pytest.fixture
def text(tmp_path: Path) -> list[str]:
    """A little of every source, in the form it is published in; the options that name them."""
    lines = some_text()
    corpora, sheets, agreements, novels, handbook = (
        tmp_path / name for name in ("corpora", "sheets", "agreements", "novels", "handbook")
    )
    for folder in (corpora, sheets, agreements, novels / "level1", handbook):
        folder.mkdir(parents=True)
    for name, count in (("europarl", 1500), ("tatoeba", 200)):
        (corpora / f"{name}-fr.txt.xz").write_bytes(
            lzma.compress("\n".join(itertools.islice(lines, count)).encode(), preset=0)
        )
    paragraphs = [{"name": "Paragraphe", "text": line} for line in itertools.islice(lines, 200)]
    (sheets / "F1.json").write_text(json.dumps({"children": paragraphs}), "utf-8")
    articles = [{"data": {"content": f"<p>{line}</p>"}} for line in itertools.islice(lines, 200)]
    (agreements / "KALI1.json").write_text(json.dumps({"children": articles}), "utf-8")
    body = "".join(f"<p>{line}</p>" for line in itertools.islice(lines, 200))
    (novels / "level1" / "novel.xml").write_text(f"<TEI><body>{body}</body></TEI>", "utf-8")
    page = "".join(f'<div class="para">{line}</div>' for line in itertools.islice(lines, 100))
    (handbook / "apt.html").write_text(page, "utf-8")
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "novels"]):
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b.c", *command], cwd=novels, check=True)
    return [
        *("--corpora", str(corpora), "--sheets", str(sheets), "--agreements", str(agreements)),
        *("--novels", str(novels), "--handbook", str(handbook), "--steps", "3", "--threads", "1"),
    ]


def test_training_twice_gives_the_same_bytes(tmp_path: Path, text: list[str]) -> None:
    models = []
    for name, seed in (("first", "1"), ("second", "2")):
        out = tmp_path / name
        subprocess.run(
            [sys.executable, "-m", "editor_app.training", *text, "--out", str(out)],
            cwd=CHECKOUT,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(CHECKOUT)},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        models.append({path.name: path.read_bytes() for path in sorted(out.iterdir())})
    first, second = models
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert len(json.loads(first["model.json"])["ranker"]["layers"]) == 3
