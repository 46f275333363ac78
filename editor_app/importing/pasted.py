"""Turns what is pasted out of Word, LibreOffice or a web page into the Markdown of a section."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup, Tag

from editor_app.errors import LettrineError
from editor_app.importing.html import read_html
from editor_app.importing.pictures import Pictures

MAX_CHARACTERS: Final = 400_000
_SOURCE: Final = Path("Le texte collé")
_CONDITIONAL: Final = re.compile(r"<!\[(?:if|endif)[^>]*\]>|</?o:[^>]*>", re.IGNORECASE)
_BULLET: Final = re.compile(r"^[\s\u00a0]*(?:[·•o§▪–-]|(\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)°])[\s\u00a0]+")
_LIST: Final = re.compile(r"mso-list:\s*l\d+ level(\d)")


def read_pasted(html: str) -> tuple[str, tuple[str, ...]]:
    """The Markdown of a piece of ``html`` from the clipboard (no line end after it), and French sentences on what could
    not be kept. Raises LettrineError for one that is too long or nested too deep."""
    if len(html) > MAX_CHARACTERS:
        raise LettrineError(f"{_SOURCE} est trop long pour garder sa forme ; importez plutôt le fichier.")
    soup = BeautifulSoup(_CONDITIONAL.sub("", html), "html.parser")
    _emphasis(soup)
    _lists(soup)
    page = read_html(str(soup), _SOURCE, Pictures(Path(), {}))
    return page.markdown.strip("\n"), page.notes


def _emphasis(soup: BeautifulSoup) -> None:
    """Bold and italics said by a style become elements, and elements that a style takes back are dropped."""
    for tag in soup.find_all(["b", "strong", "i", "em", "span"]):
        style = str(tag.get("style", "")).replace(" ", "").lower()
        if tag.name in ("b", "strong") and "font-weight:normal" in style:
            tag.unwrap()
        elif tag.name == "span" and re.search(r"font-weight:(?:bold|[6-9]00)", style):
            tag.name = "strong"
        elif tag.name == "span" and "font-style:italic" in style:
            tag.name = "em"


def _lists(soup: BeautifulSoup) -> None:
    """Word's list items, paragraphs that begin with their mark, become lists."""
    held: list[Tag] = []
    for paragraph in soup.find_all("p"):
        level = _LIST.search(str(paragraph.get("style", "")))
        if level is None:
            continue
        mark = _BULLET.match(paragraph.get_text())
        name = "ol" if mark and mark[1] else "ul"
        _without_mark(paragraph, len(mark[0]) if mark else 0)
        before = paragraph.find_previous_sibling()
        if not held or before is not held[0]:
            held = [soup.new_tag(name)]
            paragraph.insert_before(held[0])
        depth = min(int(level[1]), len(held) + 1)
        del held[depth:]
        items = held[-1].find_all("li", recursive=False)
        if depth > len(held) and items:
            held.append(soup.new_tag(name))
            items[-1].append(held[-1])
        paragraph.name, paragraph.attrs = "li", {}
        held[-1].append(paragraph.extract())


def _without_mark(paragraph: Tag, length: int) -> None:
    for text in list(paragraph.find_all(string=True)):
        taken = min(length, len(text))
        text.replace_with(str(text)[taken:])
        length -= taken
        if length <= 0:
            return
