"""A new letter keeps what stays from one number to the next."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace

import pytest

from editor_app.issue.model import Issue, Picture
from editor_app.issue.naming import section_id, slug
from editor_app.issue.new import new_issue, next_title
from editor_app.issue.outline import Kind, Outline, Person, Section, Status

EARLIER = Issue(
    id=str(uuid.uuid4()),
    number=14,
    title="Lutte contre la traite\u00a0: 14ème lettre d’information",
    outline=Outline(
        (
            Section(
                "editorial",
                Kind.EDITORIAL,
                "Éditorial",
                Status.READY,
                "sections/editorial.md",
                Person("Jean Dupont", "ambassadeur", "M."),
            ),
            Section("summary", Kind.SUMMARY, "Sommaire", Status.READY),
            Section("p1", Kind.PRIORITY, "Agir", Status.READY, "sections/p1.md"),
        )
    ),
    date=datetime.date(2021, 9, 1),
    modified=datetime.date(2021, 9, 2),
    picture=Picture("media/pont.png", "Un pont"),
    words=("MIPROF",),
)


def test_the_built_in_model_has_a_plan_and_no_text() -> None:
    issue, texts = new_issue(16)
    assert issue.number == 16
    assert "16" in issue.title
    kinds = [section.kind for section in issue.outline.sections]
    assert kinds[:3] == [Kind.EDITORIAL, Kind.SUMMARY, Kind.PROGRAMME]
    assert Kind.PRIORITY in kinds
    assert set(texts) == {section.id for section in issue.outline.walk() if section.file}
    assert set(texts.values()) == {""}


def test_number_15_keeps_plan_people_and_words_of_number_14() -> None:
    issue, texts = new_issue(15, from_=EARLIER)
    assert issue.title == "Lutte contre la traite\u00a0: 15e lettre d’information"
    assert [(s.kind, s.title) for s in issue.outline.walk()] == [(s.kind, s.title) for s in EARLIER.outline.walk()]
    assert issue.outline.find("editorial").author == Person("Jean Dupont", "ambassadeur", "M.")
    assert issue.words == ("MIPROF",)
    assert set(texts.values()) == {""}


def test_number_15_does_not_keep_what_belonged_to_number_14() -> None:
    issue, _ = new_issue(15, from_=EARLIER)
    assert issue.id != EARLIER.id
    assert (issue.date, issue.modified, issue.picture) == (None, None, None)
    assert {section.status for section in issue.outline.walk()} == {Status.TODO}
    assert "p1" not in issue.outline


@pytest.mark.parametrize(
    ("title", "old", "new", "expected"),
    [
        ("14ème lettre", 14, 15, "15e lettre"),
        ("14e lettre d’information de 2014", 14, 15, "15e lettre d’information de 2014"),
        ("Lettre n°\u00a014", 14, 15, "Lettre n°\u00a015"),
        ("Lettre 1 : 1re édition", 1, 2, "Lettre 1 : 2e édition"),
        ("Bilan 2014-2015", 14, 15, "Bilan 2014-2015"),
        ("Le 14/07 en fête", 14, 15, "Le 14/07 en fête"),
        ("Sans numéro", 14, 15, "Sans numéro"),
    ],
)
def test_the_number_in_the_title_becomes_the_new_one(title: str, old: int, new: int, expected: str) -> None:
    assert next_title(title, old, new) == expected


def test_a_letter_made_from_a_letter_without_number_in_its_title_keeps_the_title() -> None:
    assert new_issue(15, from_=replace(EARLIER, title="La lettre"))[0].title == "La lettre"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Les êtres humains", "les-etres-humains"),
        ("L’Œuvre\u00a0: à cœur ! ", "l-oeuvre-a-coeur"),
        ("漢字", "sans-titre"),
        ("", "sans-titre"),
        ("x" * 90, "x" * 40),
    ],
)
def test_names_are_made_of_letters_every_system_accepts(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_a_second_section_of_one_title_gets_a_name_of_its_own() -> None:
    assert section_id(Kind.PRIORITY, "Agir", {"agir", "agir-2"}) == "agir-3"
