"""The EPUB in the bundle: a reflowable EPUB 3 with navigation, described pictures and accessibility metadata."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from html import escape
from io import BytesIO
from string import Template
from typing import Final

from editor_app.assets import asset
from editor_app.exporting.archive import write_archive
from editor_app.exporting.epub.pages import TITLE_PAGE, Images, anchor, page_names, section_pages, title_page
from editor_app.exporting.format import Format, Letter, Part
from editor_app.exporting.web.page import rendered, with_pictures_at_hand
from editor_app.issue.model import Issue
from editor_app.issue.outline import Section
from editor_app.issue.theme import Font, Masthead, Theme
from editor_app.rendering.lines import clean
from editor_app.rendering.ordinals import raised

_FOLDER: Final = "EPUB/"
_FONTS: Final = {Font.SERIF: "serif", Font.SANS: "sans-serif"}
_MIMETYPE: Final = "mimetype"
_UNDATED: Final = datetime.date(1980, 1, 1)
"""The package must say when it was changed; a letter without any date says the day that its archive's entries bear."""

_SUMMARY: Final = "Texte structuré par des titres et un sommaire, dont la présentation s’adapte au lecteur"
_FEATURES: Final = ("structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability")


def letter_epub(letter: Letter) -> bytes:
    """The letter as an ``.epub`` file, the same bytes every time."""
    issue = with_pictures_at_hand(letter)
    images = Images(letter.files)
    theme = letter.theme
    pages = {TITLE_PAGE: title_page(issue, images, theme)}
    cover = next(iter(images.shown.values()), None)
    pages.update(section_pages(issue, rendered(letter), images))
    files = {
        _MIMETYPE: b"application/epub+zip",
        "META-INF/container.xml": _resource("container.xml").encode(),
        f"{_FOLDER}package.opf": _package(issue, list(pages), images, cover.file if cover else "").encode(),
        f"{_FOLDER}nav.xhtml": _navigation(issue).encode(),
        f"{_FOLDER}style.css": _style(theme).encode(),
    }
    files |= {f"{_FOLDER}{name}": page.encode() for name, page in pages.items()}
    files |= {f"{_FOLDER}{image.file}": image.data for image in images.shown.values()}
    packed = BytesIO()
    write_archive(packed, files, files.__getitem__)
    return packed.getvalue()


def _style(theme: Theme) -> str:
    """The style sheet, with the theme's fonts and its accent on rules; colours of words are the reader's to choose."""
    css = _resource("style.css")
    if theme.text is not Font.SERIF:
        css += f"\nbody {{ font-family: {_FONTS[theme.text]}; }}"
    if theme.headings is not theme.text:
        css += f"\nh1, h2, h3, h4, h5, h6 {{ font-family: {_FONTS[theme.headings]}; }}"
    accent = theme.light.accent
    if theme.masthead is Masthead.BAND:
        css += f"\n.titlepage h1 {{ padding-bottom: 0.5em; border-bottom: 0.3em solid {accent}; }}"
    return f"{css}\nblockquote {{ border-color: {accent}; }}\n"


def _package(issue: Issue, pages: list[str], images: Images, cover: str) -> str:
    items = [
        f'<item id="page-{number:02}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(pages)
    ]
    for number, image in enumerate(images.shown.values(), start=1):
        mark = ' properties="cover-image"' if image.file == cover else ""
        items.append(f'<item id="image-{number:02}" href="{image.file}" media-type="{image.media_type}"{mark}/>')
    day = issue.modified or issue.date or _UNDATED
    described = bool(images.shown) and not images.undescribed
    return Template(_resource("package.opf")).substitute(
        identifier=f"urn:uuid:{escape(issue.id)}",
        language=escape(issue.language),
        title=_text(f"{issue.title} – {issue.name}, n°\u00a0{issue.number}"),
        publisher=_text(issue.name),
        modified=f"{day.isoformat()}T00:00:00Z",
        details="\n".join(_details(issue, images, described=described)),
        accessibility=_text(f"{_SUMMARY}{' ; les images sont décrites' if described else ''}."),
        manifest="\n".join(items),
        spine="\n".join(f'<itemref idref="page-{number:02}"/>' for number in range(len(pages))),
    )


def _details(issue: Issue, images: Images, *, described: bool) -> Iterator[str]:
    """Date and people; how the book can be read (schema.org's terms, as EPUB Accessibility 1.1 asks)."""
    if issue.date is not None:
        yield f"<dc:date>{issue.date.isoformat()}</dc:date>"
    authors = dict.fromkeys(section.author.name for section in issue.outline.walk() if section.author)
    for author in filter(str.strip, authors):
        yield f"<dc:contributor>{_text(author)}</dc:contributor>"
    for mode in ("textual", *(["visual"] if images.shown else [])):
        yield f'<meta property="schema:accessMode">{mode}</meta>'
    if described or not images.shown:
        yield '<meta property="schema:accessModeSufficient">textual</meta>'
    else:
        yield '<meta property="schema:accessModeSufficient">textual,visual</meta>'
    for feature in (*_FEATURES, *(["alternativeText"] if described else [])):
        yield f'<meta property="schema:accessibilityFeature">{feature}</meta>'


def _navigation(issue: Issue) -> str:
    names = page_names(issue)
    entries = [f'<li><a href="{TITLE_PAGE}">{raised(clean(issue.title)) or "Page de titre"}</a></li>']
    entries += (_entry(issue, section, names[section.id]) for section in issue.outline.sections)
    return Template(_resource("nav.xhtml")).substitute(
        language=escape(issue.language),
        title=_text(issue.title),
        entries="<ol>\n" + "\n".join(entries) + "\n</ol>",
        first=next(iter(names.values()), TITLE_PAGE),
    )


def _entry(issue: Issue, section: Section, file: str) -> str:
    heading = raised(clean(issue.outline.heading(section.id))).strip() or "Sans titre"
    below = "".join(_entry(issue, child, file) for child in section.children)
    inner = f"\n<ol>{below}</ol>" if below else ""
    return f'<li><a href="{file}#{anchor(section.id)}">{heading}</a>{inner}</li>'


def _text(value: str) -> str:
    return escape(" ".join(clean(value).split(" ")).strip()) or "Sans titre"


def _resource(name: str) -> str:
    return asset("epub", name).read_text(encoding="utf-8")


def _make(letter: Letter) -> Mapping[str, Part]:
    return {"lettre.epub": Part(letter_epub(letter), "document")}


EPUB: Final = Format("epub", "le livre numérique (EPUB)", _make)
