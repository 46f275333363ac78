"""Tells machines about the letter: search engines (schema.org), those who share its address (Open Graph)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final
from urllib.parse import quote, urljoin
from xml.etree.ElementTree import Element

from editor_app.exporting.html_tree import html_tree
from editor_app.issue.model import Issue
from editor_app.issue.outline import NBSP, Kind, Outline, Section
from editor_app.issue.summary import summary
from editor_app.rendering.lines import clean
from editor_app.rendering.markdown import RenderedBlock

_LENGTH: Final = 200
"""Characters that search engines and previews of links show at most."""

_SHORTEST: Final = 40
_TERRITORIES: Final = {"fr": "fr_FR", "en": "en_GB", "de": "de_DE", "es": "es_ES", "it": "it_IT", "pt": "pt_PT"}
_BLANK: Final = re.compile(r"[ \t\n\r]+")
_NOT_IN_SCRIPT: Final = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def described(issue: Issue, bodies: Mapping[str, tuple[RenderedBlock, ...]]) -> str:
    """What the letter is about, in a sentence or two: how its editorial begins, else its *sommaire*."""
    ordered = sorted(issue.outline.walk(), key=lambda section: section.kind is not Kind.EDITORIAL)
    for section in ordered:
        for block in bodies.get(section.id, ()):
            tree = html_tree(block.html)
            words = _BLANK.sub(" ", _words(tree)).strip()
            if len(tree) and tree[0].tag == "p" and len(words) >= _SHORTEST:
                return _shortened(words)
    titles = f"{NBSP}; ".join(entry.heading for entry in summary(issue.outline) if entry.depth == 0)
    return _shortened(clean(f"Au sommaire{NBSP}: {titles}" if titles else f"{issue.name}, n°{NBSP}{issue.number}"))


def _words(element: Element) -> str:
    """The text of ``element`` without the calls for notes."""
    inner = "" if "note-ref" in element.get("class", "") else (element.text or "") + "".join(map(_words, element))
    return inner + (element.tail or "")


def metadata(issue: Issue, description: str) -> str:
    """The elements for the page's head. Addresses stand only where ``issue.address`` makes them absolute."""
    named = {"description": description}
    properties = dict(_open_graph(issue, description))
    lines = [f'<meta name="{name}" content="{_value(content)}">' for name, content in named.items()]
    lines += [f'<meta property="{name}" content="{_value(content)}">' for name, content in properties.items()]
    if issue.address:
        lines.append(f'<link rel="canonical" href="{_value(issue.address)}">')
    lines.append(f'<script type="application/ld+json">{_json(publication_issue(issue, description))}</script>')
    return "\n".join(lines) + "\n"


def publication_issue(issue: Issue, description: str) -> dict[str, Any]:
    """The letter as schema.org's PublicationIssue, its sections as the articles that are part of it."""
    return _said(
        {
            "@context": "https://schema.org",
            "@type": "PublicationIssue",
            "@id": f"urn:uuid:{issue.id}",
            "issueNumber": str(issue.number),
            "name": clean(issue.title),
            "description": description,
            "inLanguage": issue.language,
            "datePublished": issue.date.isoformat() if issue.date else None,
            "dateModified": issue.modified.isoformat() if issue.modified else None,
            "url": issue.address,
            "isPartOf": {"@type": "Periodical", "name": clean(issue.name)},
            "image": _image(issue),
            "hasPart": [_article(issue, section) for section in _written(issue.outline)],
        }
    )


def picture_address(issue: Issue) -> str:
    """Where the lead picture will be; empty when that is not known."""
    file = issue.picture.file if issue.picture is not None else None
    return urljoin(issue.address, quote(file)) if file and issue.address else ""


def _open_graph(issue: Issue, description: str) -> Iterator[tuple[str, str]]:
    yield "og:type", "article"
    yield "og:title", issue.title
    yield "og:site_name", issue.name
    yield "og:locale", _TERRITORIES.get(issue.language, issue.language.replace("-", "_"))
    yield "og:description", description
    if issue.address:
        yield "og:url", issue.address
    if (image := picture_address(issue)) and issue.picture is not None:
        yield "og:image", image
        yield "og:image:alt", issue.picture.description.strip()
    if issue.date:
        yield "article:published_time", issue.date.isoformat()
    if issue.modified:
        yield "article:modified_time", issue.modified.isoformat()


def _image(issue: Issue) -> dict[str, Any] | None:
    address = picture_address(issue)
    if not address or issue.picture is None:
        return None
    picture = issue.picture
    return _said(
        {
            "@type": "ImageObject",
            "contentUrl": address,
            "description": clean(picture.description.strip()),
            "caption": clean(picture.caption.strip()),
            "creditText": clean(picture.credit.strip()),
        }
    )


def _written(outline: Outline) -> Iterator[Section]:
    return (section for section in outline.walk() if section.kind is not Kind.SUMMARY)


def _article(issue: Issue, section: Section) -> dict[str, Any]:
    author = section.author
    person = author and _said(
        {
            "@type": "Person",
            "name": clean(author.name),
            "honorificPrefix": clean(author.civility),
            "jobTitle": clean(author.role),
        }
    )
    return _said(
        {
            "@type": "Article",
            "headline": clean(issue.outline.heading(section.id)),
            "url": f"{issue.address}#{quote(section.id)}" if issue.address else None,
            "author": person,
        }
    )


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _json(value: Mapping[str, Any]) -> str:
    """JSON in which nothing can end the element that holds it."""
    return json.dumps(value, ensure_ascii=False, indent=1).translate(_NOT_IN_SCRIPT)


def _value(text: str) -> str:
    return escape(_BLANK.sub(" ", clean(text)).strip(), quote=True)


def _shortened(text: str) -> str:
    if len(text) <= _LENGTH:
        return text
    return f"{text[:_LENGTH].rpartition(' ')[0].rstrip(' ,;:–—')}…"
