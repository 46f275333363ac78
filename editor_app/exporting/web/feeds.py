"""The letter's entry in a site's feeds, RSS 2.0 and JSON Feed 1.1, for whoever puts the page online.

Feeds need absolute addresses. Where the letter says its own they are whole feeds of one entry; else each file is the
entry alone, to be put among the others and given its address there.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from email.utils import format_datetime
from html import escape
from typing import Any, Final
from urllib.parse import quote, urljoin
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from editor_app.exporting.format import Part
from editor_app.exporting.web.description import picture_address
from editor_app.issue.model import Issue
from editor_app.issue.outline import NBSP
from editor_app.issue.summary import summary
from editor_app.rendering.lines import clean

RSS: Final = "flux-rss.xml"
RSS_ENTRY: Final = "entree-rss.xml"
JSON_FEED: Final = "flux.json"
JSON_ENTRY: Final = "entree.json"
_VERSION: Final = "https://jsonfeed.org/version/1.1"


def feeds(issue: Issue, description: str) -> Mapping[str, Part]:
    """The files by their name beside the page."""
    names = (RSS, JSON_FEED) if issue.address else (RSS_ENTRY, JSON_ENTRY)
    made = (_rss(issue, description), _json_feed(issue, description))
    return {name: Part(data, "feed") for name, data in zip(names, made, strict=True)}


def _rss(issue: Issue, description: str) -> bytes:
    root = _channel(issue) if issue.address else Element("item")
    item = SubElement(root[0], "item") if issue.address else root
    for name, text in _item(issue, description):
        SubElement(item, name).text = clean(text)
    SubElement(item, "guid", {"isPermaLink": "false"}).text = f"urn:uuid:{issue.id}"
    indent(root, "")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, "unicode").encode() + b"\n"


def _channel(issue: Issue) -> Element:
    root = Element("rss", {"version": "2.0"})
    channel = SubElement(root, "channel")
    for name, text in (
        ("title", clean(issue.name)),
        ("link", urljoin(issue.address, ".")),
        ("description", clean(issue.name)),
        ("language", issue.language),
    ):
        SubElement(channel, name).text = text
    return root


def _item(issue: Issue, description: str) -> Iterator[tuple[str, str]]:
    yield "title", _title(issue)
    if issue.address:
        yield "link", issue.address
    yield "description", _content(issue, description)
    if issue.date:  # at noon, so that it is the same day everywhere
        yield "pubDate", format_datetime(datetime.datetime.combine(issue.date, datetime.time(12), tzinfo=datetime.UTC))


def _json_feed(issue: Issue, description: str) -> bytes:
    entry: dict[str, Any] = {"id": f"urn:uuid:{issue.id}", "title": clean(_title(issue))}
    if issue.address:
        entry["url"] = issue.address
    entry |= {"summary": description, "content_html": clean(_content(issue, description)), "language": issue.language}
    if image := picture_address(issue):
        entry["image"] = image
    for name, day in (("date_published", issue.date), ("date_modified", issue.modified)):
        if day:
            entry[name] = f"{day.isoformat()}T12:00:00Z"
    feed: dict[str, Any] = {"version": _VERSION, "title": clean(issue.name)}
    if issue.address:
        feed["home_page_url"] = urljoin(issue.address, ".")
    whole = {**feed, "language": issue.language, "items": [entry]} if issue.address else entry
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _title(issue: Issue) -> str:
    return f"{issue.name} n°{NBSP}{issue.number}{NBSP}: {issue.title}"


def _content(issue: Issue, description: str) -> str:
    """The entry's HTML: what the letter is about, then its *sommaire*."""
    lines = []
    for entry in summary(issue.outline):
        if entry.depth == 0:
            words = escape(entry.heading)
            address = escape(f"{issue.address}#{quote(entry.section_id)}", quote=True)
            lines.append(f'<li><a href="{address}">{words}</a></li>' if issue.address else f"<li>{words}</li>")
    listed = f"<ul>{''.join(lines)}</ul>" if lines else ""
    return f"<p>{escape(description)}</p>{listed}"
