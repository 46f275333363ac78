"""Someone who writes Markdown sends a section back, marked up or simply edited; it comes in as remarks of theirs."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from editor_app import cli
from editor_app.desk import Desk
from editor_app.errors import LettrineError
from editor_app.review.annotation import Annotation, Motivation, State, comment


@pytest.fixture
def desk(sample: Path, tmp_path: Path) -> Desk:
    shutil.copytree(sample, tmp_path / "lettre")
    return Desk.open(tmp_path / "lettre")


def editorial(desk: Desk, folder: Path) -> Path:
    """The editorial as a packet carries it, with the remarks made so far."""
    desk.make_packet(folder / "paquet.zip", reader="Luc")
    path = folder / "editorial.md"
    with zipfile.ZipFile(folder / "paquet.zip") as archive:
        name = next(name for name in archive.namelist() if name.endswith("/criticmarkup/editorial.md"))
        path.write_bytes(archive.read(name))
    return path


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")


def told(remarks: tuple[Annotation, ...]) -> set[tuple[str, str, str | None, str]]:
    return {
        (each.author, each.target.quote.exact if each.target.quote else "", each.replacement, each.body)
        for each in remarks
    }


def test_what_comes_back_as_it_went_out_says_nothing(desk: Desk, tmp_path: Path) -> None:
    assert desk.merge([editorial(desk, tmp_path)], by="Luc").new == ()


def test_marks_and_edits_come_in_as_remarks_on_their_words(desk: Desk, tmp_path: Path) -> None:
    path = editorial(desk, tmp_path)
    edit(
        path,
        ("crime lointain", "{==crime lointain==}{>>Vraiment ?<<}"),
        ("séparer", "{~~séparer~>dissocier~~}{>>Plus juste.<<}"),
        ("faute d’un regard formé", "faute d’un regard averti"),
    )
    merged = desk.merge([path], by="Luc Ormond")
    assert told(merged.new) == {
        ("Luc Ormond", "crime lointain", None, "Vraiment ?"),
        ("Luc Ormond", "séparer", "dissocier", "Plus juste."),
        ("Luc Ormond", "formé", "averti", ""),
    }
    again = desk.merge([path], by="Luc Ormond")
    assert (again.new, again.changed) == ((), ())


def test_remarks_of_others_in_the_text_stay_theirs_and_can_be_answered(desk: Desk, tmp_path: Path) -> None:
    text = desk.texts["editorial"]
    start = text.index("crime lointain")
    asked = comment(text, start, start + 14, issue=desk.issue.id, section="editorial", body="Sûr ?", author="Anne Roux")
    desk.save_annotations([*desk.annotations, asked])
    path = editorial(desk, tmp_path)
    edit(path, ("Sûr ?<<}", "Sûr ?<<}{>>Oui.<<}"))
    (answer,) = desk.merge([path], by="Luc").new
    assert (answer.motivation, answer.reply_to, answer.body) == (Motivation.REPLYING, asked.id, "Oui.")
    edit(path, ("Sûr ?<<}", "Plus du tout.<<}"))
    before = {each.id: each for each in desk.annotations}
    assert desk.merge([path], by="Luc").annotations[: len(before)] == tuple(before.values())


def test_the_letter_may_have_changed_since(desk: Desk, tmp_path: Path) -> None:
    path = editorial(desk, tmp_path)
    edit(path, ("séparer", "dissocier"), ("crime lointain", "{==crime lointain==}{>>Vraiment ?<<}"))
    desk.save_text("editorial", "Un paragraphe de plus, écrit depuis.\n\n" + desk.texts["editorial"])
    merged = desk.merge([path], by="Luc")
    assert told(merged.new) == {("Luc", "séparer", "dissocier", ""), ("Luc", "crime lointain", None, "Vraiment ?")}
    for remark in merged.new:
        assert remark.target.quote is not None
        assert desk.texts["editorial"][remark.target.start : remark.target.end] == remark.target.quote.exact, (
            remark.target
        )


def test_a_fuller_copy_adds_in_any_order(desk: Desk, tmp_path: Path) -> None:
    path = editorial(desk, tmp_path)
    edit(path, ("crime lointain", "{==crime lointain==}{>>Vraiment ?<<}"))
    fuller = tmp_path / "encore" / "editorial.md"
    fuller.parent.mkdir()
    shutil.copy(path, fuller)
    edit(fuller, ("séparer", "dissocier"))
    for at, each in enumerate((path, fuller)):
        os.utime(each, (1_790_000_000 + at, 1_790_000_000 + at))
    shutil.copytree(desk.path, tmp_path / "copie")
    one, other = Desk.open(desk.path), Desk.open(tmp_path / "copie")
    one.merge([path], by="Luc"), one.merge([fuller], by="Luc")
    other.merge([fuller], by="Luc"), other.merge([path], by="Luc")
    assert set(one.annotations) == set(other.annotations)


def test_closed_remarks_are_not_in_what_goes_out(desk: Desk, tmp_path: Path) -> None:
    text = editorial(desk, tmp_path).read_text(encoding="utf-8")
    open_here = [r for r in desk.annotations if r.target.section == "editorial" and r.state is State.OPEN]
    assert text.count("{>>") == len(open_here)


def test_the_command_asks_whose_text_it_is(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = editorial(desk, tmp_path)
    edit(path, ("séparer", "dissocier"))
    assert cli.run(["merge", str(desk.path), str(path)]) == 2
    assert "--by NOM" in capsys.readouterr().err
    assert cli.run(["merge", str(desk.path), str(path), "--by", "Luc"]) == 0
    assert cli.run(["--help"]) == 0
    assert "CriticMarkup" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * 500_000, b"Tout autre chose.\n", b"a\0b"])
def test_what_is_no_text_of_the_section_is_refused_with_a_sentence(desk: Desk, tmp_path: Path, content: bytes) -> None:
    before = desk.annotations
    path = tmp_path / "editorial.md"
    path.write_bytes(content)
    with pytest.raises(LettrineError) as error:
        desk.merge([path], by="Luc")
    assert str(error.value).endswith(".")
    path.rename(tmp_path / "inconnue.md")
    with pytest.raises(LettrineError, match="aucune rubrique"):
        desk.merge([tmp_path / "inconnue.md"], by="Luc")
    assert desk.annotations == before
