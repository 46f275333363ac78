"""Put the blocks of every section into the letter's page: what the preview shows and the web format publishes."""

from __future__ import annotations

import base64
import datetime
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from string import Template
from urllib.parse import quote

from editor_app.assets import asset
from editor_app.issue.model import Issue, Picture
from editor_app.issue.outline import NBSP, Kind, Outline, Person, Section
from editor_app.issue.summary import summary
from editor_app.issue.theme import Theme
from editor_app.rendering.allowlist import is_picture
from editor_app.rendering.dates import day_in_words, publication_date
from editor_app.rendering.markdown import RenderedBlock
from editor_app.rendering.ordinals import raised
from editor_app.rendering.theme_style import masthead, stylesheet

Bodies = Mapping[str, tuple[RenderedBlock, ...]]
"""The rendered blocks of each section by its id; a section that is not there has none."""

_UNTITLED = "Sans titre"
"""What a section without a title is called, since a heading and a link must say something (RGAA 6.2)."""

_POLICY = "default-src 'none'; img-src 'self'; style-src {}; base-uri 'none'; form-action 'none'"


def page(
    issue: Issue, bodies: Bodies, theme: Theme, *, css_href: str | None, logo_href: str = "", metadata: str = ""
) -> str:
    """The whole page as an HTML document: no script, nothing fetched from elsewhere, every value escaped.

    ``css_href`` is the relative address of the style sheet (`theme_style.stylesheet`); None puts it into the page.
    ``logo_href`` is that of the theme's logo, where it has one. ``metadata`` is HTML for the head: what machines are
    told about the letter.
    """
    style = stylesheet(theme)
    return Template(_resource("page.html")).substitute(
        language=escape(issue.language),
        policy=_POLICY.format("'self'" if css_href is not None else _digest(style)),
        window_title=escape(f"{issue.title} – {issue.name}, n°{NBSP}{issue.number}"),
        style=f"<style>{style}</style>" if css_href is None else _style_link(css_href),
        metadata=metadata,
        masthead=masthead(theme, kicker(issue), raised(issue.title), logo_href),
        content=content(issue, bodies),
        modified=_modified(issue.modified),
    )


def content(issue: Issue, bodies: Bodies) -> str:
    """What is in the page below its title: the lead picture and the sections."""
    parts = [_lead(issue.picture)] if issue.picture else []
    parts += (_section_tree(issue, section, bodies) for section in issue.outline.sections)
    return "\n".join(parts)


def text_level(outline: Outline, section_id: str) -> int:
    """The heading level that `render` needs for the text of a section: one below the section's own heading.

    Raises OutlineError when there is no such section.
    """
    return len(outline.path(section_id)) + 2


def section_html(issue: Issue, section_id: str, blocks: tuple[RenderedBlock, ...], inner: str = "") -> str:
    """One section: its heading, its signature, and the container of its blocks (``[data-section]``), then ``inner``,
    the HTML of the sections within it. A summary that has no text of its own is derived from the outline.

    Raises OutlineError when there is no such section.
    """
    section = issue.outline.find(section_id)
    name = escape(section.id, quote=True)
    tag, body = "section", _body(name, blocks)
    if section.kind is Kind.SUMMARY:
        tag = "nav"
        body = body if section.file is not None else _entries(issue.outline)
    level = min(6, text_level(issue.outline, section_id) - 1)
    return (
        f'<{tag} id="{name}" class="{section.kind.value}" aria-labelledby="{name}._titre">\n'
        f'<h{level} id="{name}._titre">{_heading(issue.outline, section)}</h{level}>\n'
        f"{body}\n{inner}</{tag}>"
    )


def _section_tree(issue: Issue, section: Section, bodies: Bodies) -> str:
    inner = "".join(f"{_section_tree(issue, child, bodies)}\n" for child in section.children)
    return section_html(issue, section.id, bodies.get(section.id, ()), inner)


def _body(name: str, blocks: tuple[RenderedBlock, ...]) -> str:
    inner = "\n".join(block.html for block in blocks)
    return f'<div class="body" data-section="{name}">{inner}</div>'


def _heading(outline: Outline, section: Section) -> str:
    heading = raised(outline.heading(section.id)).strip() or _UNTITLED
    if section.author is None:
        return heading
    return f'{heading} <span class="author">{raised(signature(section, section.author))}</span>'


def signature(section: Section, author: Person) -> str:
    """Who signs, as it reads after the title: « de M. X, ambassadeur » after « Éditorial », « M. X » elsewhere."""
    signed = ", ".join(part for part in (str(author), author.role) if part)
    if section.title.strip().casefold() != "éditorial":
        return signed
    return f"d’{signed}" if signed[:1].casefold() in "aàâeéèêiîoôuûyhœæ" else f"de {signed}"


def _entries(outline: Outline) -> str:
    """The *sommaire* as a list of links, articles in a list below their priority."""

    def lines() -> Iterator[str]:
        depth = -1
        for entry in summary(outline):
            if entry.depth > depth:
                yield "\n<ul>\n"
            else:
                yield "</li>\n" + "</ul>\n</li>\n" * (depth - entry.depth)
            depth = entry.depth
            words = raised(entry.heading).strip() or _UNTITLED
            yield f'<li><a href="#{escape(entry.section_id, quote=True)}">{words}</a>'
        yield "</li>\n</ul>\n" * (depth + 1)

    return "".join(lines()).strip()


def _lead(picture: Picture) -> str:
    description = picture.description.strip()
    if picture.file is not None and is_picture(picture.file):
        shown = f'<img src="{quote(picture.file)}" alt="{escape(description, quote=True)}">'
    else:
        shown = f'<div class="awaited">Image à venir{f"{NBSP}: {escape(description)}" if description else ""}</div>'
    caption = raised(picture.caption.strip())
    credit = f'<span class="credit">{escape(picture.credit.strip())}</span>' if picture.credit.strip() else ""
    legend = f"<figcaption>{caption}{credit}</figcaption>" if caption or credit else ""
    return f'<figure class="lead">{shown}{legend}</figure>'


def kicker(issue: Issue) -> str:
    """The line above the title: the newsletter's name, the number, the day."""
    parts = [escape(issue.name), f"N°{NBSP}{issue.number}"]
    if issue.date is not None:
        parts.append(f'<time datetime="{issue.date.isoformat()}">{raised(publication_date(issue.date))}</time>')
    return " · ".join(part for part in parts if part)


def _modified(day: datetime.date | None) -> str:
    if day is None:
        return ""
    words = raised(day_in_words(day))
    return f'<p>Dernière modification{NBSP}: <time datetime="{day.isoformat()}">{words}</time></p>'


def _style_link(href: str) -> str:
    return f'<link rel="stylesheet" href="{escape(href, quote=True)}">'


def _digest(css: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"


@cache
def _resource(name: str) -> str:
    return asset("web", name).read_text(encoding="utf-8")
