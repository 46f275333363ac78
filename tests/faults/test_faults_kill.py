"""Killed at any moment, a writer leaves whole files and nothing acknowledged is lost.

kill -9 is not a power cut; ``test_faults_power`` is about what a cut may drop.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from long_counts import LONG_RUN

HOST = Path(__file__).with_name("killed.py")
SHORT = {"save": 40, "autosave": 30, "versions": 25, "merge": 20, "export": 4}
LONG = {"save": 2000, "autosave": 1000, "versions": 500, "merge": 500, "export": 500}


@pytest.mark.parametrize(
    ("scene", "count"),
    [*SHORT.items(), *(pytest.param(name, count, marks=LONG_RUN) for name, count in LONG.items())],
)
def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path, seed: int, scene: str, count: int) -> None:
    done = subprocess.run(
        [sys.executable, str(HOST), scene, str(count), str(seed), str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stderr[-3000:]
