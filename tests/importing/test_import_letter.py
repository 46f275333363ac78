"""The real letter comes in as it was published."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from editor_app.importing.reading import Imported, read
from editor_app.issue.model import Picture
from editor_app.issue.outline import Kind, Person, Status
from editor_app.storage.folder import IssueFolder

NBSP = "\u00a0"


@pytest.fixture(scope="module")
def imported(letter_14: Path) -> Imported:
    return read(letter_14)


def test_title_number_language_and_date_are_found(imported: Imported) -> None:
    issue = imported.issue
    assert issue.title == f"Lutte contre la traite des êtres humains{NBSP}: 14ème lettre d’information"
    assert (issue.number, issue.language) == (14, "fr")
    assert (issue.date, issue.modified) == (None, datetime.date(2021, 9, 2))


def test_the_picture_still_needs_its_file_and_its_description(imported: Imported) -> None:
    assert imported.issue.picture == Picture()
    assert imported.media == {}


def test_there_are_eight_sections_in_order(imported: Imported) -> None:
    assert [(section.kind, section.title) for section in imported.issue.outline.walk()] == [
        (Kind.EDITORIAL, "Éditorial"),
        (Kind.SUMMARY, "Sommaire de la lettre"),
        (Kind.PROGRAMME, "La programmation 2021 des actions de coopération"),
        (Kind.PRIORITY, "la TEH aux fins d’exploitation sexuelle"),
        (Kind.PRIORITY, "TEH et trafic de migrants"),
        (Kind.PRIORITY, "TEH aux fins d’exploitation par le travail"),
        (Kind.PRIORITY, "Les droits de victimes de TEH"),
        (Kind.PRIORITY, "la traite des victimes mineures"),
    ]


def test_readers_see_the_priorities_as_they_were_published(imported: Imported, letter_14: Path) -> None:
    published = letter_14.read_text(encoding="utf-8")
    for section in imported.issue.outline.sections[3:]:
        heading = imported.issue.outline.heading(section.id)
        assert heading.replace(f"Priorité{NBSP}", "Priorité ") in published


def test_the_editorial_is_signed(imported: Imported) -> None:
    assert imported.issue.outline.find("editorial").author == Person(
        name="Jean-Claude Brunet",
        role="représentant spécial chargé de la lutte contre la criminalité organisée",
        civility="M.",
    )


def test_the_editorial_is_preserved_to_the_character(imported: Imported, letter_14: Path) -> None:
    published = letter_14.read_text(encoding="utf-8")
    start, end = published.index("La traite des êtres humains est"), published.index("\n\nSommaire")
    assert imported.texts["editorial"] == published[start:end] + "\n"
    assert NBSP in imported.texts["editorial"]


def test_priorities_wait_empty_for_their_text(imported: Imported) -> None:
    for section in imported.issue.outline.sections[2:]:
        assert (imported.texts[section.id], section.status) == ("", Status.TODO)
    assert "summary" not in imported.texts


def test_furniture_is_gone_and_nothing_else_is_missing(imported: Imported, letter_14: Path) -> None:
    kept = " ".join(imported.texts.values()) + " ".join(s.title for s in imported.issue.outline.walk())
    assert "Haut de page" not in kept
    assert "JPEG" not in kept
    assert imported.not_understood == ()
    words = set(
        letter_14.read_text(encoding="utf-8").split("Sommaire")[0].split("fonction")[0].split("organisée\n")[1].split()
    )
    assert words <= set(kept.split())


def test_it_becomes_a_folder_that_opens(imported: Imported, tmp_path: Path) -> None:
    folder = IssueFolder.create(tmp_path / "letter-14", imported.issue, imported.texts, imported.media)
    assert len(list(folder.issue.outline.walk())) == 8
    assert folder.texts == imported.texts
