"""Where themes are: the one that ships, a letter's own in its ``themes/NAME/``, and those in folders from anywhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from editor_app.assets import asset
from editor_app.errors import LettrineError, RefusedError
from editor_app.issue.naming import slug
from editor_app.issue.theme import MAX_NAME, NEUTRAL, Theme
from editor_app.storage import theme_css, theme_yaml
from editor_app.storage.bare_pictures import DamagedPictureError, bare, hides_something
from editor_app.storage.safe_paths import is_theme_file, read_bounded
from editor_app.storage.strict_yaml import YamlFormatError
from editor_app.storage.system_errors import unreadable
from editor_app.storage.theme_css import StyleFaultError

FOLDER: Final = "themes"
SHEET: Final = "theme.yaml"
STYLE: Final = "page.css"
MAX_LOGO: Final = 512 * 1024
"""Bytes."""
MAX_BESIDE: Final = 100
"""Folders looked at in a shelf of themes."""

_SIGNATURES: Final = {".png": b"\x89PNG", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}

Read = Callable[[str], bytes | None]
"""A name in the theme's folder to its content; None where there is no such file."""


@cache
def neutral() -> Theme:
    """The theme that ships, and that every letter has which chose none."""
    folder = asset("themes", NEUTRAL)
    return _theme(
        NEUTRAL, Path(FOLDER, NEUTRAL), lambda name: folder.joinpath(name).read_bytes() if name == SHEET else None
    )


def theme_of(name: str, files: Mapping[str, bytes]) -> Theme:
    """The theme ``name`` of a letter with these ``files``, by path in its folder. Raises RefusedError when it is not
    there or has a fault."""
    if name in ("", NEUTRAL):
        return neutral()
    where = Path(FOLDER, name)
    return _theme(name, where, lambda file: files.get(f"{FOLDER}/{name}/{file}"))


def theme_folder(path: Path) -> tuple[Theme, dict[str, bytes]]:
    """The theme in the folder ``path``, and its files by the path they have in a letter; pictures without what they
    hide. Other files in the folder are no part of it. Raises LettrineError for what is no theme or has a fault."""
    name = slug(path.name, MAX_NAME)
    if name == NEUTRAL:
        raise LettrineError(f"{path} : un thème livré s’appelle déjà « {NEUTRAL} » ; renommez ce dossier.")
    files: dict[str, bytes] = {}

    def read(file: str) -> bytes | None:
        relative = f"{FOLDER}/{name}/{file}"
        if not is_theme_file(relative):
            return None
        try:
            data = read_bounded(path / file, theme_limit(file), path)
        except FileNotFoundError:
            return None
        if file not in (SHEET, STYLE):
            try:
                data = bare(data)
            except DamagedPictureError:
                return None
        files[relative] = data
        return data

    return _theme(name, path, read), files


def theme_limit(file: str) -> int:
    """How many bytes a theme's file of that name may have."""
    return {SHEET: theme_yaml.MAX_BYTES, STYLE: theme_css.MAX_BYTES}.get(file.rpartition("/")[2], MAX_LOGO)


def themes_beside(letter: Path) -> Iterator[Path]:
    """The folders of themes that lie beside a letter's folder, in ``themes/``, in order."""
    shelf = letter.absolute().parent / FOLDER
    try:
        found = sorted(os.scandir(shelf), key=lambda entry: entry.name)[:MAX_BESIDE] if shelf.is_dir() else []
    except OSError as error:
        raise unreadable(shelf, error) from error
    yield from (shelf / entry.name for entry in found if (shelf / entry.name / SHEET).is_file())


def letter_theme_files(root: Path, name: str) -> dict[str, bytes]:
    """The files of the theme ``name`` that the letter in ``root`` holds, by path in the letter; none for a theme that
    ships. Raises LettrineError when one cannot be read, or leads out of the letter."""
    folder = root / FOLDER / name
    if name in ("", NEUTRAL) or not folder.is_dir():
        return {}
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError as error:
        raise unreadable(folder, error) from error
    found = {}
    for path in [each for file in names if is_theme_file(each := f"{FOLDER}/{name}/{file}")][:MAX_BESIDE]:
        found[path] = read_bounded(root / path, theme_limit(path), root)
    return found


def _theme(name: str, where: Path, read: Read) -> Theme:
    sheet = read(SHEET)
    if sheet is None:
        raise RefusedError(
            f"{where} : il n’y a pas de thème à cet endroit, sa feuille « {SHEET} » manque ; choisissez-en un autre "
            "dans la fiche de la lettre."
        )
    css = _decoded(read(STYLE) or b"", where / STYLE, theme_css.MAX_BYTES)
    try:
        theme_css.refuse_unsafe_css(css)
    except StyleFaultError as fault:
        raise RefusedError(f"{where / STYLE} : {fault.sentence}.") from fault
    try:
        return theme_yaml.parse_theme(
            _decoded(sheet, where / SHEET, theme_yaml.MAX_BYTES), name, css, lambda file: _picture(name, file, read)
        )
    except YamlFormatError as fault:
        raise RefusedError(f"{where / SHEET}, ligne {fault.line} : {fault.sentence}.") from fault


def _picture(name: str, file: str, read: Read) -> tuple[str, bytes] | None:
    """A picture of the theme that shows what its name promises and hides nothing; what it hides stops no letter that
    came from elsewhere, for the bundle's own search is the judge there."""
    path = f"{FOLDER}/{name}/{file}"
    signature = _SIGNATURES.get(Path(file).suffix)
    data = read(file) if signature is not None and is_theme_file(path) else None
    if data is None or signature is None or not data.startswith(signature) or len(data) > MAX_LOGO:
        return None
    try:
        hides_something(data)
    except DamagedPictureError:
        return None
    return path, data


def _decoded(data: bytes, path: Path, limit: int) -> str:
    if len(data) > limit:
        raise RefusedError(f"{path} : ce fichier dépasse {limit // 1024} Kio ; raccourcissez-le.")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RefusedError(f"{path}, ligne {line} : ce n’est pas de l’UTF-8 ; enregistrez-le en UTF-8.") from error
