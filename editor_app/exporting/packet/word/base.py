"""What a proofreader's Word file carries of the letter that it was made from: the texts, and which words of theirs each
of its paragraphs shows. It travels as a custom XML part, which Word and LibreOffice keep as it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from editor_app.exporting.packet.source_map import Same
from editor_app.review.annotation import text_digest

FORMAT_NUMBER: Final = 1
NAMESPACE: Final = "urn:lettrine:relecture"
ROOT: Final = f"{{{NAMESPACE}}}relecture"
BOOKMARK: Final = "_Relecture_"
"""Begins the name of the bookmark of each paragraph; a low line hides it in Word's lists."""
MAX_PARAGRAPHS: Final = 20_000


@dataclass(frozen=True, slots=True)
class BaseParagraph:
    """One paragraph of the Word file as it went out: its words, the section that it belongs to (empty before the
    first), and which of the words stand where in that section's text. A ``heading`` stands for its section as a
    whole; a ``note`` stands at the foot of a page."""

    text: str
    section: str = ""
    same: tuple[Same, ...] = ()
    heading: bool = False
    note: bool = False


@dataclass(frozen=True, slots=True)
class KnownRemark:
    """A remark that the Word file already held as a comment when it went out."""

    id: str
    author: str
    body: str
    section: str


@dataclass(frozen=True, slots=True)
class WordBase:
    """``texts`` are those of the sections by id; ``paragraphs`` those of the file in order, the bookmark of each being
    ``BOOKMARK`` and its number from 1; ``reader`` who it was made for."""

    issue: str
    reader: str
    texts: Mapping[str, str]
    paragraphs: tuple[BaseParagraph, ...]
    remarks: tuple[KnownRemark, ...] = ()

    @property
    def digest(self) -> str:
        """The SHA-256 that tells these texts from all others, in hexadecimal."""
        lines = "".join(f"{text_digest(self.texts[section])}  {section}\n" for section in sorted(self.texts))
        return hashlib.sha256(lines.encode()).hexdigest()

    def to_xml(self) -> bytes:
        """The custom XML part."""
        values = {
            "format": FORMAT_NUMBER,
            "issue": self.issue,
            "reader": self.reader,
            "texts": dict(self.texts),
            "paragraphs": [
                {
                    "text": paragraph.text,
                    "section": paragraph.section,
                    "heading": paragraph.heading,
                    "note": paragraph.note,
                    "same": [number for stretch in paragraph.same for number in stretch],
                }
                for paragraph in self.paragraphs
            ],
            "remarks": [
                {"id": each.id, "author": each.author, "body": each.body, "section": each.section}
                for each in self.remarks
            ],
        }
        data = json.dumps(values, separators=(",", ":")).replace("&", "\\u0026").replace("<", "\\u003c")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<relecture xmlns="{NAMESPACE}">{data}</relecture>'.encode()


class NewerError(Exception):
    """The part is of a format that this program does not know."""


def base_from(data: str) -> WordBase:
    """The content of the part, checked. Raises ValueError for anything that is not one, and NewerError."""
    try:
        values = json.loads(data)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(values, dict) or type(values.get("format")) is not int:
        raise ValueError("format")
    if values["format"] > FORMAT_NUMBER:
        raise NewerError
    texts = values.get("texts")
    if not isinstance(texts, dict):
        raise ValueError("texts")
    texts = {name: _text(texts, name) for name in texts}
    paragraphs = values.get("paragraphs")
    if not isinstance(paragraphs, list) or len(paragraphs) > MAX_PARAGRAPHS:
        raise ValueError("paragraphs")
    remarks = values.get("remarks", [])
    if not isinstance(remarks, list):
        raise ValueError("remarks")
    return WordBase(
        _text(values, "issue"),
        _text(values, "reader"),
        texts,
        tuple(_paragraph(each, texts) for each in paragraphs),
        tuple(KnownRemark(*(_text(each, key) for key in ("id", "author", "body", "section"))) for each in remarks),
    )


def _paragraph(values: Any, texts: Mapping[str, str]) -> BaseParagraph:
    text, section = _text(values, "text"), _text(values, "section")
    numbers = values.get("same")
    if (
        not isinstance(numbers, list)
        or len(numbers) % 3
        or any(type(number) is not int or number < 0 for number in numbers)
        or type(values.get("heading")) is not bool
        or type(values.get("note")) is not bool
    ):
        raise ValueError("same")
    same = tuple(Same(*numbers[at : at + 3]) for at in range(0, len(numbers), 3))
    source = texts.get(section, "")
    for each in same:
        if not each.length or each.shown + each.length > len(text) or each.source + each.length > len(source):
            raise ValueError("same")
    if any(one.shown + one.length > two.shown or one.source + one.length > two.source for one, two in pairwise(same)):
        raise ValueError("same")
    return BaseParagraph(text, section, same, values["heading"], values["note"])


def _text(values: Any, key: str) -> str:
    value = values.get(key) if isinstance(values, dict) else None
    if not isinstance(value, str) or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError(key)
    return value
