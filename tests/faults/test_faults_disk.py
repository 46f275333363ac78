"""A disk that is full or broken at any step of a save leaves the old file or the new one, and that is said."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from letters_on_disk import TEXTS, make_letter, text_of
from long_counts import LONG_RUN

from editor_app.desk import Desk
from editor_app.errors import LettrineError

STEP = 4096
NEW = "Du nouveau texte. " * 4000  # 72 kB: eighteen steps
CALLS = (
    "openat,read,write,pwrite64,fsync,fdatasync,close,rename,renameat,renameat2,mkdir,mkdirat,unlink,unlinkat,chmod,"
    "fchmod,stat,lstat,fstat,newfstatat,statx,flock,lseek,getdents64,ftruncate,link,utimensat,rmdir"
)


def fill(place: Path, leaving: int) -> None:
    free = os.statvfs(place)
    rest = free.f_bavail * free.f_bsize - leaving
    with (place / "remplissage").open("wb") as file:
        file.write(b"x" * max(0, rest))


@pytest.mark.parametrize("what", ["text", "plan", "journal", "version"])
def test_a_full_disk_at_each_step_leaves_the_old_or_the_new(small_disk: Callable[[int], Path], what: str) -> None:
    place = small_disk(600)
    for step in range(26):
        path = make_letter(place / "014")
        desk = Desk.open(path)
        desk.hold()
        if what == "version":
            desk.save_text("editorial", NEW[:7])
        fill(place, step * STEP)
        refused = ""
        try:
            if what == "text":
                desk.save_text("editorial", NEW)
            elif what == "plan":
                desk.save_issue(replace(desk.issue, title=NEW))
            elif what == "journal":
                desk.journal("editorial", NEW)
            else:
                desk.keep_version("une")
        except LettrineError as error:
            refused = str(error)
            assert "disque" in refused or "historique" in refused
        again = Desk.open(path)
        if what == "text":
            assert text_of(path) == (TEXTS["editorial"] if refused else NEW)
            assert desk.unsaved == (("editorial",) if refused else ())
        elif what == "plan":
            assert again.issue.title == ("14e lettre" if refused else NEW)
        elif what == "journal":
            assert not refused  # the person's own files are on another disk
            assert desk.unsaved == ("editorial",)
        else:
            (place / "remplissage").unlink()
            assert bool(refused) or [v.name for v in again.versions()] == ["une"]
            desk.keep_version("deux")
            assert again.versions()[0].name == "deux"
            assert not again.version_differences(again.versions()[0])
        desk.close()
        shutil.rmtree(path)
        (place / "remplissage").unlink(missing_ok=True)


SAVER = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from letters_on_disk import make_letter
from editor_app.desk import Desk
from editor_app.errors import LettrineError
path, new, what = Path(sys.argv[2]), sys.argv[3], sys.argv[4]
desk = Desk.open(path)
desk.hold()
if what == "version":
    desk.keep_version("avant")
    desk.save_text("editorial", new)
os.write(1, b"ready\\n")
signal = os.read(0, 1)
code = 1
try:
    desk.save_text("editorial", new) if what == "text" else desk.keep_version("une")
    code = 10
except LettrineError:
    code = 11
finally:
    if code == 1:
        import traceback
        traceback.print_exc()
    os._exit(code)
"""


