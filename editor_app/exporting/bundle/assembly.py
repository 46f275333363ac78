"""Make the bundle that goes to the publisher, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, cast

from editor_app.errors import LettrineError, RefusedError
from editor_app.exporting.archive import write_archive
from editor_app.exporting.bundle.bag import DECLARATION, PAYLOAD, PUBLICATION, bag
from editor_app.exporting.bundle.hidden_data import bare_files, refuse_hidden
from editor_app.exporting.format import Format, Letter, Part
from editor_app.exporting.formats import chosen
from editor_app.issue.model import Issue
from editor_app.issue.naming import slug
from editor_app.issue.outline import NBSP
from editor_app.storage.atomic import sync_folder, sync_tree, write_new
from editor_app.storage.safe_paths import is_safe
from editor_app.storage.system_errors import unwritable
from editor_app.storage.themes import FOLDER as THEMES

_TITLE_LENGTH: Final = 48

Progress = Callable[[str, int, int], None]
"""Told (what is being made, steps done, steps in all)."""


class ExportCancelledError(LettrineError):
    """The person stopped the export; nothing was left."""


def cancelled_export(name: str) -> ExportCancelledError:
    """What ends an export that the person stopped; ``name`` is that of the bundle or of the letter."""
    return ExportCancelledError(f"{name}{NBSP}: l’export a été interrompu, rien n’a été écrit{NBSP}; relancez-le.")


def export(
    issue: Issue,
    texts: Mapping[str, str],
    files: Mapping[str, bytes],
    to: Path,
    *,
    only: Collection[str] | None = None,
    as_zip: bool = False,
    report: Mapping[str, object],
    force: bool = False,
    say: Callable[[str], None] = lambda _sentence: None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Make one new entry in the folder ``to`` (made when it is not there) and return its path.

    ``texts`` go by section id; ``files`` are the sources, by path in the issue's folder; ``only`` names formats (None:
    all); ``report`` is the preflight, as JSON. A bundle of the same name is replaced whole. The bytes depend on nothing
    but the arguments. With ``force``, a format that refuses the letter is left out: the report and ``say`` tell which
    and why. Raises LettrineError (ExportCancelledError when ``cancelled`` says so); ``to`` is then as it was.
    """
    formats = chosen(only)
    name = bundle_name(issue)
    target = to / (f"{name}.zip" if as_zip else name)
    _refuse_stranger(target)
    total = len(formats) + 1

    def check() -> None:
        if cancelled is not None and cancelled():
            raise cancelled_export(target.name)

    def step(label: str, done: int) -> None:
        check()
        if progress is not None:
            progress(label, done, total)

    files = bare_files(files)
    payload: dict[str, Part] = {}
    refused: dict[Format, RefusedError] = {}
    for done, each in enumerate(formats):
        step(each.label, done)
        try:
            made = each.make(Letter(issue, texts, files))
        except RefusedError as error:
            if not force or len(refused) == len(formats) - 1:  # a bundle of nothing is no bundle
                raise
            refused[each] = error
            say(f"{_sentence(each.label)} n’est pas dans le lot{NBSP}: {error}")
            continue
        payload.update({f"{PAYLOAD}{each.name}/{path}": part for path, part in made.items()})
    _refuse_unsafe(payload)
    refuse_hidden(payload)
    formats = tuple(each for each in formats if each not in refused)
    if refused:
        left_out = [{"format": each.name, "label": each.label, "reason": str(why)} for each, why in refused.items()]
        report = {**report, "leftOut": left_out}
    theme = {path: data for path, data in files.items() if path.startswith(f"{THEMES}/{issue.theme}/")}
    content = bag(issue, payload, formats, {**report, "formats": [each.name for each in formats]}, theme)
    step("l’écriture du lot", total - 1)
    _deliver(target, content, as_zip=as_zip, check=check)
    if progress is not None:
        progress("le lot est prêt", total, total)
    return target


def _sentence(label: str) -> str:
    return label[:1].upper() + label[1:]


def bundle_name(issue: Issue) -> str:
    """« lettre-15-traite-des-etres-humains », the title being taken up to its colon; a zip adds ``.zip``."""
    return f"lettre-{issue.number}-{slug(issue.title.split(':')[0], _TITLE_LENGTH)}"


def _deliver(target: Path, content: Mapping[str, bytes], *, as_zip: bool, check: Callable[[], None]) -> None:
    """Write beside the target, then move in; whatever happens, nothing half-made is left."""
    made_folder = _make_folder(target.parent)
    try:
        temporary = Path(tempfile.mkdtemp(prefix=".lettrine-", suffix=".tmp", dir=target.parent))
        try:
            fresh = temporary / target.name
            if as_zip:
                check()
                with fresh.open("w+b") as file:
                    write_archive(
                        cast("BinaryIO", file),
                        sorted(f"{fresh.stem}/{path}" for path in content),
                        _reader(content, check),
                    )
                    file.flush()
                    os.fsync(file.fileno())
            else:
                _write_folder(fresh, content, check)
                sync_tree(fresh, files=False)
            check()
            _move_in(fresh, target, temporary / "replaced")
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        for folder in (target, *made_folder):
            sync_folder(folder.parent)
    except BaseException as error:
        for folder in reversed(made_folder):
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise unwritable(target, error) from error
        raise


def _reader(content: Mapping[str, bytes], check: Callable[[], None]) -> Callable[[str], bytes]:
    def read(name: str) -> bytes:
        check()
        return content[name.split("/", 1)[1]]

    return read


def _write_folder(folder: Path, content: Mapping[str, bytes], check: Callable[[], None]) -> None:
    for path in sorted(content):
        check()
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        write_new(file, content[path])


def _move_in(fresh: Path, target: Path, aside: Path) -> None:
    """Put ``fresh`` in the place of ``target``; an earlier bundle stands until the moment it is replaced, and comes
    back if that fails."""
    if not target.is_dir():
        fresh.replace(target)
        return
    target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        aside.rename(target)
        raise


def _make_folder(folder: Path) -> list[Path]:
    """Make ``folder`` and what is missing above it; the folders made, outermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()][::-1]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    return missing


def _refuse_stranger(target: Path) -> None:
    """What is not a bundle is never replaced."""
    try:
        if not target.is_symlink() and not target.exists():
            return
        if target.is_symlink():
            known = False
        elif target.is_dir():
            known = (target / DECLARATION).is_file() and (target / PUBLICATION).is_file()
        else:
            with zipfile.ZipFile(target) as archive:
                known = {f"{target.stem}/{DECLARATION}", f"{target.stem}/{PUBLICATION}"} <= set(archive.namelist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        known = False
    if not known:
        raise LettrineError(
            f"{target} : autre chose qu’un lot porte déjà ce nom ; déplacez-le, ou exportez dans un autre dossier."
        )


def _refuse_unsafe(payload: Mapping[str, Part]) -> None:
    """A name that another system would refuse or confuse with another must not leave this machine."""
    seen: dict[str, str] = {}
    for path in payload:
        inner = path.removeprefix(PAYLOAD)
        if not all(map(is_safe, inner.split("/"))):
            raise LettrineError(f"{inner} : ce nom de fichier ne passe pas partout ; renommez le fichier.")
        folded = unicodedata.normalize("NFC", path).casefold()
        if folded in seen:
            raise LettrineError(
                f"{inner} : ce nom ne se distingue de « {seen[folded]} » que par la casse ; renommez l’un des deux."
            )
        seen[folded] = inner
