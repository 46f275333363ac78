"""Files beside the texts that are no pictures: drawings and programs do not leave, documents leave knowingly."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor_app.errors import LettrineError
from editor_app.gui.files.pictures import clean_picture
from editor_app.issue.model import Issue, Picture
from editor_app.issue.outline import Kind, Outline, Section
from editor_app.proofing.diagnostic import Finding, Severity
from editor_app.proofing.picture_files import AS_IT_IS, UNFIT, check_pictures

OUTLINE = Outline((Section("e", Kind.EDITORIAL, "Éditorial", file="sections/e.md"),))


def found(text: str, *files: str, picture: Picture | None = None) -> list[Finding]:
    issue = Issue("id", 1, "Titre", OUTLINE, picture=picture)
    kept = (UNFIT, AS_IT_IS)
    return [
        each for each in check_pictures(issue, {"e": text}, dict.fromkeys(files, 9)) if each.diagnostic.rule in kept
    ]


def test_a_drawing_is_said_where_it_is_shown_with_the_way_out() -> None:
    text = "Avant.\n\n![Un schéma](media/schema.svg)\n\n![Encore](media/schema.svg)\n"
    (finding,) = found(text, "media/schema.svg", "media/photo.png")
    assert finding.section == "e" and finding.diagnostic.severity is Severity.ERROR
    assert text[finding.diagnostic.start : finding.diagnostic.end] == "media/schema.svg"
    assert "enregistrez-le en PNG" in finding.diagnostic.message


def test_a_document_that_is_linked_leaves_once_somebody_signed_for_it() -> None:
    (finding,) = found("[Le guide](media/guide.pdf)", "media/guide.pdf")
    assert finding.diagnostic.severity is Severity.WARNING and "part tel quel" in finding.diagnostic.message


@pytest.mark.parametrize(
    "name", ["page.html", "macro.js", "outil.exe", "sans-suffixe", "modele.docm", "dessin.SVGZ", "photo.heic"]
)
def test_what_could_run_does_not_leave_even_when_nothing_shows_it(name: str) -> None:
    (finding,) = found("Texte.", f"media/{name}")
    assert finding.field == ("title",) and finding.diagnostic.severity is Severity.ERROR


def test_the_lead_picture_is_looked_at_and_a_theme_is_none_of_this() -> None:
    (finding,) = found("", "media/a.svg", "themes/x/theme.yaml", picture=Picture("media/a.svg"))
    assert finding.field == ("picture", "file")


def test_a_drawing_is_refused_when_it_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "schema.svg"
    path.write_text("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")
    with pytest.raises(LettrineError, match="enregistrez-le en PNG"):
        clean_picture(path)
