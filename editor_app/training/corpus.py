"""The text the model learns French from: each source's paragraphs, cleaned, without repetitions."""

from __future__ import annotations

import hashlib
import html
import json
import lzma
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_GIT = shutil.which("git") or "/usr/bin/git"
_TAG = re.compile(r"<[^>]+>")
_BREAK = re.compile(r"<br\s*/?>|</p>|</div>|</td>|</li>", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_XML_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
_HANDBOOK_PARAGRAPH = re.compile(r'<div class="para">(.*?)</div>|<p\b[^>]*>(.*?)</p>', re.DOTALL)
_FOOTNOTE = re.compile(r"\s*\[\d+\]")
_LETTER = re.compile(r"[^\W\d_]")
_SHORTEST_SENTENCE = 80


@dataclass(frozen=True, slots=True)
class Source:
    """A corpus on disk. Of every ``held_out`` paragraphs one is kept for the ranker, and nothing else learns it."""

    name: str
    paragraphs: Iterable[str]
    held_out: int = 60


def _clean(text: str) -> str:
    return _SPACE.sub(" ", html.unescape(_TAG.sub(" ", text))).strip()


def _lines(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.strip()


def _sheet(node: dict[str, Any]) -> Iterator[str]:
    if node.get("name") in {"Paragraphe", "Titre"}:
        yield _clean(_text(node))
        return
    for child in node.get("children", ()):
        yield from _sheet(child)


def _text(node: dict[str, Any]) -> str:
    return str(node.get("text", "")) + "".join(_text(child) for child in node.get("children", ()))


def _sheets(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(content, dict) and "children" in content:
            yield from _sheet(content)


def _agreements(folder: Path) -> Iterator[str]:
    def articles(node: dict[str, Any]) -> Iterator[str]:
        content = node.get("data", {}).get("content")
        if content:
            for part in _BREAK.split(content):
                yield _clean(part)
        for child in node.get("children", ()):
            yield from articles(child)

    for path in sorted(folder.glob("KALI*.json")):
        yield from articles(json.loads(path.read_text(encoding="utf-8")))


def _novels(repository: Path) -> Iterator[str]:
    def git(*words: str) -> str:
        return subprocess.run([_GIT, "-C", str(repository), *words], capture_output=True, text=True, check=True).stdout

    for name in git("ls-tree", "-r", "--name-only", "HEAD", "level1").split():
        if name.endswith(".xml"):
            _, _, body = git("show", f"HEAD:{name}").partition("<body")
            for paragraph in _XML_PARAGRAPH.findall(body):
                yield _FOOTNOTE.sub("", _clean(paragraph))


def _handbook(folder: Path) -> Iterator[str]:
    """Whole sentences; titles, captions and commands are left out."""
    for path in sorted(folder.glob("*.html")):
        for paragraph in _HANDBOOK_PARAGRAPH.findall(path.read_text(encoding="utf-8")):
            sentences = _SPACE.sub(" ", html.unescape(_TAG.sub("", "".join(paragraph)))).strip()
            if len(sentences) > _SHORTEST_SENTENCE and sentences[0].isupper() and sentences[-1] in ".!?:":
                yield sentences


def sources(corpora: Path, sheets: Path, agreements: Path, novels: Path, handbook: Path) -> Iterator[Source]:
    """The sources in the order they are read (MODEL.md tells where each comes from and under which licence)."""
    yield Source("europarl", _lines(corpora / "europarl-fr.txt.xz"), held_out=150)
    yield Source("novels", _novels(novels), held_out=100)
    yield Source("sheets", _sheets(sheets), held_out=25)
    yield Source("everyday", _lines(corpora / "tatoeba-fr.txt.xz"), held_out=60)
    yield Source("agreements", _agreements(agreements), held_out=150)
    yield Source("handbook", _handbook(handbook), held_out=1)


def paragraphs(all_sources: Iterable[Source], excluded: frozenset[str]) -> Iterator[tuple[str, str, bool]]:
    """Source name, paragraph and whether it is held out of training; nothing twice, nothing of ``excluded``."""
    seen: set[int] = set()
    for source in all_sources:
        number = 0
        for paragraph in source.paragraphs:
            if len(paragraph) < 15 or len(_LETTER.findall(paragraph)) < 0.6 * len(paragraph):
                continue
            key = hash_of(paragraph)
            if key in seen or paragraph in excluded:
                continue
            seen.add(key)
            number += 1
            yield source.name, paragraph, number % source.held_out == 0


def hash_of(paragraph: str) -> int:
    """A stable 64-bit key of the paragraph, blind to digits (agreements repeat with other amounts)."""
    blind = re.sub(r"\d+", "0", paragraph)
    return int.from_bytes(hashlib.blake2b(blind.encode(), digest_size=8).digest(), "big")
