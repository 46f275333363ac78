"""Keeps what a letter was, version by version, in a bare Git repository inside its folder.

Every version is a commit of its own under ``refs/versions/``, numbered in the order made, so that a clock that jumps
changes no order and one that goes removes no other. ``refs/heads/main`` is the line shared with other machines.
Any Git program can read all of it.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pygit2
from pygit2.enums import FileMode

from editor_app.errors import LettrineError
from editor_app.storage import version_commit
from editor_app.storage.atomic import make_folder, sync_folder, sync_tree
from editor_app.storage.history_folder import REPOSITORY
from editor_app.storage.safe_paths import leads_out
from editor_app.storage.version import MAX_NAME, Kind, Version
from editor_app.storage.version_tree import letter_limit, reached, read_tree

GROUPED: Final = timedelta(minutes=10)
"""Saves of one sitting this long make one version."""
ALL_KEPT: Final = 100
"""The newest automatic versions that are never thinned; beyond, fewer and fewer. Counted by rank and not by date, so
that a clock that jumps thins nothing."""
THINNED_EVERY: Final = 20
SIGNATURE: Final = ("Lettrine", "versions@lettrine.invalid")
"""The same for everyone: neither the account's name nor the machine's is in a version."""
_DAMAGE: Final = (pygit2.GitError, OSError, KeyError, ValueError, TypeError, AttributeError)
"""What libgit2's binding raises when it meets a repository that is not sound."""

pygit2.settings.enable_fsync_gitdir(True)


