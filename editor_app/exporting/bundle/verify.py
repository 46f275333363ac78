"""Prove that a bundle is what left the editor's hands, or name every difference."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from editor_app.errors import LettrineError
from editor_app.exporting.archive import write_archive
from editor_app.exporting.bundle.bag import (
    DECLARATION,
    DECLARED,
    INFO,
    MANIFEST,
    PAYLOAD,
    PUBLICATION,
    TAG_MANIFEST,
    manifest_of,
    oxum,
)
from editor_app.exporting.container import Container, DamagedError, FolderContainer, ZipContainer, opened

_MAX_TAG: Final = 4 * 1024**2
_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as promised: the file's path in the bundle (empty for the bundle itself), and what is
    wrong, in French."""

    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path} : {self.problem}" if self.path else self.problem


def verify(path: Path) -> tuple[Difference, ...]:
    """Every difference between the bundle at ``path`` (folder or zip) and what it promises; none when it is sound.

    Reads, extracts nothing, changes nothing. Raises LettrineError when ``path`` is not a bundle, cannot be read, or is
    not safe to read.
    """
    with opened(path) as container:
        if not {DECLARATION, MANIFEST, TAG_MANIFEST, PUBLICATION} & set(container.names):
            raise LettrineError(f"{path} : ce n’est pas un lot, il n’y a pas de « {DECLARATION} » ; vérifiez le nom.")
        return tuple(_Inspection(container).differences(path))


class _Inspection:
    """One reading of a bundle: each file is read once, and its digest kept."""

    def __init__(self, container: FolderContainer | ZipContainer) -> None:
        self.container = container
        self.digests: dict[str, str] = {}
        self.damaged: list[str] = []
        for name in container.names:
            try:
                self.digests[name] = _digest(container, name)
            except DamagedError:
                self.damaged.append(name)

    def differences(self, path: Path) -> Iterator[Difference]:
        for name in self.container.links:
            yield Difference(name, "ce n’est pas un fichier ordinaire ; un lot n’en contient pas d’autre.")
        for name in self.damaged:
            yield Difference(name, "le contenu est endommagé et ne peut pas être lu.")
        tags = {name: digest for name, digest in self.digests.items() if not name.startswith(PAYLOAD)}
        payload = {name: digest for name, digest in self.digests.items() if name.startswith(PAYLOAD)}
        yield from self._manifest(MANIFEST, payload)
        yield from self._manifest(TAG_MANIFEST, {name: tags[name] for name in tags if name != TAG_MANIFEST})
        yield from self._declaration()
        yield from self._publication(payload)
        if isinstance(self.container, ZipContainer) and not self.damaged and not _same_archive(path, self.container):
            yield Difference(
                "", "L’enveloppe du zip n’est plus celle d’origine : elle a été modifiée, ou le lot a été recompressé."
            )

    def _text(self, name: str) -> str | None:
        """A tag file's text; None when it is missing, damaged or too large."""
        if name not in self.digests or self.container.sizes[name] > _MAX_TAG:
            return None
        try:
            return b"".join(self.container.chunks(name)).decode("utf-8")
        except (DamagedError, UnicodeDecodeError):
            return None

    def _manifest(self, name: str, actual: dict[str, str]) -> Iterator[Difference]:
        """A manifest against the files it is about: changed, missing, and those it does not know."""
        text = self._text(name)
        if text is None:
            yield Difference(name, "ce fichier manque ou ne peut pas être lu ; rien ne prouve ce qu’il énumère.")
            return
        promised: dict[str, str] = {}
        for number, line in enumerate(text.split("\n")[:-1], 1):
            found = _LINE.fullmatch(line)
            if found is None:
                yield Difference(name, f"la ligne {number} n’a pas la forme d’une empreinte suivie d’un nom.")
            else:
                promised[found[2].replace("%25", "%")] = found[1]
        for path in sorted(promised.keys() | actual.keys()):
            if path not in actual:
                if path not in self.damaged:
                    yield Difference(path, f"ce fichier manque ; « {name} » l’annonce.")
            elif path not in promised:
                yield Difference(path, f"ce fichier est de trop ; « {name} » ne l’annonce pas.")
            elif actual[path] != promised[path]:
                yield Difference(path, f"le contenu a changé ; ce n’est plus celui que « {name} » annonce.")
        if text.encode() != manifest_of(promised):
            yield Difference(name, "ce fichier n’est pas écrit comme il l’a été à l’export.")

    def _declaration(self) -> Iterator[Difference]:
        if self._text(DECLARATION) != DECLARED.decode():
            yield Difference(DECLARATION, "ce fichier ne déclare pas un lot BagIt 1.0 en UTF-8.")
        sizes = {name: size for name, size in self.container.sizes.items() if name.startswith(PAYLOAD)}
        found = re.search(r"^Payload-Oxum: (\d+\.\d+)$", self._text(INFO) or "", re.MULTILINE)
        if found is None or found[1] != oxum(sizes):
            yield Difference(INFO, f"la taille annoncée n’est pas celle du contenu ({oxum(sizes)}).")

    def _publication(self, payload: dict[str, str]) -> Iterator[Difference]:
        """publication.json says the same of the payload as the payload itself."""
        resources = _resources(self._text(PUBLICATION))
        if resources is None:
            yield Difference(PUBLICATION, "ce fichier manque ou ne décrit pas le contenu du lot.")
            return
        for path in sorted(resources.keys() | payload.keys()):
            actual = (payload.get(path), self.container.sizes.get(path))
            if resources.get(path) != actual and path not in self.damaged:
                yield Difference(PUBLICATION, f"ce qu’il dit de « {path} » ne correspond pas au contenu du lot.")


def _resources(text: str | None) -> dict[str, tuple[str, int]] | None:
    """What publication.json says of each file: digest and size; None when it cannot be understood."""
    try:
        described: Any = json.loads(text or "")
        return {str(each["path"]): (str(each["sha256"]), int(each["size"])) for each in described["resources"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _digest(container: Container, name: str) -> str:
    digest = hashlib.sha256()
    for piece in container.chunks(name):
        digest.update(piece)
    return digest.hexdigest()


def _same_archive(path: Path, container: ZipContainer) -> bool:
    """Whether writing the same files again gives the same zip, so that no bit outside the files escapes either."""
    skip = len(container.root) + 1
    with tempfile.TemporaryFile() as again, path.open("rb") as original:
        names = sorted(f"{container.root}/{name}" for name in container.names)
        write_archive(cast("BinaryIO", again), names, lambda name: b"".join(container.chunks(name[skip:])))
        again.seek(0)
        while True:
            ours, theirs = again.read(1 << 20), original.read(1 << 20)
            if ours != theirs:
                return False
            if not ours:
                return True
