"""Cuts a letter's writer off from its disk at random moments, again and again, and judges what is left each time.

    python cut_off.py SCENE COUNT SEED FOLDER

The letter is on a disk that forgets what was not synced (``forgetful_disk``); the scenes are those of ``killed``, and
``careless``, which syncs nothing and has to be found out. Exits 3, saying why, where no such disk can be mounted.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from killed import SCENES, began, judge_saving, number_of, numbered, text_of
from letters_on_disk import make_letter

NO_DISK = 3


class CuttableDisk:
    """The forgetful disk, mounted on a folder until it is closed."""

    def __init__(self, place: Path) -> None:
        place.mkdir()
        self._place = place
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("forgetful_disk.py")), str(place)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.problem = "" if (said := self._answer()) == "ready" else said or "FUSE cannot be mounted here"

    def hold(self) -> None:
        """No system call is answered until it may go on."""
        self._tell("hold")

    def cut(self, seed: int, left: Path) -> None:
        """Write what may be left under ``left``."""
        self._tell(f"{seed} {left}")

    def go_on(self) -> None:
        """As if nothing had been."""
        self._tell("go")

    def close(self) -> None:
        self._process.kill()  # first: what is held would hold up all others
        self._process.communicate()
        subprocess.run(["umount", "-l", str(self._place)], check=False, capture_output=True)

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        assert self._answer() == "done"

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def careless(path: Path) -> Iterator[int]:
    """Another program's way of saving: in place, and the system will write it down some day."""
    file = path / "sections" / "editorial.md"
    number = number_of(text_of(path))
    while True:
        number += 1
        file.write_text(numbered(number), "utf-8")
        yield number


def sync_all(folder: Path) -> None:
    for place, _, files in os.walk(folder):
        for path in (Path(place), *(Path(place, name) for name in files)):
            descriptor = os.open(path, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)


def last_said(reading: int, before: int) -> int:
    """What the writer has said up to now."""
    while select.select([reading], [], [], 0)[0]:
        heard = os.read(reading, 1 << 16)
        assert heard, "the writer failed"
        before = int(heard.split()[-1])
    return before


def main(name: str, count: int, seed: int, folder: Path) -> int:
    chance = random.Random(seed)  # noqa: S311  chance, not secrets
    scene, judge, longest = {**SCENES, "careless": (careless, judge_saving, 0.03)}[name]
    disk = CuttableDisk(folder / "disk")
    if disk.problem:
        print(disk.problem)
        disk.close()
        return NO_DISK
    writer = 0
    try:
        path = make_letter(folder / "disk" / "014", {"editorial": numbered(0), "agir": numbered(0)})
        sync_all(folder / "disk")
        writer, reading = began(scene, path)
        said = -1
        for turn in range(count):
            select.select([], [], [], chance.random() * longest)
            disk.hold()
            said = last_said(reading, said)
            left = folder / "left"
            disk.cut(chance.randrange(2**31), left)
            try:
                judge(left / "014", said)
            except BaseException:
                print(f"turn {turn}", flush=True)
                raise
            shutil.rmtree(left)
            disk.go_on()
    finally:
        if writer:
            os.kill(writer, signal.SIGKILL)
            disk.close()
            os.waitpid(writer, 0)
        disk.close()
    print(f"{name}: {count} cuts, seed {seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])))
