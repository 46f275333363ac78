"""A power cut drops what was not synced: whatever the moment, each name leads to a whole file, old or new, and nothing
that was acknowledged is lost.

No power is cut here: the letter is on a disk that forgets (``forgetful_disk``), the worst that a disk may be.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cut_off import NO_DISK
from long_counts import LONG_RUN

HOST = Path(__file__).with_name("cut_off.py")
SHORT = {"save": 20, "autosave": 20, "versions": 12, "merge": 12, "export": 5}


def cut_off(scene: str, count: int, seed: int, folder: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, str(HOST), scene, str(count), str(seed), str(folder)],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode == NO_DISK:
        pytest.skip(f"no disk that forgets can be mounted: {done.stdout.strip()} {done.stderr.strip()[-200:]}")
    print(done.stdout)
    return done


@pytest.mark.parametrize(
    ("scene", "count"), [*SHORT.items(), *(pytest.param(name, 300, marks=LONG_RUN) for name in SHORT)]
)
def test_a_power_cut_tears_nothing_and_loses_nothing_acknowledged(
    tmp_path: Path, seed: int, scene: str, count: int
) -> None:
    done = cut_off(scene, count, seed, tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]


def test_a_writer_that_syncs_nothing_is_found_out(tmp_path: Path, seed: int) -> None:
    done = cut_off("careless", 30, seed, tmp_path)
    assert "a torn text" in done.stderr or "was acknowledged" in done.stderr or "invalid literal" in done.stderr
