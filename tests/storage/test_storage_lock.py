"""One writer a letter: who it is, what the second window may do, and what happens when the first one dies."""

from __future__ import annotations

import getpass
import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from letters_on_disk import end, make_letter, start, text_of

from editor_app.desk import Desk
from editor_app.errors import LettrineError
from editor_app.storage.lock import HOLDER_FILE, HeldElsewhereError, IssueLock

HOLDING = """
import sys
from pathlib import Path
from editor_app.desk import Desk
desk = Desk.open(Path(sys.argv[1]))
print(desk.hold("Mme Élan"), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    return make_letter(tmp_path / "014")


def test_a_second_window_reads_and_says_who_writes_and_since_when(letter: Path) -> None:
    process = start(HOLDING, letter)
    try:
        desk = Desk.open(letter)
        assert not desk.hold("M. B")
        assert desk.read_only
        assert (desk.holder.name, desk.holder.pid) == ("Mme Élan", process.pid)
        assert desk.holder.since is not None
        before = text_of(letter)
        with pytest.raises(HeldElsewhereError, match="Mme Élan, depuis le"):
            desk.save_text("editorial", "x")
        with pytest.raises(HeldElsewhereError):
            desk.save_issue(desk.issue)
        assert text_of(letter) == before
    finally:
        end(process)
    assert desk.hold("M. B")
    assert not desk.read_only
    desk.save_text("editorial", "x")
    assert text_of(letter) == "x"


def test_a_window_that_closes_lets_the_next_one_write(letter: Path) -> None:
    first, second = Desk.open(letter), Desk.open(letter)
    assert first.hold("A")
    assert not second.hold("B")
    first.close()
    assert second.hold("B")
    assert second.after_crash is None
    assert second.holder.name == "B"


def test_without_holding_each_save_takes_its_turn(letter: Path) -> None:
    first, second = Desk.open(letter), Desk.open(letter)
    first.save_text("editorial", "un")
    second.save_text("agir", "deux")
    assert (text_of(letter), text_of(letter, "agir")) == ("un", "deux")
    assert not (letter / HOLDER_FILE).exists()


def test_nothing_beside_the_lock_names_the_account_or_the_machine(letter: Path) -> None:
    desk = Desk.open(letter)
    desk.hold("Mme Élan")
    values = json.loads((letter / HOLDER_FILE).read_bytes())
    assert set(values) == {"name", "since", "pid"}
    desk.keep_version("bon à tirer")
    for path in letter.rglob("*"):
        if path.is_file():
            for name in {socket.gethostname(), f"<{getpass.getuser()}@"}:
                assert name.encode() not in path.read_bytes(), path


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff", b'{"name": 3, "since": "hier", "pid": 0.5}', b"[" * 4000]
)
def test_a_damaged_holder_file_stops_nobody(letter: Path, content: bytes) -> None:
    (letter / ".lettrine").mkdir()
    (letter / HOLDER_FILE).write_bytes(content)
    desk = Desk.open(letter)
    assert desk.hold("A")
    assert desk.holder.name == "A"


@pytest.fixture
def read_only_share(letter: Path) -> Iterator[Path]:
    command = ["mount", "--bind", str(letter), str(letter)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this machine does not let tests mount a folder")
    subprocess.run(["mount", "-o", "remount,ro,bind", str(letter)], check=True)
    yield letter
    subprocess.run(["umount", str(letter)], check=True)


def test_a_read_only_share_opens_without_a_lock_and_says_so(read_only_share: Path) -> None:
    desk = Desk.open(read_only_share)
    assert not desk.hold("A")
    assert not desk.read_only
    assert "ne peut pas porter de verrou" in desk.lock_problem
    assert desk.texts
    assert desk.versions() == ()
    desk.journal("editorial", "Gardé ailleurs.")
    assert [found.text for found in Desk.open(read_only_share).recovered()] == ["Gardé ailleurs."]
    desk.close()


def test_a_lock_that_is_let_go_leaves_no_holder(letter: Path) -> None:
    lock = IssueLock(letter)
    assert lock.take("A")
    assert lock.take("A")
    lock.release()
    lock.release()
    assert not (letter / HOLDER_FILE).exists()
    assert {path.name for path in (letter / ".lettrine").iterdir()} <= {"lock"}


def test_nothing_is_written_or_cleared_through_a_link_out_of_the_letter(letter: Path, tmp_path: Path) -> None:
    outside = tmp_path / "dehors"
    (outside / "versions.git").mkdir(parents=True)
    (outside / "versions.git" / "x.lock").write_bytes(b"")
    (outside / ".a.0123456789ab.tmp").write_bytes(b"")
    before = sorted(outside.rglob("*"))
    (letter / ".lettrine").symlink_to(outside)
    desk = Desk.open(letter)
    assert not desk.hold("A")
    assert "lien" in desk.lock_problem
    desk.journal("editorial", "Typed.")
    with pytest.raises(LettrineError):
        desk.keep_version("une")
    desk.save_text("editorial", "Saved.")
    desk.close()
    assert sorted(outside.rglob("*")) == before
    assert text_of(letter) == "Saved."
