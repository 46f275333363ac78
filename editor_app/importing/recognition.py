"""Knows the parts of a published letter by how they are written: number, signature, dates, priorities, furniture."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from editor_app.assets import asset
from editor_app.issue.outline import Kind, Person
from editor_app.storage.strict_yaml import compose, plain_value

_MAX_HEADING: Final = 250
_ORDINAL: Final = r"(\d{1,4})\s?(?:ièmes?|èmes?|iemes?|emes?|ère|er|re|e)(?!\w)"
_NUMBERS: Final = (
    re.compile(r"(?i)\b(?:n\s?[°ºᵒ]|nos?\.?|numéro|lettre|bulletin)\s*(\d{1,4})(?!\w)"),
    re.compile(_ORDINAL + r"\s+(?:lettre|numéro|édition|bulletin|livraison)", re.IGNORECASE),
    re.compile(_ORDINAL, re.IGNORECASE),
)
_CIVILITY: Final = (
    r"(?:MM\.|M\.|M(?=\s)|Mmes|Mme|Mlle|Mgr|Me(?=\s)|Dr|Pr|Professeure?|Docteure?|Monsieur|Madame"
    r"|S\.\s?E\.(?:\s?M(?:\.|me))?)"
)
_EDITORIAL: Final = re.compile(
    r"(?i)(?P<title>[ée]ditorial|[ée]dito|avant[- ]propos|le mot|message)"
    r"(?:\s*(?:de|du|d[’']|par|:|[–—-])\s*(?P<who>.+))?"
)
_SIGNED: Final = re.compile(rf"(?:(?P<civility>{_CIVILITY})\s*)?(?P<name>[^,;]+?)(?:\s*,\s*(?P<role>.+))?", re.DOTALL)
_PRIORITY: Final = re.compile(r"(?i)priorité\s+(?:n\s?[°º]\s*)?(?P<number>\d{1,2})\s*(?:[:.–—-]\s*(?P<title>.+))?")
_PROGRAMME: Final = re.compile(r"(?i)\bprogramm(?:e|es|ation)\b")
_MONTHS: Final = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_DAY: Final = (
    r"\s*(?:le)?\s*:?\s*(?:le\s+)?"
    r"(?P<day>\d{1,2})(?:er)?"
    rf"(?:\s+(?P<name>{'|'.join(_MONTHS)})\s+|[/.](?P<month>\d{{1,2}})[/.])"
    r"(?P<year>\d{4})\s*\.?"
)
_MODIFIED: Final = re.compile(
    rf"(?i)(?:derni[èe]re\s+(?:modification|mise\s+à\s+jour)|modifi[ée]e?|mise?\s+à\s+jour){_DAY}"
)
_PUBLISHED: Final = re.compile(
    rf"(?i)(?:(?:date\s+de\s+)?(?:publication|parution)|publi[ée]e?|parue?|[^\W\d_][\w’' -]{{1,40}},){_DAY}"
)
_PICTURE_SIZE: Final = re.compile(r"\s*[-–—(,]\s*[\d.,]+\s*[kmg]?(?:o|b)\s*\)?\s*$", re.IGNORECASE)


def letter_number(title: str) -> int | None:
    """The number a title tells: « n° 14 », « 14ème lettre », any ordinal."""
    for pattern in _NUMBERS:
        found = pattern.search(title)
        if found:
            return int(found[1])
    return None


def editorial(line: str) -> tuple[str, Person | None] | None:
    """Title and signature of an editorial's heading: « Éditorial de M. X, ministre » gives « Éditorial » and the person
    (spaces of name and function kept). None for another line."""
    found = _EDITORIAL.fullmatch(line) if _could_head(line) else None
    if found is None:
        return None
    title, who = found["title"], found["who"]
    if who is None:
        return None if title.lower() in ("le mot", "message") else (title, None)
    signed = _SIGNED.fullmatch(who)
    if signed is None or (not signed["civility"] and not signed["name"][:1].isupper()):
        return line, None
    person = Person(name=signed["name"], role=signed["role"] or "", civility=signed["civility"] or "")
    return title, person


def priority(line: str) -> tuple[int, str] | None:
    """Number and title of « Priorité N : title », the title as published; None for another line."""
    found = _PRIORITY.fullmatch(line) if _could_head(line) else None
    return (int(found["number"]), found["title"] or "") if found else None


def kind_of(title: str) -> Kind:
    """What a section that is neither editorial, *sommaire* nor numbered priority is for, by its title."""
    return Kind.PROGRAMME if _PROGRAMME.search(title) else Kind.FREE


def modified(line: str) -> datetime.date | None:
    """The day in « Dernière modification : 02/09/2021 », None for another line."""
    return _day(_MODIFIED.fullmatch(line.strip()))


def published(line: str) -> datetime.date | None:
    """The day in « Publié le 2 septembre 2021 » or « Paris, le 2 septembre 2021 », None for another line."""
    return _day(_PUBLISHED.fullmatch(line.strip()))


def is_furniture(line: str) -> bool:
    """Whether the line belongs to the page the letter was on."""
    return folded(line) in _phrases()["furniture"]


def is_picture_mark(line: str) -> bool:
    """Whether the line, or a picture's description, only says that a picture was there."""
    return folded(_PICTURE_SIZE.sub("", line)) in _phrases()["pictures"]


def is_summary(line: str) -> bool:
    """Whether the line is the heading of the *sommaire*."""
    return folded(line) in _phrases()["summaries"]


def stands_alone(line: str) -> bool:
    """Whether a line means something by itself, also without blank lines around it."""
    line = line.strip()
    if not line or len(line) > _MAX_HEADING:
        return False
    return (
        is_furniture(line)
        or is_picture_mark(line)
        or is_summary(line)
        or modified(line) is not None
        or published(line) is not None
        or editorial(line) is not None
        or priority(line) is not None
    )


def language(text: str) -> str | None:
    """The language of ``text`` by its most frequent small words, None when too few are met to tell."""
    words = Counter(re.findall(r"[^\W\d_]+", text[:200_000].lower()))
    scores = {name: sum(words[word] for word in known) for name, known in _words().items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= 5 else None


def folded(text: str) -> str:
    """``text`` for comparison: no accents, capitals, marks at the ends, nor kinds of spaces and apostrophes."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.split()).strip(" .:;!-–—*•↑^")


def _could_head(line: str) -> bool:
    return line[:1].isupper() and len(line) <= _MAX_HEADING and line[-1] not in ".,;"


def _day(found: re.Match[str] | None) -> datetime.date | None:
    if found is None:
        return None
    month = _MONTHS.index(found["name"].lower()) + 1 if found["name"] else int(found["month"])
    try:
        return datetime.date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        return None


@cache
def _data() -> Any:  # what furniture.yaml holds
    source = asset("importing", "furniture.yaml").read_text(encoding="utf-8")
    return plain_value(compose(source))


@cache
def _phrases() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(folded(line) for line in _data()[name]) for name in ("furniture", "pictures", "summaries")}


def _words() -> Mapping[str, list[str]]:
    words: Mapping[str, list[str]] = _data()["languages"]
    return words
