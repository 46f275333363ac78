"""The rules of the Imprimerie nationale, each seen, each corrected, and nothing left to correct afterwards."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor_app.proofing.corrections import apply
from editor_app.proofing.diagnostic import Diagnostic
from editor_app.proofing.layer import Prose
from editor_app.proofing.prose import prose
from editor_app.proofing.typography import Typography
from editor_app.proofing.typography.rules import rules
from editor_app.proofing.vocabulary import vocabulary

N, T = "\u00a0", "\u202f"
TYPOGRAPHY = Typography(vocabulary())


def faults(text: str, *words: str) -> list[Diagnostic]:
    seen: Prose = prose(text, frozenset(words))
    kept: list[Diagnostic] = []
    for one in TYPOGRAPHY.check(seen):
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return kept


def corrected(text: str) -> str:
    return apply(text, faults(text))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Dernière modification : hier", f"Dernière modification{N}: hier"),
        ("Objet: la lettre", f"Objet{N}: la lettre"),
        ("droits ; puis", f"droits{T}; puis"),
        ("droits; puis", f"droits{T}; puis"),
        ("droits;puis", f"droits{T}; puis"),
        ("Quoi ? Non !", f"Quoi{T}? Non{T}!"),
        ("Quoi? Non!", f"Quoi{T}? Non{T}!"),
        ("Quoi?! dit-il", f"Quoi{T}?! dit-il"),
        ("**Objet** : la lettre", f"**Objet**{N}: la lettre"),
        ("« mot »", f"«{N}mot{N}»"),
        ("«mot»", f"«{N}mot{N}»"),
        ('la campagne "Cœur bleu" en', f"la campagne «{N}Cœur bleu{N}» en"),
        ('" mot "', f"«{N}mot{N}»"),
        ('l\'"Europe"', f"l’«{N}Europe{N}»"),
        ('**"Cœur"** bleu', f"**«{N}Cœur{N}»** bleu"),
        ("la “Charte” est", f"la «{N}Charte{N}» est"),
        (f'«{N}la "Charte" est{N}»', f"«{N}la “Charte” est{N}»"),
        ("l'adoption qu'elle", "l’adoption qu’elle"),
        ("s' il vient", "s’il vient"),
        ("la 14ème lettre", "la 14e lettre"),
        ("la 5ième et la 2ème, les 3èmes", "la 5e et la 2e, les 3es"),
        ("la 1ère et les 1ères", "la 1re et les 1res"),
        ("le 2nd et la 2nde", "le 2d et la 2de"),
        ("le 14 ème jour", "le 14e jour"),
        ("au XXIème siècle", "au XXIe siècle"),
        ("A chaque fois, il vient.", "À chaque fois, il vient."),
        ("Il vient. A partir de là, non.", "Il vient. À partir de là, non."),
        ("A l'issue du vote", "À l’issue du vote"),
        ("A Kyoto, il parle", "À Kyoto, il parle"),
        ("l’Etat et les Etats", "l’État et les États"),
        ("Etant donné", "Étant donné"),
        ("la mise en oeuvre", "la mise en œuvre"),
        ("et puis...", "et puis…"),
        ("des mots, etc...", "des mots, etc."),
        ("des mots, etc…", "des mots, etc."),
        ("un mot,, puis deux..", "un mot, puis deux."),
        ("Mr Dupont, Mme. Durand", f"M.{N}Dupont, Mme{N}Durand"),
        ("Mr.Dupont", f"M.{N}Dupont"),
        ("M. Dupont et Mme Durand", f"M.{N}Dupont et Mme{N}Durand"),
        ("M.Dupont", f"M.{N}Dupont"),
        ("5 % et 10% et 20 € et 3 km", f"5{N}% et 10{N}% et 20{N}€ et 3{N}km"),
        ("n° 12 et n°13", f"n°{N}12 et n°{N}13"),
        ("10 000 victimes", f"10{T}000 victimes"),
        ("un  mot", "un mot"),
        ("un mot , puis", "un mot, puis"),
        ("un mot,puis", "un mot, puis"),
        ("( un mot )", "(un mot)"),
        ("le mot - ou plutôt la chose - est", "le mot – ou plutôt la chose – est"),
        ("droits ; Cette action", f"droits{T}; cette action"),
        (f"droits{T}; A cette fin", f"droits{T}; à cette fin"),
        ("Il est fini. les autres viennent.", "Il est fini. Les autres viennent."),
        (
            "les derniers mois ont été riches de travaux avec nos partenaires.",
            "Les derniers mois ont été riches de travaux avec nos partenaires.",
        ),
    ],
)
def test_a_fault_is_corrected(wrong: str, right: str) -> None:
    assert corrected(wrong) == right
    assert not faults(right)


@pytest.mark.parametrize(
    "text",
    [
        f"droits{N}; puis{T}; puis{N}! et{T}? bon",
        "Il est 12:30, le ratio 3:2, voir https://x.fr/a?b=c;d et `a;b:c!`.",
        f"«{N}un “mot” là{N}» et l’été",
        "le 1er, la 1re, le 2e, le 2d, la 2de, le XXe",
        "A-t-il parlé ? A été nommé ambassadeur. A. Martin".replace(" ?", f"{T}?"),
        "la catégorie A de la liste, la vitamine A",
        f"etc. les autres, art. premier, p.{N}12, cf. la note",
        f"La liste{N}:\n- un point{N};\n- les autres points de la liste, qui sont nombreux ici.",
        "| a   | b |\n|-----|---|\n| c   | d |",
        "une ligne  \nune autre",
        f"droits{T}; Paris, Mme{N}Durand{T}; ONU{T}; Pierre",
        "eTwinning est un programme qui réunit chaque année beaucoup de classes.",
        "voir le fichier .env et l’extension .fr",
        "un écran de 14\" environ",
        "Sud-Est, arc-en-ciel, 2019-2022, 10-12",
        f"M.{N}Le Drian, Mme{T}Wallström, MM.{N}Durand et Dupont",
        "A priori, non.",
        "Term\n: sa définition est là",
    ],
)  # fmt: skip
def test_what_is_right_is_left_alone(text: str) -> None:
    assert [(one.rule, one.text) for one in faults(text)] == []


@pytest.mark.parametrize(
    ("text", "covered"),
    [("la 14ème fois", "14ème"), ('le "mot" là', '"'), ("l’Etat", "Etat"), ("mot : suite", " "), ("mot: suite", ":")],
)
def test_a_diagnostic_covers_the_fault_and_nothing_else(text: str, covered: str) -> None:
    assert faults(text)[0].text == covered


def test_a_narrow_space_before_a_colon_is_only_worth_advice() -> None:
    assert [(one.rule, one.severity) for one in faults(f"mot{T}: suite")] == [("typography/narrow-space", "advice")]


def test_words_of_the_issue_may_open_a_sentence_in_lower_case() -> None:
    text = "zorglub agit beaucoup avec les autres partenaires du programme."
    assert faults(text)
    assert not faults(text, "zorglub")


def test_every_rule_says_where_it_comes_from() -> None:
    assert len(rules()) > 20
    for rule in rules().values():
        assert rule.source
        assert rule.message.endswith(".")


PIECES = [
    "les", "Cette", "A", "a", "à", "l", "d", "qu", "Etat", "oeuvre", "Oeuvre", "mot", "Mr", "M.", "Mme", "Mme.",
    "Dupont", "Paris", "14ème", "1ère", "2nd",
    "10", "000", "5", "%", "€", "km", "n°", "etc", "chaque", " ", " ", " ", " ", "  ",
    N, T, "\n", "'", "’", '"', "«", "»", "“", "”", ".", "..", "...", "…", ",", ";", ":", "!", "?", "(", ")", "-", "–",
    "**", "_", "`x`", "- ", "été", "e\u0301tat", "ONU", "XXIème", "[mot](a.fr)",
]  # fmt: skip
WRITTEN = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def essence(text: str) -> str:
    """Letters and figures, without those that abbreviations and accents change by rule."""
    kept = re.sub(r"(?i)oe", "œ", text)
    kept = re.sub(r"(?<![^\W_])Mr(?![^\W_])", "M", kept)
    kept = re.sub(r"(\d|[IVX])[ \u00a0\u202f]?(?:ème|ère|nd)", r"\1", kept)
    kept = re.sub(r"(?<=\d|[IVX])(?:er|re|e|d)", "", kept)
    kept = kept.translate(str.maketrans("ÀàÉé", "AaEe")).replace("e\u0301", "e")
    return "".join(letter for letter in kept.casefold() if letter.isalnum())


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(WRITTEN)
@example('l\' "mot" ; Cette..')
def test_correcting_twice_is_correcting_once(text: str) -> None:
    once = corrected(text)
    assert corrected(once) == once


@settings(max_examples=500, deadline=None, derandomize=True)
@given(WRITTEN)
def test_correcting_loses_no_letter_and_no_figure(text: str) -> None:
    assert essence(corrected(text)) == essence(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_can_be_checked(text: str) -> None:
    for one in faults(text):
        assert text[one.start : one.end] == one.text
        assert one.end > one.start
