"""Where the history of a letter lies, and what a killed run left there; opening a letter needs no more of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from editor_app.storage.safe_paths import leads_out

REPOSITORY: Final = ".lettrine/versions.git"
_STALE: Final = ("**/*.lock", "**/tmp_obj*", "**/*_git2_*", "objects/pack/*.tmp*")


def has_history(folder: Path) -> bool:
    """Whether versions of the letter in ``folder`` were kept, inside it."""
    repository = folder / REPOSITORY
    return repository.is_dir() and not leads_out(repository, folder)


def clear_stale(folder: Path) -> None:
    """Remove the locks and temporary files of a killed run. Only for whoever holds the letter's lock."""
    if not has_history(folder):
        return
    for pattern in _STALE:
        with suppress(OSError):
            for path in list((folder / REPOSITORY).glob(pattern)):
                if path.is_file():
                    path.unlink()
