"""The sample letter, opened, for every test of the bundle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from editor_app.exporting.bundle.assembly import export
from editor_app.storage.folder import IssueFolder

REPORT = {
    "forced": True,
    "findings": [
        {"file": "sections/editorial.md", "line": 3, "severity": "error", "text": "al", "message": "On attend « la »."}
    ],
}


@pytest.fixture(scope="session")
def letter(sample: Path) -> IssueFolder:
    return IssueFolder.open(sample)


@pytest.fixture
def make(letter: IssueFolder) -> Callable[..., Path]:
    """Exports the sample letter into the folder given first; keywords go to ``export``."""

    def exported(to: Path, **options: object) -> Path:
        options.setdefault("report", REPORT)
        return export(letter.issue, letter.texts, letter.files(), to, **options)  # type: ignore[arg-type]

    return exported
