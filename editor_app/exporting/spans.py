"""Flatten the inline elements of a rendered block into runs of text, for formats made of runs rather than of a tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element

from editor_app.issue.outline import NBSP

_BLANK: Final = re.compile(r"[ \t\n]+")
_OBJECTS: Final = frozenset({"br", "img"})
BLOCKS: Final = frozenset(
    {"blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol"}
    | {"p", "pre", "table", "ul"}
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a run is set. ``shift`` is « sup », « sub » or nothing; ``language`` an RFC 5646 tag or nothing; ``href``
    where it leads, with ``title`` to say so."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    shift: str = ""
    language: str = ""
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of ``text``; or an ``element`` that is no text: a forced break, a picture, a call for a note."""

    text: str
    manner: Manner
    element: Element | None = None


def spans(content: Element, told: set[str], manner: Manner = Manner()) -> list[Span]:
    """The runs of ``content``, its own tag left aside: white space as a page shows it, none at the ends nor around a
    break. ``told`` gathers the abbreviations already explained; the others are, in brackets."""
    shown: list[Span] = []
    may_space = False
    for span in _walk(content, told, manner):
        if span.element is not None:
            if "note-back" in span.element.get("class", ""):
                _trim(shown, f" {NBSP}")
                continue
            if span.element.tag == "br":
                _trim(shown)
            shown.append(span)
            may_space = span.element.tag != "br"
            continue
        text = _BLANK.sub(" ", span.text)
        if not may_space:
            text = text.lstrip(" ")
        if text:
            may_space = not text.endswith(" ")
            shown.append(replace(span, text=text))
    _trim(shown)
    return shown


def is_note_reference(element: Element) -> bool:
    """Whether the element calls for a note."""
    return element.tag == "a" and "note-ref" in element.get("class", "")


def flow(element: Element) -> Iterator[Element]:
    """The blocks of ``element`` in order, its loose words as paragraphs."""
    loose = Element("p")
    loose.text = element.text
    for child in element:
        if child.tag in BLOCKS:
            if _has_content(loose):
                yield loose
            yield child
            loose = Element("p")
            loose.text = child.tail
        else:
            loose.append(child)
    if _has_content(loose):
        yield loose


def words(content: Iterable[Span]) -> str:
    """The text alone."""
    return "".join(span.text for span in content)


def _has_content(loose: Element) -> bool:
    return len(loose) > 0 or bool((loose.text or "").strip())


def _walk(element: Element, told: set[str], manner: Manner) -> Iterator[Span]:
    yield Span(element.text or "", manner)
    for child in element:
        if child.tag in _OBJECTS or "note-" in child.get("class", ""):
            yield Span("", manner, child)
        else:
            yield from _walk(child, told, _within(child, manner))
            name = "".join(child.itertext())
            if child.tag == "abbr" and child.get("title") and name not in told:
                told.add(name)
                yield Span(f" ({child.get('title')})", manner)
        yield Span(child.tail or "", manner)


def _within(element: Element, manner: Manner) -> Manner:
    language = element.get("lang", manner.language)
    match element.tag:
        case "strong" | "b":
            return replace(manner, bold=True, language=language)
        case "em" | "i":
            return replace(manner, italic=not manner.italic, language=language)
        case "del":
            return replace(manner, struck=True, language=language)
        case "code":
            return replace(manner, code=True, language=language)
        case "sup" | "sub":
            return replace(manner, shift=element.tag, language=language)
        case "a":
            return replace(manner, href=element.get("href", ""), title=element.get("title", ""), language=language)
        case _:
            return replace(manner, language=language)


def _trim(shown: list[Span], blanks: str = " ") -> None:
    """Take the ``blanks`` off the end."""
    while shown and shown[-1].element is None:
        text = shown[-1].text.rstrip(blanks)
        if text:
            shown[-1] = replace(shown[-1], text=text)
            return
        shown.pop()
