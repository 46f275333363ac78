"""A letter's folder: nothing is lost, nothing is written that did not change."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from drawn_pictures import png

from editor_app.errors import LettrineError
from editor_app.issue.model import Issue, Picture
from editor_app.issue.naming import new_section
from editor_app.issue.outline import Kind, Outline, Section
from editor_app.review.annotation import Annotation, comment
from editor_app.storage.folder import IssueFolder, copy_tree
from editor_app.storage.folder_files import KEPT
from editor_app.storage.issue_yaml import dump_issue
from editor_app.storage.outside import ChangedOutsideError

PNG = png()


def section(name: str, kind: Kind = Kind.FREE, *children: Section) -> Section:
    return Section(name, kind, name.title(), file=f"sections/{name}.md", children=children)


ISSUE = Issue(
    id="5f0c2a4e-0000-4000-8000-000000000014",
    number=14,
    title="14e lettre",
    outline=Outline(
        (
            section("editorial", Kind.EDITORIAL),
            Section("summary", Kind.SUMMARY, "Sommaire"),
            section("agir", Kind.PRIORITY, section("stage", Kind.ARTICLE)),
        )
    ),
    picture=Picture("media/pont.png", "Un pont"),
)
TEXTS = {"editorial": "Bonjour à tous.\n", "agir": "", "stage": "Un stage.\n"}


@pytest.fixture
def folder(tmp_path: Path) -> IssueFolder:
    return IssueFolder.create(tmp_path / "014", ISSUE, TEXTS, {"media/pont.png": PNG})


@pytest.fixture
def remark() -> Annotation:
    return comment(TEXTS["editorial"], 0, 7, issue=ISSUE.id, section="editorial", body="Oui.", author="M. X")


def everything(path: Path) -> dict[str, bytes]:
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def written(path: Path) -> dict[str, int]:
    """When each file was last replaced."""
    return {file.relative_to(path).as_posix(): file.stat().st_ino for file in path.rglob("*") if file.is_file()}


# Making and opening


def test_a_letter_that_is_made_opens_the_same(folder: IssueFolder) -> None:
    again = IssueFolder.open(folder.path)
    assert (again.issue, again.texts, again.warnings) == (ISSUE, TEXTS, [])
    assert IssueFolder.open(folder.path / "issue.yaml").issue == ISSUE
    assert everything(folder.path)["sections/editorial.md"] == "Bonjour à tous.\n".encode()


def test_a_folder_that_holds_something_is_left_alone(folder: IssueFolder, tmp_path: Path) -> None:
    before = everything(tmp_path)
    with pytest.raises(LettrineError, match="nouveau ou vide"):
        IssueFolder.create(folder.path, ISSUE, {})
    assert everything(tmp_path) == before


def test_an_empty_folder_and_missing_parents_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    assert IssueFolder.create(tmp_path / "vide", ISSUE, TEXTS).texts == TEXTS
    assert IssueFolder.create(tmp_path / "a" / "b" / "014", ISSUE, TEXTS).texts == TEXTS


@pytest.mark.parametrize("texts", [{"editorial": "a\0"}, {"editorial": "\ud800"}], ids=["a NUL", "half a character"])
def test_a_letter_that_cannot_be_made_leaves_nothing(tmp_path: Path, texts: dict[str, str]) -> None:
    with pytest.raises(LettrineError, match=r"editorial\.md"):
        IssueFolder.create(tmp_path / "a" / "014", ISSUE, texts)
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_a_letter_is_said_not_to_be_one(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent", tmp_path / "absent" / "issue.yaml"):
        with pytest.raises(LettrineError, match=r"issue\.yaml"):
            IssueFolder.open(path)


def test_a_missing_text_opens_empty_with_a_warning_and_is_not_made_unasked(folder: IssueFolder) -> None:
    (folder.path / "sections" / "stage.md").unlink()
    again = IssueFolder.open(folder.path)
    assert again.texts["stage"] == ""
    assert len(again.warnings) == 1
    assert "sections/stage.md" in again.warnings[0]
    again.save_text("stage", "")
    again.save_issue(replace(ISSUE, number=15))
    assert not (folder.path / "sections" / "stage.md").exists()
    again.save_text("stage", "Revenu.\n")
    assert IssueFolder.open(folder.path).texts["stage"] == "Revenu.\n"


def test_a_link_out_of_the_folder_is_not_followed(folder: IssueFolder, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret")
    text = folder.path / "sections" / "stage.md"
    text.unlink()
    text.symlink_to(secret)
    with pytest.raises(LettrineError, match="hors du dossier"):
        IssueFolder.open(folder.path)


def test_a_text_is_not_written_through_a_linked_folder(folder: IssueFolder, tmp_path: Path) -> None:
    outside = tmp_path / "dehors"
    (folder.path / "sections").rename(outside)
    (folder.path / "sections").symlink_to(outside)
    before = everything(outside)
    with pytest.raises(LettrineError, match="hors du dossier"):
        folder.save_text("stage", "x")
    assert everything(outside) == before


def test_a_pipe_in_the_place_of_a_text_does_not_hang(folder: IssueFolder) -> None:
    text = folder.path / "sections" / "stage.md"
    text.unlink()
    os.mkfifo(text)
    with pytest.raises(LettrineError, match="fichier ordinaire"):
        IssueFolder.open(folder.path)


# Saving


def test_only_what_changed_is_written(folder: IssueFolder) -> None:
    before = written(folder.path)
    folder.save_text("editorial", TEXTS["editorial"])
    folder.save_issue(ISSUE)
    folder.save_annotations(())
    assert written(folder.path) == before
    folder.save_text("editorial", "Autre.\n")
    after = written(folder.path)
    assert [name for name in after if after[name] != before.get(name)] == ["sections/editorial.md"]


def test_line_ends_and_byte_order_mark_of_an_edited_text_stay(folder: IssueFolder) -> None:
    path = folder.path / "sections" / "editorial.md"
    path.write_bytes(b"\xef\xbb\xbfun\r\ndeux\r\n")
    again = IssueFolder.open(folder.path)
    assert again.texts["editorial"] == "un\ndeux\n"
    again.save_text("editorial", "un\ndeux\ntrois\n")
    assert path.read_bytes() == b"\xef\xbb\xbfun\r\ndeux\r\ntrois\r\n"


def test_a_letter_nobody_edited_keeps_every_byte(folder: IssueFolder) -> None:
    path = folder.path / "issue.yaml"
    path.write_text("# à moi\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    (folder.path / "sections" / "editorial.md").write_bytes(b"un\r\ndeux\ntrois\r")
    before = everything(folder.path)
    again = IssueFolder.open(folder.path)
    for name, text in again.texts.items():
        again.save_text(name, text)
    again.save_issue(again.issue)
    assert everything(folder.path) == before


def test_a_new_section_gets_a_file(folder: IssueFolder) -> None:
    added = new_section(Kind.PRIORITY, "Tenir bon")
    folder.save_issue(replace(ISSUE, outline=ISSUE.outline.insert(added)))
    assert folder.texts[added.id] == ""
    assert IssueFolder.open(folder.path).texts[added.id] == ""


def test_a_removed_section_leaves_its_text_aside_and_brings_it_back(folder: IssueFolder) -> None:
    folder.save_issue(replace(ISSUE, outline=ISSUE.outline.remove("agir")))
    assert set(folder.texts) == {"editorial"}
    assert sorted(path.name for path in (folder.path / "sections").iterdir()) == ["editorial.md"]
    assert [path.read_text() for path in (folder.path / KEPT).iterdir()] == ["Un stage.\n"]
    folder.save_issue(ISSUE)
    assert folder.texts == TEXTS
    assert IssueFolder.open(folder.path).texts == TEXTS


def test_a_section_may_take_another_file(folder: IssueFolder) -> None:
    moved = ISSUE.outline.change("stage", lambda s: replace(s, file="sections/belgrade.md"))
    folder.save_issue(replace(ISSUE, outline=moved))
    assert IssueFolder.open(folder.path).texts == TEXTS
    assert not (folder.path / "sections" / "stage.md").exists()


def test_a_new_section_does_not_take_a_strange_text(folder: IssueFolder) -> None:
    (folder.path / "sections" / "notes.md").write_text("à moi")
    before = everything(folder.path)
    with pytest.raises(LettrineError, match=r"notes\.md"):
        folder.save_issue(replace(ISSUE, outline=ISSUE.outline.insert(section("notes"))))
    assert everything(folder.path) == before
    assert folder.issue == ISSUE
    assert folder.texts == TEXTS


def test_what_another_program_wrote_meanwhile_is_kept(folder: IssueFolder) -> None:
    (folder.path / "sections" / "editorial.md").write_text("écrit ailleurs", encoding="utf-8")
    with pytest.raises(ChangedOutsideError, match="un autre programme a changé") as refusal:
        folder.save_text("editorial", "écrit ici")
    assert (folder.path / "sections" / "editorial.md").read_text(encoding="utf-8") == "écrit ailleurs"
    assert (refusal.value.change.base, refusal.value.change.theirs) == (TEXTS["editorial"], "écrit ailleurs")
    folder.take_outside(refusal.value.change)
    folder.save_text("editorial", "écrit ici")
    assert (folder.path / "sections" / "editorial.md").read_text(encoding="utf-8") == "écrit ici"


def test_a_section_without_a_text_of_its_own_cannot_be_written(folder: IssueFolder) -> None:
    for name in ("summary", "absente"):
        with pytest.raises(LettrineError, match=name):
            folder.save_text(name, "x")


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[IssueFolder]:
    place = tmp_path / "disk"
    place.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "x", str(place)], check=False, capture_output=True
    )
    if mount.returncode:
        pytest.skip("this machine does not let tests mount a small disk")
    folder = IssueFolder.create(place / "014", ISSUE, TEXTS, {"media/pont.png": PNG})
    free = os.statvfs(place)
    (place / "remplissage").write_bytes(b"x" * (free.f_bavail * free.f_bsize))
    yield folder
    subprocess.run(["umount", str(place)], check=True)


def test_on_a_full_disk_nothing_changes_and_the_letter_still_opens(full_disk: IssueFolder, remark: Annotation) -> None:
    before = everything(full_disk.path)
    added = replace(ISSUE, outline=ISSUE.outline.insert(new_section(Kind.FREE, "Notes")), title="x" * 5000)
    for save in (
        lambda: full_disk.save_text("editorial", "x" * 5000),
        lambda: full_disk.save_issue(added),
        lambda: full_disk.save_annotations([remark]),
        lambda: full_disk.copy_to(full_disk.path.parent / "copie"),
        lambda: full_disk.add_media("carte.png", png(size=100)),
    ):
        with pytest.raises(LettrineError, match="disque est plein"):
            save()
    assert everything(full_disk.path) == before
    assert sorted(path.name for path in full_disk.path.parent.iterdir()) == ["014", "remplissage"]
    assert (full_disk.issue, full_disk.texts) == (ISSUE, TEXTS)
    assert IssueFolder.open(full_disk.path).texts == TEXTS


# Pictures, remarks, copies


def test_the_sources_are_the_letter_without_remarks_and_history(folder: IssueFolder, remark: Annotation) -> None:
    folder.save_annotations([remark])
    folder.save_issue(replace(ISSUE, outline=ISSUE.outline.remove("stage")))
    (folder.path / "sections" / "brouillon.md").write_text("pas dans le plan")
    (folder.path / "media" / ".DS_Store").write_text("x")
    assert sorted(folder.files()) == ["issue.yaml", "media/pont.png", "sections/agir.md", "sections/editorial.md"]


def test_a_picture_is_only_found_below_media(folder: IssueFolder, tmp_path: Path) -> None:
    assert folder.media_file("media/pont.png").read_bytes() == PNG
    (tmp_path / "secret.png").write_bytes(PNG)
    (folder.path / "media" / "lien.png").symlink_to(tmp_path / "secret.png")
    for name in ("media/lien.png", "media/../issue.yaml", "issue.yaml", "/etc/passwd", "media/absente.png", "media"):
        with pytest.raises(LettrineError, match="image"):
            folder.media_file(name)
    assert "media/lien.png" not in folder.files()


def test_two_pictures_of_one_name_both_stay(folder: IssueFolder) -> None:
    assert folder.add_media("pont.png", png(2)) == "media/pont-2.png"
    assert folder.media_file("media/pont.png").read_bytes() == PNG
    assert folder.media_file("media/pont-2.png").read_bytes() == png(2)
    with pytest.raises(LettrineError, match="renommez"):
        folder.add_media("../x.png", PNG)


def test_remarks_are_kept(folder: IssueFolder, remark: Annotation) -> None:
    folder.save_annotations([remark])
    assert IssueFolder.open(folder.path).annotations == (remark,)


def test_a_damaged_remark_is_named_by_its_line(folder: IssueFolder, remark: Annotation) -> None:
    folder.save_annotations([remark])
    path = folder.path / "review" / "annotations.jsonl"
    good = path.read_text(encoding="utf-8")
    for bad in ("{}\n", "pas du JSON\n", "\n", good):
        path.write_text(good + bad, encoding="utf-8")
        with pytest.raises(LettrineError, match=r"annotations\.jsonl, ligne 2"):
            IssueFolder.open(folder.path)


def test_a_copy_has_letter_pictures_and_remarks(folder: IssueFolder, remark: Annotation, tmp_path: Path) -> None:
    folder.save_annotations([remark])
    copy = folder.copy_to(tmp_path / "copie")
    assert (copy.issue, copy.texts, copy.annotations) == (ISSUE, TEXTS, (remark,))
    assert copy.media_file("media/pont.png").read_bytes() == PNG


def test_a_tree_out_of_the_program_is_copied_whole(folder: IssueFolder, tmp_path: Path) -> None:
    (folder.path / ".lettrine").mkdir()
    copy_tree(folder.path, tmp_path / "copie")
    assert everything(tmp_path / "copie") == everything(folder.path)
    with pytest.raises(LettrineError, match="nouveau ou vide"):
        copy_tree(folder.path, tmp_path / "copie")


def test_where_values_stand_is_counted_in_the_file_as_it_is(folder: IssueFolder) -> None:
    (folder.path / "issue.yaml").write_bytes(dump_issue(ISSUE).replace(b"\n", b"\r\n"))
    assert IssueFolder.open(folder.path).issue_source() == dump_issue(ISSUE).decode()
