"""What agrees with what over a distance: the determiner of a noun phrase, the subject of a verb. Guesses from closed
classes of words and from marks, for the ranker to weigh; nothing is parsed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from editor_app.proofing.context.lexicon import Lexicon
from editor_app.proofing.context.tokens import NUMBER, Token

Ids = NDArray[np.int64]

DETERMINERS = {
    "le": -1, "la": -1, "l'": -1, "un": -1, "une": -1, "ce": -1, "cet": -1, "cette": -1, "mon": -1, "ma": -1, "ton": -1,
    "ta": -1, "son": -1, "sa": -1, "notre": -1, "votre": -1, "leur": -1, "chaque": -1, "aucun": -1, "aucune": -1,
    "au": -1, "du": -1, "quel": -1, "quelle": -1, "les": 1, "des": 1, "ces": 1, "mes": 1, "tes": 1, "ses": 1, "nos": 1,
    "vos": 1, "leurs": 1, "aux": 1, "plusieurs": 1, "quelques": 1, "certains": 1, "certaines": 1, "quels": 1,
    "quelles": 1, "deux": 1, "trois": 1, "quatre": 1, "cinq": 1, "six": 1, "sept": 1, "huit": 1, "neuf": 1, "dix": 1,
    "onze": 1, "douze": 1, "quinze": 1, "vingt": 1, "trente": 1, "quarante": 1, "cinquante": 1, "soixante": 1,
    "cent": 1, "cents": 1, "mille": 1,
}  # fmt: skip
"""With the number of what follows: 1 for plural, -1 for singular."""
_PRONOUNS = {
    "je": -1, "j'": -1, "tu": -1, "il": -1, "elle": -1, "on": -1, "cela": -1, "ça": -1, "ceci": -1, "c'": -1,
    "celui": -1, "celle": -1, "chacun": -1, "chacune": -1, "nous": 1, "vous": 1, "ils": 1, "elles": 1, "ceux": 1,
    "celles": 1,
}  # fmt: skip
_SUBJECTS = DETERMINERS | _PRONOUNS
_PREPOSITIONS = frozenset(
    (
        "de", "d'", "du", "à", "au", "aux", "dans", "par", "pour", "sur", "avec", "sans", "sous", "en", "entre", "vers",
        "chez", "selon", "contre",
    )
)  # fmt: skip
_CLAUSE_OPENERS = frozenset(("qui", "que", "qu'", "dont", "où", "car", "si", "comme", "lorsque", "quand", "ou", "mais"))
_LONGEST_PHRASE = 3
"""Tokens from a determiner to what agrees with it, at most."""
_LONGEST_COORDINATION = 8


@dataclass(frozen=True, slots=True)
class Phrases:
    """One value a token, 1 for plural (feminine), -1 for singular (masculine), 0 where nothing tells: what the figure
    before it asks for, what the determiner of its phrase is, and what the subject of its clause is. ``coordinated``:
    whether two things joined by *et* stand before it in its clause."""

    figure: Ids
    determiner_number: Ids
    determiner_gender: Ids
    subject: Ids
    coordinated: NDArray[np.bool_]


def phrases(tokens: list[Token], kind: Ids, lexicon: Lexicon) -> Phrases:
    """What the words around each token say about it; ``kind`` has the tokens' classes."""
    number, gender = lexicon.kind_number[kind], lexicon.kind_gender[kind]
    is_verb = (lexicon.kind_persons[kind] > 0).tolist()
    found = np.zeros((4, len(tokens)), np.int64)
    coordinated = np.zeros(len(tokens), np.bool_)
    determiner, since, subject, joined, form = -1, 0, 0, -1, ""
    for index, token in enumerate(tokens):
        before, form = form, token.form
        is_mark = not (token.is_word or form == NUMBER)
        if before == NUMBER:
            found[0, index] = _of_figure(tokens[index - 1])
        if determiner >= 0 and index - determiner <= _LONGEST_PHRASE:
            found[1, index], found[2, index] = DETERMINERS[tokens[determiner].form], gender[determiner]
        found[3, index] = subject
        coordinated[index] = 1 < index - joined <= _LONGEST_COORDINATION and joined > 0
        if form in DETERMINERS:
            determiner = index
        elif is_mark or form in _PREPOSITIONS or form == "et":
            determiner = -1
        if form == "et":
            joined = index
        elif is_mark or (coordinated[index] and is_verb[index]) or form in _CLAUSE_OPENERS:
            joined = -1
        if form == "qui":
            subject = int(number[index - 1]) if index else 0
        elif (
            is_mark
            or form in _CLAUSE_OPENERS
            or (subject and is_verb[index] and number[index] and index - determiner > 1)
        ):
            subject, since = 0, index + 1
        elif not subject and before not in _PREPOSITIONS and index - since < _LONGEST_PHRASE:
            subject = _SUBJECTS.get(form, 0)
        elif subject and before == "et" and form in DETERMINERS and form not in _PREPOSITIONS:
            subject = 1
    return Phrases(found[0], found[1], found[2], found[3], coordinated)


def _of_figure(token: Token) -> int:
    """1 for a figure that asks for the plural, -1 for one that asks for the singular (0, 1, 1,5)."""
    figure = token.surface.split(",")[0]
    return (1 if int(figure) > 1 else -1) if figure.isdecimal() else 0
