"""Refuses a theme's style sheet that reaches for anything outside itself.

What it may hold is an allowlist: three at-rules and the functions below. None of them fetches, and without backslashes
no name can be spelt in another way (CSS Syntax 3, 4.3.7).
"""

from __future__ import annotations

import re
from typing import Final

MAX_BYTES: Final = 32 * 1024
_AT_RULES: Final = frozenset({"media", "supports", "page"})
_FUNCTIONS: Final = (
    frozenset({"var", "calc", "min", "max", "clamp", "rgb", "rgba", "hsl", "hsla"})
    | frozenset({"linear-gradient", "radial-gradient", "repeat", "minmax", "fit-content"})
    | frozenset({"translate", "translatex", "translatey", "rotate", "scale"})
    | frozenset({"is", "where", "not", "has", "lang", "nth-child", "nth-last-child", "nth-of-type"})
)
_WORDS_BEFORE_BRACKETS: Final = frozenset({"and", "or", "not", "only", "media", "supports"})
_LEFT_OUT: Final = re.compile(
    r"""(?P<comment>/\*.*?\*/)|(?P<string>"[^"\n]*"|'[^'\n]*')|(?P<open>/\*|["'])""", re.DOTALL
)
_AT_RULE: Final = re.compile(r"@\s*([\w-]*)")
_FUNCTION: Final = re.compile(r"([\w-]+)(\s*)\(")
_OWN_PROPERTY: Final = re.compile(r"(?:^|[{;])\s*(--[\w-]+)\s*:")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ufffe\uffff]")


class StyleFaultError(ValueError):
    """What is refused: ``sentence`` in French, without the file's name or a final full stop."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def refuse_unsafe_css(css: str) -> None:
    """Raise StyleFaultError for a style sheet (LF line ends) that could fetch, run or break out of anything."""
    if (found := _CONTROLS.search(css)) is not None:
        raise StyleFaultError(f"un caractère de contrôle (U+{ord(found[0]):04X}) s’y trouve ; retirez-le")
    for mark in ("\\", "<"):
        if mark in css:
            raise StyleFaultError(f"le signe « {mark} » n’y est pas admis ; retirez-le")
    bare = _LEFT_OUT.sub(_left_out, css)
    for found in _AT_RULE.finditer(bare):
        if found[1].lower() not in _AT_RULES:
            raise StyleFaultError(
                f"« @{found[1][:30]} » n’est pas admis : un thème ne va rien chercher ailleurs ; retirez-le"
            )
    for found in _FUNCTION.finditer(bare):
        name = found[1].lower()
        if name not in _FUNCTIONS and not (found[2] and name in _WORDS_BEFORE_BRACKETS):
            raise StyleFaultError(
                f"« {found[1][:30]}() » n’est pas admis : un thème ne va rien chercher ailleurs ; retirez-le"
            )
    if (found := _OWN_PROPERTY.search(bare)) is not None:
        raise StyleFaultError(f"« {found[1][:30]} » ne se définit pas ici ; donnez les couleurs dans theme.yaml")
    _refuse_unbalanced(bare)


def _left_out(found: re.Match[str]) -> str:
    if found["open"]:
        raise StyleFaultError("un commentaire ou des guillemets n’y sont pas fermés ; fermez-les")
    return '""' if found["string"] else " "


def _refuse_unbalanced(bare: str) -> None:
    waiting: list[str] = []
    for mark in bare:
        if mark in "({[":
            waiting.append({"(": ")", "{": "}", "[": "]"}[mark])
        elif mark in ")}]" and (not waiting or waiting.pop() != mark):
            raise StyleFaultError(f"un « {mark} » n’y ferme rien ; vérifiez les accolades")
    if waiting:
        raise StyleFaultError(f"il y manque un « {waiting[-1]} » ; vérifiez les accolades")
