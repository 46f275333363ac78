"""Finds the acronyms of a letter: those not written out where they first stand, and those written out in two ways."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from editor_app.issue.blocks import blocks
from editor_app.issue.model import Issue
from editor_app.proofing.accepted import forms, given_names, issue_forms, read_list
from editor_app.proofing.diagnostic import Category, Diagnostic, Finding, Severity
from editor_app.proofing.prose import prose
from editor_app.proofing.vocabulary import Vocabulary
from editor_app.proofing.words import normal_form

UNEXPLAINED = "accessibility/unexplained-acronym"
TWO_WAYS = "names/acronym-two-ways"

_GAP = "[ \\t\\n\u00a0\u202f]"
_ACRONYM = re.compile(r"(?<![\w.@/#&-])(?:[A-ZÀ-ÖØ-Þ]{2,10}|(?:[A-ZÀ-ÖØ-Þ]\.){2,10})(?![\w@/-])")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_CIVILITY = re.compile(rf"(?<!\w)(?:MM?\.|Mmes?|Mlles?|Dr|Pr){_GAP}+(?:\S+{_GAP}+)?$")
_WORD_BEFORE = re.compile(rf"([^\W\d_][\w’'-]*){_GAP}*$")
_WORD_AFTER = re.compile(rf"{_GAP}+([^\W\d_]+)")
_DEFINED = re.compile(r"^ {0,3}\*\[(?P<short>[^\]\n]{2,20})\]:[ \t]*(?P<long>\S.*)$", re.MULTILINE)
_PIECE = re.compile(r"[^\W_]+")
_ARTICLES = frozenset(("le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "au", "aux"))
_SMALL = _ARTICLES | {"a", "et", "ou", "en", "sur", "pour", "par", "dans", "contre", "avec", "sans"}
_PLURAL = re.compile("(?:s|x)$")
_LONGEST_EXPANSION = 200
_MOST_WORDS = 24


@dataclass(frozen=True, slots=True)
class Expansion:
    """An acronym written out: its letters, what they stand for as written, and where: ``[start, end)`` in its block."""

    short: str
    long: str
    start: int
    end: int


def expansions_in(source: str, text: str) -> tuple[Expansion, ...]:
    """What the acronyms of a block (``source``, and its prose ``text`` of the same length) are said to stand for:
    before them or in the brackets behind them, word by word the same initials, or in a definition (``*[ONU]: …``).
    Only what is sure: an acronym that takes several letters of a word has none here."""
    found = [
        Expansion(one["short"], one["long"].strip(), *one.span("long"))
        for one in _DEFINED.finditer(source)
        if _stands_for(one["short"], _words_of(one["long"]))
    ]
    for acronym in _ACRONYM.finditer(text):
        short = acronym[0].replace(".", "")
        if len(short) < 3:
            continue
        around = _before(text, acronym.start(), short) or _behind(text, acronym.end(), short)
        if around is not None:
            start, end = around
            found.append(Expansion(short, text[start:end], start, end))
    return tuple(found)


def two_ways(expansions: Iterable[tuple[object, Expansion]]) -> dict[tuple[object, Expansion], str]:
    """Of the acronyms' expansions in reading order, each with any mark of its place, those that differ from the first
    of the same acronym, and what the first was. Articles, plurals, capitals and hyphens make no difference.

    Source: an acronym is the initials of the words it stands for (*Dictionnaire de l’Académie française*, “sigle”), so
    that one letter that spells it out in two ways contradicts itself."""
    first: dict[str, Expansion] = {}
    different: dict[tuple[object, Expansion], str] = {}
    for place, one in expansions:
        known = first.setdefault(one.short, one)
        if _compared(known.long) != _compared(one.long):
            different[place, one] = known.long
    return different


def two_ways_diagnostic(one: Expansion, first: str) -> Diagnostic:
    """The diagnostic, in its block, of an acronym that was written out as ``first`` before."""
    return Diagnostic(
        TWO_WAYS,
        Category.NAMES,
        Severity.WARNING,
        one.start,
        one.end,
        one.long,
        f"« {one.short} » est développé de deux façons dans la lettre : « {_plain(first)} », "
        f"puis « {_plain(one.long)} ».",
    )


def unexplained(issue: Issue, texts: Mapping[str, str], vocabulary: Vocabulary) -> Iterator[Finding]:
    """The first use of each acronym that is not written out there (WCAG 2.2, 3.1.4): not in the same paragraph, nor by
    a definition of its section. Those that everybody knows (``resources/proofing/everyday-acronyms.txt``) and those
    among the issue's own words are left alone, and so is what may be no acronym."""
    known = {_letters(one) for one in _everyday() | issue_forms(frozenset(issue.words))}
    defined = {(section_id, one["short"]) for section_id, text in texts.items() for one in _DEFINED.finditer(text)}
    for section in issue.outline.walk():
        for block in blocks(texts.get(section.id, "")):
            text = prose(block.text).text
            for found in _ACRONYM.finditer(text):
                short = found[0].replace(".", "")
                if short in known or not is_acronym(text, found.start(), found.end(), vocabulary):
                    continue
                known.add(short)
                if (section.id, short) in defined or _is_explained(text, found.start(), found.end(), short):
                    continue
                message = (
                    f"« {short} » n’est pas développé à son premier emploi ; s’il est connu de vos lecteurs, "
                    "mettez-le aux mots du numéro."
                )
                yield Finding(
                    Diagnostic(
                        UNEXPLAINED,
                        Category.ACCESSIBILITY,
                        Severity.ADVICE,
                        block.start + found.start(),
                        block.start + found.end(),
                        block.text[found.start() : found.end()],
                        message,
                    ),
                    section.id,
                )


