"""The open letter and every use case on it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from editor_app.desk import preflight
from editor_app.desk.checking import CheckedFile, check_folder
from editor_app.desk.preflight import Point, Preflight
from editor_app.desk.proofreading import ProofreadLetter
from editor_app.errors import RefusedError
from editor_app.storage.folder import IssueFolder

if TYPE_CHECKING:
    from editor_app.proofing.pipeline import Checker

Progress = Callable[[str, int, int], None]
"""Told (what is being made, steps done, steps in all)."""


class Desk(ProofreadLetter):
    """An open issue and every use case on it; those that keep it safe are ``KeptLetter``'s, those of
    proofreaders ``ProofreadLetter``'s. Methods that write may be called from one other thread at a time."""

    @property
    def reader(self) -> str:
        """Who proofreads, where what is open is a packet; empty for whoever writes the letter."""
        return ""

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
        say: Callable[[str], None] = lambda _sentence: None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Path:
        """Make the bundle as one new entry of the folder ``to`` and return its path.

        ``only`` names formats (None: all). Warnings do not stop it: the report in the bundle says who signed for them.
        Raises RefusedError when preflight finds an error and ``force`` is False, LettrineError when it cannot be made;
        ``to`` is then as it was. With ``force``, ``say`` is told, in French, of each format that had to be left out.
        """
        from editor_app.desk.preflight_report import refusal, report
        from editor_app.exporting.bundle import assembly as bundle
        from editor_app.exporting.formats import chosen

        wanted = [each.name for each in chosen(only)]
        steps = len(wanted) + 2

        def stop() -> None:
            if cancelled is not None and cancelled():
                raise bundle.cancelled_export(self.path.name)

        if progress is not None:
            progress("le contrôle de la lettre", 0, steps)
        done = self.preflight(formats=wanted, stop=stop)
        if done.errors and not force:
            raise RefusedError(refusal(self.path.name, done.errors))
        return bundle.export(
            self.issue,
            self.texts,
            self._folder.files(),
            to,
            only=only,
            as_zip=as_zip,
            report=report(self.issue, done, forced=bool(done.errors)),
            force=force,
            say=say,
            progress=None if progress is None else lambda what, at, total: progress(what, at + 1, total + 1),
            cancelled=cancelled,
        )

    def preflight(
        self,
        *,
        formats: Collection[str] | None = None,
        stop: Callable[[], None] = lambda: None,
    ) -> Preflight:
        """Everything that is checked before the letter goes out in these ``formats`` (None: all); changes nothing.
        ``stop`` is called between two pieces of work and raises what ends it. Raises LettrineError."""
        return preflight.preflight(self._folder, formats=formats, stop=stop)

    def sign_for(self, points: Iterable[Point], known: Iterable[Point], by: str, on: datetime.date) -> None:
        """Sign for warnings, in the name ``by`` that the person gives. Writes ``issue.yaml``. Raises LettrineError."""
        self.save_issue(preflight.waived(self.issue, points, known, by, on))
