"""Turn the sections of a letter into the pages of an EPUB: XHTML, links between files, roles for notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from string import Template
from typing import Final
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element, tostring

from editor_app.assets import asset
from editor_app.exporting.html_tree import html_tree
from editor_app.issue.model import Issue
from editor_app.issue.naming import slug
from editor_app.issue.outline import NBSP, Section
from editor_app.issue.theme import Theme
from editor_app.rendering.dates import day_in_words, publication_date
from editor_app.rendering.lines import clean
from editor_app.rendering.markdown import RenderedBlock
from editor_app.rendering.ordinals import raised
from editor_app.rendering.page import section_html

TITLE_PAGE: Final = "titre.xhtml"
_SIGNATURES: Final = {
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
    b"GIF8": ("gif", "image/gif"),
}
_HEADING: Final = re.compile(r"h[2-6]")
_ADDRESS: Final = "%/:?#[]@!$&'()*+,;=~-._"
"""What stands in an address as itself (RFC 3986, 2)."""

_NOT_FOR_BOOKS: Final = ("data-section", "tabindex")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the book: its file beside the pages, its media type by its content, its bytes."""

    file: str
    media_type: str
    data: bytes


class Images:
    """Numbers the pictures as pages show them; ``undescribed`` tells whether one has no description."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.shown: dict[str, Image] = {}
        self.undescribed = False
        self._files = files

    def show(self, path: str, description: str) -> Image | None:
        """The picture at ``path`` in the letter; None when it is not there or of a kind that readers need not know."""
        data = self._files.get(path, b"")
        if path not in self.shown:
            suffix, media_type = _kind(data)
            if not suffix:
                return None
            self.shown[path] = Image(f"image-{len(self.shown) + 1:02}.{suffix}", media_type, data)
        self.undescribed = self.undescribed or not description.strip()
        return self.shown[path]


def page_names(issue: Issue) -> dict[str, str]:
    """The file of each section of the outline's top by its id."""
    return {
        section.id: f"{number:02}-{slug(section.title)}.xhtml"
        for number, section in enumerate(issue.outline.sections, start=1)
    }


def title_page(issue: Issue, images: Images, theme: Theme) -> str:
    """The page with the theme's logo, the letter's name, title and lead picture."""
    parts = [issue.name, f"N°{NBSP}{issue.number}", *([publication_date(issue.date)] if issue.date else [])]
    content = [
        f'<p class="kicker">{_value(" · ".join(parts))}</p>',
        f"<h1>{_value(issue.title)}</h1>",
    ]
    picture = issue.picture
    shown = images.show(picture.file, picture.description) if picture and picture.file else None
    if picture is not None and shown is not None:
        legend = " — ".join(filter(None, [picture.caption.strip(), picture.credit.strip()]))
        caption = f"<figcaption>{_value(legend)}</figcaption>" if legend else ""
        alt = escape(clean(picture.description.strip()))
        content.append(f'<figure><img src="{shown.file}" alt="{alt}"/>{caption}</figure>')
    elif picture is not None:
        content.append(f"<p>{_value(_missing(picture.description.strip()))}</p>")
    logo = images.show(theme.logo.path, theme.logo.description) if theme.logo else None
    if theme.logo is not None and logo is not None:  # the lead picture comes first, for the first is the cover
        alt = escape(clean(theme.logo.description))
        content.insert(0, f'<p class="logo"><img src="{logo.file}" alt="{alt}" width="{theme.logo.width}"/></p>')
    if issue.modified is not None:
        words = _value(f"Dernière modification{NBSP}: {day_in_words(issue.modified)}")
        content.append(f'<p class="colophon">{words}</p>')
    inner = "\n".join(content)
    return _page(
        issue, issue.title, "frontmatter", f'<section epub:type="titlepage" class="titlepage">{inner}</section>'
    )


