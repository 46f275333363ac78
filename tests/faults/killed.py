"""Kills a letter's writer at random moments, again and again, and judges what is left each time.

    python killed.py SCENE COUNT SEED FOLDER

A process that has loaded everything forks the writer, which says what it has done; so a kill takes milliseconds.
kill -9 is not a power cut: what the system had taken but not written down stays. ``test_faults_power`` is about that.
"""

from __future__ import annotations

import itertools
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from letters_on_disk import make_letter, text_of

from editor_app.desk import Desk, verify_bundle
from editor_app.storage.versions import REPOSITORY

FORMATS = ("web", "text", "sources")
"""The text is too long for an e-mail."""


def numbered(number: int) -> str:
    return f"{number:08}\n" + f"Le mot {number % 10} revient. " * 3000


def number_of(text: str) -> int:
    """Raises unless the text is one of ``numbered``, whole."""
    number = int(text.partition("\n")[0] or -1)
    assert text == numbered(number), "a torn text"
    return number


def opened(path: Path) -> Desk:
    desk = Desk.open(path)
    assert desk.hold("essai"), "the lock of a dead writer holds"
    return desk


def saving(path: Path) -> Iterator[int]:
    desk = opened(path)
    for number in itertools.count(number_of(desk.texts["editorial"]) + 1):
        desk.save_text("editorial", numbered(number))
        yield number


def judge_saving(path: Path, said: int) -> None:
    found = number_of(text_of(path))
    assert found in (said, said + 1) or said < 0, f"{said} was acknowledged, {found} is there"


def typing(path: Path) -> Iterator[int]:
    """The journal at each pause, the file now and then."""
    desk = opened(path)
    start = max([number_of(desk.texts["editorial"]), *(number_of(r.text) for r in desk.recovered())])
    for recovered in desk.recovered():
        desk.drop_recovered(recovered)
    for number in itertools.count(start + 1):
        desk.journal("editorial", numbered(number))
        yield number
        if number % 5 == 0:
            desk.save_text("editorial", numbered(number))


def judge_typing(path: Path, said: int) -> None:
    desk = opened(path)
    found = [number_of(desk.texts["editorial"]), *(number_of(r.text) for r in desk.recovered())]
    desk._lock.release()
    assert said < 0 or max(found) in (said, said + 1), f"{said} was acknowledged, {found} are there"


def keeping(path: Path) -> Iterator[int]:
    desk = opened(path)
    for number in itertools.count(number_of(desk.texts["editorial"]) + 1):
        desk.save_text("editorial", numbered(number))
        desk.keep_version(f"version {number}")
        yield number


def judge_keeping(path: Path, said: int) -> None:
    judge_saving(path, said)
    git = shutil.which("git")
    if git is not None and (path / REPOSITORY).exists():
        judged = subprocess.run(
            [git, "--git-dir", str(path / REPOSITORY), "fsck", "--full"], capture_output=True, check=False
        )
        assert judged.returncode == 0, judged.stderr.decode()
    desk = opened(path)
    versions = desk.versions()
    assert not desk.version_problems, desk.version_problems
    names = {int(version.name.split()[1]): version for version in versions}
    assert said < 0 or max(names) in (said, said + 1), f"{said} was acknowledged, {max(names)} is there"
    if names:
        desk.version_differences(names[max(names)])
    desk._lock.release()
    if len(names) > 60:
        shutil.rmtree(path / REPOSITORY)


def merging(path: Path) -> Iterator[int]:
    """The whole letter goes from one state to another, as when others' work comes in."""
    desk = opened(path)
    states = [
        desk._folder.letter_files() | {f"sections/{n}.md": numbered(k).encode() for n in ("editorial", "agir")}
        for k in (0, 1)
    ]
    for number in itertools.count():
        desk._folder.put_files(states[number % 2])
        yield number


def judge_merging(path: Path, said: int) -> None:
    del said
    desk = Desk.open(path)
    assert {number_of(text) for text in desk.texts.values()} <= {0, 1}
    assert not desk.warnings


def exporting(path: Path) -> Iterator[int]:
    yield -1
    for number in itertools.count():
        Desk.open(path).export(path.parent / "out" / str(number), only=FORMATS, force=True)
        yield number


def judge_exporting(path: Path, said: int) -> None:
    judge_saving(path, 0)
    out = path.parent / "out"
    places = sorted(out.iterdir()) if out.exists() else []
    assert {str(number) for number in range(said + 1)} <= {place.name for place in places}, "an export is gone"
    for place in places:
        made = [entry for entry in place.iterdir() if not entry.name.startswith(".")]
        assert len(made) <= 1
        assert int(place.name) > said or len(made) == 1, "an acknowledged export is gone"
        for bundle in made:
            assert verify_bundle(bundle) == (), f"{bundle} is torn"
        shutil.rmtree(place)


SCENES: dict[str, tuple[Callable[[Path], Iterator[int]], Callable[[Path, int], None], float]] = {
    "save": (saving, judge_saving, 0.03),
    "autosave": (typing, judge_typing, 0.05),
    "versions": (keeping, judge_keeping, 0.08),
    "merge": (merging, judge_merging, 0.05),
    "export": (exporting, judge_exporting, 0.6),
}


def began(scene: Callable[[Path], Iterator[int]], path: Path) -> tuple[int, int]:
    """Run the scene in a process of its own, which has said its first word: the process, and where it tells numbers."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            for number in scene(path):
                os.write(writing, f"{number}\n".encode())
        except Exception:  # noqa: BLE001  the parent tells of it
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    ready, _, _ = select.select([reading], [], [], 30)
    assert ready, "the writer says nothing"
    return child, reading


def killed(scene: Callable[[Path], Iterator[int]], path: Path, delay: float) -> int:
    """Kill the scene ``delay`` seconds after its first word; the last number said."""
    child, reading = began(scene, path)
    select.select([], [], [], delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the writer failed before it was killed"
    with os.fdopen(reading, "rb") as said:
        return int(said.read().split()[-1])


def main(name: str, count: int, seed: int, folder: Path) -> None:
    chance = random.Random(seed)  # noqa: S311  chance, not secrets
    scene, judge, longest = SCENES[name]
    path = make_letter(folder / "014", {"editorial": numbered(0), "agir": numbered(0)})
    for turn in range(count):
        said = killed(scene, path, chance.random() * longest)
        try:
            judge(path, said)
        except BaseException:
            print(f"turn {turn}", flush=True)
            raise
    print(f"{name}: {count} kills, seed {seed}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
