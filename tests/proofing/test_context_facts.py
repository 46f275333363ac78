"""Facts that contradict themselves are flagged, and nothing else is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.proofing.facts import Facts
from editor_app.proofing.prose import prose

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre"),
    "décembre",
)
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


def flags(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.rule, one.text, one.suggestions) for one in Facts().check(prose(text))]


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Signé le jeudi 3 septembre 2010 à Vienne.", ("context/weekday", "jeudi", ("vendredi",))),
        ("Jeudi 3 septembre 2010, la session s’est ouverte.", ("context/weekday", "Jeudi", ("Vendredi",))),
        ("Réponse attendue avant le 31 juin.", ("context/impossible-date", "31 juin", ())),
        ("Réponse attendue avant le 29 février 2021.", ("context/impossible-date", "29 février 2021", ())),
        ("Mise à jour : 31/02/2021.", ("context/impossible-date", "31/02/2021", ())),
        ("La conférence se tient du 12 au 5 mars.", ("context/period", "12 au 5", ())),
        ("Le plan court de 2022 à 2019.", ("context/period", "2022 à 2019", ())),
        ("Un délai de trois (4) mois.", ("context/figure", "4", ("3",))),
        ("Les aides se répartissent ainsi : 60 % en Europe, 50 % en Asie.", ("context/shares", "50 %", ())),
    ],
)
def test_a_contradiction_is_flagged_where_it_stands(text: str, flag: tuple[str, str, tuple[str, ...]]) -> None:
    assert flags(text) == [flag]


@pytest.mark.parametrize(
    "text",
    [
        "Le vendredi 3 septembre 2010, puis le 29 février 2020 et le 1er mai.",
        "Du 28 février au 3 mars, de 2019 à 2022, entre 1990 et 1991.",
        "Un délai de trois (3) mois, vingt-deux (22) jours, soixante et onze (71) lots, article premier (2).",
        "60 % des femmes et 70 % des hommes ; la répartition progresse de 40 % à 62 %.",
        "Les aides se répartissent ainsi : 60,5 % en Europe et 39,5 % en Asie.",
        "Les aides se répartissent ainsi : 17 % en Asie, 17 % en Afrique, 17 % en Europe, 17 % en Amérique, "
        "17 % en Océanie et 17 % ailleurs.",  # six sixths, rounded
        "Entre 2000 et 1500 euros selon les cas.",
        "Le mardi 4 octobre 1582, veille du vendredi 15 octobre, et le 29 février.",
        "mardi 12 mars",
    ],
)
def test_what_may_be_true_is_left_alone(text: str) -> None:
    assert flags(text) == []


@given(st.dates(min_value=date(1600, 1, 1), max_value=date(2200, 1, 1)), st.integers(0, 6))
def test_only_the_true_weekday_passes(day: date, shift: int) -> None:
    weekday = DAYS[(day + timedelta(days=shift)).weekday()]
    text = f"Le {weekday} {day.day} {MONTHS[day.month - 1]} {day.year}."
    assert bool(flags(text)) == bool(shift)


def test_the_real_letter_has_no_contradiction(letter_14: Path) -> None:
    assert flags(letter_14.read_text("utf-8")) == []


def test_correct_prose_has_none() -> None:
    sample = Path(__file__).parents[2] / "../shared/eval/clean_europarl.txt"
    if not sample.exists():
        pytest.skip("the evaluation sets are not beside this checkout")
    assert [flag for line in sample.read_text("utf-8").splitlines() for flag in flags(line)] == []
