"""Turn a section's text into the HTML blocks of the page: what the preview patches and the web format joins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final

from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from editor_app.issue.blocks import Block, blocks
from editor_app.rendering.allowlist import cleaned
from editor_app.rendering.elements import Elements
from editor_app.rendering.footnotes import Footnotes
from editor_app.rendering.lines import LineParser, clean, prepare

MAX_CHARACTERS: Final = 200_000
"""A section longer than this (a letter has some 30,000) is shown as plain paragraphs."""

MAX_PARAGRAPH: Final = 20_000
MAX_BRACKETS: Final = 500
"""So is a section with a longer paragraph, or one with more opening brackets: the library's inline patterns take time
that grows with the square of either."""

_CACHED_SECTIONS: Final = 64
_NOTE = re.compile(r" {0,3}\[\^[^\]]*\]:")


@dataclass(frozen=True, slots=True)
class RenderedBlock:
    """One top-level element of a section. ``line`` counts from 0 the line of the source that it starts at; the notes,
    always last, start at the first definition of one."""

    line: int
    html: str


@lru_cache(maxsize=_CACHED_SECTIONS)
def render(text: str, section_id: str, level: int = 3) -> tuple[RenderedBlock, ...]:
    """The blocks of a section's Markdown ``text`` (LF line ends), in order, safe to put into a page as they are.

    ``section_id`` begins every id, so that sections can be joined. ``level`` is that of the first heading in the text:
    3 under a section's h2, 4 within an article of a priority (`page.text_level`). Raw HTML is text. Text that is too
    long, or beyond what the library can nest, comes back as plain paragraphs: nothing is lost, nothing fails.
    """
    if len(text) > MAX_CHARACTERS or any(map(_is_monstrous, blocks(text))):
        return _plain(text)
    try:
        return tuple(_rendered(text, section_id, level))
    except RecursionError:
        return _plain(text)


def _is_monstrous(block: Block) -> bool:
    return len(block.text) > MAX_PARAGRAPH or block.text.count("[") > MAX_BRACKETS


def _rendered(text: str, section_id: str, level: int) -> list[RenderedBlock]:
    prepared = prepare(text)
    md = Markdown(output_format="html")
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    parser = LineParser(md)
    md.parser = parser
    extensions = [
        TableExtension(),
        AttrListExtension(),
        DefListExtension(),
        AbbrExtension(),
        SaneListExtension(),
        Footnotes(section_id),
        Elements(section_id, level, prepared.code),
    ]
    md.registerExtensions(extensions, {})
    root = parser.parse(prepared.lines)
    for treeprocessor in md.treeprocessors:
        treeprocessor.run(root)
    first_note = next((at for at, line in enumerate(prepared.lines) if _NOTE.match(line)), 0)
    rendered = []
    for element in root:
        element.tail = None
        html = md.serializer(element)
        for postprocessor in md.postprocessors:
            html = postprocessor.run(html)
        html = clean(cleaned(html)).strip()  # last, for an entity may stand for a forbidden character
        if html:
            rendered.append(RenderedBlock(prepared.sources[parser.origins.get(element, first_note)], html))
    return rendered


def _plain(text: str) -> tuple[RenderedBlock, ...]:
    """Every block as a paragraph of plain text."""
    return tuple(RenderedBlock(block.line, f"<p>{escape(block.text)}</p>") for block in blocks(clean(text)))
