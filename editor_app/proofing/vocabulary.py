"""Says of a word what the layers need to agree on: known, a name, misspelt, or only lacking an accent or a ligature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from editor_app.proofing.accepted import accepts, issue_forms, public_names, read_list
from editor_app.proofing.dictionary import Dictionary, dictionary
from editor_app.proofing.layer import Prose
from editor_app.proofing.words import Word, starts_sentence, tokens, without_elision

_REMEMBERED = 50_000
_LONGEST = 60
_ROMAN = re.compile(r"[IVXLCDM]+(?:er|re|e|es|ers|res|d|de)?")
_CAPITALS = re.compile(r"(?=.*[^\W\d_].*[^\W\d_])[^\Wa-zà-öø-ÿœ_]+(?:-[^\Wa-zà-öø-ÿœ_]+)*s?")
_ENDINGS = re.compile(
    r"-(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous|ils|moi|toi|lui|leur|les?|la|en|y|ce|ci|là|même|mêmes|t’en|m’en|l’en)$"
)
_ACCENTED = {"A": "ÀÂ", "E": "ÉÈÊ", "I": "ÎÏ", "O": "ÔŒ", "U": "ÛÙ", "C": "Ç"}
_ALPHABET = "abcdefghijlmnopqrstuvxyzéèêàçôîûœ"


class Verdict(Enum):
    """What is to be thought of a word; each layer flags its own."""

    KNOWN = "known"
    NAME = "name"
    MISSPELT = "misspelt"
    ACCENT = "accent"
    LIGATURE = "ligature"


@dataclass(frozen=True, slots=True)
class Judged:
    """A word that is not known. ``correction`` is sure where the verdict is ACCENT or LIGATURE, else empty."""

    word: Word
    verdict: Verdict
    correction: str = ""


class Vocabulary:
    """The dictionary, the public names and the issue's own words, asked together. Answers are kept, within bounds."""

    def __init__(self, words: Dictionary, names: frozenset[str]) -> None:
        self._dictionary = words
        self._names = names
        self._prefixes = frozenset(read_list("prefixes.txt"))
        self._verdict = lru_cache(_REMEMBERED)(self._judge)
        self._near = lru_cache(_REMEMBERED // 10)(self._one_edit_away)
        self.unknown = lru_cache(64)(self._unknown)
        """The words of a prose that are not known, in order; shared by the layers that look at one block in turn."""

    @property
    def available(self) -> bool:
        """Whether there is a dictionary; without one, no word is unknown."""
        return self._dictionary.available

    def knows(self, form: str) -> bool:
        """Whether the dictionary or the public names have ``form``, as capitalised."""
        return self._dictionary.knows(form) or accepts(self._names, form)

    def is_common(self, form: str) -> bool:
        """Whether the dictionary has ``form`` without its capital: no capital is needed to write it."""
        return self._dictionary.available and self._dictionary.knows(form.lower())

    def is_public_name(self, form: str) -> bool:
        """Whether ``form`` is among the names that ship with the program."""
        return accepts(self._names, form)

    def corrected(self, form: str) -> str:
        """``form`` with the accent of its capital or the ligature it lacks, where that is sure; else as it is."""
        match self._verdict(form):
            case Verdict.ACCENT:
                return self._accent(form)
            case Verdict.LIGATURE:
                return _ligature(form)
            case _:
                return form

    def _unknown(self, prose: Prose) -> tuple[Judged, ...]:
        if not self.available:
            return ()
        accepted = issue_forms(prose.words) if prose.words else frozenset()
        judged = []
        for token in tokens(prose.text):
            verdict = self._verdict(token.group())
            if verdict is Verdict.KNOWN:
                continue
            word = without_elision(token.group(), token.start())
            if accepted and self._accepted_by_parts(accepted, word.form):
                continue
            if verdict is Verdict.NAME:
                verdict = self._name_or_misspelling(prose.text, word, token.start())
            judged.append(self._located(word, verdict))
        return tuple(judged)

    def _judge(self, token: str) -> Verdict:
        """The verdict on a token wherever it stands; NAME may still turn out to be the first word of a sentence."""
        if len(token) == 1 or len(token) > _LONGEST or any(character.isdigit() for character in token):
            return Verdict.KNOWN
        form = without_elision(token).form
        if self._has(form) or _ROMAN.fullmatch(form):
            return Verdict.KNOWN
        if "œ" not in form and "oe" in form.lower() and self._has(_ligature(form)):
            return Verdict.LIGATURE
        if self._accent(form):
            return Verdict.ACCENT
        if _CAPITALS.fullmatch(form):
            return Verdict.KNOWN
        if any(letter.isupper() for letter in form):
            return Verdict.NAME
        return Verdict.MISSPELT

    def _has(self, form: str) -> bool:
        if len(form) == 1 or self.knows(form):
            return True
        bare = _ENDINGS.sub("", form)
        if bare != form and bare and self._has(bare):
            return True
        if "-" in form:
            return all(self._has_part(part) for part in form.split("-"))
        return "’" in form and all(len(part) <= 2 or self.knows(part) for part in form.split("’"))

    def _has_part(self, part: str) -> bool:
        part = without_elision(part).form
        return not part or len(part) == 1 or part.lower() in self._prefixes or part.isupper() or self.knows(part)

    def _accepted_by_parts(self, accepted: frozenset[str], form: str) -> bool:
        if accepts(accepted, form):
            return True
        return "-" in form and all(accepts(accepted, part) or self._has_part(part) for part in form.split("-"))

    def _accent(self, form: str) -> str:
        """``form`` with the accent its first capital lacks, where exactly one accent makes it a word; else empty."""
        if form[0] not in _ACCENTED or len(form) < 3:
            return ""
        if form.isupper():
            known = [
                accented + form[1:]
                for accented in _ACCENTED[form[0]]
                if len(form) >= 4
                and not self.knows(form.lower())
                and self._dictionary.knows((accented + form[1:]).lower())
            ]
        else:
            known = [accented + form[1:] for accented in _ACCENTED[form[0]] if self._has_accented(accented + form[1:])]
        return known[0] if len(known) == 1 else ""

    def _has_accented(self, form: str) -> bool:
        return self.knows(form) or ("-" in form and all(self._has_part(part) for part in form.split("-")))

    def _located(self, word: Word, verdict: Verdict) -> Judged:
        match verdict:
            case Verdict.ACCENT:
                return Judged(word, verdict, self._accent(word.form))
            case Verdict.LIGATURE:
                return Judged(word, verdict, _ligature(word.form))
            case Verdict.MISSPELT if "-" in word.form and len(word.form) == word.end - word.start:
                return Judged(self._wrong_part(word), verdict)
            case _:
                return Judged(word, verdict)

    def _wrong_part(self, word: Word) -> Word:
        """The one part of a compound that is wrong, or the compound where more than one is."""
        start = word.start
        wrong = []
        for part in word.form.split("-"):
            if not self._has_part(part):
                wrong.append(Word(start, start + len(part), part))
            start += len(part) + 1
        return wrong[0] if len(wrong) == 1 else word

    def _name_or_misspelling(self, text: str, word: Word, start: int) -> Verdict:
        """A capital inside a sentence makes a name. At its start, a word one edit away from a common word is taken
        for a misspelling, unless what follows is capitalised too (« Erwann Tor », a compound of capitals)."""
        form = word.form
        if not form[0].isupper() or any(letter.isupper() for letter in form[1:]):
            return Verdict.NAME
        if not starts_sentence(text, start) or text[word.end : word.end + 2].lstrip(" \u00a0\u202f")[:1].isupper():
            return Verdict.NAME
        return Verdict.MISSPELT if self._near(form.lower()) else Verdict.NAME

    def _one_edit_away(self, form: str) -> bool:
        knows = self._dictionary.knows
        for at in range(len(form) + 1):
            head, tail = form[:at], form[at:]
            if len(tail) > 1 and knows(head + tail[1] + tail[0] + tail[2:]):
                return True
            if tail and len(form) > 2 and knows(head + tail[1:]):
                return True
            if any(knows(head + letter + tail) or (tail and knows(head + letter + tail[1:])) for letter in _ALPHABET):
                return True
        return False


def _ligature(form: str) -> str:
    return form.replace("oe", "œ").replace("Oe", "Œ").replace("OE", "Œ")


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of this process."""
    return Vocabulary(dictionary(), public_names())
