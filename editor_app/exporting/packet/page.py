"""Make ``relecture.html``: the letter as it will look, in one file that fetches nothing, with what it takes to remark
upon it in any browser.

The page knows of each block which stretch of the source every stretch of the words shown came from, so that a remark
made on what is read stands on the source's own words.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from re import Match
from string import Template
from typing import Final

from editor_app.assets import asset
from editor_app.exporting.format import Letter, media_type
from editor_app.exporting.packet.source_map import trace
from editor_app.exporting.web.page import rendered, with_pictures_at_hand
from editor_app.issue.theme import Theme
from editor_app.rendering.markdown import RenderedBlock
from editor_app.rendering.ordinals import raised
from editor_app.rendering.page import content, kicker
from editor_app.rendering.theme_style import masthead, stylesheet
from editor_app.review.annotation import Annotation, State, to_json

MAX_PICTURES: Final = 40 * 1024**2
_SOURCE: Final = re.compile(r'(<img[^>]* src=")([^"]+)(")')
_POLICY: Final = (
    "default-src 'none'; img-src data:; style-src {}; script-src {}; connect-src 'none'; base-uri 'none'; "
    "form-action 'none'"
)


def packet_page(
    letter: Letter, texts: Mapping[str, str], remarks: tuple[Annotation, ...], described: Mapping[str, object]
) -> str:
    """The page. ``described`` is the packet's description, ``remarks`` those that the reader sees."""
    bodies = rendered(letter)
    issue = with_pictures_at_hand(letter)
    theme = letter.theme
    style = f"{stylesheet(theme)}\n{_resource('relecture.css')}"
    script = _resource("relecture.js")
    data = {
        **described,
        "texts": {section: texts[section] for section in texts},
        "blocks": {section: blocks_of(texts[section], bodies[section]) for section in texts},
        "remarks": [json.loads(to_json(remark)) for remark in remarks if remark.state is State.OPEN],
    }
    return Template(_resource("relecture.html")).substitute(
        language=html.escape(issue.language, quote=True),
        policy=_POLICY.format(_digest(style), _digest(script)),
        window_title=html.escape(f"Relecture – {issue.title}"),
        style=style,
        script=script,
        data=_data(data),
        masthead=masthead(theme, kicker(issue), raised(issue.title), _logo(theme)),
        content=_SOURCE.sub(lambda found: _embedded(found, letter), content(issue, bodies)),
    )


def blocks_of(text: str, blocks: tuple[RenderedBlock, ...]) -> list[list[list[int]]]:
    """For each block, in order: stretches ``[shown, source, length]`` (code points) that are the same in the words
    shown and in ``text``."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    found = []
    for at, block in enumerate(blocks):
        first = starts[min(block.line, len(starts) - 1)]
        stop = starts[blocks[at + 1].line] if at + 1 < len(blocks) else len(text)
        source = text[first:stop] if first < stop else text[first:]
        found.append([[same.shown, first + same.source, same.length] for same in trace(shown(block.html), source)])
    return found


def shown(block: str) -> str:
    """The words of a block of HTML, as ``textContent`` gives them."""
    reader = _Words()
    reader.feed(block)
    reader.close()
    return "".join(reader.words)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _logo(theme: Theme) -> str:
    """The address of the theme's logo, which travels in the page."""
    if theme.logo is None:
        return ""
    return f"data:{media_type(theme.logo.path)};base64,{base64.b64encode(theme.logo.data).decode()}"


def _embedded(found: Match[str], letter: Letter) -> str:
    data = letter.files.get(html.unescape(found[2]), b"")
    if len(data) > MAX_PICTURES:
        return f"{found[1]}data:,{found[3]}"
    encoded = base64.b64encode(data).decode()
    return f"{found[1]}data:{media_type(found[2])};base64,{encoded}{found[3]}"


def _data(value: Mapping[str, object]) -> str:
    """JSON that ends no element and is no script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _resource(name: str) -> str:
    return asset("review", name).read_text(encoding="utf-8")
