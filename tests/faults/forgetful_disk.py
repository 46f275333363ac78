"""A disk in memory that forgets at a power cut whatever was not synced, as a disk may.

    python forgetful_disk.py FOLDER

It is mounted on FOLDER and says ``ready``, or why it cannot be. It then does what it is told, and says ``done``: on
``hold`` it answers no more system calls; on ``SEED PLACE`` it writes under PLACE, a new folder, what a cut at that
moment may leave; on ``go`` it goes on as if nothing had been. It ends with its input.

Of a file, each page (4 KiB) holds what was synced or what was written since; of a file that was never synced, any
length may be left. Of a folder, any of the changes since it was synced may be left, in their order, each change whole:
a rename is one change, as journalling file systems keep it.
"""

from __future__ import annotations

import errno
import itertools
import os
import random
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

PAGE = 4096


@dataclass(eq=False)
class File:
    """A file's bytes, and those that a sync has put beyond any cut (None: none yet)."""

    data: bytearray = field(default_factory=bytearray)
    synced: bytes | None = None
    mode: int = 0o644
    changed: float = field(default_factory=time.time)
    number: int = field(default_factory=itertools.count(2).__next__)

    def after_cut(self, chance: random.Random) -> bytes:
        new = bytes(self.data)
        if self.synced is None:
            return new[: chance.randint(0, len(new))]
        pages = range(0, max(len(new), len(self.synced)), PAGE)
        return b"".join(chance.choice((self.synced, new))[at : at + PAGE] for at in pages)


@dataclass(eq=False)
class Folder:
    """A folder's names as programs see them, and as a cut would leave them at the least."""

    names: dict[str, Node] = field(default_factory=dict)
    synced: dict[str, Node] = field(default_factory=dict)
    mode: int = 0o755
    changed: float = field(default_factory=time.time)
    number: int = field(default_factory=itertools.count(1_000_000).__next__)


Node = File | Folder
Change = tuple[tuple[Folder, str, Node | None], ...]
"""Names that change together."""


def refuse(code: int) -> NoReturn:
    raise OSError(code, os.strerror(code))


class ForgetfulDisk:
    """The tree and its unsynced changes. Paths begin with a slash. What a system call may not do raises OSError."""

    def __init__(self) -> None:
        self.root = Folder()
        self.pending: list[Change] = []
        self.lock = threading.Lock()

    def node(self, path: str) -> Node:
        found: Node = self.root
        for name in Path(path).parts[1:]:
            if not isinstance(found, Folder):
                refuse(errno.ENOTDIR)
            found = found.names.get(name) or refuse(errno.ENOENT)
        return found

    def folder_of(self, path: str) -> tuple[Folder, str]:
        folder = self.node(str(Path(path).parent))
        return (folder if isinstance(folder, Folder) else refuse(errno.ENOTDIR)), Path(path).name

    def change(self, *names: tuple[Folder, str, Node | None]) -> None:
        for folder, name, node in names:
            if node is None:
                folder.names.pop(name, None)
            else:
                folder.names[name] = node
            folder.changed = time.time()
        self.pending.append(names)

    def add(self, path: str, node: Node) -> None:
        folder, name = self.folder_of(path)
        if name in folder.names:
            refuse(errno.EEXIST)
        self.change((folder, name, node))

    def remove(self, path: str) -> None:
        folder, name = self.folder_of(path)
        node = folder.names.get(name) or refuse(errno.ENOENT)
        if isinstance(node, Folder) and node.names:
            refuse(errno.ENOTEMPTY)
        self.change((folder, name, None))

    def rename(self, old: str, new: str) -> None:
        before, name = self.folder_of(old)
        node = before.names.get(name) or refuse(errno.ENOENT)
        after, called = self.folder_of(new)
        if before is after and name == called:
            return
        replaced = after.names.get(called)
        if isinstance(replaced, Folder) and replaced.names:
            refuse(errno.ENOTEMPTY)
        self.change((before, name, None), (after, called, node))

    def sync(self, node: Node) -> None:
        if isinstance(node, File):
            node.synced = bytes(node.data)
            return
        kept: list[Change] = []
        for change in self.pending:
            if any(folder is node for folder, _, _ in change):
                settle(change)
            else:
                kept.append(change)
        self.pending = kept

    def cut(self, chance: random.Random, place: Path) -> None:
        """Write under ``place`` what a cut at this moment may leave."""
        left: dict[int, dict[str, Node]] = {}
        for change in self.pending:
            if chance.random() < 0.5:
                for folder, name, node in change:
                    names = left.setdefault(id(folder), dict(folder.synced))
                    if node is None:
                        names.pop(name, None)
                    else:
                        names[name] = node
        copies: dict[int, bytes] = {}

        def write(folder: Folder, into: Path) -> None:
            into.mkdir(parents=True)
            for name, node in left.get(id(folder), folder.synced).items():
                if isinstance(node, Folder):
                    write(node, into / name)
                else:
                    data = copies.setdefault(id(node), node.after_cut(chance))
                    (into / name).write_bytes(data)

        write(self.root, place)


def settle(change: Change) -> None:
    for folder, name, node in change:
        if node is None:
            folder.synced.pop(name, None)
        else:
            folder.synced[name] = node


