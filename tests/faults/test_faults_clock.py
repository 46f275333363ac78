"""The machine's clock jumps by years, forward and back, under the program: versions keep their order, none is lost."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from letters_on_disk import make_letter
from long_counts import LONG_RUN

from editor_app.desk import Desk

PROGRAM = """
import sys, time
from pathlib import Path
from editor_app.desk import Desk
desk = Desk.open(Path(sys.argv[1]))
desk.hold()
for line in sys.stdin:
    number, named = line.split()
    desk.journal("editorial", f"Texte {number}.")
    desk.save_text("editorial", f"Texte {number}.")
    desk.keep_version(f"version {number}" if named == "named" else "")
    print(int(time.time()), flush=True)
desk.close()
"""


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime, which makes the clock jump, is not installed")
@pytest.mark.parametrize("jumps", [15, pytest.param(500, marks=LONG_RUN)])
def test_a_clock_that_jumps_by_ten_years_loses_no_version_and_no_order(tmp_path: Path, seed: int, jumps: int) -> None:
    chance = random.Random(seed)  # noqa: S311  chance, not secrets
    path, clock = make_letter(tmp_path / "014"), tmp_path / "clock"
    clock.write_text("+0d")
    # The offset is in a file, read again at each question; what measures durations goes on, as when a clock is set.
    faked = {"FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    process = subprocess.Popen(
        ["faketime", "-f", "+0d", "env", "-u", "FAKETIME", sys.executable, "-c", PROGRAM, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **faked},
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    moments, named = [], []
    for number in range(jumps):
        clock.write_text(f"{chance.choice((-3650, -1, 0, 0, 1, 3650)):+}d")
        kind = chance.choice(("named", "by-itself"))
        process.stdin.write(f"{number} {kind}\n")
        process.stdin.flush()
        moments.append(int(process.stdout.readline()))
        named += [number] if kind == "named" else []
    process.communicate()
    assert process.returncode == 0
    assert max(moments) - min(moments) > 3000 * 24 * 3600, "the clock did not jump"
    desk = Desk.open(path)
    assert desk.texts["editorial"] == f"Texte {jumps - 1}."
    assert desk.recovered() == (), "what was saved is not offered as unsaved"
    newest_first = desk.versions()
    assert [int(v.name.split()[1]) for v in newest_first if v.name] == named[::-1]
    texts = [int(desk._versions.file(v, "sections/editorial.md").split()[1].rstrip(b".")) for v in newest_first]
    assert texts == sorted(texts, reverse=True) and set(named) <= set(texts)
