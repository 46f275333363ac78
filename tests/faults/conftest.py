"""How often the tests that harm a letter do so: a short count each time, the long one behind the ``long`` mark."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from window_under_test import copied, pytest_configure, pytest_runtest_teardown, qapp_cls

__all__ = ["copied", "pytest_configure", "pytest_runtest_teardown", "qapp_cls"]

SEED = int(os.environ.get("LETTRINE_SEED", "0")) or random.SystemRandom().randrange(1, 2**31)


@pytest.fixture
def seed() -> int:
    """Printed with a failure; ``LETTRINE_SEED`` runs the same again."""
    print(f"LETTRINE_SEED={SEED}")
    return SEED


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mounts an empty disk of so many KiB."""
    mounted: list[Path] = []

    def mount(kibibytes: int) -> Path:
        place = tmp_path / f"disk{len(mounted)}"
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "lettrine", str(place)]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            pytest.skip("this machine does not let tests mount a small disk")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)
