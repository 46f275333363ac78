"""Open a packet as a proofreader: the letter it holds, what is asked, what others said; nothing of it is believed."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from editor_app.errors import LettrineError
from editor_app.exporting.bundle.bag import manifest_of
from editor_app.exporting.container import DamagedError, ZipContainer, opened
from editor_app.exporting.packet.files import (
    DESCRIPTION,
    FORMAT_NUMBER,
    MANIFEST,
    MARKED,
    MAX_BYTES,
    MAX_DESCRIPTION,
    MAX_NAME,
    MAX_REMARKS,
    MAX_TEXT,
    PAGE,
    README,
    REMARKS,
    SECTION,
    SENT,
    WORD,
)
from editor_app.issue.model import Issue
from editor_app.review.annotation import Annotation
from editor_app.storage import annotations as annotations_file
from editor_app.storage import sections
from editor_app.storage.bare_pictures import DamagedPictureError, bare_if_sound
from editor_app.storage.folder import ISSUE_FILE
from editor_app.storage.issue_yaml import MAX_BYTES as MAX_ISSUE
from editor_app.storage.issue_yaml import parse_issue
from editor_app.storage.redrawn_pictures import redrawn
from editor_app.storage.safe_paths import is_media_file, is_theme_file
from editor_app.storage.themes import theme_limit

_ASIDE: Final = frozenset((PAGE, WORD, README))
"""For those who have no Lettrine; checked against the manifest, not read."""


@dataclass(frozen=True, slots=True)
class Packet:
    """What was sent: the letter's values, texts by section id, pictures by path, the remarks made so far; for whom, by
    which day, what to look at. ``digest`` is the SHA-256 of its manifest, which names this very packet."""

    path: Path
    digest: str
    issue: Issue
    texts: Mapping[str, str]
    media: Mapping[str, bytes]
    remarks: tuple[Annotation, ...]
    reader: str
    before: datetime.date | None
    look_at: str


def read_packet(path: Path) -> Packet:
    """Read a packet. Raises LettrineError, with one sentence, for a file that is not one, was cut short or altered, is
    of a newer format, or is not safe to read; writes nothing."""
    with opened(path) as container:
        if not isinstance(container, ZipContainer) or sum(container.sizes.values()) > MAX_BYTES:
            raise _refused(path, "ce n’est pas un zip, ou il est démesuré")
        if DESCRIPTION not in container.names:
            raise _refused(path, f"il n’y a pas de « {DESCRIPTION} » dans ce fichier")
        described = _described(path, _read(path, container, DESCRIPTION))
        content = {name: _read(path, container, name) for name in container.names if name != MANIFEST}
        if MANIFEST not in container.names or ISSUE_FILE not in content or REMARKS not in content:
            raise _refused(path, "il y manque des fichiers")
        promised = _read(path, container, MANIFEST)
    if promised != manifest_of({name: hashlib.sha256(data).hexdigest() for name, data in content.items()}):
        raise _refused(path, "son contenu n’est plus celui qui a été envoyé")
    issue = parse_issue(content[ISSUE_FILE], Path(path.name) / ISSUE_FILE)
    if issue.id != described.get("issue"):
        raise _refused(path, "il décrit une autre lettre que celle qu’il contient")
    written = {section.id for section in issue.outline.walk() if section.file}
    texts = {
        found[1]: sections.decode(data, Path(path.name) / name).text
        for name, data in content.items()
        if (found := SECTION.fullmatch(name)) and found[1] in written
    }
    remarks = annotations_file.parse_annotations(content[REMARKS], Path(path.name) / REMARKS)
    if len(remarks) > MAX_REMARKS:
        raise _refused(path, f"il y a plus de {MAX_REMARKS} remarques")
    reader = _line(described, "reader", MAX_NAME)
    if not reader:
        raise _refused(path, "il ne dit pas à qui il est envoyé")
    return Packet(
        path,
        hashlib.sha256(promised).hexdigest(),
        issue,
        texts,
        dict(_pictures(content)),
        remarks,
        reader,
        _day(described.get("before")),
        _line(described, "lookAt", 2000),
    )


def _pictures(content: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The pictures, each drawn anew; what cannot be drawn is not taken. The theme, which is read as any theme is."""
    for name, data in content.items():
        if is_media_file(name):
            with suppress(DamagedPictureError):
                yield name, redrawn(data)
        elif is_theme_file(name):
            yield name, data if name.endswith((".yaml", ".css")) else bare_if_sound(data)


def _described(path: Path, data: bytes) -> dict[str, Any]:
    try:
        described = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _refused(path, f"« {DESCRIPTION} » n’est pas du JSON") from error
    if not isinstance(described, dict) or type(described.get("format")) is not int:
        raise _refused(path, f"« {DESCRIPTION} » ne décrit pas un paquet")
    if described["format"] > FORMAT_NUMBER:
        raise LettrineError(
            f"{path} : ce paquet vient d’une version plus récente de Lettrine ; mettez Lettrine à jour."
        )
    if described.get("type") != SENT:
        raise LettrineError(
            f"{path} : c’est une relecture qui revient, et non un paquet à relire ; "
            "ouvrez la lettre, puis prenez-la par le menu Relecture."
        )
    return described


def _read(path: Path, container: ZipContainer, name: str) -> bytes:
    """One file of the packet, if it has its place there and its size is what such a file may have."""
    if name in (DESCRIPTION, MANIFEST):
        limit = MAX_DESCRIPTION
    elif name == REMARKS:
        limit = annotations_file.MAX_BYTES
    elif name == ISSUE_FILE:
        limit = MAX_ISSUE
    elif SECTION.fullmatch(name) or name.startswith(MARKED):
        limit = MAX_TEXT
    elif is_theme_file(name):
        limit = theme_limit(name)
    elif name in _ASIDE or is_media_file(name):
        limit = MAX_BYTES
    else:
        raise _refused(path, f"« {name[:60]} » n’a rien à y faire")
    if container.sizes[name] > limit:
        raise _refused(path, f"« {name[:60]} » est démesuré")
    try:
        return b"".join(container.chunks(name))
    except DamagedError as error:
        raise _refused(path, f"« {name[:60]} » est endommagé") from error


def _line(described: Mapping[str, Any], key: str, longest: int) -> str:
    value = described.get(key)
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return "".join(letter for letter in text[:longest] if letter.isprintable())


def _day(value: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _refused(path: Path, why: str) -> LettrineError:
    return LettrineError(f"{path} : ce paquet ne peut pas être ouvert, {why} ; demandez un nouvel envoi.")
