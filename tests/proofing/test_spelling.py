"""Words that do not exist are found; everything French or official letters write is left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from editor_app.proofing.diagnostic import Diagnostic
from editor_app.proofing.dictionary import Dictionary
from editor_app.proofing.names import Names
from editor_app.proofing.pipeline import Checker
from editor_app.proofing.prose import prose
from editor_app.proofing.spelling import Spelling, missing, suggest
from editor_app.proofing.typography import Typography
from editor_app.proofing.vocabulary import Vocabulary

Check = Callable[..., tuple[Diagnostic, ...]]

RIGHT = [
    "l’adoption", "l'adoption", "d’abord", "qu’elle", "jusqu’ici", "lorsqu’un", "aujourd’hui", "aujourd'hui",
    "presqu’île", "prud’homme", "quelqu’un", "entr’ouvert", "c’est-à-dire", "est-ce", "a-t-il", "celui-là", "celui-ci",
    "elle-même", "vice-présidente", "femmes-hommes", "franco-allemand", "Sud-Est", "main-d’œuvre", "XXe", "XXIe",
    "IVe", "14e", "1re", "2019-2022", "n°", "ONG", "MIPROF", "l’UNVTF", "TEH", "GRETA", "Greta", "ONU", "évènement",
    "événement", "maitrise", "e\u0301tat", "pro\u00adtection", "États-Unis", "l’Île-de-France", "antitraite",
    "Wallström", "Le Drian", "Kyoto", "Erwann", "qu’il", "m’en", "va-t’en", "donne-le-moi", "km", "eTwinning",
]  # fmt: skip


@pytest.mark.parametrize("word", RIGHT)
def test_right_words_are_left_alone(check: Check, word: str) -> None:
    assert not [d for d in check(f"Voici donc {word} dans cette phrase.") if d.category in ("spelling", "names")]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Une résoluttion adoptée.", "résoluttion"),
        ("Il faut l’adoptoin du texte.", "adoptoin"),
        ("Il faut l'adoptoin du texte.", "adoptoin"),
        ("La vice-présidnete est là.", "présidnete"),
        ("Une re\u0301solutiion ici.", "re\u0301solutiion"),
        ("Aisni, tout va bien.", "Aisni"),
        ("Ce sont deux **mots fauxx** et laids.", "fauxx"),
    ],
)
def test_wrong_words_are_flagged_alone(check: Check, text: str, wrong: str) -> None:
    found = [d for d in check(text) if d.category == "spelling"]
    assert [(d.text, text[d.start : d.end], d.severity) for d in found] == [(wrong, wrong, "error")]


def test_spelling_makes_no_suggestion_of_itself() -> None:
    assert [d.suggestions for d in Spelling().check(prose("Une résoluttion."))] == [()]


def test_a_wrong_word_gets_the_correction_that_its_sentence_suggests(check: Check) -> None:
    found = [d for d in check("Le Conseil a adopté une résoluttion.") if d.category == "spelling"]
    assert [d.suggestions[:1] for d in found] == [("résolution",)]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("résoluttion", "résolution"), ("l’adoptoin", "l’adoption"), ("l'adoptoin", "l’adoption"), ("Aisni", "Ainsi")],
)
def test_suggestions_come_when_asked_for_with_elision_and_capital(wrong: str, right: str) -> None:
    assert right in suggest(wrong)
    assert wrong not in suggest(wrong)


def test_suggestions_of_nonsense_are_bounded() -> None:
    assert suggest("") == ()
    assert suggest("x" * 500) == ()


def test_words_of_the_issue_are_right(check: Check) -> None:
    text = "Le zorglub de Zorglonde agit. Zorglonde sourit."
    assert [d.text for d in check(text)] == ["zorglub", "Zorglonde", "Zorglonde"]
    assert not check(text, "zorglub", "Zorglonde")
    assert not check("Le Zorglub agit.", "zorglub")


def test_a_word_cut_by_emphasis_is_not_judged_by_its_pieces(check: Check) -> None:
    assert not check("Le **M**inistère agit.")


def test_numbers_urls_and_addresses_are_no_words(check: Check) -> None:
    assert not check("Voir https://exmple.fr/abcdf, écrire à xyzt@abcd.fr, le 02/09/2021 à 12:30, 3\u00a0km et 8.7.")


def test_capitals_are_acronyms_not_faults(check: Check) -> None:
    assert not check("Le GRDT et les ZTRPs aident la CNPQ-RT.")


def test_the_dictionary_is_there() -> None:
    assert missing() is None


def test_without_a_dictionary_no_word_is_wrong_and_typography_still_works() -> None:
    words = Vocabulary(Dictionary(None), frozenset())
    checker = Checker([Names(words), Typography(words), Spelling(words)])
    assert [one.text for one in checker.check_block("Un motfaux, la 14ème fois, avec Zorglub.")] == ["14ème"]
