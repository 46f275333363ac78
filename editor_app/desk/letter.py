"""The open letter and every use case on it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from editor_app.desk.checking import CheckedFile, check_folder, report, severities
from editor_app.desk.proofreading import ProofreadLetter
from editor_app.errors import RefusedError
from editor_app.proofing.diagnostic import Severity
from editor_app.storage.folder import IssueFolder

if TYPE_CHECKING:
    from editor_app.proofing.pipeline import Checker

Progress = Callable[[str, int, int], None]
"""Told (what is being made, steps done, steps in all)."""


class Desk(ProofreadLetter):
    """An open issue and every use case on it; those that keep it safe are ``KeptLetter``'s, those of
    proofreaders ``ProofreadLetter``'s. Methods that write may be called from one other thread at a time."""

    @classmethod
    def open(cls, path: Path) -> Desk:
        """Open the issue in the folder ``path``; changes nothing. Raises LettrineError when it cannot be read."""
        return cls(IssueFolder.open(path))

    def accept_word(self, word: str) -> None:
        """Take ``word`` as right in this issue from now on (``words`` of ``issue.yaml``)."""
        if word not in self.issue.words:
            words = tuple(sorted({*self.issue.words, word}, key=str.casefold))
            self.save_issue(dataclasses.replace(self.issue, words=words))

    def check(self, checker: Checker | None = None) -> tuple[CheckedFile, ...]:
        """Every finding of the letter, file by file: ``issue.yaml`` first, then sections in reading order."""
        return check_folder(self._folder, checker)

    def export(
        self,
        to: Path,
        *,
        only: Collection[str] | None = None,
        as_zip: bool = False,
        force: bool = False,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Path:
        """Make the bundle as one new entry of the folder ``to`` and return its path.

        ``only`` names formats (None: all). Raises RefusedError when a finding is an error and ``force`` is False,
        LettrineError when it cannot be made; ``to`` is then as it was.
        """
        from editor_app.exporting import bundle

        checked = self.check()
        counts = severities(checked)
        errors = counts[Severity.ERROR]
        if errors and not force:
            faults = "1 faute arrête" if errors == 1 else f"{errors} fautes arrêtent"
            raise RefusedError(f"{self.path.name} : {faults} l’export ; corrigez, ou exportez tout de même (--force).")
        return bundle.export(
            self.issue,
            self.texts,
            self._folder.files(),
            to,
            only=only,
            as_zip=as_zip,
            report=report(self.path, checked, forced=bool(errors)),
            progress=progress,
            cancelled=cancelled,
        )
