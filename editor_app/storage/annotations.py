"""Proofreaders' remarks on disk: ``review/annotations.jsonl``, one W3C annotation a line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from editor_app.errors import LettrineError
from editor_app.review.annotation import Annotation, from_json, to_json

MAX_BYTES: Final = 16 * 1024**2


def parse_annotations(data: bytes, path: Path) -> tuple[Annotation, ...]:
    """The remarks in ``data``, the content of ``path`` (only named in errors), in the order written.

    Raises LettrineError with the line's number for anything that is not a remark.
    """
    found: list[Annotation] = []
    ids: set[str] = set()
    for number, line in enumerate(data.removesuffix(b"\n").split(b"\n") if data else (), start=1):
        try:
            annotation = from_json(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError as error:
            raise LettrineError(f"{path}, ligne {number} : ce n’est pas de l’UTF-8 ; restaurez ce fichier.") from error
        except LettrineError as error:
            raise LettrineError(f"{path}, ligne {number} : {error}") from error
        if annotation.id in ids:
            raise LettrineError(f"{path}, ligne {number} : cette remarque y est déjà ; retirez la ligne en trop.")
        ids.add(annotation.id)
        found.append(annotation)
    return tuple(found)


def dump_annotations(annotations: Iterable[Annotation]) -> bytes:
    """The file of these remarks. Raises LettrineError when it would be too large to be read again."""
    data = "".join(f"{to_json(annotation)}\n" for annotation in annotations).encode("utf-8")
    if len(data) > MAX_BYTES:
        raise LettrineError(
            f"annotations.jsonl : les remarques dépassent {MAX_BYTES // 1024**2} Mio ; retirez-en avant d’enregistrer."
        )
    return data
