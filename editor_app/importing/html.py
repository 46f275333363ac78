"""Reads a letter out of a web page: its text as Markdown, its pictures, and a list of what stayed behind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from editor_app.errors import LettrineError
from editor_app.importing import recognition
from editor_app.importing.escaping import escape_inline, escape_line
from editor_app.importing.pictures import Pictures
from editor_app.issue.model import Picture

MAX_TAGS: Final = 100_000
MAX_DEPTH: Final = 150
_SILENT: Final = ("script", "style", "template", "noscript", "link", "meta", "base", "head")
_FURNITURE: Final = ("nav", "header nav", "[role=navigation]", "[role=search]", "[role=banner]")
_NOT_TAKEN: Final = {
    "form": "un formulaire",
    "iframe": "un cadre qui montre une autre page",
    "object": "un objet incorporé",
    "embed": "un objet incorporé",
    "video": "une vidéo",
    "audio": "un enregistrement sonore",
    "canvas": "un dessin fait par un programme",
    "svg": "un dessin vectoriel",
    "math": "une formule",
}
_LINKS: Final = ("", "http", "https", "mailto", "tel")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
# markdownify trims every kind of space at the edges of emphasis and links, so no-break spaces travel in disguise.
_SPACES: Final = {"\u00a0": "\ufdd0", "\u202f": "\ufdd1", "\u2009": "\ufdd2", "\u2007": "\ufdd3"}


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page says: Markdown (LF line ends), title and language as its head gives them, its lead picture,
    pictures by path (``media/…``), and French sentences on what stayed behind."""

    markdown: str
    title: str
    language: str | None
    picture: Picture | None
    media: Mapping[str, bytes]
    notes: tuple[str, ...]


def read_html(source: str, path: Path, pictures: Pictures | None = None) -> Page:
    """The letter in ``source``, the content of ``path``, beside which its pictures are looked for, unless ``pictures``
    has them.

    Raises LettrineError for a page with more than ``MAX_TAGS`` tags, or nested deeper than ``MAX_DEPTH``.
    """
    if source.count("<") > 2 * MAX_TAGS:
        raise LettrineError(f"{path} : cette page a plus de {MAX_TAGS} balises ; enregistrez-en le texte seul.")
    try:
        return _page(source, pictures or Pictures(path.parent))
    except RecursionError as error:
        raise LettrineError(
            f"{path} : les balises de cette page s’emboîtent trop ; enregistrez-la en texte."
        ) from error


def _page(source: str, pictures: Pictures) -> Page:
    soup = BeautifulSoup(source, "html.parser")
    if _depth(soup) > MAX_DEPTH:
        raise RecursionError
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    language = _language(soup)
    notes: list[str] = []
    root = _content(soup, notes)
    _clear(root, notes)
    lead = _pictures(root, pictures)
    _links(root, notes)
    _layout_tables(root)
    for text in root.find_all(string=True):
        text.replace_with(NavigableString(_disguised(str(text))))
    converter = _Converter(heading_style="ATX", bullets="-", strong_em_symbol="*", wrap=False)
    markdown = _shown(converter.convert_soup(root))
    markdown = re.sub(r"\n{3,}", "\n\n", re.sub(r"(?m)^[ \t]+$", "", markdown)).strip("\n")
    return Page(markdown, title, language, lead, pictures.media, (*notes, *pictures.notes))


