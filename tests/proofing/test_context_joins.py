"""Words run together and words torn apart are found and mended, over exactly what is wrong."""

from __future__ import annotations

import pytest

from editor_app.proofing.context.layer import Context
from editor_app.proofing.diagnostic import Diagnostic, Severity
from editor_app.proofing.layers import first_layers
from editor_app.proofing.pipeline import Checker
from editor_app.proofing.prose import prose


@pytest.fixture(scope="module")
def context() -> Context:
    return Context()


def boundaries(context: Context, text: str) -> list[Diagnostic]:
    found = [one for one in context.check(prose(text)) if one.severity is not Severity.ADVICE]
    assert all(text[one.start : one.end] == one.text for one in found)
    return found


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Il s’agit dune mesure importante pour la France.", "dune", "d’une"),
        ("Elle a reçu lune des victimes.", "lune", "l’une"),
        ("Il na pas été adopté.", "na", "n’a"),
        ("Il vient quelque fois à Paris.", "quelque fois", "quelquefois"),
        ("Nous devons sur tout protéger les victimes.", "sur tout", "surtout"),
        ("Il faut aujourd hui agir.", "aujourd hui", "aujourd’hui"),
        ("Elles ont besoin d’avantage de moyens.", "d’avantage", "davantage"),
        ("Ces mesures protègent celle ci.", "celle ci", "celle-ci"),
    ],
)
def test_words_of_french_at_the_wrong_place_are_parted_or_joined(
    context: Context, text: str, wrong: str, right: str
) -> None:
    assert [(one.rule, one.text, one.suggestions) for one in boundaries(context, text)] == [
        ("context/word-boundary", wrong, (right,))
    ]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Parceque les victimes ont besoin d’aide.", "Parceque", "Parce que"),
        ("Il faut quil soit adopté.", "quil", "qu’il"),
        ("Cette mesure nest pas adaptée.", "nest", "n’est"),
        ("Il vient dêtre adopté.", "dêtre", "d’être"),
    ],
)
def test_what_is_no_word_is_a_misspelling_with_its_two_words(
    context: Context, text: str, wrong: str, right: str
) -> None:
    assert [(one.rule, one.text, one.suggestions) for one in boundaries(context, text)] == [
        ("spelling/unknown-word", wrong, (right,))
    ]


def test_it_tells_what_it_means(context: Context) -> None:
    [found] = boundaries(context, "Il vient quelque fois à Paris.")
    assert found.message == "« quelque fois » s’écrit ici en un mot : « quelquefois »."


@pytest.mark.parametrize(
    "text",
    [
        "La dune avance vers la mer, et la lune se lève.",
        "Ils viennent quelques fois par an, en fin de semaine.",
        "Il faut que cela soit par le comité, sur tous les points, et bien plus tôt.",
        "Elle a la main sur la porte, et la France l’a soutenue.",
        "Il parle du four, des cartes et de vins.",
    ],
)
def test_words_that_stand_as_they_should_are_left_alone(context: Context, text: str) -> None:
    assert boundaries(context, text) == []


def test_a_plural_behind_a_singular_article_is_flagged_on_one_of_the_two() -> None:
    found = [
        one
        for one in Checker(first_layers()).check_text("Il regarde le matches de football avec ses amis.")
        if one.severity is not Severity.ADVICE and one.category in ("context", "grammar")
    ]
    assert [(one.text, one.suggestions[0]) for one in found] in ([("le", "les")], [("matches", "match")])