class Versions:
    """The versions of the letter in ``folder``. ``problems`` are French sentences about what is damaged.

    Methods that write are for whoever holds the letter's lock, from one thread at a time.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / REPOSITORY
        self.problems: list[str] = []
        self._repository: pygit2.Repository | None = None
        self._known: dict[bytes, pygit2.Oid] = {}
        self._trees: dict[str, tuple[str, pygit2.Oid]] = {}

    # Reading

    def all(self) -> tuple[Version, ...]:
        """Every version that can be read, newest first; none for a letter without a history."""
        repository = self._open()
        if repository is None:
            return ()
        found = (self._version(repository, name) for name in version_commit.references(repository))
        return tuple(sorted((v for v in found if v is not None), key=lambda v: (v.number, v.id), reverse=True))

    def find(self, version_id: str) -> Version:
        """The one version whose id begins so. Raises LettrineError when there is none or several."""
        wanted = version_id.strip().lower()
        found = [version for version in self.all() if wanted and version.id.startswith(wanted)]
        if len(found) != 1:
            problem = "plusieurs versions commencent ainsi" if found else "aucune version ne porte ce nom"
            raise LettrineError(f"« {version_id} » : {problem} ; leurs noms sont dans la liste des versions.")
        return found[0]

    def files(self, version: Version) -> dict[str, bytes]:
        """The files of the letter as they were, by path. Raises LettrineError when the version is damaged."""
        repository = self._open()
        try:
            if repository is None:
                raise KeyError(version.id)
            return read_tree(repository, repository[version.id].peel(pygit2.Tree))
        except _DAMAGE as error:
            raise LettrineError(
                f"{self.path} : la version « {version.id} » est abîmée ; choisissez-en une autre."
            ) from error

    def file(self, version: Version, path: str) -> bytes | None:
        """One file as it was, None when the version has none. Raises LettrineError when the version is damaged."""
        repository = self._open()
        try:
            if repository is None:
                raise KeyError(version.id)
            tree = repository[version.id].peel(pygit2.Tree)
            return repository[tree[path].id].peel(pygit2.Blob).data if path in tree else None
        except _DAMAGE as error:
            raise LettrineError(
                f"{self.path} : la version « {version.id} » est abîmée ; choisissez-en une autre."
            ) from error

    def changed_files(self, version: Version, before: Version | None) -> tuple[str, ...]:
        """The paths of the letter's files that differ between two versions (None: from nothing). Raises LettrineError
        when one is damaged."""
        repository = self._open()
        try:
            if repository is None:
                raise KeyError(version.id)
            tree = repository[version.id].peel(pygit2.Tree)
            if before is None:
                diff = tree.diff_to_tree(swap=True)
            else:
                diff = repository[before.id].peel(pygit2.Tree).diff_to_tree(tree)
            paths = dict.fromkeys(delta.new_file.path or delta.old_file.path for delta in diff.deltas)
            return tuple(path for path in paths if letter_limit(path) is not None)
        except _DAMAGE as error:
            raise LettrineError(
                f"{self.path}\u00a0: la version «\u00a0{version.id}\u00a0» est abîmée\u00a0; choisissez-en une autre."
            ) from error

    # Writing

    def rename(self, version: Version, name: str) -> Version:
        """Give a version another name; it stays where and when it was, and is never thinned. Raises LettrineError."""
        repository = self.repository()
        name = " ".join(name.split())[:MAX_NAME]
        try:
            commit = repository[version.id].peel(pygit2.Commit)
            kind = Kind.NAMED if version.kind is Kind.SAVED and name else version.kind
            message = version_commit.message(kind, name, version_commit.began(commit))
            oid = self.commit(commit.tree_id, message, version.when, list(commit.parent_ids))
            if str(oid) != version.id:
                repository.create_reference_direct(version_commit.reference(version.number, oid), oid, force=False)
                repository.references.delete(version_commit.reference(version.number, pygit2.Oid(hex=version.id)))
        except _DAMAGE as error:
            raise LettrineError(
                f"{self.path}\u00a0: la version «\u00a0{version.id}\u00a0» n’a pas pu être nommée ({error})\u00a0; "
                "vérifiez le disque."
            ) from error
        return Version(str(oid), version.number, version.when, kind, name)

    def keep(
        self, files: Mapping[str, bytes], *, name: str = "", kind: Kind = Kind.SAVED, now: datetime | None = None
    ) -> Version | None:
        """Record these files (paths in the folder) as a version, on the disk when it returns; None when the newest one
        is the same and no name is given. Raises LettrineError when it cannot be written.

        One made by itself takes the place of the one before when that was made by itself in the same sitting.
        """
        now = (now or datetime.now(UTC)).astimezone(UTC)
        name = " ".join(name.split())[:MAX_NAME]
        kind = Kind.NAMED if name and kind is Kind.SAVED else kind
        try:
            return self._keep(files, name, kind, now)
        except _DAMAGE:
            self._set_aside()
        try:
            return self._keep(files, name, kind, now)
        except _DAMAGE as error:
            raise LettrineError(
                f"{self.path} : la version n’a pas pu être gardée ({error}) ; vérifiez le disque et vos droits."
            ) from error

    def _keep(self, files: Mapping[str, bytes], name: str, kind: Kind, now: datetime) -> Version | None:
        repository = self._made()
        tree = self.write_tree(files)
        references = sorted(version_commit.references(repository), reverse=True)
        newest = next((v for v in (self._version(repository, name) for name in references) if v is not None), None)
        began = now
        replaced = None
        if newest is not None:
            commit = repository[newest.id].peel(pygit2.Commit)
            same = commit.tree_id == tree
            if same and not name and (kind is Kind.SAVED or newest.kind is not Kind.SAVED):
                return None
            if newest.kind is Kind.SAVED:
                first = version_commit.began(commit)
                sitting = kind is Kind.SAVED and timedelta(0) <= now - first < GROUPED and now >= newest.when
                if sitting or same:
                    began, replaced = first if sitting else now, newest
        number = version_commit.number(references[0]) + 1 if references else 1
        oid = self.commit(tree, version_commit.message(kind, name, began), now, [])
        repository.create_reference_direct(version_commit.reference(number, oid), oid, force=False)
        if replaced is not None:
            repository.references.delete(version_commit.reference(replaced.number, pygit2.Oid(hex=replaced.id)))
        if number % THINNED_EVERY == 0:
            self._thin(repository)
        return Version(str(oid), number, now.replace(microsecond=0), kind, name)

    def write_tree(self, files: Mapping[str, bytes]) -> pygit2.Oid:
        """Put the files into the repository as a tree. Raises what libgit2 raises."""
        repository = self._made()
        folders: dict[str, dict[str, bytes]] = {}
        for path, data in files.items():
            folder, _, name = path.rpartition("/")
            folders.setdefault(folder, {})[name] = data
        for folder in list(folders):
            parts = folder.split("/")
            for depth in range(len(parts)):
                folders.setdefault("/".join(parts[:depth]), {})
        made: dict[str, pygit2.Oid] = {}
        for folder in sorted(folders, key=lambda path: path.count("/") + bool(path), reverse=True):
            entries = {name: (self._blob(repository, data), FileMode.BLOB) for name, data in folders[folder].items()}
            for below, oid in made.items():
                if below and below.rpartition("/")[0] == folder:
                    entries[below.rpartition("/")[2]] = (oid, FileMode.TREE)
            made[folder] = self._tree(repository, folder, entries)
        return made[""] if "" in made else repository.TreeBuilder().write()

    def commit(self, tree: pygit2.Oid, message: str, now: datetime, parents: list[pygit2.Oid]) -> pygit2.Oid:
        """Write a commit signed alike everywhere, in universal time; nothing refers to it yet."""
        signature = pygit2.Signature(*SIGNATURE, int(now.timestamp()), 0)
        oid = self._made().create_commit(None, signature, signature, message, tree, list(parents))
        sync_folder(self.path / "objects")  # libgit2 syncs the objects, not the names of their folders
        return oid

    def repository(self) -> pygit2.Repository:
        """The repository itself, made when there is none yet. Raises LettrineError."""
        try:
            return self._made()
        except _DAMAGE as error:
            raise LettrineError(
                f"{self.path} : l’historique ne s’ouvre pas ({error}) ; vérifiez ce dossier."
            ) from error

    def prune(self) -> None:
        """Give back the room of versions that were thinned; damage stops it, and nothing is removed then."""
        repository = self._open()
        if repository is None:
            return
        try:
            kept = reached(repository)
        except _DAMAGE:
            return
        for path in self.path.glob("objects/[0-9a-f][0-9a-f]/*"):
            if path.parent.name + path.name not in kept:
                with suppress(OSError):
                    path.unlink()
        self._known.clear()
        self._trees.clear()

    def _blob(self, repository: pygit2.Repository, data: bytes) -> pygit2.Oid:
        """The blob of ``data``; one that is there already is read again first, for it may be damaged."""
        digest = hashlib.sha256(data).digest()
        known = self._known.get(digest)
        if known is not None:
            return known
        self._drop_damaged(repository, pygit2.hash(data), data)
        oid = repository.create_blob(data)
        self._known[digest] = oid
        return oid

    def _tree(
        self, repository: pygit2.Repository, folder: str, entries: Mapping[str, tuple[pygit2.Oid, FileMode]]
    ) -> pygit2.Oid:
        mark = repr(sorted((name, str(oid)) for name, (oid, _) in entries.items()))
        known = self._trees.get(folder)
        if known is not None and known[0] == mark:
            return known[1]
        builder = repository.TreeBuilder()
        for name, (oid, mode) in entries.items():
            builder.insert(name, oid, mode)
        oid = builder.write()
        try:
            found = {entry.name for entry in repository[oid].peel(pygit2.Tree)}
        except _DAMAGE:
            found = set()
        if found != set(entries):
            self._drop_loose(oid)
            repository = self._reopened()
            builder = repository.TreeBuilder()
            for name, (entry, mode) in entries.items():
                builder.insert(name, entry, mode)
            oid = builder.write()
        self._trees[folder] = (mark, oid)
        return oid

    def _drop_damaged(self, repository: pygit2.Repository, oid: pygit2.Oid, data: bytes) -> None:
        try:
            sound = repository[oid].peel(pygit2.Blob).data == data
        except KeyError:  # there is none yet
            return
        except _DAMAGE:
            sound = False
        if not sound:
            self._drop_loose(oid)

    def _drop_loose(self, oid: pygit2.Oid) -> None:
        name = str(oid)
        (self.path / "objects" / name[:2] / name[2:]).unlink(missing_ok=True)

    def _thin(self, repository: pygit2.Repository) -> None:
        saved = [version for version in self.all() if version.kind is Kind.SAVED][ALL_KEPT:]
        for rank, version in enumerate(saved, start=ALL_KEPT):
            step = 1 << (rank // ALL_KEPT).bit_length()
            if version.number % step:
                repository.references.delete(version_commit.reference(version.number, pygit2.Oid(hex=version.id)))

    # Opening

    def _open(self) -> pygit2.Repository | None:
        if self._leads_out():
            return None
        if self._repository is None and self.path.is_dir():
            try:
                pygit2.settings.owner_validation = False  # a share's folders belong to others; nothing in them is run
                self._repository = pygit2.Repository(str(self.path))
            except _DAMAGE as error:
                self._note(f"{self.path} : l’historique ne s’ouvre pas ({error}) ; la lettre n’en dépend pas.")
        return self._repository

    def _leads_out(self) -> bool:
        """Whether a link makes another folder of it; nothing is read, written or cleared there."""
        if not leads_out(self.path, self.path.parents[1]):
            return False
        self._note(f"{self.path} : un lien mène hors du dossier de la lettre ; remplacez-le par un dossier.")
        return True

    def _made(self) -> pygit2.Repository:
        repository = self._open()
        if repository is None:
            make_folder(self.path.parent, self.path.parents[1])
            if self.path.exists() or self._leads_out():
                raise ValueError("not a repository")
            made = self.path.with_name(f"{self.path.name}.new")
            shutil.rmtree(made, ignore_errors=True)
            pygit2.init_repository(str(made), bare=True, initial_head="main")
            shutil.rmtree(made / "hooks", ignore_errors=True)
            (made / version_commit.PREFIX).mkdir()
            sync_tree(made)
            made.rename(self.path)
            sync_folder(self.path.parent)
            repository = self._open()
            if repository is None:
                raise ValueError("not a repository")
        return repository

    def _reopened(self) -> pygit2.Repository:
        self._repository = None
        return self._made()

    def _set_aside(self) -> None:
        """Keep a damaged history under another name, where Git's own tools may mend it, and begin anew."""
        if leads_out(self.path, self.path.parents[1]) or self._sound_enough():
            return
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        aside = self.path.with_name(f"versions-abimees-{moment}.git")
        self._forget()
        try:
            if self.path.exists():
                self.path.rename(aside)
                self._note(f"{aside} : l’historique était abîmé, il est mis de côté ; un nouveau commence.")
        except OSError:
            return

    def _sound_enough(self) -> bool:
        """Whether the newest version can be read, so that the trouble lies elsewhere (a full disk)."""
        self._forget()
        repository = self._open()
        if repository is None:
            return False
        try:
            if not version_commit.references(repository):
                return True
            newest = next(iter(self.all()), None)
            return newest is not None and len(repository[newest.id].peel(pygit2.Tree)) > 0
        except _DAMAGE:
            return False

    def _forget(self) -> None:
        self._repository = None
        self._known.clear()
        self._trees.clear()

    def _version(self, repository: pygit2.Repository, reference: str) -> Version | None:
        try:
            commit = repository.references[reference].peel(pygit2.Commit)
            kind, name = version_commit.read_message(commit.message)
            return Version(
                str(commit.id), version_commit.number(reference), version_commit.moment(commit.commit_time), kind, name
            )
        except _DAMAGE:
            self._note(f"{self.path} : la version « {reference.rpartition('/')[2]} » est abîmée ; les autres restent.")
            return None

    def _note(self, sentence: str) -> None:
        if sentence not in self.problems:
            self.problems.append(sentence)
