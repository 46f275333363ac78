"""The web page in the bundle: ``index.html``, its style sheet, the pictures that it shows, its entry for feeds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from re import Match
from urllib.parse import quote

from editor_app.exporting.format import Format, Letter, Part
from editor_app.exporting.web.description import described, metadata
from editor_app.exporting.web.feeds import feeds
from editor_app.exporting.web.responsive import responsive
from editor_app.issue.model import Issue
from editor_app.issue.outline import NBSP
from editor_app.rendering.markdown import RenderedBlock, render
from editor_app.rendering.page import page, text_level
from editor_app.rendering.theme_style import stylesheet
from editor_app.storage.bare_pictures import is_picture_data

_PICTURE = re.compile(r'<img(?: alt="([^"]*)")?[^>]* src="([^"]+)"[^>]*>')
_LINKED = re.compile(r' href="(media/[^"]+)"')


def rendered(letter: Letter) -> dict[str, tuple[RenderedBlock, ...]]:
    """The blocks of every section by its id. A picture whose file is not there is said instead of shown broken."""
    outline = letter.issue.outline
    return {
        section.id: tuple(
            replace(block, html=_PICTURE.sub(lambda found: _shown(found, letter), block.html))
            for block in render(letter.texts.get(section.id, ""), section.id, text_level(outline, section.id))
        )
        for section in outline.walk()
    }


def with_pictures_at_hand(letter: Letter) -> Issue:
    """The issue, its lead picture awaited when the file is not there."""
    picture = letter.issue.picture
    if picture is None or picture.file in letter.files:
        return letter.issue
    return replace(letter.issue, picture=replace(picture, file=None))


def _shown(found: Match[str], letter: Letter) -> str:
    if found[2].replace("&amp;", "&") in letter.files:
        return found[0]
    description = f"[Image{NBSP}: {found[1]}]" if found[1] else "[Image]"
    return f'<span class="picture-missing">{description}</span>'


def _make(letter: Letter) -> Mapping[str, Part]:
    issue, bodies = with_pictures_at_hand(letter), rendered(letter)
    used = {issue.picture.file} if issue.picture else set()
    for blocks in bodies.values():
        for block in blocks:
            used.update(found[2].replace("&amp;", "&") for found in _PICTURE.finditer(block.html))
            used.update(found[1].replace("&amp;", "&") for found in _LINKED.finditer(block.html))
    description = described(issue, bodies)
    theme = letter.theme
    logo = theme.logo
    logo_file = f"theme/{PurePosixPath(logo.path).name}" if logo else ""
    html = page(
        issue,
        bodies,
        theme,
        css_href="style.css",
        logo_href=quote(logo_file),
        metadata=metadata(issue, description),
    )
    html, smaller = responsive(html, letter.files)
    parts = {
        "index.html": Part(html.encode(), "page"),
        "style.css": Part(stylesheet(theme).encode(), "style"),
        **feeds(issue, description),
    }
    if logo:
        parts[logo_file] = Part(logo.data, "picture")
    pictures = {path: data for path, data in letter.files.items() if path in used} | smaller
    return parts | {
        path: Part(data, "picture" if is_picture_data(data) else "other") for path, data in pictures.items()
    }


WEB = Format("web", "la page web", _make)