def main(mountpoint: Path) -> None:
    try:
        import mfusepy  # noqa: PLC0415  its library may be missing
    except (ImportError, OSError) as error:
        print(f"no FUSE library: {error}", flush=True)
        return
    disk = ForgetfulDisk()
    opened: dict[int, Node] = {}
    handles = itertools.count(1)

    class Operations(mfusepy.Operations):  # type: ignore[misc, unused-ignore]  # untyped in some releases
        """What the kernel asks, one question at a time."""

        use_ns = True

        def _handle(self, node: Node) -> int:
            opened[handle := next(handles)] = node
            return handle

        def _at(self, path: str, handle: int | None) -> Node:
            return opened[handle] if handle in opened else disk.node(path)

        def _file(self, path: str, handle: int | None) -> File:
            node = self._at(path, handle)
            return node if isinstance(node, File) else refuse(errno.EISDIR)

        def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
            with disk.lock:
                node = self._at(path, fh)
                size = len(node.data) if isinstance(node, File) else 0
                kind = stat.S_IFREG if isinstance(node, File) else stat.S_IFDIR
                clock = int(node.changed * 1e9)
                return {
                    "st_mode": kind | node.mode, "st_ino": node.number, "st_size": size, "st_nlink": 1,
                    "st_uid": os.getuid(), "st_gid": os.getgid(),
                    "st_mtime": clock, "st_ctime": clock, "st_atime": clock, "st_blksize": PAGE,
                    "st_blocks": -(-size // 512),
                }  # fmt: skip

        def readdir(self, path: str, fh: int) -> Iterator[str]:
            del fh
            with disk.lock:
                node = disk.node(path)
                names = list(node.names) if isinstance(node, Folder) else refuse(errno.ENOTDIR)
            return iter([".", "..", *names])

        def create(self, path: str, mode: int, fi: object = None) -> int:
            del fi
            with disk.lock:
                file = File(mode=stat.S_IMODE(mode))
                disk.add(path, file)
                return self._handle(file)

        def open(self, path: str, flags: int) -> int:
            with disk.lock:
                node = disk.node(path)
                if flags & os.O_TRUNC and isinstance(node, File):
                    node.data = bytearray()
                return self._handle(node)

        def opendir(self, path: str) -> int:
            with disk.lock:
                return self._handle(disk.node(path))

        def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
            with disk.lock:
                return bytes(self._file(path, fh).data[offset : offset + size])

        def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
            with disk.lock:
                file = self._file(path, fh)
                if offset > len(file.data):
                    file.data.extend(bytes(offset - len(file.data)))
                file.data[offset : offset + len(data)] = data
                file.changed = time.time()
                return len(data)

        def truncate(self, path: str, length: int, fh: int | None = None) -> int:
            with disk.lock:
                file = self._file(path, fh)
                file.data = file.data[:length] + bytes(max(0, length - len(file.data)))
                return 0

        def release(self, path: str, fh: int) -> int:
            del path
            opened.pop(fh, None)
            return 0

        def releasedir(self, path: str, fh: int) -> int:
            return self.release(path, fh)

        def fsync(self, path: str, datasync: int, fh: int) -> int:
            del datasync
            with disk.lock:
                disk.sync(self._at(path, fh))
                return 0

        def fsyncdir(self, path: str, datasync: int, fh: int) -> int:
            return self.fsync(path, datasync, fh)

        def mkdir(self, path: str, mode: int) -> int:
            with disk.lock:
                disk.add(path, Folder(mode=stat.S_IMODE(mode)))
                return 0

        def rmdir(self, path: str) -> int:
            return self.unlink(path)

        def unlink(self, path: str) -> int:
            with disk.lock:
                disk.remove(path)
                return 0

        def rename(self, old: str, new: str, flags: int = 0) -> int:
            with disk.lock:
                if flags:
                    refuse(errno.EINVAL)
                disk.rename(old, new)
                return 0

        def link(self, target: str, source: str) -> int:
            with disk.lock:
                disk.add(target, disk.node(source))
                return 0

        def chmod(self, path: str, mode: int) -> int:
            with disk.lock:
                disk.node(path).mode = stat.S_IMODE(mode)
                return 0

        def utimens(self, path: str, times: tuple[int, int] | None = None) -> int:
            with disk.lock:
                disk.node(path).changed = times[1] / 1e9 if times else time.time()
                return 0

        def statfs(self, path: str) -> dict[str, int]:
            del path
            return {"f_bsize": PAGE, "f_blocks": 1 << 20, "f_bavail": 1 << 19, "f_bfree": 1 << 19, "f_namemax": 255}

        def init(self, path: str) -> None:
            del path
            print("ready", flush=True)
            threading.Thread(target=obey, daemon=True).start()

    def obey() -> None:
        for line in sys.stdin:
            told, _, place = line.rstrip("\n").partition(" ")
            if told == "hold":
                disk.lock.acquire()
            elif told == "go":
                disk.lock.release()
            else:
                disk.cut(random.Random(int(told)), Path(place))  # noqa: S311  chance, not secrets
            print("done", flush=True)
        os._exit(0)

    with suppress(RuntimeError):  # the reason is on standard error
        mfusepy.FUSE(Operations(), str(mountpoint), foreground=True, nothreads=True, hard_remove=True)
        return
    print("FUSE cannot be mounted here", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
