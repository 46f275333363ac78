"""Grammalecte kept alive in a process of its own, asked one paragraph at a time.

Debian's python3-grammalecte lies outside any virtual environment: it is run by the system's interpreter.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

INTERPRETER = "/usr/bin/python3"
OPTIONS = ("gn", "conj", "ppas", "infi", "imp", "inte", "vmode", "conf", "eleu", "loc", "sgpl")
"""Agreement, conjugation, participles, infinitives, imperatives, questions, moods, confusions, elision, phrases. Its
capitals, numbers, spaces and inclusive writing are noise here: other layers judge them."""

PATIENCE = 3.0
"""Seconds a paragraph may take before the process is given up."""
_FIRST_PATIENCE = 20.0
_LONGEST = 5000
_RESTARTS = 3


@dataclass(frozen=True, slots=True)
class Remark:
    """What Grammalecte says of ``[start, end)`` (code points); ``kind`` is its option, ``rule`` its rule's name."""

    start: int
    end: int
    kind: str
    rule: str
    message: str
    suggestions: tuple[str, ...]


class Grammalecte:
    """The process, with some of its options on (None: its own choice): started at the first question, started anew (a
    few times) when it dies or takes too long. One thread at a time may ask."""

    def __init__(
        self, interpreter: str = INTERPRETER, patience: float = PATIENCE, options: tuple[str, ...] | None = OPTIONS
    ) -> None:
        self._interpreter = interpreter
        self._options = options
        self._patience = patience
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._starts = 0

    @property
    def given_up(self) -> bool:
        """Whether it failed too often to be asked again."""
        return self._starts > _RESTARTS

    def remarks(self, text: str) -> tuple[Remark, ...]:
        """What it says of a paragraph; nothing when it is missing, too slow, or the paragraph is too long."""
        if self.given_up or len(text) > _LONGEST or not text.strip():
            return ()
        first = self._process is None
        try:
            stdin = self._started()
            stdin.write(json.dumps({"text": text}) + "\n")
            stdin.flush()
            answer = self._answers.get(timeout=_FIRST_PATIENCE if first else self._patience)
            errors = json.loads(answer)["errors"]
            return tuple(Remark(e[0], e[1], e[2], e[3], e[4], tuple(e[5])) for e in errors if _fits(e, len(text)))
        except (OSError, ValueError, queue.Empty):
            self.close()
            return ()

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()

    def _started(self) -> IO[str]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._starts += 1
            program = Path(__file__).with_name("grammalecte_process.py")
            self._process = subprocess.Popen(
                [self._interpreter, "-I", str(program), json.dumps(self._options)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
            self._answers = queue.SimpleQueue()
            threading.Thread(target=_listen, args=(self._process.stdout, self._answers), daemon=True).start()
        stdin = self._process.stdin
        if stdin is None:
            raise OSError("no pipe to the process")
        return stdin


def _listen(lines: IO[str] | None, answers: queue.SimpleQueue[str]) -> None:
    with contextlib.suppress(OSError, ValueError):
        for line in lines or ():
            answers.put(line)
    answers.put("")


def _fits(error: Any, length: int) -> bool:
    return isinstance(error, list) and len(error) == 6 and 0 <= error[0] < error[1] <= length


@cache
def is_installed(interpreter: str = INTERPRETER) -> bool:
    """Whether the system's interpreter has Grammalecte; asks it once, in about 0.1 s."""
    try:
        asked = subprocess.run(
            [interpreter, "-I", "-c", "import grammalecte"], capture_output=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0
