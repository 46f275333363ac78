"""French text as the tokens the language model counts: words, elided articles, numbers, punctuation marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from editor_app.proofing.layer import MASK

NUMBER = "<num>"
"""The form under which every number is counted."""

_ELIDED = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)['’]"
_LETTERS = "(?:[^\\W\\d_][\u0300-\u036f]*)+"
_TOKEN = re.compile(
    rf"(?P<word>\b(?:aujourd['’]hui|prud['’]hom\w+|{_ELIDED}|{_LETTERS}(?:-{_LETTERS})*))"
    r"|(?P<number>\d+(?:[\d.,\u00a0\u202f ]*\d)?(?:ers?|ères?|èmes?|nde?s?|es?)?\b)"
    rf"|(?P<mark>\.\.\.|[^\w\s{MASK}])",
    re.IGNORECASE,
)
_HYPHEN = re.compile(r"(-)")


@dataclass(frozen=True, slots=True)
class Token:
    """``surface`` stands at ``[start, end)`` of the text, in code points; ``form`` is what the model counts: lower
    case, straight apostrophe, ``NUMBER`` for numbers."""

    surface: str
    start: int
    end: int
    form: str

    @property
    def is_word(self) -> bool:
        return self.form[0].isalpha()


def tokens(text: str, is_known: Callable[[str], bool]) -> list[Token]:
    """The tokens of ``text`` in order; masked places separate and are skipped.

    A hyphenated word is one token when ``is_known`` says that its form stands in the lexicon (*peut-être*), otherwise
    its parts and hyphens are tokens of their own (*Nord-Sud*, *dit-il*).
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        surface, start = match[0], match.start()
        if match["number"]:
            found.append(Token(surface, start, match.end(), NUMBER))
            continue
        form = unicodedata.normalize("NFC", surface.lower()).replace("’", "'")
        if "-" not in form or form == "-" or is_known(form):
            found.append(Token(surface, start, match.end(), form))
            continue
        for part in _HYPHEN.split(surface):
            found.append(Token(part, start, start + len(part), part.lower()))
            start += len(part)
    return found
