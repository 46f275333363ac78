"""The sources in the bundle: the letter's own folder, to be opened again and worked on."""

from __future__ import annotations

from collections.abc import Mapping

from editor_app.exporting.format import Format, Letter, Part

_ROLES = {"issue.yaml": "issue", "sections": "section", "media": "picture", "themes": "style"}


def _make(letter: Letter) -> Mapping[str, Part]:
    return {path: Part(data, _ROLES.get(path.split("/")[0], "other")) for path, data in letter.files.items()}


SOURCES = Format("sources", "les sources de la lettre", _make)
