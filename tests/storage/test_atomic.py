"""A file is replaced whole or stays as it was."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from editor_app.errors import LettrineError
from editor_app.storage import atomic
from editor_app.storage.atomic import write_atomically


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 64 KiB, that fills up."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], check=False, capture_output=True, text=True
    )
    if mount.returncode:
        pytest.skip(f"this machine does not let tests mount a small disk: {mount.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """No file may grow past ``size`` bytes, as on a full disk. Lifted before pytest writes anything itself."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_the_new_content_replaces_the_old(tmp_path: Path) -> None:
    path = tmp_path / "éditorial.md"
    for content in (b"un", "d’abord".encode(), b""):
        write_atomically(path, content)
        assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_full_disk_leaves_the_old_text_and_no_rubbish(small_disk: Path) -> None:
    path = small_disk / "editorial.md"
    write_atomically(path, b"ancien texte")
    with pytest.raises(LettrineError, match="disque est plein") as error:
        write_atomically(path, b"x" * 200_000)
    assert "editorial.md" in str(error.value)
    assert path.read_bytes() == b"ancien texte"
    assert [file.name for file in small_disk.iterdir()] == ["editorial.md"]


def test_a_write_cut_short_leaves_the_old_text_and_no_rubbish(tmp_path: Path) -> None:
    path = tmp_path / "editorial.md"
    write_atomically(path, b"ancien texte")
    with pytest.raises(LettrineError, match=r"editorial\.md"), files_limited_to(4096):
        write_atomically(path, b"x" * 12_288)
    assert path.read_bytes() == b"ancien texte"
    assert [file.name for file in tmp_path.iterdir()] == ["editorial.md"]


@pytest.mark.parametrize("step", ["open", "write", "fsync", "close", "replace"])
def test_a_failure_at_any_step_leaves_the_old_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    path = tmp_path / "editorial.md"
    path.write_bytes(b"ancien texte")

    def fails(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    if step == "replace":
        monkeypatch.setattr(Path, "replace", fails)
    else:
        monkeypatch.setattr(atomic.os, step, fails)
    with pytest.raises(LettrineError, match="disque a répondu par une erreur"):
        write_atomically(path, b"nouveau texte")
    monkeypatch.undo()
    assert path.read_bytes() == b"ancien texte"
    assert [file.name for file in tmp_path.iterdir()] == ["editorial.md"]


def test_data_is_on_the_disk_before_the_name_points_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def noted_replace(self: Path, target: Path) -> Path:
        steps.append("replace")
        return replace(self, target)

    monkeypatch.setattr(atomic.os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    write_atomically(tmp_path / "a.md", b"texte")
    assert steps == ["file", "replace", "folder"]


def test_permissions_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"a")
    path.chmod(0o640)
    write_atomically(path, b"b")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_is_replaced_and_never_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "dehors.txt"
    outside.write_bytes(b"dehors")
    link = tmp_path / "a.md"
    link.symlink_to(outside)
    write_atomically(link, b"dedans")
    assert outside.read_bytes() == b"dehors"
    assert link.read_bytes() == b"dedans"
    assert not link.is_symlink()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(LettrineError, match="n’existe pas"):
        write_atomically(tmp_path / "absent" / "a.md", b"a")


def test_a_program_killed_while_it_saves_leaves_one_whole_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"0" * 50_000)
    program = (
        "import sys; from pathlib import Path; from editor_app.storage.atomic import write_atomically\n"
        "print('ready', flush=True)\n"
        "for n in range(10**6): write_atomically(Path(sys.argv[1]), str(n % 10).encode() * 50_000)"
    )
    for _ in range(5):
        saver = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE)
        assert saver.stdout is not None
        saver.stdout.readline()
        before = path.stat().st_mtime_ns
        while path.stat().st_mtime_ns == before:
            pass
        saver.kill()
        saver.wait()
        saver.stdout.close()
        content = path.read_bytes()
        assert len(content) == 50_000
        assert len(set(content)) == 1