class _Converter(MarkdownConverter):
    """markdownify with this program's own escaping, which touches only what Markdown would misread."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        escaped = escape_inline(text)
        return escaped.replace("|", "\\|") if parent_tags & {"td", "th"} else escaped

    def convert_p(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        lines = (_line(line) for line in text.strip("\n").split("\n"))
        converted: str = super().convert_p(element, "\n".join(lines), parent_tags)  # type: ignore[misc]
        return converted

    def convert_li(self, element: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  markdownify's call
        """An entry; what it holds beside its first line stands four columns in, where Python-Markdown looks for it."""
        first, *rest = text.strip("\n \t").split("\n")
        if not first:
            return "\n"
        holder = element.parent
        bullet = "- "
        if holder is not None and holder.name == "ol":
            before = len(element.find_previous_siblings("li"))
            start = str(holder.get("start", "1"))
            bullet = f"{before + (int(start) if re.fullmatch('[0-9]{1,6}', start) else 1)}. "
        begins_with_text = next((c for c in element.children if str(c).strip()), None)
        if isinstance(begins_with_text, NavigableString):
            first = _line(first)
        return "\n".join([bullet + first, *(f"    {line}" if line.strip() else "" for line in rest)]) + "\n"


def _line(line: str) -> str:
    """A line of a paragraph whose inline marks are escaped already, so that it does not begin as a list or heading."""
    bare = line.lstrip(" \t")
    start = re.match(r"#|>|[+*-](?=\s)|\d{1,9}[.)](?=\s)|=+\s*$|-+\s*$", bare)
    if not start:
        return line
    return escape_line(start[0]) + bare[start.end() :] if bare == start[0] else _escaped_start(bare)


def _escaped_start(line: str) -> str:
    number = re.match(r"\d+", line)
    at = number.end() if number else 0
    return f"{line[:at]}\\{line[at:]}"


def _depth(soup: BeautifulSoup) -> int:
    deepest = 0
    waiting: list[tuple[Tag, int]] = [(soup, 0)]
    while waiting:
        tag, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in tag.children if isinstance(child, Tag))
    return deepest


def _language(soup: BeautifulSoup) -> str | None:
    root = soup.html
    code = root.get("lang") if root else None
    return code.split("-")[0].lower() if isinstance(code, str) and re.fullmatch(r"[A-Za-z]{2,8}(-\w+)*", code) else None


def _content(soup: BeautifulSoup, notes: list[str]) -> Tag:
    """The part of the page that is the letter."""
    for name in ("main", "article"):
        found = soup.find_all(name)
        if len(found) == 1:
            around = len(soup.get_text(" ", strip=True)) - len(found[0].get_text(" ", strip=True))
            if around > 0:
                notes.append(f"Ce qui entoure la lettre dans la page (hors de « {name} ») n’a pas été repris.")
            return found[0]
    return soup.body or soup


def _clear(root: Tag, notes: list[str]) -> None:
    for text in root.find_all(string=lambda text: isinstance(text, Comment)):
        text.extract()
    for tag in root.select(", ".join(_SILENT)):
        tag.decompose()
    for tag in root.select(", ".join(_FURNITURE)):
        if not tag.decomposed and not _is_summary_nav(tag):
            notes.append(f"Un menu n’a pas été repris{_extract(tag)}.")
            tag.decompose()
    for name, what in _NOT_TAKEN.items():
        for tag in root.find_all(name):
            if not tag.decomposed:
                notes.append(f"{what[0].upper()}{what[1:]} n’a pas été repris{_extract(tag)}.")
                tag.decompose()
    for tag in root.select("[hidden]"):
        if not tag.decomposed:
            if tag.get_text(strip=True):
                notes.append(f"Un passage caché n’a pas été repris{_extract(tag)}.")
            tag.decompose()


def _is_summary_nav(tag: Tag) -> bool:
    heading = tag.find([*_HEADINGS, "p", "strong"])
    return isinstance(heading, Tag) and recognition.is_summary(heading.get_text(" ", strip=True))


def _extract(tag: Tag) -> str:
    address = tag.get("src") or tag.get("data")
    said = address if isinstance(address, str) else " ".join(tag.get_text(" ", strip=True).split())
    return f" : « {said[:60]}{'…' if len(said) > 60 else ''} »" if said else ""


def _pictures(root: Tag, pictures: Pictures) -> Picture | None:
    """Take the pictures; the one before any paragraph is the lead picture and leaves the text."""
    lead: Picture | None = None
    started = False
    for tag in root.find_all(["img", "p", "h2", "h3"]):
        if tag.name != "img":
            started = started or (len(tag.get_text(strip=True)) > 3 and not recognition.is_picture_mark(tag.get_text()))
            continue
        source, alt = tag.get("src"), tag.get("alt")
        description = " ".join(alt.split()) if isinstance(alt, str) else ""
        description = "" if recognition.is_picture_mark(description) else description
        taken = pictures.take(source) if isinstance(source, str) and source else None
        if lead is None and not started:
            lead = Picture(taken, description, _caption(tag))
            tag.decompose()
        elif taken is None:
            tag.replace_with(NavigableString(description))
        else:
            tag["src"], tag["alt"] = taken, description.replace("[", "(").replace("]", ")")
            caption = _caption(tag)
            if caption:
                tag["title"] = caption.replace('"', "”")
            elif "title" in tag.attrs:
                del tag["title"]
    return lead


def _caption(image: Tag) -> str:
    figure = image.find_parent("figure")
    caption = figure.find("figcaption") if figure else None
    if not isinstance(caption, Tag):
        return ""
    text = " ".join(re.split(r"[ \t\n]+", caption.get_text().strip(" \t\n")))
    caption.decompose()
    return text


def _links(root: Tag, notes: list[str]) -> None:
    for link in root.find_all("a"):
        address = link.get("href")
        try:
            scheme = urlsplit(address).scheme.lower() if isinstance(address, str) else ""
        except ValueError:
            scheme = "?"
        if scheme not in _LINKS:
            notes.append(f"Le lien de « {link.get_text(' ', strip=True)[:60]} » n’a pas été repris ({scheme}:).")
        if scheme not in _LINKS or not address or str(address).startswith("#"):
            link.unwrap()


def _layout_tables(root: Tag) -> None:
    """Tables that only place things on the page give their content up; tables of data stay."""
    for table in root.find_all("table"):
        if table.get("role") == "presentation" or table.find(["table", "p", "ul", "ol", *_HEADINGS]):
            for part in table.find_all(["thead", "tbody", "tfoot", "tr"]):
                if part.find_parent("table") is table:
                    part.unwrap()
            for cell in table.find_all(["td", "th", "caption"]):
                if cell.find_parent("table") is table:
                    cell.name = "div"
            table.name = "div"


def _disguised(text: str) -> str:
    for space, disguise in _SPACES.items():
        text = text.replace(space, disguise)
    return text


def _shown(text: str) -> str:
    for space, disguise in _SPACES.items():
        text = text.replace(disguise, space)
    return text
