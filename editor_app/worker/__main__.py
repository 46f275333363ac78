"""The worker process: reads the window's messages from standard input and answers on standard output.

It ends when its input closes, which the system does also when the window is killed.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from typing import BinaryIO

from editor_app.proofing.layers import first_layers, glancing, missing
from editor_app.proofing.pipeline import Checker
from editor_app.proofing.spelling import suggest
from editor_app.worker.protocol import LONGEST_LINE, Message, decode, encode
from editor_app.worker.session import Session

PAUSE = 0.1
"""Seconds: longer than between two keys."""
WITHOUT_READING = 1.0
"""Seconds after which sentences are read though keys go on coming."""


class Answers:
    """Standard output, shared by the threads of the worker."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, message: Message) -> None:
        """Say one thing to the window; without a window there is nothing left to do."""
        with self._lock:
            try:
                self._stream.write(encode(message))
                self._stream.flush()
            except BrokenPipeError:
                # Not sys.exit: the interpreter would abort on the input that the reading thread holds.
                os._exit(0)


def read(stream: BinaryIO, inbox: queue.SimpleQueue[Message | None], words: queue.SimpleQueue[Message | None]) -> None:
    """Sort the window's messages as they come; None marks the end of them."""
    while (line := stream.readline(LONGEST_LINE)).endswith(b"\n"):
        message = decode(line)
        (words if message["type"] == "suggest" else inbox).put(message)
    inbox.put(None)
    words.put(None)


def answer_words(words: queue.SimpleQueue[Message | None], answers: Answers) -> None:
    """Answer requests for corrections, each up to a second of work, beside the rest. Only the last one waiting is
    worked on: the others' menus are closed by then."""
    while (message := words.get()) is not None:
        if not words.empty():
            continue
        answers.send({"type": "suggestions", "id": message["id"], "words": list(suggest(message["word"]))})


def main() -> None:
    """Serve until the window closes the pipe."""
    answers = Answers(sys.stdout.buffer)
    inbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
    words: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
    threading.Thread(target=read, args=(sys.stdin.buffer, inbox, words), daemon=True).start()
    threading.Thread(target=answer_words, args=(words, answers), daemon=True).start()
    layers = first_layers()
    session = Session(Checker(layers), answers.send, Checker(glancing(layers)))
    answers.send({"type": "ready", "missing": missing()})
    busy = False
    heard = due = time.monotonic()
    while True:
        try:
            message = inbox.get(timeout=_patience(session, heard, due) if busy else None)
        except queue.Empty:
            reading = session.at_leisure
            busy = session.work()
            due = time.monotonic() if reading else due
            continue
        if message is None:
            return
        session.handle(message)
        heard = time.monotonic()
        due, busy = due if busy else heard, True


def _patience(session: Session, heard: float, due: float) -> float:
    """Seconds to wait for the next message before the next piece of work: a person who types waits for the page, not
    for sentences to be read again, which a piece of work cannot be torn from; these are read in the first pause, or now
    and then where there is none. ``heard`` is when the last message came, ``due`` since when there is work."""
    now = time.monotonic()
    if not session.at_leisure or now - due >= WITHOUT_READING:
        return 0.0
    return max(0.0, PAUSE - (now - heard))


if __name__ == "__main__":
    main()
