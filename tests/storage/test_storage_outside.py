"""What other programs do to an open letter is seen, merged or asked about, and never covered in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from letters_on_disk import TEXTS, make_letter, set_text, text_of

from editor_app.desk import Desk
from editor_app.errors import LettrineError
from editor_app.storage.issue_yaml import dump_issue
from editor_app.storage.outside import ChangedOutsideError, FolderMovedError

OTHER = TEXTS["editorial"].replace("Bonjour", "Bonsoir")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    opened = Desk.open(make_letter(tmp_path / "014"))
    opened.hold()
    return opened


def test_a_letter_that_nobody_touched_has_no_outside_changes(desk: Desk) -> None:
    assert desk.outside_changes() == ()
    desk.save_text("editorial", "x")
    assert desk.outside_changes() == ()


def test_a_file_written_again_with_the_same_bytes_is_no_change(desk: Desk) -> None:
    set_text(desk.path, TEXTS["editorial"])
    assert desk.outside_changes() == ()


def test_changes_of_different_words_are_merged(desk: Desk) -> None:
    set_text(desk.path, OTHER)
    mine = TEXTS["editorial"].replace("deux rives", "trois rives")
    with pytest.raises(ChangedOutsideError):
        desk.save_text("editorial", mine)
    (change,) = desk.outside_changes()
    assert (change.section, change.base, change.theirs) == ("editorial", TEXTS["editorial"], OTHER)
    merged = desk.merge_outside(change, mine)
    assert merged is not None
    assert merged.text == OTHER.replace("deux rives", "trois rives")
    desk.take_outside(change)
    desk.save_text("editorial", merged.text)
    assert text_of(desk.path) == merged.text
    assert desk.outside_changes() == ()


def test_changes_of_the_same_words_are_shown(desk: Desk) -> None:
    set_text(desk.path, OTHER)
    mine = TEXTS["editorial"].replace("Bonjour", "Salut")
    (change,) = desk.outside_changes()
    merged = desk.merge_outside(change, mine)
    assert merged is not None
    assert [(clash.mine, clash.theirs) for clash in merged.clashes] == [("Salut", "Bonsoir")]


def test_a_text_refused_for_an_outside_change_is_in_the_journal(desk: Desk) -> None:
    set_text(desk.path, OTHER)
    with pytest.raises(ChangedOutsideError):
        desk.save_text("editorial", "le mien")
    assert desk.unsaved == ("editorial",)
    assert text_of(desk.path) == OTHER


def test_a_change_that_comes_after_the_one_that_was_taken_is_not_covered_either(desk: Desk) -> None:
    set_text(desk.path, OTHER)
    (change,) = desk.outside_changes()
    set_text(desk.path, "encore autre chose")
    desk.take_outside(change)
    with pytest.raises(ChangedOutsideError):
        desk.save_text("editorial", "le mien")
    assert text_of(desk.path) == "encore autre chose"


def test_a_file_that_was_removed_or_renamed_is_asked_about(desk: Desk) -> None:
    file = desk.path / "sections" / "editorial.md"
    file.rename(file.with_name("edito.md"))
    with pytest.raises(ChangedOutsideError, match="retiré"):
        desk.save_text("editorial", "x")
    (change,) = desk.outside_changes()
    assert (change.theirs, change.found_as) == (None, "sections/edito.md")
    assert desk.merge_outside(change, "x") is None
    desk.take_outside(change)
    desk.save_text("editorial", "x")
    assert text_of(desk.path) == "x"


def test_a_file_that_is_no_text_any_more_is_named_and_left(desk: Desk) -> None:
    (desk.path / "sections" / "editorial.md").write_bytes(b"\xff\xfea\x00")
    (change,) = desk.outside_changes()
    assert "UTF-16" in change.problem
    with pytest.raises(LettrineError, match="UTF-16"):
        desk.take_outside(change)
    assert desk.texts["editorial"] == TEXTS["editorial"]


def test_a_plan_that_was_changed_is_taken_up_with_its_texts(desk: Desk) -> None:
    outline = desk.issue.outline.change("agir", lambda s: replace(s, file="sections/agir-2.md"))
    (desk.path / "issue.yaml").write_bytes(dump_issue(replace(desk.issue, title="Autre titre", outline=outline)))
    (desk.path / "sections" / "agir-2.md").write_text("Venu d’ailleurs.\n", encoding="utf-8")
    with pytest.raises(ChangedOutsideError):
        desk.save_issue(replace(desk.issue, number=15))
    for change in desk.outside_changes():
        desk.take_outside(change)
    assert (desk.issue.title, desk.texts["agir"]) == ("Autre titre", "Venu d’ailleurs.\n")
    assert desk.outside_changes() == ()


def test_a_folder_that_was_renamed_is_found_and_not_made_again(desk: Desk, tmp_path: Path) -> None:
    desk.path.rename(tmp_path / "renommé")
    with pytest.raises(FolderMovedError) as refusal:
        desk.save_text("editorial", "x")
    assert not desk.path.exists()
    assert refusal.value.found == tmp_path / "renommé"
    desk.move(tmp_path / "renommé")
    desk.save_text("editorial", "x")
    assert text_of(tmp_path / "renommé") == "x"
    assert desk.recovered() == ()
    desk.close()


def test_another_letter_in_the_place_of_the_folder_is_not_written_to(desk: Desk, tmp_path: Path) -> None:
    desk.path.rename(tmp_path / "loin")
    other = make_letter(desk.path)
    (other / "issue.yaml").write_bytes(dump_issue(replace(desk.issue, id="autre")))
    with pytest.raises(FolderMovedError):
        desk.save_text("editorial", "x")
    with pytest.raises(LettrineError, match="pas la même lettre"):
        desk.move(other)
    assert text_of(other) == TEXTS["editorial"]


def test_a_drive_that_is_back_is_written_to_again(desk: Desk, tmp_path: Path) -> None:
    away = tmp_path / "débranché"
    desk.path.rename(away)
    with pytest.raises(FolderMovedError):
        desk.save_text("editorial", "x")
    make_letter(desk.path)  # the same letter on another inode, as after a new mount
    desk.save_text("editorial", "x")
    assert text_of(desk.path) == "x"
    assert desk.unsaved == ()


def test_the_whole_letter_can_be_saved_elsewhere(desk: Desk, tmp_path: Path) -> None:
    desk.path.rename(tmp_path / "parti")
    with pytest.raises(FolderMovedError):
        desk.save_text("editorial", "x")
    desk.save_elsewhere(tmp_path / "ailleurs", {"editorial": "x"})
    assert Desk.open(tmp_path / "ailleurs").texts == {**TEXTS, "editorial": "x"}
    assert desk.unsaved == ()


def kept_aside(desk: Desk) -> list[str]:
    return [path.read_text("utf-8") for path in (desk.path / ".lettrine" / "removed").glob("*")]


def test_what_is_put_back_is_as_it_was_and_the_other_text_is_kept_aside(desk: Desk) -> None:
    set_text(desk.path, OTHER)
    (change,) = desk.outside_changes()
    desk.put_back(change)
    assert text_of(desk.path) == TEXTS["editorial"]
    assert kept_aside(desk) == [OTHER]
    assert desk.outside_changes() == ()


def test_what_changed_once_more_is_not_put_back(desk: Desk) -> None:
    set_text(desk.path, OTHER)
    (change,) = desk.outside_changes()
    set_text(desk.path, "Encore autre chose.")
    with pytest.raises(ChangedOutsideError):
        desk.put_back(change)
    assert text_of(desk.path) == "Encore autre chose."
    (change,) = desk.outside_changes()
    assert change.base == TEXTS["editorial"]


def test_a_file_that_is_gone_is_put_back(desk: Desk) -> None:
    (desk.path / "issue.yaml").unlink()
    (change,) = desk.outside_changes()
    desk.put_back(change)
    assert Desk.open(desk.path).issue == desk.issue


def test_values_changed_on_both_sides_are_merged_or_refused(desk: Desk) -> None:
    mine = replace(desk.issue, title="Mon titre")
    theirs = replace(desk.issue, outline=desk.issue.outline.rename("agir", "Agir ensemble"))
    (desk.path / "issue.yaml").write_bytes(dump_issue(theirs))
    (change,) = desk.outside_changes()
    merged = desk.merge_outside_issue(change, mine)
    assert merged == replace(theirs, title="Mon titre")
    other = replace(desk.issue, title="Autre titre")
    (desk.path / "issue.yaml").write_bytes(dump_issue(other))
    (change,) = desk.outside_changes()
    assert desk.merge_outside_issue(change, mine) is None


def test_a_section_that_left_by_another_program_comes_back_with_its_text(desk: Desk) -> None:
    before = desk.issue
    (desk.path / "issue.yaml").write_bytes(dump_issue(replace(before, outline=before.outline.remove("agir"))))
    (change,) = desk.outside_changes()
    desk.take_outside(change)
    assert "agir" not in desk.texts
    desk.save_issue(before)
    assert desk.texts["agir"] == TEXTS["agir"]
    assert Desk.open(desk.path).texts == desk.texts


def test_a_text_is_rescued_whatever_its_file_holds(desk: Desk) -> None:
    (desk.path / "sections" / "editorial.md").unlink()
    desk.rescue("editorial", TEXTS["editorial"])
    desk.close()
    again = Desk.open(desk.path)
    again.hold()
    assert [(one.section, one.text) for one in again.recovered()] == [("editorial", TEXTS["editorial"])]
