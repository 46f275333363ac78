"""Turn the letter into the HTML that mail programs show: tables, styles in the elements, pictures that travel along."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape
from string import Template
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element, tostring

import css_inline

from editor_app.assets import asset
from editor_app.errors import LettrineError
from editor_app.exporting.format import Letter
from editor_app.exporting.html_tree import html_tree
from editor_app.exporting.picture_size import PictureSize, picture_size
from editor_app.exporting.web.page import rendered
from editor_app.issue.model import Issue
from editor_app.issue.outline import NBSP, Section
from editor_app.issue.theme import Font, Masthead, Palette, Theme
from editor_app.rendering.dates import day_in_words, publication_date
from editor_app.rendering.markdown import RenderedBlock
from editor_app.rendering.ordinals import raised
from editor_app.rendering.page import section_html
from editor_app.storage.bare_pictures import DamagedPictureError
from editor_app.storage.redrawn_pictures import redrawn

COLUMN = 536
"""The width of the text, in pixels: a sheet of 600 less its margins."""

_COMMENT: Final = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
"""Orange's mail drops the rule that a comment stands before."""
_NOT_MAILED: Final = "webp"
"""Outlook on Windows does not show it."""
_FONTS: Final = {Font.SERIF: "Georgia, serif", Font.SANS: "Arial, sans-serif"}
"""The families that mail programs have."""


@dataclass(slots=True)
class Pictures:
    """The pictures of the letter that the message shows, each under the name that its part of the message has."""

    letter: Letter
    names: dict[str, str] = field(default_factory=dict)

    def shown(self, path: str) -> tuple[str, PictureSize] | None:
        """The name under which ``path`` travels and its size; None when it cannot be shown."""
        size = picture_size(self.letter.files.get(path, b""))
        if size is None:
            return None
        kind = "png" if size.kind == _NOT_MAILED else size.kind
        return self.names.setdefault(path, f"image-{len(self.names) + 1}.{kind}"), size


def mailed(data: bytes) -> bytes:
    """The picture as it travels: drawn again as PNG where mail programs lack its format. Raises LettrineError."""
    if not data.startswith(b"RIFF"):
        return data
    try:
        return redrawn(data, "PNG")
    except DamagedPictureError as error:
        raise LettrineError(
            "Une image WebP de la lettre ne peut pas être lue pour l’e-mail\u00a0; convertissez-la en PNG ou en JPEG."
        ) from error


def message_html(letter: Letter, subject: str, preheader: str) -> tuple[str, dict[str, str]]:
    """The HTML document of the message, and the name of each picture's part (its Content-ID) by the picture's path."""
    issue = letter.issue
    pictures, theme = Pictures(letter), letter.theme
    bodies = rendered(letter)
    html = Template(_resource("message.html")).substitute(
        language=escape(issue.language, quote=True),
        subject=escape(subject, quote=True),
        preheader=escape(preheader),
        screens=_COMMENT.sub("", _themed("screens.css", theme, theme.dark)),
        masthead=_masthead(issue, theme, pictures),
        lead=_lead(issue, pictures),
        sections="\n".join(_row(issue, section, bodies, pictures) for section in issue.outline.sections),
        foot=f"Dernière modification{NBSP}: {day_in_words(issue.modified)}" if issue.modified else "",
    )
    return _inliner(_themed("message.css", theme, theme.light)).inline(html).replace("&nbsp;", NBSP), pictures.names


def _kicker(issue: Issue) -> str:
    date = [raised(publication_date(issue.date))] if issue.date else []
    return " · ".join(filter(None, [escape(issue.name), f"N°{NBSP}{issue.number}", *date]))


def _lead(issue: Issue, pictures: Pictures) -> str:
    if issue.picture is None:
        return ""
    description = issue.picture.description.strip()
    shown = pictures.shown(issue.picture.file or "")
    if shown is None:
        words = escape(f"Image à venir{NBSP}: {description}" if description else "Image à venir")
        picture = f'<p class="awaited">{words}</p>'
    else:
        image = Element("img", {"alt": description})
        _place(image, *shown)
        picture = f'<div class="figure">{tostring(image, "unicode", "html")}</div>'
    legend = " — ".join(filter(None, [issue.picture.caption.strip(), issue.picture.credit.strip()]))
    caption = f'<p class="caption">{raised(legend)}</p>' if legend else ""
    return f'<tr><td class="lead">{picture}{caption}</td></tr>\n'


