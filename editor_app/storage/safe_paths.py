"""Says which relative paths may be followed inside a letter's folder, so that a letter never reaches out of it."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Final

from editor_app.errors import LettrineError
from editor_app.issue.theme import is_theme_name
from editor_app.storage.system_errors import unreadable

_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")
_MAX_PART: Final = 120
_MAX_DEPTH: Final = 6


def is_safe(relative: str) -> bool:
    """Whether ``relative`` is a plain path that means the same on every system and stays below its folder: POSIX, no
    ``.`` or ``..``, nothing hidden, no name that Windows reserves."""
    parts = relative.split("/")
    return len(parts) <= _MAX_DEPTH and all(
        0 < len(part) <= _MAX_PART
        and not part.startswith(".")
        and not part.endswith((".", " "))
        and not _FORBIDDEN.search(part)
        and not _RESERVED.fullmatch(part)
        for part in parts
    )


def is_section_file(relative: str) -> bool:
    """Whether a section's text may be kept there: one Markdown file directly in ``sections/``."""
    return is_safe(relative) and re.fullmatch(r"sections/[^/]+\.md", relative) is not None


def is_media_file(relative: str) -> bool:
    """Whether a picture may be kept there: below ``media/``."""
    return is_safe(relative) and relative.startswith("media/")


def is_theme_file(relative: str) -> bool:
    """Whether a file of a theme may be kept there: ``theme.yaml``, ``page.css`` or a PNG or JPEG picture, directly in
    ``themes/NAME/``."""
    folder, _, file = relative.removeprefix("themes/").partition("/")
    return (
        relative.startswith("themes/")
        and is_safe(relative)
        and is_theme_name(folder)
        and re.fullmatch(r"theme\.yaml|page\.css|[^/]+\.(png|jpe?g)", file) is not None
    )


def leads_out(path: Path, root: Path) -> bool:
    """Whether ``path`` lies outside the folder ``root`` once links are followed. Raises OSError."""
    try:
        return not path.resolve().is_relative_to(root.resolve())
    except RuntimeError:  # links in a circle, before Python 3.13
        return True


def read_bounded(path: Path, limit: int, root: Path | None = None) -> bytes:
    """The content of a regular file of at most ``limit`` bytes that, given ``root``, lies in that folder once links
    are followed. Raises LettrineError, and FileNotFoundError when there is no such file."""
    try:
        if root is not None and not path.resolve().is_relative_to(root.resolve()):
            raise LettrineError(
                f"{path} : c’est un lien qui mène hors du dossier de la lettre ; remplacez-le par le fichier lui-même."
            )
        if not stat.S_ISREG(path.stat().st_mode):
            raise LettrineError(f"{path} : ce n’est pas un fichier ordinaire ; remplacez-le par un fichier.")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        raise unreadable(path, error if isinstance(error, OSError) else OSError(str(error))) from error
    if len(data) > limit:
        raise LettrineError(f"{path} : ce fichier dépasse {_size(limit)} ; vérifiez que c’est le bon.")
    return data


def _size(limit: int) -> str:
    return f"{limit // 1024**2} Mio" if limit >= 1024**2 else f"{limit // 1024} Kio"
