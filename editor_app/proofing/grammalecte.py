"""Grammalecte kept alive in a process of its own, which reads paragraphs while others work.

Debian's python3-grammalecte lies outside any virtual environment: it is run by the system's interpreter.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

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
        self._conversation: _Conversation | None = None
        self._asked: dict[str, _Answer] = {}
        self._starts = 0

    @property
    def given_up(self) -> bool:
        """Whether it failed too often to be asked again."""
        return self._starts > _RESTARTS

    def foresee(self, texts: Iterable[str]) -> None:
        """Have these paragraphs read, in this order, while other work is done; `remarks` then has its answer at hand,
        once for each."""
        for text in texts:
            if self._may_ask(text) and text not in self._asked:
                try:
                    self._asked[text] = self._started().ask(text)
                except OSError:
                    self.close()
                    return

    def remarks(self, text: str) -> tuple[Remark, ...]:
        """What it says of a paragraph; nothing when it is missing, too slow, or the paragraph is too long."""
        if not self._may_ask(text):
            return ()
        try:
            asked = self._asked.pop(text, None)
            conversation = self._started()
            answer = conversation.wait(conversation.ask(text) if asked is None else asked, self._patience)
            errors = json.loads(answer)["errors"]
            return tuple(Remark(e[0], e[1], e[2], e[3], e[4], tuple(e[5])) for e in errors if _fits(e, len(text)))
        except (OSError, ValueError, queue.Empty):
            self.close()
            return ()

    def close(self) -> None:
        """End the process, if there is one; what it was asked and has not answered is forgotten."""
        conversation, self._conversation = self._conversation, None
        self._asked.clear()
        if conversation is not None:
            conversation.end()

    def _may_ask(self, text: str) -> bool:
        return not self.given_up and len(text) <= _LONGEST and bool(text.strip())

    def _started(self) -> _Conversation:
        if self._conversation is None or self._conversation.ended:
            self.close()
            self._starts += 1
            self._conversation = _Conversation(self._interpreter, self._options)
        return self._conversation


_Answer = queue.SimpleQueue[str]
"""Gets one line when the process has answered; an empty one when it ended instead."""


class _Conversation:
    """One process from its start to its end. It answers in the order of the questions; two threads write and listen,
    so that neither pipe is ever full because nobody reads the other."""

    def __init__(self, interpreter: str, options: tuple[str, ...] | None) -> None:
        program = Path(__file__).with_name("grammalecte_process.py")
        self._process = subprocess.Popen(
            [interpreter, "-I", str(program), json.dumps(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self._questions: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._waiting: deque[_Answer] = deque()
        self._heard = 0.0
        for thread in (self._write, self._listen):
            threading.Thread(target=thread, daemon=True).start()

    @property
    def ended(self) -> bool:
        """Whether the process died."""
        return self._process.poll() is not None

    def ask(self, text: str) -> _Answer:
        """Put a question; its answer comes after those to earlier ones."""
        answer: _Answer = queue.SimpleQueue()
        self._waiting.append(answer)
        self._questions.put(json.dumps({"text": text}) + "\n")
        return answer

    def wait(self, answer: _Answer, patience: float) -> str:
        """The line that answers. Raises queue.Empty when the process says nothing at all for ``patience`` seconds
        (longer before its first word)."""
        while True:
            heard = self._heard
            try:
                return answer.get(timeout=patience if heard else _FIRST_PATIENCE)
            except queue.Empty:
                if self._heard == heard:
                    raise

    def end(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        self._questions.put(None)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _write(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while (question := self._questions.get()) is not None:
                if self._process.stdin is not None:
                    self._process.stdin.write(question)
                    self._process.stdin.flush()

    def _listen(self) -> None:
        with contextlib.suppress(OSError, ValueError, IndexError):
            for line in self._process.stdout or ():
                self._heard = time.monotonic()
                self._waiting.popleft().put(line)
        self._heard = time.monotonic()
        with contextlib.suppress(IndexError):
            while True:
                self._waiting.popleft().put("")


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