def _row(issue: Issue, section: Section, bodies: Mapping[str, tuple[RenderedBlock, ...]], pictures: Pictures) -> str:
    """A row of the sheet for a section at the top of the outline, with all below it."""
    tree = html_tree(_tree(issue, section, bodies))
    for element in list(tree.iter()):
        _for_mail(element, pictures)
    inner = "".join(tostring(child, "unicode", "html") for child in tree)
    return f'<tr><td class="section">{inner}</td></tr>'


def _tree(issue: Issue, section: Section, bodies: Mapping[str, tuple[RenderedBlock, ...]]) -> str:
    inner = "".join(_tree(issue, child, bodies) for child in section.children)
    return section_html(issue, section.id, bodies.get(section.id, ()), inner)


def _for_mail(element: Element, pictures: Pictures) -> None:
    """Say it with the elements and attributes that mail programs know."""
    tag, css = element.tag, element.get("class", "")
    if tag in ("section", "nav", "figure"):
        element.tag = "div"
        element.attrib.pop("aria-labelledby", None)
        element.set("class", "figure" if tag == "figure" else css)
    elif tag == "figcaption":
        element.tag = "p"
        element.set("class", "caption")
    elif tag == "div" and css in ("body", "table"):
        element.attrib.clear()
    elif tag == "table":
        element.attrib |= {"class": "data", "border": "0", "cellpadding": "0", "cellspacing": "0"}
    elif tag == "td":
        element.set("class", f"cell {css}".strip())
    elif tag == "img":
        shown = pictures.shown(unquote(element.get("src", "")))
        if shown is None:
            element.tag = "span"
            element.text = f"[Image{NBSP}: {element.get('alt')}]" if element.get("alt") else "[Image]"
            element.attrib = {"class": "picture-missing"}
        else:
            _place(element, *shown)
    elif tag == "a" and element.get("href", "").startswith("media/"):
        element.tag = "span"
        element.attrib.clear()
    elif css == "author":
        element.tag = "p"
    _lift_signatures(element)


def _lift_signatures(element: Element) -> None:
    """The signature that a heading ends with becomes the paragraph after it."""
    for heading in list(_headings(element)):
        author = heading[-1]
        heading.remove(author)
        if heading.text is not None and not len(heading):
            heading.text = heading.text.rstrip()
        author.tail = heading.tail
        heading.tail = "\n"
        element.insert(list(element).index(heading) + 1, author)


def _headings(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag in ("h2", "h3", "h4", "h5", "h6") and len(child) and child[-1].get("class") == "author":
            yield child


def _place(image: Element, name: str, size: PictureSize) -> None:
    """Point at the picture's part of the message; the width is for mail programs that know no ``max-width``."""
    image.set("src", f"cid:{name}")
    image.set("width", str(min(COLUMN, size.width)))


def _masthead(issue: Issue, theme: Theme, pictures: Pictures) -> str:
    """The rows of the sheet with the logo, the letter's name and its title."""
    band = theme.masthead is Masthead.BAND
    ground = f' bgcolor="{theme.light.accent}"' if band else ""  # Orange takes few colours out of a style
    rows = f'<tr><td class="head{" band" if band else ""}"{ground}><p class="kicker">{_kicker(issue)}</p>'
    rows += f"<h1>{raised(issue.title)}</h1></td></tr>\n"
    if band and issue.picture is not None:
        rows += '<tr><td class="below"></td></tr>\n'
    shown = pictures.shown(theme.logo.path) if theme.logo is not None else None
    if theme.logo is None or shown is None:
        return rows
    image = Element("img", {"alt": theme.logo.description})
    _place(image, *shown)
    image.set("width", str(theme.logo.width))
    return f'<tr><td class="logo{" above" if band else ""}">{tostring(image, "unicode", "html")}</td></tr>\n{rows}'


def _themed(name: str, theme: Theme, palette: Palette) -> str:
    """A style sheet with the theme's colours and fonts in it."""
    text, headings = _FONTS[theme.text], _FONTS[theme.headings]
    css = Template(_resource(name)).substitute(dataclasses.asdict(palette), text_font=text)
    if text != headings and palette is theme.light:
        css += f"h1, h2, h3, h4, h5, h6 {{ font-family: {headings}; }}\n"
    return css


@lru_cache(maxsize=4)
def _inliner(css: str) -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        inline_style_tags=False,
        keep_style_tags=True,
        load_remote_stylesheets=False,
        extra_css=css,
        minify_css=True,
    )


@cache
def _resource(name: str) -> str:
    return asset("email", name).read_text(encoding="utf-8")
