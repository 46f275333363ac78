"""What HTML may leave a section's text: everything else is taken out by nh3, whatever produced it."""

from __future__ import annotations

import re

import nh3

PICTURE = re.compile(r"media(?!.*/\.{1,2}(?:/|$))/[^\s\\:?#<>\"'%]{1,200}")
"""The address of a picture: a file of the letter, relative, without any way out of its folder."""

LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"]+|#[^\s<>\"#]+|" + PICTURE.pattern, re.IGNORECASE)
"""The address of a link: the web, a mailbox, a telephone, a place in the page, or a file of the letter."""

IDENTIFIER = re.compile(r"[A-Za-z0-9][\w.\-]{0,199}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")

AUTHOR_CLASSES = frozenset({"centre", "droite", "chapeau", "encadre", "source"})
"""The classes that ``{.name}`` may give in a text; the style sheet knows them."""

_OWN_CLASSES = frozenset({"left", "center", "right", "table", "notes", "note-ref", "note-back", "picture-missing"})

_TAGS = (
    "a abbr b blockquote br caption code dd del div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img li ol p pre "
    "span strong sub sup table tbody td th thead tr ul"
)

_ATTRIBUTES = {
    "*": {"class", "id", "lang"},
    "a": {"href", "title", "aria-label"},
    "abbr": {"title"},
    "div": {"role", "aria-label", "tabindex"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "th": {"scope"},
}

_PATTERNS = {
    "href": LINK,
    "src": PICTURE,
    "id": IDENTIFIER,
    "lang": LANGUAGE,
    "start": re.compile(r"\d{1,9}"),
    "scope": re.compile("col"),
    "role": re.compile("group"),
    "tabindex": re.compile("0"),
}


def is_picture(file: str) -> bool:
    """Whether ``file`` names a file below ``media/``, with no way out of it; it is not yet quoted for an address."""
    parts = file.split("/")
    return len(parts) > 1 and parts[0] == "media" and "\\" not in file and not {"", ".", ".."} & set(parts)


def _filtered(_tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(word for word in value.split() if word in AUTHOR_CLASSES | _OWN_CLASSES) or None
    pattern = _PATTERNS.get(name)
    return value if pattern is None or pattern.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS.split()),
    attributes=_ATTRIBUTES,
    attribute_filter=_filtered,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


def cleaned(html: str) -> str:
    """``html`` reduced to the allowlist; well-formed, with no-break spaces written as themselves."""
    return _CLEANER.clean(html).replace("&nbsp;", "\u00a0")
