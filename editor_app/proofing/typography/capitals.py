"""Checks capitals: their accents, those that open a sentence, and those that should not follow a semicolon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from editor_app.proofing.accepted import accepts, issue_forms, read_list
from editor_app.proofing.diagnostic import Diagnostic
from editor_app.proofing.layer import MASK, Prose
from editor_app.proofing.typography.quotation import SPACES
from editor_app.proofing.typography.rules import fault
from editor_app.proofing.vocabulary import Verdict, Vocabulary
from editor_app.proofing.words import normal_form, starts_sentence

_ENOUGH_WORDS = 6
_WORD = re.compile(r"[^\W\d_][^\W\d_\u0300-\u036f\u00ad]*[\u0300-\u036f\u00ad\w]*")
_A = re.compile(
    r"A(?<![\w'’\-]A)(?=\uFFFC*[ \u00a0\u202f]+"
    r"(?P<next>[^\W_][\w\u0300-\u036f]*)(?P<elision>['’]?)(?P<dot>(?:\.(?!\.))?))"
)
_AFTER_SEMICOLON = re.compile(f";[{SPACES}]*(?=[^\\W\\d_])")
_LETTER = r"[^\W\d_]"
_AFTER_STOP = re.compile(
    rf"(?<!{_LETTER})(?P<before>{_LETTER}{{2,}})[{SPACES}]*(?<!\.)\.{{1,2}}[{SPACES}]+(?={_LETTER})"
)
_ENDS = frozenset(".!?…")
_CLOSING = frozenset('»”"' + MASK)
_WORDS = re.compile(r"\w+")
_OPENING = frozenset(SPACES + '«"“')


class Capitals:
    """The rules on capitals; they ask the vocabulary what is a common word and what is a name."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._function_words = frozenset(read_list("function-words.txt"))
        self._abbreviations = frozenset(read_list("abbreviations.txt"))
        self._after_preposition = frozenset(read_list("after-a.txt"))

    def check(self, prose: Prose) -> Iterator[Diagnostic]:
        """Each diagnostic covers one word, without the word that is elided before it."""
        yield from self._after_semicolons(prose)
        yield from self._sentence_starts(prose)  # before accents: its corrections have them
        yield from self._accents(prose)

    def _accents(self, prose: Prose) -> Iterator[Diagnostic]:
        text = prose.text
        for found in _A.finditer(text):
            if starts_sentence(text, found.start()) and self._is_preposition(found):
                yield fault("accent-on-capital", text, *found.span(), "À")
        for judged in self._vocabulary.unknown(prose):
            if judged.verdict is Verdict.ACCENT:
                yield fault("accent-on-capital", text, judged.word.start, judged.word.end, judged.correction)
            elif judged.verdict is Verdict.LIGATURE:
                yield fault("ligature", text, judged.word.start, judged.word.end, judged.correction)

    def _is_preposition(self, found: re.Match[str]) -> bool:
        """Whether « A » before this word is « À »: before a participle it is the verb, before initials a letter."""
        following = self._vocabulary.corrected(normal_form(found["next"]))
        if found["dot"] and len(following) == 1 and following.isalpha():
            return False
        if found["elision"]:
            return following.lower() in ("l", "d", "qu", "quelqu", "s", "m", "t", "n")
        if following[0].isdigit() or following in self._after_preposition:
            return True
        if following.islower():
            return len(following) > 3 and following.endswith(("er", "ir", "re")) and self._vocabulary.knows(following)
        return following.istitle() and (
            self._vocabulary.is_public_name(following) or not self._vocabulary.is_common(following)
        )

    def _after_semicolons(self, prose: Prose) -> Iterator[Diagnostic]:
        text = prose.text
        for found in _AFTER_SEMICOLON.finditer(text):
            word = _WORD.match(text, found.end())
            if word is None or not self._is_plain(prose, word) or not word.group()[0].isupper():
                continue
            form = normal_form(word.group())
            lower = form.lower()
            if form == "A":
                preposition = _A.match(text, word.start())
                if preposition and self._is_preposition(preposition):
                    yield fault("capital-after-semicolon", text, *word.span(), "à")
            elif form[1:].islower() or len(form) == 1:
                elided = text[word.end() : word.end() + 1] in ("'", "’")
                if lower in self._function_words or (
                    elided and lower in ("l", "d", "c", "j", "n", "s", "m", "t", "qu")
                ):
                    yield fault("capital-after-semicolon", text, *word.span(), lower)

    def _sentence_starts(self, prose: Prose) -> Iterator[Diagnostic]:
        text = prose.text
        first = self._first_word(prose)
        if first and _ends_a_sentence(text) and _has_words(text, _ENOUGH_WORDS + 1):
            yield from self._lower_case_start(prose, first)
        for found in _AFTER_STOP.finditer(text):
            word = _WORD.match(text, found.end())
            if word and self._ends_sentence(found["before"], text[found.start() - 1 : found.start()]):
                yield from self._lower_case_start(prose, word)

    def _first_word(self, prose: Prose) -> re.Match[str] | None:
        """The word a paragraph begins with; None for a list, a title, a table, or where code comes first."""
        start = 0
        text, source = prose.text, prose.source
        while start < len(text) and (text[start] in _OPENING or (text[start] == MASK and source[start] in "*_[")):
            if text[start] == MASK and source[start : start + 2] in ("* ", "*\t", "*\u00a0", "[ "):
                return None
            start += 1
        return _WORD.match(text, start)

    def _ends_sentence(self, before: str, left: str) -> bool:
        """Whether the full stop after ``before`` ends a sentence; after an abbreviation or initials nothing is sure."""
        if left and (left.isalnum() or left in ".…-'’@" + MASK):
            return left in "'’" and len(before) > 3
        return len(before) > 2 and before[1:].islower() and before.lower() not in self._abbreviations

    def _lower_case_start(self, prose: Prose, word: re.Match[str]) -> Iterator[Diagnostic]:
        form = normal_form(word.group())
        after = prose.text[word.end() : word.end() + 1]
        if not form.islower() or not self._is_plain(prose, word) or after in (".", "…", ")", MASK):
            return
        if prose.words and accepts(issue_forms(prose.words), form):
            return
        yield fault("sentence-capital", prose.text, *word.span(), self._capitalised(prose.text, word, form))

    def _capitalised(self, text: str, word: re.Match[str], form: str) -> str:
        """``form`` as a sentence begins with it, accent and ligature right at once."""
        if form == "a":
            preposition = _A.match("A" + text[word.end() :])
            return "À" if preposition and self._is_preposition(preposition) else "A"
        capital = form[0].upper() + form[1:]
        return self._vocabulary.corrected(capital)

    @staticmethod
    def _is_plain(prose: Prose, word: re.Match[str]) -> bool:
        """Whether the word is whole and has no mark in it."""
        before = prose.text[word.start() - 1 : word.start()] if word.start() else ""
        return not (before == MASK and prose.source[word.start() - 1] not in "*_[") and len(word.group()) <= 40


def _ends_a_sentence(text: str) -> bool:
    """Whether the last that is written, closing marks aside, ends a sentence."""
    end = len(text)
    while end and (text[end - 1].isspace() or text[end - 1] in _CLOSING):
        end -= 1
    return text[end - 1 : end] in _ENDS


def _has_words(text: str, count: int) -> bool:
    return sum(1 for _ in islice(_WORDS.finditer(text), count)) == count
