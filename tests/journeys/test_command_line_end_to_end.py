"""The same letter by the command line alone, each command a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from editor_app.errors import ExitCode
from editor_app.exporting.formats import FORMATS

PATIENCE = 60
"""Seconds."""
SECONDS_OF_EXPORT = 5
RIGHT = {
    "Erwann Tor",
    "Tor",
    "Wallström",
    "Le Drian",
    "OSCE",
    "ONUDC",
    "MIPROF",
    "UNVTF",
    "GRETA",
    "TEH",
    "OIT",
    "Kyoto",
}


def lettrine(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run one command without a display."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-P", "-m", "editor_app", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        timeout=PATIENCE,
        check=False,
    )


@pytest.fixture(scope="module")
def imported(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("letters") / "letter-14"
    done = lettrine("import", published, folder)
    assert done.returncode == ExitCode.DONE, done.stderr
    assert done.stdout == f"{folder}\n"
    return folder


def test_check_finds_the_faults_of_the_published_text(published: Path) -> None:
    done = lettrine("check", published, "--format", "json")
    assert done.returncode == ExitCode.FOUND
    report = json.loads(done.stdout)
    assert report["version"] == 1
    (file,) = report["files"]
    text = published.read_text(encoding="utf-8")
    found = file["diagnostics"]
    assert {"A", "les", "Cette", '"', "14ème", "5ème", "Moiron-Braud", "Boiron-Braud"} <= {one["text"] for one in found}
    assert not {one["text"] for one in found if one["severity"] == "error"} & RIGHT
    for one in found:
        assert text[one["start"] : one["end"]] == one["text"]
        line = text.split("\n")[one["line"] - 1]
        assert line[one["column"] - 1 :].startswith(one["text"])


def test_an_imported_letter_has_eight_sections_and_is_checked_section_by_section(imported: Path) -> None:
    report = json.loads(lettrine("check", imported, "--format", "json").stdout)
    sections = [file["section"] for file in report["files"]]
    assert sections[0] is None
    assert sections[1] == "editorial"
    assert len(sections) == 8, "issue.yaml, and every section but the summary, which has no text of its own"
    for file in report["files"]:
        text = Path(file["path"]).read_text(encoding="utf-8")
        for one in file["diagnostics"]:
            assert text[one["start"] : one["end"]] == one["text"]


def test_a_letter_with_faults_leaves_only_when_forced_and_then_twice_the_same(imported: Path, tmp_path: Path) -> None:
    refused = lettrine("export", imported, "--to", tmp_path / "refused")
    assert refused.returncode == ExitCode.FOUND
    assert not (tmp_path / "refused").exists()
    assert refused.stdout == ""
    made = []
    for name in ("once", "twice"):
        done = lettrine("export", imported, "--to", tmp_path / name, "--zip", "--force")
        assert done.returncode == ExitCode.DONE, done.stderr
        made.append(Path(done.stdout.strip()))
    assert made[0].name == made[1].name
    assert made[0].read_bytes() == made[1].read_bytes()


def test_the_sample_leaves_in_every_format_without_force_and_without_delay(sample: Path, tmp_path: Path) -> None:
    """Three seconds on an idle machine; here other tests run beside it, and processor time is what tells."""
    resource = pytest.importorskip("resource", reason="processor time of other processes is told by Unix alone")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = lettrine("export", sample, "--to", tmp_path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == ExitCode.DONE, done.stderr
    made = Path(done.stdout.strip())
    assert {each.name for each in (made / "data").iterdir()} == {each.name for each in FORMATS}
    assert (made / "controle" / "rapport.html").is_file()
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SECONDS_OF_EXPORT


def test_a_program_that_watches_an_export_is_told_how_far_it_is_and_may_keep_its_pipe_open(
    imported: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-P", "-m", "editor_app", "export", imported, "--to", tmp_path, "--force", "--progress"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, encoding="utf-8") as export:
        assert export.stdout is not None
        assert export.stderr is not None
        told = export.stderr.read().splitlines()
        made = export.stdout.read().strip()
        assert export.wait(PATIENCE) == ExitCode.DONE
    assert Path(made).is_dir()
    steps = [line.split(" ")[0].split("/") for line in told]
    assert [int(done) for done, _ in steps] == list(range(len(steps)))
    assert steps[-1][0] == steps[-1][1]


def test_an_export_that_nobody_watches_any_more_stops_and_leaves_nothing(imported: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "editor_app", "export", imported, "--to", tmp_path, "--force", "--progress"]
    done = subprocess.run(command, input=b"", capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode == ExitCode.IMPOSSIBLE
    assert list(tmp_path.iterdir()) == []


def test_a_flipped_bit_is_found_and_named(imported: Path, tmp_path: Path) -> None:
    done = lettrine("export", imported, "--to", tmp_path, "--force")
    bundle = Path(done.stdout.strip())
    sound = lettrine("verify", bundle)
    assert (sound.returncode, sound.stdout) == (ExitCode.DONE, "")
    page = bundle / "data" / "web" / "index.html"
    content = bytearray(page.read_bytes())
    content[len(content) // 2] ^= 1
    page.write_bytes(content)
    damaged = lettrine("verify", bundle)
    assert damaged.returncode == ExitCode.FOUND
    assert "data/web/index.html" in damaged.stdout


def test_the_next_number_keeps_plan_and_people_and_no_text(imported: Path, tmp_path: Path) -> None:
    folder = tmp_path / "letter-15"
    done = lettrine("new", folder, "--number", "15", "--from", imported)
    assert done.returncode == ExitCode.DONE, done.stderr
    kept = (folder / "issue.yaml").read_text(encoding="utf-8")
    assert "number: 15" in kept
    assert "15e lettre" in kept
    assert "Jean-Claude Brunet" in kept
    assert {path.read_bytes() for path in (folder / "sections").iterdir()} == {b""}


def test_what_cannot_be_done_says_so_in_one_french_sentence(tmp_path: Path) -> None:
    for words in (
        ("check", tmp_path / "absent.txt"),
        ("export", tmp_path, "--to", tmp_path / "x"),
        ("verify", tmp_path),
    ):
        done = lettrine(*words)
        assert done.returncode == ExitCode.IMPOSSIBLE
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
