"""What is wrong with a letter or with texts on their own, file by file, as people and programs read it."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from editor_app.errors import LettrineError
from editor_app.issue.blocks import blocks
from editor_app.proofing.diagnostic import Diagnostic, Finding
from editor_app.storage.folder import ISSUE_FILE, IssueFolder
from editor_app.storage.issue_yaml import value_range
from editor_app.storage.sections import decode, read_text
from editor_app.storage.system_errors import unreadable

if TYPE_CHECKING:
    from editor_app.proofing.pipeline import Checker

STANDARD_INPUT: Final = "-"
TEXT_SUFFIXES: Final = (".md", ".txt")


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The diagnostics of one file. ``text`` is the file as read with LF line ends, which ``Diagnostic.start`` and
    ``end`` count in; ``section`` is None outside an issue and for ``issue.yaml``."""

    path: str
    section: str | None
    text: str
    diagnostics: tuple[Diagnostic, ...]

    def position(self, diagnostic: Diagnostic) -> tuple[int, int]:
        """Line and column of the diagnostic's start, both from 1."""
        before = self.text[: diagnostic.start]
        return before.count("\n") + 1, diagnostic.start - (before.rfind("\n") + 1) + 1


def check_folder(folder: IssueFolder, checker: Checker | None = None) -> tuple[CheckedFile, ...]:
    """Every finding of the letter in ``folder``, file by file: ``issue.yaml`` first, then sections in reading order."""
    from editor_app.proofing.letter import check_letter, sources

    checker = checker or new_checker()
    checker.foresee(sources(folder.issue, folder.texts), frozenset(folder.issue.words))
    findings = check_letter(checker, folder.issue, folder.texts)
    source = folder.issue_source()
    checked = [
        CheckedFile(
            str(folder.path / ISSUE_FILE),
            None,
            source,
            _sorted(placed_in_source(source, finding) for finding in findings if finding.section is None),
        )
    ]
    for section in folder.issue.outline.walk():
        if section.file is None:
            continue
        own = _sorted(f.diagnostic for f in findings if f.section == section.id)
        checked.append(CheckedFile(str(folder.path / section.file), section.id, folder.texts.get(section.id, ""), own))
    return tuple(checked)


def check_paths(paths: Iterable[str]) -> tuple[CheckedFile, ...]:
    """Check issue folders, ``.md`` and ``.txt`` files, or ``-`` for standard input; changes nothing.

    Raises LettrineError for the first path that cannot be read.
    """
    from editor_app.proofing.letter import check_text_alone

    checker = new_checker()
    checked: list[CheckedFile] = []
    for name in paths:
        path = Path(name)
        if name != STANDARD_INPUT and path.is_dir():
            checked.extend(check_folder(IssueFolder.open(path), checker))
            continue
        text = _read_text(name)
        checker.foresee(block.text for block in blocks(text))
        checked.append(CheckedFile(name, None, text, _sorted(check_text_alone(checker, text))))
    return tuple(checked)


def new_checker() -> Checker:
    """The checker with every layer that this machine can run."""
    from editor_app.proofing.layers import first_layers
    from editor_app.proofing.pipeline import Checker

    return Checker(first_layers())


def _read_text(name: str) -> str:
    if name == STANDARD_INPUT:
        return decode(sys.stdin.buffer.read(), Path("entrée standard")).text
    path = Path(name)
    if path.suffix.lower() not in TEXT_SUFFIXES and path.exists():
        raise LettrineError(
            f"{name} : seuls un dossier de numéro, un fichier .md ou .txt, ou « - » peuvent être vérifiés."
        )
    try:
        return read_text(path).text
    except OSError as error:
        raise unreadable(path, error) from error


def placed_in_source(source: str, finding: Finding) -> Diagnostic:
    """A diagnostic about a value of the issue, moved to where the value stands in ``issue.yaml``."""
    diagnostic = finding.diagnostic
    span = value_range(source, finding.field)
    if span is None:
        return dataclasses.replace(diagnostic, start=0, end=0)
    start, end = span
    moved = diagnostic.shifted(start)
    if moved.end <= end and source[moved.start : moved.end] == diagnostic.text:
        return moved
    return dataclasses.replace(diagnostic, start=start, end=end, text=source[start:end], suggestions=())


def _sorted(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda d: (d.start, d.end, d.rule)))
