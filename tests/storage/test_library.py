"""Letters are found where people keep them."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from editor_app.issue.new import new_issue
from editor_app.storage.folder import IssueFolder
from editor_app.storage.library import folder_name, issues_folder, letters, personal_folder


def test_the_named_folder_comes_first_then_the_one_here_then_the_persons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    monkeypatch.delenv("LETTRINE_ISSUES", raising=False)
    assert issues_folder().name == "Lettrine"
    (tmp_path / "issues").mkdir()
    assert issues_folder() == Path("issues")
    assert personal_folder().name == "Lettrine"
    monkeypatch.setenv("LETTRINE_ISSUES", str(tmp_path / "ailleurs"))
    assert issues_folder() == personal_folder() == tmp_path / "ailleurs"


def test_letters_are_listed_with_the_latest_first_and_damaged_ones_last(tmp_path: Path) -> None:
    for number in (9, 14, 2):
        IssueFolder.create(tmp_path / f"a{number}", *new_issue(number))
    (tmp_path / "abimee").mkdir()
    (tmp_path / "abimee" / "issue.yaml").write_text("format: 9")
    (tmp_path / "autre").mkdir()
    found = letters(tmp_path)
    assert [entry.path.name for entry in found] == ["a14", "a9", "a2", "abimee"]
    assert "format 9" in found[-1].problem
    assert letters(tmp_path / "absent") == []


def test_a_folder_is_named_by_year_number_and_title() -> None:
    issue, _ = new_issue(14)
    title = "Lutte contre la traite des êtres humains\u00a0: 14ème lettre d’information"
    issue = replace(issue, title=title, modified=datetime.date(2021, 9, 2))
    assert folder_name(issue) == "2021-014-lutte-contre-la-traite-des-etres-humains"
    assert folder_name(replace(issue, date=datetime.date(2022, 1, 1))).startswith("2022-014-")
