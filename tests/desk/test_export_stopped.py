"""An export that is stopped for good, as the window does it: whatever the step, nothing is left behind.

How soon it stops is told by ``test_preflight``; here it depends on when the system wakes whom.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from letters_on_disk import make_letter
from long_counts import LONG_RUN

from editor_app.desk import verify_bundle
from editor_app.errors import ExitCode
from editor_app.exporting.formats import FORMATS

PATIENCE = 60
"""Seconds."""


def stopped_at(step: int, letter: Path, to: Path, *more: str) -> int:
    """Export, and close the child's input as soon as it tells of that step; the exit code."""
    command = [sys.executable, "-P", "-m", "editor_app", "export", letter, "--to", to, "--progress", *more]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as child:  # type: ignore[call-overload]
        for line in child.stderr:
            if line.startswith(b"%d/" % step):
                child.stdin.close()
        return child.wait(PATIENCE)


def check(step: int, letter: Path, to: Path, *more: str) -> None:
    code = stopped_at(step, letter, to, *more)
    if code == ExitCode.DONE:  # it was ready before it saw that nobody waits any more
        assert [verify_bundle(made) for made in to.iterdir()] == [()]
    else:
        assert code == ExitCode.IMPOSSIBLE
        assert not to.exists()


@pytest.mark.parametrize("step", [0, 1, 2])
def test_nothing_is_left_of_an_export_stopped_at_the_check_at_a_format_or_at_the_writing(
    step: int, tmp_path: Path
) -> None:
    check(step, make_letter(tmp_path / "lettre"), tmp_path / "lots", "--only", "text", "--zip", "--force")


@pytest.mark.parametrize("step", range(len(FORMATS) + 2))
@pytest.mark.parametrize("form", [[], ["--zip"]])
@pytest.mark.parametrize("_mark", [pytest.param(0, marks=LONG_RUN)])
def test_nothing_is_left_whatever_the_step_with_every_format(
    _mark: int, step: int, form: list[str], sample: Path, tmp_path: Path
) -> None:
    check(step, sample, tmp_path / "lots", *form)
