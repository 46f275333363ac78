"""Making a bundle: what it holds, that it is the same every time, that it is whole or not there."""

from __future__ import annotations

import getpass
import json
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from drawn_pictures import png

from editor_app.errors import LettrineError
from editor_app.exporting.bundle.assembly import ExportCancelledError, export
from editor_app.exporting.bundle.verify import verify
from editor_app.exporting.formats import FORMATS
from editor_app.issue.model import Picture
from editor_app.storage.folder import IssueFolder

Make = Callable[..., Path]
NAMES = [each.name for each in FORMATS]
QUICK = ("spip", "text", "sources")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_bundle_is_named_after_number_and_title_and_is_the_only_entry(make: Make, tmp_path: Path) -> None:
    path = make(tmp_path / "a" / "b")
    assert path.name == "lettre-15-lutte-contre-la-traite-des-etres-humains"
    assert list(path.parent.iterdir()) == [path]
    assert make(tmp_path / "zip", as_zip=True).name == f"{path.name}.zip"


def test_it_is_a_bag_with_every_format_a_report_and_a_readme(make: Make, tmp_path: Path) -> None:
    files = contents(make(tmp_path))
    assert {path.split("/")[1] for path in files if path.startswith("data/")} == set(NAMES)
    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert "data/web/index.html" in files and "data/text/lettre.txt" in files
    readme = files["LISEZMOI.txt"].decode()
    assert "sha256sum --check" in readme and all(f"\ndata/{name}\n    L" in readme for name in NAMES)
    assert max(map(len, readme.splitlines())) <= 76
    assert "« al »".replace(" ", "\u00a0") in files["controle/rapport.txt"].decode()
    described = json.loads(files["publication.json"])
    assert {each["path"] for each in described["resources"]} == {path for path in files if path.startswith("data/")}
    assert {each["role"] for each in described["resources"]} >= {"page", "style", "picture", "text", "section", "issue"}


