"""Versions: what is kept, what is thinned, what can be taken back, and that damage stops nothing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from drawn_pictures import png
from letters_on_disk import TEXTS, make_letter, section, text_of

from editor_app import cli
from editor_app.desk import Desk
from editor_app.errors import LettrineError
from editor_app.storage.version import Kind
from editor_app.storage.versions import ALL_KEPT, REPOSITORY, Versions

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    opened = Desk.open(make_letter(tmp_path / "014"))
    opened.hold()
    return opened


def letter_bytes(path: Path) -> dict[str, bytes]:
    return {
        file.relative_to(path).as_posix(): file.read_bytes()
        for file in path.rglob("*")
        if file.is_file() and ".lettrine" not in file.parts
    }


def fsck(path: Path) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("the git command, which judges the repository, is not on this machine")
    judged = subprocess.run(
        [git, "--git-dir", str(path / REPOSITORY), "fsck", "--full", "--strict"], check=False, capture_output=True
    )
    assert judged.returncode == 0, judged.stderr


def test_git_itself_reads_what_was_kept(desk: Desk) -> None:
    desk.keep_version("bon à tirer")
    fsck(desk.path)
    assert [(v.name, v.kind) for v in desk.versions()] == [("bon à tirer", Kind.NAMED)]


def test_nothing_new_makes_no_version_but_a_name_does(desk: Desk) -> None:
    assert desk.keep_version() is not None
    assert desk.keep_version() is None
    assert desk.keep_version("envoyé en relecture") is not None
    assert desk.keep_version() is None


def test_saves_of_one_sitting_make_one_version(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    for minute in range(25):
        versions.keep({"issue.yaml": str(minute).encode()}, now=NOW + timedelta(minutes=minute))
    kept = [versions.files(version)["issue.yaml"] for version in versions.all()]
    assert kept == [b"24", b"19", b"9"]


def test_a_named_version_is_never_replaced(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    versions.keep({"issue.yaml": b"1"}, name="un", now=NOW)
    versions.keep({"issue.yaml": b"2"}, now=NOW)
    versions.keep({"issue.yaml": b"3"}, now=NOW)
    assert [version.name for version in versions.all()] == ["", "un"]


def test_old_versions_are_thinned_and_named_ones_are_not(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    count = ALL_KEPT * 2 + 20
    for hour in range(count):
        name = "nommée" if hour in (5, 6) else ""
        versions.keep({"issue.yaml": str(hour).encode()}, name=name, now=NOW + timedelta(hours=hour))
    found = versions.all()
    assert [v.number for v in found if v.name] == [7, 6]
    assert [v.number for v in found[:ALL_KEPT]] == list(range(count, count - ALL_KEPT, -1))
    assert ALL_KEPT < len(found) <= ALL_KEPT * 1.7
    before = [versions.files(version) for version in found]
    versions.prune()
    assert [versions.files(version) for version in versions.all()] == before


def test_a_clock_that_jumps_changes_no_order_and_loses_nothing(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    jumps = [0, 3650, -3650, 1, 3650, 0]
    for number, days in enumerate(jumps):
        versions.keep({"issue.yaml": str(number).encode()}, now=NOW + timedelta(days=days))
    assert [versions.files(version)["issue.yaml"] for version in versions.all()] == [b"5", b"4", b"3", b"2", b"1", b"0"]


def test_a_difference_is_told_by_section(desk: Desk) -> None:
    first = desk.keep_version("un")
    assert first is not None
    desk.save_text("agir", "Agir seul.\n")
    desk.save_issue(replace(desk.issue, outline=desk.issue.outline.insert(section("neuf")).remove("editorial")))
    found = {d.section: (d.before, d.after) for d in desk.version_differences(first)}
    assert found == {
        "agir": (TEXTS["agir"], "Agir seul.\n"),
        "neuf": (None, ""),
        "editorial": (TEXTS["editorial"], None),
    }


def test_one_section_is_taken_back_and_both_states_are_versions(desk: Desk) -> None:
    first = desk.keep_version("un")
    assert first is not None
    desk.save_text("editorial", "Tout est changé.")
    desk.save_text("agir", "Ici aussi.")
    desk.restore_version(first, "editorial")
    assert (desk.texts["editorial"], desk.texts["agir"]) == (TEXTS["editorial"], "Ici aussi.")
    kinds = [version.kind for version in desk.versions()]
    assert kinds == [Kind.RESTORED, Kind.BEFORE, Kind.NAMED]
    assert desk.version_differences(desk.versions()[1])[0].before == "Tout est changé."


def test_the_whole_letter_is_taken_back_to_the_byte(desk: Desk) -> None:
    (desk.path / "sections" / "agir.md").write_bytes(b"\xef\xbb\xbfun\r\ndeux\r\n")
    (desk.path / "issue.yaml").write_bytes(b"# note\n" + (desk.path / "issue.yaml").read_bytes())
    desk.close()
    desk = Desk.open(desk.path)
    desk.hold()
    desk.add_picture("pont.png", png())
    before = letter_bytes(desk.path)
    first = desk.keep_version("un")
    assert first is not None
    desk.save_text("agir", "autre")
    desk.save_issue(replace(desk.issue, outline=desk.issue.outline.insert(section("neuf")).remove("editorial")))
    desk.save_text("neuf", "neuf")
    desk.restore_version(first)
    after = letter_bytes(desk.path)
    assert after == before
    again = Desk.open(desk.path)
    assert (again.texts, again.issue) == (desk.texts, desk.issue)
    assert desk.outside_changes() == ()


def garbage(*paths: Path) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        path.write_bytes(b"garbage")


def empty(*paths: Path) -> None:
    for path in paths:
        path.write_bytes(b"")


def bare(path: Path) -> None:
    shutil.rmtree(path)
    path.mkdir()


DAMAGES: dict[str, Callable[[Path], None]] = {
    "no HEAD": lambda git: (git / "HEAD").unlink(),
    "a HEAD of nothing": lambda git: garbage(git / "HEAD"),
    "a broken configuration": lambda git: garbage(git / "config"),
    "no objects": lambda git: shutil.rmtree(git / "objects"),
    "empty objects": lambda git: empty(*git.glob("objects/??/*")),
    "broken objects": lambda git: garbage(*git.glob("objects/??/*")),
    "broken references": lambda git: garbage(*git.glob("refs/versions/*")),
    "a file in its place": garbage,
    "an empty folder": bare,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_history_stops_neither_opening_nor_saving_nor_new_versions(
    desk: Desk, damage: Callable[[Path], None]
) -> None:
    desk.keep_version("un")
    desk.close()
    for path in desk.path.glob(".lettrine/versions.git/objects/??/*"):
        path.chmod(0o644)
    damage(desk.path / REPOSITORY)
    again = Desk.open(desk.path)
    assert again.hold()
    assert again.texts == TEXTS
    again.versions()
    again.save_text("editorial", "x")
    assert again.keep_version("deux") is not None
    last = Desk.open(desk.path)
    assert last.versions()[0].name == "deux"
    assert {d.section for d in last.version_differences(last.versions()[0])} == set()
    fsck_newest = Versions(desk.path).files(last.versions()[0])
    assert fsck_newest["sections/editorial.md"] == b"x"
    again.close()


def test_locks_of_a_killed_run_are_cleared_by_the_next_writer(desk: Desk) -> None:
    desk.keep_version("un")
    desk.close()
    stale = [desk.path / REPOSITORY / name for name in ("HEAD.lock", "config.lock", "objects/tmp_obj_x")]
    for path in stale:
        path.write_bytes(b"")
    again = Desk.open(desk.path)
    again.hold()
    assert not any(path.exists() for path in stale)
    again.save_text("editorial", "x")
    assert again.keep_version() is not None


def test_the_command_lists_names_and_restores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_letter(tmp_path / "014")
    assert cli.run(["versions", str(path)]) == 0
    assert "pas encore de version" in capsys.readouterr().err
    assert cli.run(["versions", str(path), "--name", "bon à tirer"]) == 0
    line = capsys.readouterr().out
    assert line.endswith("  bon à tirer\n")
    Desk.open(path).save_text("editorial", "x")
    assert cli.run(["versions", str(path), "--restore", line.split()[0]]) == 0
    assert text_of(path) == TEXTS["editorial"]
    assert [row.split("  ")[2] for row in capsys.readouterr().out.splitlines()] == [
        "restaurée",
        "avant un remplacement",
        "bon à tirer",
    ]
    assert cli.run(["versions", str(path), "--restore", "ffffffffff"]) == 2
    assert "aucune version" in capsys.readouterr().err


def test_a_version_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(LettrineError, match="aucune version"):
        desk.find_version("")


def test_a_version_that_is_named_later_stays_where_and_when_it_was(desk: Desk) -> None:
    desk.keep_version()
    first = desk.versions()[0]
    desk.save_text("editorial", "Autre chose.")
    desk.keep_version("bon à tirer")
    named = desk.name_version(first, "envoyé en relecture")
    assert [version.name for version in desk.versions()] == ["bon à tirer", "envoyé en relecture"]
    assert (named.number, named.when) == (first.number, first.when)
    assert desk.version_contents(desk.versions())[0] == (desk.issue.outline.heading("editorial"),)
