"""What a word has to agree with is guessed from the small words and marks before it."""

from __future__ import annotations

import numpy as np
import pytest

from editor_app.proofing.context.model import french
from editor_app.proofing.context.phrases import Phrases, phrases
from editor_app.proofing.context.tokens import tokens

PLURAL, SINGULAR, UNKNOWN = 1, -1, 0


def read(text: str) -> tuple[list[str], Phrases]:
    model = french()
    assert model is not None
    found = tokens(text, model.lexicon.exists)
    kinds = np.array([model.lexicon.form(token.form).kind for token in found], np.int64)
    return [token.form for token in found], phrases(found, kinds, model.lexicon)


@pytest.mark.parametrize(
    ("text", "verb", "number"),
    [
        ("Les nouvelles règles sur le taux de fer impliquent un contrôle.", "impliquent", PLURAL),
        ("Le rapport sur les droits des femmes paraît demain.", "paraît", SINGULAR),
        ("Elle salue les magistrats qui ont signé.", "ont", PLURAL),
        ("La présidente et la vice-présidente signent.", "signent", PLURAL),
        ("Dans les régions du Nord vivent des familles.", "vivent", UNKNOWN),
        ("Les aides, dit-on, arrivent.", "arrivent", UNKNOWN),
    ],
)
def test_a_verb_knows_the_number_of_its_subject(text: str, verb: str, number: int) -> None:
    forms, found = read(text)
    assert found.subject[forms.index(verb)] == number


@pytest.mark.parametrize(
    ("text", "word", "number"),
    [
        ("Cette nouvelle loi.", "loi", SINGULAR),
        ("Plusieurs grandes villes.", "villes", PLURAL),
        ("Il a lu huit livres.", "livres", PLURAL),
        ("Le bureau de vote.", "vote", UNKNOWN),
        ("Le, dit-il, bureau.", "bureau", UNKNOWN),
    ],
)
def test_a_noun_knows_its_determiner(text: str, word: str, number: int) -> None:
    forms, found = read(text)
    assert found.determiner_number[forms.index(word)] == number


def test_a_figure_asks_for_a_number() -> None:
    forms, found = read("Il reste 12 jours, 1 heure et 0,5 point.")
    asked = {form: int(value) for form, value in zip(forms, found.figure, strict=True) if value}
    assert asked == {"jours": PLURAL, "heure": SINGULAR, "point": SINGULAR}