def section_pages(
    issue: Issue, bodies: Mapping[str, tuple[RenderedBlock, ...]], images: Images
) -> Iterator[tuple[str, str]]:
    """Each top-level section as its file and its page."""
    names = page_names(issue)
    trees = {section.id: html_tree(_section(issue, section, bodies)) for section in issue.outline.sections}
    places = {node.get("id", ""): names[section_id] for section_id, tree in trees.items() for node in tree.iter()}
    for section in issue.outline.sections:
        tree = trees[section.id]
        _adapt(tree, names[section.id], places, images)
        content = "".join(tostring(child, encoding="unicode") for child in tree)
        yield names[section.id], _page(issue, issue.outline.heading(section.id), "bodymatter", content)


def _section(issue: Issue, section: Section, bodies: Mapping[str, tuple[RenderedBlock, ...]]) -> str:
    inner = "".join(f"{_section(issue, child, bodies)}\n" for child in section.children)
    return section_html(issue, section.id, bodies.get(section.id, ()), inner)


def _page(issue: Issue, title: str, part: str, content: str) -> str:
    template = Template(asset("epub", "page.xhtml").read_text(encoding="utf-8"))
    return template.substitute(
        language=escape(issue.language), title=escape(clean(title)) or "Sans titre", part=part, content=content
    )


def _value(text: str) -> str:
    return raised(clean(text))


def _adapt(tree: Element, page: str, places: Mapping[str, str], images: Images) -> None:
    """Change the HTML of the web page into what a book needs, in place."""
    for node in tree.iter():
        for name in _NOT_FOR_BOOKS:
            node.attrib.pop(name, None)
        if "lang" in node.keys():  # noqa: SIM118  an Element's iterator gives its children
            node.set("xml:lang", node.get("lang", ""))
        if _HEADING.fullmatch(node.tag):
            node.tag = f"h{int(node.tag[1]) - 1}"
        elif node.tag == "img":
            _picture(node, images)
        elif node.tag == "a":
            _link(node, page, places)
        elif node.get("class") == "notes":
            node.tag = "section"
            node.attrib = {"class": "notes", "epub:type": "endnotes", "role": "doc-endnotes", "aria-label": "Notes"}
            for item in node[0]:
                item.set("epub:type", "endnote")
    for node in tree.iter():
        if node.get("id"):
            node.set("id", _name(node.get("id", "")))
        if node.get("aria-labelledby"):
            node.set("aria-labelledby", _name(node.get("aria-labelledby", "")))


def _picture(node: Element, images: Images) -> None:
    description = node.get("alt", "")
    shown = images.show(unquote(node.get("src", "")), description)
    if shown is not None:
        node.attrib = {"src": shown.file, "alt": description, **_only(node, "class", "id", "title")}
        return
    node.tag = "span"
    node.attrib = {"class": "picture-missing"}
    node.text = _missing(description)


def _missing(description: str) -> str:
    return f"[Image{NBSP}: {description}]" if description else "[Image]"


def _link(node: Element, page: str, places: Mapping[str, str]) -> None:
    """Links lead to the page that holds their target; what is not in the book is text."""
    address = node.get("href", "")
    css = node.get("class", "")
    if "note-ref" in css:
        node.attrib.update({"epub:type": "noteref", "role": "doc-noteref"})
    elif "note-back" in css:
        node.set("role", "doc-backlink")
    if not address.startswith("#"):
        if ":" not in address:
            node.tag = "span"
            node.attrib = _only(node, "class", "id")
        else:
            node.set("href", quote(address, safe=_ADDRESS))
        return
    target = unquote(address[1:])
    if target not in places:
        node.tag = "span"
        node.attrib = _only(node, "class", "id")
        return
    file = places[target]
    node.set("href", f"{'' if file == page else file}#{quote(_name(target))}")


def _only(node: Element, *names: str) -> dict[str, str]:
    return {name: value for name, value in node.attrib.items() if name in names}


def _name(identifier: str) -> str:
    """An id that XML accepts, which starts with no figure."""
    return f"_{identifier}" if identifier[:1].isdigit() else identifier


def anchor(section_id: str) -> str:
    """The fragment that leads to a section."""
    return quote(_name(section_id))


def _kind(data: bytes) -> tuple[str, str]:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp", "image/webp"
    return next((kind for signature, kind in _SIGNATURES.items() if data.startswith(signature)), ("", ""))
