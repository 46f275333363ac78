"""What the operating system refused, said to a person: one French sentence with the file and the way out."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

from editor_app.errors import LettrineError

_REASONS: Final = {
    errno.ENOSPC: "le disque est plein ; libérez de la place, puis recommencez",
    errno.EDQUOT: "votre quota de disque est atteint ; libérez de la place, puis recommencez",
    errno.EFBIG: "le fichier dépasse la taille permise sur ce disque ; choisissez un autre disque",
    errno.EROFS: "ce disque est en lecture seule ; copiez la lettre sur un autre disque",
    errno.EACCES: "vos droits ne le permettent pas ; changez les droits de ce fichier ou de son dossier",
    errno.EPERM: "vos droits ne le permettent pas ; changez les droits de ce fichier ou de son dossier",
    errno.ENOENT: "ce fichier ou son dossier n’existe pas ; vérifiez le nom",
    errno.ENOTDIR: "un fichier se trouve là où il faudrait un dossier ; vérifiez le nom",
    errno.EISDIR: "c’est un dossier et non un fichier ; vérifiez le nom",
    errno.ENAMETOOLONG: "ce nom est trop long ; choisissez-en un plus court",
    errno.EIO: "le disque a répondu par une erreur ; vérifiez-le, puis recommencez",
}


def unreadable(path: Path, error: OSError) -> LettrineError:
    """The error to raise when ``path`` could not be read."""
    return LettrineError(f"{path} : lecture impossible, {_reason(error)}.")


def unwritable(path: Path, error: OSError) -> LettrineError:
    """The error to raise when ``path`` could not be written; what stood there still does."""
    return LettrineError(f"{path} : enregistrement impossible, {_reason(error)}.")


def _reason(error: OSError) -> str:
    known = _REASONS.get(error.errno or 0)
    return known or f"le système a répondu « {error.strerror or error} » ; vérifiez le disque, puis recommencez"