def save_under(path: Path, what: str, fault: str | None) -> tuple[int, list[str], str]:
    """One save in a process whose system calls fail as ``fault`` says (strace's own words, None: none fails): its exit
    code, the calls that it made, in order, and what it printed."""
    trace = path.parent / "trace"
    process = subprocess.Popen(
        [sys.executable, "-c", SAVER, str(Path(__file__).parents[1]), str(path), "Nouveau.", what],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    injected = [] if fault is None else ["-e", f"inject={fault}"]
    tracer = subprocess.Popen(
        ["strace", "-f", "-o", str(trace), "-e", f"trace={CALLS}", *injected, "-p", str(process.pid)],
        stderr=subprocess.PIPE,
    )
    assert tracer.stderr is not None
    attached = tracer.stderr.readline().decode()
    if "attached" not in attached:
        process.kill()
        process.communicate()
        tracer.communicate()
        pytest.skip(f"strace may not watch a process here: {attached.strip()}")
    _, printed = process.communicate(b"x")
    tracer.communicate()
    calls = re.findall(r"(?m)^\d+ +(?:<... )?(\w+)[( ]", trace.read_text(errors="replace"))
    return process.returncode, calls, printed.decode()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace, which makes system calls fail, is not installed")
@pytest.mark.parametrize(
    ("what", "error", "every"),
    [
        ("text", "EIO", 5),
        pytest.param("text", "EIO", 1, marks=LONG_RUN),
        pytest.param("text", "EDQUOT", 1, marks=LONG_RUN),
        pytest.param("text", "ENOSPC", 1, marks=LONG_RUN),
        pytest.param("version", "EIO", 1, marks=LONG_RUN),
    ],
)
def test_an_error_at_every_system_call_of_a_save_is_said_and_leaves_the_old_or_the_new(
    tmp_path: Path, what: str, error: str, every: int
) -> None:
    code, calls, printed = save_under(make_letter(tmp_path / "first" / "014"), what, None)
    assert code == 10, printed
    counts: dict[str, int] = {}
    places = []
    for name in calls[1:]:  # the first is the read that starts the save, which is under way
        counts[name] = counts.get(name, 0) + 1
        places.append(f"{name}:error={error}:when={counts[name] + (name == 'read')}")
    assert len(places) > 20
    said = 0
    for place in places[::every]:
        path = make_letter(tmp_path / place / "014")
        code, _, printed = save_under(path, what, place)
        said += code == 11
        assert code in (10, 11), f"{place}: {printed}"
        again = Desk.open(path)
        if what == "text":
            assert text_of(path) in (TEXTS["editorial"], "Nouveau."), f"{place}: torn"
            assert code == 11 or text_of(path) == "Nouveau.", f"{place}: said to be saved"
        else:
            assert text_of(path) == "Nouveau."
            names = {version.name for version in again.versions()}
            assert "avant" in names or any(path.glob(".lettrine/versions-abimees-*")), f"{place}: {names}"
            assert code == 11 or "une" in names, f"{place}: {again.version_problems}"
        shutil.rmtree(path.parent)
    assert said
    print(f"{what}: each of {len(places[::every])} system calls failed with {error}; {said} of the saves were refused")


@pytest.mark.parametrize("harm", ["gone", "renamed", "sections is a file", "the file is a folder", "read-only"])
@pytest.mark.parametrize("what", ["text", "plan", "remarks", "version"])
def test_where_a_letter_cannot_be_written_another_place_can(  # noqa: PLR0912  one branch a scene
    tmp_path: Path, harm: str, what: str
) -> None:
    path = make_letter(tmp_path / "014")
    desk = Desk.open(path)
    away = tmp_path / "loin"
    mounted = False
    if harm == "gone":
        shutil.rmtree(path)
    elif harm == "renamed":
        path.rename(away)
    elif harm == "sections is a file":
        (path / "sections").rename(away)
        (path / "sections").write_bytes(b"")
    elif harm == "the file is a folder":
        (path / "sections" / "editorial.md").unlink()
        (path / "sections" / "editorial.md").mkdir()
    else:
        if subprocess.run(["mount", "--bind", str(path), str(path)], check=False, capture_output=True).returncode:
            pytest.skip("this machine does not let tests mount a folder")
        subprocess.run(["mount", "-o", "remount,ro,bind", str(path)], check=True)
        mounted = True
    try:
        try:
            if what == "text":
                desk.save_text("editorial", "Nouveau.")
            elif what == "plan":
                desk.save_issue(replace(desk.issue, title="Autre"))
            elif what == "remarks":
                desk.save_annotations(())
            else:
                desk.keep_version("une")
        except LettrineError as error:
            assert str(path) in str(error) or path.name in str(error)
        if what == "text":
            assert desk.unsaved == ("editorial",)
        desk.save_elsewhere(tmp_path / "ailleurs", {"editorial": "Nouveau."})
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(path)], check=True)
    assert Desk.open(tmp_path / "ailleurs").texts == {**TEXTS, "editorial": "Nouveau."}
    assert path.exists() != (harm in ("gone", "renamed"))
