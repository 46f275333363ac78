"""Says how large a zip's list of names is before the standard library, which reads it whole, is let near it."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from typing import BinaryIO, Final

_END: Final = struct.Struct("<4s4H2LH")
_SIGNATURE: Final = b"PK\x05\x06"
_LOCATOR: Final = b"PK\x06\x07"


@dataclass(frozen=True, slots=True)
class Directory:
    """What the end record of a zip says: how many ``entries``, and the ``size`` in bytes of the list of their names;
    ``large_format`` where a second record (zip64) says it instead."""

    entries: int
    size: int
    large_format: bool


def directory_of(file: BinaryIO) -> Directory | None:
    """The end record of a zip, or None where there is none. Leaves ``file`` at its start; raises OSError."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END.size - 0xFFFF - 20))
    tail = file.read()
    file.seek(0)
    at = len(tail) - _END.size
    if at < 0 or tail[at : at + 4] != _SIGNATURE or tail[-2:] != b"\0\0":
        at = tail.rfind(_SIGNATURE)
    if at < 0 or len(tail) < at + _END.size:
        return None
    _, _, _, _, count, directory, _, _ = _END.unpack_from(tail, at)
    return Directory(count, directory, _LOCATOR in tail[max(0, at - 20) : at])
