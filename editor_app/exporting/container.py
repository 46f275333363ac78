"""Read the files of a bundle or a packet, a folder or a zip, without believing anything that it says about itself."""

from __future__ import annotations

import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from editor_app.errors import LettrineError
from editor_app.storage.safe_paths import is_safe
from editor_app.storage.system_errors import unreadable
from editor_app.storage.zip_directory import directory_of

MAX_ENTRIES: Final = 5_000
MAX_BYTES: Final = 1024**3
MAX_RATIO: Final = 200
"""A file may be this many times larger than its compressed form; past that it is a trap and not a letter."""

_MAX_DIRECTORY: Final = 4 * 1024**2
_MAX_DEPTH: Final = 12
_ZIP_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)
"""What the standard library raises on a damaged zip (RuntimeError: an encrypted entry)."""


class DamagedError(Exception):
    """The content of one file cannot be read back."""


class Container(Protocol):
    """The files of a bundle. ``names`` are their paths in the bundle, in order; ``sizes`` their bytes; ``links`` the
    entries that are not plain files and are never followed."""

    names: tuple[str, ...]
    sizes: dict[str, int]
    links: tuple[str, ...]

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a file piece by piece. Raises DamagedError."""


class FolderContainer:
    """A bundle that is a folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.sizes: dict[str, int] = {}
        links = []
        total = 0
        try:
            for name, entry in _walk(path, "", 0):
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode):
                    self.sizes[name] = status.st_size
                    total += status.st_size
                else:
                    links.append(name)
                if len(self.sizes) + len(links) > MAX_ENTRIES or total > MAX_BYTES:
                    raise _refused(path, f"ce dossier contient plus de {MAX_ENTRIES} fichiers ou plus d’un Gio")
        except OSError as error:
            raise unreadable(path, error) from error
        self.names = tuple(sorted(self.sizes))
        self.links = tuple(sorted(links))

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a file piece by piece. Raises DamagedError."""
        try:
            with (self._path / name).open("rb") as file:
                while piece := file.read(1 << 20):
                    yield piece
        except OSError as error:
            raise DamagedError(str(error)) from error


def _walk(folder: Path, prefix: str, depth: int) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False) and depth < _MAX_DEPTH:
                yield from _walk(folder / entry.name, f"{name}/", depth + 1)
            else:
                yield name, entry


class ZipContainer:
    """A bundle that is a zip: one folder at its root, whose name is ``root``."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        _refuse_large_directory(path, file)
        try:
            self._archive = zipfile.ZipFile(file)
        except _ZIP_FAULTS as error:
            raise _refused(path, "ce fichier zip est endommagé") from error
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self.links: tuple[str, ...] = ()
        roots = set()
        folded: set[str] = set()
        infos = self._archive.infolist()
        if len(infos) > MAX_ENTRIES or sum(info.file_size for info in infos) > MAX_BYTES:
            raise _refused(path, f"ce zip contient plus de {MAX_ENTRIES} fichiers ou plus d’un Gio")
        for info in infos:
            name = info.orig_filename
            parts = name.removesuffix("/").split("/")
            if name != info.filename or len(parts) > _MAX_DEPTH or not all(map(is_safe, parts)):
                raise _refused(path, f"le nom « {_shown(name)} » mène hors du dossier ou ne passe pas partout")
            key = unicodedata.normalize("NFC", name).casefold()
            if key in folded:
                raise _refused(path, f"le nom « {_shown(name)} » y est deux fois, à la casse près")
            folded.add(key)
            if stat.S_ISLNK(info.external_attr >> 16):
                raise _refused(path, f"« {_shown(name)} » est un lien et non un fichier")
            if info.file_size > 1 << 20 and info.file_size > MAX_RATIO * max(info.compress_size, 1):
                raise _refused(path, f"« {_shown(name)} » se déplie en un fichier démesuré")
            roots.add(parts[0])
            if not name.endswith("/"):
                self._entries["/".join(parts[1:])] = info
        if len(roots) != 1 or "" in self._entries:
            raise _refused(path, "le zip doit contenir un dossier et rien d’autre")
        self.root = roots.pop()
        self.sizes = {name: info.file_size for name, info in self._entries.items()}
        self.names = tuple(sorted(self._entries))

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a file piece by piece. Raises DamagedError."""
        try:
            with self._archive.open(self._entries[name]) as file:
                while piece := file.read(1 << 20):
                    yield piece
        except (*_ZIP_FAULTS, OSError) as error:
            raise DamagedError(str(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[FolderContainer | ZipContainer]:
    """The container at ``path``. Raises LettrineError when there is none, or when it is not safe to read."""
    if path.is_dir():
        yield FolderContainer(path)
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise unreadable(path, error) from error
    with file:
        yield ZipContainer(path, file)


def _refuse_large_directory(path: Path, file: BinaryIO) -> None:
    """Look at the zip's end record before the library believes it: its list of names is read whole into memory."""
    try:
        size = os.fstat(file.fileno()).st_size
        directory = directory_of(file)
    except OSError as error:
        raise unreadable(path, error) from error
    if directory is None:
        raise _refused(path, "ce n’est ni un dossier ni un fichier zip")
    if directory.entries > MAX_ENTRIES or directory.size > _MAX_DIRECTORY or directory.large_format or size > MAX_BYTES:
        raise _refused(path, "ce zip est démesuré")


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in name[:80])


def _refused(path: Path, why: str) -> LettrineError:
    return LettrineError(f"{path} : lecture refusée, {why} ; demandez un nouvel envoi.")
