"""Keeps what pictures hide out of the bundle: taken out before the formats are made, searched for again in all of them.

Letters may have been filled by hand or by another program, so that what came in clean is not all there is.
"""

from __future__ import annotations

import email
import zipfile
from collections.abc import Iterator, Mapping
from email.policy import SMTP
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from editor_app.errors import LettrineError
from editor_app.exporting.format import Part
from editor_app.issue.media_kinds import MediaKind, media_kind, why_not
from editor_app.storage.bare_pictures import DamagedPictureError, bare_if_sound, hides_something, is_picture_data

_ARCHIVES: Final = frozenset({".docx", ".epub"})
_EXIF: Final = b"Exif\0\0"


def bare_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The letter's files with its pictures made bare. Raises LettrineError for a file that does not leave, by its name
    or for what it is."""
    for path, data in files.items():
        kind = media_kind(path)
        if not path.startswith("media/") or is_picture_data(data):
            continue
        if kind is MediaKind.PICTURE or not kind.leaves:
            raise LettrineError(f"{path}\u00a0: {why_not(kind)}.")
    return {path: bare_if_sound(data) if is_picture_data(data) else data for path, data in files.items()}


def refuse_hidden(payload: Mapping[str, Part]) -> None:
    """Raise LettrineError, naming the picture, when one in any of the files, or in a file within them, still hides
    something, or is damaged so that nobody can tell."""
    for path, part in payload.items():
        for name, data in _pictures(path, part.data):
            try:
                hidden = hides_something(data)
            except DamagedPictureError:
                hidden = True
            if hidden:
                raise LettrineError(
                    f"{name} : cette image est abîmée, ou garde des données cachées ; remplacez-la, puis réexportez."
                )


def _pictures(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The pictures in a file of the bundle, those of a Word file, an EPUB and a message included."""
    suffix = PurePosixPath(path).suffix
    if suffix in _ARCHIVES:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            inner = {name: archive.read(name) for name in archive.namelist()}
        yield from ((f"{path}/{name}", each) for name, each in inner.items() if is_picture_data(each))
    elif suffix == ".eml":
        for part in email.message_from_bytes(data, policy=SMTP).walk():
            if part.get_content_maintype() == "image":
                yield f"{path}/{part.get_filename()}", part.get_content()
    elif suffix == ".pdf":
        if _EXIF in data:
            raise LettrineError(f"{path} : une image y garde des données cachées ; remplacez-la, puis réexportez.")
    elif is_picture_data(data):
        yield path, data
