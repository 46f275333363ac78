"""A misspelling is an error; a foreign word, a term or a name that no dictionary has is only worth a look."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from editor_app.proofing.diagnostic import Diagnostic, Severity

Check = Callable[..., tuple[Diagnostic, ...]]


def graves(found: tuple[Diagnostic, ...]) -> dict[str, Severity]:
    return {one.text: one.severity for one in found if one.category == "spelling"}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Nous devons combatttre la traite.", "combatttre"),
        ("Il vient de s’intaller à Vienne.", "intaller"),
        ("Le dévellopement des réseaux continue.", "dévellopement"),
        ("Ce métier est apparament dangereux.", "apparament"),
        ("Un travail proffessionel et soigné.", "proffessionel"),
        ("Elle mène une action énérgique.", "énérgique"),
        ("Le flibustor agit tout de même.", "flibustor"),
    ],
)
def test_a_slip_of_the_hand_or_of_the_ear_is_an_error(check: Check, text: str, wrong: str) -> None:
    assert graves(check(text)) == {wrong: Severity.ERROR}


@pytest.mark.parametrize(
    "text",
    [
        "Les habitants de Mniów jouent du gavit et du goliard.",
        "Le groupe joue du rock, *rookie* de la saison.",
        "Les « vautes » sont des beignets.",
        "Il est titulaire au Basketball Hall of Fame et joue à la new wave.",
        "On y boit de la bjórr, un vin fruité assez fort.",
        "Le goliard du nord ne ressemble pas au goliard du sud.",
        "Denard intervient une première fois dans le conflit.",
        "À Kyoto, une roche hypidiomorphe est posée devant le palais de Saint-Cloud.",
        "Le moine est passé par le judeţ de Suceava.",
    ],
)
def test_what_is_foreign_cited_or_rare_is_advice_at_most(check: Check, text: str) -> None:
    assert set(graves(check(text)).values()) <= {Severity.ADVICE}


def test_the_advice_does_not_call_the_word_wrong(check: Check) -> None:
    [found] = [one for one in check("Dans les Alpes, une roche hypidiomorphe est posée.") if one.category == "spelling"]
    assert found.message == "« hypidiomorphe » n’est pas dans le dictionnaire, qui n’a rien de semblable."


@pytest.mark.parametrize("word", ["règlementation", "morcèlement", "connait", "reconnait", "préfèrera", "évènement"])
def test_the_spelling_of_1990_is_right(check: Check, word: str) -> None:
    assert not graves(check(f"Voici donc {word} dans cette phrase."))
