"""Makes a letter's folder appear whole or not at all, and lists the pictures it holds."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from editor_app.errors import LettrineError
from editor_app.storage.atomic import sync_folder, sync_tree, write_new
from editor_app.storage.safe_paths import is_safe
from editor_app.storage.system_errors import unreadable, unwritable

Content = bytes | Traversable
"""A file's bytes, or where to read them."""

MAX_FILES: Final = 2000


def create_folder(path: Path, content: Mapping[str, Content]) -> None:
    """Make the folder ``path`` with these files (POSIX paths within it): beside it first, then moved into place.

    Raises LettrineError when ``path`` is a file or holds something already, and when a file cannot be read or written;
    nothing is left then.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100  links stay as they are
    _refuse_taken(path)
    missing = [folder for folder in path.parents if not folder.exists()]
    temporary = path.with_name(f".{path.name[:80]}.{secrets.token_hex(6)}.tmp")
    try:
        try:
            temporary.mkdir(parents=True)
            for name, data in content.items():
                file = temporary / name
                file.parent.mkdir(parents=True, exist_ok=True)
                write_new(file, data if isinstance(data, bytes) else data.read_bytes())
            sync_tree(temporary, files=False)
            if path.exists():
                path.rmdir()
            temporary.rename(path)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            for folder in missing:
                with suppress(OSError):
                    folder.rmdir()
            raise
        for folder in (path, *missing):
            sync_folder(folder.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def copy_tree(source: Traversable, to: Path) -> None:
    """Copy a folder, such as the sample letter out of the installed program, to a new folder.

    Hidden entries stay behind. Raises LettrineError as ``create_folder`` does.
    """
    create_folder(to, dict(_entries(source, "")))


def media_files(root: Path) -> Iterator[str]:
    """The paths below ``root`` of the files in ``media/``, in order; links to folders are not followed.

    Raises LettrineError for a folder that cannot be listed or holds more than ``MAX_FILES`` files.
    """
    found: list[str] = []
    waiting = ["media"]
    while waiting:
        folder = waiting.pop()
        try:
            entries = list(os.scandir(root / folder)) if (root / folder).is_dir() else []
        except OSError as error:
            raise unreadable(root / folder, error) from error
        for entry in entries:
            relative = f"{folder}/{entry.name}"
            if not is_safe(relative):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(relative)
            elif entry.is_file(follow_symlinks=False):
                found.append(relative)
            if len(found) > MAX_FILES:
                raise LettrineError(f"{root / folder} : plus de {MAX_FILES} images s’y trouvent ; retirez-en.")
    yield from sorted(found)


def _entries(folder: Traversable, prefix: str) -> Iterator[tuple[str, Content]]:
    for entry in folder.iterdir():
        name = f"{prefix}{entry.name}"
        if not is_safe(name):
            continue
        if entry.is_dir():
            yield from _entries(entry, f"{name}/")
        else:
            yield name, entry


def _refuse_taken(path: Path) -> None:
    try:
        taken = any(path.iterdir()) if path.exists() else False
    except OSError as error:
        raise unwritable(path, error) from error
    if taken:
        raise LettrineError(f"{path} : ce dossier contient déjà quelque chose ; choisissez un dossier nouveau ou vide.")