def is_acronym(text: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether the capitals ``[start, end)`` of a prose are surely an acronym: not a number in Roman figures, nor a word
    or a name in capitals, nor part of a text that is all in capitals."""
    short = text[start:end].replace(".", "")
    if len(short) < 2 or _ROMAN.fullmatch(short):
        return False
    if vocabulary.is_common(short) and short not in _public():
        return False
    before, after = text[max(0, start - 30) : start], text[end : end + 30]
    word, following = _WORD_BEFORE.search(before), _WORD_AFTER.match(after)
    if any(one is not None and len(one[1].rstrip("’'")) > 1 and one[1].isupper() for one in (word, following)):
        return False
    if _CIVILITY.search(before) or (word is not None and word[1] in given_names()):
        return False
    return short in _public() or len(short) < 4 or not vocabulary.is_public_name(short.capitalize())


def _is_explained(text: str, start: int, end: int, short: str) -> bool:
    """Whether an acronym is written out around the place where it stands. One in brackets behind words stands for them,
    whatever the language of its letters; so do words in brackets behind it."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    if before.endswith("(") and _WORD_BEFORE.search(before[:-1]) and after[:1] in (")", ",", ";", " ", "–"):
        return True
    inside = re.match(r"\(([^()]{5,300})\)", after)
    if inside is not None and len(_PIECE.findall(inside[1])) > 1:
        return True
    words = _words_of(text[max(0, start - _LONGEST_EXPANSION) : end + _LONGEST_EXPANSION])
    return any(_stands_for(short, words[at:]) for at in range(len(words)) if words[at][0][:1] == short[:1].casefold())


def _before(text: str, start: int, short: str) -> tuple[int, int] | None:
    """The words right before « (ONU », when they are what it stands for."""
    opened = text[:start].rstrip()
    if not opened.endswith("("):
        return None
    stop = len(opened[:-1].rstrip())
    floor = max(0, stop - _LONGEST_EXPANSION)
    said = list(re.finditer(_PIECE, text[floor:stop]))[-_MOST_WORDS:]
    if not said or said[-1].end() != stop - floor or re.search(r"[.;:!?()]", text[floor + said[0].start() : stop]):
        said = _after_last_mark(said, text[floor:stop])
    for at in range(len(said) - 1, -1, -1):
        words = [(_bare(one[0]), one[0]) for one in said[at:]]
        if words[0][0][:1] == short[0].casefold() and _stands_for(short, words, whole=True):
            return floor + said[at].start(), stop
    return None


def _after_last_mark(said: list[re.Match[str]], text: str) -> list[re.Match[str]]:
    marks = [found.end() for found in re.finditer(r"[.;:!?()]", text)]
    return [one for one in said if not marks or one.start() >= marks[-1]]


def _behind(text: str, end: int, short: str) -> tuple[int, int] | None:
    """The words in the brackets right behind « ONU », when they are what it stands for."""
    found = re.compile(rf"{_GAP}*\({_GAP}*([^()]{{5,{_LONGEST_EXPANSION}}}?){_GAP}*\)").match(text, end)
    if found is None or not _stands_for(short, _words_of(found[1]), whole=True):
        return None
    return found.span(1)


def _words_of(text: str) -> list[tuple[str, str]]:
    return [(_bare(one), one) for one in _PIECE.findall(normal_form(text[: 4 * _LONGEST_EXPANSION]))]


def _stands_for(short: str, words: list[tuple[str, str]], *, whole: bool = False) -> bool:
    """Whether the initials of ``words`` are the letters of ``short``, small words being free to count or not. With
    ``whole`` all the words must be used, else the first ones."""
    letters = _letters(short).casefold()
    waiting = [(0, 0)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        at, spelt = waiting.pop()
        if (at, spelt) in seen:
            continue
        seen.add((at, spelt))
        if spelt == len(letters) and (not whole or at == len(words)):
            return True
        if at == len(words) or at > _MOST_WORDS:
            continue
        bare, _ = words[at]
        if spelt < len(letters) and bare[:1] == letters[spelt]:
            waiting.append((at + 1, spelt + 1))
        if at and bare in _SMALL:
            waiting.append((at + 1, spelt))
    return False


def _compared(long: str) -> tuple[str, ...]:
    return tuple(_PLURAL.sub("", bare) for bare, _ in _words_of(long) if bare not in _ARTICLES)


def _plain(long: str) -> str:
    return " ".join(long.replace("\ufffc", "").split())


def _letters(short: str) -> str:
    return _bare(short.replace(".", "")).upper()


@lru_cache(4096)
def _bare(word: str) -> str:
    folded = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


@cache
def _everyday() -> frozenset[str]:
    return forms(read_list("everyday-acronyms.txt"))


@cache
def _public() -> frozenset[str]:
    return forms(read_list("acronyms.txt"))
