"""The pictures and the theme of the open letter as the worker reads them: when asked for, and when they change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from editor_app.errors import LettrineError
from editor_app.storage.folder_files import byte_limit
from editor_app.storage.safe_paths import is_media_file, is_theme_file, read_bounded

MOST_KEPT = 64 * 1024 * 1024
"""Bytes of pictures kept in memory; past that they are read anew."""


class Pictures(Mapping[str, bytes]):
    """By path in the letter's folder (``media/…``, ``themes/…``). What is missing, too large or unreadable is not
    there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, tuple[tuple[int, int], bytes]] = {}

    def __getitem__(self, path: str) -> bytes:
        if not is_media_file(path) and not is_theme_file(path):
            raise KeyError(path)
        place = self._folder / path
        try:
            state = place.stat()
            stamp = (state.st_mtime_ns, state.st_size)
            kept = self._kept.get(path)
            if kept is not None and kept[0] == stamp:
                return kept[1]
            data = read_bounded(place, byte_limit(path), self._folder)
        except (OSError, LettrineError) as error:
            raise KeyError(path) from error
        if sum(len(other) for _, other in self._kept.values()) + len(data) > MOST_KEPT:
            self._kept.clear()
        self._kept[path] = (stamp, data)
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)
