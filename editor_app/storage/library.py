"""Where a person's letters are kept, and which ones are there."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from editor_app.errors import LettrineError
from editor_app.issue.model import Issue
from editor_app.issue.naming import slug
from editor_app.storage.folder import ISSUE_FILE
from editor_app.storage.issue_yaml import MAX_BYTES, parse_issue
from editor_app.storage.safe_paths import read_bounded
from editor_app.storage.system_errors import unreadable

VARIABLE: Final = "LETTRINE_ISSUES"
_TITLE_LENGTH: Final = 48


@dataclass(frozen=True, slots=True)
class Entry:
    """A letter of the library. ``issue`` is None for one that cannot be read, and ``problem`` then says why."""

    path: Path
    issue: Issue | None
    problem: str = ""


def issues_folder() -> Path:
    """Where letters live: ``LETTRINE_ISSUES``, else ``./issues`` when there is one, else the personal folder."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    here = Path("issues")
    return here if here.is_dir() else Path(platformdirs.user_documents_dir()) / "Lettrine"


def personal_folder() -> Path:
    """Where the program may make letters unasked, such as the copy of the sample: ``LETTRINE_ISSUES``, else the
    person's Documents/Lettrine; never the folder it was started in."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else Path(platformdirs.user_documents_dir()) / "Lettrine"


def letters(folder: Path) -> list[Entry]:
    """The letters in ``folder``, highest number first, then those that cannot be read; none when there is no such
    folder. Raises LettrineError when it cannot be listed."""
    try:
        paths = sorted(path.parent for path in folder.glob(f"*/{ISSUE_FILE}") if not path.parent.name.startswith("."))
    except OSError as error:
        raise unreadable(folder, error) from error
    return sorted((_entry(path) for path in paths), key=lambda entry: -entry.issue.number if entry.issue else 1)


def folder_name(issue: Issue) -> str:
    """The name of a new issue's folder: « 2021-014-traite-des-etres-humains ». The year is that of publication, else
    of the last change, else the current one; the title is taken up to its colon."""
    day = issue.date or issue.modified or datetime.date.today()  # noqa: DTZ011  the person's own year
    return f"{day.year:04}-{issue.number:03}-{slug(issue.title.split(':')[0], _TITLE_LENGTH)}"


def _entry(path: Path) -> Entry:
    file = path / ISSUE_FILE
    try:
        return Entry(path, parse_issue(read_bounded(file, MAX_BYTES, path), file))
    except (LettrineError, FileNotFoundError) as error:
        return Entry(path, None, str(error))
