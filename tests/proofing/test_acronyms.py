"""Acronyms: written out where they first stand, and always in the same way."""

from __future__ import annotations

import pytest

from editor_app.issue.model import Issue
from editor_app.issue.outline import Kind, Outline, Section
from editor_app.proofing.acronyms import unexplained
from editor_app.proofing.letter import check_letter
from editor_app.proofing.pipeline import Checker
from editor_app.proofing.vocabulary import vocabulary

SECTIONS = tuple(Section(name, Kind.FREE, f"Titre {name}", file=f"sections/{name}.md") for name in "ab")


def bare(*texts: str, words: tuple[str, ...] = ()) -> list[tuple[str | None, str]]:
    issue = Issue("id", 15, "La 15e lettre", Outline(SECTIONS), words=words)
    by_id = dict(zip("ab", texts, strict=False))
    found = list(unexplained(issue, by_id, vocabulary()))
    for one in found:
        assert one.section is not None
        assert by_id[one.section][one.diagnostic.start : one.diagnostic.end] == one.diagnostic.text
    return [(one.section, one.diagnostic.text) for one in found]


def two_ways(checker: Checker, *texts: str) -> list[tuple[str | None, str]]:
    issue = Issue("id", 15, "La 15e lettre", Outline(SECTIONS))
    by_id = dict(zip("ab", texts, strict=False))
    found = [one for one in check_letter(checker, issue, by_id) if one.diagnostic.rule == "names/acronym-two-ways"]
    for one in found:
        assert one.section is not None
        assert by_id[one.section][one.diagnostic.start : one.diagnostic.end] == one.diagnostic.text
    return [(one.section, one.diagnostic.text) for one in found]


def test_an_acronym_is_told_once_where_it_first_stands() -> None:
    assert bare("Le GRETA veille.\n\nLe GRETA et l’OIT.", "L’OIT, le GRETA.") == [("a", "GRETA"), ("a", "OIT")]


def test_an_acronym_written_out_too_late_is_told() -> None:
    assert bare("L’OIT estime.", "L’Organisation internationale du travail (OIT) estime.") == [("a", "OIT")]


@pytest.mark.parametrize(
    "text",
    [
        "L’Organisation internationale du travail (OIT) estime. Puis l’OIT.",
        "L’OIT (Organisation internationale du travail) estime.",
        "L’OIT, l’Organisation internationale du travail, estime.",
        "Le Fonds de contributions volontaires pour les victimes de la traite (UNVTF) aide.",
        "L’OIT estime.\n\n*[OIT]: Organisation internationale du travail",
        "L’O.I.T. (Organisation internationale du travail) estime.",
        "Au XXIe siècle, Louis XIV et le tome III.",
        "L’ONU, l’UE, un SMS et le format PDF.",
        "ATTENTION AU DÉPART DE LA LETTRE",
        "NON, rien. C’est URGENT, ET le reste OU la suite.",
        "M. DUPONT et Jeanne MARTIN signent.",
        "Écrire à lettre@OIT.org, voir https://OIT.example, `OIT`.",
        "Le A4, la N20, le G7, un T-shirt.",
    ],
)
def test_what_is_written_out_or_no_acronym_is_left_alone(text: str) -> None:
    assert bare(text) == []


def test_the_issue_s_own_words_are_known_to_its_readers() -> None:
    assert bare("Le GRETA veille.", words=("GRETA",)) == []


def test_an_acronym_written_out_in_two_ways_is_told_at_the_second(checker: Checker) -> None:
    first = "L’Office central de lutte contre le travail illégal (OCLTI) agit."
    second = "Un Office central de lutte contre la traite illégale (OCLTI) existe."
    assert two_ways(checker, first, second) == [("b", "Office central de lutte contre la traite illégale")]
    assert two_ways(
        checker, "L’OIT (Organisation internationale du travail).", "*[OIT]: Office intégré du tourisme"
    ) == [("b", "Office intégré du tourisme")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("L’Organisation Internationale du Travail (OIT).", "*[OIT]: Organisation internationale du travail"),
        ("Une équipe commune d’enquête (ECE).", "Des équipes communes d’enquête (ECE)."),
        ("L’Organisation internationale du travail (OIT).", "À Genève (OIT), et l’agence (OIT)."),
        ("Organisation internationale du travail (OIT).", "Organisation internationale de la francophonie (OIF)."),
        ("La Mission pour la protection des femmes (MIPROF).", "*[MIPROF]: Mission interministérielle pour elles"),
    ],
)
def test_one_wording_under_two_forms_is_one_way(checker: Checker, first: str, second: str) -> None:
    assert two_ways(checker, first, second) == []


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["A", "AB ", "AB (", "l’OIT (a ", "(OIT) ", "a (AA) ", "A.", "*[AB]: a b\n"])
def test_hostile_capitals_take_a_time_in_step_with_their_number(checker: Checker, piece: str) -> None:
    text = piece * (20_000 // len(piece))
    two_ways(checker, text)
    bare(text)
