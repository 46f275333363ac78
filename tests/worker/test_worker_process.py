"""The worker as the window starts it: a process that answers over pipes and ends with them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from editor_app.desk import Desk
from editor_app.storage.issue_yaml import dump_issue
from editor_app.worker import protocol
from editor_app.worker.protocol import Message

COMMAND = [sys.executable, "-P", "-m", "editor_app.worker"]
PATIENCE = 30
"""Seconds."""


class Worker:
    """The real process, spoken to line by line; pytest's own time limit ends a wait that has no end."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def say(self, *messages: Message) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"".join(map(protocol.encode, messages)))
        self.process.stdin.flush()

    def hear(self, kind: str) -> Message:
        """The next message of that type; those of other types on the way to it are passed over."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            message = protocol.decode(line)
            if message["type"] == kind:
                return message
        raise AssertionError(f"the worker ended without saying {kind}: {self.errors()}")

    def errors(self) -> str:
        assert self.process.stderr is not None
        return self.process.stderr.read().decode()

    def leave(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(PATIENCE)


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.process.kill()
    made.process.wait(PATIENCE)
    for pipe in (made.process.stdin, made.process.stdout, made.process.stderr):
        assert pipe is not None
        with suppress(BrokenPipeError):
            pipe.close()


def letter(sample: Path) -> Message:
    desk = Desk.open(sample)
    return {
        "type": "letter",
        "serial": 7,
        "issue": dump_issue(desk.issue).decode(),
        "folder": str(sample),
        "texts": dict(desk.texts),
        "revisions": {"editorial": 3},
    }


def test_a_letter_comes_back_as_a_page_and_findings_and_so_does_each_change(worker: Worker, sample: Path) -> None:
    worker.say(letter(sample), {"type": "look", "section": "editorial", "revision": 3})
    assert isinstance(worker.hear("ready")["missing"], list)
    assert worker.hear("opened")["serial"] == 7
    page = worker.hear("page")
    assert page["revision"] == 3
    assert "<title>" in page["html"]
    assert worker.hear("findings")["section"] == "editorial"
    worker.hear("letter")
    splice = {"type": "splice", "section": "editorial", "revision": 4, "first": 0, "removed": 0}
    worker.say({**splice, "lines": ["A chaque fois, le zblorgue agit.", ""]})
    patch = worker.hear("patch")
    assert (patch["section"], patch["revision"], patch["first"], patch["removed"]) == ("editorial", 4, 0, 0)
    found = worker.hear("findings")
    assert (found["section"], found["revision"]) == ("editorial", 4)
    assert {one["text"] for one in found["lines"]["0"]} == {"A", "zblorgue"}


def test_corrections_of_a_word_are_made_beside_the_rest_when_asked_for(worker: Worker) -> None:
    worker.say({"type": "suggest", "id": 12, "word": "victimme"})
    answer = worker.hear("suggestions")
    assert answer["id"] == 12
    assert "victime" in answer["words"]


def test_it_ends_when_its_pipe_closes(worker: Worker) -> None:
    worker.hear("ready")
    assert worker.leave() == 0
    assert worker.errors() == ""


def test_it_ends_when_its_pipe_closes_in_the_middle_of_work(worker: Worker, sample: Path) -> None:
    worker.hear("ready")
    worker.say(letter(sample))
    assert worker.leave() == 0
    assert "Traceback" not in worker.errors()


def test_it_ends_quietly_when_nobody_listens_any_more(worker: Worker, sample: Path) -> None:
    worker.hear("ready")
    assert worker.process.stdout is not None
    worker.process.stdout.close()
    worker.say(letter(sample))
    assert worker.process.wait(PATIENCE) == 0
    assert "Traceback" not in worker.errors()


def test_it_ends_when_the_window_is_killed() -> None:
    """The window's process is killed outright; its worker, which holds the same standard output, must let go of it."""
    window = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import subprocess, sys\nworker = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)\nworker.wait()",
            *COMMAND,
        ],
        stdout=subprocess.PIPE,
    )
    assert window.stdout is not None
    assert protocol.decode(window.stdout.readline())["type"] == "ready"
    window.kill()
    assert window.stdout.read() == b"", "the end of the output, which comes when the last process that holds it ends"
    window.wait(PATIENCE)
    window.stdout.close()


def test_a_module_of_ours_is_never_taken_from_the_folder_one_stands_in(tmp_path: Path) -> None:
    (tmp_path / "editor_app.py").write_text("raise SystemExit(3)", encoding="utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit(4)", encoding="utf-8")
    answer = subprocess.run(COMMAND, cwd=tmp_path, input=b"", capture_output=True, timeout=PATIENCE, check=False)
    assert answer.returncode == 0
    assert protocol.decode(answer.stdout.split(b"\n")[0])["type"] == "ready"
