"""Says of a word what the layers need to agree on: known, a name, misspelt, or only lacking an accent or a ligature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from editor_app.proofing.accepted import accepts, issue_forms, public_names, read_list
from editor_app.proofing.dictionary import Dictionary, dictionary
from editor_app.proofing.layer import Prose
from editor_app.proofing.words import Word, parts, starts_sentence, tokens, without_elision

_REMEMBERED = 50_000
_LONGEST = 60
_ROMAN = re.compile(r"[IVXLCDM]+(?:er|re|e|es|ers|res|d|de)?")
_CAPITALS = re.compile(r"(?=.*[^\W\d_].*[^\W\d_])[^\Wa-zà-öø-ÿœ_]+(?:-[^\Wa-zà-öø-ÿœ_]+)*s?")
_ENDINGS = re.compile(
    r"-(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous|ils|moi|toi|lui|leur|les?|la|en|y|ce|ci|là|même|mêmes|t’en|m’en|l’en)$"
)
_JOINED_PREFIX = re.compile(
    "(?:anti|auto|cyber|extra|hyper|inter|intra|infra|macro|micro|mini|multi|poly|post|psycho|radio|socio|super|supra"
    "|techno|télé|trans|ultra|vidéo)(?=.{4})"
)
_PAST_ENDINGS = re.compile("(?:[iu]mes|[iu]tes|(?<!a)[iu]t)$")
_OPEN_E = re.compile(r"è(?=[bcdfghjklmnpqrstvxz]{1,2}e)")
_OPEN_E_BEFORE = re.compile("è([lt])(?=e)")
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
        self.resembles = lru_cache(_REMEMBERED // 10)(self._one_edit_away)
        """Whether a form (lower case) is one letter inserted, taken out, changed or swapped away from a known one."""
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
        lacking = self._lacking(form)
        return lacking[1] if lacking else form

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
            judged += self._located(prose.text, word, verdict)
        return tuple(judged)

    def _judge(self, token: str) -> Verdict:
        """The verdict on a token wherever it stands; NAME may still turn out to be the first word of a sentence."""
        if len(token) == 1 or len(token) > _LONGEST or any(character.isdigit() for character in token):
            return Verdict.KNOWN
        form = without_elision(token).form
        if self._has(form) or _ROMAN.fullmatch(form):
            return Verdict.KNOWN
        for part in re.split("[’-]", form):
            if lacking := self._lacking(part):
                return lacking[0]
        if _CAPITALS.fullmatch(form):
            return Verdict.KNOWN
        if any(letter.isupper() for letter in form):
            return Verdict.NAME
        return Verdict.MISSPELT

    def _has(self, form: str) -> bool:
        if len(form) == 1 or self.knows(form):
            return True
        if form.islower() and (self._is_reformed(form) or self._is_prefixed(form)):
            return True
        bare = _ENDINGS.sub("", form)
        if bare != form and bare and self._has(bare):
            return True
        if "-" in form:
            return all(self._has_part(part) for part in form.split("-"))
        return "’" in form and all(len(part) <= 2 or self.knows(part) for part in form.split("’"))

    def _is_reformed(self, form: str) -> bool:
        """Whether ``form`` only lacks the circumflex that the spelling of 1990 leaves out (« maitrise », « entrainer »;
        Journal officiel, 6 December 1990, rule 4: not in the endings of the past tense),
        or has the è it puts before a mute syllable (« règlementaire », « morcèlement »; rules 3 and 5)."""
        if "è" in form and any(
            self._dictionary.knows(closed)
            for closed in (_OPEN_E.sub("é", form), _OPEN_E_BEFORE.sub(r"e\1\1", form))
            if closed != form
        ):
            return True
        return not _PAST_ENDINGS.search(form) and any(
            self._dictionary.knows(form[:at] + ("î" if letter == "i" else "û") + form[at + 1 :])
            for at, letter in enumerate(form)
            if letter in "iu"
        )

    def _is_prefixed(self, form: str) -> bool:
        """Whether ``form`` is a word behind a prefix that joins any word: « transeuropéen », « antitraite »."""
        prefix = _JOINED_PREFIX.match(form)
        return prefix is not None and self._dictionary.knows(form[prefix.end() :])

    def _has_part(self, part: str) -> bool:
        part = without_elision(part).form
        return not part or len(part) == 1 or part.lower() in self._prefixes or part.isupper() or self.knows(part)

    def _accepted_by_parts(self, accepted: frozenset[str], form: str) -> bool:
        if accepts(accepted, form):
            return True
        return "-" in form and all(accepts(accepted, part) or self._has_part(part) for part in form.split("-"))

    def _accent(self, form: str) -> str:
        """``form`` with the accent its first capital lacks, where exactly one accent makes it a word; else empty."""
        if form[0] not in _ACCENTED or len(form) < 2:
            return ""
        capitals = form.isupper()
        if capitals and (len(form) < 5 or self.knows(form.lower())):
            return ""
        candidates = [accented + form[1:] for accented in _ACCENTED[form[0]]]
        known = [one for one in candidates if self._dictionary.knows(one.lower() if capitals else one)]
        return known[0] if len(known) == 1 else ""

    def _lacking(self, part: str) -> tuple[Verdict, str] | None:
        """What the part of a compound lacks, the accent of its capital or a ligature, and what it should be."""
        if len(part) < 2 or self.knows(part):
            return None
        if "oe" in part.lower() and self.knows(_ligature(part)):
            return Verdict.LIGATURE, _ligature(part)
        accented = self._accent(part)
        return (Verdict.ACCENT, accented) if accented else None

    def _located(self, text: str, word: Word, verdict: Verdict) -> list[Judged]:
        """The parts of a compound that are wrong, or the whole word."""
        if verdict in (Verdict.ACCENT, Verdict.LIGATURE):
            lacking = [(part, self._lacking(part.form)) for part in parts(text, word)]
            return [Judged(part, *lack) for part, lack in lacking if lack]
        if verdict is Verdict.MISSPELT and "-" in word.form:
            wrong = [part for part in parts(text, word) if not self._has_part(part.form)]
            return [Judged(wrong[0] if len(wrong) == 1 else word, verdict)]
        return [Judged(word, verdict)]

    def _name_or_misspelling(self, text: str, word: Word, start: int) -> Verdict:
        """A capital inside a sentence makes a name. At its start, a word one edit away from a common word is taken
        for a misspelling, unless what follows is capitalised too (« Erwann Tor », a compound of capitals)."""
        form = word.form
        if not form[0].isupper() or any(letter.isupper() for letter in form[1:]):
            return Verdict.NAME
        if not starts_sentence(text, start) or text[word.end : word.end + 2].lstrip(" \u00a0\u202f")[:1].isupper():
            return Verdict.NAME
        return Verdict.MISSPELT if self.resembles(form.lower()) else Verdict.NAME

    def _one_edit_away(self, form: str) -> bool:
        knows = self._dictionary.knows
        cuts = [(form[:at], form[at:]) for at in range(len(form) + 1)]
        # What takes one question a place comes first: letters inserted and changed take sixty.
        return (
            any(knows(head + tail[1] + tail[0] + tail[2:]) for head, tail in cuts if len(tail) > 1)
            or (len(form) > 2 and any(knows(head + tail[1:]) for head, tail in cuts if tail))
            or any(
                knows(head + letter + tail) or (tail and knows(head + letter + tail[1:]))
                for head, tail in cuts
                for letter in _ALPHABET
            )
        )


def _ligature(form: str) -> str:
    return form.replace("oe", "œ").replace("Oe", "Œ").replace("OE", "Œ")


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of this process."""
    return Vocabulary(dictionary(), public_names())
