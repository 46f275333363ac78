"""Where the program's own files are: templates, styles, word lists, the sample letter.

In a wheel they lie inside the package; in a checkout they are the top-level folders ``resources/`` and ``issues/``.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

SAMPLE_LETTER = "2022-015-traite-des-etres-humains"


def _folder(name: str) -> Traversable:
    packed = files("editor_app").joinpath(name)
    return packed if packed.is_dir() else files("editor_app").joinpath("..", name)


def asset(*path: str) -> Traversable:
    """The file or folder at ``path`` below ``resources/``."""
    return _folder("resources").joinpath(*path)


def sample_letter() -> Traversable:
    """The folder of the complete letter that ships with the program; read-only, to be copied before it is edited."""
    return _folder("issues").joinpath(SAMPLE_LETTER)
