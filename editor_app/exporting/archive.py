"""Write a zip that is the same byte for byte whenever and wherever it is made."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from typing import BinaryIO

_EPOCH = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100644 << 16


def write_archive(file: BinaryIO, names: Iterable[str], read: Callable[[str], bytes]) -> None:
    """Store ``read(name)`` under each name, in that order, without times, owners or compression."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3
            entry.external_attr = _REGULAR_FILE
            archive.writestr(entry, read(name))
