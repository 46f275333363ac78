"""Words that the dictionary knows and the sentence does not expect are flagged, explained and mended first."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor_app.proofing.context.layer import Context
from editor_app.proofing.context.layer import missing as context_missing
from editor_app.proofing.context.model import ModelError, open_model
from editor_app.proofing.diagnostic import Category, Diagnostic, Severity
from editor_app.proofing.layers import first_layers, missing
from editor_app.proofing.pipeline import Checker
from editor_app.proofing.prose import prose
from editor_app.proofing.reading import Reading

JUDGED = {Category.SPELLING, Category.CONTEXT, Category.GRAMMAR}
MENDED = (
    ("l’adoption de al récente", "l’adoption de la récente"),
    ("chargé de noter programme", "chargé de notre programme"),
    ("humaine, protégée les victimes", "humaine, protéger les victimes"),
    ("traite des être humains", "traite des êtres humains"),
    ("l’Europe fait partie", "l’Europe font partie"),
    ("droits de victimes", "droits des victimes"),
    ("Moiron-Braud", "Boiron-Braud"),
    ("A chaque fois", "À chaque fois"),
    ("\nles derniers mois", "\nLes derniers mois"),
    ("Cette action conjointe", "cette action conjointe"),
    ('"Cœur bleu"', "« Cœur bleu »"),
    ("14ème", "14e"),
    ("5ème", "5e"),
)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(first_layers())


@pytest.fixture(scope="module")
def context() -> Context:
    return Context()


def underlined(checker: Checker, text: str) -> list[Diagnostic]:
    return [one for one in checker.check_text(text) if one.category in JUDGED and one.severity is not Severity.ADVICE]


@pytest.mark.parametrize(
    ("wrong", "right"), [("al", "la"), ("noter", "notre"), ("protégée", "protéger"), ("être", "êtres")]
)
def test_the_real_letters_faults_are_found_and_mended_first(
    checker: Checker, letter_14: Path, wrong: str, right: str
) -> None:
    found = [one for one in underlined(checker, letter_14.read_text("utf-8")) if one.text == wrong]
    assert [one.suggestions[0] for one in found] == [right]


def test_the_real_letter_once_mended_has_nothing_underlined(checker: Checker, letter_14: Path) -> None:
    text = letter_14.read_text("utf-8")
    for wrong, right in MENDED:
        assert wrong in text
        text = text.replace(wrong, right)
    assert underlined(checker, text) == []


def test_the_diagnostic_covers_the_wrong_word_alone_and_explains_itself(context: Context) -> None:
    text = "La France s’est mobilisée pour l’adoption de al récente résolution."
    [found] = [one for one in context.check(prose(text)) if one.severity is not Severity.ADVICE]
    assert (found.rule, found.category, found.text) == ("context/real-word", Category.CONTEXT, "al")
    assert text[found.start : found.end] == "al"
    assert found.suggestions[0] == "la"
    assert found.message == "Après « l’adoption de », on attend « la »."
    assert 0.5 <= found.confidence <= 1


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Il faut que le comité ce réunisse avant la fin du mois.", "ce", "se"),
        ("Les enfants on besoin de cette aide.", "on", "ont"),
        ("Le projet de loi à été adopté par le Parlement européen.", "à", "a"),
        ("Nous avons décider de reporter la réunion.", "décider", "décidé"),
        ("Cette mesure est entrée ne vigueur en janvier.", "ne", "en"),
        ("Les associations demande une aide plus importante.", "demande", "demandent"),
    ],
)
def test_common_slips_are_seen(checker: Checker, text: str, wrong: str, right: str) -> None:
    assert [(one.text, one.suggestions[0]) for one in underlined(checker, text)] == [(wrong, right)]


@pytest.mark.parametrize(
    "text",
    [
        "La lutte contre la traite des êtres humains est une priorité de la politique étrangère de la France.",
        "Le Conseil de l’Europe a adopté en 2005 une convention à ce sujet.",
        "M. Erwann Tor et Mme Wallström ont rencontré leurs partenaires à Vienne, puis à Kyoto.",
        "Les victimes ont droit à une protection : un hébergement, des soins et une aide juridique leur sont proposés.",
        "En tant qu’ambassadeur, je me réjouis de vous retrouver bientôt dans votre région.",
        "",
        "…",
    ],
)
def test_right_sentences_are_left_alone(checker: Checker, text: str) -> None:
    assert underlined(checker, text) == []


def test_words_accepted_in_the_letter_are_never_doubted(context: Context) -> None:
    text = "La France s’est mobilisée pour l’adoption de al récente résolution."
    assert "al" not in [one.text for one in context.check(prose(text, frozenset({"al"})))]


def test_capitals_are_kept_in_the_correction(context: Context) -> None:
    found = list(context.check(prose("Al France se mobilise contre la traite des êtres humains.")))
    assert [(one.text, one.suggestions[0]) for one in found] == [("Al", "La")]


def test_a_very_long_paragraph_is_read_to_its_end(context: Context) -> None:
    text = "La France s’est mobilisée pour la résolution. " * 200 + "Elle salue l’adoption de al récente résolution."
    flagged = [one for one in context.check(prose(text)) if one.severity is not Severity.ADVICE]
    assert [(one.text, text[one.start : one.end]) for one in flagged] == [("al", "al")]


def test_code_and_addresses_are_not_read(context: Context) -> None:
    text = "Voir `de al récente` et [le site](https://exemple.fr/de-al-récente-résolution)."
    assert list(context.check(prose(text))) == []


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ealnotr’' .,;:«»-\u00a0é12Ab*`\n"), max_size=80))
def test_any_text_is_read_and_places_are_exact(text: str) -> None:
    for found in CONTEXT.check(prose(text)):
        assert text[found.start : found.end] == found.text
        assert found.suggestions


CONTEXT = Context()


def test_a_missing_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="réinstallez Lettrine"):
        open_model(tmp_path)
    (tmp_path / "model.json").write_text("{", "utf-8")
    with pytest.raises(ModelError, match="illisible"):
        open_model(tmp_path)


def test_another_format_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text('{"format": 99}', "utf-8")
    with pytest.raises(ModelError, match="autre format"):
        open_model(tmp_path)


def test_the_machine_has_all_it_takes_or_says_what_it_lacks() -> None:
    assert context_missing() is None
    assert all(sentence.endswith(".") for sentence in missing())


def test_one_place_gets_one_diagnostic_and_context_speaks_before_elision() -> None:
    text = "La France s’est mobilisée à Vienne pour l’adoption de al récente résolution."
    found = [one for one in Reading().check(prose(text)) if one.severity is not Severity.ADVICE]
    assert [(one.rule, one.text) for one in found] == [("context/real-word", "al")]


def test_blocks_read_together_say_what_each_says_alone(context: Context) -> None:
    blocks = [prose(text) for text in ("L’adoption de al récente résolution.", "Mot.", "Elle est chargé de noter.", "")]
    alone = [list(context.check(block)) for block in blocks]
    context.foresee(blocks)
    together = [list(context.check(block)) for block in blocks]
    assert together == alone and any(alone)
