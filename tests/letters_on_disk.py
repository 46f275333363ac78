"""Makes small letters on disk for tests that harm them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from editor_app.issue.model import Issue
from editor_app.issue.outline import Kind, Outline, Section
from editor_app.storage.folder import IssueFolder

ISSUE_ID = "5f0c2a4e-0000-4000-8000-000000000014"
TEXTS = {"editorial": "Bonjour à tous.\n\nUn pont relie deux rives.\n", "agir": "Agir ensemble.\n"}


def section(name: str) -> Section:
    return Section(name, Kind.FREE, name.title(), file=f"sections/{name}.md")


def make_letter(path: Path, texts: Mapping[str, str] = TEXTS) -> Path:
    """A letter with one section for each text."""
    outline = Outline(tuple(section(name) for name in texts))
    IssueFolder.create(path, Issue(ISSUE_ID, 14, "14e lettre", outline), texts)
    return path


def text_of(path: Path, name: str = "editorial") -> str:
    return (path / "sections" / f"{name}.md").read_text(encoding="utf-8")


def set_text(path: Path, text: str, name: str = "editorial") -> None:
    """What another program does that replaces a file."""
    other = path / "sections" / f"{name}.md.other"
    other.write_text(text, encoding="utf-8")
    other.replace(path / "sections" / f"{name}.md")


def start(program: str, *arguments: object) -> subprocess.Popen[bytes]:
    """A Python program of its own, which can be killed; its first line is awaited."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert process.stdout is not None
    assert process.stdout.readline(), "the program ended at once"
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill it as a crash would."""
    process.kill()
    process.wait()
    for stream in (process.stdout, process.stdin):
        if stream is not None:
            stream.close()
