"""The worker process: reads the window's messages from standard input and answers on standard output.

It ends when its input closes, which the system does also when the window is killed.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from typing import BinaryIO

from editor_app.proofing.layers import first_layers, missing
from editor_app.proofing.pipeline import Checker
from editor_app.proofing.spelling import suggest
from editor_app.worker.protocol import LONGEST_LINE, Message, decode, encode
from editor_app.worker.session import Session


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
    session = Session(Checker(layers), answers.send)
    answers.send({"type": "ready", "missing": missing()})
    busy = False
    while True:
        while not busy or not inbox.empty():
            message = inbox.get()
            if message is None:
                return
            session.handle(message)
            busy = True
        busy = session.work()


if __name__ == "__main__":
    main()
