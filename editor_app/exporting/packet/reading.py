"""Read what came back from a proofreader, without believing anything that it says about itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from editor_app.errors import LettrineError
from editor_app.exporting.bundle.bag import manifest_of
from editor_app.exporting.container import Container, DamagedError, ZipContainer, opened
from editor_app.exporting.packet.files import (
    DESCRIPTION,
    FORMAT_NUMBER,
    MANIFEST,
    MAX_BYTES,
    MAX_DESCRIPTION,
    MAX_NAME,
    MAX_REMARKS,
    MAX_TEXT,
    REMARKS,
    RETURNED,
    SECTION,
    SENT,
    Returned,
    refused,
)
from editor_app.exporting.packet.word.base import WordBase
from editor_app.exporting.packet.word.reading import is_word, read_word_return
from editor_app.review.annotation import Annotation, Motivation, text_digest
from editor_app.review.merging import written_by
from editor_app.review.sign_off import Verdict
from editor_app.review.suggestions import in_one_shape
from editor_app.storage import annotations as annotations_file
from editor_app.storage import sections


def read_return(path: Path, bases: Callable[[], Iterable[WordBase]] = tuple) -> Returned:
    """Read a return, a zip or a Word file; ``bases`` are what Word files of the letter may have been made from, for one
    that no longer says so. Raises LettrineError, with one sentence, for a file that is not one, was cut
    short or altered, is of a newer format, or is not safe to read; writes nothing."""
    if path.is_dir():
        raise refused(path, "c’est un dossier")
    if is_word(path):
        return read_word_return(path, bases)
    with opened(path) as container:
        if not isinstance(container, ZipContainer) or sum(container.sizes.values()) > MAX_BYTES:
            raise refused(path, "ce zip est démesuré")
        if DESCRIPTION not in container.names:
            raise refused(path, f"il n’y a pas de « {DESCRIPTION} » dans ce zip")
        described = _described(path, _read(path, container, DESCRIPTION, MAX_DESCRIPTION))
        content = _content(path, container)
    texts = {
        found[1]: sections.decode(data, Path(path.name) / name).text
        for name, data in content.items()
        if (found := SECTION.fullmatch(name))
    }
    author = _author(path, described)
    remarks = annotations_file.parse_annotations(content.get(REMARKS, b""), Path(path.name) / REMARKS)
    if len(remarks) > MAX_REMARKS:
        raise refused(path, f"il y a plus de {MAX_REMARKS} remarques")
    own = written_by(author, remarks)
    for remark in own:
        _check(path, remark, str(described["issue"]), texts)
    own = tuple(in_one_shape(remark, texts[remark.target.section]) for remark in own)
    return Returned(path, str(described["issue"]), author, own, texts)


def _described(path: Path, data: bytes) -> dict[str, Any]:
    try:
        described = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise refused(path, f"« {DESCRIPTION} » n’est pas du JSON") from error
    if not isinstance(described, dict) or type(described.get("format")) is not int:
        raise refused(path, f"« {DESCRIPTION} » ne décrit pas une relecture")
    if described["format"] > FORMAT_NUMBER:
        raise LettrineError(
            f"{path} : cette relecture vient d’une version plus récente de Lettrine ; mettez Lettrine à jour."
        )
    if described.get("type") == SENT:
        raise LettrineError(
            f"{path} : c’est le paquet tel qu’il est parti ; "
            "prenez le fichier que la relecture a enregistré, ou le fichier Word corrigé."
        )
    if described.get("type") != RETURNED or not isinstance(described.get("issue"), str):
        raise refused(path, f"« {DESCRIPTION} » ne décrit pas une relecture")
    return described


def _author(path: Path, described: Mapping[str, Any]) -> str:
    author = described.get("author")
    if not isinstance(author, str) or not author.strip() or len(author) > MAX_NAME or not author.isprintable():
        raise refused(path, "elle ne dit pas qui l’a faite")
    return author


def _content(path: Path, container: Container) -> dict[str, bytes]:
    """The files that matter, each as the manifest promises it."""
    content = {}
    for name in container.names:
        if name in (DESCRIPTION, REMARKS) or SECTION.fullmatch(name):
            content[name] = _read(path, container, name, annotations_file.MAX_BYTES if name == REMARKS else MAX_TEXT)
        elif name != MANIFEST:
            raise refused(path, f"« {name[:60]} » n’a rien à y faire")
    if MANIFEST not in container.names or REMARKS not in content:
        raise refused(path, "il y manque des fichiers")
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    if _read(path, container, MANIFEST, MAX_DESCRIPTION) != manifest_of(digests):
        raise refused(path, "son contenu n’est plus celui qui a été enregistré")
    return content


def _read(path: Path, container: Container, name: str, limit: int) -> bytes:
    if container.sizes[name] > limit:
        raise refused(path, f"« {name[:60]} » est démesuré")
    try:
        return b"".join(container.chunks(name))
    except DamagedError as error:
        raise refused(path, f"« {name[:60]} » est endommagé") from error


def _check(path: Path, remark: Annotation, issue: str, texts: Mapping[str, str]) -> None:
    """A remark is about this letter, and its words are where it says."""
    target = remark.target
    text = texts.get(target.section)
    if target.issue != issue or text is None:
        raise refused(path, "une remarque porte sur une autre lettre ou une rubrique inconnue")
    if remark.motivation is Motivation.ASSESSING and remark.verdict not in frozenset(Verdict):
        raise refused(path, "un avis n’est ni « vu », ni « à revoir », ni « bon à tirer »")
    if target.quote is None:
        return
    quoted = text[target.start : target.end]
    if target.digest != text_digest(text) or target.end > len(text) or quoted != target.quote.exact:
        raise refused(path, "une remarque n’est pas sur les mots qu’elle cite")
