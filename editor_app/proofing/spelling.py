"""Flags the words that no dictionary, no list of names and no rule of French knows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from editor_app.proofing.diagnostic import Category, Diagnostic, Severity
from editor_app.proofing.dictionary import close_words, missing
from editor_app.proofing.layer import Prose
from editor_app.proofing.misspelling import is_slip
from editor_app.proofing.vocabulary import Verdict, Vocabulary, vocabulary
from editor_app.proofing.words import normal_form, without_elision

__all__ = ["Spelling", "missing", "suggest", "unknown_word"]

_OFFERED = 8


@lru_cache(512)
def suggest(word: str) -> tuple[str, ...]:
    """Corrections of ``word`` as it stands in the text, best first, at most eight, with its elision and its capital.

    Takes 70 to 800 ms the first time: ask in the background, and only for the word someone looks at. Empty where
    nothing is close, or where there is no dictionary.
    """
    bare = without_elision(word)
    prefix = normal_form(word)[: -len(bare.form)] if bare.form else ""
    found = (normal_form(candidate) for candidate in close_words(bare.form))
    capital = bare.form[:1].isupper()
    cased = ((item[:1].upper() + item[1:] if capital else item) for item in found)
    return tuple(dict.fromkeys(prefix + item for item in cased if item != bare.form))[:_OFFERED]


class Spelling:
    """The layer of words that do not exist (``spelling/unknown-word``). Corrections cost too much to be made for every
    word: its diagnostics carry none, ``suggest`` gives them when a person asks."""

    def __init__(self, words: Vocabulary | None = None) -> None:
        self._vocabulary = words or vocabulary()

    def check(self, prose: Prose) -> Iterator[Diagnostic]:
        for judged in self._vocabulary.unknown(prose):
            if judged.verdict is Verdict.MISSPELT:
                slip = is_slip(prose, judged, self._vocabulary)
                yield unknown_word(prose.text, judged.word.start, judged.word.end, slip)


def unknown_word(text: str, start: int, end: int, slip: bool) -> Diagnostic:
    """The diagnostic of a word that no dictionary has, at ``[start, end)`` of ``text``: an error when it is likely a
    slip of the hand, else advice to look at it."""
    written = text[start:end]
    return Diagnostic(
        "spelling/unknown-word",
        Category.SPELLING,
        Severity.ERROR if slip else Severity.ADVICE,
        start,
        end,
        written,
        f"« {written} » n’est pas dans le dictionnaire{'' if slip else ', qui n’a rien de semblable'}.",
        confidence=1.0 if slip else 0.5,
    )
