"""Replaces a file whole or not at all, whatever happens in between: full disk, crash, power cut."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from editor_app.storage.system_errors import unwritable


def write_atomically(path: Path, data: bytes, before_replacing: Callable[[], None] | None = None) -> None:
    """Make ``data`` the content of ``path``, through a temporary file of the same folder.

    ``before_replacing`` is called last of all before the new file takes its place; an error it raises stops that.
    When it returns, the data and the folder's entry are on the disk. The file's permissions are kept. A symbolic link
    is replaced by a file, never written through. Raises LettrineError; ``path`` is then as it was.
    """
    temporary = path.with_name(f".{path.name[:80]}.{secrets.token_hex(6)}.tmp")
    try:
        try:
            write_new(temporary, data)
            _keep_mode(path, temporary)
            if before_replacing is not None:
                before_replacing()
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def is_temporary(name: str) -> bool:
    """Whether ``write_atomically`` gives such a name to a file that is not whole yet."""
    return re.fullmatch(r"\..+\.[0-9a-f]{12}\.tmp", name) is not None


def write_new(path: Path, data: bytes) -> None:
    """Write a file that does not exist yet, down to the disk. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Bring the entries of ``folder`` to the disk, where the system can (Windows cannot). Raises OSError."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network file systems have no such call
            raise
    finally:
        os.close(descriptor)


def make_folder(folder: Path, root: Path | None = None) -> None:
    """Make a folder and those that are missing between it and ``root`` (None: above it), all of them on the disk when
    it returns. Raises OSError, FileNotFoundError when ``root`` is not there."""
    above = folder.parents if root is None else folder.parents[: len(folder.relative_to(root).parts) - 1]
    for each in reversed([folder, *above]):
        if not each.is_dir():
            each.mkdir(exist_ok=True)
            sync_folder(each.parent)


def sync_tree(folder: Path, *, files: bool = True) -> None:
    """Bring all that is in ``folder`` to the disk; without ``files``, only what its folders hold. Raises OSError."""
    for place, _, names in os.walk(folder):
        for name in names if files else ():
            with Path(place, name).open("r+b") as file:  # Windows syncs what may be written
                os.fsync(file.fileno())
        sync_folder(Path(place))


def _keep_mode(path: Path, temporary: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISREG(mode):
        temporary.chmod(stat.S_IMODE(mode))
