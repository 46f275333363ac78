"""A power cut drops what was not synced: at whatever moment, each name still leads to a whole file, old or new.

No cut is made here. The system calls of a real save are recorded, then played into a model of the worst disk there may
be: of each file only what was synced stays, of each folder any part of the changes since it was synced.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from letters_on_disk import make_letter
from long_counts import LONG_RUN

CALLS = "openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,linkat,ftruncate,close"
PROGRAM = """
import os, sys
from pathlib import Path
from editor_app.desk import Desk
desk = Desk.open(Path(sys.argv[1]))
desk.hold()
desk.keep_version("avant")
os.write(1, b"ready\\n")
os.read(0, 1)
what = sys.argv[2]
if what == "journal":
    desk.journal("editorial", "Nouveau. " * 5000)
else:
    desk.save_text("editorial", "Nouveau. " * 5000)
if what == "version":
    desk.keep_version("une")
os._exit(0)
"""
_CALL = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?", re.MULTILINE)


@dataclass
class File:
    """A file by its content's length: what was written, and what of it was synced."""

    written: int = 0
    synced: int = 0


@dataclass
class Disk:
    """Names as programs see them, and what a cut may leave of them. ``pending`` are changes of names, by folder."""

    names: dict[str, File | None] = field(default_factory=dict)
    kept: dict[str, File | None] = field(default_factory=dict)
    pending: dict[str, list[tuple[str, File | None]]] = field(default_factory=dict)

    def put(self, name: str, file: File | None) -> None:
        self.names[name] = file
        self.pending.setdefault(name.rpartition("/")[0], []).append((name, file))

    def sync_folder(self, folder: str) -> None:
        self.kept.update(self.pending.pop(folder, []))

    def cut(self, chance: random.Random) -> dict[str, File | None]:
        """Names after a cut: each folder keeps some of its last changes, in any number."""
        left = dict(self.kept)
        for changes in self.pending.values():
            left.update(change for change in changes if chance.random() < 0.5)
        return left


def recorded(path: Path, what: str) -> list[tuple[str, str, str]]:
    """Name, arguments and the path of the answer of each system call of a save."""
    trace = path.parent / "trace"
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(path), what], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    tracer = subprocess.Popen(
        ["strace", "-f", "-y", "-s", "4096", "-o", str(trace), "-e", f"trace={CALLS}", "-p", str(process.pid)],
        stderr=subprocess.PIPE,
    )
    assert tracer.stderr is not None
    attached = tracer.stderr.readline().decode()
    process.communicate(b"x")
    tracer.communicate()
    if "attached" not in attached:
        pytest.skip(f"strace may not watch a process here: {attached.strip()}")
    assert process.returncode == 0
    return [(m[1], m[2], m[4] or "") if m[1] == "openat" else (m[1], m[2], m[3])
            for m in _CALL.finditer(trace.read_text(errors="replace")) if not m[3].startswith("-")]  # fmt: skip


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace, which records a save, is not installed")
@pytest.mark.parametrize("what", ["text", "journal", "version"])
@pytest.mark.parametrize("cuts", [300, pytest.param(20_000, marks=LONG_RUN)])
def test_a_power_cut_leaves_whole_files(tmp_path: Path, seed: int, what: str, cuts: int) -> None:
    chance = random.Random(seed)  # noqa: S311  chance, not secrets
    path = make_letter(tmp_path / "014")
    calls = recorded(path, what)
    root = str(path)
    moments = len(calls)
    judged = 0
    each = max(1, cuts // moments)
    disk = Disk()
    open_files: dict[str, File] = {}
    for name, arguments, answer in calls:
        quoted = [text for text in re.findall(r'"((?:[^"\\]|\\.)*)"', arguments) if text.startswith("/")]
        about = re.match(r"\d+<([^>]*)>", arguments)
        place = about[1] if about else ""
        if name == "openat" and "O_CREAT" in arguments and answer.startswith(root):
            assert "O_EXCL" in arguments or not disk.names.get(answer) or answer.endswith("lock"), f"{answer} in place"
            open_files[answer] = File()
            disk.put(answer, open_files[answer])
        elif name in ("write", "pwrite64") and place in open_files:
            open_files[place].written += int(answer)
        elif name in ("fsync", "fdatasync") and place in open_files:
            open_files[place].synced = open_files[place].written
        elif name in ("fsync", "fdatasync"):
            disk.sync_folder(place)
        elif name.startswith(("rename", "link")) and len(quoted) == 2 and quoted[1].startswith(root):
            file = disk.names.get(quoted[0])
            disk.put(quoted[1], file)
            open_files.pop(quoted[0], None)
        for _ in range(each):
            for left, file in disk.cut(chance).items():
                if re.search(r"\.tmp$|tmp_obj|\.lock$|/lock$|_git2_", left) or file is None:
                    continue
                assert file.synced == file.written > 0, f"{left} may be torn"
            judged += 1
    target = f"{root}/.lettrine/journal/editorial.md" if what == "journal" else f"{root}/sections/editorial.md"
    found = disk.kept.get(target)
    assert found is not None, "the new text may be gone after it was said to be saved"
    assert found.synced == found.written > 0
    if what == "version":
        assert any("/refs/versions/" in left and file is not None for left, file in disk.kept.items())
    print(f"{what}: {judged} cuts, none torn")