def test_sha256sum_agrees(make: Make, tmp_path: Path) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum (coreutils) is not on this machine")
    command = ["sha256sum", "--check", "--strict", "manifest-sha256.txt", "tagmanifest-sha256.txt"]
    assert subprocess.run(command, cwd=make(tmp_path), capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("as_zip", [False, True])
def test_two_exports_are_equal_byte_for_byte(make: Make, tmp_path: Path, as_zip: bool) -> None:
    first = make(tmp_path / "a", as_zip=as_zip)
    time.sleep(2.1 if as_zip else 0)  # a zip counts time in steps of two seconds
    second = make(tmp_path / "b", as_zip=as_zip)
    if as_zip:
        assert first.read_bytes() == second.read_bytes()
    else:
        assert contents(first) == contents(second)


def test_nothing_in_it_tells_whose_machine_made_it(make: Make, tmp_path: Path, sample: Path) -> None:
    data = make(tmp_path, as_zip=True).read_bytes()
    for secret in (str(tmp_path), str(sample), str(Path.home()) + "/", f"/{getpass.getuser()}/"):
        assert secret.encode() not in data


def test_the_formats_stand_in_the_order_of_the_contract() -> None:
    order = ["web", "email", "pdf", "spip", "word", "epub", "text", "sources"]
    assert [name for name in order if name in NAMES] == NAMES


def test_the_zip_holds_what_the_folder_holds(make: Make, tmp_path: Path) -> None:
    folder = make(tmp_path)
    with zipfile.ZipFile(make(tmp_path, as_zip=True)) as archive:
        assert {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()} == contents(folder)
        assert archive.namelist() == sorted(archive.namelist())


def test_the_sources_open_again_as_the_same_letter(make: Make, tmp_path: Path, letter: IssueFolder) -> None:
    again = IssueFolder.open(make(tmp_path) / "data" / "sources")
    assert (again.issue, again.texts, again.files()) == (letter.issue, letter.texts, letter.files())


def test_only_what_is_asked_for_is_made(make: Make, tmp_path: Path) -> None:
    path = make(tmp_path, only=("text",))
    assert [entry.name for entry in (path / "data").iterdir()] == ["text"] and verify(path) == ()


@pytest.mark.parametrize("name", ["odt", "WEB", ""])
def test_a_format_that_is_not_there_is_refused_with_those_that_are(make: Make, tmp_path: Path, name: str) -> None:
    with pytest.raises(LettrineError, match=", ".join(NAMES)):
        make(tmp_path, only=(name,))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("as_zip", [False, True])
def test_cancelling_at_any_moment_leaves_nothing(make: Make, tmp_path: Path, as_zip: bool) -> None:
    asked = 0
    stop_at = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > stop_at

    for stop_at in range(0, 80, 4):
        asked = 0
        to = tmp_path / "not yet there"
        try:
            make(to, only=QUICK, as_zip=as_zip, cancelled=cancelled)
        except ExportCancelledError:
            assert list(tmp_path.iterdir()) == []
        else:
            assert asked <= stop_at
            break
    else:
        pytest.fail("the export asked more often than there are files to write")


def test_progress_goes_from_nothing_to_everything(make: Make, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    make(tmp_path, progress=lambda *step: told.append(step))
    steps = len(NAMES) + 1
    assert [done for _, done, _ in told] == [*range(steps + 1)] and {total for _, _, total in told} == {steps}


@pytest.mark.parametrize("as_zip", [False, True])
def test_an_earlier_bundle_is_replaced_whole(make: Make, tmp_path: Path, as_zip: bool) -> None:
    make(tmp_path, as_zip=as_zip)
    path = make(tmp_path, as_zip=as_zip, only=("text",))
    assert verify(path) == () and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("as_zip", [False, True])
def test_an_earlier_bundle_stays_when_the_new_one_is_cancelled(make: Make, tmp_path: Path, as_zip: bool) -> None:
    path = make(tmp_path, as_zip=as_zip)
    answers = iter([False] * 10)
    with pytest.raises(ExportCancelledError):
        make(tmp_path, as_zip=as_zip, only=("text",), cancelled=lambda: next(answers, True))
    assert verify(path) == () and list(tmp_path.iterdir()) == [path]
    assert zipfile.is_zipfile(path) is as_zip


def test_what_is_not_a_bundle_is_never_replaced(make: Make, tmp_path: Path) -> None:
    folder = tmp_path / "lettre-15-lutte-contre-la-traite-des-etres-humains"
    folder.mkdir()
    (folder / "journal intime.txt").write_text("secret")
    file = tmp_path / f"{folder.name}.zip"
    file.write_text("autre chose")
    for as_zip in (False, True):
        with pytest.raises(LettrineError, match="autre chose qu’un lot"):
            make(tmp_path, as_zip=as_zip)
    assert (folder / "journal intime.txt").read_text() == "secret" and file.read_text() == "autre chose"


def test_names_that_do_not_travel_are_refused(letter: IssueFolder, tmp_path: Path) -> None:
    for names in (["media/../x"], ["/x"], ["media/con.png"], ["media/a:b.png"], ["media/A.png", "media/a.png"]):
        files = letter.files() | dict.fromkeys(names, png())
        with pytest.raises(LettrineError, match="renommez"):
            export(letter.issue, letter.texts, files, tmp_path, report={})
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_is_not_there_leaves_no_broken_picture(letter: IssueFolder, tmp_path: Path) -> None:
    issue = replace(letter.issue, picture=Picture("media/absente.png", "Une salle"))
    texts = dict.fromkeys(letter.texts, "![Une carte](media/perdue.png)")
    html = (export(issue, texts, {}, tmp_path, report={}) / "data/web/index.html").read_text(encoding="utf-8")
    assert "<img" not in html and "Image à venir" in html and "[Image\u00a0: Une carte]" in html


@pytest.mark.parametrize("as_zip", [False, True])
@pytest.mark.parametrize("limit", [1, 300, 5_000, 40_000])
def test_a_disk_that_takes_no_more_leaves_the_earlier_bundle_and_nothing_else(
    make: Make, tmp_path: Path, as_zip: bool, limit: int
) -> None:
    resource = pytest.importorskip("resource", reason="file size limits are a thing of Unix")
    path = make(tmp_path, as_zip=as_zip, only=QUICK)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(LettrineError, match="enregistrement impossible"):
            make(tmp_path, as_zip=as_zip, only=QUICK)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert verify(path) == () and list(tmp_path.iterdir()) == [path]
